use super::*;
use crate::{
    air::{Air, Link, LinkKind},
    flow::{
        Choice, PassphraseStage, Seen,
        samples::{self, JUNK, type_in},
        seen,
    },
};
use proptest::prelude::*;
use zeroize::Zeroizing;

fn begin(purpose: Purpose) -> Screen {
    Screen::Entry(Box::new(Entry::of(purpose)))
}

fn type_words(screen: Screen, desk: &mut Desk, text: &str) -> Screen {
    type_in(screen, desk, text, |keys| Choice::Entry(EntryChoice::Keys(keys)))
}

fn state(screen: Screen) -> Entry {
    match screen {
        Screen::Entry(state) => *state,
        other => panic!("still the entry, not {other:?}"),
    }
}

fn choose(screen: Screen, desk: &mut Desk, choice: EntryChoice) -> Screen {
    samples::after(screen, desk, Choice::Entry(choice)).screen
}

#[test]
fn enter_after_the_last_word_leads_to_the_passphrase() {
    let all = "test".repeat(11);
    for text in [format!("{JUNK}\n"), format!("{JUNK} \n"), format!("{all}junk\n"), format!("{all}jun<")] {
        let text = text.replace('<', "\u{8}nk\n");
        let mut desk = samples::empty_desk();
        let screen = type_words(begin(Purpose::Sitting), &mut desk, &text);
        assert!(matches!(screen, Screen::Passphrase(_)), "{text:?}: {screen:?}");
        assert!(desk.words.is_complete());
    }
}

#[test]
fn enter_before_the_last_word_says_what_is_missing_or_goes_on() {
    let mut desk = samples::empty_desk();
    let screen = type_words(begin(Purpose::Sitting), &mut desk, "abou\n");
    let screen = choose(screen, &mut desk, EntryChoice::Done);
    assert_eq!(state(screen).note.unwrap(), "1 of 12 words are in; the next free place is marked.");
}

#[test]
fn a_wrong_letter_is_said_and_forgotten_with_the_next_key() {
    let mut desk = samples::empty_desk();
    let screen = type_words(begin(Purpose::Sitting), &mut desk, "xx");
    assert_eq!(state(screen).note.unwrap(), sentence(TypingError::NoSuchWord));
    let screen = type_words(begin(Purpose::Sitting), &mut desk, "a");
    assert_eq!(state(screen).note, None);
}

#[test]
fn words_that_do_not_fit_lead_to_their_repair() {
    let mut desk = samples::empty_desk();
    let screen = type_words(begin(Purpose::Sitting), &mut desk, &("test".repeat(12) + "\n"));
    assert!(matches!(screen, Screen::Repair(state) if !state.last));
    desk.words.go(11);
    desk.words.erase_word();
    let screen = choose(begin(Purpose::Sitting), &mut desk, EntryChoice::LastIsLost);
    assert!(matches!(screen, Screen::Repair(state) if state.last));
}

#[test]
fn a_link_that_comes_up_stops_the_entry_and_lets_only_back() {
    let mut desk = samples::empty_desk();
    let screen = type_words(begin(Purpose::Sitting), &mut desk, "test");
    let link = Link { name: "eth0".to_owned(), kind: LinkKind::Wired };
    desk.air = Air { links: vec![link], ..Air::sealed() };
    let screen = type_words(screen, &mut desk, "test");
    assert_eq!(desk.words.len(), 1, "nothing was taken");
    assert!(
        matches!(&screen, Screen::Entry(state) if state.note.as_ref().is_some_and(|note| note.contains("eth0")))
    );
    assert!(matches!(choose(screen, &mut desk, EntryChoice::Back), Screen::Start(_)));
    assert!(!desk.holds_secrets());
}

