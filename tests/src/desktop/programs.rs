//! The programs under test, built as they are shipped: each alone, in the release profile.

use super::DesktopError;
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// Which program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Program {
    /// The offline side.
    #[default]
    Station,
    /// The online side.
    Companion,
}

impl Program {
    /// The constant title of its window.
    pub fn title(self) -> &'static str {
        match self {
            Self::Station => "Coldframe station",
            Self::Companion => "Coldframe companion",
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Station => "coldframe-station",
            Self::Companion => "coldframe",
        }
    }

    /// Its binary, built once a test program: a build of several packages would unite their features.
    ///
    /// # Errors
    /// Where it cannot be built.
    pub fn binary(self) -> Result<PathBuf, DesktopError> {
        static STATION: OnceLock<Result<PathBuf, String>> = OnceLock::new();
        static COMPANION: OnceLock<Result<PathBuf, String>> = OnceLock::new();
        let (built, package) = match self {
            Self::Station => (&STATION, "coldframe-station"),
            Self::Companion => (&COMPANION, "coldframe-companion"),
        };
        built.get_or_init(|| build(package, self.name())).clone().map_err(DesktopError::tool("cargo build"))
    }
}

fn build(package: &str, name: &str) -> Result<PathBuf, String> {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--locked", "--release", "--quiet", "--package", package])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let here = std::env::current_exe().map_err(|error| error.to_string())?;
    released(&here, name).ok_or_else(|| format!("no release/{name} above {}", here.display()))
}

/// target/release/deps/window-… → target/release/coldframe-station; from target/debug/deps the same, whatever an earlier build
/// left in target/debug.
fn released(here: &Path, name: &str) -> Option<PathBuf> {
    let places = here.ancestors().skip(1).map(|folder| folder.join("release").join(name));
    places.into_iter().find(|binary| binary.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_released_program_is_taken_also_where_an_older_one_lies_beside_the_tests() {
        let folder = tempfile::tempdir().unwrap();
        for place in ["debug/deps", "release/deps"] {
            std::fs::create_dir_all(folder.path().join(place)).unwrap();
        }
        for stale in ["debug/coldframe", "release/coldframe"] {
            std::fs::write(folder.path().join(stale), "").unwrap();
        }
        let wanted = Some(folder.path().join("release/coldframe"));
        for tests in ["debug/deps/window-1", "release/deps/window-1"] {
            assert_eq!(released(&folder.path().join(tests), "coldframe"), wanted, "{tests}");
        }
        assert_eq!(released(&folder.path().join("debug/deps/window-1"), "coldframe-station"), None);
    }
}
