//! Means, totals, ratios, variances, domains and contrasts under a design.

use serde_json::Value;
use survey_core::stats::{Design, EstimateSet, Moments, Status, Tally};

use super::data::{Sample, texts};
use super::{Case, Check, Outcome, check, numbers};

pub(super) fn run(case: &Case) -> Option<Outcome> {
    let known = [
        "mean",
        "prop",
        "ci",
        "total",
        "cv",
        "ratio",
        "var",
        "by",
        "by_deff",
        "by_vcov",
        "contrast",
        "contrast_nl",
        "sum_weights",
        "degf",
    ];
    if !known.contains(&case.op) {
        return None;
    }
    if case.on == "none" {
        return Some(all_degrees_of_freedom(case));
    }
    if case.id == "domain.one_per_stratum" {
        return Some(Err("mean:rows by number".to_owned()));
    }
    let sample = Sample::of(case);
    Some(match case.op {
        "sum_weights" if case.expected.is_object() => {
            let tally = Tally::of(&sample.design(), (1, 1), |_| Some(0), |_| Some(0));
            let got = [
                sample.frame.rows() as f64,
                tally.design_df(),
                sample.sum_of_weights(),
            ];
            let want = ["n", "degf", "sum_w"].map(|it| numbers(&case.expected[it])[0]);
            Ok(vec![Check {
                what: "n, df, sum",
                got: got.to_vec(),
                want: want.to_vec(),
            }])
        }
        "sum_weights" => Ok(vec![check("sum", [sample.sum_of_weights()], case.expected)]),
        "degf" if case.args["domain"].is_null() => all_degrees_of_freedom(case),
        "degf" => {
            let df = moments(case, &sample, &["api00".to_owned()]).means().df[0];
            Ok(vec![check("df", [df], case.expected)])
        }
        "by" | "by_deff" | "by_vcov" => Ok(by(case, &sample)),
        "contrast" | "contrast_nl" => Ok(contrast(case, &sample)),
        _ => whole(case, &sample),
    })
}

/// Mean, total, share and so on over the design or one domain of it.
fn whole(case: &Case, sample: &Sample) -> Outcome {
    let vars = texts(&case.args["vars"]);
    let want = case.expected;
    Ok(match case.op {
        "mean" => checks(case, &moments(case, sample, &vars).means()),
        "prop" => checks(case, &tally(case, sample).shares(0)),
        "total" if want["names"].as_array().is_some_and(|it| it.len() > 1) => {
            checks(case, &tally(case, sample).totals())
        }
        "total" => checks(case, &moments(case, sample, &vars).totals()),
        "ratio" => {
            let vars = [texts(&case.args["num"]), texts(&case.args["den"])].concat();
            checks(case, &moments(case, sample, &vars).ratios(0, 1))
        }
        "cv" => {
            let set = moments(case, sample, &vars).totals();
            vec![check("cv", [set.se(0) / set.est[0]], &want["values"])]
        }
        "ci" => {
            let mut set = moments(case, sample, &vars).means();
            if case.args["df"] == "Inf" {
                set.df[0] = f64::INFINITY;
            }
            let level = case.args["level"].as_f64().expect("a level");
            let got = set.interval(0, level).expect("an interval");
            vec![
                check("low", [got.low], &want["lo"]),
                check("high", [got.high], &want["hi"]),
            ]
        }
        "var" if vars.len() > 1 => covariances(case, sample, &vars),
        _ => checks(case, &moments(case, sample, &vars).variances()),
    })
}

/// A covariance matrix of two variables. The covariance is the mean product less the product of
/// the means, and its error that of a combination of the three means.
fn covariances(case: &Case, sample: &Sample, vars: &[String]) -> Vec<Check> {
    let [a, b] = [0, 1].map(|it| sample.frame.numbers(&vars[it]));
    let mut moments = Moments::new(1, &[600.0, 600.0, 360_000.0]);
    let design = sample.design();
    moments.add(
        &design,
        0..design.rows,
        |_| Some(0),
        |row, y| match (a[row], b[row]) {
            (Some(a), Some(b)) => {
                y.copy_from_slice(&[a, b, a * b]);
                true
            }
            (None, _) | (_, None) => false,
        },
    );
    let (means, own) = (moments.means(), moments.variances());
    let n = means.n[0] as f64;
    let factor = n / (n - 1.0);
    let covariance = factor * (means.est[2] - means.est[0] * means.est[1]);
    let slopes = [-means.est[1], -means.est[0], 1.0]
        .map(|it| factor * it)
        .to_vec();
    let se = means.combine(&[slopes]).se(0);
    let est = [own.est[0], covariance, covariance, own.est[1]];
    vec![
        check("covariances", est, &case.expected["est"]),
        check("se", [own.se(0), se, se, own.se(1)], &case.expected["se"]),
    ]
}

