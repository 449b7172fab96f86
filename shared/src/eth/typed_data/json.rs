//! JSON (RFC 8259) with nothing left open: no member twice, no lone surrogates, numbers as they were written.
//!
//! Why not `serde_json`: it takes the last of two members, and with `arbitrary_precision` a number and an object
//! with one certain member look the same. The tests hold this reader against it.

use super::TypedDataError;
use crate::limits::JSON_DEPTH_MAX;
use std::collections::BTreeMap;

/// A JSON value. Numbers keep their text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    Array(Vec<Self>),
    Object(BTreeMap<String, Self>),
}

impl Json {
    /// What stands here, for an error.
    pub(crate) fn form(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }

    pub(crate) fn object(&self, place: &str) -> Result<&BTreeMap<String, Self>, TypedDataError> {
        if let Self::Object(members) = self { Ok(members) } else { Err(self.wrong(place, "an object")) }
    }

    pub(crate) fn array(&self, place: &str) -> Result<&[Self], TypedDataError> {
        if let Self::Array(items) = self { Ok(items) } else { Err(self.wrong(place, "an array")) }
    }

    pub(crate) fn text(&self, place: &str) -> Result<&str, TypedDataError> {
        if let Self::Text(text) = self { Ok(text) } else { Err(self.wrong(place, "a text")) }
    }

    pub(crate) fn wrong(&self, place: &str, expected: &str) -> TypedDataError {
        TypedDataError::Form {
            place: place.to_owned(),
            expected: expected.to_owned(),
            found: self.form().to_owned(),
        }
    }
}

