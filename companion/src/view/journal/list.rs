//! The list of requests: only the rows in sight are laid out, so that a hundred thousand scroll like ten.

use egui::{Color32, FontId, Key, Role, ScrollArea, Sense, Ui, WidgetInfo, text::LayoutJob, vec2};
use shared::ui::{
    hex,
    parts::{self, bottom_bar, heading, quiet, text},
    press::{focus_ring, pressed},
    theme::{self, palette},
};

use crate::{
    flow::{Pages, PagesChoice, Shown, moment, signer_words},
    journal::Record,
    view::fields,
};

/// The height of a row, in points: two lines and some air.
const ROW: f32 = 64.0;

/// Draws it; what was chosen.
pub(super) fn show(ui: &mut Ui, screen: &Pages, shown: &Shown) -> Option<PagesChoice> {
    let bar = bottom_bar(ui, |ui| {
        let export = parts::button(ui, "Export").clicked().then_some(PagesChoice::Export);
        export.or(parts::main_button(ui, "Prove it").then_some(PagesChoice::Prove))
    });
    let said = parts::centred(ui, |ui| {
        heading(ui, "Journal");
        let ways = [(false, "All"), (true, "Only those under way")];
        let filter = fields::ways(ui, &ways, Some(screen.open_only)).map(PagesChoice::OpenOnly);
        head(ui, screen);
        if screen.rows.total == 0 {
            let none = match (screen.open_only, screen.rows.head) {
                (_, None) => "The journal is being read…",
                (true, _) => "No request is under way.",
                (false, _) => {
                    "No request was made yet. Build one; it is written here before anybody sees it."
                }
            };
            text(ui, none);
        }
        filter.or(rows(ui, screen, shown))
    });
    said.or(bar)
}

fn head(ui: &mut Ui, screen: &Pages) {
    let Some((entries, hash)) = screen.rows.head else { return };
    let requests = screen.rows.total;
    quiet(ui, &format!("Requests here: {requests}; entries in all: {entries}. Head of the journal:"));
    hex::sized(ui, &hash.to_string(), theme::SMALL);
}

fn rows(ui: &mut Ui, screen: &Pages, shown: &Shown) -> Option<PagesChoice> {
    let total = usize::try_from(screen.rows.total).unwrap_or(usize::MAX);
    ui.spacing_mut().item_spacing.y = 4.0;
    let area = ScrollArea::vertical().id_salt("requests").auto_shrink([false, false]);
    let drawn = area.show_rows(ui, ROW, total, |ui, range| {
        let mut pressed = None;
        for (key, step) in [(Key::PageDown, -6.0 * ROW), (Key::PageUp, 6.0 * ROW)] {
            if self::pressed(ui, key) {
                ui.scroll_with_delta(vec2(0.0, step));
            }
        }
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        for at in range.clone() {
            match screen.rows.get(place(at)) {
                Some(record) if row(ui, record, shown) => {
                    pressed = Some(PagesChoice::One(Box::new(record.clone())));
                }
                Some(_) => {}
                None => drop(ui.allocate_space(vec2(ui.available_width(), ROW))), // on its way
            }
        }
        (pressed, place(range.start), place(range.end))
    });
    let (pressed, from, to) = drawn.inner;
    pressed.or(screen.lacks(shown, from, to).then_some(PagesChoice::InSight(from, to)))
}

/// A request on two lines; whether it was pressed.
fn row(ui: &mut Ui, record: &Record, shown: &Shown) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let chain = record.asked.chain_id.map(|id| shown.chain_name(id)).unwrap_or_default();
    let first = &record.asked.purpose;
    let parts = [record.state.word().to_owned(), moment(record.asked_at), chain, signer_words(shown, record)];
    let second: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let second = second.join(" · ");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{first}, {second}")));
    if ui.is_rect_visible(rect) {
        let colours = palette(ui);
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, f32::from(theme::CORNER), colours.panel);
        }
        let width = rect.width() - 20.0;
        line(ui, rect.left_top() + vec2(10.0, 7.0), first, theme::BODY, colours.text, width);
        line(ui, rect.left_top() + vec2(10.0, 35.0), &second, theme::SMALL, colours.quiet, width);
        ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, colours.panel));
        focus_ring(ui, rect.shrink(5.0), &response);
    }
    response.clicked()
}

/// One line, cut with an ellipsis where it is too long: the page of the request has it whole.
fn line(ui: &Ui, at: egui::Pos2, text: &str, size: f32, ink: Color32, width: f32) {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), FontId::proportional(size), ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(at, galley, ink);
}
