//! Tests of groups, and regressions.

use serde_json::{Value, json};

use super::super::Refusal;
use super::super::frame::{Column, Factor};
use super::super::lab::{Lab, Setup};
use super::super::term::{Term, formula};
use super::Answer;
use super::means::{Statistic, estimate};
use super::output::{Figures, num, nums, rows};
use crate::stats::contingency::{FTest, TTest};
use crate::stats::regression::{Family, RankScore, Regression};

pub(super) fn run(lab: &mut Lab) -> Option<Answer> {
    Some(match lab.op() {
        "ttest" => t_test(lab),
        "ttest_one" => t_test_one(lab),
        "ranktest" => rank_test(lab),
        "glm" => glm(lab),
        "glm_std" => standardised(lab),
        "term_test" => term_test(lab),
        "ordinal_logit" => ordinal(lab),
        _ => return None,
    })
}

pub(super) fn t_answer(test: &TTest, with_interval: bool) -> Value {
    let mut out = json!({
        "statistic_name": "t",
        "statistic": num(test.t),
        "p": num(test.p),
        "parameter_names": ["df"],
        "parameter": [num(test.df)],
        "estimate": [num(test.est)],
    });
    if let (true, Some(it)) = (with_interval, test.interval) {
        out["ci"] = nums(&[it.low, it.high]);
    }
    out
}

/// An outcome and the groups of another variable, over rows that have both.
fn grouped(lab: &mut Lab, y: &str) -> Result<(Setup, Vec<f64>, Factor, Vec<bool>), Refusal> {
    let setup = lab.setup()?;
    let y = setup.frame.numbers(y)?;
    let group = setup.frame.factor(lab.text("group")?)?;
    let (mut valid, _) = setup.valid(std::slice::from_ref(&y), &setup.who);
    valid
        .iter_mut()
        .zip(&group.codes)
        .for_each(|(it, code)| *it &= code.is_some());
    Ok((setup, y, group, valid))
}

fn t_test(lab: &mut Lab) -> Answer {
    let name = lab.text("y")?;
    let (setup, y, group, valid) = grouped(lab, name)?;
    let test = setup
        .sample
        .t_test(&y, &group.indicator(1), &valid, lab.level())?;
    Ok(t_answer(&test, true))
}

fn t_test_one(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let mu = lab.number_or("mu", 0.0);
    let y = setup.frame.numbers(lab.text("y")?)?;
    let y: Vec<f64> = y.iter().map(|it| it - mu).collect();
    let (linear, _) = estimate(&setup, &[y], &setup.who, Statistic::Mean);
    let figures = setup.figures(&linear)?;
    // R takes one degree of freedom less than the design has.
    let df = setup.sample.df(&setup.who) - 1.0;
    Ok(t_answer(
        &TTest::new(figures.est[0], figures.se[0], df, lab.level()),
        true,
    ))
}

fn rank_test(lab: &mut Lab) -> Answer {
    let name = lab.text("y")?;
    let (setup, y, group, valid) = grouped(lab, name)?;
    let score = match lab.text("test")? {
        "wilcoxon" | "KruskalWallis" => RankScore::Rank,
        "vanderWaerden" => RankScore::Normal,
        "median" => RankScore::Median,
        other => return Err(Refusal::Skip(format!("the test {other} is not offered"))),
    };
    let scores = setup.sample.rank_scores(&y, score, &valid);
    if group.levels.len() == 2 {
        let test = setup
            .sample
            .t_test(&scores, &group.indicator(1), &valid, lab.level())?;
        return Ok(t_answer(&test, false));
    }
    let mut x = vec![vec![1.0; y.len()]];
    x.extend(group.indicators().into_iter().skip(1));
    let fit = setup
        .sample
        .regress(&scores, &x, Family::Gaussian, &valid)?;
    let terms: Vec<usize> = (1..x.len()).collect();
    let (chisq, _) = fit.wald(&terms).ok_or("the covariance is singular")?;
    let df = terms.len() as f64;
    let test = FTest::new(chisq / df, df, setup.sample.df(&valid) - df);
    Ok(json!({ "df": df, "chisq": { "values": [[num(chisq)]] }, "p": num(test.p) }))
}

/// The outcome, and the columns of a regression with their names and the term each is of.
struct Model {
    setup: Setup,
    y: Column,
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
    terms: Vec<usize>,
    labels: Vec<String>,
    valid: Vec<bool>,
}

fn name(term: &Term) -> String {
    match term {
        Term::Name(it) => it.clone(),
        other => format!("{other:?}"),
    }
}

