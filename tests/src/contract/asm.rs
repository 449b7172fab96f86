//! A small EVM assembler: one instruction a line, in pieces that can contain earlier pieces.
//!
//! | line                            | meaning                                                          |
//! |---------------------------------|------------------------------------------------------------------|
//! | `; …`                           | a comment, also behind anything else                             |
//! | `.const NAME 0x…`               | names a number                                                   |
//! | `.piece NAME`                   | begins a piece of code; labels are known in their piece only     |
//! | `.embed NAME`                   | the bytes of an earlier piece                                    |
//! | `name:`                         | a JUMPDEST that can be jumped to                                 |
//! | `ADD`, `SSTORE`, …              | an instruction (Prague)                                          |
//! | `PUSH 0x1f`, `PUSH 31`          | a number, by the shortest PUSH                                   |
//! | `PUSH $NAME`                    | a named number, likewise                                         |
//! | `PUSH @name`                    | where a label is (PUSH2)                                         |
//! | `PUSH #name`, `PUSH &name`      | a piece's length, and where it is embedded (PUSH2)               |
//! | `PUSH selector(f(address))`     | the first four bytes of a signature's hash (PUSH4)               |
//! | `PUSH topic(E(address))`        | the whole hash (PUSH32)                                          |

use std::collections::HashMap;

use shared::eth::{U256, keccak256};

/// Why a source does not assemble.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct AsmError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub fault: String,
}

/// Instructions without an immediate, with their opcodes (Yellow Paper, appendix H).
#[rustfmt::skip]
const INSTRUCTIONS: &[(&str, u8)] = &[
    ("STOP", 0x00), ("ADD", 0x01), ("MUL", 0x02), ("SUB", 0x03), ("DIV", 0x04), ("MOD", 0x06), ("EXP", 0x0a),
    ("LT", 0x10), ("GT", 0x11), ("EQ", 0x14), ("ISZERO", 0x15), ("AND", 0x16), ("OR", 0x17), ("XOR", 0x18),
    ("NOT", 0x19), ("BYTE", 0x1a), ("SHL", 0x1b), ("SHR", 0x1c), ("KECCAK256", 0x20), ("ADDRESS", 0x30),
    ("BALANCE", 0x31), ("ORIGIN", 0x32), ("CALLER", 0x33), ("CALLVALUE", 0x34), ("CALLDATALOAD", 0x35),
    ("CALLDATASIZE", 0x36), ("CALLDATACOPY", 0x37), ("CODESIZE", 0x38), ("CODECOPY", 0x39),
    ("EXTCODESIZE", 0x3b), ("RETURNDATASIZE", 0x3d), ("RETURNDATACOPY", 0x3e), ("TIMESTAMP", 0x42),
    ("NUMBER", 0x43), ("CHAINID", 0x46), ("SELFBALANCE", 0x47), ("POP", 0x50), ("MLOAD", 0x51), ("MSTORE", 0x52),
    ("SLOAD", 0x54), ("SSTORE", 0x55), ("JUMP", 0x56), ("JUMPI", 0x57), ("GAS", 0x5a), ("JUMPDEST", 0x5b),
    ("LOG0", 0xa0), ("LOG1", 0xa1), ("LOG2", 0xa2), ("LOG3", 0xa3), ("LOG4", 0xa4), ("CREATE", 0xf0),
    ("CALL", 0xf1), ("RETURN", 0xf3), ("DELEGATECALL", 0xf4), ("CREATE2", 0xf5), ("STATICCALL", 0xfa),
    ("REVERT", 0xfd), ("INVALID", 0xfe),
];

const JUMPDEST: u8 = 0x5b;
const PUSH0: u8 = 0x5f;
const PUSH2: u8 = 0x61;
const DUP1: u8 = 0x80;
const SWAP1: u8 = 0x90;

/// The pieces of `source` by name. `constants` are known in it beside its own.
pub fn assemble(source: &str, constants: &[(&str, u64)]) -> Result<HashMap<String, Vec<u8>>, AsmError> {
    let mut assembler = Assembler::default();
    for (name, number) in constants {
        assembler.constants.insert((*name).to_owned(), U256::from(*number));
    }
    for (index, text) in source.lines().enumerate() {
        let at = |fault| AsmError { line: index + 1, fault };
        let code = text.split(';').next().unwrap_or_default().trim();
        if !code.is_empty() {
            assembler.line(index + 1, code).map_err(at)?;
        }
    }
    assembler.finish_piece()?;
    Ok(assembler.pieces)
}

/// A place that is filled in when its piece is complete.
struct Hole {
    line: usize,
    at: usize,
    target: String, // with its sign: `@label` or `&piece`
}

#[derive(Default)]
struct Assembler {
    constants: HashMap<String, U256>,
    pieces: HashMap<String, Vec<u8>>,
    name: Option<String>,
    code: Vec<u8>,
    places: HashMap<String, usize>, // of `@label` and `&piece` in this piece
    holes: Vec<Hole>,
}

