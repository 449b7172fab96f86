//! The real program on a desktop: started, driven by keyboard and mouse, photographed.

use super::{Desktop, DesktopError, Program, Shot, shot::folded};
use std::{
    ffi::OsString,
    fs::File,
    io::Read,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// Plugs a network cable into a namespace, and has the link up.
const PLUG: &str = "ip link add cable type veth peer name socket && ip link set cable up";
/// How long a window may take to open on a busy machine.
const OPENING: Duration = Duration::from_secs(30);

/// How a program is started.
#[derive(Debug, Clone, Default)]
pub struct Launch {
    /// Which.
    pub program: Program,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// Its environment, on top of ours.
    pub environment: Vec<(OsString, OsString)>,
    /// Whether it sees this machine's network links; else it runs in a namespace that has none.
    pub links: bool,
    /// Whether a network cable is plugged into that namespace before the program starts.
    pub cable: bool,
}

/// A running program with a window; ends when it is dropped.
#[derive(Debug)]
pub struct Window {
    program: Program,
    child: Child,
    id: String,
    display: String,
    errors: tempfile::NamedTempFile,
}

impl Launch {
    /// The online side, which sees this machine's network.
    pub fn companion() -> Self {
        Self { program: Program::Companion, links: true, ..Self::default() }
    }

    /// Adds an argument.
    #[must_use]
    pub fn argument(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Adds variables to the environment.
    #[must_use]
    pub fn variables<K: Into<OsString>, V: Into<OsString>>(
        mut self,
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        self.environment.extend(variables.into_iter().map(|(key, value)| (key.into(), value.into())));
        self
    }

    /// The command, for a program that is to run on this display.
    ///
    /// # Errors
    /// Where the program cannot be built.
    pub fn command(&self, display: &str) -> Result<Command, DesktopError> {
        let binary = self.program.binary()?;
        let mut command = if self.links {
            Command::new(binary)
        } else {
            // Its own network, and a /sys that shows that one: the program reads links there.
            let mut quiet = Command::new("unshare");
            if !rustix::process::geteuid().is_root() {
                quiet.arg("--map-root-user");
            }
            let cable = if self.cable { PLUG } else { "true" };
            let script = format!("mount -t sysfs sysfs /sys && {cable} && exec \"$0\" \"$@\"");
            quiet.args(["--net", "--mount", "sh", "-c", &script]);
            quiet.arg(binary);
            quiet
        };
        command.args(&self.arguments).env_remove("WAYLAND_DISPLAY").env("DISPLAY", display);
        command.envs(self.environment.iter().map(|(key, value)| (key, value)));
        Ok(command)
    }

    /// Opens the program on a desktop and gives its window the keyboard.
    ///
    /// # Errors
    /// Where it cannot be built, or shows no window.
    pub fn open(&self, desktop: &Desktop) -> Result<Window, DesktopError> {
        let errors = tempfile::NamedTempFile::new().map_err(DesktopError::tool("the file system"))?;
        let into =
            |file: &tempfile::NamedTempFile| file.reopen().map_err(DesktopError::tool("the file system"));
        let child = self
            .command(desktop.display())?
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::from(into(&errors)?))
            .spawn()
            .map_err(DesktopError::tool(self.program.name()))?;
        let mut window = Window {
            program: self.program,
            child,
            id: String::new(),
            display: desktop.display().to_owned(),
            errors,
        };
        window.id = window.appears()?;
        // Without a window manager nobody gives it the keyboard.
        window.xdotool(&["windowfocus", "--sync", &window.id])?;
        Ok(window)
    }
}

impl Window {
    /// Of the program.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Its X window.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// What it wrote to standard error.
    pub fn said(&self) -> String {
        let mut said = String::new();
        if let Ok(mut file) = File::open(self.errors.path()) {
            _ = file.read_to_string(&mut said);
        }
        said
    }

    /// Presses keys one after the other, by their X names: `Return`, `ctrl+l`, `Page_Down`.
    ///
    /// # Errors
    /// Where the program is gone.
    pub fn keys(&mut self, keys: &[&str]) -> Result<(), DesktopError> {
        self.lives("keys are pressed")?;
        self.xdotool(&[&["key", "--delay", "30"], keys].concat())
    }

    /// Types letters.
    ///
    /// # Errors
    /// Where the program is gone.
    pub fn type_text(&mut self, text: &str) -> Result<(), DesktopError> {
        self.lives("letters are typed")?;
        self.xdotool(&["type", "--delay", "15", text])
    }

    /// Holds a key down for a while.
    ///
    /// # Errors
    /// Where the program is gone.
    pub fn hold(&mut self, key: &str, how_long: Duration) -> Result<(), DesktopError> {
        self.lives("a key is held")?;
        self.xdotool(&["keydown", key])?;
        sleep(how_long);
        self.xdotool(&["keyup", key])
    }

    /// Makes the window this large, in pixels.
    ///
    /// # Errors
    /// Where the program is gone.
    pub fn resize(&mut self, width: u32, height: u32) -> Result<(), DesktopError> {
        self.lives("the window is resized")?;
        self.xdotool(&["windowsize", "--sync", &self.id, &width.to_string(), &height.to_string()])
    }

    /// Plugs a network cable into the program's own network namespace, and has the link up.
    ///
    /// # Errors
    /// Where `ip` or `nsenter` is missing.
    pub fn plug_in_network(&mut self) -> Result<(), DesktopError> {
        self.network(PLUG)
    }

    /// Pulls it out again.
    ///
    /// # Errors
    /// As [`Self::plug_in_network`].
    pub fn unplug_network(&mut self) -> Result<(), DesktopError> {
        self.network("ip link delete cable")
    }

    fn network(&mut self, command: &str) -> Result<(), DesktopError> {
        self.lives("a network cable is moved")?;
        let process = self.process().to_string();
        let mut nsenter = Command::new("nsenter");
        if !rustix::process::geteuid().is_root() {
            nsenter.args(["--user", "--preserve-credentials"]);
        }
        let output = nsenter
            .args(["--target", &process, "--net", "sh", "-c", command])
            .output()
            .map_err(DesktopError::tool("nsenter"))?;
        if output.status.success() {
            return Ok(());
        }
        Err(DesktopError::tool("ip")(String::from_utf8_lossy(&output.stderr)))
    }

    /// Sends the program a signal.
    ///
    /// # Errors
    /// Where the program is gone.
    pub fn signal(&mut self, signal: rustix::process::Signal) -> Result<(), DesktopError> {
        self.lives("a signal is sent")?;
        let process = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw);
        process
            .map_or(Ok(()), |process| rustix::process::kill_process(process, signal))
            .map_err(DesktopError::tool("kill"))
    }

    /// What it shows now.
    ///
    /// # Errors
    /// Where the program is gone.
    pub fn shot(&mut self) -> Result<Shot, DesktopError> {
        self.lives("a picture is taken")?;
        let output = Command::new("import")
            .args(["-display", &self.display, "-window", &self.id, "png:-"])
            .output()
            .map_err(DesktopError::tool("import"))?;
        let picture = image::load_from_memory(&output.stdout).map_err(DesktopError::tool("import"))?;
        Ok(Shot(picture.into_rgb8()))
    }

    /// Waits until these words stand on the screen; returns that picture.
    ///
    /// # Errors
    /// [`DesktopError::NotThere`] with what stood there instead.
    pub fn wait_for(&mut self, words: &str, at_most: Duration) -> Result<Shot, DesktopError> {
        let begin = Instant::now();
        loop {
            let shot = self.shot()?;
            let stood = shot.text()?;
            if folded(&stood).contains(&folded(words)) {
                return Ok(shot);
            }
            if begin.elapsed() > at_most {
                let wanted = words.to_owned();
                return Err(DesktopError::NotThere { wanted, seconds: at_most.as_secs(), stood });
            }
            sleep(Duration::from_millis(100));
        }
    }

    /// Waits until codes are on the screen; returns their contents.
    ///
    /// # Errors
    /// [`DesktopError::NotThere`].
    pub fn wait_for_code(&mut self, at_most: Duration) -> Result<Vec<Vec<u8>>, DesktopError> {
        let begin = Instant::now();
        loop {
            let shot = self.shot()?;
            let codes = shot.codes();
            if !codes.is_empty() {
                return Ok(codes);
            }
            if begin.elapsed() > at_most {
                let (wanted, seconds) = ("a code".to_owned(), at_most.as_secs());
                return Err(DesktopError::NotThere { wanted, seconds, stood: shot.text()? });
            }
            sleep(Duration::from_millis(100));
        }
    }

    /// Asks the program to end (SIGTERM) and waits; returns its exit code.
    ///
    /// # Errors
    /// Where it does not end within ten seconds.
    pub fn terminate(mut self) -> Result<Option<i32>, DesktopError> {
        self.signal(rustix::process::Signal::TERM)?;
        self.ends(Duration::from_secs(10))
    }

    /// Waits until the program has ended by itself; returns its exit code.
    ///
    /// # Errors
    /// Where it does not.
    pub fn ends(&mut self, at_most: Duration) -> Result<Option<i32>, DesktopError> {
        let begin = Instant::now();
        while begin.elapsed() < at_most {
            if let Some(status) = self.child.try_wait().map_err(DesktopError::tool(self.program.name()))? {
                return Ok(status.code());
            }
            sleep(Duration::from_millis(20));
        }
        Err(DesktopError::NotThere {
            wanted: "the end of the program".to_owned(),
            seconds: at_most.as_secs(),
            stood: self.said(),
        })
    }

    fn appears(&mut self) -> Result<String, DesktopError> {
        let begin = Instant::now();
        while begin.elapsed() < OPENING {
            self.lives("its window is awaited")?;
            let output = Command::new("xdotool")
                .args(["search", "--onlyvisible", "--name", &format!("^{}$", self.program.title())])
                .env("DISPLAY", &self.display)
                .output()
                .map_err(DesktopError::tool("xdotool"))?;
            if let Some(id) = String::from_utf8_lossy(&output.stdout).lines().last() {
                return Ok(id.to_owned());
            }
            sleep(Duration::from_millis(20));
        }
        Err(DesktopError::NoWindow { seconds: OPENING.as_secs(), said: self.said() })
    }

    pub(super) fn lives(&mut self, doing: &str) -> Result<(), DesktopError> {
        match self.child.try_wait().map_err(DesktopError::tool(self.program.name()))? {
            None => Ok(()),
            Some(status) => Err(DesktopError::Ended {
                status: status.to_string(),
                doing: doing.to_owned(),
                said: self.said(),
            }),
        }
    }

    pub(super) fn xdotool(&self, arguments: &[&str]) -> Result<(), DesktopError> {
        let output = Command::new("xdotool")
            .args(arguments)
            .env("DISPLAY", &self.display)
            .output()
            .map_err(DesktopError::tool("xdotool"))?;
        if output.status.success() {
            return Ok(());
        }
        Err(DesktopError::tool("xdotool")(String::from_utf8_lossy(&output.stderr)))
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
