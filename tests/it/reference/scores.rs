//! Net scores, 0 to 100 scores, waves.

use survey_core::stats::{Design, EstimateSet, Lonely, Status, Tally, interval, special};

use super::data::{Frame, Sample, texts};
use super::designs::{checks, domains, errors, of};
use super::{Case, Check, Outcome, check, numbers};

/// A net promoter score's promoters and detractors on 0 to 10.
const PROMOTERS: [usize; 2] = [9, 10];
const DETRACTORS: [usize; 7] = [0, 1, 2, 3, 4, 5, 6];

pub(super) fn run(case: &Case) -> Option<Outcome> {
    Some(Ok(match case.op {
        "nps" => checks(case, &tally(case, 11).net(&PROMOTERS, &DETRACTORS)),
        "nps_by" => checks(case, &tally(case, 11).net(&PROMOTERS, &DETRACTORS)),
        "lonely_psu" => return Some(lonely(case)),
        "ciprop_degenerate_policy" => alike(case),
        "deff_kish" => kish(case),
        "net_score" => checks(case, &tally(case, 6).net(&[4, 5], &[1, 2])),
        "frequency" => frequency(case),
        "score100" | "score100_by" => {
            let points: Vec<_> = (0..6).map(|it| Some(25.0 * f64::from(it) - 25.0)).collect();
            checks(case, &tally(case, 6).score(&points))
        }
        "nps_diff" => difference(case),
        "nps_formula" => formula(case),
        "nps_adjusted_wald" => adjusted_wald(case),
        "index_mean" => index(case),
        "adjacent" => adjacent(case),
        "direct_standardisation" => standardised(case),
        _ => return None,
    }))
}

/// The codes of `args.vars`, by `args.by` or `args.group` if there is one.
fn tally(case: &Case, codes: usize) -> Tally {
    let sample = Sample::of(case);
    let column = sample
        .frame
        .numbers(case.args["vars"].as_str().expect("a variable"));
    let keys = match &case.expected["keys"] {
        serde_json::Value::Null if case.op == "nps_diff" => {
            serde_json::json!({ "gender": ["female", "male"] })
        }
        keys => keys.clone(),
    };
    let (n, place) = match keys.is_null() {
        true => (1, vec![Some(0); sample.frame.rows()]),
        false => domains(&sample, &keys),
    };
    let code = |row: usize| column[row].map(|it| it as usize);
    Tally::of(&sample.design(), (n, codes), |row| place[row], code)
}

/// Strata of which one has a single PSU.
fn lonely(case: &Case) -> Outcome {
    let rule = case.args["lonely_psu"].as_str().unwrap_or("fail");
    let lonely = match rule {
        "certainty" => Lonely::Certainty,
        "adjust" => Lonely::Adjust,
        "fail" => Lonely::Refuse,
        other => return Err(format!("lonely_psu:{other}")),
    };
    let sample = Sample::of(case);
    let design = Design {
        lonely,
        ..sample.design()
    };
    let of = |variable: &str| of(&design, &sample, &[variable.to_owned()], 1, |_| Some(0));
    let two = |it: &EstimateSet, want: &serde_json::Value| {
        [
            check("est", it.est.clone(), &want["est"]),
            check("se", errors(it), &want["se"]),
        ]
    };
    let (mean, total) = (of("api00").means(), of("enroll").totals());
    if rule == "fail" {
        assert_eq!(mean.status, [Status::LonelyStratum], "{}", case.id);
        return Ok(vec![check("se", errors(&mean), &serde_json::Value::Null)]);
    }
    let mut checks = Vec::new();
    if case.args["stat"] == "total" {
        checks.extend(two(&total, case.expected));
    } else {
        checks.extend(two(&mean, &case.expected["mean"]));
        checks.push(check("df", [mean.design_df], &case.expected["degf"]));
    }
    if !case.expected["total"].is_null() {
        checks.extend(two(&total, &case.expected["total"]));
    }
    Ok(checks)
}

/// The sample of 16 with its weights.
fn edge<'a>(case: &Case<'a>) -> Sample {
    Sample::of(&Case {
        on: "edge",
        ..*case
    })
}

/// Everybody in community A is satisfied: the exact interval with Kish's effective size.
fn alike(case: &Case) -> Vec<Check> {
    let sample = edge(case);
    let event = sample
        .frame
        .holds(case.args["event"].as_str().expect("an event"));
    let inside = sample
        .frame
        .holds(case.args["domain"].as_str().expect("a domain"));
    let domain = |row: usize| (inside[row] == Some(true)).then_some(0);
    let code = |row: usize| event[row].map(usize::from);
    let set = Tally::of(&sample.design(), (1, 2), domain, code).share_of(&[1]);
    let bounds = set.share_interval(0, 0.95).expect("an interval");
    let want = ["n_eff", "lo", "hi"].map(|it| numbers(&case.expected[it])[0]);
    let got = vec![set.n_eff[0], bounds.low, bounds.high];
    vec![Check {
        what: "exact interval",
        got,
        want: want.to_vec(),
    }]
}

fn kish(case: &Case) -> Vec<Check> {
    let sample = edge(case);
    let set = Tally::of(&sample.design(), (1, 1), |_| Some(0), |_| Some(0)).share_of(&[0]);
    let deff = set.n[0] as f64 / set.n_eff[0];
    vec![
        check("n_eff", [set.n_eff[0]], &case.expected["n_eff"]),
        check("deff", [deff], &case.expected["deff"]),
    ]
}

