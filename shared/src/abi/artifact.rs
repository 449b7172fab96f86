//! ABI files: a plain JSON array, or the artifact of a compiler that holds one under `abi` (Foundry, Hardhat).
//!
//! Text in, functions out; reading the file is the caller's.

use super::{Signature, SignatureTextError, signature::cut};
use crate::{Kind, Refusal, limits::ARTIFACT_BYTES_MAX};
use alloy_json_abi::JsonAbi;

/// The most candidates that a refusal lists.
const CANDIDATES_SHOWN: usize = 12;

/// Why a function was not found in an ABI file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArtifactError {
    /// Longer than any artifact.
    #[error(
        "the ABI file has {length} bytes, at most {ARTIFACT_BYTES_MAX} are read; give the contract's own \
        artifact"
    )]
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// No ABI in it.
    #[error(
        "the ABI file cannot be read: {fault}; give a JSON array of functions, or a Foundry or Hardhat \
        artifact with “abi”"
    )]
    Form {
        /// What the JSON reader said.
        fault: String,
    },
    /// No such function.
    #[error("the ABI has no function {wanted}; it has {candidates}")]
    Missing {
        /// Name or signature.
        wanted: String,
        /// Some that it has.
        candidates: String,
    },
    /// Several of that name.
    #[error("the ABI has several functions {wanted}; write one of {candidates}")]
    Ambiguous {
        /// The name.
        wanted: String,
        /// All of that name.
        candidates: String,
    },
    /// It has a type that is not encoded here, or the wanted signature does.
    #[error(transparent)]
    Signature(#[from] SignatureTextError),
}

impl Refusal for ArtifactError {
    fn kind(&self) -> Kind {
        Kind::new("abi-file")
    }
}

/// The functions of a contract.
#[derive(Debug, Clone, PartialEq)]
pub struct Artifact {
    abi: JsonAbi,
}

/// What is read of a compiler's artifact; the rest, bytecode above all, is skipped.
#[derive(serde::Deserialize)]
struct Wrapped {
    abi: JsonAbi,
}

impl Artifact {
    /// Reads the text of an ABI file.
    pub fn parse(text: &str) -> Result<Self, ArtifactError> {
        if text.len() > ARTIFACT_BYTES_MAX {
            return Err(ArtifactError::TooLong { length: text.len() });
        }
        let abi = if text.trim_start().starts_with('[') {
            serde_json::from_str(text)
        } else {
            serde_json::from_str(text).map(|Wrapped { abi }| abi)
        };
        let abi = abi.map_err(|error| ArtifactError::Form { fault: cut(&error.to_string()) })?;
        Ok(Self { abi })
    }

    /// The function of this name, `pause`, or of this signature, `set(uint256)`.
    pub fn function(&self, wanted: &str) -> Result<Signature, ArtifactError> {
        if wanted.contains('(') {
            let signature = Signature::parse(wanted)?;
            let mut named = self.named(signature.name());
            return named
                .find(|found| found.as_ref().is_ok_and(|found| found.selector() == signature.selector()))
                .unwrap_or_else(|| Err(self.missing(wanted)));
        }
        let mut named = self.named(wanted);
        match (named.next(), named.next()) {
            (None, _) => Err(self.missing(wanted)),
            (Some(only), None) => only,
            (Some(_), Some(_)) => {
                let candidates = self.named(wanted).flatten().map(|found| found.canonical());
                Err(ArtifactError::Ambiguous { wanted: cut(wanted), candidates: listed(candidates) })
            }
        }
    }

    fn named(&self, name: &str) -> impl Iterator<Item = Result<Signature, ArtifactError>> {
        self.abi.function(name).into_iter().flatten().map(|function| Ok(Signature::of(function)?))
    }

    fn missing(&self, wanted: &str) -> ArtifactError {
        let candidates = self.abi.functions().flat_map(Signature::of).map(|found| found.canonical());
        ArtifactError::Missing { wanted: cut(wanted), candidates: listed(candidates) }
    }
}

fn listed(candidates: impl Iterator<Item = String>) -> String {
    let mut names: Vec<_> = candidates.map(|name| cut(&name)).collect();
    names.sort();
    let more = names.len().saturating_sub(CANDIDATES_SHOWN);
    names.truncate(CANDIDATES_SHOWN);
    match (names.is_empty(), more) {
        (true, _) => "none".to_owned(),
        (_, 0) => names.join(", "),
        (_, more) => format!("{} and {more} more", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABI: &str = r#"[
        {"type":"function","name":"set","inputs":[{"name":"it","type":"uint256"}],"outputs":[],"stateMutability":"nonpayable"},
        {"type":"function","name":"set","inputs":[{"name":"it","type":"tuple","components":[{"name":"a","type":"bool"}]}],"outputs":[],"stateMutability":"nonpayable"},
        {"type":"function","name":"pause","inputs":[],"outputs":[],"stateMutability":"nonpayable"},
        {"type":"event","name":"Paused","inputs":[],"anonymous":false}]"#;

    #[test]
    fn a_function_is_found_by_name_or_signature_in_both_kinds_of_file() {
        let wrapped = format!(r#"{{"abi":{ABI},"bytecode":{{"object":"0x60__$lib$__"}},"ast":{{}}}}"#);
        for file in [ABI, &wrapped] {
            let artifact = Artifact::parse(file).unwrap();
            for (wanted, canonical) in
                [("pause", "pause()"), ("set(uint)", "set(uint256)"), ("set((bool))", "set((bool))")]
            {
                assert_eq!(artifact.function(wanted).unwrap().canonical(), canonical);
            }
        }
    }

    #[test]
    fn what_is_not_there_is_answered_with_what_is() {
        let artifact = Artifact::parse(ABI).unwrap();
        let refused = |wanted| artifact.function(wanted).unwrap_err().to_string();
        assert!(refused("unpause").contains("it has pause(), set((bool)), set(uint256)"));
        assert!(refused("set").contains("write one of set((bool)), set(uint256)"));
        assert!(refused("set(address)").contains("no function set(address)"));
        for file in ["", "{}", "[", r#"{"abi":1}"#, "[1]"] {
            assert!(Artifact::parse(file).is_err(), "{file}");
        }
    }
}