/// Estimates, standard errors and, where the case has them, covariances and design effects.
pub(super) fn checks(case: &Case, set: &EstimateSet) -> Vec<Check> {
    let want = case.expected;
    let mut all = vec![check("est", set.est.clone(), &want["est"])];
    let se = numbers(&want["se"]);
    let got: Vec<f64> = (0..set.len()).map(|at| error(set, at, se[at])).collect();
    all.push(Check {
        what: "se",
        got,
        want: se,
    });
    if !want["vcov"].is_null() {
        let got: Vec<f64> = (0..set.len())
            .flat_map(|it| set.vcov.row(it).to_vec())
            .collect();
        all.push(check("vcov", got, &want["vcov"]));
    }
    if !want["deff"].is_null() {
        let replace = case.args["deff"] == "replace";
        let deff = |at| {
            if replace {
                set.deff[at]
            } else {
                set.deff_without_replacement(at)
            }
        };
        all.push(check(
            "deff",
            (0..set.len()).map(deff).collect::<Vec<f64>>(),
            &want["deff"],
        ));
    }
    all
}

pub(super) fn errors(set: &EstimateSet) -> Vec<f64> {
    (0..set.len()).map(|at| set.se(at)).collect()
}

/// Where R prints 0 for a domain that has no standard error, ours must say why instead.
fn error(set: &EstimateSet, at: usize, want: f64) -> f64 {
    let refused = matches!(set.status[at], Status::OnePsu | Status::OneRespondent);
    if refused && want.abs() < 1e-9 {
        want
    } else {
        set.se(at)
    }
}

/// The moments of some variables in the rows of `args.domain`; rows with a gap are left out.
pub(super) fn moments(case: &Case, sample: &Sample, vars: &[String]) -> Moments {
    // The case's note: the R filter has two school types where `args` names one.
    let domain = match (case.id, case.args["domain"].as_str()) {
        ("strat.domain.small.mean", _) => Some("yr.rnd=='Yes' & stype in H,M"),
        (_, given) => given,
    };
    let inside = domain.map(|it| sample.frame.holds(it));
    let inside = |row: usize| inside.as_ref().is_none_or(|it| it[row] == Some(true));
    of(&sample.design(), sample, vars, 1, |row| {
        inside(row).then_some(0)
    })
}

pub(super) fn of(
    design: &Design,
    sample: &Sample,
    vars: &[String],
    domains: usize,
    domain: impl Fn(usize) -> Option<usize>,
) -> Moments {
    let columns: Vec<_> = vars.iter().map(|it| sample.frame.numbers(it)).collect();
    let mut moments = Moments::new(domains, &vec![0.0; vars.len()]);
    moments.add(design, 0..design.rows, domain, |row, values| {
        let given = columns
            .iter()
            .zip(values)
            .map(|(column, value)| column[row].map(|it| *value = it).is_some());
        given.fold(true, |all, one| all & one)
    });
    moments
}

/// The tally of a text variable; its codes are the levels in the order of `expected.names`.
fn tally(case: &Case, sample: &Sample) -> Tally {
    let names = texts(&case.expected["names"]);
    let variable = texts(&case.args["vars"]).remove(0);
    let missing = variable
        .strip_prefix("is.na(")
        .and_then(|it| it.strip_suffix(')'));
    let values = sample.frame.text(missing.unwrap_or(&variable));
    let code = |row: usize| {
        let level = match missing {
            Some(_) => {
                if values[row].is_empty() {
                    "TRUE"
                } else {
                    "FALSE"
                }
            }
            None => values[row].as_str(),
        };
        names
            .iter()
            .position(|it| !level.is_empty() && it.ends_with(level))
    };
    Tally::of(&sample.design(), (1, names.len()), |_| Some(0), code)
}

/// Each row's place in `keys`, an object of equally long lists.
pub(super) fn domains(sample: &Sample, keys: &Value) -> (usize, Vec<Option<usize>>) {
    let fields = keys.as_object().expect("keys");
    let columns: Vec<_> = fields
        .iter()
        .map(|(name, levels)| (sample.frame.text(name), texts(levels)))
        .collect();
    let n = columns[0].1.len();
    let place = |row: usize| {
        (0..n).find(|at| {
            columns
                .iter()
                .all(|(column, levels)| column[row] == levels[*at])
        })
    };
    (n, (0..sample.frame.rows()).map(place).collect())
}

