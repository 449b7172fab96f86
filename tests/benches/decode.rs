//! The decode table: frames read by class and level, wrong reads, CPU per frame; ours against plain `rqrr` and
//! plain `rxing` in the same run. `cargo bench -p e2e --bench decode -- --help`.
#![allow(clippy::print_stdout, reason = "the table is the product")]
#![allow(
    clippy::indexing_slicing,
    reason = "rows and columns are counted here; a slip is a fault of the benchmark"
)]

use clap::Parser;
use e2e::optics::{Case, Expected, Photo, Reader, Role, classes, cpu_time};
use std::collections::BTreeMap;
use std::time::Duration;

/// Prints the decode table by class, and CPU per frame.
///
/// Floor and aim stand beside what they apply to. A frame is read when every code in it is.
#[derive(Parser)]
#[command(after_help = "Examples:\n  \
    cargo bench -p e2e --bench decode\n  \
    cargo bench -p e2e --bench decode -- --nth 8\n  \
    cargo bench -p e2e --bench decode -- --class defocus --readers ours --misses")]
struct Options {
    /// Takes every nth frame of the set.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    nth: u32,
    /// Takes every second frame.
    #[arg(long)]
    half: bool,
    /// Takes only classes whose name starts so; may be given more than once.
    #[arg(long)]
    class: Vec<String>,
    /// Another set of the same kind.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Readers to hold against each other, by name.
    #[arg(long, value_delimiter = ',', default_value = "ours,rqrr,rxing")]
    readers: Vec<String>,
    /// Names each frame that ours does not read.
    #[arg(long)]
    misses: bool,
    /// `cargo bench` adds it.
    #[arg(long, hide = true)]
    bench: bool,
}

/// Frames, frames read, wrong reads.
#[derive(Default, Clone, Copy)]
struct Score {
    frames: usize,
    read: usize,
    wrong: usize,
}

#[derive(Default)]
struct Results {
    /// By place in the catalogue, so that the table keeps its order.
    levels: Vec<(&'static str, &'static str, Role, Vec<Score>)>,
    /// By kind of load and rows of the picture; a list of times for each reader.
    times: BTreeMap<(&'static str, usize), Vec<Vec<Duration>>>,
}

fn main() {
    let options = Options::parse();
    let readers: Vec<Reader> = [Reader::Ours, Reader::Rqrr, Reader::Rxing]
        .into_iter()
        .filter(|reader| options.readers.iter().any(|name| name == reader.name()))
        .collect();
    let nth = if options.half { 2 } else { options.nth as usize };
    let mut results = Results::default();
    std::panic::set_hook(Box::new(|_| {})); // `rqrr` panics on some pictures: to the table that is a frame not read
    let bar = indicatif::ProgressBar::new(classes(options.seed).count() as u64);
    for (place, case) in classes(options.seed).enumerate() {
        bar.inc(1);
        let wanted =
            options.class.is_empty() || options.class.iter().any(|class| case.class.starts_with(class));
        if !wanted {
            continue;
        }
        results.make_room(&case, readers.len());
        if place % nth == 0 {
            results.grade(&case, &readers, options.misses);
        }
    }
    bar.finish_and_clear();
    results.print_shares(&readers);
    results.print_times(&readers);
}

impl Results {
    fn make_room(&mut self, case: &Case, readers: usize) {
        if self.levels.last().is_none_or(|last| (last.0, last.1) != (case.class, case.level)) {
            self.levels.push((case.class, case.level, case.role, vec![Score::default(); readers]));
        }
    }

    fn grade(&mut self, case: &Case, readers: &[Reader], misses: bool) {
        let (photo, expected) = case.photograph();
        for (place, reader) in readers.iter().enumerate() {
            let (read, time) = timed(*reader, &photo);
            let hit = expected.is_hit(&read);
            self.score(place, &expected, &read);
            if misses && *reader == Reader::Ours && !hit && case.role == Role::Graded {
                println!("miss: {} {} seed {:#018x}", case.class, case.level, case.seed);
            }
            if let Some(load) = load(case, hit) {
                let times =
                    self.times.entry((load, photo.height)).or_insert_with(|| vec![vec![]; readers.len()]);
                times[place].push(time);
            }
        }
    }

    fn score(&mut self, place: usize, expected: &Expected, read: &[Vec<u8>]) {
        if let Some((.., scores)) = self.levels.last_mut() {
            scores[place].frames += 1;
            scores[place].read += usize::from(expected.is_hit(read));
            scores[place].wrong += expected.wrong_reads(read);
        }
    }

