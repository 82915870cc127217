//! From records to what lists and analyses read: a note on each, and columns.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use survey_core::dataset::{Dataset, DatasetBuilder};
use survey_core::format::response;
use survey_core::response::{Digest, Record, Response};

use super::Engine;
use super::pace::{Pace, Stopped};
use super::weights::Kept;
use crate::worker::protocol::{Progress, Stage};

/// What lists know of a record; words are numbers of [`Names`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Brief {
    pub(super) survey: u16,
    pub(super) area: u16,
    pub(super) wave: u16,
    pub(super) mode: u16,
    pub(super) language: u16,
    pub(super) disposition: u16,
    /// The day it ended, where it was held.
    pub(super) day: u16,
    /// The minute it ended, where it was held, since midnight.
    pub(super) minute: u16,
    pub(super) receipt: Box<str>,
}

/// Words that repeat, by number; number 0 is "none".
pub(super) struct Names {
    names: Vec<String>,
    by_name: BTreeMap<String, u16>,
}

impl Default for Names {
    fn default() -> Names {
        Names {
            names: vec![String::new()],
            by_name: BTreeMap::from([(String::new(), 0)]),
        }
    }
}

impl Names {
    fn number(&mut self, name: &str) -> u16 {
        if let Some(number) = self.by_name.get(name) {
            return *number;
        }
        // Beyond that many different words the list shows none; records keep theirs.
        let Ok(number) = u16::try_from(self.names.len()) else {
            return 0;
        };
        self.names.push(name.to_owned());
        self.by_name.insert(name.to_owned(), number);
        number
    }

    pub(super) fn get(&self, number: u16) -> &str {
        self.names
            .get(usize::from(number))
            .map_or("", String::as_str)
    }

    pub(super) fn find(&self, name: &str) -> Option<u16> {
        self.by_name.get(name).copied()
    }

    /// Every word with its number, "none" included.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u16, &str)> {
        (0..).zip(self.names.iter().map(String::as_str))
    }
}

/// The current records, arranged.
#[derive(Default)]
pub(super) struct Arranged {
    pub(super) briefs: BTreeMap<Digest, Brief>,
    pub(super) names: Names,
    /// Rows of the current records, the one that ended last first.
    pub(super) order: Vec<u32>,
    pub(super) conflicts: BTreeSet<Digest>,
    pub(super) simulated: u32,
    /// By id of the survey.
    columns: BTreeMap<String, DatasetBuilder>,
    /// The records behind the rows of those columns.
    rows: BTreeMap<String, Vec<Digest>>,
    /// Records that stand in columns.
    placed: BTreeSet<Digest>,
    /// Records that stand in no columns, with the reason.
    unplaced: BTreeMap<Digest, String>,
    /// The weights that were asked for last.
    pub(super) weighed: RefCell<Option<Kept>>,
}

impl Arranged {
    /// Columns have to be filled anew.
    pub(super) fn reset(&mut self) {
        self.columns.clear();
        self.rows.clear();
        self.placed.clear();
        self.unplaced.clear();
        self.weighed.take();
    }

    pub(super) fn forget(&mut self, gone: &BTreeSet<Digest>) {
        self.reset();
        self.briefs.retain(|digest, _| !gone.contains(digest));
    }

    /// The columns of a survey.
    pub(super) fn dataset(&self, survey: &str) -> Option<&Dataset> {
        self.columns.get(survey).map(DatasetBuilder::dataset)
    }

    /// The records behind the rows of a survey's columns.
    pub(super) fn placed_in(&self, survey: &str) -> &[Digest] {
        self.rows.get(survey).map_or(&[], Vec::as_slice)
    }

    /// The surveys that have columns.
    pub(super) fn datasets(&self) -> impl Iterator<Item = &Dataset> {
        self.columns.values().map(DatasetBuilder::dataset)
    }

    /// What is wrong with questionnaires and responses, with how often it came up.
    pub(super) fn problems(&self) -> Vec<(String, u32)> {
        let mut all: BTreeMap<String, u32> = BTreeMap::new();
        for why in self.unplaced.values() {
            *all.entry(why.clone()).or_default() += 1;
        }
        for (problem, count) in self.datasets().flat_map(Dataset::problems) {
            *all.entry(problem.to_string()).or_default() += *count as u32;
        }
        all.into_iter().collect()
    }

