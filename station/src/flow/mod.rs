//! The screens as values and the steps between them as pure functions.
//!
//! ```text
//! Start → New | Entry → (Repair) → Passphrase → Accounts → Scan → Review → Sign → Answer
//!                                    Accounts → FindPath | KeyCard | Drill | Journal
//! ```
//!
//! What makes no sense on a screen cannot be said there. No screen holds a secret: those lie on the [`Desk`], where the guard
//! can wipe them at any time. May not enter: egui, clocks, files, threads.

mod accounts;
mod answer;
mod codes;
mod drill;
mod entry;
mod field;
mod find_path;
mod journal;
mod key_card;
mod keys;
mod new;
mod passphrase;
mod refused;
mod repair;
mod review;
#[cfg(test)]
pub(crate) mod samples;
mod scan;
mod sign;
mod start;

pub use accounts::{Accounts, AccountsChoice, ROWS_ON_PAGE, accounts};
pub use answer::{Answer, AnswerChoice, answer};
pub use codes::{Codes, CodesChoice};
pub use drill::{Drill, DrillChoice, drill};
pub use entry::{Entry, EntryChoice, EntryStage, Purpose, ROW, entry};
pub use field::{FieldChoice, PublicField};
pub use find_path::{FindPath, FindPathChoice, Search, find_path};
pub use journal::{ENTRIES_ON_PAGE, Export, Journal, JournalChoice, journal, page_count};
pub use key_card::{KeyCardChoice, KeyCardPage, key_card};
pub use keys::Keys;
pub use new::{New, NewChoice, NewStage, PAGE_WORDS, new};
pub use passphrase::{Passphrase, PassphraseChoice, PassphraseStage, Preview, passphrase};
pub use refused::{Refused, RefusedChoice, refused};
pub use repair::{LAST_WORDS_PAGE, Repair, RepairChoice, RepairStage, repair};
pub use review::{HOLD, Moment, NotYet, ReviewChoice, Reviewing, review};
pub use scan::{ScanChoice, scan};
pub use sign::sign;
pub use start::{Start, StartChoice, start};

use crate::{
    Desk,
    desk::{Clock, Held},
    log::{Event, Log, WipeReason},
};
use find_path::found;
use shared::{
    eth::Address,
    keys::{
        repair::{self as words_repair, Outcome},
        search::Ended,
    },
    qr::receive::Received,
    review::{Allowed, Approved},
};
use zeroize::Zeroizing;

/// What the operator sees.
#[derive(Debug, PartialEq)]
pub enum Screen {
    /// What holds the air gap, and the way in.
    Start(Box<Start>),
    /// A new mnemonic is made.
    New(Box<New>),
    /// Words are entered.
    Entry(Box<Entry>),
    /// Words that do not fit are searched for what went wrong.
    Repair(Box<Repair>),
    /// A passphrase is entered.
    Passphrase(Box<Passphrase>),
    /// The paper is proved to recover the keys.
    Drill(Drill),
    /// The accounts of the sitting.
    Accounts(Box<Accounts>),
    /// The path of an address is looked for.
    FindPath(Box<FindPath>),
    /// Public keys are shown to a wallet.
    KeyCard(Box<KeyCardPage>),
    /// The sitting's log.
    Journal(Box<Journal>),
    /// The camera is on; a request is awaited.
    Scan,
    /// A request is being read.
    Review(Box<Reviewing>),
    /// It was approved and is about to be signed.
    Sign(Box<Approved>),
    /// The signature, shown to the companion's camera.
    Answer(Box<Answer>),
    /// Nothing was signed, and why.
    Refused(Refused),
}

/// What the operator did, by screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// On [`Screen::Start`].
    Start(StartChoice),
    /// On [`Screen::New`].
    New(NewChoice),
    /// On [`Screen::Entry`].
    Entry(EntryChoice),
    /// On [`Screen::Repair`].
    Repair(RepairChoice),
    /// On [`Screen::Passphrase`].
    Passphrase(PassphraseChoice),
    /// On [`Screen::Drill`].
    Drill(DrillChoice),
    /// On [`Screen::Accounts`].
    Accounts(AccountsChoice),
    /// On [`Screen::FindPath`].
    FindPath(FindPathChoice),
    /// On [`Screen::KeyCard`].
    KeyCard(KeyCardChoice),
    /// On [`Screen::Journal`].
    Journal(JournalChoice),
    /// On [`Screen::Scan`].
    Scan(ScanChoice),
    /// On [`Screen::Review`].
    Review(ReviewChoice),
    /// On [`Screen::Answer`].
    Answer(AnswerChoice),
    /// On [`Screen::Refused`].
    Refused(RefusedChoice),
    /// Everywhere: wipe, and back to the start.
    Lock,
}

