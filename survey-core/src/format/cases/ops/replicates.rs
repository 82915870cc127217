//! Variances from replicate weights.

use serde_json::{Value, json};

use super::super::Refusal;
use super::super::lab::{Lab, Setup};
use super::super::term::{Op, Term, parse};
use super::Answer;
use super::means::columns;
use super::output::{Figures, num};
use crate::stats::quantile::{Distribution, QuantileRule};
use crate::stats::replicate::Replicates;
use crate::stats::weighting::{Margin, RakeResiduals};
use crate::stats::{Matrix, Status};

pub(super) fn run(lab: &mut Lab) -> Option<Answer> {
    Some(match lab.op() {
        "jk1" | "jkn" | "brr" | "fay" | "bootstrap" | "jk1_rake" => statistic(lab),
        "jk1_design" => design(lab),
        _ => return None,
    })
}

fn replicates(lab: &mut Lab, setup: &mut Setup) -> Result<Replicates, Refusal> {
    let mut out = match lab.op() {
        "jk1" | "jkn" => Replicates::jackknife(&setup.sample),
        "jk1_rake" => return raked(lab, setup),
        op => {
            let given = given(lab, setup)?;
            match op {
                "brr" => Replicates::brr(given),
                "fay" => Replicates::fay(given, lab.number_or("rho", 0.0)),
                _ => {
                    let usual = 1.0 / (given.len() as f64 - 1.0);
                    Replicates::new(given, lab.number_or("scale", usual))
                }
            }
        }
    };
    out.mse = lab.flag("mse");
    let rscales = lab.numbers("rscales");
    if !rscales.is_empty() && rscales[0].is_finite() && lab.has("rscales") {
        out.rscales = (0..out.weights.len())
            .map(|it| rscales.get(it).copied().unwrap_or(rscales[0]))
            .collect();
    }
    Ok(out)
}

/// Replicate weights of the case: a matrix with a row for each row of the data, or a file.
fn given(lab: &mut Lab, setup: &Setup) -> Result<Vec<Vec<f64>>, Refusal> {
    let columns: Vec<Vec<f64>> = match lab.arg("repweights") {
        Value::String(name) => {
            let frame = lab.file(name)?;
            frame.all_numbers(frame.names())?
        }
        Value::Array(rows) => {
            let rows: Vec<Vec<f64>> = rows.iter().map(super::super::lab::numbers).collect();
            let width = rows.first().map_or(0, Vec::len);
            if rows.iter().any(|it| it.len() != width) {
                return Err("args.repweights: rows of unlike length".into());
            }
            (0..width)
                .map(|at| rows.iter().map(|it| it[at]).collect())
                .collect()
        }
        _ => return Err("args.repweights: found no weights".into()),
    };
    if columns.iter().any(|it| it.len() != setup.frame.rows()) || columns.is_empty() {
        return Err(format!("args.repweights: expected {} rows", setup.frame.rows()).into());
    }
    if lab.arg("combined").as_bool() == Some(false) {
        let base = setup.sample.weights();
        let times = |it: Vec<f64>| it.iter().zip(base).map(|(a, b)| a * b).collect();
        return Ok(columns.into_iter().map(times).collect());
    }
    Ok(columns)
}

fn raked(lab: &Lab, setup: &mut Setup) -> Result<Replicates, Refusal> {
    let margins = lab
        .arg("margins")
        .as_object()
        .ok_or("args.margins: found no object")?;
    let mut all = Vec::new();
    for (name, targets) in margins {
        let factor = setup.frame.factor(name)?;
        let target = |it: &String| targets[it.as_str()].as_f64().unwrap_or(f64::NAN);
        all.push(Margin {
            group: factor
                .codes
                .iter()
                .map(|it| it.unwrap_or(usize::MAX))
                .collect(),
            targets: factor.levels.iter().map(target).collect(),
        });
    }
    let plain = setup.sample.clone();
    let weigh = |weights: &[f64]| {
        let sample = plain.with_weights(weights.to_vec());
        let raked = sample.rake(&all, RakeResiduals::default())?;
        Ok(raked.0.weights().to_vec())
    };
    let out = Replicates::jackknife(&plain).reweighted(weigh)?;
    setup.sample = plain.with_weights(weigh(plain.weights())?);
    Ok(out)
}

/// What is computed for each set of weights.
enum Wanted {
    Columns {
        values: Vec<Vec<f64>>,
        groups: Vec<Vec<bool>>,
        total: bool,
    },
    Ratio(Vec<f64>, Vec<f64>),
    Median(Vec<f64>),
    Formula(Term),
}

