//! One frame of a UR (BCR-2020-005, BCR-2020-012, BCR-2024-001), judged before anything grows.
//!
//! ```text
//! ur:<type>/<body>                      single part: body is the message
//! ur:<type>/<number>-<count>/<body>     one of many: body is the array below
//! part = [number: uint32, count: uint, message-length: uint, checksum: uint32, data: bytes]
//! ```
//!
//! A body is bytewords, minimal style, with a CRC-32 at its end. Case does not matter. The numbers in the array
//! are what a stranger claims: they are held against `limits`, against each other and against the label here,
//! because what comes after takes memory by them.
//!
//! May not enter: more than one frame, what the message means.

pub use super::error::{CborFault, HeaderFault, PartError};
use crate::limits::{CODE_TEXT_MAX, FRAGMENT_BYTES_MAX, MESSAGE_BYTES_MAX, PARTS_MAX};
use ur::bytewords;

/// One text, judged by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// The whole message in one code.
    Whole {
        /// Lower case.
        ur_type: String,
        /// What the body holds; its CRC-32 was right.
        message: Vec<u8>,
    },
    /// One part of many (or the only one of a transfer that announces one).
    Part(Part),
}

/// One part of a multi-part UR whose claims are within the limits and fit each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    ur_type: String,
    number: u32,
    count: usize,
    message_len: usize,
    checksum: u32,
    data: Vec<u8>,
}

impl Part {
    /// The UR type, lower case.
    pub fn ur_type(&self) -> &str {
        &self.ur_type
    }
    /// Its number (`seqNum`), from 1; above [`Part::count`] it is mixed.
    pub fn number(&self) -> u32 {
        self.number
    }
    /// Fragments of the message (`seqLen`), 1 to [`PARTS_MAX`].
    pub fn count(&self) -> usize {
        self.count
    }
    /// Bytes of the message, 1 to [`MESSAGE_BYTES_MAX`].
    pub fn message_len(&self) -> usize {
        self.message_len
    }
    /// CRC-32 of the message.
    pub fn checksum(&self) -> u32 {
        self.checksum
    }
    /// XOR of the fragments it mixes, 1 to [`FRAGMENT_BYTES_MAX`] bytes.
    pub fn data(&self) -> &[u8] {
        &self.data
    }
}

/// Reads the text of one code.
///
/// # Errors
/// The first rule that it breaks, in the order: length, scheme, type, label, bytewords, checksum, array, numbers
/// against the label, limits, numbers against each other.
pub fn read(text: &str) -> Result<Text, PartError> {
    if text.len() > CODE_TEXT_MAX {
        return Err(PartError::TooLong { length: text.len() });
    }
    let text = text.to_ascii_lowercase();
    let rest = text.strip_prefix("ur:").ok_or(PartError::Scheme)?;
    let mut pieces = rest.splitn(3, '/');
    let ur_type = pieces.next().unwrap_or_default();
    if !is_type(ur_type) {
        return Err(PartError::Type { found: excerpt(ur_type) });
    }
    let first = pieces.next().ok_or_else(|| PartError::Sequence { found: String::new() })?;
    let Some(body) = pieces.next() else {
        return Ok(Text::Whole { ur_type: ur_type.to_owned(), message: unword(first)? });
    };
    let damaged = || PartError::Sequence { found: excerpt(first) };
    let (number, count) = first.split_once('-').ok_or_else(damaged)?;
    let label = (decimal(number).ok_or_else(damaged)?, decimal(count).ok_or_else(damaged)?);
    part(ur_type, label, &unword(body)?).map(Text::Part)
}

