//! The fields of a function's arguments, down to the members of tuples in lists.

use egui::Ui;
use shared::{
    eth::address,
    ui::{
        hex, parts,
        theme::{self, palette},
    },
};

use crate::{
    build::form::{Entry, Field, FieldKind},
    flow::{At, Build, BuildChoice, Shown, field_label},
    view::{field::field, fields},
};

/// How many names of the book are offered below a field.
const NAMES: usize = 12;

/// All arguments of the form that is filled; nothing where there is none.
pub(super) fn arguments(ui: &mut Ui, screen: &Build, shown: &Shown) -> Option<BuildChoice> {
    let call = screen.call()?;
    if call.form.fields.is_empty() {
        parts::quiet(ui, &format!("{} takes no arguments.", call.form.signature.canonical()));
        return None;
    }
    parts::subheading(ui, "Arguments");
    parts::quiet(ui, &call.form.signature.canonical());
    let mut said = None;
    for (at, (field, entry)) in call.form.fields.iter().zip(&call.entries).enumerate() {
        said = argument(ui, screen, shown, field, entry, &[at], "").or(said);
    }
    said
}

/// One argument, or a part of one.
fn argument(
    ui: &mut Ui,
    screen: &Build,
    shown: &Shown,
    field: &Field,
    entry: &Entry,
    place: &[usize],
    above: &str,
) -> Option<BuildChoice> {
    let label = field_label(field, place, above);
    match entry {
        Entry::Text(text) => leaf(ui, screen, shown, field, text, place, &label),
        Entry::Parts(entries) => {
            let colour = palette(ui).line;
            parts::boxed(ui, colour, |ui| group(ui, screen, shown, field, entries, place, &label))
        }
    }
}

fn leaf(
    ui: &mut Ui,
    screen: &Build,
    shown: &Shown,
    field: &Field,
    text: &str,
    place: &[usize],
    label: &str,
) -> Option<BuildChoice> {
    let at = At::Argument(place.to_vec());
    match &field.kind {
        FieldKind::Address => address_field(ui, screen, shown, at, label, text),
        FieldKind::Bool => {
            parts::quiet(ui, label);
            let chosen = match text.trim() {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            };
            let ways = [(true, "true"), (false, "false")];
            let said = ui.push_id(place, |ui| fields::ways(ui, &ways, chosen)).inner;
            fields::wrong(ui, screen.error(&at));
            said.map(|is_true| BuildChoice::Type(at, is_true.to_string()))
        }
        FieldKind::List(..) | FieldKind::Group(_) => {
            let typed = self::field(ui, label, text, &field.hint, screen.error(&at));
            let unfold = field.has_parts() && fields::named_button(ui, "Write it in parts", label);
            typed
                .map(|text| BuildChoice::Type(at, text))
                .or(unfold.then(|| BuildChoice::Fold(place.to_vec())))
        }
        _ => self::field(ui, label, text, &field.hint, screen.error(&at))
            .map(|text| BuildChoice::Type(at, text)),
    }
}

/// The parts of a list or a tuple.
fn group(
    ui: &mut Ui,
    screen: &Build,
    shown: &Shown,
    field: &Field,
    entries: &[Entry],
    place: &[usize],
    label: &str,
) -> Option<BuildChoice> {
    ui.label(egui::RichText::new(label).size(theme::SMALL));
    let mut said = None;
    for (at, part) in entries.iter().enumerate() {
        let inner = match &field.kind {
            FieldKind::List(item, _) => Some(item.as_ref()),
            FieldKind::Group(members) => members.get(at),
            _ => None,
        };
        let Some(inner) = inner else { continue };
        let place = [place, &[at]].concat();
        said = argument(ui, screen, shown, inner, part, &place, label_above(field, label)).or(said);
        if matches!(field.kind, FieldKind::List(_, None))
            && fields::named_button(ui, "Take this item out", &format!("{label} {}", at + 1))
        {
            said = Some(BuildChoice::Drop(place));
        }
    }
    if entries.is_empty() {
        parts::quiet(ui, "The list is empty.");
    }
    fields::wrong(ui, screen.error(&At::Argument(place.to_vec())));
    ui.horizontal_wrapped(|ui| {
        if matches!(field.kind, FieldKind::List(_, None)) && fields::named_button(ui, "Add an item", label) {
            said = Some(BuildChoice::Add(place.to_vec()));
        }
        if fields::named_button(ui, "Write it as text", label) {
            said = Some(BuildChoice::Fold(place.to_vec()));
        }
    });
    said
}

/// What the parts are called after: the name of the list or tuple, without its type.
fn label_above<'a>(field: &Field, label: &'a str) -> &'a str {
    label.strip_suffix(&format!(" ({})", field.type_text)).unwrap_or(label)
}

/// An address that is typed, or picked from the book by its name.
pub(super) fn address_field(
    ui: &mut Ui,
    screen: &Build,
    shown: &Shown,
    at: At,
    label: &str,
    text: &str,
) -> Option<BuildChoice> {
    let hint = "0x and 40 hex digits, or a name from the book";
    let typed =
        field(ui, label, text, hint, screen.error(&at)).map(|text| BuildChoice::Type(at.clone(), text));
    meaning(ui, screen, shown, text);
    let chain_id = screen.chain(shown).map(|chain| chain.chain_id);
    let names: Vec<_> = names(shown, chain_id, if screen.picking.as_ref() == Some(&at) { "" } else { text });
    let is_open = screen.picking.as_ref() == Some(&at);
    let mut said = typed;
    ui.horizontal_wrapped(|ui| {
        if !is_open && text.trim().is_empty() {
            if fields::named_button(ui, "From the book", label) {
                said = Some(BuildChoice::PickFor(Some(at.clone())));
            }
            return;
        }
        for name in names {
            if fields::named_button(ui, name, label) {
                said = Some(BuildChoice::Type(at.clone(), name.to_owned()));
            }
        }
        if is_open && fields::named_button(ui, "Close the book", label) {
            said = Some(BuildChoice::PickFor(None));
        }
    });
    said
}

/// What a name stands for, or what an address is called.
fn meaning(ui: &mut Ui, screen: &Build, shown: &Shown, text: &str) {
    let text = text.trim();
    if let Some(found) = (screen.names(shown))(text) {
        hex::sized(ui, &format!("is {found}"), theme::SMALL);
    } else if let (Ok(address), Some(chain)) = (address::parse(text), screen.chain(shown))
        && let Some(name) = shown.book.name_of(chain.chain_id, address)
    {
        parts::quiet(ui, &format!("is called {name} in the book"));
    }
}

/// Names of the book that hold what is typed so far; none once it is a whole name or an address.
fn names<'a>(shown: &'a Shown, chain_id: Option<u64>, typed: &str) -> Vec<&'a str> {
    let typed = typed.trim().to_lowercase();
    if typed.starts_with("0x") {
        return Vec::new();
    }
    let book = &shown.book;
    let here = |other: Option<u64>| other.is_none() || other == chain_id;
    let contracts = book.contracts.iter().filter(|it| here(Some(it.chain_id))).map(|it| it.name.as_str());
    let named = book.addresses.iter().filter(|it| here(it.chain_id)).map(|it| it.name.as_str());
    let keys = book.keys.iter().map(|it| it.name.as_str());
    let all = keys.chain(named).chain(contracts);
    let found: Vec<_> = all.filter(|name| name.to_lowercase().contains(&typed)).take(NAMES).collect();
    if found.iter().any(|name| name.to_lowercase() == typed) { Vec::new() } else { found }
}
