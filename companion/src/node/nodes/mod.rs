//! Several nodes of one chain, which must agree on what decides.
//!
//! | question                     | rule                                                                          |
//! |------------------------------|-------------------------------------------------------------------------------|
//! | chain id                     | each says it, and the same                                                    |
//! | nonce, code, balance, storage| all that answer say the same, if need be of a block that all have             |
//! | receipt                      | all that answer say the same; one that lags behind is waited for              |
//! | block by height              | all that have it say the same                                                 |
//! | last, safe, final block      | the lowest                                                                    |
//! | fees, gas, simulation        | the first that answers                                                        |
//! | sending                      | to all                                                                        |
//!
//! They are asked side by side, each within its own time-out. A node that is gone is no contradiction: it is left out
//! and [`Nodes::troubles`] names it.

mod agree;
mod reads;

pub use reads::Sighting;

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use super::{Node, NodeError, NodeOptions};

/// The nodes of one chain; at least one.
#[derive(Debug)]
pub struct Nodes {
    nodes: Vec<Node>,
    chain_id: u64,
    troubles: Mutex<BTreeMap<String, String>>,
    /// Who lay far behind when the heights were last compared, one sentence each.
    behind: Mutex<Vec<String>>,
}

/// Blocks that honest nodes lie apart.
const BEHIND_MAX: u64 = 5;

/// That `node` is far behind the highest of several, where it is.
pub fn behind_words(node: &str, height: u64, highest: u64) -> Option<String> {
    let behind = highest.saturating_sub(height);
    (behind > BEHIND_MAX).then(|| format!("{node} is {behind} blocks behind the others; what it says is old"))
}

impl Nodes {
    /// Connects to every URL and asks each for its chain, which must be `chain_id` where that is given and the same at
    /// all.
    ///
    /// A node that gives no answer is left out and named by [`Self::troubles`]; if none answers, that is the error.
    pub fn connect(urls: &[String], chain_id: Option<u64>, options: NodeOptions) -> Result<Self, NodeError> {
        let clients =
            urls.iter().map(|url| Node::with_options(url, options)).collect::<Result<Vec<Node>, _>>()?;
        let troubles = Mutex::default();
        let told = agree::side_by_side(&clients, Node::chain_id);
        let mut nodes = Vec::new();
        let mut said: Vec<(String, u64)> = Vec::new();
        let mut failed = None;
        for (node, told) in clients.into_iter().zip(told) {
            match told {
                Ok(found) => {
                    said.push((node.name().to_owned(), found));
                    nodes.push(node);
                }
                Err(error) => {
                    note(&troubles, node.name(), &error);
                    failed.get_or_insert(error);
                }
            }
        }
        let Some(&(_, first)) = said.first() else { return Err(failed.unwrap_or(NodeError::None)) };
        let expected = chain_id.unwrap_or(first);
        if let Some((node, found)) = said.iter().find(|(_, found)| *found != expected) {
            return Err(match chain_id {
                Some(_) => NodeError::Chain { node: node.clone(), expected, found: *found },
                None => NodeError::Differ {
                    question: "the chain they are on".to_owned(),
                    said: said.into_iter().map(|(node, found)| (node, format!("chain {found}"))).collect(),
                },
            });
        }
        Ok(Self { nodes, chain_id: expected, troubles, behind: Mutex::default() })
    }

    /// The chain they are on.
    pub fn chain_id(&self) -> u64 {
        self.chain_id
    }

    /// Each of them that answered at the start.
    pub fn each(&self) -> &[Node] {
        &self.nodes
    }

    /// Their names: scheme, host and port.
    pub fn names(&self) -> Vec<String> {
        self.nodes.iter().map(|node| node.name().to_owned()).collect()
    }

    /// Which nodes gave no usable answer the last time they were asked, and why, and which lay far behind the others when
    /// their last blocks were compared: one sentence each.
    pub fn troubles(&self) -> Vec<String> {
        let behind = self.behind.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let troubles = self.troubles.lock().unwrap_or_else(PoisonError::into_inner);
        troubles.values().cloned().chain(behind).collect()
    }

    /// Keeps in mind who is far behind.
    fn compare_heights(&self, heights: &[(&Node, u64)]) {
        let highest = heights.iter().map(|(_, height)| *height).max().unwrap_or_default();
        let behind =
            heights.iter().filter_map(|(node, height)| behind_words(node.name(), *height, highest)).collect();
        *self.behind.lock().unwrap_or_else(PoisonError::into_inner) = behind;
    }

    fn trouble(&self, node: &Node, error: &NodeError) {
        note(&self.troubles, node.name(), error);
    }

    fn answered(&self, node: &Node) {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner).remove(node.name());
    }
}

/// The first line of the error names node and fault; its advice is for a node that stands alone.
fn note(troubles: &Mutex<BTreeMap<String, String>>, node: &str, error: &NodeError) {
    let sentence = error.to_string().lines().next().unwrap_or_default().to_owned();
    troubles.lock().unwrap_or_else(PoisonError::into_inner).insert(node.to_owned(), sentence);
}
