//! The air gap through pixels: a screen that changes, a rolling shutter, our finder, our receiver.
//!
//! Each displayed frame is drawn and photographed once. A camera picture whose rows see a change of the screen is
//! mixed from both photographs, row by row, by the share of the row's exposure before and after the change.
#![allow(clippy::print_stdout, reason = "the result is the program's output")]

use clap::Parser;
use e2e::gap::{Faults, Gap};
use e2e::optics::{Code, Desktop, Photo, Random, Scene, Screen, Shot};
use e2e::payload::Content;
use serde::Serialize;
use shared::limits::MESSAGE_BYTES_MAX;
use shared::qr::draw::{self, Modules};
use shared::qr::find::{Finder, Luma};
use shared::qr::receive::{Receiver, Sight, Step};
use shared::qr::send::{Preset, Sender, presets};
use std::collections::HashMap;
use std::process::ExitCode;

/// Sends a message from a simulated screen to a simulated camera and prints what it took, as JSON.
///
/// Exit codes: 0 the message arrived, 1 it did not, 2 wrong usage.
#[derive(Parser)]
struct Options {
    /// Length of the message, in bytes.
    #[arg(long, default_value_t = 24_000)]
    bytes: usize,
    /// What the message is made of.
    #[arg(long, value_enum, default_value = "random")]
    content: Content,
    /// How frames are made; the presets of the programs.
    #[arg(long, default_value = "dense-20", value_parser = preset)]
    profile: Preset,
    /// Frames a second on the display; that of the preset if not given.
    #[arg(long)]
    display_fps: Option<f64>,
    /// The camera: width, height and pictures a second.
    #[arg(long, default_value = "1280x720@30", value_parser = camera)]
    camera: Camera,
    /// Share of displayed frames that no picture shows (a hand, a glance away), 0 to 0.95.
    #[arg(long, default_value_t = 0.0, allow_negative_numbers = true)]
    loss: f32,
    /// They go in bursts of six on average.
    #[arg(long)]
    burst: bool,
    /// Exposure, in milliseconds; 6 are added for the display's liquid crystals.
    #[arg(long, default_value_t = 12.0, allow_negative_numbers = true)]
    exposure_ms: f64,
    /// Share of the picture's height that the code takes with its quiet zone.
    #[arg(long, default_value_t = 0.75, allow_negative_numbers = true)]
    fill: f32,
    /// Seconds after which it is given up.
    #[arg(long, default_value_t = 120.0, allow_negative_numbers = true)]
    give_up: f64,
    /// Everything random comes from here.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Options {
    /// Refuses what cannot be simulated, such as a display of which nothing is ever seen.
    fn check(&self) -> Result<(), String> {
        if self.bytes > MESSAGE_BYTES_MAX {
            return Err(format!("a message has at most {MESSAGE_BYTES_MAX} bytes; give fewer --bytes"));
        }
        for (name, value, (least, most)) in [
            ("--loss", f64::from(self.loss), (0.0, 0.95)),
            ("--exposure-ms", self.exposure_ms, (0.1, 1_000.0)),
            ("--fill", f64::from(self.fill), (0.05, 2.0)),
            ("--give-up", self.give_up, (0.1, 3_600.0)),
        ] {
            // Asked this way round, “not a number” is refused as well.
            if !(least..=most).contains(&value) {
                return Err(format!("{name} {value} cannot be simulated; give {least} to {most}"));
            }
        }
        Ok(())
    }
}

#[derive(Debug, Clone, Copy)]
struct Camera {
    width: usize,
    height: usize,
    fps: f64,
}

fn preset(name: &str) -> Result<Preset, String> {
    let names: Vec<_> = presets().iter().map(|preset| preset.name).collect();
    let found = presets().into_iter().find(|preset| preset.name == name);
    found.ok_or_else(|| format!("no such profile; choose one of {}", names.join(", ")))
}

fn camera(text: &str) -> Result<Camera, String> {
    let parse = || {
        let (size, fps) = text.split_once('@')?;
        let (width, height) = size.split_once('x')?;
        let camera =
            Camera { width: width.parse().ok()?, height: height.parse().ok()?, fps: fps.parse().ok()? };
        ((160..=4_096).contains(&camera.width)
            && (120..=4_096).contains(&camera.height)
            && (1.0..=240.0).contains(&camera.fps))
        .then_some(camera)
    };
    parse().ok_or_else(|| {
        "write it as 1280x720@30, with 160x120 to 4096x4096 pixels and 1 to 240 pictures a second".to_owned()
    })
}