impl Wanted {
    fn of(&self, setup: &Setup, weights: &[f64]) -> Vec<f64> {
        let sample = setup.sample.with_weights(weights.to_vec());
        match self {
            Wanted::Columns {
                values,
                groups,
                total,
            } => {
                let one = |y: &Vec<f64>, who: &Vec<bool>| {
                    if *total {
                        sample.weighted_sum(y, who)
                    } else {
                        sample.weighted_mean(y, who)
                    }
                };
                values
                    .iter()
                    .flat_map(|y| groups.iter().map(move |who| one(y, who)))
                    .collect()
            }
            Wanted::Ratio(y, x) => {
                let who = &setup.who;
                vec![sample.weighted_sum(y, who) / sample.weighted_sum(x, who)]
            }
            Wanted::Median(y) => {
                let pairs = y.iter().copied().zip(weights.iter().copied());
                vec![Distribution::of(pairs).quantile(0.5, QuantileRule::Inverse)]
            }
            Wanted::Formula(term) => {
                let share = |condition: &Term| {
                    let values = setup.frame.value(condition)?.numbers("a share")?;
                    Ok(sample.weighted_mean(&values, &setup.who))
                };
                vec![shares(term, &share).unwrap_or(f64::NAN)]
            }
        }
    }
}

/// An expression of numbers and shares.
fn shares(term: &Term, share: &dyn Fn(&Term) -> Result<f64, String>) -> Result<f64, String> {
    match term {
        Term::Number(it) => Ok(*it),
        Term::Minus(it) => Ok(-shares(it, share)?),
        Term::Call(name, condition) if name == "share" && condition.len() == 1 => {
            share(&condition[0])
        }
        Term::Binary(op, a, b) => {
            let (a, b) = (shares(a, share)?, shares(b, share)?);
            match op {
                Op::Plus => Ok(a + b),
                Op::Minus => Ok(a - b),
                Op::Times => Ok(a * b),
                Op::Over => Ok(a / b),
                Op::Or
                | Op::And
                | Op::Equal
                | Op::Unequal
                | Op::Less
                | Op::AtMost
                | Op::More
                | Op::AtLeast
                | Op::In
                | Op::Power => Err("expected arithmetic".to_owned()),
            }
        }
        Term::Name(_) | Term::Text(_) | Term::Not(_) | Term::Call(..) => {
            Err("expected shares and numbers".to_owned())
        }
    }
}

/// `100*(share a>=7 - share b<6)`, with each condition put in parentheses.
fn share_formula(text: &str) -> Result<Term, Refusal> {
    let text = text.split_once(": ").map_or(text, |it| it.1);
    let mut parts = text.split("share ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find([')', '-', '+', '*']).unwrap_or(part.len());
        out += &format!("share({}){}", part[..end].trim(), &part[end..]);
    }
    Ok(parse(&out)?)
}

fn statistic(lab: &mut Lab) -> Answer {
    let mut setup = lab.setup()?;
    let replicates = replicates(lab, &mut setup)?;
    let stat = lab.arg("stat").as_str().unwrap_or("mean");
    let mut names = vec!["stat1".to_owned()];
    let mut groups = None;
    let wanted = if lab.has("num") {
        let both = setup.variables(&[lab.text("num")?.to_owned(), lab.text("den")?.to_owned()])?;
        Wanted::Ratio(both[0].clone(), both[1].clone())
    } else if stat == "median" {
        Wanted::Median(setup.frame.numbers(&lab.vars()?[0])?)
    } else if stat.contains("share ") {
        Wanted::Formula(share_formula(stat)?)
    } else {
        let total = stat == "total" || (lab.op() == "brr" && lab.case().r.contains("svytotal"));
        let (labels, values) = columns(&setup, &lab.vars()?, false)?;
        names = labels;
        let by = lab.texts("by");
        let rows = if by.is_empty() {
            vec![setup.who.clone()]
        } else {
            let found = setup.groups(&by)?;
            let rows = found.rows.clone();
            groups = Some(found);
            rows
        };
        Wanted::Columns {
            values,
            groups: rows,
            total,
        }
    };
    // Estimates of bootstraps and half samples come from the full sample's own weights.
    let full = wanted.of(&setup, setup.sample.weights());
    let vcov = replicates.covariance(&full, |weights| wanted.of(&setup, weights));
    let figures = figures(full, vcov);
    Ok(match (&wanted, groups) {
        (Wanted::Ratio(..) | Wanted::Median(_), _) => {
            json!({ "est": num(figures.est[0]), "se": num(figures.se[0]) })
        }
        (_, Some(groups)) => figures.by(&groups, &names),
        _ => figures.stat(&names, None),
    })
}

fn figures(est: Vec<f64>, vcov: Matrix) -> Figures {
    Figures {
        se: vcov.diagonal().iter().map(|it| libm::sqrt(*it)).collect(),
        status: vec![Status::Ok; est.len()],
        est,
        vcov,
    }
}

fn design(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let it = Replicates::jackknife(&setup.sample);
    let rscales = super::output::nums(&it.rscales);
    Ok(json!({ "scale": it.scale, "rscales": rscales, "n_rep": it.weights.len() }))
}
