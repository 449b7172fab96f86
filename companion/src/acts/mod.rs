//! What changes the world, the same for window and commands: each act is journalled before it is done.
//!
//! | act     | journalled before                              | then                                     |
//! |---------|------------------------------------------------|------------------------------------------|
//! | ask     | the request                                    | its codes may be shown                   |
//! | accept  | the answer, or why it was refused              | it may be sent                           |
//! | send    | hash and nodes                                 | the same bytes to every node             |
//! | follow  | what the nodes agree became of it              | it is told                               |
//! | replace | as ask: a request of its own that takes the place of another | as ask                     |
//!
//! May not enter: drawing, arguments, terminals. Long acts take a callback that hears of progress and may stop them.

mod accept;
mod ask;
mod chain;
mod error;
#[cfg(test)]
mod fake;
mod follow;
mod replace;
mod send;
mod turn;
mod unfinished;

pub use accept::{accept, adopt, take_signed};
pub use ask::{AskWish, ask, ask_all};
pub use chain::Chain;
pub use error::ActError;
pub use follow::{Following, Patience, Standing, follow};
pub use replace::{Replacement, replacement};
pub use send::{NodeWord, Sent, send};
pub use unfinished::{Todo, unfinished};
