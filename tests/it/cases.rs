//! Every reference case from R, through the same code as `minyi estimate`: see
//! `tests/reference/README.md`.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use survey_core::format::cases::{CaseFile, Outcome, Report, Verdict, digest};

/// Cases that are left out, each for a reason.
const LEFT_OUT: &[(&str, &str)] = &[
    // R reads the bounds off a spline through eleven points of the likelihood profile; ours is
    // solved, and differs in the fourth to sixth digit.
    ("strat.schwide.likelihood", "coarse grid"),
    ("strat.yrrnd.likelihood", "coarse grid"),
    ("clus.schwide.likelihood", "coarse grid"),
    ("clus.yrrnd.likelihood", "coarse grid"),
    ("yrbs.qn8.likelihood", "coarse grid"),
    ("strat.dom.awards.likelihood", "coarse grid"),
    // The data is inside R and in no file.
    ("swiss.imp", "no data file"),
];

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("reference")
        .join(name)
}

fn load(name: &str) -> Option<String> {
    fs::read_to_string(folder("data").join(name)).ok()
}

fn outcomes(text: &str) -> Vec<Outcome> {
    let file = CaseFile::read(text).expect("a case file");
    file.outcomes(&load).collect()
}

fn run(name: &str, cases: usize) {
    let text = fs::read_to_string(folder("expected").join(name)).expect("the file is there");
    let all = outcomes(&text);
    assert_eq!(all.len(), cases, "{name}");
    for outcome in &all {
        let line = outcome.line();
        let left_out = LEFT_OUT.iter().find(|it| it.0 == outcome.id);
        match (outcome.verdict, left_out) {
            (Verdict::Passed, None) => {}
            (Verdict::Skipped, Some((_, why))) => assert!(line.contains(why), "{line}"),
            (Verdict::Passed, Some(_)) => panic!("{} passes: take it off the list", outcome.id),
            (Verdict::Failed | Verdict::Computed | Verdict::Skipped, _) => panic!("{line}"),
        }
    }
}

macro_rules! files {
    ($($test:ident $name:literal $cases:literal)*) => {
        $(#[test]
        fn $test() {
            run($name, $cases);
        })*
    };
}

files! {
    means_totals_and_domains "01_means.json" 55
    share_intervals "02_ciprop.json" 76
    quantiles "03_quantiles.json" 37
    tables_tests_and_regressions "04_tests.json" 45
    weighting "05_weighting.json" 26
    replicates "06_replicates.json" 20
    stages_and_lonely_psus "07_multistage.json" 16
    scores_and_waves "08_scores.json" 21
    reliability "09_reliability.json" 19
    drivers "10_drivers.json" 9
    variance_components "11_icc.json" 8
    ranking "12_ranking.json" 13
    data_quality "13_quality.json" 13
    composite_indices "14_composite.json" 13
    rates_text_and_disclosure "15_misc.json" 15
    edge_cases "16_edge.json" 11
    distributions "17_distributions.json" 13
}