impl Assembler {
    fn line(&mut self, line: usize, text: &str) -> Result<(), String> {
        let (word, rest) = text.split_once(char::is_whitespace).map_or((text, ""), |(w, r)| (w, r.trim()));
        match word {
            ".const" => {
                let (name, number) = rest.split_once(char::is_whitespace).ok_or("a constant has a value")?;
                let number = self.number(number.trim())?;
                self.constants.insert(name.to_owned(), number);
                return Ok(());
            }
            ".piece" => {
                self.finish_piece().map_err(|error| error.to_string())?;
                self.name = Some(rest.to_owned());
                return Ok(());
            }
            _ if self.name.is_none() => {
                return Err("code stands in a piece; begin one with .piece".to_owned());
            }
            ".embed" => {
                self.mark(format!("&{rest}"))?;
                self.code.extend(self.pieces.get(rest).ok_or_else(|| format!("no piece “{rest}” so far"))?);
            }
            "PUSH" => self.push(line, rest)?,
            _ if let Some(label) = text.strip_suffix(':') => {
                self.mark(format!("@{label}"))?;
                self.code.push(JUMPDEST);
            }
            _ => self.code.push(opcode(text).ok_or_else(|| format!("“{text}” is no instruction"))?),
        }
        Ok(())
    }

    fn mark(&mut self, place: String) -> Result<(), String> {
        match self.places.insert(place.clone(), self.code.len()) {
            None => Ok(()),
            Some(_) => Err(format!("{place} is there twice")),
        }
    }

    fn push(&mut self, line: usize, operand: &str) -> Result<(), String> {
        let inside = |name: &str| operand.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
        if operand.starts_with(['@', '&']) {
            self.holes.push(Hole { line, at: self.code.len() + 1, target: operand.to_owned() });
            self.code.extend([PUSH2, 0, 0]);
        } else if let Some(piece) = operand.strip_prefix('#') {
            let length = self.pieces.get(piece).ok_or_else(|| format!("no piece “{piece}” so far"))?.len();
            self.code.push(PUSH2);
            self.code.extend(two_bytes(length)?);
        } else if let Some(signature) = inside("selector") {
            self.immediate(keccak256(signature).get(..4).unwrap_or_default());
        } else if let Some(signature) = inside("topic") {
            self.immediate(keccak256(signature).as_slice());
        } else {
            let number = self.number(operand)?;
            self.immediate(&number.to_be_bytes_trimmed_vec());
        }
        Ok(())
    }

    fn immediate(&mut self, bytes: &[u8]) {
        let length = u8::try_from(bytes.len()).unwrap_or_default(); // at most 32
        self.code.push(PUSH0 + length);
        self.code.extend(bytes);
    }

    fn number(&self, text: &str) -> Result<U256, String> {
        if let Some(name) = text.strip_prefix('$') {
            return self.constants.get(name).copied().ok_or_else(|| format!("no constant “{name}”"));
        }
        text.parse().map_err(|_| format!("“{text}” is no number, label, piece or hash"))
    }

    fn finish_piece(&mut self) -> Result<(), AsmError> {
        for Hole { line, at, target } in std::mem::take(&mut self.holes) {
            let unknown = || AsmError { line, fault: format!("{target} is nowhere in this piece") };
            let place = *self.places.get(&target).ok_or_else(unknown)?;
            let place = two_bytes(place).map_err(|fault| AsmError { line, fault })?;
            self.code.splice(at..at + 2, place);
        }
        self.places.clear();
        let code = std::mem::take(&mut self.code);
        if let Some(name) = self.name.take() {
            self.pieces.insert(name, code);
        }
        Ok(())
    }
}

fn two_bytes(number: usize) -> Result<[u8; 2], String> {
    u16::try_from(number).map(u16::to_be_bytes).map_err(|_| format!("{number} does not fit PUSH2"))
}

fn opcode(name: &str) -> Option<u8> {
    let numbered = |prefix: &str, first: u8| {
        let number: u8 = name.strip_prefix(prefix)?.parse().ok()?;
        (1..=16).contains(&number).then(|| first + number - 1)
    };
    let plain = INSTRUCTIONS.iter().find(|(known, _)| *known == name).map(|(_, opcode)| *opcode);
    plain.or_else(|| numbered("DUP", DUP1)).or_else(|| numbered("SWAP", SWAP1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(source: &str) -> Vec<u8> {
        assemble(source, &[]).unwrap().remove("p").unwrap()
    }

    #[test]
    fn a_number_takes_the_shortest_push() {
        assert_eq!(bytes(".piece p\nPUSH 0\nPUSH 255\nPUSH 0x100"), [0x5f, 0x60, 0xff, 0x61, 1, 0]);
    }

    #[test]
    fn labels_are_found_before_and_behind() {
        assert_eq!(bytes(".piece p\na:\nPUSH @b ; there\nb:\nPUSH @a"), [0x5b, 0x61, 0, 4, 0x5b, 0x61, 0, 0]);
    }

    #[test]
    fn a_piece_knows_its_parts_by_length_and_place() {
        let source = ".piece q\nADD\nMUL\n.piece p\nPUSH #q\nPUSH &q\n.embed q";
        assert_eq!(bytes(source), [0x61, 0, 2, 0x61, 0, 6, 1, 2]);
    }

    #[test]
    fn signatures_become_their_hashes() {
        assert_eq!(bytes(".piece p\nPUSH selector(owner())"), [0x63, 0x8d, 0xa5, 0xcb, 0x5b]);
        assert_eq!(bytes(".piece p\nPUSH topic(E())").len(), 33);
    }

    #[test]
    fn what_does_not_assemble_is_named_with_its_line() {
        for (source, line) in [
            ("ADD", 1),
            (".piece p\nADDD", 2),
            (".piece p\nDUP17", 2),
            (".piece p\nPUSH @nowhere", 2),
            (".piece p\na:\na:", 3),
            (".piece p\nPUSH $unknown", 2),
            (".piece p\n.embed later\n.piece later", 2),
        ] {
            assert_eq!(assemble(source, &[]).unwrap_err().line, line, "{source}");
        }
    }
}
