//! Questionnaire documents, `minyi-survey/1`.

use serde_json::{Map, Value};

use super::shape::{self, Shape, join, show};
use super::survey_shape::{DRAWN, FORMAT, SURVEY};
use crate::base::{Missing, Problems, Text};
use crate::expr::Expr;
use crate::questionnaire::{
    Choice, DraftChoice, DraftChoicesFrom, DraftConstruct, DraftInstance, DraftItem, DraftMissing,
    DraftPack, DraftSurvey, Mode, Questionnaire, Score, Type,
};

/// A questionnaire with the document it was made from, which exports carry along.
#[derive(Clone, Debug)]
pub struct Survey {
    /// The document.
    pub document: Value,
    /// What it says.
    pub questionnaire: Questionnaire,
}

impl Survey {
    /// What it is for: for lists of surveys, and so no part of the questionnaire.
    pub fn purpose(&self) -> Text {
        match &self.document["purpose"] {
            Value::String(text) => Text::new(&self.questionnaire.default_language, text.clone()),
            Value::Object(map) => Text::from_pairs(
                map.iter()
                    .filter_map(|(lang, it)| Some((lang.clone(), it.as_str()?.to_owned()))),
            ),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => Text::default(),
        }
    }
}

/// Reads a questionnaire document.
///
/// # Errors
/// Every problem of the document at once, each with its JSON pointer.
pub fn read(text: &str) -> Result<Survey, Problems> {
    let mut problems = Problems::default();
    match super::json::parse(text) {
        Ok(document) => from_value(document),
        Err(error) => {
            problems.push("", format!("not JSON: {error}"));
            Err(problems)
        }
    }
}

/// Reads a questionnaire document that is parsed already, such as one out of an export.
///
/// # Errors
/// As [`read`].
pub fn from_value(document: Value) -> Result<Survey, Problems> {
    let mut problems = Problems::default();
    if let Some(format) = document.get("format").and_then(Value::as_str)
        && format != FORMAT
    {
        problems.push("/format", format!("found `{format}`, expected `{FORMAT}`"));
        return Err(problems);
    }
    shape::check(&document, Shape::Object(&SURVEY), "", &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let digest = super::canonical::digest(&document);
    let mut lower = Lower {
        default_language: "",
        problems: &mut problems,
    };
    let draft = lower.survey(&document, digest);
    let questionnaire = Questionnaire::build(draft, problems)?;
    Ok(Survey {
        document,
        questionnaire,
    })
}

/// The JSON Schema of questionnaire documents.
#[cfg(feature = "authoring")]
pub fn schema() -> Value {
    SURVEY.document("Minyi questionnaire, minyi-survey/1")
}

/// Turns a document of the right shape into a draft. The shape was checked before, so a field
/// that is there has the right type.
struct Lower<'a> {
    default_language: &'a str,
    problems: &'a mut Problems,
}

impl<'a> Lower<'a> {
    fn survey(&mut self, document: &'a Value, digest: String) -> DraftSurvey {
        self.default_language = str_of(document, "default_language").unwrap_or_default();
        DraftSurvey {
            id: string(document, "id"),
            version: string(document, "version"),
            digest,
            title: self.text(document, "title"),
            end: document.get("end").map(|it| self.text_of(it)),
            languages: strings(document, "languages"),
            default_language: self.default_language.to_owned(),
            modes: strings(document, "modes")
                .iter()
                .filter_map(|it| Mode::from_name(it))
                .collect(),
            minutes: document.get("minutes").and_then(|it| number(it, "core")),
            packs: entries(document, "packs")
                .map(|(name, pack)| DraftPack {
                    name: name.clone(),
                    title: self.text(pack, "title"),
                    on: flag(pack, "on"),
                })
                .collect(),
            missing: entries(document, "missing")
                .filter_map(|(name, words)| Some((self.reason(name)?, self.text(words, "label"))))
                .collect(),
            lists: entries(document, "choices")
                .map(|(name, list)| (name.clone(), self.choices(list, &join("/choices", name))))
                .collect(),
            items: self.items(document, ""),
            root: maybe(document, "root"),
            instances: entries(document, "instances")
                .map(|(name, it)| (name.clone(), instance(it)))
                .collect(),
            instance_name: maybe(document, "instance_name"),
            constructs: entries(document, "constructs")
                .map(|(name, it)| {
                    let at = join("/constructs", name);
                    let score = self.score(&it["score"], &format!("{at}/score"));
                    DraftConstruct {
                        at,
                        name: name.clone(),
                        label: self.text(it, "label"),
                        score,
                    }
                })
                .collect(),
        }
    }

