//! Tables as ODK Central exports them: one of the submissions, and one of every repeat, whose
//! rows say with `PARENT_KEY` which row they belong to.
//!
//! Columns, keys, names of files and the order of rows are those of getodk/central-backend,
//! `lib/data/briefcase.js` and `test/unit/data/briefcase.js`.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{Columns, Field, FieldKind, Layout, files};
use super::{Form, Options};
use crate::base::DateTime;
use crate::format::instance::Element;
use crate::response::{AnswerRef, Response, Visit};

/// The columns behind the fields of a submission.
const LAST: [&str; 10] = [
    "KEY",
    "SubmitterID",
    "SubmitterName",
    "AttachmentsPresent",
    "AttachmentsExpected",
    "Status",
    "ReviewState",
    "DeviceID",
    "Edits",
    "FormVersion",
];

/// What can be chosen about tables, as Central's export dialogue has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CsvOptions {
    /// What becomes of answers.
    pub answers: Options,
    /// A column for every choice that somebody ticked, with 0 or 1.
    pub split_select_multiples: bool,
    /// Columns are called by their questions alone.
    pub remove_group_names: bool,
}

/// Which choices were ticked by anybody. Central knows no others when it splits questions.
#[derive(Clone, Debug, Default)]
pub struct Ticked {
    /// By question.
    names: BTreeMap<String, BTreeSet<String>>,
}

impl Ticked {
    pub(super) fn of(&self, item: &str) -> impl Iterator<Item = &str> {
        let names = self.names.get(item).into_iter().flatten();
        names.map(String::as_str)
    }
}

impl Visit for Ticked {
    fn answer(&mut self, name: &str, answer: AnswerRef<'_>) {
        let AnswerRef::Many(choices) = answer else {
            return;
        };
        if !self.names.contains_key(name) {
            self.names.insert(name.to_owned(), BTreeSet::new());
        }
        if let Some(names) = self.names.get_mut(name) {
            for choice in choices {
                if !names.contains(&*choice) {
                    names.insert(choice.into_owned());
                }
            }
        }
    }

    fn begin(&mut self, _repeat: &str) {}

    fn enter(&mut self) {}

    fn leave(&mut self) {}

    fn end(&mut self) {}
}

/// The tables of a form.
#[derive(Debug)]
pub struct Tables<'a> {
    form: &'a Form,
    options: CsvOptions,
    fields: Vec<Field>,
    tables: Vec<Columns>,
    /// The name of each table's file; the first is that of the submissions.
    pub files: Vec<String>,
}

impl<'a> Tables<'a> {
    /// Lays them out. `ticked` needs to be known only where questions are split.
    pub fn new(form: &'a Form, options: CsvOptions, ticked: &Ticked) -> Tables<'a> {
        let mut layout = Layout {
            form,
            options,
            ticked,
            tables: Vec::new(),
        };
        let fields = layout.root();
        let mut tables = layout.tables;
        tables[0].names.extend(LAST.map(str::to_owned));
        Tables {
            form,
            options,
            fields,
            files: files(form.id(), &tables),
            tables,
        }
    }

    /// The first line of each table.
    pub fn headers(&self) -> Vec<String> {
        let line = |table: &Columns| {
            let mut line = String::new();
            write_row(&table.names, &mut line);
            line
        };
        self.tables.iter().map(line).collect()
    }

    /// Appends the rows of a response to the text of each table. `is_present` says whether a file
    /// that the response names is at hand.
    pub fn rows(
        &self,
        response: &Response,
        is_present: &dyn Fn(&str) -> bool,
        texts: &mut [String],
    ) {
        let root = self.form.values(response, self.options.answers);
        let key = format!("uuid:{}", response.id);
        let mut filling = Filling {
            tables: &self.tables,
            texts,
            is_present,
            expected: 0,
            present: 0,
        };
        let mut row = filling.row(0);
        filling.fill(&self.fields, &root, &mut row, &key, &key);
        let utc = DateTime::from_unix_millis(response.ended.unix_millis(), 0);
        let date = utc.map(|it| it.to_string().replace("+00:00", "Z"));
        row[0] = date.unwrap_or_default();
        let start = row.len() - LAST.len();
        let interviewer = response.interviewer.clone().unwrap_or_default();
        let last: [String; LAST.len()] = [
            key,
            interviewer.clone(),
            interviewer,
            filling.present.to_string(),
            filling.expected.to_string(),
            String::new(),
            String::new(),
            device(response),
            response.revision.saturating_sub(1).to_string(),
            self.form.version(response).to_owned(),
        ];
        row.splice(start.., last);
        write_row(&row, &mut filling.texts[0]);
    }
}

/// The device's code. Nothing that a simulation made looks as if a person had said it.
fn device(response: &Response) -> String {
    let device = response.device.clone().unwrap_or_default();
    match (response.simulated, &*device) {
        (false, _) => device,
        (true, "") => "simulated".to_owned(),
        (true, device) => format!("simulated:{device}"),
    }
}

/// Puts the values of a submission into rows.
struct Filling<'a> {
    tables: &'a [Columns],
    texts: &'a mut [String],
    is_present: &'a dyn Fn(&str) -> bool,
    /// Files that the submission names.
    expected: usize,
    /// Of these, the ones at hand.
    present: usize,
}

