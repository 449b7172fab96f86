//! Every bound on what crosses the gap, with its arithmetic.
//!
//! A number that a stranger can claim is held against one of these before memory is taken for it. Files and nodes, which
//! only the companion meets, have their bounds beside what they bound (`frames`, `node`). May not enter: a bound without
//! its reason.

/// The longest message a multi-part UR may announce, in bytes: eight times the init code of EIP-3860 (49,152)
/// and room for the 128 kB row of the link table with its typed-data envelope.
pub const MESSAGE_BYTES_MAX: usize = 1 << 20;
/// The most fragments a multi-part UR may announce.
pub const PARTS_MAX: usize = 8_192;
/// The longest fragment of a part, in bytes: what a version-40 code at level L carries in bytewords.
pub const FRAGMENT_BYTES_MAX: usize = 2_900;
/// The longest text of one code: the alphanumeric capacity of a version-40 code at level L.
pub const CODE_TEXT_MAX: usize = 4_296;
/// The longest byte content of one code: the byte capacity of a version-40 code at level L.
pub const CODE_BYTES_MAX: usize = 2_953;
/// The longest UR type of a dense frame, in bytes; the longest in use is `crypto-multi-accounts`.
pub const TYPE_BYTES_MAX: usize = 64;
/// The longest body of a dense transfer: a message at its limit with its head (method, type, length).
pub const DENSE_BODY_MAX: usize = MESSAGE_BYTES_MAX + 5 + TYPE_BYTES_MAX;
/// Symbols that a dense transfer may hold beyond its count; with two, RaptorQ fails once in a million.
pub const DENSE_SPARE_MAX: usize = 32;
/// Frames in a row by which another transfer takes over from one that is not complete.
pub const RIVAL_FRAMES: usize = 3;
/// The deepest nesting of CBOR that is read.
pub const CBOR_DEPTH_MAX: usize = 16;
/// The most CBOR values in one message: [`KEYS_MAX`] keys of an export have about a hundred each.
pub const CBOR_ITEMS_MAX: usize = 16_384;
/// The most steps of a derivation path (BIP-32 allows 255; no wallet goes past ten).
pub const PATH_STEPS_MAX: usize = 16;
/// The longest text field of a message (origin, name, note), in bytes.
pub const TEXT_BYTES_MAX: usize = 1_024;
/// The most keys of one account export.
pub const KEYS_MAX: usize = 100;
/// The most entries of a sitting's log: a hundred reviews, each with its signature and two refusals, and room.
pub const LOG_ENTRIES_MAX: usize = 512;
/// The longest word of a log entry (kind of a refusal, name of a link), in bytes.
pub const LOG_TEXT_BYTES_MAX: usize = 64;
/// The longest init code, in bytes (EIP-3860).
pub const INIT_CODE_BYTES_MAX: usize = 49_152;
/// The most words of a mnemonic.
pub const WORDS_MAX: usize = 24;
/// The longest mnemonic that is read, in bytes before normalisation: 24 words of at most 8 letters of 3 bytes, twice over.
pub const MNEMONIC_BYTES_MAX: usize = 2_048;
/// The longest BIP-39 passphrase, in bytes before normalisation.
pub const PASSPHRASE_BYTES_MAX: usize = 1_024;

/// The longest side of a picture that is searched for codes, in pixels: past 4K cameras, 16 MB of grey.
pub const PICTURE_SIDE_MAX: usize = 4_096;
/// The longest motion-JPEG frame that is read, in bytes: half a byte a pixel of the largest picture, far past any webcam.
pub const MJPEG_BYTES_MAX: usize = PICTURE_SIDE_MAX * PICTURE_SIDE_MAX / 2;

/// The largest picture file that is read: a 4K screenshot as a PPM, and room.
pub const PICTURE_FILE_BYTES_MAX: usize = 64 << 20;
/// The most files of a folder of pictures that are looked at; at ten a second this is a quarter of an hour.
pub const FOLDER_FILES_MAX: usize = 10_000;
/// The most cameras that are offered: more than any machine has sockets for.
pub const CAMERAS_MAX: usize = 16;
/// The longest name of a camera that is shown, in characters; V4L2 has 31.
pub const CAMERA_NAME_CHARS_MAX: usize = 40;
/// The most codes of one picture that are looked at: a screen shows one, a table of papers a few.
pub const CODES_A_PICTURE_MAX: usize = 8;
/// The longest remark about what the camera sees, in characters: three lines at the smallest window.
pub const REMARK_CHARS_MAX: usize = 240;

/// The deepest nesting of JSON that is read; published typed data stays below eight.
pub const JSON_DEPTH_MAX: usize = 32;
/// The most structs that typed data may declare.
pub const TYPED_TYPES_MAX: usize = 128;
/// The most members of one declared struct.
pub const TYPED_MEMBERS_MAX: usize = 128;
/// The longest name of a type or member, in bytes; with brackets, so that it also bounds how arrays nest.
pub const TYPED_NAME_BYTES_MAX: usize = 128;
/// The most values of one typed-data document: what a person would page through for an hour.
pub const TYPED_FIELDS_MAX: usize = 4_096;
/// The longest text of a function signature, in bytes.
pub const SIGNATURE_BYTES_MAX: usize = 1_024;
/// The deepest nesting of tuples and arrays in an ABI type.
pub const ABI_NESTING_MAX: usize = 8;
/// The most items of a fixed array in an ABI type, and words that it takes all together.
pub const ABI_ARRAY_MAX: usize = 1_024;
/// The longest ABI file or compiler artifact that is read, in bytes: the largest published ones are below 4 MiB.
pub const ARTIFACT_BYTES_MAX: usize = 16 << 20;
/// The longest text of one argument, in bytes: hex of the longest init code, and room.
pub const ARGUMENT_BYTES_MAX: usize = 256 << 10;

// An entry has at most ten fields: a key and a value each, and the map around them.
const _: () = assert!(LOG_ENTRIES_MAX * 21 + 16 <= CBOR_ITEMS_MAX);
const _: () = assert!(PARTS_MAX * 128 >= MESSAGE_BYTES_MAX);
const _: () = assert!(MESSAGE_BYTES_MAX >= 8 * INIT_CODE_BYTES_MAX);
