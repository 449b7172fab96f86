//! The field in which words are typed: numbered places with bullets, and a board of the letters that can come next.
//!
//! Draws a word only while `shown` is true, and then paints it for that frame: no label, no widget state, no accessible name
//! ever has one. May not enter: what the words are for.

use crate::flow::{Keys, ROW};
use egui::{
    Align2, CornerRadius, FontId, Painter, Pos2, Response, Role, Sense, Stroke, StrokeKind, TextStyle, Ui,
    Vec2, WidgetInfo, vec2,
};
use shared::{
    keys::Words,
    ui::{
        parts::is_tight,
        theme::{self, palette},
    },
};
use std::ops::Range;

/// As many for a word of any length.
const BULLETS: &str = "•••••";
/// A place is no narrower than this.
const PLACE_WIDTH: f32 = 132.0;
/// Side of a letter of the board.
const LETTER_SIDE: f32 = 38.0;

/// Draws the places from `first` on, as many as `places`; a click goes to one. Numbers count from 1.
pub fn places(ui: &mut Ui, words: &Words, first: usize, places: usize, shown: bool) -> Option<usize> {
    grid(ui, first..first + places, |ui, position, size| place(ui, words, position, size, shown))
}

/// Draws one place and nothing around it.
pub fn one_place(ui: &mut Ui, words: &Words, position: usize, shown: bool) {
    let width = ui.available_width().min(2.0 * PLACE_WIDTH);
    _ = place(ui, words, position, vec2(width, ui.spacing().interact_size.y), shown);
}

/// Draws the last words that fit, from the index `first` on, the one at `chosen` marked; a click chooses one.
pub fn last_words(ui: &mut Ui, words: &Words, range: Range<u16>, chosen: u16, shown: bool) -> Option<u16> {
    let all = usize::from(range.start)..usize::from(range.end);
    let clicked = grid(ui, all, |ui, index, size| {
        let index = u16::try_from(index).unwrap_or_default();
        let here = index == chosen;
        let name = format!("Candidate {}{}", index + 1, if here { ", chosen" } else { "" });
        let (response, painter, at) = cell(ui, size, usize::from(index) + 1, here, &name);
        let font = word_font(ui);
        let ink = palette(ui).text;
        let paint = |text: &str| _ = painter.text(at, Align2::LEFT_CENTER, text, font, ink);
        if shown {
            words.reveal_last(index, paint);
        } else {
            paint(BULLETS);
        }
        response.clicked()
    });
    clicked.and_then(|index| u16::try_from(index).ok())
}

/// Cells in rows as long as the room allows; returns the one that was clicked.
fn grid(ui: &mut Ui, all: Range<usize>, mut cell: impl FnMut(&mut Ui, usize, Vec2) -> bool) -> Option<usize> {
    let tight = is_tight(ui);
    let (gap, least, height) = if tight { (5.0, 104.0, 34.0) } else { (8.0, PLACE_WIDTH, 40.0) };
    let room = ui.available_width();
    let columns =
        [ROW, 3, 2].into_iter().find(|columns| column_width(room, *columns, gap) >= least).unwrap_or(1);
    let size = vec2(column_width(room, columns, gap), height);
    let above = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, gap);
    let mut clicked = None;
    for row in all.clone().step_by(columns) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for position in row..(row + columns).min(all.end) {
                if cell(ui, position, size) {
                    clicked = Some(position);
                }
            }
        });
    }
    ui.spacing_mut().item_spacing.y = above;
    clicked
}

fn column_width(room: f32, columns: usize, gap: f32) -> f32 {
    let columns = u8::try_from(columns).map_or(1.0, f32::from);
    ((room - (columns - 1.0) * gap) / columns).floor()
}

