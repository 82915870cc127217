//! The fields of a form as columns of tables: one for the submissions and one for every repeat.

use std::collections::BTreeMap;

use super::Form;
use super::central::{CsvOptions, Ticked};
use crate::questionnaire::{Geo, ItemId, Kind, Metadata};

/// A node of the form, with where its value goes.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) kind: FieldKind,
}

/// What a node holds.
#[derive(Debug)]
pub(super) enum FieldKind {
    /// Others, in the same table.
    Structure(Vec<Field>),
    /// Rows of the table with this number.
    Repeat(usize, Vec<Field>),
    /// A value, in this column.
    Value(usize),
    /// A place, in this column and the next three.
    Place(usize),
    /// Names of choices in this column, and 0 or 1 for each of these in the next ones.
    Ticks(usize, Vec<String>),
    /// The name of a file.
    File(usize),
}

/// A table with the names of its columns.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The repeat it is of; blank for the submissions.
    pub(super) repeat: String,
    pub(super) names: Vec<String>,
    /// How many columns stand for choices; they begin with 0.
    pub(super) ticks: Vec<usize>,
}

/// Lays out the fields of a form.
pub(super) struct Layout<'a> {
    pub(super) form: &'a Form,
    pub(super) options: CsvOptions,
    pub(super) ticked: &'a Ticked,
    pub(super) tables: Vec<Columns>,
}

impl Layout<'_> {
    /// The fields of the whole form; table 0 is that of the submissions.
    pub(super) fn root(&mut self) -> Vec<Field> {
        self.tables.push(Columns {
            names: vec!["SubmissionDate".to_owned()],
            ..Columns::default()
        });
        let mut fields = self.fields(self.form.questionnaire.root(), 0, "");
        let mut meta = match fields.pop_if(|it| it.name == "meta") {
            Some(Field {
                kind: FieldKind::Structure(fields),
                ..
            }) => fields,
            Some(_) | None => Vec::new(),
        };
        let form = &self.form.questionnaire;
        let audit = |kind: &Kind| matches!(kind, Kind::Metadata(Metadata::Audit));
        if form.items().iter().any(|it| audit(&it.kind)) {
            let column = self.column(0, "meta-", "audit");
            meta.push(field("audit", FieldKind::File(column)));
        }
        let name = form.instance_name.is_some().then_some("instanceName");
        for name in ["instanceID"].into_iter().chain(name) {
            let column = self.column(0, "meta-", name);
            meta.push(field(name, FieldKind::Value(column)));
        }
        fields.push(field("meta", FieldKind::Structure(meta)));
        fields
    }

    /// The fields in a container, for the table with that number; `path` leads from the table to
    /// the container, with `-` behind each name.
    fn fields(&mut self, parent: ItemId, table: usize, path: &str) -> Vec<Field> {
        let form = self.form.questionnaire.clone();
        let mut fields = Vec::new();
        for id in &form.item(parent).children {
            let item = form.item(*id);
            let name = item.element();
            let kind = match &item.kind {
                Kind::Metadata(Metadata::Audit) => continue,
                Kind::Group if !item.children.is_empty() => {
                    FieldKind::Structure(self.fields(*id, table, &format!("{path}{name}-")))
                }
                Kind::Repeat(_) => {
                    let own = self.tables.len();
                    self.tables.push(Columns {
                        repeat: name.to_owned(),
                        ..Columns::default()
                    });
                    let inside = self.fields(*id, own, "");
                    let keys = ["PARENT_KEY", "KEY"].map(str::to_owned);
                    self.tables[own].names.extend(keys);
                    FieldKind::Repeat(own, inside)
                }
                Kind::Geo(Geo::Point) => {
                    let parts = ["Latitude", "Longitude", "Altitude", "Accuracy"];
                    let columns = parts.map(|it| self.column(table, path, &format!("{name}-{it}")));
                    FieldKind::Place(columns[0])
                }
                Kind::SelectMultiple(_) => self.ticks(table, path, name, &item.name),
                Kind::File(_) => FieldKind::File(self.column(table, path, name)),
                Kind::Note
                | Kind::Consent(_)
                | Kind::SelectOne(_)
                | Kind::Integer(_)
                | Kind::Decimal(_)
                | Kind::Range(_)
                | Kind::Text(_)
                | Kind::Date
                | Kind::Time
                | Kind::Area(_)
                | Kind::Calculate
                | Kind::Group
                | Kind::Rank(_)
                | Kind::DateTime
                | Kind::Geo(Geo::Trace | Geo::Shape)
                | Kind::Barcode
                | Kind::Acknowledge
                | Kind::Hidden
                | Kind::Metadata(_) => FieldKind::Value(self.column(table, path, name)),
            };
            fields.push(field(name, kind));
        }
        let within = (parent != form.root()).then_some(&*form.item(parent).name);
        let entities = self.form.entities.iter();
        let labelled = entities.filter(|it| it.within.as_deref() == within && it.label.is_some());
        if labelled.count() > 0 {
            let column = self.column(table, &format!("{path}meta-entity-"), "label");
            let label = field("label", FieldKind::Value(column));
            let entity = field("entity", FieldKind::Structure(vec![label]));
            fields.push(field("meta", FieldKind::Structure(vec![entity])));
        }
        fields
    }

    fn ticks(&mut self, table: usize, path: &str, name: &str, item: &str) -> FieldKind {
        let column = self.column(table, path, name);
        if !self.options.split_select_multiples {
            return FieldKind::Value(column);
        }
        let values: Vec<String> = self.ticked.of(item).map(str::to_owned).collect();
        for value in &values {
            let column = self.column(table, path, &format!("{name}/{value}"));
            self.tables[table].ticks.push(column);
        }
        FieldKind::Ticks(column, values)
    }

    /// Adds a column and gives its number.
    fn column(&mut self, table: usize, path: &str, name: &str) -> usize {
        let names = &mut self.tables[table].names;
        names.push(match self.options.remove_group_names {
            true => name.to_owned(),
            false => format!("{path}{name}"),
        });
        names.len() - 1
    }
}

fn field(name: &str, kind: FieldKind) -> Field {
    Field {
        name: name.to_owned(),
        kind,
    }
}

/// Names of files for tables: the form's id, and the repeat's name behind it, numbered where
/// several have one.
pub(super) fn files(form: &str, tables: &[Columns]) -> Vec<String> {
    let mut totals: BTreeMap<&str, usize> = BTreeMap::new();
    for table in tables {
        *totals.entry(&table.repeat).or_default() += 1;
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let name = |table: &Columns, number: Option<usize>| match (&*table.repeat, number) {
        ("", _) => format!("{form}.csv"),
        (repeat, None) => format!("{form}-{repeat}.csv"),
        (repeat, Some(number)) => format!("{form}-{repeat}~{number}.csv"),
    };
    let mut files = Vec::new();
    for table in tables {
        let count = counts.entry(&table.repeat).or_default();
        *count += 1;
        let number = (totals[&*table.repeat] > 1).then_some(*count);
        files.push(file_name(&name(table, number)));
    }
    files
}

/// A name that every system takes for a file: without what separates folders or is reserved.
pub(super) fn file_name(name: &str) -> String {
    let reserved = |it: &char| it.is_control() || "/\\?<>:*|\"".contains(*it);
    let name: String = name.chars().filter(|it| !reserved(it)).collect();
    let name = name.trim_end_matches(['.', ' ']);
    match name {
        "" => "_".to_owned(),
        name => name.to_owned(),
    }
}
