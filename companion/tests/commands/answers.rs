//! `accept`, against the published answers and the published rejects.

use crate::support::{Desk, parts, text, vector, vectors};

#[test]
fn every_published_answer_is_accepted_and_gives_the_published_transaction() {
    for vector in vectors("sign-requests.json") {
        let desk = Desk::new();
        desk.put("request.txt", parts(&vector));
        desk.put("answer.txt", text(&vector, "/expected/answer_ur"));
        let from = text(&vector, "/address");
        let run = desk.json(&[
            "accept",
            "--request",
            "request.txt",
            "--answer",
            "answer.txt",
            "--from",
            from,
            "--out",
            "signed.txt",
        ]);
        let told = run.done().json();
        assert_eq!(told["signer"], from, "{}", vector["id"]);
        assert_eq!(told["digest"], format!("0x{}", text(&vector, "/expected/digest")), "{}", vector["id"]);
        let wanted = vector["expected"]["signed_transaction"].as_str().map(|hex| format!("0x{hex}"));
        assert_eq!(told["signed_transaction"].as_str(), wanted.as_deref(), "{}", vector["id"]);
        let hash = vector["expected"]["transaction_hash"].as_str().map(|hex| format!("0x{hex}"));
        assert_eq!(told["transaction_hash"].as_str(), hash.as_deref(), "{}", vector["id"]);
        let file = String::from_utf8(desk.read("signed.txt")).unwrap();
        let signature = told["signature"].as_str().unwrap();
        assert_eq!(file.trim(), wanted.as_deref().unwrap_or(signature), "{}", vector["id"]);
    }
}

#[test]
fn every_published_reject_is_refused_by_its_kind_and_leaves_nothing() {
    let rejects = vectors("rejects.json");
    let of_answers: Vec<_> = rejects.iter().filter(|vector| vector["stage"] == "answer").collect();
    assert!(!of_answers.is_empty());
    for reject in of_answers {
        let request = vector("sign-requests.json", text(reject, "/answers"));
        let desk = Desk::new();
        desk.put("request.txt", parts(&request));
        let answer = text(reject, "/texts/0");
        let from = text(&request, "/address");
        let run = desk.json(&[
            "accept",
            "--request",
            "request.txt",
            "--answer",
            answer,
            "--from",
            from,
            "--out",
            "signed.txt",
        ]);
        let mut kinds = vec![reject["error"].clone()];
        kinds.extend(reject["alternatives"].as_array().unwrap().iter().cloned());
        assert!(kinds.contains(&run.refused().into()), "{}: {run:?}", reject["id"]);
        assert!([1, 4].contains(&run.code), "{run:?}");
        assert_eq!(desk.names(), ["request.txt"]);
    }
}

#[test]
fn an_answer_is_held_against_the_request_it_is_given_with() {
    let legacy = vector("sign-requests.json", "req-legacy-1");
    let dynamic = vector("sign-requests.json", "req-1559");
    let desk = Desk::new();
    desk.put("legacy.txt", parts(&legacy));
    desk.put("dynamic.txt", parts(&dynamic));
    let answer = text(&dynamic, "/expected/answer_ur");
    let other = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    for (request, from, code, kind, why) in [
        ("dynamic.txt", None, 0, "", "its own request"),
        ("legacy.txt", Some(text(&legacy, "/address")), 1, "request-id", "a stale answer"),
        ("dynamic.txt", Some(other), 1, "wrong-signer", "another signer is expected"),
    ] {
        let mut arguments = vec!["accept", "--request", request, "--answer", answer];
        arguments.extend(from.iter().flat_map(|from| ["--from", from]));
        let run = desk.json(&arguments);
        assert_eq!(run.code, code, "{why}: {run:?}");
        assert!(code == 0 || run.refused() == kind, "{why}: {run:?}");
    }
    let fresh = Desk::new();
    fresh.put("legacy.txt", parts(&legacy));
    let nobody =
        fresh.json(&["accept", "--request", "legacy.txt", "--answer", text(&legacy, "/expected/answer_ur")]);
    assert_eq!((nobody.code, nobody.refused().as_str()), (1, "field-missing"), "the request names nobody");
}

#[test]
fn words_say_who_signed_and_that_nothing_was_sent() {
    let dynamic = vector("sign-requests.json", "req-1559");
    let desk = Desk::new();
    desk.put("request.txt", parts(&dynamic));
    let answer = text(&dynamic, "/expected/answer_ur");
    let run = desk.run(&["accept", "--request", "request.txt", "--answer", answer]).done();
    assert_eq!(run.stdout.trim(), format!("0x{}", text(&dynamic, "/expected/signed_transaction")));
    assert!(run.stderr.contains(text(&dynamic, "/address")), "{run:?}");
    assert!(!run.stderr.contains('\x1b') && !run.stdout.contains('\x1b'), "no colour in a pipe: {run:?}");
}
