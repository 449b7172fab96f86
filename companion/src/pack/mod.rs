//! Context packs as people edit them: a JSON file, and the moments, functions and roles that it writes in words.
//!
//! What may stand in a pack is [`shared::pack`]'s to judge; what is signed is the canonical form alone. May not enter: commands,
//! windows, whether a pack is trusted.

pub mod carried;
pub mod file;
pub mod words;

pub use carried::Carried;
pub use file::PackFile;
pub use words::PackTextError;
