//! Networks by chain id: names for people. The id is what is signed; the name is ours.

use std::sync::LazyLock;

/// A network that has a name here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    /// EIP-155.
    pub id: u64,
    /// `Ethereum`.
    pub name: &'static str,
    /// What value and fees are paid in: `ETH`.
    pub coin: &'static str,
    /// Blocks that count as a confirmation where no node names a final one.
    pub confirmations: u64,
}

/// Confirmations of chains that the list has no number for.
pub const CONFIRMATIONS: u64 = 12;

/// The list as it is bundled.
const LIST: &str = include_str!("../../../assets/chains.tsv");

static TABLE: LazyLock<Vec<Chain>> = LazyLock::new(|| rows().filter_map(row).collect());

fn rows() -> impl Iterator<Item = &'static str> {
    LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn row(line: &'static str) -> Option<Chain> {
    let mut columns = line.split('\t');
    Some(Chain {
        id: columns.next()?.parse().ok()?,
        name: columns.next()?,
        coin: columns.next()?,
        confirmations: columns.next().map_or(Some(CONFIRMATIONS), |number| number.parse().ok())?,
    })
}

impl Chain {
    /// The network of this id, if it has a name here.
    pub fn of(id: u64) -> Option<Self> {
        TABLE.iter().find(|chain| chain.id == id).copied()
    }

    /// All networks of the list, by id.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().copied()
    }

    /// When the list was last gone through, as 2026-11-23.
    pub fn list_date() -> &'static str {
        LIST.lines().find_map(|line| line.strip_prefix("# Date: ")).unwrap_or("unknown")
    }

    /// `Ethereum (chain id 1)`, or `unknown chain (chain id 7)`.
    pub fn words(id: u64) -> String {
        format!("{} (chain id {id})", Self::of(id).map_or("unknown chain", |chain| chain.name))
    }

    /// The coin of this id's network, `coin` where it is unknown.
    pub fn coin_of(id: u64) -> &'static str {
        Self::of(id).map_or("coin", |chain| chain.coin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_no_id_stands_twice() {
        let ids: std::collections::BTreeSet<_> = TABLE.iter().map(|chain| chain.id).collect();
        assert_eq!(ids.len(), rows().count());
        assert!(TABLE.is_sorted_by_key(|chain| chain.id) && TABLE.len() >= 40);
    }

    #[test]
    fn the_list_says_how_old_it_is() {
        assert_eq!(Chain::list_date().len(), "2026-11-23".len());
    }

    #[test]
    fn a_network_without_a_name_is_called_unknown() {
        assert_eq!(Chain::words(8453), "Base (chain id 8453)");
        assert_eq!(Chain::words(8454), "unknown chain (chain id 8454)");
    }
}
