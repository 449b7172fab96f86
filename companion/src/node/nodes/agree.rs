//! Asking all, and what it means that they agree.

use std::thread;

use super::{Node, NodeError, Nodes};
use crate::node::At;

/// Asks each node on a thread of its own; the answers in the order of the nodes.
pub(super) fn side_by_side<T: Send>(
    nodes: &[Node],
    ask: impl Fn(&Node) -> Result<T, NodeError> + Sync,
) -> Vec<Result<T, NodeError>> {
    let [first, others @ ..] = nodes else { return Vec::new() };
    let ask = &ask;
    thread::scope(|scope| {
        let others: Vec<_> = others
            .iter()
            .map(|node| thread::Builder::new().name("node".to_owned()).spawn_scoped(scope, move || ask(node)))
            .collect();
        let mut answers = vec![ask(first)];
        answers.extend(others.into_iter().map(|asked| match asked {
            Ok(asked) => asked.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(error) => Err(NodeError::Client(error)),
        }));
        answers
    })
}

impl Nodes {
    /// What each node says that gives a usable answer; at least one.
    ///
    /// A fault of a node alone is noted and not an answer; a refusal of the question is an error at once.
    pub(super) fn ask_all<T: Send>(
        &self,
        ask: impl Fn(&Node) -> Result<T, NodeError> + Sync,
    ) -> Result<Vec<(&Node, T)>, NodeError> {
        let mut said = Vec::new();
        let mut failed = None;
        for (node, answer) in self.nodes.iter().zip(side_by_side(&self.nodes, ask)) {
            match answer {
                Ok(answer) => {
                    self.answered(node);
                    said.push((node, answer));
                }
                Err(error) if error.is_nodes_own() => {
                    self.trouble(node, &error);
                    failed.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        match failed {
            Some(error) if said.is_empty() => Err(error),
            _ => Ok(said),
        }
    }

    /// The one answer of all that answer, about the state after the last block.
    ///
    /// Where they differ, they are asked again about the last block that all of them have: a node that is a block behind
    /// is no liar. `words` says an answer in the error.
    pub(super) fn agreed<T: Send + PartialEq>(
        &self,
        question: &str,
        ask: impl Fn(&Node, At) -> Result<T, NodeError> + Sync,
        words: impl Fn(&T) -> String,
    ) -> Result<T, NodeError> {
        let said = self.ask_all(|node| ask(node, At::Latest))?;
        let mut told = in_words(&said, &words);
        if let Some(one) = same(said) {
            return Ok(one);
        }
        let mut question = question.to_owned();
        let heads = self.ask_all(Node::block_number)?;
        self.compare_heights(&heads);
        let common = heads.iter().map(|(_, number)| *number).min().unwrap_or_default();
        // Some nodes keep no state but the last; then it stays open which of them lags, and that is said.
        if let Ok(said) = self.ask_all(|node| ask(node, At::Number(common))) {
            told = in_words(&said, &words);
            question = format!("{question} after block {common}");
            if let Some(one) = same(said) {
                return Ok(one);
            }
        }
        Err(NodeError::Differ { question, said: told })
    }

    /// The answer of the first node that gives one, whatever the others refuse; the last refusal where none does.
    pub(super) fn any<T>(&self, ask: impl Fn(&Node) -> Result<T, NodeError>) -> Result<T, NodeError> {
        let mut failed = NodeError::None;
        for node in &self.nodes {
            match ask(node) {
                Ok(answer) => return Ok(answer),
                Err(error) => failed = error,
            }
        }
        Err(failed)
    }

    /// The answer of the first node that has one; the last refusal where none has.
    pub(super) fn first<T>(
        &self,
        ask: impl Fn(&Node) -> Result<T, NodeError>,
    ) -> Result<(&Node, T), NodeError> {
        let mut failed = NodeError::None;
        for node in &self.nodes {
            match ask(node) {
                Ok(answer) => return Ok((node, answer)),
                Err(error) if error.is_nodes_own() => failed = error,
                Err(error) => return Err(error),
            }
        }
        Err(failed)
    }
}

fn in_words<T>(said: &[(&Node, T)], words: impl Fn(&T) -> String) -> Vec<(String, String)> {
    said.iter().map(|(node, answer)| (node.name().to_owned(), words(answer))).collect()
}

/// The answer, if all gave the same.
pub(super) fn same<T: PartialEq>(said: Vec<(&Node, T)>) -> Option<T> {
    let mut answers = said.into_iter().map(|(_, answer)| answer);
    let first = answers.next()?;
    answers.all(|answer| answer == first).then_some(first)
}
