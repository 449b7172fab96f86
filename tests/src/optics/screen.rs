//! What stands on the screen: one code or several, and the desktop around them.

use super::{Code, Random};

/// What surrounds the codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desktop {
    /// Light wallpaper, windows, lines of text.
    Light,
    /// The same in dark colours.
    Dark,
    /// Text and boxes right up to this many modules from the code.
    Clutter(usize),
    /// Nothing: one even colour.
    Plain,
}

/// A screen: codes side by side, in rows of `columns`, over a desktop.
#[derive(Debug, Clone)]
pub struct Screen {
    /// The codes, all of one width; none at all is a desktop only.
    pub codes: Vec<Code>,
    /// Codes a row, at least 1.
    pub columns: usize,
    /// Light modules on dark.
    pub inverted: bool,
    /// What surrounds them.
    pub desktop: Desktop,
    /// The share of the code that something small and dark covers (a mouse pointer, a thumb), 0 to 1.
    pub covered: f32,
    /// Lone finder patterns strewn over the desktop.
    pub finders: usize,
}

/// A picture of the screen: 0 is its black, 255 its white; `scale` texels a module, the codes in the middle.
pub(super) struct Texture {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) scale: usize,
    pub(super) texels: Vec<u8>,
}

/// Modules between two codes of a grid.
const GAP: usize = 8;
/// The quiet zone of the standard, in modules.
pub(super) const QUIET: usize = 4;

impl Screen {
    /// One code on a desktop.
    pub fn of(code: Code, desktop: Desktop) -> Self {
        Self::grid(vec![code], 1, desktop)
    }

    /// Several codes in rows of `columns`.
    pub fn grid(codes: Vec<Code>, columns: usize, desktop: Desktop) -> Self {
        Self { codes, columns, inverted: false, desktop, covered: 0.0, finders: 0 }
    }

    /// Modules that the codes take, across and down, without the quiet zone around them.
    pub fn extent(&self) -> (usize, usize) {
        let side = self.codes.first().map_or(0, Code::width);
        let rows = self.codes.len().div_ceil(self.columns);
        let across = |count: usize| count * side + count.saturating_sub(1) * GAP;
        (across(self.columns.min(self.codes.len())), across(rows))
    }

    /// Draws `width` x `height` modules of the screen at `scale` texels a module.
    pub(super) fn draw(&self, width: usize, height: usize, scale: usize, random: &mut Random) -> Texture {
        let (width, height) = (width * scale, height * scale);
        let mut texture = Texture { width, height, scale, texels: vec![0; width * height] };
        texture.desktop(self.desktop, random);
        for _ in 0..self.finders {
            let size = 1 + random.below(scale.max(2));
            let (x, y) = (random.below(width), random.below(height));
            texture.finder(x, y, size);
        }
        let (across, down) = self.extent();
        let (left, top) = (
            (width / scale).saturating_sub(across) / 2 * scale,
            (height / scale).saturating_sub(down) / 2 * scale,
        );
        let (dark, light) = if self.inverted { (255, 0) } else { (0, 255) };
        if !self.codes.is_empty() {
            texture.panel(self.desktop, (left, top), (across * scale, down * scale), light, random);
        }
        for (index, code) in self.codes.iter().enumerate() {
            let step = (code.width() + GAP) * scale;
            let (x, y) = (left + index % self.columns * step, top + index / self.columns * step);
            for (module, _) in code.modules.dark.iter().enumerate().filter(|module| *module.1) {
                let (column, row) = (module % code.width(), module / code.width());
                texture.fill(x + column * scale, y + row * scale, scale, scale, dark);
            }
            self.cover(&mut texture, (x, y), code.width(), random);
        }
        texture
    }

