//! What descriptors add to a review: lines beside those that are signed, never in their place.

use super::{Budgets, Call, Display, Library, Message, Unfit};
use crate::{
    limits::SHOWN_DEPTH_MAX,
    review::{Fact, Knowledge, Provenance},
};

/// The lines for a call; none where no descriptor is for it. The program's own always stand, whatever else was given.
pub fn of_call(knowledge: &Knowledge, call: &Call<'_>, budgets: &mut Budgets) -> Vec<Fact> {
    let own = Library { descriptors: &[], names: knowledge };
    // A call inside has an act of its own, which tells it.
    let own = own.show_call_at(call, SHOWN_DEPTH_MAX, &mut budgets.own);
    let given = Library { descriptors: &knowledge.descriptors, names: knowledge };
    let given = given.is_call_given(call).then(|| given.show_call_at(call, 0, &mut budgets.given));
    facts(own, given.flatten())
}

/// The lines for typed data; none where no descriptor is for it. The program's own always stand, whatever else was given.
pub fn of_typed(knowledge: &Knowledge, message: &Message<'_>, budgets: &mut Budgets) -> Vec<Fact> {
    let own = Library { descriptors: &[], names: knowledge };
    let own = own.show_typed_at(message, SHOWN_DEPTH_MAX, &mut budgets.own);
    let given = Library { descriptors: &knowledge.descriptors, names: knowledge };
    let given = given.is_typed_given(message).then(|| given.show_typed_at(message, 0, &mut budgets.given));
    facts(own, given.flatten())
}

type Outcome = Option<Result<Display, Unfit>>;

fn facts(own: Outcome, given: Outcome) -> Vec<Fact> {
    let mut facts = Vec::new();
    // Where the own one does not fit, nothing is lost: the arguments stand as they are.
    if let Some(Ok(display)) = own {
        add(&mut facts, &display, "");
    }
    match given {
        None => {}
        Some(Ok(display)) => add(&mut facts, &display, ""),
        Some(Err(why)) => facts.push(Fact {
            label: "Descriptor".to_owned(),
            value: format!("There is one for this, and it is not used: {why}."),
            provenance: Provenance::Claimed,
        }),
    }
    facts
}

fn add(facts: &mut Vec<Fact>, display: &Display, before: &str) {
    let Display { provenance, .. } = *display;
    if provenance != Provenance::Signed {
        let whose = match (&display.owner, &display.contract_name) {
            (Some(owner), Some(name)) => format!(" in the words of {owner} for {name}"),
            (Some(name), None) | (None, Some(name)) => format!(" in the words of {name}"),
            (None, None) => String::new(),
        };
        let whom = if display.is_bound { "" } else { ", in a descriptor for any contract" };
        let intent = display.sentence.as_ref().unwrap_or(&display.intent);
        facts.push(Fact {
            label: format!("{before}Described as"),
            value: format!("“{intent}”{whose}{whom}"),
            provenance,
        });
    }
    for line in &display.lines {
        let group = line.group.as_ref().map(|group| format!("{group}, ")).unwrap_or_default();
        // The program's own say only what the arguments do not say by themselves, and no call inside, which is an act.
        let own = provenance == Provenance::Signed;
        if own && (line.is_raw || line.inner.is_some()) {
            continue;
        }
        let label = match own {
            true => format!("{before}{group}{}", line.label),
            false => format!("{before}“{group}{}”", line.label),
        };
        let value = match &line.detail {
            Some(detail) => format!("{} ({detail})", line.value),
            None => line.value.clone(),
        };
        facts.push(Fact { label: label.clone(), value, provenance: line.provenance });
        if let Some(inner) = &line.inner {
            add(facts, inner, &format!("{label} "));
        }
    }
    for remark in &display.remarks {
        facts.push(Fact {
            label: format!("{before}Descriptor"),
            value: format!("Not understood of it: {remark}."),
            provenance,
        });
    }
}
