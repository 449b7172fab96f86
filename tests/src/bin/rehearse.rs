//! `cargo rehearse`: the whole loop on a throw-away chain, through pictures.

use std::{
    io::{ErrorKind, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, ValueEnum};
use e2e::{
    optics::Field,
    rehearse::{Listener, Narrator, Options, rehearse},
};

/// Plays the whole loop on a throw-away chain: build, codes, camera, review, signature, codes, camera, compare, broadcast.
///
/// It signs with a public test mnemonic, and only on a development chain. Everything crosses the gap as simulated webcam pictures.
#[derive(Debug, Parser)]
#[command(
    name = "cargo rehearse",
    after_help = "Examples:\n  cargo rehearse\n  cargo rehearse --out rehearsal           keep every picture, a GIF each way and a report\n  \
        cargo rehearse --conditions fair         a worse webcam in worse light\n  cargo rehearse --node http://127.0.0.1:8545 --json\n\n\
        Exit codes: 0 the new owner was read back, 1 something refused or failed, 2 wrong usage, 3 the node is out of reach or not believed."
)]
struct Arguments {
    /// Keep the pictures (PNG, and a GIF each way) and a report in this new or empty folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Use this development node instead of the embedded chain
    #[arg(long, value_name = "URL")]
    node: Option<String>,
    /// Print one JSON object at the end instead of lines as it goes; {"stopped": …} if it did not get there
    #[arg(long)]
    json: bool,
    /// How good the simulated webcam and the light are
    #[arg(long, value_enum, default_value_t = Conditions::Good)]
    conditions: Conditions,
    /// Fixes the accidents of the simulated webcam
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Conditions {
    Good,
    Fair,
    Poor,
}

impl From<Conditions> for Field {
    fn from(conditions: Conditions) -> Self {
        match conditions {
            Conditions::Good => Self::Good,
            Conditions::Fair => Self::Fair,
            Conditions::Poor => Self::Poor,
        }
    }
}

#[allow(clippy::print_stderr, reason = "a command speaks on its streams")]
fn main() -> ExitCode {
    let Arguments { out, node, json, conditions, seed } = Arguments::parse();
    let narrator = Narrator::new(if json { Listener::Script } else { Listener::Person });
    let options = Options { node, out: out.clone(), conditions: conditions.into(), seed };
    match rehearse(&options, narrator) {
        Ok(report) if json => {
            let written = serde_json::to_string_pretty(&report)
                .map_err(std::io::Error::from)
                .and_then(|text| writeln!(std::io::stdout(), "{text}"));
            match written {
                Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                    eprintln!("the rehearsal is done, but its report cannot be written to stdout: {error}");
                    ExitCode::FAILURE
                }
                _ => ExitCode::SUCCESS,
            }
        }
        Ok(_) => {
            if let Some(folder) = out {
                let folder = folder.display();
                _ = writeln!(std::io::stdout(), "\nKept in {folder}: report.md, report.json, the pictures.");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            if json {
                let stopped = serde_json::json!({"stopped": {"message": error.to_string()}});
                _ = writeln!(std::io::stdout(), "{stopped}"); // the same is said on the other stream
            }
            eprintln!("rehearsal stopped: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}
