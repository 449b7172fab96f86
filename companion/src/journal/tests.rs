//! Claims about the journal: what may follow what, what is refused, and that nothing is lost.

use std::path::PathBuf;

use shared::eth::{Address, B256};
use tempfile::TempDir;

use super::{
    entry::{Asked, Block},
    *,
};

/// A folder with a journal, and requests to write into it.
struct Desk {
    folder: TempDir,
    journal: Journal,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
        Self { folder, journal }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("journal.sqlite")
    }

    /// Asks with this nonce.
    fn ask(&mut self, number: u8, nonce: u64) -> Result<RequestId, JournalError> {
        self.journal.record(&asked(number, nonce, None)).map(|()| id(number))
    }

    fn note(&mut self, entry: Entry) -> Result<(), JournalError> {
        self.journal.record(&entry)
    }

    fn state(&self, id: RequestId) -> State {
        self.journal.request(id).unwrap().unwrap().state
    }

    fn sound(&self) {
        let verified = self.journal.verify(None, &mut |_, _| true).unwrap();
        assert_eq!(verified.fault, None);
        assert_eq!(verified.head, self.journal.head().unwrap().1);
    }
}

fn id(number: u8) -> RequestId {
    RequestId::of_random([number; 16])
}

const SIGNER: Address = Address::repeat_byte(0x11);

fn asked(number: u8, nonce: u64, replaces: Option<RequestId>) -> Entry {
    Entry::Asked(Box::new(Asked {
        id: id(number),
        message: vec![number; 9],
        digest: B256::repeat_byte(number),
        signer: SIGNER,
        chain_id: Some(u64::MAX),
        nonce: Some(nonce),
        purpose: format!("Purpose {number}"),
        replaces,
    }))
}

fn answered(id: RequestId) -> Entry {
    Entry::Answered { id, answer: vec![1], signed: Some(id.to_bytes().to_vec()) }
}

fn sending(id: RequestId) -> Entry {
    Entry::Sending { id, hash: B256::ZERO, nodes: vec!["http://node".to_owned()] }
}

fn told(id: RequestId, refused: Option<&str>) -> Entry {
    Entry::Told { id, node: "http://node".to_owned(), refused: refused.map(str::to_owned) }
}

const BLOCK: Block = Block { number: 7, hash: B256::repeat_byte(7) };

fn mined(id: RequestId, succeeded: bool) -> Entry {
    Entry::Mined { id, block: BLOCK, succeeded, gas_used: 21_000, gas_price: u128::MAX }
}

fn every_kind(id: RequestId) -> Vec<Entry> {
    vec![
        answered(id),
        Entry::AnswerRefused { id, kind: "wrong-signer".to_owned(), reason: "another".to_owned() },
        sending(id),
        told(id, None),
        told(id, Some("no")),
        mined(id, true),
        mined(id, false),
        Entry::Reorganised { id, block: BLOCK },
        Entry::Final { id, block: BLOCK },
        Entry::NonceTaken { id, by: Some(B256::repeat_byte(1)) },
        Entry::Abandoned { id, reason: "no longer wanted".to_owned() },
    ]
}

#[test]
fn a_request_goes_from_asked_to_final_and_every_step_is_kept() {
    let mut desk = Desk::new();
    let id = desk.ask(1, 0).unwrap();
    for (entry, state) in [
        (answered(id), State::Signed),
        (sending(id), State::Sending),
        (told(id, Some("slow")), State::Sending),
        (told(id, None), State::Sent),
        (mined(id, true), State::Mined),
        (Entry::Reorganised { id, block: BLOCK }, State::Sent),
        (mined(id, false), State::Reverted),
        (Entry::Final { id, block: BLOCK }, State::FinalReverted),
    ] {
        desk.note(entry).unwrap();
        assert_eq!(desk.state(id), state);
    }
    let kept = desk.journal.entries_of(id).unwrap();
    assert_eq!(kept.len(), 9);
    assert!(kept.iter().all(|written| written.entry().is_ok()));
    desk.sound();
}

