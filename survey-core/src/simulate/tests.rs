use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::json;

use super::{Margin, Options, Simulation};
use crate::base::{Answer, Area, AreaTree, Text, Value};
use crate::format::survey;
use crate::questionnaire::Questionnaire;
use crate::response::{Entry, Response};

pub(crate) fn document() -> serde_json::Value {
    let grades: Vec<_> = (1..=5)
        .map(|it| json!({"name": it.to_string(), "label": "g", "score": 25 * (it - 1)}))
        .collect();
    json!({
        "format": "minyi-survey/1", "id": "test", "version": "1", "title": "Test",
        "languages": ["en"], "default_language": "en", "modes": ["interviewer", "self"],
        "missing": {"dont_know": {"label": "Don't know"}, "refused": {"label": "Rather not"}},
        "choices": {
            "consent": [{"name": "y", "label": "Yes"},
                        {"name": "n", "label": "No", "end": true, "disposition": "2.112"}],
            "yn": [{"name": "y", "label": "Yes"}, {"name": "n", "label": "No"}],
            "many": [{"name": "1", "label": "One"}, {"name": "2", "label": "Two"},
                     {"name": "3", "label": "Three"}, {"name": "0", "label": "None", "exclusive": true}],
            "city": [{"name": "hz", "label": "Hangzhou", "properties": {"of": "y"}},
                     {"name": "nj", "label": "Nanjing", "properties": {"of": "n"}}],
            "grade": grades,
        },
        "items": [
            {"type": "consent", "name": "ok", "label": "May I?", "choices": "consent", "required": true, "missing": []},
            {"type": "select_one", "name": "s1", "label": "S1", "choices": "grade", "construct": "sat.a", "missing": ["dont_know"]},
            {"type": "select_one", "name": "s2", "label": "S2", "choices": "grade", "construct": "sat.b", "missing": ["dont_know"]},
            {"type": "select_one", "name": "yn", "label": "Y?", "choices": "yn", "missing": []},
            {"type": "select_one", "name": "city", "label": "City", "choices": "city",
             "choice_filter": "of = ${yn}", "missing": []},
            {"type": "select_multiple", "name": "m", "label": "M", "choices": "many",
             "parameters": {"max": 2}, "missing": ["refused"]},
            {"type": "integer", "name": "age", "label": "Age", "parameters": {"min": 18, "max": 90},
             "constraint": ". != 40", "relevant": "${yn} = 'y'", "missing": []},
            {"type": "range", "name": "r", "label": "R",
             "parameters": {"start": 0, "end": 10, "step": 1}, "missing": []},
            {"type": "date", "name": "d", "label": "D", "missing": []},
            {"type": "repeat", "name": "kids", "label": "Kids", "items": [
                {"type": "integer", "name": "kid_age", "label": "Age",
                 "parameters": {"min": 0, "max": 17}, "missing": []}]},
        ],
    })
}

pub(crate) fn form() -> Arc<Questionnaire> {
    Arc::new(survey::from_value(document()).expect("sound").questionnaire)
}

pub(crate) fn areas() -> Arc<AreaTree> {
    let area = |code: &str, level: &str, parent: Option<&str>| Area {
        code: code.into(),
        name: Text::default(),
        level: level.into(),
        parent: parent.map(str::to_owned),
    };
    let tree = AreaTree::build(vec![
        area("s", "street", None),
        area("c1", "community", Some("s")),
        area("c2", "community", Some("s")),
        area("c2-x", "compound", Some("c2")),
        area("c2-y", "compound", Some("c2")),
    ]);
    Arc::new(tree.expect("a tree"))
}

pub(crate) fn simulate(seed: u64, n: usize) -> Vec<Response> {
    let form = form();
    let mut options = Options::new(&form, seed, n);
    let shares = BTreeMap::from([("y".to_owned(), 0.8), ("n".to_owned(), 0.2)]);
    let margins = &mut options.profile.margins;
    margins.insert("yn".into(), Margin::Shares(shares));
    let leanings = BTreeMap::from([("y".to_owned(), 0.5), ("n".to_owned(), -0.5)]);
    options.profile.leanings.insert("yn".into(), leanings);
    Simulation::new(form, areas(), options).collect()
}

