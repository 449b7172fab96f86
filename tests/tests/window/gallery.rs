//! A picture of each screen in both themes.