/// Whether `text` can be the type of a UR: a-z, 0-9 and hyphens, at least one.
pub fn is_type(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

fn excerpt(text: &str) -> String {
    text.chars().take(40).collect()
}

/// `str::parse` alone would let a sign and leading zeros through.
fn decimal(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    plain.then(|| text.parse().ok())?
}

fn unword(body: &str) -> Result<Vec<u8>, PartError> {
    bytewords::decode(body, bytewords::Style::Minimal).map_err(|error| match error {
        bytewords::Error::InvalidChecksum => PartError::FrameChecksum,
        _ => PartError::BytewordsInvalid,
    })
}

fn part(ur_type: &str, label: (u32, u32), cbor: &[u8]) -> Result<Part, PartError> {
    let mut cbor = Cbor(cbor);
    let items = cbor.head(ARRAY)?;
    if items != 5 {
        return Err(PartError::Header { why: HeaderFault::Items(items) });
    }
    let (number, count, message_len) = (cbor.head(UINT)?, cbor.head(UINT)?, cbor.head(UINT)?);
    let checksum = cbor.head(UINT)?;
    let data = cbor.bytes()?;
    if !cbor.0.is_empty() {
        return Err(PartError::Cbor { fault: CborFault::Trailing });
    }
    let header = |why| PartError::Header { why };
    let number =
        u32::try_from(number).ok().filter(|&number| number > 0).ok_or(header(HeaderFault::Number))?;
    let checksum = u32::try_from(checksum).map_err(|_| header(HeaderFault::Checksum))?;
    if (u64::from(number), count) != (u64::from(label.0), u64::from(label.1)) {
        return Err(header(HeaderFault::Label));
    }
    let count = within(count, PARTS_MAX).ok_or(PartError::TooManyParts { announced: count })?;
    let message_len =
        within(message_len, MESSAGE_BYTES_MAX).ok_or(PartError::MessageTooLong { announced: message_len })?;
    if data.len() > FRAGMENT_BYTES_MAX {
        return Err(PartError::FragmentTooLong { length: data.len() });
    }
    // Each fragment but the last is full and the last one is not empty, so all three numbers determine each other.
    let full = data.len().saturating_mul(count);
    if data.is_empty() || message_len > full || full - data.len() >= message_len {
        return Err(PartError::Inconsistent { parts: count, fragment: data.len(), message: message_len });
    }
    Ok(Part { ur_type: ur_type.to_owned(), number, count, message_len, checksum, data: data.to_vec() })
}

fn within(claimed: u64, limit: usize) -> Option<usize> {
    usize::try_from(claimed).ok().filter(|&claimed| claimed <= limit)
}

const UINT: u8 = 0;
const BYTES: u8 = 2;
const ARRAY: u8 = 4;

/// The five items of a part need no CBOR library: heads and one byte string, canonical or refused.
struct Cbor<'a>(&'a [u8]);

