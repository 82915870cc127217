use super::evaluate;

#[track_caller]
fn check(line: &str, expected: &str) {
    assert_eq!(evaluate(line).to_string(), expected);
}

#[test]
fn values_come_in_every_type() {
    check(
        r#"{"expr": "${a} + 1", "answers": {"a": 2}}"#,
        r#"{"boolean":true,"number":3,"string":"3"}"#,
    );
    check(
        r#"{"expr": "selected(${m}, 'x')", "answers": {"m": ["y", "x"]}}"#,
        r#"{"boolean":true,"number":1,"string":"true"}"#,
    );
    check(
        r#"{"expr": "${a}", "answers": {"a": "words"}}"#,
        r#"{"boolean":true,"nodes":["words"],"number":"NaN","string":"words"}"#,
    );
    check(
        r#"{"expr": "missing-reason(${a})", "answers": {"a": {"missing": "refused"}}}"#,
        r#"{"boolean":true,"number":"NaN","string":"refused"}"#,
    );
    check(
        r#"{"expr": "today()", "today": "2026-03-02"}"#,
        r#"{"boolean":true,"number":20514,"string":"2026-03-02"}"#,
    );
    check(
        r#"{"expr": "1 div 0"}"#,
        r#"{"boolean":true,"number":"Infinity","string":"Infinity"}"#,
    );
}

#[test]
fn repeats_have_instances() {
    let answers = r#""answers": {"kids": [{"age": 3}, {"age": 9}], "g": {"x": 1}}"#;
    let with = |rest: &str| format!("{{{answers}, {rest}}}");
    check(
        &with(r#""expr": "sum(${age})""#),
        r#"{"boolean":true,"number":12,"string":"12"}"#,
    );
    check(
        &with(r#""expr": "${age}", "context": "/data/kids[2]/age""#),
        r#"{"boolean":true,"nodes":["9"],"number":9,"string":"9"}"#,
    );
    check(
        &with(r#""expr": "position(..)", "context": "/data/kids[2]/age""#),
        r#"{"boolean":true,"number":2,"string":"2"}"#,
    );
    check(
        &with(r#""expr": "/data/g/x + count(/data/kids)""#),
        r#"{"boolean":true,"number":3,"string":"3"}"#,
    );
}

#[test]
fn mistakes_have_places() {
    check(
        r#"{"expr": "selectd(., 'a')"}"#,
        r#"{"error":{"at":[0,7],"message":"there is no function `selectd` (did you mean `selected`?)"}}"#,
    );
    check(
        r#"{"answers": {}}"#,
        r#"{"error":{"at":null,"message":"`expr` is missing, an expression"}}"#,
    );
    check(
        r#"{"expr": "1", "context": "/data/x"}"#,
        r#"{"error":{"at":null,"message":"there is no node `/data/x`"}}"#,
    );
    check(
        r#"{"expr": "1", "now": "noon"}"#,
        r#"{"error":{"at":null,"message":"found moment `noon`, expected ISO 8601 with a zone"}}"#,
    );
}
