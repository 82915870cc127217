use std::sync::Arc;

use survey_core::format::{compiled, survey};

use crate::play;

/// Any text is refused with its problems or becomes a questionnaire that can be compiled, read
/// back and answered.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    match survey::read(text) {
        Ok(survey) => {
            let form = Arc::new(survey.questionnaire);
            let written = compiled::write(&form);
            let read = compiled::read(&written).expect("it was just written");
            assert!(
                written == compiled::write(&read),
                "the compiled form changes"
            );
            play::play(&form);
        }
        Err(problems) => assert!(!problems.is_empty(), "refused without a reason"),
    }
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
    "1e999",
    "\\u0000",
    "\\ud800",
    "\"items\": [",
    "\"name\": \"",
    "\"type\": \"",
    "repeat",
    "group",
    "calculate",
    "select_one",
    "select_multiple",
    "rank",
    "range",
    "integer",
    "text",
    "note",
    "geopoint",
    "hidden",
    "start",
    "\"relevant\": \"",
    "\"constraint\": \". > 3\"",
    "\"calculation\": \"${q1} + 1\"",
    "\"choices\": \"",
    "\"choice_filter\": \"",
    "\"repeat_count\": \"${q1}\"",
    "\"default\": \"",
    "\"required\": true",
    "\"trigger\": [\"q1\"]",
    "\"parameters\": {\"min\": 5, \"max\": 1}",
    "\"parameters\": {\"randomize\": true}",
    "\"end\": true",
    "\"exclusive\": true",
    "\"missing\": [\"dont_know\"]",
    "${q1}",
    "${q2}",
    "position(..)",
    "count(${",
    "sum(${",
    "1000000",
    "99999999",
    "${ once(random()) }",
    "\"appearance\": \"field-list\"",
    "\"instances\": {",
    "\"choices_from\": {\"nodeset\": \"",
    "instance('",
    "')/root/item",
];
