//! A webcam of our own for whole programs: `tests/fakecam` preloaded, played from here through a file both have mapped.
//!
//! ```no_run
//! # fn main() -> Result<(), e2e::fakecam::FakecamError> {
//! use e2e::fakecam::{FakeCamera, Picture};
//! let camera = FakeCamera::plug("Integrated Camera")?;
//! camera.show(&Picture::code("UR:BYTES/HDCXDWINVEZM"))?; // at any time, as often as wanted
//! let mut program = std::process::Command::new("coldframe-station");
//! program.envs(camera.environment()?); // several cameras: `fakecam::environment(&[&one, &other])`
//! camera.set(e2e::fakecam::Knob::Plugged, 0)?; // pull the plug, while it runs
//! # Ok(()) }
//! ```
//!
//! The program under test needs no other change; it may shut its own file access, for the file is mapped when it starts.
//! Building it takes gcc alone. May not enter: anything that looks into the program under test.

mod picture;
mod stage;

pub use picture::Picture;
pub use stage::{FakeCamera, Format, Knob};

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// Why there is no fake camera.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FakecamError {
    /// The stage file.
    #[error("the camera's stage cannot be written ({0}); give the test a writable temporary folder")]
    Stage(String),
    /// The library.
    #[error("the fake camera was not built ({0}); install gcc and the C library's headers")]
    Build(String),
}

/// What a program needs in its environment to see these cameras: the first is `/dev/video0`.
///
/// # Errors
/// Where the library cannot be built.
pub fn environment(cameras: &[&FakeCamera]) -> Result<Vec<(OsString, OsString)>, FakecamError> {
    let mut stages = OsString::new();
    for camera in cameras {
        if !stages.is_empty() {
            stages.push(":");
        }
        stages.push(camera.path());
    }
    Ok(vec![("LD_PRELOAD".into(), library()?.into_os_string()), ("FAKECAM_STAGES".into(), stages)])
}

/// The library, built once a test program.
fn library() -> Result<PathBuf, FakecamError> {
    static BUILT: OnceLock<Result<PathBuf, FakecamError>> = OnceLock::new();
    BUILT.get_or_init(build).clone()
}

fn build() -> Result<PathBuf, FakecamError> {
    let failed = |error: std::io::Error| FakecamError::Build(error.to_string());
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("fakecam/fakecam.c");
    // Beside the test program, so that it goes away with the build; by rename, as test programs run side by side.
    let program = std::env::current_exe().map_err(failed)?;
    let folder = program.parent().unwrap_or(Path::new("."));
    let (library, fresh) =
        (folder.join("fakecam.so"), folder.join(format!("fakecam.{}.so", std::process::id())));
    let output = Command::new("gcc")
        .args(["-O2", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-pthread", "-o"])
        .args([&fresh, &source])
        .args(["-ldl", "-lm"])
        .output()
        .map_err(failed)?;
    if !output.status.success() {
        return Err(FakecamError::Build(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    std::fs::rename(&fresh, &library).map_err(failed)?;
    Ok(library)
}
