//! The station without its window: the same sitting, receiver, screens and signer, with choices made by a program.
//!
//! For public test words only. What signs without a reader must never hold a key that is worth anything, so every other
//! mnemonic is refused before a seed is made of it.

use serde::Serialize;
use shared::{
    Kind, Refusal,
    eth::AccountStyle,
    qr::{
        receive::{Received, Receiver, Step},
        send::{Frame, Profile, Sender},
    },
    review::{Allowed, Fact, Finding, Reading},
};
use station::{
    Sitting,
    air::Air,
    flow::{self, Answer, HOLD, Moment, Refused, ReviewChoice, Reviewing, Screen},
};
use std::{sync::LazyLock, time::Duration};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// The words of every local devnet.
pub const JUNK: &str = "test test test test test test test test test test test junk";

/// The published BIP-39 vectors; see `tests/vectors/bip39/README.md`.
const PUBLISHED: [&str; 2] =
    [include_str!("../vectors/bip39/english.json"), include_str!("../vectors/bip39/japanese.json")];

/// Why the driver itself turned something away.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DriverError {
    /// Somebody's own words, perhaps.
    #[error(
        "these are not published test words; the driver signs without a reader, so it takes the words of the BIP-39 vectors and “{JUNK}” alone. If they are yours, they have now been on this disk: move what they hold"
    )]
    NotATestMnemonic,
    /// Stdin ended early.
    #[error(
        "the parts ended before the message was whole ({have} of {need}); give all parts of one request, one a line"
    )]
    Incomplete {
        /// Independent parts that came.
        have: usize,
        /// How many it takes.
        need: usize,
    },
    /// Stdin was empty.
    #[error("no code came on stdin; give the parts of one request, one a line")]
    Nothing,
    /// Two animations in one input.
    #[error("part {line} belongs to another message than the parts before it; give the parts of one request")]
    OtherTransfer {
        /// From 1.
        line: usize,
    },
    /// Fragment sizes and the like.
    #[error("the answer cannot be shown: {0}")]
    Send(String),
    /// A step led where the operator's choices cannot lead.
    #[error(
        "the station went to a screen that no choice of the driver leads to; this is a fault of the program"
    )]
    LostWay,
}

impl Refusal for DriverError {
    fn kind(&self) -> Kind {
        Kind::new(match self {
            Self::NotATestMnemonic => "not-a-test-mnemonic",
            Self::Incomplete { .. } | Self::Nothing => "incomplete",
            Self::OtherTransfer { .. } => "part-mismatch",
            Self::Send(_) => "limit-length",
            Self::LostWay => "internal",
        })
    }
}

/// What the station showed, and what it answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answered {
    /// What stood on the pages.
    pub review: Review,
    /// `0x` and 64 digits: what was signed.
    pub digest: String,
    /// UR texts, upper case.
    pub answer: Vec<String>,
    /// The same answer, before it was cut into codes.
    #[serde(skip)]
    pub cbor: Vec<u8>,
}

/// A review as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Review {
    /// The lines, whole.
    pub facts: Vec<FactLine>,
    /// The warnings, worst first.
    pub findings: Vec<FindingLine>,
    /// Pages the operator goes through; not part of the driver's JSON.
    #[serde(skip)]
    pub pages: usize,
}

impl From<&Reading> for Review {
    fn from(reading: &Reading) -> Self {
        let request = reading.request();
        Self {
            facts: request.facts().iter().map(FactLine::from).collect(),
            findings: request.findings().iter().map(FindingLine::from).collect(),
            pages: reading.page_count(),
        }
    }
}

/// One line of a review as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactLine {
    /// `To`, say.
    pub label: String,
    /// In words and numbers.
    pub value: String,
    /// `signed`, `proven`, `vouched` or `claimed`.
    pub provenance: &'static str,
}

/// One warning of a review as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingLine {
    /// Stable name.
    pub id: &'static str,
    /// `info`, `caution`, `danger` or `critical`.
    pub severity: &'static str,
    /// What it is.
    pub sentence: String,
    /// What to do.
    pub advice: String,
}

impl From<&Fact> for FactLine {
    fn from(fact: &Fact) -> Self {
        Self { label: fact.label.clone(), value: fact.value.clone(), provenance: fact.provenance.as_str() }
    }
}

impl From<&Finding> for FindingLine {
    fn from(finding: &Finding) -> Self {
        Self {
            id: finding.id,
            severity: finding.severity.as_str(),
            sentence: finding.sentence.clone(),
            advice: finding.advice.clone(),
        }
    }
}

/// Begins a sitting with published test words and any passphrase.
///
/// # Errors
/// `not-a-test-mnemonic`, before anything is made of the words; or what is wrong with them.
pub fn sitting(words: Zeroizing<Vec<u8>>, passphrase: Zeroizing<Vec<u8>>) -> Result<Sitting, Refused> {
    if !is_published(&words) {
        return Err(DriverError::NotATestMnemonic.into());
    }
    Sitting::start(words, passphrase).map_err(Refused::from)
}

