//! `coldframe` without a command: its window.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;

use super::{exit::CliError, fail, output::Output};

/// What the window alone takes. A command has its own `--journal`, behind its name.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "The window")]
pub(super) struct WindowArgs {
    /// The journal's file, in place of the usual one (COLDFRAME_JOURNAL, else the folder for data of this user)
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// A folder of pictures in place of the cameras, taken in name order
    #[arg(long, value_name = "FOLDER")]
    frames: Option<PathBuf>,
    /// Dark instead of light
    #[arg(long)]
    dark: bool,
}

impl WindowArgs {
    /// What stands before a command would be meant for it and ignored.
    pub(super) fn refuse_before_a_command(&self) -> Result<(), CliError> {
        let given = [
            ("--journal", self.journal.is_some()),
            ("--frames", self.frames.is_some()),
            ("--dark", self.dark),
        ];
        match given.into_iter().find(|(_, given)| *given) {
            Some(("--journal", _)) => Err(CliError::usage(
                "--journal stands before the command, where it is the window's; write it behind the command's name",
            )),
            Some((name, _)) => Err(CliError::usage(format!(
                "{name} is for the window alone; leave it out, or leave the command out"
            ))),
            None => Ok(()),
        }
    }
}

/// Opens the window and stays until it is closed.
#[cfg(feature = "window")]
pub(super) fn open(args: WindowArgs, output: Output) -> ExitCode {
    use super::exit::Exit;
    let WindowArgs { journal, frames, dark } = args;
    match crate::app::run(crate::app::Options { journal, frames, dark }) {
        Ok(()) => Exit::Done.into(),
        Err(error) => {
            let message = format!(
                "the window cannot be opened: {error}; give a graphical session (DISPLAY or WAYLAND_DISPLAY), or a command: coldframe --help"
            );
            fail(output, &CliError::new(Exit::Output, shared::Kind::new("window"), message))
        }
    }
}

/// This build has none.
#[cfg(not(feature = "window"))]
pub(super) fn open(_args: WindowArgs, output: Output) -> ExitCode {
    fail(output, &CliError::usage("this build has no window; give a command: coldframe --help"))
}
