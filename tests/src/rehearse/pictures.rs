//! One crossing of the gap as pictures: codes drawn to pixels, photographed, found and read from those pixels.

use shared::qr::{
    draw,
    find::Finder,
    receive::{Progress, Received, Receiver, Step},
    send::{Profile, Sender},
};

use super::RehearsalError;
use crate::optics::{Field, Photo, photograph_frame};

/// A transfer is given up after this many times the frames that carry it once: no camera misses that often.
const PATIENCE: usize = 20;

/// A message that went across, and what it took.
#[derive(Debug)]
pub(super) struct Crossing {
    /// What arrived.
    pub(super) received: Received,
    /// Every picture the camera took, in order.
    pub(super) photos: Vec<Photo>,
    /// Pictures in which the code could be read.
    pub(super) read: usize,
}

/// Shows a message to a camera, frame by frame, until the other side has it. `conditions` say how good the camera
/// and the light are, `seed` fixes their accidents.
pub(super) fn cross(
    ur_type: &str,
    message: &[u8],
    profile: Profile,
    conditions: Field,
    seed: u64,
    mut watch: impl FnMut(Progress),
) -> Result<Crossing, RehearsalError> {
    let mut sender =
        Sender::new(ur_type, message, profile).map_err(RehearsalError::of("showing the codes"))?;
    let (mut finder, mut receiver) = (Finder::default(), Receiver::default());
    let (mut photos, mut read) = (Vec::new(), 0);
    let most = sender.frame_count().saturating_mul(PATIENCE).saturating_add(PATIENCE);
    for (seed, _) in (seed..).zip(0..most) {
        let modules = draw::draw(&sender.next_frame()).map_err(RehearsalError::of("drawing a code"))?;
        let photo = photograph_frame(&modules, conditions, seed);
        let found = finder.find(photo.picture());
        photos.push(photo);
        read += usize::from(!found.payloads.is_empty());
        for payload in found.payloads {
            let step = receiver.feed(&payload).map_err(RehearsalError::of("reading the codes"))?;
            watch(receiver.progress());
            if let Step::Complete(received) = step {
                return Ok(Crossing { received, photos, read });
            }
        }
    }
    Err(RehearsalError::Lost { pictures: photos.len(), read })
}

impl Crossing {
    /// `3 pictures, 417 bytes`.
    pub(super) fn in_words(&self) -> String {
        let (taken, bytes) = (self.photos.len(), self.received.message.len());
        let pictures = if taken == 1 { "picture" } else { "pictures" };
        format!("{taken} {pictures} ({} read, {bytes} bytes)", self.read)
    }
}
