//! The optical link: bytes to frames to modules, and pictures to frames to bytes.

pub mod draw;
pub mod find;
pub mod part;
pub mod receive;
pub mod send;
