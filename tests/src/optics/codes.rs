//! Codes with random content that fills a chosen version.

use super::Random;
use shared::qr::draw::Modules;
use shared::qr::send::Frame;

/// Characters that a code of each version holds at level L in alphanumeric mode (ISO/IEC 18004, table 7).
const TEXT_MAX: [usize; 40] = [
    25, 47, 77, 114, 154, 195, 224, 279, 335, 395, 468, 535, 619, 667, 758, 854, 938, 1046, 1153, 1249, 1352,
    1460, 1588, 1704, 1853, 1990, 2132, 2223, 2369, 2520, 2677, 2840, 3009, 3183, 3351, 3537, 3729, 3927,
    4087, 4296,
];
/// The same in byte mode.
const BYTES_MAX: [usize; 40] = [
    17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520, 586, 644, 718, 792, 858, 929,
    1003, 1091, 1171, 1273, 1367, 1465, 1528, 1628, 1732, 1840, 1952, 2068, 2188, 2303, 2431, 2563, 2699,
    2809, 2953,
];

/// A code and what it says.
#[derive(Debug, Clone)]
pub struct Code {
    /// The content, as the bytes of its segments.
    pub payload: Vec<u8>,
    /// The picture, without its quiet zone.
    pub modules: Modules,
}

impl Code {
    /// A frame of a UR in alphanumeric mode that needs exactly `version` (2 to 40).
    pub fn text(version: usize, random: &mut Random) -> Self {
        let length = Self::length(&TEXT_MAX, version, random);
        let mut text = format!("UR:BYTES/{}-{}/", 1 + random.below(99), 1 + random.below(99));
        while text.len() < length {
            text.push(char::from(b'A' + random.below(26) as u8));
        }
        Self::draw(Frame::Text(text))
    }

    /// Random bytes in byte mode that need exactly `version` (2 to 40).
    pub fn bytes(version: usize, random: &mut Random) -> Self {
        let length = Self::length(&BYTES_MAX, version, random);
        Self::draw(Frame::Bytes((0..length).map(|_| random.bits() as u8).collect()))
    }

    /// A side, in modules.
    pub fn width(&self) -> usize {
        self.modules.width
    }

    fn length(most: &[usize; 40], version: usize, random: &mut Random) -> usize {
        let (low, high) = (most[version - 2] + 1, most[version - 1]);
        low + random.below(high + 1 - low)
    }

    fn draw(frame: Frame) -> Self {
        let modules = shared::qr::draw::draw(&frame)
            .unwrap_or_else(|fault| unreachable!("the table of capacities is the standard's: {fault}"));
        let payload = match frame {
            Frame::Text(text) => text.into_bytes(),
            Frame::Bytes(bytes) => bytes,
        };
        Self { payload, modules }
    }
}
