//! Forms of a contract's functions: what each field is, and the call that filled fields make.
//!
//! A form is computed from the ABI alone. A value is a text, or its parts where the field has some:
//!
//! | field | as a text | as parts |
//! |---|---|---|
//! | list | `[a, b]` | one entry an item |
//! | group (tuple) | `(a, b)` | one entry a member |
//! | all else | as `shared::abi::arguments` reads it | never |
//!
//! Window and commands fill the same forms, so they take the same texts and say the same sentences. May not enter: drawing, nodes.

use shared::abi::{
    AbiFunction, Artifact, ArtifactError, DynSolType, DynSolValue, Names, Signature, arguments,
    signature::{Parameter, type_text},
};

/// The most items of a list that is filled by parts, and the most texts that a form opens by itself: one screen shows them all.
/// What has more, such as `string[256][256]`, is one text until somebody writes it in parts.
pub const ITEMS_MAX: usize = 256;

/// A function, or a creation, with its fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Name and parameters.
    pub signature: Signature,
    /// Whether a transaction has a point: neither `view` nor `pure`.
    pub changes_state: bool,
    /// Whether it takes coins.
    pub is_payable: bool,
    /// One a parameter.
    pub fields: Vec<Field>,
    code: Option<Vec<u8>>, // of a creation
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Of the parameter; empty where the ABI gives none.
    pub name: String,
    /// As the ABI writes it: `uint256`, `(address,bool)[]`.
    pub type_text: String,
    /// What can be written here.
    pub kind: FieldKind,
    /// The expected form with an example.
    pub hint: String,
    sol: DynSolType,
}

/// What can be written in a field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldKind {
    /// An address, or a name from the book.
    Address,
    /// `true` or `false`.
    Bool,
    /// A number of so many bits, not negative.
    Uint(usize),
    /// A number of so many bits.
    Int(usize),
    /// Bytes in hex, of this length where it is fixed.
    Bytes(Option<usize>),
    /// Text.
    Text,
    /// Items of one kind, of this number where it is fixed.
    List(Box<Field>, Option<usize>),
    /// Members of different kinds.
    Group(Vec<Field>),
}

/// What stands in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A text, for every kind of field.
    Text(String),
    /// One entry a part, for lists and groups.
    Parts(Vec<Entry>),
}

impl Entry {
    /// How many texts it holds.
    fn texts(&self) -> usize {
        match self {
            Self::Text(_) => 1,
            Self::Parts(parts) => parts.iter().map(Self::texts).sum(),
        }
    }
}

impl From<&str> for Entry {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A field that does not hold what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The field's place, then the places of the parts within it.
    pub at: Vec<usize>,
    /// What is wrong with it, and what was expected.
    pub sentence: String,
}

/// The forms of a contract's functions: those that change something first, each part by name.
pub fn forms(artifact: &Artifact) -> Vec<Form> {
    artifact.functions().into_iter().map(Form::of).collect()
}

/// The form of a creation: the code of the artifact, and a field for each argument of its constructor.
pub fn deployment(artifact: &Artifact) -> Result<Form, ArtifactError> {
    let code = artifact.init_code()?;
    Ok(Form { code: Some(code), ..Form::of(artifact.constructor()?) })
}

impl Form {
    /// The form of one function.
    pub fn of(function: AbiFunction) -> Self {
        let AbiFunction { signature, changes_state, is_payable } = function;
        let fields = signature.parameters().iter().map(Field::of).collect();
        Self { signature, changes_state, is_payable, fields, code: None }
    }

    /// Whether it creates a contract, so that a transaction with it has no recipient.
    pub fn is_creation(&self) -> bool {
        self.code.is_some()
    }

    /// One empty entry a field; parts only as long as the whole form stays within [`ITEMS_MAX`] texts.
    pub fn blank(&self) -> Vec<Entry> {
        let mut room = ITEMS_MAX;
        let blank = |field: &Field| match room.checked_sub(field.texts()) {
            Some(rest) => {
                room = rest;
                field.blank()
            }
            None => Entry::Text(String::new()),
        };
        self.fields.iter().map(blank).collect()
    }

