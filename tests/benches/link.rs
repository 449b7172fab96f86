//! The table of the link: seconds for a message by its size and by how it is shown.
//!
//! `cargo bench -p e2e --bench link`. Frames are counted in memory and divided by the frames a second at which a
//! 30 fps camera sees every one (twelve at most). Five percent are lost one by one and the receiver joins
//! anywhere. Through pixels: the program `gap-sim`.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs, reason = "a table on the screen")]
#![allow(clippy::cast_precision_loss, clippy::indexing_slicing, reason = "small numbers of our own")]

use e2e::gap::{Faults, Gap};
use e2e::optics::Random;
use e2e::payload::Content;
use shared::qr::draw::{byte_capacity, draw};
use shared::qr::receive::{Receiver, Step};
use shared::qr::send::{Frame, Order, Profile, Sender};
use std::time::Instant;

const SIZES: [usize; 6] = [100, 500, 2_000, 8_000, 24_000, 128 << 10];
const TRIALS: u64 = 30;
const FAULTS: Faults = Faults { loss: 0.05, burst: 1.0, repeat: 0.0, swap: 0.0, damage: 0.0, second: 0.0 };

#[derive(Clone, Copy)]
enum Shown {
    Ur(usize, Order),
    Dense(u8, Content),
}

#[derive(Clone, Copy)]
enum Reader {
    Peeling,
    Ours,
}

fn main() {
    use Order::{PureTwice, Sequence};
    use Reader::{Ours, Peeling};
    let rows = [
        ("wallets: UR 200 B, 5 fps, peeling", Shown::Ur(200, Sequence), Peeling, 5.0),
        ("we show: UR 200 B, 5 fps, peeling", Shown::Ur(200, PureTwice), Peeling, 5.0),
        ("we read: UR 200 B, 5 fps", Shown::Ur(200, Sequence), Ours, 5.0),
        ("we read: UR 400 B, 10 fps", Shown::Ur(400, Sequence), Ours, 10.0),
        ("our pair: dense v20, 10 fps", Shown::Dense(20, Content::Random), Ours, 10.0),
        ("our pair: dense v25, 12 fps", Shown::Dense(25, Content::Random), Ours, 12.0),
        ("calldata: dense v20, 10 fps", Shown::Dense(20, Content::Calldata), Ours, 10.0),
        ("calldata: dense v25, 12 fps", Shown::Dense(25, Content::Calldata), Ours, 12.0),
    ];
    println!("seconds, median/p95 of {TRIALS}; 5 % lost, joined anywhere; last column: B/s at 24 kB");
    print!("{:36}", "");
    SIZES.iter().for_each(|size| print!("{:>13}", format!("{size} B")));
    println!("{:>9}", "B/s");
    for (name, shown, reader, fps) in rows {
        print!("{name:36}");
        let mut rate = 0.0;
        for size in SIZES {
            let mut frames: Vec<_> = (0..TRIALS).map(|seed| trial(shown, reader, size, seed)).collect();
            frames.sort_unstable();
            let seconds = |share: usize| frames[(frames.len() - 1) * share / 100] as f64 / fps;
            print!("{:>13}", format!("{:.1}/{:.1}", seconds(50), seconds(95)));
            if size == 24_000 {
                rate = size as f64 / seconds(50);
            }
        }
        println!("{rate:>9.0}");
    }
    costs();
}

/// Frames displayed from joining until the message is there.
fn trial(shown: Shown, reader: Reader, size: usize, seed: u64) -> usize {
    let content = match shown {
        Shown::Ur(..) => Content::Random,
        Shown::Dense(_, content) => content,
    };
    let message = content.bytes(size, seed);
    let mut sender = match shown {
        Shown::Ur(fragment, order) => Sender::ur("bytes", &message, fragment, order),
        Shown::Dense(version, _) => Sender::new("bytes", &message, Profile::Dense { version }),
    }
    .unwrap();
    let late = Random::new(seed).below(4 * sender.frame_count());
    let still = sender.frame_count() == 1;
    let frames = std::iter::repeat_with(move || sender.next_frame().content().to_vec()).skip(late);
    let mut gap = Gap::new(frames, FAULTS, seed);
    match reader {
        Reader::Peeling if still => drop(gap.next()),
        Reader::Peeling => {
            let mut decoder = ur::Decoder::default();
            while !decoder.complete() {
                let text = String::from_utf8(gap.next().unwrap()).unwrap();
                decoder.receive(&text.to_lowercase()).unwrap();
            }
        }
        Reader::Ours => {
            let mut receiver = Receiver::default();
            while !matches!(receiver.feed(&gap.next().unwrap()).unwrap(), Step::Complete(_)) {}
        }
    }
    gap.frames_shown()
}

/// What the frames cost to make, to draw and to join: medians, one core.
fn costs() {
    println!("\nmilliseconds, median of 15");
    for version in [20u8, 25, 40] {
        let capacity = byte_capacity(version);
        let bytes = Frame::Bytes(Content::Random.bytes(capacity, 1));
        let text = Frame::Text("UR:BYTES/1-9/".to_owned() + &"AEADAOAX".repeat(capacity * 17 / 12 / 8));
        println!("draw v{version}: bytes {:.2}, text {:.2}", timed(|| draw(&bytes)), timed(|| draw(&text)));
    }
    for (name, profile) in
        [("UR 200 B", Profile::Ur { fragment: 200 }), ("dense v20", Profile::Dense { version: 20 })]
    {
        for size in [24_000, 128 << 10] {
            let message = Content::Random.bytes(size, 1);
            let send = || {
                let mut sender = Sender::new("bytes", &message, profile).unwrap();
                let count = sender.frame_count() * 3;
                (0..count).map(|_| sender.next_frame()).collect::<Vec<_>>()
            };
            let frames = send();
            let late = &frames[frames.len() / 3 + 1..];
            let read = || {
                let mut receiver = Receiver::default();
                late.iter().any(|frame| matches!(receiver.feed(frame.content()), Ok(Step::Complete(_))))
            };
            assert!(read());
            println!(
                "{name}, {size} B: make {} frames {:.1}, join {:.1}",
                frames.len(),
                timed(send),
                timed(read)
            );
        }
    }
}

fn timed<T>(mut work: impl FnMut() -> T) -> f64 {
    let mut times: Vec<f64> = (0..15)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
