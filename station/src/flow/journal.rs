//! The sitting's log on screen, and as codes for the companion.
//!
//! It stays after the wipe, so it can be read and shown from the start screen as well. May not enter: what is logged.

use super::{Next, Screen};
use crate::{Desk, log::Log};
use shared::qr::codes::{Codes, CodesChoice};

/// Entries on one page.
pub const ENTRIES_ON_PAGE: usize = 8;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Journal {
    /// The page, newest first.
    pub page: usize,
    /// The log as it was when its codes were asked for; none: the entries are read.
    pub export: Option<Export>,
}

/// A log on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// `coldframe-sitting-log`.
    pub cbor: Vec<u8>,
    /// Density and speed.
    pub codes: Codes,
}

/// What can be said there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalChoice {
    /// Older entries.
    Older,
    /// Newer entries.
    Newer,
    /// As codes.
    Show,
    /// Of the codes.
    Codes(CodesChoice),
    /// One screen back.
    Back,
}

/// Pages that the log has now; an empty one has a page that says so.
pub fn page_count(log: &Log) -> usize {
    log.entries().len().div_ceil(ENTRIES_ON_PAGE).max(1)
}

/// One step.
pub fn journal(state: Journal, desk: &mut Desk, choice: JournalChoice) -> Next {
    let last = page_count(&desk.log) - 1;
    let page = state.page.min(last);
    let at = |page| Screen::Journal(Box::new(Journal { page, export: None }));
    match (choice, state.export) {
        (JournalChoice::Codes(choice), Some(export)) => {
            let export = Some(Export { codes: export.codes.step(choice), ..export });
            Screen::Journal(Box::new(Journal { page, export }))
        }
        (JournalChoice::Back, Some(_)) => at(page),
        (_, Some(export)) => Screen::Journal(Box::new(Journal { page, export: Some(export) })),
        (JournalChoice::Older, None) => at((page + 1).min(last)),
        (JournalChoice::Newer, None) => at(page.saturating_sub(1)),
        (JournalChoice::Show, None) => {
            let export = Export { cbor: desk.log.export().encode(), codes: Codes::default() };
            Screen::Journal(Box::new(Journal { page, export: Some(export) }))
        }
        (JournalChoice::Codes(_), None) => at(page),
        (JournalChoice::Back, None) if desk.sitting.is_some() => Screen::Accounts(Box::default()),
        (JournalChoice::Back, None) => Screen::Start(Box::default()),
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        flow::samples,
        log::{Event, WipeReason},
    };
    use shared::wire::SittingLog;

    fn after(state: Journal, desk: &mut Desk, choice: JournalChoice) -> Journal {
        match journal(state, desk, choice).screen {
            Screen::Journal(state) => *state,
            other => panic!("still the log, not {other:?}"),
        }
    }

    #[test]
    fn pages_end_at_both_ends() {
        let mut desk = samples::desk();
        for _ in 0..=2 * ENTRIES_ON_PAGE {
            desk.log.record(desk.clock, Event::NewMnemonic);
        }
        let mut state = Journal::default();
        let mut pages = vec![];
        for _ in 0..5 {
            state = after(state, &mut desk, JournalChoice::Older);
            pages.push(state.page);
        }
        assert_eq!(pages, [1, 2, 2, 2, 2]);
        assert_eq!(after(Journal::default(), &mut desk, JournalChoice::Newer).page, 0);
    }

    #[test]
    fn what_is_shown_as_codes_is_the_log() {
        let mut desk = samples::desk();
        desk.log.record(desk.clock, Event::NewMnemonic);
        let shown = after(Journal::default(), &mut desk, JournalChoice::Show);
        let export = shown.export.clone().unwrap();
        assert_eq!(SittingLog::decode(&export.cbor), Ok(desk.log.export()));
        let denser = after(shown, &mut desk, JournalChoice::Codes(CodesChoice::Denser));
        assert_ne!(denser.export.as_ref().unwrap().codes, export.codes);
        assert_eq!(after(denser, &mut desk, JournalChoice::Back).export, None, "back to the entries first");
    }

    #[test]
    fn back_leads_to_where_the_keys_are() {
        let mut desk = samples::desk();
        let back = |desk: &mut Desk| journal(Journal::default(), desk, JournalChoice::Back).screen;
        assert!(matches!(back(&mut desk), Screen::Accounts(_)));
        desk.wipe(WipeReason::Locked);
        assert!(matches!(back(&mut desk), Screen::Start(_)), "the log is still there, the keys are not");
        assert_eq!(desk.log.entries().next_back().unwrap().event, Event::Wiped(WipeReason::Locked));
    }
}
