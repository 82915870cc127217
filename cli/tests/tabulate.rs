//! `minyi simulate` and `minyi tabulate` from outside, on real files.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn minyi(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_minyi"))
        .args(args)
        .current_dir(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")))
        .output()
        .expect("minyi starts")
}

fn stdout(args: &[&str]) -> String {
    let output = minyi(args);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{args:?}: {said}");
    assert_eq!(said, "");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&stdout(args)).expect("JSON")
}

/// A file that goes away with the test.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str) -> Temporary {
        let name = format!("minyi-{}-{name}", std::process::id());
        Temporary(std::env::temp_dir().join(name))
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("UTF-8")
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn simulated(name: &str, n: &str, seed: &str, more: &[&str]) -> Temporary {
    let file = Temporary::new(name);
    let mut args = vec!["simulate", "surveys/annual-resident.json"];
    args.extend(["--areas", "surveys/areas-example.json", "--n", n]);
    args.extend(["--seed", seed, "-o", file.path()]);
    args.extend(more);
    stdout(&args);
    file
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let bytes = |it: &Temporary| std::fs::read(&it.0).expect("it was written");
    let one = bytes(&simulated("one", "60", "3", &[]));
    assert_eq!(one, bytes(&simulated("two", "60", "3", &[])));
    assert_ne!(one, bytes(&simulated("three", "60", "4", &[])));
}

#[test]
fn either_form_gives_the_same_numbers() {
    let (document, lines) = (
        simulated("document", "120", "5", &[]),
        simulated("lines", "120", "5", &["--ndjson"]),
    );
    for question in [
        "D0",
        "B1",
        "F1",
        "consent",
        "pillar.recognition",
        "rate.participation",
    ] {
        let args = |file: &Temporary| {
            let file = file.path().to_owned();
            json(&[
                "tabulate",
                &file,
                "--question",
                question,
                "--by",
                "G1",
                "--json",
            ])
        };
        assert_eq!(args(&document), args(&lines), "{question}");
    }
}

#[test]
fn several_exports_are_one_set() {
    let (one, two) = (
        simulated("a", "150", "6", &[]),
        simulated("b", "90", "7", &[]),
    );
    let tabulate = |files: &[&Temporary]| {
        let mut args = vec!["tabulate"];
        args.extend(files.iter().map(|it| it.path()));
        args.extend(["--question", "D0", "--json"]);
        json(&args)
    };
    let (first, second) = (tabulate(&[&one]), tabulate(&[&two]));
    let both = tabulate(&[&one, &two]);
    assert_eq!(
        both,
        tabulate(&[&two, &one, &two]),
        "order and repetition do not matter"
    );
    let n = |it: &Value, key: &str| it["all"][key].as_u64().expect("a number");
    for key in ["n", "valid"] {
        assert_eq!(n(&both, key), n(&first, key) + n(&second, key));
    }
    assert_eq!(both["responses"], 240);
    assert_eq!(both["simulated"], 240);
}

#[test]
fn numbers_add_up_and_agree_with_the_table() {
    let file = simulated("numbers", "470", "8", &[]);
    let found = json(&[
        "tabulate",
        file.path(),
        "--question",
        "D0",
        "--by",
        "area:street",
        "--json",
        "--lang",
        "en",
    ]);
    assert_eq!(
        found["label"].as_str().map(|it| it.starts_with("Overall")),
        Some(true)
    );
    let groups = found["groups"].as_array().expect("a list");
    assert_eq!(groups.len(), 6);
    let slices = || groups.iter().chain([&found["all"]]);
    let int = |it: &Value| it.as_u64().expect("a count");
    for slice in slices() {
        let missing = slice["missing"].as_object().expect("reasons");
        let missing: u64 = missing.values().map(int).sum();
        assert_eq!(int(&slice["valid"]) + missing, int(&slice["n"]));
        let counts: Vec<u64> = slice["counts"]
            .as_array()
            .expect("counts")
            .iter()
            .map(int)
            .collect();
        assert_eq!(counts.iter().sum::<u64>(), int(&slice["valid"]));
        let top = slice["top"]["estimate"].as_f64().expect("a share");
        let expected = (counts[0] + counts[1]) as f64 / int(&slice["valid"]) as f64;
        assert!((top - expected).abs() < 1e-12);
        let (low, high) = (&slice["top"]["low"], &slice["top"]["high"]);
        assert!(low.as_f64().expect("low") < top && top < high.as_f64().expect("high"));
    }
    let sum = |key: &str| groups.iter().map(|it| int(&it[key])).sum::<u64>();
    assert_eq!(sum("n"), int(&found["all"]["n"]));
    assert_eq!(found["all"]["n"], found["interviews"]);

    let table = stdout(&["tabulate", file.path(), "--question", "D0", "--lang", "en"]);
    let top = found["all"]["top"]["estimate"].as_f64().expect("a share");
    let line = table
        .lines()
        .find(|it| it.contains("top 2"))
        .expect("a line");
    assert!(line.contains(&format!("{:.1}%", 100.0 * top)), "{line}");
    assert!(table.contains("470 simulated"), "{table}");
}

