//! What the screens of the books need from outside: files of text, and nodes that are tried.

use std::{path::Path, time::Instant};

use super::Says;
use crate::{
    book::nodes,
    flow::{NodeTest, NodeWord, Refused},
    frames::read::file,
    node::{Node, NodeError, NodeOptions},
};

/// The text in a file; refused where it is none.
pub(super) fn read_text(path: &Path) -> Result<String, Refused> {
    let bytes = file(path)?;
    String::from_utf8(bytes).map_err(|_| {
        let said =
            format!("{} is no text; give the JSON that the compiler wrote, or plain text", path.display());
        Refused::new("text", said)
    })
}

/// Asks each node who it is; a node that cannot be reached has a word, too.
pub(super) fn try_nodes(urls: &[String], says: Says<'_>) -> Vec<NodeTest> {
    let mut tests = Vec::new();
    for url in urls {
        let node = nodes::shown(url);
        if !says(&node) {
            break;
        }
        let said = try_node(url).map_err(|error| error.to_string());
        tests.push(NodeTest { node, said });
    }
    tests
}

fn try_node(url: &str) -> Result<NodeWord, NodeError> {
    // One attempt: who tries a node wants to know how it is now.
    let node = Node::with_options(url, NodeOptions { attempts: 1, ..NodeOptions::default() })?;
    let chain_id = node.chain_id()?;
    let asked = Instant::now();
    let block = node.block_number()?;
    let milliseconds = u64::try_from(asked.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(NodeWord { chain_id, block, milliseconds })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::devnet::{Devnet, DevnetOptions};

    #[test]
    fn a_node_that_answers_says_its_chain_and_one_that_does_not_says_why() {
        let devnet = Devnet::start(DevnetOptions::default()).unwrap();
        let urls = [devnet.url(), "http://127.0.0.1:1/secret".to_owned()];
        let mut heard = Vec::new();
        let tests = try_nodes(&urls, &mut |said| {
            heard.push(said.to_owned());
            true
        });
        assert_eq!(heard.len(), 2);
        assert_eq!(tests[0].said.as_ref().unwrap().chain_id, devnet.chain_id());
        let refused = tests[1].said.as_ref().unwrap_err();
        assert!(!refused.contains("secret"), "{refused}");
    }

    #[test]
    fn trying_nodes_can_be_stopped_between_two() {
        assert!(try_nodes(&["http://127.0.0.1:1".to_owned()], &mut |_| false).is_empty());
    }

    #[test]
    fn a_file_that_is_no_text_is_refused_with_what_to_give() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("abi.json");
        std::fs::write(&path, [0xff, 0xfe, 0x00]).unwrap();
        assert!(read_text(&path).unwrap_err().message.contains("is no text"));
        std::fs::write(&path, "[]").unwrap();
        assert_eq!(read_text(&path).unwrap(), "[]");
        assert!(read_text(&folder.path().join("none")).is_err());
    }
}
