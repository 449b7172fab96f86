//! Building a request and writing it down before it is shown.

use shared::{
    eth::{Payload, text::spelled_out},
    review::{Checked, Signer},
    wire::SignRequest,
};

use super::ActError;
use crate::{
    build::{self, AskedKey, RequestId},
    journal::{Entry, Journal, Record, entry::Asked},
    secrets,
};

/// The longest purpose, in characters: a line of a list.
pub(super) const PURPOSE_CHARS_MAX: usize = 160;

/// What is asked, and of whom.
#[derive(Debug, Clone)]
pub struct AskWish {
    /// What is signed.
    pub payload: Payload,
    /// Who signs.
    pub key: AskedKey,
    /// The operator's words for lists; `None` takes the first effect of the review.
    pub purpose: Option<String>,
    /// The request that this one takes the place of.
    pub replaces: Option<RequestId>,
}

/// Writes the request into the journal; only then is there something to show.
///
/// `id` is random. The review is the one that the station computes, so both screens read alike.
///
/// # Errors
/// [`ActError::Check`] where our own station would refuse it, [`ActError::Journal`] where the nonce is taken or nothing can be
/// written; nobody has seen the request then.
pub fn ask(journal: &mut Journal, wish: AskWish, id: RequestId) -> Result<(Record, Checked), ActError> {
    let request = build::request(&wish.payload, &wish.key, id);
    write_down(journal, request, id, wish.purpose, wish.replaces)
}

/// Writes several requests into the journal: all of them, or none.
pub fn ask_all(
    journal: &mut Journal,
    wishes: Vec<(AskWish, RequestId)>,
) -> Result<Vec<(Record, Checked)>, ActError> {
    let judged = wishes.into_iter().map(|(wish, id)| {
        let request = build::request(&wish.payload, &wish.key, id);
        judged(request, id, wish.purpose, wish.replaces).map(|(asked, checked)| (id, asked, checked))
    });
    let judged = judged.collect::<Result<Vec<_>, _>>()?;
    let entries: Vec<Entry> =
        judged.iter().map(|(_, asked, _)| Entry::Asked(Box::new(asked.clone()))).collect();
    journal.record_all(&entries)?;
    let written = judged
        .into_iter()
        .map(|(id, _, checked)| Ok((journal.request(id)?.ok_or(ActError::NoRequest(id))?, checked)));
    written.collect()
}

/// Writes down a request that was built elsewhere, so that its answer can be matched. A request without an id or an address
/// cannot be.
pub(super) fn write_down(
    journal: &mut Journal,
    request: SignRequest,
    id: RequestId,
    purpose: Option<String>,
    replaces: Option<RequestId>,
) -> Result<(Record, Checked), ActError> {
    let (asked, checked) = judged(request, id, purpose, replaces)?;
    journal.record(&Entry::Asked(Box::new(asked)))?;
    let record = journal.request(id)?.ok_or(ActError::NoRequest(id))?;
    Ok((record, checked))
}

/// The entry of a request that our own station would take.
fn judged(
    request: SignRequest,
    id: RequestId,
    purpose: Option<String>,
    replaces: Option<RequestId>,
) -> Result<(Asked, Checked), ActError> {
    secrets::refuse("words of the purpose", purpose.as_deref().unwrap_or_default())?;
    let signer = Signer {
        fingerprint: request.key_path.source_fingerprint.unwrap_or(shared::eth::Fingerprint([0; 4])),
        address: request.address.unwrap_or_default(),
    };
    let message = request.encode();
    let checked = Checked::of(request, signer)?;
    let (chain_id, nonce) = match checked.payload() {
        Payload::Transaction(tx) => (Some(tx.chain_id()), Some(tx.nonce())),
        Payload::TypedData(data) => (data.chain_id().and_then(|id| u64::try_from(id).ok()), None),
        Payload::Message(_) => (None, None),
    };
    let purpose = purpose.unwrap_or_else(|| purpose_of(&checked));
    let asked = Asked {
        id,
        message,
        digest: checked.digest(),
        signer: signer.address,
        chain_id,
        nonce,
        purpose: spelled_out(&line_of(&purpose)),
        replaces,
    };
    Ok((asked, checked))
}

/// At most [`PURPOSE_CHARS_MAX`] of it, whole words, with a sign that more was said.
fn line_of(text: &str) -> String {
    if text.chars().count() <= PURPOSE_CHARS_MAX {
        return text.to_owned();
    }
    let cut: String = text.chars().take(PURPOSE_CHARS_MAX - 2).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{} …", words.trim_end_matches([' ', ',', ';']))
}

/// The first effect of the review, else its first line.
fn purpose_of(checked: &Checked) -> String {
    let facts = checked.facts();
    let effect = facts.iter().find(|fact| fact.label == "Effect" || fact.label.starts_with("Effect "));
    let said = effect.or_else(|| facts.iter().find(|fact| fact.label == "Message")).or_else(|| facts.first());
    said.map_or_else(|| "A signature".to_owned(), |fact| fact.value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_purpose_ends_with_a_whole_word_and_says_that_it_was_cut() {
        let long = "pauses the treasury, ".repeat(20);
        let line = line_of(&long);
        assert!(line.chars().count() <= PURPOSE_CHARS_MAX && line.ends_with(" …"), "{line}");
        assert!(long.starts_with(line.trim_end_matches(" …")), "{line}");
        for whole in ["pauses the treasury", &"a".repeat(PURPOSE_CHARS_MAX)] {
            assert_eq!(line_of(whole), whole);
        }
        assert_eq!(line_of(&"a".repeat(500)).chars().count(), PURPOSE_CHARS_MAX);
    }
}
