//! The file: what is no journal, what is newer, older, full, locked, damaged, read-only; two companions at once.

use rusqlite::Connection;

use super::*;

fn refused(path: &Path) -> JournalError {
    Journal::open(path).unwrap_err()
}

#[cfg(unix)]
#[test]
fn a_new_journal_is_for_its_user_alone_and_so_is_its_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("data/coldframe/journal.sqlite");
    let mut journal = Journal::open(&path).unwrap();
    journal.record(&asked(1, 0, None)).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&folder.path().join("data/coldframe/journal.sqlite-wal")), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
}

#[test]
fn what_is_no_journal_is_said_to_be_none_and_is_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "notes ".repeat(1_000)).unwrap();
    assert!(matches!(refused(&text), JournalError::NotAJournal { .. }), "{:?}", refused(&text));
    assert_eq!(std::fs::read_to_string(&text).unwrap(), "notes ".repeat(1_000));
    let foreign = folder.path().join("foreign.sqlite");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE songs (name TEXT)").unwrap();
    assert!(matches!(refused(&foreign), JournalError::NotAJournal { .. }));
    assert!(matches!(refused(folder.path()), JournalError::NotAJournal { .. }), "a folder");
    assert!(Journal::open(&folder.path().join("empty")).is_ok());
    std::fs::write(folder.path().join("nothing"), "").unwrap();
    assert!(Journal::open(&folder.path().join("nothing")).is_ok(), "cut off before the first step");
}

#[test]
fn a_newer_journal_is_refused_and_left_as_it_is() {
    let desk = Desk::new();
    let connection = Connection::open(desk.path()).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    let error = refused(&desk.path());
    assert!(matches!(error, JournalError::Newer { found: 99, known: 2, .. }), "{error}");
}

#[test]
fn an_older_journal_takes_the_steps_it_has_not_seen_and_keeps_its_entries() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("journal.sqlite");
    let later: Vec<&str> =
        [schema::STEPS, &["ALTER TABLE requests ADD COLUMN note TEXT", "CREATE TABLE more (x)"]].concat();
    for version in 1..=later.len() {
        let connection = open::open(&path, &later[..version]).unwrap();
        if version == 1 {
            let mut journal = Journal { connection, path: path.clone() };
            journal.record(&asked(1, 0, None)).unwrap();
        } else {
            let kept: i64 =
                connection.query_row("SELECT count(*) FROM entries", [], |row| row.get(0)).unwrap();
            let found = schema::found(&connection).unwrap();
            assert_eq!((kept, found), (1, schema::Found::Journal(i32::try_from(version).unwrap())));
        }
    }
    assert!(matches!(refused(&path), JournalError::Newer { found: 4, known: 2, .. }));
}

#[test]
fn a_message_that_is_signed_is_open_no_more_also_where_an_older_version_left_it_open() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("journal.sqlite");
    let connection = open::open(&path, &schema::STEPS[..1]).unwrap();
    let mut older = Journal { connection, path: path.clone() };
    older.record(&asked(1, 0, None)).unwrap();
    older.record(&answered(id(1))).unwrap();
    older.record(&asked(2, 1, None)).unwrap();
    older.record(&Entry::Answered { id: id(2), answer: vec![1], signed: None }).unwrap();
    older.connection.execute("UPDATE requests SET is_open = 1", []).unwrap();
    drop(older);
    let journal = Journal::open(&path).unwrap();
    let open = journal.list(&Filter { open: true, ..Filter::default() }).unwrap();
    let open: Vec<_> = open.iter().map(|record| record.asked.id).collect();
    assert_eq!(open, [id(1)], "the transaction is to be sent, the message is done");
    let verified = journal.verify(None, &mut |_, _| true).unwrap();
    assert_eq!(verified.fault, None);
}

#[test]
fn a_step_that_fails_leaves_the_older_version_whole() {
    let desk = Desk::new();
    let broken: Vec<&str> = [schema::STEPS, &["CREATE TABLE half (x); CREATE TABLE entries (x)"]].concat();
    assert!(open::open(&desk.path(), &broken).is_err());
    let journal = Journal::open(&desk.path()).unwrap();
    let half =
        journal.connection.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'half'", [], |row| {
            row.get::<_, i64>(0)
        });
    assert_eq!(half.unwrap(), 0);
}

#[test]
fn what_is_marked_read_only_is_refused_before_anything_is_done() {
    let desk = Desk::new();
    for place in [desk.path(), desk.folder.path().to_owned()] {
        let open = std::fs::metadata(&place).unwrap().permissions();
        let mut closed = open.clone();
        closed.set_readonly(true);
        std::fs::set_permissions(&place, closed).unwrap();
        assert!(matches!(refused(&desk.path()), JournalError::ReadOnly { .. }), "{place:?}");
        std::fs::set_permissions(&place, open).unwrap();
    }
    assert!(Journal::open(&desk.path()).is_ok());
}

#[test]
fn a_full_disk_is_said_and_what_was_written_stays() {
    let mut desk = Desk::new();
    desk.ask(1, 0).unwrap();
    let pages: i64 = desk.journal.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let limit = format!("PRAGMA max_page_count = {}", pages + 1);
    desk.journal.connection.query_row(&limit, [], |_| Ok(())).unwrap();
    let reason = "x".repeat(100_000);
    let error = desk.note(Entry::Abandoned { id: id(1), reason }).unwrap_err();
    assert!(matches!(error, JournalError::Full { .. }), "{error}");
    assert_eq!(desk.state(id(1)), State::Waiting);
    desk.journal.connection.query_row("PRAGMA max_page_count = 1000000", [], |_| Ok(())).unwrap();
    desk.ask(2, 1).unwrap();
    desk.sound();
}

