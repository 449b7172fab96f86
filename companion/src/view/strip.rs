//! The strip above every screen: where one is, the ways to the others, what is being done, and what was refused.
//!
//! | keys        | what                                      |
//! |-------------|-------------------------------------------|
//! | Ctrl+1 … 6  | the screens, in their order               |
//! | Escape      | ends work, else back                      |
//! | F2          | theme and size                            |
//!
//! May not enter: what happens on the screen below.

use egui::{Key, Margin, RichText, Ui};
use shared::refusal::sentence;
use shared::ui::{
    look::{self, Settings},
    marks::{self, Mark},
    parts,
    press::{self, Look, press},
    theme::{self, palette},
};

use crate::{
    app::Line,
    flow::{Refused, Shown, Tab},
};

/// What the operator did in the strip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StripChoice {
    /// To another screen.
    Go(Tab),
    /// Look like this.
    Look(Settings),
    /// End what is being done.
    Cancel,
    /// What was refused is known; by its place.
    Dismiss(usize),
}

/// The keys that work everywhere.
pub fn keys(ui: &Ui, settings: Settings) -> Option<StripChoice> {
    const DIGITS: [Key; 6] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6];
    let tab = DIGITS.iter().zip(Tab::ALL).find(|(key, _)| press::pressed_with_ctrl(ui, **key));
    let tab = tab.map(|(_, tab)| StripChoice::Go(tab));
    tab.or_else(|| look::keys(ui, settings).map(StripChoice::Look))
}

/// Draws the strip.
pub fn show(ui: &mut Ui, settings: Settings, at: Tab, shown: &Shown) -> Option<StripChoice> {
    let colours = palette(ui);
    let up = if parts::is_tight(ui) { 4 } else { 8 };
    let frame = egui::Frame::new().fill(colours.panel).inner_margin(Margin::symmetric(14, up));
    let panel = egui::Panel::top("strip").show_separator_line(false).frame(frame);
    panel
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = egui::vec2(8.0, 6.0);
            ui.spacing_mut().button_padding = egui::vec2(10.0, 4.0);
            ui.spacing_mut().interact_size.y = 30.0;
            let mut chosen = keys(ui, settings);
            ui.horizontal_wrapped(|ui| {
                if ui.available_width() > 820.0 {
                    ui.label(RichText::new("Coldframe").color(colours.accent).size(theme::BODY));
                    ui.add_space(6.0);
                }
                for (number, tab) in Tab::ALL.into_iter().enumerate() {
                    let look = if tab == at { Look::Chosen } else { Look::Plain };
                    let keys = format!("Ctrl+{}", number + 1);
                    if press(ui, tab.word(), look, true).on_hover_text(keys).clicked() {
                        chosen = Some(StripChoice::Go(tab));
                    }
                }
                let look = if settings.open { Look::Chosen } else { Look::Plain };
                parts::to_the_right(ui, press::width(ui, "Settings", look));
                if press(ui, "Settings", look, true).on_hover_text("F2").clicked() {
                    chosen = Some(StripChoice::Look(Settings { open: !settings.open, ..settings }));
                }
            });
            if shown.example.is_some() {
                ui.horizontal_wrapped(|ui| {
                    marks::mark(ui, Mark::Note, 18.0, colours.caution, colours.panel);
                    let words = "The example chain runs in this window: nothing on it has any value.";
                    ui.label(RichText::new(words).color(colours.caution).size(theme::SMALL));
                });
            }
            if settings.open {
                let looks = ui.horizontal_wrapped(|ui| look::choices(ui, settings)).inner;
                chosen = chosen.or(looks.map(StripChoice::Look));
            }
            chosen
        })
        .inner
}

/// What is being done, and the way to end it.
pub fn progress(ui: &mut Ui, line: Option<&Line>) -> Option<StripChoice> {
    let line = line?;
    let colours = palette(ui);
    let frame = egui::Frame::new().fill(colours.background).inner_margin(Margin::symmetric(14, 6));
    let panel = egui::Panel::top("progress").show_separator_line(false).frame(frame);
    panel
        .show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                marks::mark(ui, Mark::Dashes, 20.0, colours.accent, colours.background);
                let words = match (line.stops, line.said.as_str()) {
                    (true, _) => format!("{}: stops as soon as it can…", line.title),
                    (false, "") => format!("{}…", line.title),
                    (false, said) => format!("{}: {said}…", line.title),
                };
                ui.label(words);
                if !line.can_stop {
                    return None;
                }
                let width = press::width(ui, "Cancel", Look::Plain);
                parts::to_the_right(ui, width);
                let cancels = press(ui, "Cancel", Look::Plain, !line.stops).on_hover_text("Escape").clicked();
                cancels.then_some(StripChoice::Cancel)
            })
            .inner
        })
        .inner
}

/// What was refused; each stands until it is dismissed.
pub fn refusals(ui: &mut Ui, refused: &[Refused]) -> Option<StripChoice> {
    if refused.is_empty() {
        return None;
    }
    let colours = palette(ui);
    let side = parts::side_of(ui);
    let frame = egui::Frame::new().fill(colours.background).inner_margin(Margin::symmetric(0, 6));
    let highest = ui.ctx().content_rect().height() * 0.45;
    let panel = egui::Panel::top("refused").show_separator_line(false).frame(frame);
    panel
        .show(ui, |ui| {
            let column = ui.available_rect_before_wrap().shrink2(egui::vec2(side, 0.0));
            ui.scope_builder(egui::UiBuilder::new().max_rect(column), |ui| {
                let area = egui::ScrollArea::vertical().max_height(highest).min_scrolled_height(highest);
                area.show(ui, |ui| {
                    let mut chosen = None;
                    for (at, refusal) in refused.iter().enumerate() {
                        parts::boxed(ui, colours.danger, |ui| {
                            parts::titled(ui, Mark::Triangle, colours.danger, "Not done");
                            for part in refusal.message.split('\n').filter(|part| !part.is_empty()) {
                                shared::ui::hex::sized(ui, &sentence(part), theme::BODY);
                            }
                            if ui.push_id(at, |ui| parts::button(ui, "Dismiss").clicked()).inner {
                                chosen = Some(StripChoice::Dismiss(at));
                            }
                        });
                    }
                    chosen
                })
                .inner
            })
            .inner
        })
        .inner
}