/// Slow work that a step asks for; the window runs it on a thread of its own.
#[derive(Debug)]
pub enum Order {
    /// Look for this address among the derivation families.
    FindPath(Address),
    /// Look for what is wrong with words.
    Repair {
        /// With copies of its own.
        search: Box<words_repair::Search>,
        /// Ends it when the desk is wiped.
        held: Held,
    },
}

/// What came of an [`Order`].
#[derive(Debug)]
pub enum Done {
    /// The search for this address ended.
    FindPath(Address, Ended),
    /// Words that lead to what was wanted, or none.
    Repair(Outcome),
}

/// What the camera is to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// A message of the QR link.
    Message,
    /// One code with words in it (SeedQR), which goes into wiped memory.
    Seed,
}

/// What the camera saw.
#[derive(Debug)]
pub enum Seen {
    /// A whole message.
    Message(Received),
    /// The content of one code.
    Seed(Zeroizing<Vec<u8>>),
}

/// The screen after a step, and the slow work it waits for.
#[derive(Debug)]
pub struct Next {
    /// To be shown.
    pub screen: Screen,
    /// To be run; a running one is cancelled when the screen no longer [waits](Screen::waits).
    pub order: Option<Order>,
}

impl From<Screen> for Next {
    fn from(screen: Screen) -> Self {
        Self { screen, order: None }
    }
}

impl Screen {
    /// What the camera is to look for on this screen; none: the camera is off.
    pub fn wants(&self) -> Option<Want> {
        match self {
            Self::Scan => Some(Want::Message),
            Self::Entry(entry) if entry.stage == EntryStage::Code => Some(Want::Seed),
            _ => None,
        }
    }

    /// Whether this screen waits for slow work.
    pub fn waits(&self) -> bool {
        match self {
            Self::FindPath(state) => matches!(state.search, Search::Running(..)),
            Self::Repair(state) => matches!(state.stage, RepairStage::Search(..)),
            _ => false,
        }
    }

    /// Tells a screen that waits how far its work is.
    pub fn progressed(&mut self, (done, total): (u64, u64)) {
        match self {
            Self::FindPath(state) => {
                if let Search::Running(..) = state.search {
                    state.search = Search::Running(done, total);
                }
            }
            Self::Repair(state) => {
                if let RepairStage::Search(..) = state.stage {
                    state.stage = RepairStage::Search(done, total);
                }
            }
            _ => {}
        }
    }

    /// Whether this screen makes no sense without an open sitting.
    pub fn needs_sitting(&self) -> bool {
        matches!(
            self,
            Self::Accounts(_)
                | Self::Drill(_)
                | Self::FindPath(_)
                | Self::KeyCard(_)
                | Self::Scan
                | Self::Review(_)
                | Self::Sign(_)
        )
    }
}

/// An error as a sentence of its own: with a capital, unless it begins with a name such as `eth0`, and a full stop.
pub fn sentence(error: impl ToString) -> String {
    let text = error.to_string();
    let first = text.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let mut letters = text.chars();
    let begun = match letters.next() {
        Some(letter) if first.chars().all(char::is_alphabetic) => {
            letter.to_uppercase().chain(letters).collect()
        }
        _ => text.clone(),
    };
    if text.ends_with(['.', '?', '!']) { begun } else { begun + "." }
}

