//! The side with the cameras: does what it is asked until nobody asks any more.

use super::message::{Ask, Reply, Talk};
use crate::camera::{CameraId, SourceError, Sources};
use std::{
    collections::HashMap,
    io::{self, Read, Write},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

/// Where replies go; one at a time, whole.
struct Output<W>(Mutex<W>);

impl<W: Write> Output<W> {
    fn send(&self, talk: Talk, reply: &Reply) -> io::Result<()> {
        reply.write(talk, &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Serves `sources` to the other process, until `input` ends.
///
/// A camera that blocks in the system keeps its thread for ever; the others go on.
///
/// # Errors
/// What the pipes say, and requests that are none.
pub fn serve(
    sources: Arc<dyn Sources>,
    mut input: impl Read,
    output: impl Write + Send + 'static,
) -> io::Result<()> {
    let output = Arc::new(Output(Mutex::new(output)));
    let mut talks: HashMap<Talk, Arc<AtomicBool>> = HashMap::new();
    while let Some(ask) = Ask::read(&mut input)? {
        let (sources, output) = (Arc::clone(&sources), Arc::clone(&output));
        match ask {
            Ask::List(talk, in_use) => start("camera-list", move || {
                let reply = sources.list(in_use.as_ref()).map_or_else(Reply::Fault, Reply::Cameras);
                _ = output.send(talk, &reply); // who no longer reads needs no list
            })?,
            Ask::Open(talk, id) => {
                let unwanted = Arc::<AtomicBool>::default();
                talks.retain(|_, unwanted| Arc::strong_count(unwanted) > 1);
                talks.insert(talk, Arc::clone(&unwanted));
                start("camera", move || {
                    let fault = pump(sources.as_ref(), &id, talk, &output, &unwanted);
                    _ = output.send(talk, &Reply::Fault(fault));
                })?;
            }
            Ask::Close(talk) => {
                if let Some(unwanted) = talks.remove(&talk) {
                    unwanted.store(true, Ordering::Release);
                }
            }
        }
    }
    Ok(())
}

fn start(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
}

/// Sends what a camera sees until it ends or is no longer wanted; says why it ended.
fn pump<W: Write>(
    sources: &dyn Sources,
    id: &CameraId,
    talk: Talk,
    output: &Output<W>,
    unwanted: &AtomicBool,
) -> SourceError {
    let mut source = match sources.opener(id)() {
        Ok(source) => source,
        Err(fault) => return fault,
    };
    loop {
        let reply = match source.next_frame() {
            _ if unwanted.load(Ordering::Acquire) => return SourceError::Ended,
            Ok(frame) => Reply::Frame(frame),
            Err(fault) if fault.is_passing() => Reply::Fault(fault),
            Err(fault) => return fault,
        };
        if output.send(talk, &reply).is_err() {
            return SourceError::Ended;
        }
    }
}
