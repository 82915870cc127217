//! Ranking, shrinkage, funnels, variance components.

use serde_json::{Value, json};

use super::super::Refusal;
use super::super::frame::Factor;
use super::super::lab::{Groups, Lab, Setup};
use super::Answer;
use super::means::{Statistic, estimate, grouped};
use super::output::{Figures, fields, num, nums};
use crate::stats::components::{self, OneWay};
use crate::stats::multiplicity::{self, Adjust, RankSet, Threshold, adjust};
use crate::stats::shrinkage::{self, Between};
use crate::stats::special::normal_upper;
use crate::stats::{EstimateSet, Linear};

pub(super) fn run(lab: &mut Lab) -> Option<Answer> {
    Some(match lab.op() {
        "counts" => counts(lab),
        "pairwise" => pairwise(lab),
        "vs_rest" => against_the_rest(lab),
        "rank_ci" | "rank_ci_kww" => ranks(lab),
        "tau2" => between(lab),
        "shrinkage" => shrink(lab),
        "funnel" => funnel(lab),
        "funnel_od" => overdispersed(lab),
        "betabinomial_mom" => beta_binomial(lab),
        "icc1" => one_way(lab),
        "icc_all" => raters(lab),
        "varcomp_reml" => components(lab),
        _ => return None,
    })
}

fn counts(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let groups = setup.groups(&lab.texts("by"))?;
    let count = |rows: &Vec<bool>| rows.iter().filter(|it| **it).count() as f64;
    let n: Vec<f64> = groups.rows.iter().map(count).collect();
    let mut out = json!({ "n": nums(&n) });
    out[groups.by[0].as_str()] = json!(groups.labels[0]);
    Ok(out)
}

/// The means of the case that `from` names.
fn means(lab: &mut Lab) -> Result<(Setup, Groups, Linear, Figures), Refusal> {
    let at = lab.position("from")?;
    let mut from = lab.of_case(at);
    let setup = from.setup()?;
    let groups = setup.groups(&from.texts("by"))?;
    let values = setup.variables(&from.vars()?)?;
    let linear = grouped(&groups, |who| {
        Ok(estimate(&setup, &values, who, Statistic::Mean).0)
    })?;
    let figures = setup.figures(&linear)?;
    Ok((setup, groups, linear, figures))
}

fn pairwise(lab: &mut Lab) -> Answer {
    let (_, groups, _, figures) = means(lab)?;
    let names = groups.names();
    let k = names.len();
    let (mut i, mut j, mut difference, mut se) = (vec![], vec![], vec![], vec![]);
    for a in 0..k {
        for b in a + 1..k {
            let (va, vb) = (figures.vcov.get(a, a), figures.vcov.get(b, b));
            i.push(names[a].clone());
            j.push(names[b].clone());
            difference.push(figures.est[a] - figures.est[b]);
            se.push(libm::sqrt(va + vb - 2.0 * figures.vcov.get(a, b)));
        }
    }
    let z = difference.iter().zip(&se);
    let p: Vec<f64> = z.map(|(d, s)| 2.0 * normal_upper((d / s).abs())).collect();
    let named = |all: &[f64]| json!({ "names": i, "values": nums(all) });
    Ok(json!({
        "i": i,
        "j": j,
        "diff": nums(&difference),
        "se": named(&se),
        "p": named(&p),
        "bonferroni": named(&adjust(&p, Adjust::Bonferroni)),
        "holm": named(&adjust(&p, Adjust::Holm)),
        "BH": named(&adjust(&p, Adjust::FalseDiscovery)),
    }))
}

/// Groups of a variable, in the order of the earlier case that lists them.
fn grouping(lab: &Lab, setup: &Setup) -> Result<Factor, Refusal> {
    Ok(setup.frame.factor(lab.text("group")?)?)
}

