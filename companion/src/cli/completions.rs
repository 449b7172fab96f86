//! `coldframe completions SHELL`.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;
use serde_json::json;

use super::{
    Cli,
    exit::{CliError, EXIT_CODES},
    output::Output,
};

/// Prints completions for a shell.
#[derive(Debug, Args)]
#[command(
    after_help = format!("Example: coldframe completions bash > ~/.local/share/bash-completion/completions/coldframe\n\n{EXIT_CODES}")
)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    #[expect(clippy::unnecessary_wraps, reason = "all commands end alike")]
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        // Into memory first: the generator panics where it cannot write, as in a pipe whose reader has gone.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "coldframe", &mut script);
        let script = String::from_utf8_lossy(&script);
        output.json(&json!({"shell": self.shell.to_string(), "script": script}));
        output.result(script.trim_end());
        Ok(())
    }
}