    /// Covers a part of the code at `x`, `y` that holds no finder pattern: without those a code is no code.
    fn cover(&self, texture: &mut Texture, (x, y): (usize, usize), side: usize, random: &mut Random) {
        if self.covered <= 0.0 {
            return;
        }
        let area = self.covered * (side * side) as f32;
        let shape = random.between(0.6, 1.6);
        let (width, height) = ((area * shape).sqrt() as usize + 1, (area / shape).sqrt() as usize + 1);
        let (mut column, mut row) = (side - width, side - height);
        for _ in 0..50 {
            let (c, r) = (random.below(side - width), random.below(side - height));
            let clear = |start: usize, length: usize| (start > 9, start + length < side - 9);
            let ((right_of, left_of), (below, above)) = (clear(c, width), clear(r, height));
            if (right_of && left_of) || (below && above) || (right_of && below) {
                (column, row) = (c, r);
                break;
            }
        }
        let scale = texture.scale;
        texture.fill(x + column * scale, y + row * scale, width * scale, height * scale, 40);
    }
}

impl Texture {
    /// Fills a box; what stands over the edge is cut off.
    pub(super) fn fill(&mut self, x: usize, y: usize, width: usize, height: usize, level: u8) {
        let (x, right) = (x.min(self.width), (x + width).min(self.width));
        for row in y..(y + height).min(self.height) {
            self.texels[row * self.width + x..row * self.width + right].fill(level);
        }
    }

    fn finder(&mut self, x: usize, y: usize, size: usize) {
        self.fill(x, y, 9 * size, 9 * size, 255);
        self.fill(x + size, y + size, 7 * size, 7 * size, 0);
        self.fill(x + 2 * size, y + 2 * size, 5 * size, 5 * size, 255);
        self.fill(x + 3 * size, y + 3 * size, 3 * size, 3 * size, 0);
    }

    fn desktop(&mut self, desktop: Desktop, random: &mut Random) {
        let (wall, page, ink) = match desktop {
            Desktop::Plain => (random.pick(&[30, 90, 160, 230]), 255, 0),
            Desktop::Dark => (random.below(30) as u8, 12, 150),
            Desktop::Light | Desktop::Clutter(_) => (60 + random.below(120) as u8, 245, 10),
        };
        self.fill(0, 0, self.width, self.height, wall);
        if desktop == Desktop::Plain {
            return;
        }
        for _ in 0..2 + random.below(4) {
            let (width, height) = (self.width / 6 + random.below(self.width / 2), self.height / 2);
            let (x, y) = (random.below(self.width), random.below(self.height));
            self.fill(x, y, width, height, page);
            self.fill(x, y, width, 3 * self.scale, if page > 128 { 120 } else { 50 });
            self.text((x + self.scale, y + 5 * self.scale), (width, height), ink, random);
        }
    }

    /// Lines of words, as light and dark strokes about as thick as a module is wide.
    fn text(
        &mut self,
        (x, y): (usize, usize),
        (width, height): (usize, usize),
        ink: u8,
        random: &mut Random,
    ) {
        let stroke = (self.scale / 2).max(1);
        let mut line = y;
        while line + 3 * stroke < y + height {
            let mut at = x;
            let end = x + width - random.below(width / 2 + 1);
            while at < end {
                for _ in 0..2 + random.below(7) {
                    let tall = stroke * (2 + random.below(3));
                    self.fill(at, line, stroke, tall, ink);
                    if random.once_in(2) {
                        self.fill(at, line + random.below(tall), 2 * stroke, stroke, ink);
                    }
                    at += 2 * stroke + random.below(stroke + 1);
                }
                at += 3 * stroke;
            }
            line += 7 * stroke;
        }
    }

    /// The window around the codes: a margin of their light colour, or clutter close by.
    fn panel(
        &mut self,
        desktop: Desktop,
        (x, y): (usize, usize),
        (width, height): (usize, usize),
        light: u8,
        random: &mut Random,
    ) {
        let margin = match desktop {
            Desktop::Clutter(quiet) => {
                let around = 14 * self.scale;
                let (left, top) = (x.saturating_sub(around), y.saturating_sub(around));
                self.fill(left, top, width + x - left + around, height + y - top + around, light);
                self.text(
                    (left, top),
                    (width + x - left + around, height + y - top + around),
                    255 - light,
                    random,
                );
                quiet * self.scale
            }
            _ => (QUIET + random.below(5)) * self.scale,
        };
        let (left, top) = (x.saturating_sub(margin), y.saturating_sub(margin));
        self.fill(left, top, width + x - left + margin, height + y - top + margin, light);
    }
}
