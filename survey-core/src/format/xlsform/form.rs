//! The form as its sheets say it: settings, choice lists, and items in one another.

use super::headers::{Cell, Columns, Dict};

/// An item's place in [`Form::items`].
pub(super) type Id = usize;

/// A form read from its sheets.
#[derive(Debug, Default)]
pub(super) struct Form {
    pub(super) settings: Dict,
    pub(super) default_language: String,
    /// The name of the root element.
    pub(super) name: String,
    pub(super) id: String,
    pub(super) lists: Vec<List>,
    /// The first is the root; an item stands before what it holds.
    pub(super) items: Vec<Item>,
    /// The version of the specification of entities, if there are any.
    pub(super) entities_version: Option<&'static str>,
    /// Tags of OpenStreetMap, by list.
    pub(super) osm: Vec<(String, Vec<Dict>)>,
}

/// A choice list.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    pub(super) name: String,
    pub(super) choices: Vec<Dict>,
    /// Its choices stand in the questions, because `search()` replaces them.
    pub(super) by_search: bool,
}

/// What an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Group,
    Repeat,
    /// A question of this type.
    Question(String),
    /// A file that becomes an instance: `csv` or `xml`.
    External(&'static str),
    /// An attribute of the element that holds it; its name begins with `@`.
    Attribute,
}

/// A group, a repeat or a question.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// The row it comes from; 0 for what no row says.
    pub(super) row: usize,
    pub(super) parent: Option<Id>,
    pub(super) children: Vec<Id>,
    pub(super) cells: Dict,
    pub(super) parameters: Vec<(String, String)>,
    /// The choice list, the file, or a reference.
    pub(super) itemset: Option<String>,
    pub(super) triggers: Vec<String>,
    /// The default is computed when the form opens.
    pub(super) dynamic_default: bool,
    /// Not in the body.
    pub(super) bodyless: bool,
    /// Nothing of it but what it holds.
    pub(super) flat: bool,
}

impl Item {
    pub(super) fn new(name: &str, kind: Kind, row: usize, cells: Dict) -> Item {
        Item {
            name: name.to_owned(),
            kind,
            row,
            parent: None,
            children: Vec::new(),
            cells,
            parameters: Vec::new(),
            itemset: None,
            triggers: Vec::new(),
            dynamic_default: false,
            bodyless: false,
            flat: false,
        }
    }

    pub(super) fn label(&self) -> Option<&Cell> {
        self.cells.get("label").filter(|it| !is_blank(it))
    }

    pub(super) fn media(&self) -> Option<&Dict> {
        self.cells.map("media").filter(|it| !it.0.is_empty())
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|it| it.0 == name);
        found.map(|it| &*it.1)
    }

    pub(super) fn appearance(&self) -> Option<&str> {
        self.cells.text_in("control", "appearance")
    }

    /// Whether its label is a reference to texts in several languages.
    pub(super) fn needs_itext(&self) -> bool {
        matches!(self.label(), Some(Cell::Map(_))) || self.media().is_some()
    }
}

fn is_blank(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => text.is_empty(),
        Cell::Map(map) => map.0.is_empty(),
    }
}

impl List {
    /// Whether its words are in several languages, hold values or come with media.
    pub(super) fn needs_itext(&self) -> bool {
        self.choices.iter().any(|it| {
            it.map("media").is_some_and(|it| !it.0.is_empty())
                || match it.get("label") {
                    Some(Cell::Map(_)) => true,
                    Some(Cell::Text(text)) => super::tokens::has_reference(text),
                    None => false,
                }
        })
    }
}

impl Form {
    pub(super) fn push(&mut self, parent: Id, mut item: Item) -> Id {
        let id = self.items.len();
        item.parent = Some(parent);
        self.items.push(item);
        self.items[parent].children.push(id);
        id
    }

    pub(super) fn list(&self, name: &str) -> Option<&List> {
        self.lists.iter().find(|it| it.name == name)
    }

    /// The item, what holds it, and so on.
    pub(super) fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(self.items[id].parent, |it| self.items[*it].parent)
    }

    /// Every item below one and itself, in document order.
    pub(super) fn descendants(&self, id: Id) -> Vec<Id> {
        let mut found = Vec::new();
        let mut stack = vec![id];
        while let Some(next) = stack.pop() {
            found.push(next);
            stack.extend(self.items[next].children.iter().rev());
        }
        found
    }

    /// Makes groups leave no trace but their conditions, as the setting `flat` asks.
    pub(super) fn flatten(&mut self, id: Id, above: &str) {
        for child in self.items[id].children.clone() {
            let item = &mut self.items[child];
            let own = item.cells.text_in("bind", "relevant").unwrap_or_default();
            let relevant = match (above.is_empty(), own.is_empty()) {
                (true, _) => own.to_owned(),
                (false, true) => above.to_owned(),
                (false, false) => format!("{above} and ({own})"),
            };
            if !item.children.is_empty() {
                item.flat = true;
                self.flatten(child, &relevant);
            } else if !relevant.is_empty() {
                item.cells.map_mut("bind").set_text("relevant", relevant);
            }
        }
    }

    /// The path of an item below `above`, or from the root: `/data/a/b`.
    pub(super) fn path(&self, id: Id, above: Option<Id>) -> String {
        let mut steps = Vec::new();
        let mut at = Some(id);
        while let Some(next) = at {
            if Some(next) == above {
                break;
            }
            if !self.items[next].flat {
                steps.push(&*self.items[next].name);
            }
            at = self.items[next].parent;
        }
        steps.reverse();
        format!("/{}", steps.join("/"))
    }
}

