//! The catalogue of findings: every warning that a review can give, with what it means and what to do about it.
//!
//! The table is `assets/findings.tsv`; `coldframe findings` prints it. May not enter: when a finding is raised, which
//! belongs to the words of the review.

use super::Severity;
use std::{fmt::Write as _, sync::LazyLock};

/// One row of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingKind {
    /// Stable, lower case with hyphens: `ownership-transfer`.
    pub id: &'static str,
    /// The worst that it is raised with.
    pub worst: Severity,
    /// What it means, in a sentence.
    pub meaning: &'static str,
    /// What to do about it.
    pub advice: &'static str,
}

/// Said where an id is missing in the table, which a test excludes.
const NO_ADVICE: &str = "Compare it with what was decided.";

static TABLE: LazyLock<Vec<FindingKind>> = LazyLock::new(|| {
    // Rows that do not parse would be missing here; a test holds the count against the file.
    rows().filter_map(row).collect()
});

fn rows() -> impl Iterator<Item = &'static str> {
    include_str!("../../../assets/findings.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn row(line: &'static str) -> Option<FindingKind> {
    let mut columns = line.split('\t');
    let (id, worst) = (columns.next()?, Severity::named(columns.next()?)?);
    let (meaning, advice) = (columns.next()?, columns.next()?);
    columns.next().is_none().then_some(FindingKind { id, worst, meaning, advice })
}

impl FindingKind {
    /// All of them, in the order of their ids.
    pub fn all() -> &'static [Self] {
        &TABLE
    }

    /// The one with this id.
    pub fn of(id: &str) -> Option<&'static Self> {
        let position = TABLE.binary_search_by(|kind| kind.id.cmp(id)).ok()?;
        TABLE.get(position)
    }

    /// The catalogue as one page of Markdown, worst first.
    pub fn page() -> String {
        let mut page = String::from(
            "# Findings\n\nWhat a review can warn of, by the worst it can mean. Each one asks for a look. A \
            critical one, and `unknown-call` whatever its severity, asks for a word to be typed before the \
            approval. Never signed: what a rule of a pack denies (`pack-rule-deny`), and the seal of a pack that \
            is not here (`pack-unseen`) or takes back one in use (`pack-rollback`). Rules of packs can ask for \
            more: `pack-rule`.\n",
        );
        for severity in [Severity::Critical, Severity::Danger, Severity::Caution, Severity::Info] {
            let kinds: Vec<_> = TABLE.iter().filter(|kind| kind.worst == severity).collect();
            if kinds.is_empty() {
                continue;
            }
            _ = write!(
                page,
                "\n## At worst {}\n\n| id | what it means | what to do |\n|---|---|---|\n",
                severity.as_str()
            );
            for FindingKind { id, meaning, advice, .. } in kinds {
                _ = writeln!(page, "| `{id}` | {meaning} | {advice} |");
            }
        }
        page
    }
}

/// What to do about a finding.
pub(super) fn advice(id: &str) -> &'static str {
    FindingKind::of(id).map_or(NO_ADVICE, |kind| kind.advice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, fs, path::Path};

    /// Every source of this crate, and every table, as text.
    fn sources(folder: &Path, all: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            // What only tests name is raised by nothing.
            if path.file_stem().is_some_and(|name| name == "tests") {
                continue;
            }
            if path.is_dir() {
                sources(&path, all);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(path).unwrap();
                all.push(text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned());
            }
        }
    }

    /// What stands in the tables that name findings: (id, severity).
    fn tables() -> Vec<(String, Severity)> {
        let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets");
        let mut named = Vec::new();
        for table in ["effects.tsv", "typed_data.tsv"] {
            let text = fs::read_to_string(assets.join(table)).unwrap_or_default();
            for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
                let columns: Vec<_> = line.split('\t').collect();
                let at = columns.iter().position(|column| Severity::named(column).is_some()).unwrap();
                named.push((columns[at - 1].to_owned(), Severity::named(columns[at]).unwrap()));
            }
        }
        named
    }

    #[test]
    fn every_row_is_read_and_says_all_it_has_to() {
        let mut before = "";
        for line in rows() {
            let kind = row(line).unwrap_or_else(|| panic!("{line}"));
            assert!(kind.id > before, "{} stands in the order of the ids, once", kind.id);
            assert!(
                kind.id
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            );
            assert!(
                kind.meaning.ends_with('.') && kind.advice.ends_with('.') && !line.contains('|'),
                "{line}"
            );
            assert_eq!(FindingKind::of(kind.id), Some(&kind));
            assert!(FindingKind::page().contains(line.rsplit('\t').next().unwrap()));
            before = kind.id;
        }
        assert_eq!(FindingKind::all().len(), rows().count());
        assert_eq!(FindingKind::of("no-such-finding"), None);
    }

    #[test]
    fn a_review_warns_only_of_what_stands_in_the_catalogue() {
        let mut all = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
        for text in &all {
            for after in text.split(".warn(").skip(1) {
                let after = after.trim_start();
                let after = after.strip_prefix("notes,").unwrap_or(after);
                let mut words = after.splitn(3, ',').map(str::trim);
                let Some(id) = words.next().and_then(|id| id.strip_prefix('"')?.strip_suffix('"')) else {
                    continue;
                };
                let kind =
                    FindingKind::of(id).unwrap_or_else(|| panic!("{id} is not in assets/findings.tsv"));
                let said = words.next().and_then(|said| said.strip_prefix("Severity::"));
                let said = said.and_then(|said| Severity::named(&said.to_lowercase()));
                assert!(
                    said.is_none_or(|said| said <= kind.worst),
                    "{id} is raised with more than its worst"
                );
            }
        }
        for (id, severity) in tables() {
            let kind = FindingKind::of(&id).unwrap_or_else(|| panic!("{id} is not in assets/findings.tsv"));
            assert!(severity <= kind.worst, "{id} is raised with more than its worst");
        }
    }

    #[test]
    fn everything_in_the_catalogue_can_be_raised() {
        let mut all = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
        let tables: BTreeSet<_> = tables().into_iter().map(|(id, _)| id).collect();
        for FindingKind { id, .. } in FindingKind::all() {
            let literal = format!("\"{id}\"");
            assert!(
                tables.contains(*id) || all.iter().any(|text| text.contains(&literal)),
                "nothing raises {id}; take it out of assets/findings.tsv"
            );
        }
    }
}
