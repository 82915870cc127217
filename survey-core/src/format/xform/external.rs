//! Choices out of tables beside the form, in the two ways that are older than secondary instances:
//! `search('file', …)` as an appearance, and `query` over `itemsets.csv`.
//!
//! Written from the documentation of ODK Collect and SurveyCTO.

use std::ops::Range;

use serde_json::{Map, Value, json};

use super::choices::{Source, cell, choices_of, instance_rows};
use super::items::Maker;
use super::languages::code_of;
use super::model::{Xml, attr, child};
use crate::questionnaire::Table;

/// The name of the table that `query` reads; `list_name` says which rows belong to which list.
pub const ITEMSETS: &str = "itemsets.csv";

/// A call of `search()`, taken apart.
#[derive(Debug, PartialEq)]
struct Search<'a> {
    file: &'a str,
    /// What to compare: how, which columns, with what.
    matching: Option<(&'a str, Vec<&'a str>, &'a str)>,
    /// A column and what it must hold.
    filter: Option<(&'a str, &'a str)>,
}

impl<'a> Maker<'a, '_> {
    /// The choices of a control that takes them out of a table in one of these ways.
    pub(super) fn external(&mut self, control: Xml<'a>, path: &str, name: &str) -> Option<Source> {
        if let Some(query) = attr(control, "query") {
            let (list, filter) = instance_rows(query)?;
            if !self.lists.contains_key(list) {
                let table = self.table(list, ITEMSETS);
                let choices = rows_of_list(&table, list);
                self.lists.insert(list.to_owned(), Value::Array(choices));
            }
            let filter = filter.and_then(|it| self.rewrite(it, path, "choice_filter"));
            return Some(Source::List(list.to_owned(), filter));
        }
        let search = search_call(attr(control, "appearance")?)?;
        let filter = search.condition();
        let filter = filter.and_then(|it| self.rewrite(&it, path, "choice_filter"));
        let file = match search.file {
            file if file.ends_with(".csv") => file.to_owned(),
            file => format!("{file}.csv"),
        };
        let table = self.table(search.file, &file);
        let items = control
            .children()
            .filter(|it| it.tag_name().name() == "item");
        let mut choices = Vec::new();
        for item in items {
            let value = child(item, "value").and_then(|it| it.text());
            let value = value.unwrap_or_default().trim();
            // A whole number is a choice of its own; anything else names the column of the codes.
            if value.parse::<i64>().is_ok() {
                let mut choice = Map::new();
                choice.insert("name".into(), json!(value));
                self.label_of(child(item, "label"), path, value, &mut choice);
                choices.push(Value::Object(choice));
                continue;
            }
            let mut words = Map::new();
            self.label_of(child(item, "label"), path, value, &mut words);
            choices.extend(rows_with(&table, value, words.get("label")));
        }
        let list = format!("{name}_choices");
        self.lists.insert(list.clone(), Value::Array(choices));
        Some(Source::List(list, filter))
    }
}

impl Search<'_> {
    /// The call as the condition of a row. Own choices have no columns and are always offered.
    fn condition(&self) -> Option<String> {
        let mut parts = Vec::new();
        if let Some((how, columns, text)) = &self.matching {
            let one = |column: &&str| match *how {
                "contains" => format!("contains({column}, {text})"),
                "startswith" => format!("starts-with({column}, {text})"),
                "endswith" => format!("ends-with({column}, {text})"),
                _ => format!("{column} = {text}"),
            };
            let any: Vec<String> = columns.iter().map(one).collect();
            let own = format!("not({})", columns.first()?);
            parts.push(format!("({} or {own})", any.join(" or ")));
        }
        if let Some((column, text)) = self.filter {
            parts.push(format!("({column} = {text} or not({column}))"));
        }
        (!parts.is_empty()).then(|| parts.join(" and "))
    }
}

/// Finds `search('file', 'how', 'columns', text, 'filter column', filter text)` in an appearance.
fn search_call(appearance: &str) -> Option<Search<'_>> {
    let (_, arguments) = call(appearance)?;
    let literal = |at: usize| -> Option<&str> {
        let text = *arguments.get(at)?;
        let quote = text.chars().next().filter(|it| matches!(it, '\'' | '"'))?;
        text.strip_prefix(quote)?.strip_suffix(quote)
    };
    let columns = |at: usize| -> Option<Vec<&str>> {
        let columns = literal(at)?.split(',').map(str::trim);
        Some(columns.filter(|it| !it.is_empty()).collect())
    };
    let matching = match (literal(1), columns(2), arguments.get(3)) {
        (Some(how), Some(columns), Some(text)) if !columns.is_empty() => {
            Some((how, columns, *text))
        }
        _ => None,
    };
    Some(Search {
        file: literal(0)?,
        matching,
        filter: literal(4).zip(arguments.get(5).copied()),
    })
}