#[test]
fn what_cannot_follow_is_refused_and_leaves_nothing() {
    let mut desk = Desk::new();
    let id = desk.ask(1, 0).unwrap();
    let before = desk.journal.version().unwrap();
    for entry in [sending(id), told(id, None), mined(id, true), Entry::Final { id, block: BLOCK }] {
        assert!(matches!(desk.note(entry), Err(JournalError::Impossible { .. })));
    }
    assert_eq!(desk.ask(1, 5), Err(JournalError::Twice(id)));
    assert_eq!(desk.note(answered(self::id(9))), Err(JournalError::NoRequest(self::id(9))));
    assert_eq!(desk.journal.version().unwrap(), before);
    desk.sound();
}

mod files;
mod properties;

#[test]
fn a_nonce_is_given_out_once_until_its_request_is_given_up() {
    let mut desk = Desk::new();
    let chain = u64::MAX;
    let free = |desk: &Desk| desk.journal.free_nonce(chain, SIGNER, 3).unwrap();
    assert_eq!(free(&desk), 3);
    let first = desk.ask(1, 3).unwrap();
    desk.ask(2, 5).unwrap();
    assert_eq!(free(&desk), 4, "an unsigned request counts, a gap is filled");
    assert!(matches!(desk.ask(3, 3), Err(JournalError::NonceTaken { by, .. }) if by == first));
    desk.note(Entry::Abandoned { id: first, reason: "wrong".to_owned() }).unwrap();
    assert_eq!(free(&desk), 3);
    desk.ask(4, 3).unwrap();
    assert_eq!(desk.journal.free_nonce(1, SIGNER, 3).unwrap(), 3, "another chain");
    assert_eq!(desk.journal.free_nonce(chain, Address::ZERO, 3).unwrap(), 3, "another signer");
    desk.sound();
}

#[test]
fn the_last_replacement_stands_for_the_nonce() {
    let mut desk = Desk::new();
    let slow = desk.ask(1, 0).unwrap();
    desk.note(asked(2, 0, Some(slow))).unwrap();
    assert_eq!(desk.journal.request(slow).unwrap().unwrap().replaced_by, Some(id(2)));
    let refused = |desk: &mut Desk, entry| desk.note(entry).unwrap_err();
    assert!(matches!(refused(&mut desk, asked(3, 0, Some(slow))), JournalError::NotReplaced { .. }));
    assert!(matches!(refused(&mut desk, asked(3, 1, Some(id(2)))), JournalError::NotReplaced { .. }));
    assert_eq!(refused(&mut desk, asked(3, 0, Some(id(9)))), JournalError::NoRequest(id(9)));
    desk.note(Entry::Abandoned { id: id(2), reason: "no".to_owned() }).unwrap();
    assert_eq!(desk.journal.request(slow).unwrap().unwrap().replaced_by, None);
    desk.note(asked(4, 0, Some(slow))).unwrap();
    desk.sound();
}

#[test]
fn a_replacement_that_lost_the_nonce_stands_for_it_no_more_when_the_block_goes_away() {
    let mut desk = Desk::new();
    let (slow, fast) = (desk.ask(1, 0).unwrap(), id(2));
    for entry in [answered(slow), sending(slow), told(slow, None), asked(2, 0, Some(slow)), mined(slow, true)]
    {
        desk.note(entry).unwrap();
    }
    assert_eq!(desk.state(fast), State::NonceTaken);
    let block = desk.journal.request(slow).unwrap().unwrap().block.unwrap();
    desk.note(Entry::Reorganised { id: slow, block }).unwrap();
    let record = desk.journal.request(slow).unwrap().unwrap();
    assert_eq!((record.replaced_by, desk.journal.replacement_of(&record).unwrap()), (Some(fast), None));
    assert!(matches!(desk.ask(3, 0), Err(JournalError::NonceTaken { by, .. }) if by == slow));
    desk.note(asked(3, 0, Some(slow))).unwrap();
    assert!(matches!(desk.ask(4, 0), Err(JournalError::NonceTaken { by, .. }) if by == id(3)));
    desk.sound();
}

