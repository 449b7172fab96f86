//! A pack's canonical bytes: [`Pack`] to CBOR and back. The CDDL stands in the module above.
//!
//! May not enter: whether a pack's content makes sense (that is `form`), signatures.

use super::{Block, Contract, Creation, Demand, Named, Pack, PackError, Reviewer, Rule};
use crate::{
    abi::Signature,
    eth::{Address, B256, U256},
    limits::{
        PACK_ALLOWED_MAX, PACK_BLOCKS_MAX, PACK_CONTRACTS_MAX, PACK_FUNCTIONS_MAX, PACK_HASHES_MAX,
        PACK_NAMES_MAX, PACK_REVIEWERS_MAX, PACK_ROLES_MAX, PACK_RULES_MAX,
    },
    wire::{
        SkippedField, WireError,
        error::Place,
        fields::{Fields, Item, Shape},
        node::Node,
    },
};

const PACK: Shape = Shape {
    name: "pack",
    fields: &[
        (1, "team"),
        (2, "version"),
        (3, "previous"),
        (4, "issued"),
        (5, "expires"),
        (6, "reviewers"),
        (7, "threshold"),
        (8, "contracts"),
        (9, "names"),
        (10, "rules"),
        (11, "blocks"),
    ],
};

const CONTRACT: Shape = Shape {
    name: "contract",
    fields: &[
        (1, "chain"),
        (2, "address"),
        (3, "name"),
        (4, "functions"),
        (5, "roles"),
        (6, "code-hashes"),
        (7, "implementations"),
        (8, "slots"),
        (9, "creation"),
    ],
};

const NAMED: Shape = Shape { name: "name", fields: &[(1, "chain"), (2, "address"), (3, "name")] };

const RULE: Shape = Shape {
    name: "rule",
    fields: &[
        (1, "why"),
        (2, "chain"),
        (3, "target"),
        (4, "selector"),
        (5, "argument"),
        (6, "allowed"),
        (7, "value-max"),
        (8, "rate-max"),
        (9, "demand"),
        (10, "only-targets"),
        (11, "only-functions"),
    ],
};

impl Pack {
    /// Its canonical bytes, whose keccak256 the signatures are for.
    pub fn encode(&self) -> Vec<u8> {
        let number = |number: u64| Some(Node::Uint(number));
        Node::map([
            (1, Some(Node::text(&self.team))),
            (2, number(self.version.into())),
            (3, self.previous.map(hash_node)),
            (4, number(self.issued)),
            (5, number(self.expires)),
            (6, list_node(&self.reviewers, |one| pair(Node::text(&one.name), address_node(one.address)))),
            (7, number(self.threshold.into())),
            (8, list_node(&self.contracts, contract_node)),
            (9, list_node(&self.names, named_node)),
            (10, list_node(&self.rules, rule_node)),
            (11, list_node(&self.blocks, block_node)),
        ])
        .encode()
    }

    /// Reads the bytes strictly, and judges what they say.
    ///
    /// # Errors
    /// [`PackError`]: not the one spelling, a field that is unknown, or content that makes no sense.
    pub fn decode(cbor: &[u8]) -> Result<Self, PackError> {
        let mut skipped = Vec::new();
        let mut fields = Fields::read(&PACK, cbor, &mut skipped)?;
        let small = fields.place(7);
        let threshold = fields.need(7)?.uint()?;
        let pack = Self {
            team: fields.need(1)?.text()?,
            version: fields.need(2)?.uint32()?,
            previous: fields.take(3).map(hash).transpose()?,
            issued: fields.need(4)?.uint()?,
            expires: fields.need(5)?.uint()?,
            reviewers: list(&mut fields, 6, PACK_REVIEWERS_MAX, reviewer)?,
            threshold: u8::try_from(threshold)
                .map_err(|_| size(small, threshold.to_string(), "a number below 256"))?,
            contracts: list(&mut fields, 8, PACK_CONTRACTS_MAX, |item| contract(item, &mut skipped))?,
            names: list(&mut fields, 9, PACK_NAMES_MAX, |item| named(item, &mut skipped))?,
            rules: list(&mut fields, 10, PACK_RULES_MAX, |item| rule(item, &mut skipped))?,
            blocks: list(&mut fields, 11, PACK_BLOCKS_MAX, block)?,
        };
        if let Some(unknown) = skipped.into_iter().next() {
            return Err(PackError::Unknown(unknown));
        }
        if pack.encode() != cbor {
            return Err(WireError::NotCanonical { place: Place::message(PACK.name) }.into());
        }
        pack.judge()?;
        Ok(pack)
    }
}

