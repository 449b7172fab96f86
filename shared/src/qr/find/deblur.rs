//! Blur taken back in module space: how much of its eight neighbours each module carries is fitted, then subtracted.

use super::geometry::{add_equation, solve};
use super::sample::Greys;

/// Levels with the neighbours' share removed, as the decisions `dark` explain them; `None` where nothing can be fitted.
///
/// The model: level = c + Σ w(dx, dy) · light(x + dx, y + dy) over 3 × 3, light being 0 or 1. With the w known, a module's
/// own light is what remains after the others' are taken off, in units of the middle weight.
pub(super) fn cancel(levels: &Greys, dark: &[bool], fixed: &[Option<bool>]) -> Option<Greys> {
    let side = levels.side;
    let light = |at: usize| -> f64 {
        let known = fixed.get(at).copied().flatten().or_else(|| dark.get(at).copied());
        if known.unwrap_or(false) { 0.0 } else { 1.0 }
    };
    let lights: Vec<f64> = (0..side * side).map(light).collect();
    let mut sums = [[0.0; 11]; 10];
    for y in 1..side - 1 {
        for x in 1..side - 1 {
            let mut equation = [1.0; 11];
            for (term, value) in equation.iter_mut().zip(neighbours(&lights, side, x, y)) {
                *term = value;
            }
            equation[10] = f64::from(levels.values.get(y * side + x).copied()?);
            add_equation(&mut sums, &equation);
        }
    }
    let weights: [f64; 10] = solve(sums)?;
    let own = weights[4];
    if own < 0.1 {
        return None;
    }
    let mut values = levels.values.clone();
    for y in 0..side {
        for x in 0..side {
            let others: f64 = neighbours(&lights, side, x, y)
                .into_iter()
                .zip(weights)
                .enumerate()
                .filter(|&(place, _)| place != 4)
                .map(|(_, (light, weight))| light * weight)
                .sum();
            if let Some(value) = values.get_mut(y * side + x) {
                #[expect(clippy::cast_possible_truncation, reason = "levels around 0 and 1")]
                let level = ((f64::from(*value) - others - weights[9]) / own) as f32;
                *value = level;
            }
        }
    }
    Some(Greys { side, values })
}

/// The 3 × 3 lights around a module, row by row; past the rim is the quiet zone.
fn neighbours(lights: &[f64], side: usize, x: usize, y: usize) -> [f64; 9] {
    let mut nine = [1.0; 9];
    for (place, value) in nine.iter_mut().enumerate() {
        let (column, row) = ((x + place % 3).checked_sub(1), (y + place / 3).checked_sub(1));
        if let (Some(column), Some(row)) = (column, row)
            && column < side
            && let Some(&light) = lights.get(row * side + column)
        {
            *value = light;
        }
    }
    nine
}
