//! Whether a camera still does its work: pictures counted, silence and damage noticed. Pure: it is told the time.

use super::SourceError;
use std::time::Duration;

/// After so long without a picture the camera counts as frozen.
pub(super) const FROZEN_AFTER: Duration = Duration::from_secs(2);
/// The first picture may take longer: exposure settles, drivers load.
pub(super) const FIRST_WITHIN: Duration = Duration::from_secs(5);
/// The rate is counted over this long.
const COUNTED_OVER: Duration = Duration::from_secs(1);

/// Watches one open camera. Times are since any fixed moment.
#[derive(Debug, Clone)]
pub(super) struct Watch {
    opened: Duration,
    last: Option<Duration>,
    /// The newest damage since the last whole picture.
    damage: Option<SourceError>,
    since: Duration,
    counted: u32,
    rate: Option<u32>,
}

impl Watch {
    /// Begins when the camera is opened.
    pub(super) fn new(now: Duration) -> Self {
        Self { opened: now, last: None, damage: None, since: now, counted: 0, rate: None }
    }

    /// `count` whole pictures came.
    pub(super) fn pictures(&mut self, count: u32, now: Duration) {
        if count > 0 {
            if self.last.is_none() {
                (self.since, self.counted) = (now, 0); // the time until the first is no rate
            }
            (self.last, self.damage) = (Some(now), None);
        }
        self.counted = self.counted.saturating_add(count);
        let over = now.saturating_sub(self.since);
        if over >= COUNTED_OVER {
            let per_second = u128::from(self.counted) * 1_000 / over.as_millis().max(1);
            self.rate = self.last.and(u32::try_from(per_second).ok());
            (self.since, self.counted) = (now, 0);
        }
    }

    /// A picture was lost.
    pub(super) fn lost(&mut self, damage: SourceError) {
        self.damage = Some(damage);
    }

    /// Whole pictures a second over the last second; none before the first second is over.
    pub(super) fn rate(&self) -> Option<u32> {
        self.rate
    }

    /// What is wrong with the camera now: silent, or nothing but damage. The next whole picture takes it back.
    pub(super) fn trouble(&self, now: Duration) -> Option<SourceError> {
        let (from, most) = self.last.map_or((self.opened, FIRST_WITHIN), |last| (last, FROZEN_AFTER));
        let most = if self.damage.is_some() { FROZEN_AFTER } else { most };
        if now.saturating_sub(from) < most {
            return None;
        }
        Some(match &self.damage {
            Some(SourceError::EmptyFolder) => SourceError::EmptyFolder,
            Some(damage) => SourceError::Undecodable { what: damage.to_string() },
            None => SourceError::Frozen,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Refusal, camera::FrameError};

    fn at(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn a_silent_camera_is_frozen_and_recovers_with_the_next_picture() {
        let mut watch = Watch::new(at(0));
        assert_eq!(watch.trouble(at(4_999)), None, "the first picture may take long");
        assert_eq!(watch.trouble(at(5_000)), Some(SourceError::Frozen));
        watch.pictures(1, at(5_100));
        assert_eq!(watch.trouble(at(7_099)), None);
        assert_eq!(watch.trouble(at(7_100)), Some(SourceError::Frozen));
        watch.pictures(1, at(9_000));
        assert_eq!(watch.trouble(at(9_001)), None);
    }

    #[test]
    fn nothing_but_damage_is_trouble_and_one_damaged_picture_is_not() {
        let damage = || SourceError::Frame(FrameError::NotRead { what: "it does not start as a JPEG" });
        let mut watch = Watch::new(at(0));
        watch.pictures(1, at(100));
        watch.lost(damage());
        watch.pictures(1, at(200));
        assert_eq!(watch.trouble(at(2_000)), None);
        watch.lost(damage());
        let trouble = watch.trouble(at(2_200)).unwrap();
        assert_eq!(trouble.kind().as_str(), "camera-undecodable");
    }

    #[test]
    fn the_rate_is_counted_from_the_first_picture() {
        let mut watch = Watch::new(at(0));
        for picture in 0..=10 {
            watch.pictures(1, at(3_000 + picture * 200));
        }
        assert_eq!(watch.rate(), Some(5));
        watch.pictures(0, at(6_000));
        assert_eq!(watch.rate(), Some(0), "none came in the last second");
    }
}
