//! Coldframe's offline side, without its window: a sitting that holds the keys, and the screens as values.
//!
//! May not enter: sockets, files, egui. The window draws a [`flow::Screen`] and reports what the operator did; it decides nothing.

pub mod flow;
pub mod session;

pub use session::{ExportError, KeyExport, Sitting, StartError};
