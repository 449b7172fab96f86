//! From a named source to exactly one message of the type that is wanted.

use shared::{
    Kind, Refusal,
    pack::Offered,
    qr::{part::PartError, receive::Received},
    wire::{Bundle, KeyCard, SignAnswer, SignRequest, StateProof},
};

use super::exit::{CliError, Exit};
use crate::frames::{Source, read, read::Reading};

/// Why a source does not hold the one message that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum LoadError {
    /// Nothing readable.
    #[error(
        "no code was read in {place} ({looked}); check that it is the right one, sharp, whole and not too small"
    )]
    NoCode {
        /// The source.
        place: String,
        /// What was looked at.
        looked: String,
    },
    /// A code that is damaged or not ours.
    #[error("{at}: {error}")]
    Damaged {
        /// File, and line where it has some.
        at: String,
        /// What is wrong with it.
        error: PartError,
    },
    /// Parts are missing.
    #[error("{place} is incomplete: {have} of {need} parts; give all parts of the message, in any order")]
    Incomplete {
        /// The source.
        place: String,
        /// Independent parts there.
        have: usize,
        /// Parts needed.
        need: usize,
    },
    /// Codes of several messages.
    #[error("{place} mixes codes of several messages ({found}); give each its own file")]
    Mixed {
        /// The source.
        place: String,
        /// What they are.
        found: String,
    },
    /// Another message than was asked for.
    #[error("{place} holds {found}, but {wanted} is wanted; give the other file")]
    OtherType {
        /// The source.
        place: String,
        /// In words.
        found: String,
        /// In words.
        wanted: &'static str,
    },
}

impl Refusal for LoadError {
    fn kind(&self) -> Kind {
        match self {
            Self::NoCode { .. } => Kind::new("no-code"),
            Self::Damaged { error, .. } => error.kind(),
            Self::Incomplete { .. } => Kind::new("incomplete"),
            Self::Mixed { .. } => Kind::new("mixed"),
            Self::OtherType { .. } => Kind::new("ur-type"),
        }
    }
}

impl From<LoadError> for CliError {
    fn from(error: LoadError) -> Self {
        Self::new(Exit::Input, error.kind(), error.to_string())
    }
}

/// What a UR type is, in words.
pub(super) fn in_words(ur_type: &str) -> String {
    match ur_type {
        SignRequest::UR_TYPE => "a signing request".to_owned(),
        SignAnswer::UR_TYPE => "an answer (a signature)".to_owned(),
        Offered::UR_TYPE => "a context pack".to_owned(),
        Bundle::UR_TYPE => "a signing request with what is known beside it".to_owned(),
        StateProof::UR_TYPE => "a state proof".to_owned(),
        card if KeyCard::UR_TYPES.contains(&card) => "a key card".to_owned(),
        other => format!("something of the type “{other}”"),
    }
}

/// The signing request in `source`, alone or with what is known beside it.
pub(super) fn request(source: &Source) -> Result<SignRequest, CliError> {
    let received = one(source, &[SignRequest::UR_TYPE, Bundle::UR_TYPE], "a signing request")?;
    let request = match received.ur_type.as_str() {
        Bundle::UR_TYPE => Bundle::decode(&received.message).map(|noted| noted.message.request),
        _ => Ok(received.message),
    };
    let request = request.and_then(|message| SignRequest::decode(&message));
    request.map_err(|error| CliError::from(error).at(source))
}

/// The answer in `source`.
pub(super) fn answer(source: &Source) -> Result<SignAnswer, CliError> {
    let received = one(source, &[SignAnswer::UR_TYPE], "an answer (a signature)")?;
    SignAnswer::decode(&received.message).map_err(|error| CliError::from(error).at(source))
}

/// The key card in `source`.
pub(super) fn key_card(source: &Source) -> Result<KeyCard, CliError> {
    let received = card_message(source)?;
    KeyCard::decode(&received.ur_type, &received.message).map_err(|error| CliError::from(error).at(source))
}

/// The same as it was on the wire, for the book, which keeps it.
pub(super) fn card_message(source: &Source) -> Result<Received, CliError> {
    one(source, &KeyCard::UR_TYPES, "a key card")
}

/// The context pack in `source`.
pub(super) fn pack(source: &Source) -> Result<Offered, CliError> {
    let received = one(source, &[Offered::UR_TYPE], "a context pack")?;
    Offered::decode(&received.message).map_err(|error| CliError::from(error).at(source))
}

fn one(source: &Source, types: &[&str], wanted: &'static str) -> Result<Received, CliError> {
    let place = source.to_string();
    let reading = read(source)?;
    let received = only(&place, reading)?;
    if !types.contains(&received.ur_type.as_str()) {
        return Err(LoadError::OtherType { place, found: in_words(&received.ur_type), wanted }.into());
    }
    Ok(received)
}

/// The only message of a reading. Pictures may hold other codes beside it; a text may not.
fn only(place: &str, reading: Reading) -> Result<Received, LoadError> {
    let collected = &reading.collected;
    let transfers = collected.messages.len() + collected.incomplete.len();
    if transfers > 1 || collected.overflowed {
        let mut found: Vec<String> =
            collected.messages.iter().map(|message| in_words(&message.ur_type)).collect();
        if !collected.incomplete.is_empty() {
            found.push(format!("{} incomplete", collected.incomplete.len()));
        }
        return Err(LoadError::Mixed { place: place.to_owned(), found: found.join(", ") });
    }
    if collected.messages.is_empty() || reading.pictures == 0 {
        nothing_wrong(place, &reading)?;
    }
    let looked = format!("{} codes", collected.codes);
    let no_code = LoadError::NoCode { place: place.to_owned(), looked };
    reading.collected.messages.into_iter().next().ok_or(no_code)
}

/// Says why a reading has no message, or not only messages.
pub(super) fn nothing_wrong(place: &str, reading: &Reading) -> Result<(), LoadError> {
    let collected = &reading.collected;
    if let Some((at, error)) = collected.refused.first() {
        return Err(LoadError::Damaged { at: at.clone(), error: error.clone() });
    }
    if let Some(progress) = collected.incomplete.first() {
        let (have, need) = (progress.have, progress.need);
        return Err(LoadError::Incomplete { place: place.to_owned(), have, need });
    }
    if collected.messages.is_empty() {
        let looked = match (reading.pictures, collected.codes) {
            (0, _) => "it is empty".to_owned(),
            (1, _) => "one picture looked at".to_owned(),
            (many, _) => format!("{many} pictures looked at"),
        };
        return Err(LoadError::NoCode { place: place.to_owned(), looked });
    }
    Ok(())
}
