//! The screens as values and the steps between them as pure functions.
//!
//! ```text
//! Start → New | Entry → (Repair) → Passphrase → Accounts → Scan → Review → Sign → Answer
//!                                               Scan → Working → Pack → Proof → Review
//!                                    Accounts → FindPath | KeyCard | Drill | Journal
//! ```
//!
//! What makes no sense on a screen cannot be said there. No screen holds a secret: those lie on the [`Desk`], where the guard
//! can wipe them at any time. May not enter: egui, clocks, files, threads.

mod accounts;
mod answer;
mod drill;
mod entry;
mod field;
mod find_path;
mod incoming;
mod journal;
mod key_card;
mod keys;
mod new;
mod order;
mod pack;
mod passphrase;
mod proof;
mod refused;
mod repair;
mod review;
#[cfg(test)]
pub(crate) mod samples;
mod scan;
mod sign;
mod start;
mod working;

pub use accounts::{Accounts, AccountsChoice, ROWS_ON_PAGE, accounts};
pub use answer::{Answer, AnswerChoice, answer};
pub use drill::{Drill, DrillChoice, drill};
pub use entry::{Entry, EntryChoice, EntryStage, Purpose, ROW, entry};
pub use field::{FieldChoice, PublicField};
pub use find_path::{FindPath, FindPathChoice, Search, find_path};
pub use incoming::{Incoming, ToReview};
pub use journal::{ENTRIES_ON_PAGE, Export, Journal, JournalChoice, journal, page_count};
pub use key_card::{KeyCardChoice, KeyCardPage, key_card};
pub use keys::Keys;
pub use new::{New, NewChoice, NewStage, PAGE_WORDS, new};
pub use order::{Done, Order};
pub use pack::{PackChoice, PackPage, pack};
pub use passphrase::{Passphrase, PassphraseChoice, PassphraseStage, Preview, passphrase};
pub use proof::{ProofChoice, ProofPage, proof};
pub use refused::{Refused, RefusedChoice, refused};
pub use repair::{LAST_WORDS_PAGE, Repair, RepairChoice, RepairStage, repair};
pub use review::{HOLD, Moment, NotYet, ReviewChoice, Reviewing, WordFrom, review};
pub use scan::{ScanChoice, ScanError, scan};
pub use sign::{sign, sign_counting};
pub use start::{Start, StartChoice, start};
pub use working::{Working, WorkingChoice, working};

use crate::{
    Desk,
    desk::Clock,
    log::{Event, Log, WipeReason},
};
use find_path::found;
pub use shared::refusal::sentence;
use shared::{qr::receive::Received, review::Approved};
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
    /// What came is being read on a thread.
    Working(Working),
    /// A context pack, and the approval of its reviewers.
    Pack(Box<PackPage>),
    /// The block header of a state proof is compared.
    Proof(Box<ProofPage>),
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
    /// On [`Screen::Working`].
    Working(WorkingChoice),
    /// On [`Screen::Pack`].
    Pack(PackChoice),
    /// On [`Screen::Proof`].
    Proof(ProofChoice),
    /// On [`Screen::Review`].
    Review(ReviewChoice),
    /// On [`Screen::Answer`].
    Answer(AnswerChoice),
    /// On [`Screen::Refused`].
    Refused(RefusedChoice),
    /// Everywhere: wipe, and back to the start.
    Lock,
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
            Self::Working(_) => true,
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
            Self::Working(state) => *state = Working { done, total },
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
                | Self::Working(_)
                | Self::Pack(_)
                | Self::Proof(_)
                | Self::Review(_)
                | Self::Sign(_)
        )
    }
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
        (Screen::Working(_), Choice::Working(choice)) => working(choice).into(),
        (Screen::Pack(page), Choice::Pack(choice)) => written(pack(*page, desk, choice), desk),
        (Screen::Proof(page), Choice::Proof(choice)) => written(proof(*page, desk, choice), desk),
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
    match (screen, &mut desk.sitting) {
        (Screen::Sign(approved), Some(sitting)) => {
            let next = match review::signing_allowed(&desk.air) {
                Ok(()) => sign_counting(sitting, *approved, desk.clock.believed()),
                Err(why) => Screen::Refused(Refused::air(&why)),
            };
            written(next.into(), desk)
        }
        (Screen::Accounts(state), Some(sitting)) => {
            let state = state.filled(sitting);
            sitting.learned_mut().note_own(state.rows.iter().map(|(_, address)| *address));
            Screen::Accounts(Box::new(state)).into()
        }
        (screen, None) if screen.needs_sitting() => Screen::Start(Box::default()).into(),
        (screen, _) => screen.into(),
    }
}

/// The step after the camera saw something that the screen [wanted](Screen::wants).
pub fn seen(screen: Screen, desk: &mut Desk, seen: Seen) -> Next {
    match (screen, seen, &mut desk.sitting) {
        (Screen::Scan, Seen::Message(received), Some(_)) if incoming::is_long(&received) => {
            Next { screen: Screen::Working(Working::default()), order: Some(Order::Read(received)) }
        }
        (Screen::Scan, Seen::Message(received), Some(_)) => {
            taken(incoming::read(&received, |_, _| true), desk)
        }
        (Screen::Entry(state), Seen::Seed(content), _) => entry::scanned(*state, desk, &content),
        (screen, ..) => screen.into(),
    }
}

/// The step after a message was read.
fn taken(read: Result<Incoming, ScanError>, desk: &mut Desk) -> Next {
    let Some(sitting) = &mut desk.sitting else { return Screen::Start(Box::default()).into() };
    let next = match read {
        Ok(incoming) => incoming::onward(incoming, sitting, desk.clock),
        Err(error) => Screen::Refused(Refused::from(error)).into(),
    };
    written(next, desk)
}

/// Writes into the log what a request came to: a review, a signature, a refusal; and onto an answer, whether its keys were
/// exposed.
fn written(mut next: Next, desk: &mut Desk) -> Next {
    let (clock, log): (Clock, &mut Log) = (desk.clock, &mut desk.log);
    match &mut next.screen {
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
    next
}

/// The step after slow work. What nobody waits for any more is dropped.
pub fn finish(screen: Screen, desk: &mut Desk, done: Done) -> Next {
    match (screen, done) {
        (Screen::FindPath(state), Done::FindPath(wanted, ended)) => found(*state, wanted, ended).into(),
        (Screen::Repair(state), Done::Repair(outcome)) => repair::finish(*state, desk, outcome),
        (Screen::Working(_), Done::Read(read)) => taken(*read, desk),
        (Screen::Working(_), Done::Reviewed(checked)) => written(incoming::reviewed(*checked).into(), desk),
        (screen, _) => screen.into(),
    }
}