fn list_node<T>(all: &[T], node: impl Fn(&T) -> Node) -> Option<Node> {
    (!all.is_empty()).then(|| Node::Array(all.iter().map(node).collect()))
}

fn pair(first: Node, second: Node) -> Node {
    Node::Array(vec![first, second])
}

fn address_node(address: Address) -> Node {
    Node::bytes(address.as_slice())
}

fn hash_node(hash: B256) -> Node {
    Node::bytes(hash.as_slice())
}

fn number_node(number: U256) -> Node {
    Node::Bytes(number.to_be_bytes_trimmed_vec())
}

fn contract_node(contract: &Contract) -> Node {
    Node::map([
        (1, Some(Node::Uint(contract.chain))),
        (2, Some(address_node(contract.address))),
        (3, Some(Node::text(&contract.name))),
        (4, list_node(&contract.functions, |function| Node::text(&function.with_names()))),
        (5, list_node(&contract.roles, |(role, name)| pair(hash_node(*role), Node::text(name)))),
        (6, list_node(&contract.code_hashes, |hash| hash_node(*hash))),
        (7, list_node(&contract.implementations, |address| address_node(*address))),
        (8, list_node(&contract.slots, |(slot, name)| pair(number_node(*slot), Node::text(name)))),
        (9, contract.creation.as_ref().map(creation_node)),
    ])
}

fn creation_node(creation: &Creation) -> Node {
    let constructor = Node::text(&creation.constructor.with_names());
    Node::Array(vec![Node::Uint(creation.length.into()), hash_node(creation.hash), constructor])
}

fn named_node(named: &Named) -> Node {
    Node::map([
        (1, named.chain.map(Node::Uint)),
        (2, Some(address_node(named.address))),
        (3, Some(Node::text(&named.name))),
    ])
}

fn rule_node(rule: &Rule) -> Node {
    let position = |position: u8| Node::Uint(position.into());
    let argument = rule.argument.map(|(place, least, most)| {
        Node::Array(vec![position(place), number_node(least), number_node(most)])
    });
    let allowed = rule.allowed.as_ref().map(|(place, addresses)| {
        pair(position(*place), Node::Array(addresses.iter().copied().map(address_node).collect()))
    });
    let demand = match rule.demand {
        Demand::TypeWord => 1,
        Demand::TwoReviewers => 2,
        Demand::Deny => 3,
    };
    Node::map([
        (1, Some(Node::text(&rule.why))),
        (2, rule.chain.map(Node::Uint)),
        (3, rule.target.map(address_node)),
        (4, rule.selector.map(|selector| Node::bytes(&selector))),
        (5, argument),
        (6, allowed),
        (7, rule.value_max.map(number_node)),
        (8, rule.rate_max.map(|most| Node::Uint(most.into()))),
        (9, Some(Node::Uint(demand))),
        (10, list_node(&rule.only_targets, |address| address_node(*address))),
        (11, list_node(&rule.only_functions, |selector| Node::bytes(selector))),
    ])
}

fn block_node(block: &Block) -> Node {
    Node::Array(vec![Node::Uint(block.chain), Node::Uint(block.number), hash_node(block.hash)])
}

/// A list that may be absent, with its bound.
pub(super) fn list<T, E: From<WireError>>(
    fields: &mut Fields,
    key: u64,
    limit: usize,
    read: impl FnMut(Item) -> Result<T, E>,
) -> Result<Vec<T>, E> {
    fields.take(key).map_or_else(|| Ok(Vec::new()), |item| items(item, limit, read))
}

fn items<T, E: From<WireError>>(
    item: Item,
    limit: usize,
    read: impl FnMut(Item) -> Result<T, E>,
) -> Result<Vec<T>, E> {
    let place = item.place.clone();
    let all = item.array()?;
    if all.len() > limit {
        let found = format!("{} entries", all.len());
        return Err(WireError::TooLong { place, found, limit }.into());
    }
    all.into_iter().map(read).collect()
}

/// A list of exactly `N` values.
pub(super) fn record<const N: usize>(item: Item, expected: &'static str) -> Result<[Item; N], WireError> {
    let place = item.place.clone();
    let all = item.array()?;
    let found = format!("a list of {}", all.len());
    all.try_into().map_err(|_| size(place, found, expected))
}

fn size(place: Place, found: String, expected: &'static str) -> WireError {
    WireError::Size { place, found, expected }
}

fn address(item: Item) -> Result<Address, WireError> {
    item.fixed::<20>("20 bytes").map(Address::from)
}

fn hash(item: Item) -> Result<B256, WireError> {
    item.fixed::<32>("32 bytes").map(B256::from)
}

