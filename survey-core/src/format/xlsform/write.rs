//! Questionnaires as XLSForm workbooks that ODK's converter pyxform 4.5 accepts.
//!
//! Whatever XLSForm has no counterpart for is written as the nearest thing that behaves alike, or
//! kept in a column that XLSForm's readers pass over; either is said in a finding.

mod choices;
mod excel;
mod expressions;
mod items;
mod parameters;
mod sheets;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeSet;

use serde_json::Value;

pub use sheets::Table;

use super::super::import::{Finding, Place};
use super::super::survey::Survey;
use crate::questionnaire::Questionnaire;
use choices::Lists;
use sheets::Cells;
use words::{Calculation, language_name, text_of};

/// A questionnaire as a workbook.
#[derive(Clone, Debug)]
pub struct Exported {
    /// The sheets: `survey`, `choices` and `settings`, and `entities` where there are some.
    pub sheets: Vec<Table>,
    /// Tables that belong beside the workbook: CSV by name.
    pub files: Vec<(String, Vec<u8>)>,
    /// What has no counterpart, and what was made of it.
    pub findings: Vec<Finding>,
}

impl Exported {
    /// The workbook as an `.xlsx` file; the same sheets give the same bytes.
    ///
    /// # Errors
    /// When there is more than such a file holds.
    pub fn xlsx(&self) -> Result<Vec<u8>, String> {
        excel::file(&self.sheets)
    }
}

/// The order of the survey's columns.
const SURVEY: [&str; 26] = [
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "required",
    "required_message",
    "relevant",
    "constraint",
    "constraint_message",
    "calculation",
    "trigger",
    "default",
    "read_only",
    "appearance",
    "parameters",
    "choice_filter",
    "repeat_count",
    "media",
    "image",
    "big-image",
    "audio",
    "video",
    "save_to",
    "bind",
    "body",
];

/// Fields of the document that a workbook has no place for.
const NO_PLACE: [&str; 12] = [
    "purpose",
    "population",
    "licence",
    "reporting_rule",
    "rule",
    "modes",
    "minutes",
    "min_group",
    "evaluator_group",
    "evaluates",
    "constructs",
    "packs",
];

/// Writes a questionnaire as a workbook.
pub fn write(survey: &Survey) -> Exported {
    let mut writer = Writer::new(survey);
    writer.items(&survey.document["items"], "", &mut Vec::new());
    writer.closing_words();
    writer.instances();
    let mut choices = writer.choices();
    // Calculations for words of choices.
    writer.flush();
    let settings = writer.settings();
    let entities = writer.entities();
    writer.no_place();
    if writer.survey.columns.is_empty() {
        writer.survey.columns = ["type", "name", "label"].map(str::to_owned).to_vec();
    }
    writer.survey.arrange(&SURVEY);
    choices.arrange(&["list_name", "name", "label", "media"]);
    let mut sheets = vec![writer.survey, choices, settings];
    sheets.extend(entities);
    for sheet in &sheets {
        writer.findings.extend(too_long(sheet));
    }
    Exported {
        sheets,
        files: writer.files,
        findings: writer.findings,
    }
}

struct Writer<'a> {
    document: &'a Value,
    form: &'a Questionnaire,
    /// All expressions and words of the document, to see what is referred to.
    source: String,
    taken: BTreeSet<String>,
    survey: Table,
    /// Rows that belong before the one that is being written.
    before: Vec<Cells>,
    calculations: Vec<Calculation>,
    lists: Lists,
    files: Vec<(String, Vec<u8>)>,
    findings: Vec<Finding>,
}

