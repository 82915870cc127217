use super::Evaluator;

#[track_caller]
fn check(line: &str, expected: &str) {
    assert_eq!(
        Evaluator::default().evaluate(line.as_bytes()).to_string(),
        expected
    );
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
        r#"{"error":{"at":null,"message":"found moment `noon`, expected ISO 8601"}}"#,
    );
}

const XML: &str = r#"<h:data xmlns:h='urn:h' xml:lang='de-AT' id='top'><!--note--><?app go?><a n='1' m='x'>one</a><a>two <b>bold</b> end</a><h:c/></h:data>"#;

/// An expression against [`XML`], from its root element.
#[track_caller]
fn check_xml(expr: &str, expected: &str) {
    let line = serde_json::json!({"expr": expr, "instance": XML});
    let found = Evaluator::default().evaluate(line.to_string().as_bytes());
    let shown = found.get("nodes").unwrap_or(&found["string"]);
    assert_eq!(shown.to_string(), expected, "{expr}: {found}");
}

#[test]
fn documents_have_every_kind_of_node() {
    for (expr, expected) in [
        ("a", r#"["one","two bold end"]"#),
        ("/h:data/a[2]/text()", r#"["two "," end"]"#),
        ("a/@n | a/@m", r#"["1","x"]"#),
        ("@*", r#"["de-AT","top"]"#),
        ("//@n/..", r#"["one"]"#),
        ("a/@n/following::b", r#"["bold"]"#),
        ("count(a/@n/following-sibling::node())", r#""0""#),
        ("comment()", r#"["note"]"#),
        ("processing-instruction('app')", r#"["go"]"#),
        ("processing-instruction('other')", "[]"),
        ("name(processing-instruction())", r#""app""#),
        ("count(node())", r#""5""#),
        ("count(//node())", r#""11""#),
        ("count(ancestor-or-self::node())", r#""2""#),
        ("name(/*)", r#""h:data""#),
        ("local-name(/*)", r#""data""#),
        ("namespace-uri(/*)", r#""urn:h""#),
        ("namespace-uri(a)", r#""""#),
        ("h:*", r#"[""]"#),
        ("id('top')/a[1]", r#"["one"]"#),
        ("lang('de')", r#""true""#),
        ("lang('at')", r#""false""#),
        ("string(/)", r#""onetwo bold end""#),
        ("a[@n]", r#"["one"]"#),
        ("a[@n = 1]/@m", r#"["x"]"#),
        ("string(a[2]/node()[2])", r#""bold""#),
        ("a[. = 'one']", r#"["one"]"#),
        (
            "//b/preceding::node()",
            r#"["note","go","one","one","two "]"#,
        ),
    ] {
        check_xml(expr, expected);
    }
}

#[test]
fn lists_labels_and_texts_stand_beside() {
    check(
        r#"{"expr": "instance('s')/root/item[d = 2]/label", "instances": {"s": [{"d": 1, "label": "A"}, {"d": 2, "label": "B"}]}}"#,
        r#"{"boolean":true,"nodes":["B"],"number":"NaN","string":"B"}"#,
    );
    check(
        r#"{"expr": "pulldata('s', 'v', 'k', 'x')", "instances": {"s": "<root><item><k>x</k><v>7</v></item></root>"}}"#,
        r#"{"boolean":true,"number":7,"string":"7"}"#,
    );
    check(
        r#"{"expr": "jr:choice-name(${q}, '${q}')", "answers": {"q": "a"}, "choices": {"q": {"a": "Apple"}}}"#,
        r#"{"boolean":true,"number":"NaN","string":"Apple"}"#,
    );
    check(
        r#"{"expr": "jr:itext('hello')", "itext": {"hello": "Hallo"}}"#,
        r#"{"boolean":true,"number":"NaN","string":"Hallo"}"#,
    );
}

#[test]
fn zones_say_what_clocks_show() {
    for (line, expected) in [
        (
            r#""now": "2024-07-01T23:30:00Z", "tz": "Asia/Shanghai""#,
            "2024-07-02T07:30:00.000+08:00",
        ),
        (
            r#""now": "2024-07-01T23:30", "tz": "America/Phoenix""#,
            "2024-07-01T23:30:00.000-07:00",
        ),
        (
            r#""now": "2024-07-01T23:30:00+02:00""#,
            "2024-07-01T23:30:00.000+02:00",
        ),
        (
            r#""today": "2024-01-15", "tz": "+05:45""#,
            "2024-01-15T00:00:00.000+05:45",
        ),
        (r#""today": "2024-01-15""#, "2024-01-15T00:00:00.000+00:00"),
    ] {
        let line = format!(r#"{{"expr": "now()", {line}}}"#);
        let found = Evaluator::default().evaluate(line.as_bytes());
        assert_eq!(found["string"], *expected, "{line}");
    }
    check(
        r#"{"expr": "1", "today": "2024-01-15", "tz": "Mars"}"#,
        r#"{"error":{"at":null,"message":"there is no time zone `Mars`, expected a name such as `Asia/Shanghai` or an offset such as `+08:00`"}}"#,
    );
}

#[test]
fn likely_typing_mistakes_are_told() {
    check(
        r#"{"expr": "1 + ${nme}", "answers": {"name": 1}}"#,
        r#"{"error":{"at":[4,10],"message":"there is no `${nme}` (did you mean `${name}`?)"}}"#,
    );
    for other in ["${q2} = ''", "count(${person}) = 0"] {
        let line = serde_json::json!({"expr": other, "answers": {"q1": 1}});
        let found = Evaluator::default().evaluate(line.to_string().as_bytes());
        assert!(found.get("error").is_none(), "{found}");
    }
}

#[test]
fn documents_that_are_none_are_refused() {
    check(
        r#"{"expr": "1", "instance": "<a><b></a>"}"#,
        r#"{"error":{"at":null,"message":"the instance is not XML: expected 'b' tag, not 'a' at 1:7"}}"#,
    );
}