/// Reads one document and nothing behind it.
pub(crate) fn parse(bytes: &[u8]) -> Result<Json, TypedDataError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| TypedDataError::Json { at: error.valid_up_to(), fault: "this is not UTF-8" })?;
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.blank();
    if reader.at == text.len() {
        Ok(value)
    } else {
        Err(reader.fault("something stands behind the document"))
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize, // invariant: on a character boundary, at most the length
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn fault(&self, fault: &'static str) -> TypedDataError {
        TypedDataError::Json { at: self.at, fault }
    }

    fn blank(&mut self) {
        self.at +=
            self.rest().bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
    }

    fn take(&mut self, literal: &str) -> bool {
        let found = self.rest().starts_with(literal);
        self.at += if found { literal.len() } else { 0 };
        found
    }

    fn value(&mut self, depth: usize) -> Result<Json, TypedDataError> {
        if depth > JSON_DEPTH_MAX {
            return Err(TypedDataError::Depth);
        }
        self.blank();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string().map(Json::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ if self.take("true") => Ok(Json::Bool(true)),
            _ if self.take("false") => Ok(Json::Bool(false)),
            _ if self.take("null") => Ok(Json::Null),
            _ => Err(self.fault("a value is expected here")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, TypedDataError> {
        self.at += 1;
        let mut members = BTreeMap::new();
        self.blank();
        if self.take("}") {
            return Ok(Json::Object(members));
        }
        loop {
            self.blank();
            if self.peek() != Some(b'"') {
                return Err(self.fault("a member's name is expected here"));
            }
            let name = self.string()?;
            if members.contains_key(&name) {
                return Err(TypedDataError::Duplicate { name: shown(&name), at: self.at });
            }
            self.blank();
            if !self.take(":") {
                return Err(self.fault("a colon is expected here"));
            }
            let value = self.value(depth + 1)?;
            members.insert(name, value);
            self.blank();
            if self.take("}") {
                return Ok(Json::Object(members));
            }
            if !self.take(",") {
                return Err(self.fault("a comma or } is expected here"));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json, TypedDataError> {
        self.at += 1;
        let mut items = Vec::new();
        self.blank();
        if self.take("]") {
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.blank();
            if self.take("]") {
                return Ok(Json::Array(items));
            }
            if !self.take(",") {
                return Err(self.fault("a comma or ] is expected here"));
            }
        }
    }

    fn number(&mut self) -> Result<Json, TypedDataError> {
        let start = self.at;
        self.take("-");
        if !self.take("0") && self.digits() == 0 {
            return Err(self.fault("a digit is expected here"));
        }
        if self.take(".") && self.digits() == 0 {
            return Err(self.fault("a digit is expected here"));
        }
        if self.take("e") || self.take("E") {
            _ = self.take("+") || self.take("-");
            if self.digits() == 0 {
                return Err(self.fault("a digit is expected here"));
            }
        }
        Ok(Json::Number(self.text.get(start..self.at).unwrap_or_default().to_owned()))
    }

    fn digits(&mut self) -> usize {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        self.at += count;
        count
    }

    fn string(&mut self) -> Result<String, TypedDataError> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let plain = self
                .rest()
                .find(|c: char| matches!(c, '"' | '\\' | '\0'..='\u{1f}'))
                .unwrap_or(self.rest().len());
            text.push_str(self.rest().get(..plain).unwrap_or_default());
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => {
                    return Err(
                        self.fault("a control character stands in a text; it must be written as \\u00…")
                    );
                }
                None => return Err(self.fault("a text does not end")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, TypedDataError> {
        self.at += 1;
        let escaped = match self.peek() {
            Some(b'u') => {
                self.at += 1;
                return self.unicode();
            }
            Some(same @ (b'"' | b'\\' | b'/')) => char::from(same),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            _ => return Err(self.fault("there is no such escape")),
        };
        self.at += 1;
        Ok(escaped)
    }

    /// Behind `\u`: four digits, or a pair of surrogates.
    fn unicode(&mut self) -> Result<char, TypedDataError> {
        let first = self.four_digits()?;
        let code = if (0xd800..0xdc00).contains(&first) && self.take("\\u") {
            let second = self.four_digits()?;
            second
                .checked_sub(0xdc00)
                .filter(|low| *low < 0x400)
                .map(|low| 0x1_0000 + ((first - 0xd800) << 10 | low))
        } else {
            Some(first)
        };
        code.and_then(char::from_u32).ok_or_else(|| self.fault("half of a surrogate pair is no character"))
    }

    fn four_digits(&mut self) -> Result<u32, TypedDataError> {
        let digits =
            self.rest().get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| self.fault("four hex digits are expected here"))?;
        self.at += 4;
        Ok(code)
    }
}

/// A stranger's name as an error may show it.
pub(crate) fn shown(text: &str) -> String {
    crate::eth::text::spelled_out(&text.chars().take(80).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn json_has_one_meaning_or_none() {
        for (text, read, why) in [
            (r#"{"a":1,"b":[true,null,"x"]}"#, true, "plain"),
            ("  [ ]\n", true, "blanks"),
            (r#""\ud83d\ude00\u00e9\/""#, true, "escapes and a pair"),
            ("-0.5e+10", true, "a number is kept as text"),
            (r#"{"a":1,"a":1}"#, false, "a member twice"),
            (r#"{"a":1,"\u0061":1}"#, false, "a member twice in two spellings"),
            (r#""\ud800""#, false, "half a pair"),
            (r#""\ud800\u0041""#, false, "half a pair before a letter"),
            (r#""\udc00""#, false, "the other half"),
            ("01", false, "a leading zero"),
            ("1.", false, "a point without digits"),
            ("+1", false, "a plus"),
            ("1e", false, "an empty exponent"),
            ("NaN", false, "no JSON"),
            ("'a'", false, "no JSON"),
            ("[1,]", false, "a trailing comma"),
            ("{}{}", false, "two documents"),
            ("\u{feff}{}", false, "a byte order mark"),
            ("\"a\nb\"", false, "a raw line break"),
            ("", false, "nothing"),
        ] {
            assert_eq!(parse(text.as_bytes()).is_ok(), read, "{why}");
        }
    }

    #[test]
    fn nesting_is_bounded_before_the_stack_is() {
        let nested = |depth: usize| [vec![b'['; depth], vec![b']'; depth]].concat();
        assert!(parse(&nested(JSON_DEPTH_MAX + 1)).is_ok());
        assert_eq!(parse(&nested(JSON_DEPTH_MAX + 2)), Err(TypedDataError::Depth));
        assert_eq!(parse(&vec![b'['; 1 << 20]), Err(TypedDataError::Depth));
    }

    fn same(ours: &Json, theirs: &serde_json::Value) -> bool {
        match (ours, theirs) {
            (Json::Null, serde_json::Value::Null) => true,
            (Json::Bool(a), serde_json::Value::Bool(b)) => a == b,
            (Json::Number(a), serde_json::Value::Number(b)) => a.parse::<f64>().ok() == b.as_f64(),
            (Json::Text(a), serde_json::Value::String(b)) => a == b,
            (Json::Array(a), serde_json::Value::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
            }
            (Json::Object(a), serde_json::Value::Object(b)) => {
                a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
            }
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn what_is_read_here_is_read_alike_by_serde_json(text in r#"[\[\]{}:,"0-9eE+.\\ux\-a-f truefalsn]{0,40}"#) {
            if let Ok(ours) = parse(text.as_bytes()) {
                let theirs: serde_json::Value = serde_json::from_str(&text).unwrap();
                prop_assert!(same(&ours, &theirs), "{text}");
            }
        }

        #[test]
        fn any_text_survives_being_quoted(text in "\\PC{0,40}[\\x00-\\x20\"\\\\]{0,8}") {
            let quoted = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(parse(quoted.as_bytes()), Ok(Json::Text(text)));
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes: Vec<u8>) {
            _ = parse(&bytes);
        }
    }
}