impl<'a> Writer<'a> {
    fn new(survey: &'a Survey) -> Writer<'a> {
        let form = &survey.questionnaire;
        let items = form.items().iter();
        Writer {
            document: &survey.document,
            form,
            source: survey.document.to_string(),
            taken: items.map(|it| it.name.clone()).collect(),
            survey: Table::new("survey"),
            before: Vec::new(),
            calculations: Vec::new(),
            lists: Lists::default(),
            files: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn warn(&mut self, code: &'static str, place: Place, text: impl Into<String>) {
        self.findings.push(Finding::warning(code, place, text));
    }

    /// A name that no item has.
    fn new_name(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        while !self.taken.insert(name.clone()) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        name
    }

    /// The name of an item in the workbook. Names of XLSForm may stand twice in a form as long as
    /// nobody refers to them with `${}`, so the XML name is kept where that is so.
    fn name_of(&self, name: &str) -> String {
        let Some(id) = self.form.named(name) else {
            return name.to_owned();
        };
        let element = self.form.item(id).element();
        let referred = |it: &str| self.source.contains(&format!("${{{it}}}"));
        if element == name || referred(name) || referred(element) {
            name.to_owned()
        } else {
            element.to_owned()
        }
    }

    fn flush(&mut self) {
        for cells in std::mem::take(&mut self.before) {
            self.survey.push(cells);
        }
    }

    /// The closing words become a note.
    fn closing_words(&mut self) {
        let Some(end) = self.form.end.clone().filter(|it| !it.is_empty()) else {
            return;
        };
        let name = self.new_name("closing_words");
        let place = words::WordsAt {
            name: name.clone(),
            at: "/end".to_owned(),
        };
        let mut cells = Cells::default();
        cells.set("type", "note");
        cells.set("name", name.clone());
        self.words(&mut cells, "label", &end, &place);
        self.before.push(cells);
        self.flush();
        let text = format!("the closing words became the note `{name}`");
        self.warn("closing-words", Place::path("/end"), text);
    }

    /// Tables that expressions read become files beside the workbook.
    fn instances(&mut self) {
        let Some(instances) = self.document.get("instances").and_then(Value::as_object) else {
            return;
        };
        for (id, instance) in instances {
            let at = format!("/instances/{id}");
            let src = instance.get("src").and_then(Value::as_str);
            let kind = match src.and_then(|it| it.rsplit_once('.')) {
                Some((_, "xml" | "geojson")) => "xml-external",
                Some(_) | None => "csv-external",
            };
            let stem = src.map(|it| it.rsplit_once('.').map_or(it, |it| it.0));
            if let (Some(src), Some(stem)) = (src, stem)
                && stem != id
            {
                let text = format!("the file `{src}` has to be called `{id}` beside a workbook");
                self.warn("file-name", Place::path(&at), text);
            }
            if src.is_none() {
                let name = format!("{id}.csv");
                let text = format!("its rows stand in the file `{name}`");
                self.warn("instance-file", Place::path(&at), text);
                self.files.push((name, csv_of(instance)));
            }
            let mut cells = Cells::default();
            cells.set("type", kind);
            cells.set("name", id.as_str());
            self.survey.push(cells);
        }
    }

    fn settings(&mut self) -> Table {
        let form = self.form;
        let mut cells = Cells::default();
        let title = form.title_in(&form.default_language);
        cells.set("form_title", title.replace("${", "$ {"));
        cells.set("form_id", form.id.as_str());
        cells.set("version", form.version.as_str());
        if self.has_languages() {
            cells.set("default_language", language_name(&form.default_language));
        }
        let title = text_of(self.document.get("title"), &form.default_language);
        if title.pairs().count() > 1 {
            let text = "a workbook has one title; that of the default language was taken";
            self.warn("title-languages", Place::path("/title"), text);
        }
        if let Some(root) = self.document.get("root").and_then(Value::as_str) {
            cells.set("name", root);
        }
        if let Some(name) = &form.instance_name {
            let source = self.expression(name.source(), "/instance_name");
            cells.set("instance_name", source);
        }
        let more = self.document.get("settings").and_then(Value::as_object);
        for (key, value) in more.into_iter().flatten() {
            match value {
                Value::String(text) => cells.set(key, text.as_str()),
                Value::Bool(yes) => cells.set(key, if *yes { "yes" } else { "no" }),
                Value::Number(number) => cells.set(key, number.to_string()),
                Value::Null | Value::Array(_) | Value::Object(_) => {
                    let at = format!("/settings/{key}");
                    self.warn(
                        "no-place",
                        Place::path(&at),
                        "it has no place in a workbook",
                    );
                }
            }
        }
        let mut table = Table::new("settings");
        table.push(cells);
        table
    }

    fn entities(&mut self) -> Option<Table> {
        let entities = self.document.get("entities")?.as_array()?;
        let mut table = Table::new("entities");
        for entity in entities {
            let mut cells = Cells::default();
            // Which group it belongs to, the converter sees by what is saved.
            let fields = entity.as_object().into_iter().flatten();
            for (key, value) in fields.filter(|it| it.0 != "group") {
                let text = value.as_str().map_or_else(|| value.to_string(), Into::into);
                cells.set(key, text);
            }
            table.push(cells);
        }
        Some(table).filter(|it| !it.rows.is_empty())
    }

    fn no_place(&mut self) {
        for field in NO_PLACE {
            if self.document.get(field).is_some() {
                let text = format!("`{field}` has no place in a workbook");
                self.warn("no-place", Place::path(&format!("/{field}")), text);
            }
        }
    }
}

/// The rows of a table as CSV.
fn csv_of(instance: &Value) -> Vec<u8> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let empty = Vec::new();
    let list = |value: Option<&'_ Value>| -> Vec<String> {
        let cells = value.and_then(Value::as_array).unwrap_or(&empty);
        let text = |it: &Value| it.as_str().map_or_else(|| it.to_string(), Into::into);
        cells.iter().map(text).collect()
    };
    let columns = list(instance.get("columns"));
    let rows = instance.get("rows").and_then(Value::as_array);
    let rows = rows.into_iter().flatten().map(|it| list(Some(it)));
    for mut row in std::iter::once(columns.clone()).chain(rows) {
        row.resize(columns.len(), String::new());
        // Writing to memory does not fail.
        let _ = out.write_record(&row);
    }
    out.into_inner().unwrap_or_default()
}

fn too_long(sheet: &Table) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, row) in (2..).zip(&sheet.rows) {
        for (column, text) in row {
            let length = text.encode_utf16().count();
            if length > excel::MAX_CELL {
                let place = Place::cell(sheet.name, number, &sheet.columns[*column]);
                let text = format!(
                    "found {length} characters, a spreadsheet shows {} at most",
                    excel::MAX_CELL
                );
                findings.push(Finding::warning("cell-length", place, text));
            }
        }
    }
    findings
}
