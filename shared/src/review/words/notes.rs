//! What was noted so far: lines, warnings, and the tree of acts, with the bounds on all of it.
//!
//! May not enter: what a call means.

use super::{Act, Fact, Finding, Knowledge, Provenance, Review, Severity, strange};
use crate::{
    abi::Published,
    descriptor::Budgets,
    eth::{Address, chain::Chain},
    limits::{ACT_BYTES_MAX, ACT_DEPTH_MAX, ACTS_MAX},
    pack::{
        Demand,
        rules::{Call, Called, Demanded, Watch},
    },
    proof::{HEAD_BYTES, Reached},
    review::{UndoneBy, findings},
    wire::SkippedField,
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// So many mild findings of one kind are told one by one.
const ALIKE_NAMED: usize = 8;
/// So many skipped entries are named; of more, the number is said.
const SKIPPED_NAMED: usize = 8;

/// Calls inside calls past a bound: the request is refused, because nothing is cut.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TooMuch {
    /// Nested too deeply.
    #[error(
        "inside the call are calls in more than {ACT_DEPTH_MAX} levels, which nobody can follow; send the inner ones by themselves"
    )]
    Depth,
    /// Too many.
    #[error("it holds more than {ACTS_MAX} calls, which nobody reads; split it into several requests")]
    Acts,
    /// Together too long.
    #[error(
        "the calls inside calls have more than {ACT_BYTES_MAX} bytes together, counted at each level; split it into several requests"
    )]
    Bytes,
}

/// What was noted so far.
#[derive(Debug)]
pub(super) struct Notes<'k> {
    /// What may be used beside the bytes.
    pub(super) knowledge: &'k Knowledge,
    /// The chain that is signed for, where one is.
    pub(super) chain: Option<u64>,
    facts: Vec<Fact>,
    findings: Vec<Finding>,
    acts: Vec<Act>,
    open: Vec<usize>, // positions in `acts` of those that are being noted, outermost first
    pub(super) reached: Vec<Reached>,
    /// What descriptors may still show.
    pub(super) budgets: Budgets,
    counts: Vec<usize>, // how many acts each level has so far; one more than `open`
    bytes: usize,
    watch: Watch<'k>,
    calls: Vec<Called>,
    demands: Vec<Demanded>,                          // beside those of the packs' rules
    said: HashSet<(&'static str, String)>,           // findings by id and sentence: each is noted once
    alike: HashMap<[u8; 4], Vec<(Address, String)>>, // named addresses by their first and last two bytes
    told: BTreeSet<(Option<u64>, Address)>,          // of which a name was looked up
    compared: HashSet<Address>,                      // of which it was said that they look like another
}

impl<'k> Notes<'k> {
    pub(super) fn new(knowledge: &'k Knowledge, chain: Option<u64>) -> Self {
        let mut alike: HashMap<_, Vec<_>> = HashMap::new();
        let own = knowledge.own.iter().map(|address| (*address, "an account of this mnemonic".to_owned()));
        for (address, name) in knowledge.named().chain(own) {
            alike.entry(ends(address)).or_default().push((address, name));
        }
        Self {
            knowledge,
            chain,
            facts: Vec::new(),
            findings: Vec::new(),
            acts: Vec::new(),
            open: Vec::new(),
            reached: Vec::new(),
            budgets: Budgets::default(),
            counts: vec![0],
            bytes: 0,
            watch: Watch::new(&knowledge.packs, &knowledge.signed_before),
            calls: Vec::new(),
            demands: Vec::new(),
            said: HashSet::new(),
            alike,
            told: BTreeSet::new(),
            compared: HashSet::new(),
        }
    }

