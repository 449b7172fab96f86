//! What the optics do before light falls on a pixel: kernels, and laying them over a picture.

/// A picture of light, row by row; 0 is none, 1 is a white screen at the chosen exposure.
#[derive(Debug, Clone)]
pub(super) struct Light {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<f32>,
}

/// Where each share of a pixel's light comes from: (right, down, weight); the weights add up to 1.
pub(super) struct Kernel(Vec<(isize, isize, f32)>);

impl Kernel {
    /// A disc with soft edge pixels; `radius` in pixels. Nothing to do below a fifth of a pixel.
    pub(super) fn disc(radius: f32) -> Option<Self> {
        const FINE: isize = 8;
        if radius < 0.2 {
            return None;
        }
        let reach = (radius + 0.5).ceil() as isize;
        let mut taps = Vec::new();
        for down in -reach..=reach {
            for right in -reach..=reach {
                let inside = (0..FINE * FINE)
                    .filter(|part| {
                        let x = right as f32 + ((part % FINE) as f32 + 0.5) / FINE as f32 - 0.5;
                        let y = down as f32 + ((part / FINE) as f32 + 0.5) / FINE as f32 - 0.5;
                        x * x + y * y <= radius * radius
                    })
                    .count();
                taps.push((right, down, inside as f32));
            }
        }
        Some(Self::normal(taps))
    }

    /// A straight line of `length` pixels at `angle` (radians, 0 is to the right).
    pub(super) fn line(length: f32, angle: f32) -> Option<Self> {
        const STEP: f32 = 0.25;
        if length < 0.2 {
            return None;
        }
        let reach = (length / 2.0).ceil() as isize + 1;
        let side = (2 * reach + 1) as usize;
        let mut grid = vec![0.0_f32; side * side];
        let steps = (length / STEP).ceil() as usize;
        for step in 0..=steps {
            let along = (step as f32 / steps as f32 - 0.5) * length;
            let (x, y) = (along * angle.cos() + reach as f32, along * angle.sin() + reach as f32);
            let (column, row) = (x as usize, y as usize);
            let (right, down) = (x.fract(), y.fract());
            grid[row * side + column] += (1.0 - right) * (1.0 - down);
            grid[row * side + column + 1] += right * (1.0 - down);
            grid[(row + 1) * side + column] += (1.0 - right) * down;
            grid[(row + 1) * side + column + 1] += right * down;
        }
        let place = |index: usize| ((index % side) as isize - reach, (index / side) as isize - reach);
        let taps = grid.iter().enumerate().map(|(index, &weight)| (place(index).0, place(index).1, weight));
        Some(Self::normal(taps.collect()))
    }

    fn normal(mut taps: Vec<(isize, isize, f32)>) -> Self {
        taps.retain(|tap| tap.2 > 0.0);
        let sum: f32 = taps.iter().map(|tap| tap.2).sum();
        taps.iter_mut().for_each(|tap| tap.2 /= sum);
        Self(taps)
    }
}

impl Light {
    /// Lays `kernel` over the picture; past the edge, the edge goes on.
    pub(super) fn blurred(&self, kernel: &Kernel) -> Self {
        let pad =
            kernel.0.iter().map(|tap| tap.0.unsigned_abs().max(tap.1.unsigned_abs())).max().unwrap_or(0);
        let padded = self.padded(pad);
        let stride = self.width + 2 * pad;
        let mut pixels = vec![0.0_f32; self.pixels.len()];
        for (row, out) in pixels.chunks_exact_mut(self.width).enumerate() {
            for &(right, down, weight) in &kernel.0 {
                let start = (row + pad).wrapping_add_signed(down) * stride + pad.wrapping_add_signed(right);
                for (to, from) in out.iter_mut().zip(&padded[start..start + self.width]) {
                    *to += weight * from;
                }
            }
        }
        Self { pixels, ..*self }
    }

    fn padded(&self, pad: usize) -> Vec<f32> {
        let mut padded = Vec::with_capacity((self.width + 2 * pad) * (self.height + 2 * pad));
        for row in 0..self.height + 2 * pad {
            let row = row.saturating_sub(pad).min(self.height - 1);
            let line = &self.pixels[row * self.width..(row + 1) * self.width];
            padded.extend(std::iter::repeat_n(line[0], pad));
            padded.extend_from_slice(line);
            padded.extend(std::iter::repeat_n(line[self.width - 1], pad));
        }
        padded
    }
}
