//! What a rehearsal leaves: values for scripts, and the same as text for people.

use std::fmt::Write;

use serde::{Serialize, Serializer};
use shared::eth::{Address, B256};

use super::{StepDone, WARNING, pictures::Crossing};
use crate::driver::{FactLine, FindingLine, Review};

/// The whole rehearsal.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Which chain.
    pub chain_id: u64,
    /// The contract that changed hands, EIP-55.
    #[serde(serialize_with = "as_text")]
    pub contract: Address,
    /// Who owned it.
    #[serde(serialize_with = "as_text")]
    pub old_owner: Address,
    /// Who owns it, as read back from the chain.
    #[serde(serialize_with = "as_text")]
    pub new_owner: Address,
    /// The transaction that changed it.
    pub transaction: B256,
    /// The block it is in.
    pub block: u64,
    /// What the station signed.
    pub digest: B256,
    /// What the station showed.
    pub review: Review,
    /// What the cameras took.
    pub pictures: Vec<Pictures>,
    /// What happened, in order.
    pub steps: Vec<StepDone>,
}

/// How one message crossed.
#[derive(Debug, Clone, Serialize)]
pub struct Pictures {
    /// As its folder is called.
    pub name: String,
    /// The message's UR type.
    pub ur_type: String,
    /// The message's length in bytes.
    pub bytes: usize,
    /// Pictures taken.
    pub taken: usize,
    /// Pictures in which the code was read.
    pub read: usize,
}

fn as_text<T: std::fmt::Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// The review as the terminal shows it: warnings first, then every fact.
pub(super) fn review_lines(review: &Review) -> Vec<String> {
    let mut lines = vec![format!("{} pages, computed by the station from the bytes it signs", review.pages)];
    for FindingLine { severity, sentence, advice, .. } in &review.findings {
        lines.push(format!("{}  {sentence}", severity.to_uppercase()));
        lines.push(format!("    {advice}"));
    }
    lines.extend(
        review
            .facts
            .iter()
            .map(|FactLine { label, value, provenance }| format!("{label:<22} {value}  [{provenance}]")),
    );
    lines
}

impl Pictures {
    pub(super) fn of(name: &str, crossing: &Crossing) -> Self {
        Self {
            name: name.to_owned(),
            ur_type: crossing.received.ur_type.clone(),
            bytes: crossing.received.message.len(),
            taken: crossing.photos.len(),
            read: crossing.read,
        }
    }
}

impl Report {
    /// The report as a page a person can read.
    pub fn as_markdown(&self) -> String {
        let mut page = format!("# Coldframe rehearsal\n\n{WARNING}\n\n## What happened\n\n");
        for StepDone { number, name, lines, milliseconds } in &self.steps {
            _ = writeln!(page, "{number}. **{name}** ({milliseconds} ms)");
            lines.iter().for_each(|line| _ = writeln!(page, "   - {line}"));
        }
        page.push_str("\n## What the cameras saw\n\n| pictures | message | bytes | taken | read |\n|---|---|---|---|---|\n");
        for Pictures { name, ur_type, bytes, taken, read } in &self.pictures {
            _ = writeln!(page, "| [{name}]({name}.gif) | {ur_type} | {bytes} | {taken} | {read} |");
        }
        page
    }
}
