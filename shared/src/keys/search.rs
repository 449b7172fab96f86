//! Where among the derivation families an address is.
//!
//! Wallets number accounts in different ways, and people forget which one they used. The search tries the families below, the
//! likely places first, and reports how far it is. It never sees a private key: who calls it lends account keys, one after the
//! other, and everything below those is public derivation (BIP-32, CKDpub). When the keys are wiped meanwhile, no more are
//! lent, and the search ends.
//!
//! | family           | path                  | places                                                  |
//! |------------------|-----------------------|---------------------------------------------------------|
//! | BIP-44           | `m/44'/c'/a'/0/i`     | 1,000 of account 0, 100 of each account up to 20        |
//! | Legacy           | `m/44'/c'/a'/i`       | the same                                                |
//! | Ledger Live      | `m/44'/c'/i'/0/0`     | 1,000 accounts                                          |
//!
//! `c` is 60 (Ethereum), then 1 (test networks) and 61 (Ethereum Classic), as SLIP-44 has them; of those two 1,000 addresses of
//! account 0 in both styles and 100 accounts. May not enter: seeds, threads, clocks.

use crate::{
    eth::{AccountStyle, Address, DerivationPath, PathStep},
    wire::derive::{Extended, address},
};

/// The public half of an account key, `m/44'/coin'/account'`: everything below it follows without any secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Branch {
    /// Compressed SEC1 point.
    pub public_key: [u8; 33],
    /// BIP-32's chain code.
    pub chain_code: [u8; 32],
}

/// How a search ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// The address is here.
    Found {
        /// Its path.
        path: DerivationPath,
        /// The family it belongs to.
        style: AccountStyle,
    },
    /// It is at none of the places.
    NotFound {
        /// How many were tried.
        tried: u64,
    },
    /// Nobody waits for it any more, or the keys are gone.
    Stopped,
}

/// One stretch of places: addresses `indexes` of `accounts`.
struct Leg {
    coin: u32,
    style: AccountStyle,
    accounts: std::ops::Range<u32>,
    indexes: std::ops::Range<u32>,
}

/// Ethereum, test networks, Ethereum Classic (SLIP-44).
const COINS: [u32; 3] = [60, 1, 61];
/// After so many places the progress is told.
const PLACES_A_REPORT: u64 = 16;

/// Likely places first; together the table above.
fn legs() -> Vec<Leg> {
    use AccountStyle::{Bip44, LedgerLive, Legacy};
    let leg = |coin, style, accounts, indexes| Leg { coin, style, accounts, indexes };
    let mut legs = vec![
        leg(60, Bip44, 0..1, 0..50),
        leg(60, LedgerLive, 0..20, 0..1),
        leg(60, Legacy, 0..1, 0..50),
        leg(60, Bip44, 0..1, 50..1_000),
        leg(60, Legacy, 0..1, 50..1_000),
        leg(60, Bip44, 1..21, 0..100),
        leg(60, Legacy, 1..21, 0..100),
        leg(60, LedgerLive, 20..1_000, 0..1),
    ];
    for coin in COINS.into_iter().skip(1) {
        legs.push(leg(coin, Bip44, 0..1, 0..1_000));
        legs.push(leg(coin, Legacy, 0..1, 0..1_000));
        legs.push(leg(coin, LedgerLive, 0..100, 0..1));
    }
    legs
}

/// Looks for `wanted`. `lend` gives the account key at a path, or none when there are no keys any more; `go_on` is told how many
/// of how many places were tried and says whether to go on.
pub fn search(
    wanted: Address,
    mut lend: impl FnMut(&DerivationPath) -> Option<Branch>,
    mut go_on: impl FnMut(u64, u64) -> bool,
) -> Ended {
    let legs = legs();
    let places = |leg: &Leg| {
        u64::from(leg.accounts.end - leg.accounts.start) * u64::from(leg.indexes.end - leg.indexes.start)
    };
    let total = legs.iter().map(places).sum();
    let mut tried = 0;
    if !go_on(tried, total) {
        return Ended::Stopped;
    }
    for leg in &legs {
        for account in leg.accounts.clone() {
            let Some(root) = account_path(leg.coin, account) else { continue };
            let Some(branch) = lend(&root) else { return Ended::Stopped };
            let Some(parent) = parent(leg.style, branch) else { continue };
            for index in leg.indexes.clone() {
                if tried % PLACES_A_REPORT == 0 && !go_on(tried, total) {
                    return Ended::Stopped;
                }
                tried += 1;
                if is_at(&parent, index, wanted)
                    && let Some(path) = place(&root, leg.style, index)
                {
                    return Ended::Found { path, style: leg.style };
                }
            }
        }
    }
    Ended::NotFound { tried }
}

