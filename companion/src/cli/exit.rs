//! Exit codes, a promise to scripts, and the one error type of the commands.

use std::process::ExitCode;

use serde_json::json;
use shared::{
    Kind, Refusal,
    abi::{ArgumentError, ArtifactError, SignatureTextError},
    descriptor::DescriptorError,
    eth::PayloadError,
    pack::{PackError, TrustError},
    review::CheckError,
    wire::WireError,
};

use crate::{
    acts::ActError,
    book::BookError,
    build::{BuildError, KeyError},
    check::AnswerError,
    devnet::DevnetError,
    frames::{ReadError, WriteError, play::PlayError},
    journal::JournalError,
    node::NodeError,
    pack::PackTextError,
    prove::ProveError,
    secrets::SecretText,
    signed::SignedError,
};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: it did what was asked.
    Done = 0,
    /// 1: an answer, a transaction or a request was refused, here or by the node; nothing was sent.
    Refused = 1,
    /// 2: the arguments are wrong or contradict each other.
    Usage = 2,
    /// 3: the node is out of reach, on another chain, or contradicts itself.
    Node = 3,
    /// 4: an input is missing, damaged, incomplete, mixed, or something else than was asked for.
    Input = 4,
    /// 5: an output could not be written, or is there already; no partial file was left.
    Output = 5,
    /// 6: the journal cannot be read or written, or does not hold what was named; nothing was done that is not in it.
    Journal = 6,
}

/// The promise as every command's help prints it.
pub const EXIT_CODES: &str = "Exit codes: 0 done, 1 refused (nothing was sent), 2 wrong usage, 3 node out of reach, \
on another chain or lying, 4 input missing, damaged, incomplete or mixed, 5 output not written, 6 journal not usable, or without such a request";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Refused => 1,
            Exit::Usage => 2,
            Exit::Node => 3,
            Exit::Input => 4,
            Exit::Output => 5,
            Exit::Journal => 6,
        })
    }
}

/// Why a command did not do what was asked: a sentence, a kind for scripts, an exit code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CliError {
    exit: Exit,
    kind: Kind,
    message: String,
    details: Option<Box<serde_json::Value>>,
}

impl CliError {
    /// An error with its place among the exit codes.
    pub fn new(exit: Exit, kind: Kind, message: impl Into<String>) -> Self {
        Self { exit, kind, message: message.into(), details: None }
    }

    /// Arguments that are wrong or contradict each other.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, Kind::new("usage"), message)
    }

    fn of(exit: Exit, error: &impl Refusal) -> Self {
        Self::new(exit, error.kind(), error.to_string())
    }

    /// The same, with the name of what was read in front.
    pub fn at(self, place: impl std::fmt::Display) -> Self {
        Self { message: format!("{place}: {}", self.message), ..self }
    }

    /// The same, with what was found out all the same: an object that scripts get beside the refusal.
    #[must_use]
    pub fn with(self, details: serde_json::Value) -> Self {
        Self { details: Some(Box::new(details)), ..self }
    }

    /// How the process ends.
    pub fn exit(&self) -> Exit {
        self.exit
    }

    /// The word for scripts.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// `{"refused":{"kind":…,"message":…}}`, and the details beside it.
    pub fn to_json(&self) -> serde_json::Value {
        let refused = json!({"kind": self.kind.as_str(), "message": self.message});
        match self.details.as_deref() {
            Some(serde_json::Value::Object(details)) => {
                let mut all = details.clone();
                all.insert("refused".to_owned(), refused);
                all.into()
            }
            _ => json!({"refused": refused}),
        }
    }
}

macro_rules! always {
    ($($error:ty => $exit:ident),+ $(,)?) => {$(
        impl From<$error> for CliError {
            fn from(error: $error) -> Self {
                Self::of(Exit::$exit, &error)
            }
        }
    )+};
}

always! {
    BookError => Refused,
    AnswerError => Refused,
    SignedError => Refused,
    CheckError => Refused,
    BuildError => Usage,
    SecretText => Usage,
    SignatureTextError => Usage,
    ArgumentError => Usage,
    WireError => Input,
    PayloadError => Input,
    ReadError => Input,
    PlayError => Usage,
    PackTextError => Input,
    DescriptorError => Input,
    TrustError => Refused,
}

