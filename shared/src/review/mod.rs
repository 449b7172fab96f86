//! From wire bytes to something a person may approve: `SignRequest` → [`Checked`] → [`Reading`] → [`Approved`].
//!
//! May not enter: keys, drawing, and a second computation of what is signed or shown.

pub mod check;
pub mod facts;
pub mod findings;
pub mod knowledge;
pub mod outline;
pub mod phrase;
pub mod reading;
pub mod words;

pub use check::{Allowed, CheckError, Checked, Signer, same_chain};
pub use facts::{Act, Fact, Finding, Provenance, Severity, UndoneBy};
pub use findings::FindingKind;
pub use knowledge::Knowledge;
pub use outline::{Outline, OutlineChoice};
pub use phrase::Phrase;
pub use reading::{Approved, Missing, Reading};
