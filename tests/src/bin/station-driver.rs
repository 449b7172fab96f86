//! The station's own code without a window, for public test words only; see `e2e::driver`.

use clap::{Args, Parser, Subcommand, ValueEnum};
use e2e::driver;
use shared::{Kind, eth::AccountStyle, review::Allowed};
use station::{Sitting, flow::Refused};
use std::{
    io::{ErrorKind, Read, Write},
    path::PathBuf,
    process::ExitCode,
};
use zeroize::Zeroizing;

/// More than any file of words, and any stream of parts of the largest message.
const FILE_BYTES_MAX: u64 = 64 << 10;
const STDIN_BYTES_MAX: u64 = 64 << 20;

/// The station without its window, for published test words only.
///
/// It reads every page and approves, so it refuses any mnemonic that is not published
/// (the BIP-39 test vectors and `test test … junk`). Exit codes: 0 done, 1 refused (JSON on stdout), 2 wrong usage.
#[derive(Debug, Parser)]
#[command(
    name = "station-driver",
    version,
    after_help = "Examples:
  station-driver export --mnemonic-file junk.txt --style ledger-live
  station-driver answer --mnemonic-file junk.txt < request-parts.txt"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Prints the key card, one UR text a line.
    #[command(after_help = "Example:
  station-driver export --mnemonic-file junk.txt --style bip44 --account 0 --fragment 200")]
    Export {
        #[command(flatten)]
        keys: Keys,
        /// How the wallet is to number the accounts.
        #[arg(long, value_enum, default_value_t = Style::Bip44)]
        style: Style,
        /// The account; for ledger-live the first of ten.
        #[arg(long, default_value_t = 0)]
        account: u32,
    },
    /// Reads UR texts of one request on stdin, one a line; prints the review and the answer as one JSON object.
    #[command(after_help = "Example:
  coldframe request message hello --key-card card.txt --index 0 |
      station-driver answer --mnemonic-file junk.txt")]
    Answer {
        #[command(flatten)]
        keys: Keys,
        /// Sign EIP-4844 transactions too, whose blobs the station cannot show.
        #[arg(long)]
        allow_blob_transactions: bool,
    },
}

#[derive(Debug, Args)]
struct Keys {
    /// A file with published test words.
    #[arg(long, value_name = "FILE")]
    mnemonic_file: PathBuf,
    /// A file with the passphrase; one line break at its end does not count.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// The most bytes of the message in one code.
    #[arg(long, value_name = "BYTES", default_value_t = 200)]
    fragment: usize,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Style {
    /// m/44'/60'/0'/0/i
    Bip44,
    /// m/44'/60'/i'/0/0
    LedgerLive,
    /// m/44'/60'/0'/i
    Legacy,
}

impl From<Style> for AccountStyle {
    fn from(style: Style) -> Self {
        match style {
            Style::Bip44 => Self::Bip44,
            Style::LedgerLive => Self::LedgerLive,
            Style::Legacy => Self::Legacy,
        }
    }
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(lines) => print(&lines, ExitCode::SUCCESS),
        Err(refused) => {
            let refused = serde_json::json!({ "kind": refused.kind.as_str(), "message": refused.message });
            print(&[serde_json::json!({ "refused": refused }).to_string()], ExitCode::from(1))
        }
    }
}

/// Prints `lines` and hands `code` on, unless they cannot be written. A reader that has gone away is no error.
fn print(lines: &[String], code: ExitCode) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match lines.iter().try_for_each(|line| writeln!(out, "{line}")).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            _ = writeln!(
                std::io::stderr(),
                "stdout cannot be written ({error}); make room or send it elsewhere"
            );
            ExitCode::from(1)
        }
        _ => code,
    }
}

/// The lines to print.
fn run(command: Command) -> Result<Vec<String>, Refused> {
    match command {
        Command::Export { keys, style, account } => {
            driver::export(&keys.sitting()?, style.into(), account, keys.fragment)
        }
        Command::Answer { keys, allow_blob_transactions } => {
            let allowed = Allowed { blob_transactions: allow_blob_transactions };
            let parts = stdin()?;
            // Some editors put a byte order mark first.
            let parts = parts.strip_prefix('\u{feff}').unwrap_or(&parts).lines().map(str::to_owned);
            let answered = driver::answer(&keys.sitting()?, parts, allowed, keys.fragment)?;
            let json = serde_json::to_string(&answered).map_err(|error| unreadable("the answer", &error))?;
            Ok(vec![json])
        }
    }
}

impl Keys {
    fn sitting(&self) -> Result<Sitting, Refused> {
        let words = file(&self.mnemonic_file)?;
        let mut passphrase = self.passphrase_file.as_ref().map(file).transpose()?.unwrap_or_default();
        for line_end in [b'\n', b'\r'] {
            if passphrase.last() == Some(&line_end) {
                passphrase.pop();
            }
        }
        driver::sitting(words, passphrase)
    }
}

fn file(path: &PathBuf) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let read = || {
        let mut bytes = Zeroizing::default();
        std::fs::File::open(path)?.take(FILE_BYTES_MAX).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|error: std::io::Error| unreadable(&path.display().to_string(), &error))
}

fn stdin() -> Result<String, Refused> {
    let mut text = String::new();
    let read = std::io::stdin().lock().take(STDIN_BYTES_MAX).read_to_string(&mut text);
    read.map_err(|error| unreadable("stdin", &error))?;
    Ok(text)
}

fn unreadable(what: &str, error: &dyn std::error::Error) -> Refused {
    Refused {
        kind: Kind::new("unreadable"),
        message: format!("{what} cannot be read ({error}); check the path and that it is text"),
    }
}
