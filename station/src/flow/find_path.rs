//! Where among the derivation families a known address is.

use super::{Next, Screen};
use crate::Desk;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FindPath;

/// What can be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindPathChoice {
    /// One screen back.
    Back,
}

/// One step.
pub fn find_path(_state: FindPath, _desk: &mut Desk, choice: FindPathChoice) -> Next {
    match choice {
        FindPathChoice::Back => Screen::Start(Box::default()).into(),
    }
}