    fn note(&mut self, record: &Record, response: &Response) {
        let (header, ended) = (record.header(), response.ended);
        let names = &mut self.names;
        let brief = Brief {
            survey: names.number(&header.survey.id),
            area: names.number(header.area.as_deref().unwrap_or_default()),
            wave: names.number(header.wave.as_deref().unwrap_or_default()),
            mode: names.number(response.mode.name()),
            language: names.number(&response.language),
            disposition: names.number(&response.disposition),
            day: names.number(&ended.date.to_string()),
            minute: u16::from(ended.time.hour()) * 60 + u16::from(ended.time.minute()),
            receipt: response.receipt.as_str().into(),
        };
        self.briefs.insert(header.digest, brief);
    }
}

/// Arranges what is not arranged yet.
///
/// # Errors
/// If it was stopped half-way.
pub(super) async fn arrange(engine: &Rc<RefCell<Engine>>, pace: &impl Pace) -> Result<(), Stopped> {
    let todo = engine.borrow_mut().begin_arranging();
    let total = todo.len() as u64;
    for (done, row) in todo.into_iter().enumerate() {
        engine.borrow_mut().arrange_row(row);
        let (stage, done) = (Stage::Arranging, done as u64);
        pace.pause(Progress { stage, done, total }).await?;
    }
    Ok(())
}

/// Arranges without a pause.
pub(super) fn at_once(engine: &Rc<RefCell<Engine>>) {
    let mut engine = engine.borrow_mut();
    for row in engine.begin_arranging() {
        engine.arrange_row(row);
    }
}

impl Engine {
    /// Puts the list in order; gives the rows that are not in columns yet.
    fn begin_arranging(&mut self) -> Vec<u32> {
        let records = self.bundle.records();
        let digest = |row: u32| records[row as usize].header().digest;
        let current: BTreeSet<Digest> =
            self.bundle.current().map(|it| it.header().digest).collect();
        let arranged = &mut self.arranged;
        arranged.weighed.take();
        let doubled = self.bundle.conflicts().flatten();
        let doubled = doubled.map(|it| it.header().digest);
        arranged.conflicts = doubled.filter(|it| current.contains(it)).collect();
        arranged.order = (0..records.len() as u32)
            .filter(|row| current.contains(&digest(*row)))
            .collect();
        let ended = |row: &u32| std::cmp::Reverse(records[*row as usize].header().ended);
        arranged.order.sort_by_key(ended);
        let simulated = |row: &&u32| records[**row as usize].header().simulated;
        arranged.simulated = arranged.order.iter().filter(simulated).count() as u32;
        self.bytes = records.iter().map(|it| it.text().len() as u64).sum();
        let mut todo = arranged.order.clone();
        todo.retain(|row| !arranged.placed.contains(&digest(*row)));
        // In the order of ids: the same set of files gives the same columns.
        todo.sort_unstable();
        todo
    }

    fn arrange_row(&mut self, row: u32) {
        let Some(record) = self.bundle.records().get(row as usize) else {
            return;
        };
        let digest = record.header().digest;
        let read = response::read(record).map_err(|problems| problems.to_string());
        if let Ok(response) = &read {
            self.arranged.note(record, response);
        }
        match read.and_then(|it| self.place(&it, digest)) {
            Ok(()) => drop(self.arranged.placed.insert(digest)),
            Err(why) => drop(self.arranged.unplaced.insert(digest, why)),
        }
    }

    fn place(&mut self, response: &Response, digest: Digest) -> Result<(), String> {
        let id = &response.survey.id;
        if self.arranged.dataset(id).is_none() {
            let versions = self.versions(id);
            if versions.is_empty() {
                return Err(format!("the survey `{id}` is not here"));
            }
            let builder = DatasetBuilder::new(&versions, self.areas.clone())?;
            self.arranged.columns.insert(id.clone(), builder);
        }
        if let Some(columns) = self.arranged.columns.get_mut(id)
            && columns.push(response)
        {
            let rows = &mut self.arranged.rows;
            rows.entry(id.clone()).or_default().push(digest);
        }
        Ok(())
    }
}