/// The addresses `first..first + count` below one account key, in a style that numbers them there (not Ledger Live's).
pub fn addresses(style: AccountStyle, branch: Branch, first: u32, count: u32) -> Vec<Address> {
    let Some(parent) = parent(style, branch) else { return Vec::new() };
    let child = |index| address(&parent.child(PathStep::new(index, false)?)?.key);
    (first..first.saturating_add(count)).filter_map(child).collect()
}

fn account_path(coin: u32, account: u32) -> Option<DerivationPath> {
    let steps = [44, coin, account].map(|index| PathStep::new(index, true));
    DerivationPath::new(steps.into_iter().collect::<Option<_>>()?).ok()
}

/// The key whose children are the addresses.
fn parent(style: AccountStyle, branch: Branch) -> Option<Extended> {
    let account = Extended { key: branch.public_key, chain_code: branch.chain_code };
    match style {
        AccountStyle::Legacy => Some(account),
        AccountStyle::Bip44 | AccountStyle::LedgerLive => account.child(PathStep::new(0, false)?),
    }
}

fn is_at(parent: &Extended, index: u32, wanted: Address) -> bool {
    let found = PathStep::new(index, false).and_then(|step| parent.child(step));
    found.and_then(|child| address(&child.key)) == Some(wanted)
}

fn place(root: &DerivationPath, style: AccountStyle, index: u32) -> Option<DerivationPath> {
    let below = match style {
        AccountStyle::Legacy => root.clone(),
        AccountStyle::Bip44 | AccountStyle::LedgerLive => root.child(PathStep::new(0, false)?).ok()?,
    };
    below.child(PathStep::new(index, false)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{Seed, account_key};
    use zeroize::Zeroizing;

    fn seed() -> Seed {
        let words = b"test test test test test test test test test test test junk".to_vec();
        Seed::of(&Zeroizing::new(words), &Zeroizing::default()).unwrap()
    }

    fn lend(seed: &Seed) -> impl FnMut(&DerivationPath) -> Option<Branch> + '_ {
        |path| {
            let key = account_key(seed, path).ok()?;
            Some(Branch { public_key: key.public_key, chain_code: key.chain_code })
        }
    }

    #[test]
    fn an_address_of_every_family_is_found_where_the_private_way_leads() {
        let seed = seed();
        for (path, family) in [
            ("m/44'/60'/0'/0/0", AccountStyle::Bip44),
            ("m/44'/60'/0'/0/999", AccountStyle::Bip44),
            ("m/44'/60'/0'/7", AccountStyle::Legacy),
            ("m/44'/60'/19'/0/0", AccountStyle::LedgerLive),
            ("m/44'/60'/20'/0/99", AccountStyle::Bip44),
            ("m/44'/60'/3'/42", AccountStyle::Legacy),
        ] {
            let path: DerivationPath = path.parse().unwrap();
            let wanted = account_key(&seed, &path).unwrap().address;
            let ended = search(wanted, lend(&seed), |_, _| true);
            assert_eq!(ended, Ended::Found { path, style: family });
        }
    }

    #[test]
    fn the_table_of_places_is_tried_to_its_end() {
        let branch = lend(&seed())(&"m/44'/60'/0'".parse().unwrap()).unwrap();
        let mut last = (0, 0);
        let mut lent = 0_u32;
        let cheap = |_: &DerivationPath| {
            lent += 1;
            Some(branch)
        };
        // Stops near the end, because the arithmetic of all of it takes seconds in a debug build.
        let ended = search(Address::ZERO, cheap, |tried, total| {
            last = (tried, total);
            tried < 200
        });
        assert_eq!(ended, Ended::Stopped);
        assert_eq!(last.1, 1_000 * 3 + 2 * 20 * 100 + 2 * (1_000 * 2 + 100));
    }

    #[test]
    fn keys_that_are_gone_end_the_search() {
        assert_eq!(search(Address::ZERO, |_| None, |_, _| true), Ended::Stopped);
    }

    #[test]
    fn listed_addresses_are_those_of_their_paths() {
        let seed = seed();
        let branch = lend(&seed)(&"m/44'/60'/0'".parse().unwrap()).unwrap();
        for style in [AccountStyle::Bip44, AccountStyle::Legacy] {
            for (index, listed) in (8..).zip(addresses(style, branch, 8, 3)) {
                let path = style.address_path(0, index).unwrap();
                assert_eq!(account_key(&seed, &path).unwrap().address, listed, "{path}");
            }
        }
    }
}
