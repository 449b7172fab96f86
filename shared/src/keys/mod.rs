//! Keys: words to seed, seed to keys, and the signer, which takes [`Approved`](crate::review::Approved) and nothing else.
//!
//! Feature `keys`; the companion never compiles this. May not enter: files, text fields, serde, anything that copies a secret
//! into memory that is not wiped.

mod checksum;
pub mod derive;
pub mod entropy;
mod lists;
pub mod mnemonic;
pub mod repair;
pub mod seal;
pub mod search;
pub mod secret;
pub mod seedqr;
pub mod sign;
mod typed;
pub mod words;

pub use checksum::WordCount;
pub use derive::{AccountKey, DeriveError, account_key, master_fingerprint};
pub use lists::WordList;
pub use mnemonic::{MnemonicError, Seed, check_words};
pub use seal::seal_address;
pub use secret::{Secret, scrub_stack};
pub use sign::{SignError, Signed, sign};
pub use typed::{TypedText, TypedTextError};
pub use words::{Letters, TypingError, Words};
