use super::*;
use crate::{
    Sitting,
    desk::Random,
    flow::{
        Choice, EntryChoice, Passphrase, PassphraseChoice,
        samples::{self, after, type_in},
    },
};

fn begin() -> Screen {
    Screen::New(Box::default())
}

fn choose(screen: Screen, desk: &mut Desk, choice: NewChoice) -> Screen {
    after(screen, desk, Choice::New(choice)).screen
}

fn typed(screen: Screen, desk: &mut Desk, text: &str) -> Screen {
    type_in(screen, desk, text, |keys| Choice::New(NewChoice::Keys(keys)))
}

fn state(screen: &Screen) -> &New {
    match screen {
        Screen::New(state) => state,
        other => panic!("still the new words, not {other:?}"),
    }
}

/// Fifty throws that look like throws.
const THROWS: &str = "26143514226351623415532614325461325164235142632514";

fn word(desk: &Desk, position: usize) -> String {
    desk.words.reveal(position, str::to_owned).expect("a word")
}

/// Made, as far as the first page to write from.
fn made(desk: &mut Desk) -> Screen {
    let screen = typed(begin(), desk, THROWS);
    choose(screen, desk, NewChoice::Continue)
}

fn asked(desk: &mut Desk) -> Screen {
    let screen = made(desk);
    (0..3).fold(screen, |screen, _| choose(screen, desk, NewChoice::Continue))
}

#[test]
fn enough_throws_make_words_and_too_few_ask_whether_the_machine_is_trusted() {
    let mut desk = samples::empty_desk();
    let screen = typed(begin(), &mut desk, &THROWS[..49]);
    let screen = choose(screen, &mut desk, NewChoice::Continue);
    assert_eq!(state(&screen).stage, NewStage::TrustMachine);
    let screen = choose(screen, &mut desk, NewChoice::Back);
    let screen = typed(screen, &mut desk, "3");
    let screen = choose(screen, &mut desk, NewChoice::Continue);
    assert_eq!(state(&screen).stage, NewStage::Write { page: 0 });
    assert!(desk.words.check().is_ok() && desk.throws.is_empty(), "the throws are forgotten");
    assert_eq!(desk.log.entries().next_back().unwrap().event, Event::NewMnemonic);
}

#[test]
fn the_same_throws_with_other_randomness_make_other_words() {
    let words = |random: Random| {
        let mut desk = Desk { random, ..samples::empty_desk() };
        _ = made(&mut desk);
        (0..12).map(|position| word(&desk, position)).collect::<Vec<_>>()
    };
    let sevens = |bytes: &mut [u8]| {
        bytes.fill(7);
        Ok(())
    };
    let eights = |bytes: &mut [u8]| {
        bytes.fill(8);
        Ok(())
    };
    assert_eq!(words(sevens), words(sevens));
    assert_ne!(words(sevens), words(eights));
}

#[test]
fn a_machine_without_randomness_makes_no_words_even_with_throws() {
    let mut desk = samples::empty_desk();
    desk.random = |_| Err(RandomError { reason: "none".to_owned() });
    let screen = made(&mut desk);
    assert_eq!(state(&screen).stage, NewStage::Throw);
    assert!(state(&screen).note.is_some() && desk.words.is_empty());
}

#[test]
fn impossible_faces_are_not_counted_and_odd_throws_are_noticed() {
    let mut desk = samples::empty_desk();
    let screen = typed(begin(), &mut desk, "7");
    assert!(state(&screen).note.is_some() && desk.throws.is_empty());
    let screen = typed(screen, &mut desk, "1666666");
    assert!(state(&screen).note.as_ref().unwrap().contains("in a row"));
    let screen = choose(screen, &mut desk, NewChoice::Throw(Thrown::Coins));
    assert!(desk.throws.is_empty(), "coins are no dice");
    _ = typed(screen, &mut desk, "hth01\u{8}");
    assert_eq!((desk.throws.len(), desk.throws.bits()), (4, 4));
}

#[test]
fn all_words_are_asked_back_in_another_order() {
    let mut desk = samples::empty_desk();
    let mut screen = asked(&mut desk);
    let mut order = Vec::new();
    while let NewStage::Ask { left } = &state(&screen).stage {
        let position = *left.last().unwrap();
        order.push(position);
        let answer = word(&desk, position) + " ";
        screen = typed(screen, &mut desk, &answer);
    }
    assert_eq!(state(&screen).stage, NewStage::Proved);
    let mut sorted = order.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (0..12).collect::<Vec<_>>());
    assert_ne!(order, sorted, "not in the order of the paper");
    assert!(desk.other_words.is_empty());
}

#[test]
fn a_wrong_answer_names_the_place_and_leads_back_to_its_page() {
    let mut desk = samples::empty_desk();
    let screen = asked(&mut desk);
    let NewStage::Ask { left } = &state(&screen).stage else { panic!("asked") };
    let position = *left.last().unwrap();
    let wrong = if word(&desk, position) == "zoo" { "abandon " } else { "zoo " };
    let screen = typed(screen, &mut desk, wrong);
    assert_eq!(state(&screen).stage, NewStage::Wrong { position });
    let screen = choose(screen, &mut desk, NewChoice::Continue);
    assert_eq!(state(&screen).stage, NewStage::Write { page: position / PAGE_WORDS });
    assert!(desk.words.is_complete(), "the words are still there to be written down right");
}

#[test]
fn the_first_drill_starts_from_nothing_and_ends_in_a_sitting_of_the_same_keys() {
    let mut desk = samples::empty_desk();
    let mut screen = asked(&mut desk);
    let paper: Vec<_> = (0..12).map(|position| word(&desk, position)).collect();
    while let NewStage::Ask { left } = &state(&screen).stage {
        let answer = paper[*left.last().unwrap()].clone() + " ";
        screen = typed(screen, &mut desk, &answer);
    }
    let fingerprint = state(&screen).fingerprint.unwrap();
    let screen = choose(screen, &mut desk, NewChoice::Continue);
    assert!(!desk.holds_secrets(), "wiped before they are entered");
    let screen =
        type_in(screen, &mut desk, &(paper.join(" ") + " \n"), |keys| Choice::Entry(EntryChoice::Keys(keys)));
    assert_eq!(screen, Screen::Passphrase(Box::<Passphrase>::default()));
    let keys = |keys| Choice::Passphrase(PassphraseChoice::Keys(keys));
    assert!(matches!(type_in(screen, &mut desk, "\n\n", keys), Screen::Accounts(_)));
    assert_eq!(desk.sitting.as_ref().map(Sitting::fingerprint), Some(fingerprint));
}

#[test]
fn giving_up_the_words_wipes_them() {
    let mut desk = samples::empty_desk();
    let screen = made(&mut desk);
    let screen = choose(screen, &mut desk, NewChoice::Back);
    assert_eq!(*state(&screen), New::default());
    assert!(!desk.holds_secrets());
    assert!(matches!(choose(screen, &mut desk, NewChoice::Back), Screen::Start(_)));
}

#[test]
fn every_place_is_as_likely_to_be_asked_first() {
    // 255 would make low places likelier in twelve: it is thrown again.
    let bytes = |bytes: &mut [u8]| {
        static NEXT: std::sync::atomic::AtomicU8 = std::sync::atomic::AtomicU8::new(250);
        bytes.fill(NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        Ok(())
    };
    assert_eq!((0..6).map(|_| below(12, bytes).unwrap()).collect::<Vec<_>>(), [10, 11, 0, 1, 2, 3]);
}
