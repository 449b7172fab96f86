//! The steps between the screens, without a window, a journal or a node.

use shared::{
    qr::receive::Received,
    wire::{SignAnswer, SignRequest},
};

use super::{samples::*, *};
use crate::acts::{NodeWord, Replacement, Sent, Standing};

fn signing(screen: Screen) -> Sign {
    match screen {
        Screen::Sign(sign) => *sign,
        other => panic!("not the screen to sign: {other:?}"),
    }
}

fn following(screen: Screen) -> Follow {
    match screen {
        Screen::Follow(follow) => *follow,
        other => panic!("not the screen to follow: {other:?}"),
    }
}

fn at(shown: &Shown, id: RequestId, choices: &[SignChoice]) -> Screen {
    let first = open(shown, id).screen;
    choices.iter().fold(first, |screen, choice| step(screen, shown, Choice::Sign(choice.clone())).screen)
}

fn standing(state: State) -> Standing {
    Standing::of_journal(state, None)
}

#[test]
fn each_state_opens_the_screen_on_which_it_goes_on() {
    for state in State::ALL {
        let (shown, id) = one(state);
        let is_signed_here = matches!(open(&shown, id).screen, Screen::Sign(_));
        assert_eq!(is_signed_here, state == State::Waiting, "{state:?}");
    }
}

#[test]
fn a_message_that_is_signed_opens_with_its_signature() {
    let mut record = record(1, &message(), State::Signed);
    let answer = SignAnswer { request_id: None, signature: vec![7; 65], origin: None };
    record.answer = Some(answer.encode());
    let id = record.asked.id;
    let sign = signing(open(&shown(vec![record]), id).screen);
    assert_eq!((sign.stage, sign.signature.unwrap().len()), (Stage::Signed, 132));
}

#[test]
fn a_request_that_is_not_there_is_refused_and_home_comes_back() {
    let next = open(&shown(vec![]), RequestId::of_random([1; 16]));
    assert!(matches!(next.screen, Screen::Home(_)));
    assert_eq!(next.refused.unwrap().kind.as_str(), "no-request");
}

#[test]
fn a_request_that_is_damaged_is_refused_with_a_sentence() {
    let (mut shown, id) = one(State::Waiting);
    shown.requests[0].asked.message.truncate(20);
    assert!(open(&shown, id).refused.is_some());
}

#[test]
fn a_request_is_read_shown_and_its_answer_scanned_and_back_again() {
    let (shown, id) = one(State::Waiting);
    use SignChoice::{Back, On};
    for (choices, stage) in [
        (vec![], Stage::Review),
        (vec![On], Stage::Codes),
        (vec![On, On], Stage::Scan),
        (vec![On, On, On], Stage::Scan),
        (vec![On, On, Back], Stage::Codes),
        (vec![On, On, Back, Back], Stage::Review),
    ] {
        let screen = at(&shown, id, &choices);
        assert_eq!(screen.wants_camera(), stage == Stage::Scan);
        assert_eq!(signing(screen).stage, stage, "{choices:?}");
    }
    assert!(matches!(at(&shown, id, &[Back]), Screen::Home(_)));
}

#[test]
fn back_leaves_the_full_screen_before_it_leaves_the_codes() {
    let (shown, id) = one(State::Waiting);
    let full = SignChoice::Codes(CodesStep::Full);
    let screen = at(&shown, id, &[SignChoice::On, full.clone()]);
    assert!(signing(screen).codes.is_full());
    let screen = at(&shown, id, &[SignChoice::On, full, SignChoice::Back]);
    let sign = signing(screen);
    assert!(!sign.codes.is_full() && sign.stage == Stage::Codes);
}

fn received(ur_type: &str, message: Vec<u8>) -> Received {
    Received { ur_type: ur_type.to_owned(), message }
}

#[test]
fn an_answer_is_compared_once_and_again_only_when_it_is_given_by_hand() {
    let (shown, id) = one(State::Waiting);
    let answer = SignAnswer { request_id: Some(id.to_bytes()), signature: vec![7; 65], origin: None };
    let seen_once = || received(SignAnswer::UR_TYPE, answer.encode());
    let next = seen(at(&shown, id, &[SignChoice::On, SignChoice::On]), &shown, seen_once());
    assert!(matches!(next.order, Some(Order::Accept { id: of, .. }) if of == id));
    // It stands before the camera still.
    let again = seen(next.screen, &shown, seen_once());
    assert!(again.order.is_none());
    let by_hand = finish(again.screen, &shown, Done::Read(vec![seen_once()]));
    assert!(matches!(by_hand.order, Some(Order::Accept { .. })));
}