/// Leading zeros are another spelling, which the comparison at the end refuses.
fn number(item: Item) -> Result<U256, WireError> {
    let place = item.place.clone();
    let bytes = item.bytes()?;
    U256::try_from_be_slice(&bytes)
        .ok_or_else(|| size(place, format!("{} bytes", bytes.len()), "a number of at most 32 bytes"))
}

fn position(item: Item) -> Result<u8, WireError> {
    let place = item.place.clone();
    let number = item.uint()?;
    u8::try_from(number).map_err(|_| size(place, number.to_string(), "an argument's position below 256"))
}

fn reviewer(item: Item) -> Result<Reviewer, PackError> {
    let [name, place] = record(item, "a name and an address")?;
    Ok(Reviewer { name: name.text()?, address: address(place)? })
}

fn function(item: Item) -> Result<Signature, PackError> {
    Ok(Signature::parse(&item.text()?)?)
}

fn contract(item: Item, skipped: &mut Vec<SkippedField>) -> Result<Contract, PackError> {
    let mut fields = item.map(&CONTRACT, skipped)?;
    Ok(Contract {
        chain: fields.need(1)?.uint()?,
        address: address(fields.need(2)?)?,
        name: fields.need(3)?.text()?,
        functions: list(&mut fields, 4, PACK_FUNCTIONS_MAX, function)?,
        roles: list(&mut fields, 5, PACK_ROLES_MAX, |item| {
            let [role, name] = record(item, "32 bytes and a name")?;
            Ok::<_, WireError>((hash(role)?, name.text()?))
        })?,
        code_hashes: list(&mut fields, 6, PACK_HASHES_MAX, hash)?,
        implementations: list(&mut fields, 7, PACK_HASHES_MAX, address)?,
        slots: list(&mut fields, 8, PACK_ROLES_MAX, |item| {
            let [slot, name] = record(item, "a slot and a name")?;
            Ok::<_, WireError>((number(slot)?, name.text()?))
        })?,
        creation: fields.take(9).map(creation).transpose()?,
    })
}

fn creation(item: Item) -> Result<Creation, PackError> {
    let [length, code, constructor] = record(item, "a length, a hash and a constructor")?;
    Ok(Creation { length: length.uint32()?, hash: hash(code)?, constructor: function(constructor)? })
}

fn named(item: Item, skipped: &mut Vec<SkippedField>) -> Result<Named, PackError> {
    let mut fields = item.map(&NAMED, skipped)?;
    Ok(Named {
        chain: fields.take(1).map(Item::uint).transpose()?,
        address: address(fields.need(2)?)?,
        name: fields.need(3)?.text()?,
    })
}

fn rule(item: Item, skipped: &mut Vec<SkippedField>) -> Result<Rule, PackError> {
    let mut fields = item.map(&RULE, skipped)?;
    let place = fields.place(9);
    Ok(Rule {
        why: fields.need(1)?.text()?,
        chain: fields.take(2).map(Item::uint).transpose()?,
        target: fields.take(3).map(address).transpose()?,
        selector: fields.take(4).map(|item| item.fixed("4 bytes")).transpose()?,
        argument: fields.take(5).map(argument).transpose()?,
        allowed: fields.take(6).map(allowed).transpose()?,
        value_max: fields.take(7).map(number).transpose()?,
        rate_max: fields.take(8).map(Item::uint32).transpose()?,
        demand: match fields.need(9)?.uint()? {
            1 => Demand::TypeWord,
            2 => Demand::TwoReviewers,
            3 => Demand::Deny,
            other => {
                let expected = "1 (a typed word), 2 (two people) or 3 (not signed)";
                return Err(size(place, other.to_string(), expected).into());
            }
        },
        only_targets: list(&mut fields, 10, PACK_ALLOWED_MAX, address)?,
        only_functions: list(&mut fields, 11, PACK_ALLOWED_MAX, |item| item.fixed("4 bytes"))?,
    })
}

fn argument(item: Item) -> Result<(u8, U256, U256), WireError> {
    let [place, least, most] = record(item, "a position, the least and the most")?;
    Ok((position(place)?, number(least)?, number(most)?))
}

fn allowed(item: Item) -> Result<(u8, Vec<Address>), WireError> {
    let [place, addresses] = record(item, "a position and addresses")?;
    Ok((position(place)?, items(addresses, PACK_ALLOWED_MAX, address)?))
}

fn block(item: Item) -> Result<Block, PackError> {
    let [chain, height, header] = record(item, "a chain, a height and a hash")?;
    Ok(Block { chain: chain.uint()?, number: height.uint()?, hash: hash(header)? })
}
