//! The graded set: every class of fault at every level, so and so many pictures each.
//!
//! A class changes one thing and leaves the rest as [`desk`] has it. Versions go round within a level, so that
//! every level has the same mix of them.

use super::field::{self, Field};
use super::{Code, Desktop, Format, Next, Photo, Random, Scene, Screen, Shot};

/// What a picture is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Counts towards the share of frames read.
    Graded,
    /// Blur fixed in camera pixels against pixels per module: how small a module is read.
    Reach,
    /// Hundreds of finder patterns and no code.
    Storm,
    /// No code.
    Empty,
}

/// One picture to be taken: everything but the picture itself.
#[derive(Debug, Clone)]
pub struct Case {
    /// The class, `defocus` say.
    pub class: &'static str,
    /// The level within it, `.7` say.
    pub level: &'static str,
    /// What it is for.
    pub role: Role,
    /// Makes the same picture again.
    pub seed: u64,
    index: usize,
    value: f32,
    build: Build,
}

type Build = fn(&mut Random, f32, usize) -> Scene;

impl Case {
    /// The scene, not yet photographed.
    pub fn scene(&self) -> Scene {
        (self.build)(&mut Random::new(self.seed), self.value, self.index)
    }

    /// Takes the picture; also what must be read from it, and what else may be (the next frame's code).
    pub fn photograph(&self) -> (Photo, Expected) {
        let scene = self.scene();
        let payloads = |screen: &Screen| screen.codes.iter().map(|code| code.payload.clone()).collect();
        let expected = Expected {
            payloads: payloads(&scene.screen),
            next: scene.next.as_ref().map_or_else(Vec::new, |next| payloads(&next.screen)),
        };
        (scene.photograph(self.seed), expected)
    }
}

/// What a reader may say about a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// All of these make it a hit.
    pub payloads: Vec<Vec<u8>>,
    /// These are in the picture in part: no hit is asked for, and it is no wrong read.
    pub next: Vec<Vec<u8>>,
}

impl Expected {
    /// Whether everything was read.
    pub fn is_hit(&self, read: &[Vec<u8>]) -> bool {
        !self.payloads.is_empty() && self.payloads.iter().all(|payload| read.contains(payload))
    }

    /// How many things were read that nobody wrote.
    pub fn wrong_reads(&self, read: &[Vec<u8>]) -> usize {
        read.iter().filter(|payload| !self.payloads.contains(payload) && !self.next.contains(payload)).count()
    }
}

