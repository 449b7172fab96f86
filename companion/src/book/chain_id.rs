//! How a person writes the number of a chain (EIP-155), in window and commands.

/// Reads one: decimal digits, not zero. The error says the expected form.
pub fn chain_id_of(text: &str) -> Result<u64, String> {
    match text.trim().parse::<u64>() {
        Ok(0) => Err("chain id 0 is no chain; give the network's own number".to_owned()),
        Ok(id) if !text.trim().starts_with('+') => Ok(id),
        _ => Err("a chain id is a whole number, such as 1 for Ethereum".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_id_is_a_whole_number_above_nothing() {
        for (text, taken) in [("1", true), ("0", false), ("+1", false), ("0x1", false), ("", false)] {
            assert_eq!(chain_id_of(text).is_ok(), taken, "{text}");
        }
    }
}