impl<'a> Cbor<'a> {
    fn cut(&mut self, length: usize) -> Result<&'a [u8], PartError> {
        let (taken, rest) =
            self.0.split_at_checked(length).ok_or(PartError::Cbor { fault: CborFault::Truncated })?;
        self.0 = rest;
        Ok(taken)
    }

    /// The argument of an item of type `major`.
    fn head(&mut self, major: u8) -> Result<u64, PartError> {
        let first = self.cut(1)?.first().copied().unwrap_or_default();
        let wrong = |fault| PartError::Cbor { fault };
        if first >> 5 != major {
            return Err(wrong(CborFault::Type));
        }
        let (length, least) = match first & 31 {
            direct @ 0..24 => return Ok(u64::from(direct)),
            24 => (1, 24),
            25 => (2, 1 << 8),
            26 => (4, 1 << 16),
            27 => (8, 1 << 32),
            31 if major != UINT => return Err(wrong(CborFault::Indefinite)),
            _ => return Err(wrong(CborFault::Type)),
        };
        let argument = self.cut(length)?.iter().fold(0, |number, &byte| number << 8 | u64::from(byte));
        if argument < least { Err(wrong(CborFault::NonMinimal)) } else { Ok(argument) }
    }

    fn bytes(&mut self) -> Result<&'a [u8], PartError> {
        let length = self.head(BYTES)?;
        // A claimed length past the end of the address space is past the end of the text too.
        self.cut(usize::try_from(length).unwrap_or(usize::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Refusal;
    use proptest::prelude::*;

    fn kind(text: &str) -> &'static str {
        read(text).err().map_or("accepted", |error| error.kind().as_str())
    }

    fn part_text(label: &str, cbor: &[u8]) -> String {
        format!("ur:bytes/{label}/{}", bytewords::encode(cbor, bytewords::Style::Minimal))
    }

    #[test]
    fn a_text_has_one_scheme_one_type_alphabet_and_one_spelling_of_its_label() {
        let body = bytewords::encode(b"\x43abc", bytewords::Style::Minimal);
        for (text, expected) in [
            (format!("ur:bytes/{body}"), "accepted"),
            (format!("UR:BYTES/{}", body.to_uppercase()), "accepted"),
            (format!("bytes/{body}"), "ur-scheme"),
            (format!("ur/bytes/{body}"), "ur-scheme"),
            (format!("ur:by_tes/{body}"), "ur-type"),
            (format!("ur:/{body}"), "ur-type"),
            ("ur:bytes".to_owned(), "ur-sequence"),
            (format!("ur:bytes/1/{body}"), "ur-sequence"),
            (format!("ur:bytes/0-3/{body}"), "ur-sequence"),
            (format!("ur:bytes/+1-3/{body}"), "ur-sequence"),
            (format!("ur:bytes/01-3/{body}"), "ur-sequence"),
            (format!("ur:bytes/1-4294967296/{body}"), "ur-sequence"),
            (format!("ur:bytes/1-3/{body}/"), "bytewords-invalid"),
            (format!("ur:bytes/{body}a"), "bytewords-invalid"),
            (format!("ur:bytes/xx{body}"), "bytewords-invalid"),
            (format!("ur:bytes/ae{body}"), "bytewords-checksum"),
            (format!("ur:bytes/{}", "ae".repeat(2_200)), "limit-length"),
        ] {
            assert_eq!(kind(&text), expected, "{text}");
        }
    }

    #[test]
    fn a_part_is_five_canonical_items_that_fit_its_label_and_each_other() {
        for (label, cbor, expected) in [
            ("1-2", &[0x85, 1, 2, 6, 9, 0x43, 1, 2, 3][..], "accepted"),
            ("1-1", &[0x85, 1, 1, 3, 9, 0x43, 1, 2, 3], "accepted"),
            ("1-2", &[0x84, 1, 2, 6, 9], "part-header"),
            ("1-2", &[0x86, 1, 2, 6, 9, 0x43, 1, 2, 3, 0], "part-header"),
            ("2-2", &[0x85, 1, 2, 6, 9, 0x43, 1, 2, 3], "part-header"),
            ("1-3", &[0x85, 1, 2, 6, 9, 0x43, 1, 2, 3], "part-header"),
            ("1-2", &[0x85, 0, 2, 6, 9, 0x43, 1, 2, 3], "part-header"),
            ("1-2", &[0x85, 1, 2, 6, 0x1b, 0, 0, 0, 1, 0, 0, 0, 0, 0x43, 1, 2, 3], "part-header"),
            ("1-2", &[0x85, 1, 2, 3, 9, 0x43, 1, 2, 3], "part-inconsistent"),
            ("1-2", &[0x85, 1, 2, 7, 9, 0x43, 1, 2, 3], "part-inconsistent"),
            ("1-2", &[0x85, 1, 2, 0, 9, 0x40], "part-inconsistent"),
            ("1-2", &[0x85, 1, 2, 6, 9, 0x43, 1, 2], "cbor-truncated"),
            ("1-2", &[0x85, 1, 2, 6, 9, 0x5b, 255, 255, 255, 255, 255, 255, 255, 255], "cbor-truncated"),
            ("1-2", &[0x85, 1, 2, 6, 9, 0x43, 1, 2, 3, 4], "cbor-trailing"),
            ("1-2", &[0x9f, 1, 2, 6, 9, 0x43, 1, 2, 3, 0xff], "cbor-indefinite"),
            ("1-2", &[0x85, 1, 2, 6, 9, 0x5f, 0x43, 1, 2, 3, 0xff], "cbor-indefinite"),
            ("1-2", &[0x85, 1, 2, 0x18, 6, 9, 0x43, 1, 2, 3], "cbor-non-minimal"),
            ("1-2", &[0x85, 1, 2, 6, 9, 0x63, 65, 66, 67], "cbor-type"),
            ("1-8193", &[0x85, 1, 0x19, 0x20, 1, 6, 9, 0x43, 1, 2, 3], "limit-seq-len"),
            ("1-2", &[0x85, 1, 2, 0x1a, 0, 0x10, 0, 1, 9, 0x43, 1, 2, 3], "limit-message-len"),
        ] {
            assert_eq!(kind(&part_text(label, cbor)), expected, "{label} {cbor:02x?}");
        }
    }

    proptest! {
        #[test]
        fn noise_is_refused_in_words(noise in ".{0,300}") {
            if let Err(error) = read(&noise) {
                prop_assert!(error.to_string().contains(';'), "no way out: {error}");
            }
        }

        #[test]
        fn no_array_passes_the_limits(count: u32, message_len: u64, data in prop::collection::vec(any::<u8>(), 0..60)) {
            let mut cbor = vec![0x85, 1, 0x1a];
            cbor.extend(count.to_be_bytes());
            cbor.push(0x1b);
            cbor.extend(message_len.to_be_bytes());
            cbor.extend([9, 0x58, u8::try_from(data.len()).unwrap()]);
            cbor.extend(&data);
            if let Ok(Text::Part(part)) = read(&part_text(&format!("1-{count}"), &cbor)) {
                prop_assert!(part.count() <= PARTS_MAX && part.message_len() <= MESSAGE_BYTES_MAX);
            }
        }
    }
}
