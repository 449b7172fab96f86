//! The screens as values and the steps between them as pure functions.
//!
//! ```text
//! Home → Build → Sign (codes out, scan in) → Follow        Home → Keys | Contracts | Chains | Journal
//! ```
//!
//! A step sees what was read from journal and books ([`Shown`]) and may give an [`Order`], which the clerk carries out on a thread
//! of its own; its result comes back through [`finish`]. May not enter: egui, files, nodes, threads, clocks.

mod build;
mod chains;
mod codes;
mod contracts;
mod follow;
mod home;
mod journal;
mod keys;
mod order;
mod room;
#[cfg(test)]
pub(crate) mod samples;
mod sign;
mod tab;

pub use build::{At, Batched, Build, BuildChoice, Call, What, build, field_label, forms_of};
pub use chains::{ChainField, ChainForm, Chains, ChainsChoice, ChainsPage, chains, differences};
pub use codes::{Codes, CodesStep};
pub use contracts::{
    ContractField, ContractForm, Contracts, ContractsChoice, ContractsPage, Place, contracts,
};
pub use follow::{Asking, Follow, FollowChoice, follow};
pub use home::{First, Home, HomeChoice, Waits, first, home, purpose_words, signer_words, waiting};
pub use journal::{Export, One, Page, Pages, PagesChoice, Prove, Rows, entry_words, journal, moment};
pub use keys::{
    CardField, CardForm, KeyForm, Keys, KeysChoice, KeysPage, NameField, NameForm, Override, Removal, keys,
};
pub use order::{Done, Order, Refused};
pub use room::{CardRead, NodeTest, NodeWord};
pub use sign::{Sign, SignChoice, Stage, sign};
pub use tab::Tab;

use std::path::PathBuf;

use shared::qr::receive::Received;

use crate::{
    book::Book,
    build::RequestId,
    journal::{Record, State},
};

/// What the operator sees.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// What waits for whom, and the ways on.
    Home(Box<Home>),
    /// A transaction is put together: contract, function, arguments, fee.
    Build(Box<Build>),
    /// A request is shown as codes, and its answer scanned.
    Sign(Box<Sign>),
    /// A signed transaction is sent and watched.
    Follow(Box<Follow>),
    /// Devices, their keys, and the address book.
    Keys(Box<Keys>),
    /// Contracts and their ABIs.
    Contracts(Box<Contracts>),
    /// Chains and their nodes.
    Chains(Box<Chains>),
    /// The journal: entries, proof, export.
    Pages(Box<Pages>),
}

/// What the operator did, by screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// On [`Screen::Home`].
    Home(HomeChoice),
    /// On [`Screen::Build`].
    Build(BuildChoice),
    /// On [`Screen::Sign`].
    Sign(SignChoice),
    /// On [`Screen::Follow`].
    Follow(FollowChoice),
    /// On [`Screen::Keys`].
    Keys(KeysChoice),
    /// On [`Screen::Contracts`].
    Contracts(ContractsChoice),
    /// On [`Screen::Chains`].
    Chains(ChainsChoice),
    /// On [`Screen::Pages`].
    Pages(PagesChoice),
    /// Everywhere, from the strip at the top.
    Go(Box<Screen>),
}

/// What was last read from journal and books.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shown {
    /// Whose keys, names, chains, contracts.
    pub book: Book,
    /// Requests, newest first.
    pub requests: Vec<Record>,
    /// Milliseconds since 1970, when this was read.
    pub now: i64,
    /// [`crate::journal::Journal::version`] of what was read.
    pub version: i64,
    /// Where the journal lies.
    pub place: PathBuf,
    /// The chain that runs inside this window, if one does.
    pub example: Option<u64>,
    /// False before the first look at the journal, when nothing is known yet.
    pub is_read: bool,
}

impl Shown {
    /// One request.
    pub fn request(&self, id: RequestId) -> Option<&Record> {
        self.requests.iter().find(|record| record.asked.id == id)
    }

    /// The request that takes the place of `record`, as long as it may; see [`crate::journal::Journal::replacement_of`].
    pub fn replacement_of(&self, record: &Record) -> Option<RequestId> {
        // All that is open is here.
        record.replaced_by.filter(|&by| self.request(by).is_some_and(|other| other.state.is_open()))
    }

    /// What a chain is called, with its number.
    pub fn chain_name(&self, chain_id: u64) -> String {
        match self.book.chains.iter().find(|chain| chain.chain_id == chain_id) {
            Some(chain) => format!("{} ({chain_id})", chain.name),
            None => format!("chain {chain_id}"),
        }
    }
}

/// Where a step leads.
#[derive(Debug)]
pub struct Next {
    /// The screen after it.
    pub screen: Screen,
    /// Work to be done.
    pub order: Option<Order>,
    /// A sentence that stands above the screen until the next choice: what was done.
    pub told: Option<String>,
    /// Why something was not done; stands above the screen until it is dismissed.
    pub refused: Option<Refused>,
}

impl Next {
    /// A screen and nothing to do.
    pub fn to(screen: Screen) -> Self {
        Self { screen, order: None, told: None, refused: None }
    }

    /// A screen that waits for work.
    pub fn with(screen: Screen, order: Order) -> Self {
        Self { order: Some(order), ..Self::to(screen) }
    }

    /// The same, with a sentence above the screen.
    #[must_use]
    pub fn saying(self, told: impl Into<String>) -> Self {
        Self { told: Some(told.into()), ..self }
    }

    /// The same, with why something was not done.
    #[must_use]
    pub fn refusing(self, refused: Refused) -> Self {
        Self { refused: Some(refused), ..self }
    }
}

