//! Three finder patterns that may be the corners of one code.

use super::centre::Centre;

/// The three corners; the fourth is where the code has no finder pattern.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trio {
    pub(super) tl: Centre,
    pub(super) tr: Centre,
    pub(super) bl: Centre,
}

/// Every plausible trio, the squarest first; at most `most`.
pub(super) fn trios(centres: &[Centre], most: usize) -> Vec<Trio> {
    let mut found: Vec<(f32, Trio)> = Vec::new();
    for (place, &a) in centres.iter().enumerate() {
        for (step, &b) in centres.iter().enumerate().skip(place + 1) {
            for &c in centres.iter().skip(step + 1) {
                found.extend(judge(a, b, c));
            }
        }
    }
    found.retain(|(badness, _)| *badness < BADNESS_MAX);
    found.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    found.truncate(most);
    found.into_iter().map(|(_, trio)| trio).collect()
}

/// Worse than this is chance: finder-like strokes of text and noise at any angle and distance. Found on 1,404 simulated
/// frames, in none of which it cost a reading; `cargo bench -p e2e --bench decode` shows what a change does.
const BADNESS_MAX: f32 = -0.4;

/// The trio with its corners in order, and how far it is from what a camera makes of a square; smaller is better.
fn judge(a: Centre, b: Centre, c: Centre) -> Option<(f32, Trio)> {
    let (largest, smallest) = (a.module.max(b.module).max(c.module), a.module.min(b.module).min(c.module));
    if largest > 2.2 * smallest {
        return None;
    }
    let (ab, bc, ca) = ((b.at - a.at).length(), (c.at - b.at).length(), (a.at - c.at).length());
    // The corner faces the longest side.
    let (tl, tr, bl) = if ab >= bc && ab >= ca {
        (c, a, b)
    } else if bc >= ca {
        (a, b, c)
    } else {
        (b, c, a)
    };
    let (top, left) = (tr.at - tl.at, bl.at - tl.at);
    let (tr, bl, top, left) = if top.cross(left) < 0.0 { (bl, tr, left, top) } else { (tr, bl, top, left) };
    let (top_length, left_length) = (top.length(), left.length());
    let cosine = top.dot(left) / (top_length * left_length);
    let stretch = (top_length / left_length).max(left_length / top_length);
    let module = (a.module + b.module + c.module) / 3.0;
    // 14 modules between the middles of version 1, 170 of version 40; tilt shortens, turning lengthens modules.
    let modules = (top_length + left_length) / 2.0 / module;
    if !(8.0..220.0).contains(&modules) || cosine.abs() > 0.55 || stretch > 2.2 {
        return None;
    }
    // Noise is seen by a row or two, a finder pattern by as many as it has.
    let rows = (a.rows.min(6.0) + b.rows.min(6.0) + c.rows.min(6.0)) / 6.0;
    let badness = 2.0 * cosine.abs() + (stretch - 1.0) + (largest / smallest - 1.0) + modules / 400.0 - rows;
    Some((badness, Trio { tl, tr, bl }))
}
