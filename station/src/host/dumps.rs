//! No core dump, no debugger, no memory read by programs of the same user.

use crate::air::{Promise, State, Wall};
use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// Switches dumps off, for this process and for good: the hard limit cannot be raised again without root, and `seccomp`
/// refuses the call that would make the process dumpable again.
pub(super) fn off() -> Wall {
    let mut faults = Vec::new();
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    if let Err(error) = setrlimit(Resource::Core, none) {
        faults.push(format!("core dumps stay on ({error})"));
    }
    if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
        faults.push(format!("debuggers of the same user stay possible ({error})"));
    }
    if let Err(error) = rustix::thread::set_no_new_privs(true) {
        faults.push(format!("programs with more rights could be started ({error})"));
    }
    let state = match faults.as_slice() {
        [] => State::Kept,
        faults => State::Missing(faults.join(", ")),
    };
    Wall { promise: Promise::NoDumps, state }
}
