use survey_core::format::xlsform::{self, FileKind};

/// Any Markdown or CSV is refused with findings or becomes a form.
pub(crate) fn run(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let kind = [FileKind::Csv, FileKind::Markdown][usize::from(*first) % 2];
    if let Ok(workbook) = xlsform::open(bytes, kind, "form") {
        let made = xlsform::convert(&workbook);
        let refused = made.xform.is_none();
        assert!(
            !refused || !made.findings.is_empty(),
            "refused without a reason"
        );
    }
}

pub(crate) const WORDS: &[&str] = &[
    "| survey |",
    "| choices |",
    "| settings |",
    " | ",
    "|\n",
    "type",
    "name",
    "label",
    "label::中文 (zh)",
    "hint",
    "relevant",
    "calculation",
    "constraint",
    "choice_filter",
    "repeat_count",
    "appearance",
    "parameters",
    "default",
    "trigger",
    "list_name",
    "select_one l",
    "select_multiple l",
    "begin group",
    "end group",
    "begin_repeat",
    "end_repeat",
    "or_other",
    "select_one_from_file t.csv",
    "${q}",
    "${",
    "calculate",
    "integer",
    "rank l",
    "range",
    "start=1 end=10 step=2",
    "form_id",
    "yes",
    "survey,,,\n",
    ",",
    "\"",
];