#[test]
fn a_right_answer_is_compared_again_after_the_journal_could_not_be_written() {
    let (shown, id) = one(State::Waiting);
    let answer = SignAnswer { request_id: Some(id.to_bytes()), signature: vec![7; 65], origin: None };
    let before_the_camera = || received(SignAnswer::UR_TYPE, answer.encode());
    let scanning =
        || seen(at(&shown, id, &[SignChoice::On, SignChoice::On]), &shown, before_the_camera()).screen;
    for (kind, again) in [("disk-full", true), ("journal-locked", true), ("wrong-signer", false)] {
        let failed = finish(scanning(), &shown, Done::Failed(Refused::new(kind, "it was not written")));
        assert_eq!(seen(failed.screen, &shown, before_the_camera()).order.is_some(), again, "{kind}");
    }
    let turn = |screen, choice| step(screen, &shown, Choice::Sign(choice)).screen;
    let back_again = turn(turn(scanning(), SignChoice::Back), SignChoice::On);
    assert!(seen(back_again, &shown, before_the_camera()).order.is_some(), "to scan again is to look again");
}

#[test]
fn only_a_transaction_that_is_given_up_frees_a_nonce() {
    for (payload, frees) in [(transaction(0), true), (message(), false)] {
        let record = record(1, &payload, State::Waiting);
        let (id, shown) = (record.asked.id, shown(vec![record]));
        let told = finish(open(&shown, id).screen, &shown, Done::Abandoned(id)).told.unwrap();
        assert_eq!(told.contains("nonce"), frees, "{told}");
    }
}

#[test]
fn a_mnemonic_in_a_reason_never_reaches_the_journal() {
    let secret = format!("{}About", "Abandon ".repeat(11));
    let (shown, id) = one(State::Waiting);
    let reason = SignChoice::Reason(secret.clone());
    let screen = at(&shown, id, &[SignChoice::AskGiveUp, reason]);
    let next = step(screen, &shown, Choice::Sign(SignChoice::GiveUp));
    assert!(next.order.is_none() && next.refused.unwrap().kind.as_str() == "secret");
    let (shown, id) = one(State::Signed);
    let mut screen = open(&shown, id).screen;
    for choice in [FollowChoice::Ask(Asking::GiveUp), FollowChoice::Reason(secret)] {
        screen = step(screen, &shown, Choice::Follow(choice)).screen;
    }
    let next = step(screen, &shown, Choice::Follow(FollowChoice::GiveUp));
    assert!(next.order.is_none() && next.refused.unwrap().kind.as_str() == "secret");
}

#[test]
fn what_is_no_answer_is_named_and_the_camera_looks_on() {
    let (shown, id) = one(State::Waiting);
    let own = shown.requests[0].asked.message.clone();
    for (ur_type, message, named) in [
        (SignRequest::UR_TYPE, own, "this is a request"),
        ("crypto-hdkey", vec![1], "this is a key card"),
        ("bytes", vec![1], "“bytes”"),
        (SignAnswer::UR_TYPE, vec![1], "cannot be read"),
    ] {
        let screen = at(&shown, id, &[SignChoice::On, SignChoice::On]);
        let next = seen(screen, &shown, received(ur_type, message));
        assert!(next.refused.unwrap().message.contains(named), "{ur_type}");
        assert!(next.screen.wants_camera() && next.order.is_none());
    }
}

#[test]
fn a_message_that_comes_when_nothing_is_scanned_changes_nothing() {
    let (shown, id) = one(State::Waiting);
    let answer = SignAnswer { request_id: None, signature: vec![7; 65], origin: None };
    let next = seen(at(&shown, id, &[]), &shown, received(SignAnswer::UR_TYPE, answer.encode()));
    assert!(next.order.is_none() && next.refused.is_none());
}

#[test]
fn nothing_is_sent_before_it_was_asked() {
    let (shown, id) = one(State::Signed);
    let screen = open(&shown, id).screen;
    let next = step(screen, &shown, Choice::Follow(FollowChoice::Send));
    assert!(next.order.is_none());
    let asked = step(next.screen, &shown, Choice::Follow(FollowChoice::Ask(Asking::Send)));
    let next = step(asked.screen, &shown, Choice::Follow(FollowChoice::Send));
    assert!(matches!(next.order, Some(Order::Send { id: of, allow_gap: false }) if of == id));
}

