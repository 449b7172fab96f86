//! Values as a person compares them: addresses and data in groups of four digits with alternating weight, wrapped, never
//! shortened, readable to the end.
//!
//! Inside a value every run of [`RUN_MIN`] hex digits or more is taken for data, with or without `0x` before it (a long value
//! is cut into pieces, and the later ones begin in the middle). Everything else stays as it is. May not enter: what a
//! value means.

use super::theme::{self, palette};
use egui::{
    Color32, FontFamily, FontId, Response, Role, Sense, Ui, WidgetInfo, text::LayoutJob, text::TextFormat,
};

/// The shortest run of hex digits that is shown in groups; shorter ones may be words or numbers.
pub const RUN_MIN: usize = 8;
/// Digits of one group.
const GROUP: usize = 4;

/// A piece of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words and numbers.
    Plain(&'a str),
    /// Hex digits, without their `0x`.
    Digits(&'a str),
}

/// Cuts a value into words and hex digits; joined again, the pieces are the value.
///
/// A run counts from [`RUN_MIN`] digits on after `0x`, and without it only where the whole value is digits.
pub fn pieces(value: &str) -> Vec<Piece<'_>> {
    if value.len() >= RUN_MIN && value.bytes().all(|byte| byte.is_ascii_hexdigit()) && has_letter(value) {
        return vec![Piece::Digits(value)];
    }
    let mut found = Vec::new();
    let (mut plain_from, mut at) = (0, 0);
    let leading = digits_at(value, 0);
    if leading >= 2 * RUN_MIN && has_letter(value.get(..leading).unwrap_or_default()) {
        found.push(Piece::Digits(value.get(..leading).unwrap_or_default()));
        (plain_from, at) = (leading, leading);
    }
    while let Some(start) = value.get(at..).and_then(|rest| rest.find("0x")).map(|next| at + next + 2) {
        let length = digits_at(value, start);
        at = start + length;
        if length >= RUN_MIN {
            found.push(Piece::Plain(value.get(plain_from..start).unwrap_or_default()));
            found.push(Piece::Digits(value.get(start..at).unwrap_or_default()));
            plain_from = at;
        }
    }
    match value.get(plain_from..) {
        Some("") | None => {}
        Some(rest) => found.push(Piece::Plain(rest)),
    }
    found
}

/// A run of digits alone may be an amount, which is not to be cut into groups of four.
fn has_letter(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn digits_at(value: &str, start: usize) -> usize {
    value.bytes().skip(start).take_while(u8::is_ascii_hexdigit).count()
}

/// Draws a value, wrapped in the room there is. The accessible name is the value as it is.
pub fn value(ui: &mut Ui, text: &str) -> Response {
    sized(ui, text, theme::BODY)
}

/// The same at another size, in points.
pub fn sized(ui: &mut Ui, text: &str, size: f32) -> Response {
    let palette = palette(ui);
    let width = ui.available_width();
    let lay = |ui: &Ui, ink: Color32, quiet: Color32| {
        let job = job(text, size, width, ink, quiet);
        ui.painter().layout_job(job)
    };
    let galley = lay(ui, palette.text, palette.text);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::empty());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    if ui.is_rect_visible(rect) {
        // The same layout twice: once all of it, once the heavy groups alone, half a point to the right.
        ui.painter().galley(rect.min, galley, palette.text);
        let heavy = lay(ui, palette.text, Color32::TRANSPARENT);
        ui.painter().galley(rect.min + egui::vec2(0.7, 0.0), heavy, Color32::TRANSPARENT);
    }
    response
}

/// Every second group in `ink` and heavy, everything else in `rest`.
fn job(text: &str, size: f32, width: f32, ink: Color32, rest: Color32) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    job.wrap.break_anywhere = false;
    // One height for both letters, so that they stand on one line.
    let words = TextFormat {
        line_height: Some(size * 1.45),
        ..TextFormat::simple(FontId::new(size, FontFamily::Proportional), rest)
    };
    let mono = |colour| TextFormat {
        line_height: Some(size * 1.45),
        ..TextFormat::simple(FontId::new(size * 0.95, FontFamily::Monospace), colour)
    };
    for piece in pieces(text) {
        match piece {
            Piece::Plain(plain) => {
                // The prefix of data stands in the same letters as the data.
                let (before, prefix) = plain.strip_suffix("0x").map_or((plain, ""), |before| (before, "0x"));
                job.append(before, 0.0, words.clone());
                job.append(prefix, 0.0, mono(rest));
            }
            Piece::Digits(digits) => {
                let mut rest_of = digits;
                let mut heavy = false;
                while !rest_of.is_empty() {
                    let (group, after) = rest_of.split_at(GROUP.min(rest_of.len()));
                    // A thin space that lines break at, and that no eye takes for a character.
                    let lead = if rest_of.len() == digits.len() { 0.0 } else { size * 0.05 };
                    job.append(group, lead, mono(if heavy { ink } else { rest }));
                    if !after.is_empty() {
                        job.append(" ", 0.0, mono(rest));
                    }
                    heavy = !heavy;
                    rest_of = after;
                }
            }
        }
    }
    job
}

/// Draws a value below its name.
pub fn named(ui: &mut Ui, name: &str, text: &str) {
    ui.label(egui::RichText::new(name).size(theme::SMALL).color(palette(ui).quiet));
    value(ui, text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ADDRESS: &str = "f39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

    #[test]
    fn an_address_inside_a_sentence_is_found() {
        let sentence = format!("Gives role UPGRADER on 0x{ADDRESS} to 0x{ADDRESS}, at 0x12.");
        assert_eq!(
            pieces(&sentence),
            [
                Piece::Plain("Gives role UPGRADER on 0x"),
                Piece::Digits(ADDRESS),
                Piece::Plain(" to 0x"),
                Piece::Digits(ADDRESS),
                Piece::Plain(", at 0x12."),
            ]
        );
    }

    #[test]
    fn a_piece_from_the_middle_of_data_is_digits_and_an_amount_is_none() {
        let digits = "ab".repeat(256);
        assert_eq!(pieces(&digits), [Piece::Digits(digits.as_str())]);
        let last = format!("{digits} (24 bytes)");
        assert_eq!(pieces(&last), [Piece::Digits(digits.as_str()), Piece::Plain(" (24 bytes)")]);
        for plain in
            ["115792089237316195423570985008687907853269984665640564039457584007913129639935", "1 ETH", ""]
        {
            assert!(pieces(plain).iter().all(|piece| matches!(piece, Piece::Plain(_))), "{plain}");
        }
    }

    proptest! {
        #[test]
        fn nothing_of_a_value_is_lost_or_changed(value in "(0x[0-9a-fA-F]{0,80}|[ -~]{0,20}|\\PC{0,8}){0,6}") {
            let joined: String = pieces(&value)
                .into_iter()
                .map(|piece| match piece { Piece::Plain(text) | Piece::Digits(text) => text })
                .collect();
            prop_assert_eq!(joined, value);
        }
    }
}
