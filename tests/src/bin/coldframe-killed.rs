//! The real `coldframe`, which ends itself with SIGKILL at one step of the journal: `KILLED_AT=before:2` or `after:2`.
//!
//! Without the variable it is `coldframe`. It is a program of the tests: the product has no such switch.

use std::process::ExitCode;

use companion::journal::{Step, watch};

fn main() -> ExitCode {
    if let Some(wanted) = std::env::var("KILLED_AT").ok().and_then(|text| step(&text)) {
        watch(Box::new(move |step| {
            if step == wanted {
                _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
                // The signal is on its way; nothing more may happen.
                loop {
                    std::thread::park();
                }
            }
        }));
    }
    companion::cli::run()
}

fn step(text: &str) -> Option<Step> {
    let (when, number) = text.split_once(':')?;
    let number = number.parse().ok()?;
    match when {
        "before" => Some(Step::BeforeCommit(number)),
        "after" => Some(Step::AfterCommit(number)),
        _ => None,
    }
}
