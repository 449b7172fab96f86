//! What both windows draw alike. Feature `ui`.
//!
//! | file    | what it draws                                                      |
//! |---------|--------------------------------------------------------------------|
//! | theme   | colours that colour-blind people can tell, sizes, dark and light   |
//! | parts   | headings, texts, notices, the column, the bar at the bottom        |
//! | press   | what is pressed: buttons, choices, the keys that press them        |
//! | hold    | a button that must be held                                         |
//! | marks   | the shapes beside words, for those who do not see a colour         |
//! | hex     | values with addresses and data in groups of four, never shortened  |
//! | address | an address and its small picture                                   |
//! | qr      | the modules of a code, and animations of them                      |
//! | codes   | a message as codes, with its density and speed                     |
//! | facts   | the lines and warnings of a review                                 |
//! | phrase  | the check phrase of a digest: words and colours                    |
//! | look    | theme and size, and the keys and buttons that change them          |
//! | eye     | the camera as a window holds it (feature `camera`)                 |
//! | camera  | what it sees, how far a message is, advice, the picker (likewise)  |
//!
//! May not enter: state machines, files, threads, keys; secrets are drawn by the station alone.

pub mod address;
#[cfg(feature = "camera")]
pub mod camera;
pub mod codes;
#[cfg(feature = "camera")]
pub mod eye;
pub mod facts;
pub mod hex;
pub mod hold;
pub mod look;
pub mod marks;
pub mod outline;
pub mod parts;
pub mod phrase;
pub mod press;
pub mod qr;
pub mod theme;
