//! Dense frames: the form between our own two programs, in byte mode, with RaptorQ (RFC 6330) and deflate.
//!
//! One frame, all numbers big-endian:
//!
//! | bytes | what |
//! |---|---|
//! | 2 | `CF 01`: ours, version 1 (no UR begins like this) |
//! | 3 | length of the body |
//! | 4 | CRC-32 of the body; names the transfer too |
//! | 3 | symbol number: below the count of source symbols a slice of the body, above it a RaptorQ repair symbol |
//! | 2 | lower half of the CRC-32 of the whole frame without these two bytes |
//! | n | the symbol; n is the same in all frames of a transfer, and the count of source symbols is length ÷ n, up |
//!
//! One source block, one sub-block, symbol alignment 1. The body:
//!
//! | bytes | what |
//! |---|---|
//! | 1 | 0 as it is, 1 deflated (RFC 1951) |
//! | 1 + t | length of the UR type, then the type |
//! | 3 | length of the message |
//! | rest | the message, or what inflates to it |
//!
//! The library takes memory by the announced lengths and stops on impossible ones, so [`read`] judges them
//! first, and inflating is bounded by the announced length, which is bounded before.
//!
//! May not enter: what the message means.

use super::error::{HeaderFault, PartError, UnpackFault};
use super::part::is_type;
use crate::limits::{
    CODE_BYTES_MAX, DENSE_BODY_MAX, DENSE_SPARE_MAX, MESSAGE_BYTES_MAX, PARTS_MAX, TYPE_BYTES_MAX,
};
use raptorq::{
    EncodingPacket, ObjectTransmissionInformation, PayloadId, SourceBlockDecoder, SourceBlockEncoder,
};

/// Bytes of a frame beside its symbol.
pub const HEAD: usize = 14;
const MAGIC: u8 = 0xcf;
const VERSION: u8 = 1;
/// Symbol numbers have 24 bits.
const NUMBERS: u32 = 1 << 24;
/// The level at which deflate stops gaining on calldata, init code and JSON.
const DEFLATE_LEVEL: u8 = 9;

/// One dense frame whose claims are within the limits and fit each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dense {
    body_len: usize,
    checksum: u32,
    number: u32,
    symbol: Vec<u8>,
}

impl Dense {
    /// Bytes of the body.
    pub fn body_len(&self) -> usize {
        self.body_len
    }
    /// CRC-32 of the body.
    pub fn checksum(&self) -> u32 {
        self.checksum
    }
    /// Bytes of the symbol.
    pub fn symbol_len(&self) -> usize {
        self.symbol.len()
    }
    /// Source symbols of the body, 1 to [`PARTS_MAX`].
    pub fn count(&self) -> usize {
        self.body_len.div_ceil(self.symbol.len().max(1))
    }
}

/// Whether a content claims to be a dense frame.
pub fn is_dense(content: &[u8]) -> bool {
    content.first() == Some(&MAGIC)
}

/// Reads one frame.
///
/// # Errors
/// The first rule that it breaks: length, version, checksum, limits, numbers against each other.
pub fn read(content: &[u8]) -> Result<Dense, PartError> {
    if content.len() > CODE_BYTES_MAX {
        return Err(PartError::TooLong { length: content.len() });
    }
    let short = PartError::Header { why: HeaderFault::Short };
    let (head, symbol) = content.split_first_chunk::<HEAD>().ok_or(short.clone())?;
    let [magic, version, l0, l1, l2, c0, c1, c2, c3, n0, n1, n2, f0, f1] = *head;
    if magic != MAGIC {
        return Err(PartError::Scheme);
    }
    if version != VERSION {
        return Err(PartError::Header { why: HeaderFault::Version(version) });
    }
    if [f0, f1] != check(head, symbol) {
        return Err(PartError::FrameChecksum);
    }
    let announced = u32::from_be_bytes([0, l0, l1, l2]);
    let body_len = usize::try_from(announced).unwrap_or(usize::MAX);
    if body_len > DENSE_BODY_MAX {
        return Err(PartError::MessageTooLong { announced: announced.into() });
    }
    if symbol.is_empty() || body_len == 0 || body_len < symbol.len() {
        return Err(PartError::Inconsistent { parts: 1, fragment: symbol.len(), message: body_len });
    }
    let checksum = u32::from_be_bytes([c0, c1, c2, c3]);
    let number = u32::from_be_bytes([0, n0, n1, n2]);
    let frame = Dense { body_len, checksum, number, symbol: symbol.to_vec() };
    if frame.count() > PARTS_MAX {
        return Err(PartError::TooManyParts { announced: u64::try_from(frame.count()).unwrap_or(u64::MAX) });
    }
    Ok(frame)
}

