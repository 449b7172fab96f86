//! The last resort: our own finder, projection, sampling and deblurring, for what rxing's port cannot read.

use super::Luma;
use super::budget::Budget;
use super::centre::centres;
use super::frame::{Frame, frames};
use super::geometry::Point;
use super::layout::{fixed_modules, side_of};
use super::mesh::Mesh;
use super::port::Hit;
use super::trio::trios;
use super::{deblur, sample, symbol};
use rxing::common::BitMatrix;

/// What our own reader saw.
#[derive(Debug, Default)]
pub(super) struct OwnSight {
    pub(super) hits: Vec<Hit>,
    /// Pixels a module of the best code that was seen and not read.
    pub(super) seen: Option<f32>,
}

/// Reads the codes of a picture with dark modules, whose finder patterns show in `bits`.
pub(super) fn read(picture: Luma<'_>, bits: &BitMatrix, budget: &mut Budget) -> OwnSight {
    let mut sight = OwnSight::default();
    let mut used: Vec<Point> = Vec::new();
    for trio in trios(&centres(bits, budget.own_centres()), budget.own_trios()) {
        let corners = [trio.tl.at, trio.tr.at, trio.bl.at];
        if corners.iter().any(|corner| used.contains(corner)) {
            continue;
        }
        for frame in frames(picture, &trio) {
            if !budget.take_sampling() {
                return sight;
            }
            sight.seen = sight.seen.or(Some(trio.tl.module));
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
    let levels = sample::sample(picture, frame.version, &mesh).levelled();
    let mut dark = levels.cut();
    let mut payload = symbol::decode(side, &dark);
    let fixed = fixed_modules(frame.version);
    for _ in 0..CANCELLATIONS {
        if payload.is_some() {
            break;
        }
        dark = deblur::cancel(&levels, &dark, &fixed)?.cut();
        payload = symbol::decode(side, &dark);
    }
    let far = super::frame::modules(side);
    let corners = [(0.0, 0.0), (far, 0.0), (far, far), (0.0, far)].map(|(x, y)| mesh.at(Point::new(x, y)));
    let pitch = corners
        .iter()
        .zip(corners.iter().cycle().skip(1))
        .take(4)
        .map(|(&a, &b)| (a - b).length())
        .sum::<f32>()
        / 4.0
        / far;
    payload.map(|payload| Hit { payload, corners: corners.map(|corner| (corner.x, corner.y)), pitch })
}
