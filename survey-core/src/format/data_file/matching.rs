//! A table whose columns answer a questionnaire that is there.

use serde_json::Value as Json;

use super::make::{Draft, Made, Sink, number, said};
use super::{has_codes, missing};
use crate::base::{Answer, Date, Missing, Problems, Value};
use crate::questionnaire::{Choice, Item, Kind as ItemKind, Questionnaire, Select, Table};
use crate::response::{Entry, SurveyRef};

/// The item that a column answers; none if it is left out.
pub type Match = Option<String>;

/// The questions of a questionnaire that a column can answer.
pub fn questions(form: &Questionnaire) -> impl Iterator<Item = &Item> {
    form.items().iter().filter(|it| can_answer(form, it))
}

/// The item of every column: the one of the same name, or of the same words in some language.
pub fn matches(table: &Table, form: &Questionnaire) -> Vec<Match> {
    let items = || questions(form);
    let find = |head: &String| {
        let head = head.trim().to_lowercase();
        let named = items().find(|it| it.name.to_lowercase() == head);
        let said = || {
            items().find(|it| {
                it.label
                    .pairs()
                    .any(|(_, text)| text.trim().to_lowercase() == head)
            })
        };
        named.or_else(said).map(|it| it.name.clone())
    };
    table.columns().iter().map(find).collect()
}

/// Whether a column can answer the item: a question that is asked once.
fn can_answer(form: &Questionnaire, item: &Item) -> bool {
    let parent = |it: &Item| it.parent.map(|id| &form.items()[id.0 as usize]);
    let mut around = std::iter::successors(parent(item), |it| parent(it));
    is_question(&item.kind) && !around.any(|it| matches!(it.kind, ItemKind::Repeat(_)))
}

/// Whether a cell can answer an item of this kind.
fn is_question(kind: &ItemKind) -> bool {
    match kind {
        ItemKind::SelectOne(_)
        | ItemKind::SelectMultiple(_)
        | ItemKind::Integer(_)
        | ItemKind::Decimal(_)
        | ItemKind::Range(_)
        | ItemKind::Text(_)
        | ItemKind::Date => true,
        ItemKind::Note
        | ItemKind::Consent(_)
        | ItemKind::Time
        | ItemKind::Area(_)
        | ItemKind::Calculate
        | ItemKind::Group
        | ItemKind::Repeat(_)
        | ItemKind::Rank(_)
        | ItemKind::DateTime
        | ItemKind::Geo(_)
        | ItemKind::File(_)
        | ItemKind::Barcode
        | ItemKind::Acknowledge
        | ItemKind::Hidden
        | ItemKind::Metadata(_) => false,
    }
}

/// Makes a response for every row to the questionnaire of `document`. Questions without a column
/// were not asked. A choice stands in a cell by its name or by its words.
///
/// # Errors
/// If a column is to answer an item that is not there, or two columns the same.
pub fn into_survey(
    table: &Table,
    (form, document): (&Questionnaire, &Json),
    columns: &[Match],
    day: Date,
    bytes: &[u8],
) -> Result<Made, Problems> {
    let mut readers = Vec::new();
    for (at, (head, name)) in table.columns().iter().zip(columns).enumerate() {
        let Some(name) = name else {
            continue;
        };
        if columns[..at].contains(&Some(name.clone())) {
            return Err(said(format!("two columns answer `{name}`")));
        }
        let item = form.items().iter().find(|it| it.name == *name);
        let Some(item) = item.filter(|it| can_answer(form, it)) else {
            return Err(said(format!(
                "`{head}`: there is no question `{name}` to answer"
            )));
        };
        let cells = table.rows().iter().map(|row| row[at].as_str());
        readers.push((at, head, item, has_codes(cells)));
    }
    let survey = SurveyRef {
        id: form.id.clone(),
        version: form.version.clone(),
        digest: form.digest.clone(),
    };
    let mut sink = Sink::new(bytes, survey, &form.default_language);
    for (row, cells) in table.rows().iter().enumerate() {
        let mut draft = Draft::new(day);
        for (at, head, item, has_codes) in &readers {
            let cell = cells[*at].trim();
            let answer = match missing(cell, *has_codes) {
                Some(reason) => Answer::Missing(reason),
                None => match value(cell, &item.kind) {
                    Ok(value) => Answer::Given(value),
                    Err(expected) => {
                        sink.trouble(row, head, cell, expected);
                        Answer::Missing(Missing::Skipped)
                    }
                },
            };
            draft
                .answers
                .insert(item.name.clone(), Entry::Answer(answer));
        }
        sink.push(row, draft)?;
    }
    Ok(sink.finish(document, None))
}

fn value(cell: &str, kind: &ItemKind) -> Result<Value, String> {
    match kind {
        ItemKind::SelectOne(select) => chosen(cell, select).map(Value::Text),
        ItemKind::SelectMultiple(select) => {
            let parts = cell.split([' ', ',', ';', '、', '，', '；']);
            let parts = parts.filter(|it| !it.is_empty());
            let names: Result<Vec<String>, String> = parts.map(|it| chosen(it, select)).collect();
            names.map(Value::Many)
        }
        ItemKind::Integer(_) => match number(cell) {
            Ok(it) if it.fract() == 0.0 => Ok(Value::Number(it)),
            Ok(_) | Err(_) => Err("a whole number".to_owned()),
        },
        ItemKind::Decimal(_) | ItemKind::Range(_) => number(cell).map(Value::Number),
        ItemKind::Date => match cell.parse::<Date>() {
            Ok(day) => Ok(Value::Text(day.to_string())),
            Err(_) => Err("a date such as 2026-11-22".to_owned()),
        },
        ItemKind::Text(_)
        | ItemKind::Note
        | ItemKind::Consent(_)
        | ItemKind::Time
        | ItemKind::Area(_)
        | ItemKind::Calculate
        | ItemKind::Group
        | ItemKind::Repeat(_)
        | ItemKind::Rank(_)
        | ItemKind::DateTime
        | ItemKind::Geo(_)
        | ItemKind::File(_)
        | ItemKind::Barcode
        | ItemKind::Acknowledge
        | ItemKind::Hidden
        | ItemKind::Metadata(_) => Ok(Value::Text(cell.to_owned())),
    }
}

/// The name of the choice that a cell means.
fn chosen(cell: &str, select: &Select) -> Result<String, String> {
    let said = |it: &&Choice| it.label.pairs().any(|(_, text)| text.trim() == cell);
    let found = select
        .choice(cell)
        .or_else(|| select.choices.iter().find(said));
    found.map(|it| it.name.clone()).ok_or_else(|| {
        let names: Vec<&str> = select
            .choices
            .iter()
            .take(12)
            .map(|it| it.name.as_str())
            .collect();
        format!("one of {}", names.join(", "))
    })
}
