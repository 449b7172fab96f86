//! What happens on a panic: secrets are wiped, the message says where and never what.
//!
//! A panic's own message may hold what was being worked on, so it is not printed. Threads that only look at pictures are
//! let go: a picture that breaks a decoder must not end a sitting.

use crate::{desk::SharedDesk, log::WipeReason};
use std::{panic::PanicHookInfo, thread, time::Duration};

/// Threads with these names hold no secret and end nothing.
const HARMLESS: [&str; 2] = ["qr-", "camera"];
/// Threads with these names keep the promises: without them the program ends.
pub(super) const GUARDS: [&str; 2] = ["guard", "signals"];
/// The exit code of a program that ended by a panic, as Rust has it.
pub const EXIT_PANIC: i32 = 101;

/// How often, and how far apart, another thread's hold of the desk is waited for.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(20);

/// Takes over from the standard library's printing.
pub fn guard_panics(desk: SharedDesk) {
    std::panic::set_hook(Box::new(move |info| on_panic(&desk, info)));
}

fn on_panic(desk: &SharedDesk, info: &PanicHookInfo<'_>) {
    let thread = thread::current();
    let name = thread.name().unwrap_or("unnamed");
    let place =
        info.location().map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
    let wipes = !HARMLESS.iter().any(|start| name.starts_with(start));
    let wiped = wipes && wipe(desk, name);
    let outcome = match (wipes, wiped) {
        (false, _) => "it holds no secrets, the station goes on",
        (true, true) => "the keys were wiped",
        (true, false) => "the keys are wiped while it ends",
    };
    report(&format!("a fault of the program in “{name}”{place}: {outcome}; please report it"));
    if GUARDS.contains(&name) {
        signal_hook::low_level::exit(EXIT_PANIC);
    }
}

/// Wipes unless this very thread holds the desk: then it is let go by the unwinding, and [`crate::host`]'s caller wipes.
fn wipe(desk: &SharedDesk, name: &str) -> bool {
    // The window's thread is the one that may hold it while it panics; another that holds it lets go soon.
    let tries = if name == "main" { 1 } else { TRIES };
    for _ in 0..tries {
        if let Some(mut desk) = desk.try_lock() {
            desk.wipe(WipeReason::Fault);
            return true;
        }
        thread::sleep(PAUSE);
    }
    false
}

/// To the terminal, if there is one; a closed one is no fault.
pub(super) fn report(sentence: &str) {
    use std::io::Write;
    _ = writeln!(std::io::stderr(), "coldframe-station: {sentence}");
}
