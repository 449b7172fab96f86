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
//!
//! May not enter: state machines, files, threads, keys; secrets are drawn by the station alone.

pub mod address;
pub mod hex;
pub mod hold;
pub mod marks;
pub mod parts;
pub mod press;
pub mod qr;
pub mod theme;
