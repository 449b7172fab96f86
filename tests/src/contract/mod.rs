//! The rehearsal's contract: ownable, upgradeable, assembled from `ownable.evm` whenever it is needed.
//!
//! Also the calldata for it, written out by hand: what builds requests must not be what checks them.

pub mod asm;

use shared::eth::{Address, keccak256};

use asm::AsmError;

/// The source: read it, it is commented line by line.
pub const SOURCE: &str = include_str!("ownable.evm");

/// The contract's interface, as `--abi FILE` of the companion reads it.
pub const ABI: &str = r#"[
  {"type":"function","name":"owner","stateMutability":"view","inputs":[],"outputs":[{"name":"","type":"address"}]},
  {"type":"function","name":"version","stateMutability":"view","inputs":[],"outputs":[{"name":"","type":"uint256"}]},
  {"type":"function","name":"proxiableUUID","stateMutability":"view","inputs":[],"outputs":[{"name":"","type":"bytes32"}]},
  {"type":"function","name":"transferOwnership","stateMutability":"nonpayable","inputs":[{"name":"newOwner","type":"address"}],"outputs":[]},
  {"type":"function","name":"upgradeToAndCall","stateMutability":"nonpayable","inputs":[{"name":"newImplementation","type":"address"},{"name":"data","type":"bytes"}],"outputs":[]},
  {"type":"event","name":"OwnershipTransferred","anonymous":false,"inputs":[{"name":"previousOwner","type":"address","indexed":true},{"name":"newOwner","type":"address","indexed":true}]},
  {"type":"event","name":"Upgraded","anonymous":false,"inputs":[{"name":"implementation","type":"address","indexed":true}]},
  {"type":"error","name":"OwnableUnauthorizedAccount","inputs":[{"name":"account","type":"address"}]},
  {"type":"error","name":"OwnableInvalidOwner","inputs":[{"name":"owner","type":"address"}]},
  {"type":"error","name":"ERC1967InvalidImplementation","inputs":[{"name":"implementation","type":"address"}]}
]"#;

/// Init code of the whole: creates the first implementation, becomes its proxy, belongs to the sender.
pub fn init_code() -> Result<Vec<u8>, AsmError> {
    piece("deploy", 1)
}

/// Init code of an implementation that calls itself `version`: what an upgrade points to.
pub fn implementation_init_code(version: u64) -> Result<Vec<u8>, AsmError> {
    piece("create_implementation", version)
}

fn piece(name: &str, version: u64) -> Result<Vec<u8>, AsmError> {
    let mut pieces = asm::assemble(SOURCE, &[("VERSION", version)])?;
    pieces.remove(name).ok_or_else(|| AsmError { line: 0, fault: format!("there is no piece “{name}”") })
}

/// Calldata of `owner()`.
pub fn owner_call() -> Vec<u8> {
    selector("owner()")
}

/// Calldata of `version()`.
pub fn version_call() -> Vec<u8> {
    selector("version()")
}

/// Calldata of `transferOwnership(address)`.
pub fn transfer_ownership_call(new_owner: Address) -> Vec<u8> {
    [selector("transferOwnership(address)"), new_owner.into_word().to_vec()].concat()
}

/// Calldata of `upgradeToAndCall(address,bytes)`.
pub fn upgrade_call(implementation: Address, data: &[u8]) -> Vec<u8> {
    let word = |number: usize| shared::eth::U256::from(number).to_be_bytes::<32>().to_vec();
    let padding = vec![0; data.len().next_multiple_of(32) - data.len()];
    [
        selector("upgradeToAndCall(address,bytes)"),
        implementation.into_word().to_vec(),
        word(64),
        word(data.len()),
        data.to_vec(),
        padding,
    ]
    .concat()
}

fn selector(signature: &str) -> Vec<u8> {
    keccak256(signature).iter().take(4).copied().collect()
}