fn given<'a>(response: &'a Response, name: &str) -> Option<&'a Value> {
    match response.answers.get(name)? {
        Entry::Answer(answer) => answer.value(),
        Entry::Repeat(_) => None,
    }
}

#[test]
fn the_same_seed_gives_the_same_people_in_any_order() {
    let all = simulate(3, 40);
    assert_eq!(all, simulate(3, 40));
    assert_ne!(all, simulate(4, 40));
    let form = form();
    let again = Simulation::new(form.clone(), areas(), Options::new(&form, 3, 40));
    assert_eq!(again.len(), 40);
    let ids: BTreeSet<&str> = all.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids.len(), 40);
    assert!(
        all.iter()
            .all(|it| it.simulated && it.id.as_bytes()[14] == b'7')
    );
}

#[test]
fn every_response_follows_the_questionnaire() {
    let all = simulate(1, 400);
    let areas: BTreeMap<&str, usize> = all.iter().fold(BTreeMap::new(), |mut sum, it| {
        *sum.entry(it.area.as_deref().expect("an area")).or_default() += 1;
        sum
    });
    assert_eq!(areas["c1"], 200);
    assert_eq!(areas["c2-x"] + areas["c2-y"], 200);
    let mut kinds = BTreeSet::new();
    for response in &all {
        kinds.insert(response.disposition.as_str());
        let yn = given(response, "yn").cloned();
        let is = |it: &str| yn == Some(Value::Text(it.into()));
        if response.answers.contains_key("age") {
            assert!(is("y"), "{:?}", response.answers);
        }
        if let Some(Value::Number(age)) = given(response, "age") {
            assert!((18.0..=90.0).contains(age) && *age != 40.0);
        }
        if let Some(Value::Text(city)) = given(response, "city") {
            assert_eq!(city == "hz", is("y"));
        }
        if let Some(Value::Many(ticked)) = given(response, "m") {
            assert!((1..=2).contains(&ticked.len()));
            assert!(ticked.len() == 1 || !ticked.contains(&"0".to_owned()));
        }
        assert!(response.started.unix_millis() <= response.ended.unix_millis());
    }
    let kinds: Vec<&str> = kinds.into_iter().collect();
    assert_eq!(kinds, ["1.1", "1.2", "2.112", "2.12"]);
}

#[test]
fn answers_hang_together_and_lean() {
    let all = simulate(2, 3000);
    let grade = |it: &Response, name: &str| match given(it, name) {
        Some(Value::Text(name)) => name.parse::<f64>().ok(),
        _ => None,
    };
    let pairs: Vec<(f64, f64)> = all
        .iter()
        .filter_map(|it| Some((grade(it, "s1")?, grade(it, "s2")?)))
        .collect();
    let n = pairs.len() as f64;
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
    let (a, b) = (mean(&|it| it.0), mean(&|it| it.1));
    let cov = mean(&|it| (it.0 - a) * (it.1 - b));
    let sd = |of: f64, of_square: f64| (of_square - of * of).sqrt();
    let r = cov / (sd(a, mean(&|it| it.0 * it.0)) * sd(b, mean(&|it| it.1 * it.1)));
    assert!((0.3..0.8).contains(&r), "correlation {r}");
    let by = |code: &str| {
        let of: Vec<f64> = all
            .iter()
            .filter(|it| given(it, "yn") == Some(&Value::Text(code.into())))
            .filter_map(|it| grade(it, "s1"))
            .collect();
        (of.len() as f64, of.iter().sum::<f64>() / of.len() as f64)
    };
    let ((n_yes, yes), (n_no, no)) = (by("y"), by("n"));
    assert!(yes > no + 0.3, "leaning: {yes} and {no}");
    assert!((n_yes / (n_yes + n_no) - 0.8).abs() < 0.03);
    let missing = all
        .iter()
        .filter(|it| {
            matches!(
                it.answers.get("s1"),
                Some(Entry::Answer(Answer::Missing(_)))
            )
        })
        .count();
    assert!((20..400).contains(&missing), "{missing} without an answer");
}
