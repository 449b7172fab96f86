//! What the journal's screen reads: parts of the list, entries, proof, export.

use std::path::Path;

use shared::eth::B256;

use super::Says;
use crate::{
    build::RequestId,
    flow::{Refused, Rows},
    frames::write::whole_file,
    journal::{
        Filter, Journal, Verified, Written,
        export::{self, ExportError, Form},
    },
};

/// A part of the list of requests, with how many there are and the journal's head.
pub(super) fn rows(journal: &Journal, filter: &Filter) -> Result<Rows, Refused> {
    let total = journal.count(filter)?;
    let records = journal.list(filter)?;
    Ok(Rows { total, skip: filter.skip, records, head: Some(journal.head()?) })
}

/// The entries of a request, oldest first.
pub(super) fn entries(journal: &Journal, id: RequestId) -> Result<Vec<Written>, Refused> {
    Ok(journal.entries_of(id)?)
}

/// Checks every entry; refused where it was ended before the last.
pub(super) fn verify(journal: &Journal, head: Option<B256>, says: Says<'_>) -> Result<Verified, Refused> {
    let mut ended = false;
    let verified = journal.verify(head, &mut |done, total| {
        let goes_on = says(&format!("{done} of {total} entries"));
        ended |= !goes_on;
        goes_on
    })?;
    if ended {
        Err(Refused::new("stopped", "the proof was ended before the last entry"))
    } else {
        Ok(verified)
    }
}

/// Writes the journal to a new file, without what is secret in the addresses of nodes; its ending says the form.
pub(super) fn export(journal: &Journal, path: &Path, says: Says<'_>) -> Result<(), Refused> {
    let is_table = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let form = if is_table { Form::Csv } else { Form::Json };
    says(&path.display().to_string());
    let mut bytes = Vec::new();
    export::export(journal, form, false, &mut bytes).map_err(|error| match error {
        ExportError::Journal(error) => Refused::from(error),
        ExportError::Output(error) => Refused::new("export", error.to_string()),
    })?;
    Ok(whole_file(path, &bytes, false)?)
}

#[cfg(test)]
mod tests;