/// The columns of the survey sheet.
pub(super) const SURVEY: Columns = Columns {
    aliases: &[
        ("sms_field", &["sms_field"]),
        ("sms_option", &["sms_option"]),
        ("sms_separator", &["sms_separator"]),
        ("sms_allow_media", &["sms_allow_media"]),
        ("sms_date_format", &["sms_date_format"]),
        ("sms_datetime_format", &["sms_datetime_format"]),
        ("sms_response", &["sms_response"]),
        ("compact_tag", &["instance", "odk:tag"]),
        ("read_only", &["bind", "readonly"]),
        ("readonly", &["bind", "readonly"]),
        ("relevant", &["bind", "relevant"]),
        ("caption", &["label"]),
        ("appearance", &["control", "appearance"]),
        ("relevance", &["bind", "relevant"]),
        ("required", &["bind", "required"]),
        ("constraint", &["bind", "constraint"]),
        ("constraining_message", &["bind", "jr:constraintMsg"]),
        ("constraint_message", &["bind", "jr:constraintMsg"]),
        ("calculation", &["bind", "calculate"]),
        ("calculate", &["bind", "calculate"]),
        ("command", &["type"]),
        ("tag", &["name"]),
        ("value", &["name"]),
        ("image", &["media", "image"]),
        ("big-image", &["media", "big-image"]),
        ("audio", &["media", "audio"]),
        ("video", &["media", "video"]),
        ("count", &["control", "jr:count"]),
        ("repeat_count", &["control", "jr:count"]),
        ("jr:count", &["control", "jr:count"]),
        ("autoplay", &["control", "autoplay"]),
        ("rows", &["control", "rows"]),
        ("noapperrorstring", &["bind", "jr:noAppErrorString"]),
        ("no_app_error_string", &["bind", "jr:noAppErrorString"]),
        ("requiredmsg", &["bind", "jr:requiredMsg"]),
        ("required_message", &["bind", "jr:requiredMsg"]),
        ("body", &["control"]),
        ("save_to", &["bind", "entities:saveto"]),
    ],
    known: &[
        "name",
        "label",
        "parent",
        "extra_data",
        "actions",
        "default",
        "guidance_hint",
        "instance",
        "query",
        "sms_field",
        "trigger",
        "bind",
        "choice_filter",
        "control",
        "hint",
        "media",
        "parameters",
        "type",
        "choices",
        "itemset",
        "list_name",
    ],
    needed: &["type"],
};

/// The columns of the choices sheet, and of others like it.
pub(super) const CHOICES: Columns = Columns {
    aliases: LIST_ALIASES,
    known: OPTION,
    needed: &["name"],
};

/// As [`CHOICES`], where no column is needed.
pub(super) const LOOSE_CHOICES: Columns = Columns {
    aliases: LIST_ALIASES,
    known: OPTION,
    needed: &[],
};

const OPTION: &[&str] = &[
    "name",
    "label",
    "parent",
    "extra_data",
    "media",
    "sms_option",
];

const LIST_ALIASES: &[(&str, &[&str])] = &[
    ("caption", &["label"]),
    ("list_name", &["list name"]),
    ("value", &["name"]),
    ("image", &["media", "image"]),
    ("big-image", &["media", "big-image"]),
    ("audio", &["media", "audio"]),
    ("video", &["media", "video"]),
];

/// The columns of the settings sheet.
pub(super) const SETTINGS: Columns = Columns {
    aliases: &[
        ("form_title", &["title"]),
        ("set_form_title", &["title"]),
        ("form_id", &["id_string"]),
        ("set_form_id", &["id_string"]),
        ("prefix", &["prefix"]),
    ],
    known: &[
        "name",
        "label",
        "bind",
        "children",
        "control",
        "hint",
        "media",
        "type",
        "instance",
        "flat",
        "sms_field",
        "add_none_option",
        "clean_text_values",
        "attribute",
        "auto_delete",
        "auto_send",
        "choices",
        "default_language",
        "file_name",
        "id_string",
        "instance_name",
        "instance_xmlns",
        "namespaces",
        "omit_instanceID",
        "public_key",
        "sms_allow_media",
        "sms_date_format",
        "sms_datetime_format",
        "sms_keyword",
        "sms_response",
        "sms_separator",
        "style",
        "submission_url",
        "title",
        "version",
        "allow_choice_duplicates",
        "client_editable",
        "delimiter",
        "prefix",
    ],
    needed: &[],
};

/// What a setting is called where it stands as a type in the survey sheet.
pub(super) fn setting_of_type(name: &str) -> Option<&'static str> {
    Some(match name {
        "form_title" | "set_form_title" => "title",
        "form_id" | "set_form_id" => "id_string",
        "prefix" => "prefix",
        _ => return None,
    })
}