#[test]
fn what_was_sent_is_looked_at_at_once_and_then_again_and_again_until_it_is_final() {
    for (state, watched) in [
        (State::Signed, false),
        (State::Sending, true),
        (State::Sent, true),
        (State::Mined, true),
        (State::Final, false),
        (State::NonceTaken, false),
    ] {
        let (shown, id) = one(state);
        assert_eq!(open(&shown, id).screen.watches(&shown).is_some(), watched, "{state:?}");
    }
    let (shown, id) = one(State::Sent);
    let words = vec![NodeWord::had("http://127.0.0.1:8545".to_owned())];
    let sent = Sent { hash: shared::eth::B256::ZERO, already_there: false, words };
    let next = finish(open(&shown, id).screen, &shown, Done::Sent(id, sent));
    assert!(matches!(next.order, Some(Order::Stand(of)) if of == id));
}

#[test]
fn a_look_that_fails_is_said_and_the_next_one_clears_it() {
    let (shown, id) = one(State::Sent);
    let refused = Refused::new("node", "the node does not answer");
    let blind = finish(open(&shown, id).screen, &shown, Done::Blind(id, refused));
    assert!(blind.refused.is_none(), "it stands on the screen, not above it");
    assert!(following(blind.screen.clone()).blind.is_some());
    let seen = finish(blind.screen, &shown, Done::Stood(id, Box::new(standing(State::Sent))));
    assert!(following(seen.screen).blind.is_none());
}

#[test]
fn a_look_at_another_request_changes_nothing() {
    let (shown, id) = one(State::Sent);
    let other = RequestId::of_random([77; 16]);
    let next = finish(open(&shown, id).screen, &shown, Done::Stood(other, Box::new(standing(State::Sent))));
    assert!(following(next.screen).standing.is_none());
}

#[test]
fn a_replacement_is_asked_about_built_and_leads_to_its_signature() {
    let (mut shown, id) = one(State::Sent);
    let ask = FollowChoice::Ask(Asking::Replace(Replacement::Faster));
    let screen = step(open(&shown, id).screen, &shown, Choice::Follow(ask)).screen;
    let next = step(screen, &shown, Choice::Follow(FollowChoice::Replace));
    assert!(matches!(next.order, Some(Order::Replace { kind: Replacement::Faster, .. })));
    let replacement = record(2, &transaction(0), State::Waiting);
    shown.requests.insert(0, replacement.clone());
    let next = finish(next.screen, &shown, Done::Asked(Box::new(replacement.clone())));
    assert_eq!(signing(next.screen).id, replacement.asked.id);
}

#[test]
fn home_lists_what_was_cut_off_first_and_what_has_ended_not_at_all() {
    let requests = State::ALL.iter().zip(1..).map(|(state, n)| record(n, &transaction(n.into()), *state));
    let shown = shown(requests.collect());
    let order: Vec<Waits> = waiting(&shown).into_iter().map(|(waits, _)| waits).collect();
    assert_eq!(order, [Waits::CutOff, Waits::ToSend, Waits::Signature, Waits::Block, Waits::Finality]);
    assert_eq!(waiting(&shown).iter().map(|(_, records)| records.len()).sum::<usize>(), 6);
}

#[test]
fn a_signed_message_waits_for_nobody() {
    assert_eq!(Waits::of(&record(1, &message(), State::Signed)), None);
}

#[test]
fn home_says_what_to_do_first() {
    let mut shown = shown(vec![]);
    assert_eq!(first(&shown), Some(First::Build));
    shown.book.chains.clear();
    assert_eq!(first(&shown), Some(First::Chain));
    shown.book.devices.clear();
    assert_eq!(first(&shown), Some(First::Device));
    shown.is_read = false;
    assert_eq!(first(&shown), None, "nothing is known before the journal was read");
}

#[test]
fn a_signature_is_waited_for_from_a_device_and_its_owner() {
    let shown = shown(vec![]);
    let record = record(1, &transaction(0), State::Waiting);
    let words = signer_words(&shown, &record);
    assert_eq!(words, "Example device (everybody: public test keys), key Example owner");
    let nobody = Shown { book: Book::default(), ..shown };
    assert_eq!(signer_words(&nobody, &record), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
}

#[test]
fn a_failure_is_said_above_whatever_screen_there_is() {
    let (shown, id) = one(State::Waiting);
    let screens = [first_screen(), Tab::Build.fresh(), Tab::Journal.fresh(), open(&shown, id).screen];
    for screen in screens {
        let refused = Refused::new("test", "it was not done");
        let next = finish(screen.clone(), &shown, Done::Failed(refused.clone()));
        assert_eq!((next.refused, next.screen), (Some(refused), screen));
    }
}

#[test]
fn files_are_read_where_an_answer_is_awaited_and_named_elsewhere() {
    let (shown, id) = one(State::Waiting);
    let files = || vec![PathBuf::from("answer.png")];
    let next = dropped(open(&shown, id).screen, &shown, files());
    assert!(matches!(next.order, Some(Order::Read(read)) if read == files()));
    assert!(dropped(first_screen(), &shown, files()).refused.is_some());
}
