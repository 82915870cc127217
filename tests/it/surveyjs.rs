//! SurveyJS's forms played beside SurveyJS itself: see `tests/fixtures/surveyjs/golden.mjs`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use survey_core::base::Missing;
use survey_core::expr::Expr;
use survey_core::format::foreign;
use survey_core::format::xform::Attachments;
use survey_core::interview::{Effect, Event, Input, Interview, JournalEntry, Layout, Start};
use survey_core::questionnaire::Mode;
use survey_core::response::SurveyRef;

/// 2026-03-02T09:00Z, the moment that SurveyJS was asked at.
const NOW: i64 = 1_772_442_000_000;

/// What SurveyJS did, a line a case.
const GOLDEN: &str = include_str!("../fixtures/surveyjs/golden.ndjson");

/// Cases that differ, each for a reason.
const DIFFERENT: &str = include_str!("../fixtures/surveyjs/different.txt");

struct Player {
    interview: Interview,
    n_events: i64,
}

impl Player {
    fn new(form: &Value) -> Result<Player, String> {
        let bytes = form.to_string();
        let read = foreign::read(bytes.as_bytes(), "case.json", &Attachments::new());
        let said: Vec<String> = read.findings.iter().map(ToString::to_string).collect();
        let form = read.survey.ok_or_else(|| said.join("; "))?.questionnaire;
        let start = Start {
            id: "case".into(),
            survey: SurveyRef {
                id: form.id.clone(),
                version: form.version.clone(),
                digest: form.digest.clone(),
            },
            mode: Mode::SelfCompletion,
            language: form.default_language.clone(),
            area: None,
            wave: None,
            interviewer: None,
            device: None,
            packs: Vec::new(),
            seed: 3,
            offset: 0,
            layout: Layout::Section,
            simulated: false,
        };
        let event = Event::Start(Box::new(start));
        let entry = JournalEntry { at: NOW, event };
        let interview = Interview::start(Arc::new(form), entry)?;
        Ok(Player {
            interview,
            n_events: 0,
        })
    }

    fn apply(&mut self, event: Event) -> Result<(), String> {
        self.n_events += 1;
        let at = NOW + self.n_events * 1000;
        let effects = self.interview.apply(JournalEntry { at, event });
        let refused = effects.into_iter().find_map(|it| match it {
            Effect::Refused(why) => Some(why),
            Effect::Store(_) | Effect::Moved | Effect::Focus(_) | Effect::Finished(_) => None,
        });
        refused.map_or(Ok(()), Err)
    }

    fn step(&mut self, place: &str, value: &Value) -> Result<(), String> {
        if let Some(repeat) = place.strip_prefix('+') {
            let place = repeat.to_owned();
            return self.apply(Event::AddRepeat { place });
        }
        let reason = match value.as_str() {
            Some("dontknow") => Some(Missing::DontKnow),
            Some("refused") => Some(Missing::Refused),
            Some(_) | None => None,
        };
        let input = match (reason, value) {
            (Some(reason), _) => Input::Missing(reason),
            (None, Value::Null) => Input::Clear,
            (None, value) => {
                let choices = self.interview.choices_at(place);
                let text = match value.as_str() {
                    Some(words) if choices.is_empty() => words.to_owned(),
                    Some(_) | None => coded(value),
                };
                Input::Value(self.interview.input_at(place, &text)?)
            }
        };
        let place = place.to_owned();
        self.apply(Event::Answer { place, input })
    }

    /// What can be seen of a place, in the words of the golden file.
    fn seen(&self, place: &str, expected: &Map<String, Value>) -> Map<String, Value> {
        let mut seen = Map::new();
        let shown = self.interview.is_relevant(place);
        seen.insert("shown".into(), json!(shown));
        if !shown {
            return seen;
        }
        let value = Expr::parse(".").map(|it| self.interview.evaluate(&it, place));
        let value = value.map_err(|it| it.message.clone()).and_then(|it| it);
        seen.insert("value".into(), json!(value.unwrap_or_else(|it| it)));
        let missing = Expr::parse("missing-reason(.)").expect("sound");
        let reason = self.interview.evaluate(&missing, place).unwrap_or_default();
        match reason.as_str() {
            "dont_know" => seen.insert("value".into(), json!("dontknow")),
            "refused" => seen.insert("value".into(), json!("refused")),
            _ => None,
        };
        if let Ok(question) = self.interview.question_at(place) {
            seen.insert("closed".into(), json!(question.read_only));
            seen.insert("needed".into(), json!(question.required));
            seen.insert("title".into(), json!(question.label));
        }
        if expected.contains_key("choices") {
            seen.insert("choices".into(), json!(self.interview.choices_at(place)));
        }
        seen
    }
}

/// A value with the codes that choices have here.
fn coded(value: &Value) -> String {
    match value {
        Value::Array(list) => list.iter().map(coded).collect::<Vec<_>>().join(" "),
        Value::String(words) => words.replace(' ', "_"),
        other => other.to_string(),
    }
}

