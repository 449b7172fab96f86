//! Coldframe's offline side: what lies on the desk during a sitting, the screens as values, the steps between them, and the
//! window that draws them.
//!
//! Without the feature `window` this is values and pure functions alone. May not enter: sockets, files that are written,
//! text fields of egui. The window draws a [`flow::Screen`] and reports what the operator did; it decides nothing.

pub mod air;
pub mod desk;
pub mod flow;
pub mod idle;
pub mod learned;
pub mod log;
pub mod session;

#[cfg(feature = "window")]
pub mod app;
#[cfg(feature = "window")]
pub mod args;
#[cfg(feature = "window")]
pub mod host;
#[cfg(feature = "window")]
pub mod view;

pub use desk::Desk;
pub use learned::Learned;
pub use session::{ExportError, KeyExport, Sitting, StartError};
