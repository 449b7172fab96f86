//! `coldframe-station`: puts the walls up, then opens the window.

use station::{
    Desk,
    app::{self, App},
    desk::SharedDesk,
    eye::{Eye, From},
    host,
};
use std::process::ExitCode;

/// Freed memory is zeroed: the second line behind `shared::keys::Secret`.
#[global_allocator]
static WIPING: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    let air = host::close();
    let desk = SharedDesk::new(Desk::new(air, host::random));
    let opened = eframe::run_native(
        app::TITLE,
        app::options(),
        Box::new(|creation| {
            let ctx = creation.egui_ctx.clone();
            Ok(Box::new(App::new(desk, Eye::new(From::Cameras, move || ctx.request_repaint()))))
        }),
    );
    if opened.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
