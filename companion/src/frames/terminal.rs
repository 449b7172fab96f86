//! Codes in a terminal: two rows of modules in one line of half blocks, dark on light whatever the colours are.

use std::{
    io::{self, Write},
    time::{Duration, Instant},
};

use shared::qr::draw::{Modules, QUIET_ZONE};

/// Black on white, both set: a dark theme would otherwise turn the code inside out.
const PAPER: &str = "\x1b[30;107m";
const PLAIN: &str = "\x1b[0m";

/// Columns that a code takes with its quiet zone, one module each.
pub fn columns(code: &Modules) -> usize {
    code.width + 2 * QUIET_ZONE
}

/// Lines that a code takes with its quiet zone, two modules each.
pub fn lines(code: &Modules) -> usize {
    columns(code).div_ceil(2)
}

/// One code as lines of half blocks. With `colour` the terminal is told to write black on white; without, the
/// text is right for a light background.
pub fn picture(code: &Modules, colour: bool) -> String {
    let side = columns(code);
    let dark = |row: usize, column: usize| {
        let inside = |at: usize| at.checked_sub(QUIET_ZONE).filter(|&at| at < code.width);
        let (Some(row), Some(column)) = (inside(row), inside(column)) else { return false };
        code.dark.get(row * code.width + column).copied().unwrap_or(false)
    };
    let mut text = String::with_capacity(lines(code) * (side * 3 + 16));
    for row in (0..side).step_by(2) {
        if colour {
            text.push_str(PAPER);
        }
        for column in 0..side {
            text.push(match (dark(row, column), dark(row + 1, column)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        if colour {
            text.push_str(PLAIN);
        }
        text.push('\n');
    }
    text
}

/// Shows `codes` one after another, for ever or for `seconds`, on the same lines. A still code is shown once.
pub fn animate(
    out: &mut impl Write,
    codes: &[Modules],
    frames_per_second: u32,
    seconds: Option<u64>,
) -> io::Result<()> {
    if let [still] = codes {
        write!(out, "{}", picture(still, true))?;
        return out.flush();
    }
    let pictures: Vec<String> = codes.iter().map(|code| picture(code, true)).collect();
    let height = codes.iter().map(lines).max().unwrap_or_default();
    let end = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let pause = Duration::from_secs(1) / frames_per_second.max(1);
    let mut next = Instant::now();
    for (shown, text) in pictures.iter().cycle().enumerate() {
        if end.is_some_and(|end| Instant::now() >= end) {
            break;
        }
        if shown > 0 {
            write!(out, "\x1b[{height}A\r")?; // up again
        }
        let drawn = text.lines().count();
        write!(out, "{text}{}", "\x1b[K\n".repeat(height.saturating_sub(drawn)))?;
        out.flush()?;
        next += pause;
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_keeps_its_quiet_zone_and_every_module() {
        let code = Modules { width: 1, dark: vec![true] };
        let text = picture(&code, false);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines.len(), lines[0].chars().count()), (5, 9));
        assert_eq!(lines[2], "    ▀    ");
        assert!(lines.iter().enumerate().all(|(index, line)| index == 2 || line.trim().is_empty()));
    }

    #[test]
    fn a_still_code_is_shown_once_and_needs_no_time() {
        let mut shown = Vec::new();
        animate(&mut shown, &[Modules { width: 1, dark: vec![true] }], 10, None).unwrap();
        assert_eq!(String::from_utf8(shown).unwrap().lines().count(), 5);
    }
}
