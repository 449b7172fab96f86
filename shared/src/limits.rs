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
/// The most acts of one review, calls inside calls included: ten times the largest batch that teams send.
pub const ACTS_MAX: usize = 2_048;
/// The deepest call inside calls that is put in words: Safe, MultiSend, timelock, proxy, initializer, and as many again.
pub const ACT_DEPTH_MAX: usize = 12;
/// The most calldata of all acts together, in bytes, counted at each level it stands in.
pub const ACT_BYTES_MAX: usize = 4 << 20;
/// The longest pack with its signatures, in bytes: [`PACK_CONTRACTS_MAX`] contracts of 1 kB each, that is of a dozen functions.
pub const PACK_BYTES_MAX: usize = 128 << 10;
/// The most reviewers of a pack: as many signatures are recovered for each pack, a quarter of a millisecond each.
pub const PACK_REVIEWERS_MAX: usize = 16;
/// The most contracts of a pack: ten times what a large team administers.
pub const PACK_CONTRACTS_MAX: usize = 128;
/// The most functions of one contract of a pack; compilers' limits allow few more.
pub const PACK_FUNCTIONS_MAX: usize = 256;
/// The most roles, and the most slots, of one contract of a pack.
pub const PACK_ROLES_MAX: usize = 64;
/// The most code hashes, and the most implementations, of one contract of a pack.
pub const PACK_HASHES_MAX: usize = 16;
/// The most names of a pack beside its contracts.
pub const PACK_NAMES_MAX: usize = 512;
/// The most rules of a pack: each is held against each act of a review, [`ACTS_MAX`] times.
pub const PACK_RULES_MAX: usize = 256;
/// The most addresses that a rule of a pack allows.
pub const PACK_ALLOWED_MAX: usize = 64;
/// The most block headers of a pack.
pub const PACK_BLOCKS_MAX: usize = 16;
/// The longest name in a pack, in bytes.
pub const PACK_NAME_BYTES_MAX: usize = 64;
/// The longest reason of a rule of a pack, in bytes.
pub const PACK_WHY_BYTES_MAX: usize = 200;
/// The most packs of one sitting.
pub const PACKS_MAX: usize = 8;
/// The most state proofs that a sitting keeps, the newest: a proof for each of a day's requests, and what came beside one.
pub const SITTING_PROOFS_MAX: usize = 32;
/// The most calls that a sitting counts for the rules of packs: thirty-two batches of [`ACTS_MAX`]; then it signs no more.
pub const SITTING_CALLS_MAX: usize = 65_536;
/// The most accounts of its own that a sitting remembers as shown.
pub const SITTING_ACCOUNTS_MAX: usize = 1_024;
/// The longest block header that is read, in bytes: today's have about 640; chains with voted validators put lists into it.
pub const PROOF_HEADER_BYTES_MAX: usize = 8_192;
/// The most accounts of one state proof.
pub const PROOF_ACCOUNTS_MAX: usize = 64;
/// The most storage slots of one state proof: a Safe of fifty owners and fifty modules has a hundred, and room for several.
pub const PROOF_SLOTS_MAX: usize = 1_024;
/// The most trie nodes of one state proof, each counted once: the largest tries are ten deep.
pub const PROOF_NODES_MAX: usize = 4_096;
/// The longest trie node, in bytes: sixteen hashes with their heads, the empty value and the head of the list.
pub const PROOF_NODE_BYTES_MAX: usize = 16 * 33 + 1 + 3;
/// The most extras (proofs, packs, descriptors) of each kind that come with one request.
pub const EXTRAS_MAX: usize = 16;
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

/// The longest descriptor (ERC-7730) that is read, in bytes: the longest published one, which brings its whole ABI, has 477 kB.
pub const DESCRIPTOR_BYTES_MAX: usize = 512 << 10;
/// The most fields of one descriptor, all its formats together: ten times the richest published one.
pub const DESCRIPTOR_FIELDS_MAX: usize = 8_192;
/// The most steps by which descriptors may show one request, all its calls together: each field, group, parameter and item of a
/// list that is looked at is one, hidden ones counted. Four for each call of the longest batch ([`ACTS_MAX`]).
pub const SHOWN_VALUES_MAX: usize = 8_192;
/// The longest text of all of it together, labels counted, in bytes: the hex of the longest message, and room.
pub const SHOWN_BYTES_MAX: usize = 4 << 20;
/// The deepest calldata inside calldata that descriptors are followed into.
pub const SHOWN_DEPTH_MAX: usize = 4;

// An entry has at most ten fields: a key and a value each, and the map around them.
const _: () = assert!(LOG_ENTRIES_MAX * 21 + 16 <= CBOR_ITEMS_MAX);
const _: () = assert!(PROOF_NODES_MAX + PROOF_SLOTS_MAX + 8 * PROOF_ACCOUNTS_MAX + 16 <= CBOR_ITEMS_MAX);
const _: () = assert!(SITTING_CALLS_MAX >= 32 * ACTS_MAX && SITTING_PROOFS_MAX >= EXTRAS_MAX);
const _: () = assert!(DESCRIPTOR_BYTES_MAX <= MESSAGE_BYTES_MAX);
const _: () = assert!(SHOWN_BYTES_MAX >= 2 * MESSAGE_BYTES_MAX && SHOWN_VALUES_MAX >= 4 * ACTS_MAX);
const _: () = assert!(PARTS_MAX * 128 >= MESSAGE_BYTES_MAX);
const _: () = assert!(MESSAGE_BYTES_MAX >= 8 * INIT_CODE_BYTES_MAX);
const _: () = assert!(PACK_CONTRACTS_MAX << 10 <= PACK_BYTES_MAX && PACK_BYTES_MAX <= MESSAGE_BYTES_MAX);
const _: () = assert!(ACT_BYTES_MAX >= 4 * MESSAGE_BYTES_MAX);