impl Screen {
    /// Which of the screens in the strip it belongs to.
    pub fn tab(&self) -> Tab {
        match self {
            Self::Home(_) | Self::Sign(_) | Self::Follow(_) => Tab::Home,
            Self::Build(_) => Tab::Build,
            Self::Keys(_) => Tab::Keys,
            Self::Contracts(_) => Tab::Contracts,
            Self::Chains(_) => Tab::Chains,
            Self::Pages(_) => Tab::Journal,
        }
    }

    /// Whether the camera is to look for a message.
    pub fn wants_camera(&self) -> bool {
        match self {
            Self::Sign(sign) => sign.stage == Stage::Scan,
            Self::Keys(keys) => keys.looks(),
            _ => false,
        }
    }

    /// What is asked again and again while this screen stands, without being ordered.
    pub fn watches(&self, shown: &Shown) -> Option<RequestId> {
        match self {
            Self::Follow(follow) => follow.watches(shown),
            _ => None,
        }
    }
}

/// The screen that a request belongs on: where it is signed, or where it is sent and followed.
pub fn open(shown: &Shown, id: RequestId) -> Next {
    let Some(record) = shown.request(id) else {
        let text = format!("the journal has no request {id}; it may be another journal's");
        return Next::to(Screen::Home(Box::default())).refusing(Refused::new("no-request", text));
    };
    let is_message = record.asked.nonce.is_none();
    if is_message || record.state == State::Waiting {
        return match Sign::of(record) {
            Ok(sign) => Next::to(Screen::Sign(Box::new(sign))),
            Err(refused) => Next::to(Screen::Home(Box::default())).refusing(refused),
        };
    }
    Next::to(Screen::Follow(Box::new(Follow::of(id))))
}

/// One step of the operator.
pub fn step(screen: Screen, shown: &Shown, choice: Choice) -> Next {
    match (screen, choice) {
        (Screen::Home(screen), Choice::Home(choice)) => home(screen, shown, choice),
        (Screen::Build(screen), Choice::Build(choice)) => build(screen, shown, choice),
        (Screen::Sign(screen), Choice::Sign(choice)) => sign(screen, shown, choice),
        (Screen::Follow(screen), Choice::Follow(choice)) => follow(screen, shown, choice),
        (Screen::Keys(screen), Choice::Keys(choice)) => keys(screen, shown, choice),
        (Screen::Contracts(screen), Choice::Contracts(choice)) => contracts(screen, shown, choice),
        (Screen::Chains(screen), Choice::Chains(choice)) => chains(screen, shown, choice),
        (Screen::Pages(screen), Choice::Pages(choice)) => journal(screen, shown, choice),
        (_, Choice::Go(screen)) => Next::to(*screen),
        // A choice of a screen that is no longer there.
        (screen, _) => Next::to(screen),
    }
}

/// The first page of a screen whose button in the strip was pressed again. What was typed for a request stays.
pub fn again(screen: Screen) -> Screen {
    match screen {
        Screen::Build(screen) => Screen::Build(Box::new(Build { checked: None, ..*screen })),
        screen => screen.tab().fresh(),
    }
}

/// The step after a message was read: by the camera, from a file that was dropped, from a text that was pasted.
pub fn seen(screen: Screen, shown: &Shown, received: Received) -> Next {
    match screen {
        Screen::Sign(screen) => sign::seen(screen, shown, &received),
        Screen::Keys(screen) => keys::seen(screen, &received),
        screen => Next::to(screen),
    }
}

/// The step after files were dropped onto the window.
pub fn dropped(screen: Screen, shown: &Shown, files: Vec<PathBuf>) -> Next {
    match screen {
        screen @ (Screen::Sign(_) | Screen::Keys(_)) => Next::with(screen, Order::Read(files)),
        Screen::Contracts(screen) => contracts::dropped(screen, shown, files),
        Screen::Build(screen) => build::dropped(screen, &files),
        screen => Next::to(screen).refusing(Refused::new(
            "dropped",
            "nothing on this screen takes files; drop the pictures of an answer where it is scanned, key cards on Keys, ABIs on Contracts",
        )),
    }
}

/// The step after a text was pasted where no field has the focus.
pub fn pasted(screen: Screen, _shown: &Shown, text: String) -> Next {
    match screen {
        screen if screen.wants_camera() || matches!(screen, Screen::Keys(_)) => {
            Next::with(screen, Order::ReadText(text))
        }
        screen => Next::to(screen),
    }
}

/// The step after work. What nobody waits for any more changes nothing.
pub fn finish(screen: Screen, shown: &Shown, done: Done) -> Next {
    match (screen, done) {
        // Failures are said by the window whatever the screen; a screen that waits stops waiting.
        (Screen::Follow(screen), done) => follow::finish(screen, shown, done),
        (Screen::Sign(screen), done) => sign::finish(screen, shown, done),
        (Screen::Home(screen), done) => home::finish(screen, shown, done),
        (screen, Done::Read(messages)) => match messages.into_iter().next() {
            Some(message) => seen(screen, shown, message),
            None => Next::to(screen),
        },
        (Screen::Build(screen), done) => build::finish(screen, shown, done),
        (_, Done::Asked(record)) => open(shown, record.asked.id),
        (Screen::Keys(screen), done) => keys::finish(screen, done),
        (Screen::Contracts(screen), done) => contracts::finish(screen, done),
        (Screen::Chains(screen), done) => chains::finish(screen, done),
        (Screen::Pages(screen), done) => journal::finish(screen, done),
    }
}

#[cfg(test)]
mod tests;
