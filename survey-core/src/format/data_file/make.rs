//! From a table and a plan to a questionnaire with responses.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Value as Json, json};

use super::guess::by_number;
use super::{Column, Kind, MOST_CHOICES, Plan, has_codes, missing};
use crate::base::{Answer, AreaTree, Date, DateTime, Missing, Problems, Seed, Time, Value};
use crate::format::canonical;
use crate::format::{export, response, survey};
use crate::questionnaire::{Mode, Table};
use crate::response::{Answers, Bundle, Digest, Entry, Paradata, Record, Response, SurveyRef};

/// Troubles that are told one by one; the rest is counted.
const TOLD: usize = 20;

/// Responses that were made of a table, with the questionnaire they answer.
#[derive(Debug)]
pub struct Made {
    /// Both, ready to be written or merged.
    pub bundle: Bundle,
    /// Responses in it.
    pub responses: usize,
    /// Cells that could not be what their column is, the first of them.
    pub troubles: Vec<Trouble>,
    /// How many there are beyond those.
    pub more_troubles: usize,
}

/// A cell that cannot be what its column is; it is left without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The row, 1 for the first below the head.
    pub row: usize,
    /// The head of the column.
    pub column: String,
    /// What stands there.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Trouble {
            row,
            column,
            found,
            expected,
        } = self;
        write!(
            out,
            "row {row}, `{column}`: found `{found}`, expected {expected}"
        )
    }
}

/// Makes a questionnaire and a response for every row. `bytes` are the file's: the same file gives
/// the same responses, so that it can be brought in twice without harm. `areas` are those that are
/// known; other areas are made of the column's values.
///
/// # Errors
/// If a column has too many categories, or no questionnaire can be made.
pub fn responses(
    table: &Table,
    plan: &Plan,
    bytes: &[u8],
    areas: &AreaTree,
) -> Result<Made, Problems> {
    let readers = plan.columns.iter().enumerate();
    let readers: Vec<Reader> = readers
        .map(|(at, column)| Reader::of(table, at, column, &plan.id, areas))
        .collect::<Result<_, String>>()
        .map_err(said)?;
    let document = document(plan, &readers);
    let form = survey::read(&document.to_string())?.questionnaire;
    let survey = SurveyRef {
        id: form.id.clone(),
        version: form.version.clone(),
        digest: form.digest.clone(),
    };
    let mut sink = Sink::new(bytes, survey, &plan.language);
    for (row, cells) in table.rows().iter().enumerate() {
        let mut draft = Draft::new(plan.day);
        for ((cell, column), reader) in cells.iter().zip(&plan.columns).zip(&readers) {
            let read = reader.read(cell.trim(), column, &mut draft);
            if let Err(expected) = read {
                sink.trouble(row, &column.head, cell, expected);
            }
        }
        sink.push(row, draft)?;
    }
    let made = area_document(plan, &readers);
    Ok(sink.finish(&document, made.as_ref()))
}

pub(super) fn said(why: String) -> Problems {
    let mut problems = Problems::default();
    problems.push("", why);
    problems
}

/// One response on its way.
pub(super) struct Draft {
    pub(super) answers: Answers,
    pub(super) area: Option<String>,
    pub(super) interviewer: Option<String>,
    pub(super) day: Date,
}

impl Draft {
    pub(super) fn new(day: Date) -> Draft {
        Draft {
            answers: Answers::default(),
            area: None,
            interviewer: None,
            day,
        }
    }
}

/// Where responses come together.
pub(super) struct Sink {
    digest: String,
    survey: SurveyRef,
    language: String,
    records: Vec<Record>,
    troubles: Vec<Trouble>,
    more_troubles: usize,
}

impl Sink {
    pub(super) fn new(bytes: &[u8], survey: SurveyRef, language: &str) -> Sink {
        let digest: Digest = canonical::digest_of(&[bytes]);
        Sink {
            digest: digest.to_string(),
            survey,
            language: language.to_owned(),
            records: Vec::new(),
            troubles: Vec::new(),
            more_troubles: 0,
        }
    }

    pub(super) fn trouble(&mut self, row: usize, column: &str, found: &str, expected: String) {
        if self.troubles.len() == TOLD {
            self.more_troubles += 1;
            return;
        }
        self.troubles.push(Trouble {
            row: row + 1,
            column: column.to_owned(),
            found: found.chars().take(60).collect(),
            expected,
        });
    }

    pub(super) fn push(&mut self, row: usize, draft: Draft) -> Result<(), Problems> {
        let mut seed = Seed::from_text(&format!("{}/{row}", self.digest));
        let noon = Time::new(12, 0, 0).expect("noon is a time");
        let at = DateTime {
            date: draft.day,
            time: noon,
            offset: 0,
        };
        let response = Response {
            id: seed.uuid(at.unix_millis()),
            revision: 1,
            survey: self.survey.clone(),
            area: draft.area,
            wave: None,
            mode: Mode::PaperEntry,
            language: self.language.clone(),
            interviewer: draft.interviewer,
            device: None,
            started: at,
            ended: at,
            disposition: "1.1".to_owned(),
            answers: draft.answers,
            paradata: Paradata::default(),
            receipt: seed.receipt(),
            simulated: false,
        };
        self.records.push(response::record(&response)?);
        Ok(())
    }

