//! Contracts and their ABIs.

use std::path::PathBuf;

use shared::{
    abi::Artifact,
    eth::{Address, address},
};

use super::{Done, Next, Order, Screen, Shown};
use crate::{
    book::{BookChange, Contract},
    journal::Entry,
};

/// The screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Contracts {
    /// What stands on it.
    pub page: ContractsPage,
    /// What is said when the writing under way is done.
    pub saying: Option<String>,
    /// The contract that was removed last; it can be put back.
    pub undo: Option<Contract>,
}

/// What stands on it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum ContractsPage {
    /// All of them.
    #[default]
    List,
    /// One is added.
    Add(ContractForm),
    /// The functions of one.
    Functions(Place),
    /// Asks once more.
    Remove(Place),
}

/// Where a contract is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// On which chain.
    pub chain_id: u64,
    /// At which address.
    pub address: Address,
}

impl Place {
    /// Of a contract.
    pub fn of(contract: &Contract) -> Self {
        Self { chain_id: contract.chain_id, address: contract.address }
    }

    /// The contract there.
    pub fn find(self, shown: &Shown) -> Option<&Contract> {
        shown.book.contracts.iter().find(|contract| Self::of(contract) == self)
    }
}

/// A field of [`ContractForm`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContractField {
    /// Its name.
    Name,
    /// Its address.
    Address,
    /// The path of its ABI.
    Path,
    /// The ABI as a text.
    Abi,
    /// Its chain, which is chosen and not typed.
    Chain,
}

/// A contract that is added.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ContractForm {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Its chain.
    pub chain_id: Option<u64>,
    /// The path of its ABI.
    pub path: String,
    /// The ABI: JSON, a compiler's artifact, or one signature a line.
    pub abi: String,
    /// What the ABI holds, in words; refused where it is none.
    pub holds: Option<Result<String, String>>,
    /// What is wrong, by field.
    pub wrong: Vec<(ContractField, String)>,
}

/// What can be done there.
#[derive(Debug, Clone, PartialEq)]
pub enum ContractsChoice {
    /// Back to the list.
    List,
    /// Adds one.
    Add,
    /// Types into a field.
    Type(ContractField, String),
    /// Chooses the chain.
    Chain(u64),
    /// Reads the ABI from the typed path.
    ReadAbi,
    /// Writes the contract into the book.
    Save,
    /// Shows the functions of one.
    Functions(Place),
    /// Asks before one is taken out.
    AskRemove(Place),
    /// Takes it out.
    Remove,
    /// Puts the last one back.
    Undo,
}

impl ContractForm {
    /// What is wrong with a field.
    pub fn error(&self, field: ContractField) -> Option<&str> {
        self.wrong.iter().find(|(found, _)| *found == field).map(|(_, said)| said.as_str())
    }

    fn set(&mut self, field: ContractField, text: String) {
        self.wrong.retain(|(found, _)| *found != field);
        match field {
            ContractField::Name => self.name = text,
            ContractField::Address => self.address = text,
            ContractField::Path => self.path = text,
            ContractField::Abi => {
                self.holds = holds(&text);
                self.abi = text;
            }
            ContractField::Chain => {}
        }
    }

    /// What was read from the path; of a compiler's artifact the ABI alone.
    fn take(&mut self, text: String) {
        match Artifact::parse(&text) {
            Ok(artifact) => self.set(ContractField::Abi, artifact.to_json()),
            Err(error) => self.wrong.push((ContractField::Path, error.to_string())),
        }
    }

    /// The contract for the book; nothing, and said at its field, where something is wrong.
    fn contract(&mut self, shown: &Shown) -> Option<Contract> {
        let address = address::parse(self.address.trim()).map_err(|error| error.to_string());
        let chain_id = self.chain_id.ok_or_else(|| "choose the chain that it is on".to_owned());
        let abi = match self.abi.trim() {
            "" => Err("give the ABI: its file, its JSON, or signatures such as function pause()".to_owned()),
            text => Artifact::parse(text).map_err(|error| error.to_string()),
        };
        self.wrong = [
            (ContractField::Address, address.as_ref().err()),
            (ContractField::Chain, chain_id.as_ref().err()),
            (ContractField::Abi, abi.as_ref().err()),
        ]
        .into_iter()
        .filter_map(|(field, said)| Some((field, said?.clone())))
        .collect();
        let contract = Contract {
            address: address.unwrap_or_default(),
            chain_id: chain_id.unwrap_or_default(),
            name: self.name.trim().to_owned(),
            abi: abi.map_or("[]".to_owned(), |abi| abi.to_json()),
        };
        if let Err(refused) = shown.book.judge(&BookChange::ContractSet(contract.clone())) {
            self.wrong.push((ContractField::Name, refused.to_string()));
        }
        self.wrong.is_empty().then_some(contract)
    }
}

