//! The eframe shell: `logic` takes finished work and what the camera saw, `ui` draws one screen and applies one choice.
//!
//! May not enter: what a screen means (`flow`), how it looks (`view`), what the system is asked (`host`).

use crate::{
    desk::{Clock, SharedDesk},
    flow::{self, Choice, Next, Order, Refused, Screen, Seen, Want},
    host::time::Watch,
    log::WipeReason,
    view::{
        self, Act,
        strip::{self, StripChoice},
    },
};
use shared::{
    Kind,
    camera::{Aim, Catch},
    job::{Job, Progress},
    keys::search::search,
    ui::{eye::Eye, look::Settings, parts, theme},
};
use std::time::Duration;

/// The title of the window: constant, so that nothing of a sitting stands in a task bar.
pub const TITLE: &str = "Coldframe station";
/// The smallest window, in points.
const SMALLEST: [f32; 2] = [480.0, 600.0];
/// The window as it opens, in points.
const FIRST: [f32; 2] = [1000.0, 760.0];
/// How often the countdown is drawn anew.
const COUNTDOWN: Duration = Duration::from_secs(1);
/// How often the progress of slow work is drawn anew.
const PROGRESS: Duration = Duration::from_millis(100);

/// The window's state.
#[derive(Debug)]
pub struct App {
    desk: SharedDesk,
    eye: Eye,
    screen: Screen,
    job: Option<Job<flow::Done>>,
    settings: Settings,
    dressed: Option<Settings>,
    /// The last wipe that the window has seen.
    seen_wipe: Option<(Clock, WipeReason)>,
    /// A sentence above the screen, until the next choice.
    told: Option<String>,
    watch: Watch,
}

/// How the window is opened.
pub fn options() -> eframe::NativeOptions {
    let viewport = egui::ViewportBuilder::default()
        .with_title(TITLE)
        .with_app_id("coldframe-station")
        .with_min_inner_size(SMALLEST)
        .with_inner_size(FIRST);
    eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() }
}

impl App {
    /// The first screen. The clock is the one that the guard goes by.
    pub fn new(desk: SharedDesk, eye: Eye, watch: Watch, settings: Settings) -> Self {
        Self {
            desk,
            eye,
            screen: Screen::Start(Box::default()),
            job: None,
            settings,
            dressed: None,
            seen_wipe: None,
            told: None,
            watch,
        }
    }

    fn take(&mut self, ctx: &egui::Context, step: impl FnOnce(Screen, &mut crate::Desk) -> Next) {
        // A step that panics leaves the start screen behind, never half a screen.
        let screen = std::mem::replace(&mut self.screen, Screen::Start(Box::default()));
        let was = std::mem::discriminant(&screen);
        let next = step(screen, &mut self.desk.lock());
        self.screen = next.screen;
        if was != std::mem::discriminant(&self.screen) {
            // The focus does not wander to what stands at the same place of another screen.
            ctx.memory_mut(|memory| memory.focused().map(|id| memory.surrender_focus(id)));
            ctx.request_repaint();
        }
        match next.order {
            Some(order) => self.run(ctx, order),
            None if !self.screen.waits() => self.job = None,
            None => {}
        }
    }

    fn run(&mut self, ctx: &egui::Context, order: Order) {
        self.job = None; // one at a time; the drop waits for the old one
        let wake = {
            let ctx = ctx.clone();
            move || ctx.request_repaint()
        };
        let desk = self.desk.clone();
        let started = match order {
            // The lock is taken for one key at a time: a wipe comes at once, and ends the search.
            Order::FindPath(wanted) => Job::start(
                "path search",
                move |progress| {
                    let lend =
                        |path: &_| desk.lock().sitting.as_ref().and_then(|sitting| sitting.branch(path));
                    let ended = search(wanted, lend, |done, total| progress.report(done, total));
                    flow::Done::FindPath(wanted, ended)
                },
                wake,
            ),
            order => {
                let name = if matches!(order, Order::Repair { .. }) { "word repair" } else { "reader" };
                let work = move |progress: &Progress| order.run(|done, total| progress.report(done, total));
                Job::start(name, work, wake)
            }
        };
        match started {
            Ok(job) => self.job = Some(job),
            Err(error) => self.screen = Screen::Refused(lost(&error)),
        }
    }

