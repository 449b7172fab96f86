//! Reed-Solomon with erasures over GF(256), as ISO/IEC 18004 uses it: x⁸ + x⁴ + x³ + x² + 1, roots α⁰, α¹, …
//!
//! A codeword whose place is known to be bad costs one check symbol, an unknown error two; that is the whole point.

/// Check symbols that must be left over as proof: a block that was not a codeword passes once in 256 to this power.
pub(super) const PROOF: usize = 4;

#[expect(clippy::indexing_slicing, reason = "computed while compiling, where a slip is a compile error")]
const fn tables() -> ([u8; 255], [u8; 256]) {
    let mut powers = [0_u8; 255];
    let mut logs = [0_u8; 256];
    let mut value: u16 = 1;
    let mut exponent: u8 = 0;
    while exponent < 255 {
        powers[exponent as usize] = value.to_le_bytes()[0];
        logs[value as usize] = exponent;
        value <<= 1;
        if value > 255 {
            value ^= 0x11d;
        }
        exponent += 1;
    }
    (powers, logs)
}

const POWERS: [u8; 255] = tables().0;
const LOGS: [u8; 256] = tables().1;

/// α to a power.
fn power(exponent: usize) -> u8 {
    POWERS.get(exponent % 255).copied().unwrap_or(1)
}

fn log(value: u8) -> usize {
    usize::from(LOGS.get(usize::from(value)).copied().unwrap_or(0))
}

fn multiply(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 { 0 } else { power(log(a) + log(b)) }
}

/// a / b; b is not 0.
fn divide(a: u8, b: u8) -> u8 {
    if a == 0 { 0 } else { power(log(a) + 255 - log(b)) }
}

/// A polynomial, lowest power first, at a place.
fn at(polynomial: &[u8], place: u8) -> u8 {
    polynomial.iter().rev().fold(0, |sum, &term| multiply(sum, place) ^ term)
}

/// a + factor · x^shift · b, in place.
fn add_shifted(a: &mut Vec<u8>, factor: u8, shift: usize, b: &[u8]) {
    if a.len() < b.len() + shift {
        a.resize(b.len() + shift, 0);
    }
    for (term, &other) in a.iter_mut().skip(shift).zip(b) {
        *term ^= multiply(factor, other);
    }
}

/// Corrects a block of `checks` check symbols in place, its places `erased` (from the front) being worth nothing.
/// False, and the block unchanged, where it is too far from every codeword or too little would prove it.
pub(super) fn correct(block: &mut [u8], checks: usize, erased: &[usize]) -> bool {
    let length = block.len();
    if length > 255 || checks > length || erased.len() + PROOF > checks {
        return false;
    }
    // The last symbol belongs to x⁰.
    let syndromes: Vec<u8> = (0..checks)
        .map(|root| block.iter().fold(0, |sum, &symbol| multiply(sum, power(root)) ^ symbol))
        .collect();
    if syndromes.iter().all(|&syndrome| syndrome == 0) {
        return true;
    }
    let mut locator = vec![1_u8];
    for &place in erased.iter().filter(|&&place| place < length) {
        let before = locator.clone();
        add_shifted(&mut locator, power(length - 1 - place), 1, &before);
    }
    // Berlekamp and Massey, starting from the erasures.
    let known = locator.len() - 1;
    let (mut auxiliary, mut shift, mut count) = (locator.clone(), 1, known);
    for round in known + 1..=checks {
        let discrepancy = locator.iter().enumerate().fold(0, |sum, (term, &factor)| {
            let syndrome =
                (round - 1).checked_sub(term).and_then(|at| syndromes.get(at)).copied().unwrap_or(0);
            sum ^ multiply(factor, syndrome)
        });
        if discrepancy == 0 {
            shift += 1;
            continue;
        }
        let before = locator.clone();
        add_shifted(&mut locator, discrepancy, shift, &auxiliary);
        if 2 * count < round + known {
            auxiliary = before.iter().map(|&term| divide(term, discrepancy)).collect();
            shift = 1;
            count = round + known - count;
        } else {
            shift += 1;
        }
    }
    while locator.last() == Some(&0) {
        locator.pop();
    }
    let errors = locator.len() - 1;
    if errors != count || errors < known || known + 2 * (errors - known) + PROOF > checks {
        return false;
    }
    let mut evaluator = vec![0_u8; checks];
    for (term, &factor) in locator.iter().enumerate() {
        for (sum, &syndrome) in evaluator.iter_mut().skip(term).zip(&syndromes) {
            *sum ^= multiply(factor, syndrome);
        }
    }
    // In characteristic 2 the derivative keeps the odd terms, one power lower.
    let slope: Vec<u8> = locator
        .iter()
        .skip(1)
        .enumerate()
        .map(|(term, &factor)| if term % 2 == 0 { factor } else { 0 })
        .collect();
    let mut repairs = Vec::with_capacity(errors);
    for exponent in 0..length {
        let inverse = power(255 - exponent % 255);
        if at(&locator, inverse) == 0 {
            let steepness = at(&slope, inverse);
            if steepness == 0 {
                return false;
            }
            repairs.push((
                length - 1 - exponent,
                multiply(power(exponent), divide(at(&evaluator, inverse), steepness)),
            ));
        }
    }
    if repairs.len() != errors {
        return false;
    }
    for (place, change) in repairs {
        if let Some(symbol) = block.get_mut(place) {
            *symbol ^= change;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A codeword: data, then the remainder of data · x^checks.
    fn encode(data: &[u8], checks: usize) -> Vec<u8> {
        let mut generator = vec![1_u8];
        for root in 0..checks {
            let mut next = vec![0; generator.len() + 1];
            for (place, &term) in generator.iter().enumerate() {
                next[place + 1] ^= term;
                next[place] ^= multiply(term, power(root));
            }
            generator = next;
        }
        let mut rest = [data, &vec![0; checks]].concat();
        for place in 0..data.len() {
            let lead = rest[place];
            for (step, &term) in generator.iter().rev().enumerate() {
                rest[place + step] ^= multiply(term, lead);
            }
        }
        [data, &rest[data.len()..]].concat()
    }

    proptest! {
        #[test]
        fn erasures_and_errors_within_the_bound_are_undone(
            data in prop::collection::vec(any::<u8>(), 10..120), places in prop::collection::btree_set(0_usize..128, 20),
            changes: [u8; 20], erasures in 0_usize..20,
        ) {
            let checks = 26;
            let right = encode(&data, checks);
            let mut block = right.clone();
            let errors = (checks - erasures - PROOF.min(checks - erasures)) / 2;
            let places: Vec<usize> = places.into_iter().filter(|&place| place < right.len()).collect();
            for (&place, change) in places.iter().zip(changes).take(erasures + errors) {
                block[place] ^= change;
            }
            let erased: Vec<usize> = places.into_iter().take(erasures).collect();
            prop_assert!(correct(&mut block, checks, &erased));
            prop_assert_eq!(block, right);
        }

        #[test]
        fn noise_is_no_codeword(mut block in prop::collection::vec(any::<u8>(), 40..140), erasures in 0_usize..15) {
            let before = block.clone();
            let erased: Vec<usize> = (0..erasures).collect();
            prop_assert!(!correct(&mut block, 26, &erased));
            prop_assert_eq!(block, before);
        }
    }
}
