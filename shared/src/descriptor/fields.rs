//! The formats of a descriptor: each field with its path, label, form and rules.

use super::{
    error::DescriptorError,
    model::{Field, Format, Group, Iteration, Key, One, Source, Visible},
    params::{LIST_MAX, path},
    path::{Path, Root, Step},
    read::{literal, text, unknown},
};
use crate::{eth::typed_data::json::Json, limits::DESCRIPTOR_FIELDS_MAX};
use std::collections::{BTreeMap, HashSet};

type Members = BTreeMap<String, Json>;

/// Where a field has no parameters.
static NOTHING: Members = Members::new();
/// The deepest groups inside groups.
const GROUPS_MAX: usize = 8;

/// Reads the formats of one file.
pub(super) struct Reader<'a> {
    pub(super) file: &'a Json,
    definitions: Option<&'a Members>,
    count: usize,
    pub(super) entries: usize,
    pub(super) remarks: Vec<String>,
}

/// A field and the definition that it stands on.
#[derive(Clone, Copy)]
pub(super) struct Layers<'a>(pub(super) &'a Members, pub(super) Option<&'a Members>);

impl<'a> Layers<'a> {
    pub(super) fn get(&self, name: &str) -> Option<&'a Json> {
        self.0.get(name).or_else(|| self.1.and_then(|below| below.get(name)))
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a Json, definitions: Option<&'a Members>) -> Self {
        Self { file, definitions, count: 0, entries: 0, remarks: Vec::new() }
    }

    pub(super) fn format(&mut self, key: Key, json: &'a Json) -> Result<Format, DescriptorError> {
        self.remarks.clear();
        let format = json.object("a format")?;
        let known =
            ["$id", "$comment", "intent", "intentKey", "interpolatedIntent", "fields", "required", "screens"];
        unknown(
            format,
            &[&known[..], &["excluded", "interpolatedIntentKey"]].concat(),
            "the format",
            &mut self.remarks,
        );
        let intent = match format.get("intent") {
            Some(Json::Object(parts)) => parts
                .iter()
                .take(LIST_MAX)
                .map(|(label, part)| Ok((text(&Json::Text(label.clone()), "intent")?, text(part, "intent")?)))
                .collect::<Result<_, DescriptorError>>()?,
            Some(plain) => vec![(String::new(), text(plain, "intent")?)],
            None => Vec::new(),
        };
        let sentence =
            format.get("interpolatedIntent").map(|json| text(json, "interpolatedIntent")).transpose()?;
        let mut fields = match format.get("fields") {
            Some(fields) => self.fields(fields, 0)?,
            None => Vec::new(),
        };
        if let Some(Json::Array(excluded)) = format.get("excluded") {
            let paths = excluded.iter().filter_map(literal).filter_map(|text| Path::parse(&text));
            let excluded: HashSet<_> = paths.map(|path| path.below(&[])).collect();
            exclude(&mut fields, &[], &excluded);
        }
        Ok(Format { key, intent, sentence, fields, remarks: std::mem::take(&mut self.remarks) })
    }

    fn fields(&mut self, json: &'a Json, depth: usize) -> Result<Vec<Field>, DescriptorError> {
        if depth > GROUPS_MAX {
            return Err(DescriptorError::form("fields", "nested at most 8 deep"));
        }
        json.array("fields")?.iter().map(|field| self.field(field.object("a field")?, depth)).collect()
    }

    fn field(&mut self, own: &'a Members, depth: usize) -> Result<Field, DescriptorError> {
        self.count += 1;
        if self.count > DESCRIPTOR_FIELDS_MAX {
            return Err(DescriptorError::Fields);
        }
        let path = match own.get("path") {
            Some(json) => Some(path(json, "path")?),
            None => None,
        };
        if let Some(fields) = own.get("fields") {
            let known = ["$id", "$comment", "path", "label", "labelKey", "iteration", "fields"];
            unknown(own, &known, "a group", &mut self.remarks);
            let iteration = match own.get("iteration") {
                None => Iteration::Unsaid,
                Some(Json::Text(mode)) if mode == "bundled" => Iteration::Bundled,
                Some(Json::Text(mode)) if mode == "sequential" => Iteration::Sequential,
                Some(_) => return Err(DescriptorError::form("iteration", "“sequential” or “bundled”")),
            };
            let label = own.get("label").map(|json| text(json, "label")).transpose()?;
            return Ok(Field::Group(Group {
                path,
                label,
                iteration,
                fields: self.fields(fields, depth + 1)?,
            }));
        }
        self.one(own, path).map(|one| Field::One(Box::new(one)))
    }

    fn one(&mut self, own: &'a Members, path: Option<Path>) -> Result<One, DescriptorError> {
        let definition = match own.get("$ref") {
            Some(json) => Some(self.definition(json.text("$ref")?)?),
            None => None,
        };
        let layers = Layers(own, definition);
        let known = ["$id", "$comment", "$ref", "path", "value", "label", "labelKey", "format", "params"];
        let known = [&known[..], &["visible", "separator", "encryption"]].concat();
        unknown(own, &known, "a field", &mut self.remarks);
        let source = match (path, layers.get("value")) {
            (Some(path), _) if path.root == Root::File => Source::Literal(self.constant_at(&path)?),
            (Some(path), _) => Source::Path(path),
            (None, Some(value)) => Source::Literal(self.constant(value, "value")?),
            (None, None) => return Err(DescriptorError::form("a field", "given a path or a value")),
        };
        let label = match layers.get("label") {
            Some(json) => text(json, "label")?,
            None => match &source {
                Source::Path(path) => path.words(),
                Source::Literal(_) => String::new(),
            },
        };
        let params = |members: Option<&'a Members>| match members.and_then(|members| members.get("params")) {
            Some(json) => json.object("params").map(Some),
            None => Ok(None),
        };
        let (upper, lower) = (params(Some(own))?, params(definition)?);
        let params = Layers(upper.or(lower).unwrap_or(&NOTHING), upper.and(lower));
        let encrypted = match layers.get("encryption") {
            Some(json) => Some(match json.object("encryption")?.get("fallbackLabel") {
                Some(label) => text(label, "encryption.fallbackLabel")?,
                None => "encrypted".to_owned(),
            }),
            None => None,
        };
        Ok(One {
            source,
            label,
            form: self.form(layers.get("format"), params)?,
            visible: self.visible(layers.get("visible"))?,
            separator: layers.get("separator").map(|json| text(json, "separator")).transpose()?,
            encrypted,
        })
    }

    fn definition(&self, reference: &str) -> Result<&'a Members, DescriptorError> {
        let name = reference.strip_prefix("$.display.definitions.");
        let found = name.and_then(|name| self.definitions?.get(name));
        let found = found.ok_or_else(|| DescriptorError::form("$ref", "one of the file's definitions"))?;
        Ok(found.object("a definition")?)
    }

    fn visible(&self, json: Option<&Json>) -> Result<Visible, DescriptorError> {
        let wrong =
            || DescriptorError::form("visible", "always, never, optional, or a rule ifNotIn or mustMatch");
        match json {
            None => Ok(Visible::Always),
            Some(Json::Text(word)) => match word.as_str() {
                "always" | "optional" => Ok(Visible::Always),
                "never" => Ok(Visible::Never),
                _ => Err(wrong()),
            },
            Some(Json::Object(rule)) => {
                let mut rules = rule.iter();
                match (rules.next(), rules.next()) {
                    (Some((name, values)), None) => {
                        let values = self.list(values, "visible")?;
                        match name.as_str() {
                            "ifNotIn" => Ok(Visible::IfNotIn(values)),
                            "mustBe" | "mustMatch" => Ok(Visible::MustBe(values)),
                            _ => Err(wrong()),
                        }
                    }
                    _ => Err(wrong()),
                }
            }
            Some(_) => Err(wrong()),
        }
    }
}

/// Hides the fields of these paths, which stand inside a group at `around`.
fn exclude(fields: &mut [Field], around: &[Step], excluded: &HashSet<Path>) {
    for field in fields {
        match field {
            Field::One(one) => {
                if matches!(&one.source, Source::Path(path) if excluded.contains(&path.below(around))) {
                    one.visible = Visible::Never;
                }
            }
            Field::Group(group) => {
                let whole = group.path.as_ref().map(|path| path.below(around).steps);
                exclude(&mut group.fields, whole.as_deref().unwrap_or(around), excluded);
            }
        }
    }
}
