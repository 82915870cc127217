use serde_json::{Value, json};

use super::{Imported, import, is_form};

fn made(form: &Value) -> Imported {
    import(form, "folder/quiz.json")
}

fn items(form: &Value) -> Vec<Value> {
    let document = made(form).document.expect("accepted");
    document["items"].as_array().expect("a list").clone()
}

/// What an expression becomes as the condition of a question.
fn relevant(source: &str) -> String {
    let form = json!({"elements": [
        {"type": "text", "name": "t"},
        {"type": "text", "name": "n", "inputType": "number"},
        {"type": "text", "name": "d", "inputType": "date"},
        {"type": "radiogroup", "name": "one", "choices": ["A b", "c", 3], "showDontKnowItem": true},
        {"type": "checkbox", "name": "many", "choices": ["x", "y"]},
        {"type": "boolean", "name": "yes"},
        {"type": "paneldynamic", "name": "kids", "templateElements": [
            {"type": "text", "name": "age", "inputType": "number"}]},
        {"type": "text", "name": "q", "visibleIf": source},
    ]});
    let imported = made(&form);
    let document = imported.document.expect("accepted");
    let all = document["items"].as_array().expect("a list");
    let item = all.iter().find(|it| it["name"] == "q").expect("there");
    match item["relevant"].as_str() {
        Some(it) => it.to_owned(),
        None => imported.findings.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn forms_are_told_by_what_they_hold() {
    assert!(is_form(&json!({"pages": []})));
    assert!(is_form(&json!({"elements": []})));
    assert!(!is_form(
        &json!({"format": "minyi-survey/1", "elements": []})
    ));
    assert!(!is_form(&json!([])));
    assert!(made(&json!({"pages": []})).document.is_some());
}

#[test]
fn conditions_keep_their_meaning() {
    for (theirs, ours) in [
        ("{n} > 3 and {n} != 5", "${n} > 3 and not(${n} = 5)"),
        ("{one} = 'a B'", "${one} = 'A_b'"),
        (
            "{one} = 3 or {one} = 'dontknow'",
            "${one} = '3' or missing-reason(${one}) = 'dont_know'",
        ),
        ("{many} contains 'x'", "selected(${many}, 'x')"),
        (
            "{many} contains ['x', 'y']",
            "selected(${many}, 'x') and selected(${many}, 'y')",
        ),
        (
            "{many} anyof ['x', 'y']",
            "selected(${many}, 'x') or selected(${many}, 'y')",
        ),
        (
            "{many} = ['y']",
            "count-selected(${many}) = 1 and selected(${many}, 'y')",
        ),
        ("{many} = 'x'", "false()"),
        (
            "{t} contains 'Ab'",
            "contains(translate(${t}, 'AB', 'ab'), 'ab')",
        ),
        (
            "{t} = 'Ab'",
            "translate(normalize-space(${t}), 'AB', 'ab') = 'ab'",
        ),
        ("{yes}", "${yes} = 'true'"),
        ("{yes} = true", "${yes} = 'true'"),
        ("{n} + 1 > 2", "coalesce(${n}, 0) + 1 > 2"),
        ("{t} empty", "${t} = ''"),
        ("{n} notempty", "not(${n} = '')"),
        ("{kids.length} > 1", "count(${kids}) > 1"),
        (
            "{kids[0].age} = 2",
            "indexed-repeat(${age}, ${kids}, 1) = 2",
        ),
        (
            "sumInArray({kids}, 'age', {age} > 2) > 9",
            "sum(${kids}[age > 2]/age) > 9",
        ),
        ("{d} > '2024-01-01'", "${d} > '2024-01-01'"),
        (
            "iif({n} > 1, 'a', 'b') = 'a'",
            "translate(normalize-space(if(${n} > 1, 'a', 'b')), 'A', 'a') = 'a'",
        ),
    ] {
        assert_eq!(relevant(theirs), ours, "{theirs}");
    }
}

#[test]
fn what_has_no_counterpart_is_said_and_left_out() {
    let said = relevant("{t} = 'x' and fancy({n})");
    assert!(said.contains("/elements/7/visibleIf"), "{said}");
    assert!(
        said.contains("`fancy` has no counterpart here at character 15"),
        "{said}"
    );
    assert!(said.contains("the question is always asked"), "{said}");
    assert!(relevant("{t} = ").contains("character 7"));
}

#[test]
fn fields_that_nobody_knows_are_said_once() {
    let form = json!({"pages": [{"elements": [
        {"type": "text", "name": "t", "glow": 3, "title": {"en": "T", "fr": "T"}},
        {"type": "dropdown", "name": "d", "choices": [{"value": 1, "price": 9}], "glow": 4},
    ], "mood": "calm"}]});
    let findings = made(&form).findings;
    let unknown: Vec<_> = findings.iter().filter(|it| it.code == "unknown").collect();
    let [one] = unknown.as_slice() else {
        panic!("{findings:?}");
    };
    assert!(
        one.message
            .ends_with("`glow` 2×, first at /pages/0/elements/0/glow; `mood` at /pages/0/mood"),
        "{one}"
    );
}

#[test]
fn words_keep_their_languages_and_their_answers() {
    let form = json!({"locale": "zh-cn", "elements": [
        {"type": "text", "name": "who", "title": {"default": "Name", "zh-cn": "名字"}},
        {"type": "radiogroup", "name": "r", "choices": [{"value": 1, "text": "One"}],
         "title": {"default": "{who}, which?", "zh-cn": "{who}，选哪个？"}},
        {"type": "html", "name": "h", "html": "<p>You chose <b>{r}</b></p>"},
    ]});
    let document = made(&form).document.expect("accepted");
    assert_eq!(document["languages"], json!(["en", "zh-CN"]));
    assert_eq!(document["default_language"], "zh-CN");
    let items = items(&form);
    assert_eq!(items[1]["label"]["zh-CN"], "${who}，选哪个？");
    assert_eq!(
        items[2]["label"]["en"],
        "You chose ${jr:choice-name(${r}, '${r}')}"
    );
}

#[test]
fn every_type_of_question_is_accepted() {
    let types = [
        "text",
        "comment",
        "radiogroup",
        "dropdown",
        "checkbox",
        "tagbox",
        "buttongroup",
        "boolean",
        "rating",
        "ranking",
        "imagepicker",
        "image",
        "html",
        "expression",
        "file",
        "signaturepad",
        "multipletext",
        "matrix",
        "matrixdropdown",
        "matrixdynamic",
        "paneldynamic",
        "panel",
        "slider",
        "imagemap",
        "unheard-of",
    ];
    for it in types {
        let question = json!({"type": it, "name": "q", "isRequired": true,
            "choices": ["a", "b"], "columns": [{"name": "c", "value": "c"}], "rows": ["r"],
            "areas": [{"value": "north", "text": "North"}], "items": [{"name": "i"}],
            "templateElements": [{"type": "text", "name": "t"}],
            "elements": [{"type": "text", "name": "e"}]});
        let bare = json!({"type": it, "name": "bare"});
        let imported = made(&json!({"pages": [{"name": "p", "elements": [question, bare]}]}));
        let errors: Vec<String> = imported.findings.iter().map(ToString::to_string).collect();
        assert!(imported.document.is_some(), "{it}: {errors:?}");
    }
}

#[test]
fn what_breaks_a_rule_here_does_not_cost_the_form() {
    let form = json!({"elements": [
        {"type": "text", "name": "a", "visibleIf": "{a} empty or {b} = 1"},
        {"type": "text", "name": "b", "inputType": "number", "min": 9, "max": 3},
        {"type": "slider", "name": "s", "min": 0, "max": 100_000},
        {"type": "rating", "name": "r", "rateMin": 5, "rateMax": 1},
        {"type": "radiogroup", "name": "c", "choices": ["", {"value": " x "}, {"value": null}, 0, "x", "x"]},
        {"type": "expression", "name": "e", "expression": "{f} + 1"},
        {"type": "expression", "name": "f", "expression": "{e} + 1"},
        {"type": "paneldynamic", "name": "p", "panelCountExpression": "{p.length}"},
        {"type": "text", "name": "same"}, {"type": "text", "name": "same"}, {"type": "text"}, 3,
    ]});
    let imported = made(&form);
    let said: Vec<String> = imported.findings.iter().map(ToString::to_string).collect();
    let document = imported.document.unwrap_or_else(|| panic!("{said:?}"));
    let circles = said.iter().filter(|it| it.contains("in a circle"));
    assert_eq!(circles.count(), 2, "{said:?}");
    assert_eq!(document["items"][0].get("relevant"), None);
    assert_eq!(document["items"][2]["type"], "decimal");
    assert_eq!(document["items"][9]["name"], "same_2");
}

#[test]
fn expressions_that_grow_without_end_are_left_out() {
    let nested = format!("{}{{n}}{} > 1", "{n} / (".repeat(40), ")".repeat(40));
    assert!(relevant(&nested).contains("comes to more than 30000 characters"));
}
