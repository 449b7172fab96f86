//! `coldframe findings`: the catalogue of warnings, from the table that reviews use.

use clap::Args;
use serde_json::{Value, json};
use shared::{Kind, review::FindingKind};

use super::{
    exit::{CliError, EXIT_CODES, Exit},
    output::{Output, harmless},
};

/// What a review can warn of: what each finding means, how bad it can be, and what to do about it.
#[derive(Debug, Args)]
#[command(after_help = format!(
    "Examples:\n  coldframe findings\n  coldframe findings delegatecall\n  coldframe findings --markdown > findings.md\n\n{EXIT_CODES}"
))]
pub(super) struct Findings {
    /// One finding, by the id that a review names it with
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Print all of them as one page of Markdown
    #[arg(long, conflicts_with = "id")]
    markdown: bool,
}

impl Findings {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        let kinds = match &self.id {
            Some(id) => std::slice::from_ref(FindingKind::of(id.trim()).ok_or_else(|| unknown(id))?),
            None => FindingKind::all(),
        };
        let all: Vec<Value> = kinds.iter().map(to_json).collect();
        output.json(&json!({"findings": all}));
        if self.markdown {
            output.result(FindingKind::page().trim_end());
            return Ok(());
        }
        for (position, kind) in kinds.iter().enumerate() {
            if position > 0 {
                output.result("");
            }
            output.result(output.labelled(kind.id, format_args!("at worst {}", kind.worst.as_str())));
            output.result(format_args!("  {}\n  {}", kind.meaning, kind.advice));
        }
        Ok(())
    }
}

fn to_json(kind: &FindingKind) -> Value {
    json!({"id": kind.id, "worst": kind.worst.as_str(), "meaning": kind.meaning, "advice": kind.advice})
}

fn unknown(id: &str) -> CliError {
    let near = FindingKind::all().iter().map(|kind| kind.id);
    let near: Vec<_> =
        near.filter(|known| id.split('-').any(|word| word.len() > 2 && known.contains(word))).collect();
    let hint = if near.is_empty() { String::new() } else { format!(" (there is {})", near.join(", ")) };
    let id = harmless(&id.chars().take(64).collect::<String>());
    let message = format!("there is no finding “{id}”{hint}; coldframe findings lists all of them");
    CliError::new(Exit::Usage, Kind::new("finding"), message)
}