impl From<PackError> for CliError {
    fn from(error: PackError) -> Self {
        let exit = match error {
            PackError::Signature { .. } | PackError::OtherSigner { .. } | PackError::NoReviewer { .. } => {
                Exit::Refused
            }
            _ => Exit::Input,
        };
        Self::of(exit, &error)
    }
}

impl From<JournalError> for CliError {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Book(error) => error.into(),
            JournalError::NonceTaken { .. }
            | JournalError::NotReplaced { .. }
            | JournalError::Impossible { .. } => Self::of(Exit::Refused, &error),
            JournalError::IdText(_) | JournalError::Ambiguous { .. } => Self::of(Exit::Usage, &error),
            _ => Self::of(Exit::Journal, &error),
        }
    }
}

impl From<KeyError> for CliError {
    fn from(error: KeyError) -> Self {
        let exit = match error {
            KeyError::Card(_) | KeyError::NoFingerprint => Exit::Input,
            _ => Exit::Usage,
        };
        Self::of(exit, &error)
    }
}

impl From<ArtifactError> for CliError {
    fn from(error: ArtifactError) -> Self {
        let exit = match error {
            ArtifactError::Missing { .. } | ArtifactError::Ambiguous { .. } | ArtifactError::Signature(_) => {
                Exit::Usage
            }
            _ => Exit::Input,
        };
        Self::of(exit, &error)
    }
}

impl From<WriteError> for CliError {
    fn from(error: WriteError) -> Self {
        let exit = match error {
            WriteError::Form(_) | WriteError::NotStill(_) | WriteError::NoText | WriteError::Play(_) => {
                Exit::Usage
            }
            _ => Exit::Output,
        };
        Self::of(exit, &error)
    }
}

impl From<NodeError> for CliError {
    fn from(error: NodeError) -> Self {
        let exit = match &error {
            NodeError::Url { .. } => Exit::Usage,
            NodeError::Refused { .. } | NodeError::NonceRefused { .. } | NodeError::Undecodable { .. } => {
                Exit::Refused
            }
            _ => Exit::Node,
        };
        Self::of(exit, &error)
    }
}

impl From<ActError> for CliError {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Journal(error) => error.into(),
            ActError::Node(error) => error.into(),
            ActError::Answer(error) => error.into(),
            ActError::Signed(error) => error.into(),
            ActError::Check(error) => error.into(),
            ActError::Build(error) => error.into(),
            ActError::Secret(error) => error.into(),
            ActError::NoRequest(_) => Self::of(Exit::Journal, &error),
            ActError::NoAnswerId => Self::of(Exit::Usage, &error),
            ActError::OtherAnswer(_) | ActError::NobodyAsked => Self::of(Exit::Refused, &error),
            ActError::Changed { .. } => Self::of(Exit::Journal, &error),
            ActError::State { .. }
            | ActError::NonceUsed { .. }
            | ActError::Gap { .. }
            | ActError::Stopped => Self::of(Exit::Refused, &error),
        }
    }
}

impl From<ProveError> for CliError {
    fn from(error: ProveError) -> Self {
        match error {
            ProveError::Node(error) => error.into(),
            ProveError::Check(error) => error.into(),
            ProveError::Nothing
            | ProveError::NoBlock { .. }
            | ProveError::Chain { .. }
            | ProveError::NoChain
            | ProveError::NoHead => Self::of(Exit::Usage, &error),
            ProveError::Proof(_) | ProveError::Endless => Self::of(Exit::Node, &error),
        }
    }
}

impl From<DevnetError> for CliError {
    fn from(error: DevnetError) -> Self {
        Self::new(Exit::Refused, Kind::new("devnet"), error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exit_code_is_in_the_help() {
        for (exit, code) in [
            (Exit::Done, 0),
            (Exit::Refused, 1),
            (Exit::Usage, 2),
            (Exit::Node, 3),
            (Exit::Input, 4),
            (Exit::Output, 5),
            (Exit::Journal, 6),
        ] {
            assert_eq!(ExitCode::from(exit), ExitCode::from(code));
            assert!(EXIT_CODES.contains(&format!(" {code} ")), "{code}");
        }
    }
}
