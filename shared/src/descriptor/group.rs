//! The fields of a format in their order, and the groups among them: each list by itself, or item by item.
//!
//! May not enter: a round of a loop that no budget pays for.

use super::{
    Budget,
    display::Unfit,
    model::{Field, Group, Iteration, Source},
    path::{Astray, Found, Path, Step},
    show::Showing,
};

impl Showing<'_> {
    pub(super) fn fields(
        &mut self,
        fields: &[Field],
        group: &[Step],
        fixed: &[usize],
        budget: &mut Budget,
    ) -> Result<(), Unfit> {
        fields.iter().try_for_each(|field| self.field(field, group, fixed, budget))
    }

    fn field(
        &mut self,
        field: &Field,
        group: &[Step],
        fixed: &[usize],
        budget: &mut Budget,
    ) -> Result<(), Unfit> {
        budget.step()?;
        match field {
            Field::One(one) => self.one(one, group, fixed, budget),
            Field::Group(inner) => {
                let around = self.group.clone();
                self.group = inner.label.clone().or(around.clone());
                let shown = self.items(inner, group, fixed, budget);
                self.group = around;
                shown
            }
        }
    }

    fn items(
        &mut self,
        inner: &Group,
        group: &[Step],
        fixed: &[usize],
        budget: &mut Budget,
    ) -> Result<(), Unfit> {
        let whole = inner.path.as_ref().map(|path| path.below(group));
        let steps = whole.as_ref().map_or(group, |path| path.steps.as_slice());
        match (inner.iteration, &whole) {
            (Iteration::Sequential, _) | (Iteration::Unsaid, None) => {
                self.fields(&inner.fields, steps, fixed, budget)
            }
            (Iteration::Bundled, _) if lists(steps).count() <= fixed.len() => {
                self.bundled(&inner.fields, steps, fixed, budget)
            }
            (_, None) => self.fields(&inner.fields, steps, fixed, budget),
            (_, Some(whole)) => match whole.values(self.members, fixed, budget) {
                Ok(found) => found
                    .into_iter()
                    .try_for_each(|Found { at, .. }| self.fields(&inner.fields, steps, &at, budget)),
                Err(Astray::TooMuch) => Err(Unfit::TooMuch),
                Err(Astray::Nowhere(why)) => self.lost(&whole.words(), &why, budget),
            },
        }
    }

    /// The first item of each list, then the second of each; what is no list stands with the first.
    fn bundled(
        &mut self,
        fields: &[Field],
        group: &[Step],
        fixed: &[usize],
        budget: &mut Budget,
    ) -> Result<(), Unfit> {
        let mut lengths = Vec::with_capacity(fields.len());
        for field in fields {
            budget.step()?;
            lengths.push(self.length(field, group, fixed, budget)?);
        }
        let mut known = lengths.iter().flatten();
        let length = known.next().copied();
        if known.any(|other| Some(*other) != length) {
            return Err(Unfit::Lengths);
        }
        for index in 0..length.unwrap_or(1).max(1) {
            let at = [fixed, &[index]].concat();
            for (field, length) in fields.iter().zip(&lengths) {
                match length {
                    Some(length) if index < *length => self.field(field, group, &at, budget)?,
                    None if index == 0 => self.field(field, group, fixed, budget)?,
                    _ => budget.step()?,
                }
            }
        }
        Ok(())
    }

    /// How many items the first list of a field's path has that is at no fixed position; `None` where there is none.
    fn length(
        &self,
        field: &Field,
        group: &[Step],
        fixed: &[usize],
        budget: &mut Budget,
    ) -> Result<Option<usize>, Unfit> {
        let path = match field {
            Field::One(one) => match &one.source {
                Source::Path(path) => Some(path),
                Source::Literal(_) => None,
            },
            Field::Group(inner) => inner.path.as_ref(),
        };
        let Some(Path { root, steps }) = path.map(|path| path.below(group)) else { return Ok(None) };
        let Some(end) = lists(&steps).nth(fixed.len()) else { return Ok(None) };
        let to_list = Path { root, steps: steps.get(..=end).unwrap_or_default().to_vec() };
        match to_list.values(self.members, fixed, budget) {
            // A slice of bytes is no list: nothing was passed on the way.
            Ok(found) if found.iter().any(|found| found.at.len() <= fixed.len()) => Ok(None),
            Ok(found) => Ok(Some(found.len())),
            Err(Astray::TooMuch) => Err(Unfit::TooMuch),
            Err(Astray::Nowhere(_)) => Ok(None), // its line says why
        }
    }
}

/// Where in a path the lists are whose items are gone through.
fn lists(steps: &[Step]) -> impl Iterator<Item = usize> {
    steps.iter().enumerate().filter(|(_, step)| matches!(step, Step::Slice(..))).map(|(at, _)| at)
}
