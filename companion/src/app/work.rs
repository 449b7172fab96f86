//! The clerk's thread as the window holds it: one order at a time, the next one waiting, none ever waited for.

use std::sync::{Arc, Mutex, PoisonError};

use shared::job::{Job, JobError, Latest};

use crate::{
    clerk::{Clerk, Report},
    flow::{Done, Order, Refused, Tab},
};

/// The kind of work that ended because the operator wanted it to.
const STOPPED: &str = "stopped";

/// What is being done, for the line below the strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What was ordered.
    pub title: &'static str,
    /// What is being done of it.
    pub said: String,
    /// Whether it can be ended: it asks on its way, or has not begun.
    pub can_stop: bool,
    /// The operator has ended it; it stops as soon as it can.
    pub stops: bool,
}

#[derive(Debug)]
struct Running {
    job: Job<Report>,
    tab: Tab,
    is_quiet: bool,
    line: Line,
    said: Arc<Latest<String>>,
}

/// Work under way and work to come.
#[derive(Debug)]
pub(crate) struct Work {
    clerk: Arc<Mutex<Clerk>>,
    running: Option<Running>,
    waiting: Vec<(Order, Tab)>,
}

impl Work {
    /// Nothing to do.
    pub(crate) fn new(clerk: Clerk) -> Self {
        Self { clerk: Arc::new(Mutex::new(clerk)), running: None, waiting: Vec::new() }
    }

    /// Takes an order; it begins when the one under way has ended. A look that nobody ordered does not wait in a row.
    pub(crate) fn order(&mut self, order: Order, tab: Tab) {
        if order.comes_again() && self.waiting.iter().any(|(waiting, _)| waiting.comes_again()) {
            return;
        }
        self.waiting.push((order, tab));
    }

    /// Whether something is being done, or waits for it.
    pub(crate) fn is_busy(&self) -> bool {
        self.running.is_some() || !self.waiting.is_empty()
    }

    /// What is being done that somebody ordered, else the first such order that waits.
    pub(crate) fn line(&self) -> Option<Line> {
        if let Some(running) = self.running.as_ref().filter(|running| !running.is_quiet) {
            return Some(running.line.clone());
        }
        let (order, _) = self.waiting.get(self.first_loud()?)?;
        let said = match &self.running {
            Some(running) => format!("waits for this to end: {}", running.line.title.to_lowercase()),
            None => String::new(),
        };
        Some(Line { title: order.title(), said, can_stop: true, stops: false })
    }

    /// Whether [`Self::cancel`] would end something.
    pub(crate) fn can_cancel(&self) -> bool {
        self.line().is_some_and(|line| line.can_stop && !line.stops)
    }

    /// Ends what [`Self::line`] tells of, where that can be: work under way as soon as it asks, an order that waits at once, and
    /// then it is named. All else that waits stays in its row.
    pub(crate) fn cancel(&mut self) -> Option<Refused> {
        match self.running.as_mut().filter(|running| !running.is_quiet) {
            Some(running) if running.line.can_stop => {
                running.job.progress().cancel();
                running.line.stops = true;
                None
            }
            Some(_) => None,
            None => {
                let (order, _) = self.waiting.remove(self.first_loud()?);
                let said = format!("{}: ended before it began; nothing of it was done", order.title());
                Some(Refused::new("stopped", said))
            }
        }
    }

    /// The place of the first order that waits and that somebody gave.
    fn first_loud(&self) -> Option<usize> {
        self.waiting.iter().position(|(order, _)| !order.is_quiet())
    }

    /// Begins the next order, if nothing is being done; a report at once where it cannot begin.
    pub(crate) fn start(&mut self, ctx: &egui::Context) -> Option<(Report, Tab)> {
        if self.running.is_some() || self.waiting.is_empty() {
            return None;
        }
        let (order, tab) = self.waiting.remove(0);
        let (is_quiet, title) = (order.is_quiet(), order.title());
        let line = Line { title, said: String::new(), can_stop: order.can_stop(), stops: false };
        let said = Arc::<Latest<String>>::default();
        let (clerk, heard, ctx) = (Arc::clone(&self.clerk), Arc::clone(&said), ctx.clone());
        let work = move |progress: &shared::job::Progress| {
            let mut says = |text: &str| {
                heard.put(text.to_owned());
                progress.is_wanted()
            };
            clerk.lock().unwrap_or_else(PoisonError::into_inner).carry_out(order, &mut says)
        };
        match Job::start("clerk", work, move || ctx.request_repaint()) {
            Ok(job) => {
                self.running = Some(Running { job, tab, is_quiet, line, said });
                None
            }
            Err(error) => Some((failed(title, &error), tab)),
        }
    }

    /// The result, when it is there, and the screen that ordered it.
    pub(crate) fn poll(&mut self, ctx: &egui::Context) -> Option<(Report, Tab)> {
        let running = self.running.as_mut()?;
        if let Some(said) = running.said.take() {
            running.line.said = said;
        }
        let ended = running.job.poll()?;
        let (tab, title) = (running.tab, running.line.title);
        self.running = None;
        ctx.request_repaint();
        Some((told(ended.unwrap_or_else(|error| failed(title, &error))), tab))
    }
}

/// What is said of an order that the program could not carry out.
fn failed(title: &str, error: &JobError) -> Report {
    Report { done: Done::Failed(Refused::new("job", format!("{title}: {error}"))), shown: None }
}

/// The report as a screen gets it: that an order was ended by the operator is no news, and nothing else is kept back.
fn told(report: Report) -> Report {
    match report.done {
        Done::Failed(refused) if refused.kind.as_str() == STOPPED => {
            Report { done: Done::Stopped, shown: report.shown }
        }
        _ => report,
    }
}

#[cfg(test)]
mod tests;
