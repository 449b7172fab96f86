//! Pictures of QR codes as a webcam would take them, from seeds alone.
//!
//! ```text
//! screen  modules, desktop around them          -> light a texel        screen.rs, codes.rs
//! camera  distance, tilt, rotation, barrel lens -> light a pixel        camera.rs
//! optics  defocus disc, motion                  -> light a pixel        blur.rs
//! light   gradient, glare, moire, exposure      -> light a pixel        light.rs
//! sensor  gamma, noise, YUYV, MJPEG             -> grey 0 to 255        sensor.rs
//! ```
//!
//! `scene.rs` puts them in that order, `catalogue.rs` lists the graded set by class and level, `field.rs` mixes
//! the faults as a desk does. The same seed gives the same picture on every machine.
//! May not enter: a clock, the system's randomness, anything that looks at what a decoder made of a picture.
#![allow(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pictures of our own making, with bounds the generator chose itself; a slip is a fault here, not an attack"
)]

mod blur;
mod camera;
mod catalogue;
pub mod classes;
mod codes;
mod field;
mod light;
mod random;
mod readers;
mod scene;
mod screen;
mod sensor;

pub use classes::{Case, Expected, Role, classes};
pub use codes::Code;
pub use field::{Field, photograph_frame};
pub use random::Random;
pub use readers::{Reader, cpu_time};
pub use scene::{Format, Next, Photo, Scene, Shot};
pub use screen::{Desktop, Screen};
