//! Says what happened, step by step: to a person as it happens, and to a script at the end.

use std::{
    io::Write as _,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use shared::qr::receive::Progress;

/// What a step says when it is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepDone {
    /// Counts from 1.
    pub number: usize,
    /// `deploy`, say.
    pub name: &'static str,
    /// What happened, a sentence or fact a line.
    pub lines: Vec<String>,
    /// How long it took, in milliseconds.
    pub milliseconds: u128,
}

/// Who listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listener {
    /// Lines and a progress bar, as things happen.
    Person,
    /// Nothing until the report.
    Script,
}

/// Keeps the steps and tells them.
#[derive(Debug)]
pub struct Narrator {
    listener: Listener,
    bar: ProgressBar,
    started: Instant,
    done: Vec<StepDone>,
}

impl Narrator {
    /// Starts the clock. A bar is drawn on a terminal only, never into a pipe.
    pub fn new(listener: Listener) -> Self {
        let bar = match listener {
            Listener::Person => ProgressBar::new(0),
            Listener::Script => ProgressBar::hidden(),
        };
        bar.set_style(
            ProgressStyle::with_template("    {msg} [{bar:32}] {pos}/{len} parts")
                .unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        Self { listener, bar, started: Instant::now(), done: Vec::new() }
    }

    /// A line before the first step.
    pub fn opening(&self, line: &str) {
        self.say(line);
    }

    /// Moves the bar of the crossing that is under way.
    pub fn crossing(&self, what: &'static str) -> impl FnMut(Progress) + use<> {
        let bar = self.bar.clone();
        bar.reset();
        bar.set_message(what);
        move |progress| {
            bar.set_length(progress.need as u64);
            bar.set_position(progress.have as u64);
            if let Some(left) = progress.frames_left() {
                bar.set_message(format!("{what}, about {left} pictures left"));
            }
        }
    }

    /// Tells a step that is over and starts the clock of the next.
    pub fn step(&mut self, name: &'static str, lines: Vec<String>) {
        let took = std::mem::replace(&mut self.started, Instant::now()).elapsed();
        let step = StepDone { number: self.done.len() + 1, name, lines, milliseconds: took.as_millis() };
        self.bar.set_message("");
        let mut lines = step.lines.iter();
        let first = lines.next().map_or("", String::as_str);
        self.say(&format!("{:2}  {:10}  {first}  ({})", step.number, step.name, in_words(took)));
        lines.for_each(|line| self.say(&format!("{:16}{line}", "")));
        self.done.push(step);
    }

    /// All steps, in order.
    pub fn finish(self) -> Vec<StepDone> {
        self.bar.finish_and_clear();
        self.done
    }

    /// A listener who has gone away, or has no room, does not end the rehearsal: the report is kept all the same.
    fn say(&self, line: &str) {
        if self.listener == Listener::Person {
            self.bar.suspend(|| _ = writeln!(std::io::stdout(), "{line}"));
        }
    }
}

/// `12 ms`, `1.2 s`.
fn in_words(took: Duration) -> String {
    if took.as_secs() > 0 {
        format!("{:.1} s", took.as_secs_f64())
    } else {
        format!("{} ms", took.as_millis())
    }
}