fn frequency(case: &Case) -> Vec<Check> {
    let set = tally(case, 6).shares(0);
    // Code 0 is not on this scale: R has no column for it.
    assert_eq!(set.est[0], 0.0);
    let rows: Vec<Vec<f64>> = (1..6)
        .map(|code| (0..6).map(|it| f64::from(u8::from(it == code))).collect())
        .collect();
    checks(case, &set.combine(&rows))
}

fn difference(case: &Case) -> Vec<Check> {
    let set = tally(case, 11)
        .net(&PROMOTERS, &DETRACTORS)
        .difference(1, 0);
    // R counts one degree of freedom less than the design in a regression on two groups; so does
    // the sum over two groups here.
    let bounds = set.interval(0, 0.95).expect("an interval");
    vec![
        check("t", [set.est[0] / set.se(0)], &case.expected["statistic"]),
        check(
            "p",
            [set.p_value(0).expect("a p value")],
            &case.expected["p"],
        ),
        check("df", [set.df[0]], &case.expected["parameter"]),
        check("est", set.est.clone(), &case.expected["estimate"]),
        check("bounds", [bounds.low, bounds.high], &case.expected["ci"]),
    ]
}

/// Promoters, passives and detractors of a file or, when given, of the arguments.
fn counts(case: &Case) -> [f64; 3] {
    let given = ["promoters", "passives", "detractors"].map(|it| case.args[it].as_f64());
    if let [Some(p), Some(q), Some(d)] = given {
        return [p, q, d];
    }
    let frame = Frame::read(case.args["data"].as_str().expect("a file"));
    let column = frame.numbers(case.args["vars"].as_str().expect("a variable"));
    let count = |range: std::ops::RangeInclusive<i32>| {
        column
            .iter()
            .flatten()
            .filter(|it| range.contains(&(**it as i32)))
            .count() as f64
    };
    [count(9..=10), count(7..=8), count(0..=6)]
}

fn formula(case: &Case) -> Vec<Check> {
    let [p, q, d] = counts(case);
    let n = p + q + d;
    let frame = Frame::read(case.args["data"].as_str().expect("a file"));
    let column = frame.numbers(case.args["vars"].as_str().expect("a variable"));
    let design = Design::simple(frame.rows());
    let code = |row: usize| column[row].map(|it| it as usize);
    let set = Tally::of(&design, (1, 11), |_| Some(0), code).net(&PROMOTERS, &DETRACTORS);
    vec![
        check("shares", [d / n, p / n], &case.expected["detractors"]).first_of(case, "promoters"),
        check("nps", set.est.clone(), &case.expected["nps"]),
        check("se", errors(&set), &case.expected["se_unbiased"]),
    ]
}

impl Check {
    /// Extends the wanted values by one more field.
    fn first_of(mut self, case: &Case, field: &str) -> Check {
        self.want.extend(numbers(&case.expected[field]));
        self
    }
}

fn adjusted_wald(case: &Case) -> Vec<Check> {
    let [p, q, d] = counts(case);
    let (centre, se, bounds) = interval::net_adjusted_wald(p, q, d, 0.95).expect("an interval");
    let want = ["center", "se", "lo", "hi"].map(|it| numbers(&case.expected[it])[0]);
    let got = vec![centre, se, bounds.low, bounds.high];
    vec![Check {
        what: "adjusted Wald",
        got,
        want: want.to_vec(),
    }]
}

fn index(case: &Case) -> Vec<Check> {
    let sample = Sample::of(case);
    let set = of(
        &sample.design(),
        &sample,
        &texts(&case.args["items"]),
        1,
        |_| Some(0),
    )
    .means();
    // Each item on 0 to 100, both with the same weight.
    checks(case, &set.rescaled(25.0, -25.0).combine(&[vec![0.5, 0.5]]))
}

const YEARS: [&str; 5] = ["1974", "1976", "1978", "1982", "1984"];

fn waves(case: &Case) -> EstimateSet {
    let sample = Sample::of(case);
    let (n, place) = domains(&sample, &serde_json::json!({ "year": YEARS }));
    of(
        &sample.design(),
        &sample,
        &["vocabulary".to_owned()],
        n,
        |row| place[row],
    )
    .means()
}

fn adjacent(case: &Case) -> Vec<Check> {
    let row = |at: usize| {
        let sign = |it| f64::from(i8::from(it == at + 1) - i8::from(it == at));
        (0..5).map(sign).collect::<Vec<f64>>()
    };
    let set = waves(case).combine(&(0..4).map(row).collect::<Vec<_>>());
    let z: Vec<f64> = (0..4).map(|it| set.est[it] / set.se(it)).collect();
    let p: Vec<f64> = z
        .iter()
        .map(|it| 2.0 * special::normal_upper(it.abs()))
        .collect();
    vec![
        check("diff", set.est.clone(), &case.expected["diff"]),
        check("se", errors(&set), &case.expected["se"]),
        check("z", z, &case.expected["z"]),
        check("p", p, &case.expected["p"]),
    ]
}

fn standardised(case: &Case) -> Vec<Check> {
    let sample = Sample::of(case);
    let years: Vec<&str> = YEARS.iter().flat_map(|it| [*it, *it]).collect();
    let sexes = ["Female", "Male"].repeat(5);
    let (n, place) = domains(&sample, &serde_json::json!({ "year": years, "sex": sexes }));
    let set = of(
        &sample.design(),
        &sample,
        &["vocabulary".to_owned()],
        n,
        |r| place[r],
    )
    .means();
    let share = |it: usize, wave: usize| match it {
        it if it == 2 * wave => 0.52,
        it if it == 2 * wave + 1 => 0.48,
        _ => 0.0,
    };
    let rows: Vec<Vec<f64>> = (0..5)
        .map(|wave| (0..n).map(|it| share(it, wave)).collect())
        .collect();
    checks(case, &set.combine(&rows))
}
