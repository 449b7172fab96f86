//! The screens that the strip leads to.

use super::{Build, Chains, Contracts, Home, Keys, Pages, Screen};

/// A screen of the strip, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// What waits for whom; signing and following belong to it.
    Home,
    /// A new request.
    Build,
    /// Devices, keys, addresses.
    Keys,
    /// Contracts.
    Contracts,
    /// Chains.
    Chains,
    /// The journal.
    Journal,
}

impl Tab {
    /// All, as they stand.
    pub const ALL: [Self; 6] =
        [Self::Home, Self::Build, Self::Keys, Self::Contracts, Self::Chains, Self::Journal];

    /// The word on its button.
    pub fn word(self) -> &'static str {
        match self {
            Self::Home => "Home",
            Self::Build => "Build",
            Self::Keys => "Keys",
            Self::Contracts => "Contracts",
            Self::Chains => "Chains",
            Self::Journal => "Journal",
        }
    }

    /// The screen as it is when nobody has done anything on it.
    pub fn fresh(self) -> Screen {
        match self {
            Self::Home => Screen::Home(Box::<Home>::default()),
            Self::Build => Screen::Build(Box::<Build>::default()),
            Self::Keys => Screen::Keys(Box::<Keys>::default()),
            Self::Contracts => Screen::Contracts(Box::<Contracts>::default()),
            Self::Chains => Screen::Chains(Box::<Chains>::default()),
            Self::Journal => Screen::Pages(Box::<Pages>::default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tab_leads_to_a_screen_of_its_own() {
        for tab in Tab::ALL {
            assert_eq!(tab.fresh().tab(), tab);
        }
    }
}
