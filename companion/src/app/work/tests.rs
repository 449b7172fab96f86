//! The row of orders: who waits, what can be ended, and that nothing is dropped without a word.

use shared::eth::B256;

use super::*;
use crate::{acts::Replacement, build::RequestId, node::Speed};

const ID: RequestId = RequestId::of_bytes([1; 16]);

struct Table {
    work: Work,
    ctx: egui::Context,
    _folder: tempfile::TempDir,
}

impl Table {
    /// Work on a journal of its own; none that can be opened where `damaged`.
    fn new(damaged: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let name = if damaged { "" } else { "journal.sqlite" };
        let work = Work::new(Clerk::new(Some(folder.path().join(name))));
        Self { work, ctx: egui::Context::default(), _folder: folder }
    }

    fn order(&mut self, order: Order) {
        self.work.order(order, Tab::Home);
    }

    fn start(&mut self) {
        assert!(self.work.start(&self.ctx).is_none(), "there is a thread");
    }

    /// What came of the order under way.
    fn ended(&mut self) -> Done {
        loop {
            if let Some((report, _)) = self.work.poll(&self.ctx) {
                return report.done;
            }
            std::thread::yield_now();
        }
    }
}

fn send() -> Order {
    Order::Send { id: ID, allow_gap: false }
}

#[test]
fn only_work_that_asks_on_its_way_can_be_ended() {
    let folder = tempfile::tempdir().unwrap();
    for (order, can_stop) in [
        (Order::Verify(None), true),
        (Order::TestNodes(Vec::new()), true),
        (Order::Read(Vec::new()), true),
        (send(), false),
        (Order::Record(Vec::new()), false),
        (Order::Export(folder.path().join("journal.json")), false),
        (Order::Replace { id: ID, kind: Replacement::Faster, speed: Speed::Fast }, false),
    ] {
        let mut table = Table::new(false);
        let title = order.title();
        let clerk = Arc::clone(&table.work.clerk);
        let held = clerk.lock().unwrap();
        table.order(order);
        table.start();
        assert_eq!(table.work.line().unwrap().can_stop, can_stop, "{title}");
        assert_eq!(table.work.can_cancel(), can_stop, "{title}");
        assert!(table.work.cancel().is_none());
        assert_eq!(table.work.line().unwrap().stops, can_stop, "{title}: it says so only where it stops");
        assert!(!table.work.can_cancel(), "not twice");
        drop(held);
        table.ended();
    }
}

#[test]
fn an_order_behind_a_look_that_hangs_is_told_of_and_can_be_taken_back_by_name() {
    let mut table = Table::new(false);
    let clerk = Arc::clone(&table.work.clerk);
    let held = clerk.lock().unwrap(); // a node that does not answer
    table.order(Order::Stand(ID));
    table.start();
    assert!(table.work.line().is_none(), "nobody ordered the look");
    table.order(send());
    let line = table.work.line().unwrap();
    assert_eq!((line.title, line.can_stop), ("Sending", true));
    assert!(line.said.contains("looking at the chain"), "{}", line.said);
    let refused = table.work.cancel().unwrap();
    assert!(refused.message.starts_with("Sending: ended before it began"), "{}", refused.message);
    assert!(table.work.line().is_none() && table.work.waiting.is_empty());
    drop(held);
    assert!(matches!(table.ended(), Done::Blind(..)));
}

#[test]
fn what_waits_stays_in_its_row_when_work_is_ended() {
    let mut table = Table::new(false);
    let clerk = Arc::clone(&table.work.clerk);
    let held = clerk.lock().unwrap();
    table.order(Order::TestNodes(vec!["http://127.0.0.1:1".to_owned()]));
    table.start();
    table.order(Order::Record(Vec::new()));
    assert!(table.work.cancel().is_none());
    drop(held);
    assert!(matches!(table.ended(), Done::Tested(tests) if tests.is_empty()));
    table.start();
    assert!(matches!(table.ended(), Done::Recorded));
}

#[test]
fn a_failure_is_told_also_where_the_work_was_ended() {
    let mut table = Table::new(true);
    let clerk = Arc::clone(&table.work.clerk);
    let held = clerk.lock().unwrap();
    table.order(Order::Verify(Some(B256::ZERO)));
    table.start();
    table.work.cancel();
    drop(held);
    assert!(matches!(table.ended(), Done::Failed(_)), "the journal cannot be opened");
    let report = |kind| Report { done: Done::Failed(Refused::new(kind, "it ended")), shown: None };
    assert!(matches!(told(report("stopped")).done, Done::Stopped));
    assert!(matches!(told(report("journal")).done, Done::Failed(_)));
}
