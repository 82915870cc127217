//! Weights.

use serde_json::{Map, Value, json};

use super::super::Refusal;
use super::super::lab::{Lab, Setup};
use super::super::term::{Term, formula};
use super::Answer;
use super::means::{Statistic, columns, estimate, grouped};
use super::output::{fields, num, nums};
use crate::stats::Sample;
use crate::stats::weighting::{Distance, Margin, RakeResiduals, kish};

pub(super) fn run(lab: &mut Lab) -> Option<Answer> {
    Some(match lab.op() {
        "rake" | "poststratify" | "calibrate" => summary(lab),
        "rake_weights" | "poststratify_weights" | "calibrate_g" => listed(lab),
        "rake_then_prop" | "rake_then_mean" | "poststratify_then_total" => estimates(lab, false),
        "mean_given_weights" => estimates(lab, true),
        "rake_then_by" => by(lab),
        "rake_capped" => capped(lab),
        "trim" => trim(lab),
        "deff_kish" => effect(lab),
        _ => return None,
    })
}

/// The margins of a case, or those of the nearest earlier case on the same design that
/// post-stratifies or rakes likewise.
fn margins(lab: &Lab, setup: &Setup) -> Result<Vec<(String, Margin)>, Refusal> {
    let has = |args: &Value| {
        ["margins", "margins_joint", "target_proportions"]
            .iter()
            .any(|it| !args[*it].is_null())
    };
    let case = lab.case();
    let kind = lab.op().split('_').next().unwrap_or_default();
    let source = if has(&case.args) {
        Some(case)
    } else {
        lab.earlier(|it| it.on == case.on && it.op.starts_with(kind) && has(&it.args))
    };
    let source = source.ok_or("the case has no margins")?;
    let args = &source.args;
    if let Some(cells) = args["margins_joint"].as_array() {
        return Ok(vec![("joint".to_owned(), joint(setup, cells)?)]);
    }
    let shares = args["target_proportions"].as_object();
    let totals = args["margins"]
        .as_object()
        .or(shares)
        .ok_or("margins: found no object")?;
    let scale = if shares.is_some() {
        setup.frame.rows() as f64
    } else {
        1.0
    };
    let given = super::super::lab::texts(&args["order"]);
    let order = if given.is_empty() {
        source.margins.clone()
    } else {
        given
    };
    let place = |name: &String| order.iter().position(|it| it == name).unwrap_or(usize::MAX);
    let mut names: Vec<&String> = totals.keys().collect();
    names.sort_by_key(|it| place(it));
    let one = |name: &String| -> Result<(String, Margin), Refusal> {
        let factor = setup.frame.factor(name)?;
        let target = |level: &String| {
            let it = totals[name][level.as_str()].as_f64();
            it.map(|it| it * scale)
                .ok_or_else(|| format!("margin {name}: no target for {level}"))
        };
        let targets = factor.levels.iter().map(target).collect::<Result<_, _>>()?;
        let group = factor
            .codes
            .iter()
            .map(|it| it.unwrap_or(usize::MAX))
            .collect();
        Ok((name.clone(), Margin { group, targets }))
    };
    names.into_iter().map(one).collect()
}

/// One margin over cells of several variables.
fn joint(setup: &Setup, cells: &[Value]) -> Result<Margin, Refusal> {
    let first = cells
        .first()
        .and_then(Value::as_object)
        .ok_or("margins_joint: found no cells")?;
    let names: Vec<String> = first.keys().filter(|it| *it != "Freq").cloned().collect();
    let factors = names
        .iter()
        .map(|it| setup.frame.factor(it))
        .collect::<Result<Vec<_>, _>>()?;
    let cell = |row: usize| {
        let texts = factors
            .iter()
            .map(|it| it.codes[row].map(|code| &it.levels[code]));
        let texts: Vec<&String> = texts.collect::<Option<_>>()?;
        let same = |cell: &Value| {
            names
                .iter()
                .zip(&texts)
                .all(|(name, text)| match &cell[name.as_str()] {
                    Value::String(it) => it == *text,
                    Value::Number(it) => it.to_string() == **text,
                    Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
                })
        };
        cells.iter().position(same)
    };
    Ok(Margin {
        group: (0..setup.frame.rows())
            .map(|it| cell(it).unwrap_or(usize::MAX))
            .collect(),
        targets: cells
            .iter()
            .map(|it| it["Freq"].as_f64().unwrap_or(0.0))
            .collect(),
    })
}

/// The sample of a case with its new weights.
pub(super) fn weighted(lab: &mut Lab) -> Result<Setup, Refusal> {
    let mut setup = lab.setup()?;
    let kind = lab.op().split('_').next().unwrap_or_default();
    let sample = if kind == "poststratify" {
        let margins = margins(lab, &setup)?;
        let [(_, margin)] = margins.as_slice() else {
            return Err("post-stratification takes one margin".into());
        };
        setup.sample.post_stratify(margin)?
    } else if kind == "calibrate" {
        calibrated(lab, &setup)?
    } else {
        // R's `rake` has residuals of its own; those of calibration are ours.
        raked(lab, &setup, RakeResiduals::Sweeps)?
    };
    setup.sample = sample;
    Ok(setup)
}

