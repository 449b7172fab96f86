//! What both windows draw alike. Feature `ui`.
//!
//! | file    | what it draws                                                    |
//! |---------|------------------------------------------------------------------|
//! | theme   | colours that colour-blind people can tell, sizes, dark and light |
//! | parts   | headings, texts, buttons, the bar at the bottom                  |
//! | hold    | a button that must be held                                       |
//! | address | groups of four with alternating weight, and a small picture      |
//! | qr      | the modules of a code                                            |
//!
//! May not enter: state machines, files, threads, keys; secrets are drawn by the station alone.

pub mod address;
pub mod hold;
pub mod parts;
pub mod qr;
pub mod theme;
