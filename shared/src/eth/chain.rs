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
}

static TABLE: LazyLock<Vec<Chain>> = LazyLock::new(|| rows().filter_map(row).collect());

fn rows() -> impl Iterator<Item = &'static str> {
    include_str!("../../../assets/chains.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn row(line: &'static str) -> Option<Chain> {
    let mut columns = line.split('\t');
    Some(Chain { id: columns.next()?.parse().ok()?, name: columns.next()?, coin: columns.next()? })
}

impl Chain {
    /// The network of this id, if it has a name here.
    pub fn of(id: u64) -> Option<Self> {
        TABLE.iter().find(|chain| chain.id == id).copied()
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
    }

    #[test]
    fn a_network_without_a_name_is_called_unknown() {
        assert_eq!(Chain::words(8453), "Base (chain id 8453)");
        assert_eq!(Chain::words(8454), "unknown chain (chain id 8454)");
    }
}
