//! A transaction is put together: chain, key, what is done, value; then it is checked, and asked for.
//!
//! ```text
//! Form → (the nodes are asked) → Checked → (journalled) Sign
//! ```
//!
//! What is typed for one way of saying what is done stays when another is chosen, and when the screen is left. May not enter:
//! nodes, what a request costs or does; that is `draft`'s.

mod batch;
mod call;
mod typing;
mod wish;

use shared::{
    abi::Signature,
    eth::{Address, Payload},
    review::{Outline, OutlineChoice},
};

use super::{Done, Next, Order, Refused, Screen, Shown, open};
use crate::{
    acts::AskWish,
    book::{ChainEntry, Contract, Key},
    draft::Draft,
    node::Speed,
};

pub use batch::Batched;
pub use call::{Call, field_label, forms_of};
pub(super) use typing::dropped;

/// The screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Build {
    /// The chain that was chosen; without a choice the only one there is.
    pub chain_id: Option<u64>,
    /// The key that was chosen; without a choice the only one there is.
    pub key: Option<Address>,
    /// How it is said what is done.
    pub what: What,
    /// The contract of the book.
    pub contract: Option<Address>,
    /// Offer the functions that only read, too.
    pub reading: bool,
    /// The function of the contract, and what stands in its form.
    pub function: Option<Call>,
    /// A signature as it is typed.
    pub signature: String,
    /// Its form, once it is one.
    pub typed: Option<Call>,
    /// Who is called or paid, where that is typed: an address or a name.
    pub to: String,
    /// Calldata in hex.
    pub data: String,
    /// The path of a compiler's artifact.
    pub artifact: String,
    /// The creation it holds, once it was read.
    pub creation: Option<Call>,
    /// The path of a file with signed authorizations (EIP-7702).
    pub authorizations: String,
    /// What stands in it, once it was read.
    pub authorized: Option<String>,
    /// What is sent along, with its unit.
    pub value: String,
    /// What it is for, in the operator's words.
    pub purpose: String,
    /// The fields that are rarely needed are in sight.
    pub more: bool,
    /// A nonce of the operator's own.
    pub nonce: String,
    /// A gas limit likewise.
    pub gas: String,
    /// A legacy transaction.
    pub legacy: bool,
    /// The field whose address is picked from the book.
    pub picking: Option<At>,
    /// What is wrong, by field.
    pub wrong: Vec<(At, String)>,
    /// What the nodes said, while it is read.
    pub checked: Option<Box<Draft>>,
    /// Which acts of its review's outline are open.
    pub outline: Outline,
    /// Calls that were checked and are asked for together, in the order of their nonces.
    pub batch: Vec<Batched>,
}

/// How it is said what is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum What {
    /// A function of a contract in the book.
    #[default]
    Call,
    /// A function by its signature.
    Signature,
    /// Bytes.
    Data,
    /// Coins alone.
    Plain,
    /// A new contract.
    Deploy,
    /// Authorizations that others signed.
    Delegate,
}

impl What {
    /// All, with their words.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Call, "Call a contract"),
        (Self::Plain, "Send coins"),
        (Self::Signature, "Call by signature"),
        (Self::Data, "Raw data"),
        (Self::Deploy, "Deploy"),
        (Self::Delegate, "Delegate (EIP-7702)"),
    ];
}

/// A field of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// The chain.
    Chain,
    /// The key.
    Key,
    /// The contract.
    Contract,
    /// The function.
    Function,
    /// A typed signature.
    Signature,
    /// Who is called.
    To,
    /// Calldata.
    Data,
    /// An artifact.
    Artifact,
    /// A file of authorizations.
    Authorizations,
    /// What is sent along.
    Value,
    /// What it is for.
    Purpose,
    /// A nonce.
    Nonce,
    /// A gas limit.
    Gas,
    /// An argument, by its place and the places within it.
    Argument(Vec<usize>),
}

