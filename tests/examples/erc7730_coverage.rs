//! How many of a registry's own ERC-7730 test cases are shown as they expect:
//! `cargo run --release -p e2e --example erc7730_coverage -- FOLDER`.
//!
//! FOLDER is a checkout of a descriptor registry: `registry/*/*.json` (descriptors), `registry/*/testsv2/*.json` (cases with
//! intent, owner and fields) and `registry/*/tests/*.json` (cases with the texts of a device's screens).
//! Of the second kind labels and values are compared without blanks, because a device breaks its lines, and each text of the screens
//! counts once. What remains of them, beside what a device shows of any transaction, is told.

#![allow(clippy::print_stdout, reason = "the counts are the program's output")]
#![allow(clippy::indexing_slicing, reason = "a member that a JSON value lacks is null")]

use alloy_consensus::{Transaction as _, TxEnvelope};
use alloy_eips::eip2718::Decodable2718 as _;
use clap::Parser;
use serde_json::Value as Json;
use shared::{
    descriptor::{Call, Descriptor, Display, Includes, Library, Message, Names, Token},
    eth::{Address, Bytes, U256, UnsignedTx, typed_data::TypedData},
    review::{Provenance, knowledge::Known},
};
use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

/// So many of the texts that remain are told, the most frequent first.
const REMAINS_SHOWN: usize = 20;

/// Counts which of a registry's own test cases are shown as they expect.
#[derive(Parser)]
struct Options {
    /// A checkout of a descriptor registry.
    folder: PathBuf,
    /// Each miss by itself, not only the reasons.
    #[arg(long)]
    misses: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let Options { folder, misses } = Options::parse();
    let mut all = Vec::new();
    let (mut files, mut refused) = (0, Vec::new());
    let (mut formats, mut unusable) = (0, Vec::new());
    for path in json_files(&folder.join("registry"), "")? {
        match read(&path) {
            Ok(descriptor) => {
                files += 1;
                formats += descriptor.formats().count();
                unusable.extend(
                    descriptor
                        .unusable()
                        .iter()
                        .map(|(key, why)| format!("{}: {key}: {why}", path.display())),
                );
                all.push((path, descriptor));
            }
            Err(why) => refused.push(format!("{}: {why}", path.display())),
        }
    }
    println!("descriptors read: {files}, refused: {}", refused.len());
    refused.iter().for_each(|line| println!("  {line}"));
    println!("formats that can be used: {formats}, not: {}", unusable.len());
    unusable.iter().for_each(|line| println!("  {line}"));
    for (kind, check) in [("testsv2", fields as Check), ("tests", texts as Check)] {
        let mut reasons: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let (mut cases, mut hits, mut whole) = (0, 0, 0);
        let mut remains: BTreeMap<String, u32> = BTreeMap::new();
        for path in json_files(&folder.join("registry"), kind)? {
            let file: Json = serde_json::from_slice(&fs::read(&path)?)?;
            let own = described_by(&path, &file);
            // The screens were made with names that only the files of the second version list.
            let second = path.to_string_lossy().replace("/tests/", "/testsv2/");
            let names = fs::read(second).ok().and_then(|text| serde_json::from_slice(&text).ok());
            let names = names.unwrap_or_else(|| file.clone());
            for case in file["tests"].as_array().into_iter().flatten() {
                cases += 1;
                let shown = show(case, &names, &own, &all);
                match shown.and_then(|display| check(&display, case)) {
                    Ok(left) => {
                        hits += 1;
                        whole += u32::from(left.is_empty());
                        left.into_iter().for_each(|text| *remains.entry(text).or_default() += 1);
                    }
                    Err((reason, detail)) => reasons.entry(reason).or_default().push(format!(
                        "{}: {}: {detail}",
                        path.display(),
                        case["description"]
                    )),
                }
            }
        }
        let share = 100.0 * f64::from(hits) / f64::from(cases.max(1));
        println!(
            "{kind}: {hits} of {cases} cases as expected ({share:.1} %), {whole} with no text left over"
        );
        let mut remains: Vec<_> = remains.into_iter().collect();
        remains.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for (text, count) in remains.iter().take(REMAINS_SHOWN) {
            println!("  left over {count:4}  {text}");
        }
        for (reason, lines) in reasons {
            println!("  {:4}  {reason}", lines.len());
            lines.iter().filter(|_| misses).for_each(|line| println!("          {line}"));
        }
    }
    Ok(())
}

/// Why a case is a miss: the kind, then the particulars.
type Miss = (String, String);
/// What a case expects and no line has.
type Left = Vec<String>;
type Check = fn(&Display, &Json) -> Result<Left, Miss>;

fn miss<T>(reason: &str, detail: impl Into<String>) -> Result<T, Miss> {
    Err((reason.to_owned(), detail.into()))
}

