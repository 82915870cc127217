//! Tables of other programs: shown with what their columns are taken for, then made responses.

use survey_core::base::{Date, Problems};
use survey_core::format::data_file::{self, Made, Match, Plan};
use survey_core::format::export::{self, Form as ExportForm};
use survey_core::questionnaire::Table;

use super::export::PRODUCER;
use super::{Chunks, Engine, Form};
use crate::worker::protocol::{Said, TableCells, TableColumn, TablePlan, TableShown};

/// Values of a column that are shown.
const SHOWN: usize = 6;

impl Engine {
    /// Shows a table by a plan; without columns in it, by what they probably are.
    pub(super) fn show_table(
        &self,
        name: &str,
        plan: &TablePlan,
        bytes: &[u8],
        lang: &str,
    ) -> Said {
        let shown = || -> Result<TableShown, String> {
            let table = data_file::open(name, bytes)?;
            let guessed = data_file::guess(&table, name, day(&plan.day)?);
            Ok(self.shown(&table, &guessed, plan, lang))
        };
        shown().map_or_else(Said::Failed, |it| Said::Table(Box::new(it)))
    }

    fn shown(&self, table: &Table, guessed: &Plan, plan: &TablePlan, lang: &str) -> TableShown {
        let is_new = plan.columns.is_empty();
        let form = plan.survey.as_ref().and_then(|it| self.forms.get(it));
        let matched = form.map(|it| data_file::matches(table, &it.form));
        let columns = guessed.columns.iter().enumerate().map(|(at, it)| {
            let matched = matched.as_ref().and_then(|all| all[at].clone());
            match plan.columns.get(at) {
                Some(was) => TableColumn {
                    answers: was.answers.clone().or(matched),
                    ..was.clone()
                },
                None => TableColumn {
                    head: it.head.clone(),
                    label: it.label.clone(),
                    kind: it.kind.to_string(),
                    answers: matched,
                },
            }
        });
        let mut surveys: Vec<(String, String, u32)> = self
            .forms
            .iter()
            .map(|(digest, it)| {
                let fit = data_file::matches(table, &it.form);
                let fit = fit.iter().flatten().count() as u32;
                (digest.clone(), it.form.title_in(lang).to_owned(), fit)
            })
            .collect();
        surveys.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.1.cmp(&b.1)));
        TableShown {
            rows: table.rows().len() as u64,
            plan: TablePlan {
                title: if is_new {
                    guessed.title.clone()
                } else {
                    plan.title.clone()
                },
                day: plan.day.clone(),
                survey: form.and(plan.survey.clone()),
                columns: columns.collect(),
            },
            cells: guessed.columns.iter().map(cells).collect(),
            surveys,
            questions: form.map_or_else(Vec::new, |it| questions(it, lang)),
        }
    }

    /// Makes responses of a table, as an export.
    pub(super) fn make_of_table(
        &self,
        name: &str,
        plan: &TablePlan,
        bytes: &[u8],
    ) -> (Said, Chunks) {
        match self.made(name, plan, bytes) {
            Ok(made) => {
                let mut chunks = Chunks::new();
                export::write(&made.bundle, ExportForm::Json, PRODUCER, &mut |piece| {
                    chunks.push(piece.as_bytes().to_vec());
                });
                let troubles = made.troubles.iter().map(ToString::to_string);
                let said = Said::TableMade {
                    count: made.responses as u32,
                    troubles: troubles.collect(),
                    more: made.more_troubles as u32,
                };
                (said, chunks)
            }
            Err(why) => (Said::Failed(why), Chunks::new()),
        }
    }

    fn made(&self, name: &str, plan: &TablePlan, bytes: &[u8]) -> Result<Made, String> {
        let table = data_file::open(name, bytes)?;
        let day = day(&plan.day)?;
        let told = |it: Problems| it.to_string();
        if let Some(digest) = &plan.survey {
            let form = self.forms.get(digest).ok_or("the survey is not here")?;
            let columns: Vec<Match> = plan.columns.iter().map(|it| it.answers.clone()).collect();
            let whole = (&*form.form, &form.document);
            return data_file::into_survey(&table, whole, &columns, day, bytes).map_err(told);
        }
        let mut whole = data_file::guess(&table, name, day);
        whole.title.clone_from(&plan.title);
        for (column, wanted) in whole.columns.iter_mut().zip(&plan.columns) {
            column.kind = wanted.kind.parse()?;
            column.label.clone_from(&wanted.label);
        }
        data_file::responses(&table, &whole, bytes, &self.areas).map_err(told)
    }
}

fn day(text: &str) -> Result<Date, String> {
    let wrong = |()| format!("found the day `{text}`, expected a date such as 2026-11-22");
    text.parse().map_err(wrong)
}

fn cells(it: &data_file::Column) -> TableCells {
    TableCells {
        filled: it.filled as u64,
        distinct: it.distinct as u64,
        whole: it.whole,
        values: it
            .values
            .iter()
            .take(SHOWN)
            .map(|it| it.0.clone())
            .collect(),
    }
}

fn questions(form: &Form, lang: &str) -> Vec<(String, String)> {
    let form = &form.form;
    let all = data_file::questions(form);
    all.map(|it| {
        let label = it.label.get(lang, &form.default_language);
        (it.name.clone(), label.to_owned())
    })
    .collect()
}
