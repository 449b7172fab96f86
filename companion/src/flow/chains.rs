//! Chains and their nodes.

use shared::eth::chain::{CONFIRMATIONS, Chain};

use super::{
    Done, Next, Order, Screen, Shown,
    room::{NodeTest, is_about_name},
};
use crate::{
    book::{
        Book, BookChange, BookError, ChainEntry, chain_id_of,
        nodes::{self, NODES_MAX},
    },
    journal::Entry,
    node::behind_words,
};

/// The screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chains {
    /// What stands on it.
    pub page: ChainsPage,
    /// What is said when the writing under way is done.
    pub saying: Option<String>,
}

/// What stands on it.
#[derive(Debug, Clone, PartialEq)]
pub enum ChainsPage {
    /// The chains in use, and the bundled list below.
    List {
        /// What the bundled list is searched for.
        search: String,
    },
    /// One chain and its nodes.
    Edit(ChainForm),
    /// Asks once more.
    Remove {
        /// Which.
        chain_id: u64,
    },
}

impl Default for ChainsPage {
    fn default() -> Self {
        Self::List { search: String::new() }
    }
}

/// A chain that is being set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChainForm {
    /// Chain id; fixed for a known chain.
    pub chain_id: String,
    /// Its name.
    pub name: String,
    /// What fees are paid in.
    pub coin: String,
    /// URLs that are in it; shown by host alone.
    pub nodes: Vec<String>,
    /// A URL that is being typed.
    pub typed: String,
    /// How many blocks count as confirmed.
    pub confirmations: String,
    /// From the user, not the bundled list: number and name can be typed.
    pub by_user: bool,
    /// What is wrong, by field.
    pub wrong: Vec<(ChainField, String)>,
    /// What the nodes said when they were tried.
    pub tests: Vec<NodeTest>,
}

/// A field of [`ChainForm`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainField {
    /// Chain id.
    Id,
    /// Name.
    Name,
    /// Coin.
    Coin,
    /// The URL that is typed.
    Node,
    /// Blocks.
    Confirmations,
}

/// What can be done there.
#[derive(Debug, Clone, PartialEq)]
pub enum ChainsChoice {
    /// Back to the list.
    List,
    /// Searches the bundled list.
    Search(String),
    /// Sets nodes of this chain.
    Edit(u64),
    /// Adds a chain that is in no list.
    Own,
    /// Types into a field.
    Type(ChainField, String),
    /// Takes the typed URL into the list.
    AddNode,
    /// Takes a URL out of the list.
    DropNode(usize),
    /// Asks the nodes who they are.
    Test,
    /// Writes the chain into the book.
    Save,
    /// Asks before a chain is taken out.
    AskRemove(u64),
    /// Takes it out.
    Remove,
}

impl ChainForm {
    fn of(entry: &ChainEntry) -> Self {
        Self {
            chain_id: entry.chain_id.to_string(),
            name: entry.name.clone(),
            coin: entry.coin.clone(),
            nodes: entry.nodes.clone(),
            confirmations: entry.confirmations.to_string(),
            by_user: entry.by_user,
            ..Self::default()
        }
    }

    /// For a chain of the bundled list.
    fn bundled(chain: Chain) -> Self {
        Self {
            chain_id: chain.id.to_string(),
            name: chain.name.to_owned(),
            coin: chain.coin.to_owned(),
            confirmations: chain.confirmations.to_string(),
            ..Self::default()
        }
    }

    /// What is wrong with a field.
    pub fn error(&self, field: ChainField) -> Option<&str> {
        self.wrong.iter().find(|(found, _)| *found == field).map(|(_, said)| said.as_str())
    }

    fn field(&mut self, field: ChainField) -> &mut String {
        match field {
            ChainField::Id => &mut self.chain_id,
            ChainField::Name => &mut self.name,
            ChainField::Coin => &mut self.coin,
            ChainField::Node => &mut self.typed,
            ChainField::Confirmations => &mut self.confirmations,
        }
    }

    /// The typed URL goes into the list; an empty one changes nothing.
    fn take_typed(&mut self) {
        self.wrong.retain(|(field, _)| *field != ChainField::Node);
        let url = self.typed.trim().to_owned();
        if url.is_empty() {
            return;
        }
        let refused = match nodes::fault(&url) {
            Some(why) => Some(format!(
                "this cannot be used: {why}; write http://, https://, ws:// or wss:// and a host, such as http://127.0.0.1:8545"
            )),
            None if self.nodes.contains(&url) => Some("this node is in the list already".to_owned()),
            None if self.nodes.len() >= NODES_MAX => {
                Some(format!("{NODES_MAX} nodes are the most; take one out first"))
            }
            None => None,
        };
        match refused {
            Some(said) => self.wrong.push((ChainField::Node, said)),
            None => {
                self.nodes.push(url);
                self.typed.clear();
                self.tests.clear();
            }
        }
    }

    /// What would be written; nothing where something is wrong, and that is said at its field.
    fn entry(&mut self) -> Option<ChainEntry> {
        self.take_typed();
        self.wrong.retain(|(field, _)| *field == ChainField::Node);
        let chain_id = chain_id_of(&self.chain_id);
        let blocks = blocks(&self.confirmations);
        let found =
            [(ChainField::Id, chain_id.as_ref().err()), (ChainField::Confirmations, blocks.as_ref().err())];
        self.wrong.extend(found.into_iter().filter_map(|(field, said)| Some((field, said?.clone()))));
        if self.nodes.is_empty() && self.error(ChainField::Node).is_none() {
            let said = "give at least one node; without one nothing can be asked or sent".to_owned();
            self.wrong.push((ChainField::Node, said));
        }
        let entry = ChainEntry {
            chain_id: chain_id.unwrap_or(1),
            name: self.name.trim().to_owned(),
            coin: self.coin.trim().to_owned(),
            nodes: self.nodes.clone(),
            confirmations: blocks.unwrap_or(1),
            by_user: self.by_user,
        };
        if let Err(refused) = Book::default().judge(&BookChange::ChainSet(entry.clone())) {
            let field = match &refused {
                BookError::Node { .. } => ChainField::Node,
                error if is_about_name(error) && entry.name.is_empty() => ChainField::Name,
                error if is_about_name(error) && entry.coin.is_empty() => ChainField::Coin,
                error if is_about_name(error) => ChainField::Name,
                _ => ChainField::Id,
            };
            self.wrong.push((field, refused.to_string()));
        }
        self.wrong.is_empty().then_some(entry)
    }

