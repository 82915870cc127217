//! What is said about tables that become responses.

use super::responses::grouped;
use super::{messages, plural};

messages! {
    /// On the panel of a table.
    Table;
    Title { file: String } => format!("导入表格：{file}"), format!("Bring in a table: {file}");
    Rows { rows: u32, columns: usize } =>
        format!("{} 行，{columns} 列。每行算一份答卷。", grouped(rows)),
        format!("{} {} and {columns} {}. Every row becomes a response.", grouped(rows), plural(rows as usize, "row", "rows"), plural(columns, "column", "columns"));
    Reading => "正在读表格……", "Reading the table…";
    Making => "正在生成答卷……", "Making responses…";
    Into => "这些列是", "The columns are";
    New => "一份新问卷的题目", "the questions of a new survey";
    Survey { title: String, fit: u32 } =>
        if fit == 0 { format!("对“{title}”的回答") } else { format!("对“{title}”的回答（{fit} 列对得上）") },
        if fit == 0 { format!("answers to “{title}”") } else { format!("answers to “{title}” ({fit} {} fit)", plural(fit as usize, "column", "columns")) };
    SurveyTitle => "问卷名称", "Title of the survey";
    Day => "调查日期（没有日期列时使用）", "Day of the survey (where no column tells it)";
    Column => "列", "Column";
    Words => "题目文字", "Words of the question";
    Is => "是什么", "What it is";
    Answers => "回答哪道题", "Question it answers";
    Values => "内容", "Values";
    IsOf { head: String } => format!("“{head}”是什么"), format!("What “{head}” is");
    WordsOf { head: String } => format!("“{head}”的题目文字"), format!("Words of “{head}”");
    AnswersOf { head: String } => format!("“{head}”回答哪道题"), format!("Question that “{head}” answers");
    Filled { filled: u64, distinct: u64 } =>
        format!("{filled} 个值，{distinct} 种"),
        format!("{filled} filled, {distinct} different");
    Out => "不要", "leave out";
    Category => "类别", "category";
    Scale { low: i64, high: i64 } => format!("量表 {low}–{high}"), format!("scale {low}–{high}");
    Number => "数字", "number";
    Text => "文字", "words";
    Date => "日期", "date";
    Area => "区域", "area";
    Interviewer => "调查员", "interviewer";
    Missing =>
        "量表按数字高为好计分；反向的请改为类别。空格、NA 和句点算没有回答；没有其他负数的列里，-97、-98、-99 算不适用、不知道、拒绝。",
        "On a scale the higher number is the better one; take one that runs the other way as categories. Empty cells, NA and a full stop are no answers; so are -97 (not applicable), -98 (don't know) and -99 (refused) in columns without other negative numbers.";
    Bring => "导入", "Bring in";
    Cancel => "取消", "Cancel";
    Close => "知道了", "Close";
    MadeWith { n: usize } =>
        format!("已导入，但有 {n} 个格子读不懂，按没有回答处理："),
        format!("Brought in; {n} {} could not be read and {} as left open:", plural(n, "cell", "cells"), if n == 1 { "counts" } else { "count" });
    More { n: u32 } => format!("还有 {n} 个"), format!("and {n} more");
}