fn check(head: &[u8; HEAD], symbol: &[u8]) -> [u8; 2] {
    let mut crc = crc32fast::Hasher::new();
    crc.update(head.first_chunk::<12>().map_or(&[], |covered| covered));
    crc.update(symbol);
    let [_, _, upper, lower] = crc.finalize().to_be_bytes();
    [upper, lower]
}

/// The transfer as the library wants it told; `None` for what [`read`] and [`Packer::new`] refuse.
fn information(body_len: usize, symbol_len: usize) -> Option<ObjectTransmissionInformation> {
    let symbol = u16::try_from(symbol_len).ok().filter(|&symbol| symbol > 0)?;
    (body_len.div_ceil(symbol_len) <= PARTS_MAX)
        .then(|| ObjectTransmissionInformation::new(body_len as u64, symbol, 1, 1, 1))
}

/// Makes the frames of one message.
#[derive(Debug)]
pub struct Packer {
    encoder: SourceBlockEncoder,
    source: Vec<EncodingPacket>,
    body_len: usize,
    checksum: u32,
    next: u32,
}

impl Packer {
    /// For frames of at most `frame_len` bytes. The symbols are cut equal, so that all frames need the same
    /// version. `None` where the message, the type or the number of frames is past a limit, or the frame too
    /// small for its head.
    pub fn new(ur_type: &str, message: &[u8], frame_len: usize) -> Option<Self> {
        let body = pack(ur_type, message)?;
        let most = frame_len.checked_sub(HEAD).filter(|&most| most > 0)?;
        let symbol_len = body.len().div_ceil(body.len().div_ceil(most));
        let information = information(body.len(), symbol_len)?;
        let mut padded = body.clone();
        padded.resize(body.len().div_ceil(symbol_len) * symbol_len, 0);
        let encoder = SourceBlockEncoder::new(0, &information, &padded);
        let source = encoder.source_packets();
        Some(Self { encoder, source, body_len: body.len(), checksum: crc32fast::hash(&body), next: 0 })
    }

    /// Source symbols: frames that carry the message once.
    pub fn count(&self) -> usize {
        self.source.len()
    }

    /// The next frame: the source symbols in order, then repair symbols, each of them new until 2^24 are shown.
    /// A message of one symbol is a still picture.
    pub fn next_frame(&mut self) -> Vec<u8> {
        let number = self.next;
        let place = usize::try_from(number).unwrap_or(usize::MAX);
        let symbol = match self.source.get(place) {
            Some(packet) => packet.data().to_vec(),
            None => {
                let first = number.saturating_sub(u32::try_from(self.count()).unwrap_or(number));
                let repair = self.encoder.repair_packets(first, 1);
                repair.first().map_or_else(Vec::new, |packet| packet.data().to_vec())
            }
        };
        self.next = if self.count() == 1 { 0 } else { (number + 1) % NUMBERS };
        self.frame(number, &symbol)
    }

    fn frame(&self, number: u32, symbol: &[u8]) -> Vec<u8> {
        let [_, l0, l1, l2] = u32::try_from(self.body_len).unwrap_or(0).to_be_bytes();
        let [c0, c1, c2, c3] = self.checksum.to_be_bytes();
        let [_, n0, n1, n2] = number.to_be_bytes();
        let mut head = [MAGIC, VERSION, l0, l1, l2, c0, c1, c2, c3, n0, n1, n2, 0, 0];
        let [f0, f1] = check(&head, symbol);
        let [.., upper, lower] = &mut head;
        (*upper, *lower) = (f0, f1);
        [&head, symbol].concat()
    }
}