fn against_the_rest(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let y = setup.frame.numbers(lab.text("y")?)?;
    let groups = grouping(lab, &setup)?;
    let (mut valid, _) = setup.valid(std::slice::from_ref(&y), &setup.who);
    valid
        .iter_mut()
        .zip(&groups.codes)
        .for_each(|(it, code)| *it &= code.is_some());
    let (mut difference, mut t, mut p) = (vec![], vec![], vec![]);
    for level in 0..groups.levels.len() {
        let test = setup
            .sample
            .t_test(&y, &groups.indicator(level), &valid, lab.level())?;
        difference.push(test.est);
        t.push(test.t);
        p.push(test.p);
    }
    let mut out = json!({
        "diff": nums(&difference),
        "t": nums(&t),
        "p": nums(&p),
        "holm": nums(&adjust(&p, Adjust::Holm)),
        "BH": nums(&adjust(&p, Adjust::FalseDiscovery)),
    });
    out[lab.text("group")?] = json!(groups.levels);
    Ok(out)
}

fn ranks(lab: &mut Lab) -> Answer {
    let (setup, groups, linear, figures) = means(lab)?;
    let sets: Vec<RankSet> = if lab.op() == "rank_ci_kww" {
        multiplicity::rank_sets_by_interval(&figures.est, &figures.se, lab.level())
    } else {
        let set: EstimateSet = setup.sample.estimates(&linear);
        multiplicity::rank_sets(&set, Threshold::Fixed(lab.number("z")?))
    };
    let list = |of: fn(&RankSet) -> usize| json!(sets.iter().map(of).collect::<Vec<_>>());
    let mut out = json!({
        "rank": list(|it| it.rank),
        "lo": list(|it| it.low),
        "hi": list(|it| it.high),
    });
    out[groups.by[0].as_str()] = json!(groups.labels[0]);
    Ok(out)
}

fn between(lab: &mut Lab) -> Answer {
    let (_, _, _, figures) = means(lab)?;
    let (est, variance) = (&figures.est, figures.vcov.diagonal());
    let tau2 = |method| shrinkage::between(est, &variance, method);
    Ok(fields(&[
        ("DL", tau2(Between::Moments)),
        ("REML", tau2(Between::Restricted)),
        ("ML", tau2(Between::Likelihood)),
        ("PM", tau2(Between::PauleMandel)),
        ("Q", shrinkage::cochran_q(est, &variance)),
        ("I2", shrinkage::i_squared(est, &variance)),
    ]))
}

fn shrink(lab: &mut Lab) -> Answer {
    let (_, _, _, figures) = means(lab)?;
    let (est, variance) = (&figures.est, figures.vcov.diagonal());
    let method = match lab.text("tau2")? {
        "DL" => Between::Moments,
        "REML" => Between::Restricted,
        "ML" => Between::Likelihood,
        "PM" => Between::PauleMandel,
        other => return Err(format!("args.tau2: {other} is not known").into()),
    };
    let tau2 = shrinkage::between(est, &variance, method);
    let found = shrinkage::shrink(est, &variance, tau2);
    Ok(json!({
        "tau2": tau2,
        "mu": found.mean,
        "se_mu": found.mean_se,
        "shrink": nums(&found.share),
        "eb": nums(&found.est),
        "se_naive": nums(&found.se_known),
        "se_with_mu": nums(&found.se),
        "se": nums(&found.se),
    }))
}

/// Events and people by group.
fn events(lab: &mut Lab) -> Result<(String, Factor, Vec<f64>, Vec<f64>), Refusal> {
    let setup = lab.setup()?;
    let event = setup.frame.numbers(lab.text("event")?)?;
    let groups = grouping(lab, &setup)?;
    let (mut x, mut n) = (
        vec![0.0; groups.levels.len()],
        vec![0.0; groups.levels.len()],
    );
    for (row, value) in event.iter().enumerate().filter(|it| !it.1.is_nan()) {
        if let Some(group) = groups.codes[row] {
            x[group] += value;
            n[group] += 1.0;
        }
    }
    Ok((lab.text("group")?.to_owned(), groups, x, n))
}

fn funnel(lab: &mut Lab) -> Answer {
    let (name, groups, x, n) = events(lab)?;
    let found = shrinkage::funnel(&x, &n);
    let p: Vec<f64> = x.iter().zip(&n).map(|(x, n)| x / n).collect();
    let mut out = json!({
        "x": nums(&x),
        "n": nums(&n),
        "p": nums(&p),
        "p0": found.whole,
        "z": nums(&found.z),
    });
    out[name.as_str()] = json!(groups.levels);
    for level in lab.numbers("limits") {
        let limits: Vec<(f64, f64)> = (0..x.len()).map(|it| found.limits(it, level)).collect();
        let digits = format!("{level}").trim_start_matches("0.").to_owned();
        let (low, high): (Vec<f64>, Vec<f64>) = limits.into_iter().unzip();
        out[format!("lo{digits}")] = nums(&low);
        out[format!("hi{digits}")] = nums(&high);
    }
    Ok(out)
}