    /// Takes the result of slow work, when it is there.
    fn poll(&mut self, ctx: &egui::Context) {
        let Some(job) = &mut self.job else { return };
        match job.poll() {
            None => {
                self.screen.progressed(job.progress().steps());
                ctx.request_repaint_after(PROGRESS);
            }
            Some(result) => {
                self.job = None;
                match result {
                    Ok(done) => self.take(ctx, |screen, desk| flow::finish(screen, desk, done)),
                    Err(error) => self.screen = Screen::Refused(lost(&error)),
                }
            }
        }
    }

    /// Leaves what makes no sense without the secrets that somebody else has wiped, and says why.
    fn notice_wipes(&mut self) {
        let last = self.desk.lock().last_wipe;
        if last == self.seen_wipe {
            return;
        }
        self.seen_wipe = last;
        self.told = last.map(|(_, reason)| reason.sentence().to_owned());
        if !matches!(self.screen, Screen::Answer(_) | Screen::Journal(_) | Screen::Start(_)) {
            self.screen = Screen::Start(Box::default());
            self.job = None;
        }
    }

    fn apply(&mut self, ctx: &egui::Context, choice: StripChoice) {
        match choice {
            StripChoice::Lock => self.take(ctx, |screen, desk| flow::step(screen, desk, Choice::Lock)),
            StripChoice::Look(settings) => self.settings = settings,
            StripChoice::Limit(limit) => self.desk.lock().idle.set_limit(limit),
        }
    }
}

/// Slow work that did not come to an end.
fn lost(error: &shared::job::JobError) -> Refused {
    Refused { kind: Kind::new("job"), message: error.to_string() }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.desk.lock().clock = self.watch.now();
        self.notice_wipes();
        self.eye.want(self.screen.wants().map(|want| match want {
            Want::Message => Aim::Message,
            Want::Seed => Aim::Code,
        }));
        if let Some(caught) = self.eye.poll() {
            let seen = match caught {
                Catch::Message(received) => Seen::Message(received),
                Catch::Code(content) => Seen::Seed(content),
            };
            self.take(ctx, |screen, desk| flow::seen(screen, desk, seen));
        }
        self.poll(ctx);
        self.take(ctx, flow::advance);
        self.notice_wipes();
        if self.desk.lock().holds_secrets() {
            ctx.request_repaint_after(COUNTDOWN);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        if self.dressed != Some(self.settings) {
            theme::apply(&ctx, self.settings.theme, self.settings.scale());
            self.dressed = Some(self.settings);
            ctx.request_repaint();
        }
        if ui.input(|input| input.events.iter().any(is_touch)) {
            let mut desk = self.desk.lock();
            let now = desk.clock.running;
            desk.idle.touch(now);
        }
        let (strip, act) = {
            let desk = self.desk.lock();
            let strip = strip::show(ui, self.settings, &desk);
            let colours = theme::palette(ui);
            if let Some(told) = &self.told {
                parts::banner(ui, "told", colours.caution, "Notice", told);
            }
            if let Some(why) = strip::stopped(&desk) {
                parts::banner(ui, "stopped", colours.danger, "Stopped", &why);
            }
            let act = egui::CentralPanel::no_frame()
                .show(ui, |ui| {
                    let background = theme::palette(ui).background;
                    ui.painter().rect_filled(ui.max_rect(), 0.0, background);
                    ui.push_id(std::mem::discriminant(&self.screen), |ui| {
                        view::show(ui, &self.screen, &desk, &self.eye)
                    })
                    .inner
                })
                .inner;
            (strip, act)
        };
        if strip.is_some() || act.is_some() {
            ctx.request_repaint();
        }
        match act {
            Some(Act::Choice(choice)) => {
                self.told = None;
                self.take(&ctx, |screen, desk| flow::step(screen, desk, choice));
            }
            Some(Act::Eye(choice)) => self.eye.apply(choice),
            None => {}
        }
        if let Some(choice) = strip {
            self.apply(&ctx, choice);
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.desk.lock().wipe(WipeReason::Exit);
    }
}

impl Drop for App {
    /// Also when a view unwinds.
    fn drop(&mut self) {
        self.job = None;
        self.desk.lock().wipe(WipeReason::Exit);
    }
}

/// Whether somebody did something; a picture that moves by itself is nobody.
fn is_touch(event: &egui::Event) -> bool {
    use egui::Event::{Key, MouseWheel, PointerButton, PointerMoved, Text, Touch};
    matches!(
        event,
        Key { .. } | MouseWheel { .. } | PointerButton { .. } | PointerMoved(_) | Text(_) | Touch { .. }
    )
}
