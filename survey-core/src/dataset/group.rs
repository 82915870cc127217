//! Rows in groups: by item, by area, by what is known of the interview.

use std::str::FromStr;

use super::named::Named;
use super::{Column, Dataset, Plan, unknown};
use crate::base::{Area, Text};

/// What rows are grouped by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Var {
    /// An item with one code a row.
    Item(String),
    /// The area of this level that the response lies in.
    Area(String),
    /// The wave.
    Wave,
    /// The mode.
    Mode,
    /// The language at the end.
    Language,
    /// The interviewer.
    Interviewer,
    /// The disposition.
    Disposition,
    /// The day it began.
    Day,
}

impl FromStr for Var {
    type Err = std::convert::Infallible;

    /// `area:street`, `wave`, `mode`, `language`, `interviewer`, `disposition`, `date`, `item:name`,
    /// or just the name of an item.
    fn from_str(text: &str) -> Result<Var, Self::Err> {
        let name = |it: &str| it.to_owned();
        Ok(match (text, text.split_once(':')) {
            ("wave", _) => Var::Wave,
            ("mode", _) => Var::Mode,
            ("language", _) => Var::Language,
            ("interviewer", _) => Var::Interviewer,
            ("disposition", _) => Var::Disposition,
            ("date", _) => Var::Day,
            (_, Some(("area", level))) => Var::Area(name(level)),
            (_, Some(("item", item))) => Var::Item(name(item)),
            (item, _) => Var::Item(name(item)),
        })
    }
}

impl std::fmt::Display for Var {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Var::Item(name) => f.write_str(name),
            Var::Area(level) => write!(f, "area:{level}"),
            Var::Wave => f.write_str("wave"),
            Var::Mode => f.write_str("mode"),
            Var::Language => f.write_str("language"),
            Var::Interviewer => f.write_str("interviewer"),
            Var::Disposition => f.write_str("disposition"),
            Var::Day => f.write_str("date"),
        }
    }
}

/// One group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The code, area, mode, day, … it stands for.
    pub key: String,
    /// What people call it; empty where only the key says it.
    pub label: Text,
}

impl Group {
    /// The group that is everybody, or nobody in particular: no key, no words.
    pub fn everybody() -> Group {
        Group {
            key: String::new(),
            label: Text::default(),
        }
    }
}

/// Every row's group.
#[derive(Clone, Debug, PartialEq)]
pub struct Groups {
    /// The groups, in the order of the questionnaire, the tree, the alphabet or the calendar.
    pub groups: Vec<Group>,
    of: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Groups {
    /// No group for any of `rows`.
    pub fn none(rows: usize) -> Groups {
        Groups {
            groups: Vec::new(),
            of: vec![NONE; rows],
        }
    }

    /// The row's group, if it is in one.
    #[inline]
    pub fn get(&self, row: usize) -> Option<usize> {
        let group = self.of[row];
        (group != NONE).then_some(group as usize)
    }

    /// Groups.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

impl Dataset {
    /// The rows in groups.
    ///
    /// # Errors
    /// If there is no such item or level, or if the item does not put each row in one group.
    pub fn groups(&self, var: &Var) -> Result<Groups, String> {
        match var {
            Var::Item(name) => self.by_item(name),
            Var::Area(level) => self.by_level(level),
            Var::Wave => Ok(by_name(self.wave())),
            Var::Mode => Ok(by_name(self.mode())),
            Var::Language => Ok(by_name(self.language())),
            Var::Interviewer => Ok(by_name(self.interviewer())),
            Var::Disposition => Ok(by_name(self.disposition())),
            Var::Day => Ok(self.by_day()),
        }
    }

    fn by_item(&self, name: &str) -> Result<Groups, String> {
        let at = self.expect(name)?;
        let variable = &self.variables()[at];
        let Column::Codes(codes) = self.column(at) else {
            return Err(match variable.plan {
                Plan::Choices => format!("`{name}` puts a person in several groups"),
                Plan::Choice
                | Plan::Scale(..)
                | Plan::Place(_)
                | Plan::Number
                | Plan::Words
                | Plan::Day
                | Plan::Time => format!("`{name}` has no list of choices to group by"),
            });
        };
        let groups = variable.codes.iter().map(|it| Group {
            key: it.name.clone(),
            label: it.label.clone(),
        });
        let of = codes.iter().map(|it| it.map_or(NONE, u32::from)).collect();
        let groups = groups.collect();
        Ok(Groups { groups, of })
    }

    fn by_level(&self, level: &str) -> Result<Groups, String> {
        let areas = self.areas();
        let of_level: Vec<&Area> = areas
            .areas()
            .iter()
            .filter(|it| it.level == level)
            .collect();
        if of_level.is_empty() {
            let known = areas.areas().iter().map(|it| it.level.as_str());
            return Err(unknown("level of areas", level, known));
        }
        let number = |code: &String| {
            let area = areas.at_level(code, level)?;
            of_level.iter().position(|it| it.code == area.code)
        };
        let numbers: Vec<Option<usize>> = self.area().names().iter().map(number).collect();
        let group = |row| {
            let found = self.area().get(row).and_then(|it| numbers[it]);
            found.map_or(NONE, |it| it as u32)
        };
        let of = (0..self.len()).map(group).collect();
        let groups = of_level.iter().map(|it| Group {
            key: it.code.clone(),
            label: it.name.clone(),
        });
        let groups = groups.collect();
        Ok(Groups { groups, of })
    }

    fn by_day(&self) -> Groups {
        let mut days: Vec<i32> = self.header.day.clone();
        days.sort_unstable();
        days.dedup();
        let of = self
            .header
            .day
            .iter()
            .map(|it| days.partition_point(|day| day < it) as u32);
        let of = of.collect();
        let key = |day: &i32| {
            let date = crate::base::Date::from_days(i64::from(*day));
            date.map_or_else(String::new, |it| it.to_string())
        };
        let groups = days.iter().map(|it| Group {
            key: key(it),
            label: Text::default(),
        });
        let groups = groups.collect();
        Groups { groups, of }
    }
}

/// Groups in the order of their names.
fn by_name(names: &Named) -> Groups {
    let mut order: Vec<usize> = (0..names.names().len()).collect();
    order.sort_by_key(|it| &names.names()[*it]);
    let mut place = vec![NONE; order.len()];
    for (at, number) in order.iter().enumerate() {
        place[*number] = at as u32;
    }
    let of = (0..names.len())
        .map(|row| names.get(row).map_or(NONE, |it| place[it]))
        .collect();
    let groups = order.iter().map(|it| Group {
        key: names.names()[*it].clone(),
        label: Text::default(),
    });
    let groups = groups.collect();
    Groups { groups, of }
}
