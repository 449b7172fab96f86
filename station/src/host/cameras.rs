//! The cameras' own process: started before the walls go up, with walls of its own, and without keys.
//!
//! Drivers and what they send are read there. It may open any device that the system lets this user open, so a camera can be
//! plugged in at any time; the process with the keys may open none. It ends when nobody asks it any more.

use shared::camera::Sources;
#[cfg(feature = "webcam")]
use shared::camera::apart::Apart;
use std::sync::Arc;
#[cfg(feature = "webcam")]
use std::{
    io,
    process::{Command, Stdio},
};

/// The argument by which the program knows that it is the other process. Not for people: it speaks the protocol of
/// `shared::camera::apart` on standard input and output.
pub const ARGUMENT: &str = "--cameras-for-the-station";

/// The two ends of the line to the other process, which is already running; threads wait until the walls stand.
#[derive(Debug)]
pub struct Line(#[cfg(feature = "webcam")] io::Result<std::process::Child>);

/// Starts the other process. What went wrong comes up when a camera is wanted.
#[cfg(feature = "webcam")]
pub fn start() -> Line {
    let started = std::env::current_exe().and_then(|program| {
        Command::new(program).arg(ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()
    });
    Line(started)
}

/// A build without cameras.
#[cfg(not(feature = "webcam"))]
pub fn start() -> Line {
    Line()
}

impl Line {
    /// The cameras at its other end; to be called once the walls stand, because it starts a thread.
    #[cfg(feature = "webcam")]
    pub fn cameras(self) -> Option<Arc<dyn Sources>> {
        let pipes = self.0.ok().and_then(|mut child| Some((child.stdout.take()?, child.stdin.take()?)));
        let apart = pipes.and_then(|(input, output)| Apart::new(input, output).ok());
        Some(Arc::new(apart.unwrap_or_else(Apart::gone)))
    }

    /// None in this build, which the screen says in other words than that they are gone.
    #[cfg(not(feature = "webcam"))]
    pub fn cameras(self) -> Option<Arc<dyn Sources>> {
        None
    }
}

/// Is the other process, until nobody asks it any more.
///
/// # Errors
/// What the pipes say.
#[cfg(feature = "webcam")]
pub fn serve() -> io::Result<()> {
    super::close_for_cameras();
    // A sleep hook tells every process of this name to wipe; this one has nothing to wipe and goes on.
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGUSR1, signal_hook::consts::SIGTSTP] {
        signal_hook::flag::register(signal, Arc::default())?;
    }
    let sources = Arc::new(shared::camera::Webcams);
    shared::camera::apart::serve(sources, io::stdin().lock(), io::stdout())
}

/// A build without cameras has nothing to serve.
///
/// # Errors
/// None.
#[cfg(not(feature = "webcam"))]
pub fn serve() -> std::io::Result<()> {
    Ok(())
}
