//! Ctrl-C, heard between two steps, so that a watch can say how things stand before it leaves.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Set once the user wants to leave.
#[derive(Debug, Clone, Default)]
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on. Where the system gives no signals, Ctrl-C ends the process as usual, which loses nothing either.
    pub(super) fn listen() -> Self {
        let interrupt = Self::default();
        let heard = interrupt.clone();
        _ = std::thread::Builder::new().name("interrupt".to_owned()).spawn(move || {
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else {
                return;
            };
            if runtime.block_on(tokio::signal::ctrl_c()).is_ok() {
                heard.0.store(true, Ordering::SeqCst);
            }
            // Twice is a wish to leave at once: whatever is written down is on the disk already.
            if runtime.block_on(tokio::signal::ctrl_c()).is_ok() {
                std::process::exit(130);
            }
        });
        interrupt
    }

    /// Whether it was pressed.
    pub(super) fn is_heard(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
