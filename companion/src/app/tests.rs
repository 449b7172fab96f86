//! The window without its frame: whose result goes where, and what is kept.

use super::*;
use crate::{
    flow::{Build, Stage, samples},
    journal::State,
};

fn app() -> (App, egui::Context, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let clerk = Clerk::new(Some(folder.path().join("journal.sqlite")));
    let app = App::new(clerk, Eye::with_sources(None, || {}), Settings::default());
    (app, egui::Context::default(), folder)
}

fn report(done: Done) -> Report {
    Report { done, shown: None }
}

#[test]
fn there_is_never_more_than_one_screen_of_a_tab() {
    let (mut app, ctx, _folder) = app();
    let record = samples::record(1, &samples::transaction(0), State::Waiting);
    app.shown = samples::shown(vec![record.clone()]);
    app.go(&ctx, Tab::Build);
    app.go(&ctx, Tab::Keys);
    // Home and Build are kept; Build becomes the screen on which its request is signed, which is Home's.
    app.deliver(&ctx, report(Done::Asked(Box::new(record))), Tab::Build);
    let tabs: Vec<Tab> = app.kept.iter().map(Screen::tab).collect();
    assert_eq!(tabs, [Tab::Home]);
    app.go(&ctx, Tab::Home);
    assert!(
        matches!(&app.screen, Screen::Sign(sign) if sign.stage == Stage::Review),
        "the newer one is kept"
    );
}

#[test]
fn a_failure_is_said_whatever_screen_is_in_sight_and_changes_none() {
    let (mut app, ctx, _folder) = app();
    app.go(&ctx, Tab::Build);
    app.screen = Screen::Build(Box::new(Build { purpose: "a test".to_owned(), ..Build::default() }));
    app.go(&ctx, Tab::Journal);
    app.deliver(&ctx, report(Done::Failed(Refused::new("node", "it does not answer"))), Tab::Build);
    assert_eq!(app.refused.len(), 1);
    app.go(&ctx, Tab::Build);
    assert!(matches!(&app.screen, Screen::Build(build) if build.purpose == "a test"));
}

#[test]
fn what_is_taken_back_before_it_began_is_named_above_the_screen() {
    let (mut app, _ctx, folder) = app();
    app.work.order(Order::Export(folder.path().join("journal.json")), Tab::Journal);
    app.cancel();
    assert!(app.refused[0].message.starts_with("Exporting the journal: "), "{:?}", app.refused);
}
