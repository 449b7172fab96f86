//! The parts that every screen is made of: one column of calm, large text above one bar of buttons.
//!
//! A screen calls [`bottom_bar`] first, then draws what stands above it inside [`column()`]. May not enter: what a screen means.

pub use super::press::{choice, nothing_focused, pressed};
use super::{
    marks::{self, Mark},
    press::{self, Look, press},
    theme::{self, palette},
};
use egui::{
    Align, Color32, CornerRadius, Frame, Id, Key, Layout, Margin, Rect, Response, RichText, ScrollArea, Ui,
    UiBuilder, pos2, vec2,
};

/// The one heading of a screen.
pub fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(4.0);
    ui.heading(RichText::new(text).size(theme::HEADING));
    ui.add_space(4.0);
}

/// A heading below the heading.
pub fn subheading(ui: &mut Ui, text: &str) {
    ui.add_space(6.0);
    ui.label(RichText::new(text).size(theme::BODY + 4.0));
}

/// What is read.
pub fn text(ui: &mut Ui, text: &str) {
    ui.label(text);
}

/// What may be left unread.
pub fn quiet(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).size(theme::SMALL).color(palette(ui).quiet));
}

/// A sentence in a box with a bar of this colour at its side, a shape, and a word for what it is (`Danger`, `Good`), for
/// those who do not see the colour.
pub fn notice(ui: &mut Ui, colour: Color32, word: &str, text: &str) {
    let mark = mark_of(ui, colour);
    boxed(ui, colour, |ui| {
        titled(ui, mark, colour, word);
        ui.label(text);
    });
}

/// A sentence that stands above a screen, in line with its column. Call it before what stands below it.
pub fn banner(ui: &mut Ui, id: &str, colour: Color32, word: &str, sentence: &str) {
    let side = side_of(ui);
    let frame = Frame::new().fill(palette(ui).background).inner_margin(Margin::symmetric(0, 8));
    egui::Panel::top(Id::unique(id)).show_separator_line(false).frame(frame).show(ui, |ui| {
        let column = ui.available_rect_before_wrap().shrink2(vec2(side, 0.0));
        ui.scope_builder(UiBuilder::new().max_rect(column), |ui| {
            notice(ui, colour, word, sentence);
        });
    });
}

/// A shape and a word in this colour, on one line.
pub fn titled(ui: &mut Ui, mark: Mark, colour: Color32, word: &str) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let behind = palette(ui).panel;
        marks::mark(ui, mark, 22.0, colour, behind);
        ui.label(RichText::new(word).color(colour).size(theme::BODY + 1.0));
    });
}

/// A box with a bar of this colour at its side, as wide as the column.
pub fn boxed<T>(ui: &mut Ui, colour: Color32, add: impl FnOnce(&mut Ui) -> T) -> T {
    let frame = Frame::new()
        .fill(palette(ui).panel)
        .corner_radius(CornerRadius::same(theme::CORNER))
        .inner_margin(Margin { left: 24, right: 16, top: 14, bottom: 14 });
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 6.0;
        add(ui)
    });
    let mut bar = shown.response.rect;
    bar.set_width(8.0);
    let corner = CornerRadius { nw: theme::CORNER, sw: theme::CORNER, ne: 0, se: 0 };
    ui.painter().rect_filled(bar, corner, colour);
    shown.inner
}

/// The shape that goes with a colour of the theme.
fn mark_of(ui: &Ui, colour: Color32) -> Mark {
    let palette = palette(ui);
    match colour {
        _ if colour == palette.danger => Mark::Triangle,
        _ if colour == palette.caution => Mark::Diamond,
        _ if colour == palette.good => Mark::Tick,
        _ => Mark::Note,
    }
}

/// The button for what is done next, at the right end of the bar; Enter presses it too, when nothing else has the focus.
pub fn main_button(ui: &mut Ui, text: &str) -> bool {
    main_button_if(ui, text, true)
}

/// The same, pressable only when `enabled`.
pub fn main_button_if(ui: &mut Ui, text: &str, enabled: bool) -> bool {
    let width = press::width(ui, text, Look::Main);
    to_the_right(ui, width);
    let response = press(ui, text, Look::Main, enabled);
    response.clicked() || (enabled && nothing_focused(ui) && pressed(ui, Key::Enter))
}

/// In a bar, moves on so far that what is so wide ends at the right edge; on a row of its own where it does not fit.
pub fn to_the_right(ui: &mut Ui, width: f32) {
    if !ui.layout().is_horizontal() {
        return;
    }
    if ui.available_size_before_wrap().x < width {
        ui.end_row();
    }
    let room = ui.available_size_before_wrap().x - width;
    if room > 0.0 {
        ui.add_space(room);
    }
}

/// Any other button.
pub fn button(ui: &mut Ui, text: &str) -> Response {
    press(ui, text, Look::Plain, true)
}

/// The way back; Escape presses it too.
pub fn back_button(ui: &mut Ui, text: &str) -> bool {
    press(ui, text, Look::Plain, true).clicked() || pressed(ui, Key::Escape)
}

