//! Choice lists, with the reasons for no answer that are offered as choices.

use serde_json::Value;

use super::super::super::import::Place;
use super::Writer;
use super::sheets::{Cells, Table};
use super::words::WordsAt;
use crate::base::{Missing, Text, number};
use crate::questionnaire::{Choice, Item, MissingChoice};

/// Lists of the workbook, in the order in which questions use them.
#[derive(Debug, Default)]
pub(super) struct Lists(Vec<List>);

#[derive(Debug)]
struct List {
    /// The list of the questionnaire; none for one that holds reasons alone.
    of: Option<String>,
    reasons: Vec<MissingChoice>,
    name: String,
}

impl Writer<'_> {
    /// The name of the list with these reasons behind its choices.
    pub(super) fn list_with(&mut self, of: Option<&str>, reasons: &[MissingChoice]) -> String {
        let same = |it: &&List| it.of.as_deref() == of && it.reasons == reasons;
        if let Some(list) = self.lists.0.iter().find(same) {
            return list.name.clone();
        }
        let plain = of.unwrap_or("reasons");
        let plain: String = plain
            .chars()
            .map(|it| if it.is_whitespace() { '_' } else { it })
            .collect();
        // A list that others read as an instance keeps its name.
        let is_taken = |it: &str| {
            let of_form = self.form.lists.contains_key(it) && of != Some(it);
            of_form || self.lists.0.iter().any(|list| list.name == it)
        };
        let mut name = plain.clone();
        let mut number = 2;
        while is_taken(&name) {
            name = format!("{plain}_{number}");
            number += 1;
        }
        self.lists.0.push(List {
            of: of.map(str::to_owned),
            reasons: reasons.to_vec(),
            name: name.clone(),
        });
        name
    }

    /// The codes that stand for the reasons which a select offers.
    pub(super) fn reason_codes(&self, item: &Item) -> Vec<String> {
        let list = item.kind.select().map(|it| it.list.as_str());
        let codes = item.missing.iter().map(|it| self.code(list, it.reason));
        codes.collect()
    }

    /// The code of a reason among the choices of a list: the list's own, the questionnaire's, or
    /// the reason's name.
    fn code(&self, list: Option<&str>, reason: Missing) -> String {
        let choices = list.and_then(|it| self.document["choices"][it].as_array());
        let choices: Vec<&Value> = choices.into_iter().flatten().collect();
        let own = choices.iter().find(|it| it["missing"] == reason.name());
        if let Some(name) = own.and_then(|it| it["name"].as_str()) {
            return name.to_owned();
        }
        let code = self.document["missing"][reason.name()]["code"].as_f64();
        let code = code.map(number::plain);
        let is_free = |it: &String| !choices.iter().any(|choice| choice["name"] == it.as_str());
        code.filter(is_free)
            .unwrap_or_else(|| reason.name().to_owned())
    }

    /// The sheet of choices.
    pub(super) fn choices(&mut self) -> Table {
        let mut table = Table::new("choices");
        // Lists that only expressions read.
        let form = self.form;
        let unused = form.lists.keys().filter(|name| {
            let instance = [
                format!("instance('{name}')"),
                format!("instance(\\\"{name}\\\")"),
            ];
            let used = |it: &List| it.of.as_deref() == Some(name);
            !self.lists.0.iter().any(used) && instance.iter().any(|it| self.source.contains(it))
        });
        for name in unused.cloned().collect::<Vec<_>>() {
            self.list_with(Some(&name), &[]);
        }
        let lists = std::mem::take(&mut self.lists);
        for list in &lists.0 {
            let choices = list.of.as_ref().and_then(|it| form.lists.get(it));
            for (idx, choice) in choices.into_iter().flat_map(|it| it.iter()).enumerate() {
                let cells = self.choice(list, choice, idx);
                table.push(cells);
            }
            for reason in &list.reasons {
                let code = self.code(list.of.as_deref(), reason.reason);
                let cells = self.choice_row(list, &code, &reason.label, "/missing");
                table.push(cells);
            }
        }
        self.lists = lists;
        table
    }

    fn choice_row(&mut self, list: &List, name: &str, label: &Text, at: &str) -> Cells {
        let mut cells = Cells::default();
        cells.set("list_name", list.name.as_str());
        cells.set("name", name);
        let place = WordsAt {
            name: list.name.clone(),
            at: at.to_owned(),
        };
        if label.is_empty() {
            cells.set("label", name);
        } else {
            self.words(&mut cells, "label", label, &place);
        }
        cells
    }

    fn choice(&mut self, list: &List, choice: &Choice, idx: usize) -> Cells {
        let of = list.of.as_deref().unwrap_or_default();
        let at = format!("/choices/{of}/{idx}");
        let mut cells = self.choice_row(list, &choice.name, &choice.label, &at);
        self.media(&mut cells, &choice.media, &at);
        for (key, value) in choice.properties.iter() {
            cells.set(key, value.as_str());
        }
        if let Some(score) = choice.score {
            cells.set("score", number::plain(score));
        }
        let flags = [
            ("minyi_exclusive", choice.exclusive),
            ("minyi_other", choice.other),
            ("minyi_fix", choice.fix),
            ("minyi_end", choice.end),
        ];
        for (column, _) in flags.iter().filter(|it| it.1) {
            cells.set(column, "yes");
        }
        if choice.fix {
            let text = "a workbook cannot keep a choice in its place when choices are shuffled";
            self.warn("choice-fix", Place::path(&at), text);
        }
        if let Some(disposition) = &choice.disposition {
            cells.set("minyi_disposition", disposition.as_str());
        }
        cells
    }

    /// Names of files to show or play with words.
    pub(super) fn media(
        &mut self,
        cells: &mut Cells,
        media: &crate::base::Map<String, Text>,
        at: &str,
    ) {
        for (kind, files) in media.iter() {
            let place = WordsAt {
                name: String::new(),
                at: at.to_owned(),
            };
            self.words(cells, &format!("media::{kind}"), files, &place);
        }
    }
}
