//! The display: on this machine, or there is none.
//!
//! X11 to another machine is TCP, so a `DISPLAY` with a host part is refused before anything else happens. May not enter:
//! connecting to it.

use std::path::PathBuf;

/// A display on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Display {
    /// X11: the display's number, and the file with its cookie.
    X11 {
        /// The `1` of `:1.0`.
        number: u32,
        /// `XAUTHORITY`, or `.Xauthority` at home.
        cookie: Option<PathBuf>,
    },
    /// Wayland: its socket, where it is known by name.
    Wayland {
        /// `WAYLAND_DISPLAY`, in the runtime folder unless absolute.
        socket: Option<PathBuf>,
    },
    /// The system's own, on macOS and Windows.
    Native,
}

/// Why no window can open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DisplayError {
    /// Neither variable is set.
    #[error(
        "there is no display: neither WAYLAND_DISPLAY nor DISPLAY is set; start the station from a terminal on the desktop of this machine"
    )]
    None,
    /// One on another machine, or behind a tunnel.
    #[error(
        "DISPLAY is “{0}”, which may be another machine: what is drawn there crosses a network; start the station on this machine's own desktop, where DISPLAY looks like :0"
    )]
    Remote(String),
}

/// The environment as far as it says where windows open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Environment {
    /// `DISPLAY`.
    pub display: Option<String>,
    /// `XAUTHORITY`.
    pub cookie: Option<PathBuf>,
    /// `WAYLAND_DISPLAY`.
    pub wayland: Option<PathBuf>,
    /// Whether `WAYLAND_SOCKET` hands over an open socket.
    pub wayland_open: bool,
    /// `XDG_RUNTIME_DIR`.
    pub runtime: Option<PathBuf>,
    /// `HOME`.
    pub home: Option<PathBuf>,
}

impl Environment {
    /// That of this process; empty variables count as unset.
    pub fn of_process() -> Self {
        let path = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        Self {
            display: path("DISPLAY").map(|value| value.to_string_lossy().into_owned()),
            cookie: path("XAUTHORITY"),
            wayland: path("WAYLAND_DISPLAY"),
            wayland_open: path("WAYLAND_SOCKET").is_some(),
            runtime: path("XDG_RUNTIME_DIR"),
            home: path("HOME"),
        }
    }
}

/// The display that the window will open on: Wayland where there is one, as winit chooses.
///
/// # Errors
/// None at all, or a `DISPLAY` that is not plainly local, even where Wayland would be used.
pub fn choose(environment: &Environment) -> Result<Display, DisplayError> {
    if cfg!(not(target_os = "linux")) {
        return Ok(Display::Native);
    }
    let x11 = environment.display.as_deref().map(|display| {
        local_number(display).ok_or_else(|| {
            let shown = display.chars().take(NAME_CHARS_SHOWN).filter(|letter| !letter.is_control());
            DisplayError::Remote(shown.collect())
        })
    });
    let number = x11.transpose()?;
    if environment.wayland_open || environment.wayland.is_some() {
        let socket = environment.wayland.as_ref().map(|name| match &environment.runtime {
            Some(runtime) => runtime.join(name), // an absolute name stays as it is
            None => name.clone(),
        });
        return Ok(Display::Wayland { socket });
    }
    let number = number.ok_or(DisplayError::None)?;
    let at_home = || environment.home.as_ref().map(|home| home.join(".Xauthority"));
    Ok(Display::X11 { number, cookie: environment.cookie.clone().or_else(at_home) })
}

/// Longer names are cut in messages.
const NAME_CHARS_SHOWN: usize = 60;

/// The number of a display without a host part: `:0` or `:0.0`.
fn local_number(display: &str) -> Option<u32> {
    let rest = display.strip_prefix(':')?;
    let (number, screen) = rest.split_once('.').unwrap_or((rest, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(number) && digits(screen)).then(|| number.parse().ok())?
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    fn with_display(display: &str) -> Environment {
        Environment { display: Some(display.to_owned()), ..Environment::default() }
    }

    #[test]
    fn only_a_display_without_a_host_part_is_local() {
        for (display, number) in [(":0", 0), (":77", 77), (":1.0", 1)] {
            assert_eq!(
                choose(&with_display(display)),
                Ok(Display::X11 { number, cookie: None }),
                "{display}"
            );
        }
        for remote in [
            "localhost:10.0",
            "192.0.2.7:0",
            "[::1]:0",
            "host/unix:0",
            "tcp/host:0",
            "unix:0",
            ":",
            ":+1",
            "0",
            "::0",
        ] {
            assert!(
                matches!(choose(&with_display(remote)), Err(DisplayError::Remote(_))),
                "{remote} is refused"
            );
        }
    }

    #[test]
    fn a_remote_display_is_refused_beside_wayland_too() {
        let both = Environment { wayland: Some("wayland-0".into()), ..with_display("host:0") };
        assert!(matches!(choose(&both), Err(DisplayError::Remote(_))));
    }

    #[test]
    fn wayland_comes_first_and_its_socket_is_in_the_runtime_folder() {
        for (name, socket) in [("wayland-0", "/run/user/7/wayland-0"), ("/a/socket", "/a/socket")] {
            let both = Environment {
                wayland: Some(name.into()),
                runtime: Some("/run/user/7".into()),
                ..with_display(":0")
            };
            assert_eq!(choose(&both), Ok(Display::Wayland { socket: Some(socket.into()) }));
        }
    }

    #[test]
    fn the_cookie_is_the_named_one_or_the_one_at_home() {
        let home = Environment { home: Some("/home/a".into()), ..with_display(":0") };
        let of = |environment: &Environment| match choose(environment) {
            Ok(Display::X11 { cookie, .. }) => cookie,
            other => panic!("{other:?}"),
        };
        assert_eq!(of(&home), Some("/home/a/.Xauthority".into()));
        let named = Environment { cookie: Some("/run/cookie".into()), ..home };
        assert_eq!(of(&named), Some("/run/cookie".into()));
    }

    #[test]
    fn no_display_is_a_sentence() {
        let sentence = choose(&Environment::default()).unwrap_err().to_string();
        assert!(sentence.contains("start the station from"), "{sentence}");
    }
}
