//! What the window orders of the clerk, and what comes back: owned values on both ways.

use std::path::PathBuf;

use shared::{
    Kind, Refusal,
    eth::{Address, B256},
    qr::{receive::Received, send::Profile},
    wire::SignAnswer,
};

use super::{NodeTest, Rows};
use crate::{
    acts::{AskWish, Replacement, Sent, Standing},
    build::RequestId,
    check::Accepted,
    draft::{Draft, Wish},
    journal::{Entry, Filter, Record, Verified, Written},
    node::Speed,
};

/// Slow work, or work outside the window; the clerk does it.
#[derive(Debug)]
pub enum Order {
    /// Read journal and books anew.
    Look,
    /// Start the example chain in this process, and put it with a key card and a contract into the books.
    Example,
    /// Read the codes of these files: pictures, texts, folders of them.
    Read(Vec<PathBuf>),
    /// Read the codes of a text.
    ReadText(String),
    /// Write these entries: changes of the books.
    Record(Vec<Entry>),
    /// Read a file that holds text: an ABI, a compiler's artifact, authorizations.
    ReadFile(PathBuf),
    /// Ask each of these nodes who it is.
    TestNodes(Vec<String>),
    /// Read a part of the list of requests.
    Rows(Filter),
    /// Read the entries of a request.
    Entries(RequestId),
    /// Recompute every hash of the journal, and look for this one among them.
    Verify(Option<B256>),
    /// Write the journal to a file: its ending says the form, `json` or `csv`.
    Export(PathBuf),
    /// Ask the nodes what is needed for a transaction.
    Draft {
        /// On which chain.
        chain_id: u64,
        /// What is wanted.
        wish: Box<Wish>,
    },
    /// Write a request into the journal.
    Ask(Box<AskWish>),
    /// Write several into it: all of them, or none.
    AskAll(Vec<AskWish>),
    /// Compare an answer with this request.
    Accept {
        /// The request on the screen.
        id: RequestId,
        /// What was scanned.
        answer: SignAnswer,
        /// Who must have signed, for requests that name nobody.
        from: Option<Address>,
    },
    /// Write the codes of a message to a file: its name says the form.
    SaveCodes {
        /// The UR type.
        ur_type: &'static str,
        /// CBOR.
        message: Vec<u8>,
        /// How it is cut.
        profile: Profile,
        /// Codes a second of an animation.
        fps: u32,
        /// The name, without a folder.
        name: String,
    },
    /// Write a text to a file.
    SaveText {
        /// What.
        text: String,
        /// The name, without a folder.
        name: String,
    },
    /// Send what was signed.
    Send {
        /// For which request.
        id: RequestId,
        /// Also where lower nonces are missing.
        allow_gap: bool,
    },
    /// One look at what became of a transaction.
    Stand(RequestId),
    /// Build what takes a transaction's place.
    Replace {
        /// Of which request.
        id: RequestId,
        /// The same at a higher fee, or nothing.
        kind: Replacement,
        /// How soon.
        speed: Speed,
    },
    /// Give a request up.
    Abandon {
        /// Which.
        id: RequestId,
        /// The operator's words.
        reason: String,
    },
}

impl Order {
    /// What is being done, while it is done.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Look => "Reading the journal",
            Self::Example => "Starting the example chain",
            Self::Read(_) | Self::ReadText(_) => "Reading codes",
            Self::Record(_) => "Writing into the journal",
            Self::ReadFile(_) => "Reading the file",
            Self::TestNodes(_) => "Trying the nodes",
            Self::Rows(_) | Self::Entries(_) => "Reading the journal",
            Self::Verify(_) => "Proving the journal",
            Self::Export(_) => "Exporting the journal",
            Self::Draft { .. } => "Asking the nodes",
            Self::Ask(_) => "Writing the request into the journal",
            Self::AskAll(_) => "Writing the requests into the journal",
            Self::Accept { .. } => "Comparing the answer",
            Self::SaveCodes { .. } | Self::SaveText { .. } => "Saving",
            Self::Send { .. } => "Sending",
            Self::Stand(_) => "Looking at the chain",
            Self::Replace { .. } => "Building the replacement",
            Self::Abandon { .. } => "Giving the request up",
        }
    }

    /// Whether it is done without a word: nobody ordered it, and the next look comes soon.
    pub fn is_quiet(&self) -> bool {
        matches!(self, Self::Look | Self::Stand(_) | Self::Rows(_) | Self::Entries(_))
    }
}

impl Order {
    /// Whether it asks on its way if it is still wanted, so that it can be ended. What changes something cannot: it would not be
    /// known how far it came.
    pub fn can_stop(&self) -> bool {
        matches!(self, Self::Draft { .. } | Self::Verify(_) | Self::TestNodes(_) | Self::Read(_))
    }

    /// Whether it is given again by itself, so that one of them waiting is enough.
    pub fn comes_again(&self) -> bool {
        matches!(self, Self::Look | Self::Stand(_))
    }
}

/// What came of an [`Order`].
#[derive(Debug)]
pub enum Done {
    /// Journal and books were read, or written.
    Looked,
    /// The example chain runs, and its things are in the books.
    Example,
    /// These messages were in the codes; at least one.
    Read(Vec<Received>),
    /// The entries stand in the journal.
    Recorded,
    /// What stands in the file.
    FileRead(String),
    /// One word a node, in the order of the URLs.
    Tested(Vec<NodeTest>),
    /// A part of the list of requests.
    Rows(Rows),
    /// The entries of a request, oldest first.
    Entries(RequestId, Vec<Written>),
    /// What the proof found.
    Verified(Verified),
    /// What is known of a transaction before it is asked for.
    Drafted(Box<Draft>),
    /// The request stands in the journal, and may be shown.
    Asked(Box<Record>),
    /// So many requests stand in the journal.
    AskedAll(usize),
    /// The answer is the request's.
    Accepted(RequestId, Box<Accepted>),
    /// The file is there.
    Saved(PathBuf),
    /// It was sent, or was there already.
    Sent(RequestId, Sent),
    /// How a transaction stands.
    Stood(RequestId, Box<Standing>),
    /// A look at the chain failed; the next may not.
    Blind(RequestId, Refused),
    /// It is given up.
    Abandoned(RequestId),
    /// It was not done.
    Failed(Refused),
    /// It was ended by the operator.
    Stopped,
}

/// Why something was not done, as a sentence with what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The word for scripts.
    pub kind: Kind,
    /// The sentence.
    pub message: String,
}

impl Refused {
    /// A refusal of the window's own.
    pub fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind: Kind::new(kind), message: message.into() }
    }
}

impl<E: Refusal> From<E> for Refused {
    fn from(error: E) -> Self {
        Self { kind: error.kind(), message: error.to_string() }
    }
}
