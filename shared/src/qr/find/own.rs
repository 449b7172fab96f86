//! The last resort: our own finder, projection, sampling and deblurring, for what rxing's port cannot read.

use super::Luma;
use super::budget::Budget;
use super::centre::centres;
use super::frame::{Frame, frames};
use super::geometry::Point;
use super::layout::{fixed_modules, side_of};
use super::mesh::Mesh;
use super::port::{Hit, Seen};
use super::repair::repair;
use super::sample::Greys;
use super::trio::{Trio, trios};
use super::{deblur, sample, symbol};
use rxing::common::BitMatrix;

/// The trios of finder patterns that show in a black and white picture.
pub(super) fn trios_of(bits: &BitMatrix, budget: &Budget) -> Vec<Trio> {
    trios(&centres(bits, budget.own_centres()), budget.own_trios())
}

/// Reads the codes of a picture with dark modules, whose corners are among `trios`.
pub(super) fn read(picture: Luma<'_>, trios: &[Trio], budget: &mut Budget) -> Seen {
    let mut sight = Seen::default();
    let mut used: Vec<Point> = Vec::new();
    for trio in trios {
        let corners = [trio.tl.at, trio.tr.at, trio.bl.at];
        if corners.iter().any(|corner| used.contains(corner)) {
            continue;
        }
        for frame in frames(picture, trio) {
            if !budget.take_sampling() {
                return sight;
            }
            sight.unread = sight.unread.or(Some(trio.tl.module));
            if let Some(hit) = decode(picture, &frame) {
                sight.hits.push(hit);
                used.extend(corners);
                break;
            }
        }
    }
    sight
}

/// How often blur is fitted again to better decisions.
const CANCELLATIONS: usize = 3;

fn decode(picture: Luma<'_>, frame: &Frame) -> Option<Hit> {
    let mesh = Mesh::new(picture, frame);
    let side = side_of(frame.version);
    let payload = read_symbol(frame.version, &sample::sample(picture, frame.version, &mesh), &mesh)?;
    let far = super::frame::modules(side);
    let corners = [(0.0, 0.0), (far, 0.0), (far, far), (0.0, far)].map(|(x, y)| mesh.at(Point::new(x, y)));
    let sides = corners.iter().zip(corners.iter().cycle().skip(1)).take(4);
    let pitch = sides.map(|(&a, &b)| (a - b).length()).sum::<f32>() / 4.0 / far;
    Some(Hit { payload, corners: corners.map(|corner| (corner.x, corner.y)), pitch })
}

/// As it was sampled, then with blur taken off, then with what cannot be trusted given up.
fn read_symbol(version: usize, greys: &Greys, mesh: &Mesh) -> Option<Vec<u8>> {
    let side = side_of(version);
    let first = greys.levelled();
    let mut levels = first.clone();
    let mut dark = levels.cut();
    let mut payload = symbol::decode(side, &dark);
    let fixed = fixed_modules(version);
    for _ in 0..CANCELLATIONS {
        if payload.is_some() {
            return payload;
        }
        let Some(clearer) = deblur::cancel(&first, &dark, &fixed) else { break };
        levels = clearer;
        dark = levels.cut();
        payload = symbol::decode(side, &dark);
    }
    let mut trust = trust(&levels, &dark);
    payload = payload.or_else(|| symbol::decode(side, &repair(version, &dark, &trust)?));
    payload.or_else(|| {
        // The shutter may have caught the next picture in the last rows.
        let rows = |at: usize| {
            mesh.at(Point::new(super::frame::modules(at % side), super::frame::modules(at / side))).y
        };
        let (top, bottom) =
            (0..side * side).map(rows).fold((f32::MAX, f32::MIN), |(low, high), y| (low.min(y), high.max(y)));
        let late = bottom - (bottom - top) * LATE_SHARE;
        for (_, trust) in trust.iter_mut().enumerate().filter(|&(at, _)| rows(at) > late) {
            *trust = 0.0;
        }
        symbol::decode(side, &repair(version, &dark, &trust)?)
    })
}

/// The share of the rows that is given up for a late shutter; level L has no more to give.
const LATE_SHARE: f32 = 0.13;

/// How far each module is from the cut; nothing in a window that is all alike, which masks forbid: a reflection, a finger.
fn trust(levels: &Greys, dark: &[bool]) -> Vec<f32> {
    const WINDOW: usize = 4;
    let side = levels.side;
    let mut trust: Vec<f32> = levels.values.iter().map(|level| (level - 0.5).abs()).collect();
    for top in 0..=side - WINDOW {
        for left in 0..=side - WINDOW {
            let window = || (0..WINDOW * WINDOW).map(|at| (top + at / WINDOW) * side + left + at % WINDOW);
            let first = dark.get(top * side + left);
            if window().all(|at| dark.get(at) == first) {
                for at in window() {
                    if let Some(trust) = trust.get_mut(at) {
                        *trust = 0.0;
                    }
                }
            }
        }
    }
    trust
}
