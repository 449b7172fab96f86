//! From wire bytes to something a person may approve: `SignRequest` → [`Checked`] → [`Reading`] → [`Approved`].
//!
//! May not enter: keys, drawing, and a second computation of what is signed or shown.

pub mod check;
pub mod facts;
pub mod reading;
pub mod words;

pub use check::{Allowed, CheckError, Checked, Signer};
pub use facts::{Fact, Finding, Provenance, Severity};
pub use reading::{Approved, Reading};
