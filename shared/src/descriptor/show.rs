//! A descriptor's format over decoded data: the lines, in its order, and the sentence of its intent.
//!
//! May not enter: work or lines without a budget, a hidden field that silently holds what the descriptor excludes.

use super::{
    Budget, Call, Descriptor, Library, Message,
    display::{Display, Shown, Told, Unfit, sentence, weaker},
    form::{Written, is_same},
    model::{Form, Format, Key, One, Param, Source, Visible},
    path::{Astray, Found, Path, Root, Step},
    value::{self, Members, Value},
};
use crate::{
    eth::{Address, U256},
    limits::SHOWN_DEPTH_MAX,
};
use std::borrow::Cow;

/// What carries the data.
#[derive(Debug, Clone, Copy)]
pub(super) struct Container {
    pub(super) chain: Option<u64>,
    pub(super) to: Option<Address>,
    pub(super) from: Option<Address>,
    pub(super) value: Option<U256>,
}

/// Where a value stands: the group's path, and the positions in lists.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'p> {
    group: &'p [Step],
    at: &'p [usize],
}

/// One format that is being shown.
pub(super) struct Showing<'a> {
    pub(super) library: Library<'a>,
    pub(super) container: Container,
    descriptor: &'a Descriptor,
    pub(super) members: &'a Members,
    depth: usize,
    /// How long the labels of the lines around are.
    around: usize,
    lines: Vec<Shown>,
    /// What the sentence may say; empty where there is none.
    told: Vec<Told>,
    has_sentence: bool,
    pub(super) group: Option<String>,
}

impl<'a> Library<'a> {
    /// The call as the best descriptor shows it. `None` where none is for it.
    pub fn show_call(&self, call: &Call<'_>) -> Option<Result<Display, Unfit>> {
        self.show_call_at(call, 0, &mut Budget::default())
    }

    /// The message as the best descriptor shows it. `None` where none is for it.
    pub fn show_typed(&self, message: &Message<'_>) -> Option<Result<Display, Unfit>> {
        self.show_typed_at(message, 0, &mut Budget::default())
    }

    /// The call, so deep in others, within a budget.
    pub(super) fn show_call_at(
        &self,
        call: &Call<'_>,
        depth: usize,
        budget: &mut Budget,
    ) -> Option<Result<Display, Unfit>> {
        self.show_call_inside(call, [depth, 0], budget)
    }

    fn show_call_inside(
        &self,
        call: &Call<'_>,
        nested: [usize; 2],
        budget: &mut Budget,
    ) -> Option<Result<Display, Unfit>> {
        let selector = *call.data.first_chunk::<4>()?;
        let (descriptor, format) = self.for_call(call.chain, call.to, selector)?;
        let Key::Call { signature, .. } = &format.key else { return None };
        if let Err(unfit) = budget.step() {
            return Some(Err(unfit));
        }
        let decoded = match signature.decode(call.data) {
            Ok(decoded) => decoded,
            Err(fault) => return Some(Err(fault.into())),
        };
        let members = value::of_call(signature.parameters(), &decoded.arguments);
        let container =
            Container { chain: call.chain, to: Some(call.to), from: call.from, value: call.value };
        Some(Showing::display(self, (descriptor, format), &members, container, nested, budget))
    }

    /// The message, as if so deep in others, within a budget.
    pub(super) fn show_typed_at(
        &self,
        message: &Message<'_>,
        depth: usize,
        budget: &mut Budget,
    ) -> Option<Result<Display, Unfit>> {
        let found = self.for_typed(message)?;
        let members = value::of_typed(message.data.fields())?;
        let container = Container {
            chain: message.data.chain_id().and_then(|id| u64::try_from(id).ok()),
            to: message.data.verifying_contract(),
            from: message.from,
            value: Some(U256::ZERO), // a signature sends nothing
        };
        Some(Showing::display(self, found, &members, container, [depth, 0], budget))
    }
}

