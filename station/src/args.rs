//! The few arguments of the station.
//!
//! May not enter: what is done with them.

use crate::{
    host::cameras,
    idle::{LIMIT_MAX, LIMIT_MIN},
};
use lexopt::prelude::*;
use shared::ui::theme::Theme;
use std::{ffi::OsString, path::PathBuf, time::Duration};

/// What `--help` says.
pub const HELP: &str = "\
Coldframe's offline side: reads requests through the camera, says what they do, signs what was read to its last page.

Usage: coldframe-station [OPTIONS]

Options:
      --frames DIR            Read pictures from this folder instead of a camera
      --idle MINUTES          Wipe the keys after so many minutes without a touch, 1 to 15 [default: 2]
      --theme dark|light      Colours [default: light]
      --zoom PERCENT          Size of everything, 100 to 200 [default: 100]
      --check                 Put the walls up, try them, say what holds the air gap, and end
      --json                  With --check: say it as JSON
      --accept-missing-walls  Hold keys although this system does not enforce the air gap (macOS, Windows, an old
                              Linux). Never needed on Linux 5.13 or later; the log and every screen say so
  -h, --help                  Print this
  -V, --version               Print the version

Examples:
  coldframe-station --check          What does this machine enforce, and is a link up?
  coldframe-station                  Begin
  coldframe-station --zoom 150       The same, larger
  coldframe-station --frames codes/  On a machine without a camera: photographs of the codes, in name order

Exit codes: 0 closed or asked to end, or --check found nothing against keys; 1 the window failed, or --check found something;
2 wrong usage; 3 no display on this machine; 101 a fault of the program.
";

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// The window.
    Open(Options),
    /// The report on the air gap.
    Check {
        /// The same openings that the window would have.
        options: Options,
        /// Whether for scripts.
        json: bool,
    },
    /// The other process, which has the cameras; asked for by the program itself.
    Cameras,
    /// What can be asked for.
    Help,
    /// The version.
    Version,
}

/// How the window opens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Pictures instead of cameras.
    pub frames: Option<PathBuf>,
    /// The idle limit, where another than the default is wanted.
    pub idle: Option<Duration>,
    /// Dark or light, where another than the default is wanted.
    pub theme: Option<Theme>,
    /// Size of everything in hundredths.
    pub zoom: Option<u16>,
    /// Missing walls are accepted.
    pub accept_missing_walls: bool,
}