/// Whether these are words that anybody can look up. White space and the Unicode form do not count.
fn is_published(words: &[u8]) -> bool {
    let Ok(words) = std::str::from_utf8(words) else { return false };
    let plain = |text: &str| text.nfkd().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted = plain(words);
    let published = PUBLISHED
        .iter()
        .filter_map(|text| serde_json::from_str::<Vec<serde_json::Value>>(text).ok())
        .flatten()
        .filter_map(|vector| vector.get("mnemonic")?.as_str().map(plain));
    published.chain([JUNK.to_owned()]).any(|known| known == wanted)
}

/// The key card of a style, as UR texts.
///
/// # Errors
/// An account number too large, or a fragment size out of range.
pub fn export(
    sitting: &Sitting,
    style: AccountStyle,
    account: u32,
    fragment: usize,
) -> Result<Vec<String>, Refused> {
    let card = sitting.export(style, account)?;
    texts(card.ur_type, &card.cbor, fragment)
}

/// Reads a request from UR texts, reads its review to the last page, approves, signs.
///
/// # Errors
/// The station's own refusal, as its screen would say it.
pub fn answer(
    sitting: &Sitting,
    parts: impl IntoIterator<Item = String>,
    allowed: Allowed,
    fragment: usize,
) -> Result<Answered, Refused> {
    let received = receive(parts)?;
    let (review, answer) = operate(sitting, &received, allowed)?;
    let answer_texts = texts(answer.ur_type, &answer.cbor, fragment)?;
    Ok(Answered { review, digest: answer.digest.to_string(), answer: answer_texts, cbor: answer.cbor })
}

/// Feeds texts until the message is whole. The input is no camera, so the first fault ends it.
fn receive(parts: impl IntoIterator<Item = String>) -> Result<Received, Refused> {
    let mut receiver = Receiver::default();
    for (line, part) in (1..).zip(parts) {
        if part.trim().is_empty() {
            continue;
        }
        match receiver.feed(part.trim().as_bytes())? {
            Step::Complete(received) => return Ok(received),
            Step::Restarted => return Err(DriverError::OtherTransfer { line }.into()),
            _ => {}
        }
    }
    let progress = receiver.progress();
    if progress.need == 0 {
        return Err(DriverError::Nothing.into());
    }
    Err(DriverError::Incomplete { have: progress.have, need: progress.need }.into())
}

/// What an operator does who reads every page and agrees: types the word where one is asked for, holds “Approve”.
pub fn operate(
    sitting: &Sitting,
    received: &Received,
    allowed: Allowed,
) -> Result<(Review, Answer), Refused> {
    let mut screen = flow::scan(sitting, received, allowed);
    let mut shown = None;
    loop {
        screen = match screen {
            Screen::Review(reviewing) => {
                shown.get_or_insert_with(|| Review::from(reviewing.reading()));
                if reviewing.reading().is_complete() {
                    approve(*reviewing)?
                } else {
                    flow::review(*reviewing, at(Duration::ZERO), ReviewChoice::NextPage)
                }
            }
            Screen::Sign(approved) => flow::sign(sitting, *approved),
            Screen::Answer(answer) => {
                return shown.map(|review| (review, *answer)).ok_or_else(|| DriverError::LostWay.into());
            }
            Screen::Refused(refused) => return Err(refused),
            _ => return Err(DriverError::LostWay.into()),
        };
    }
}

/// The last page of a review, by the same choices that a hand makes there.
fn approve(reviewing: Reviewing) -> Result<Screen, Refused> {
    let word = reviewing.word().unwrap_or_default().to_owned();
    let before = [ReviewChoice::Type(word), ReviewChoice::Press];
    let mut screen = Screen::Review(Box::new(reviewing));
    for (choice, now) in
        before.into_iter().map(|choice| (choice, Duration::ZERO)).chain([(ReviewChoice::Approve, HOLD)])
    {
        let Screen::Review(reviewing) = screen else { return Err(DriverError::LostWay.into()) };
        screen = flow::review(*reviewing, at(now), choice);
    }
    if matches!(screen, Screen::Sign(_)) { Ok(screen) } else { Err(DriverError::LostWay.into()) }
}

/// The driver promises no air gap: it signs with public words alone.
fn at(running: Duration) -> Moment<'static> {
    static AIR: LazyLock<Air> = LazyLock::new(Air::sealed);
    Moment { running, air: &AIR }
}

/// The pure parts of a message, in order.
fn texts(ur_type: &str, cbor: &[u8], fragment: usize) -> Result<Vec<String>, Refused> {
    let mut sender = Sender::new(ur_type, cbor, Profile::Ur { fragment })
        .map_err(|error| DriverError::Send(error.to_string()))?;
    let frames = (0..sender.frame_count()).map(|_| match sender.next_frame() {
        Frame::Text(text) => Ok(text),
        Frame::Bytes(_) => Err(DriverError::LostWay.into()),
    });
    frames.collect()
}