fn raked(lab: &Lab, setup: &Setup, residuals: RakeResiduals) -> Result<Sample, Refusal> {
    let margins: Vec<Margin> = margins(lab, setup)?.into_iter().map(|it| it.1).collect();
    Ok(setup.sample.rake(&margins, residuals)?.0)
}

fn calibrated(lab: &Lab, setup: &Setup) -> Result<Sample, Refusal> {
    let bounds = lab.numbers("bounds");
    let bounds = bounds.first().copied().zip(bounds.get(1).copied());
    let distance = match (lab.arg("calfun").as_str().unwrap_or("linear"), bounds) {
        ("linear", None) => Distance::Linear,
        ("linear", Some((low, high))) => Distance::LinearWithin(low, high),
        ("raking", None) => Distance::Raking,
        ("logit", Some((low, high))) => Distance::Logit(low, high),
        ("logit", None) => return Err("calibration by the logit needs bounds".into()),
        (other, _) => {
            return Err(Refusal::Skip(format!(
                "calibration by {other} is not offered"
            )));
        }
    };
    let by_psu = lab.has("aggregate_stage");
    let (x, totals) = if lab.has("formula") {
        auxiliaries(lab, setup)?
    } else {
        let margins = margins(lab, setup)?;
        let mut x = Vec::new();
        let mut totals = Vec::new();
        for (at, (_, margin)) in margins.iter().enumerate() {
            // The first margin in full, of the others all but one group: they share a total.
            for group in usize::from(at > 0)..margin.targets.len() {
                let column = margin
                    .group
                    .iter()
                    .map(|it| f64::from(u8::from(*it == group)));
                x.push(column.collect());
                totals.push(margin.targets[group]);
            }
        }
        (x, totals)
    };
    Ok(setup.sample.calibrate(&x, &totals, distance, by_psu)?.0)
}

/// Columns and totals of a calibration by formula.
fn auxiliaries(lab: &Lab, setup: &Setup) -> Result<(Vec<Vec<f64>>, Vec<f64>), Refusal> {
    let (_, terms) = formula(lab.text("formula")?)?;
    let given = lab.arg("totals");
    let total = |name: &str| {
        given[name]
            .as_f64()
            .ok_or_else(|| format!("args.totals: there is no {name}"))
    };
    let mut x = vec![vec![1.0; setup.frame.rows()]];
    let mut totals = vec![total("(Intercept)")?];
    for term in &terms {
        let Term::Name(name) = term else {
            return Err("args.formula: expected names of columns".into());
        };
        let column = setup.frame.value(term)?;
        if column.is_number() {
            totals.push(total(name)?);
            x.push(column.numbers(name)?);
            continue;
        }
        let factor = column.factor();
        for (level, label) in factor.levels.iter().enumerate().skip(1) {
            totals.push(total(&format!("{name}{label}"))?);
            x.push(factor.indicator(level));
        }
    }
    Ok((x, totals))
}

/// What the weights have become, with the figures whose names the case expects.
fn summary(lab: &mut Lab) -> Answer {
    let setup = weighted(lab)?;
    let weights = setup.sample.weights();
    let cost = kish(weights);
    let least = weights.iter().copied().fold(f64::INFINITY, f64::min);
    let most = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum = setup.sample.size(&setup.who);
    let mut out = fields(&[
        ("sum_w", sum),
        ("min_w", least),
        ("max_w", most),
        ("min", least),
        ("max", most),
        ("cv_w", cost.cv),
        ("deff_kish", cost.deff),
        ("n_eff_kish", cost.n_eff),
        ("n_eff", cost.n_eff),
        ("iter_tol", 1e-12),
    ]);
    add_figures(lab, &setup, &mut out)?;
    Ok(out)
}

/// Adds `mean_x`, `se_mean_x`, `total_x` and `se_total_x` for the variables the case expects.
fn add_figures(lab: &Lab, setup: &Setup, out: &mut Value) -> Result<(), Refusal> {
    let expected = lab.case().expected.as_ref().and_then(Value::as_object);
    for field in expected.into_iter().flat_map(Map::keys) {
        let (statistic, name) = match (field.strip_prefix("mean_"), field.strip_prefix("total_")) {
            (Some(name), _) => (Statistic::Mean, name),
            (None, Some(name)) => (Statistic::Total, name),
            (None, None) => continue,
        };
        let values = setup.variables(&[name.to_owned()])?;
        let figures = setup.figures(&estimate(setup, &values, &setup.who, statistic).0)?;
        out[field.as_str()] = num(figures.est[0]);
        out[format!("se_{field}")] = num(figures.se[0]);
    }
    Ok(())
}

