//! Where words go: results to standard output, what is said beside them to standard error; colour only where a
//! person looks.

use std::{
    io::{ErrorKind, IsTerminal as _, Write as _},
    sync::OnceLock,
};

/// Why standard output took no more. One for the process, as standard output is.
static LOST: OnceLock<String> = OnceLock::new();

/// Writes a line to standard output. A reader that has gone away is no error; a full disk is, see [`lost`].
pub(super) fn print(line: impl std::fmt::Display) {
    let mut out = std::io::stdout().lock();
    if let Err(error) = writeln!(out, "{line}").and_then(|()| out.flush())
        && error.kind() != ErrorKind::BrokenPipe
    {
        _ = LOST.set(error.to_string());
    }
}

/// Why a result did not get out, if one did not.
pub(super) fn lost() -> Option<&'static str> {
    LOST.get().map(String::as_str)
}

/// How a command speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Output {
    json: bool,
    /// Whether standard output takes colour.
    result: bool,
    /// Whether standard error does; the one may be a pipe and the other a terminal.
    aside: bool,
}

/// Around a label that is set off. No stranger's text has them: it passes [`harmless`] first.
const BOLD: &str = "\x1b[1m";
const PLAIN: &str = "\x1b[0m  ";

impl Output {
    /// JSON or words; colour on a terminal unless `NO_COLOR` is set (no-color.org) or the terminal is dumb.
    pub(super) fn new(json: bool) -> Self {
        let asked_not_to = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let colour = !json && !asked_not_to && !dumb;
        Self {
            json,
            result: colour && std::io::stdout().is_terminal(),
            aside: colour && std::io::stderr().is_terminal(),
        }
    }

    /// Whether scripts listen.
    pub(super) fn is_json(self) -> bool {
        self.json
    }

    /// A result, for standard output.
    pub(super) fn result(self, text: impl std::fmt::Display) {
        if !self.json {
            print(dressed(&text.to_string(), self.result));
        }
    }

    /// What is said beside the result, to standard error.
    pub(super) fn aside(self, text: impl std::fmt::Display) {
        if !self.json {
            _ = writeln!(std::io::stderr().lock(), "{}", dressed(&text.to_string(), self.aside));
        }
    }

    /// The one JSON object of a run.
    pub(super) fn json(self, value: &serde_json::Value) {
        if self.json {
            print(value);
        }
    }

    /// A label in front of a value, set off where it is written to a terminal with colour: it may become a result or an aside.
    pub(super) fn labelled(self, label: &str, value: impl std::fmt::Display) -> String {
        let text = format!("{BOLD}{label}{PLAIN}{value}");
        if self.result || self.aside { text } else { dressed(&text, false) }
    }
}

/// The text for a stream that takes colour, or none.
fn dressed(text: &str, colour: bool) -> String {
    if colour { text.to_owned() } else { text.replace(BOLD, "").replace(PLAIN, ": ") }
}

/// A stranger's text for a terminal: no control characters, so that it cannot move the cursor or change colours,
/// and no marks that turn the direction of what follows.
pub(super) fn harmless(text: &str) -> String {
    text.chars()
        .map(|letter| {
            let turns =
                matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if (letter.is_control() && letter != '\n') || turns { '\u{fffd}' } else { letter }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_set_off_on_a_terminal_and_a_plain_word_in_a_pipe() {
        for (result, aside) in [(true, true), (true, false), (false, true), (false, false)] {
            let text = Output { json: false, result, aside }.labelled("Signed by", "0x12");
            assert_eq!(dressed(&text, false), "Signed by: 0x12", "a pipe gets no colours");
            if result || aside {
                assert!(dressed(&text, true).contains("\x1b["), "a terminal does");
            }
        }
    }
}
