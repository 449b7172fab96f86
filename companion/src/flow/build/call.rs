//! A form of a contract's function as it is filled on the screen.

use shared::abi::{Artifact, Names};

use crate::{
    book::Contract,
    build::form::{Entry, Field, FieldKind, Form, ITEMS_MAX, Wrong, forms},
};

/// A form and what stands in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// What is asked for.
    pub form: Form,
    /// What stands there, one entry a field.
    pub entries: Vec<Entry>,
}

/// The forms of a contract's functions; those that only read at the end, and only where they are wanted.
pub fn forms_of(contract: &Contract, reading: bool) -> Vec<Form> {
    let forms = Artifact::parse(&contract.abi).map(|artifact| forms(&artifact)).unwrap_or_default();
    forms.into_iter().filter(|form| form.changes_state || reading).collect()
}

/// What a field is called: its name, or its place where the ABI gives none, and its type.
pub fn field_label(field: &Field, place: &[usize], above: &str) -> String {
    let number = place.last().map_or(1, |place| place + 1);
    let name = match (field.name.as_str(), above) {
        ("", "") => format!("argument {number}"),
        ("", above) => format!("{above} {number}"),
        (name, "") => name.to_owned(),
        (name, above) => format!("{above}, {name}"),
    };
    format!("{name} ({})", field.type_text)
}

impl Call {
    /// An empty form.
    pub fn of(form: Form) -> Self {
        let entries = form.blank();
        Self { form, entries }
    }

    /// The field at a place.
    fn field(&self, place: &[usize]) -> Option<&Field> {
        let (first, rest) = place.split_first()?;
        let mut field = self.form.fields.get(*first)?;
        for at in rest {
            field = match &field.kind {
                FieldKind::List(item, _) => item,
                FieldKind::Group(members) => members.get(*at)?,
                _ => return None,
            };
        }
        Some(field)
    }

    fn entry(&mut self, place: &[usize]) -> Option<&mut Entry> {
        let (first, rest) = place.split_first()?;
        let mut entry = self.entries.get_mut(*first)?;
        for at in rest {
            entry = match entry {
                Entry::Parts(parts) => parts.get_mut(*at)?,
                Entry::Text(_) => return None,
            };
        }
        Some(entry)
    }

    pub(super) fn write(&mut self, place: &[usize], text: String) {
        if let Some(entry) = self.entry(place) {
            *entry = Entry::Text(text);
        }
    }

    pub(super) fn add(&mut self, place: &[usize]) {
        let Some(Field { kind: FieldKind::List(item, None), .. }) = self.field(place) else { return };
        let blank = item.blank();
        if let Some(Entry::Parts(parts)) = self.entry(place)
            && parts.len() < ITEMS_MAX
        {
            parts.push(blank);
        }
    }

    /// Takes the item at `place` out of its list.
    pub(super) fn drop(&mut self, place: &[usize]) {
        let Some((at, list)) = place.split_last() else { return };
        if let Some(Entry::Parts(parts)) = self.entry(list)
            && *at < parts.len()
        {
            parts.remove(*at);
        }
    }

    /// Parts become one text, and a text its parts where it is right or empty; else what is wrong with it.
    pub(super) fn fold(&mut self, place: &[usize], names: Names<'_>) -> Result<(), Vec<Wrong>> {
        let Some(field) = self.field(place).cloned() else { return Ok(()) };
        let Some(entry) = self.entry(place) else { return Ok(()) };
        *entry = match &*entry {
            Entry::Parts(parts) => Entry::Text(text_of(&field, parts)),
            Entry::Text(text) if text.trim().is_empty() => field.blank(),
            text => field.unfolded(text, names)?,
        };
        Ok(())
    }
}

/// The parts as they are typed, joined to one text.
fn text_of(field: &Field, parts: &[Entry]) -> String {
    let (open, close) = if matches!(field.kind, FieldKind::Group(_)) { ('(', ')') } else { ('[', ']') };
    let inner: Vec<_> = (0..)
        .zip(parts)
        .map(|(at, part)| {
            let field = match &field.kind {
                FieldKind::List(item, _) => Some(item.as_ref()),
                FieldKind::Group(members) => members.get(at),
                _ => None,
            };
            match (part, field) {
                (Entry::Parts(parts), Some(field)) => text_of(field, parts),
                (Entry::Text(text), Some(Field { kind: FieldKind::Text, .. })) => {
                    serde_json::Value::from(text.as_str()).to_string()
                }
                (Entry::Text(text), _) if text.contains(',') && !text.starts_with(['[', '(', '"']) => {
                    serde_json::Value::from(text.as_str()).to_string()
                }
                (Entry::Text(text), _) => text.clone(),
                (Entry::Parts(_), None) => String::new(),
            }
        })
        .collect();
    format!("{open}{}{close}", inner.join(", "))
}