    /// The calldata, or the init code, that `entries` make; else each field that is wrong. A missing entry is an empty text.
    pub fn fill(&self, entries: &[Entry], names: Names<'_>) -> Result<Vec<u8>, Vec<Wrong>> {
        let empty = Entry::Text(String::new());
        let (mut values, mut wrong) = (Vec::new(), Vec::new());
        for (place, field) in self.fields.iter().enumerate() {
            let read = field.value(entries.get(place).unwrap_or(&empty), names, &[place]);
            match read {
                Ok(value) => values.push(value),
                Err(faults) => wrong.extend(faults),
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(match &self.code {
            Some(code) => [code.clone(), Signature::parameters_only(values)].concat(),
            None => self.signature.call(values),
        })
    }

    /// The entries that make `calldata`, to fill a form with a call that is there; `None` where it is of another function or
    /// not in the one canonical encoding.
    pub fn entries(&self, calldata: &[u8]) -> Option<Vec<Entry>> {
        let decoded = self.signature.decode(calldata).ok().filter(|decoded| decoded.trailing == 0)?;
        Some(self.fields.iter().zip(&decoded.arguments).map(|(field, value)| field.entry(value)).collect())
    }
}

impl Field {
    fn of(parameter: &Parameter) -> Self {
        Self::new(parameter.name.clone(), parameter.kind.clone(), &parameter.components)
    }

    fn new(name: String, sol: DynSolType, components: &[Parameter]) -> Self {
        let kind = match &sol {
            DynSolType::Address => FieldKind::Address,
            DynSolType::Bool => FieldKind::Bool,
            DynSolType::Uint(bits) => FieldKind::Uint(*bits),
            DynSolType::Int(bits) => FieldKind::Int(*bits),
            DynSolType::Bytes | DynSolType::Function => FieldKind::Bytes(None),
            DynSolType::FixedBytes(length) => FieldKind::Bytes(Some(*length)),
            DynSolType::String => FieldKind::Text,
            DynSolType::Array(item) => FieldKind::List(Box::new(Self::item(item, components)), None),
            DynSolType::FixedArray(item, length) => {
                FieldKind::List(Box::new(Self::item(item, components)), Some(*length))
            }
            DynSolType::Tuple(kinds) | DynSolType::CustomStruct { tuple: kinds, .. } => {
                FieldKind::Group(members(kinds, components))
            }
        };
        Self { name, type_text: type_text(&sol), kind, hint: arguments::hint(&sol), sol }
    }

    fn item(item: &DynSolType, components: &[Parameter]) -> Self {
        Self::new(String::new(), item.clone(), components)
    }

    /// How many texts the parts of an empty entry hold: the lengths of lists in one another multiply.
    fn texts(&self) -> usize {
        match &self.kind {
            FieldKind::List(item, Some(length)) => item.texts().max(1).saturating_mul(*length),
            FieldKind::List(_, None) => 0,
            FieldKind::Group(fields) => fields.iter().map(Self::texts).fold(0, usize::saturating_add),
            _ => 1,
        }
    }

    /// Whether a form may show it in parts.
    pub fn has_parts(&self) -> bool {
        matches!(self.kind, FieldKind::List(..) | FieldKind::Group(_)) && self.texts() <= ITEMS_MAX
    }

    /// An empty entry: parts where the number of parts is known, and no larger than [`ITEMS_MAX`].
    pub fn blank(&self) -> Entry {
        match &self.kind {
            _ if self.texts() > ITEMS_MAX => Entry::Text(String::new()),
            FieldKind::List(item, Some(length)) => Entry::Parts(vec![item.blank(); *length]),
            FieldKind::List(_, None) => Entry::Parts(Vec::new()),
            FieldKind::Group(fields) => Entry::Parts(fields.iter().map(Self::blank).collect()),
            _ => Entry::Text(String::new()),
        }
    }

    /// Whether `entry` would be taken; else what is wrong with it, as a form shows it while somebody types.
    pub fn check(&self, entry: &Entry, names: Names<'_>) -> Result<(), Vec<Wrong>> {
        self.value(entry, names, &[]).map(|_| ())
    }

    /// The same as parts, where the field has parts and the text is right; for a form that unfolds a field.
    pub fn unfolded(&self, entry: &Entry, names: Names<'_>) -> Result<Entry, Vec<Wrong>> {
        let parts = self.entry(&self.value(entry, names, &[])?);
        match parts.texts() {
            0..=ITEMS_MAX => Ok(parts),
            count => {
                let sentence =
                    format!("{count} values in all, a form shows {ITEMS_MAX}; leave it as one text");
                Err(vec![Wrong { at: Vec::new(), sentence }])
            }
        }
    }

    /// The entry of a value.
    fn entry(&self, value: &DynSolValue) -> Entry {
        match (&self.kind, value) {
            (FieldKind::List(item, _), DynSolValue::Array(values) | DynSolValue::FixedArray(values))
                if values.len() <= ITEMS_MAX =>
            {
                Entry::Parts(values.iter().map(|value| item.entry(value)).collect())
            }
            (
                FieldKind::Group(fields),
                DynSolValue::Tuple(values) | DynSolValue::CustomStruct { tuple: values, .. },
            ) => Entry::Parts(fields.iter().zip(values).map(|(field, value)| field.entry(value)).collect()),
            _ => Entry::Text(arguments::written(value)),
        }
    }

    fn value(&self, entry: &Entry, names: Names<'_>, at: &[usize]) -> Result<DynSolValue, Vec<Wrong>> {
        let wrong = |sentence: String| vec![Wrong { at: at.to_vec(), sentence }];
        let parts = match entry {
            Entry::Text(text) => {
                let missing = text.trim().is_empty() && self.kind != FieldKind::Text;
                return if missing {
                    Err(wrong(format!("a value is missing; write {}", self.hint)))
                } else {
                    arguments::read(&self.sol, text, names).map_err(wrong)
                };
            }
            Entry::Parts(parts) => parts,
        };
        let fields: Vec<&Self> = match &self.kind {
            FieldKind::List(_, None) if parts.len() > ITEMS_MAX => {
                return Err(wrong(format!(
                    "{} items, a form takes {ITEMS_MAX}; write the list as one text",
                    parts.len()
                )));
            }
            FieldKind::List(item, None) => parts.iter().map(|_| item.as_ref()).collect(),
            FieldKind::List(item, Some(length)) => (0..*length).map(|_| item.as_ref()).collect(),
            FieldKind::Group(fields) => fields.iter().collect(),
            _ => return Err(wrong(format!("parts, where one value is expected; write {}", self.hint))),
        };
        if fields.len() != parts.len() {
            return Err(wrong(format!(
                "{} parts, {} are expected; write {}",
                parts.len(),
                fields.len(),
                self.hint
            )));
        }
        let (mut values, mut faults) = (Vec::new(), Vec::new());
        for (place, (field, part)) in fields.into_iter().zip(parts).enumerate() {
            match field.value(part, names, &[at, &[place]].concat()) {
                Ok(value) => values.push(value),
                Err(wrong) => faults.extend(wrong),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(match self.kind {
            FieldKind::List(_, None) => DynSolValue::Array(values),
            FieldKind::List(_, Some(_)) => DynSolValue::FixedArray(values),
            _ => DynSolValue::Tuple(values),
        })
    }
}

/// The members of a tuple, with their names where the ABI gives them.
fn members(kinds: &[DynSolType], components: &[Parameter]) -> Vec<Field> {
    let named = kinds.len() == components.len();
    kinds
        .iter()
        .enumerate()
        .map(|(place, kind)| match components.get(place).filter(|_| named) {
            Some(component) => Field::of(component),
            None => Field::new(String::new(), kind.clone(), &[]),
        })
        .collect()
}

#[cfg(test)]
mod tests;