    fn print_shares(&self, readers: &[Reader]) {
        println!("\nframes read, %, levels in the order named");
        let mut classes: Vec<&str> = self.levels.iter().map(|level| level.0).collect();
        classes.dedup();
        for class in classes {
            let levels: Vec<_> = self.levels.iter().filter(|level| level.0 == class).collect();
            if !matches!(levels[0].2, Role::Graded | Role::Reach) {
                continue;
            }
            let names: Vec<&str> = levels.iter().map(|level| level.1).collect();
            print!("{:<44}", format!("{class} {}", names.join(" ")));
            for (place, reader) in readers.iter().enumerate() {
                let shares: Vec<String> = levels.iter().map(|level| share(level.3[place])).collect();
                print!(" {} {:<28}", reader.name(), shares.join("/"));
            }
            println!();
        }
        for (name, classes, floor, aim) in GROUPS {
            let of_group = |level: &&(&str, &str, Role, Vec<Score>)| {
                level.2 == Role::Graded && (classes.is_empty() || *classes == level.0)
            };
            print!("{name:<20}");
            for (place, reader) in readers.iter().enumerate() {
                let scores = self.levels.iter().filter(of_group).map(|level| level.3[place]);
                print!(" {} {:>6} %  ", reader.name(), exact_share(sum(scores)));
            }
            println!(" floor {floor}, aim {aim}");
        }
        print!("{:<20}", "wrong reads");
        for (place, reader) in readers.iter().enumerate() {
            let all = sum(self.levels.iter().map(|level| level.3[place]));
            print!(" {} {} in {}  ", reader.name(), all.wrong, all.frames);
        }
        println!(" floor 0, aim 0");
    }

    fn print_times(&self, readers: &[Reader]) {
        println!("\nCPU per frame, ms: median / 95th percentile / worst");
        for ((load, rows), times) in &self.times {
            print!("{:<14}", format!("{load} {rows}p"));
            for (reader, times) in readers.iter().zip(times) {
                print!("  {} {:>24}", reader.name(), spread(times));
            }
            let place = |name| readers.iter().position(|reader| *reader == name);
            if let (Some(ours), Some(rxing)) = (place(Reader::Ours), place(Reader::Rxing)) {
                print!(
                    "  ours/rxing {:>5} / {:>5}",
                    ratio(&times[ours], &times[rxing], 50),
                    ratio(&times[ours], &times[rxing], 95)
                );
            }
            println!("  {}", target(load, *rows));
        }
    }
}

/// (name, class, or all; floor, aim in %)
const GROUPS: &[(&str, &str, u8, u8)] = &[
    ("all", "", 84, 88),
    ("field good", "field good", 100, 100),
    ("field fair", "field fair", 98, 100),
    ("field poor", "field poor", 60, 70),
];

/// What a frame is to the CPU, if it stands in the table of times.
fn load(case: &Case, hit: bool) -> Option<&'static str> {
    match case.role {
        Role::Graded if matches!(case.class, "format" | "field good" | "field fair") => hit.then_some("hit"),
        Role::Storm => Some("storm"),
        Role::Empty => Some("empty"),
        _ => None,
    }
}

fn target(load: &str, rows: usize) -> &'static str {
    match (load, rows) {
        ("hit", 720) => "floor 2x / 2x, aim 1x / 1x",
        ("empty", 720) => "95th: floor 33 ms, aim 15 ms",
        ("empty", 1080) => "worst: floor 250 ms, aim 100 ms",
        ("storm", _) => "worst: floor 500 ms, aim 50 ms",
        _ => "",
    }
}

fn timed(reader: Reader, photo: &Photo) -> (Vec<Vec<u8>>, Duration) {
    let start = cpu_time();
    let read = reader.read(photo);
    (read, cpu_time().saturating_sub(start))
}

fn sum(scores: impl Iterator<Item = Score>) -> Score {
    scores.fold(Score::default(), |all, one| Score {
        frames: all.frames + one.frames,
        read: all.read + one.read,
        wrong: all.wrong + one.wrong,
    })
}

fn share(score: Score) -> String {
    let rounded = (score.read * 100 + score.frames / 2).checked_div(score.frames);
    rounded.map_or_else(|| "-".to_owned(), |share| share.to_string())
}

fn exact_share(score: Score) -> String {
    if score.frames == 0 {
        "-".to_owned()
    } else {
        format!("{:.1}", score.read as f64 * 100.0 / score.frames as f64)
    }
}

/// The time that `percent` of a hundred stay below.
fn percentile(times: &[Duration], percent: usize) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}

fn spread(times: &[Duration]) -> String {
    let ms = |percent| percentile(times, percent).as_secs_f64() * 1000.0;
    format!("{:.1} / {:.1} / {:.1}", ms(50), ms(95), ms(100))
}

fn ratio(ours: &[Duration], theirs: &[Duration], percent: usize) -> String {
    let theirs = percentile(theirs, percent).as_secs_f64();
    if theirs == 0.0 {
        "-".to_owned()
    } else {
        format!("{:.2}x", percentile(ours, percent).as_secs_f64() / theirs)
    }
}