/// A numbered box, thick when it is `here`; returns with it where its content is painted. The arrow keys reach it, so Tab
/// need not stop at each.
fn cell(ui: &mut Ui, size: Vec2, number: usize, here: bool, name: &str) -> (Response, Painter, Pos2) {
    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let palette = palette(ui);
    let edge = if here { Stroke::new(3.0, palette.accent) } else { Stroke::new(1.0, palette.line) };
    ui.painter().rect(rect, CornerRadius::same(theme::CORNER), palette.panel, edge, StrokeKind::Inside);
    let small = TextStyle::Small.resolve(ui.style());
    let (end, begin) = if is_tight(ui) { (24.0, 29.0) } else { (34.0, 44.0) };
    let at = rect.left_center() + vec2(end, 0.0);
    ui.painter().text(at, Align2::RIGHT_CENTER, number, small, palette.quiet);
    (response, ui.painter().with_clip_rect(rect), rect.left_center() + vec2(begin, 0.0))
}

/// Small enough for the longest word in the narrowest window.
fn word_font(ui: &Ui) -> FontId {
    let mut font = TextStyle::Body.resolve(ui.style());
    font.size -= if is_tight(ui) { 2.0 } else { 0.0 };
    font
}

/// One place; true when it was clicked.
fn place(ui: &mut Ui, words: &Words, position: usize, size: Vec2, shown: bool) -> bool {
    let here = words.slot() == position;
    let state = match (words.is_filled(position), here) {
        (true, false) => "filled",
        (true, true) => "filled, chosen",
        (false, true) => "chosen",
        (false, false) => "empty",
    };
    let name = format!("Word {}, {state}", position + 1);
    let (response, painter, at) = cell(ui, size, position + 1, here, &name);
    let palette = palette(ui);
    let font = word_font(ui);
    let paint = |text: &str| _ = painter.text(at, Align2::LEFT_CENTER, text, font, palette.text);
    if here && words.typed() > 0 {
        if shown {
            words.reveal_typed(paint);
        } else {
            paint(BULLETS.get(..words.typed() * '•'.len_utf8()).unwrap_or(BULLETS));
        }
    } else if shown {
        words.reveal(position, paint);
    } else if words.is_filled(position) {
        paint(BULLETS);
    } else if here {
        painter.vline(at.x, response.rect.shrink(10.0).y_range(), Stroke::new(2.0, palette.accent));
    }
    response.clicked()
}

/// Draws the letters, those that can come next lit: framed, larger, and the only ones that can be clicked.
pub fn board(ui: &mut Ui, words: &Words) -> Option<Keys> {
    let mut clicked = None;
    if words.list().is_latin() {
        let lit = words.next_letters();
        row(ui, (b'a'..=b'z').map(|letter| (letter, lit.has(letter))), &mut clicked);
    } else {
        let room = words.slot() < words.count().words();
        row(ui, (b'0'..=b'9').map(|digit| (digit, room)), &mut clicked);
    }
    clicked.map(Keys::one)
}

fn row(ui: &mut Ui, letters: impl Iterator<Item = (u8, bool)>, clicked: &mut Option<char>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(5.0, 5.0);
        for (letter, lit) in letters {
            if key(ui, char::from(letter), lit) {
                *clicked = Some(char::from(letter));
            }
        }
    });
}

/// Keyboards type letters directly, so Tab need not stop at each.
fn key(ui: &mut Ui, letter: char, lit: bool) -> bool {
    let sense = if lit { Sense::CLICK } else { Sense::empty() };
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(LETTER_SIDE), sense);
    let name = format!("Letter {}", letter.to_ascii_uppercase());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, lit, &name));
    let palette = palette(ui);
    let mut font = TextStyle::Body.resolve(ui.style());
    let (edge, ink) = if lit {
        (Stroke::new(2.0, palette.accent), palette.text)
    } else {
        font.size *= 0.72;
        (Stroke::NONE, palette.line)
    };
    let fill = if lit { palette.panel } else { palette.background };
    ui.painter().rect(rect, CornerRadius::same(theme::CORNER), fill, edge, StrokeKind::Inside);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, letter.to_ascii_uppercase(), font, ink);
    response.clicked()
}
