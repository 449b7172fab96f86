//! Keeps what it is told, so that a scan can be shown to find it; then wipes it, so that a scan can be shown to find nothing.
//!
//! Reads at most 4,096 bytes. Writes `kept`; after the next line wipes and writes `wiped`; ends with its input. Never more than one copy:
//! the standard library's reader would keep another.

use std::{
    fs::File,
    io::{self, Read, Write},
    process::ExitCode,
};
use zeroize::{Zeroize, Zeroizing};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            _ = writeln!(io::stderr(), "keep-secret: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    let mut input = File::open("/dev/stdin")?;
    let mut kept = Zeroizing::new([0_u8; 4_096]);
    let mut order = [0_u8; 16];
    if input.read(kept.as_mut_slice())? == 0 {
        return Ok(());
    }
    say("kept")?;
    if input.read(&mut order)? == 0 {
        return Ok(());
    }
    kept.zeroize();
    say("wiped")?;
    while input.read(&mut order)? > 0 {}
    Ok(())
}

fn say(word: &str) -> io::Result<()> {
    let mut output = io::stdout();
    writeln!(output, "{word}")?;
    output.flush()
}
