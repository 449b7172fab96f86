//! The journal: all requests, the entries of one, proof, export.
//!
//! Of a long list only what is in sight and a little around it is held ([`Rows`]). May not enter: SQL, files.

mod words;

use std::path::PathBuf;

use shared::eth::B256;

use super::{Done, Next, Order, Screen, Shown, open};
use crate::{
    build::RequestId,
    journal::{Filter, Record, State, Verified, Written},
    secrets,
};

pub use words::{entry_words, moment};

/// How many rows are read at a time: several windows full.
const ROWS: u32 = 200;

/// The screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pages {
    /// What stands on it.
    pub page: Page,
    /// Only requests with something left to do.
    pub open_only: bool,
    /// What was read of the list.
    pub rows: Rows,
    /// The list that was asked for last: where it begins, and of which version of the journal.
    pub asked: Option<(u32, i64)>,
    /// What the last proof found.
    pub verified: Option<Verified>,
}

/// What stands on it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Page {
    /// All requests.
    #[default]
    List,
    /// One request.
    One(Box<One>),
    /// Where the journal is exported to.
    Export(Export),
    /// The proof, and a head to compare with.
    Prove(Prove),
}

/// One request with its entries.
#[derive(Debug, Clone, PartialEq)]
pub struct One {
    /// The request.
    pub record: Record,
    /// Its entries, once they were read.
    pub entries: Option<Vec<Written>>,
    /// Why it is given up, while that is asked.
    pub giving_up: Option<String>,
    /// What is wrong with the reason.
    pub wrong: Option<String>,
}

/// An export.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Export {
    /// The file.
    pub path: String,
    /// What is wrong with it.
    pub wrong: Option<String>,
}

/// A proof.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prove {
    /// A head that was written down earlier.
    pub head: String,
    /// What is wrong with it.
    pub wrong: Option<String>,
}

/// A part of the list of requests.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// How many there are in all.
    pub total: u32,
    /// The place of the first that was read.
    pub skip: u32,
    /// Newest first.
    pub records: Vec<Record>,
    /// Number and hash of the journal's last entry.
    pub head: Option<(i64, B256)>,
}

impl Rows {
    /// The request at this place of the list, where it was read.
    pub fn get(&self, place: u32) -> Option<&Record> {
        let place = usize::try_from(place.checked_sub(self.skip)?).ok()?;
        self.records.get(place)
    }

    /// Whether all of these places were read.
    fn has(&self, from: u32, to: u32) -> bool {
        let end = self.skip.saturating_add(u32::try_from(self.records.len()).unwrap_or(u32::MAX));
        from >= self.skip && to.min(self.total) <= end
    }
}

/// What can be done there.
#[derive(Debug, Clone, PartialEq)]
pub enum PagesChoice {
    /// Back to the list.
    List,
    /// These places of the list are in sight, from and up to; nothing was pressed.
    InSight(u32, u32),
    /// Only what has something left to do, or all.
    OpenOnly(bool),
    /// One request.
    One(Box<Record>),
    /// To where it is signed, sent or followed.
    Open,
    /// Asks why it is given up, or no longer.
    GiveUp(bool),
    /// Types the reason.
    Reason(String),
    /// Gives it up.
    Abandon,
    /// Asks for the proof.
    Prove,
    /// Types a head.
    Head(String),
    /// Recomputes every hash.
    Verify,
    /// Asks where to export to.
    Export,
    /// Types the path.
    Path(String),
    /// Writes the export.
    Write,
}

/// One step.
pub fn journal(mut screen: Box<Pages>, shown: &Shown, choice: PagesChoice) -> Next {
    let mut order = None;
    match (choice, &mut screen.page) {
        (PagesChoice::List, page) => *page = Page::List,
        (PagesChoice::InSight(from, to), _) => {
            order = screen.lacks(shown, from, to).then(|| screen.read(shown, from));
        }
        (PagesChoice::OpenOnly(only), _) => {
            screen.open_only = only;
            (screen.rows, screen.asked) = (Rows { head: screen.rows.head, ..Rows::default() }, None);
        }
        (PagesChoice::One(record), page) => {
            order = Some(Order::Entries(record.asked.id));
            *page = Page::One(Box::new(One { record: *record, entries: None, giving_up: None, wrong: None }));
        }
        (PagesChoice::Open, Page::One(one)) => return open(shown, one.record.asked.id),
        (PagesChoice::GiveUp(asking), Page::One(one)) => {
            one.giving_up = (asking && one.may_be_given_up(shown)).then(String::new);
            one.wrong = None;
        }
        (PagesChoice::Reason(text), Page::One(one)) => (one.giving_up, one.wrong) = (Some(text), None),
        (PagesChoice::Abandon, Page::One(one)) => order = one.abandon(shown),
        (PagesChoice::Prove, page) => *page = Page::Prove(Prove::default()),
        (PagesChoice::Head(head), Page::Prove(prove)) => *prove = Prove { head, wrong: None },
        (PagesChoice::Verify, Page::Prove(prove)) => match head_of(&prove.head) {
            Ok(head) => {
                order = Some(Order::Verify(head));
                screen.verified = None;
            }
            Err(said) => prove.wrong = Some(said),
        },
        (PagesChoice::Export, page) => *page = Page::Export(Export::default()),
        (PagesChoice::Path(path), Page::Export(export)) => *export = Export { path, wrong: None },
        (PagesChoice::Write, Page::Export(export)) => match path_of(&export.path) {
            Ok(path) => order = Some(Order::Export(path)),
            Err(said) => export.wrong = Some(said),
        },
        _ => {}
    }
    Next { order, ..Next::to(Screen::Pages(screen)) }
}

