use std::sync::Arc;

use serde_json::json;

use super::{Bitmap, Codes, Column, Dataset, DatasetBuilder, Filter, Numbers, Ticks, Var};
use crate::base::{Answer, AreaTree, Missing, Value};
use crate::format::survey;
use crate::questionnaire::{Mode, Questionnaire};
use crate::response::{Entry, Response};
use crate::simulate::tests::{areas, form, simulate};

fn build(responses: &[Response]) -> Dataset {
    let mut builder = DatasetBuilder::new(&[form()], areas()).expect("one survey");
    responses.iter().for_each(|it| assert!(builder.push(it)));
    builder.finish()
}

#[test]
fn codes_and_ticks_widen_and_keep_reasons() {
    let mut codes = Codes::default();
    let mut ticks = Ticks::new(3);
    let mut numbers = Numbers::default();
    let mut expected = Vec::new();
    for step in 0..40_u16 {
        let reason = Missing::ALL[usize::from(step % 6)];
        codes.push(Ok(step * 8));
        codes.push(Err(reason));
        ticks.push(Ok(&[usize::from(step)]));
        ticks.push(Err(reason));
        numbers.push(Ok(-0.5 * f64::from(step)));
        numbers.push(Err(reason));
        expected.extend([(Some(step), None), (None, Some(reason))]);
    }
    for (row, (step, reason)) in expected.into_iter().enumerate() {
        assert_eq!(codes.get(row).err(), reason);
        assert_eq!(codes.get(row).ok(), step.map(|it| it * 8));
        assert_eq!(ticks.missing(row), reason);
        let ticked: Vec<usize> = ticks.codes(row).collect();
        assert_eq!(
            ticked,
            step.map(usize::from).into_iter().collect::<Vec<_>>()
        );
        assert_eq!(numbers.get(row).err(), reason);
        assert_eq!(numbers.get(row).ok(), step.map(|it| -0.5 * f64::from(it)));
    }
}

#[test]
fn bitmaps_are_sets() {
    for len in [0, 1, 63, 64, 65, 200] {
        let threes = Bitmap::of(len, |row| row % 3 == 0);
        let fives = Bitmap::of(len, |row| row % 5 == 0);
        let rows = |it: &Bitmap| it.iter().collect::<Vec<_>>();
        let want = |holds: &dyn Fn(usize) -> bool| (0..len).filter(|it| holds(*it)).collect();
        let both: Vec<usize> = want(&|it| it % 15 == 0);
        assert_eq!(rows(&threes.clone().and(&fives)), both);
        let either: Vec<usize> = want(&|it| it % 3 == 0 || it % 5 == 0);
        assert_eq!(rows(&threes.clone().or(&fives)), either);
        let rest: Vec<usize> = want(&|it| it % 3 != 0);
        assert_eq!(threes.count() + rest.len(), len);
        assert_eq!(rows(&threes.not()), rest);
        assert_eq!(Bitmap::all(len).count(), len);
    }
}

/// What a response says about an item, read without the data set.
fn answer<'a>(response: &'a Response, name: &str) -> Result<&'a Value, Missing> {
    match response.answers.get(name) {
        Some(Entry::Answer(Answer::Given(value))) => Ok(value),
        Some(Entry::Answer(Answer::Missing(reason))) => Err(*reason),
        Some(Entry::Repeat(_)) | None => Err(Missing::NotAsked),
    }
}

