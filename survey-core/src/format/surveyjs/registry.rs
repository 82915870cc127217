//! The questions of a form by the names that its expressions use.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Date,
    DateTime,
    Time,
    /// A code.
    One,
    /// Codes.
    Many,
    /// Codes in an order.
    Rank,
    /// `true` or `false` as a text, such as a stored condition.
    Truth,
    /// A condition of our language.
    Condition,
    File,
    /// Several answers under names.
    Group,
    /// Instances.
    Rows,
    /// Nothing is answered.
    Display,
}

impl Kind {
    /// Whether there are several codes.
    pub(super) fn is_many(self) -> bool {
        matches!(self, Kind::Many | Kind::Rank)
    }
}

/// A value of a choice in the form and the code it has here.
#[derive(Clone, Debug)]
pub(super) struct Code {
    pub(super) value: String,
    pub(super) code: String,
}

/// A question, or a part of one that has a value of its own.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The name in the form.
    pub(super) theirs: String,
    /// The item's name here.
    pub(super) ours: String,
    pub(super) kind: Kind,
    pub(super) codes: Vec<Code>,
    /// Reasons that stand for choices: the value in the form and the reason.
    pub(super) reasons: Vec<(&'static str, &'static str)>,
    /// The list of choices, once it is made.
    pub(super) list: Option<String>,
    /// The item that holds the comment or the other answer.
    pub(super) comment: Option<String>,
    /// The repeat it stands in.
    pub(super) repeat: Option<usize>,
    /// The way to it from its repeat, or from the root.
    pub(super) path: String,
    /// What it holds, by the names in the form.
    pub(super) fields: Vec<(String, usize)>,
    /// Whether something may hide it.
    pub(super) may_hide: bool,
}

impl Entry {
    /// A code by a value in the form; case does not count there.
    pub(super) fn code(&self, value: &str) -> Option<&str> {
        let wanted = value.trim().to_lowercase();
        let exact = self.codes.iter().find(|it| it.value == value);
        let same = |it: &&Code| it.value.trim().to_lowercase() == wanted;
        let found = exact.or_else(|| self.codes.iter().find(same));
        found.map(|it| &*it.code)
    }

    /// The reason that a value in the form stands for.
    pub(super) fn reason(&self, value: &str) -> Option<&'static str> {
        let found = self.reasons.iter().find(|it| it.0 == value);
        found.map(|it| it.1)
    }

    /// A part by its name in the form.
    pub(super) fn field(&self, name: &str) -> Option<usize> {
        find(&self.fields, name)
    }
}

fn find(fields: &[(String, usize)], name: &str) -> Option<usize> {
    let exact = fields.iter().find(|it| it.0 == name);
    let lower = name.to_lowercase();
    let same = |it: &&(String, usize)| it.0.to_lowercase() == lower;
    exact.or_else(|| fields.iter().find(same)).map(|it| it.1)
}

/// All entries.
#[derive(Debug, Default)]
pub(super) struct Registry {
    pub(super) entries: Vec<Entry>,
    /// Entries that expressions reach by their plain names.
    pub(super) top: Vec<(String, usize)>,
    by_top: BTreeMap<String, usize>,
    /// Entries by the names of their items.
    pub(super) by_ours: BTreeMap<String, usize>,
    /// Entries by the JSON pointers of what they were made of.
    pub(super) by_pointer: BTreeMap<String, usize>,
    /// Names of groups by pointer.
    pub(super) groups: BTreeMap<String, String>,
    /// Questions whose value an expression gives: the entry, the expression, what `{panel.x}`
    /// looks in.
    pub(super) computed: Vec<(usize, String, Vec<usize>)>,
    taken: BTreeSet<String>,
    /// Names that questions have, which groups must leave to them.
    pub(super) reserved: BTreeSet<String>,
}

impl Registry {
    /// Adds an entry that expressions reach by its plain name.
    pub(super) fn add_top(&mut self, entry: Entry) -> usize {
        let name = entry.theirs.clone();
        let idx = self.add(entry);
        self.by_top.entry(name.to_lowercase()).or_insert(idx);
        self.top.push((name, idx));
        idx
    }

    pub(super) fn add(&mut self, entry: Entry) -> usize {
        let name = entry.ours.clone();
        self.by_ours.insert(name, self.entries.len());
        self.entries.push(entry);
        self.entries.len() - 1
    }

    /// An entry by its plain name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.by_top.get(&name.to_lowercase()).copied()
    }

    /// The entry made of what is at a pointer.
    pub(super) fn at(&self, pointer: &str) -> Option<&Entry> {
        self.by_pointer.get(pointer).map(|it| &self.entries[*it])
    }

    /// A name for an item: what a name cannot hold becomes `_`, and where it is taken, the name of
    /// what holds it comes before it.
    pub(super) fn name(&mut self, wanted: &str, holder: &str) -> String {
        let clean = clean_name(wanted);
        let mut name = clean.clone();
        if self.taken.contains(&name) && !holder.is_empty() {
            name = format!("{holder}_{clean}");
        }
        let base = name.clone();
        let mut number = 2;
        while !self.taken.insert(name.clone()) {
            name = format!("{base}_{number}");
            number += 1;
        }
        name
    }

    /// A name for a group; questions come first.
    pub(super) fn group_name(&mut self, wanted: &str) -> String {
        let wanted = clean_name(wanted);
        match self.reserved.contains(&wanted) {
            true => self.name(&format!("{wanted}_group"), ""),
            false => self.name(&wanted, ""),
        }
    }
}

/// Words as a name.
pub(super) fn clean_name(words: &str) -> String {
    let allowed = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.');
    let clean = words.trim().chars();
    let clean: String = clean.map(|it| if allowed(it) { it } else { '_' }).collect();
    match clean.chars().next() {
        Some(first) if first.is_alphabetic() || first == '_' => clean,
        _ => format!("_{clean}"),
    }
}

/// A value of a choice as the text that is compared.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Codes for the values of choices: without spaces, so that several can stand beside each other.
pub(super) fn codes(values: &[String]) -> Vec<Code> {
    let mut taken = BTreeSet::new();
    let mut found = Vec::new();
    for value in values {
        let parts: Vec<&str> = value.split_whitespace().collect();
        let base = match parts.is_empty() {
            true => "_".to_owned(),
            false => parts.join("_"),
        };
        let mut code = base.clone();
        let mut number = 2;
        while !taken.insert(code.clone()) {
            code = format!("{base}_{number}");
            number += 1;
        }
        found.push(Code {
            value: value.clone(),
            code,
        });
    }
    found
}
