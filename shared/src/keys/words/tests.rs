use super::*;
use proptest::prelude::*;

/// Types letters, digits and blanks; `<` erases.
fn type_in(words: &mut Words, keys: &str) -> Result<(), TypingError> {
    keys.bytes().try_for_each(|key| match key {
        b' ' => words.accept(),
        b'<' => {
            words.erase();
            Ok(())
        }
        b'0'..=b'9' => words.digit(key),
        _ => words.letter(key),
    })
}

fn typed(keys: &str) -> Words {
    let mut words = Words::new();
    type_in(&mut words, keys).unwrap();
    words
}

/// What is in, as text; a test is where words may be seen.
fn shown(words: &Words) -> String {
    let shown = (0..24).filter_map(|position| words.reveal(position, str::to_owned));
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_word_is_typed_whole_or_by_four_letters_or_by_number() {
    for (keys, wanted) in [
        ("abanabouzoo ", "abandon about zoo"),
        ("abandon about zoo ", "abandon about zoo"),
        ("aban abou zoo ", "abandon about zoo"),
        ("art arti", "art artist"),
        ("testtestjunk", "test test junk"),
        ("test test junk ", "test test junk"),
        ("1 4 2048", "abandon about zoo"),
        ("0001 205", "abandon book"),
        ("q", ""),
        ("quot ", "quote"),
        ("zeb ", "zebra"),
        ("bene fit ", "benefit fit"),
        ("benefit fit ", "benefit fit"),
        ("tablabou", "table about"),
    ] {
        assert_eq!(shown(&typed(keys)), wanted, "{keys}");
    }
}

#[test]
fn what_no_word_begins_with_is_refused_and_changes_nothing() {
    for (keys, refused, error) in [
        ("abax", 'x', TypingError::NoSuchWord),
        ("zzz", 'z', TypingError::NoSuchWord),
        ("ab ", ' ', TypingError::Ambiguous { words: 10 }),
        ("ab1", '1', TypingError::Mixed),
        ("1a", 'a', TypingError::Mixed),
        ("0 ", ' ', TypingError::NoSuchNumber),
        ("0000", '0', TypingError::NoSuchNumber),
    ] {
        let mut words = Words::new();
        assert_eq!(type_in(&mut words, keys), Err(error), "{keys}, refused at {refused}");
        assert_eq!(words.len(), 0);
    }
}

#[test]
fn lit_letters_are_those_that_go_on() {
    let lit = |keys: &str| -> String {
        let letters = typed(keys).next_letters();
        (b'a'..=b'z').filter(|letter| letters.has(*letter)).map(char::from).collect()
    };
    assert_eq!(lit(""), "abcdefghijklmnopqrstuvwyz");
    assert_eq!(lit("zo"), "no");
    assert_eq!(lit("ar"), "cegmort");
    assert_eq!(lit("1"), "", "a number has begun");
}

#[test]
fn erasing_goes_back_letter_by_letter_and_into_the_word_before() {
    let mut words = typed("abanzo<<");
    assert_eq!((words.slot(), words.typed(), words.len()), (1, 0, 1));
    words.erase();
    assert_eq!((words.slot(), words.typed(), words.len()), (0, 3, 0), "aba is left of abandon");
    type_in(&mut words, "<<<<<").unwrap();
    assert!(words.is_empty(), "erasing at the start does nothing");
}

#[test]
fn a_word_is_corrected_in_its_place() {
    let mut words = typed(&"test ".repeat(12));
    assert!(words.is_complete());
    assert_eq!(words.letter(b'a'), Err(TypingError::AllIn { words: 12 }));
    words.go(11);
    type_in(&mut words, "junk").unwrap();
    assert_eq!((words.slot(), words.check()), (12, Ok(())));
    words.go(0);
    type_in(&mut words, "zoo ").unwrap();
    assert_eq!((words.slot(), words.check()), (12, Err(MnemonicError::Checksum)));
}

#[test]
fn the_last_word_may_be_typed_whole_too() {
    let mut words = typed(&("abandon ".repeat(11) + "about"));
    assert_eq!((words.len(), words.typed()), (12, 1), "its fifth letter waits for the blank");
    words.accept().unwrap();
    assert_eq!((words.is_complete(), words.check()), (true, Ok(())));
}

#[test]
fn another_count_keeps_the_words_that_have_a_place() {
    let mut words = typed(&"test ".repeat(12));
    words.set_count(WordCount::TwentyFour);
    assert_eq!((words.len(), words.slot(), words.is_complete()), (12, 12, false));
    type_in(&mut words, "zoo ").unwrap();
    words.set_count(WordCount::Twelve);
    words.set_count(WordCount::TwentyFour);
    assert_eq!(words.len(), 12, "the thirteenth was forgotten");
    words.set_list(WordList::ALL[1]);
    assert!(words.is_empty(), "numbers of one list are no words of another");
}

#[test]
fn a_list_without_glyphs_is_entered_by_numbers() {
    let mut words = Words::new();
    words.set_list(WordList::ALL[6]);
    assert_eq!(words.letter(b'a'), Err(TypingError::NumbersOnly));
    type_in(&mut words, "2048 7 ").unwrap();
    assert_eq!(shown(&words), "2048 7");
    words.erase();
    assert_eq!((words.slot(), words.typed()), (1, 0));
}

#[test]
fn every_last_word_that_is_offered_fits() {
    let mut words = typed(&"test ".repeat(11));
    assert_eq!(words.last_words(), 128);
    let shown_of = |words: &Words| words.reveal_last(77, str::to_owned);
    let offered = shown_of(&words);
    words.take_last(77);
    assert_eq!((words.check(), words.slot()), (Ok(()), 12));
    assert_eq!(words.reveal(11, str::to_owned), Some(offered));
    assert_eq!(words.last_words(), 0, "no place is free");
}

#[test]
fn moving_on_leaves_room_for_the_rest_of_the_word_before() {
    let mut words = typed("aban");
    words.move_on(7);
    type_in(&mut words, "don zoo ").unwrap();
    assert_eq!((words.is_filled(7), words.len()), (true, 2));
    let mut other = Words::new();
    other.replace_with(&mut words);
    assert_eq!((shown(&other), words.is_empty()), ("abandon zoo".to_owned(), true));
}

#[test]
fn wiping_leaves_nothing_on_the_page() {
    let mut words = typed("abanzoo ze");
    words.wipe();
    assert!(words.page.expose().iter().all(|byte| *byte == 0));
    assert_eq!((words.slot(), words.typed(), words.len()), (0, 0, 0));
}

#[test]
fn a_copy_is_on_a_page_of_its_own() {
    let words = typed("abanzoo ");
    let copy = words.copy_for_search();
    assert_eq!(shown(&copy), "abandon zoo");
    assert_ne!(copy.page.expose().as_ptr() as usize / 4_096, words.page.expose().as_ptr() as usize / 4_096);
}

proptest! {
    #[test]
    fn every_word_of_a_latin_list_is_typed_whole_and_by_four_letters(which in 0_usize..6, numbers in proptest::collection::vec(0_u16..2_048, 12)) {
        let list = WordList::ALL[which];
        let letters = |number: u16, most: usize| list.letters(number).take(most).map(char::from).collect::<String>();
        for most in [4, 16] {
            let mut words = Words::new();
            words.set_list(list);
            for number in &numbers {
                type_in(&mut words, &letters(*number, most)).unwrap();
                words.accept().unwrap();
            }
            prop_assert_eq!(words.numbers().collect::<Vec<_>>(), numbers.clone());
        }
    }

    #[test]
    fn no_keys_make_it_panic(keys in "[a-z0-9 <]{0,80}", which in 0_usize..10, count in 0_usize..5, go in 0_usize..30) {
        let mut words = Words::new();
        words.set_list(WordList::ALL[which]);
        words.set_count(WordCount::ALL[count]);
        for (at, key) in keys.chars().enumerate() {
            _ = type_in(&mut words, &key.to_string());
            if at == go {
                words.go(go);
            }
            prop_assert!(words.slot() <= words.count().words() && words.len() <= words.count().words());
        }
        _ = (words.check(), words.next_letters());
    }

    #[test]
    fn words_of_entropy_fit_together(entropy: [u8; 32]) {
        for length in [16, 20, 24, 28, 32] {
            let words = Words::of_entropy(WordList::ENGLISH, &entropy[..length]).unwrap();
            prop_assert_eq!(words.check(), Ok(()));
        }
    }
}