/// The first weights of the file where R was asked for them, else one weight a cell.
fn listed(lab: &mut Lab) -> Answer {
    let setup = weighted(lab)?;
    let weights = setup.sample.weights();
    let first = lab
        .case()
        .r
        .rsplit_once("[1:")
        .and_then(|it| it.1.split_once(']'));
    if let Some(n) = first.and_then(|it| it.0.parse::<usize>().ok()) {
        return Ok(nums(&weights[..n.min(weights.len())]));
    }
    let names: Vec<String> = margins(lab, &setup)?.into_iter().map(|it| it.0).collect();
    let groups = setup.groups(&names)?;
    let first = |rows: &Vec<bool>| {
        rows.iter()
            .position(|it| *it)
            .map_or(f64::NAN, |row| weights[row])
    };
    let mut out = Map::new();
    for (by, labels) in groups.by.iter().zip(&groups.labels) {
        out.insert(by.clone(), json!(labels));
    }
    out.insert(
        "w".into(),
        nums(&groups.rows.iter().map(first).collect::<Vec<_>>()),
    );
    Ok(Value::Object(out))
}

fn estimates(lab: &mut Lab, naive: bool) -> Answer {
    let mut setup = if naive {
        let mut setup = lab.setup()?;
        setup.sample = raked(lab, &setup, RakeResiduals::Calibration)?;
        setup
    } else {
        weighted(lab)?
    };
    if naive {
        setup.sample = setup.sample.with_weights(setup.sample.weights().to_vec());
    }
    let total = lab.op().ends_with("total");
    let statistic = if total {
        Statistic::Total
    } else {
        Statistic::Mean
    };
    let (names, values) = columns(&setup, &lab.vars()?, lab.op().ends_with("prop"))?;
    let (linear, _) = estimate(&setup, &values, &setup.who, statistic);
    Ok(setup.figures(&linear)?.stat(&names, None))
}

fn by(lab: &mut Lab) -> Answer {
    let setup = weighted(lab)?;
    let groups = setup.groups(&lab.texts("by"))?;
    let (names, values) = columns(&setup, &lab.vars()?, false)?;
    let linear = grouped(&groups, |who| {
        Ok(estimate(&setup, &values, who, Statistic::Mean).0)
    })?;
    Ok(setup.figures(&linear)?.by(&groups, &names))
}

fn capped(lab: &mut Lab) -> Answer {
    let mut setup = lab.setup()?;
    let margins: Vec<(String, Margin)> = margins(lab, &setup)?;
    let only: Vec<Margin> = margins.iter().map(|it| it.1.clone()).collect();
    let (sample, report) = setup.sample.rake_capped(&only, lab.number("cap")?)?;
    setup.sample = sample;
    let weights = setup.sample.weights();
    let cost = kish(weights);
    let n = setup.frame.rows() as f64;
    let mut achieved = Map::new();
    for (name, _) in &margins {
        let factor = setup.frame.factor(name)?;
        for (level, label) in factor.levels.iter().enumerate() {
            let share = setup
                .sample
                .weighted_sum(&factor.indicator(level), &setup.who)
                / n;
            achieved.insert(format!("{name}_{label}"), num(share));
        }
    }
    // R's script has short names of its own for some of them.
    let short = lab
        .case()
        .expected
        .as_ref()
        .and_then(|it| it["achieved"].as_object());
    for name in short.into_iter().flat_map(Map::keys) {
        let digits = name.trim_start_matches(|c: char| !c.is_ascii_digit());
        let letters = &name[..name.len() - digits.len()];
        let matching = |it: &&String| {
            let (variable, level) = it.rsplit_once('_').unwrap_or((it, ""));
            let initials: String = variable
                .split('.')
                .filter_map(|it| it.chars().next())
                .collect();
            level.trim_end_matches('+') == digits
                && (initials == letters || variable.starts_with(letters))
        };
        if let Some(value) = achieved
            .keys()
            .find(matching)
            .map(|it| achieved[it].clone())
        {
            achieved.insert(name.clone(), value);
        }
    }
    Ok(json!({
        "first20": nums(&weights[..weights.len().min(20)]),
        "max": weights.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        "min": weights.iter().copied().fold(f64::INFINITY, f64::min),
        "deff_kish": cost.deff,
        "achieved": achieved,
        "largest_gap": report.gap,
    }))
}

fn trim(lab: &mut Lab) -> Answer {
    let (lower, upper) = (lab.number("lower")?, lab.number("upper")?);
    let strict = lab.flag("strict");
    let at = lab.position("after")?;
    let mut setup = weighted(&mut lab.of_case(at))?;
    setup.sample = setup.sample.trim(lower, upper, strict)?;
    let weights = setup.sample.weights();
    let mut out = fields(&[
        ("min", weights.iter().copied().fold(f64::INFINITY, f64::min)),
        (
            "max",
            weights.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        ),
        ("sum", setup.sample.size(&setup.who)),
        (
            "n_over",
            weights.iter().filter(|it| **it > upper).count() as f64,
        ),
    ]);
    add_figures(lab, &setup, &mut out)?;
    Ok(out)
}

fn effect(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let cost = kish(setup.sample.weights());
    Ok(fields(&[
        ("deff", cost.deff),
        ("via_cv", 1.0 + cost.cv * cost.cv),
        ("n_eff", cost.n_eff),
    ]))
}
