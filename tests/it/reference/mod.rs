//! The mergeable accumulators, `Tally` and `Moments`, against reference numbers from R. All cases,
//! through samples with every stage of their design, are in `cases.rs`.

mod data;
mod designs;
mod distributions;
mod intervals;
mod scores;
mod tables;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

/// Kinds of case that sums by PSU and cell do not serve.
const NOT_YET: &[&str] = &[
    "assoc",
    "correlation",
    "glm",
    "gof_chisq",
    "kappa",
    "linear_trend_wls",
    "ordinal_assoc",
    "ordinal_dispersion",
    "ordinal_logit",
    "ptukey_upper",
    "qtukey",
    "ranktest",
    "std_residuals",
    "term_test",
    "ttest",
    "ttest_one",
    "wald_equal",
    "wilson_cc",
    "wilson_hmisc",
    "quantile",
    "two stages",
    // Rules of R that a product should not follow: see the cases' notes.
    "ciprop_degenerate",
    "frequency_weights",
    // Methods of a kind that is computed otherwise.
    "chisq:Wald",
    "chisq:adjWald",
    "chisq:saddlepoint",
    "lonely_psu:average",
    "lonely_psu:remove",
    "mean:rows by number",
    "ciprop:likelihood",
];

/// One case of an expected file.
struct Case<'a> {
    id: &'a str,
    on: &'a str,
    op: &'a str,
    args: &'a Value,
    expected: &'a Value,
    designs: &'a Value,
}

/// What a case computes: named vectors to compare, or the name of a kind that is not done yet.
type Outcome = Result<Vec<Check>, String>;

struct Check {
    what: &'static str,
    got: Vec<f64>,
    want: Vec<f64>,
}

fn check(what: &'static str, got: impl Into<Vec<f64>>, want: &Value) -> Check {
    Check {
        what,
        got: got.into(),
        want: numbers(want),
    }
}

/// Every number in a value, in order; `null` is `NaN`.
fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        Value::Object(fields) => fields.values().flat_map(numbers).collect(),
        Value::Null => vec![f64::NAN],
        Value::Number(it) => vec![it.as_f64().expect("a number")],
        Value::Bool(_) | Value::String(_) => Vec::new(),
    }
}

impl Check {
    fn differences(&self, rtol: f64) -> Vec<String> {
        if self.got.len() != self.want.len() {
            return vec![format!(
                "{}: {} values, not {}",
                self.what,
                self.got.len(),
                self.want.len()
            )];
        }
        let largest = self.want.iter().fold(0.0_f64, |max, it| max.max(it.abs()));
        let apart = |(got, want): &(&f64, &f64)| {
            let allowed = (rtol * want.abs()).max(1e-9 * largest).max(1e-10);
            let equal = (*got - *want).abs() <= allowed || got.is_nan() && want.is_nan();
            !equal
        };
        let pairs = self.got.iter().zip(&self.want).filter(apart);
        pairs
            .map(|(got, want)| format!("{}: {got}, expected {want}", self.what))
            .collect()
    }
}

fn run(case: &Case) -> Outcome {
    if case.designs[case.on]["ids"]
        .as_array()
        .is_some_and(|it| it.len() > 1)
    {
        return Err("two stages".to_owned());
    }
    let kinds = [
        designs::run,
        scores::run,
        intervals::run,
        tables::run,
        distributions::run,
    ];
    for kind in kinds {
        if let Some(outcome) = kind(case) {
            return outcome;
        }
    }
    Err(case.op.to_owned())
}

fn check_file(name: &str, at_least: usize) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("reference/expected")
        .join(name);
    let text = std::fs::read_to_string(&path).expect("the expected file is there");
    let file: Value = serde_json::from_str(&text).expect("the expected file is JSON");
    let (mut failures, mut left_out, mut done) = (Vec::new(), BTreeMap::new(), 0);
    for raw in file["cases"].as_array().expect("cases") {
        let text = |field: &str| raw[field].as_str().expect("text");
        let case = Case {
            id: text("id"),
            on: text("on"),
            op: text("op"),
            args: &raw["args"],
            expected: &raw["expected"],
            designs: &file["designs"],
        };
        let rtol = raw["rtol"].as_f64().expect("rtol");
        match run(&case) {
            Ok(checks) => {
                done += 1;
                assert!(!checks.is_empty(), "{} compares nothing", case.id);
                let wrong = checks.iter().flat_map(|it| it.differences(rtol));
                failures.extend(wrong.map(|it| format!("{}: {it}", case.id)));
            }
            Err(kind) => *left_out.entry(kind).or_insert(0) += 1,
        }
    }
    println!("{name}: {done} cases computed, left out: {left_out:?}");
    assert!(
        failures.is_empty(),
        "{} differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
    let unknown: Vec<_> = left_out
        .keys()
        .filter(|it| !NOT_YET.contains(&it.as_str()))
        .collect();
    assert!(
        unknown.is_empty(),
        "neither computed nor on the list: {unknown:?}"
    );
    assert!(
        done >= at_least,
        "only {done} cases computed, expected {at_least}"
    );
}

#[test]
fn means_totals_and_domains() {
    check_file("01_means.json", 55);
}

#[test]
fn share_intervals() {
    check_file("02_ciprop.json", 60);
}

#[test]
fn two_way_tables() {
    check_file("04_tests.json", 14);
}

#[test]
fn scores() {
    check_file("08_scores.json", 18);
}

#[test]
fn single_stages_and_lonely_psus() {
    check_file("07_multistage.json", 8);
}

#[test]
fn edge_cases() {
    check_file("16_edge.json", 7);
}

#[test]
fn distribution_functions() {
    check_file("17_distributions.json", 11);
}
