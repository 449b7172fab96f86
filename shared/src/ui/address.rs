//! Addresses: never shortened, in groups of four with alternating weight, with a small picture beside.
//!
//! The picture is ours: seven rows of seven cells, the left three columns mirrored to the right. Cell number `n` of the 28 that
//! are free takes bits `2n` and `2n + 1` of keccak256("coldframe picture 1" ‖ the 20 bytes), first byte and highest bits first:
//! `00` and `01` leave it empty, `10` is a blue square, `11` an orange disc. Blue and orange of Okabe and Ito are told apart by
//! every kind of colour blindness, and square and disc without any colour. It helps to notice another address; it is no proof
//! of the same, since 2^28 tries find one that looks much alike. May not enter: names; who an address belongs to is a fact
//! with a provenance.

use super::{hex, parts, theme};
use crate::eth::Address;
use alloy_primitives::keccak256;
use egui::{Color32, Rect, Sense, Ui, Vec2, pos2};

/// Cells a side.
const SIDE: usize = 7;
/// Columns that are not mirrored from another.
const FREE: usize = SIDE.div_ceil(2);
const BLUE: Color32 = Color32::from_rgb(0x00, 0x72, 0xb2);
const ORANGE: Color32 = Color32::from_rgb(0xe6, 0x9f, 0x00);

/// What stands in a cell of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A blue square.
    Square,
    /// An orange disc.
    Disc,
}

/// The picture, row by row.
pub fn picture(address: &Address) -> [[Cell; SIDE]; SIDE] {
    let hash = keccak256([b"coldframe picture 1".as_slice(), address.as_slice()].concat());
    let bits = |n: usize| hash.get(n / 4).map_or(0, |byte| byte >> (6 - 2 * (n % 4)) & 3);
    std::array::from_fn(|row| {
        std::array::from_fn(|column| match bits(row * FREE + column.min(SIDE - 1 - column)) {
            3 => Cell::Disc,
            2 => Cell::Square,
            _ => Cell::Empty,
        })
    })
}

/// Draws the picture of an address on a light ground in every theme, so that it always looks the same.
pub fn picture_of(ui: &mut Ui, address: &Address, side: f32) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(side), Sense::empty());
    if !ui.is_rect_visible(rect) {
        return;
    }
    let painter = ui.painter();
    painter.rect_filled(rect, 4.0, Color32::from_rgb(0xf2, 0xf2, 0xee));
    let step = side / 8.0; // half a cell around
    let mut at = rect.min + Vec2::splat(step / 2.0);
    for row in picture(address) {
        for cell in row {
            let centre = at + Vec2::splat(step / 2.0);
            match cell {
                Cell::Empty => {}
                Cell::Square => {
                    painter.rect_filled(Rect::from_center_size(centre, Vec2::splat(step)), 0.0, BLUE);
                }
                Cell::Disc => {
                    painter.circle_filled(centre, step * 0.5, ORANGE);
                }
            }
            at.x += step;
        }
        at = pos2(rect.min.x + step / 2.0, at.y + step);
    }
}

/// Draws an address with its checksum (EIP-55) and its picture.
pub fn address(ui: &mut Ui, address: &Address) {
    beside(ui, address, |_| {});
}

/// The same with a line above it, such as its path.
pub fn address_at(ui: &mut Ui, address: &Address, line: &str) {
    beside(ui, address, |ui| parts::quiet(ui, line));
}

fn beside(ui: &mut Ui, address: &Address, above: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        picture_of(ui, address, 48.0);
        ui.vertical(|ui| {
            ui.set_width(ui.available_width().max(80.0));
            ui.spacing_mut().item_spacing.y = 0.0;
            above(ui);
            hex::sized(ui, &address.to_string(), theme::BODY);
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_picture_stays_what_it_was() {
        let letter = |cell| match cell {
            Cell::Empty => '.',
            Cell::Square => '#',
            Cell::Disc => 'o',
        };
        let drawn = picture(&Address::ZERO).map(|row| row.map(letter).iter().collect::<String>());
        assert_eq!(drawn, ["o.o#o.o", "o#...#o", ".o###o.", "oo...oo", ".#.o.#.", ".##o##.", "o.....o"]);
    }

    proptest! {
        #[test]
        fn every_picture_is_its_own_mirror(bytes: [u8; 20]) {
            for row in picture(&Address::new(bytes)) {
                let mut mirrored = row;
                mirrored.reverse();
                prop_assert_eq!(row, mirrored);
            }
        }
    }

    #[test]
    fn one_bit_more_makes_another_picture() {
        let mut seen = std::collections::HashSet::new();
        for bit in 0..160_usize {
            let mut bytes = [0; 20];
            bytes[bit / 8] = 1 << (bit % 8);
            assert!(seen.insert(format!("{:?}", picture(&Address::new(bytes)))), "bit {bit}");
        }
    }
}