    /// What value is paid in on the chain that is signed for.
    pub(super) fn coin(&self) -> &'static str {
        self.chain.map_or("coin", Chain::coin_of)
    }

    /// Whether what is noted now belongs to an act inside another.
    pub(super) fn is_inside(&self) -> bool {
        self.open.len() > 1
    }

    /// The acts right inside the one that is being noted: number, and the worst of each with all that is inside it.
    pub(super) fn children(&self) -> Vec<(String, Severity)> {
        let (depth, from) = (self.open.len(), self.open.last().map_or(0, |position| position + 1));
        let mut children: Vec<(String, Severity)> = Vec::new();
        for act in self.acts.iter().skip(from) {
            match children.last_mut().filter(|_| act.depth > depth) {
                Some((_, worst)) => *worst = (*worst).max(act.severity),
                None => children.push((act.number.clone(), act.severity)),
            }
        }
        children
    }

    /// Another address that has a name and begins and ends like this one; said once for each.
    pub(super) fn look_alike(&mut self, address: Address) -> Option<(Address, String)> {
        let named = self.alike.get(&ends(address)).into_iter().flatten().cloned();
        let mut all = named.chain(published(address));
        let other = all.find(|(other, _)| *other != address)?;
        self.compared.insert(address).then_some(other)
    }

    /// Notes one act: its sentence as the line “Effect”, then what `inside` adds, lines and inner acts alike. `bytes` is
    /// what it takes of [`ACT_BYTES_MAX`]. Its severity grows with the warnings noted inside it.
    ///
    /// # Errors
    /// [`TooMuch`], before memory is taken for it.
    pub(super) fn act(
        &mut self,
        sentence: String,
        undone_by: UndoneBy,
        bytes: usize,
        inside: impl FnOnce(&mut Self) -> Result<(), TooMuch>,
    ) -> Result<(), TooMuch> {
        let depth = self.open.len();
        if depth >= ACT_DEPTH_MAX {
            return Err(TooMuch::Depth);
        }
        if self.acts.len() >= ACTS_MAX {
            return Err(TooMuch::Acts);
        }
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > ACT_BYTES_MAX {
            return Err(TooMuch::Bytes);
        }
        let number = self.count();
        let start = self.facts.len();
        let position = self.acts.len();
        let (severity, facts) = (Severity::Info, start..start);
        self.acts.push(Act { number, depth, sentence: sentence.clone(), severity, undone_by, facts });
        self.open.push(position);
        self.counts.push(0);
        self.signed("Effect", sentence);
        let inner = inside(self);
        self.counts.pop();
        self.open.pop();
        inner
    }

    /// Notes that the act which is being noted is this call, for the rules of packs: every call of the tree, once. What is
    /// signed without any call is one, too.
    pub(super) fn called(&mut self, call: &Call<'_>) {
        self.calls.push(call.called());
        let position = self.open.last().copied().unwrap_or_default(); // outside all acts: the first
        let act = self.acts.get_mut(position);
        let place = act.as_ref().map_or("1", |act| act.number.as_str());
        let severity = match self.watch.call(place, call) {
            None => return,
            Some(Demand::Deny) => Severity::Critical,
            Some(Demand::TypeWord | Demand::TwoReviewers) => Severity::Danger,
        };
        if let Some(act) = act {
            act.severity = act.severity.max(severity);
        }
    }

    /// Remembers that a name of this address was looked up.
    pub(super) fn tell(&mut self, address: Address) {
        self.told.insert((self.chain, address));
    }

    /// The addresses whose names were looked up, each with the chain.
    pub(super) fn told(&self) -> &BTreeSet<(Option<u64>, Address)> {
        &self.told
    }

    /// The calls so far.
    pub(super) fn calls(&self) -> &[Called] {
        &self.calls
    }

    /// Makes the approval harder, whatever the packs say.
    pub(super) fn demand(&mut self, demand: Demand, why: String) {
        self.demands.push(Demanded { demand, why });
    }

    /// The number of the next act: the numbers of those around it, and how many came before it beside it.
    fn count(&mut self) -> String {
        let own = self.counts.last_mut().map_or(1, |count| {
            *count += 1;
            *count
        });
        let around = self.open.last().and_then(|position| self.acts.get(*position));
        around.map_or_else(|| own.to_string(), |act| format!("{}.{own}", act.number))
    }

    /// The number of the act that is being noted, where it is inside another.
    fn inner(&self) -> Option<&str> {
        let position = self.open.last().filter(|_| self.open.len() > 1)?;
        self.acts.get(*position).map(|act| act.number.as_str())
    }

    pub(super) fn fact(&mut self, label: &str, value: String, provenance: Provenance) {
        let label = self.inner().map_or_else(|| label.to_owned(), |number| format!("{number} {label}"));
        self.facts.push(Fact { label, value, provenance });
        let end = self.facts.len();
        if let Some(act) = self.open.last().and_then(|position| self.acts.get_mut(*position)) {
            // Lines of an act stand before those of the acts inside it: a later line belongs to no act.
            if act.facts.end + 1 == end {
                act.facts.end = end;
            }
        }
    }

    /// Remembers a call for what proofs have to say about it: the code of `code` runs, on the storage of `on`.
    pub(super) fn reach(&mut self, code: Address, on: Option<Address>, data: &[u8]) {
        if self.reached.len() < ACTS_MAX {
            let head = data.get(..HEAD_BYTES).unwrap_or(data).to_vec();
            self.reached.push(Reached { code, on, head });
        }
    }

    /// A line about the bytes that are signed.
    pub(super) fn signed(&mut self, label: &str, value: String) {
        self.fact(label, value, Provenance::Signed);
    }

    /// Whether some line has this value already.
    pub(super) fn has_value(&self, value: &str) -> bool {
        self.facts.iter().any(|fact| fact.value == value)
    }

    /// A warning of the catalogue, once for each sentence; inside an act it says in which. The advice is the catalogue's.
    pub(super) fn warn(&mut self, id: &'static str, severity: Severity, sentence: String) {
        let sentence =
            self.inner().map_or_else(|| sentence.clone(), |number| format!("In {number}: {sentence}"));
        if let Some(act) = self.open.last().and_then(|position| self.acts.get_mut(*position)) {
            act.severity = act.severity.max(severity);
        }
        if self.said.insert((id, sentence.clone())) {
            self.findings.push(Finding { id, severity, sentence, advice: findings::advice(id).to_owned() });
        }
    }

    /// Warns of entries that were not understood: once, whatever their number, which a stranger chooses.
    pub(super) fn skipped(&mut self, skipped: &[SkippedField]) {
        if skipped.is_empty() {
            return;
        }
        let named: Vec<_> = skipped.iter().take(SKIPPED_NAMED).map(ToString::to_string).collect();
        let more = if skipped.len() > SKIPPED_NAMED { "; …" } else { "" };
        self.warn(
            "skipped-field",
            Severity::Caution,
            format!(
                "{} of the request's entries are unknown to this version and were skipped ({}{more}).",
                skipped.len(),
                named.join("; ")
            ),
        );
    }

    /// Warns if a stranger's text hides something, or looks like what it is not.
    pub(super) fn unreadable(&mut self, place: &str, text: &str) {
        strange::warn(self, std::iter::once((place, text)));
    }

    /// What the packs' rules demand, as lines and warnings.
    pub(super) fn rules(&mut self) {
        let watch = std::mem::take(&mut self.watch);
        for demanded in watch.finish() {
            self.fact("Rule of the pack", demanded.why.clone(), Provenance::Vouched);
            match demanded.demand {
                Demand::Deny => self.warn("pack-rule-deny", Severity::Critical, demanded.why.clone()),
                Demand::TypeWord | Demand::TwoReviewers => {
                    self.warn("pack-rule", Severity::Danger, demanded.why.clone());
                }
            }
            self.demands.push(demanded);
        }
    }

    /// The review, with the worst warnings first; in our order within a severity. So are the demands.
    pub(super) fn finish(mut self) -> Review {
        self.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity)); // stable
        self.findings = gathered(self.findings);
        self.demands.sort_by_key(|one| std::cmp::Reverse(one.demand)); // stable
        let Self { facts, findings, acts, demands, calls, reached, .. } = self;
        Review { facts, findings, acts, demands, calls, reached }
    }
}

