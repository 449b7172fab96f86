use super::*;
use crate::camera::{Encoding, Opener, Size, Source};
use crate::qr::draw;
use crate::qr::send::{Frame as Code, Order, Sender};
use std::sync::Mutex;

/// A camera that sees what the test holds before it, as fast as it is asked.
#[derive(Clone, Default)]
struct Held(Arc<Mutex<Option<Frame>>>);

impl Held {
    fn show(&self, code: &Code) {
        let (side, luma) = draw::draw(code).unwrap().to_luma(4);
        let size = Size::new(side, side).unwrap();
        *self.0.lock().unwrap() = Some(Frame::read(Encoding::Grey, size, None, &luma).unwrap());
    }
}

impl Source for Held {
    fn next_frame(&mut self) -> Result<Frame, SourceError> {
        thread::sleep(Duration::from_millis(2));
        let held = self.0.lock().unwrap().clone();
        Ok(held.unwrap_or_else(|| {
            Frame::read(Encoding::Grey, Size::new(40, 30).unwrap(), None, &[99; 1_200]).unwrap()
        }))
    }
}

impl Sources for Held {
    fn list(&self, _: Option<&CameraId>) -> Result<Vec<Camera>, SourceError> {
        Ok(vec![Camera::new(CameraId("0".to_owned()), "Held")])
    }

    fn opener(&self, _: &CameraId) -> Opener {
        let camera = self.clone();
        Box::new(move || Ok(Box::new(camera)))
    }
}

/// A scan, and the wakes it gives.
fn scan(held: &Held, aim: Aim) -> (Scan, mpsc::Receiver<()>) {
    let (wake, woken) = mpsc::channel();
    let wake = Arc::new(move || _ = wake.send(()));
    (Scan::start(Arc::new(held.clone()), aim, None, wake).unwrap(), woken)
}

/// Looks at each wake, as a window does, until there is what is looked for.
fn until<T>(woken: &mpsc::Receiver<()>, mut look: impl FnMut() -> Option<T>) -> T {
    loop {
        woken.recv_timeout(Duration::from_secs(30)).expect("it wakes who waits");
        if let Some(found) = look() {
            return found;
        }
    }
}

#[test]
fn a_message_shown_part_by_part_is_caught_and_its_progress_told() {
    let held = Held::default();
    let (scan, woken) = scan(&held, Aim::Message);
    let message: Vec<u8> = (0..=255).collect();
    let mut sender = Sender::ur("bytes", &message, 60, Order::default()).unwrap();
    held.show(&sender.next_frame());
    let mut progressed = false;
    let caught = until(&woken, || {
        if let Some(look) = scan.look() {
            progressed |= look.live && look.progress.need == 5 && look.progress.have > 0;
            if look.sight == Sight::Decoded {
                held.show(&sender.next_frame());
            }
        }
        scan.caught()
    });
    let Catch::Message(received) = caught else { panic!("{caught:?}") };
    assert_eq!(received.message, message);
    assert!(progressed);
}

#[test]
fn a_code_with_words_is_caught_once_while_it_stays_in_the_picture() {
    let held = Held::default();
    held.show(&Code::Bytes(vec![7; 16]));
    let (scan, woken) = scan(&held, Aim::Code);
    let caught = until(&woken, || scan.caught());
    let Catch::Code(content) = caught else { panic!("{caught:?}") };
    assert_eq!(*content, [7; 16]);
    // The camera goes on: twenty previews later nothing was handed over again.
    let mut previews = 0;
    until(&woken, || {
        assert!(scan.caught().is_none());
        previews += usize::from(scan.preview().is_some());
        (previews == 20).then_some(())
    });
}

#[test]
fn the_preview_wakes_and_is_handed_out_once() {
    let (scan, woken) = scan(&Held::default(), Aim::Message);
    let preview = until(&woken, || scan.preview());
    assert_eq!((preview.width(), preview.height()), (40, 30));
    assert!(!format!("{preview:?}").contains("99"), "no pixels in messages");
}

#[test]
fn a_scan_that_is_dropped_lets_the_camera_go() {
    let held = Held::default();
    let (scan, woken) = scan(&held, Aim::Message);
    until(&woken, || scan.preview());
    drop(scan);
    while Arc::strong_count(&held.0) > 1 {
        thread::yield_now();
    }
}