    pub(super) fn finish(self, survey: &Json, areas: Option<&Json>) -> Made {
        let responses = self.records.len();
        let (mut bundle, _) = Bundle::of_records(self.records);
        export::add_survey(&mut bundle, survey);
        if let Some(areas) = areas {
            export::add_areas(&mut bundle, areas);
        }
        Made {
            bundle,
            responses,
            troubles: self.troubles,
            more_troubles: self.more_troubles,
        }
    }
}

/// What reads the cells of a column.
struct Reader {
    has_codes: bool,
    /// The code of every value, for columns with a list; in the order of the list.
    codes: BTreeMap<String, String>,
    /// The values of the list in order.
    order: Vec<String>,
    /// Whether the codes are of areas that are made here.
    makes_areas: bool,
}

impl Reader {
    fn of(
        table: &Table,
        at: usize,
        column: &Column,
        survey: &str,
        areas: &AreaTree,
    ) -> Result<Reader, String> {
        let cells = || table.rows().iter().map(|row| row[at].trim());
        let mut reader = Reader {
            has_codes: has_codes(cells()),
            codes: BTreeMap::new(),
            order: Vec::new(),
            makes_areas: false,
        };
        let is_area = column.kind == Kind::Area;
        if !is_area && column.kind != Kind::Category {
            return Ok(reader);
        }
        for cell in cells().filter(|it| missing(it, reader.has_codes).is_none()) {
            if !reader.codes.contains_key(cell) {
                reader.codes.insert(cell.to_owned(), cell.to_owned());
                reader.order.push(cell.to_owned());
            }
            if reader.order.len() > MOST_CHOICES {
                let head = &column.head;
                return Err(format!(
                    "`{head}`: found more than {MOST_CHOICES} categories, take it as a number or as text"
                ));
            }
        }
        reader.order.sort_by(|a, b| by_number(a, b));
        let known = reader.order.iter().all(|it| areas.get(it).is_some());
        if is_area && known {
            return Ok(reader);
        }
        reader.makes_areas = is_area;
        let before = if is_area {
            format!("{survey}.")
        } else {
            String::new()
        };
        let mut taken: Vec<String> = Vec::new();
        for value in &reader.order {
            let code = code(value, &before, &taken);
            taken.push(code.clone());
            reader.codes.insert(value.clone(), code);
        }
        Ok(reader)
    }

    /// Puts a cell in its place.
    fn read(&self, cell: &str, column: &Column, draft: &mut Draft) -> Result<(), String> {
        let reason = missing(cell, self.has_codes);
        let known = || self.codes.get(cell).cloned().unwrap_or_default();
        let read: Result<Value, String> = match (column.kind, reason) {
            (Kind::Out, _) | (Kind::Area | Kind::Interviewer, Some(_)) => return Ok(()),
            (Kind::Area, None) => {
                draft.area = Some(known());
                return Ok(());
            }
            (Kind::Interviewer, None) => {
                draft.interviewer = Some(cell.to_owned());
                return Ok(());
            }
            (_, Some(reason)) => {
                put(draft, &column.item, Answer::Missing(reason));
                return Ok(());
            }
            (Kind::Category, None) => Ok(Value::Text(known())),
            (Kind::Scale { low, high }, None) => on_scale(cell, low, high),
            (Kind::Number, None) => number(cell).map(Value::Number),
            (Kind::Text, None) => Ok(Value::Text(cell.to_owned())),
            (Kind::Day, None) => match cell.parse::<Date>() {
                Ok(day) => {
                    draft.day = day;
                    Ok(Value::Text(day.to_string()))
                }
                Err(_) => Err("a date such as 2026-11-22".to_owned()),
            },
        };
        let (answer, fault) = match read {
            Ok(value) => (Answer::Given(value), Ok(())),
            Err(expected) => (Answer::Missing(Missing::Skipped), Err(expected)),
        };
        put(draft, &column.item, answer);
        fault
    }
}

fn put(draft: &mut Draft, item: &str, answer: Answer) {
    draft.answers.insert(item.to_owned(), Entry::Answer(answer));
}

pub(super) fn number(cell: &str) -> Result<f64, String> {
    let read = cell.parse::<f64>().ok().filter(|it| it.is_finite());
    read.ok_or_else(|| "a number".to_owned())
}

fn on_scale(cell: &str, low: i64, high: i64) -> Result<Value, String> {
    let fits = |it: &i64| (low..=high).contains(it);
    // Programs write whole numbers as `4.0` where a column has gaps.
    let whole = number(cell)
        .ok()
        .filter(|it| it.fract() == 0.0)
        .map(|it| it as i64);
    match whole.filter(fits) {
        Some(it) => Ok(Value::Text(it.to_string())),
        None => Err(format!("a whole number from {low} to {high}")),
    }
}

