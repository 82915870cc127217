//! `minyi check` and `minyi merge` on real files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use survey_core::base::{Answer, Value};
use survey_core::format::export::{self, Form};
use survey_core::format::{areas, gzip, json, response, survey};
use survey_core::response::{Bundle, Entry, Response};
use survey_core::simulate::{Options, Simulation};

fn surveys() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../surveys")
}

/// A folder of one test, empty.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}

fn minyi(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minyi"));
    command
        .current_dir(folder)
        .args(args)
        .output()
        .expect("minyi starts")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Simulated responses to the annual survey.
fn responses(n: usize) -> Vec<Response> {
    let read = |name: &str| fs::read_to_string(surveys().join(name)).expect("the file is there");
    let survey = survey::read(&read("annual-resident.json")).expect("sound");
    let tree = areas::read(&read("areas-example.json")).expect("sound");
    let options = Options::new(&survey.questionnaire, 7, n);
    let simulation = Simulation::new(Arc::new(survey.questionnaire), Arc::new(tree), options);
    (0..n).map(|at| simulation.response(at)).collect()
}

fn bundle(responses: &[Response]) -> Bundle {
    let records = responses
        .iter()
        .map(|it| response::record(it).expect("sound"));
    let mut bundle = export::bundle(records.collect(), "2026-03-16T18:00:00.000+08:00");
    let read = |name: &str| {
        let text = fs::read_to_string(surveys().join(name)).expect("the file is there");
        json::parse(&text).expect("JSON")
    };
    export::add_survey(&mut bundle, &read("annual-resident.json"));
    export::add_areas(&mut bundle, &read("areas-example.json"));
    bundle
}

fn text(responses: &[Response], form: Form) -> String {
    let mut text = String::new();
    export::write(&bundle(responses), form, "a tablet", &mut |piece| {
        text.push_str(piece);
    });
    text
}

/// The response with one answer changed and the revision given.
fn changed(response: &Response, revision: u32, words: &str) -> Response {
    let mut changed = response.clone();
    changed.revision = revision;
    let answer = Entry::Answer(Answer::Given(Value::Text(words.into())));
    changed.answers.insert("A1".into(), answer);
    changed
}

#[test]
fn everything_in_the_repository_is_sound() {
    for name in [
        "annual-resident",
        "eval-residents",
        "resident-qr-short",
        "areas-example",
    ] {
        let output = minyi(&surveys(), &["check", &format!("{name}.json")]);
        assert!(output.status.success(), "{}", stdout(&output));
    }
}

#[test]
fn check_names_every_problem_with_file_and_place() {
    let folder = folder("check");
    fs::write(
        folder.join("a.json"),
        r#"{"format":"minyi-areas/1","id":"a","areas":[{"code":"1"}]}"#,
    )
    .expect("written");
    fs::write(
        folder.join("s.json"),
        "{\n  \"format\": \"minyi-survey/1\",\n  \"id\": s\n}",
    )
    .expect("written");
    fs::write(folder.join("o.json"), r#"{"format":"minyi-surveys/1"}"#).expect("written");
    let output = minyi(&folder, &["check", "a.json", "s.json", "o.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        stdout(&output),
        "a.json: /areas/0: `name` is missing, words, or an object of words by language\n\
         a.json: /areas/0: `level` is missing, one of district, street, community, village, \
         compound, building, entrance\n\
         s.json: /: not JSON: line 3, column 9: found `s`, expected a value\n\
         o.json: /format: found `minyi-surveys/1`, expected minyi-survey/1, minyi-areas/1 or \
         minyi-export/1\n"
    );
    let output = minyi(&folder, &["check", "nowhere.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).starts_with("minyi: nowhere.json: "),
        "{}",
        stderr(&output)
    );
}

#[test]
fn check_looks_into_exports() {
    let folder = folder("check-exports");
    let some = responses(3);
    fs::write(folder.join("good.json"), text(&some, Form::Json)).expect("written");
    let good = minyi(&folder, &["check", "good.json"]);
    assert_eq!(
        stdout(&good),
        "good.json: 3 responses, 1 survey, 1 tree of areas, simulated, all is well\n"
    );
    let mut stranger = some[0].clone();
    let answer = stranger
        .answers
        .values()
        .next()
        .expect("it has answers")
        .clone();
    stranger.answers.insert("ZZ9".into(), answer);
    fs::write(folder.join("bad.ndjson"), text(&[stranger], Form::Ndjson)).expect("written");
    let bad = minyi(&folder, &["check", "good.json", "bad.ndjson"]);
    assert_eq!(bad.status.code(), Some(1));
    let expected = format!(
        "bad.ndjson: response {}: /answers: its survey has no item `ZZ9`\n",
        some[0].id
    );
    assert!(stdout(&bad).ends_with(&expected), "{}", stdout(&bad));
}

#[test]
fn merging_is_the_same_in_any_order_and_twice() {
    let folder = folder("merge");
    let all = responses(12);
    fs::write(folder.join("a.json"), text(&all[..8], Form::Json)).expect("written");
    let packed = gzip::deflate(text(&all[5..], Form::Ndjson).as_bytes());
    fs::write(folder.join("b.ndjson.gz"), packed).expect("written");
    let one = minyi(
        &folder,
        &["merge", "a.json", "b.ndjson.gz", "-o", "one.json"],
    );
    assert!(one.status.success(), "{}", stderr(&one));
    assert_eq!(
        stderr(&one),
        "a.json: 8 new, 0 identical, 0 newer, 0 older, 0 conflicting, 0 damaged\n\
         b.ndjson.gz: 4 new, 3 identical, 0 newer, 0 older, 0 conflicting, 0 damaged\n\
         one.json: 12 responses, 1 survey, 1 tree of areas, simulated\n"
    );
    let two = minyi(
        &folder,
        &[
            "merge",
            "b.ndjson.gz",
            "one.json",
            "a.json",
            "-o",
            "two.json.gz",
        ],
    );
    assert!(two.status.success(), "{}", stderr(&two));
    let one = fs::read(folder.join("one.json")).expect("written");
    let two = gzip::inflate(
        &fs::read(folder.join("two.json.gz")).expect("written"),
        1 << 24,
    );
    assert_eq!(two.fault, None);
    assert!(one == two.bytes, "the bytes depend on the order");
    let lines = minyi(&folder, &["merge", "one.json", "--ndjson", "-o", "-"]);
    // The header, the survey, the areas, the responses and the manifest.
    assert_eq!(stdout(&lines).lines().count(), 1 + 2 + 12 + 1);
    let reading = export::read(&one);
    assert_eq!(
        (reading.damages, reading.bundle.records().len()),
        (Vec::new(), 12)
    );
}

#[test]
fn merging_reports_revisions_conflicts_and_damage() {
    let folder = folder("report");
    let all = responses(4);
    fs::write(folder.join("a.json"), text(&all[..3], Form::Json)).expect("written");
    let theirs = [
        all[0].clone(),
        changed(&all[1], 2, "x"),
        changed(&all[2], 1, "y"),
        all[3].clone(),
    ];
    // The last response in the file is hit; it is not certain which one that is.
    let spoilt = text(&theirs, Form::Json);
    let last = bundle(&theirs)
        .records()
        .last()
        .expect("four")
        .header()
        .id
        .to_string();
    let at = spoilt.rfind("\"disposition\":\"").expect("it has one");
    let spoilt = [&spoilt[..at], "X", &spoilt[at + 1..]].concat();
    fs::write(folder.join("b.json"), &spoilt).expect("written");
    let output = minyi(
        &folder,
        &[
            "merge",
            "a.json",
            "b.json",
            "-o",
            "out.json",
            "--json",
            "report.json",
        ],
    );
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let report = fs::read_to_string(folder.join("report.json")).expect("written");
    let report = json::parse(&report).expect("JSON");
    let file = &report["files"][1];
    let lost = all
        .iter()
        .position(|it| it.id == last)
        .expect("it is one of them");
    let expected = [
        usize::from(lost != 3),
        usize::from(lost != 0),
        usize::from(lost != 1),
        usize::from(lost != 2),
    ];
    assert_eq!(file["new"], expected[0]);
    assert_eq!(file["identical"], expected[1]);
    assert_eq!(file["newer"], expected[2]);
    assert_eq!(
        file["conflicting"].as_array().map(Vec::len),
        Some(expected[3])
    );
    assert_eq!(file["damaged"][0]["id"], last.as_str());
    assert!(
        stderr(&output).contains("b.json: damaged: bytes "),
        "{}",
        stderr(&output)
    );
    assert_eq!(
        report["responses"],
        3 + expected[0] + expected[2] + expected[3]
    );
}

#[test]
fn nothing_is_written_when_a_file_is_not_there() {
    let folder = folder("missing");
    let output = minyi(&folder, &["merge", "nowhere.json", "-o", "out.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).starts_with("minyi: nowhere.json: "),
        "{}",
        stderr(&output)
    );
    assert!(!folder.join("out.json").exists());
    let output = minyi(&folder, &["merge", "-o", "out.json"]);
    assert_eq!(output.status.code(), Some(2));
}