#[test]
fn every_answer_comes_back() {
    let responses = simulate(5, 500);
    let data = build(&responses);
    assert_eq!(data.len(), 500);
    assert_eq!(data.problems().count(), 0);
    assert!(
        data.find("kid_age").is_none(),
        "answers in repeats are not in it"
    );
    for (at, variable) in data.variables().iter().enumerate() {
        for (row, response) in responses.iter().enumerate() {
            if variable.name == "kids" {
                let expected = match response.answers.get("kids") {
                    Some(Entry::Repeat(all)) => Some(all.len() as f64),
                    _ => None,
                };
                assert_eq!(data.number(at, row), expected);
                continue;
            }
            let found = answer(response, &variable.name);
            let missing = data.column(at).missing(row);
            assert_eq!(missing, found.err(), "{} of {row}", variable.name);
            let mut text = found.map_or_else(|_| String::new(), Value::to_xpath);
            if let Ok(Value::Many(names)) = found {
                // A set has no order; the questionnaire's is as good as any.
                let order = variable.codes.iter().filter(|it| names.contains(&it.name));
                text = order
                    .map(|it| it.name.as_str())
                    .collect::<Vec<_>>()
                    .join(" ");
            }
            assert_eq!(data.text(at, row), text, "{} of {row}", variable.name);
        }
    }
    for (row, response) in responses.iter().enumerate() {
        assert_eq!(data.area().name(row), response.area.as_deref());
        assert_eq!(
            data.interviewer().name(row),
            response.interviewer.as_deref()
        );
        assert_eq!(data.mode().name(row), Some(response.mode.name()));
        assert_eq!(data.day(row), response.started.date);
    }
}

#[test]
fn chunks_merge_to_the_whole() {
    let responses = simulate(6, 300);
    let whole = build(&responses);
    let mut builder = DatasetBuilder::new(&[form()], areas()).expect("one survey");
    for chunk in responses.chunks(70) {
        builder.merge(&build(chunk)).expect("the same survey");
    }
    let merged = builder.finish();
    assert_eq!(merged.columns, whole.columns);
    assert_eq!(merged.header, whole.header);
}

#[test]
fn filters_equal_brute_force() {
    let responses = simulate(7, 400);
    let data = build(&responses);
    let day = responses[17].started.date;
    let is = |it: &Response, name: &str, code: &str| match answer(it, name) {
        Ok(Value::Text(text)) => text == code,
        Ok(Value::Many(names)) => names.iter().any(|it| it == code),
        _ => false,
    };
    type Holds<'a> = Box<dyn Fn(&Response) -> bool + 'a>;
    let chose = |item: &str, codes: &[&str]| Filter::Chose {
        item: item.into(),
        codes: codes.iter().map(|it| (*it).to_owned()).collect(),
    };
    let cases: Vec<(Filter, Holds)> = vec![
        (
            Filter::Area("c2".into()),
            Box::new(|it| it.area.as_deref().is_some_and(|it| it.starts_with("c2"))),
        ),
        (Filter::Area("s".into()), Box::new(|_| true)),
        (
            Filter::Mode(Mode::SelfCompletion),
            Box::new(|it| it.mode == Mode::SelfCompletion),
        ),
        (
            Filter::Days {
                from: Some(day),
                to: Some(day),
            },
            Box::new(move |it| it.started.date == day),
        ),
        (
            chose("s1", &["4", "5"]),
            Box::new(|it| is(it, "s1", "4") || is(it, "s1", "5")),
        ),
        (
            chose("m", &["1", "3"]),
            Box::new(|it| is(it, "m", "1") || is(it, "m", "3")),
        ),
        (
            Filter::Between {
                item: "r".into(),
                from: 7.0,
                to: 8.0,
            },
            Box::new(
                |it| matches!(answer(it, "r"), Ok(Value::Number(n)) if (7.0..=8.0).contains(n)),
            ),
        ),
        (
            Filter::Missing {
                item: "s2".into(),
                reason: Missing::DontKnow,
            },
            Box::new(|it| answer(it, "s2") == Err(Missing::DontKnow)),
        ),
        (
            Filter::Interviews,
            Box::new(|it| it.disposition.starts_with("1.")),
        ),
        (Filter::Simulated, Box::new(|_| true)),
        (Filter::Every(vec![]), Box::new(|_| true)),
        (Filter::Any(vec![]), Box::new(|_| false)),
    ];
    for (filter, holds) in &cases {
        for (other, other_holds) in &cases {
            let both = Filter::Every(vec![filter.clone(), other.clone()]);
            let one_only = Filter::Any(vec![Filter::Not(Box::new(filter.clone())), other.clone()]);
            let want = |rule: &dyn Fn(&Response) -> bool| -> Vec<usize> {
                (0..400).filter(|row| rule(&responses[*row])).collect()
            };
            let got = |it: &Filter| data.select(it).expect("known").iter().collect::<Vec<_>>();
            assert_eq!(
                got(&both),
                want(&|it| holds(it) && other_holds(it)),
                "{both:?}"
            );
            let rule = |it: &Response| !holds(it) || other_holds(it);
            assert_eq!(got(&one_only), want(&rule), "{one_only:?}");
        }
    }
    let wrong = |it| data.select(&it).expect_err("unknown");
    assert_eq!(
        wrong(chose("s3", &[])),
        "there is no item `s3`, did you mean `s1`?"
    );
    assert_eq!(
        wrong(chose("yn", &["Y"])),
        "there is no choice of `yn` `Y`, did you mean `y`?"
    );
    assert_eq!(
        wrong(Filter::Area("c3".into())),
        "there is no area `c3`, did you mean `c1`?"
    );
}

