//! Looks for secrets in the memory of a running program, from outside (Linux, and the right to read other processes: root,
//! because the station cannot be read by its own user).
//!
//! ```no_run
//! use e2e::memory::{Patterns, scan};
//! let patterns = Patterns::of("legal winner … yellow", "TREZOR", &["m/44'/60'/0'/0/0"])?;
//! let hits = scan(4711, &patterns)?;
//! let loose: Vec<_> = hits.iter().filter(|hit| !hit.locked).collect();
//! assert!(loose.is_empty(), "{loose:#?}");
//! # Ok::<(), e2e::memory::MemoryError>(())
//! ```
//!
//! While a sitting is open, hits on locked pages are where secrets belong; after the wipe there must be none at all. That a
//! scan finds what is there is shown by `tests/tests/memory.rs` with a program that keeps a copy on purpose. Not covered:
//! the X server, the keyboard's driver, the graphics card, kernel buffers, swap. May not enter: mnemonics that are not
//! published.

mod patterns;

pub use patterns::Patterns;

use std::{
    collections::HashMap,
    fs::File,
    io::{BufRead, BufReader},
    os::unix::fs::FileExt,
};

/// Why nothing was searched.
#[derive(Debug, thiserror::Error)]
pub enum MemoryError {
    /// The words are no mnemonic, or a path is none.
    #[error("no patterns: {0}")]
    Patterns(String),
    /// The system does not let us.
    #[error("the memory of process {process} cannot be read ({why}); run the test as root, on Linux")]
    Closed {
        /// Its number.
        process: u32,
        /// The system's words.
        why: std::io::Error,
    },
}

/// A copy of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Which, in words: `word pair 3`, `seed, piece 2`, `private key at m/44'`.
    pub what: String,
    /// Where in the process.
    pub address: u64,
    /// What lives there: a file, `[heap]`, `[stack]`, or `anonymous`.
    pub region: String,
    /// Whether the page is locked, which is where secrets belong while a sitting is open.
    pub locked: bool,
}

/// Bytes that are read at a time.
const CHUNK: usize = 1 << 20;

/// Searches all memory that a running process has for itself.
///
/// # Errors
/// [`MemoryError::Closed`].
pub fn scan(process: u32, patterns: &Patterns) -> Result<Vec<Hit>, MemoryError> {
    let closed = |why| MemoryError::Closed { process, why };
    let memory = File::open(format!("/proc/{process}/mem")).map_err(closed)?;
    let search = Search::of(patterns);
    let mut hits = Vec::new();
    let mut bytes_read = 0_u64;
    for region in regions(process).map_err(closed)? {
        bytes_read += search.region(&memory, &region, &mut hits);
    }
    if bytes_read == 0 {
        // A process that is gone or closed reads as nothing, which must not look like nothing found.
        return Err(closed(std::io::Error::other("no region could be read")));
    }
    Ok(hits)
}

/// One mapping of a process.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Region {
    start: u64,
    end: u64,
    name: String,
    locked: bool,
}

/// Its mappings that hold something of its own, by `/proc/PID/smaps` (proc(5)): a head line, then lines of properties, the
/// flags last. Left out are unread pages, and pages of files as they are on the disk (libraries).
fn regions(process: u32) -> std::io::Result<Vec<Region>> {
    let mut regions = Vec::new();
    let mut now: Option<Mapping> = None;
    for line in BufReader::new(File::open(format!("/proc/{process}/smaps"))?).lines() {
        let line = line?;
        let mut fields = line.split_ascii_whitespace();
        let first = fields.next().unwrap_or_default();
        if let Some((start, end)) = range(first) {
            let rights = fields.next().unwrap_or_default().to_owned();
            let name = fields.nth(3).map_or_else(|| "anonymous".to_owned(), str::to_owned);
            now = Some(Mapping {
                region: Region { start, end, name, locked: false },
                rights,
                own_kilobytes: 0,
                held: 0,
            });
        } else if let Some(mapping) = &mut now {
            let kilobytes =
                || fields.clone().next().and_then(|number| number.parse::<u64>().ok()).unwrap_or(0);
            match first {
                "Anonymous:" => mapping.own_kilobytes += kilobytes(),
                "Rss:" | "Swap:" => mapping.held += kilobytes(),
                "VmFlags:" => {
                    mapping.region.locked = fields.any(|flag| flag == "lo");
                    regions
                        .extend(now.take().filter(Mapping::may_hold_a_secret).map(|mapping| mapping.region));
                }
                _ => {}
            }
        }
    }
    Ok(regions)
}

/// A mapping while its lines are read.
#[derive(Debug)]
struct Mapping {
    region: Region,
    rights: String,
    own_kilobytes: u64,
    held: u64,
}

impl Mapping {
    fn may_hold_a_secret(&self) -> bool {
        let name = self.region.name.as_str();
        let kernels = matches!(name, "[vvar]" | "[vvar_vclock]" | "[vsyscall]");
        let on_disk = name.starts_with('/')
            && !["/memfd:", "/dev/", "/SYSV"].iter().any(|start| name.starts_with(start));
        let as_on_disk = on_disk && !self.rights.contains('w') && self.own_kilobytes == 0;
        self.rights.starts_with('r') && !kernels && !as_on_disk && self.held > 0
    }
}