    fn reason(&mut self, name: &str) -> Option<Missing> {
        let reason = Missing::from_name(name).filter(|it| it.is_answer());
        if reason.is_none() {
            let known = Missing::ALL
                .into_iter()
                .filter(|it| it.is_answer())
                .map(Missing::name);
            self.problems
                .unknown(&join("/missing", name), "reason", name, known);
        }
        reason
    }

    fn items(&mut self, parent: &Value, at: &str) -> Vec<DraftItem> {
        list(parent, "items")
            .enumerate()
            .map(|(idx, item)| self.item(item, format!("{at}/items/{idx}")))
            .collect()
    }

    fn item(&mut self, item: &Value, at: String) -> DraftItem {
        let parameters = &item["parameters"];
        let missing = item.get("missing").map(|_| {
            list(item, "missing")
                .enumerate()
                .filter_map(|(idx, it)| self.missing(it, format!("{at}/missing/{idx}")))
                .collect()
        });
        DraftItem {
            kind: str_of(item, "type")
                .and_then(Type::from_name)
                .unwrap_or_default(),
            name: string(item, "name"),
            label: self.text(item, "label"),
            hint: self.text(item, "hint"),
            guidance: self.text(item, "guidance_hint"),
            relevant: maybe(item, "relevant"),
            required: condition(item, "required"),
            required_message: self.text(item, "required_message"),
            constraint: maybe(item, "constraint"),
            constraint_message: self.text(item, "constraint_message"),
            calculation: maybe(item, "calculation"),
            default: maybe(item, "default"),
            read_only: condition(item, "read_only"),
            appearance: string(item, "appearance")
                .split_whitespace()
                .map(Into::into)
                .collect(),
            list: maybe(item, "choices"),
            choice_filter: maybe(item, "choice_filter"),
            repeat_count: maybe(item, "repeat_count"),
            level: maybe(parameters, "level"),
            min: number(parameters, "min"),
            max: number(parameters, "max"),
            start: number(parameters, "start"),
            end: number(parameters, "end"),
            step: number(parameters, "step"),
            start_label: self.text(item, "start_label"),
            end_label: self.text(item, "end_label"),
            max_length: count(parameters, "max_length"),
            rows: count(parameters, "rows"),
            randomize: flag(parameters, "randomize"),
            missing,
            score: maybe(item, "score"),
            construct: maybe(item, "construct"),
            indicators: strings(item, "indicator"),
            card: maybe(item, "card"),
            grid: maybe(item, "grid"),
            pack: maybe(item, "pack"),
            core: flag(item, "core"),
            sensitive: flag(item, "sensitive"),
            items: self.items(item, &at),
            element: maybe(item, "element"),
            trigger: strings(item, "trigger"),
            media: self.media(item),
            parameters: entries(item, "parameters")
                .filter(|(key, _)| DRAWN.contains(&key.as_str()))
                .map(|(key, it)| (key.clone(), plain(it)))
                .collect(),
            seed: maybe(parameters, "seed"),
            choices_from: item.get("choices_from").map(|it| DraftChoicesFrom {
                nodeset: string(it, "nodeset"),
                value: string(it, "value"),
                label: string(it, "label"),
            }),
            no_add_remove: flag(item, "no_add_remove"),
            at,
        }
    }

    fn media(&mut self, of: &Value) -> crate::base::Map<String, Text> {
        entries(of, "media")
            .map(|(kind, it)| (kind.clone(), self.text_of(it)))
            .collect()
    }

    fn missing(&mut self, it: &Value, at: String) -> Option<DraftMissing> {
        let word = it.as_str().or_else(|| str_of(it, "reason"))?;
        let label = it.get("label").map(|it| self.text_of(it));
        Some(DraftMissing {
            at,
            reason: Missing::from_name(word)?,
            label,
        })
    }

    fn choices(&mut self, choices: &Value, at: &str) -> Vec<DraftChoice> {
        let choices = choices.as_array().map(Vec::as_slice).unwrap_or_default();
        let lower = choices.iter().enumerate().map(|(idx, it)| DraftChoice {
            at: format!("{at}/{idx}"),
            missing: str_of(it, "missing").and_then(Missing::from_name),
            choice: Choice {
                name: string(it, "name"),
                label: self.text(it, "label"),
                score: number(it, "score"),
                exclusive: flag(it, "exclusive"),
                other: flag(it, "other"),
                fix: flag(it, "fix"),
                end: flag(it, "end"),
                disposition: maybe(it, "disposition"),
                properties: entries(it, "properties")
                    .map(|(key, it)| (key.clone(), it.as_str().unwrap_or_default().to_owned()))
                    .collect(),
                media: self.media(it),
            },
        });
        lower.collect()
    }

