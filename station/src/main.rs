//! `coldframe-station`: puts the walls up, then opens the window.
//!
//! The order is the point: arguments and display are judged first, then the walls go up, then threads and the window start.

use eframe::egui;
use shared::{
    camera::{Folder, Sources},
    ui::{eye::Eye, look::Settings},
};
use station::{
    Desk,
    app::{self, App},
    args::{self, Ask, Options},
    desk::SharedDesk,
    host::{self, Display, Guard, Openings, cameras, display, fault, report, time::Watch},
    log::{Event, WipeReason},
};
use std::{
    io::Write,
    panic::AssertUnwindSafe,
    process::ExitCode,
    sync::{Arc, OnceLock},
};

/// Freed memory is zeroed: the second line behind `shared::keys::Secret`.
#[global_allocator]
static WIPING: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

const EXIT_FAILED: u8 = 1;
const EXIT_USAGE: u8 = 2;
const EXIT_NO_DISPLAY: u8 = 3;
const EXIT_FAULT: u8 = 101;

fn main() -> ExitCode {
    match args::read(std::env::args_os().skip(1)) {
        Ok(Ask::Open(options)) => open(&options),
        Ok(Ask::Check { options, json }) => check(&options, json),
        Ok(Ask::Cameras) => match cameras::serve() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(EXIT_FAILED, &error),
        },
        Ok(Ask::Help) => say(args::HELP),
        Ok(Ask::Version) => say(&format!("coldframe-station {}\n", env!("CARGO_PKG_VERSION"))),
        Err(error) => fail(EXIT_USAGE, &error),
    }
}

/// The report on the air gap; it needs no display, and opens none.
fn check(options: &Options, json: bool) -> ExitCode {
    let display = display::choose(&display::Environment::of_process()).ok();
    let air = close(options, display);
    let said = if json { format!("{:#}\n", report::json(&air)) } else { report::text(&air) };
    match air.may_hold_keys() {
        Ok(()) => say(&said),
        Err(_) => {
            _ = say(&said);
            ExitCode::from(EXIT_FAILED)
        }
    }
}

fn close(options: &Options, display: Option<Display>) -> station::air::Air {
    let mut air = host::close(&Openings { display, frames: options.frames.clone(), devices: false });
    air.accepted = options.accept_missing_walls;
    air
}

fn open(options: &Options) -> ExitCode {
    let display = match display::choose(&display::Environment::of_process()) {
        Ok(display) => display,
        Err(error) => return fail(EXIT_NO_DISPLAY, &error),
    };
    // Before the walls: afterwards no process can be started.
    let cameras = options.frames.is_none().then(cameras::start);
    let watch = Watch::start();
    let mut desk = Desk::new(close(options, Some(display)), host::random);
    desk.clock = watch.now();
    begin_log(&mut desk);
    if let Some(limit) = options.idle {
        desk.idle.set_limit(limit);
    }
    let desk = SharedDesk::new(desk);
    fault::guard_panics(desk.clone());

    // The guard stands before the window does, and wakes it once it is there.
    let shown = Arc::new(OnceLock::<egui::Context>::new());
    let wakes = Arc::clone(&shown);
    let wake = move || {
        if let Some(ctx) = wakes.get() {
            ctx.request_repaint();
        }
    };
    let guard = match Guard::start(desk.clone(), watch, wake) {
        Ok(guard) => guard,
        Err(error) => return fail(EXIT_FAILED, &error),
    };
    let lent = desk.clone();
    // Caught so that the wipe below comes after a fault, too: the guard shares the desk, so unwinding alone drops nothing.
    let ended =
        std::panic::catch_unwind(AssertUnwindSafe(move || window(options, cameras, lent, &shown, watch)));
    let reason = if ended.is_ok() { WipeReason::Exit } else { WipeReason::Fault };
    desk.lock().wipe(reason);
    drop(guard);
    match ended {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error @ eframe::Error::Winit(_) | error @ eframe::Error::WinitEventLoop(_))) => fail(
            EXIT_NO_DISPLAY,
            &format!("the display does not answer ({error}); start the station on this machine's desktop"),
        ),
        Ok(Err(error)) => {
            fail(EXIT_FAILED, &format!("the window does not open ({error}); install Mesa's OpenGL driver"))
        }
        Err(_) => ExitCode::from(EXIT_FAULT), // the hook has said where
    }
}

/// What is already known before the first screen.
fn begin_log(desk: &mut Desk) {
    let clock = desk.clock;
    if desk.air.accepted {
        desk.log.record(clock, Event::WallsAccepted);
    }
    for link in desk.air.links.clone() {
        desk.log.record(clock, Event::Exposed { link: link.name, held: false });
    }
}

fn window(
    options: &Options,
    cameras: Option<cameras::Line>,
    desk: SharedDesk,
    shown: &OnceLock<egui::Context>,
    watch: Watch,
) -> eframe::Result {
    let sources: Option<Arc<dyn Sources>> = match &options.frames {
        Some(folder) => Some(Arc::new(Folder::new(folder.clone()))),
        None => cameras.and_then(cameras::Line::cameras),
    };
    let mut settings = Settings::default();
    settings.theme = options.theme.unwrap_or(settings.theme);
    if let Some(percent) = options.zoom {
        settings = settings.at_least(f32::from(percent) / 100.0);
    }
    eframe::run_native(
        app::TITLE,
        app::options(),
        Box::new(move |creation| {
            let ctx = creation.egui_ctx.clone();
            _ = shown.set(ctx.clone());
            Ok(Box::new(App::new(
                desk,
                Eye::with_sources(sources, move || ctx.request_repaint()),
                watch,
                settings,
            )))
        }),
    )
}

/// To standard output; a reader that went away is no fault.
fn say(text: &str) -> ExitCode {
    _ = std::io::stdout().write_all(text.as_bytes());
    ExitCode::SUCCESS
}

fn fail(code: u8, error: &dyn std::fmt::Display) -> ExitCode {
    _ = writeln!(std::io::stderr(), "coldframe-station: {error}");
    ExitCode::from(code)
}
