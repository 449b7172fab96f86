//! The companion's end of the optical link as files: parts of a message to text, pictures and the terminal, and
//! back from texts, pictures and folders to messages.
//!
//! Every picture that is read is bounded before it is decoded; every file is written whole or not at all. May not enter: what a
//! message means, which is `shared::wire`'s.

pub mod collect;
pub mod picture;
pub mod play;
pub mod profile;
pub mod read;
pub mod terminal;
pub mod write;

pub use collect::{Collected, Collector};
pub use play::Playable;
pub use profile::LinkProfile;
pub use read::{ReadError, Source, read};
pub use write::{Target, WriteError, Writing};
