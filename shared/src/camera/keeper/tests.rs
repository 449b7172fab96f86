use super::*;
use crate::camera::{Encoding, FrameError, Opener, Preview, Size, Source};
use std::sync::{Mutex, mpsc};

/// What a camera of the script does when it is asked for a picture.
#[derive(Debug, Clone)]
enum Act {
    Picture(u8),
    Fail(SourceError),
    Panic,
}

/// Cameras that do what the test says, one step at a time; a camera without a next step blocks, as real ones do.
struct Script {
    cameras: Mutex<Vec<Camera>>,
    opens: Mutex<Vec<Result<mpsc::Receiver<Act>, SourceError>>>,
}

struct Played(mpsc::Receiver<Act>);

impl Source for Played {
    fn next_frame(&mut self) -> Result<Frame, SourceError> {
        match self.0.recv() {
            Ok(Act::Picture(grey)) => {
                Ok(Frame::read(Encoding::Grey, Size::new(2, 1).unwrap(), None, &[grey; 2]).unwrap())
            }
            Ok(Act::Fail(fault)) => Err(fault),
            Ok(Act::Panic) => panic!("on purpose, as a driver's library may"),
            Err(_) => Err(SourceError::Gone { what: "the test let go".to_owned() }),
        }
    }
}

impl Sources for Script {
    fn list(&self, _: Option<&CameraId>) -> Result<Vec<Camera>, SourceError> {
        Ok(self.cameras.lock().unwrap().clone())
    }

    fn opener(&self, _: &CameraId) -> Opener {
        let next = self.opens.lock().unwrap().pop();
        Box::new(move || match next {
            Some(Ok(acts)) => Ok(Box::new(Played(acts))),
            Some(Err(fault)) => Err(fault),
            None => Err(SourceError::Gone { what: "no more in the script".to_owned() }),
        })
    }
}

fn camera(id: &str, name: &str) -> Camera {
    Camera::new(CameraId(id.to_owned()), name)
}

fn keeper(
    cameras: Vec<Camera>,
    opens: Vec<Result<mpsc::Receiver<Act>, SourceError>>,
) -> (Keeper, Arc<Script>) {
    let opens = opens.into_iter().rev().collect();
    let script = Arc::new(Script { cameras: Mutex::new(cameras), opens: Mutex::new(opens) });
    let show: Show = Arc::new(|_: Preview| {});
    (Keeper::new(Arc::clone(&script) as Arc<dyn Sources>, None, show), script)
}

/// Steps until it holds; far longer than anything takes.
fn until<T>(keeper: &mut Keeper, mut holds: impl FnMut(&mut Keeper, Option<Frame>) -> Option<T>) -> T {
    for _ in 0..20_000 {
        let frame = keeper.next(Duration::from_millis(1));
        if let Some(found) = holds(keeper, frame) {
            return found;
        }
    }
    panic!("it never came; trouble: {:?}", keeper.trouble());
}

fn grey(frame: Option<Frame>) -> Option<u8> {
    frame.and_then(|frame| frame.luma().first().copied())
}

#[test]
fn without_a_camera_it_says_so_and_takes_the_first_that_comes() {
    let (acts, played) = mpsc::channel();
    let (mut keeper, script) = keeper(vec![], vec![Ok(played)]);
    until(&mut keeper, |keeper, _| (keeper.trouble() == Some(&SourceError::None)).then_some(()));
    script.cameras.lock().unwrap().push(camera("0", "Desk"));
    acts.send(Act::Picture(7)).unwrap();
    assert_eq!(until(&mut keeper, |_, frame| grey(frame)), 7);
    assert_eq!(keeper.trouble(), None);
}

#[test]
fn an_unplugged_camera_comes_back_by_its_name_under_another_number() {
    let (acts, played) = mpsc::channel();
    let (acts_again, played_again) = mpsc::channel();
    let (mut keeper, script) =
        keeper(vec![camera("0", "Desk"), camera("1", "Lid")], vec![Ok(played), Ok(played_again)]);
    keeper.wanted = Some(camera("0", "Desk"));
    acts.send(Act::Picture(1)).unwrap();
    until(&mut keeper, |_, frame| grey(frame));
    *script.cameras.lock().unwrap() = vec![camera("1", "Lid")];
    drop(acts);
    until(&mut keeper, |keeper, _| matches!(keeper.trouble(), Some(SourceError::Gone { .. })).then_some(()));
    *script.cameras.lock().unwrap() = vec![camera("1", "Lid"), camera("4", "Desk")];
    acts_again.send(Act::Picture(2)).unwrap();
    assert_eq!(until(&mut keeper, |_, frame| grey(frame)), 2);
    until(&mut keeper, |keeper, _| {
        keeper.chosen().is_some_and(|camera| *camera == self::camera("4", "Desk")).then_some(())
    });
}

