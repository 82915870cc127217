//! Confidence intervals of shares.

use serde_json::Value;
use survey_core::stats::{EstimateSet, Interval, Tally, interval};

use super::data::Sample;
use super::{Case, Check, Outcome, check};

pub(super) fn run(case: &Case) -> Option<Outcome> {
    let number = |name: &str| case.args[name].as_f64().expect("a number");
    let level = case.args["level"].as_f64().unwrap_or(0.95);
    let (x, n) = (&case.args["x"], &case.args["n"]);
    let plain = |f: &dyn Fn(f64, f64) -> Option<Interval>| {
        bounds(
            f(x.as_f64().expect("x"), n.as_f64().expect("n")),
            case.expected,
        )
    };
    Some(Ok(match case.op {
        "wilson" => plain(&|x, n| interval::wilson(x / n, n, f64::INFINITY, level)),
        "clopper_pearson" => plain(&|x, n| interval::clopper_pearson(x, n, level)),
        "jeffreys" => plain(&|x, n| interval::jeffreys(x, n, level)),
        "agresti_coull" => plain(&|x, n| interval::agresti_coull(x, n, level)),
        "newcombe_diff" => {
            let wilson = |x: f64, n: f64| interval::wilson(x / n, n, f64::INFINITY, level);
            let (p1, p2) = (number("x1") / number("n1"), number("x2") / number("n2"));
            let first = wilson(number("x1"), number("n1")).expect("an interval");
            let second = wilson(number("x2"), number("n2")).expect("an interval");
            let got = interval::newcombe((p1, first), (p2, second));
            vec![check(
                "newcombe",
                [p1 - p2, got.low, got.high],
                &case.expected["values"],
            )]
        }
        "ciprop" => return Some(ciprop(case, level)),
        "wilson_neff" | "wilson_t" | "korn_graubard" | "korn_graubard_trunc" => {
            effective(case, level)
        }
        "topbox" => return Some(topbox(case)),
        _ => return None,
    }))
}

fn bounds(got: Option<Interval>, expected: &Value) -> Vec<Check> {
    let want = if expected.is_array() {
        expected
    } else {
        &expected["values"]
    };
    let got = got.expect("an interval");
    vec![check("bounds", [got.low, got.high], want)]
}

/// The share of rows that meet `args.event`, in `args.domain`.
fn share(case: &Case, sample: &Sample) -> EstimateSet {
    let event = sample
        .frame
        .holds(case.args["event"].as_str().expect("an event"));
    let domain = case.args["domain"]
        .as_str()
        .map(|it| sample.frame.holds(it));
    let inside = |row: usize| domain.as_ref().is_none_or(|it| it[row] == Some(true));
    let code = |row: usize| event[row].map(usize::from);
    let tally = Tally::of(
        &sample.design(),
        (1, 2),
        |row| inside(row).then_some(0),
        code,
    );
    let mut set = tally.share_of(&[1]);
    // For Korn and Graubard's interval R takes the rows without an answer into `n`.
    set.n[0] = tally.counts(0).iter().sum();
    set
}

fn ciprop(case: &Case, level: f64) -> Outcome {
    let sample = Sample::of(case);
    let method = case.args["method"].as_str().expect("a method");
    let Some(got) = by_method(&share(case, &sample), method, level) else {
        return Err(format!("ciprop:{method}"));
    };
    Ok(vec![compared(got, case.expected)])
}

/// Estimate, standard error and bounds.
fn by_method(set: &EstimateSet, method: &str, level: f64) -> Option<[f64; 4]> {
    let (p, se, df, n) = (set.est[0], set.se(0), set.df[0], set.n[0] as f64);
    let bounds = match method {
        "logit" | "xlogit" => interval::logit(p, se, df, level),
        "asin" => interval::arcsine(p, se, df, level),
        "mean" => interval::symmetric(p, se, df, level),
        "beta" => interval::korn_graubard(p, set.share_n_eff(0), n, df, level, false),
        _ => return None,
    };
    bounds.map(|it| [p, se, it.low, it.high])
}

fn compared(got: [f64; 4], want: &Value) -> Check {
    let want = ["est", "se", "ci_l", "ci_u"].map(|it| want[it].as_f64().expect("a number"));
    Check {
        what: "est, se, bounds",
        got: got.to_vec(),
        want: want.to_vec(),
    }
}

fn effective(case: &Case, level: f64) -> Vec<Check> {
    let set = share(case, &Sample::of(case));
    let (p, size, df, n) = (set.est[0], set.share_n_eff(0), set.df[0], set.n[0] as f64);
    let adjusted = interval::korn_graubard_size(size, n, df, level);
    let beta = |cap| interval::korn_graubard(p, size, n, df, level, cap);
    let (mut got, bounds) = match case.op {
        "wilson_neff" => (
            vec![p, size],
            interval::wilson(p, size, f64::INFINITY, level),
        ),
        "wilson_t" => (vec![p, size, df], set.share_interval(0, level)),
        "korn_graubard" => (vec![p, adjusted], beta(false)),
        _ => (vec![p, adjusted.min(n)], beta(true)),
    };
    let bounds = bounds.expect("an interval");
    got.extend([bounds.low, bounds.high]);
    vec![check("effective", got, &case.expected["values"])]
}

fn topbox(case: &Case) -> Outcome {
    let sample = Sample::of(case);
    let codes = sample
        .frame
        .numbers(case.args["vars"].as_str().expect("a variable"));
    let code = |row: usize| codes[row].map(|it| it as usize);
    let top: Vec<usize> = super::numbers(&case.args["top"])
        .iter()
        .map(|it| *it as usize)
        .collect();
    let set = Tally::of(&sample.design(), (1, 6), |_| Some(0), code).share_of(&top);
    let methods = ["logit", "beta", "mean"];
    let one = |it: &&str| {
        compared(
            by_method(&set, it, 0.95).expect("a method"),
            &case.expected[*it],
        )
    };
    Ok(methods.iter().map(one).collect())
}
