//! Paths of ERC-7730: `#.orders.[].maker`, `params.path.[-20:]`, `@.to`, `$.metadata.constants.weth`.
//!
//! | root | leads into |
//! |---|---|
//! | `#.`, or none | the decoded arguments or members; none is relative to the group around |
//! | `@.` | what carries them: `to`, `from`, `value`, `chainId` |
//! | `$.` | the descriptor file itself |
//!
//! May not enter: an index that a stranger chose and nobody compared with the length.

use super::{
    budget::Budget,
    display::Unfit,
    value::{Members, Value},
};
use std::borrow::Cow;

/// The most steps of a path; what is published stays below eight.
const STEPS_MAX: usize = 16;
/// The longest text of a path, in bytes.
const PATH_BYTES_MAX: usize = 256;

/// Where a path begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Root {
    /// Relative to the group around it.
    Here,
    /// The arguments or members.
    Data,
    /// What carries them.
    Container,
    /// The descriptor.
    File,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Step {
    Name(String),
    Index(i64),
    /// `[a:b]`; without both it is every item.
    Slice(Option<i64>, Option<i64>),
}

/// A path that has the form of one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Path {
    pub(super) root: Root,
    pub(super) steps: Vec<Step>,
}

/// Why there is no value at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Astray {
    /// The path leads nowhere: a sentence for the line that it was for.
    Nowhere(String),
    /// The way there is longer than what may be shown.
    TooMuch,
}

impl From<String> for Astray {
    fn from(why: String) -> Self {
        Self::Nowhere(why)
    }
}

impl From<&str> for Astray {
    fn from(why: &str) -> Self {
        Self::Nowhere(why.to_owned())
    }
}

impl From<Unfit> for Astray {
    fn from(_: Unfit) -> Self {
        Self::TooMuch
    }
}

/// One value that a path leads to, and the positions in lists on the way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found<'a> {
    pub(super) at: Vec<usize>,
    pub(super) value: Cow<'a, Value>,
}

impl Path {
    /// `None` where the text is no path.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.len() > PATH_BYTES_MAX {
            return None;
        }
        let (root, rest) = match text.get(..1)? {
            "#" => (Root::Data, text.get(1..)?),
            "@" => (Root::Container, text.get(1..)?),
            "$" => (Root::File, text.get(1..)?),
            _ => (Root::Here, text),
        };
        let rest = if root == Root::Here { rest } else { rest.strip_prefix('.')? };
        let mut steps = Vec::new();
        for piece in rest.split('.') {
            // `recipients[0]` is written as well as `recipients.[0]`.
            let (name, mut brackets) = piece.split_at_checked(piece.find('[').unwrap_or(piece.len()))?;
            if !name.is_empty() {
                steps.push(Step::Name(name.to_owned()));
            } else if brackets.is_empty() {
                return None;
            }
            while !brackets.is_empty() {
                let (inner, behind) = brackets.strip_prefix('[')?.split_once(']')?;
                steps.push(bracket(inner)?);
                brackets = behind;
            }
        }
        (steps.len() <= STEPS_MAX).then_some(Self { root, steps })
    }

    /// The path with the group's path before it, where it is relative.
    pub(super) fn below(&self, group: &[Step]) -> Self {
        match self.root {
            Root::Here => {
                Self { root: Root::Data, steps: group.iter().chain(&self.steps).cloned().collect() }
            }
            _ => self.clone(),
        }
    }

    /// The names of a path without brackets, for the roots that have no lists.
    pub(super) fn names(&self) -> Option<Vec<&str>> {
        let mut names = Vec::new();
        for step in &self.steps {
            let Step::Name(name) = step else { return None };
            names.push(name.as_str());
        }
        Some(names)
    }

    /// As it is written, with one spelling for each path.
    pub(super) fn words(&self) -> String {
        let root = match self.root {
            Root::Here | Root::Data => None,
            Root::Container => Some("@".to_owned()),
            Root::File => Some("$".to_owned()),
        };
        let end = |end: &Option<i64>| end.map(|index| index.to_string()).unwrap_or_default();
        let steps = self.steps.iter().map(|step| match step {
            Step::Name(name) => crate::eth::text::spelled_out(name),
            Step::Index(index) => format!("[{index}]"),
            Step::Slice(None, None) => "[]".to_owned(),
            Step::Slice(from, to) => format!("[{}:{}]", end(from), end(to)),
        });
        root.into_iter().chain(steps).collect::<Vec<_>>().join(".")
    }

    /// Every value that the path leads to. Where it runs through lists, the first `fixed` of them are at those positions. Each
    /// item on the way is a step of the budget.
    ///
    /// # Errors
    /// [`Astray`]: no such member, a position past the end, a step into what has no members; too many items.
    pub(super) fn values<'a>(
        &self,
        members: &'a Members,
        fixed: &[usize],
        budget: &mut Budget,
    ) -> Result<Vec<Found<'a>>, Astray> {
        let (first, rest) = self.steps.split_first().ok_or("the path is empty")?;
        let Step::Name(name) = first else { return Err("the path does not begin with a name".into()) };
        let start = member(members, name)?;
        let mut found = Vec::new();
        walk(Cow::Borrowed(start), rest, fixed, &mut Vec::new(), &mut found, budget)?;
        Ok(found)
    }
}

