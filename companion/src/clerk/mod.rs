//! Carries out what the window orders, on a thread of its own: the same acts and drafts as the commands.
//!
//! One order at a time. It keeps the journal open, and the nodes of each chain. May not enter: drawing, decisions about which
//! screen comes next.

mod books;
mod codes;
mod example;
mod journal;
mod line;
#[cfg(feature = "window")]
mod watch;

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use crate::{
    acts::{self, AskWish, Patience},
    build::{AskedKey, RequestId},
    devnet::Devnet,
    draft,
    flow::{Done, Order, Refused, Shown},
    journal::{Entry, Filter, Journal, JournalError, Record, WindowLock},
    node::Speed,
};
use shared::{eth::Payload, wire::SignRequest};

use line::Line;
#[cfg(feature = "window")]
pub use watch::Watch;

/// The newest requests that a window holds beside those under way.
const REQUESTS_SHOWN: u32 = 500;

/// Hears what is being done; answers `false` when the operator wants it to stop.
pub type Says<'a> = &'a mut dyn FnMut(&str) -> bool;

/// What came of an order, and what stands in journal and books after it, where that is new.
#[derive(Debug)]
pub struct Report {
    /// What came of it.
    pub done: Done,
    /// Read anew.
    pub shown: Option<Box<Shown>>,
}

/// Does the window's work.
#[derive(Debug)]
pub struct Clerk {
    place: Option<PathBuf>,
    journal: Option<(Journal, WindowLock)>,
    lines: HashMap<u64, Line>,
    example: Option<Devnet>,
    shown: i64,
}

impl Clerk {
    /// For the journal at `place`, or the usual one; nothing is opened yet.
    pub fn new(place: Option<PathBuf>) -> Self {
        Self { place, journal: None, lines: HashMap::new(), example: None, shown: i64::MIN }
    }

    /// Does one order.
    pub fn carry_out(&mut self, order: Order, says: Says<'_>) -> Report {
        let looks = matches!(order, Order::Look);
        let watched = match order {
            Order::Stand(id) => Some(id),
            _ => None,
        };
        let done = match self.act(order, says) {
            Ok(done) => done,
            Err(refused) => match watched {
                Some(id) => Done::Blind(id, refused),
                None => Done::Failed(refused),
            },
        };
        match self.read(looks) {
            Ok(shown) => Report { done, shown },
            // What was done counts more than that it could not be read back.
            Err(refused) if looks => Report { done: Done::Failed(refused), shown: None },
            Err(_) => Report { done, shown: None },
        }
    }

    fn act(&mut self, order: Order, says: Says<'_>) -> Result<Done, Refused> {
        match order {
            Order::Look => {
                self.journal()?;
                Ok(Done::Looked)
            }
            Order::Example => {
                says("starting a chain in this window");
                example::start(self, says)?;
                Ok(Done::Example)
            }
            Order::Read(files) => codes::read_files(&files, says).map(Done::Read),
            Order::ReadText(text) => codes::read_text(&text).map(Done::Read),
            Order::Record(entries) => {
                self.record(&entries)?;
                Ok(Done::Recorded)
            }
            Order::ReadFile(path) => books::read_text(&path).map(Done::FileRead),
            Order::TestNodes(urls) => Ok(Done::Tested(books::try_nodes(&urls, says))),
            Order::Rows(filter) => journal::rows(self.journal()?, &filter).map(Done::Rows),
            Order::Entries(id) => Ok(Done::Entries(id, journal::entries(self.journal()?, id)?)),
            Order::Verify(head) => journal::verify(self.journal()?, head, says).map(Done::Verified),
            Order::Export(path) => journal::export(self.journal()?, &path, says).map(|()| Done::Saved(path)),
            Order::Draft { chain_id, wish } => {
                let line = self.line(chain_id)?;
                let draft = draft::draft(self.journal()?, &line.nodes, &wish, says);
                self.keep(line);
                Ok(Done::Drafted(Box::new(draft?)))
            }
            Order::Ask(wish) => self.ask(*wish),
            Order::AskAll(wishes) => self.ask_all(wishes),
            Order::Accept { id, answer, from } => {
                let (id, accepted) = acts::accept(self.journal()?, &answer, Some(id), from)?;
                Ok(Done::Accepted(id, Box::new(accepted)))
            }
            Order::SaveCodes { ur_type, message, profile, fps, name } => {
                codes::save(ur_type, &message, profile, fps, &name).map(Done::Saved)
            }
            Order::SaveText { text, name } => codes::save_text(&text, &name).map(Done::Saved),
            Order::Send { id, allow_gap } => {
                let line = self.line_of(id)?;
                says("handing it to the nodes");
                let sent = acts::send(self.journal()?, &line.nodes, id, allow_gap);
                self.keep(line);
                Ok(Done::Sent(id, sent?))
            }
            Order::Stand(id) => {
                let line = self.line_of(id)?;
                let once = &mut |_: &acts::Following| std::ops::ControlFlow::Continue(());
                let standing = acts::follow(self.journal()?, &line.nodes, id, Patience::Once, once);
                self.keep(line);
                Ok(Done::Stood(id, Box::new(standing?)))
            }
            Order::Replace { id, kind, speed } => self.replace(id, kind, speed, says),
            Order::Abandon { id, reason } => {
                self.record(&[Entry::Abandoned { id, reason }])?;
                Ok(Done::Abandoned(id))
            }
        }
    }

