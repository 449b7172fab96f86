//! The camera doctor: from what is measured to one advice at a time. Pure.
//!
//! | measured                                             | advice                |
//! |------------------------------------------------------|-----------------------|
//! | codes are being read                                 | none, or `FewPictures`|
//! | nearly black                                         | `MoreLight`           |
//! | much of the picture as bright as can be              | `LessBright`          |
//! | a code is seen, a module has few pixels              | `Closer`              |
//! | … a module has many pixels, edges are soft           | `Back`                |
//! | … edges are soft                                     | `Still`               |
//! | … edges are sharp                                    | `Straight`            |
//! | no code is seen, edges are very soft                 | `Still`               |
//! | fewer than eight pictures a second                   | `FewPictures`         |
//! | no code for a while                                  | `Point`               |
//!
//! An advice must be due for [`DUE_FOR`] pictures before it is given and stands for [`STANDS_FOR`] at least, so that nobody
//! is told to come closer and to move back within a second. Time is counted in pictures: a slow camera needs longer.

use super::Light;
use crate::qr::receive::Sight;

/// Pictures for which an advice is due before it is given, or taken back.
pub const DUE_FOR: u32 = 8;
/// Pictures for which a given advice stands at least.
pub const STANDS_FOR: u32 = 24;
/// Pictures without a code before it is said where to point the camera.
const LOST_FOR: u32 = 45;
/// Pictures over which reading is judged.
const JUDGED_OVER: u32 = 16;
/// One picture read in so many is enough: the link repeats itself.
const READ_ONE_IN: u32 = 4;

/// Pixels a module below which a lens must be very good: the finder needs three at a usual blur.
const READABLE: f32 = 3.2;
/// Pixels a module above which a soft code is nearer than it needs to be.
const LARGE: f32 = 6.0;
/// Sharpness (see [`Light::sharpness`]) below which a code that is seen is called blurred, and a picture without one.
const SOFT: f32 = 0.35;
const VERY_SOFT: f32 = 0.25;

/// What the operator can do. One sentence each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Advice {
    /// Too dark to see anything.
    MoreLight,
    /// Glare, or a screen that outshines the room.
    LessBright,
    /// The modules are too small.
    Closer,
    /// Too near to focus.
    Back,
    /// Moved, or out of focus.
    Still,
    /// Sharp, large enough and yet not read.
    Straight,
    /// The camera is slow, which darkness makes it.
    FewPictures,
    /// No code in the picture.
    Point,
}

impl Advice {
    /// All, the most urgent first.
    pub const ALL: [Self; 8] = [
        Self::MoreLight,
        Self::LessBright,
        Self::Closer,
        Self::Back,
        Self::Still,
        Self::Straight,
        Self::FewPictures,
        Self::Point,
    ];

    /// The sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::MoreLight => {
                "The picture is too dark: uncover the camera, or turn the other screen's brightness up."
            }
            Self::LessBright => {
                "The picture is too bright: turn the other screen's brightness down, or tilt it away from the light."
            }
            Self::Closer => "Come a hand's width closer: the code is too small in the picture.",
            Self::Back => "Move back a hand's width: the camera cannot focus so near.",
            Self::Still => "The picture is blurred: hold still, or move back a little.",
            Self::Straight => {
                "Hold the screen straight, so that the whole code is in the picture, with its white edge."
            }
            Self::FewPictures => {
                "The camera takes few pictures a second: give it more light, or have the codes change more slowly."
            }
            Self::Point => "Hold the code so that it fills half of the picture.",
        }
    }
}

/// What is known of one picture.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Signs {
    /// Whether a code was read, or seen.
    pub sight: Sight,
    /// Pixels a module of the code that was read or seen.
    pub pixels_per_module: Option<f32>,
    /// Light and sharpness.
    pub light: Light,
    /// Pictures a second.
    pub rate: Option<u32>,
}

/// Remembers what was due, so that advice does not flicker.
#[derive(Debug, Clone, Default)]
pub struct Doctor {
    given: Option<Advice>,
    stands: u32,
    due: Option<Advice>,
    due_for: u32,
    without_code: u32,
    reads: u32,
    pictures: u32,
    reading: bool,
}

impl Doctor {
    /// Judges the next picture; what is to be done now, if anything.
    pub fn judge(&mut self, signs: &Signs) -> Option<Advice> {
        self.count(signs.sight);
        let due = self.due(signs);
        if due == self.due {
            self.due_for = self.due_for.saturating_add(1);
        } else {
            (self.due, self.due_for) = (due, 1);
        }
        self.stands = self.stands.saturating_add(1);
        let may_change = self.given.is_none() || self.stands >= STANDS_FOR;
        if due != self.given && self.due_for >= DUE_FOR && may_change {
            (self.given, self.stands) = (due, 0);
        }
        self.given
    }

    fn count(&mut self, sight: Sight) {
        self.without_code = if sight == Sight::None { self.without_code.saturating_add(1) } else { 0 };
        self.reads += u32::from(sight == Sight::Decoded);
        self.pictures += 1;
        if self.pictures >= JUDGED_OVER {
            self.reading = self.reads * READ_ONE_IN >= self.pictures;
            (self.reads, self.pictures) = (0, 0);
        } else if self.reads * READ_ONE_IN >= JUDGED_OVER {
            self.reading = true;
        }
    }

    /// What this picture alone would have us say.
    fn due(&self, signs: &Signs) -> Option<Advice> {
        let slow = signs.rate.is_some_and(|rate| rate < 8).then_some(Advice::FewPictures);
        if self.reading && self.without_code == 0 {
            return slow;
        }
        let light = signs.light;
        if light.bright < 60 {
            return Some(Advice::MoreLight);
        }
        if light.saturated > 0.5 || (light.saturated > 0.2 && light.dark > 120) {
            return Some(Advice::LessBright);
        }
        if signs.sight != Sight::None {
            let module = signs.pixels_per_module;
            let soft = light.sharpness.is_some_and(|sharpness| sharpness < SOFT);
            return Some(match module {
                Some(pixels) if pixels < READABLE => Advice::Closer,
                Some(pixels) if pixels > LARGE && soft => Advice::Back,
                _ if soft => Advice::Still,
                _ => Advice::Straight,
            });
        }
        if self.without_code < LOST_FOR {
            return slow;
        }
        // A code that is blurred enough is not even seen as one.
        let blurred = light.sharpness.is_some_and(|sharpness| sharpness < VERY_SOFT).then_some(Advice::Still);
        blurred.or(slow).or(Some(Advice::Point))
    }
}

#[cfg(test)]
mod tests;