#[test]
fn when_a_replacement_is_mined_the_other_has_lost_its_nonce_and_back_again() {
    let mut desk = Desk::new();
    let (slow, fast) = (desk.ask(1, 0).unwrap(), id(2));
    for entry in [answered(slow), sending(slow), told(slow, None), asked(2, 0, Some(slow)), answered(fast)] {
        desk.note(entry).unwrap();
    }
    desk.note(mined(fast, true)).unwrap();
    assert_eq!((desk.state(slow), desk.state(fast)), (State::NonceTaken, State::Mined));
    // A reorganisation, and the other one comes in after all: no entry of its own is needed for the first.
    desk.note(mined(slow, true)).unwrap();
    assert_eq!((desk.state(slow), desk.state(fast)), (State::Mined, State::NonceTaken));
    desk.note(Entry::Final { id: slow, block: BLOCK }).unwrap();
    assert!(matches!(desk.note(mined(fast, true)), Err(JournalError::Impossible { .. })), "final is final");
    desk.sound();
}

#[test]
fn what_is_known_is_not_written_twice() {
    let mut desk = Desk::new();
    let id = desk.ask(1, 0).unwrap();
    for entry in [answered(id), mined(id, true)] {
        desk.note(entry).unwrap();
    }
    let version = desk.journal.version().unwrap();
    desk.note(mined(id, true)).unwrap();
    assert_eq!(desk.journal.version().unwrap(), version);
    desk.note(mined(id, false)).unwrap();
    assert_eq!(desk.state(id), State::Reverted, "but another outcome is");
}

#[test]
fn a_request_is_found_by_the_beginning_of_its_id_alone() {
    let mut desk = Desk::new();
    for number in 1..=3 {
        desk.ask(number, number.into()).unwrap();
    }
    let text = id(2).to_string();
    for length in [4, 5, 9, 36] {
        assert_eq!(desk.journal.find(&text[..length]), Ok(id(2)), "{length}");
    }
    assert_eq!(desk.journal.find(&text.to_uppercase()), Ok(id(2)));
    assert!(matches!(desk.journal.find("ffff"), Err(JournalError::NoSuch(_))));
    for text in ["", "020", "xyzw", "02%2", &"0".repeat(33)] {
        assert!(matches!(desk.journal.find(text), Err(JournalError::IdText(_))), "{text}");
    }
    let twin =
        |last| Entry::Asked(Box::new(Asked { id: twin_of(last), ..inner(asked(9, last.into(), None)) }));
    desk.note(twin(70)).unwrap();
    desk.note(twin(71)).unwrap();
    let found = desk.journal.find("7777");
    assert!(matches!(found, Err(JournalError::Ambiguous { count: 2, .. })), "{found:?}");
}

fn twin_of(last: u8) -> RequestId {
    let mut bytes = [0x77; 16];
    bytes[15] = last;
    RequestId::of_random(bytes)
}

fn inner(entry: Entry) -> Asked {
    let Entry::Asked(asked) = entry else { panic!("it asks") };
    *asked
}

#[test]
fn a_list_has_what_the_filter_lets_through_newest_first() {
    let mut desk = Desk::new();
    for number in 1..=4 {
        desk.ask(number, number.into()).unwrap();
    }
    desk.note(Entry::Abandoned { id: id(3), reason: "no".to_owned() }).unwrap();
    let listed = |filter: Filter| -> Vec<RequestId> {
        desk.journal.list(&filter).unwrap().iter().map(|record| record.asked.id).collect()
    };
    let all = Filter::default();
    assert_eq!(listed(all), [id(4), id(3), id(2), id(1)]);
    assert_eq!(listed(Filter { open: true, ..all }), [id(4), id(2), id(1)]);
    assert_eq!(listed(Filter { limit: Some(1), ..all }), [id(4)]);
    assert_eq!(listed(Filter { chain_id: Some(1), ..all }), []);
    assert_eq!(listed(Filter { chain_id: Some(u64::MAX), signer: Some(SIGNER), ..all }).len(), 4);
    assert_eq!(listed(Filter { signer: Some(Address::ZERO), ..all }), []);
}

