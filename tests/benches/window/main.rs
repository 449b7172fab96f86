//! Both windows measured from outside: start to first picture, memory, size, crates. Of the station also the CPU while a 720p
//! camera is read, and its steps: the last part of a request to its review, the approval to the answer. Of the companion also
//! `coldframe request` to its code in the terminal, and what many requests in the journal cost.
//! `cargo bench -p e2e --features window --bench window -- --help`. Linux, with `Xvfb` and `xdotool`.
//!
//! What is on the screen is read from Xvfb's own frame buffer, a file; the program under test is not asked.
#![allow(clippy::print_stdout, reason = "the table is the product")]

mod command;
mod home;
// The journal's own bench writes the same requests.
#[path = "../../../companion/benches/journal/fill.rs"]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic is its report")]
mod fill;
mod monitor;
mod opening;
mod span;
mod steps;

use clap::{Parser, ValueEnum};
use e2e::{
    desktop::{Launch, Program},
    fakecam::{FakeCamera, Picture},
};
use monitor::Monitor;
use opening::{Running, opening};
use shared::qr::send::Sender;
use span::Span;
use std::{
    collections::BTreeSet,
    error::Error,
    process::Command,
    thread::sleep,
    time::{Duration, Instant},
};

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

/// Prints what the two programs cost on this machine.
#[derive(Debug, Parser)]
#[command(
    after_help = "Example:\n  cargo bench -p e2e --features window --bench window -- --starts 20 --only companion"
)]
struct Options {
    /// One of the two programs.
    #[arg(long, value_enum)]
    only: Option<Side>,
    /// Requests in the companion's journal, beside an empty one.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..))]
    requests: u64,
    /// How often the start is timed.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    starts: u32,
    /// How long each state is watched.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// Only what needs no display: size, crates, steps.
    #[arg(long)]
    no_window: bool,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Side {
    Station,
    Companion,
}

const SOON: Duration = Duration::from_secs(30);
/// The words of every devnet.
const WORDS: &str = "test test test test test test test test test test test junk";
/// How fast the fake camera's picture changes: the 30 a second of a webcam.
const CAMERA: Duration = Duration::from_millis(33);

fn main() -> Result<()> {
    let options = Options::parse();
    let length = Duration::from_secs(options.seconds);
    if options.only != Some(Side::Companion) {
        println!("the station");
        sizes(Program::Station, "coldframe-station")?;
        steps::steps()?;
        if !options.no_window {
            let launch = Launch { links: true, ..Launch::default() };
            opening("start to first picture", options.starts, &launch)?;
            running(length)?;
        }
    }
    if options.only != Some(Side::Station) {
        println!("\nthe companion");
        sizes(Program::Companion, "coldframe-companion")?;
        command::request(options.starts)?;
        if !options.no_window {
            home::window(options.starts, options.requests, length)?;
        }
    }
    Ok(())
}

/// The program's file, and how many crates are compiled for it.
fn sizes(program: Program, package: &str) -> Result<()> {
    println!("program file            {:>9.1} MB", std::fs::metadata(program.binary()?)?.len() as f64 / 1e6);
    for (edges, what) in [("normal", "crates, run time"), ("normal,build", "crates, with build")] {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--locked", "-p", package, "--prefix", "none", "--edges", edges])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .output()?;
        let text = String::from_utf8(output.stdout)?;
        let crates: BTreeSet<_> = text.lines().map(|line| line.trim_end_matches(" (*)")).collect();
        println!("{what:<23} {:>9}", crates.len());
    }
    Ok(())
}

/// Idle on the first screen, then with keys open and the camera on.
fn running(length: Duration) -> Result<()> {
    let monitor = Monitor::start()?;
    let camera = FakeCamera::plug("Integrated Camera")?;
    // Parts of a message that never becomes whole, so that the screen stays.
    let message: Vec<u8> =
        (0..60_000_u32).map(|byte| (byte.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut sender = Sender::ur("bytes", &message, 300, Default::default())?;
    let pictures: Vec<Picture> = (0..4).map(|_| Picture::frame(&sender.next_frame())).collect();
    let mut launch = Launch::default();
    launch.environment.extend(camera.environment()?);
    let station = Running::start(&launch, &monitor)?;
    let process = station.id();
    monitor.screen.until_painted(SOON)?;
    sleep(Duration::from_secs(1));

    let idle = Span::of(process, length, &monitor.screen, |_| Ok(()))?;
    idle.print("idle, first screen");

    monitor.enter()?;
    let show = |nth: usize| -> Result<()> {
        if let Some(picture) = pictures.get(nth % pictures.len()) {
            camera.show(picture)?;
        }
        Ok(())
    };
    let warm = Instant::now();
    for nth in 0.. {
        show(nth)?;
        sleep(CAMERA);
        if warm.elapsed() > Duration::from_secs(2) {
            break;
        }
    }
    let scanning = Span::of(process, length, &monitor.screen, show)?;
    scanning.print("scanning 1280 x 720");
    let reading = scanning.cpu("qr-") + scanning.cpu("camera");
    let frames = f64::from(scanning.shown);
    println!(
        "CPU per camera frame    {:>9.2} ms  (threads qr-*, camera*, and the cameras' process)",
        reading * 1e3 / frames
    );
    let drawing = scanning.total() - reading;
    let updates = f64::from(scanning.updates.max(1));
    println!("CPU per window frame    {:>9.2} ms  (all others, llvmpipe included)", drawing * 1e3 / updates);
    // llvmpipe's threads draw side by side, after the window's own thread has said what.
    let longest = scanning.cpu("llvmpipe-0").max(scanning.cpu("llvmpipe-1")) + scanning.cpu("coldframe");
    println!(
        "a window frame takes    {:>9.2} ms  (its own thread and one of llvmpipe's)",
        longest * 1e3 / updates
    );
    Ok(())
}
