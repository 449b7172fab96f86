//! The station's window measured from outside: start to first picture, memory, CPU while a 720p camera is read, size, crates.
//! `cargo bench -p e2e --bench window -- --help`. Linux, with `Xvfb` and `xdotool`.
//!
//! What is on the screen is read from Xvfb's own frame buffer, a file; the program under test is not asked.
#![allow(clippy::print_stdout, reason = "the table is the product")]

use clap::Parser;
use e2e::{
    desktop::Launch,
    fakecam::{FakeCamera, Picture},
};
use shared::qr::send::Sender;
use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs::File,
    io::{BufRead, BufReader},
    os::unix::fs::FileExt,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};
use tempfile::TempDir;

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
    /// Only the size and the crates.
    #[arg(long)]
    static_only: bool,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

const SIZE: (usize, usize) = (1280, 900);
const SOON: Duration = Duration::from_secs(30);
/// The words of every devnet.
const WORDS: &str = "test test test test test test test test test test test junk";
/// How fast the fake camera's picture changes: the 30 a second of a webcam.
const CAMERA: Duration = Duration::from_millis(33);

fn main() -> Result<()> {
    let options = Options::parse();
    sizes()?;
    if options.static_only {
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
    let mut times = Vec::new();
    for _ in 0..count {
        let screen = Screen::start()?;
        let begin = Instant::now();
        let station = Station(Launch { links: true, ..Launch::default() }.command(&screen.display)?.spawn()?);
        while !screen.is_painted()? {
            if begin.elapsed() > SOON {
                return Err("no window came".into());
            }
            sleep(Duration::from_millis(1));
        }
        times.push(begin.elapsed());
        drop(station);
    }
    times.sort();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    let (first, last) =
        (times.first().copied().unwrap_or_default(), times.last().copied().unwrap_or_default());
    println!(
        "start to first picture  {:>6} ms  (median of {count}; {} to {})",
        middle.as_millis(),
        first.as_millis(),
        last.as_millis()
    );
    Ok(())
}

/// Idle on the first screen, then with keys open and the camera on.
fn running(length: Duration) -> Result<()> {
    let screen = Screen::start()?;
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
    println!("CPU per camera frame    {:>9.2} ms  (threads qr-* and camera*)", reading * 1e3 / frames);
    let drawing = scanning.total() - reading;
    let updates = f64::from(scanning.updates.max(1));
    println!("CPU per window frame    {:>9.2} ms  (all others, llvmpipe included)", drawing * 1e3 / updates);
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

/// An X server whose screen is a file.
struct Screen {
    server: Child,
    display: String,
    buffer: File,
    /// Where the pixels begin, and how many bytes a row has.
    pixels: u64,
    row: usize,
    _folder: TempDir,
}

impl Screen {
    fn start() -> Result<Self> {
        let folder = TempDir::new()?;
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0"])
            .arg(format!("{}x{}x24", SIZE.0, SIZE.1))
            .arg("-fbdir")
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut number = String::new();
        if let Some(output) = server.stdout.as_mut() {
            BufReader::new(output).read_line(&mut number)?;
        }
        let buffer = File::open(folder.path().join("Xvfb_screen0"))?;
        // XWD version 7 (X11/XWDFile.h): words, big end first; 0 is the head's length, 12 the row's, 19 the colours'.
        let word = |nth: u64| -> Result<u32> {
            let mut bytes = [0; 4];
            buffer.read_exact_at(&mut bytes, nth * 4)?;
            Ok(u32::from_be_bytes(bytes))
        };
        let pixels = u64::from(word(0)?) + u64::from(word(19)?) * 12;
        let row = usize::try_from(word(12)?)?;
        let display = format!(":{}", number.trim());
        Ok(Self { server, display, buffer, pixels, row, _folder: folder })
    }

    /// Every twentieth row.
    fn rows(&self) -> Result<Vec<u8>> {
        let mut rows = vec![0; self.row * SIZE.1.div_ceil(20)];
        for (nth, row) in rows.chunks_exact_mut(self.row).enumerate() {
            self.buffer.read_exact_at(row, self.pixels + (nth * 20 * self.row) as u64)?;
        }
        Ok(rows)
    }

    /// Whether more than a third of the black screen is not black any more.
    fn is_painted(&self) -> Result<bool> {
        let rows = self.rows()?;
        let lit =
            rows.chunks_exact(4).filter(|pixel| pixel.iter().take(3).any(|channel| *channel > 40)).count();
        Ok(lit * 3 > rows.len() / 4)
    }

    fn until_painted(&self) -> Result<()> {
        let begin = Instant::now();
        while !self.is_painted()? {
            if begin.elapsed() > SOON {
                return Err("no window came".into());
            }
            sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    fn xdotool(&self, arguments: &[&str]) -> Result<String> {
        let output = Command::new("xdotool").args(arguments).env("DISPLAY", &self.display).output()?;
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// From the first screen to the camera, by keyboard.
    fn enter(&self) -> Result<()> {
        let window = self.xdotool(&["search", "--onlyvisible", "--name", "^Coldframe station$"])?;
        self.xdotool(&["windowfocus", "--sync", &window])?;
        let pause = || sleep(Duration::from_millis(700));
        self.xdotool(&["key", "e"])?;
        pause();
        self.xdotool(&["type", "--delay", "20", WORDS])?;
        pause();
        // The words, no passphrase, the fingerprint, the accounts.
        for _ in 0..4 {
            self.xdotool(&["key", "Return"])?;
            pause();
        }
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        _ = self.server.kill();
        _ = self.server.wait();
    }
}

/// What one state costs.
struct Span {
    length: Duration,
    /// Seconds of CPU by thread name.
    threads: BTreeMap<String, f64>,
    resident: u64,
    own: u64,
    updates: u32,
    shown: u32,
}

impl Span {
    /// Watches a process; `show` is called for each frame that the camera is to see.
    fn of(
        process: u32,
        length: Duration,
        screen: &Screen,
        show: impl Fn(usize) -> Result<()>,
    ) -> Result<Self> {
        let before = threads(process)?;
        let (begin, mut last) = (Instant::now(), screen.rows()?);
        let (mut updates, mut shown) = (0, 0_u32);
        while begin.elapsed() < length {
            if begin.elapsed() >= CAMERA * shown {
                show(shown as usize)?;
                shown += 1;
            }
            let now = screen.rows()?;
            if now != last {
                updates += 1;
                last = now;
            }
            sleep(Duration::from_millis(3));
        }
        let length = begin.elapsed();
        let mut spent = threads(process)?;
        for (name, seconds) in &mut spent {
            *seconds -= before.get(name).copied().unwrap_or_default();
        }
        let (resident, own) = (status(process, "VmRSS:")?, status(process, "RssAnon:")?);
        Ok(Self { length, threads: spent, resident, own, updates, shown })
    }

    fn cpu(&self, start: &str) -> f64 {
        self.threads.iter().filter(|(name, _)| name.starts_with(start)).map(|(_, seconds)| seconds).sum()
    }

    fn total(&self) -> f64 {
        self.threads.values().sum()
    }

    fn print(&self, what: &str) {
        let seconds = self.length.as_secs_f64();
        println!("\n{what}");
        println!(
            "  resident memory       {:>9.1} MB  (its own: {:.1} MB)",
            self.resident as f64 / 1e3,
            self.own as f64 / 1e3
        );
        println!("  changes of the screen {:>9.1} a second", f64::from(self.updates) / seconds);
        println!("  CPU                   {:>9.1} % of one core", self.total() / seconds * 100.0);
        for (name, spent) in self.threads.iter().filter(|(_, spent)| **spent / seconds > 0.001) {
            println!("    {name:<19} {:>9.1} %", spent / seconds * 100.0);
        }
    }
}

/// Seconds of CPU by name of thread (`schedstat`, nanoseconds); threads of one name are added.
fn threads(process: u32) -> Result<BTreeMap<String, f64>> {
    let mut threads = BTreeMap::new();
    for entry in std::fs::read_dir(format!("/proc/{process}/task"))? {
        let path = entry?.path();
        let read = |file: &str| std::fs::read_to_string(path.join(file)).unwrap_or_default();
        let name = read("comm").trim().to_owned();
        let spent: f64 =
            read("schedstat").split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0.0);
        *threads.entry(name).or_default() += spent / 1e9;
    }
    Ok(threads)
}

/// A number of `/proc/PID/status`, in kB.
fn status(process: u32, field: &str) -> Result<u64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = text.lines().find(|line| line.starts_with(field)).ok_or("no such field")?;
    Ok(line.split_whitespace().nth(1).ok_or("no number")?.parse()?)
}