/// What it took.
#[derive(Serialize)]
struct Outcome {
    complete: bool,
    bytes: usize,
    profile: &'static str,
    display_fps: f64,
    camera: String,
    loss: f32,
    burst: bool,
    seed: u64,
    /// Frames that carry the message once.
    frame_count: usize,
    /// Frames displayed from the moment the camera looked until the message was there.
    frames_shown: usize,
    /// Pictures taken in that time, those in which a code was read, and those in which one was only seen.
    pictures: usize,
    pictures_read: usize,
    pictures_seen: usize,
    seconds: f64,
    goodput_bytes_per_second: f64,
    /// Modules a side and pixels a module of the largest code.
    modules: usize,
    pixels_per_module: f32,
}

fn main() -> ExitCode {
    let options = Options::parse();
    match run(&options) {
        Ok(outcome) => {
            println!("{}", serde_json::to_string_pretty(&outcome).unwrap_or_default());
            ExitCode::from(u8::from(!outcome.complete))
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(options: &Options) -> Result<Outcome, Box<dyn std::error::Error>> {
    options.check()?;
    let message = options.content.bytes(options.bytes, options.seed);
    let mut sender = Sender::new("eth-sign-request", &message, options.profile.profile)?;
    let frame_count = sender.frame_count();
    let fps = options.display_fps.unwrap_or(1.0 / options.profile.pace.interval().as_secs_f64());
    if !(0.1..=240.0).contains(&fps) {
        return Err("a display shows 0.1 to 240 frames a second".into());
    }
    // Join anywhere, as a person does who picks the camera up while the screen already runs.
    let mut random = Random::new(options.seed);
    for _ in 0..random.below(2 * frame_count) {
        sender.next_frame();
    }
    let phase = f64::from(random.unit()) / fps;
    let mut stage = Stage::new(options, sender);
    let (mut finder, mut receiver) = (Finder::default(), Receiver::default());
    let (mut pictures, mut pictures_read, mut pictures_seen) = (0, 0, 0);
    let (mut complete, mut time) = (false, 0.0);
    while !complete && time < options.give_up {
        let exposure = Exposure::of(options, phase + time, fps);
        time += 1.0 / options.camera.fps;
        pictures += 1;
        let Some(photo) = stage.picture(&exposure)? else { continue };
        let luma = Luma::new(photo.width, photo.height, &photo.luma).ok_or("a picture of impossible size")?;
        let found = finder.find(luma);
        match Sight::from(&found) {
            Sight::Decoded => pictures_read += 1,
            Sight::Seen => pictures_seen += 1,
            Sight::None => {}
        }
        for payload in found.payloads {
            if let Ok(Step::Complete(received)) = receiver.feed(&payload) {
                complete = received.message == message;
            }
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^53")]
    let goodput = if complete { options.bytes as f64 / time } else { 0.0 };
    Ok(Outcome {
        complete,
        bytes: options.bytes,
        profile: options.profile.name,
        display_fps: fps,
        camera: format!("{}x{}@{}", options.camera.width, options.camera.height, options.camera.fps),
        loss: options.loss,
        burst: options.burst,
        seed: options.seed,
        frame_count,
        frames_shown: whole(time * fps) + 1,
        pictures,
        pictures_read,
        pictures_seen,
        seconds: time,
        goodput_bytes_per_second: goodput,
        modules: stage.modules,
        pixels_per_module: stage.pixels_per_module,
    })
}

/// Which displayed frames the rows of one picture see.
struct Exposure {
    /// The frame on the display when the first row of the picture begins to be exposed.
    first: usize,
    /// For each row the share of the light that comes from the frame after it.
    later: Vec<f32>,
}

impl Exposure {
    /// A picture whose readout begins at `start`, in seconds; the shutter takes nine tenths of the interval to
    /// roll over all rows.
    fn of(options: &Options, start: f64, fps: f64) -> Self {
        let exposure = (options.exposure_ms + 6.0) / 1_000.0;
        let roll = 0.9 / options.camera.fps;
        let first = whole(start * fps);
        #[expect(clippy::cast_precision_loss, reason = "frame numbers and rows are far below 2^53")]
        let (change, rows) = ((first + 1) as f64 / fps, options.camera.height as f64);
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a share of 0 to 1")]
        let share = |row: usize| {
            let end = start + exposure + roll * row as f64 / rows;
            ((end - change) / exposure).clamp(0.0, 1.0) as f32
        };
        Self { first, later: (0..options.camera.height).map(share).collect() }
    }
}

/// The display and the camera before it.
struct Stage<'a> {
    options: &'a Options,
    sender: Sender,
    /// Numbers of displayed frames that are not lost, in order.
    kept: Box<dyn Iterator<Item = usize>>,
    next_kept: Option<usize>,
    displayed: usize,
    /// The last few displayed frames as the camera sees them; `None` for a lost one.
    photos: HashMap<usize, Option<Photo>>,
    modules: usize,
    pixels_per_module: f32,
}

impl<'a> Stage<'a> {
    fn new(options: &'a Options, sender: Sender) -> Self {
        let burst = if options.burst { 6.0 } else { 1.0 };
        let faults = Faults { loss: options.loss, burst, ..Faults::default() };
        let numbers = (0u64..).map(|number| number.to_be_bytes().to_vec());
        let mut kept = Gap::new(numbers, faults, options.seed)
            .filter_map(|content| usize::try_from(u64::from_be_bytes(content.try_into().ok()?)).ok());
        let next_kept = kept.next();
        Self {
            options,
            sender,
            kept: Box::new(kept),
            next_kept,
            displayed: 0,
            photos: HashMap::new(),
            modules: 0,
            pixels_per_module: 0.0,
        }
    }

    /// What the camera delivers; `None` when a hand is before it.
    fn picture(&mut self, exposure: &Exposure) -> Result<Option<Photo>, draw::DrawError> {
        self.display(exposure.first + 1)?;
        self.photos.retain(|&number, _| number >= exposure.first);
        let photo = |number| self.photos.get(&number).and_then(Option::as_ref);
        let (Some(first), last) = (photo(exposure.first), photo(exposure.first + 1)) else {
            return Ok(None);
        };
        let mut mixed = first.clone();
        if let Some(last) = last {
            let rows = mixed.luma.chunks_exact_mut(first.width).zip(last.luma.chunks_exact(first.width));
            for ((row, late), &share) in rows.zip(&exposure.later).filter(|&(_, &share)| share > 0.0) {
                row.iter_mut().zip(late).for_each(|(pixel, &late)| *pixel = mix(*pixel, late, share));
            }
        }
        Ok(Some(mixed))
    }

    /// Draws and photographs up to frame `number`.
    fn display(&mut self, number: usize) -> Result<(), draw::DrawError> {
        while self.displayed <= number {
            let frame = self.sender.next_frame();
            let seen = self.next_kept == Some(self.displayed);
            let photo = if seen {
                self.next_kept = self.kept.next();
                Some(self.photograph(draw::draw(&frame)?))
            } else {
                None
            };
            self.photos.insert(self.displayed, photo);
            self.displayed += 1;
        }
        Ok(())
    }

    fn photograph(&mut self, modules: Modules) -> Photo {
        let Camera { width, height, .. } = self.options.camera;
        let side = modules.width + 2 * draw::QUIET_ZONE;
        #[expect(clippy::cast_precision_loss, reason = "sides are far below 2^24")]
        let pixels_per_module = self.options.fill * height as f32 / side as f32;
        (self.modules, self.pixels_per_module) = (modules.width, pixels_per_module);
        let shot =
            Shot { rotation: 3.0, tilt: 8.0, noise: 4.0, ..Shot::plain((width, height), pixels_per_module) };
        let code = Code { payload: Vec::new(), modules };
        // One seed: the camera stays where it is, and so does its noise, which errs on the hard side.
        Scene::new(Screen::of(code, Desktop::Light), shot).photograph(self.options.seed)
    }
}

fn mix(early: u8, late: u8, share: f32) -> u8 {
    let mixed = f32::from(early) + (f32::from(late) - f32::from(early)) * share;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
    let byte = mixed.round() as u8;
    byte
}

fn whole(number: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts of frames, never negative"
    )]
    let whole = number.floor() as usize;
    whole
}