impl Pages {
    /// Whether what is in sight was neither read nor asked for yet.
    pub fn lacks(&self, shown: &Shown, from: u32, to: u32) -> bool {
        match self.asked {
            Some((skip, version)) if version == shown.version => {
                let on_its_way = skip <= from && to <= skip.saturating_add(ROWS);
                !on_its_way && !self.rows.has(from, to)
            }
            _ => shown.is_read,
        }
    }

    /// The order that reads what is in sight and around it.
    fn read(&mut self, shown: &Shown, from: u32) -> Order {
        let skip = from.saturating_sub(ROWS / 3);
        self.asked = Some((skip, shown.version));
        Order::Rows(Filter { open: self.open_only, skip, limit: Some(ROWS), ..Filter::default() })
    }
}

impl One {
    fn abandon(&mut self, shown: &Shown) -> Option<Order> {
        if !self.may_be_given_up(shown) {
            // It was sent while the question stood.
            (self.giving_up, self.wrong) = (None, None);
            return None;
        }
        let reason = self.giving_up.as_deref().unwrap_or_default().trim().to_owned();
        if reason.is_empty() {
            self.wrong = Some("say why in a few words; they stand in the journal".to_owned());
            return None;
        }
        if let Err(error) = secrets::refuse("words of the reason", &reason) {
            self.wrong = Some(error.to_string());
            return None;
        }
        Some(Order::Abandon { id: self.record.asked.id, reason })
    }

    /// The request as it stands now, also where it went on after this page was opened.
    pub fn now<'a>(&'a self, shown: &'a Shown) -> &'a Record {
        shown.request(self.id()).unwrap_or(&self.record)
    }

    /// Whether giving it up would end it.
    pub fn may_be_given_up(&self, shown: &Shown) -> bool {
        let record = self.now(shown);
        record.is_open() && record.state.may_be_given_up()
    }

    /// The word on the button that leads on; none where nothing is left to do or to see.
    pub fn way_on(&self, shown: &Shown) -> Option<&'static str> {
        let record = self.now(shown);
        let has_signature = record.state == State::Signed && record.asked.nonce.is_none();
        match (record.is_open(), has_signature) {
            (true, _) => Some("Go on with it"),
            (false, true) => Some("Show the signature"),
            (false, false) => None,
        }
    }

    /// What stands beside a request that was sent, in place of giving it up.
    pub fn after_sending(&self, shown: &Shown) -> Option<&'static str> {
        matches!(self.now(shown).state, State::Sending | State::Sent).then_some(
            "It was handed to the nodes, so giving it up here would not call it back, and a second one could do the same twice. Go on with it, then “Cancel it”: that builds a transaction which uses up its nonce.",
        )
    }

    /// The request's id.
    pub fn id(&self) -> RequestId {
        self.record.asked.id
    }
}

fn head_of(text: &str) -> Result<Option<B256>, String> {
    match text.trim() {
        "" => Ok(None),
        text => match text.parse() {
            Ok(head) => Ok(Some(head)),
            Err(_) => {
                Err("a head is 0x and 64 hex digits, as this screen shows it; leave it empty for none"
                    .to_owned())
            }
        },
    }
}

/// Where an export goes; its ending says the form.
fn path_of(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text.trim());
    let ending = path.extension().and_then(std::ffi::OsStr::to_str).map(str::to_ascii_lowercase);
    match ending.as_deref() {
        Some("json" | "csv") => Ok(path),
        _ => {
            Err("give a path that ends in .json (everything) or .csv (a table), such as journal.csv"
                .to_owned())
        }
    }
}

/// The step after work.
pub(super) fn finish(mut screen: Box<Pages>, done: Done) -> Next {
    match (done, &mut screen.page) {
        (Done::Rows(rows), _) => screen.rows = rows,
        (Done::Entries(id, entries), Page::One(one)) if one.id() == id => one.entries = Some(entries),
        (Done::Verified(verified), _) => screen.verified = Some(verified),
        (Done::Abandoned(_), page) => {
            *page = Page::List;
            return Next::to(Screen::Pages(screen)).saying("The request is given up.");
        }
        (Done::Saved(place), page) => {
            *page = Page::List;
            return Next::to(Screen::Pages(screen)).saying(format!("Saved as {}.", place.display()));
        }
        (Done::Failed(refused), Page::Export(export)) => export.wrong = Some(refused.message),
        (Done::Failed(refused), _) => return Next::to(Screen::Pages(screen)).refusing(refused),
        _ => {}
    }
    Next::to(Screen::Pages(screen))
}

#[cfg(test)]
mod tests;
