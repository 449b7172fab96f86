//! Parts of a long list, proof and export of a real journal in a temporary folder.

use super::*;
use crate::example;

fn journal() -> (tempfile::TempDir, Journal) {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    journal.record_all(&example::entries("http://127.0.0.1:8545/secret".to_owned())).unwrap();
    (folder, journal)
}

#[test]
fn an_empty_list_has_a_head_and_no_rows() {
    let (_folder, journal) = journal();
    let rows = rows(&journal, &Filter::default()).unwrap();
    assert_eq!((rows.total, rows.records.len()), (0, 0));
    assert_eq!(rows.head, Some(journal.head().unwrap()));
}

#[test]
fn a_sound_journal_is_proven_and_another_head_is_not_in_it() {
    let (_folder, journal) = journal();
    let mut heard = 0;
    let verified = verify(&journal, Some(B256::repeat_byte(1)), &mut |_| {
        heard += 1;
        true
    });
    let verified = verified.unwrap();
    assert!(heard > 0 && verified.fault.is_none() && !verified.has_head);
    assert!(verify(&journal, Some(verified.head), &mut |_| true).unwrap().has_head);
    assert_eq!(verify(&journal, None, &mut |_| false).unwrap_err().kind.as_str(), "stopped");
}

#[test]
fn an_export_is_a_new_file_without_secrets() {
    let (folder, journal) = journal();
    for (name, begins) in [("all.json", "{\"format\""), ("all.CSV", "seq,")] {
        let path = folder.path().join(name);
        export(&journal, &path, &mut |_| true).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with(begins), "{name}: {text}");
        assert!(!text.contains("secret"));
        assert!(export(&journal, &path, &mut |_| true).is_err(), "what is there is not written over");
    }
}
