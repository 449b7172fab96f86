//! Cameras in a process of their own: what a device sends is parsed where no key is.
//!
//! ```text
//! with the keys   Apart: Sources   -- L O C -->   serve(Webcams)   without keys, with /dev
//!                                  <- A F E --
//! ```
//!
//! | message | bytes, numbers little-endian                                         | meaning                     |
//! |---------|-----------------------------------------------------------------------|-----------------------------|
//! | `L`     | talk u32, length u8, camera id                                        | list; the id is in use      |
//! | `O`     | talk u32, length u8, camera id                                        | open                        |
//! | `C`     | talk u32                                                              | no longer wanted            |
//! | `A`     | talk u32, count u8, each: length u8, id, length u8, name              | the cameras there are       |
//! | `F`     | talk u32, width u16, height u16, luma                                 | a picture                   |
//! | `E`     | talk u32, cause u8, length u16, text                                  | a fault; final or passing   |
//!
//! A *talk* is one listing or one camera in use; its number is never used again. The side with the keys trusts nothing that
//! comes back: every length is held against a limit before memory is taken, every name is cleaned again.
//! May not enter: keys, codes, what is in a picture.

mod message;
mod remote;
mod serve;

pub use remote::Apart;
pub use serve::serve;