/// The bar at the bottom of a screen, for its buttons: the way back first, the main button last. Call it before what stands
/// above it.
pub fn bottom_bar<T>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> T) -> T {
    let side = side_of(ui);
    let up = if is_tight(ui) { 6 } else { 14 };
    let frame = Frame::new().fill(palette(ui).background).inner_margin(Margin::symmetric(0, up));
    let panel = egui::Panel::bottom("bottom-bar").show_separator_line(false).frame(frame);
    let shown = panel.show(ui, |ui| {
        let room = ui.available_rect_before_wrap().shrink2(vec2(side, 0.0));
        let builder = UiBuilder::new().max_rect(room);
        ui.scope_builder(builder, |ui| ui.horizontal_wrapped(add).inner).inner
    });
    let edge = shown.response.rect.shrink2(vec2(side, 0.0)).x_range();
    ui.painter().hline(edge, shown.response.rect.top(), egui::Stroke::new(1.0, palette(ui).line));
    shown.inner
}

/// What a screen says: one centred column that scrolls, also by the arrow keys, where it is longer than the window.
pub fn column<T>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> T) -> T {
    let key = ui.scope_id().with("column");
    page(ui, key, add)
}

/// A column that is one of several pages; each begins at its top, also when it is opened again. `key` names the page among all
/// there ever are, and for whom it is opened.
pub fn page<T>(ui: &mut Ui, key: Id, add: impl FnOnce(&mut Ui) -> T) -> T {
    let asked: f32 = ui.data_mut(|data| data.remove_temp(key.with("asked")).unwrap_or_default());
    let side = side_of(ui); // before the scroll bar takes its room, so that column and bar stand in line
    let mut area = ScrollArea::vertical().id_salt(key).auto_shrink([false, false]);
    let seen_before = seen(ui, key);
    if seen_before.is_none() {
        area = area.vertical_scroll_offset(0.0);
    }
    let shown = area.show(ui, |ui| {
        for (arrow, step) in [(Key::ArrowDown, -80.0), (Key::ArrowUp, 80.0)] {
            if pressed_or_repeated(ui, arrow) {
                ui.scroll_with_delta(vec2(0.0, step));
            }
        }
        if asked != 0.0 {
            ui.scroll_with_delta_animation(vec2(0.0, -asked), egui::style::ScrollAnimation::none());
        }
        within(ui, side, add)
    });
    let bottom = shown.state.clamped_offset().y + shown.inner_rect.height();
    let seen = Seen {
        rest: shown.content_size.y - bottom,
        height: shown.inner_rect.height(),
        settled: seen_before.is_some(),
    };
    let pass = ui.ctx().cumulative_pass_nr();
    ui.data_mut(|data| data.insert_temp(key, (seen, pass)));
    if seen_before != Some(seen) {
        ui.ctx().request_repaint(); // the bar was drawn from what was known before
    }
    shown.inner
}

/// How much of a page is out of sight below, as of the last drawing, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Seen {
    rest: f32,
    height: f32,
    /// False on the first drawing, when the bar's height is still a guess.
    settled: bool,
}

/// What is known of a page that was on screen until now; nothing of one that was closed since, which begins again.
fn seen(ui: &Ui, key: Id) -> Option<Seen> {
    let (seen, pass): (Seen, u64) = ui.data(|data| data.get_temp(key))?;
    (ui.ctx().cumulative_pass_nr() <= pass.saturating_add(1)).then_some(seen)
}

/// Whether something of this page stands below the window's edge, so that it is not read yet. On the first drawings of a
/// page that is not known, and it is taken to.
pub fn below(ui: &Ui, key: Id) -> bool {
    seen(ui, key).is_none_or(|seen| !seen.settled || seen.rest > 12.0)
}

/// Scrolls a page on by what is in sight, less two lines to find the place again.
pub fn read_on(ui: &Ui, key: Id) {
    let height = seen(ui, key).map_or(200.0, |seen| seen.height);
    ui.data_mut(|data| data.insert_temp(key.with("asked"), (height - 60.0).max(60.0)));
}

/// The same column for what fits itself to the room it has, such as a code: it does not scroll.
pub fn centred<T>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> T) -> T {
    let side = side_of(ui);
    within(ui, side, add)
}

/// Between margins of this width.
fn within<T>(ui: &mut Ui, side: f32, add: impl FnOnce(&mut Ui) -> T) -> T {
    let up = if is_tight(ui) { 6.0 } else { 18.0 };
    let room = ui.available_rect_before_wrap();
    let right = (room.right() - side).min(room.left() + side + theme::COLUMN).max(room.left() + side);
    let inner =
        Rect::from_min_max(room.min + vec2(side, up), pos2(right, room.bottom() - up.min(room.height())));
    let builder = UiBuilder::new().max_rect(inner).layout(Layout::top_down(Align::Min));
    ui.scope_builder(builder, |ui| {
        let shown = add(ui);
        ui.add_space(up);
        shown
    })
    .inner
}

/// Whether the window leaves so little room that margins are kept small.
pub fn is_tight(ui: &Ui) -> bool {
    let size = ui.ctx().content_rect().size();
    size.x < 560.0 || size.y < 520.0
}

/// The margin that centres the column in the room that is left.
pub fn side_of(ui: &Ui) -> f32 {
    let least = if is_tight(ui) { 12.0 } else { 28.0 };
    ((ui.available_width() - theme::COLUMN) / 2.0).max(least).floor()
}

/// Scrolling alone goes on while a key repeats itself.
fn pressed_or_repeated(ui: &Ui, key: Key) -> bool {
    ui.input(|input| input.key_pressed(key) && !input.modifiers.any())
}