/// `7f00-7f10` in hexadecimal.
fn range(text: &str) -> Option<(u64, u64)> {
    let (start, end) = text.split_once('-')?;
    Some((u64::from_str_radix(start, 16).ok()?, u64::from_str_radix(end, 16).ok()?))
}

/// A pattern and where in it the four bytes stand by which it is found.
#[derive(Debug, Clone, Copy)]
struct Wanted<'a> {
    what: &'a str,
    bytes: &'a [u8],
    anchor: usize,
}

/// The patterns by four of their bytes, behind a table of two of them: most positions are dismissed by one look. The four are
/// those with the fewest zeros, of which memory is full.
struct Search<'a> {
    begins: Box<[bool; 1 << 16]>,
    by_anchor: HashMap<[u8; 4], Vec<Wanted<'a>>>,
    longest: usize,
}

impl<'a> Search<'a> {
    fn of(patterns: &'a Patterns) -> Self {
        let mut search = Self { begins: Box::new([false; 1 << 16]), by_anchor: HashMap::new(), longest: 4 };
        for (what, bytes) in patterns.iter() {
            let zeros =
                |four: &[u8]| (four.first() == Some(&0), four.iter().filter(|byte| **byte == 0).count());
            let Some((anchor, four)) = bytes.windows(4).enumerate().min_by_key(|(_, four)| zeros(four))
            else {
                continue;
            };
            let Some(&four) = four.first_chunk::<4>() else { continue };
            let [a, b, ..] = four;
            if let Some(begins) = search.begins.get_mut(usize::from(u16::from_le_bytes([a, b]))) {
                *begins = true;
            }
            search.by_anchor.entry(four).or_default().push(Wanted { what, bytes, anchor });
            search.longest = search.longest.max(bytes.len());
        }
        search
    }

    /// Bytes that could be read of the region.
    fn region(&self, memory: &File, region: &Region, hits: &mut Vec<Hit>) -> u64 {
        let mut buffer = vec![0; CHUNK + self.longest];
        let (mut at, mut read) = (region.start, 0);
        while at < region.end {
            let wanted = usize::try_from(region.end - at).map_or(buffer.len(), |left| left.min(buffer.len()));
            let Some(part) = buffer.get_mut(..wanted) else { break };
            // Device memory and pages that vanish meanwhile cannot be read.
            let got = memory.read_at(part, at).unwrap_or(0);
            if let Some(bytes) = part.get(..got) {
                self.bytes(bytes, at, region, hits);
            }
            read += got.min(CHUNK) as u64;
            at += CHUNK as u64; // the rest of the buffer is read again, for what lies across the edge
        }
        read
    }

    fn bytes(&self, bytes: &[u8], base: u64, region: &Region, hits: &mut Vec<Hit>) {
        for (offset, four) in bytes.windows(4).enumerate() {
            let [a, b, ..] = *four else { continue };
            if !self.begins.get(usize::from(u16::from_le_bytes([a, b]))).copied().unwrap_or_default() {
                continue;
            }
            let known = <[u8; 4]>::try_from(four).ok().and_then(|four| self.by_anchor.get(&four));
            for wanted in known.into_iter().flatten() {
                // What begins past the chunk is found when the next one is read.
                let Some(start) = offset.checked_sub(wanted.anchor).filter(|start| *start < CHUNK) else {
                    continue;
                };
                if bytes.get(start..).is_some_and(|rest| rest.starts_with(wanted.bytes)) {
                    hits.push(Hit {
                        what: wanted.what.to_owned(),
                        address: base + start as u64,
                        region: region.name.clone(),
                        locked: region.locked,
                    });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_finds_its_own_copy_also_across_the_edge_of_a_chunk() {
        // Found again in memory of our own; whether it is found in others' is `tests/tests/memory.rs`.
        let patterns = Patterns::of(patterns::tests::LEGAL, "", &[]).unwrap();
        let mut planted = vec![0_u8; 3 * CHUNK];
        let phrase = patterns::tests::LEGAL.as_bytes();
        planted[CHUNK - 20..][..phrase.len()].copy_from_slice(phrase);
        let region = Region { start: 0, end: planted.len() as u64, name: "a file".to_owned(), locked: false };
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &planted).unwrap();
        let (search, mut hits) = (Search::of(&patterns), Vec::new());
        let read = search.region(&File::open(file.path()).unwrap(), &region, &mut hits);
        assert_eq!(read, planted.len() as u64);
        let phrases: Vec<_> = hits.iter().filter(|hit| hit.what == "phrase").collect();
        assert_eq!(phrases.len(), 1, "once, although it was read twice: {hits:?}");
        assert_eq!(phrases[0].address, CHUNK as u64 - 20);
    }

    #[test]
    fn locked_pages_are_told_from_others() {
        let secret = shared::keys::Secret::<16>::fill_with(|_| Ok::<_, ()>(())).unwrap();
        assert!(secret.is_locked());
        let regions = regions(std::process::id()).unwrap();
        assert!(regions.iter().any(|region| region.locked), "the page of the secret");
        assert!(regions.iter().any(|region| !region.locked), "all others");
        assert!(regions.iter().any(|region| region.name == "[stack]"));
    }

    #[test]
    fn a_process_that_is_gone_is_not_clean() {
        let patterns = Patterns::of(patterns::tests::LEGAL, "", &[]).unwrap();
        assert!(matches!(scan(u32::MAX / 2, &patterns), Err(MemoryError::Closed { .. })));
    }
}
