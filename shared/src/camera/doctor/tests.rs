use super::*;
use proptest::prelude::*;

/// A good picture of a code that is not read.
fn seen() -> Signs {
    let light = Light { dark: 20, middle: 128, bright: 230, saturated: 0.0, sharpness: Some(0.9) };
    Signs { sight: Sight::Seen, pixels_per_module: Some(4.0), light, rate: Some(30) }
}

fn after(pictures: u32, signs: &Signs) -> Option<Advice> {
    let mut doctor = Doctor::default();
    (0..pictures).map(|_| doctor.judge(signs)).last().flatten()
}

#[test]
fn each_fault_has_its_advice() {
    let light = |change: fn(&mut Light)| {
        let mut signs = seen();
        change(&mut signs.light);
        signs
    };
    for (signs, advice, why) in [
        (light(|light| light.bright = 40), Some(Advice::MoreLight), "a covered lens"),
        (light(|light| light.saturated = 0.6), Some(Advice::LessBright), "a screen that outshines the room"),
        (
            light(|light| (light.saturated, light.dark) = (0.3, 150)),
            Some(Advice::LessBright),
            "glare that leaves no black",
        ),
        (Signs { pixels_per_module: Some(1.8), ..seen() }, Some(Advice::Closer), "modules of two pixels"),
        (
            Signs { pixels_per_module: Some(9.0), ..light(|light| light.sharpness = Some(0.2)) },
            Some(Advice::Back),
            "large and soft: nearer than the lens can focus",
        ),
        (light(|light| light.sharpness = Some(0.2)), Some(Advice::Still), "soft at a usual distance"),
        (seen(), Some(Advice::Straight), "sharp, large and not read"),
        (Signs { sight: Sight::Decoded, ..seen() }, None, "it is read"),
        (
            Signs { sight: Sight::Decoded, rate: Some(5), ..seen() },
            Some(Advice::FewPictures),
            "it is read, slowly",
        ),
        (Signs { sight: Sight::None, rate: Some(5), ..seen() }, Some(Advice::FewPictures), "slow, no code"),
        (Signs { sight: Sight::None, ..seen() }, Some(Advice::Point), "no code for a while"),
        (
            Signs { sight: Sight::None, ..light(|light| light.sharpness = Some(0.15)) },
            Some(Advice::Still),
            "too blurred to be seen as a code",
        ),
        (Signs { rate: None, ..seen() }, Some(Advice::Straight), "the rate is not known yet"),
    ] {
        assert_eq!(after(100, &signs), advice, "{why}");
    }
}

#[test]
fn one_blurred_picture_is_no_advice() {
    assert_eq!(after(DUE_FOR - 1, &seen()), None);
    assert!(after(DUE_FOR, &seen()).is_some());
}

#[test]
fn every_third_picture_read_is_good_enough() {
    let mut doctor = Doctor::default();
    for picture in 0..200 {
        let sight = if picture % 3 == 0 { Sight::Decoded } else { Sight::Seen };
        let advice = doctor.judge(&Signs { sight, ..seen() });
        assert!(picture < 32 || advice.is_none(), "picture {picture}: {advice:?}");
    }
}

#[test]
fn advice_is_taken_back_when_all_is_well() {
    let mut doctor = Doctor::default();
    for _ in 0..30 {
        doctor.judge(&seen());
    }
    let well = Signs { sight: Sight::Decoded, ..seen() };
    let last = (0..40).map(|_| doctor.judge(&well)).last().flatten();
    assert_eq!(last, None);
}

#[test]
fn every_advice_is_one_short_sentence_of_its_own() {
    let mut sentences: Vec<_> = Advice::ALL.iter().map(|advice| advice.sentence()).collect();
    assert!(sentences.iter().all(|sentence| sentence.ends_with('.') && sentence.len() < 120));
    sentences.sort_unstable();
    sentences.dedup();
    assert_eq!(sentences.len(), Advice::ALL.len());
}

fn any_signs() -> impl Strategy<Value = Signs> {
    let light = (any::<(u8, u8, u8)>(), 0.0_f32..1.0, prop::option::of(0.0_f32..1.0)).prop_map(
        |((dark, middle, bright), saturated, sharpness)| Light { dark, middle, bright, saturated, sharpness },
    );
    let sight = prop_oneof![Just(Sight::None), Just(Sight::Seen), Just(Sight::Decoded)];
    (sight, prop::option::of(0.5_f32..30.0), light, prop::option::of(0_u32..60))
        .prop_map(|(sight, pixels_per_module, light, rate)| Signs { sight, pixels_per_module, light, rate })
}

proptest! {
    #[test]
    fn whatever_the_camera_shows_no_advice_flickers(
        shown in prop::collection::vec((any_signs(), 1_usize..20), 1..60),
    ) {
        let mut doctor = Doctor::default();
        let pictures = shown.iter().flat_map(|(signs, times)| std::iter::repeat_n(signs, *times));
        let given: Vec<_> = pictures.map(|signs| doctor.judge(signs)).collect();
        let runs = given.chunk_by(|left, right| left == right).collect::<Vec<_>>();
        // The first run may be the silence of the beginning, the last one is not over.
        for run in runs.iter().skip(1).rev().skip(1).filter(|run| run.first() != Some(&None)) {
            prop_assert!(run.len() >= STANDS_FOR as usize, "{} pictures of {:?}", run.len(), run.first());
        }
    }
}
