//! One picture of the graded set, and what a reader may say about it.

use super::catalogue::{Build, catalogue};
use super::{Photo, Random, Scene, Screen};

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

impl Case {
    /// The scene, not yet photographed.
    pub fn scene(&self) -> Scene {
        (self.build)(&mut Random::new(self.seed), self.value, self.index)
    }

    /// Takes the picture; also says what must be read from it.
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

/// All pictures, class by class, level by level. Another `base` gives other pictures of the same kind.
pub fn classes(base: u64) -> impl Iterator<Item = Case> {
    catalogue().into_iter().enumerate().flat_map(move |(number, class)| {
        class.levels.split(' ').enumerate().flat_map(move |(step, level)| {
            // A level that is no number is known by its place.
            let value = level.parse().unwrap_or(step as f32);
            (0..class.count).map(move |index| {
                let place = (number * 16 + step) * 256 + index;
                let seed = Random::new(base.wrapping_mul(0x1_0000_0001).wrapping_add(place as u64)).bits();
                Case { class: class.name, level, role: class.role, seed, index, value, build: class.build }
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_set_is_large_and_no_picture_is_in_it_twice() {
        let graded = classes(0).filter(|case| case.role == Role::Graded).count();
        assert!(graded >= 1_500, "{graded} graded frames");
        let seeds: HashSet<u64> = classes(0).map(|case| case.seed).collect();
        assert_eq!(seeds.len(), classes(0).count());
    }

    #[test]
    fn the_same_seed_takes_the_same_picture_and_another_takes_another() {
        let case = |base| classes(base).find(|case| case.class == "moire").unwrap();
        assert_eq!(case(0).photograph(), case(0).photograph());
        assert_ne!(case(0).photograph().0, case(1).photograph().0);
    }

    #[test]
    fn what_is_half_in_the_picture_is_no_wrong_read_and_no_hit() {
        let expected = Expected { payloads: vec![b"this".to_vec()], next: vec![b"next".to_vec()] };
        assert!(!expected.is_hit(&[b"next".to_vec()]));
        assert_eq!(expected.wrong_reads(&[b"next".to_vec(), b"this".to_vec(), b"that".to_vec()]), 1);
    }
}