#[test]
fn groups_put_each_row_in_its_place() {
    let responses = simulate(8, 200);
    let data = build(&responses);
    let groups = |text: &str| data.groups(&text.parse().expect("infallible"));
    for (var, key) in [
        (
            "area:community",
            (|it| it.area.as_ref().map(|it| it[..2].to_owned())) as fn(&Response) -> _,
        ),
        ("mode", |it| Some(it.mode.name().to_owned())),
        ("date", |it| Some(it.started.date.to_string())),
        ("interviewer", |it| it.interviewer.clone()),
        ("disposition", |it| Some(it.disposition.clone())),
        ("yn", |it| answer(it, "yn").ok().map(Value::to_xpath)),
        ("item:r", |it| answer(it, "r").ok().map(Value::to_xpath)),
    ] {
        let groups = groups(var).expect("groups");
        for (row, response) in responses.iter().enumerate() {
            let found = groups.get(row).map(|it| groups.groups[it].key.clone());
            assert_eq!(found, key(response), "{var} of {row}");
        }
    }
    let days = groups("date").expect("days");
    assert!(days.groups.is_sorted_by_key(|it| it.key.clone()));
    assert_eq!(
        groups("m"),
        Err("`m` puts a person in several groups".into())
    );
    assert_eq!(
        groups("age"),
        Err("`age` has no list of choices to group by".into())
    );
    assert_eq!(
        groups("area:comunity"),
        Err("there is no level of areas `comunity`, did you mean `community`?".into())
    );
    let var: Var = "area:street".parse().expect("infallible");
    assert_eq!(var.to_string(), "area:street");
}

fn scored(version: &str, extra: serde_json::Value) -> Arc<Questionnaire> {
    let grades: Vec<_> = (1..=5)
        .map(|it| json!({"name": it.to_string(), "label": version, "score": 25 * (it - 1)}))
        .chain(extra.as_array().cloned().unwrap_or_default())
        .collect();
    let document = json!({
        "format": "minyi-survey/1", "id": "scores", "version": version, "title": "Test",
        "languages": ["en"], "default_language": "en", "modes": ["self"],
        "missing": {"dont_know": {"label": "Don't know"}},
        "choices": {"grade": grades},
        "items": [
            {"type": "select_one", "name": "a", "label": "A", "choices": "grade", "missing": ["dont_know"]},
            {"type": "select_one", "name": "b", "label": "B", "choices": "grade", "missing": []},
            {"type": "range", "name": "r", "label": "R", "score": "10 * .",
             "parameters": {"start": 0, "end": 10, "step": 1}, "missing": []},
            {"type": "integer", "name": "n", "label": "N", "score": "100 - .", "missing": []},
            {"type": "text", "name": "t", "label": "T", "missing": []},
        ],
        "constructs": {
            "half": {"label": "Half", "score": {"mean": [{"item": "a"}, {"item": "b"}], "min_valid": 1}},
            "both": {"label": "Both", "score": {"mean": [{"construct": "half"}, {"item": "r"}],
                                               "weights": [0.4, 0.6], "min_valid": 2}},
            "rate": {"label": "Rate", "score": {"share": "${a} >= 4", "among": "answered(${a})"}},
            "words": {"label": "Words", "score": {"share": "string-length(${t}) > 2"}},
        },
    });
    Arc::new(survey::from_value(document).expect("sound").questionnaire)
}