/// The same findings, but of a mild kind that many calls raise only the first few: a person who pages through two hundred
/// transfers does not see what stands between them. Each is still told at its act.
pub(super) fn gathered(findings: Vec<Finding>) -> Vec<Finding> {
    let mut counts: HashMap<&str, usize> = HashMap::new(); // of the mild ones alone
    let mut kept = Vec::with_capacity(findings.len());
    let mut more: Vec<Finding> = Vec::new();
    for finding in findings {
        if finding.severity > Severity::Caution {
            kept.push(finding);
            continue;
        }
        let count = counts.entry(finding.id).or_default();
        *count += 1;
        if *count <= ALIKE_NAMED {
            kept.push(finding);
        } else if *count == ALIKE_NAMED + 1 {
            more.push(finding);
        }
    }
    for finding in more {
        let count = counts.get(finding.id).copied().unwrap_or_default().saturating_sub(ALIKE_NAMED);
        let sentence = match count {
            1 => finding.sentence,
            _ => {
                format!("There are {count} more findings of the kind {}; each act says its own.", finding.id)
            }
        };
        kept.push(Finding { sentence, ..finding });
    }
    kept.sort_by_key(|finding| std::cmp::Reverse(finding.severity)); // stable
    kept
}

/// The first and the last two bytes: what people compare.
fn ends(address: Address) -> [u8; 4] {
    let [a, b, .., y, z] = address.into_array();
    [a, b, y, z]
}

/// A published contract that begins and ends like an address.
fn published(address: Address) -> Option<(Address, String)> {
    let alike = Published::all().iter().find(|published| ends(published.address) == ends(address))?;
    Some((alike.address, alike.words()))
}
