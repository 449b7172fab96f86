//! Entries of the journal, and when they were written, in words.

use crate::journal::Written;

/// What an entry says, in one line.
pub fn entry_words(written: &Written) -> String {
    match written.entry() {
        Ok(entry) => entry.words(),
        Err(reason) => format!("cannot be read: {reason}"),
    }
}

/// A moment, in milliseconds since 1970, as day and time in UTC.
pub fn moment(milliseconds: i64) -> String {
    match jiff::Timestamp::from_millisecond(milliseconds) {
        Ok(moment) => moment.strftime("%Y-%m-%d %H:%M UTC").to_string(),
        Err(_) => "at an unknown time".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_utc() {
        assert_eq!(moment(1_700_000_000_000), "2023-11-14 22:13 UTC");
        assert_eq!(moment(i64::MAX), "at an unknown time");
    }
}
