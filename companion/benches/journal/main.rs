//! The journal at 1,000 and at 100,000 requests: open, list, find, write, verify, size, memory.
//!
//! `cargo bench -p coldframe-companion --bench journal`; `-- 1000 10000` takes other sizes. Each request has the life of most:
//! asked, answered, sent, told, mined, final: six entries. Numbers are printed, nothing is asserted.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench reports to standard output, and a panic is its report"
)]

mod fill;

use std::time::{Duration, Instant};

use companion::journal::{Filter, Journal};
use fill::{asked, fill, id};

/// Times that each question is asked; the median is told.
const ROUNDS: usize = 7;

fn main() {
    let sizes: Vec<u64> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000, 100_000] } else { sizes };
    println!(
        "| requests | entries | file | open | list all | list 50 open | one by id | write one | verify | resident |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for size in sizes {
        measure(size);
    }
}

fn measure(size: u64) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let mut journal = Journal::open(&path).unwrap();
    fill(&mut journal, size);
    drop(journal); // its log goes into the file
    let bytes = std::fs::metadata(&path).unwrap().len();
    let open = median(|| drop(Journal::open(&path).unwrap()));
    let mut journal = Journal::open(&path).unwrap();
    let all = median(|| assert_eq!(u64::try_from(journal.requests().unwrap().len()).unwrap(), size));
    let page = Filter { open: true, limit: Some(50), ..Filter::default() };
    let open_page = median(|| drop(journal.list(&page).unwrap()));
    let one = median(|| drop(journal.request(id(size / 2)).unwrap().unwrap()));
    let mut next = size;
    let write = median(|| {
        next += 1;
        journal.record(&asked(next)).unwrap();
    });
    let begun = Instant::now();
    let verified = journal.verify(None, &mut |_, _| true).unwrap();
    assert_eq!(verified.fault, None);
    let verify = begun.elapsed();
    println!(
        "| {size} | {} | {:.1} MB | {} | {} | {} | {} | {} | {} | {} |",
        verified.entries,
        megabytes(bytes),
        ms(open),
        ms(all),
        ms(open_page),
        ms(one),
        ms(write),
        ms(verify),
        resident(),
    );
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed()
        })
        .collect();
    times.sort();
    times[ROUNDS / 2]
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

#[allow(clippy::cast_precision_loss, reason = "a size for people")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// The process's resident memory, where the system tells it.
fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or("unknown".to_owned(), |peak| format!("{} at most", peak.trim()))
}