#[test]
fn columns_line_up_in_chinese() {
    use unicode_width::UnicodeWidthStr;
    let file = simulated("chinese", "200", "9", &[]);
    let table = stdout(&["tabulate", file.path(), "--question", "F1"]);
    let ends: Vec<usize> = table
        .lines()
        .filter(|it| it.contains('%') && it.contains(" to "))
        .map(UnicodeWidthStr::width)
        .collect();
    assert_eq!(ends.len(), 9);
    assert!(ends.iter().all(|it| *it == ends[0]), "{table}");
}

#[test]
fn only_those_who_are_asked_for() {
    let file = simulated("only", "300", "10", &[]);
    let n = |more: &[&str]| {
        let mut args = vec!["tabulate", file.path(), "--question", "D0", "--json"];
        args.extend(more);
        json(&args)["of_interest"].as_u64().expect("a number")
    };
    let all = n(&[]);
    let women = n(&["--where", "G1=2"]);
    assert!(0 < women && women < all);
    assert!(women + n(&["--where", "G1=1"]) <= all, "some refuse to say");
    let old = n(&["--where", "G1=2", "--where", "G2=5,6,7", "--area", "90-01"]);
    assert!(old < women);
    let clustered = |more: &[&str]| {
        let mut args = vec!["tabulate", file.path(), "--question", "D0", "--json"];
        args.extend(more);
        json(&args)["all"]["score"]["df"]
            .as_f64()
            .expect("a number")
    };
    assert!(clustered(&["--cluster", "area:community"]) < clustered(&[]));
}

#[test]
fn mistakes_are_named() {
    let file = simulated("mistakes", "20", "11", &[]);
    let error = |more: &[&str]| {
        let mut args = vec!["tabulate", file.path()];
        args.extend(more);
        let output = minyi(&args);
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    assert_eq!(
        error(&["--question", "pillar.satisfacton"]),
        "minyi: there is no construct or item `pillar.satisfacton`, did you mean `pillar.satisfaction`?\n"
    );
    assert_eq!(
        error(&["--question", "D0", "--by", "F1"]),
        "minyi: `F1` puts a person in several groups\n"
    );
    assert_eq!(
        error(&["--question", "D0", "--where", "G1"]),
        "minyi: --where: found `G1`, expected ITEM=CODE\n"
    );
    assert_eq!(
        error(&["--question", "D0", "--survey", "anual-resident"]),
        "minyi: there is no questionnaire `anual-resident`, did you mean `annual-resident`?\n"
    );
    let output = minyi(&["tabulate", "no-such-file.json", "--question", "D0"]);
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("minyi: no-such-file.json: "));
    let output = minyi(&[
        "simulate",
        "surveys/annual-resident.json",
        "--packs",
        "ladder,laddr",
    ]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.starts_with("minyi: --packs: there is no pack `laddr`"),
        "{said}"
    );
}

#[test]
fn weights_meet_a_table_of_targets() {
    let demo = simulated("raked.json", "300", "5", &[]);
    let plain = json(&["tabulate", demo.path(), "--question", "G1", "--json"]);
    assert!(plain["weighting"].is_null());
    let codes: Vec<&str> = plain["parts"]
        .as_array()
        .expect("parts")
        .iter()
        .filter_map(|it| it["code"].as_str())
        .collect();
    let counts = plain["all"]["counts"].as_array().expect("counts");
    let used = codes
        .iter()
        .zip(counts)
        .filter(|it| it.1.as_u64() > Some(0));
    let used: Vec<&str> = used.map(|it| *it.0).collect();
    let table = Temporary::new("margins.csv");
    let rows: Vec<String> = (1..)
        .zip(&used)
        .map(|(n, it)| format!("G1,{it},{n}"))
        .collect();
    let text = format!("variable,category,count\n{}\n", rows.join("\n"));
    std::fs::write(&table.0, text).expect("it is written");
    let args = [
        "tabulate",
        demo.path(),
        "--question",
        "G1",
        "--margins",
        table.path(),
    ];
    let found = json(&[&args[..], &["--json"]].concat());
    let whole: usize = (1..=used.len()).sum();
    for (n, code) in (1..).zip(&used) {
        let at = codes.iter().position(|it| it == code).expect("a code");
        let share = found["all"]["shares"][at]["estimate"]
            .as_f64()
            .expect("a share");
        assert!((share - f64::from(n) / whole as f64).abs() < 1e-6, "{code}");
    }
    assert!(found["weighting"]["deff"].as_f64() > Some(1.0));
    assert!(stdout(&args).contains("raked to G1"));

    std::fs::write(&table.0, "variable,category,count\nG1,nobody,1\n").expect("it is written");
    let refused = minyi(&args);
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("there is no category `nobody`"), "{said}");
    std::fs::write(&table.0, "variable,category,count\nG1,1,many\n").expect("it is written");
    let said = String::from_utf8_lossy(&minyi(&args).stderr).into_owned();
    assert!(
        said.contains("row 2: found `many`, expected a number"),
        "{said}"
    );
}