fn model(lab: &mut Lab, order: &[String]) -> Result<Model, Refusal> {
    let setup = lab.setup()?;
    let (left, right) = formula(lab.text("formula")?)?;
    let y = setup
        .frame
        .value(&left.ok_or("args.formula: there is no outcome")?)?;
    let mut names = vec!["(Intercept)".to_owned()];
    let mut columns = vec![vec![1.0; setup.frame.rows()]];
    let mut terms = vec![0];
    let labels: Vec<String> = right.iter().map(name).collect();
    for (at, term) in right.iter().enumerate() {
        let column = setup.frame.value(term)?;
        if column.is_number() {
            names.push(labels[at].clone());
            columns.push(column.numbers(&labels[at])?);
            terms.push(at + 1);
            continue;
        }
        let mut factor = column.factor();
        if !order.is_empty() {
            let known = factor.levels.iter().all(|it| order.contains(it));
            factor = if known {
                factor.reordered(order)
            } else {
                factor.by_appearance()
            };
        }
        for (level, label) in factor.levels.iter().enumerate().skip(1) {
            names.push(format!("{}{label}", labels[at]));
            columns.push(factor.indicator(level));
            terms.push(at + 1);
        }
    }
    let (mut valid, _) = setup.valid(&columns, &setup.who);
    valid
        .iter_mut()
        .zip(y.missing())
        .for_each(|(it, missing)| *it &= !missing);
    Ok(Model {
        setup,
        y,
        names,
        columns,
        terms,
        labels,
        valid,
    })
}

fn fit(lab: &mut Lab) -> Result<(Model, Regression), Refusal> {
    let model = model(lab, &[])?;
    let family = match lab.arg("family").as_str() {
        Some("quasibinomial" | "binomial") => Family::Logistic,
        Some("gaussian") | None => Family::Gaussian,
        Some(other) => return Err(Refusal::Skip(format!("the family {other} is not offered"))),
    };
    let y = model.y.numbers("the outcome")?;
    let fit = model
        .setup
        .sample
        .regress(&y, &model.columns, family, &model.valid)?;
    Ok((model, fit))
}

fn regression(names: &[String], fit: &Regression) -> Value {
    json!({
        "names": names,
        "est": nums(&fit.coefficients.est),
        "se": nums(&fit.errors()),
        "vcov": rows(&fit.vcov),
        "df_residual": fit.df,
    })
}

fn glm(lab: &mut Lab) -> Answer {
    let (model, fit) = fit(lab)?;
    Ok(regression(&model.names, &fit))
}

fn term_test(lab: &mut Lab) -> Answer {
    let (model, fit) = fit(lab)?;
    let wanted = lab.text("term")?;
    let at = model.labels.iter().position(|it| it == wanted);
    let at = at.ok_or_else(|| format!("args.term: there is no term {wanted}"))? + 1;
    let chosen: Vec<usize> = (0..model.terms.len())
        .filter(|it| model.terms[*it] == at)
        .collect();
    let (_, test) = fit.wald(&chosen).ok_or("the covariance is singular")?;
    Ok(json!({ "F": test.f, "df": test.df1, "ddf": test.df2, "p": test.p }))
}

fn standardised(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let mut names = vec![lab.text("y")?.to_owned()];
    names.extend(lab.texts("x"));
    let values = setup.variables(&names)?;
    let (valid, _) = setup.valid(&values, &setup.who);
    let standard = |y: &Vec<f64>| -> Vec<f64> {
        let mean = setup.sample.weighted_mean(y, &valid);
        let sd = libm::sqrt(setup.sample.weighted_variance(y, &valid));
        y.iter().map(|it| (it - mean) / sd).collect()
    };
    let z: Vec<Vec<f64>> = values.iter().map(standard).collect();
    let mut x = vec![vec![1.0; setup.frame.rows()]];
    x.extend(z[1..].iter().cloned());
    let fit = setup.sample.regress(&z[0], &x, Family::Gaussian, &valid)?;
    names[0] = "(Intercept)".to_owned();
    Ok(regression(&names, &fit))
}

fn ordinal(lab: &mut Lab) -> Answer {
    let levels = lab.texts("levels");
    let on_design = lab.case().on != "none";
    let model = model(lab, &levels)?;
    let mut outcome = model.y.factor();
    if !levels.is_empty() {
        outcome = outcome.reordered(&levels);
    }
    let codes: Vec<usize> = outcome.codes.iter().map(|it| it.unwrap_or(0)).collect();
    let mut sample = model.setup.sample.clone();
    if let Some(freq) = lab.arg("freq").as_str() {
        sample = sample.with_weights(model.setup.frame.numbers(freq)?);
    }
    let k = outcome.levels.len();
    if k < 2 {
        return Err("the outcome has fewer than two levels".into());
    }
    let found = sample.proportional_odds(&codes, k, &model.columns[1..], &model.valid)?;
    let mut names = model.names[1..].to_vec();
    names.extend(
        outcome
            .levels
            .windows(2)
            .map(|it| format!("{}|{}", it[0], it[1])),
    );
    let est = &found.coefficients.est;
    let listed = |names: &[String], all: &[f64]| json!({ "names": names, "values": nums(all) });
    if on_design {
        let setup = &model.setup;
        let Figures { se, .. } = setup.figures(&found.coefficients)?;
        return Ok(json!({ "coef": listed(&names, est), "se": listed(&names, &se) }));
    }
    let se: Vec<f64> = found
        .model_vcov
        .diagonal()
        .iter()
        .map(|it| libm::sqrt(*it))
        .collect();
    let p = found.slopes;
    Ok(json!({
        "coef": listed(&names[..p], &est[..p]),
        "zeta": listed(&names[p..], &est[p..]),
        "se": listed(&names, &se),
        "deviance": found.deviance,
    }))
}