#[test]
fn a_busy_camera_is_said_to_be_and_opened_as_soon_as_it_is_free() {
    let (acts, played) = mpsc::channel();
    let busy = || Err(SourceError::Busy { what: "os error 16".to_owned() });
    // Within the first moments a busy camera is one that we have let go ourselves: it is tried again in silence.
    let opens = (0..17).map(|_| busy()).chain([Ok(played)]).collect();
    let (mut keeper, _script) = keeper(vec![camera("0", "Desk")], opens);
    until(&mut keeper, |keeper, _| matches!(keeper.trouble(), Some(SourceError::Busy { .. })).then_some(()));
    acts.send(Act::Picture(3)).unwrap();
    assert_eq!(until(&mut keeper, |_, frame| grey(frame)), 3);
    assert_eq!(keeper.trouble(), None, "a picture takes the sentence back");
}

#[test]
fn a_damaged_picture_is_passed_over() {
    let (acts, played) = mpsc::channel();
    let (mut keeper, _script) = keeper(vec![camera("0", "Desk")], vec![Ok(played)]);
    acts.send(Act::Fail(SourceError::Frame(FrameError::Short { got: 1, needed: 2 }))).unwrap();
    acts.send(Act::Picture(4)).unwrap();
    assert_eq!(until(&mut keeper, |_, frame| grey(frame)), 4);
    assert_eq!(keeper.trouble(), None);
}

#[test]
fn a_driver_that_stops_in_the_middle_is_opened_again() {
    let (acts, played) = mpsc::channel();
    let (acts_again, played_again) = mpsc::channel();
    let (mut keeper, _script) = keeper(vec![camera("0", "Desk")], vec![Ok(played), Ok(played_again)]);
    acts.send(Act::Panic).unwrap();
    until(&mut keeper, |keeper, _| (keeper.trouble() == Some(&SourceError::Lost)).then_some(()));
    acts_again.send(Act::Picture(9)).unwrap();
    assert_eq!(until(&mut keeper, |_, frame| grey(frame)), 9);
}

#[test]
fn a_silent_camera_is_said_to_be_and_goes_on_by_itself() {
    let (acts, played) = mpsc::channel();
    let (mut keeper, _script) = keeper(vec![camera("0", "Desk")], vec![Ok(played)]);
    acts.send(Act::Picture(5)).unwrap();
    until(&mut keeper, |_, frame| grey(frame));
    until(&mut keeper, |keeper, _| (keeper.trouble() == Some(&SourceError::Frozen)).then_some(()));
    acts.send(Act::Picture(6)).unwrap();
    assert_eq!(until(&mut keeper, |_, frame| grey(frame)), 6);
    assert_eq!(keeper.trouble(), None);
}

#[test]
fn a_camera_that_blocks_for_ever_is_left_behind_for_another() {
    let (_stuck, played) = mpsc::channel();
    let (acts, other) = mpsc::channel();
    let (mut keeper, _script) =
        keeper(vec![camera("0", "Desk"), camera("1", "Lid")], vec![Ok(played), Ok(other)]);
    until(&mut keeper, |keeper, _| keeper.capture.is_some().then_some(()));
    keeper.choose(&CameraId("1".to_owned()));
    acts.send(Act::Picture(8)).unwrap();
    assert_eq!(until(&mut keeper, |_, frame| grey(frame)), 8);
}

#[test]
fn programs_that_pose_as_cameras_are_left_out_until_asked_for() {
    let (mut keeper, _script) = keeper(vec![camera("0", "OBS Virtual Camera")], vec![]);
    until(&mut keeper, |keeper, _| (keeper.trouble() == Some(&SourceError::None)).then_some(()));
    assert_eq!((keeper.cameras().count(), keeper.hidden()), (0, 1));
    keeper.with_virtual(true);
    assert_eq!((keeper.cameras().count(), keeper.hidden()), (1, 0));
}