/// Arguments that cannot be followed.
#[derive(Debug, thiserror::Error)]
pub enum ArgsError {
    /// Not ours.
    #[error("{0}\nSee coldframe-station --help.")]
    Usage(#[from] lexopt::Error),
    /// Outside its range.
    #[error("--idle {0:?}: expected whole minutes from 1 to 15")]
    Idle(OsString),
    /// Neither of the two.
    #[error("--theme {0:?}: expected dark or light")]
    Theme(OsString),
    /// Outside its range.
    #[error("--zoom {0:?}: expected a whole number of percent from 100 to 200")]
    Zoom(OsString),
    /// Nothing there.
    #[error("--frames {0:?}: there is no such folder; make it, then start again")]
    Frames(PathBuf),
    /// Without its partner.
    #[error("--json goes with --check; the window has nothing to say to scripts")]
    JsonAlone,
}

/// Reads arguments, without the program's name.
///
/// # Errors
/// [`ArgsError`], as a sentence.
pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Ask, ArgsError> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut options = Options::default();
    let (mut check, mut json) = (false, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Ask::Help),
            Short('V') | Long("version") => return Ok(Ask::Version),
            Long(long) if cameras::ARGUMENT.strip_prefix("--") == Some(long) => return Ok(Ask::Cameras),
            Long("check") => check = true,
            Long("json") => json = true,
            Long("accept-missing-walls") => options.accept_missing_walls = true,
            Long("frames") => options.frames = Some(folder(parser.value()?.into())?),
            Long("idle") => options.idle = Some(minutes(parser.value()?)?),
            Long("theme") => options.theme = Some(theme(parser.value()?)?),
            Long("zoom") => options.zoom = Some(percent(parser.value()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    match (check, json) {
        (true, json) => Ok(Ask::Check { options, json }),
        (false, false) => Ok(Ask::Open(options)),
        (false, true) => Err(ArgsError::JsonAlone),
    }
}

/// Made absolute while the file system is still open.
fn folder(path: PathBuf) -> Result<PathBuf, ArgsError> {
    match path.canonicalize() {
        Ok(found) if found.is_dir() => Ok(found),
        _ => Err(ArgsError::Frames(path)),
    }
}

fn minutes(value: OsString) -> Result<Duration, ArgsError> {
    let asked = whole(&value).map(|minutes| Duration::from_secs(60 * u64::from(minutes)));
    asked.filter(|limit| (LIMIT_MIN..=LIMIT_MAX).contains(limit)).ok_or(ArgsError::Idle(value))
}

fn theme(value: OsString) -> Result<Theme, ArgsError> {
    match value.to_str() {
        Some("dark") => Ok(Theme::Dark),
        Some("light") => Ok(Theme::Light),
        _ => Err(ArgsError::Theme(value)),
    }
}

fn percent(value: OsString) -> Result<u16, ArgsError> {
    whole(&value).filter(|percent| (100..=200).contains(percent)).ok_or(ArgsError::Zoom(value))
}

/// Decimal digits alone; `str::parse` would let a sign through.
fn whole(value: &OsString) -> Option<u16> {
    let text = value.to_str()?;
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(arguments: &[&str]) -> Result<Ask, ArgsError> {
        read(arguments.iter().map(OsString::from))
    }

    #[test]
    fn no_argument_opens_the_window() {
        assert_eq!(asked(&[]).unwrap(), Ask::Open(Options::default()));
    }

    #[test]
    fn every_option_is_followed() {
        let options = Options {
            frames: Some(std::env::temp_dir().canonicalize().unwrap()),
            idle: Some(Duration::from_secs(900)),
            theme: Some(Theme::Light),
            zoom: Some(150),
            accept_missing_walls: true,
        };
        let folder = std::env::temp_dir();
        let folder = folder.to_str().unwrap();
        let all =
            ["--frames", folder, "--idle=15", "--theme", "light", "--zoom", "150", "--accept-missing-walls"];
        assert_eq!(asked(&all).unwrap(), Ask::Open(options.clone()));
        let check = [&all[..], &["--check", "--json"]].concat();
        assert_eq!(asked(&check).unwrap(), Ask::Check { options, json: true });
    }

    #[test]
    fn what_is_out_of_range_is_refused_with_the_range() {
        for (arguments, said) in [
            (&["--idle", "0"][..], "1 to 15"),
            (&["--idle", "16"], "1 to 15"),
            (&["--idle", "+2"], "1 to 15"),
            (&["--idle", "99999999999999999999"], "1 to 15"),
            (&["--zoom", "99"], "100 to 200"),
            (&["--zoom", "201"], "100 to 200"),
            (&["--theme", "blue"], "dark or light"),
            (&["--frames", "/nowhere/at/all"], "no such folder"),
            (&["--frames"], "missing argument"),
            (&["--json"], "--check"),
            (&["--network"], "--help"),
            (&["words"], "--help"),
        ] {
            let sentence = asked(arguments).unwrap_err().to_string();
            assert!(sentence.contains(said), "{arguments:?}: {sentence}");
        }
    }

    #[test]
    fn the_help_names_every_option() {
        for option in [
            "--frames",
            "--idle",
            "--theme",
            "--zoom",
            "--check",
            "--json",
            "--accept-missing-walls",
            "--version",
        ] {
            assert!(HELP.contains(option), "{option}");
        }
    }
}
