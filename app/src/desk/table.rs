//! A table of another program that is about to become responses.

use super::{Desk, Effect, Picked};
use crate::worker::protocol::{Ask, Request, TablePlan, TableShown, Ticket};

/// A table that was picked, and how it is to be taken.
#[derive(Clone, Debug, PartialEq)]
pub struct DataFile {
    /// The file.
    pub file: Picked,
    /// How far it is.
    pub stage: DataStage,
    ticket: Ticket,
    /// What is shown, once it is read.
    pub shown: Option<TableShown>,
}

/// How far a table is.
#[derive(Clone, Debug, PartialEq)]
pub enum DataStage {
    /// It is being read.
    Reading,
    /// It can be looked at and corrected.
    Shown,
    /// Responses are being made of it.
    Making,
    /// They are made, but some cells could not be read: what is wrong with the first of them, and
    /// how many there are beyond those.
    Made(Vec<String>, u32),
    /// It cannot be read, or cannot be what it was said to be.
    Failed(String),
}

impl Desk {
    /// Asks what a table is.
    pub(super) fn pick_table(&mut self, file: Picked, today: String) -> Vec<Effect> {
        let plan = TablePlan {
            day: today,
            ..TablePlan::default()
        };
        self.data = Some(DataFile {
            file,
            stage: DataStage::Reading,
            ticket: 0,
            shown: None,
        });
        self.ask_for_table(plan)
    }

    fn ask_for_table(&mut self, plan: TablePlan) -> Vec<Effect> {
        let (ticket, lang) = (self.ticket(), self.lang.clone());
        let Some(data) = &mut self.data else {
            return Vec::new();
        };
        data.ticket = ticket;
        let ask = Ask::Table {
            name: data.file.name.clone(),
            plan: Box::new(plan),
            lang,
        };
        let blob = Some(data.file.blob.clone());
        vec![Effect::Ask(Request { ticket, ask }, blob)]
    }

    /// Another plan. Another questionnaire has other questions, which only the worker knows.
    pub(super) fn plan_table(&mut self, plan: TablePlan) -> Vec<Effect> {
        let Some(shown) = self.data.as_mut().and_then(|it| it.shown.as_mut()) else {
            return Vec::new();
        };
        let is_other = plan.survey != shown.plan.survey;
        shown.plan = plan.clone();
        if is_other {
            return self.ask_for_table(plan);
        }
        Vec::new()
    }

    /// Makes responses by the plan that is shown.
    pub(super) fn make_of_table(&mut self) -> Vec<Effect> {
        let ticket = self.ticket();
        let Some(data) = &mut self.data else {
            return Vec::new();
        };
        let Some(shown) = &data.shown else {
            return Vec::new();
        };
        data.stage = DataStage::Making;
        data.ticket = ticket;
        let ask = Ask::MakeOfTable {
            name: data.file.name.clone(),
            plan: Box::new(shown.plan.clone()),
        };
        let blob = Some(data.file.blob.clone());
        vec![Effect::Ask(Request { ticket, ask }, blob)]
    }

    pub(super) fn table_shown(&mut self, ticket: Ticket, shown: TableShown) {
        if let Some(data) = self.data.as_mut().filter(|it| it.ticket == ticket) {
            data.stage = DataStage::Shown;
            data.shown = Some(shown);
        }
    }

    /// Reads the responses that were made like any other file.
    pub(super) fn table_made(
        &mut self,
        ticket: Ticket,
        (troubles, more): (Vec<String>, u32),
        blob: Option<web_sys::Blob>,
    ) -> Vec<Effect> {
        let Some(data) = self.data.as_mut().filter(|it| it.ticket == ticket) else {
            return Vec::new();
        };
        let Some(blob) = blob else {
            data.stage = DataStage::Failed("the browser has no room for the file".to_owned());
            return Vec::new();
        };
        let name = data.file.name.clone();
        if troubles.is_empty() {
            self.data = None;
        } else {
            data.stage = DataStage::Made(troubles, more);
        }
        self.take_in(Picked { name, blob })
    }

    /// Whether the failure was about a table.
    pub(super) fn table_failed(&mut self, ticket: Ticket, why: &str) -> bool {
        match self.data.as_mut().filter(|it| it.ticket == ticket) {
            Some(data) => {
                data.stage = DataStage::Failed(why.to_owned());
                true
            }
            None => false,
        }
    }
}
