//! Sign-In with Ethereum (EIP-4361): the parts of a message that has the standard's form.
//!
//! ```text
//! [scheme://]domain wants you to sign in with your Ethereum account:
//! 0x…
//!
//! [statement]
//!
//! URI: …            Version: 1        Chain ID: 1      Nonce: …       Issued At: …
//! [Expiration Time: …]   [Not Before: …]   [Request ID: …]   [Resources: and lines “- …”]
//! ```
//!
//! Each of the named parts is a line of its own, in this order. May not enter: a part that is guessed, or whether to believe it.

/// What stands behind the domain in the first line.
pub const OPENING: &str = " wants you to sign in with your Ethereum account:";

/// The parts, as they are written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignIn<'a> {
    /// `https`, where it is said.
    pub scheme: Option<&'a str>,
    /// `example.com`, with a port where there is one.
    pub domain: &'a str,
    /// The account that signs in.
    pub address: &'a str,
    /// What the site says.
    pub statement: Option<&'a str>,
    /// The named parts: (`URI`, `https://example.com/login`) and so on.
    pub parts: Vec<(&'static str, &'a str)>,
    /// What the sign-in is for, beside the URI.
    pub resources: Vec<&'a str>,
}

/// The named parts in their order, and whether they must be there.
const PARTS: [(&str, bool); 8] = [
    ("URI", true),
    ("Version", true),
    ("Chain ID", true),
    ("Nonce", true),
    ("Issued At", true),
    ("Expiration Time", false),
    ("Not Before", false),
    ("Request ID", false),
];

impl<'a> SignIn<'a> {
    /// Reads a message; [`None`] where it has another form.
    pub fn read(message: &'a str) -> Option<Self> {
        let mut lines = message.split('\n').peekable();
        let opening = lines.next()?.strip_suffix(OPENING)?;
        let (scheme, domain) = match opening.split_once("://") {
            Some((scheme, domain)) => (Some(scheme), domain),
            None => (None, opening),
        };
        let address = lines.next()?;
        if domain.is_empty() || domain.contains(char::is_whitespace) || !lines.next()?.is_empty() {
            return None;
        }
        let mut statement = None;
        match lines.next()? {
            "" => {}
            line => {
                statement = Some(line);
                if !lines.next()?.is_empty() {
                    return None;
                }
            }
        }
        let mut parts = Vec::new();
        for (name, required) in PARTS {
            let value = lines.peek().and_then(|line| line.strip_prefix(name)?.strip_prefix(": "));
            match value {
                Some(value) => {
                    parts.push((name, value));
                    lines.next();
                }
                None if required => return None,
                None => {}
            }
        }
        let mut resources = Vec::new();
        if let Some(line) = lines.next() {
            if line != "Resources:" {
                return None;
            }
            for line in lines {
                resources.push(line.strip_prefix("- ")?);
            }
        }
        Some(Self { scheme, domain, address, statement, parts, resources })
    }

    /// A named part, if it is there.
    pub fn part(&self, name: &str) -> Option<&'a str> {
        self.parts.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The standard's own example.
    const EXAMPLE: &str = "example.com wants you to sign in with your Ethereum account:
0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2

I accept the ExampleOrg Terms of Service: https://example.com/tos

URI: https://example.com/login
Version: 1
Chain ID: 1
Nonce: 32891756
Issued At: 2021-09-30T16:25:24Z
Resources:
- ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/
- https://example.com/my-web2-claim.json";

    #[test]
    fn the_example_of_the_standard_is_read_part_by_part() {
        let read = SignIn::read(EXAMPLE).unwrap();
        assert_eq!((read.scheme, read.domain), (None, "example.com"));
        assert_eq!(read.address, "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2");
        assert!(read.statement.unwrap().starts_with("I accept"));
        assert_eq!(read.part("Nonce"), Some("32891756"));
        assert_eq!(read.part("Request ID"), None);
        assert_eq!(read.resources.len(), 2);
    }

    #[test]
    fn another_form_is_none() {
        let faults = [
            (
                "a part in another place",
                EXAMPLE.replace("Version: 1\nChain ID: 1", "Chain ID: 1\nVersion: 1"),
            ),
            ("a part twice", EXAMPLE.replace("Nonce: 32891756", "Nonce: 32891756\nNonce: 1")),
            ("a part missing", EXAMPLE.replace("Nonce: 32891756\n", "")),
            ("an unknown part", EXAMPLE.replace("Resources:", "Value: 1\nResources:")),
            ("a resource without its mark", EXAMPLE.replace("- https", "https")),
            ("two statements", EXAMPLE.replace("I accept", "I agree.\nI accept")),
            ("a blank in the domain", EXAMPLE.replace("example.com wants", "example.com really wants")),
            ("another opening", EXAMPLE.replace("wants you", "asks you")),
            ("no empty line", EXAMPLE.replacen("\n\n", "\n", 1)),
        ];
        for (why, text) in faults {
            assert_ne!(text, EXAMPLE, "{why}");
            assert_eq!(SignIn::read(&text), None, "{why}");
        }
        let bare = EXAMPLE.replace("I accept the ExampleOrg Terms of Service: https://example.com/tos\n", "");
        assert_eq!(SignIn::read(&bare).unwrap().statement, None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text: String, at in 0..600_usize) {
            _ = SignIn::read(&text);
            let cut: String = EXAMPLE.chars().take(at).chain(text.chars()).collect();
            _ = SignIn::read(&cut);
        }
    }
}
