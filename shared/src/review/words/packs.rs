//! Context packs in a review: what signing for a pack means, and what trusted packs add beside a request.
//!
//! May not enter: what rules demand (that is `pack::rules`), a pack's words as anything but *vouched*.

use super::{Notes, Provenance, Severity, TooMuch, strange};
use crate::{
    eth::{Address, B256, Payload, U256, text, typed_data::TypedData},
    pack::{self, Demand, Offered, rules::Call},
    review::UndoneBy,
    utc,
};

/// Notes what signing for a pack does: whose words would be believed, and all of them where the pack is at hand.
///
/// # Errors
/// [`TooMuch`].
pub(super) fn describe(notes: &mut Notes<'_>, data: &TypedData, from: String) -> Result<(), TooMuch> {
    let is_seal = pack::is_seal(data);
    notes.signed("What", format!("Typed data (EIP-712): {}", data.primary_type()));
    notes.signed("From", from);
    let team = text::spelled_out(data.value("team", "string").unwrap_or_default());
    let version = data.value("version", "uint256").unwrap_or("?");
    let sentence = if is_seal {
        format!(
            "Seals version {version} of the context pack of “{team}”: stations with these words believe it."
        )
    } else {
        format!(
            "Vouches, as a reviewer, for version {version} of the context pack of “{team}”: stations that \
            approved its reviewers believe it."
        )
    };
    let at_hand = notes.knowledge.at_hand.iter().find(|offered| {
        data.digest() == if is_seal { offered.seal_data() } else { offered.review_data() }.digest()
    });
    notes.act(sentence, UndoneBy::Nobody, 0, |notes| {
        notes.called(&Call { chain: None, target: None, data: &[], value: U256::ZERO, is_made: false });
        rollback(notes, data, is_seal);
        match at_hand {
            Some(offered) => {
                contents(notes, offered);
                notes.warn(
                    if is_seal { "pack-seal" } else { "pack-review" },
                    Severity::Caution,
                    format!("Names, functions and rules of “{team}” are believed by this signature."),
                );
            }
            None => unseen(notes, is_seal),
        }
        Ok(())
    })?;
    for field in data.domain_fields().iter().chain(data.fields()) {
        let label = format!("{} ({})", field.path, field.type_name);
        notes.unreadable(&field.path, &field.value);
        notes.signed(&label, text::spelled_out(&field.value));
    }
    Ok(())
}

/// A signature for an older version than is in use, or for another of the same number, takes back what was decided since.
fn rollback(notes: &mut Notes<'_>, data: &TypedData, is_seal: bool) {
    let team = data.value("team", "string").unwrap_or_default();
    let version = data.value("version", "uint256").and_then(|text| text.parse::<U256>().ok());
    let contents = data.value("contents", "bytes32").and_then(|text| text.parse::<B256>().ok());
    let known = notes.knowledge.packs.iter().find(|known| known.pack().team == team);
    let (Some(version), Some(known)) = (version, known) else { return };
    let in_use = U256::from(known.pack().version);
    let team = text::spelled_out(team);
    let sentence = if version < in_use {
        format!(
            "Version {version} of the pack of “{team}” is older than version {in_use}, which is in use here: it may lack a rule."
        )
    } else if version == in_use && contents != Some(known.contents()) {
        format!(
            "This is another pack of “{team}” than the version {in_use} that is in use here, under the same number."
        )
    } else {
        return;
    };
    notes.warn("pack-rollback", Severity::Critical, sentence.clone());
    if is_seal {
        notes.demand(Demand::Deny, sentence);
    }
}

/// The lines are the very bytes whose hash is signed, so that they are signed, too.
fn contents(notes: &mut Notes<'_>, offered: &Offered) {
    let lines = offered.pack().lines();
    strange::warn(notes, lines.iter().map(|line| (line.label.as_str(), line.value.as_str())));
    for line in lines {
        notes.signed(&line.label, line.value);
    }
}

fn unseen(notes: &mut Notes<'_>, is_seal: bool) {
    let sentence = "The pack itself is not here, only its hash: what it says cannot be shown.";
    notes.warn("pack-unseen", Severity::Critical, sentence.to_owned());
    if is_seal {
        notes.demand(Demand::Deny, format!("{sentence} A pack is sealed only where it was read."));
    }
}

/// What trusted packs add beside any request: that they were used, how old they are, what their rules demand.
pub(super) fn beside(notes: &mut Notes<'_>, payload: &Payload) {
    itself(notes, payload);
    let knowledge = notes.knowledge;
    for trusted in &knowledge.packs {
        let pack = trusted.pack();
        let words = format!(
            "{}, version {}, made {}, expires {}",
            pack.team,
            pack.version,
            utc::in_words(pack.issued),
            utc::in_words(pack.expires)
        );
        notes.fact("Context pack", words, Provenance::Vouched);
        clock(notes, pack);
    }
    contradictions(notes);
    notes.rules();
}

/// What is signed is a call of its own: typed data one of the contract that it is for, beside the calls inside it.
fn itself(notes: &mut Notes<'_>, payload: &Payload) {
    let chain = notes.chain;
    let nothing = Call { chain: None, target: None, data: &[], value: U256::ZERO, is_made: false };
    match payload {
        Payload::Transaction(tx) if notes.calls().is_empty() => {
            notes.called(&Call { chain, target: tx.to(), data: tx.data(), value: tx.value(), is_made: true });
        }
        Payload::TypedData(data) if !pack::is_review(data) && !pack::is_seal(data) => {
            let chain = data.chain_id().and_then(|id| u64::try_from(id).ok());
            notes.called(&Call { chain, target: data.verifying_contract(), ..nothing });
        }
        Payload::Message(_) => notes.called(&nothing),
        Payload::Transaction(_) | Payload::TypedData(_) => {}
    }
}

fn clock(notes: &mut Notes<'_>, pack: &pack::Pack) {
    let team = &pack.team;
    match notes.knowledge.now {
        Some(now) if now > pack.expires => notes.warn(
            "pack-expired",
            Severity::Caution,
            format!("The pack of “{team}” has expired since it was taken in; its rules still hold."),
        ),
        Some(now) if now < pack.issued => notes.warn(
            "pack-clock",
            Severity::Caution,
            format!(
                "By this machine's clock it is {}, before the pack of “{team}” was made: the clock is wrong, so \
                whether the pack has expired is not known.",
                utc::in_words(now)
            ),
        ),
        Some(_) => {}
        None => notes.warn(
            "pack-clock",
            Severity::Caution,
            format!("There is no clock here that is believed, so whether the pack of “{team}” has expired is not known."),
        ),
    }
}

/// One address, two names: of the addresses that are called, or named anywhere in the review.
fn contradictions(notes: &mut Notes<'_>) {
    let knowledge = notes.knowledge;
    let called: std::collections::BTreeSet<(Option<u64>, Address)> =
        notes.calls().iter().filter_map(|called| Some((called.chain, called.target?))).collect();
    let told: Vec<_> = called.union(notes.told()).copied().collect();
    for (chain, address) in told {
        let mut names = knowledge.packs.iter().flat_map(|trusted| trusted.pack().names_of(chain, address));
        let Some(first) = names.next() else { continue };
        if let Some(other) = names.find(|name| *name != first) {
            notes.warn(
                "pack-contradiction",
                Severity::Danger,
                format!("The packs call {address} both “{first}” and “{other}”."),
            );
        }
    }
}
