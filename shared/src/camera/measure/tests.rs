use super::*;
use crate::camera::{Encoding, Size};
use proptest::prelude::*;

fn light(pixel: impl Fn(usize, usize) -> u8) -> Light {
    let bytes: Vec<u8> =
        (0..240).flat_map(|y| (0..320).map(move |x| (x, y))).map(|(x, y)| pixel(x, y)).collect();
    let frame = Frame::read(Encoding::Grey, Size::new(320, 240).unwrap(), None, &bytes).unwrap();
    Light::of(&frame)
}

#[test]
fn an_even_picture_has_a_brightness_and_nothing_to_be_sharp_by() {
    let light = light(|_, _| 90);
    assert_eq!((light.dark, light.middle, light.bright), (90, 90, 90));
    assert_eq!((light.saturated, light.sharpness), (0.0, None));
}

#[test]
fn a_picture_half_burnt_out_says_so() {
    let light = light(|x, _| if x < 160 { 255 } else { 100 });
    assert!((light.saturated - 0.5).abs() < 0.02, "{light:?}");
}

#[test]
fn bars_are_sharp_and_slopes_are_soft() {
    let sharp = light(|x, _| if x / 5 % 2 == 0 { 20 } else { 220 });
    let soft = light(|x, _| {
        let slope = (x % 40) as f32 / 40.0 * std::f32::consts::TAU;
        (120.0 + 100.0 * slope.sin()) as u8
    });
    assert!(sharp.sharpness > Some(0.9), "{sharp:?}");
    assert!(soft.sharpness < Some(0.35), "{soft:?}");
}

proptest! {
    #[test]
    fn shares_are_shares_whatever_is_seen(seed: u32, wide in 1_usize..40, high in 1_usize..40) {
        let mut state = seed;
        let bytes: Vec<u8> = (0..wide * high).map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        }).collect();
        let frame = Frame::read(Encoding::Grey, Size::new(wide, high).unwrap(), None, &bytes).unwrap();
        let light = Light::of(&frame);
        prop_assert!((0.0..=1.0).contains(&light.saturated));
        prop_assert!(light.sharpness.is_none_or(|sharpness| (0.0..=1.0).contains(&sharpness)));
        prop_assert!(light.dark <= light.middle && light.middle <= light.bright);
    }
}
