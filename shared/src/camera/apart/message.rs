//! The messages between the two processes, and how they are read: bounded, and never past what was announced.

use crate::camera::{Camera, CameraId, Frame, FrameError, Size, SourceError};
use crate::limits::CAMERAS_MAX;
use std::io::{self, Read, Write};

/// One listing, or one camera in use.
pub(super) type Talk = u32;

/// From the side with the keys.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// The cameras there are; this one is in use and not to be touched.
    List(Talk, Option<CameraId>),
    /// Open this camera and send what it sees.
    Open(Talk, CameraId),
    /// Enough.
    Close(Talk),
}

/// From the side with the cameras.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// The cameras there are.
    Cameras(Vec<Camera>),
    /// A picture.
    Frame(Frame),
    /// A fault.
    Fault(SourceError),
}

fn broken(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

fn byte(input: &mut impl Read) -> io::Result<u8> {
    let mut bytes = [0];
    input.read_exact(&mut bytes)?;
    Ok(u8::from_le_bytes(bytes))
}

fn short(input: &mut impl Read) -> io::Result<u16> {
    let mut bytes = [0; 2];
    input.read_exact(&mut bytes)?;
    Ok(u16::from_le_bytes(bytes))
}

fn long(input: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    input.read_exact(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

/// What is no UTF-8 is replaced: it is shown, and nothing else.
fn text(input: &mut impl Read, length: usize) -> io::Result<String> {
    let mut bytes = vec![0; length];
    input.read_exact(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A text of at most 255 bytes with its length; longer ones are cut between letters.
fn put_text(message: &mut Vec<u8>, text: &str) {
    let cut = text.get(..text.floor_char_boundary(usize::from(u8::MAX))).unwrap_or_default();
    message.push(u8::try_from(cut.len()).unwrap_or(u8::MAX));
    message.extend_from_slice(cut.as_bytes());
}

impl Ask {
    /// Writes it in one piece.
    pub(super) fn write(&self, output: &mut impl Write) -> io::Result<()> {
        let mut message = Vec::new();
        let (kind, talk, id) = match self {
            Self::List(talk, in_use) => (b'L', talk, Some(in_use.as_ref().map_or("", |id| &id.0))),
            Self::Open(talk, id) => (b'O', talk, Some(id.0.as_str())),
            Self::Close(talk) => (b'C', talk, None),
        };
        message.push(kind);
        message.extend_from_slice(&talk.to_le_bytes());
        if let Some(id) = id {
            put_text(&mut message, id);
        }
        output.write_all(&message)?;
        output.flush()
    }

    /// The next one; none at the end of the input.
    pub(super) fn read(input: &mut impl Read) -> io::Result<Option<Self>> {
        let kind = match byte(input) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            kind => kind?,
        };
        let talk = long(input)?;
        let id = |input: &mut _| -> io::Result<CameraId> {
            let length = byte(input)?;
            Ok(CameraId(text(input, length.into())?))
        };
        Ok(Some(match kind {
            b'L' => Self::List(talk, Some(id(input)?).filter(|id| !id.0.is_empty())),
            b'O' => Self::Open(talk, id(input)?),
            b'C' => Self::Close(talk),
            _ => return Err(broken("no such request")),
        }))
    }
}

impl Reply {
    /// Writes it in one piece.
    pub(super) fn write(&self, talk: Talk, output: &mut impl Write) -> io::Result<()> {
        let mut message = Vec::new();
        let mut begin = |kind| {
            message.push(kind);
            message.extend_from_slice(&talk.to_le_bytes());
        };
        match self {
            Self::Cameras(cameras) => {
                begin(b'A');
                let cameras = cameras.get(..CAMERAS_MAX).unwrap_or(cameras);
                message.push(u8::try_from(cameras.len()).unwrap_or_default());
                for camera in cameras {
                    put_text(&mut message, &camera.id.0);
                    put_text(&mut message, &camera.name);
                }
            }
            Self::Frame(frame) => {
                begin(b'F');
                for side in [frame.size().width(), frame.size().height()] {
                    message.extend_from_slice(&u16::try_from(side).unwrap_or_default().to_le_bytes());
                }
                output.write_all(&message)?;
                output.write_all(frame.luma())?;
                return output.flush();
            }
            Self::Fault(fault) => {
                begin(b'E');
                let (cause, what) = cause_of(fault);
                let what = what.get(..what.floor_char_boundary(usize::from(u8::MAX))).unwrap_or_default();
                message.push(cause);
                message.extend_from_slice(&u16::try_from(what.len()).unwrap_or_default().to_le_bytes());
                message.extend_from_slice(what.as_bytes());
            }
        }
        output.write_all(&message)?;
        output.flush()
    }

    /// The next one and its talk.
    pub(super) fn read(input: &mut impl Read) -> io::Result<(Talk, Self)> {
        let kind = byte(input)?;
        let talk = long(input)?;
        let reply = match kind {
            b'A' => {
                let count = byte(input)?;
                let camera = |_| {
                    let length = byte(input)?;
                    let id = CameraId(text(input, length.into())?);
                    let length = byte(input)?;
                    Ok(Camera::new(id, &text(input, length.into())?))
                };
                Self::Cameras((0..count).map(camera).collect::<io::Result<_>>()?)
            }
            b'F' => {
                let (width, height) = (short(input)?, short(input)?);
                let size =
                    Size::new(width.into(), height.into()).map_err(|_| broken("no size of a picture"))?;
                let mut luma = vec![0; size.width() * size.height()];
                input.read_exact(&mut luma)?;
                Self::Frame(Frame::of_luma(size, luma).ok_or_else(|| broken("no picture"))?)
            }
            b'E' => {
                let cause = byte(input)?;
                let length = short(input)?;
                Self::Fault(fault_of(cause, text(input, length.into())?))
            }
            _ => return Err(broken("no such reply")),
        };
        Ok((talk, reply))
    }
}

/// A fault as a number and the system's words. What is told of a single frame is told in words.
fn cause_of(fault: &SourceError) -> (u8, String) {
    match fault {
        SourceError::Frame(fault) => (0, fault.to_string()),
        SourceError::Gone { what } => (1, what.clone()),
        SourceError::Busy { what } => (2, what.clone()),
        SourceError::Denied { what } => (3, what.clone()),
        SourceError::NoFormat { what } => (4, what.clone()),
        SourceError::None => (5, String::new()),
        SourceError::NoThread { what } => (6, what.clone()),
        SourceError::Frozen => (7, String::new()),
        _ => (8, String::new()),
    }
}

fn fault_of(cause: u8, what: String) -> SourceError {
    match cause {
        0 => SourceError::Frame(FrameError::Damaged { what }),
        1 => SourceError::Gone { what },
        2 => SourceError::Busy { what },
        3 => SourceError::Denied { what },
        4 => SourceError::NoFormat { what },
        5 => SourceError::None,
        6 => SourceError::NoThread { what },
        7 => SourceError::Frozen,
        _ => SourceError::Lost,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn there_and_back(talk: Talk, reply: &Reply) -> (Talk, Reply) {
        let mut bytes = Vec::new();
        reply.write(talk, &mut bytes).unwrap();
        let mut input = bytes.as_slice();
        let read = Reply::read(&mut input).unwrap();
        assert!(input.is_empty(), "nothing is left over");
        read
    }

    #[test]
    fn a_picture_of_an_impossible_size_is_refused_before_memory_is_taken() {
        let bytes = [&b"F"[..], &[1, 0, 0, 0], &[0xff, 0xff, 0xff, 0xff]].concat();
        assert_eq!(Reply::read(&mut bytes.as_slice()).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }

    #[test]
    fn the_end_of_the_input_is_no_fault_between_two_requests() {
        assert_eq!(Ask::read(&mut [].as_slice()).unwrap(), None);
        assert!(Ask::read(&mut b"O\x01".as_slice()).is_err(), "in the middle of one it is");
    }

    #[test]
    fn every_fault_arrives_as_what_it_was() {
        let what = || "os error 16".to_owned();
        for fault in [
            SourceError::Gone { what: what() },
            SourceError::Busy { what: what() },
            SourceError::Denied { what: what() },
            SourceError::NoFormat { what: what() },
            SourceError::None,
            SourceError::NoThread { what: what() },
            SourceError::Frozen,
            SourceError::Lost,
        ] {
            let reply = Reply::Fault(fault.clone());
            assert_eq!(there_and_back(3, &reply), (3, reply), "{fault}");
        }
        let lost = Reply::Fault(SourceError::Frame(FrameError::Short { got: 1, needed: 2 }));
        let (_, Reply::Fault(fault)) = there_and_back(3, &lost) else { panic!("a fault") };
        assert!(fault.is_passing(), "a lost frame is not the end");
    }

    proptest! {
        #[test]
        fn requests_arrive_as_they_were_sent(talk: u32, id in "[a-z0-9/:]{1,200}") {
            let id = || CameraId(id.clone());
            for ask in [Ask::List(talk, None), Ask::List(talk, Some(id())), Ask::Open(talk, id()), Ask::Close(talk)] {
                let mut bytes = Vec::new();
                ask.write(&mut bytes).unwrap();
                prop_assert_eq!(Ask::read(&mut bytes.as_slice()).unwrap(), Some(ask));
            }
        }

        #[test]
        fn pictures_and_cameras_arrive_as_they_were_sent(
            talk: u32, (width, height) in (1_usize..40, 1_usize..40), grey: u8, names in prop::collection::vec("[A-Z][a-z]{0,30}", 0..6),
        ) {
            let frame = Frame::of_luma(Size::new(width, height).unwrap(), vec![grey; width * height]).unwrap();
            let cameras = names.iter().enumerate().map(|(number, name)| Camera::new(CameraId(number.to_string()), name));
            for reply in [Reply::Frame(frame), Reply::Cameras(cameras.collect())] {
                prop_assert_eq!(there_and_back(talk, &reply), (talk, reply));
            }
        }

        #[test]
        fn no_bytes_make_either_side_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            _ = Ask::read(&mut bytes.as_slice());
            _ = Reply::read(&mut bytes.as_slice());
        }
    }
}
