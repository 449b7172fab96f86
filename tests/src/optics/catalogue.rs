//! Every class of fault at every level, so and so many pictures each.
//!
//! A class changes one thing and leaves the rest as [`desk`] has it. Versions go round within a level, so that
//! every level has the same mix of them. Levels are words between spaces; percentages are written as such.

use super::field::{self, Field};
use super::{Code, Desktop, Format, Next, Random, Role, Scene, Screen, Shot};

/// Makes the scene: random numbers, the level, the place within the level.
pub(super) type Build = fn(&mut Random, f32, usize) -> Scene;

/// One class of fault.
#[derive(Clone, Copy)]
pub(super) struct Class {
    pub(super) name: &'static str,
    pub(super) role: Role,
    /// Pictures a level.
    pub(super) count: usize,
    pub(super) levels: &'static str,
    pub(super) build: Build,
}

pub(super) const HD: (usize, usize) = (1280, 720);
const FULL_HD: (usize, usize) = (1920, 1080);
const SIZES: [(usize, usize); 3] = [(640, 480), HD, FULL_HD];
const RESOLUTIONS: &str = "480p 720p 1080p";
/// What a session shows: from a short answer to a dense request.
const VERSIONS: [usize; 5] = [5, 10, 15, 20, 25];

/// The version of the picture at this place: all in turn, shifted each time round, so that every nth picture is
/// of all versions too.
fn version(index: usize) -> usize {
    VERSIONS[(index + index / VERSIONS.len()) % VERSIONS.len()]
}

/// The classes, in the order of the table.
pub(super) fn catalogue() -> Vec<Class> {
    let class = |role, name, count, levels, build| Class { name, role, count, levels, build };
    let graded = |name, count, levels, build: Build| class(Role::Graded, name, count, levels, build);
    let reach = |name, build: Build| class(Role::Reach, name, 16, "2 2.5 3 3.5 4 5", build);
    vec![
        graded("format", 24, "grey yuyv mjpeg", |random, level, index| {
            let mut scene = desk_at(SIZES[index % SIZES.len()], random, index);
            scene.shot.format = [Format::Grey, Format::Yuyv, Format::Mjpeg(85)][level as usize];
            scene
        }),
        graded("tilt", 16, "10 20 30 40 50", |random, level, index| {
            desk(random, index, |shot, _| shot.tilt = level) //
        }),
        graded("rotation", 12, "5 15 30 45", |random, level, index| {
            desk(random, index, |shot, random| {
                shot.rotation = level * random.pick(&[-1.0, 1.0]) + random.pick(&[0.0, 90.0, 180.0, 270.0]);
            })
        }),
        graded("defocus", 16, ".3 .5 .7 .9 1.1", |random, level, index| {
            desk(random, index, |shot, _| shot.defocus = level * shot.pixels_per_module)
        }),
        graded("motion", 16, ".4 .8 1.2 1.6 2.2", |random, level, index| {
            desk(random, index, |shot, _| shot.motion = level * shot.pixels_per_module)
        }),
        graded("noise", 16, "4 8 14 20 28", |random, level, index| {
            desk(random, index, |shot, _| shot.noise = level) //
        }),
        graded("jpeg", 16, "60 40 25 15 8", |random, level, index| {
            desk(random, index, |shot, _| shot.format = Format::Mjpeg(level as u8))
        }),
        graded("gradient", 12, ".3 .6 .8 .9 .96", |random, level, index| {
            desk(random, index, |shot, _| shot.gradient = level)
        }),
        graded("glare", 12, "1 3 6 10 15", |random, level, index| {
            desk(random, index, |shot, _| shot.glare = level / 100.0)
        }),
        graded("contrast", 12, "50 30 20 12 7", |random, level, index| {
            desk(random, index, |shot, random| {
                let middle = random.between(90.0, 165.0);
                (shot.black, shot.white) = (middle - 1.27 * level, middle + 1.27 * level);
            })
        }),
        graded("exposure", 10, ".15 .05 2 4 8", |random, level, index| {
            desk(random, index, |shot, random| {
                // Lamps shine on the screen as well: overexposed, its black is not black.
                shot.black = random.between(60.0, 80.0);
                shot.gain = level;
            })
        }),
        graded("moire", 12, ".15 .3 .45 .6 .75", |random, level, index| {
            desk(random, index, |shot, _| shot.moire = level)
        }),
        graded("barrel", 10, ".05 .1 .2 .3", |random, level, index| {
            desk(random, index, |shot, _| shot.barrel = level)
        }),
        graded("split", 10, "3 6 12 25 50", |random, level, index| {
            with_next(random, index, level / 100.0, 0.0)
        }),
        graded("blend", 10, "10 20 30 40 50", |random, level, index| {
            with_next(random, index, 0.0, level / 100.0)
        }),
        graded("occlusion", 10, "1 2 4 7", |random, level, index| {
            let mut scene = desk_at(HD, random, index);
            scene.screen.covered = level / 100.0;
            scene
        }),
        graded("inverted", 20, "plain soft", |random, level, index| {
            let mut scene = desk_at(HD, random, index);
            scene.screen.inverted = true;
            if level > 0.0 {
                scene.shot.defocus = 0.45 * scene.shot.pixels_per_module;
                (scene.shot.black, scene.shot.white) = (70.0, 180.0);
            }
            scene
        }),
        graded("clutter", 16, "4 2 1 0", |random, level, index| {
            let mut scene = desk_at(HD, random, index);
            scene.screen.desktop = Desktop::Clutter(level as usize);
            scene
        }),
        graded("several", 8, "1x2 2x2 2x2v15 1x2v20 2x3", |random, level, _| {
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
        }),
        graded("bytes", 6, "v10 v20 v25", |random, level, _| {
            let screen = Screen::of(Code::bytes([10, 20, 25][level as usize], random), Desktop::Light);
            let shot = shot(HD, &screen, random, 3.0, 5.0);
            Scene::new(screen, shot)
        }),
        graded("field good", 24, RESOLUTIONS, |random, level, index| {
            mixed(Field::Good, level, random, index)
        }),
        graded("field fair", 24, RESOLUTIONS, |random, level, index| {
            mixed(Field::Fair, level, random, index)
        }),
        graded("field poor", 24, RESOLUTIONS, |random, level, index| {
            mixed(Field::Poor, level, random, index)
        }),
        graded("field bad", 24, RESOLUTIONS, |random, level, index| mixed(Field::Bad, level, random, index)),
        graded("density", 42, "2 2.5 3 4 5 6 8", |random, level, index| {
            let version = [5, 10, 15, 20, 25, 30, 40][index % 7];
            let screen = Screen::of(Code::text(version, random), Desktop::Light);
            let side = screen.extent().1 as f32;
            // Past what 1080 rows hold, the code is as large as it can be.
            let size = if side * level > 650.0 { FULL_HD } else { HD };
            let level = level.min(1040.0 / (side + 6.0));
            let shot = shot(size, &screen, random, level, level);
            Scene::new(screen, shot)
        }),
        reach("reach .8", |random, level, index| at_reach(0.8, level, random, index)),
        reach("reach 1.4", |random, level, index| at_reach(1.4, level, random, index)),
        reach("reach 2.0", |random, level, index| at_reach(2.0, level, random, index)),
        class(Role::Storm, "storm", 12, "720p 1080p", |random, level, _| {
            let screen = Screen { finders: 600, desktop: Desktop::Plain, ..Screen::default() };
            Scene::new(screen, Shot::plain([HD, FULL_HD][level as usize], random.between(2.5, 5.0)))
        }),
        class(Role::Empty, "empty", 20, RESOLUTIONS, |random, level, index| {
            let desktop = [Desktop::Light, Desktop::Dark, Desktop::Clutter(0), Desktop::Plain][index % 4];
            let mut shot = Shot::plain(SIZES[level as usize], random.between(2.5, 5.0));
            // An even colour is filled with noise instead.
            shot.noise =
                if desktop == Desktop::Plain { random.between(15.0, 40.0) } else { random.between(2.0, 8.0) };
            shot.tilt = random.between(0.0, 15.0);
            Scene::new(Screen { desktop, ..Screen::default() }, shot)
        }),
    ]
}

