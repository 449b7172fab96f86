//! A signed transaction is sent and watched; a stuck one is replaced.
//!
//! May not enter: what the nodes are asked; that is `acts::send`'s and `acts::follow`'s.

use super::{Done, Next, Order, Refused, Screen, Shown, Tab, open};
use crate::{
    acts::{Replacement, Sent, Standing},
    build::RequestId,
    journal::State,
    node::Speed,
    secrets,
};

/// What the operator is asked before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asking {
    /// Nothing.
    #[default]
    Nothing,
    /// Whether to send.
    Send,
    /// Whether to build a replacement.
    Replace(Replacement),
    /// Whether to give it up.
    GiveUp,
}

/// The screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follow {
    /// Of the request.
    pub id: RequestId,
    /// What is asked.
    pub asking: Asking,
    /// What the nodes said when it was sent from this screen.
    pub sent: Option<Sent>,
    /// How it stands, by the last look.
    pub standing: Option<Box<Standing>>,
    /// Why the last look failed; the next may not.
    pub blind: Option<String>,
    /// Send where lower nonces are missing.
    pub allow_gap: bool,
    /// Why the request is given up.
    pub reason: String,
}

/// What can be done there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FollowChoice {
    /// Home; nothing is lost.
    Home,
    /// Ask first.
    Ask(Asking),
    /// Send it.
    Send,
    /// Send although lower nonces are missing, or not.
    AllowGap(bool),
    /// Build the replacement that was asked about.
    Replace,
    /// The reason, as typed so far.
    Reason(String),
    /// Give it up.
    GiveUp,
    /// Look at the chain now.
    Look,
    /// To the request that took this one's place.
    Open(RequestId),
    /// To the chains, for a node.
    Chains,
}

impl Follow {
    /// The screen of a request that is signed.
    pub fn of(id: RequestId) -> Self {
        let asking = Asking::Nothing;
        Self { id, asking, sent: None, standing: None, blind: None, allow_gap: false, reason: String::new() }
    }

    /// Whether the chain is looked at while the screen stands: after it was sent, until it is final.
    pub(super) fn watches(&self, shown: &Shown) -> Option<RequestId> {
        let state = shown.request(self.id)?.state;
        let on_the_way = matches!(state, State::Sending | State::Sent | State::Mined | State::Reverted);
        (on_the_way && self.asking == Asking::Nothing).then_some(self.id)
    }
}

/// One step.
pub fn follow(screen: Box<Follow>, shown: &Shown, choice: FollowChoice) -> Next {
    let id = screen.id;
    let at = |screen| Next::to(Screen::Follow(Box::new(screen)));
    match choice {
        FollowChoice::Home => Next::to(Screen::Home(Box::default())),
        FollowChoice::Chains => Next::to(Tab::Chains.fresh()),
        FollowChoice::Open(id) => open(shown, id),
        FollowChoice::Ask(asking) => at(Follow { asking, ..*screen }),
        FollowChoice::AllowGap(allow_gap) => at(Follow { allow_gap, ..*screen }),
        FollowChoice::Reason(reason) => at(Follow { reason, ..*screen }),
        FollowChoice::Look => Next::with(Screen::Follow(screen), Order::Stand(id)),
        FollowChoice::Send if screen.asking == Asking::Send => {
            let order = Order::Send { id, allow_gap: screen.allow_gap };
            Next { order: Some(order), ..at(Follow { asking: Asking::Nothing, ..*screen }) }
        }
        FollowChoice::Replace => match screen.asking {
            Asking::Replace(kind) => {
                let order = Order::Replace { id, kind, speed: Speed::Fast };
                Next { order: Some(order), ..at(Follow { asking: Asking::Nothing, ..*screen }) }
            }
            _ => Next::to(Screen::Follow(screen)),
        },
        FollowChoice::GiveUp if screen.asking == Asking::GiveUp => {
            let reason = screen.reason.trim().to_owned();
            if let Err(error) = secrets::refuse("words of the reason", &reason) {
                return Next::to(Screen::Follow(screen)).refusing(Refused::from(error));
            }
            let order = Order::Abandon { id, reason };
            Next { order: Some(order), ..at(Follow { asking: Asking::Nothing, ..*screen }) }
        }
        FollowChoice::Send | FollowChoice::GiveUp => Next::to(Screen::Follow(screen)),
    }
}

/// The step after work.
pub(super) fn finish(screen: Box<Follow>, shown: &Shown, done: Done) -> Next {
    let id = screen.id;
    let at = |screen| Next::to(Screen::Follow(Box::new(screen)));
    match done {
        Done::Sent(of, sent) if of == id => {
            // The first look at once; the others come by themselves.
            Next { order: Some(Order::Stand(id)), ..at(Follow { sent: Some(sent), ..*screen }) }
        }
        Done::Stood(of, standing) if of == id => {
            at(Follow { standing: Some(standing), blind: None, ..*screen })
        }
        Done::Asked(record) => open(shown, record.asked.id),
        Done::Abandoned(of) if of == id => Next::to(Screen::Home(Box::default()))
            .saying("The transaction is given up: it is not sent from here any more."),
        Done::Blind(of, why) if of == id => at(Follow { blind: Some(why.message), ..*screen }),
        Done::Failed(refused) => Next::to(Screen::Follow(screen)).refusing(refused),
        Done::Saved(place) => {
            Next::to(Screen::Follow(screen)).saying(format!("Saved as {}.", place.display()))
        }
        _ => Next::to(Screen::Follow(screen)),
    }
}