/// (name, role, pictures a level, levels, scene)
type Class = (&'static str, Role, usize, &'static [(&'static str, f32)], Build);

const CLASSES: &[Class] = &[
    ("format", Role::Graded, 24, &[("grey", 0.0), ("yuyv", 1.0), ("mjpeg", 2.0)], |random, level, index| {
        let size = SIZES[index % SIZES.len()];
        let mut scene = desk_at(size, random, index);
        scene.shot.format = [Format::Grey, Format::Yuyv, Format::Mjpeg(85)][level as usize];
        scene
    }),
    (
        "tilt",
        Role::Graded,
        16,
        &[("10", 10.0), ("20", 20.0), ("30", 30.0), ("40", 40.0), ("50", 50.0)],
        |random, level, index| with(random, index, |shot, _| shot.tilt = level),
    ),
    (
        "rotation",
        Role::Graded,
        12,
        &[("5", 5.0), ("15", 15.0), ("30", 30.0), ("45", 45.0)],
        |random, level, index| {
            with(random, index, |shot, random| {
                shot.rotation = level * random.pick(&[-1.0, 1.0]) + random.pick(&[0.0, 90.0, 180.0, 270.0]);
            })
        },
    ),
    (
        "defocus",
        Role::Graded,
        16,
        &[(".3", 0.3), (".5", 0.5), (".7", 0.7), (".9", 0.9), ("1.1", 1.1)],
        |random, level, index| with(random, index, |shot, _| shot.defocus = level * shot.pixels_per_module),
    ),
    (
        "motion",
        Role::Graded,
        16,
        &[(".4", 0.4), (".8", 0.8), ("1.2", 1.2), ("1.6", 1.6), ("2.2", 2.2)],
        |random, level, index| with(random, index, |shot, _| shot.motion = level * shot.pixels_per_module),
    ),
    (
        "noise",
        Role::Graded,
        16,
        &[("4", 4.0), ("8", 8.0), ("14", 14.0), ("20", 20.0), ("28", 28.0)],
        |random, level, index| with(random, index, |shot, _| shot.noise = level),
    ),
    (
        "jpeg",
        Role::Graded,
        16,
        &[("60", 60.0), ("40", 40.0), ("25", 25.0), ("15", 15.0), ("8", 8.0)],
        |random, level, index| with(random, index, |shot, _| shot.format = Format::Mjpeg(level as u8)),
    ),
    (
        "gradient",
        Role::Graded,
        12,
        &[(".3", 0.3), (".6", 0.6), (".8", 0.8), (".9", 0.9), (".96", 0.96)],
        |random, level, index| with(random, index, |shot, _| shot.gradient = level),
    ),
    (
        "glare",
        Role::Graded,
        12,
        &[("1", 0.01), ("3", 0.03), ("6", 0.06), ("10", 0.10), ("15", 0.15)],
        |random, level, index| with(random, index, |shot, _| shot.glare = level),
    ),
    (
        "contrast",
        Role::Graded,
        12,
        &[("50", 0.50), ("30", 0.30), ("20", 0.20), ("12", 0.12), ("7", 0.07)],
        |random, level, index| {
            with(random, index, |shot, random| {
                let middle = random.between(90.0, 165.0);
                (shot.black, shot.white) = (middle - 127.0 * level, middle + 127.0 * level);
            })
        },
    ),
    (
        "exposure",
        Role::Graded,
        10,
        &[(".15", 0.15), (".05", 0.05), ("2", 2.0), ("4", 4.0), ("8", 8.0)],
        |random, level, index| with(random, index, |shot, _| shot.gain = level),
    ),
    (
        "moire",
        Role::Graded,
        12,
        &[(".15", 0.15), (".3", 0.30), (".45", 0.45), (".6", 0.60), (".75", 0.75)],
        |random, level, index| with(random, index, |shot, _| shot.moire = level),
    ),
    (
        "barrel",
        Role::Graded,
        10,
        &[(".05", 0.05), (".1", 0.10), (".2", 0.20), (".3", 0.30)],
        |random, level, index| with(random, index, |shot, _| shot.barrel = level),
    ),
    (
        "split",
        Role::Graded,
        10,
        &[("3", 0.03), ("6", 0.06), ("12", 0.12), ("25", 0.25), ("50", 0.50)],
        |random, level, index| with_next(random, index, level, 0.0),
    ),
    (
        "blend",
        Role::Graded,
        10,
        &[("10", 0.10), ("20", 0.20), ("30", 0.30), ("40", 0.40), ("50", 0.50)],
        |random, level, index| with_next(random, index, 0.0, level),
    ),
    (
        "occlusion",
        Role::Graded,
        10,
        &[("1", 0.01), ("2", 0.02), ("4", 0.04), ("7", 0.07)],
        |random, level, index| {
            let mut scene = desk(random, index);
            scene.screen.covered = level;
            scene
        },
    ),
    ("inverted", Role::Graded, 20, &[("plain", 0.0), ("soft", 1.0)], |random, level, index| {
        let mut scene = desk(random, index);
        scene.screen.inverted = true;
        if level > 0.0 {
            let shot = &mut scene.shot;
            shot.defocus = 0.45 * shot.pixels_per_module;
            (shot.black, shot.white) = (70.0, 180.0);
        }
        scene
    }),
    (
        "clutter",
        Role::Graded,
        16,
        &[("4", 4.0), ("2", 2.0), ("1", 1.0), ("0", 0.0)],
        |random, level, index| {
            let mut scene = desk(random, index);
            scene.screen.desktop = Desktop::Clutter(level as usize);
            scene
        },
    ),
    (
        "several",
        Role::Graded,
        8,
        &[("1x2", 0.0), ("2x2", 1.0), ("2x2 v15", 2.0), ("1x2 v20", 3.0), ("2x3", 4.0)],
        |random, level, _| {
            let (count, columns, version, size) = [
                (2, 2, 10, HD),
                (4, 2, 7, HD),
                (4, 2, 15, FULL_HD),
                (2, 2, 20, FULL_HD),
                (6, 3, 10, FULL_HD),
            ][level as usize];
            let codes = (0..count).map(|_| Code::text(version, random)).collect();
            let screen = Screen::grid(codes, columns, Desktop::Light);
            let shot = shot(size, &screen, random, 3.2, 5.0);
            Scene::new(screen, shot)
        },
    ),
    ("bytes", Role::Graded, 6, &[("v10", 10.0), ("v20", 20.0), ("v25", 25.0)], |random, level, _| {
        let screen = Screen::of(Code::bytes(level as usize, random), Desktop::Light);
        let shot = shot(HD, &screen, random, 3.0, 5.0);
        Scene::new(screen, shot)
    }),
    ("field good", Role::Graded, 24, RESOLUTIONS, |random, level, index| {
        field(Field::Good, level, random, index)
    }),
    ("field fair", Role::Graded, 24, RESOLUTIONS, |random, level, index| {
        field(Field::Fair, level, random, index)
    }),
    ("field poor", Role::Graded, 24, RESOLUTIONS, |random, level, index| {
        field(Field::Poor, level, random, index)
    }),
    ("field bad", Role::Graded, 24, RESOLUTIONS, |random, level, index| {
        field(Field::Bad, level, random, index)
    }),
    (
        "density",
        Role::Graded,
        42,
        &[("2", 2.0), ("2.5", 2.5), ("3", 3.0), ("4", 4.0), ("5", 5.0), ("6", 6.0), ("8", 8.0)],
        |random, level, index| {
            let version = [5, 10, 15, 20, 25, 30, 40][index % 7];
            let screen = Screen::of(Code::text(version, random), Desktop::Light);
            let high = screen.extent().1 as f32 * level;
            // Past what 1080 rows hold, the code is as large as it can be.
            let size = if high > 650.0 { FULL_HD } else { HD };
            let level = level.min(1040.0 / (screen.extent().1 as f32 + 6.0));
            let shot = shot(size, &screen, random, level, level);
            Scene::new(screen, shot)
        },
    ),
    ("reach .8", Role::Reach, 16, MODULES, |random, level, index| reach(0.8, level, random, index)),
    ("reach 1.4", Role::Reach, 16, MODULES, |random, level, index| reach(1.4, level, random, index)),
    ("reach 2.0", Role::Reach, 16, MODULES, |random, level, index| reach(2.0, level, random, index)),
    ("storm", Role::Storm, 12, &RESOLUTIONS.split_at(1).1, |random, level, _| {
        let screen = Screen { finders: 600, desktop: Desktop::Plain, ..Screen::default() };
        Scene::new(screen, Shot::plain(SIZES[level as usize], random.between(2.5, 5.0)))
    }),
    ("empty", Role::Empty, 20, RESOLUTIONS, |random, level, index| {
        let desktop = [Desktop::Light, Desktop::Dark, Desktop::Clutter(0), Desktop::Plain][index % 4];
        let mut shot = Shot::plain(SIZES[level as usize], random.between(2.5, 5.0));
        shot.noise = if index % 4 == 3 { random.between(15.0, 40.0) } else { random.between(2.0, 8.0) };
        shot.tilt = random.between(0.0, 15.0);
        Scene::new(Screen { desktop, ..Screen::default() }, shot)
    }),
];

pub(super) const HD: (usize, usize) = (1280, 720);
pub(super) const FULL_HD: (usize, usize) = (1920, 1080);
pub(super) const SIZES: [(usize, usize); 3] = [(640, 480), HD, FULL_HD];
const RESOLUTIONS: &[(&str, f32)] = &[("480p", 0.0), ("720p", 1.0), ("1080p", 2.0)];
const MODULES: &[(&str, f32)] = &[("2", 2.0), ("2.5", 2.5), ("3", 3.0), ("3.5", 3.5), ("4", 4.0), ("5", 5.0)];
/// What a session shows: a short answer to a dense request.
pub(super) const VERSIONS: [usize; 5] = [5, 10, 15, 20, 25];

/// All pictures, class by class, level by level. Another `base` gives other pictures of the same kind.
pub fn classes(base: u64) -> impl Iterator<Item = Case> {
    CLASSES.iter().enumerate().flat_map(move |(number, &(class, role, count, levels, build))| {
        levels.iter().enumerate().flat_map(move |(step, &(level, value))| {
            (0..count).map(move |index| {
                let place = (number * 16 + step) * 256 + index;
                let seed = Random::new(base.wrapping_mul(0x1_0000_0001).wrapping_add(place as u64)).bits();
                Case { class, level, role, seed, index, value, build }
            })
        })
    })
}

/// Where one frame is cut short for the next of the same transfer.
fn with_next(random: &mut Random, index: usize, split: f32, blend: f32) -> Scene {
    let mut scene = desk(random, index);
    let screen = Screen::of(Code::text(VERSIONS[index % VERSIONS.len()], random), scene.screen.desktop);
    scene.shot.rotation = scene.shot.rotation.clamp(-2.0, 2.0);
    scene.next = Some(Next { screen, split, blend });
    scene
}

fn with(random: &mut Random, index: usize, change: impl FnOnce(&mut Shot, &mut Random)) -> Scene {
    let mut scene = desk(random, index);
    change(&mut scene.shot, random);
    scene
}

fn desk(random: &mut Random, index: usize) -> Scene {
    desk_at(HD, random, index)
}

/// An ordinary session: a code on a desktop, seen nearly straight on, in ordinary light.
fn desk_at(size: (usize, usize), random: &mut Random, index: usize) -> Scene {
    let version = VERSIONS[index % VERSIONS.len()];
    let desktop = if random.once_in(4) { Desktop::Dark } else { Desktop::Light };
    let screen = Screen::of(Code::text(version, random), desktop);
    let shot = shot(size, &screen, random, 3.0, 5.5);
    Scene::new(screen, shot)
}

/// A shot from the hand: never quite straight, never quite in the middle; as far away as asked, as far as it fits.
pub(super) fn shot(size: (usize, usize), screen: &Screen, random: &mut Random, far: f32, near: f32) -> Shot {
    let (across, down) = screen.extent();
    let fit = (size.0 as f32 / (across as f32 + 6.0)).min(size.1 as f32 / (down as f32 + 6.0));
    let mut shot = Shot::plain(size, random.between(far, near).min(0.95 * fit));
    shot.rotation = random.around(5.0);
    shot.tilt = random.between(0.0, 8.0);
    shot.noise = random.between(1.5, 4.0);
    let room =
        |size: usize, modules: usize| 0.3 * (size as f32 - modules as f32 * shot.pixels_per_module).max(0.0);
    shot.shift = (random.around(room(size.0, across)), random.around(room(size.1, down)));
    shot.format = random.pick(&[Format::Grey, Format::Yuyv, Format::Mjpeg(85)]);
    shot
}

fn field(grade: Field, level: f32, random: &mut Random, index: usize) -> Scene {
    let code = Code::text(VERSIONS[index % VERSIONS.len()], random);
    field::scene(Screen::of(code, Desktop::Light), SIZES[level as usize], grade, random)
}

fn reach(blur: f32, level: f32, random: &mut Random, index: usize) -> Scene {
    let versions: &[usize] = if level <= 3.5 { &[10, 20, 30, 40] } else { &[10, 20, 25, 30] };
    let screen = Screen::of(Code::text(versions[index % versions.len()], random), Desktop::Light);
    let mut shot = shot(HD, &screen, random, level, level);
    (shot.defocus, shot.motion, shot.noise) = (blur, 0.8, 5.0);
    shot.format = Format::Mjpeg(72);
    Scene::new(screen, shot)
}
