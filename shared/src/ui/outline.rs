//! The outline of a review: one line an act, indented, each opened in place to its own lines.
//!
//! Up and down go from act to act, right opens, left closes, Enter, Space or a click does whichever it is not. Nobody has to:
//! while no act has the focus, these keys mean what they mean on every page. May not enter: what an act does, pages.

use super::{
    facts, marks,
    parts::{self, nothing_focused},
    press::{focus_ring, pressed},
    theme::{self, palette},
};
use crate::review::{Act, Checked, Outline, OutlineChoice, reading::FACT_CHARS};
use egui::{Id, Key, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, WidgetText, pos2, vec2};

/// What stands above an outline.
pub const HEADING: &str = "What would happen";
/// How far one level is moved in, in points; deeper than [`LEVELS`] no further, the number says the rest.
const INDENT: f32 = 22.0;
/// Levels that are moved in.
const LEVELS: usize = 6;
/// The side of the mark of severity, in points.
const MARK: f32 = 20.0;
/// The side of the arrow that says whether an act is open, in points.
const ARROW: f32 = 12.0;

/// What the keys do, where one of these acts has the focus; with `begins`, Down goes to the first one while nothing has it. Call
/// it before the page is drawn: a key that is taken here neither scrolls nor turns a page.
pub fn keys(ui: &Ui, checked: &Checked, positions: &[usize], begins: bool) -> Option<OutlineChoice> {
    let focused = ui.memory(|memory| memory.focused());
    let at = positions.iter().position(|position| Some(id(checked, *position)) == focused);
    let taken = |key| {
        let is_pressed = pressed(ui, key);
        if is_pressed {
            ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
        }
        is_pressed
    };
    let Some(at) = at else {
        let first = positions.first().filter(|_| begins && nothing_focused(ui) && taken(Key::ArrowDown))?;
        ui.memory_mut(|memory| {
            memory.request_focus(id(checked, *first));
            memory.move_focus(egui::FocusDirection::None); // the same key would go on to the next
        });
        return None;
    };
    let position = *positions.get(at)?;
    // At either end these keys scroll, as on every page.
    let next = positions.get(at + 1).filter(|_| taken(Key::ArrowDown));
    let before = at.checked_sub(1).and_then(|at| positions.get(at)).filter(|_| taken(Key::ArrowUp));
    if let Some(to) = next.or(before) {
        ui.memory_mut(|memory| memory.request_focus(id(checked, *to)));
    }
    if taken(Key::ArrowRight) {
        Some(OutlineChoice::Open(position))
    } else if taken(Key::ArrowLeft) {
        Some(OutlineChoice::Close(position))
    } else {
        None
    }
}

/// The same for a column that shows all acts and scrolls by the arrow keys: they mean acts once one has the focus.
pub fn keys_in(ui: &Ui, checked: &Checked) -> Option<OutlineChoice> {
    let positions: Vec<usize> = (0..checked.acts().len()).collect();
    keys(ui, checked, &positions, false)
}

/// All acts under their heading; nothing where there is none.
pub fn all(ui: &mut Ui, checked: &Checked, outline: &Outline) -> Option<OutlineChoice> {
    if checked.acts().is_empty() {
        return None;
    }
    parts::subheading(ui, HEADING);
    show(ui, checked, outline, checked.acts().iter().enumerate())
}

/// Draws the acts.
pub fn show<'a>(
    ui: &mut Ui,
    checked: &Checked,
    outline: &Outline,
    acts: impl Iterator<Item = (usize, &'a Act)>,
) -> Option<OutlineChoice> {
    let mut chosen = None;
    for (position, act) in acts {
        let is_open = outline.is_open(position);
        if row(ui, id(checked, position), act, is_open).clicked() {
            chosen = Some(OutlineChoice::Turn(position));
        }
        if is_open {
            lines(ui, checked, act);
        }
    }
    chosen
}

fn id(checked: &Checked, position: usize) -> Id {
    Id::unique(("act", checked.digest(), position))
}

