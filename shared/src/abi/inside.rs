//! Which calls a call makes in turn, as the table of known calls says it.
//!
//! ```text
//! inside = "-" | step *("; " step)
//! step   = "call" TO VALUE DATA              one call; where DATA is a list, all three are, and there are as many calls
//!        | "call" TO VALUES? DATA            the same lists; an empty one of values means zeros
//!        | "maybe call" TO VALUE DATA        the same, unless DATA is empty
//!        | "operation" TO VALUE DATA KIND    a call where KIND is 0, a delegatecall where it is not
//!        | "delegatecall" TO DATA
//!        | "setup" TO DATA                   a delegatecall, unless TO is zero
//!        | "signed" TO VALUE SIGNATURE DATA  Compound's calls: a signature as text and arguments, or calldata where it is empty
//!        | "self" DATA                       calls of the same contract by the same caller, unless DATA is empty
//!        | "new" DATA                        a call of the contract that is being created, unless DATA is empty
//!        | "packed" DATA                     MultiSend's packed batch
//!        | "mode" MODE DATA                  ERC-7579's execution
//!        | "create" CODE VALUE | "create2" CODE VALUE SALT
//!        | "behind" step                     the step, made by the Safe behind the called module
//!        | "each" LIST step                  the step for each tuple of a list, or for the one tuple
//!        | "userop"                          a user operation of ERC-4337
//! ```
//!
//! Words in capitals are parameter names; `-` in place of VALUE is none. May not enter: what the calls mean.

/// Calls inside a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inside {
    /// Calls, one or as many as the lists are long.
    Call {
        /// Whom.
        to: &'static str,
        /// With how much.
        value: Option<&'static str>,
        /// The calldata.
        data: &'static str,
        /// Whether nothing is called where the calldata is empty.
        optional: bool,
        /// Whether an empty list of values means zeros.
        valueless: bool,
    },
    /// A call or a delegatecall, by a number.
    Operation {
        /// Whom.
        to: &'static str,
        /// With how much.
        value: &'static str,
        /// The calldata.
        data: &'static str,
        /// 0 is a call.
        kind: &'static str,
    },
    /// Code that is run as the caller.
    Delegatecall {
        /// Whose code.
        to: &'static str,
        /// The calldata.
        data: &'static str,
        /// Whether nothing is run where `to` is zero.
        optional: bool,
    },
    /// A signature as text and its arguments.
    Signed {
        /// Whom.
        to: &'static str,
        /// With how much.
        value: &'static str,
        /// `transfer(address,uint256)`, or empty.
        signature: &'static str,
        /// Arguments, or calldata where the signature is empty.
        data: &'static str,
    },
    /// Calls of the same contract by the same caller.
    Itself(&'static str),
    /// A call of the contract that is being created.
    New(&'static str),
    /// MultiSend's packed batch.
    Packed(&'static str),
    /// ERC-7579.
    Mode {
        /// What kind of execution.
        mode: &'static str,
        /// The execution.
        data: &'static str,
    },
    /// A contract is created.
    Create {
        /// Init code.
        code: &'static str,
        /// With how much.
        value: Option<&'static str>,
        /// Of CREATE2; without one the address does not follow from the bytes.
        salt: Option<&'static str>,
    },
    /// A step that the Safe behind a module makes.
    Behind(Box<Inside>),
    /// A step for each tuple of a list.
    Each(&'static str, Box<Inside>),
    /// A user operation of ERC-4337.
    UserOperation,
}

impl Inside {
    /// The column of the table; `None` where it is not of the grammar.
    pub(super) fn column(text: &'static str) -> Option<Vec<Self>> {
        if text == "-" { Some(Vec::new()) } else { text.split("; ").map(Self::step).collect() }
    }

    fn step(text: &'static str) -> Option<Self> {
        let some = |name| (name != "-").then_some(name);
        let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
        let words: Vec<_> = rest.split(' ').collect();
        if words.contains(&"") && first != "userop" {
            return None;
        }
        match (first, words.as_slice()) {
            ("call", &[to, value, data]) => {
                let (value, valueless) =
                    value.strip_suffix('?').map_or((value, false), |value| (value, true));
                Some(Self::Call { to, value: some(value), data, optional: false, valueless })
            }
            ("maybe", &["call", to, value, data]) => {
                Some(Self::Call { to, value: some(value), data, optional: true, valueless: false })
            }
            ("behind", _) => Some(Self::Behind(Box::new(Self::step(rest)?))),
            ("operation", &[to, value, data, kind]) => Some(Self::Operation { to, value, data, kind }),
            ("delegatecall", &[to, data]) => Some(Self::Delegatecall { to, data, optional: false }),
            ("setup", &[to, data]) => Some(Self::Delegatecall { to, data, optional: true }),
            ("signed", &[to, value, signature, data]) => Some(Self::Signed { to, value, signature, data }),
            ("self", &[data]) => Some(Self::Itself(data)),
            ("new", &[data]) => Some(Self::New(data)),
            ("packed", &[data]) => Some(Self::Packed(data)),
            ("mode", &[mode, data]) => Some(Self::Mode { mode, data }),
            ("create", &[code, value]) => Some(Self::Create { code, value: some(value), salt: None }),
            ("create2", &[code, value, salt]) => {
                Some(Self::Create { code, value: some(value), salt: Some(salt) })
            }
            ("each", &[list, ..]) => Some(Self::Each(list, Box::new(Self::step(rest.split_once(' ')?.1)?))),
            ("userop", &[""]) => Some(Self::UserOperation),
            _ => None,
        }
    }

    /// The argument that the calls are read from, so that their bytes need not be shown a second time.
    pub fn consumes(&self) -> Option<&'static str> {
        match self {
            Self::Call { data, .. }
            | Self::Operation { data, .. }
            | Self::Delegatecall { data, .. }
            | Self::Signed { data, .. }
            | Self::Itself(data)
            | Self::New(data)
            | Self::Packed(data)
            | Self::Mode { data, .. }
            | Self::Create { code: data, .. }
            | Self::Each(data, _) => Some(data),
            Self::Behind(step) => step.consumes(),
            Self::UserOperation => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_of_the_grammar_is_read_and_nothing_else() {
        for (text, steps) in [
            ("-", 0),
            ("call to value data", 1),
            ("call to - data", 1),
            ("call to values? data", 1),
            ("behind operation to value data operation", 1),
            ("maybe call to - data", 1),
            ("operation to value data operation", 1),
            ("each a each b userop", 1),
            ("create initCode -; new data", 2),
        ] {
            assert_eq!(Inside::column(text).map(|steps| steps.len()), Some(steps), "{text}");
        }
        for text in
            ["", "call", "call to value", "each a", "each", "self", "behind", "walk to data", "userop now"]
        {
            assert_eq!(Inside::column(text), None, "{text}");
        }
    }
}
