//! Coldframe's online side: builds requests, checks answers, broadcasts, remembers.
//!
//! It holds none of the operators' keys and does not compile the code that could (`shared`'s feature `keys`).
//! Start reading at [`check`]: what passes there may be sent; then at [`acts`]: what is journalled before it is done.
//! May not enter: mnemonics, private keys, trust in a node's or a station's word that was not compared.

pub mod acts;
#[cfg(feature = "window")]
pub mod app;
pub mod book;
pub mod build;
pub mod check;
pub mod clerk;
pub mod cli;
pub mod devnet;
pub mod draft;
pub mod example;
pub mod flow;
pub mod frames;
pub mod journal;
pub mod node;
pub mod pack;
pub mod prove;
pub mod revert;
pub mod secrets;
pub mod signed;
#[cfg(feature = "window")]
pub mod view;
pub mod vocabulary;
