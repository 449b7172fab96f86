//! The command `coldframe`.

use std::process::ExitCode;

fn main() -> ExitCode {
    companion::cli::run()
}