impl<'a> Showing<'a> {
    fn display(
        library: &Library<'a>,
        (descriptor, format): (&'a Descriptor, &'a Format),
        members: &'a Members,
        container: Container,
        [depth, around]: [usize; 2],
        budget: &mut Budget,
    ) -> Result<Display, Unfit> {
        let heads = descriptor.owner.iter().chain(&descriptor.contract_name).chain(&format.remarks);
        let heads = heads.chain(format.intent.iter().flat_map(|(label, text)| [label, text]));
        budget.text(heads.map(|text| around.saturating_add(text.len())).sum())?;
        let (lines, told, group, has_sentence) = (Vec::new(), Vec::new(), None, format.sentence.is_some());
        let mut showing = Self {
            library: *library,
            container,
            descriptor,
            members,
            depth,
            around,
            lines,
            told,
            has_sentence,
            group,
        };
        showing.fields(&format.fields, &[], &[], budget)?;
        let intent = format.intent.iter().map(|(label, text)| match label.as_str() {
            "" => text.clone(),
            label => format!("{label}: {text}"),
        });
        let most = budget.left();
        let sentence =
            format.sentence.as_deref().and_then(|template| sentence(template, &showing.told, most));
        budget.text(sentence.as_ref().map_or(0, String::len))?;
        Ok(Display {
            owner: descriptor.owner.clone(),
            contract_name: descriptor.contract_name.clone(),
            is_bound: descriptor.deployments().is_some(),
            intent: intent.collect::<Vec<_>>().join("; "),
            sentence,
            lines: showing.lines,
            remarks: format.remarks.clone(),
            provenance: descriptor.provenance(),
        })
    }

    pub(super) fn one(
        &mut self,
        one: &One,
        group: &[Step],
        fixed: &[usize],
        budget: &mut Budget,
    ) -> Result<(), Unfit> {
        if one.visible == Visible::Never {
            return Ok(());
        }
        let path = match &one.source {
            Source::Literal(literal) => {
                return self.value(
                    one,
                    None,
                    &Value::Text(literal.clone()),
                    &Place { group, at: fixed },
                    budget,
                );
            }
            Source::Path(path) => path.below(group),
        };
        let members = self.members;
        match self.found(&path, members, fixed, budget) {
            Ok(found) => found.into_iter().try_for_each(|Found { at, value }| {
                self.value(one, Some(&path), &value, &Place { group, at: &at }, budget)
            }),
            Err(Astray::TooMuch) => Err(Unfit::TooMuch),
            Err(Astray::Nowhere(why)) if matches!(one.visible, Visible::MustBe(_)) => {
                Err(Unfit::Missing { label: one.label.clone(), why })
            }
            Err(Astray::Nowhere(why)) => self.lost(&one.label, &why, budget),
        }
    }

