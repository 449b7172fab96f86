//! The nodes of one chain, kept from one order to the next.

use std::time::{Duration, Instant};

use crate::node::{NodeError, NodeOptions, Nodes};

/// How long a node that was down is left alone: each try costs the orders of that time a wait.
const TRIED_AGAIN: Duration = Duration::from_secs(60);

/// The nodes of one chain, the addresses in the book by which they were connected, and when.
#[derive(Debug)]
pub(super) struct Line {
    urls: Vec<String>,
    pub(super) nodes: Nodes,
    connected: Instant,
}

impl Line {
    /// `old` where it is still good, else the nodes at `urls` connected anew: where the book has changed, or some time after a
    /// node was down.
    pub(super) fn of(
        old: Option<Self>,
        urls: Vec<String>,
        chain_id: u64,
        now: Instant,
    ) -> Result<Self, NodeError> {
        let old = old.filter(|line| line.urls == urls);
        let is_whole = |line: &Self| line.nodes.each().len() == line.urls.len();
        let is_good =
            |line: &Self| is_whole(line) || now.saturating_duration_since(line.connected) < TRIED_AGAIN;
        match old {
            Some(line) if is_good(&line) => Ok(line),
            _ => {
                let nodes = Nodes::connect(&urls, Some(chain_id), NodeOptions::default())?;
                Ok(Self { urls, nodes, connected: now })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::devnet::{CHAIN_ID, Devnet, DevnetOptions};

    #[test]
    fn a_node_that_was_down_is_tried_again_after_a_while_and_not_before() {
        let first = Devnet::start(DevnetOptions::default()).unwrap();
        let late = Devnet::start(DevnetOptions::default()).unwrap().url(); // and is gone again
        let port = late.rsplit_once(':').unwrap().1.parse().unwrap();
        let (urls, begun) = (vec![first.url(), late], Instant::now());
        let line = |old, seconds| {
            Line::of(old, urls.clone(), CHAIN_ID, begun + Duration::from_secs(seconds)).unwrap()
        };
        let alone = line(None, 0);
        assert_eq!(alone.nodes.each().len(), 1);
        let _back = Devnet::start(DevnetOptions { port, ..DevnetOptions::default() }).unwrap();
        let still = line(Some(alone), 59);
        assert_eq!(still.nodes.each().len(), 1, "no order is slowed down by it");
        let both = line(Some(still), 61);
        assert_eq!(both.nodes.each().len(), 2);
        assert_eq!(line(Some(both), 10_000).connected, begun + Duration::from_secs(61), "nothing is missing");
    }
}
