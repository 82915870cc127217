//! `minyi run` from outside.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Exit code and output lines.
fn run(script: &str) -> (Option<i32>, Vec<serde_json::Value>) {
    let mut minyi = Command::new(env!("CARGO_BIN_EXE_minyi"))
        .args(["run", "surveys/annual-resident.json"])
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("minyi starts");
    let mut stdin = minyi.stdin.take().expect("a pipe");
    stdin.write_all(script.as_bytes()).expect("it reads");
    drop(stdin);
    let output = minyi.wait_with_output().expect("it ends");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let lines = text
        .lines()
        .map(|it| serde_json::from_str(it).expect("JSON"));
    (output.status.code(), lines.collect())
}

/// The other scripts of the manual run in `tests/it`.
#[test]
fn the_json_of_the_manual_runs() {
    let manual = std::fs::read_to_string(root().join("docs/run.md")).expect("docs/run.md");
    let blocks = manual.split("```json\n").skip(1);
    let scripts: Vec<&str> = blocks
        .filter_map(|it| it.split("```").next())
        .filter(|it| it.starts_with("{\"do\""))
        .collect();
    assert_eq!(scripts.len(), 1);
    for script in scripts {
        let (code, lines) = run(script);
        assert_eq!(code, Some(0), "{script}\n{lines:#?}");
        assert_eq!(lines.len(), script.lines().count());
    }
}

#[test]
fn words_say_nothing_unless_asked_or_wrong() {
    let script = "set consent = 1\nexpect consent = 1\n";
    assert_eq!(run(script), (Some(0), Vec::new()));
}

#[test]
fn what_is_wrong_is_said() {
    let (code, lines) = run("{\"query\": \"stage\", \"expect\": \"review\"}\n\
         {\"query\": \"vew\"}\n{\"do\": \"nxt\"}\n{\n\
         {\"do\": \"answer\", \"place\": \"D0\", \"value\": \"6\"}\n");
    assert_eq!(code, Some(1));
    let said: Vec<String> = lines.iter().map(ToString::to_string).collect();
    assert_eq!(
        said[..3],
        [
            r#"{"as_expected":false,"expected":"review","stage":"asking"}"#,
            r#"{"error":"there is no query `vew`, did you mean `view`?","line":2}"#,
            r#"{"error":"there is no verb `nxt`, did you mean `next`?","line":3}"#,
        ]
    );
    assert!(said[3].starts_with(r#"{"error":"not JSON"#), "{}", said[3]);
    assert_eq!(
        said[4],
        r#"{"refused":"found `6`, expected the name of a choice"}"#
    );
}

#[test]
fn a_questionnaire_that_is_wrong_is_named_with_its_places() {
    let path = std::env::temp_dir().join(format!("minyi-run-{}.json", std::process::id()));
    std::fs::write(&path, r#"{"format": "minyi-survey/1", "titel": "x"}"#).expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_minyi"))
        .arg("run")
        .arg(&path)
        .stdin(Stdio::null())
        .output()
        .expect("minyi starts");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(
        said.contains(&format!("{}:/titel", path.display())),
        "{said}"
    );
    std::fs::remove_file(path).expect("it is there");
}

/// `search()` and `select_one_external`: the choices stand in a table and in a sheet of their own.
#[test]
fn choices_come_out_of_tables_in_the_older_ways() {
    let script = "\
        set state = tx\n\
        expect choices county = bell polk\n\
        set county = polk\n\
        set state = wa\n\
        expect county is blank\n\
        expect choices county = king\n\
        set kind = stone\n\
        expect choices fruit = plum peach 99\n\
        expect labels fruit = Plum, blue | Peach | Another one\n\
        set kind = seed\n\
        expect choices fruit = apple 99\n\
        set part = ea\n\
        expect choices found = peach\n\
        set part = pl\n\
        expect choices found = plum\n";
    let path = std::env::temp_dir().join(format!("minyi-older-{}.txt", std::process::id()));
    std::fs::write(&path, script).expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_minyi"))
        .args(["run", "tests/fixtures/older/market.md", "--script"])
        .arg(&path)
        .current_dir(root())
        .output()
        .expect("minyi starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        (said.as_ref(), output.status.code()),
        ("", Some(0)),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    std::fs::remove_file(&path).expect("it is there");
}
