//! What is read of a long list, and the questions asked on the way.

use shared::eth::{Address, B256};

use super::*;
use crate::journal::entry::Asked;

fn record(number: u8) -> Record {
    Record {
        asked: Asked {
            id: RequestId::of_random([number; 16]),
            message: Vec::new(),
            digest: B256::ZERO,
            signer: Address::ZERO,
            chain_id: Some(1),
            nonce: Some(u64::from(number)),
            purpose: format!("request {number}"),
            replaces: None,
        },
        state: State::Waiting,
        asked_at: 0,
        changed_at: 0,
        answer: None,
        signed: None,
        hash: None,
        block: None,
        replaced_by: None,
    }
}

fn shown() -> Shown {
    Shown { is_read: true, version: 7, ..Shown::default() }
}

fn step(screen: Pages, choice: PagesChoice) -> (Pages, Option<Order>) {
    let next = journal(Box::new(screen), &shown(), choice);
    let Screen::Pages(screen) = next.screen else { panic!("it stays on this screen") };
    (*screen, next.order)
}

fn read(screen: Pages, total: u32, filter: &Filter) -> Pages {
    let count = ROWS.min(total.saturating_sub(filter.skip));
    let records = (0..count).map(|_| record(1)).collect();
    let rows = Rows { total, skip: filter.skip, records, head: Some((9, B256::ZERO)) };
    let Screen::Pages(screen) = finish(Box::new(screen), Done::Rows(rows)).screen else { panic!() };
    *screen
}

#[test]
fn of_a_hundred_thousand_requests_only_those_around_what_is_in_sight_are_read_once() {
    let total = 100_000;
    let mut screen = Pages::default();
    for from in [0, 40, 5_000, 99_990, 99_985, 0] {
        assert!(screen.lacks(&shown(), from, from + 10) || from == 40 || from == 99_985);
        let (next, order) = step(screen, PagesChoice::InSight(from, from + 10));
        screen = next;
        if let Some(Order::Rows(filter)) = order {
            assert!(filter.skip <= from && filter.limit == Some(ROWS));
            assert!(!screen.lacks(&shown(), from, from + 10), "it is on its way");
            screen = read(screen, total, &filter);
        }
        assert!(screen.rows.get(from).is_some() && !screen.lacks(&shown(), from, from + 10));
        assert!(screen.rows.records.len() <= ROWS as usize);
    }
    assert!(screen.lacks(&Shown { version: 8, ..shown() }, 0, 10), "somebody has written");
}

#[test]
fn nothing_is_read_before_the_window_knows_its_journal() {
    assert!(!Pages::default().lacks(&Shown::default(), 0, 10));
}

#[test]
fn a_request_is_given_up_with_a_reason_only() {
    let (screen, order) = step(Pages::default(), PagesChoice::One(Box::new(record(3))));
    assert!(matches!(order, Some(Order::Entries(id)) if id == record(3).asked.id));
    let (screen, _) = step(screen, PagesChoice::GiveUp(true));
    let (screen, order) = step(screen, PagesChoice::Abandon);
    assert!(order.is_none());
    let (screen, _) = step(screen, PagesChoice::Reason(format!("{}about", "abandon ".repeat(11))));
    let (screen, order) = step(screen, PagesChoice::Abandon);
    assert!(order.is_none(), "a mnemonic is no reason");
    let (screen, _) = step(screen, PagesChoice::Reason("wrong contract ".to_owned()));
    let (screen, order) = step(screen, PagesChoice::Abandon);
    assert!(matches!(order, Some(Order::Abandon { reason, .. }) if reason == "wrong contract"));
    let Screen::Pages(screen) = finish(Box::new(screen), Done::Abandoned(record(3).asked.id)).screen else {
        panic!()
    };
    assert_eq!(screen.page, Page::List);
}

#[test]
fn what_was_sent_is_cancelled_on_the_chain_and_not_given_up() {
    for state in State::ALL {
        let record = Record { state, signed: Some(vec![2]), ..record(3) };
        let (screen, _) = step(Pages::default(), PagesChoice::One(Box::new(record)));
        let (screen, _) = step(screen, PagesChoice::GiveUp(true));
        let Page::One(one) = &screen.page else { panic!() };
        let may = matches!(state, State::Waiting | State::Signed);
        assert_eq!(one.giving_up.is_some(), may, "{state:?}");
        let pointed = one.after_sending(&shown()).is_some_and(|said| said.contains("“Cancel it”"));
        assert_eq!(pointed, matches!(state, State::Sending | State::Sent), "{state:?}");
        let (_, order) = step(screen, PagesChoice::Abandon);
        assert!(order.is_none(), "{state:?}");
    }
}

#[test]
fn a_message_that_is_signed_has_come_to_its_end_and_its_signature_can_be_seen_again() {
    let mut record = Record { state: State::Signed, ..record(3) };
    record.asked.nonce = None;
    let (screen, _) = step(Pages::default(), PagesChoice::One(Box::new(record)));
    let Page::One(one) = &screen.page else { panic!() };
    assert!(!one.may_be_given_up(&shown()) && !one.record.is_open());
    assert_eq!(one.way_on(&shown()), Some("Show the signature"));
}

#[test]
fn what_is_sent_while_it_is_asked_about_is_not_given_up() {
    let (screen, _) = step(Pages::default(), PagesChoice::One(Box::new(record(3))));
    let (screen, _) = step(screen, PagesChoice::GiveUp(true));
    let (screen, _) = step(screen, PagesChoice::Reason("wrong contract".to_owned()));
    let sent = Record { state: State::Sent, ..record(3) };
    let now = Shown { requests: vec![sent], ..shown() };
    let next = journal(Box::new(screen), &now, PagesChoice::Abandon);
    assert!(next.order.is_none());
}

#[test]
fn heads_and_paths_are_refused_at_their_field() {
    for (head, taken) in [("", true), (&format!("0x{}", "ab".repeat(32)), true), ("0x12", false)] {
        let (screen, _) = step(Pages::default(), PagesChoice::Prove);
        let (screen, _) = step(screen, PagesChoice::Head(head.to_owned()));
        assert_eq!(step(screen, PagesChoice::Verify).1.is_some(), taken, "{head}");
    }
    for (path, taken) in [("a/journal.json", true), ("journal.CSV", true), ("journal", false), ("", false)] {
        let (screen, _) = step(Pages::default(), PagesChoice::Export);
        let (screen, _) = step(screen, PagesChoice::Path(path.to_owned()));
        assert_eq!(step(screen, PagesChoice::Write).1.is_some(), taken, "{path}");
    }
}