/// One step. A choice that belongs to another screen changes nothing: it was made a frame too late.
pub fn step(screen: Screen, desk: &mut Desk, choice: Choice) -> Next {
    match (screen, choice) {
        (_, Choice::Lock) => {
            desk.wipe(WipeReason::Locked);
            Screen::Start(Box::default()).into()
        }
        (Screen::Start(_), Choice::Start(choice)) => start(desk, choice),
        (Screen::New(state), Choice::New(choice)) => new(*state, desk, choice),
        (Screen::Entry(state), Choice::Entry(choice)) => entry(*state, desk, choice),
        (Screen::Repair(state), Choice::Repair(choice)) => repair(*state, desk, choice),
        (Screen::Passphrase(state), Choice::Passphrase(choice)) => passphrase(*state, desk, choice),
        (Screen::Drill(_), Choice::Drill(choice)) => drill(desk, choice),
        (Screen::Accounts(state), Choice::Accounts(choice)) => accounts(*state, desk, choice),
        (Screen::FindPath(state), Choice::FindPath(choice)) => find_path(*state, desk, choice),
        (Screen::KeyCard(state), Choice::KeyCard(choice)) => key_card(*state, desk, choice),
        (Screen::Journal(state), Choice::Journal(choice)) => journal(*state, desk, choice),
        (Screen::Scan, Choice::Scan(choice)) => match choice {
            ScanChoice::Back => Screen::Accounts(Box::default()).into(),
        },
        (Screen::Review(reviewing), Choice::Review(choice)) => {
            let digest = reviewing.reading().request().digest();
            let moment = Moment { running: desk.clock.running, air: &desk.air };
            let next = review(*reviewing, moment, choice);
            if let Screen::Scan = next {
                desk.log.record(desk.clock, Event::Rejected { digest });
            }
            next.into()
        }
        (Screen::Answer(state), Choice::Answer(choice)) => answer(*state, choice).into(),
        (Screen::Refused(_), Choice::Refused(choice)) => refused(choice).into(),
        (screen, _) => screen.into(),
    }
}

/// The step that needs no choice: what was approved is signed as soon as its screen was shown.
pub fn advance(screen: Screen, desk: &mut Desk) -> Next {
    match (screen, &desk.sitting) {
        (Screen::Sign(approved), Some(sitting)) => match review::signing_allowed(&desk.air) {
            Ok(()) => written(desk.clock, &mut desk.log, sign(sitting, *approved)).into(),
            Err(why) => written(desk.clock, &mut desk.log, Screen::Refused(Refused::air(&why))).into(),
        },
        (Screen::Accounts(state), Some(sitting)) => Screen::Accounts(Box::new(state.filled(sitting))).into(),
        (screen, None) if screen.needs_sitting() => Screen::Start(Box::default()).into(),
        (screen, _) => screen.into(),
    }
}

/// The step after the camera saw something that the screen [wanted](Screen::wants).
pub fn seen(screen: Screen, desk: &mut Desk, seen: Seen) -> Next {
    match (screen, seen, &desk.sitting) {
        (Screen::Scan, Seen::Message(received), Some(sitting)) => {
            let next = scan(sitting, &received, Allowed::default());
            written(desk.clock, &mut desk.log, next).into()
        }
        (Screen::Entry(state), Seen::Seed(content), _) => entry::scanned(*state, desk, &content),
        (screen, ..) => screen.into(),
    }
}

/// Writes into the log what a request came to: a review, a signature, a refusal; and onto an answer, whether its keys were
/// exposed.
fn written(clock: Clock, log: &mut Log, mut screen: Screen) -> Screen {
    match &mut screen {
        Screen::Review(reviewing) => {
            let request = reviewing.reading().request();
            let (digest, signer) = (request.digest(), request.signer().address);
            log.record(clock, Event::Reviewed { digest, signer });
        }
        Screen::Answer(answer) => {
            answer.exposed = log.was_exposed();
            log.record(clock, Event::Signed { digest: answer.digest, signer: answer.signer });
        }
        Screen::Refused(refused) => {
            log.record(clock, Event::Refused { kind: refused.kind.as_str().to_owned() });
        }
        _ => {}
    }
    screen
}

/// The step after slow work. What nobody waits for any more is dropped.
pub fn finish(screen: Screen, desk: &mut Desk, done: Done) -> Next {
    match (screen, done) {
        (Screen::FindPath(state), Done::FindPath(wanted, ended)) => found(*state, wanted, ended).into(),
        (Screen::Repair(state), Done::Repair(outcome)) => repair::finish(*state, desk, outcome),
        (screen, _) => screen.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn an_error_becomes_a_sentence_and_a_name_keeps_its_letters() {
        for (error, text) in [
            ("no word goes on", "No word goes on."),
            ("eth0 (network) is up", "eth0 (network) is up."),
            ("“No dumps” does not hold", "“No dumps” does not hold."),
            ("Done.", "Done."),
            ("", "."),
        ] {
            assert_eq!(sentence(error), text);
        }
    }
}
