//! The eframe shell: `logic` takes finished work and what the camera saw, `ui` draws one screen and applies one choice.
//!
//! May not enter: what a screen means (`flow`), how it looks (`view`), how work is done (`clerk`).

mod work;

use std::{path::PathBuf, sync::Arc, time::Duration};

use egui::Key;
use shared::{
    camera::{Aim, Catch, Folder, Sources},
    ui::{
        eye::Eye,
        look::Settings,
        parts,
        theme::{self, Theme},
    },
};

use crate::{
    clerk::{Clerk, Report, Watch},
    flow::{self, Choice, Done, Next, Order, Refused, Screen, Shown, Tab},
    view::{
        self, Act,
        strip::{self, StripChoice},
    },
};
pub use work::Line;
use work::Work;

/// The title of the window.
pub const TITLE: &str = "Coldframe companion";
/// How often a transaction that is watched is looked at.
const LOOK: Duration = Duration::from_secs(2);
/// How often the progress of work is drawn anew.
const PROGRESS: Duration = Duration::from_millis(100);
/// The most refusals that stand above a screen; older ones go.
const REFUSED_MAX: usize = 3;

/// How the window is opened.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The journal's file, in place of the usual one.
    pub journal: Option<PathBuf>,
    /// A folder of pictures in place of the cameras.
    pub frames: Option<PathBuf>,
    /// Dark instead of light.
    pub dark: bool,
}

/// The window's state.
#[derive(Debug)]
pub struct App {
    screen: Screen,
    /// The screens of the other tabs, as they were left.
    kept: Vec<Screen>,
    shown: Shown,
    eye: Eye,
    work: Work,
    watch: Option<Watch>,
    looked: f64,
    told: Option<String>,
    refused: Vec<Refused>,
    settings: Settings,
    dressed: Option<Settings>,
}

impl App {
    /// The first screen; the journal is read at once.
    pub fn new(clerk: Clerk, eye: Eye, settings: Settings) -> Self {
        let mut work = Work::new(clerk);
        work.order(Order::Look, Tab::Home);
        Self {
            screen: Tab::Home.fresh(),
            kept: Vec::new(),
            shown: Shown::default(),
            eye,
            work,
            watch: None,
            looked: 0.0,
            told: None,
            refused: Vec::new(),
            settings,
            dressed: None,
        }
    }

    /// One step of the screen in sight.
    fn take(&mut self, ctx: &egui::Context, step: impl FnOnce(Screen, &Shown) -> Next) {
        // A step that panics leaves home behind, never half a screen.
        let screen = std::mem::replace(&mut self.screen, Tab::Home.fresh());
        let was = screen.tab();
        let kind = std::mem::discriminant(&screen);
        let next = step(screen, &self.shown);
        self.screen = next.screen;
        if kind != std::mem::discriminant(&self.screen) {
            // The focus does not wander to what stands at the same place of another screen.
            ctx.memory_mut(|memory| memory.focused().map(|id| memory.surrender_focus(id)));
        }
        ctx.request_repaint();
        let tab = self.screen.tab();
        if was != tab {
            self.kept.retain(|kept| kept.tab() != tab);
        }
        self.say(next.told, next.refused);
        if let Some(order) = next.order {
            self.work.order(order, tab);
        }
    }

    fn say(&mut self, told: Option<String>, refused: Option<Refused>) {
        if told.is_some() {
            self.told = told;
        }
        if let Some(refused) = refused
            && !self.refused.contains(&refused)
        {
            self.refused.push(refused);
            if self.refused.len() > REFUSED_MAX {
                self.refused.remove(0);
            }
        }
    }

    /// To another screen of the strip; the one in sight is kept as it is.
    fn go(&mut self, ctx: &egui::Context, tab: Tab) {
        self.told = None;
        if self.screen.tab() == tab {
            self.take(ctx, |screen, _| Next::to(flow::again(screen)));
            return;
        }
        let there = self.kept.iter().position(|kept| kept.tab() == tab).map(|at| self.kept.remove(at));
        let there = there.unwrap_or_else(|| tab.fresh());
        let left = std::mem::replace(&mut self.screen, Tab::Home.fresh());
        self.kept.push(left);
        self.take(ctx, |_, _| Next::to(there));
    }

    /// Takes the result of work, when it is there; it goes to the screen that ordered it.
    fn poll(&mut self, ctx: &egui::Context) {
        if let Some(shown) = self.watch.as_ref().and_then(Watch::poll)
            && shown.version >= self.shown.version
        {
            self.shown = Shown { example: self.shown.example, ..shown };
        }
        if let Some((report, tab)) = self.work.poll(ctx) {
            self.deliver(ctx, report, tab);
        }
    }

    /// Hands what came of work to the screen that ordered it.
    fn deliver(&mut self, ctx: &egui::Context, report: Report, tab: Tab) {
        let Report { done, shown } = report;
        if let Some(shown) = shown {
            self.shown = *shown;
            if self.watch.is_none() {
                let ctx = ctx.clone();
                let place = self.shown.place.clone();
                self.watch = Watch::start(place, self.shown.version, move || ctx.request_repaint());
            }
        }
        if self.screen.tab() == tab {
            self.take(ctx, |screen, shown| flow::finish(screen, shown, done));
            return;
        }
        match self.kept.iter().position(|kept| kept.tab() == tab) {
            Some(at) => {
                let next = flow::finish(self.kept.remove(at), &self.shown, done);
                let tab = next.screen.tab();
                self.say(next.told, next.refused);
                if let Some(order) = next.order {
                    self.work.order(order, tab);
                }
                if tab != self.screen.tab() {
                    // It may have become a screen of another tab, of which one is kept already.
                    self.kept.retain(|kept| kept.tab() != tab);
                    self.kept.push(next.screen);
                }
            }
            None => {
                if let Done::Failed(refused) = done {
                    self.say(None, Some(refused));
                }
            }
        }
    }