#[test]
fn two_companions_work_on_one_journal_and_each_sees_what_the_other_wrote() {
    let mut desk = Desk::new();
    let mut other = Journal::open(&desk.path()).unwrap();
    let before = desk.journal.version().unwrap();
    other.record(&asked(1, 0, None)).unwrap();
    assert_ne!(desk.journal.version().unwrap(), before);
    assert!(matches!(desk.ask(2, 0), Err(JournalError::NonceTaken { .. })), "the nonce is the other's");
    desk.ask(3, 1).unwrap();
    assert_eq!(other.requests().unwrap().len(), 2);
    desk.sound();
}

#[test]
fn of_many_that_want_one_nonce_at_once_one_gets_it() {
    let desk = Desk::new();
    let got: Vec<bool> = std::thread::scope(|scope| {
        let threads: Vec<_> = (1..=4)
            .map(|number| {
                let path = desk.path();
                scope.spawn(move || Journal::open(&path).unwrap().record(&asked(number, 0, None)).is_ok())
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(got.iter().filter(|got| **got).count(), 1);
    desk.sound();
}

#[test]
fn a_journal_that_another_program_holds_is_said_to_be_held() {
    let mut desk = Desk::new();
    let other = Connection::open(desk.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    desk.journal.connection.busy_timeout(Duration::ZERO).unwrap();
    assert!(matches!(desk.ask(1, 0), Err(JournalError::Locked { .. })));
    other.execute_batch("ROLLBACK").unwrap();
    desk.ask(1, 0).unwrap();
}

#[test]
fn a_second_window_is_told_and_the_first_gives_way_when_it_closes() {
    let desk = Desk::new();
    let other = Journal::open(&desk.path()).unwrap();
    let held = desk.journal.hold_for_window().unwrap();
    assert!(matches!(other.hold_for_window(), Err(JournalError::SecondWindow { .. })));
    drop(held);
    assert!(other.hold_for_window().is_ok());
}

/// One change behind our back, and what `verify` must say of it.
#[test]
fn every_change_behind_our_back_is_found() {
    type Found = fn(&Fault) -> bool;
    let changes: [(&str, &str, Found); 10] = [
        (
            "a word of an entry",
            "UPDATE entries SET body = replace(body, 'Purpose 1', 'Purpose 9') WHERE seq = 1",
            |fault| matches!(fault, Fault::Hash { seq: 1 }),
        ),
        ("a time", "UPDATE entries SET at_ms = at_ms + 1 WHERE seq = 2", |fault| {
            matches!(fault, Fault::Hash { seq: 2 })
        }),
        ("an entry", "DELETE FROM entries WHERE seq = 2", |fault| {
            matches!(fault, Fault::Gap { after: 1, found: 3 })
        }),
        ("the last entry", "DELETE FROM entries WHERE seq = 3", |fault| {
            matches!(fault, Fault::Projection { .. })
        }),
        ("where a request stands", "UPDATE requests SET state = 3", |fault| {
            matches!(fault, Fault::Projection { .. })
        }),
        ("whether it is under way", "UPDATE requests SET is_open = 0", |fault| {
            matches!(fault, Fault::Projection { .. })
        }),
        ("which request an entry is of", "UPDATE entries SET request = NULL WHERE seq = 2", |fault| {
            matches!(fault, Fault::Projection { .. })
        }),
        ("the request of another", "UPDATE entries SET request = zeroblob(16) WHERE seq = 1", |fault| {
            matches!(fault, Fault::Projection { .. })
        }),
        ("a request", "DELETE FROM requests", |fault| matches!(fault, Fault::Projection { .. })),
        ("a page of a book", "INSERT INTO book (shelf, key, body) VALUES ('chain', '1', '{}')", |fault| {
            matches!(fault, Fault::Projection { .. })
        }),
    ];
    for (what, sql, found) in changes {
        let mut desk = Desk::new();
        let id = desk.ask(1, 0).unwrap();
        desk.note(answered(id)).unwrap();
        desk.note(sending(id)).unwrap();
        desk.sound();
        let other = Connection::open(desk.path()).unwrap();
        assert!(
            !sql.contains("entries") || other.execute_batch(sql).is_err(),
            "{what}: the triggers hold it back"
        );
        let drops = "PRAGMA foreign_keys = OFF; DROP TRIGGER entries_stay; DROP TRIGGER entries_remain;";
        other.execute_batch(drops).unwrap();
        other.execute_batch(sql).unwrap();
        let fault = desk.journal.verify(None, &mut |_, _| true).unwrap().fault.expect(what);
        assert!(found(&fault), "{what}: {fault}");
    }
}

#[test]
fn a_head_that_was_kept_elsewhere_is_found_until_the_journal_is_written_anew() {
    let mut desk = Desk::new();
    desk.ask(1, 0).unwrap();
    let kept = desk.journal.head().unwrap().1;
    desk.ask(2, 1).unwrap();
    let has = |desk: &Desk| desk.journal.verify(Some(kept), &mut |_, _| true).unwrap().has_head;
    assert!(has(&desk));
    let mut anew = Desk::new();
    anew.ask(2, 0).unwrap();
    assert!(!has(&anew));
}

#[test]
fn damage_on_the_disk_is_said() {
    let mut desk = Desk::new();
    for number in 1..=40 {
        desk.ask(number, number.into()).unwrap();
    }
    let path = desk.path();
    let Desk { folder: _folder, journal } = desk;
    drop(journal); // its log goes into the file
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.iter_mut().skip(4_096).for_each(|byte| *byte = 0x5a);
    std::fs::write(&path, bytes).unwrap();
    let said = Journal::open(&path).and_then(|journal| journal.requests().map(|_| ()));
    assert!(matches!(said, Err(JournalError::Damaged { .. })), "{said:?}");
}