/// The digests by which other builds are held to this one: `browser/cases.rs` compares wasm's.
/// `UPDATE_EXPECT=1` writes them anew where a formula has changed.
#[test]
fn every_bit_of_every_result_is_as_recorded() {
    let mut names: Vec<String> = fs::read_dir(folder("expected"))
        .expect("the folder is there")
        .map(|it| {
            it.expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    let (mut found, mut reports) = (String::new(), Vec::new());
    for name in names {
        let text = fs::read_to_string(folder("expected").join(&name)).expect("the file is there");
        let file = CaseFile::read(&text).expect("a case file");
        let mut report = Report::new(&file.topic);
        file.outcomes(&load).for_each(|it| report.add(&it));
        found.push_str(&format!("{} {name}\n", report.digest()));
        reports.push(report);
    }
    found.push_str(&format!("{} all\n", digest(&reports)));
    reports.reverse();
    assert!(
        found.contains(&digest(&reports)),
        "the order of files counts"
    );
    let path = folder("digests.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &found).expect("the file can be written");
    }
    let recorded = fs::read_to_string(&path).expect("the file is there");
    assert_eq!(
        found, recorded,
        "with UPDATE_EXPECT=1 the digests are written anew"
    );
}

/// The cases that come with the site, on invented data (`reference/checks.R`).
#[test]
fn the_sites_own_checks_hold() {
    let checks = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../checks");
    let load = |name: &str| fs::read_to_string(checks.join(name)).ok();
    for (name, cases) in [("means.json", 100), ("tests.json", 75)] {
        let text = load(name).expect("the file is there");
        let file = CaseFile::read(&text).expect("a case file");
        assert_eq!(file.len(), cases, "{name}");
        for outcome in file.outcomes(&load) {
            assert_eq!(outcome.verdict, Verdict::Passed, "{}", outcome.line());
        }
    }
}

/// A case under design `d`, which is all of `edge.csv` with weights.
fn one(op: &str, args: &Value, expected: Option<Value>) -> Outcome {
    let mut case = json!({ "id": "it", "on": "d", "op": op, "args": args });
    if let Some(expected) = expected {
        case["expected"] = expected;
    }
    let file = json!({
        "designs": { "d": { "data": "edge.csv", "weights": "w" } },
        "cases": [case],
    });
    outcomes(&file.to_string()).remove(0)
}

#[test]
fn a_wrong_number_fails_with_its_place() {
    let args = json!({ "vars": "sat", "na_rm": true });
    let outcome = one("mean", &args, Some(json!({ "est": [4.1] })));
    assert_eq!(outcome.verdict, Verdict::Failed);
    let reason = outcome.reason.expect("a reason");
    assert!(reason.starts_with("/est[0]: found 4.03"), "{reason}");
    assert!(outcome.difference.expect("a difference") > 0.01);
}

#[test]
fn what_nothing_is_expected_of_is_computed() {
    let outcome = one("mean", &json!({ "vars": "sat", "na_rm": true }), None);
    assert_eq!(outcome.verdict, Verdict::Computed);
    assert!(outcome.line().contains("\"status\":\"done\""));
}

#[test]
fn a_case_that_cannot_be_computed_says_why_and_the_others_go_on() {
    let file = json!({
        "designs": { "d": { "data": "edge.csv" }, "gone": { "data": "no.csv" } },
        "cases": [
            { "id": "a", "on": "d", "op": "mean", "args": { "vars": "nowhere" } },
            { "id": "b", "on": "d", "op": "telepathy", "args": {} },
            { "id": "c", "on": "gone", "op": "mean", "args": { "vars": "sat" } },
            { "id": "d", "on": "nothing", "op": "mean", "args": { "vars": "sat" } },
            { "id": "e", "on": "d", "op": "mean", "args": { "vars": "w" } },
        ],
    });
    let all = outcomes(&file.to_string());
    let said: Vec<(Verdict, &str)> = all
        .iter()
        .map(|it| (it.verdict, it.reason.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(
        said,
        [
            (Verdict::Failed, "there is no column nowhere"),
            (Verdict::Skipped, "the operation telepathy is not offered"),
            (Verdict::Skipped, "there is no data file no.csv"),
            (Verdict::Failed, "there is no design nothing"),
            (Verdict::Computed, ""),
        ]
    );
}

#[test]
fn hostile_case_files_are_refused() {
    for text in [
        "",
        "[]",
        "{}",
        "{\"cases\": {}}",
        "{\"cases\": [{}]}",
        "{\"cases\": [1]}",
    ] {
        assert!(CaseFile::read(text).is_err(), "{text}");
    }
    let ops = [
        "mean", "prop", "quantile", "chisq", "rake", "alpha", "drivers", "funnel", "omega",
    ];
    for op in ops {
        for args in [
            json!([]),
            json!({}),
            json!({ "vars": [], "items": 3, "p": "x" }),
            json!(null),
        ] {
            let outcome = one(op, &args, Some(json!({ "est": [1] })));
            assert_ne!(outcome.verdict, Verdict::Passed, "{op} {args}");
        }
    }
}
