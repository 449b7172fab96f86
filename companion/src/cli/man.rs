//! `coldframe man`.

use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use serde_json::json;
use shared::Kind;

use super::{
    Cli,
    exit::{CliError, EXIT_CODES, Exit},
    output::Output,
};

/// Writes one manual page a command (roff, section 1) into a folder.
#[derive(Debug, Args)]
#[command(after_help = format!("Example: coldframe man ~/.local/share/man/man1\n\n{EXIT_CODES}"))]
pub(super) struct Man {
    /// The folder; it is made where it is not there. Pages of the same names are replaced
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

impl Man {
    pub(super) fn run(self, output: Output) -> Result<(), CliError> {
        let failed = |error: std::io::Error| {
            let message = format!(
                "the pages cannot be written to {}: {error}; give a folder that is yours",
                self.folder.display()
            );
            CliError::new(Exit::Output, Kind::new("file"), message)
        };
        std::fs::create_dir_all(&self.folder).map_err(failed)?;
        clap_mangen::generate_to(Cli::command(), &self.folder).map_err(failed)?;
        output.json(&json!({"out": self.folder.display().to_string()}));
        output.result(format_args!("Written to {}; read them with: man coldframe", self.folder.display()));
        Ok(())
    }
}
