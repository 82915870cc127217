//! Long lists of choices, found by words as they are typed.
//!
//! All labels stand in one text, folded, one after the other; a search goes through it once, so it
//! takes a time in proportion to the letters of the list and makes nothing but the rows it shows.

use std::fmt;

use super::ChoiceView;
use crate::base::{fold, fold_into};

/// From how many choices on a list is sought rather than looked through.
pub const LONG: usize = 31;

/// Stands between labels, and in none of them.
const BETWEEN: char = '\n';

/// Choices by their words.
#[derive(Clone, PartialEq, Eq)]
pub struct Finder {
    /// Names and labels of all choices, one after the other.
    text: String,
    choices: Vec<Extent>,
    /// Labels as they are sought, each after [`BETWEEN`].
    folded: String,
    /// Where each folded label begins.
    starts: Vec<u32>,
    /// Choices that are more than a name and a label, by their number.
    special: Vec<(u32, ChoiceView)>,
}

/// Where a choice stands in the text of all: its name, then its label.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Extent {
    start: u32,
    label: u32,
    end: u32,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Numbers of choices: those that begin with the words, those with a word that does, then
    /// those that hold them elsewhere; each in the order of the list.
    pub rows: Vec<usize>,
    /// How many there are in all.
    pub n: usize,
}

impl Finder {
    /// A finder over nothing so far.
    pub(super) fn new() -> Finder {
        Finder {
            text: String::new(),
            choices: Vec::new(),
            folded: String::new(),
            starts: Vec::new(),
            special: Vec::new(),
        }
    }

    /// Adds a choice that is more than a name and a label.
    pub(super) fn push_special(&mut self, choice: ChoiceView) {
        self.push(&choice.name, &choice.label);
        self.special.push((self.len() as u32 - 1, choice));
    }

    /// Adds a choice.
    pub(super) fn push(&mut self, name: &str, words: &str) {
        let start = self.text.len() as u32;
        self.text.push_str(name);
        let label = self.text.len() as u32;
        self.text.push_str(words);
        let end = self.text.len() as u32;
        self.folded.push(BETWEEN);
        let begin = self.folded.len();
        self.starts.push(begin as u32);
        fold_into(words, &mut self.folded);
        if self.folded[begin..].contains(BETWEEN) {
            let one_line = self.folded.split_off(begin).replace(BETWEEN, " ");
            self.folded.push_str(&one_line);
        }
        self.choices.push(Extent { start, label, end });
    }

    /// How many choices there are.
    pub fn len(&self) -> usize {
        self.choices.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.choices.is_empty()
    }

    /// The code of a choice, by its number.
    pub fn name(&self, row: usize) -> &str {
        let at = self.choices[row];
        &self.text[at.start as usize..at.label as usize]
    }

    /// What people see of a choice, by its number.
    pub fn label(&self, row: usize) -> &str {
        let at = self.choices[row];
        &self.text[at.label as usize..at.end as usize]
    }

    /// A choice by its number, not chosen.
    pub fn choice(&self, row: usize) -> ChoiceView {
        let special = self.special.binary_search_by_key(&(row as u32), |it| it.0);
        match special {
            Ok(at) => self.special[at].1.clone(),
            Err(_) => ChoiceView {
                name: self.name(row).to_owned(),
                label: self.label(row).to_owned(),
                ..ChoiceView::default()
            },
        }
    }

    /// The number of the choice with a code.
    pub fn position(&self, name: &str) -> Option<usize> {
        (0..self.len()).find(|it| self.name(*it) == name)
    }

    /// The choices whose labels hold all the words, at most `limit` of them; all choices if there
    /// are no words. Case, accents and width make no difference.
    pub fn find(&self, words: &str, limit: usize) -> Found {
        let sought = fold(words).replace(BETWEEN, " ");
        let sought = sought.trim();
        let mut parts: Vec<&str> = sought.split_whitespace().collect();
        // The longest word is the rarest.
        parts.sort_by_key(|it| std::cmp::Reverse(it.len()));
        let Some((first, others)) = parts.split_first() else {
            return Found {
                rows: (0..self.len().min(limit)).collect(),
                n: self.len(),
            };
        };
        let mut ranks: [Vec<usize>; 3] = Default::default();
        let mut n = 0;
        for row in self.rows_with(first) {
            let label = self.folded_label(row);
            if !others.iter().all(|it| label.contains(it)) {
                continue;
            }
            n += 1;
            // What would not be shown need not be judged.
            let only_first = ranks[1].len() == limit && !label.starts_with(sought);
            if ranks[0].len() == limit || only_first {
                continue;
            }
            let rank = &mut ranks[rank(label, sought, first)];
            if rank.len() < limit {
                rank.push(row);
            }
        }
        let mut rows = ranks.concat();
        rows.truncate(limit);
        Found { rows, n }
    }

    fn folded_label(&self, row: usize) -> &str {
        let start = self.starts[row] as usize;
        let end = self.starts.get(row + 1).map(|it| *it as usize - 1);
        &self.folded[start..end.unwrap_or(self.folded.len())]
    }

    /// Numbers of the choices whose folded labels hold `word`, which is one word.
    fn rows_with<'f>(&'f self, word: &'f str) -> impl Iterator<Item = usize> + 'f {
        let mut after = 0;
        let mut row = 0;
        self.folded.match_indices(word).filter_map(move |(at, _)| {
            if at < after {
                return None;
            }
            let next = |row: usize| self.starts.get(row + 1).map(|it| *it as usize);
            while next(row).is_some_and(|it| it <= at) {
                row += 1;
            }
            after = next(row).unwrap_or(usize::MAX);
            Some(row)
        })
    }
}

/// 0 if a label begins with what is sought, 1 if one of its words begins with the first word.
fn rank(label: &str, sought: &str, first: &str) -> usize {
    if label.starts_with(sought) {
        return 0;
    }
    let begins = |(at, _): (usize, &str)| {
        let before = label[..at].chars().next_back();
        before.is_none_or(|it| !it.is_alphanumeric())
    };
    if label.match_indices(first).any(begins) {
        1
    } else {
        2
    }
}

impl fmt::Debug for Finder {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Finder of {} choices", self.len())
    }
}
