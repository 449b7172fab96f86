//! `coldframe follow`.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    time::Duration,
};

use clap::Args;
use serde_json::json;
use shared::Kind;

use super::{
    args::{JournalArgs, NodeArgs},
    exit::{CliError, EXIT_CODES, Exit},
    interrupt::Interrupt,
    output::{Output, harmless},
    watching::{Ended, Until, watch},
};
use crate::{
    acts,
    build::RequestId,
    journal::{Journal, State},
    node::Nodes,
};

/// The nodes of each chain, or why there are none.
type Lines = BTreeMap<u64, Result<Nodes, CliError>>;

/// Watches transactions of the journal until they are final: receipt, events, confirmations, reorganisations, and what
/// holds them up.
///
/// Without an ID it takes all that were left open. Ctrl-C leaves, and nothing is lost.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  coldframe follow
  coldframe follow 1b9d6b --until mined --node http://127.0.0.1:8545
  coldframe follow 1b9d6b --until confirmed --timeout 600 --json

{EXIT_CODES}"))]
pub(super) struct Follow {
    /// Requests: the beginning of an id is enough
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// How far they are watched
    #[arg(long, value_enum, default_value_t)]
    until: Until,
    /// The longest watch of each, in seconds
    #[arg(long, value_name = "N", default_value_t = 3_600, value_parser = clap::value_parser!(u64).range(1..=604_800))]
    timeout: u64,
    #[command(flatten)]
    nodes: NodeArgs,
    #[command(flatten)]
    journal: JournalArgs,
}

impl Follow {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        let mut journal = self.journal.open()?;
        let ids = self.chosen(&journal, output)?;
        let mut lines = Lines::new();
        let interrupt = Interrupt::listen();
        let (mut told, mut fault) = (Vec::new(), None);
        let several = ids.len() > 1;
        for id in ids {
            let found = match self.one(&mut journal, &mut lines, id, &interrupt, output) {
                Ok(ended) => {
                    output.result(ended.lines(output).join("\n"));
                    told.push(ended.to_json());
                    if ended.interrupted {
                        fault = fault.or(ended.fault());
                        break;
                    }
                    ended.fault()
                }
                // Without the journal nothing more can be said of any of them.
                Err(error) if error.exit() == Exit::Journal => return Err(error),
                // Another chain's node may well answer.
                Err(error) => {
                    if several {
                        output.aside(format_args!("Request {id}: {}", harmless(&error.to_string())));
                    }
                    let mut refused = error.to_json();
                    if let Some(fields) = refused.as_object_mut() {
                        fields.insert("request_id".to_owned(), id.to_string().into());
                    }
                    told.push(refused);
                    Some(error)
                }
            };
            fault = fault.or(found);
        }
        let told = json!({"requests": told});
        match fault {
            Some(fault) => Err(fault.with(told)),
            None => {
                output.json(&told);
                Ok(())
            }
        }
    }

    /// Watches one of them; the nodes of a chain are connected once, whether that works or not.
    fn one(
        &self,
        journal: &mut Journal,
        lines: &mut Lines,
        id: RequestId,
        interrupt: &Interrupt,
        output: Output,
    ) -> Result<Ended, CliError> {
        let record = journal.request(id)?.ok_or(acts::ActError::NoRequest(id))?;
        let chain_id = record.asked.chain_id.ok_or_else(|| no_chain(id))?;
        output.aside(output.labelled(&format!("Following {id}"), &record.asked.purpose));
        let nodes = match lines.entry(chain_id) {
            Entry::Occupied(line) => line.into_mut(),
            Entry::Vacant(place) => place.insert(self.nodes.connect(&journal.book()?, chain_id, output)),
        };
        let nodes = nodes.as_ref().map_err(Clone::clone)?;
        watch(journal, nodes, id, self.until, Duration::from_secs(self.timeout), interrupt, output)
    }

    fn chosen(&self, journal: &Journal, output: Output) -> Result<Vec<RequestId>, CliError> {
        if !self.ids.is_empty() {
            return Ok(self.ids.iter().map(|id| journal.find(id)).collect::<Result<_, _>>()?);
        }
        let open = acts::unfinished(journal)?;
        for (record, _) in open.iter().filter(|(record, _)| record.state == State::Sending) {
            output.aside(format_args!(
                "Sending {} was cut off; if no node has it, “coldframe broadcast {}” sends it.",
                record.asked.id, record.asked.id
            ));
        }
        if open.is_empty() {
            output.aside(
                "Nothing is on its way: the journal has no transaction that was sent and is not final.",
            );
        }
        Ok(open.into_iter().map(|(record, _)| record.asked.id).collect())
    }
}

/// What has no chain cannot be watched.
pub(super) fn no_chain(id: RequestId) -> CliError {
    let message = format!(
        "request {id} is no transaction, so there is nothing on a chain; hand its signature to whoever asked for it"
    );
    CliError::new(Exit::Refused, Kind::new("request-state"), message)
}