/// What an ABI holds; `None` for no text.
fn holds(text: &str) -> Option<Result<String, String>> {
    let text = text.trim();
    (!text.is_empty()).then(|| match Artifact::parse(text) {
        Ok(artifact) => Ok(words(&artifact)),
        Err(error) => Err(error.to_string()),
    })
}

/// `12 functions that change something, 20 that only read`.
fn words(artifact: &Artifact) -> String {
    let functions = artifact.functions();
    let writing = functions.iter().filter(|function| function.changes_state).count();
    format!("{writing} functions that change something, {} that only read", functions.len() - writing)
}

/// One step.
pub fn contracts(mut screen: Box<Contracts>, shown: &Shown, choice: ContractsChoice) -> Next {
    let undo = screen.undo.take();
    let mut order = None;
    match (choice, &mut screen.page) {
        (ContractsChoice::List, page) => *page = ContractsPage::List,
        (ContractsChoice::Add, page) => {
            let chain_id = match shown.book.chains.as_slice() {
                [only] => Some(only.chain_id),
                _ => None,
            };
            *page = ContractsPage::Add(ContractForm { chain_id, ..ContractForm::default() });
        }
        (ContractsChoice::Type(field, text), ContractsPage::Add(form)) => form.set(field, text),
        (ContractsChoice::Chain(chain_id), ContractsPage::Add(form)) => {
            form.chain_id = Some(chain_id);
            form.wrong.retain(|(field, _)| *field != ContractField::Chain);
        }
        (ContractsChoice::ReadAbi, ContractsPage::Add(form)) => match form.path.trim() {
            "" => {
                let said = "give the path of the ABI, such as out/Token.sol/Token.json".to_owned();
                form.wrong.push((ContractField::Path, said));
            }
            path => order = Some(Order::ReadFile(PathBuf::from(path))),
        },
        (ContractsChoice::Save, ContractsPage::Add(form)) => {
            if let Some(contract) = form.contract(shown) {
                screen.saying =
                    Some(format!("{} is in the book; requests can call it by name.", contract.name));
                order = Some(Order::Record(vec![Entry::Book(BookChange::ContractSet(contract))]));
            }
        }
        (ContractsChoice::Functions(place), page) => *page = ContractsPage::Functions(place),
        (ContractsChoice::AskRemove(place), page) => *page = ContractsPage::Remove(place),
        (ContractsChoice::Remove, ContractsPage::Remove(place)) => {
            let Place { chain_id, address } = *place;
            screen.undo = place.find(shown).cloned();
            screen.saying = Some("The contract is out of the book. Nothing changes on the chain.".to_owned());
            order = Some(Order::Record(vec![Entry::Book(BookChange::ContractRemoved { address, chain_id })]));
        }
        (ContractsChoice::Undo, _) => {
            screen.saying = Some("It is there again.".to_owned());
            order = undo.map(|contract| Order::Record(vec![Entry::Book(BookChange::ContractSet(contract))]));
        }
        _ => {}
    }
    Next { order, ..Next::to(Screen::Contracts(screen)) }
}

/// The step after files were dropped onto the window: the first is the ABI of a new contract.
pub(super) fn dropped(mut screen: Box<Contracts>, shown: &Shown, files: Vec<PathBuf>) -> Next {
    let Some(file) = files.into_iter().next() else { return Next::to(Screen::Contracts(screen)) };
    if !matches!(screen.page, ContractsPage::Add(_)) {
        let Screen::Contracts(new) = contracts(screen, shown, ContractsChoice::Add).screen else {
            return Next::to(Screen::Contracts(Box::default()));
        };
        screen = new;
    }
    if let ContractsPage::Add(form) = &mut screen.page {
        form.set(ContractField::Path, file.display().to_string());
    }
    Next::with(Screen::Contracts(screen), Order::ReadFile(file))
}

/// The step after work.
pub(super) fn finish(mut screen: Box<Contracts>, done: Done) -> Next {
    let saying = screen.saying.take();
    match (done, &mut screen.page) {
        (Done::Recorded, page) => {
            *page = ContractsPage::List;
            Next { told: saying, ..Next::to(Screen::Contracts(screen)) }
        }
        (Done::FileRead(text), ContractsPage::Add(form)) => {
            form.take(text);
            Next::to(Screen::Contracts(screen))
        }
        (Done::Failed(refused), ContractsPage::Add(form)) if saying.is_none() => {
            form.wrong.push((ContractField::Path, refused.message));
            Next::to(Screen::Contracts(screen))
        }
        (Done::Failed(refused), _) => {
            screen.undo = None;
            Next::to(Screen::Contracts(screen)).refusing(refused)
        }
        _ => Next::to(Screen::Contracts(screen)),
    }
}

#[cfg(test)]
mod tests;
