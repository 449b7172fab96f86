//! From wire bytes to something a person may approve: `SignRequest` → [`Checked`] → [`Reading`] → [`Approved`].

pub mod check;
pub mod facts;
pub mod reading;

pub use check::{CheckError, Checked, Signer};
pub use facts::{Fact, Finding, Provenance, Severity};
pub use reading::{Approved, Reading};