/// Collects the frames of one transfer.
#[derive(Debug)]
pub struct Collector {
    decoder: SourceBlockDecoder,
    held: std::collections::BTreeSet<u32>,
    count: usize,
    body_len: usize,
    checksum: u32,
}

/// What a frame added to a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gathered {
    /// Its symbol is here already.
    Nothing,
    /// A new symbol.
    New,
    /// The UR type and the message.
    Whole(String, Vec<u8>),
}

impl Collector {
    /// For the transfer that `frame` belongs to, without taking it yet. `None` for what [`read`] refuses.
    pub fn new(frame: &Dense) -> Option<Self> {
        let information = information(frame.body_len, frame.symbol_len())?;
        let block_len = frame.count() * frame.symbol_len();
        Some(Self {
            decoder: SourceBlockDecoder::new(0, &information, u64::try_from(block_len).ok()?),
            held: std::collections::BTreeSet::new(),
            count: frame.count(),
            body_len: frame.body_len,
            checksum: frame.checksum,
        })
    }

    /// Symbols held, at most the count and [`DENSE_SPARE_MAX`].
    pub fn held(&self) -> usize {
        self.held.len()
    }

    /// Source symbols.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Takes a frame of this transfer.
    ///
    /// # Errors
    /// The symbols do not determine the body though there are more than enough, the body is not what its
    /// checksum says, or it does not unpack. The transfer is then of no use.
    pub fn take(&mut self, frame: Dense) -> Result<Gathered, PartError> {
        if !self.held.insert(frame.number) {
            return Ok(Gathered::Nothing);
        }
        let packet = EncodingPacket::new(PayloadId::new(0, frame.number % NUMBERS), frame.symbol);
        let Some(mut body) = self.decoder.decode([packet]) else {
            let enough = self.count + DENSE_SPARE_MAX;
            return if self.held.len() < enough { Ok(Gathered::New) } else { Err(PartError::Unsolvable) };
        };
        body.truncate(self.body_len);
        if crc32fast::hash(&body) != self.checksum {
            return Err(PartError::MessageChecksum);
        }
        let (ur_type, message) = unpack(&body).map_err(|why| PartError::Unpack { why })?;
        Ok(Gathered::Whole(ur_type, message))
    }
}

fn pack(ur_type: &str, message: &[u8]) -> Option<Vec<u8>> {
    let type_len = u8::try_from(ur_type.len()).ok()?;
    if !is_type(ur_type) || ur_type.len() > TYPE_BYTES_MAX || message.len() > MESSAGE_BYTES_MAX {
        return None;
    }
    let [_, l0, l1, l2] = u32::try_from(message.len()).ok()?.to_be_bytes();
    let deflated = miniz_oxide::deflate::compress_to_vec(message, DEFLATE_LEVEL);
    let (method, content) =
        if deflated.len() < message.len() { (1, deflated.as_slice()) } else { (0, message) };
    Some([&[method, type_len], ur_type.as_bytes(), &[l0, l1, l2], content].concat())
}

fn unpack(body: &[u8]) -> Result<(String, Vec<u8>), UnpackFault> {
    let (&[method, type_len], rest) = body.split_first_chunk().ok_or(UnpackFault::Head)?;
    let (ur_type, rest) = rest.split_at_checked(usize::from(type_len)).ok_or(UnpackFault::Head)?;
    let (&[l0, l1, l2], content) = rest.split_first_chunk().ok_or(UnpackFault::Head)?;
    let ur_type =
        std::str::from_utf8(ur_type).ok().filter(|text| is_type(text) && text.len() <= TYPE_BYTES_MAX);
    let ur_type = ur_type.ok_or(UnpackFault::Head)?.to_owned();
    let length = usize::try_from(u32::from_be_bytes([0, l0, l1, l2])).unwrap_or(usize::MAX);
    if length > MESSAGE_BYTES_MAX {
        return Err(UnpackFault::TooLong);
    }
    let message = match method {
        0 => content.to_vec(),
        1 => miniz_oxide::inflate::decompress_to_vec_with_limit(content, length)
            .map_err(|_| UnpackFault::Content)?,
        _ => return Err(UnpackFault::Method),
    };
    if message.len() == length { Ok((ur_type, message)) } else { Err(UnpackFault::Content) }
}

#[cfg(test)]
mod tests;
