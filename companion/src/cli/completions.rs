//! `coldframe completions SHELL`.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{Cli, exit::CliError};

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
        clap_complete::generate(self.shell, &mut Cli::command(), "coldframe", &mut std::io::stdout());
        Ok(())
    }
}