fn bracket(inner: &str) -> Option<Step> {
    let number = |text: &str| -> Option<Option<i64>> {
        match text.trim() {
            "" => Some(None),
            text => text.parse::<i32>().ok().map(|number| Some(number.into())),
        }
    };
    match inner.split_once(':') {
        Some((from, to)) => Some(Step::Slice(number(from)?, number(to)?)),
        None => Some(number(inner)?.map_or(Step::Slice(None, None), Step::Index)),
    }
}

fn member<'a>(members: &'a Members, name: &str) -> Result<&'a Value, Astray> {
    let found = members.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value).ok_or_else(|| format!("there is no member “{name}”").into())
}

/// Where an index or one end of a slice is; negative ones count from the end.
fn position(index: i64, length: usize) -> Option<usize> {
    let length = i64::try_from(length).ok()?;
    let position = if index < 0 { length.checked_add(index)? } else { index };
    usize::try_from(position).ok().filter(|_| position <= length)
}

fn range(from: Option<i64>, to: Option<i64>, length: usize) -> Result<std::ops::Range<usize>, Astray> {
    let start = from.map_or(Some(0), |index| position(index, length));
    let end = to.map_or(Some(length), |index| position(index, length));
    match (start, end) {
        (Some(start), Some(end)) if start <= end => Ok(start..end),
        _ => Err(format!("a slice does not fit the {length} items or bytes that are there").into()),
    }
}

fn walk<'a>(
    value: Cow<'a, Value>,
    steps: &[Step],
    fixed: &[usize],
    at: &mut Vec<usize>,
    found: &mut Vec<Found<'a>>,
    budget: &mut Budget,
) -> Result<(), Astray> {
    let Some((step, rest)) = steps.split_first() else {
        found.push(Found { at: at.clone(), value });
        return Ok(());
    };
    match (value, step) {
        (Cow::Borrowed(Value::Group(members)), Step::Name(name)) => {
            walk(Cow::Borrowed(member(members, name)?), rest, fixed, at, found, budget)
        }
        (Cow::Borrowed(Value::List(items)), Step::Index(index)) => {
            let item = position(*index, items.len()).and_then(|position| items.get(position));
            let item = item.ok_or_else(|| format!("there is no item {index} among {}", items.len()))?;
            walk(Cow::Borrowed(item), rest, fixed, at, found, budget)
        }
        (Cow::Borrowed(Value::List(items)), Step::Slice(from, to)) => {
            let items = items.get(range(*from, *to, items.len())?).unwrap_or_default();
            let chosen = match fixed.get(at.len()) {
                Some(only) if *only >= items.len() => {
                    return Err(
                        format!("the lists that belong together differ in length: no item {only}").into()
                    );
                }
                Some(only) => *only..*only + 1,
                None => 0..items.len(),
            };
            for (position, item) in items.iter().enumerate().take(chosen.end).skip(chosen.start) {
                budget.step()?;
                at.push(position);
                let inside = walk(Cow::Borrowed(item), rest, fixed, at, found, budget);
                at.pop();
                inside?;
            }
            Ok(())
        }
        (value, Step::Slice(from, to)) => {
            let bytes = value.bytes().ok_or("a slice is taken of what has no bytes")?;
            let slice = bytes.get(range(*from, *to, bytes.len())?).unwrap_or_default();
            budget.text(slice.len())?;
            let slice = slice.to_vec();
            walk(Cow::Owned(Value::Bytes(slice)), rest, fixed, at, found, budget)
        }
        (value, Step::Index(index)) => {
            let bytes = value.bytes().ok_or("an item is taken of what is no list")?;
            let byte = position(*index, bytes.len()).and_then(|position| bytes.get(position).copied());
            let byte = byte.ok_or_else(|| format!("there is no byte {index} among {}", bytes.len()))?;
            walk(Cow::Owned(Value::Bytes(vec![byte])), rest, fixed, at, found, budget)
        }
        (_, Step::Name(name)) => {
            Err(format!("there is no member “{name}” inside a single value or a list").into())
        }
    }
}