    /// Looks at the chain again and again while a transaction is watched and nothing else is done.
    fn watch_chain(&mut self, ctx: &egui::Context) {
        let Some(id) = self.screen.watches(&self.shown) else { return };
        let now = ctx.input(|input| input.time);
        if !self.work.is_busy() && now - self.looked >= LOOK.as_secs_f64() {
            self.looked = now;
            self.work.order(Order::Stand(id), Tab::Home);
        }
        ctx.request_repaint_after(LOOK);
    }

    /// Files that were dropped and texts that were pasted where no field has the focus.
    fn take_input(&mut self, ctx: &egui::Context) {
        let files: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if !files.is_empty() {
            self.told = None;
            self.take(ctx, |screen, shown| flow::dropped(screen, shown, files));
        }
        let is_free = ctx.memory(|memory| memory.focused().is_none());
        let text = ctx.input(|input| {
            input.events.iter().find_map(|event| match event {
                egui::Event::Paste(text) => Some(text.clone()),
                _ => None,
            })
        });
        if let Some(text) = text.filter(|_| is_free) {
            self.take(ctx, |screen, shown| flow::pasted(screen, shown, text));
        }
    }

    /// Ends what can be ended; what had not begun is named.
    fn cancel(&mut self) {
        let refused = self.work.cancel();
        self.say(None, refused);
    }

    fn apply(&mut self, ctx: &egui::Context, choice: StripChoice) {
        match choice {
            StripChoice::Go(tab) => self.go(ctx, tab),
            StripChoice::Look(settings) => self.settings = settings,
            StripChoice::Cancel => self.cancel(),
            StripChoice::Dismiss(at) if at < self.refused.len() => _ = self.refused.remove(at),
            StripChoice::Dismiss(_) => {}
        }
        ctx.request_repaint();
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.eye.want(self.screen.wants_camera().then_some(Aim::Message));
        if let Some(Catch::Message(received)) = self.eye.poll() {
            self.take(ctx, |screen, shown| flow::seen(screen, shown, received));
        }
        self.poll(ctx);
        self.watch_chain(ctx);
        if let Some((report, tab)) = self.work.start(ctx) {
            self.deliver(ctx, report, tab);
        }
        if self.work.is_busy() {
            // Also where the wake came a moment before the work's end.
            ctx.request_repaint_after(PROGRESS);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        if self.dressed != Some(self.settings) {
            theme::apply(&ctx, self.settings.theme, self.settings.scale());
            self.dressed = Some(self.settings);
            ctx.request_repaint();
        }
        self.take_input(&ctx);
        // Escape ends work that can be ended before it leads back.
        if self.work.can_cancel() && parts::pressed(ui, Key::Escape) {
            ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape));
            self.cancel();
        }
        let bar = if view::is_full(&self.screen) {
            strip::keys(ui, self.settings)
        } else {
            let colours = theme::palette(ui);
            let mut chosen = strip::show(ui, self.settings, self.screen.tab(), &self.shown);
            chosen = chosen.or(strip::progress(ui, self.work.line().as_ref()));
            if let Some(told) = &self.told {
                parts::banner(ui, "told", colours.good, "Done", told);
            }
            chosen.or(strip::refusals(ui, &self.refused))
        };
        let act = egui::CentralPanel::no_frame()
            .show(ui, |ui| {
                let background = theme::palette(ui).background;
                ui.painter().rect_filled(ui.max_rect(), 0.0, background);
                let id = std::mem::discriminant(&self.screen);
                ui.push_id(id, |ui| view::show(ui, &self.screen, &self.shown, &self.eye)).inner
            })
            .inner;
        match act {
            Some(Act::Choice(choice)) => {
                if !is_typing(&choice) {
                    self.told = None;
                }
                self.take(&ctx, |screen, shown| flow::step(screen, shown, choice));
            }
            Some(Act::Eye(choice)) => self.eye.apply(choice),
            None => {}
        }
        if let Some(choice) = bar {
            self.apply(&ctx, choice);
        }
    }
}

/// Whether a choice changes how codes are shown alone, so that what was said may stand.
fn is_typing(choice: &Choice) -> bool {
    matches!(choice, Choice::Sign(flow::SignChoice::Codes(_)) | Choice::Pages(flow::PagesChoice::InSight(..)))
}

/// Opens the window and stays until it is closed.
pub fn run(options: Options) -> eframe::Result {
    let viewport = egui::ViewportBuilder::default()
        .with_title(TITLE)
        .with_app_id("coldframe")
        .with_min_inner_size([640.0, 600.0])
        .with_inner_size([1100.0, 800.0]);
    let native = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    let settings =
        Settings { theme: if options.dark { Theme::Dark } else { Theme::Light }, ..Settings::default() };
    eframe::run_native(
        TITLE,
        native,
        Box::new(move |creation| {
            let ctx = creation.egui_ctx.clone();
            let eye = Eye::with_sources(sources(options.frames), move || ctx.request_repaint());
            Ok(Box::new(App::new(Clerk::new(options.journal), eye, settings)))
        }),
    )
}

/// The cameras, or the folder in place of them.
fn sources(frames: Option<PathBuf>) -> Option<Arc<dyn Sources>> {
    match frames {
        Some(folder) => Some(Arc::new(Folder::new(folder))),
        None => cameras(),
    }
}

#[cfg(feature = "webcam")]
fn cameras() -> Option<Arc<dyn Sources>> {
    Some(Arc::new(shared::camera::Webcams))
}

#[cfg(not(feature = "webcam"))]
fn cameras() -> Option<Arc<dyn Sources>> {
    None
}

#[cfg(test)]
mod tests;
