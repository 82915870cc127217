//! What a form asks for that nothing here corresponds to, by its fields.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::import::{Finding, Place};
use super::read::below;

/// Fields that matter to those who answer or to the data, with what follows.
pub(super) const LEFT_OUT: &[(&str, &str)] = &[
    (
        "valueName",
        "questions do not share one answer here; each keeps its own",
    ),
    (
        "maskType",
        "what is typed is not put into a pattern while typing",
    ),
    ("dataList", "suggestions while typing are not offered"),
    (
        "allowCustomChoices",
        "people cannot add choices of their own",
    ),
    (
        "correctAnswer",
        "right answers are neither shown nor counted",
    ),
    ("maxTimeToFinish", "time is not limited"),
    ("maxTimeToFinishPage", "time is not limited"),
    ("timeLimit", "time is not limited"),
    ("timeLimitPerPage", "time is not limited"),
    (
        "navigateToUrl",
        "the interview ends with its closing words, not on another page",
    ),
    (
        "navigateToUrlOnCondition",
        "the interview ends with its closing words, not on another page",
    ),
    (
        "completedHtmlOnCondition",
        "the closing words are the same for all",
    ),
    ("questionsOrder", "questions stand in the order of the form"),
    ("questionOrder", "questions stand in the order of the form"),
    ("rowOrder", "rows stand in the order of the form"),
    ("rowsOrder", "rows stand in the order of the form"),
    (
        "templateVisibleIf",
        "an instance is shown whole or, where its questions are hidden, blank",
    ),
    (
        "selectToRankEnabled",
        "all choices have to be put in order, not some of them",
    ),
    (
        "copyDefaultValueFromLastEntry",
        "an added instance begins blank",
    ),
    (
        "copyDefaultValueFromLastRow",
        "an added instance begins blank",
    ),
    (
        "defaultPanelValue",
        "an added instance begins with its questions' own first values",
    ),
    (
        "bindings",
        "numbers of rows do not follow other answers; use an expression",
    ),
    (
        "hideIfChoicesEmpty",
        "the question is asked even where it has no choices left",
    ),
    (
        "hideIfRowsEmpty",
        "the question is asked even where it has no rows left",
    ),
    (
        "choicesLazyLoadEnabled",
        "choices that a program loads are not there",
    ),
    ("valuePropertyName", "answers are codes, not objects"),
    ("commentPlaceholder", "the text field has no words inside"),
    ("displayStyle", "a computed number is shown plain"),
    (
        "format",
        "a computed value is shown without words around it",
    ),
    (
        "minRangeLength",
        "the distance between the ends of a range is not checked",
    ),
    (
        "maxRangeLength",
        "the distance between the ends of a range is not checked",
    ),
    ("customLabels", "a slider's points have no words"),
    ("randomizeCategory", "choices are shuffled all together"),
    ("mode", "the form is asked, and not only shown"),
    (
        "partialSend",
        "answers are kept on the device until the interview ends",
    ),
    (
        "sendResultOnPageNext",
        "answers are kept on the device until the interview ends",
    ),
];

/// Fields that only say how something looks or how one moves about.
pub(super) const LOOKS: &[&str] = &[
    "width",
    "minWidth",
    "maxWidth",
    "indent",
    "innerIndent",
    "startWithNewLine",
    "titleLocation",
    "descriptionLocation",
    "errorLocation",
    "questionTitleLocation",
    "questionTitleWidth",
    "logo",
    "logoWidth",
    "logoHeight",
    "logoFit",
    "logoPosition",
    "theme",
    "showProgressBar",
    "progressBarType",
    "showPageNumbers",
    "showQuestionNumbers",
    "showPageTitles",
    "showTitle",
    "goNextPageAutomatic",
    "showPrevButton",
    "showNavigationButtons",
    "pageNextText",
    "pagePrevText",
    "completeText",
    "startSurveyText",
    "firstPageIsStarted",
    "firstPageIsStartPage",
    "questionsOnPageMode",
    "questionStartIndex",
    "requiredText",
    "state",
    "fitToContainer",
    "widthMode",
    "backgroundImage",
    "renderMode",
    "displayMode",
    "progressBarLocation",
    "imageHeight",
    "imageWidth",
    "imageFit",
    "contentMode",
    "colSpan",
    "headerView",
    "autoGrow",
    "allowResize",
    "textUpdateMode",
    "checkErrorsMode",
    "focusFirstQuestionAutomatic",
    "autoFocusFirstQuestion",
    "previewText",
    "editText",
    "showPreviewBeforeComplete",
    "gridLayoutColumns",
    "searchEnabled",
    "allowClear",
    "rateType",
    "columnMinWidth",
    "rowTitleWidth",
    "itemTitleWidth",
    "panelsState",
    "confirmDelete",
    "addPanelText",
    "removePanelText",
    "addRowText",
    "removeRowText",
    "showNumber",
];

/// Says what is left out, field by field; how things look in one finding.
pub(super) fn report(form: &Value, findings: &mut Vec<Finding>) {
    let mut looks = BTreeMap::new();
    walk(form, "", findings, &mut looks);
    if !looks.is_empty() {
        let each: Vec<String> = looks
            .iter()
            .map(|(key, n)| format!("`{key}` {n}×"))
            .collect();
        let text = format!(
            "how the form looks and how one moves about in it is not taken over: {}",
            each.join(", ")
        );
        findings.push(Finding::warning("looks", Place::default(), text));
    }
}

fn walk<'v>(
    value: &'v Value,
    at: &str,
    findings: &mut Vec<Finding>,
    looks: &mut BTreeMap<&'v str, usize>,
) {
    match value {
        Value::Object(map) => {
            for (key, it) in map {
                let off = matches!(it, Value::Null | Value::Bool(false));
                let row = LEFT_OUT.iter().find(|row| row.0 == key);
                if let Some((_, what)) = row.filter(|_| !off && !is_plain(key, it)) {
                    let text = format!("`{key}` has no counterpart: {what}");
                    findings.push(Finding::warning(
                        "left-out",
                        Place::path(&below(at, key)),
                        text,
                    ));
                }
                if LOOKS.contains(&key.as_str()) {
                    *looks.entry(key).or_default() += 1;
                }
                if !key.starts_with("default") {
                    walk(it, &below(at, key), findings, looks);
                }
            }
        }
        Value::Array(list) => {
            for (idx, it) in list.iter().enumerate() {
                walk(it, &format!("{at}/{idx}"), findings, looks);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Values that are the same as saying nothing.
fn is_plain(key: &str, value: &Value) -> bool {
    let word = value.as_str().unwrap_or_default();
    match key {
        "questionsOrder" | "questionOrder" | "rowOrder" | "rowsOrder" => {
            matches!(word, "initial" | "default")
        }
        "mode" => word != "display",
        "maskType" | "displayStyle" => matches!(word, "none" | "decimal"),
        "format" => word == "{0}",
        _ => false,
    }
}