/// What can be done there.
#[derive(Debug, Clone, PartialEq)]
pub enum BuildChoice {
    /// Chooses the chain.
    Chain(u64),
    /// Chooses the key.
    Key(Address),
    /// Chooses how to say it.
    What(What),
    /// Chooses the contract.
    Contract(Address),
    /// Offers the functions that only read, or not.
    Reading(bool),
    /// Chooses a function.
    Function(Signature),
    /// Types into a field.
    Type(At, String),
    /// Adds an item to a list.
    Add(Vec<usize>),
    /// Takes an item out.
    Drop(Vec<usize>),
    /// Writes a list as one text, or as its parts.
    Fold(Vec<usize>),
    /// Offers the names of the book for a field, or no longer.
    PickFor(Option<At>),
    /// Reads the file of this field.
    Read(At),
    /// Shows the fields that are rarely needed, or not.
    More(bool),
    /// A legacy transaction, or not.
    Legacy(bool),
    /// Asks the nodes.
    Check,
    /// Back to the form.
    Back,
    /// Opens or closes an act of the outline.
    Outline(OutlineChoice),
    /// Another of the three fees.
    Speed(Speed),
    /// Makes the request.
    Ask,
    /// Takes the call that was checked into a batch.
    Collect,
    /// Takes the last call out of the batch.
    Uncollect,
    /// Makes a request of each call in the batch.
    AskAll,
    /// Empties the form.
    Clear,
}

impl Build {
    /// The chain; only those with a node can be used.
    pub fn chain<'a>(&self, shown: &'a Shown) -> Option<&'a ChainEntry> {
        let usable = || shown.book.chains.iter().filter(|chain| !chain.nodes.is_empty());
        chosen_or_only(usable(), |chain| Some(chain.chain_id) == self.chain_id)
    }

    /// The key that is asked.
    pub fn key<'a>(&self, shown: &'a Shown) -> Option<&'a Key> {
        chosen_or_only(shown.book.keys.iter(), |key| Some(key.address) == self.key)
    }

    /// The contracts of the chain.
    pub fn contracts<'a>(&self, shown: &'a Shown) -> Vec<&'a Contract> {
        let Some(chain) = self.chain(shown) else { return Vec::new() };
        shown.book.contracts.iter().filter(|contract| contract.chain_id == chain.chain_id).collect()
    }

    /// The contract that is called.
    pub fn contract<'a>(&self, shown: &'a Shown) -> Option<&'a Contract> {
        let contracts = self.contracts(shown);
        chosen_or_only(contracts.into_iter(), |contract| Some(contract.address) == self.contract)
    }

    /// The form that is filled, where there is one.
    pub fn call(&self) -> Option<&Call> {
        match self.what {
            What::Call => self.function.as_ref(),
            What::Signature => self.typed.as_ref(),
            What::Deploy => self.creation.as_ref(),
            What::Data | What::Plain | What::Delegate => None,
        }
    }

    /// What is wrong with a field.
    pub fn error(&self, at: &At) -> Option<&str> {
        self.wrong.iter().find(|(found, _)| found == at).map(|(_, said)| said.as_str())
    }

    /// Whether coins can be sent along: not to a function that takes none.
    pub fn takes_value(&self) -> bool {
        self.call().is_none_or(|call| call.form.is_payable)
    }

    /// The first thing that is missing before anything can be built.
    pub fn missing(shown: &Shown) -> Option<&'static str> {
        if shown.book.chains.iter().all(|chain| chain.nodes.is_empty()) {
            Some("No chain has a node yet. Choose one on Chains (Ctrl+5) first.")
        } else if shown.book.keys.is_empty() {
            Some(
                "No key is used yet. Import a key card on Keys (Ctrl+3), then choose which of its keys is used.",
            )
        } else {
            None
        }
    }
}

/// The chosen one of several, or the only one.
fn chosen_or_only<'a, T>(
    all: impl Iterator<Item = &'a T> + Clone,
    is_it: impl Fn(&T) -> bool,
) -> Option<&'a T> {
    let mut several = all.clone();
    all.clone().find(|one| is_it(one)).or_else(|| match (several.next(), several.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    })
}

