//! The screens of books, journal and requests without a window, on a journal of their own and the embedded chain.

use egui::{Key, Modifiers, Ui, vec2};
use egui_kittest::{Harness, kittest::Queryable};
use shared::ui::{
    eye::Eye,
    theme::{self, Theme},
};

use super::{Act, show};
use crate::{
    clerk::Clerk,
    example,
    flow::{
        Build, BuildChoice, Choice, Next, Order, Page, PagesChoice, Refused, Screen, Shown, Tab, What,
        finish, step,
    },
    journal::State,
};

/// A window without its frame: orders are carried out at once.
struct Table {
    screen: Screen,
    shown: Shown,
    clerk: Clerk,
    refused: Vec<Refused>,
    told: Vec<String>,
    _folder: tempfile::TempDir,
}

impl Table {
    fn new(screen: Screen) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clerk = Clerk::new(Some(folder.path().join("journal.sqlite")));
        let (refused, told) = (Vec::new(), Vec::new());
        let mut table = Self { screen, shown: Shown::default(), clerk, refused, told, _folder: folder };
        table.order(Order::Look);
        table
    }

    fn with_example(screen: Screen) -> Self {
        let mut table = Self::new(screen);
        table.order(Order::Example);
        table
    }

    fn order(&mut self, order: Order) {
        let report = self.clerk.carry_out(order, &mut |_| true);
        if let Some(shown) = report.shown {
            self.shown = *shown;
        }
        self.take(|screen, shown| finish(screen, shown, report.done));
    }

    fn take(&mut self, turn: impl FnOnce(Screen, &Shown) -> Next) {
        let screen = std::mem::replace(&mut self.screen, Tab::Home.fresh());
        let next = turn(screen, &self.shown);
        self.screen = next.screen;
        self.refused.extend(next.refused);
        self.told.extend(next.told);
        if let Some(order) = next.order {
            self.order(order);
        }
    }

    fn build(&self) -> &Build {
        let Screen::Build(build) = &self.screen else { panic!("{:?}", self.screen.tab()) };
        build
    }
}

fn harness(table: Table, size: egui::Vec2, theme: Theme) -> Harness<'static, Table> {
    let eye = Eye::with_sources(None, || {});
    let mut dressed = false;
    let draw = move |ui: &mut Ui, table: &mut Table| {
        if !std::mem::replace(&mut dressed, true) {
            theme::apply(ui.ctx(), theme, 1.0);
        }
        let act =
            egui::CentralPanel::no_frame().show(ui, |ui| show(ui, &table.screen, &table.shown, &eye)).inner;
        if let Some(Act::Choice(choice)) = act {
            table.take(|screen, shown| step(screen, shown, choice));
            ui.ctx().request_repaint();
        }
    };
    let builder = Harness::builder().with_size(size).with_step_dt(1.0 / 60.0);
    let mut harness = builder.build_ui_state(draw, table);
    harness.run_steps(4);
    harness
}

fn at(table: Table) -> Harness<'static, Table> {
    harness(table, vec2(1000.0, 900.0), Theme::Light)
}

fn press(harness: &mut Harness<'_, Table>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

fn write(harness: &mut Harness<'_, Table>, label: &str, text: &str) {
    let is_field = |node: &egui_kittest::Node<'_>| {
        matches!(
            egui_kittest::kittest::NodeT::accesskit_node(node).role(),
            egui::accesskit::Role::TextInput | egui::accesskit::Role::MultilineTextInput
        )
    };
    let field = harness.get_all_by_label(label).find(is_field).unwrap();
    field.focus();
    harness.run_steps(2);
    harness.get_all_by_label(label).find(is_field).unwrap().type_text(text);
    harness.run_steps(3);
}

fn key(harness: &mut Harness<'_, Table>, key: Key) {
    harness.key_press(key);
    harness.run_steps(4);
}

#[test]
fn every_empty_screen_says_what_to_do_first() {
    for (tab, sentence) in [
        (Tab::Build, "No chain has a node yet. Choose one on Chains (Ctrl+5) first."),
        (
            Tab::Chains,
            "No chain is used yet. Choose one below and give it a node; then requests can be built for it.",
        ),
        (
            Tab::Contracts,
            "No contract is here yet. Add one with its address and its ABI; then a request can call its functions by name.",
        ),
        (Tab::Journal, "No request was made yet. Build one; it is written here before anybody sees it."),
        (Tab::Keys, "None of them is here"),
    ] {
        let harness = at(Table::new(tab.fresh()));
        let found = if tab == Tab::Keys {
            harness.query_by_label_contains("No device is here yet.")
        } else {
            harness.query_by_label(sentence)
        };
        assert!(found.is_some(), "{tab:?}");
    }
}