    fn found<'m>(
        &self,
        path: &Path,
        members: &'m Members,
        fixed: &[usize],
        budget: &mut Budget,
    ) -> Result<Vec<Found<'m>>, Astray> {
        match path.root {
            Root::Container => {
                let value = match path.names().as_deref() {
                    Some(["to"]) => self.container.to.map(Value::Address),
                    Some(["from"]) => self.container.from.map(Value::Address),
                    Some(["value"]) => self.container.value.map(Value::Uint),
                    Some(["chainId"]) => self.container.chain.map(|id| Value::Uint(U256::from(id))),
                    _ => return Err(format!("“{}” is not known here", path.words()).into()),
                };
                let value = value.ok_or_else(|| format!("“{}” is not in what is signed", path.words()))?;
                Ok(vec![Found { at: fixed.to_vec(), value: Cow::Owned(value) }])
            }
            _ => path.values(members, fixed, budget),
        }
    }

    /// A line that cannot be shown says so.
    pub(super) fn lost(&mut self, label: &str, why: &str, budget: &mut Budget) -> Result<(), Unfit> {
        budget.text(self.labels(label).saturating_add(why.len()))?;
        self.line(label, Written::plain(format!("cannot be shown: {why}")), false, None);
        Ok(())
    }

    /// How long the label of a line is, with those around it.
    fn labels(&self, label: &str) -> usize {
        let group = self.group.as_ref().map_or(0, String::len);
        self.around.saturating_add(group).saturating_add(label.len())
    }

    fn line(&mut self, label: &str, written: Written, is_raw: bool, inner: Option<Box<Display>>) {
        let Written { text: value, detail, by } = written;
        let provenance = weaker(self.descriptor.provenance(), by);
        let group = self.group.clone();
        let label = label.to_owned();
        self.lines.push(Shown { label, value, detail, is_raw, provenance, group, inner });
    }

    fn value(
        &mut self,
        one: &One,
        path: Option<&Path>,
        value: &Value,
        place: &Place<'_>,
        budget: &mut Budget,
    ) -> Result<(), Unfit> {
        if let Value::List(items) = value {
            for (position, item) in items.iter().enumerate() {
                budget.step()?;
                let at = [place.at, &[position]].concat();
                self.value(one, path, item, &Place { at: &at, ..*place }, budget)?;
            }
            return Ok(());
        }
        let weight = value.weight();
        budget.text(weight)?;
        match &one.visible {
            Visible::IfNotIn(values) if values.iter().any(|literal| is_same(literal, value)) => return Ok(()),
            Visible::MustBe(values) if values.iter().any(|literal| is_same(literal, value)) => return Ok(()),
            Visible::MustBe(_) => {
                return Err(Unfit::MustBe { label: one.label.clone(), value: value.raw() });
            }
            _ => {}
        }
        let mut inner = None;
        let mut written = match (&one.encrypted, &one.form) {
            (Some(fallback), _) => Written::with(fallback.clone(), value.raw()),
            (None, Form::Calldata { callee, selector, amount, spender, chain }) => {
                let parts = [callee, selector, amount, spender, chain].map(Option::as_ref);
                inner = self.inner(&one.label, value, parts, place, budget)?;
                match &inner {
                    Some(display) => Written::plain(display.intent.clone()),
                    None => Written::plain(value.raw()),
                }
            }
            (None, form) => self.written(form, value, place, budget)?,
        };
        if let Some(separator) = &one.separator {
            let index = place.at.last().copied().unwrap_or_default();
            written.text = format!("{} {}", separator.replace("{index}", &index.to_string()), written.text);
        }
        // What is longer than the value itself: names, words of the descriptor.
        let long = written.text.len().saturating_add(written.detail.as_ref().map_or(0, String::len));
        budget.text(self.labels(&one.label).saturating_add(long.saturating_sub(weight)))?;
        if let Some(path) = path.filter(|_| self.has_sentence) {
            let (path, field, text) = (path.words(), one.label.clone(), written.text.clone());
            budget.text(path.len().saturating_add(field.len()).saturating_add(text.len()))?;
            self.told.push(Told { path, field, text });
        }
        let is_raw = written.text == value.raw();
        self.line(&one.label, written, is_raw, inner.map(Box::new));
        Ok(())
    }

    /// The call inside a value, as its own descriptor shows it; nothing where none does.
    fn inner(
        &self,
        label: &str,
        value: &Value,
        [callee, selector, amount, spender, chain]: [Option<&Param>; 5],
        place: &Place<'_>,
        budget: &mut Budget,
    ) -> Result<Option<Display>, Unfit> {
        if self.depth >= SHOWN_DEPTH_MAX {
            return Ok(None);
        }
        let (Some(to), Some(bytes)) = (self.address(callee, place, budget)?, value.bytes()) else {
            return Ok(None);
        };
        let selector = self.param(selector, place, budget)?;
        let selector = selector.as_ref().and_then(|value| match value {
            Value::Text(text) => alloy_primitives::hex::decode(text).ok(),
            other => other.bytes().map(Cow::into_owned),
        });
        let selector = selector.unwrap_or_default();
        budget.text(selector.len().saturating_add(bytes.len()))?;
        let data = [selector.as_slice(), &bytes].concat();
        let call = Call {
            chain: self.chain(chain, place, budget)?,
            from: self.address(spender, place, budget)?.or(self.container.to),
            to,
            value: self.param(amount, place, budget)?.and_then(|value| value.number()),
            data: &data,
        };
        let nested = [self.depth + 1, self.labels(label)];
        self.library.show_call_inside(&call, nested, budget).transpose()
    }

    /// What a parameter is, for the value at a place. `None` where it is not given, or leads nowhere.
    pub(super) fn param(
        &self,
        param: Option<&Param>,
        place: &Place<'_>,
        budget: &mut Budget,
    ) -> Result<Option<Value>, Unfit> {
        let Some(param) = param else { return Ok(None) };
        budget.step()?;
        let (path, values) = match param {
            Param::Literal(literal) => return Ok(Some(Value::Text(literal.clone()))),
            Param::Path(path) => (path, None),
            Param::Map { values, key } => (key, Some(values)),
        };
        let found = match self.found(&path.below(place.group), self.members, place.at, budget) {
            Ok(found) => found.into_iter().next().map(|found| found.value),
            Err(Astray::Nowhere(_)) => None,
            Err(Astray::TooMuch) => return Err(Unfit::TooMuch),
        };
        // A parameter that is a list by itself belongs to the values of a list, item by item.
        let found = found.as_deref().map(|value| match (value, place.at.last()) {
            (Value::List(items), Some(position)) => items.get(*position).unwrap_or(value),
            _ => value,
        });
        budget.text(found.map_or(0, Value::weight))?;
        let found = found.cloned();
        let Some(values) = values else { return Ok(found) };
        let entry = found.as_ref().and_then(|value| values.iter().find(|(key, _)| is_same(key, value)));
        let key = || found.as_ref().map_or_else(|| path.words(), Value::raw);
        entry.map(|(_, literal)| Some(Value::Text(literal.clone()))).ok_or_else(|| Unfit::Map { key: key() })
    }
}
