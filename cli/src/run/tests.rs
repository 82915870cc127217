use std::path::Path;
use std::sync::Arc;

use survey_core::format::survey;

use super::{NOW, Script};

const FORM: &str = r#"{
  "format": "minyi-survey/1", "id": "t", "version": "1", "title": "T",
  "languages": ["en"], "default_language": "en", "modes": ["self"],
  "items": [
    {"type": "text", "name": "a", "label": "A", "required": true},
    {"type": "repeat", "name": "r", "items": [{"type": "integer", "name": "n", "label": "N"}]}
  ]}"#;

/// What a script printed, and the numbers of the lines that failed.
fn run(text: &str) -> (Vec<String>, Vec<usize>) {
    let form = survey::read(FORM).expect("it is sound").questionnaire;
    let now = NOW.parse().expect("a moment");
    let mut script = Script::new(Arc::new(form), now, Path::new("."));
    text.lines().for_each(|it| script.line(it));
    script.end();
    let failed = script.failures.iter().map(|it| it.0).collect();
    (script.printed, failed)
}

#[test]
fn failures_name_their_lines_and_the_script_goes_on() {
    let (printed, failed) = run("# first\n\nexpect a = x\nset a = y\nshow a\nshow value a");
    assert_eq!(failed, [3, 5]);
    assert_eq!(
        printed,
        [
            "line 3: found ``, expected `x` (expect a = x)",
            "line 5: there is no query `a` (show a)",
            "y",
        ]
    );
}

#[test]
fn an_expectation_that_fails_as_expected_is_met() {
    let (printed, failed) = run(
        "fails: next\nfails \"required\": next\nfails \"other\": next\n\
                                 fails: set a = 1\nfails fails: next",
    );
    assert_eq!(failed, [3, 4, 5], "{printed:?}");
}

#[test]
fn blocks_end_where_the_indentation_does() {
    let text = "set a = 1\nexpect instance:\n  <data><a>1</a>\n\n  <r><n/></r></data>\nexpect a = 1\n\
                expect instance:\n  <data/>";
    assert_eq!(run(text).1, [7]);
    assert_eq!(run("restore:\n  <data>").1, [1]);
}

#[test]
fn mistakes_are_told() {
    for (line, told) in [
        ("sett a = 1", "did you mean `set`?"),
        ("expect labell a = 1", "did you mean `label`?"),
        ("expect a is relevent", "expected there, relevant"),
        ("expect a", "expected `… = VALUE`"),
        ("set a", "expected `set REFERENCE = VALUE`"),
        ("set /data/b = 1", "found 0 `b`"),
        ("set /other/a = 1", "expected `/data`"),
        ("add a", "is not a repeat"),
        ("next now", "does not take `now`"),
        ("missing a perhaps", "no reason `perhaps`"),
        ("now then", "expected ISO 8601"),
        ("show label", "takes 1 words, found 0"),
        ("restore nowhere.xml", "nowhere.xml"),
        ("set a = \"x", "EOF"),
    ] {
        let (printed, failed) = run(line);
        assert_eq!(failed, [1], "{line}");
        assert!(printed[0].contains(told), "{line}: {}", printed[0]);
    }
}

#[test]
fn instances_are_added_as_far_as_a_reference_counts() {
    let (printed, failed) = run(
        "set /data/r[3]/n = 5\nexpect count r = 3\nexpect r[3]/n = 5\n\
                                 fails: expect r[4] is there\nremove r[1]\nexpect r[2]/n = 5",
    );
    assert!(failed.is_empty(), "{printed:?}");
}

#[test]
fn json_and_words_mix() {
    let (printed, failed) = run(
        "{\"do\": \"answer\", \"place\": \"/data/a\", \"value\": \"x\"}\n\
                                 expect a = x\n{\"query\": \"required\", \"place\": \"a\"}\n\
                                 {\"query\": \"value\", \"place\": \"a\", \"expect\": \"y\"}\n{\"do\": 1}",
    );
    assert_eq!(failed, [4, 5]);
    assert_eq!(printed[1], "{\"required\":true}");
}
