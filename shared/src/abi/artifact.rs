//! ABI files: every form in which a contract's functions are handed around.
//!
//! | form | from |
//! |---|---|
//! | JSON array of items, or of human-readable texts | `solc --abi`, ethers |
//! | object with `abi`, and `bytecode` or `evm.bytecode.object` | Foundry, Hardhat, solc |
//! | object with `status` and `result`: the ABI as a text, or a list with `ABI` | Etherscan's getabi and getsourcecode |
//! | lines such as `transferOwnership(address newOwner)` | a person |
//!
//! Text in, functions out; reading the file is the caller's.

use super::{EventSignature, Signature, SignatureTextError, signature::cut};
use crate::{
    Kind, Refusal,
    limits::{ARTIFACT_BYTES_MAX, INIT_CODE_BYTES_MAX, SIGNATURE_BYTES_MAX},
};
use alloy_json_abi::{JsonAbi, StateMutability};
use alloy_primitives::hex;

/// The most candidates that a refusal lists.
const CANDIDATES_SHOWN: usize = 12;
/// The most lines of human-readable signatures that are read.
const LINES_MAX: usize = 1_024;

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
        "the ABI file cannot be read: {fault}; give a JSON array of functions, a Foundry or Hardhat artifact \
        with “abi”, Etherscan's answer, or a line such as transferOwnership(address)"
    )]
    Form {
        /// What the JSON reader said.
        fault: String,
    },
    /// Etherscan's own refusal in place of an ABI.
    #[error(
        "the file is an answer of a block explorer that holds no ABI: it says “{said}”; the contract's source \
        may not be published there, so take the ABI from who built it"
    )]
    NotPublished {
        /// The explorer's words, cut.
        said: String,
    },
    /// Nothing to deploy.
    #[error(
        "the file has no bytecode to deploy; give the compiler's artifact of the contract itself, not an ABI alone or an interface"
    )]
    NoCode,
    /// Addresses of libraries are missing in the code.
    #[error(
        "the bytecode has places for libraries ({placeholder}) that were not filled in; link it first, with forge or hardhat"
    )]
    Unlinked {
        /// The first of them, cut.
        placeholder: String,
    },
    /// Past EIP-3860.
    #[error(
        "the bytecode has {length} bytes, chains take {INIT_CODE_BYTES_MAX} (EIP-3860); split the contract"
    )]
    CodeTooLong {
        /// How many there are.
        length: usize,
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

/// The functions of a contract, and the code that creates it where the file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Artifact {
    abi: JsonAbi,
    code: Option<String>, // hex as the compiler wrote it, placeholders and all
}

/// A function with what the ABI says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct AbiFunction {
    /// Name and parameters.
    pub signature: Signature,
    /// Whether a transaction has a point: neither `view` nor `pure`.
    pub changes_state: bool,
    /// Whether it takes coins.
    pub is_payable: bool,
}

/// What is read of a file that is an object; the rest is skipped.
#[derive(serde::Deserialize)]
struct Wrapped {
    abi: Option<Abi>,
    bytecode: Option<Bytecode>,
    evm: Option<Evm>,
    result: Option<Explorer>,
}

/// An ABI itself, or the same as a text in JSON.
#[derive(serde::Deserialize)]
#[serde(untagged, expecting = "“abi” is no list of functions and events")]
enum Abi {
    Items(JsonAbi),
    Text(String),
}

#[derive(serde::Deserialize)]
#[serde(untagged, expecting = "“bytecode” is neither hex nor an object with hex in “object”")]
enum Bytecode {
    Hex(String),
    Object { object: String },
}

#[derive(serde::Deserialize)]
struct Evm {
    bytecode: Option<Bytecode>,
}

#[derive(serde::Deserialize)]
#[serde(untagged, expecting = "“result” is neither an ABI as a text nor a list of sources")]
enum Explorer {
    Text(String),
    Sources(Vec<Source>),
}

#[derive(serde::Deserialize)]
struct Source {
    #[serde(rename = "ABI")]
    abi: String,
}

impl Bytecode {
    fn text(self) -> String {
        match self {
            Self::Hex(text) | Self::Object { object: text } => text,
        }
    }
}

impl Artifact {
    /// Reads the text of an ABI file, or a person's line.
    pub fn parse(text: &str) -> Result<Self, ArtifactError> {
        if text.len() > ARTIFACT_BYTES_MAX {
            return Err(ArtifactError::TooLong { length: text.len() });
        }
        let bare = text.trim();
        let json = |error: serde_json::Error| ArtifactError::Form { fault: cut(&error.to_string()) };
        match bare.chars().next() {
            Some('[') => Ok(Self { abi: array(bare)?, code: None }),
            Some('{') => Self::of_object(serde_json::from_str(bare).map_err(json)?),
            Some('"') => {
                let inner: String = serde_json::from_str(bare).map_err(json)?;
                Ok(Self { abi: array(inner.trim())?, code: None })
            }
            _ => Ok(Self { abi: lines(bare.lines())?, code: None }),
        }
    }

