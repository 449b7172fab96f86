//! The functions of an ABI, for screens that show it: read once, and kept as long as they are in sight.
//!
//! May not enter: what a function means.

use std::sync::Arc;

use egui::{
    Ui,
    cache::{ComputerMut, FrameCache},
};
use shared::abi::{AbiFunction, Artifact};

/// The functions, those that change something first; else why the ABI cannot be read.
pub(super) type Functions = Arc<Result<Vec<AbiFunction>, String>>;

#[derive(Default)]
struct Reader;

impl ComputerMut<&str, Functions> for Reader {
    fn compute(&mut self, abi: &str) -> Functions {
        let artifact = Artifact::parse(abi).map_err(|error| error.to_string());
        Arc::new(artifact.map(|artifact| artifact.functions()))
    }
}

/// The functions of the ABI in `abi`. A large one takes milliseconds to read, and a screen is drawn anew with every key.
pub(super) fn of(ui: &Ui, abi: &str) -> Functions {
    ui.memory_mut(|memory| Arc::clone(memory.caches.cache::<FrameCache<Functions, Reader>>().get(abi)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui_kittest::Harness;

    #[test]
    fn an_abi_is_read_once_while_it_is_in_sight_and_anew_when_it_changes() {
        let abi = |name: &str| {
            format!(
                r#"[{{"type":"function","name":"{name}","stateMutability":"view","inputs":[],"outputs":[]}}]"#
            )
        };
        let state = (abi("paused"), Vec::<Functions>::new());
        let draw = |ui: &mut Ui, (abi, seen): &mut (String, Vec<Functions>)| seen.push(of(ui, abi));
        let mut harness = Harness::builder().build_ui_state(draw, state);
        harness.run_steps(3);
        let seen = std::mem::take(&mut harness.state_mut().1);
        assert!(seen.len() >= 3 && seen.iter().all(|one| Arc::ptr_eq(one, &seen[0])));
        assert_eq!(seen[0].as_ref().as_ref().unwrap()[0].signature.name(), "paused");
        harness.state_mut().0 = abi("limit");
        harness.run_steps(1);
        let last = harness.state().1.last().unwrap().clone();
        assert_eq!(last.as_ref().as_ref().unwrap()[0].signature.name(), "limit");
    }
}