fn indent(act: &Act) -> f32 {
    (0..act.depth.min(LEVELS)).map(|_| INDENT).sum()
}

/// One act: whether it is open, how bad it is, its number, what it does, who can undo it.
fn row(ui: &mut Ui, id: Id, act: &Act, is_open: bool) -> Response {
    let colours = palette(ui);
    let (mark, colour, word) = facts::severity(&colours, act.severity);
    let left = indent(act) + ARROW + 10.0 + MARK + 10.0;
    let width = (ui.available_width() - left - 8.0).max(120.0);
    let text = |text: String, size: f32, ui: &Ui| {
        let font = egui::FontId::proportional(size);
        WidgetText::from(egui::RichText::new(text).font(font)).into_galley(
            ui,
            Some(egui::TextWrapMode::Wrap),
            width,
            egui::TextStyle::Body,
        )
    };
    let said = text(format!("{}  {}", act.number, act.sentence), theme::BODY, ui);
    let short = word.split(':').next().unwrap_or(word);
    let undo = text(format!("{short}. {}", act.undone_by.sentence()), theme::SMALL, ui);
    let size = vec2(ui.available_width(), said.size().y + undo.size().y + 14.0);
    let (_, rect) = ui.allocate_space(size);
    let response = ui.interact(rect, id, Sense::click());
    let line = act.line();
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_open, line.trim_start()));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        if response.hovered() {
            painter.rect_filled(rect, 4.0, colours.panel);
        }
        let top = rect.top() + 6.0;
        let middle = top + MARK / 2.0;
        arrow(ui, pos2(rect.left() + indent(act) + ARROW / 2.0, middle), is_open);
        let centre = pos2(rect.left() + indent(act) + ARROW + 10.0 + MARK / 2.0, middle);
        marks::paint(ui.painter(), centre, MARK, mark, colour, colours.background);
        let at = pos2(rect.left() + left, top - 1.0);
        let below = at + vec2(0.0, said.size().y + 1.0);
        ui.painter().galley(at, said, colours.text);
        ui.painter().galley(below, undo, colours.quiet);
        levels(ui, rect, act);
    }
    focus_ring(ui, rect, &response);
    response
}

/// A line for each level that the act stands inside of.
fn levels(ui: &Ui, rect: Rect, act: &Act) {
    let stroke = Stroke::new(1.0, palette(ui).line);
    let mut x = rect.left() + ARROW / 2.0;
    for _ in 0..act.depth.min(LEVELS) {
        ui.painter().vline(x, rect.y_range(), stroke);
        x += INDENT;
    }
}

fn arrow(ui: &Ui, centre: egui::Pos2, is_open: bool) {
    let r = ARROW / 2.0;
    let points = if is_open {
        [vec2(-r, -r * 0.6), vec2(r, -r * 0.6), vec2(0.0, r * 0.8)]
    } else {
        [vec2(-r * 0.6, -r), vec2(-r * 0.6, r), vec2(r * 0.8, 0.0)]
    };
    let points = points.into_iter().map(|point| centre + point).collect();
    ui.painter().add(egui::Shape::convex_polygon(points, palette(ui).quiet, Stroke::NONE));
}

/// The act's own lines, in place. A very long value stands on the pages of facts alone, to its end.
fn lines(ui: &mut Ui, checked: &Checked, act: &Act) {
    let left = indent(act) + ARROW + 10.0 + MARK + 10.0;
    ui.horizontal(|ui| {
        ui.add_space(left);
        ui.vertical(|ui| {
            let mut any = false;
            for fact in act.own(checked.facts()) {
                any = true;
                let characters = fact.value.chars().count();
                if characters > FACT_CHARS {
                    let said =
                        format!("{}: {characters} characters, on the pages after the outline", fact.label);
                    parts::quiet(ui, &said);
                } else {
                    facts::fact(ui, fact);
                }
            }
            if !any {
                parts::quiet(ui, "It has no lines of its own.");
            }
        });
    });
}