    fn of_object(wrapped: Wrapped) -> Result<Self, ArtifactError> {
        let code = wrapped.bytecode.or(wrapped.evm.and_then(|evm| evm.bytecode)).map(Bytecode::text);
        let published = |text: &str| {
            if text.trim_start().starts_with('[') {
                array(text.trim())
            } else {
                Err(ArtifactError::NotPublished { said: cut(text) })
            }
        };
        let abi = match (wrapped.abi, wrapped.result) {
            (Some(Abi::Items(abi)), _) => abi,
            (Some(Abi::Text(text)), _) => array(text.trim())?,
            (None, Some(Explorer::Text(text))) => published(&text)?,
            (None, Some(Explorer::Sources(sources))) => match sources.first() {
                Some(source) => published(&source.abi)?,
                None => return Err(ArtifactError::NotPublished { said: "[]".to_owned() }),
            },
            (None, None) => {
                return Err(ArtifactError::Form {
                    fault: "it has neither “abi” nor “result”".to_owned()
                });
            }
        };
        Ok(Self { abi, code })
    }

    /// The functions whose arguments can be written here: those that change something first, each part by name.
    pub fn functions(&self) -> Vec<AbiFunction> {
        let mut functions: Vec<AbiFunction> = self
            .abi
            .functions()
            .filter_map(|function| {
                Some(AbiFunction {
                    signature: Signature::of(function).ok()?,
                    changes_state: !matches!(
                        function.state_mutability,
                        StateMutability::View | StateMutability::Pure
                    ),
                    is_payable: function.state_mutability == StateMutability::Payable,
                })
            })
            .collect();
        functions.sort_by(|a, b| {
            let key = |function: &AbiFunction| (!function.changes_state, function.signature.canonical());
            key(a).cmp(&key(b))
        });
        functions
    }

    /// The arguments of its creation; none where the ABI has no constructor.
    pub fn constructor(&self) -> Result<AbiFunction, ArtifactError> {
        let Some(constructor) = &self.abi.constructor else {
            let signature = Signature::parse("constructor()")?;
            return Ok(AbiFunction { signature, changes_state: true, is_payable: false });
        };
        Ok(AbiFunction {
            signature: Signature::of_constructor(constructor)?,
            changes_state: true,
            is_payable: constructor.state_mutability == StateMutability::Payable,
        })
    }

    /// The code that creates the contract, without constructor arguments.
    pub fn init_code(&self) -> Result<Vec<u8>, ArtifactError> {
        let text = self.code.as_deref().unwrap_or_default().trim();
        let digits = text.strip_prefix("0x").unwrap_or(text);
        if digits.is_empty() {
            return Err(ArtifactError::NoCode);
        }
        if let Some(at) = digits.find("__") {
            let placeholder: String = digits.chars().skip(at).take(40).collect();
            return Err(ArtifactError::Unlinked { placeholder: cut(&placeholder) });
        }
        let code = hex::decode(digits)
            .map_err(|error| ArtifactError::Form { fault: format!("its bytecode is no hex ({error})") })?;
        if code.len() > INIT_CODE_BYTES_MAX {
            return Err(ArtifactError::CodeTooLong { length: code.len() });
        }
        Ok(code)
    }

    /// The custom errors that can be read here.
    pub fn errors(&self) -> impl Iterator<Item = Signature> {
        self.abi.errors().filter_map(|error| Signature::of_error(error).ok())
    }

    /// The events that can be read here; anonymous ones cannot be told apart and are left out.
    pub fn events(&self) -> impl Iterator<Item = EventSignature> {
        self.abi.events().filter(|event| !event.anonymous).filter_map(|event| EventSignature::of(event).ok())
    }

    /// The ABI alone, as one JSON array: what the book of contracts keeps.
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.abi).unwrap_or_else(|_| "[]".to_owned()) // names and types are text
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

/// A JSON array: of ABI items, or of human-readable texts.
fn array(text: &str) -> Result<JsonAbi, ArtifactError> {
    let items = serde_json::from_str::<JsonAbi>(text);
    items.or_else(|error| match serde_json::from_str::<Vec<String>>(text) {
        Ok(texts) => lines(texts.iter().map(String::as_str)),
        Err(_) => Err(ArtifactError::Form { fault: cut(&error.to_string()) }),
    })
}

/// Human-readable items, one a line; a bare signature is a function.
fn lines<'a>(texts: impl Iterator<Item = &'a str>) -> Result<JsonAbi, ArtifactError> {
    const WORDS: [&str; 7] =
        ["function ", "event ", "error ", "constructor", "fallback", "receive", "struct "];
    let mut items = Vec::new();
    for text in texts.map(|line| line.trim().trim_end_matches([';', ',']).trim()) {
        let brackets = text.bytes().filter(|byte| matches!(byte, b'(' | b'[')).count();
        let has_form = text.contains('(') && text.len() <= SIGNATURE_BYTES_MAX;
        // The parser recurses.
        if text.is_empty() || text.starts_with("//") {
            continue;
        }
        if !has_form || brackets > SIGNATURE_BYTES_MAX / 16 || items.len() >= LINES_MAX {
            return Err(ArtifactError::Form { fault: format!("“{}” is no function", cut(text)) });
        }
        let known = WORDS.iter().any(|word| text.starts_with(word));
        let item = if known { text.to_owned() } else { format!("function {text}") };
        if JsonAbi::parse([item.as_str()]).is_err() {
            return Err(ArtifactError::Form {
                fault: format!("“{}” is no function, event or error", cut(text)),
            });
        }
        items.push(item);
    }
    let fault = |fault: String| ArtifactError::Form { fault };
    if items.is_empty() {
        return Err(fault("it is empty".to_owned()));
    }
    JsonAbi::parse(items.iter().map(String::as_str)).map_err(|error| fault(cut(&error.to_string())))
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
mod tests;
