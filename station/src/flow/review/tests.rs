//! What an approval needs, as claims.

use super::*;
use crate::{air::Link, air::LinkKind, flow::samples};
use proptest::prelude::*;

fn at(seconds: f64, air: &Air) -> Moment<'_> {
    Moment { running: Duration::from_secs_f64(seconds), air }
}

fn quiet() -> Air {
    samples::air()
}

fn exposed() -> Air {
    Air { links: vec![Link { name: "eth0".to_owned(), kind: LinkKind::Wired }], ..quiet() }
}

fn step(screen: Screen, moment: Moment<'_>, choice: ReviewChoice) -> Screen {
    match screen {
        Screen::Review(reviewing) => review(*reviewing, moment, choice),
        other => other,
    }
}

fn reviewing(screen: &Screen) -> &Reviewing {
    match screen {
        Screen::Review(reviewing) => reviewing,
        other => panic!("still reading, not {other:?}"),
    }
}

fn read_through(reviewing: Reviewing, air: &Air) -> Screen {
    let mut screen = Screen::Review(Box::new(reviewing));
    for _ in 0..100 {
        screen = step(screen, at(0.0, air), ReviewChoice::NextPage);
    }
    screen
}

#[test]
fn an_approval_takes_all_pages_and_a_hold_of_one_second() {
    let air = quiet();
    let screen = read_through(samples::harmless(), &air);
    let screen = step(screen, at(5.0, &air), ReviewChoice::Approve);
    assert_eq!(reviewing(&screen).may_approve(at(5.0, &air)), Err(NotYet::NotHeld));
    let screen = step(screen, at(5.0, &air), ReviewChoice::Press);
    let screen = step(screen, at(5.99, &air), ReviewChoice::Approve);
    assert_eq!(reviewing(&screen).may_approve(at(5.99, &air)), Err(NotYet::NotHeld), "a hundredth too short");
    let screen = step(screen, at(6.0, &air), ReviewChoice::Approve);
    assert!(matches!(screen, Screen::Sign(_)));
}

#[test]
fn anything_done_in_between_ends_a_hold() {
    let air = quiet();
    for choice in [
        ReviewChoice::Release,
        ReviewChoice::PreviousPage,
        ReviewChoice::NextPage,
        ReviewChoice::Erase,
        ReviewChoice::Type("a".to_owned()),
        ReviewChoice::AskReject,
        ReviewChoice::Keep,
    ] {
        let screen = read_through(samples::harmless(), &air);
        let screen = step(screen, at(1.0, &air), ReviewChoice::Press);
        let screen = step(screen, at(1.5, &air), choice.clone());
        let screen = step(screen, at(9.0, &air), ReviewChoice::Approve);
        assert!(matches!(screen, Screen::Review(_)), "{choice:?}");
    }
}

#[test]
fn before_the_last_page_nothing_can_be_held_down() {
    let air = quiet();
    let screen = Screen::Review(Box::new(samples::harmless()));
    assert_eq!(reviewing(&screen).may_hold(&air), Err(NotYet::PagesUnseen));
    let mut screen = step(screen, at(0.0, &air), ReviewChoice::Press);
    for _ in 0..100 {
        screen = step(screen, at(0.1, &air), ReviewChoice::NextPage);
    }
    let screen = step(screen, at(9.0, &air), ReviewChoice::Approve);
    assert!(matches!(screen, Screen::Review(_)), "the press came before the pages were seen");
}

#[test]
fn what_can_lose_everything_wants_a_word_from_its_finding() {
    let air = quiet();
    let screen = read_through(samples::critical(), &air);
    let word = reviewing(&screen).word().expect("a critical finding").to_owned();
    let first = &reviewing(&screen).reading().request().findings()[0];
    assert!(first.sentence.contains(&word), "“{word}” stands in “{}”", first.sentence);
    let held = |screen| {
        let screen = step(screen, at(1.0, &air), ReviewChoice::Press);
        step(screen, at(2.0, &air), ReviewChoice::Approve)
    };
    let mut screen = held(screen);
    assert_eq!(
        reviewing(&screen).may_hold(&air),
        Err(NotYet::WordMissing { word: word.clone(), from: WordFrom::Worst })
    );
    for letter in word.to_uppercase().chars() {
        assert!(matches!(screen, Screen::Review(_)));
        screen = step(screen, at(3.0, &air), ReviewChoice::Type(letter.to_string()));
    }
    assert!(matches!(held(screen), Screen::Sign(_)), "capitals are no other word");
}