#[test]
fn a_call_is_built_checked_and_asked_for_by_keyboard_alone() {
    let mut harness = at(Table::with_example(Tab::Build.fresh()));
    harness.get_by_label("pause").focus();
    harness.run_steps(2);
    key(&mut harness, Key::Space);
    assert!(harness.state().build().function.is_some());
    harness.state_mut().told.clear();
    harness.get_by_label("Check it").focus();
    harness.run_steps(2);
    key(&mut harness, Key::Enter);
    assert!(harness.state().refused.is_empty(), "{:?}", harness.state().refused);
    let draft = harness.state().build().checked.clone().expect("the nodes were asked");
    assert!(draft.reverts.is_none() && draft.choices.len() == 3);
    assert!(harness.query_by_label("Check the request").is_some());
    key(&mut harness, Key::Escape);
    assert!(harness.state().build().checked.is_none() && harness.state().build().function.is_some());
    key(&mut harness, Key::Enter);
    key(&mut harness, Key::Enter);
    assert!(matches!(harness.state().screen, Screen::Sign(_)), "{:?}", harness.state().refused);
    let requests = &harness.state().shown.requests;
    assert_eq!((requests.len(), requests[0].state), (1, State::Waiting));
}

#[test]
fn several_calls_are_checked_one_by_one_and_asked_for_together_with_nonces_that_follow() {
    let mut harness = at(Table::with_example(Tab::Build.fresh()));
    for (function, add) in
        [("pause", "Begin a batch"), ("unpause", "Add to the batch"), ("pause", "Add to the batch")]
    {
        press(&mut harness, function);
        press(&mut harness, "Check it");
        assert!(harness.state().build().checked.is_some(), "{:?}", harness.state().refused);
        press(&mut harness, add);
        assert!(harness.state().build().checked.is_none() && harness.state().build().function.is_none());
    }
    press(&mut harness, "Take the last one out");
    assert!(harness.state().shown.requests.is_empty(), "nothing is asked for before all are");
    press(&mut harness, "Make the 2 requests");
    assert!(matches!(harness.state().screen, Screen::Home(_)), "{:?}", harness.state().refused);
    let requests = &harness.state().shown.requests;
    let mut nonces: Vec<_> = requests.iter().filter_map(|record| record.asked.nonce).collect();
    nonces.sort_unstable();
    assert_eq!(nonces, [0, 1]);
}

#[test]
fn an_argument_is_typed_as_a_name_and_a_wrong_one_is_told_at_its_field() {
    let mut harness = at(Table::with_example(Tab::Build.fresh()));
    press(&mut harness, "transferOwnership");
    write(&mut harness, "newOwner (address)", "0x1");
    harness.key_press_modifiers(Modifiers::NONE, Key::Escape);
    harness.run_steps(2);
    press(&mut harness, "Check it");
    assert_eq!(harness.state().build().wrong.len(), 1);
    assert!(harness.query_by_label("One field is not right yet; it says why.").is_some());
    press(&mut harness, "Clear the form");
    assert!(harness.state().build().function.is_none());
}

#[test]
fn another_fee_changes_what_will_be_signed() {
    let mut table = Table::with_example(Tab::Build.fresh());
    let signature = {
        let build = table.build();
        let contract = build.contract(&table.shown).unwrap();
        crate::flow::forms_of(contract, false).remove(0).signature
    };
    for choice in [BuildChoice::What(What::Call), BuildChoice::Function(signature), BuildChoice::Check] {
        table.take(|screen, shown| step(screen, shown, Choice::Build(choice)));
    }
    if table.build().checked.is_none() {
        // The first function takes an argument.
        let at = crate::flow::At::Argument(vec![0]);
        for choice in [BuildChoice::Type(at, "5".to_owned()), BuildChoice::Check] {
            table.take(|screen, shown| step(screen, shown, Choice::Build(choice)));
        }
    }
    let before = table.build().checked.as_ref().unwrap().review.digest();
    let mut harness = at(table);
    harness.get_by_label("fast").focus();
    harness.run_steps(3);
    key(&mut harness, Key::Space);
    assert_ne!(harness.state().build().checked.as_ref().unwrap().review.digest(), before);
}