    fn score(&mut self, score: &Value, at: &str) -> Score {
        let kinds = ["item", "construct", "mean", "share"];
        let mut found = kinds.into_iter().filter(|it| score.get(it).is_some());
        let (kind, second) = (found.next(), found.next());
        if let (Some(first), Some(second)) = (kind, second) {
            self.problems.push(
                at,
                format!("found both `{first}` and `{second}`, expected one"),
            );
        }
        match kind {
            Some("item") => Score::Item(string(score, "item")),
            Some("construct") => Score::Construct(string(score, "construct")),
            Some("mean") => self.mean(score, at),
            Some("share") => {
                let among = self.expr(score, "among", at);
                match self.expr(score, "share", at) {
                    Some(of) => Score::Share { of, among },
                    None => Score::Item(String::new()),
                }
            }
            _ => {
                let text = format!(
                    "found {}, expected one of {}",
                    show(score),
                    kinds.join(", ")
                );
                self.problems.push(at, text);
                Score::Item(String::new())
            }
        }
    }

    fn mean(&mut self, score: &Value, at: &str) -> Score {
        let parts: Vec<Score> = list(score, "mean")
            .enumerate()
            .map(|(idx, part)| self.score(part, &format!("{at}/mean/{idx}")))
            .collect();
        let weights: Vec<f64> = list(score, "weights").filter_map(Value::as_f64).collect();
        let given = score.get("weights").is_some();
        if given && (weights.len() != parts.len() || weights.iter().any(|it| *it <= 0.0)) {
            let text = format!(
                "found {} weights, expected {} above 0",
                weights.len(),
                parts.len()
            );
            self.problems.push(&format!("{at}/weights"), text);
        }
        let weights = weights.into_iter().chain(std::iter::repeat(1.0));
        Score::Mean {
            min_valid: count(score, "min_valid").map_or(parts.len(), |it| it as usize),
            parts: weights.zip(parts).collect(),
        }
    }

    fn expr(&mut self, object: &Value, key: &str, at: &str) -> Option<Expr> {
        let source = str_of(object, key)?;
        match Expr::parse(source) {
            Ok(expr) => Some(expr),
            Err(error) => {
                crate::questionnaire::syntax_problem(self.problems, &join(at, key), source, &error);
                None
            }
        }
    }

    fn text(&self, object: &Value, key: &str) -> Text {
        object
            .get(key)
            .map(|it| self.text_of(it))
            .unwrap_or_default()
    }

    fn text_of(&self, value: &Value) -> Text {
        match value {
            Value::String(words) => Text::new(self.default_language, words.clone()),
            Value::Object(map) => Text::from_pairs(
                map.iter()
                    .map(|(l, it)| (l.clone(), it.as_str().unwrap_or_default().to_owned())),
            ),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => Text::default(),
        }
    }
}

fn instance(it: &Value) -> DraftInstance {
    let cells = |row: &Value| {
        let cells = row.as_array().into_iter().flatten();
        cells.map(plain).collect()
    };
    DraftInstance {
        src: maybe(it, "src"),
        columns: strings(it, "columns"),
        rows: list(it, "rows").map(cells).collect(),
    }
}

/// A word, a number or a truth as a cell of a table holds it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(words) => words.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

fn str_of<'v>(object: &'v Value, key: &str) -> Option<&'v str> {
    object.get(key).and_then(Value::as_str)
}

fn maybe(object: &Value, key: &str) -> Option<String> {
    str_of(object, key).map(str::to_owned)
}

fn string(object: &Value, key: &str) -> String {
    str_of(object, key).unwrap_or_default().to_owned()
}

fn strings(object: &Value, key: &str) -> Vec<String> {
    list(object, key)
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

fn list<'v>(object: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    object
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn entries<'v>(object: &'v Value, key: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    object
        .get(key)
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::iter)
}

fn number(object: &Value, key: &str) -> Option<f64> {
    object.get(key).and_then(Value::as_f64)
}

fn count(object: &Value, key: &str) -> Option<u32> {
    object
        .get(key)
        .and_then(Value::as_u64)
        .and_then(|it| u32::try_from(it).ok())
}

fn flag(object: &Value, key: &str) -> bool {
    object.get(key).and_then(Value::as_bool).unwrap_or(false)
}

/// A condition as an expression; `false` is the same as none.
fn condition(object: &Value, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::Bool(true) => Some("true()".to_owned()),
        Value::String(source) => Some(source.clone()),
        Value::Null
        | Value::Bool(false)
        | Value::Number(_)
        | Value::Array(_)
        | Value::Object(_) => None,
    }
}
