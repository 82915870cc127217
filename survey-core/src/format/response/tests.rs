use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{read, read_record, record, to_json};
use crate::base::{Answer, DateTime, Missing, Value};
use crate::format::canonical;
use crate::response::{Answers, Entry, Mode, Paradata, Response, SurveyRef};

fn answer() -> impl Strategy<Value = Entry> {
    let given = prop_oneof![
        "[a-z\"\\\\\u{4e00}-\u{4e10}\n]{0,6}".prop_map(Value::Text),
        (-1e9..1e9).prop_map(Value::Number),
        prop::collection::vec("[a-z0-9]{1,3}", 1..4).prop_map(Value::Many),
    ];
    let reason = prop::sample::select(Missing::ALL.to_vec());
    let answer = prop_oneof![
        given.prop_map(Answer::Given),
        reason.prop_map(Answer::Missing)
    ];
    answer.prop_map(Entry::Answer)
}

fn answers() -> impl Strategy<Value = Answers> {
    let plain = prop::collection::btree_map("[A-Za-z_][A-Za-z0-9_.]{0,5}", answer(), 0..5);
    let plain = plain.prop_map(Answers::from_iter);
    plain.prop_recursive(2, 20, 3, |inner| {
        let repeat = prop::collection::vec(inner.clone(), 1..3).prop_map(Entry::Repeat);
        (inner, "r[0-9]", repeat).prop_map(|(mut answers, name, repeat)| {
            answers.insert(name, repeat);
            answers
        })
    })
}

prop_compose! {
    fn response()(
        answers in answers(),
        words in prop::array::uniform4(prop::option::of("[a-z0-9\u{4e00}-\u{4e10}/\"-]{0,8}")),
        mode in prop::sample::select(Mode::ALL.to_vec()),
        started in 0_i64..4_000_000_000_000,
        offset in -720_i16..=840,
        seconds in prop::collection::btree_map("[A-Z][0-9]", 0.0..1e4, 0..4),
        counts in prop::array::uniform3(any::<u32>()),
        revision in 1_u32..,
        simulated in any::<bool>(),
    ) -> Response {
        let moment = |at| DateTime::from_unix_millis(at, offset).expect("in range");
        let [area, wave, interviewer, device] = words;
        let [back_steps, changes, pauses] = counts;
        Response {
            id: "019aa2f0-0000-7000-8000-000000000001".into(),
            revision,
            survey: SurveyRef { id: "s".into(), version: "1".into(), digest: "00".into() },
            area, wave, mode, interviewer, device, answers, simulated,
            language: "zh".into(),
            started: moment(started),
            ended: moment(started + 600_000),
            disposition: "1.1".into(),
            paradata: Paradata { seconds: seconds.into_iter().collect(), back_steps, changes, pauses },
            receipt: "7KQ2M9XB".into(),
        }
    }
}

proptest! {
    #[test]
    fn what_was_written_is_read(response in response()) {
        let record = record(&response).expect("sound");
        let again = read_record(record.text());
        prop_assert_eq!(again.as_ref(), Ok(&record));
        prop_assert_eq!(read(&record), Ok(response));
    }
}

fn example() -> Json {
    json!({
        "id": "r1", "revision": 2, "survey": {"id": "s", "version": "1", "digest": "00"},
        "mode": "self", "language": "zh", "started": "2026-11-22T09:00:00Z",
        "ended": "2026-11-22T09:10:00+08:00", "disposition": "1.1",
        "answers": {"A1": "3", "B1": 7.5, "C2": ["1", "4"], "D7": {"missing": "refused"}},
    })
}

fn sealed(mut json: Json) -> String {
    canonical::seal(json.as_object_mut().expect("an object"));
    json.to_string()
}

fn problems(json: Json) -> String {
    let problems = read_record(&sealed(json)).and_then(|it| read(&it).map(|_| ()));
    problems.expect_err("something is wrong").to_string()
}

#[test]
fn newer_fields_stay() {
    let mut json = example();
    json["weather"] = json!({"sun": [1, null]});
    json["answers"]["D7"]["note"] = json!("x");
    let record = read_record(&sealed(json)).expect("sound");
    assert!(record.text().contains(r#""weather":{"sun":[1,null]}"#));
    let response = read(&record).expect("sound");
    assert_eq!(
        response.answers["D7"],
        Entry::Answer(Answer::Missing(Missing::Refused))
    );
    assert_eq!(to_json(&response)["answers"]["C2"], json!(["1", "4"]));
}

#[test]
fn a_changed_response_is_noticed() {
    let text = sealed(example()).replace("7.5", "7.6");
    let problem = read_record(&text).expect_err("changed").to_string();
    assert!(
        problem.starts_with("/: the digest does not match: it says "),
        "{problem}"
    );
}

#[test]
fn every_problem_is_named_with_its_place() {
    let mut json = example();
    json["mode"] = "slef".into();
    json["started"] = "yesterday".into();
    json["answers"]["A1"] = Json::Null;
    json["answers"]["kids"] = json!([{"a/b": {"missing": "lost"}}]);
    json["answers"]["C2"] = json!(["1", 4]);
    json["paradata"] = json!({"changes": -1, "seconds": {"A1": "4"}});
    assert_eq!(
        problems(json),
        "/answers/A1: found null, expected a value, a list or a reason\n\
         /answers/C2: found a list of several kinds, expected names of choices\n\
         /answers/kids/0/a~1b: found {\"missing\":\"lost\"}, expected a reason such as \
         {\"missing\":\"skipped\"}\n\
         /paradata/changes: found -1, expected a whole number from 0\n\
         /paradata/seconds/A1: found \"4\", expected a number\n\
         /mode: there is no mode `slef` (did you mean `self`?)\n\
         /started: found `yesterday`, expected a moment such as 2026-11-22T09:00:00+08:00"
    );
    let mut json = example();
    json["revision"] = 0.into();
    assert_eq!(
        problems(json),
        "/: found 0 in `revision`, expected a number from 1"
    );
}

#[test]
fn the_documentation_shows_a_sound_response() {
    let page = include_str!("../../../../docs/exports.md");
    let example = page
        .split("```json\n")
        .nth(1)
        .and_then(|it| it.split("\n```").next());
    let example = example.expect("the page has an example");
    let record = read_record(example).expect("sound");
    let response = read(&record).expect("sound");
    assert_eq!(to_json(&response).to_string(), example);
}
