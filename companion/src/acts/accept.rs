//! An answer, compared with the request it says it answers, and written down.

use shared::{
    Refusal as _,
    eth::{Address, Payload},
    wire::{KeyCard, SignAnswer, SignRequest},
};

use super::{ActError, ask::write_down};
use crate::{
    book::Book,
    build::{self, RequestId},
    check::{self, Accepted, AnswerError},
    journal::{Entry, Journal, JournalError, Record, State},
    signed::SignedTransaction,
};

/// The addresses of each device's card among which a stranger's signature is looked for.
const LOOKED_AT: u32 = 20;

/// Finds the request by the answer's id, compares every field, and writes down the answer, or why it was refused. `from` is who
/// must have signed, for requests that name nobody. `id` names the request by hand: then an answer without an id, as some
/// devices give it, is taken for one to that request; one with another id is refused.
///
/// The same signature again is taken without a second entry; another one for a request that has one is refused.
pub fn accept(
    journal: &mut Journal,
    answer: &SignAnswer,
    id: Option<RequestId>,
    from: Option<Address>,
) -> Result<(RequestId, Accepted), ActError> {
    let id = id.or(answer.request_id.map(RequestId::of_bytes)).ok_or(ActError::NoAnswerId)?;
    let record = journal.request(id)?.ok_or(ActError::NoRequest(id))?;
    let request = request_of(journal, &record)?;
    let accepted = match compare(&request, answer, from) {
        Ok(accepted) => accepted,
        Err(error) => {
            let error = named(error, &journal.book()?);
            refuse(journal, id, error.kind().as_str(), &error.to_string())?;
            return Err(error.into());
        }
    };
    if let Some(before) = &record.answer {
        let before = SignAnswer::decode(before).ok().and_then(|before| compare(&request, &before, from).ok());
        if before.is_some_and(|before| before.signature() == accepted.signature()) {
            return Ok((id, accepted));
        }
        let error = ActError::OtherAnswer(id);
        refuse(journal, id, error.kind().as_str(), &error.to_string())?;
        return Err(error);
    }
    if record.state != State::Waiting {
        let wanted = "it takes no answer any more; if it is still wanted, ask with a new request".to_owned();
        return Err(ActError::State { id, state: record.state.word(), wanted });
    }
    journal.record(&Entry::Answered {
        id,
        answer: answer.encode(),
        signed: accepted.signed_transaction().map(|signed| signed.raw().to_vec()),
    })?;
    Ok((id, accepted))
}

/// Brings a request into the journal that is given as its codes: one that is there must be the same in every field, another
/// program's is written down first.
///
/// `from` stands for the address where the request names none; without either nothing can be compared later.
pub fn adopt(
    journal: &mut Journal,
    request: &SignRequest,
    from: Option<Address>,
) -> Result<RequestId, ActError> {
    let id = request.request_id.map(RequestId::of_bytes).ok_or(ActError::NoAnswerId)?;
    adopt_as(journal, request, from, id)?;
    Ok(id)
}