fn same(key: &str, theirs: &Value, ours: Option<&Value>) -> bool {
    let Some(ours) = ours else { return false };
    match (key, theirs, ours) {
        ("value", Value::String(theirs), Value::String(ours)) => {
            let numbers = theirs.parse::<f64>().ok().zip(ours.parse::<f64>().ok());
            let close = |(a, b): (f64, f64)| (a - b).abs() <= 1e-9 * a.abs().max(1.0);
            theirs.replace(' ', "_") == ours.replace(' ', "_") || numbers.is_some_and(close)
        }
        ("choices", Value::Array(theirs), Value::Array(ours)) => {
            let special =
                |it: &&Value| !["dontknow", "refused"].contains(&it.as_str().unwrap_or_default());
            let theirs: Vec<String> = theirs.iter().filter(special).map(coded).collect();
            json!(theirs) == json!(ours)
        }
        _ => theirs == ours,
    }
}

/// The first difference of a case, if there is one.
fn play(case: &Value) -> Result<(), String> {
    let mut player = Player::new(&case["form"])?;
    let mut state: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    let steps = case["steps"].as_array().into_iter().flatten();
    for (n, (step, after)) in steps
        .zip(case["after"].as_array().into_iter().flatten())
        .enumerate()
    {
        for (place, value) in step.as_object().into_iter().flatten() {
            let done = player.step(place, value);
            done.map_err(|it| format!("step {n}: {place}: {it}"))?;
        }
        for (place, changes) in after.as_object().into_iter().flatten() {
            let leaf = state.entry(place.clone()).or_default();
            leaf.extend(changes.as_object().cloned().unwrap_or_default());
        }
        let mut sound: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
        for (place, expected) in &state {
            let seen = player.seen(place, expected);
            let shown = expected.get("shown") != Some(&json!(false));
            if json!(shown) != seen["shown"] {
                return Err(format!(
                    "step {n}: {place} is shown: {shown} there, {} here",
                    !shown
                ));
            }
            for (key, theirs) in expected.iter().filter(|_| shown) {
                let skipped = ["of", "sound"].contains(&key.as_str())
                    || seen.len() > 1 && !seen.contains_key(key)
                    // What fails while it is blank is needed, whatever it is called.
                    || key == "needed" && expected.get("sound") == Some(&json!(false));
                if !skipped && !same(key, theirs, seen.get(key)) {
                    let ours = seen.get(key).unwrap_or(&Value::Null);
                    return Err(format!(
                        "step {n}: {key} of {place}: {theirs} there, {ours} here"
                    ));
                }
            }
            if shown {
                let of = expected.get("of").and_then(Value::as_str).unwrap_or(place);
                let entry = sound.entry(of).or_insert((true, true));
                entry.0 &= expected.get("sound") != Some(&json!(false));
                entry.1 &= player.interview.complaint_at(place).is_none();
            }
        }
        for (of, (theirs, ours)) in sound {
            if theirs != ours {
                return Err(format!(
                    "step {n}: {of} is sound: {theirs} there, {ours} here"
                ));
            }
        }
    }
    Ok(())
}

fn cases() -> Vec<Value> {
    let mut lines = GOLDEN
        .lines()
        .map(|it| serde_json::from_str::<Value>(it).expect("JSON"));
    let base = lines.next().expect("a line")["base"].clone();
    let base: Vec<Value> = base.as_array().expect("a list").clone();
    let whole = |mut case: Value| {
        let form = case["form"].as_object_mut().expect("an object");
        if let Some(Value::Array(own)) = form.remove("shared") {
            let all: Vec<Value> = base.iter().cloned().chain(own).collect();
            form.insert("elements".into(), json!(all));
        }
        case
    };
    lines.map(whole).collect()
}

#[test]
fn forms_behave_as_in_surveyjs() {
    let reasons: BTreeMap<&str, &str> = DIFFERENT
        .lines()
        .filter(|it| !it.is_empty() && !it.starts_with('#'))
        .filter_map(|it| it.split_once(" — "))
        .collect();
    let mut wrong = Vec::new();
    let (mut n_cases, mut n_same) = (0, 0);
    for case in cases() {
        let name = case["name"].as_str().expect("a name");
        n_cases += 1;
        match (play(&case), reasons.get(name)) {
            (Ok(()), None) => n_same += 1,
            (Ok(()), Some(_)) => wrong.push(format!("{name}: is the same; take it off the list")),
            (Err(_), Some(_)) => {}
            (Err(why), None) => wrong.push(format!("{name}: {why}")),
        }
    }
    assert!(
        wrong.is_empty(),
        "{n_same} of {n_cases} are the same\n{}",
        wrong.join("\n")
    );
    // The figures of docs/surveyjs.md.
    assert_eq!((n_same, n_cases), (305, 309));
}
