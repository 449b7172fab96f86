//! Shapes of real incidents, as the requests that signers were shown, and the finding that each must give.
//!
//! Addresses and numbers are those of the public reports where the shape hangs on them, and made up elsewhere. The station is
//! given nothing but the request: what must be seen must be seen in the bytes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports"
)]

mod asked;
mod proxies;
mod safes;
mod tokens;
