//! Pictures to payload bytes: finds and reads every code of a grey picture, within a budget.

/// A grey picture, row by row, 0 black; `pixels.len() == width * height`.
#[derive(Debug, Clone, Copy)]
pub struct Luma<'a> {
    width: usize,
    height: usize,
    pixels: &'a [u8],
}

impl<'a> Luma<'a> {
    /// A picture; `None` where the sizes do not fit each other or go past what is read.
    pub fn new(width: usize, height: usize, pixels: &'a [u8]) -> Option<Self> {
        (width.checked_mul(height) == Some(pixels.len())).then_some(Self { width, height, pixels })
    }
    /// Pixels a row.
    pub fn width(&self) -> usize {
        self.width
    }
    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }
    /// All pixels.
    pub fn pixels(&self) -> &'a [u8] {
        self.pixels
    }
}

/// What a frame gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The content of each code that was read, as the bytes of its segments.
    pub payloads: Vec<Vec<u8>>,
    /// Whether something looked like a code and was not read.
    pub seen: bool,
    /// Estimated pixels per module of the last code read or seen.
    pub pixels_per_module: Option<f32>,
}

/// Reads codes from a stream of pictures; remembers polarity and place of the last hit.
#[derive(Debug, Default)]
pub struct Finder {}

impl Finder {
    /// Reads one picture.
    pub fn find(&mut self, _picture: Luma<'_>) -> Found {
        unimplemented!()
    }
}
