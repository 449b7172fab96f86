//! `camera-lines` under test: its lines awaited, its wishes sent.

use e2e::fakecam::{FakeCamera, environment};
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

/// Far longer than anything takes, on the busiest machine.
const AT_MOST: Duration = Duration::from_secs(30);

/// The program; ends when it is dropped.
pub(crate) struct Eye {
    child: Child,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Eye {
    pub(crate) fn open(cameras: &[&FakeCamera], arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_camera-lines"))
            .args(arguments)
            .envs(environment(cameras).unwrap())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = child.stdout.take().unwrap();
        let (send, lines) = mpsc::channel();
        let listener = move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                _ = send.send(line);
            }
        };
        thread::Builder::new().name("lines".to_owned()).spawn(listener).unwrap();
        Self { child, lines, said: Vec::new() }
    }

    /// Waits for a line that begins so, from now on, and gives it back.
    pub(crate) fn wait_for(&mut self, begin: &str) -> String {
        let until = Instant::now() + AT_MOST;
        while let Ok(line) = self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
            self.said.push(line.clone());
            if line.starts_with(begin) {
                return line;
            }
        }
        panic!("no line begins with “{begin}”; said:\n{}", self.said.join("\n"))
    }

    /// Says what the operator wants.
    pub(crate) fn wish(&mut self, wish: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{wish}").unwrap();
    }

    /// Everything said so far.
    pub(crate) fn said(&mut self) -> &[String] {
        self.said.extend(self.lines.try_iter());
        &self.said
    }
}

impl Drop for Eye {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
