//! Coldframe's online side: builds requests, checks answers, broadcasts.
//!
//! It holds none of the operators' keys and does not compile the code that could (`shared`'s feature `keys`).
//! Start reading at [`check`]: what passes there may be sent. May not enter: mnemonics, private keys, trust in a node's or a
//! station's word that was not compared.

pub mod build;
pub mod check;
pub mod cli;
pub mod devnet;
pub mod frames;
pub mod node;
pub mod revert;
pub mod signed;