fn overdispersed(lab: &mut Lab) -> Answer {
    let ends = lab.numbers("winsor");
    let [low, high] = ends.as_slice() else {
        return Err("args.winsor: expected two numbers".into());
    };
    let at = lab.position("from")?;
    let (_, _, x, n) = events(&mut lab.of_case(at))?;
    let found = shrinkage::funnel(&x, &n);
    let phi = found.overdispersion(*low, *high);
    let tau2 = found.additive(phi);
    let z = |it: usize| {
        let se = found.se[it];
        (x[it] / n[it] - found.whole) / libm::sqrt(se * se + tau2)
    };
    let multiplied: Vec<f64> = found.z.iter().map(|it| it / libm::sqrt(phi)).collect();
    Ok(json!({
        "phi": phi,
        "z_mult": nums(&multiplied),
        "tau2_additive": tau2,
        "z_add": nums(&(0..x.len()).map(z).collect::<Vec<_>>()),
    }))
}

fn beta_binomial(lab: &mut Lab) -> Answer {
    let at = lab.position("from")?;
    let (_, _, x, n) = events(&mut lab.of_case(at))?;
    let found = shrinkage::beta_binomial(&x, &n);
    Ok(json!({
        "p": found.whole,
        "rho": found.rho,
        "M": found.prior,
        "a": found.prior * found.whole,
        "b": found.prior * (1.0 - found.whole),
        "eb": nums(&found.est),
    }))
}

/// Values with the number of their group.
fn pairs(lab: &mut Lab) -> Result<Vec<(f64, usize)>, Refusal> {
    let setup = lab.setup()?;
    let y = setup.frame.numbers(lab.text("y")?)?;
    let groups = grouping(lab, &setup)?;
    let pairs = y.iter().zip(&groups.codes).filter(|it| !it.0.is_nan());
    Ok(pairs
        .filter_map(|(y, code)| code.map(|it| (*y, it)))
        .collect())
}

fn one_way(lab: &mut Lab) -> Answer {
    let found = OneWay::of(&pairs(lab)?).ok_or("expected two groups or more")?;
    let (f, p) = found.f();
    let mean_size = found.n / found.groups;
    Ok(fields(&[
        ("k", found.groups),
        ("N", found.n),
        ("n0", found.size),
        ("msb", found.between),
        ("msw", found.within),
        ("F", f),
        ("p", p),
        ("var_between", found.variance_between()),
        ("var_within", found.within),
        ("icc", found.icc()),
        ("mean_size", mean_size),
        ("deff_mean_size", found.deff(mean_size)),
        ("deff_weighted_size", found.deff(found.weighted_size)),
    ]))
}

fn components(lab: &mut Lab) -> Answer {
    let found = components::restricted(&pairs(lab)?).ok_or("expected two groups or more")?;
    Ok(fields(&[
        ("between", found.between),
        ("within", found.within),
        ("icc", found.between / (found.between + found.within)),
        ("mu", found.mean),
    ]))
}

fn raters(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let columns = setup.frame.all_numbers(setup.frame.names())?;
    let row = |at: usize| -> Vec<f64> { columns.iter().map(|it| it[at]).collect() };
    let ratings: Vec<Vec<f64>> = (0..setup.frame.rows()).map(row).collect();
    let found = components::raters(&ratings, lab.level()).ok_or("expected two raters or more")?;
    let list = |of: &dyn Fn(usize) -> f64| -> Value {
        Value::Array((0..6).map(|it| num(of(it))).collect())
    };
    Ok(json!({
        "type": ["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"],
        "icc": list(&|it| found.icc[it]),
        "F": list(&|it| found.f[it]),
        "df1": list(&|it| found.df[it].0),
        "df2": list(&|it| found.df[it].1),
        "p": list(&|it| found.p[it]),
        "lo": list(&|it| found.interval[it].0),
        "hi": list(&|it| found.interval[it].1),
    }))
}
