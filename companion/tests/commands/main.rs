//! The companion's commands as a person or a script meets them: the real binary, real files.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a panic here is the report")]

mod answers;
mod bad_input;
mod book;
mod building;
mod differences;
mod disks;
mod findings;
mod journal;
mod node;
mod odd_surroundings;
mod packs;
mod proofs;
mod requests;
mod support;
