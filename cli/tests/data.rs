//! `minyi data` from outside: a table becomes responses that every command takes.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn minyi(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_minyi"))
        .args(args)
        .current_dir(folder)
        .output()
        .expect("minyi starts")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("minyi-data-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn put(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).expect("a file");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Sixty people, of whom one cell is no number on its scale.
fn table() -> String {
    let mut text = "q1,q2,q3,sex\n".to_owned();
    for row in 0..60 {
        let q1 = if row == 7 {
            "six".to_owned()
        } else {
            (row % 5 + 1).to_string()
        };
        text.push_str(&format!(
            "{q1},{},{},{}\n",
            row % 4 + 2,
            (row * 3) % 5 + 1,
            row % 2
        ));
    }
    text
}

#[test]
fn a_table_is_shown_corrected_and_tabulated() {
    let folder = Folder::new("made");
    folder.put("people.csv", &table());
    let shown = minyi(&folder.0, &["data", "people.csv"]);
    let text = String::from_utf8_lossy(&shown.stdout);
    assert!(
        shown.status.success() && text.contains("category"),
        "{text}"
    );

    let set = [
        "--set",
        "q1=scale:1:5",
        "--set",
        "q2=scale:1:5",
        "--set",
        "q3=scale:1:5",
    ];
    let args = [&["data", "people.csv", "--out", "people.json"], &set[..]].concat();
    let made = minyi(&folder.0, &args);
    assert_eq!(made.status.code(), Some(1), "{}", said(&made));
    let trouble = "row 8, `q1`: found `six`, expected a whole number from 1 to 5";
    assert!(said(&made).contains(trouble), "{}", said(&made));

    let args = [
        "tabulate",
        "people.json",
        "--question",
        "q1",
        "--by",
        "sex",
        "--json",
    ];
    let found = minyi(&folder.0, &args);
    let found: Value = serde_json::from_slice(&found.stdout).expect("JSON");
    assert_eq!(found["all"]["valid"], 59, "{found}");
    assert_eq!(found["all"]["missing"]["skipped"], 1, "{found}");
    // Rows 0 to 59 give every point twelve times; row 7 would have been a 3.
    let points: f64 = [1, 2, 4, 5]
        .iter()
        .map(|it| f64::from(it * 12))
        .sum::<f64>()
        + 33.0;
    let score = (points / 59.0 - 1.0) * 25.0;
    let told = found["all"]["score"]["estimate"].as_f64().expect("a score");
    assert!((told - score).abs() < 1e-9, "{told} {score}");
    let checked = minyi(&folder.0, &["check", "people.json"]);
    assert!(checked.status.success(), "{}", said(&checked));
}

#[test]
fn a_table_answers_a_survey_and_mistakes_are_named() {
    let folder = Folder::new("answered");
    folder.put("people.csv", "Q2,How are you,Q3\n5,x,-98\n4,y,nine\n");
    let surveys = Path::new(env!("CARGO_MANIFEST_DIR")).join("../surveys");
    let survey = surveys.join("resident-qr-short.json");
    let survey = survey.to_str().expect("UTF-8");
    let args = ["data", "people.csv", "--survey", survey, "--out", "-"];
    let found = minyi(&folder.0, &args);
    assert_eq!(found.status.code(), Some(1));
    let said_so = said(&found);
    assert!(
        said_so.contains("no question for `How are you`"),
        "{said_so}"
    );
    assert!(
        said_so.contains("row 2, `Q3`: found `nine`, expected one of"),
        "{said_so}"
    );
    let export: Value = serde_json::from_slice(&found.stdout).expect("JSON");
    assert_eq!(
        export["responses"].as_array().map(Vec::len),
        Some(2),
        "{export}"
    );

    for (args, why) in [
        (
            &["data", "people.csv", "--set", "Q9=number"][..],
            "no column `Q9`",
        ),
        (
            &["data", "people.csv", "--set", "Q2=big"][..],
            "expected out, category",
        ),
        (
            &["data", "people.csv", "--day", "today"][..],
            "expected a date",
        ),
        (&["data", "nowhere.csv"][..], "nowhere.csv"),
    ] {
        let found = minyi(&folder.0, args);
        assert_eq!(found.status.code(), Some(2), "{args:?}");
        assert!(said(&found).contains(why), "{}", said(&found));
    }
}