/// Where one frame gives way to the next of the same transfer.
fn with_next(random: &mut Random, index: usize, split: f32, blend: f32) -> Scene {
    let mut scene = desk_at(HD, random, index);
    let screen = Screen::of(Code::text(version(index), random), scene.screen.desktop);
    scene.shot.rotation = scene.shot.rotation.clamp(-2.0, 2.0);
    scene.next = Some(Next { screen, split, blend });
    scene
}

/// An ordinary session with one thing changed.
fn desk(random: &mut Random, index: usize, change: impl FnOnce(&mut Shot, &mut Random)) -> Scene {
    let mut scene = desk_at(HD, random, index);
    change(&mut scene.shot, random);
    scene
}

/// An ordinary session: a code on a desktop, seen nearly straight on, in ordinary light.
fn desk_at(size: (usize, usize), random: &mut Random, index: usize) -> Scene {
    let desktop = if random.once_in(4) { Desktop::Dark } else { Desktop::Light };
    let screen = Screen::of(Code::text(version(index), random), desktop);
    let shot = shot(size, &screen, random, 3.0, 5.5);
    Scene::new(screen, shot)
}

/// A shot from the hand: never quite straight or in the middle; as near as asked, if it fits.
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

fn mixed(grade: Field, level: f32, random: &mut Random, index: usize) -> Scene {
    let code = Code::text(version(index), random);
    field::scene(Screen::of(code, Desktop::Light), SIZES[level as usize], grade, random)
}

fn at_reach(blur: f32, level: f32, random: &mut Random, index: usize) -> Scene {
    let versions = if level <= 3.5 { [10, 20, 30, 40] } else { [10, 20, 25, 30] };
    let screen = Screen::of(Code::text(versions[index % versions.len()], random), Desktop::Light);
    let mut shot = shot(HD, &screen, random, level, level);
    (shot.defocus, shot.motion, shot.noise) = (blur, 0.8, 5.0);
    shot.format = Format::Mjpeg(72);
    Scene::new(screen, shot)
}
