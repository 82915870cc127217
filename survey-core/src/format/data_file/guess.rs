//! What the columns of a table probably are.

use std::collections::BTreeMap;

use super::{Column, Kind, MOST_CHOICES, MOST_VALUES, Plan, has_codes, missing};
use crate::base::Date;
use crate::format::canonical;
use crate::format::shape::is_name;
use crate::questionnaire::Table;

/// Whole numbers with at most so many different values are codes of categories.
const MOST_CODES: usize = 20;
/// Words with at most so many different values are categories.
const MOST_WORDS: usize = 30;
/// So many columns on the same range of whole numbers are on a scale.
const TOGETHER: usize = 3;
/// Longer scales are numbers.
const LONGEST_SCALE: i64 = 10;

/// Heads of columns that number rows.
const IDS: [&str; 7] = ["id", "nr", "no", "uuid", "rownames", "编号", "序号"];
const INTERVIEWERS: [&str; 4] = ["interviewer", "enumerator", "访问员", "调查员"];
const AREAS: [&str; 4] = ["area", "community", "社区", "区域"];

/// What a column's cells are like.
struct Cells {
    filled: usize,
    distinct: usize,
    values: Vec<(String, usize)>,
    /// All are whole numbers: the least and the greatest.
    whole: Option<(i64, i64)>,
    is_number: bool,
    is_day: bool,
}

/// A plan for a table: `name` is the file's, `day` that of responses whose row tells none.
pub fn guess(table: &Table, name: &str, day: Date) -> Plan {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.split('.').next().filter(|it| !it.is_empty());
    let title = stem.unwrap_or("data").to_owned();
    let cells: Vec<Cells> = (0..table.columns().len())
        .map(|at| Cells::of(table, at))
        .collect();
    let mut ranges: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    for range in cells.iter().filter_map(Cells::scale) {
        *ranges.entry(range).or_default() += 1;
    }
    let mut taken: Vec<String> = Vec::new();
    let columns = table.columns().iter().zip(cells).map(|(head, cells)| {
        let item = item_name(head, &taken);
        taken.push(item.to_lowercase());
        Column {
            kind: kind(head, &cells, &ranges),
            item,
            label: head.clone(),
            head: head.clone(),
            filled: cells.filled,
            distinct: cells.distinct,
            whole: cells.whole,
            values: cells.values,
        }
    });
    Plan {
        columns: columns.collect(),
        id: id(&title, table),
        language: language(table),
        title,
        day,
    }
}

/// The file's name, and four characters that tell tables with other columns apart: many files are
/// called `data`.
fn id(title: &str, table: &Table) -> String {
    let heads = table.columns().join("\n");
    let digest = canonical::digest_of(&[heads.as_bytes()]).to_string();
    let name = item_name(&title.to_lowercase().replace('_', "-"), &[]);
    format!("{name}-{}", digest.get(..4).unwrap_or_default())
}

fn kind(head: &str, cells: &Cells, ranges: &BTreeMap<(i64, i64), usize>) -> Kind {
    let head = head.to_lowercase();
    let is = |known: &[&str]| known.contains(&head.as_str());
    let is_unique = cells.distinct == cells.filled && cells.filled > MOST_WORDS;
    let together = |range: &(i64, i64)| ranges.get(range).copied().unwrap_or(0) >= TOGETHER;
    match cells.scale().filter(together) {
        _ if cells.filled == 0 || is_unique && is(&IDS) => Kind::Out,
        _ if is(&INTERVIEWERS) && cells.distinct <= MOST_CHOICES => Kind::Interviewer,
        _ if is(&AREAS) && cells.distinct <= MOST_CHOICES => Kind::Area,
        Some((low, high)) => Kind::Scale { low, high },
        None if cells.is_day => Kind::Day,
        None if cells.whole.is_some() && cells.distinct <= MOST_CODES => Kind::Category,
        None if cells.is_number => Kind::Number,
        None if cells.distinct <= MOST_WORDS => Kind::Category,
        None => Kind::Text,
    }
}

impl Cells {
    fn of(table: &Table, at: usize) -> Cells {
        let all = || table.rows().iter().map(|row| row[at].as_str());
        let has_codes = has_codes(all());
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut filled = 0;
        let mut whole = Some((i64::MAX, i64::MIN));
        let (mut is_number, mut is_day) = (true, true);
        for cell in all()
            .map(str::trim)
            .filter(|it| missing(it, has_codes).is_none())
        {
            filled += 1;
            if counts.len() <= MOST_CHOICES || counts.contains_key(cell) {
                *counts.entry(cell).or_default() += 1;
            }
            let code = cell.parse::<i64>().ok();
            whole = whole
                .zip(code)
                .map(|((low, high), it)| (low.min(it), high.max(it)));
            is_number = is_number && cell.parse::<f64>().is_ok_and(f64::is_finite);
            is_day = is_day && cell.parse::<Date>().is_ok();
        }
        let distinct = counts.len();
        let mut values: Vec<(String, usize)> = counts
            .into_iter()
            .map(|it| (it.0.to_owned(), it.1))
            .collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| by_number(&a.0, &b.0)));
        values.truncate(MOST_VALUES);
        if distinct <= MOST_VALUES {
            // All of them are there, so their own order tells more.
            values.sort_by(|a, b| by_number(&a.0, &b.0));
        }
        let some = filled > 0;
        Cells {
            filled,
            distinct,
            values,
            whole: whole.filter(|_| some),
            is_number: is_number && some,
            is_day: is_day && some,
        }
    }

    /// The range of a column that may be on a scale.
    fn scale(&self) -> Option<(i64, i64)> {
        let (low, high) = self.whole?;
        let fits = (0..=1).contains(&low) && (2..=LONGEST_SCALE).contains(&(high - low));
        fits.then_some((low, high))
    }
}

/// Numbers by value, before words by their letters.
pub(super) fn by_number(a: &str, b: &str) -> std::cmp::Ordering {
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(x), Ok(y)) => x.total_cmp(&y).then_with(|| a.cmp(b)),
        (Ok(_), Err(_)) => std::cmp::Ordering::Less,
        (Err(_), Ok(_)) => std::cmp::Ordering::Greater,
        (Err(_), Err(_)) => a.cmp(b),
    }
}

/// A name that expressions can use, told from those that are taken.
fn item_name(head: &str, taken: &[String]) -> String {
    let plain = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.');
    let mut name: String = head
        .chars()
        .take(60)
        .map(|it| if plain(it) { it } else { '_' })
        .collect();
    if !is_name(&name) {
        name.insert(0, '_');
    }
    let free = |it: &String| !taken.contains(&it.to_lowercase());
    if free(&name) {
        return name;
    }
    let numbered = (2_u32..).map(|n| format!("{name}_{n}"));
    numbered.into_iter().find(free).unwrap_or(name)
}

/// Chinese if there are Chinese heads, else English.
fn language(table: &Table) -> String {
    let is_han = |it: char| ('\u{4e00}'..='\u{9fff}').contains(&it);
    let heads = table.columns().iter();
    let has_han = heads.flat_map(|it| it.chars()).any(is_han);
    if has_han { "zh" } else { "en" }.to_owned()
}