#[test]
fn the_books_of_the_example_are_shown_and_a_contract_can_be_removed_and_put_back() {
    let mut harness = at(Table::with_example(Tab::Contracts.fresh()));
    press(&mut harness, &format!("Functions: {}", example::CONTRACT));
    assert!(harness.query_by_label("transferOwnership(address)").is_some());
    press(&mut harness, "Back to the contracts");
    press(&mut harness, &format!("Remove: {}", example::CONTRACT));
    press(&mut harness, "Remove it");
    assert!(harness.state().shown.book.contracts.is_empty(), "{:?}", harness.state().refused);
    press(&mut harness, "Undo the removal");
    assert_eq!(harness.state().shown.book.contracts.len(), 1);
}

#[test]
fn an_address_is_named_and_its_name_is_kept() {
    let mut harness = at(Table::with_example(Tab::Keys.fresh()));
    press(&mut harness, "Name an address");
    press(&mut harness, "Keep the name");
    assert!(harness.query_by_label_contains("cannot be a name").is_some());
    write(&mut harness, "Name", "Safe");
    write(&mut harness, "Address", "0x0000000000000000000000000000000000000001");
    press(&mut harness, "Keep the name");
    assert_eq!(harness.state().shown.book.addresses[0].name, "Safe");
    assert!(harness.query_by_label("Rename: Safe").is_some());
}

#[test]
fn the_nodes_of_a_chain_are_tried_and_say_who_they_are() {
    let mut harness = at(Table::with_example(Tab::Chains.fresh()));
    press(&mut harness, &format!("Nodes: {}", example::CHAIN));
    press(&mut harness, "Try the nodes");
    assert!(harness.query_by_label_contains("It says: ").is_some(), "{:?}", harness.state().refused);
}

#[test]
fn the_journal_lists_a_request_opens_it_proves_itself_and_lets_it_be_given_up() {
    let mut table = Table::with_example(Tab::Build.fresh());
    let pause = {
        let contract = table.build().contract(&table.shown).unwrap();
        let mut forms = crate::flow::forms_of(contract, false).into_iter();
        forms.find(|form| form.signature.name() == "pause").unwrap().signature
    };
    for choice in [BuildChoice::Function(pause), BuildChoice::Check, BuildChoice::Ask] {
        table.take(|screen, shown| step(screen, shown, Choice::Build(choice)));
    }
    table.screen = Tab::Journal.fresh();
    let mut harness = at(table);
    let record = harness.state().shown.requests[0].clone();
    harness.get_by_label_contains(&record.asked.purpose).click();
    harness.run_steps(4);
    assert!(harness.query_by_label("Entries").is_some());
    press(&mut harness, "Give it up");
    press(&mut harness, "Give it up");
    assert!(harness.query_by_label_contains("Say why in a few words").is_some());
    write(&mut harness, "Reason", "only a test");
    press(&mut harness, "Give it up");
    assert_eq!(harness.state().shown.requests[0].state, State::Abandoned);
    press(&mut harness, "Prove it");
    press(&mut harness, "Check every entry");
    assert!(harness.query_by_label("Nothing was changed").is_some());
}

#[test]
fn a_request_that_is_opened_goes_on_where_it_stands() {
    let mut table = Table::with_example(Tab::Journal.fresh());
    table.take(|screen, shown| step(screen, shown, Choice::Pages(PagesChoice::Open)));
    assert!(
        matches!(&table.screen, Screen::Pages(pages) if pages.page == Page::List),
        "there is none to open"
    );
}

#[test]
fn every_screen_fits_the_smallest_window_in_both_themes() {
    for theme in [Theme::Light, Theme::Dark] {
        for tab in Tab::ALL {
            for table in [Table::new(tab.fresh()), Table::with_example(tab.fresh())] {
                let harness = harness(table, vec2(640.0, 560.0), theme);
                for node in harness.get_all_by_role(egui::accesskit::Role::Button) {
                    let rect = node.rect();
                    assert!(rect.left() >= 0.0 && rect.right() <= 641.0, "{tab:?}: {rect:?}");
                }
            }
        }
    }
}