#[test]
fn an_unknown_call_wants_a_word_although_nothing_in_it_is_critical() {
    let air = quiet();
    let screen = read_through(samples::unknown(), &air);
    let findings = reviewing(&screen).reading().request().findings();
    assert!(findings.iter().all(|finding| finding.severity < Severity::Critical), "{findings:?}");
    let word = reviewing(&screen).word().expect("a word for what nobody knows").to_owned();
    assert!(findings.iter().any(|finding| finding.id == "unknown-call" && finding.sentence.contains(&word)));
    let missing = NotYet::WordMissing { word, from: WordFrom::Unknown };
    assert_eq!(reviewing(&screen).may_hold(&air), Err(missing));
}

#[test]
fn a_wrong_letter_is_seen_and_can_be_erased() {
    let air = quiet();
    let mut screen = read_through(samples::critical(), &air);
    let word = reviewing(&screen).word().unwrap().to_owned();
    for letter in word.chars().chain(['x']) {
        screen = step(screen, at(0.0, &air), ReviewChoice::Type(letter.to_string()));
    }
    assert!(reviewing(&screen).may_hold(&air).is_err());
    screen = step(screen, at(0.0, &air), ReviewChoice::Erase);
    assert_eq!(reviewing(&screen).may_hold(&air), Ok(()));
}

#[test]
fn a_live_link_stops_the_approval_and_nothing_else() {
    let screen = read_through(samples::harmless(), &quiet());
    let screen = step(screen, at(1.0, &quiet()), ReviewChoice::Press);
    let screen = step(screen, at(9.0, &exposed()), ReviewChoice::Approve);
    let NotYet::AirGap(why) = reviewing(&screen).may_hold(&exposed()).unwrap_err() else {
        panic!("the link")
    };
    assert!(why.contains("eth0"), "{why}");
    assert_eq!(reviewing(&screen).may_hold(&quiet()), Ok(()), "down again, it goes on");
}

#[test]
fn rejecting_is_asked_first() {
    let air = quiet();
    let screen = step(Screen::Review(Box::new(samples::harmless())), at(0.0, &air), ReviewChoice::Reject);
    assert!(matches!(screen, Screen::Review(_)), "nobody asked");
    let screen = step(screen, at(0.0, &air), ReviewChoice::AskReject);
    assert_eq!(step(screen, at(0.0, &air), ReviewChoice::Reject), Screen::Scan);
}

fn any_choice() -> impl Strategy<Value = ReviewChoice> {
    prop_oneof![
        Just(ReviewChoice::NextPage),
        Just(ReviewChoice::PreviousPage),
        "[a-z]{1,4}".prop_map(ReviewChoice::Type),
        Just(ReviewChoice::Erase),
        Just(ReviewChoice::Press),
        Just(ReviewChoice::Release),
        Just(ReviewChoice::AskReject),
        Just(ReviewChoice::Keep),
        Just(ReviewChoice::Approve),
    ]
}

proptest! {
    /// Whatever is pressed in less than a second after the last press of “Approve”, nothing is signed.
    #[test]
    fn no_key_mash_approves_without_a_second_of_holding(choices in prop::collection::vec((any_choice(), 0_u32..900), 0..60)) {
        let air = quiet();
        let mut screen = Screen::Review(Box::new(samples::harmless()));
        let (mut now, mut pressed) = (0.0, None);
        for (choice, wait) in choices {
            now += f64::from(wait) / 1_000.0;
            match choice {
                ReviewChoice::Press => pressed = Some(now),
                ReviewChoice::Approve => {}
                _ => pressed = None,
            }
            screen = step(screen, at(now, &air), choice);
            if matches!(screen, Screen::Sign(_)) {
                let held = pressed.map(|since| now - since);
                prop_assert!(held.is_some_and(|held| held > 0.999), "{held:?}");
                break;
            }
        }
    }
}
