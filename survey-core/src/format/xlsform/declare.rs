//! The entities sheet, row by row, and what `save_to` names in it.

use super::super::import::Place;
use super::Workbook;
use super::form::Id;
use super::headers::{self, Columns, Dict};
use super::survey::{Read, at, refuse};
use super::tokens::{is_element_name, references};

/// The columns of the entities sheet.
const COLUMNS: Columns = Columns {
    aliases: &[("list_name", &["dataset"])],
    known: KNOWN,
    needed: &[],
};
const KNOWN: &[&str] = &[
    "dataset",
    "entity_id",
    "create_if",
    "update_if",
    "repeat",
    "label",
];

/// A container with what it stands in, the root first.
pub(super) type Path = Vec<Id>;

/// A row of the entities sheet.
pub(super) struct Declaration {
    pub(super) row: usize,
    pub(super) list: String,
    pub(super) cells: Dict,
    pub(super) references: Vec<Reference>,
}

/// A question that an entity saves, or that its declaration refers to.
pub(super) struct Reference {
    /// The container in which the question stands.
    pub(super) path: Path,
    pub(super) row: usize,
    pub(super) question: String,
    /// The property in which the question is saved.
    pub(super) property: Option<String>,
}

impl Declaration {
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.cells.text(key).filter(|it| !it.is_empty())
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.text(key).is_some()
    }

    pub(super) fn refers_to(&self, question: &str) -> bool {
        let columns = ["entity_id", "create_if", "update_if", "label"];
        let mut texts = columns.iter().filter_map(|it| self.text(it));
        texts.any(|it| references(it).iter().any(|it| it.2 == question))
    }

    /// The attributes of the entity element: name, first value, and what its bind says.
    pub(super) fn attributes(&self) -> Vec<(&'static str, String, Option<Dict>)> {
        let bind = |text: Option<String>| Some(computed(text));
        let condition = |key: &str| self.text(key).map(|it| computed(Some(it.to_owned())));
        let mut all = vec![("dataset", self.list.clone(), None)];
        if !self.has("entity_id") || self.has("create_if") {
            all.push(("create", "1".to_owned(), condition("create_if")));
        }
        let id = self.text("entity_id");
        if let Some(id) = id {
            all.push(("update", "1".to_owned(), condition("update_if")));
            let record = format!("instance('{}')/root/item[name={id}]", self.list);
            for (name, property) in [
                ("baseVersion", "__version"),
                ("trunkVersion", "__trunkVersion"),
                ("branchId", "__branchId"),
            ] {
                all.push((
                    name,
                    String::new(),
                    bind(Some(format!("{record}/{property}"))),
                ));
            }
        }
        all.push(("id", String::new(), bind(id.map(str::to_owned))));
        all
    }
}

/// What nobody may change, with its calculation.
pub(super) fn computed(calculation: Option<String>) -> Dict {
    let mut bind = Dict::default();
    if let Some(calculation) = calculation {
        bind.set_text("calculate", calculation);
    }
    bind.set_text("readonly", "true()");
    bind.set_text("type", "string");
    bind
}

/// The rows of the entities sheet.
pub(super) fn declarations(workbook: &Workbook, language: &str) -> Read<Vec<Declaration>> {
    let sheet = workbook.sheet("entities").filter(|it| !it.rows.is_empty());
    let Some(sheet) = sheet else {
        return Ok(Vec::new());
    };
    let rows = headers::rows(sheet, &COLUMNS, language, false)?;
    let mut found: Vec<Declaration> = Vec::new();
    for (row, cells) in rows.rows {
        let declaration = declaration(row, cells)?;
        if found.iter().any(|it| it.list == declaration.list) {
            let text = format!("found the entity `{}` twice", declaration.list);
            return refuse(
                "entity-duplicate",
                Place::cell("entities", row, "list_name"),
                text,
            );
        }
        found.push(declaration);
    }
    Ok(found)
}

fn declaration(row: usize, cells: Dict) -> Read<Declaration> {
    if let Some((key, _)) = cells.0.iter().find(|it| !KNOWN.contains(&&*it.0)) {
        let place = Place::cell("entities", 1, key);
        let text = format!(
            "there is no column `{key}`, expected one of {}",
            KNOWN.join(", ")
        );
        return refuse("column-unknown", place, text);
    }
    let list = cells.text("dataset").unwrap_or_default().to_owned();
    if list.is_empty() || list.starts_with("__") || list.contains('.') || !is_element_name(&list) {
        let text = format!(
            "found the name `{list}`, expected a letter or `_`, then letters, digits, `_` and `-`, and no `__` at its beginning"
        );
        return refuse(
            "name-characters",
            Place::cell("entities", row, "list_name"),
            text,
        );
    }
    let it = Declaration {
        row,
        list,
        cells,
        references: Vec::new(),
    };
    let (id, create, update) = (
        it.has("entity_id"),
        it.has("create_if"),
        it.has("update_if"),
    );
    let fault = match (id, create, update) {
        (false, _, true) => Some(("entity_id", "`update_if` needs an `entity_id`")),
        (true, true, false) => Some((
            "update_if",
            "`create_if` with an `entity_id` needs an `update_if`",
        )),
        (false, _, false) if !it.has("label") => {
            Some(("label", "an entity that is created needs a label"))
        }
        (true | false, _, _) => None,
    };
    match fault {
        Some((column, text)) => refuse(
            "entity-incomplete",
            Place::cell("entities", row, column),
            text,
        ),
        None => Ok(it),
    }
}

/// The declaration and the property that a `save_to` names.
pub(super) fn saved_to(
    declarations: &[Declaration],
    row: usize,
    save: &str,
) -> Read<(usize, String)> {
    let place = at(row, "save_to");
    if declarations.is_empty() {
        let text = "found `save_to`, expected a sheet `entities` that declares the entity";
        return refuse("entity-unknown", place, text);
    }
    let Some((list, property)) = save.split_once('#') else {
        if declarations.len() > 1 {
            let text = format!("found `{save}`, expected `list#property` beside several entities");
            return refuse("entity-unclear", place, text);
        }
        return Ok((0, save.to_owned()));
    };
    if property.contains('#') {
        let text = format!("found `{save}`, expected one `#` at most");
        return refuse("entity-unclear", place, text);
    }
    match declarations.iter().position(|it| it.list == list) {
        Some(idx) => Ok((idx, property.to_owned())),
        None => refuse(
            "entity-unknown",
            place,
            format!("there is no entity `{list}`"),
        ),
    }
}

/// Refuses what cannot be the name of a property.
pub(super) fn check_property(
    it: &Declaration,
    row: usize,
    property: &str,
    container: bool,
) -> Read<()> {
    let place = at(row, "save_to");
    let lower = property.to_lowercase();
    if container {
        let text = "groups and repeats cannot be saved as properties of an entity";
        return refuse("entity-group", place, text);
    }
    if ["name", "label"].contains(&&*lower) {
        let text = format!("found `{property}`, which every entity has already");
        return refuse("entity-property", place, text);
    }
    if property.starts_with("__") || !is_element_name(property) {
        let text = format!(
            "found the property `{property}`, expected a letter or `_`, then letters, digits, `_`, `-` and `.`, and no `__` at its beginning"
        );
        return refuse("entity-property", place, text);
    }
    let same = |it: &&Reference| it.property.as_deref() == Some(property);
    match it.references.iter().find(same) {
        Some(other) => {
            let text = format!(
                "the property `{property}` is saved in row {} already",
                other.row
            );
            refuse("entity-property", place, text)
        }
        None => Ok(()),
    }
}
