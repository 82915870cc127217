use std::sync::Arc;

use survey_core::format::{json, survey, surveyjs};

use crate::play;

/// Any JSON is refused with findings or becomes a questionnaire that can be answered. What is no
/// JSON is an expression of a form.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let form = json::parse(text).unwrap_or_else(|_| expression(text));
    let made = surveyjs::import(&form, "form.json");
    let Some(document) = made.document else {
        assert!(!made.findings.is_empty(), "refused without a reason");
        return;
    };
    let survey = survey::from_value(document).expect("what was accepted is sound");
    play::play(&Arc::new(survey.questionnaire));
}

/// A form whose questions an expression can read.
fn expression(source: &str) -> serde_json::Value {
    serde_json::json!({"elements": [
        {"type": "text", "name": "t", "visibleIf": source},
        {"type": "text", "name": "n", "inputType": "number", "setValueExpression": source},
        {"type": "text", "name": "d", "inputType": "date"},
        {"type": "checkbox", "name": "c", "choices": ["a", "b"], "choicesVisibleIf": source},
        {"type": "paneldynamic", "name": "p", "panelCount": 1, "templateElements": [
            {"type": "text", "name": "x", "requiredIf": source}]},
        {"type": "expression", "name": "e", "expression": source},
    ]})
}

pub(crate) const WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "null",
    "true",
    "-1",
    "1e99",
    "\"pages\": [",
    "\"elements\": [",
    "\"name\": \"",
    "\"type\": \"",
    "\"choices\": [",
    "\"columns\": [",
    "\"rows\": [",
    "\"visibleIf\": \"",
    "\"validators\": [",
    "\"triggers\": [",
    "\"templateElements\": [",
    "\"defaultValue\": ",
    "\"isRequired\": true",
    "\"title\": {",
    "\"default\": \"",
    "\"zh-cn\": \"",
    "checkbox",
    "matrix",
    "matrixdropdown",
    "matrixdynamic",
    "paneldynamic",
    "panel",
    "rating",
    "ranking",
    "boolean",
    "multipletext",
    "slider",
    "html",
    "{t}",
    "{n}",
    "{d}",
    "{c}",
    "{p}",
    "{p[0].x}",
    "{panel.x}",
    "{item}",
    "{c.length}",
    " contains ",
    " anyof ",
    " allof ",
    " empty",
    " notempty",
    " and ",
    " or ",
    "!",
    " = ",
    " >= ",
    " + ",
    " / ",
    " ^ ",
    "iif(",
    "sumInArray(",
    "age(",
    "dateAdd(",
    "today()",
    "'",
    "(",
    ")",
];