/// JSON files of each entity's folder, or of a folder of that name in it.
fn json_files(registry: &Path, folder: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entity in fs::read_dir(registry)? {
        let Ok(entries) = fs::read_dir(entity?.path().join(folder)) else { continue };
        files.extend(entries.filter_map(|entry| Some(entry.ok()?.path())));
    }
    files.retain(|path| path.extension().is_some_and(|kind| kind == "json"));
    if folder.is_empty() {
        // What only others include is called otherwise.
        let is_whole = |name: &str| name.starts_with("calldata-") || name.starts_with("eip712-");
        files.retain(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(is_whole));
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<Descriptor, Box<dyn Error>> {
    let mut includes = Includes::new();
    let (mut folder, mut text) = (path.parent().unwrap_or(path).to_owned(), fs::read(path)?);
    let first = text.clone();
    while let Some(name) = serde_json::from_slice::<Json>(&text)?["includes"].as_str() {
        let file = folder.join(name);
        text = fs::read(&file)?;
        folder = file.parent().unwrap_or(&file).to_owned();
        includes.insert(name.rsplit('/').next().unwrap_or(name).to_owned(), text.clone());
    }
    Ok(Descriptor::read(&first, &includes)?)
}

/// The descriptor of a file of cases: named in it, or beside it by its name.
fn described_by(path: &Path, file: &Json) -> PathBuf {
    let folder = path.parent().unwrap_or(path);
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let beside = format!("../{}", name.replace(".tests.json", ".json"));
    let path = folder.join(file["descriptor"].as_str().unwrap_or(&beside));
    path.canonicalize().unwrap_or(path)
}

fn show(case: &Json, names: &Json, own: &Path, all: &[(PathBuf, Descriptor)]) -> Result<Display, Miss> {
    let Some((_, descriptor)) =
        all.iter().find(|(path, _)| path.canonicalize().is_ok_and(|path| path == own))
    else {
        return miss("the descriptor is refused", own.display().to_string());
    };
    // The one that is tried first, then the others for the calls inside.
    let mut descriptors = vec![descriptor.clone()];
    descriptors.extend(all.iter().map(|(_, descriptor)| descriptor.clone()));
    let library = Library { descriptors: &descriptors, names: &Provided(names) };
    let from = case["from"].as_str().and_then(|text| text.parse().ok());
    let shown = match case["rawTx"].as_str() {
        Some(raw) => {
            let raw: Bytes =
                raw.parse().map_err(|_| ("the transaction is no hex".to_owned(), String::new()))?;
            let (chain, to, value, data) = transaction(&raw)?;
            library.show_call(&Call { chain, from, to, value: Some(value), data: &data })
        }
        None => {
            let text = case["data"].to_string();
            let data = TypedData::parse(text.as_bytes())
                .map_err(|error| ("the typed data is refused".to_owned(), error.to_string()))?;
            library.show_typed(&Message { data: &data, from })
        }
    };
    match shown {
        None => miss("no descriptor is for it", ""),
        Some(Err(why)) => miss("the descriptor does not fit", why.to_string()),
        Some(Ok(display)) => Ok(display),
    }
}

type Transaction = (Option<u64>, Address, U256, Bytes);

fn transaction(raw: &[u8]) -> Result<Transaction, Miss> {
    if let Ok(tx) = UnsignedTx::decode(raw)
        && let Some(to) = tx.to()
    {
        return Ok((Some(tx.chain_id()), to, tx.value(), tx.data().clone()));
    }
    match TxEnvelope::decode_2718(&mut &raw[..]) {
        Ok(tx) => match tx.to() {
            Some(to) => Ok((tx.chain_id(), to, tx.value(), tx.input().clone())),
            None => miss("the transaction creates a contract", ""),
        },
        Err(error) => miss("the transaction is not read", error.to_string()),
    }
}

/// The names that a file of cases brings with it.
struct Provided<'a>(&'a Json);

impl Provided<'_> {
    fn of(&self, table: &str, address: Address) -> Option<&Json> {
        let table = self.0["dataProvider"][table].as_object()?;
        let wanted = address.to_string();
        table.iter().find(|(known, _)| known.eq_ignore_ascii_case(&wanted)).map(|(_, entry)| entry)
    }

    fn name(&self, table: &str, address: Address) -> Option<Known<String>> {
        let what = self.of(table, address)?.as_str()?.to_owned();
        Some(Known { what, provenance: Provenance::Vouched })
    }
}

impl Names for Provided<'_> {
    fn token(&self, _chain: Option<u64>, address: Address) -> Option<Known<Token>> {
        let token = self.of("tokens", address)?;
        let ticker = token["symbol"].as_str()?.to_owned();
        let decimals = token["decimals"].as_u64()?.try_into().ok()?;
        Some(Known { what: Token { ticker, decimals }, provenance: Provenance::Vouched })
    }

    fn local(&self, _chain: Option<u64>, address: Address) -> Option<Known<String>> {
        self.name("addressNames", address)
    }

    fn ens(&self, address: Address) -> Option<Known<String>> {
        self.name("ensNames", address)
    }

    fn collection(&self, _chain: Option<u64>, address: Address) -> Option<Known<String>> {
        self.name("nftCollectionNames", address)
    }

    fn block_time(&self, height: U256) -> Option<u64> {
        self.0["dataProvider"]["blockTimestamps"][height.to_string()].as_u64()
    }
}