#[test]
fn an_override_passes_one_rule_for_one_change_and_stays_readable() {
    let book = |desk: &Desk| desk.journal.book().unwrap();
    let mut desk = Desk::new();
    let words = book::tests::junk_card();
    desk.journal.change_book(BookChange::DeviceAdded(words.clone()), None).unwrap();
    let key = |index, name: &str| {
        let choice = book::KeyChoice::Index(index);
        BookChange::KeyUsed(book::Key::of_device(&words, &choice, name, true).unwrap())
    };
    desk.journal.change_book(key(0, "Owner"), None).unwrap();
    let second = key(1, "Upgrader");
    assert!(matches!(desk.journal.change_book(second.clone(), None), Err(JournalError::Book(_))));
    assert!(matches!(desk.journal.change_book(second.clone(), Some(" ")), Err(JournalError::Book(_))));
    assert_eq!(book(&desk).keys.len(), 1);
    desk.journal.change_book(second, Some("one device is in repair")).unwrap();
    assert_eq!(book(&desk).keys.len(), 2);
    let kinds: Vec<_> = desk.journal.entries(2).unwrap().into_iter().map(|written| written.kind).collect();
    assert_eq!(kinds, ["book", "overridden"]);
    assert!(matches!(desk.journal.change_book(key(2, "Third"), None), Err(JournalError::Book(_))));
    desk.sound();
}

#[test]
fn an_export_of_every_kind_can_be_checked_by_a_stranger_and_hides_api_keys() {
    use sha2::Digest as _;
    let mut desk = Desk::new();
    let id = desk.ask(1, 0).unwrap();
    for entry in [answered(id), sending(id), told(id, Some("=HYPERLINK(\"x\")"))] {
        desk.note(entry).unwrap();
    }
    let chain = book::ChainEntry {
        chain_id: 7,
        name: "=Seven".to_owned(),
        coin: "SEV".to_owned(),
        nodes: vec!["https://rpc.example/SECRET".to_owned()],
        confirmations: 3,
        by_user: true,
    };
    desk.journal.change_book(BookChange::ChainSet(chain), None).unwrap();
    let exported = |form, whole| {
        let mut bytes = Vec::new();
        assert_eq!(export(&desk.journal, form, whole, &mut bytes).unwrap(), 5);
        String::from_utf8(bytes).unwrap()
    };
    assert!(
        !exported(Form::Json, false).contains("SECRET") && !exported(Form::Csv, false).contains("SECRET")
    );
    let document: serde_json::Value = serde_json::from_str(&exported(Form::Json, true)).unwrap();
    let mut before = "0".repeat(64);
    for entry in document["entries"].as_array().unwrap() {
        let text = |name: &str| entry[name].as_str().unwrap().to_owned();
        let hashed = format!(
            "coldframe journal entry 1\n{before}\n{}\n{}\n{}\n{}",
            entry["seq"],
            entry["at_ms"],
            text("kind"),
            text("body")
        );
        before = alloy::hex::encode(sha2::Sha256::digest(hashed));
        assert_eq!(text("hash"), format!("0x{before}"));
    }
    assert_eq!(document["head"], format!("0x{before}"));
    assert_eq!(exported(Form::Csv, false).matches("\r\n").count(), 6);
}

#[test]
fn no_cell_is_a_formula_and_no_quote_ends_one() {
    for (text, cell) in [
        ("plain", "\"plain\""),
        ("=1+1", "\"'=1+1\""),
        ("@SUM(A1)", "\"'@SUM(A1)\""),
        ("-2", "\"'-2\""),
        ("\t=1", "\"'\t=1\""),
        ("a \"b\", c\r\nd", "\"a \"\"b\"\", c\r\nd\""),
    ] {
        assert_eq!(export::cell(text), cell);
    }
}