    /// Whether its number is no other chain's; where it is, that is said at its field.
    fn is_free(&mut self, shown: &Shown, entry: &ChainEntry) -> bool {
        let id = entry.chain_id;
        let known = shown.book.chains.iter().find(|chain| chain.chain_id == id);
        let name = known.map(|chain| chain.name.as_str()).or(Chain::of(id).map(|chain| chain.name));
        let Some(name) = name.filter(|name| self.by_user && *name != entry.name) else { return true };
        let said = format!("chain id {id} is {name}, which is in the list already; choose it there");
        self.wrong.push((ChainField::Id, said));
        false
    }
}

fn blocks(text: &str) -> Result<u64, String> {
    match text.trim().parse::<u64>() {
        Ok(blocks @ 1..=10_000) => Ok(blocks),
        _ => Err("give a whole number of blocks from 1 to 10000, such as 12".to_owned()),
    }
}

/// One step.
pub fn chains(mut screen: Box<Chains>, shown: &Shown, choice: ChainsChoice) -> Next {
    let mut order = None;
    match (choice, &mut screen.page) {
        (ChainsChoice::List, page) => *page = ChainsPage::default(),
        (ChainsChoice::Search(text), ChainsPage::List { search }) => *search = text,
        (ChainsChoice::Edit(id), page) => {
            let known = shown.book.chains.iter().find(|chain| chain.chain_id == id).map(ChainForm::of);
            if let Some(form) = known.or_else(|| Chain::of(id).map(ChainForm::bundled)) {
                *page = ChainsPage::Edit(form);
            }
        }
        (ChainsChoice::Own, page) => {
            let confirmations = CONFIRMATIONS.to_string();
            let coin = "ETH".to_owned();
            *page =
                ChainsPage::Edit(ChainForm { by_user: true, confirmations, coin, ..ChainForm::default() });
        }
        (ChainsChoice::Type(field, text), ChainsPage::Edit(form)) => {
            *form.field(field) = text;
            form.wrong.retain(|(found, _)| *found != field);
        }
        (ChainsChoice::AddNode, ChainsPage::Edit(form)) => form.take_typed(),
        (ChainsChoice::DropNode(index), ChainsPage::Edit(form)) if index < form.nodes.len() => {
            form.nodes.remove(index);
            form.tests.clear();
        }
        (ChainsChoice::Test, ChainsPage::Edit(form)) => {
            form.tests.clear();
            order = form.entry().map(|entry| Order::TestNodes(entry.nodes));
        }
        (ChainsChoice::Save, ChainsPage::Edit(form)) => {
            let entry = form.entry();
            if let Some(entry) = entry.filter(|entry| form.is_free(shown, entry)) {
                let nodes = if entry.nodes.len() == 1 { "one node" } else { "several nodes" };
                screen.saying =
                    Some(format!("{} (chain id {}) is used with {nodes}.", entry.name, entry.chain_id));
                order = Some(Order::Record(vec![Entry::Book(BookChange::ChainSet(entry))]));
            }
        }
        (ChainsChoice::AskRemove(chain_id), page) => *page = ChainsPage::Remove { chain_id },
        (ChainsChoice::Remove, ChainsPage::Remove { chain_id }) => {
            let change = BookChange::ChainRemoved { chain_id: *chain_id };
            let name = shown.chain_name(*chain_id);
            screen.saying = Some(format!("{name} is used no more. Its requests stay in the journal."));
            order = Some(Order::Record(vec![Entry::Book(change)]));
        }
        _ => {}
    }
    Next { order, ..Next::to(Screen::Chains(screen)) }
}

/// The step after work.
pub(super) fn finish(mut screen: Box<Chains>, done: Done) -> Next {
    let saying = screen.saying.take();
    match (done, &mut screen.page) {
        (Done::Recorded, page) => {
            *page = ChainsPage::default();
            Next { told: saying, ..Next::to(Screen::Chains(screen)) }
        }
        (Done::Tested(tests), ChainsPage::Edit(form)) => {
            form.tests = tests;
            Next::to(Screen::Chains(screen))
        }
        (Done::Failed(refused), _) => Next::to(Screen::Chains(screen)).refusing(refused),
        _ => Next::to(Screen::Chains(screen)),
    }
}

/// Those of the nodes that contradict the chain or the others, in words; none where all is well.
pub fn differences(chain_id: u64, tests: &[NodeTest]) -> Vec<String> {
    let mut said = Vec::new();
    let words = tests.iter().filter_map(|test| Some((&test.node, test.said.as_ref().ok()?)));
    for (node, word) in words.clone().filter(|(_, word)| word.chain_id != chain_id) {
        let (found, wanted) = (Chain::words(word.chain_id), Chain::words(chain_id));
        said.push(format!("{node} is on {found}, not on {wanted}; take it out"));
    }
    let highest = words.clone().map(|(_, word)| word.block).max().unwrap_or_default();
    for (node, word) in words {
        said.extend(behind_words(node, word.block, highest));
    }
    said
}

#[cfg(test)]
mod tests;