/// An appearance without the call, whose rows are in the list by then.
pub(super) fn without_call(appearance: &str) -> String {
    match call(appearance) {
        Some((place, _)) => [
            &appearance[..place.start],
            "search",
            &appearance[place.end..],
        ]
        .concat(),
        None => appearance.to_owned(),
    }
}

/// Where the call stands, and its arguments.
fn call(appearance: &str) -> Option<(Range<usize>, Vec<&str>)> {
    let begin = appearance.find("search(")?;
    let (mut depth, mut quote) = (0_u32, None);
    let mut start = begin + "search(".len();
    let mut arguments = Vec::new();
    let inside = start;
    for (at, char) in appearance.char_indices().skip_while(|it| it.0 < inside) {
        match (quote, char) {
            (Some(open), _) if open == char => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(char),
            (None, '(' | '[') => depth += 1,
            (None, ')') if depth == 0 => {
                arguments.push(appearance[start..at].trim());
                return Some((begin..at + 1, arguments));
            }
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                arguments.push(appearance[start..at].trim());
                start = at + 1;
            }
            (None, _) => {}
        }
    }
    None
}

/// The rows of a table as choices; the label names columns, in each language its own.
fn rows_with(table: &Table, value: &str, label: Option<&Value>) -> Vec<Value> {
    let column = |name: &str| table.columns().iter().position(|it| it == name);
    let Some(value_at) = column(value) else {
        return Vec::new();
    };
    let words = |row: &[String], columns: &str| {
        let cells = columns.split(',').filter_map(|it| column(it.trim()));
        let cells: Vec<&str> = cells
            .map(|it| cell(row, it))
            .filter(|it| !it.is_empty())
            .collect();
        match cells.is_empty() {
            true => cell(row, value_at).to_owned(),
            false => cells.join(", "),
        }
    };
    choices_of(table, value_at, |row| match label {
        Some(Value::Object(languages)) => {
            let each = languages.iter().map(|(language, columns)| {
                let columns = columns.as_str().unwrap_or_default();
                (language.clone(), json!(words(row, columns)))
            });
            Value::Object(each.collect())
        }
        Some(Value::String(columns)) => json!(words(row, columns)),
        _ => json!(cell(row, value_at)),
    })
}

/// The rows of `itemsets.csv` that belong to a list.
fn rows_of_list(table: &Table, list: &str) -> Vec<Value> {
    let columns = table.columns();
    let column = |name: &str| columns.iter().position(|it| it == name);
    let is_list = |it: &String| matches!(&**it, "list_name" | "list name");
    let (Some(list_at), Some(name_at)) = (columns.iter().position(is_list), column("name")) else {
        return Vec::new();
    };
    let rows = table.rows().iter().filter(|it| cell(it, list_at) == list);
    let own = Table::new(columns.to_vec(), rows.cloned().collect());
    let plain = column("label").unwrap_or(name_at);
    let languages: Vec<(String, usize)> = columns
        .iter()
        .enumerate()
        .filter_map(|(at, it)| Some((code_of(it.strip_prefix("label::")?), at)))
        .collect();
    choices_of(&own, name_at, |row| match languages.is_empty() {
        true => json!(cell(row, plain)),
        false => {
            let each = languages
                .iter()
                .map(|it| (it.0.clone(), json!(cell(row, it.1))));
            Value::Object(each.collect())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Search, search_call, without_call};

    #[test]
    fn calls_are_taken_apart() {
        let whole = "minimal search('towns', \"contains\", 'a, b', f(/d/x, ')'), 'k', 3) quick";
        assert_eq!(
            search_call(whole),
            Some(Search {
                file: "towns",
                matching: Some(("contains", vec!["a", "b"], "f(/d/x, ')')")),
                filter: Some(("k", "3")),
            })
        );
        assert_eq!(without_call(whole), "minimal search quick");
        assert_eq!(search_call("search(towns)"), None);
        assert_eq!(search_call("search('towns'"), None);
        assert_eq!(without_call("search"), "search");
    }
}