/// A code for a category: its value as far as codes may hold it.
fn code(value: &str, before: &str, taken: &[String]) -> String {
    let fits = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_' | '.');
    let plain = value
        .chars()
        .take(40)
        .map(|it| if fits(it) { it } else { '_' });
    let code = format!("{before}{}", plain.collect::<String>());
    if !taken.contains(&code) {
        return code;
    }
    let numbered = (2_u32..).map(|n| format!("{code}_{n}"));
    numbered
        .into_iter()
        .find(|it| !taken.contains(it))
        .unwrap_or(code)
}

/// The questionnaire of a plan, `minyi-survey/1`.
fn document(plan: &Plan, readers: &[Reader]) -> Json {
    let lang = &plan.language;
    let text = |words: &str| json!({ lang.as_str(): words });
    let mut choices = serde_json::Map::new();
    let mut groups: Vec<(String, Vec<Json>)> = Vec::new();
    for ((column, reader), section) in plan.columns.iter().zip(readers).zip(sections(plan)) {
        let plain =
            |kind: &str| json!({"type": kind, "name": column.item, "label": text(&column.label)});
        let item = match column.kind {
            Kind::Out | Kind::Area | Kind::Interviewer => continue,
            Kind::Category => {
                let list = format!("list_{}", column.item);
                let choice = |it: &String| json!({"name": reader.codes[it], "label": text(it)});
                choices.insert(list.clone(), reader.order.iter().map(choice).collect());
                select(column, &list, text(&column.label))
            }
            Kind::Scale { low, high } => {
                let list = format!("scale_{low}_{high}").replace('-', "m");
                let score = |it: i64| (it - low) as f64 * 100.0 / (high - low) as f64;
                let choice = |it: i64| json!({"name": it.to_string(), "label": text(&it.to_string()), "score": score(it)});
                choices.insert(list.clone(), (low..=high).map(choice).collect());
                select(column, &list, text(&column.label))
            }
            Kind::Number => plain("decimal"),
            Kind::Text => plain("text"),
            Kind::Day => plain("date"),
        };
        match groups.last_mut().filter(|it| it.0 == section) {
            Some((_, items)) => items.push(item),
            None => groups.push((section, vec![item])),
        }
    }
    let items = groups.into_iter().enumerate().map(|(at, (section, items))| {
        json!({"type": "group", "name": format!("section_{}", at + 1), "label": text(&section), "items": items})
    });
    json!({
        "format": "minyi-survey/1",
        "id": plan.id,
        "version": "1",
        "title": text(&plan.title),
        "languages": [lang],
        "default_language": lang,
        "modes": ["paper_entry"],
        "missing": {
            "not_applicable": {"label": missing_words(lang, "不适用", "Not applicable"), "code": -97},
            "dont_know": {"label": missing_words(lang, "不知道", "Don't know"), "code": -98},
            "refused": {"label": missing_words(lang, "拒绝回答", "Refused"), "code": -99},
        },
        "choices": choices,
        "items": items.collect::<Vec<Json>>(),
    })
}

fn missing_words(lang: &str, zh: &str, en: &str) -> Json {
    json!({ lang: if lang == "zh" { zh } else { en } })
}

fn select(column: &Column, list: &str, label: Json) -> Json {
    json!({
        "type": "select_one", "name": column.item, "label": label, "choices": list,
        "missing": ["not_applicable", "dont_know", "refused"],
    })
}

/// The section of every column: neighbours on one scale whose heads differ by a number only (`A1`,
/// `A2`) are one by their stem, all others stand under the title.
fn sections(plan: &Plan) -> Vec<String> {
    let stem = |it: &Column| match it.kind {
        Kind::Scale { .. } => it
            .head
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .to_owned(),
        Kind::Out
        | Kind::Category
        | Kind::Number
        | Kind::Text
        | Kind::Day
        | Kind::Area
        | Kind::Interviewer => String::new(),
    };
    let stems: Vec<String> = plan.columns.iter().map(stem).collect();
    let alike = |a: Option<&String>, b: &String| a == Some(b) && !b.is_empty();
    let section = |(at, it): (usize, &String)| {
        let before = at.checked_sub(1).and_then(|it| stems.get(it));
        if alike(before, it) || alike(stems.get(at + 1), it) {
            it.clone()
        } else {
            plan.title.clone()
        }
    };
    stems.iter().enumerate().map(section).collect()
}

/// A tree of the areas that are made of a column, `minyi-areas/1`.
fn area_document(plan: &Plan, readers: &[Reader]) -> Option<Json> {
    let reader = readers.iter().find(|it| it.makes_areas)?;
    let lang = plan.language.as_str();
    let area =
        |it: &String| json!({"code": reader.codes[it], "name": {lang: it}, "level": "community"});
    Some(json!({
        "format": "minyi-areas/1",
        "id": plan.id,
        "title": {lang: plan.title},
        "areas": reader.order.iter().map(area).collect::<Vec<Json>>(),
    }))
}