impl Filling<'_> {
    fn row(&self, table: usize) -> Vec<String> {
        let columns = &self.tables[table];
        let mut row = vec![String::new(); columns.names.len()];
        for column in &columns.ticks {
            row[*column].push('0');
        }
        row
    }

    /// `parent` is the key of the row, and `key` that of the node, which groups make longer.
    fn fill(
        &mut self,
        fields: &[Field],
        node: &Element,
        row: &mut [String],
        parent: &str,
        key: &str,
    ) {
        // How often each field came.
        let mut counts = vec![0_usize; fields.len()];
        let mut next = 0;
        for child in &node.children {
            // Elements come in the order of the fields, so the search begins where the last ended.
            let n = fields.len();
            let at = (next..n).chain(0..next.min(n));
            let Some(at) = at.into_iter().find(|it| fields[*it].name == child.name) else {
                continue;
            };
            next = at;
            counts[at] += 1;
            let name = &fields[at].name;
            match &fields[at].kind {
                FieldKind::Structure(inside) => {
                    self.fill(inside, child, row, parent, &format!("{key}/{name}"));
                }
                FieldKind::Repeat(table, inside) => {
                    let own = format!("{key}/{name}[{}]", counts[at]);
                    let mut row = self.row(*table);
                    self.fill(inside, child, &mut row, &own, &own);
                    let n = row.len();
                    row[n - 2] = parent.to_owned();
                    row[n - 1] = own;
                    write_row(&row, &mut self.texts[*table]);
                }
                FieldKind::Value(column) => row[*column].push_str(&child.text),
                FieldKind::Place(column) => {
                    let parts = child.text.split_whitespace().take(4);
                    for (idx, part) in parts.enumerate() {
                        part.clone_into(&mut row[column + idx]);
                    }
                }
                FieldKind::Ticks(column, values) => {
                    row[*column].push_str(&child.text);
                    for name in child.text.split_whitespace() {
                        if let Ok(idx) = values.binary_search_by(|it| it.as_str().cmp(name)) {
                            "1".clone_into(&mut row[column + 1 + idx]);
                        }
                    }
                }
                FieldKind::File(column) => {
                    row[*column].push_str(&child.text);
                    if !child.text.is_empty() {
                        self.expected += 1;
                        self.present += usize::from((self.is_present)(&child.text));
                    }
                }
            }
        }
    }
}

/// One line of CSV: quoted where it must be, with a line feed at the end.
fn write_row(cells: &[String], out: &mut String) {
    for (idx, cell) in cells.iter().enumerate() {
        if idx > 0 {
            out.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            out.push('"');
            for (idx, part) in cell.split('"').enumerate() {
                if idx > 0 {
                    out.push_str("\"\"");
                }
                out.push_str(part);
            }
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push('\n');
}
