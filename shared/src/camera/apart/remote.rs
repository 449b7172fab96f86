//! The side with the keys: cameras of the other process, as [`Sources`] like any others.

use super::message::{Ask, Reply, Talk};
use crate::camera::{Camera, CameraId, Frame, Opener, Source, SourceError, Sources};
use crate::job::Latest;
use std::{
    collections::HashMap,
    io::{Read, Write},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

/// From one look at whether the other process still lives to the next.
const LOOK: Duration = Duration::from_millis(500);
/// So many looks without an answer, and a list is given up.
const LIST_LOOKS: usize = 10;

/// The cameras of the process that has them.
pub struct Apart(Arc<Line>);

/// The two pipes, and who waits for what.
struct Line {
    output: Mutex<Box<dyn Write + Send>>,
    talks: Mutex<HashMap<Talk, Arc<Latest<Reply>>>>,
    last: AtomicU32,
    ended: AtomicBool,
}

impl Apart {
    /// Speaks to the other process by these two pipes; reads on a thread of its own.
    ///
    /// # Errors
    /// [`SourceError::NoThread`].
    pub fn new(
        input: impl Read + Send + 'static,
        output: impl Write + Send + 'static,
    ) -> Result<Self, SourceError> {
        let line = Arc::new(Line {
            output: Mutex::new(Box::new(output)),
            talks: Mutex::default(),
            last: AtomicU32::new(0),
            ended: AtomicBool::new(false),
        });
        let listener = Arc::clone(&line);
        thread::Builder::new()
            .name("camera-line".to_owned())
            .spawn(move || listener.listen(input))
            .map_err(|error| SourceError::NoThread { what: error.to_string() })?;
        Ok(Self(line))
    }

    /// The line to a process that is not there: every camera says so.
    pub fn gone() -> Self {
        Self(Arc::new(Line {
            output: Mutex::new(Box::new(std::io::sink())),
            talks: Mutex::default(),
            last: AtomicU32::new(0),
            ended: AtomicBool::new(true),
        }))
    }
}

impl Line {
    fn talks(&self) -> MutexGuard<'_, HashMap<Talk, Arc<Latest<Reply>>>> {
        self.talks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands out what comes in, until nothing comes any more. What was asked for by nobody is dropped.
    fn listen(&self, mut input: impl Read) {
        while let Ok((talk, reply)) = Reply::read(&mut input) {
            let waits = self.talks().get(&talk).cloned();
            if let Some(waits) = waits {
                waits.put(reply);
            }
        }
        self.ended.store(true, Ordering::Release);
    }

    fn send(&self, ask: &Ask) -> Result<(), SourceError> {
        let output = &mut *self.output.lock().unwrap_or_else(PoisonError::into_inner);
        ask.write(output).map_err(|error| SourceError::Gone { what: error.to_string() })
    }

    fn is_up(&self) -> Result<(), SourceError> {
        if self.ended.load(Ordering::Acquire) {
            return Err(SourceError::NoProcess);
        }
        Ok(())
    }
}

/// One talk with the other process; says when it is over.
struct Talking {
    line: Arc<Line>,
    talk: Talk,
    replies: Arc<Latest<Reply>>,
}

impl Talking {
    fn begin(line: &Arc<Line>, ask: impl FnOnce(Talk) -> Ask) -> Result<Self, SourceError> {
        let talk = line.last.fetch_add(1, Ordering::Relaxed);
        let replies = Arc::<Latest<Reply>>::default();
        line.talks().insert(talk, Arc::clone(&replies));
        let talking = Self { line: Arc::clone(line), talk, replies };
        line.is_up()?;
        line.send(&ask(talk))?;
        Ok(talking)
    }

    /// The newest reply; none after one look's time without.
    fn next(&self) -> Result<Option<Reply>, SourceError> {
        match self.replies.wait(LOOK) {
            None => self.line.is_up().map(|()| None),
            reply => Ok(reply),
        }
    }
}

impl Drop for Talking {
    fn drop(&mut self) {
        self.line.talks().remove(&self.talk);
        _ = self.line.send(&Ask::Close(self.talk)); // a process that is gone has let go
    }
}

impl Sources for Apart {
    fn list(&self, in_use: Option<&CameraId>) -> Result<Vec<Camera>, SourceError> {
        let talking = Talking::begin(&self.0, |talk| Ask::List(talk, in_use.cloned()))?;
        for _ in 0..LIST_LOOKS {
            match talking.next()? {
                Some(Reply::Cameras(cameras)) => return Ok(cameras),
                Some(Reply::Fault(fault)) => return Err(fault),
                Some(Reply::Frame(_)) => return Err(SourceError::Lost),
                None => {}
            }
        }
        Err(SourceError::Frozen)
    }

    fn opener(&self, id: &CameraId) -> Opener {
        let (line, id) = (Arc::clone(&self.0), id.clone());
        Box::new(move || Ok(Box::new(Remote(Talking::begin(&line, |talk| Ask::Open(talk, id))?))))
    }
}

/// A camera that is open in the other process.
struct Remote(Talking);

impl Source for Remote {
    fn next_frame(&mut self) -> Result<Frame, SourceError> {
        loop {
            match self.0.next()? {
                Some(Reply::Frame(frame)) => return Ok(frame),
                Some(Reply::Fault(fault)) => return Err(fault),
                Some(Reply::Cameras(_)) => return Err(SourceError::Lost),
                None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::camera::{Size, apart::serve};
    use std::io;

    /// Two cameras: one that shows a picture whose grey counts up, and one that is in use elsewhere.
    struct Two;

    struct Counting(u8);

    impl Source for Counting {
        fn next_frame(&mut self) -> Result<Frame, SourceError> {
            self.0 = self.0.saturating_add(1);
            thread::sleep(Duration::from_millis(1));
            Ok(Frame::of_luma(Size::new(4, 2).unwrap(), vec![self.0; 8]).unwrap())
        }
    }

    impl Sources for Two {
        fn list(&self, _: Option<&CameraId>) -> Result<Vec<Camera>, SourceError> {
            Ok(["0", "1"].map(|id| Camera::new(CameraId(id.to_owned()), "Desk camera")).into())
        }

        fn opener(&self, id: &CameraId) -> Opener {
            let busy = id.0 == "1";
            Box::new(move || {
                if busy {
                    return Err(SourceError::Busy { what: "os error 16".to_owned() });
                }
                Ok(Box::new(Counting(0)))
            })
        }
    }

    fn pair() -> (Apart, thread::JoinHandle<io::Result<()>>) {
        let (asked, ask) = io::pipe().unwrap();
        let (answered, answer) = io::pipe().unwrap();
        let server = thread::Builder::new().spawn(move || serve(Arc::new(Two), asked, answer)).unwrap();
        (Apart::new(answered, ask).unwrap(), server)
    }

    fn id(id: &str) -> CameraId {
        CameraId(id.to_owned())
    }

    #[test]
    fn cameras_are_listed_opened_and_seen_through() {
        let (apart, _server) = pair();
        assert_eq!(apart.list(None).unwrap(), Two.list(None).unwrap());
        let mut camera = apart.opener(&id("0"))().unwrap();
        let first = camera.next_frame().unwrap().luma()[0];
        let next = camera.next_frame().unwrap().luma()[0];
        assert!(next > first, "newer pictures, {first} then {next}");
    }

    #[test]
    fn a_fault_of_one_camera_leaves_the_other_open() {
        let (apart, _server) = pair();
        let mut open = apart.opener(&id("0"))().unwrap();
        let mut busy = apart.opener(&id("1"))().unwrap();
        assert_eq!(busy.next_frame(), Err(SourceError::Busy { what: "os error 16".to_owned() }));
        assert!(open.next_frame().is_ok());
    }

    #[test]
    fn a_process_that_is_gone_is_said_to_be() {
        let (asked, ask) = io::pipe().unwrap();
        let (answered, answer) = io::pipe().unwrap();
        let apart = Apart::new(answered, ask).unwrap();
        drop((asked, answer));
        let fault = loop {
            match apart.list(None) {
                Err(SourceError::Gone { .. }) => thread::yield_now(), // the pipe broke before its end was seen
                other => break other,
            }
        };
        assert_eq!(fault, Err(SourceError::NoProcess));
    }

    #[test]
    fn the_other_process_ends_when_nobody_asks_any_more() {
        let (asked, ask) = io::pipe().unwrap();
        let (_answered, answer) = io::pipe().unwrap();
        let server = thread::Builder::new().spawn(move || serve(Arc::new(Two), asked, answer)).unwrap();
        drop(ask);
        assert!(server.join().unwrap().is_ok());
    }
}
