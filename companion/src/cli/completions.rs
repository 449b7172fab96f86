//! `coldframe completions SHELL`.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{Cli, exit::CliError, output::print};

/// Prints completions for a shell.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: coldframe completions bash > ~/.local/share/bash-completion/completions/coldframe"
)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    #[expect(clippy::unnecessary_wraps, reason = "all commands end alike")]
    pub(super) fn run(self) -> Result<(), CliError> {
        // Into memory first: the generator panics where it cannot write, as in a pipe whose reader has gone.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "coldframe", &mut script);
        print(String::from_utf8_lossy(&script).trim_end());
        Ok(())
    }
}
