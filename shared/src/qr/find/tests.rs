//! Claims about whole pictures. The frames of every class are in the package `e2e`; here are the clean and the hostile ones.

use proptest::prelude::*;
use qrcode::{EcLevel, QrCode, Version, bits::Bits};

use super::*;

/// A picture that can be painted on.
struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Canvas {
    fn new(width: usize, height: usize, grey: u8) -> Self {
        Self { width, height, pixels: vec![grey; width * height] }
    }

    fn code(self, content: &[u8], version: i16, left: usize, top: usize, scale: usize) -> Self {
        let code = QrCode::with_version(content, Version::Normal(version), EcLevel::L).unwrap();
        self.drawn(&code, left, top, scale)
    }

    fn drawn(mut self, code: &QrCode, left: usize, top: usize, scale: usize) -> Self {
        for (at, color) in code.to_colors().into_iter().enumerate() {
            let (x, y) = (at % code.width(), at / code.width());
            self.square(left + x * scale, top + y * scale, scale, color.select(20, 230));
        }
        self
    }

    fn square(&mut self, left: usize, top: usize, side: usize, grey: u8) {
        for row in self.pixels.chunks_mut(self.width).skip(top).take(side) {
            row[left..left + side].fill(grey);
        }
    }

    fn inverted(mut self) -> Self {
        self.pixels.iter_mut().for_each(|pixel| *pixel = 255 - *pixel);
        self
    }

    fn luma(&self) -> Luma<'_> {
        Luma::new(self.width, self.height, &self.pixels).unwrap()
    }
}

#[test]
fn every_byte_value_comes_back_as_it_was() {
    let all: Vec<u8> = (0..=255).collect();
    let picture = Canvas::new(400, 300, 230).code(&all, 11, 40, 20, 4);
    let found = Finder::default().find(picture.luma());
    assert_eq!(found.payloads, [all]);
    assert!((found.pixels_per_module.unwrap() - 4.0).abs() < 0.2);
}

#[test]
fn a_code_that_names_any_character_set_is_read_as_bytes_or_not_at_all() {
    let content = [0x81, 0xff, b'a', 0x00, 0xed, 0xa0, 0x80, 0x1b];
    let mut read = 0;
    for designator in (0..=40).chain([170, 899, 900, 16_383, 16_384, 999_999]) {
        let mut bits = Bits::new(Version::Normal(3));
        bits.push_eci_designator(designator).unwrap();
        bits.push_byte_data(&content).unwrap();
        bits.push_terminator(EcLevel::L).unwrap();
        let code = QrCode::with_bits(bits, EcLevel::L).unwrap();
        let picture = Canvas::new(200, 200, 230).drawn(&code, 30, 40, 3);
        for payload in Finder::default().find(picture.luma()).payloads {
            assert_eq!(payload, content, "character set {designator}");
            read += 1;
        }
    }
    assert!(read > 20, "the test reads codes: {read}");
}

#[test]
fn upper_case_text_is_read_as_its_ascii_bytes() {
    let text = b"UR:ETH-SIGN-REQUEST/1-3/LPADAXCFAOCYFZ";
    let picture = Canvas::new(200, 200, 230).code(text, 4, 30, 40, 3);
    assert_eq!(Finder::default().find(picture.luma()).payloads, [text.to_vec()]);
}

#[test]
fn all_codes_of_a_picture_are_read() {
    let mut picture = Canvas::new(640, 480, 230);
    for (name, left, top) in [("ONE", 20, 20), ("TWO", 300, 40), ("THREE", 60, 260), ("FOUR", 350, 250)] {
        picture = picture.code(name.as_bytes(), 5, left, top, 4);
    }
    let mut payloads = Finder::default().find(picture.luma()).payloads;
    payloads.sort();
    assert_eq!(payloads, [b"FOUR".to_vec(), b"ONE".to_vec(), b"THREE".to_vec(), b"TWO".to_vec()]);
}

#[test]
fn light_on_dark_is_read_and_remembered() {
    let picture = Canvas::new(200, 200, 230).code(b"NEGATIVE", 4, 30, 40, 3).inverted();
    let mut finder = Finder::default();
    for _ in 0..2 {
        assert_eq!(finder.find(picture.luma()).payloads, [b"NEGATIVE".to_vec()]);
        assert!(finder.inverted);
    }
}

#[test]
fn a_code_that_moves_is_followed_and_one_that_jumps_is_found_again() {
    let mut finder = Finder::default();
    for (left, top) in [(40, 60), (44, 58), (48, 61), (400, 300), (398, 296), (20, 320)] {
        let picture = Canvas::new(640, 480, 230).code(b"HERE", 4, left, top, 3);
        let found = finder.find(picture.luma());
        assert_eq!(found.payloads, [b"HERE".to_vec()], "at {left}, {top}");
        assert!(finder.place.is_some());
    }
    assert!(finder.find(Canvas::new(100, 100, 230).luma()).payloads.is_empty());
}

#[test]
fn a_second_code_that_comes_up_is_read_within_a_few_pictures() {
    let mut finder = Finder::default();
    finder.find(Canvas::new(640, 480, 230).code(b"ONE", 4, 40, 60, 3).luma());
    let both = Canvas::new(640, 480, 230).code(b"ONE", 4, 40, 60, 3).code(b"TWO", 4, 400, 300, 3);
    assert!((0..=PARTS_IN_A_ROW).any(|_| finder.find(both.luma()).payloads.len() == 2));
}

#[test]
fn a_bright_reflection_over_a_tenth_of_a_code_is_given_up_and_the_rest_read() {
    let content = [7; 250];
    let mut picture = Canvas::new(400, 300, 230).code(&content, 10, 40, 20, 4);
    picture.square(130, 110, 60, 255);
    assert_eq!(Finder::default().find(picture.luma()).payloads, [content.to_vec()]);
}

#[test]
fn finder_patterns_without_a_code_are_seen_and_not_read() {
    let mut picture = Canvas::new(200, 200, 230).code(b"COVERED", 4, 30, 40, 3);
    picture.square(54, 64, 75, 230);
    let found = Finder::default().find(picture.luma());
    assert!(found.payloads.is_empty() && found.seen, "{found:?}");
}

#[test]
fn pictures_past_the_limit_are_not_taken() {
    let side = PICTURE_SIDE_MAX + 1;
    assert!(Luma::new(side, 1, &vec![0; side]).is_none());
    assert!(Luma::new(2, 2, &[0; 3]).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_picture_of_noise_is_read_or_ends_the_program(
        width in 0_usize..150, height in 0_usize..150, grain in 1_usize..6, seed: u32,
    ) {
        let noise = |at: usize| {
            let (x, y) = (at % width / grain, at / width / grain);
            let mixed = (x as u64 * 0x9E37_79B9 + y as u64 * 0x85EB_CA6B + u64::from(seed)).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
            (mixed >> 56) as u8
        };
        let pixels: Vec<u8> = (0..width * height).map(noise).collect();
        let found = Finder::default().find(Luma::new(width, height, &pixels).unwrap());
        prop_assert!(found.payloads.is_empty());
    }
}
