use super::*;
use crate::camera::{Encoding, Frame, Opener, Size, Source};
use crate::qr::{
    draw,
    send::{Frame as Code, Order, Sender},
};
use std::sync::mpsc;
use std::time::Duration;

/// A camera that sees one still code for ever.
#[derive(Clone)]
struct Still(Frame);

impl Still {
    fn of(code: &Code) -> Self {
        let (side, luma) = draw::draw(code).unwrap().to_luma(4);
        Self(Frame::read(Encoding::Grey, Size::new(side, side).unwrap(), None, &luma).unwrap())
    }
}

impl Source for Still {
    fn next_frame(&mut self) -> Result<Frame, SourceError> {
        std::thread::sleep(Duration::from_millis(2));
        Ok(self.0.clone())
    }
}

impl Sources for Still {
    fn list(&self, _: Option<&CameraId>) -> Result<Vec<Camera>, SourceError> {
        Ok(["Lid", "Desk"].map(|name| Camera::new(CameraId(name.to_owned()), name)).to_vec())
    }

    fn opener(&self, _: &CameraId) -> Opener {
        let still = self.clone();
        Box::new(move || Ok(Box::new(still)))
    }
}

fn eye(code: &Code) -> (Eye, mpsc::Receiver<()>) {
    let (wake, woken) = mpsc::channel();
    let wake = std::sync::Mutex::new(wake);
    let wake = move || _ = wake.lock().unwrap().send(());
    (Eye::with_sources(Some(Arc::new(Still::of(code))), wake), woken)
}

/// Polls at each wake, as the window does.
fn until<T>(
    eye: &mut Eye,
    woken: &mpsc::Receiver<()>,
    mut holds: impl FnMut(&mut Eye, Option<Catch>) -> Option<T>,
) -> T {
    loop {
        woken.recv_timeout(Duration::from_secs(30)).unwrap();
        let seen = eye.poll();
        if let Some(found) = holds(eye, seen) {
            return found;
        }
    }
}

fn a_message() -> Code {
    Sender::ur("bytes", &[1; 40], 100, Order::default()).unwrap().next_frame()
}

#[test]
fn it_is_closed_until_something_is_wanted() {
    let (mut eye, woken) = eye(&a_message());
    eye.want(None);
    assert!(eye.poll().is_none() && woken.try_recv().is_err());
    assert_eq!(*eye.state(), State::default());
}

#[test]
fn a_wanted_message_is_seen() {
    let (mut eye, woken) = eye(&a_message());
    eye.want(Some(Aim::Message));
    let seen = until(&mut eye, &woken, |_, seen| seen);
    assert!(matches!(seen, Catch::Message(received) if received.message == [1; 40]));
}

#[test]
fn wanted_words_are_seen_and_a_message_is_not_taken_for_them() {
    let (mut eye, woken) = eye(&Code::Bytes(vec![7; 32]));
    eye.want(Some(Aim::Code));
    let seen = until(&mut eye, &woken, |_, seen| seen);
    assert!(matches!(seen, Catch::Code(content) if *content == [7; 32]));
    let (mut eye, woken) = self::eye(&a_message());
    eye.want(Some(Aim::Code));
    until(&mut eye, &woken, |eye, seen| {
        assert!(seen.is_none());
        eye.state().look.remark.is_some().then_some(())
    });
}

#[test]
fn nothing_that_was_seen_is_left_when_nothing_is_wanted_any_more() {
    let (mut eye, woken) = eye(&a_message());
    let ctx = egui::Context::default();
    eye.want(Some(Aim::Message));
    until(&mut eye, &woken, |eye, _| eye.picture(&ctx).map(drop));
    eye.want(None);
    assert!(eye.picture(&ctx).is_none() && eye.poll().is_none());
    assert_eq!(*eye.state(), State::default());
}

#[test]
fn the_chosen_camera_is_taken_the_next_time_too() {
    let (mut eye, woken) = eye(&a_message());
    let desk = CameraId("Desk".to_owned());
    let uses_desk = |eye: &Eye| eye.state().look.chosen.as_ref().is_some_and(|camera| camera.name == "Desk");
    eye.want(Some(Aim::Message));
    until(&mut eye, &woken, |eye, _| (eye.state().look.cameras.len() == 2).then_some(()));
    assert!(!uses_desk(&eye));
    eye.apply(EyeChoice::Choose(desk));
    until(&mut eye, &woken, |eye, _| uses_desk(eye).then_some(()));
    eye.want(None);
    eye.want(Some(Aim::Message));
    until(&mut eye, &woken, |eye, _| (uses_desk(eye) && eye.state().look.live).then_some(()));
}

#[test]
fn a_build_without_cameras_says_so() {
    let mut eye = Eye::with_sources(None, || {});
    eye.want(Some(Aim::Message));
    assert_eq!(eye.state().look.trouble, Some(SourceError::None));
}