/// A response with the given answers; `?` is "don't know".
fn response(form: &Questionnaire, answers: &[(&str, &str)]) -> Response {
    let mut response = simulate(1, 1).remove(0);
    response.survey.id.clone_from(&form.id);
    response.survey.digest.clone_from(&form.digest);
    let answer = |name: &str, text: &str| match (name, text) {
        (_, "?") => Answer::Missing(Missing::DontKnow),
        ("r" | "n", _) => Answer::Given(Value::Number(text.parse().expect("a number"))),
        _ => Answer::Given(Value::Text(text.to_owned())),
    };
    let entry =
        |(name, text): &(&str, &str)| ((*name).to_owned(), Entry::Answer(answer(name, text)));
    response.answers = answers.iter().map(entry).collect();
    response
}

#[test]
fn scores_follow_their_definitions() {
    let form = scored("1", json!([]));
    let mut builder =
        DatasetBuilder::new(std::slice::from_ref(&form), Arc::default()).expect("one survey");
    for answers in [
        &[
            ("a", "5"),
            ("b", "3"),
            ("r", "7"),
            ("n", "30"),
            ("t", "abc"),
        ][..],
        &[("a", "?"), ("b", "2"), ("t", "ab")],
        &[("a", "4"), ("r", "0")],
        &[("a", "?")],
    ] {
        assert!(builder.push(&response(&form, answers)));
    }
    let data = builder.finish();
    let scores = |name: &str| -> Vec<Option<f64>> {
        let all = data.scores(name).expect("scored");
        all.into_iter()
            .map(|it| (!it.is_nan()).then_some(it))
            .collect()
    };
    assert_eq!(scores("a"), [Some(100.0), None, Some(75.0), None]);
    assert_eq!(scores("r"), [Some(70.0), None, Some(0.0), None]);
    assert_eq!(scores("n"), [Some(70.0), None, None, None]);
    assert_eq!(scores("half"), [Some(75.0), Some(25.0), Some(75.0), None]);
    assert_eq!(
        scores("both"),
        [Some(0.4 * 75.0 + 0.6 * 70.0), None, Some(0.4 * 75.0), None]
    );
    assert_eq!(scores("rate"), [Some(100.0), None, Some(100.0), None]);
    assert_eq!(
        scores("words"),
        [Some(100.0), Some(0.0), Some(0.0), Some(0.0)]
    );
    assert_eq!(
        data.scores("hafl"),
        Err("there is no construct or item `hafl`, did you mean `half`?".into())
    );
    assert_eq!(data.scores("t"), Err("`t` has no score".into()));
}

#[test]
fn versions_are_joined_by_name() {
    let old = scored("1", json!([{"name": "old", "label": "gone"}]));
    let new = scored("2", json!([{"name": "new", "label": "came"}]));
    let forms = [old.clone(), new.clone()];
    let mut builder = DatasetBuilder::new(&forms, Arc::new(AreaTree::default())).expect("one");
    assert!(builder.push(&response(&old, &[("a", "old"), ("b", "1")])));
    assert!(builder.push(&response(&new, &[("a", "new"), ("x", "1")])));
    assert!(builder.push(&response(&new, &[("a", "stray"), ("n", "12")])));
    let mut other = response(&new, &[]);
    other.survey.id = "other".into();
    assert!(!builder.push(&other));
    let data = builder.finish();
    assert_eq!(data.len(), 3);
    let at = data.find("a").expect("a");
    let said: Vec<String> = (0..3).map(|row| data.text(at, row).into_owned()).collect();
    assert_eq!(said, ["old", "new", "stray"]);
    assert_eq!(data.variables()[at].codes[0].label.get("en", "en"), "2");
    let mut problems: Vec<String> = data.problems().map(|it| it.0.to_string()).collect();
    problems.retain(|it| !it.starts_with("area"));
    assert_eq!(
        problems,
        [
            "a: there is no choice `stray`",
            "survey: found survey `other`, expected `scores`",
            "x: there is no such item"
        ]
    );
    assert!(matches!(data.column(at), Column::Codes(_)));
    let strangers = [old, form()];
    let error = DatasetBuilder::new(&strangers, Arc::default()).expect_err("two surveys");
    assert_eq!(error, "found `scores` beside `test`, expected one survey");
}
