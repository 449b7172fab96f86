//! The passphrase, and the fingerprint that it leads to, before it is accepted.

use super::secret_keys;
use crate::{
    Desk,
    flow::{Passphrase, PassphraseChoice, PassphraseStage, Preview, Purpose},
};
use egui::{CornerRadius, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, vec2};
use shared::{
    keys::TypedText,
    ui::{
        address::address,
        hex,
        parts::{
            back_button, bottom_bar, button, column, heading, main_button, notice, quiet, subheading, text,
        },
        theme::{self, palette},
    },
};

/// More bullets than this are not drawn; nobody counts them.
const BULLETS_MAX: usize = 48;

/// Draws it.
pub fn show(ui: &mut Ui, state: &Passphrase, desk: &Desk) -> Option<PassphraseChoice> {
    let keys = secret_keys::for_text(ui);
    let mut shown = false;
    let (next, typing) = match state.stage {
        PassphraseStage::Type if desk.passphrase.is_empty() => ("Go on without a passphrase", true),
        PassphraseStage::Type | PassphraseStage::Again => ("Continue", true),
        PassphraseStage::Preview(_) => ("These are mine: open", false),
    };
    let bar = bottom_bar(ui, |ui| {
        let back = back_button(ui, "Back").then_some(PassphraseChoice::Back);
        shown = typing && secret_keys::show_button(ui);
        let other = !typing && button(ui, "Not mine: look for the fault").clicked();
        let back = back.or(other.then_some(PassphraseChoice::NotMine));
        back.or(main_button(ui, next).then_some(PassphraseChoice::Continue))
    });
    let typed = (!keys.is_empty()).then_some(PassphraseChoice::Keys(keys));
    column(ui, |ui| {
        let drill = state.purpose == Purpose::Drill;
        match state.stage {
            PassphraseStage::Type => {
                heading(ui, "Passphrase");
                text(ui, if drill { DRILL } else { NONE_IS_USUAL });
                note(ui, state);
                secret_text(ui, "Passphrase", &desk.passphrase, shown);
            }
            PassphraseStage::Again => {
                heading(ui, "The same passphrase again");
                text(ui, "A slip of the hand would open other, empty accounts and nobody would notice.");
                note(ui, state);
                secret_text(ui, "Passphrase again", &desk.passphrase_again, shown);
            }
            PassphraseStage::Preview(preview) => seen(ui, state, &preview, desk.passphrase.is_empty()),
        }
    });
    typed.or(bar)
}

const NONE_IS_USUAL: &str = "Most mnemonics have none: then go on with Enter. If yours has one, type it: every letter, capital and blank counts.";
const DRILL: &str = "Type the passphrase that belongs to these words, from paper or memory.";

fn note(ui: &mut Ui, state: &Passphrase) {
    if let Some(note) = &state.note {
        notice(ui, palette(ui).caution, "Look again", note);
    }
}

fn seen(ui: &mut Ui, state: &Passphrase, preview: &Preview, bare: bool) {
    heading(ui, "Are these your keys?");
    text(
        ui,
        "Compare with what you noted when the keys were made. Every passphrase leads somewhere, a wrong one to other accounts.",
    );
    note(ui, state);
    subheading(ui, "Fingerprint");
    hex::sized(ui, &preview.fingerprint.to_string(), theme::HEADING);
    subheading(ui, "First address (m/44'/60'/0'/0/0)");
    address(ui, &preview.address);
    quiet(ui, if bare { "Without a passphrase." } else { "With the passphrase that you typed twice." });
}

/// A field of a secret text: bullets, or the text while it is shown; painted, never a label.
pub fn secret_text(ui: &mut Ui, name: &str, typed: &TypedText, shown: bool) {
    let size = vec2(ui.available_width(), ui.spacing().interact_size.y + 6.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::empty());
    let letters = typed.letters();
    let said = format!("{name}, {letters} letters");
    response.widget_info(|| WidgetInfo::labeled(Role::PasswordInput, true, &said));
    let palette = palette(ui);
    let edge = Stroke::new(2.0, palette.accent);
    ui.painter().rect(rect, CornerRadius::same(theme::CORNER), palette.panel, edge, StrokeKind::Inside);
    let painter = ui.painter().with_clip_rect(rect.shrink2(vec2(10.0, 0.0)));
    let font = TextStyle::Body.resolve(ui.style());
    let mut end = rect.left() + 14.0;
    let mut paint = |text: &str| {
        // What is longer than the field is seen at its end, where it is typed.
        let drawn = painter.layout_no_wrap(text.to_owned(), font.clone(), palette.text);
        let from = (rect.left() + 14.0).min(rect.right() - 20.0 - drawn.size().x);
        end = from + drawn.size().x + 2.0;
        painter.galley(egui::pos2(from, rect.center().y - drawn.size().y / 2.0), drawn, palette.text);
    };
    if shown {
        typed.reveal(&mut paint);
    } else {
        paint(&"•".repeat(letters.min(BULLETS_MAX)));
    }
    painter.vline(end, rect.shrink(10.0).y_range(), Stroke::new(2.0, palette.accent));
}
