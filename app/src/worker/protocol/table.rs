//! Tables of other programs on their way to being responses.

use serde::{Deserialize, Serialize};

/// How a table becomes responses, as a person may correct it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TablePlan {
    /// The title of the survey that is made.
    pub title: String,
    /// The day of responses whose row tells none, `2026-11-22`.
    pub day: String,
    /// The digest of the questionnaire that the columns answer; none if one is made.
    pub survey: Option<String>,
    /// The columns.
    pub columns: Vec<TableColumn>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableColumn {
    /// What stands at its head.
    pub head: String,
    /// The words of the question that is made of it.
    pub label: String,
    /// What it is, as `survey_core::format::data_file::Kind` is written.
    pub kind: String,
    /// The question that it answers, where there is a questionnaire.
    pub answers: Option<String>,
}

/// A table with a plan, and what helps to correct that.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableShown {
    /// Rows below the head.
    pub rows: u64,
    /// What the columns are taken for.
    pub plan: TablePlan,
    /// What stands in the columns, in their order.
    pub cells: Vec<TableCells>,
    /// Questionnaires that are here: digest, title, and how many columns answer a question.
    pub surveys: Vec<(String, String, u32)>,
    /// The questions of the chosen one that a column can answer: name and words.
    pub questions: Vec<(String, String)>,
}

/// What stands in a column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableCells {
    /// Rows with a value.
    pub filled: u64,
    /// Different values.
    pub distinct: u64,
    /// The least and the greatest, where all are whole numbers.
    pub whole: Option<(i64, i64)>,
    /// The most frequent ones.
    pub values: Vec<String>,
}