/// A case of the second version: intent, owner, fields, and the sentence where there is one.
fn fields(display: &Display, case: &Json) -> Result<Left, Miss> {
    same(display, &case["expected"]).map(|()| Left::new())
}

fn same(display: &Display, expected: &Json) -> Result<(), Miss> {
    if expected["intent"].as_str() != Some(&display.intent) {
        return miss("another intent", format!("{} but {}", expected["intent"], display.intent));
    }
    if expected["owner"].as_str() != Some(display.owner.as_deref().unwrap_or_default()) {
        return miss("another owner", format!("{} but {:?}", expected["owner"], display.owner));
    }
    let fields: Vec<_> = expected["fields"].as_array().into_iter().flatten().collect();
    let labels: Vec<_> = fields.iter().filter_map(|field| field["label"].as_str()).collect();
    let ours: Vec<_> = display.lines.iter().map(|line| line.label.as_str()).collect();
    if labels != ours {
        let mut sorted = (labels.clone(), ours.clone());
        sorted.0.sort_unstable();
        sorted.1.sort_unstable();
        let reason = if sorted.0 == sorted.1 { "the same lines in another order" } else { "other lines" };
        let ours: Vec<_> =
            display.lines.iter().map(|line| format!("{}={}", line.label, line.value)).collect();
        return miss(reason, format!("{} but {}", Json::from(labels), ours.join(" | ")));
    }
    for (field, line) in fields.iter().zip(&display.lines) {
        match (&field["value"], &line.inner) {
            (Json::String(value), None) if *value == line.value => {}
            (inside @ Json::Object(_), Some(inner)) => same(inner, inside)?,
            (value, inner) => {
                let reason = match (value, inner) {
                    (Json::String(_), Some(_)) => "bytes are expected, we show the call inside".to_owned(),
                    (Json::Object(_), None) => "a call inside is expected, we show bytes".to_owned(),
                    _ => "another value".to_owned(),
                };
                return miss(
                    &reason,
                    format!("{}: {value} but {} ({:?})", line.label, line.value, line.detail),
                );
            }
        }
    }
    match expected["interpolatedIntent"].as_str() {
        Some(sentence) if display.sentence.as_deref() != Some(sentence) => {
            miss("another sentence", format!("{sentence} but {:?}", display.sentence))
        }
        _ => Ok(()),
    }
}

/// What a device shows beside the fields, each with a value behind it.
const FRAME: [&str; 5] = ["interactionwith", "maxfees", "network", "from", "to"];

/// A case of the first version: there is an intent, and each of our labels and values is among the texts of the screens, each text
/// used once. What remains of them is said.
fn texts(display: &Display, case: &Json) -> Result<Left, Miss> {
    if display.intent.is_empty() {
        return miss("there is no intent", "");
    }
    let screens = case["expectedTexts"].as_array().into_iter().flatten().filter_map(Json::as_str);
    let mut screens: Vec<String> = screens.map(bare).collect();
    if screens.is_empty() {
        return miss("the case expects no text", "");
    }
    used(display, &mut screens)?;
    Ok(beside_frame(&screens))
}

/// The texts that are left and are not of the frame.
fn beside_frame(screens: &[String]) -> Left {
    let (mut left, mut rest) = (Left::new(), screens.iter());
    while let Some(text) = rest.next() {
        if FRAME.contains(&text.as_str()) {
            rest.next();
        } else if !text.is_empty() {
            left.push(text.clone());
        }
    }
    left
}

/// A moment as devices write it: `2027-01-1507:59:59amutc` for `2027-01-15 07:59:59Z`.
fn twelve_hours(text: &str) -> Option<String> {
    let (date, time) = text.strip_suffix('Z')?.split_once(' ')?;
    let (hour, rest) = time.split_once(':')?;
    let hour: u8 = hour.parse().ok()?;
    let (half, hour) = (if hour < 12 { "am" } else { "pm" }, (hour + 11) % 12 + 1);
    Some(format!("{date}{hour:02}:{rest}{half}utc"))
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect::<String>().to_lowercase()
}

/// Takes the texts of each line off those of the screens.
fn used(display: &Display, screens: &mut [String]) -> Result<(), Miss> {
    if display.lines.is_empty() {
        return miss("there are no lines", "");
    }
    for line in &display.lines {
        if let Some(inner) = &line.inner {
            used(inner, screens)?;
            continue;
        }
        for (kind, text) in [("label", &line.label), ("value", &line.value)] {
            let text = twelve_hours(text).unwrap_or_else(|| bare(text));
            let whole = screens.iter().position(|screen| *screen == text);
            let part = || screens.iter().position(|screen| screen.contains(&text));
            match whole.or_else(part).and_then(|at| screens.get_mut(at)) {
                Some(screen) => *screen = screen.replacen(&text, "", 1),
                None => {
                    let reason = match beside_frame(screens).is_empty() {
                        true => "the case quotes fewer texts than there are lines".to_owned(),
                        false => format!("a {kind} that the screens do not have, or not so often"),
                    };
                    return miss(&reason, format!("{}: {} in {screens:?}", line.label, line.value));
                }
            }
        }
    }
    Ok(())
}
