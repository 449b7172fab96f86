//! The codes of a message, made ready before anything is journalled, and handed out where the person wants them.
//!
//! May not enter: what the message says.

use std::{io::IsTerminal as _, path::PathBuf};

use shared::Kind;

use super::{
    args::LinkArgs,
    exit::{CliError, Exit},
    output::Output,
};
use crate::frames::{LinkProfile, Playable, Target, WriteError, Writing, terminal};

/// Codes for which there is a place.
pub(super) struct Codes {
    out: Option<PathBuf>,
    target: Option<Target>,
    frames: Playable,
}

impl Codes {
    /// Cuts `message`, of this UR type, for `out` (a file or folder of `link`), and refuses what could not be shown there.
    pub(super) fn of(
        ur_type: &str,
        message: &[u8],
        out: Option<PathBuf>,
        link: &LinkArgs,
    ) -> Result<Self, CliError> {
        if link.profile == LinkProfile::Dense && link.fragment.is_some() {
            return Err(CliError::usage(
                "--fragment is the size of plain parts, which the dense profile does not send; leave it out, or take another --profile",
            ));
        }
        let target = out.as_deref().map(Target::of).transpose()?;
        let profile = link.profile.link(link.fragment.map(usize::from));
        let animated = matches!(target, Some(Target::Gif(_))) || link.terminal.is_some();
        let frames = Playable::new(ur_type, message, profile, animated)?;
        if link.terminal.is_some() {
            fits_terminal(&frames)?;
        }
        if target.is_none() && link.terminal.is_none() && frames.texts().is_none() {
            return Err(WriteError::NoText.into());
        }
        if let Some(target) = &target {
            target.fits(&frames, link.force)?;
        }
        Ok(Self { out, target, frames })
    }

    /// The codes themselves.
    pub(super) fn frames(&self) -> &Playable {
        &self.frames
    }

    /// Where they go, for scripts.
    pub(super) fn place(&self) -> Option<String> {
        self.out.as_ref().map(|path| path.display().to_string())
    }

    /// Whether they go to standard output, so that all words must go beside it.
    pub(super) fn are_printed(&self, link: &LinkArgs) -> bool {
        self.target.is_none() && link.terminal.is_none()
    }

    /// Writes the file or folder, where one is wanted.
    pub(super) fn write(&self, link: &LinkArgs) -> Result<(), CliError> {
        let frames_per_second = speed(link);
        let writing = Writing { scale: usize::from(link.scale), frames_per_second, force: link.force };
        if let Some(target) = &self.target {
            target.write(&self.frames, writing)?;
        }
        Ok(())
    }

    /// Prints them, one a line.
    pub(super) fn print(&self, output: Output) {
        output.result(self.frames.texts().unwrap_or_default().join("\n"));
    }

    /// Shows them in the terminal, where that is wanted.
    pub(super) fn animate(&self, link: &LinkArgs, output: Output) -> Result<(), CliError> {
        if link.terminal.is_some() && !output.is_json() {
            let codes = self.frames.draw()?;
            // A terminal that has gone away ends the animation like an interruption does.
            _ = terminal::animate(&mut std::io::stdout().lock(), &codes, speed(link), link.seconds);
        }
        Ok(())
    }
}

/// Codes a second.
pub(super) fn speed(link: &LinkArgs) -> u32 {
    link.fps.unwrap_or_else(|| link.profile.frames_per_second())
}

/// Refuses a terminal in which a code would be torn.
fn fits_terminal(frames: &Playable) -> Result<(), CliError> {
    if !std::io::stdout().is_terminal() {
        return Ok(()); // a pipe has no edge
    }
    let Some((terminal_size::Width(columns), terminal_size::Height(rows))) = terminal_size::terminal_size()
    else {
        return Ok(());
    };
    let codes = frames.draw()?;
    let wide = codes.iter().map(terminal::columns).max().unwrap_or_default();
    let high = codes.iter().map(terminal::lines).max().unwrap_or_default();
    if wide > usize::from(columns) || high >= usize::from(rows) {
        return Err(CliError::new(
            Exit::Output,
            Kind::new("terminal-size"),
            format!(
                "a code takes {wide} columns and {high} lines, this terminal has {columns} and {rows}; make it larger or its letters smaller, take a smaller --fragment, or write a picture with --out FILE.gif"
            ),
        ));
    }
    Ok(())
}