    /// The journal, opened when it is first needed, and again after a failure.
    fn journal(&mut self) -> Result<&mut Journal, Refused> {
        let place = self.place.clone().map_or_else(Journal::usual_place, Ok)?;
        let held = match self.journal.take() {
            Some(held) => held,
            None => open(&place)?,
        };
        Ok(&mut self.journal.insert(held).0)
    }

    fn record(&mut self, entries: &[Entry]) -> Result<(), Refused> {
        self.journal()?.record_all(entries)?;
        Ok(())
    }

    fn ask(&mut self, wish: AskWish) -> Result<Done, Refused> {
        let (record, _) = acts::ask(self.journal()?, wish, random_id()?)?;
        Ok(Done::Asked(Box::new(record)))
    }

    fn ask_all(&mut self, wishes: Vec<AskWish>) -> Result<Done, Refused> {
        let wishes =
            wishes.into_iter().map(|wish| Ok((wish, random_id()?))).collect::<Result<_, Refused>>()?;
        Ok(Done::AskedAll(acts::ask_all(self.journal()?, wishes)?.len()))
    }

    fn replace(
        &mut self,
        id: RequestId,
        kind: acts::Replacement,
        speed: Speed,
        says: Says<'_>,
    ) -> Result<Done, Refused> {
        let line = self.line_of(id)?;
        says("asking for fees");
        let built = acts::replacement(self.journal()?, &line.nodes, id, kind, speed);
        self.keep(line);
        let transaction = built?;
        let record = self.journal()?.request(id)?.ok_or(acts::ActError::NoRequest(id))?;
        let asked = SignRequest::decode(&record.asked.message)?;
        let key = AskedKey::new(
            asked.key_path.path,
            asked.key_path.source_fingerprint.ok_or(crate::build::KeyError::NoFingerprint)?,
            record.asked.signer,
        )?;
        let purpose = match kind {
            acts::Replacement::Faster => format!("faster: {}", record.asked.purpose),
            acts::Replacement::Cancel => format!("cancel: {}", record.asked.purpose),
        };
        let payload = Payload::Transaction(transaction);
        self.ask(AskWish { payload, key, purpose: Some(purpose), replaces: Some(id) })
    }

    /// The nodes of a request's chain.
    fn line_of(&mut self, id: RequestId) -> Result<Line, Refused> {
        let record = self.journal()?.request(id)?.ok_or(acts::ActError::NoRequest(id))?;
        let chain = record.asked.chain_id.ok_or_else(|| {
            Refused::new("chain", "this request names no chain, so there is nowhere to send it")
        })?;
        self.line(chain)
    }

    /// The nodes of a chain: those from before, or connected anew where the book has changed or one was down. Taken out, so that the journal
    /// can be lent beside them; [`Self::keep`] puts them back.
    fn line(&mut self, chain_id: u64) -> Result<Line, Refused> {
        let book = self.journal()?.book()?;
        let chain = book.chains.into_iter().find(|chain| chain.chain_id == chain_id);
        let urls = chain.map(|chain| chain.nodes).unwrap_or_default();
        if urls.is_empty() {
            return Err(Refused::new(
                "no-node",
                format!("no node of chain {chain_id} is known here; give one on Chains, then try again"),
            ));
        }
        Ok(Line::of(self.lines.remove(&chain_id), urls, chain_id, Instant::now())?)
    }

    fn keep(&mut self, line: Line) {
        self.lines.insert(line.nodes.chain_id(), line);
    }

    /// Journal and books, if they are not those that the window has.
    fn read(&mut self, anyway: bool) -> Result<Option<Box<Shown>>, Refused> {
        let example = self.example.as_ref().map(Devnet::chain_id);
        let seen = self.shown;
        let journal = self.journal()?;
        let version = journal.version()?;
        if version == seen && !anyway {
            return Ok(None);
        }
        let shown = read(journal, example)?;
        self.shown = version;
        Ok(Some(Box::new(shown)))
    }
}

/// Opens a journal for a window, and takes the right to be its only one.
fn open(place: &Path) -> Result<(Journal, WindowLock), Refused> {
    let journal = Journal::open(place)?;
    let lock = journal.hold_for_window()?;
    Ok((journal, lock))
}

/// Journal and books at this moment.
fn read(journal: &Journal, example: Option<u64>) -> Result<Shown, Refused> {
    let version = journal.version()?;
    let book = journal.book()?;
    let requests = requests(journal)?;
    let place = journal.path().to_owned();
    Ok(Shown { book, requests, now: now(), version, place, example, is_read: true })
}

/// All requests under way, and the newest of the others, newest first.
fn requests(journal: &Journal) -> Result<Vec<Record>, JournalError> {
    let mut found = journal.list(&Filter { limit: Some(REQUESTS_SHOWN), ..Filter::default() })?;
    let known: HashSet<RequestId> = found.iter().map(|record| record.asked.id).collect();
    let open = journal.list(&Filter { open: true, ..Filter::default() })?;
    found.extend(open.into_iter().filter(|record| !known.contains(&record.asked.id)));
    Ok(found)
}

/// Milliseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

fn random_id() -> Result<RequestId, Refused> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        Refused::new(
            "random",
            format!("the system gives no random numbers ({error}); nothing was asked, try again"),
        )
    })?;
    Ok(RequestId::of_random(bytes))
}