/// Brings a transaction that is signed already into the journal before it is sent: under the request that asked its signer for
/// it, else under `request`, which is adopted first (as `fresh` where it has no id of its own), else under one that is written
/// for it, as `fresh`, where the signer is a key of the book. `None` where there is none of them.
///
/// # Errors
/// As [`accept`] and [`adopt`]: what was signed must be what is asked, by who was asked.
pub fn take_signed(
    journal: &mut Journal,
    request: Option<&SignRequest>,
    signed: &SignedTransaction,
    fresh: RequestId,
) -> Result<Option<RequestId>, ActError> {
    let (digest, signer) = (signed.unsigned().digest(), signed.signer());
    // A digest names no sender: two keys may be asked for the same call with the same nonce.
    let known = journal
        .with_nonce(signed.unsigned().chain_id(), signer, signed.unsigned().nonce())?
        .into_iter()
        .find(|record| record.asked.digest == digest);
    let id = match (known, request) {
        (Some(record), _) => record.asked.id,
        (None, Some(request)) => {
            let id = request.request_id.map_or(fresh, RequestId::of_bytes);
            adopt_as(journal, request, Some(signer), id)?;
            id
        }
        (None, None) => {
            let Some(key) = journal.book()?.asked_key(signer) else { return Ok(None) };
            let request = build::request(&Payload::Transaction(signed.unsigned().clone()), &key, fresh);
            write_down(journal, request, fresh, None, None)?;
            fresh
        }
    };
    let record = journal.request(id)?.ok_or(ActError::NoRequest(id))?;
    if record.state == State::Waiting {
        let signature = signed.signature();
        let v = Payload::Transaction(signed.unsigned().clone()).v(signature.y_parity);
        let answer = SignAnswer {
            request_id: request_of(journal, &record)?.request_id,
            signature: [signature.r.as_slice(), signature.s.as_slice(), &v].concat(),
            origin: None,
        };
        accept(journal, &answer, Some(id), Some(signer))?;
    }
    Ok(Some(id))
}

fn adopt_as(
    journal: &mut Journal,
    request: &SignRequest,
    from: Option<Address>,
    id: RequestId,
) -> Result<(), ActError> {
    match journal.request(id)? {
        Some(record) => {
            let mut asked = request_of(journal, &record)?;
            if request.address.is_none() && from.is_none_or(|from| Some(from) == asked.address) {
                asked.address = None; // it was given by hand when the request was written down
            }
            check::same_request(&asked, request)?;
        }
        None => {
            let address = Some(request.address.or(from).ok_or(ActError::NobodyAsked)?);
            write_down(journal, SignRequest { address, ..request.clone() }, id, None, None)?;
        }
    }
    Ok(())
}

/// An answer without an id gets here only where the operator named the request; who signed what is recovered all the same.
fn compare(
    request: &SignRequest,
    answer: &SignAnswer,
    from: Option<Address>,
) -> Result<Accepted, AnswerError> {
    let answer = SignAnswer { request_id: answer.request_id.or(request.request_id), ..answer.clone() };
    match from {
        Some(expected) => check::accept_from(request, &answer, expected),
        None => check::accept(request, &answer),
    }
}

/// The request as the journal has it.
fn request_of(journal: &Journal, record: &Record) -> Result<SignRequest, ActError> {
    let read = SignRequest::decode(&record.asked.message);
    let damaged = |error: shared::wire::WireError| JournalError::Damaged {
        path: journal.path().display().to_string(),
        reason: format!("request {}: {error}", record.asked.id),
    };
    Ok(read.map_err(damaged)?)
}

fn refuse(journal: &mut Journal, id: RequestId, kind: &str, reason: &str) -> Result<(), JournalError> {
    journal.record(&Entry::AnswerRefused { id, kind: kind.to_owned(), reason: reason.to_owned() })
}

/// The error with whose key it was that signed, where the book knows.
fn named(error: AnswerError, book: &Book) -> AnswerError {
    let AnswerError::WrongSigner { signer, wanted, known: None } = error else { return error };
    AnswerError::WrongSigner { signer, wanted, known: whose(book, signer) }
}

/// A key of the book, or one of the first addresses of a device's card.
fn whose(book: &Book, signer: Address) -> Option<String> {
    if let Some(key) = book.key(signer) {
        return Some(format!("“{}” at {} of the device “{}”", key.name, key.path, key.device));
    }
    book.devices.iter().find_map(|device| {
        let card = KeyCard::decode(&device.ur_type, &device.card).ok()?;
        let (path, _) =
            card.addresses(LOOKED_AT).ok()?.into_iter().find(|(_, address)| *address == signer)?;
        Some(format!("the key at {path} of the device “{}”", device.name))
    })
}

#[cfg(test)]
mod tests;
