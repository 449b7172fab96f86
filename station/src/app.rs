//! The eframe shell: `logic` takes finished work and what the camera saw, `ui` draws one screen and applies one choice.
//!
//! May not enter: what a screen means (`flow`), how it looks (`view`), what the system is asked (`host`).

use crate::{
    desk::SharedDesk,
    eye::Eye,
    flow::{self, Next, Order, Screen},
    view::{self, Act},
};
use shared::job::Job;

/// The window's state.
#[derive(Debug)]
pub struct App {
    desk: SharedDesk,
    eye: Eye,
    screen: Screen,
    job: Option<Job<flow::Done>>,
}

impl App {
    /// The first screen.
    pub fn new(desk: SharedDesk, eye: Eye) -> Self {
        Self { desk, eye, screen: Screen::Start(Box::default()), job: None }
    }

    fn take(&mut self, step: impl FnOnce(Screen, &mut crate::Desk) -> Next) {
        // A step that panics leaves the start screen behind, never half a screen.
        let screen = std::mem::replace(&mut self.screen, Screen::Start(Box::default()));
        let next = step(screen, &mut self.desk.lock());
        self.screen = next.screen;
        match next.order {
            Some(order) => self.run(order),
            None if !self.screen.waits() => self.job = None,
            None => {}
        }
    }

    fn run(&mut self, order: Order) {
        match order {}
    }
}

impl eframe::App for App {
    fn logic(&mut self, _ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.eye.want(self.screen.wants());
        if let Some(seen) = self.eye.poll() {
            self.take(|screen, desk| flow::seen(screen, desk, seen));
        }
        self.take(flow::advance);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let act = view::show(ui, &self.screen, &self.desk.lock(), &self.eye);
        match act {
            Some(Act::Choice(choice)) => self.take(|screen, desk| flow::step(screen, desk, choice)),
            Some(Act::Eye(choice)) => self.eye.apply(choice),
            None => {}
        }
    }
}