/// One step.
pub fn build(mut screen: Box<Build>, shown: &Shown, choice: BuildChoice) -> Next {
    let mut order = None;
    match choice {
        BuildChoice::Chain(id) => {
            if screen.chain(shown).is_none_or(|chain| chain.chain_id != id) {
                (screen.contract, screen.function) = (None, None);
            }
            screen.chain_id = Some(id);
            screen.wrong.retain(|(at, _)| *at != At::Chain);
        }
        BuildChoice::Key(address) => {
            screen.key = Some(address);
            screen.wrong.retain(|(at, _)| *at != At::Key);
        }
        BuildChoice::What(what) => {
            screen.what = what;
            screen.wrong.clear();
        }
        BuildChoice::Contract(address) => {
            if screen.contract(shown).is_none_or(|contract| contract.address != address) {
                screen.function = None;
            }
            screen.contract = Some(address);
            screen.wrong.retain(|(at, _)| *at != At::Contract);
        }
        BuildChoice::Reading(reading) => screen.reading = reading,
        BuildChoice::Function(signature) => screen.choose(shown, &signature),
        BuildChoice::Type(at, text) => screen.type_into(at, text),
        BuildChoice::Add(place) => screen.in_call(|call| call.add(&place)),
        BuildChoice::Drop(place) => screen.in_call(|call| call.drop(&place)),
        BuildChoice::Fold(place) => {
            let names = screen.names(shown);
            screen.fold(&place, &names);
        }
        BuildChoice::PickFor(at) => screen.picking = at,
        BuildChoice::Read(at) => order = screen.read(at),
        BuildChoice::More(more) => screen.more = more,
        BuildChoice::Legacy(legacy) => screen.legacy = legacy,
        BuildChoice::Check => order = wish::check(&mut screen, shown),
        BuildChoice::Back => (screen.checked, screen.outline) = (None, Outline::default()),
        BuildChoice::Outline(choice) => screen.outline = std::mem::take(&mut screen.outline).step(choice),
        BuildChoice::Speed(speed) => {
            if let Some(draft) = &screen.checked {
                match draft.at(speed) {
                    Ok(draft) => screen.put(draft),
                    Err(error) => return Next::to(Screen::Build(screen)).refusing(Refused::from(error)),
                }
            }
        }
        BuildChoice::Ask => order = screen.checked.as_deref().map(|draft| ask(&screen, draft)),
        BuildChoice::Collect => screen.collect(),
        BuildChoice::Uncollect => drop(screen.batch.pop()),
        BuildChoice::AskAll => order = screen.ask_all(),
        BuildChoice::Clear => *screen = screen.emptied(),
    }
    Next { order, ..Next::to(Screen::Build(screen)) }
}

impl Build {
    /// Whose address a name is, on the chosen chain.
    pub fn names<'a>(&self, shown: &'a Shown) -> impl Fn(&str) -> Option<Address> + use<'a> {
        let chain_id = self.chain(shown).map_or(0, |chain| chain.chain_id);
        move |name| shown.book.address_of(chain_id, name)
    }
}

/// The order that makes the request.
fn ask(screen: &Build, draft: &Draft) -> Order {
    let purpose = screen.purpose.trim();
    Order::Ask(Box::new(AskWish {
        payload: Payload::Transaction(draft.transaction.clone()),
        key: draft.wish().key.clone(),
        purpose: (!purpose.is_empty()).then(|| purpose.to_owned()),
        replaces: None,
    }))
}

/// The step after work.
pub(super) fn finish(mut screen: Box<Build>, shown: &Shown, done: Done) -> Next {
    match done {
        Done::Drafted(draft) => screen.put(*draft),
        Done::AskedAll(count) => {
            let said = format!(
                "{count} requests were made. They are mined in the order of their nonces: sign and send them so."
            );
            return Next::to(Screen::Home(Box::default())).saying(said);
        }
        // The form has done its work; the next request begins with an empty one.
        Done::Asked(record) => return open(shown, record.asked.id),
        Done::FileRead(text) => match screen.what {
            What::Delegate => wish::take_authorizations(&mut screen, shown, text),
            _ => wish::take_artifact(&mut screen, &text),
        },
        Done::Failed(refused) => return Next::to(Screen::Build(screen)).refusing(refused),
        _ => {}
    }
    Next::to(Screen::Build(screen))
}

#[cfg(test)]
mod tests;