#[test]
fn back_wipes_and_leads_where_the_entry_came_from() {
    for purpose in [Purpose::Sitting, Purpose::FirstDrill(Fingerprint([1; 4])), Purpose::Drill] {
        let mut desk = samples::desk();
        let screen = type_words(begin(purpose), &mut desk, "test te");
        let screen = choose(screen, &mut desk, EntryChoice::Back);
        let right = match purpose {
            Purpose::Sitting => matches!(screen, Screen::Start(_)),
            Purpose::FirstDrill(_) => matches!(screen, Screen::New(_)),
            Purpose::Drill => matches!(screen, Screen::Drill(_)),
        };
        assert!(right && desk.words.is_empty(), "{purpose:?}");
        assert!(desk.sitting.is_some(), "an open sitting is no part of this");
    }
}

#[test]
fn a_list_and_a_count_are_chosen_and_back_from_the_lists_keeps_the_words() {
    let mut desk = samples::empty_desk();
    let screen = choose(begin(Purpose::Sitting), &mut desk, EntryChoice::Count(WordCount::TwentyFour));
    let screen = type_words(screen, &mut desk, "test");
    let screen = choose(screen, &mut desk, EntryChoice::Languages);
    let screen = choose(screen, &mut desk, EntryChoice::Back);
    assert_eq!((desk.words.len(), desk.words.count()), (1, WordCount::TwentyFour));
    let screen = choose(screen, &mut desk, EntryChoice::Languages);
    let screen = choose(screen, &mut desk, EntryChoice::Language(WordList::ALL[2]));
    assert_eq!(state(screen).stage, EntryStage::Words);
    assert_eq!((desk.words.len(), desk.words.list().name()), (0, "French"));
}

#[test]
fn a_seed_qr_fills_all_places_and_a_bad_one_is_said() {
    let mut desk = samples::empty_desk();
    let screen = choose(begin(Purpose::Sitting), &mut desk, EntryChoice::Scan);
    assert_eq!(screen.wants(), Some(crate::flow::Want::Seed));
    let code = |text: &str| Seen::Seed(Zeroizing::new(text.as_bytes().to_vec()));
    let screen = seen(screen, &mut desk, code("http://example.org")).screen;
    assert!(state(screen).note.unwrap().contains("no SeedQR"));
    let screen = choose(begin(Purpose::Sitting), &mut desk, EntryChoice::Scan);
    let screen = seen(screen, &mut desk, code("073318950739065415961602009907670428187212261116")).screen;
    assert!(desk.words.is_complete());
    assert!(matches!(choose(screen, &mut desk, EntryChoice::Done), Screen::Passphrase(_)));
}

#[test]
fn a_code_seen_on_another_screen_is_nothing() {
    let mut desk = samples::empty_desk();
    let code = Seen::Seed(Zeroizing::new(b"073318950739065415961602009907670428187212261116".to_vec()));
    _ = seen(begin(Purpose::Sitting), &mut desk, code);
    assert!(desk.words.is_empty());
}

#[test]
fn a_first_drill_takes_the_words_that_were_made_and_no_others() {
    let wanted = samples::sitting().fingerprint();
    let mut desk = samples::empty_desk();
    let about =
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about \n";
    let screen = type_words(begin(Purpose::FirstDrill(wanted)), &mut desk, about);
    assert_eq!(state(screen).note.as_deref(), Some(sentence(OTHER_WORDS).as_str()));
    desk.words.wipe();
    let screen = type_words(begin(Purpose::FirstDrill(wanted)), &mut desk, &format!("{JUNK}\n"));
    assert!(matches!(screen, Screen::Passphrase(state) if state.stage == PassphraseStage::Type));
    let last = desk.log.entries().next_back().unwrap();
    assert_eq!(last.event, Event::Drilled { fingerprint: wanted, recovered: true });
}

proptest! {
    #[test]
    fn no_keys_make_it_panic(keys in "[a-z0-9 \\n\u{8}\u{7f}\u{1}\u{4}\u{1c}-\u{1f}]{0,60}", purpose in 0_usize..3) {
        let purpose = [Purpose::Sitting, Purpose::FirstDrill(Fingerprint([0; 4])), Purpose::Drill][purpose];
        let mut desk = samples::desk();
        _ = type_words(begin(purpose), &mut desk, &keys);
        prop_assert!(desk.sitting.is_some());
    }
}
