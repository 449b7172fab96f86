//! The shapes beside words, for those who do not see a colour.
//!
//! Each meaning has a silhouette of its own, so that two are told apart in grey and at a glance. May not enter: words.

use egui::{Color32, Painter, Pos2, Shape, Stroke, Ui, Vec2, pos2, vec2};
use std::f32::consts::TAU;

/// A shape with a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A disc with a tick: kept, signed, done.
    Tick,
    /// A disc with an i: worth knowing.
    Note,
    /// A diamond with an exclamation mark: look twice.
    Diamond,
    /// A triangle with an exclamation mark: can lose control or money.
    Triangle,
    /// An octagon with a cross: can lose everything at once, or forbidden.
    Octagon,
    /// A filled square with a tick: in the bytes that are signed.
    Square,
    /// A hexagon with a dot: proved against a header.
    Hexagon,
    /// Two rings that overlap: somebody vouches.
    Rings,
    /// An empty dashed circle: somebody says so.
    Dashes,
}

/// Draws a mark in the line of text that is being laid out.
pub fn mark(ui: &mut Ui, mark: Mark, side: f32, colour: Color32, behind: Color32) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(side), egui::Sense::empty());
    paint(ui.painter(), rect.center(), side, mark, colour, behind);
}

/// Paints a mark of this side around a centre; what is inside it has the colour of what is behind.
pub fn paint(painter: &Painter, centre: Pos2, side: f32, mark: Mark, colour: Color32, behind: Color32) {
    let r = side / 2.0;
    let line = Stroke::new((side / 9.0).max(1.5), behind);
    match mark {
        Mark::Tick => {
            painter.circle_filled(centre, r, colour);
            tick(painter, centre, r, line);
        }
        Mark::Note => {
            painter.circle_filled(centre, r, colour);
            painter.line_segment([centre + vec2(0.0, -0.1 * r), centre + vec2(0.0, 0.55 * r)], line);
            painter.circle_filled(centre + vec2(0.0, -0.48 * r), line.width * 0.7, behind);
        }
        Mark::Diamond => {
            polygon(painter, centre, r * 1.12, 4, 0.0, colour);
            exclamation(painter, centre, r, line);
        }
        Mark::Triangle => {
            let points = vec![
                pos2(centre.x, centre.y - r),
                pos2(centre.x + r * 1.1, centre.y + r * 0.9),
                pos2(centre.x - r * 1.1, centre.y + r * 0.9),
            ];
            painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
            exclamation(painter, centre + vec2(0.0, 0.2 * r), r * 0.9, line);
        }
        Mark::Octagon => {
            polygon(painter, centre, r * 1.06, 8, 0.5, colour);
            let arm = 0.4 * r;
            for sign in [1.0, -1.0] {
                let tip = vec2(arm, arm * sign);
                painter.line_segment([centre - tip, centre + tip], line);
            }
        }
        Mark::Square => {
            painter.rect_filled(
                egui::Rect::from_center_size(centre, Vec2::splat(side * 0.92)),
                side * 0.12,
                colour,
            );
            tick(painter, centre, r, line);
        }
        Mark::Hexagon => {
            polygon(painter, centre, r, 6, 0.0, colour);
            painter.circle_filled(centre, r * 0.34, behind);
        }
        Mark::Rings => {
            let ring = Stroke::new(line.width, colour);
            painter.circle_stroke(centre - vec2(r * 0.36, 0.0), r * 0.58, ring);
            painter.circle_stroke(centre + vec2(r * 0.36, 0.0), r * 0.58, ring);
        }
        Mark::Dashes => {
            let point = |turn: f32| centre + vec2((turn * TAU).cos(), (turn * TAU).sin()) * (r * 0.86);
            for dash in 0..6_u8 {
                let start = f32::from(dash) / 6.0;
                let points = (0..=3_u8).map(|step| point(start + f32::from(step) / 30.0)).collect();
                painter.add(Shape::line(points, Stroke::new(line.width, colour)));
            }
        }
    }
}

fn polygon(painter: &Painter, centre: Pos2, r: f32, corners: u8, shift: f32, colour: Color32) {
    let points = (0..corners)
        .map(|corner| {
            let turn = (f32::from(corner) + shift) / f32::from(corners) * TAU;
            centre + vec2(turn.sin(), -turn.cos()) * r
        })
        .collect();
    painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
}

fn tick(painter: &Painter, centre: Pos2, r: f32, line: Stroke) {
    let points =
        vec![centre + vec2(-0.45, 0.02) * r, centre + vec2(-0.12, 0.38) * r, centre + vec2(0.48, -0.36) * r];
    painter.add(Shape::line(points, line));
}

fn exclamation(painter: &Painter, centre: Pos2, r: f32, line: Stroke) {
    painter.line_segment([centre + vec2(0.0, -0.52 * r), centre + vec2(0.0, 0.16 * r)], line);
    painter.circle_filled(centre + vec2(0.0, 0.5 * r), line.width * 0.7, line.color);
}