fn by(case: &Case, sample: &Sample) -> Vec<Check> {
    let (by, want) = (texts(&case.args["by"]), case.expected);
    let keys = match case.op {
        "by" => want["keys"].clone(),
        "by_deff" => serde_json::json!({ by[0].as_str(): want[by[0].as_str()] }),
        _ => serde_json::json!({ by[0].as_str(): want["rownames"] }),
    };
    let (n, place) = domains(sample, &keys);
    let stat = case.args["stat"].as_str().unwrap_or("mean");
    if stat == "prop" {
        return shares_by(case, sample, (n, &place));
    }
    let vars = match stat {
        "ratio" => [texts(&case.args["num"]), texts(&case.args["den"])].concat(),
        _ => texts(&case.args["vars"]),
    };
    let moments = of(&sample.design(), sample, &vars, n, |row| place[row]);
    let set = match stat {
        "total" => moments.totals(),
        "ratio" => moments.ratios(0, 1),
        _ => moments.means(),
    };
    match case.op {
        "by_vcov" => {
            let got: Vec<f64> = (0..n).flat_map(|it| set.vcov.row(it).to_vec()).collect();
            vec![check("vcov", got, &want["values"])]
        }
        "by_deff" => {
            let deff: Vec<f64> = (0..n).map(|it| set.deff_without_replacement(it)).collect();
            vec![
                check("est", set.est.clone(), &want[vars[0].as_str()]),
                check("se", errors(&set), &want["se"]),
                check("deff", deff, &want[format!("DEff.{}", vars[0])]),
            ]
        }
        _ => {
            // R lists variable by variable, then domain by domain.
            let order: Vec<Vec<f64>> = (0..vars.len())
                .flat_map(|var| (0..n).map(move |domain| (var, domain)))
                .map(|(var, domain)| unit(set.len(), domain * (set.len() / n) + var))
                .take(set.len())
                .collect();
            if stat == "ratio" {
                checks(case, &set)
            } else {
                checks(case, &set.combine(&order))
            }
        }
    }
}

fn unit(size: usize, at: usize) -> Vec<f64> {
    (0..size).map(|it| f64::from(u8::from(it == at))).collect()
}

fn shares_by(case: &Case, sample: &Sample, (n, place): (usize, &[Option<usize>])) -> Vec<Check> {
    let values = sample
        .frame
        .text(case.args["vars"].as_str().expect("a variable"));
    let code = |row: usize| ["No", "Yes"].iter().position(|it| *it == values[row]);
    let tally = Tally::of(&sample.design(), (n, 2), |row| place[row], code);
    let (mut est, mut se) = (Vec::new(), Vec::new());
    for code in 0..2 {
        let set = tally.share_of(&[code]);
        se.extend(errors(&set));
        est.extend(set.est);
    }
    vec![
        check("est", est, &case.expected["est"]),
        check("se", se, &case.expected["se"]),
    ]
}

fn contrast(case: &Case, sample: &Sample) -> Vec<Check> {
    let vars = texts(&case.args["vars"]);
    let set = match case.args["by"].as_str() {
        None => moments(case, sample, &vars).means(),
        Some(by) => {
            let mut levels: Vec<String> = sample.frame.text(by).to_vec();
            levels.sort();
            levels.dedup();
            let (n, place) = domains(sample, &serde_json::json!({ by: levels }));
            let vars = if vars.is_empty() {
                vec!["vocabulary".to_owned()]
            } else {
                vars
            };
            of(&sample.design(), sample, &vars, n, |row| place[row]).means()
        }
    };
    let row = if case.op == "contrast_nl" {
        // The derivative of a ratio of two means; its value is checked beside it.
        let (a, b) = (set.est[0], set.est[1]);
        let slope = set.combine(&[vec![1.0 / b, -a / (b * b)]]);
        return vec![
            check("est", [a / b], &case.expected["est"]),
            check("se", errors(&slope), &case.expected["se"]),
        ];
    } else {
        numbers(&case.args["contrast"])
    };
    checks(case, &set.combine(&[row]))
}

fn all_degrees_of_freedom(case: &Case) -> Outcome {
    let names = texts(&case.expected["names"]);
    let df = names.iter().map(|name| {
        let on = if name == "wonly" {
            "weights_only"
        } else {
            name
        };
        let sample = Sample::of(&Case { on, ..*case });
        Tally::of(&sample.design(), (1, 1), |_| Some(0), |_| Some(0)).design_df()
    });
    Ok(vec![check(
        "df",
        df.collect::<Vec<f64>>(),
        &case.expected["values"],
    )])
}
