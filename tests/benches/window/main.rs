//! The station's window measured from outside: start to first picture, memory, CPU while a 720p camera is read, size, crates;
//! and by its steps: the last part of a request to its review, the approval to the answer.
//! `cargo bench -p e2e --bench window -- --help`. Linux, with `Xvfb` and `xdotool`.
//!
//! What is on the screen is read from Xvfb's own frame buffer, a file; the program under test is not asked.
#![allow(clippy::print_stdout, reason = "the table is the product")]

mod monitor;
mod span;
mod steps;

use clap::Parser;
use e2e::{
    desktop::Launch,
    fakecam::{FakeCamera, Picture},
};
use monitor::Monitor;
use shared::qr::send::Sender;
use span::Span;
use std::{
    collections::BTreeSet,
    error::Error,
    process::{Child, Command},
    thread::sleep,
    time::{Duration, Instant},
};

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

/// Prints what the station's window costs on this machine.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  cargo bench -p e2e --bench window -- --starts 20 --seconds 20")]
struct Options {
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

const SOON: Duration = Duration::from_secs(30);
/// The words of every devnet.
const WORDS: &str = "test test test test test test test test test test test junk";
/// How fast the fake camera's picture changes: the 30 a second of a webcam.
const CAMERA: Duration = Duration::from_millis(33);

fn main() -> Result<()> {
    let options = Options::parse();
    sizes()?;
    steps::steps()?;
    if options.no_window {
        return Ok(());
    }
    starts(options.starts)?;
    running(Duration::from_secs(options.seconds))
}

/// The program's file, and how many crates are compiled for it.
fn sizes() -> Result<()> {
    let program = Launch::default().command(":0")?;
    let path = program
        .get_args()
        .filter_map(|argument| argument.to_str())
        .find(|argument| argument.ends_with("coldframe-station"));
    if let Some(path) = path {
        println!("program file            {:>9.1} MB", std::fs::metadata(path)?.len() as f64 / 1e6);
    }
    for (edges, what) in [("normal", "crates, run time"), ("normal,build", "crates, with build")] {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--locked", "-p", "coldframe-station", "--prefix", "none", "--edges", edges])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .output()?;
        let text = String::from_utf8(output.stdout)?;
        let crates: BTreeSet<_> = text.lines().map(|line| line.trim_end_matches(" (*)")).collect();
        println!("{what:<23} {:>9}", crates.len());
    }
    Ok(())
}

/// From the start of the program to its first picture on the screen.
fn starts(count: u32) -> Result<()> {
    let (mut times, mut spent) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let screen = Monitor::start()?;
        let begin = Instant::now();
        let station = Station(Launch { links: true, ..Launch::default() }.command(&screen.display)?.spawn()?);
        while !screen.is_painted()? {
            if begin.elapsed() > SOON {
                return Err("no window came".into());
            }
            sleep(Duration::from_millis(1));
        }
        times.push(begin.elapsed());
        spent.push(Duration::from_secs_f64(span::threads(station.0.id())?.values().sum()));
        drop(station);
    }
    times.sort();
    spent.sort();
    let middle = |times: &[Duration]| times.get(times.len() / 2).copied().unwrap_or_default();
    let (first, last) =
        (times.first().copied().unwrap_or_default(), times.last().copied().unwrap_or_default());
    println!(
        "start to first picture  {:>6} ms  (median of {count}; {} to {}; {} ms of CPU)",
        middle(&times).as_millis(),
        first.as_millis(),
        last.as_millis(),
        middle(&spent).as_millis()
    );
    Ok(())
}

/// Idle on the first screen, then with keys open and the camera on.
fn running(length: Duration) -> Result<()> {
    let screen = Monitor::start()?;
    let camera = FakeCamera::plug("Integrated Camera")?;
    // Parts of a message that never becomes whole, so that the screen stays.
    let message: Vec<u8> =
        (0..60_000_u32).map(|byte| (byte.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut sender = Sender::ur("bytes", &message, 300, Default::default())?;
    let pictures: Vec<Picture> = (0..4).map(|_| Picture::frame(&sender.next_frame())).collect();
    let mut launch = Launch::default();
    launch.environment.extend(camera.environment()?);
    let station = Station(launch.command(&screen.display)?.spawn()?);
    let process = station.0.id();
    screen.until_painted()?;
    sleep(Duration::from_secs(1));

    let idle = Span::of(process, length, &screen, |_| Ok(()))?;
    idle.print("idle, first screen");

    screen.enter()?;
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
    let scanning = Span::of(process, length, &screen, show)?;
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

/// The program under test; ends with the value.
struct Station(Child);

impl Drop for Station {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}
