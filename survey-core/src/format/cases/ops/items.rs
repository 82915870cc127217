//! Scales, factors and drivers.

use serde_json::{Value, json};

use super::super::Refusal;
use super::super::lab::{Lab, Setup, texts};
use super::Answer;
use super::output::{fields, num, nums};
use crate::stats::Matrix;
use crate::stats::correlation::{correlations, covariances, mean, pearson, sd, spearman};
use crate::stats::drivers::{self, Quadrant};
use crate::stats::factor::{self, OneFactor};
use crate::stats::polychoric;
use crate::stats::reliability;

pub(super) fn run(lab: &mut Lab) -> Option<Answer> {
    Some(match lab.op() {
        "alpha" => alpha(lab),
        "alpha_ci" => alpha_interval(lab),
        "alpha_weighted" => alpha_weighted(lab),
        "guttman" => guttman(lab),
        "omega" => omega(lab),
        "omega_cfa" => one_factor(lab),
        "pca" => components(lab),
        "fa" => factors(lab),
        "kmo" => kmo(lab),
        "bartlett_sphericity" => bartlett(lab),
        "polychoric" => polychoric(lab),
        "spearman" => rank_correlations(lab),
        "drivers" => importance(lab),
        "drivers_jackknife" => jackknife(lab),
        "vif" => inflation(lab),
        "ipa" => importance_performance(lab),
        "importance_satisfaction" => importance_satisfaction(lab),
        _ => return None,
    })
}

/// Items as columns, reversed where the scale says so.
struct Items {
    columns: Vec<Vec<f64>>,
}

impl Items {
    fn complete(&self, over: &[Vec<f64>]) -> Items {
        let rows = 0..self.columns.first().map_or(0, Vec::len);
        let kept: Vec<usize> = rows
            .filter(|it| over.iter().all(|x| !x[*it].is_nan()))
            .collect();
        let only = |x: &Vec<f64>| kept.iter().map(|it| x[*it]).collect();
        Items {
            columns: self.columns.iter().map(only).collect(),
        }
    }

    fn n(&self) -> f64 {
        self.columns.first().map_or(0.0, |it| it.len() as f64)
    }
}

/// Reversed items run the other way between the smallest and the largest answer to any item.
fn reverse(columns: &mut [Vec<f64>], names: &[String], reversed: &[String], ends: f64) {
    for (name, column) in names.iter().zip(columns) {
        if reversed.contains(name) {
            column.iter_mut().for_each(|it| *it = ends - *it);
        }
    }
}

/// The items of a case. What it does not say, its data, which items are reversed and what is done
/// about gaps, it takes over from the earlier case it names or the nearest with the same items.
fn items(lab: &mut Lab) -> Result<Items, Refusal> {
    let own = lab.texts("items");
    let named = if lab.has("n_from") {
        Some(lab.position("n_from")?)
    } else {
        None
    };
    let covers = |args: &Value| {
        let theirs = texts(&args["items"]);
        !args["data"].is_null() && own.iter().all(|it| theirs.contains(it))
    };
    let reverses = |args: &Value| !texts(&args["reversed"]).is_empty();
    let source = named
        .or_else(|| {
            lab.has("data")
                .then(|| lab.earlier_position(|_| false))
                .flatten()
        })
        .or_else(|| lab.earlier_position(|it| covers(&it.args) && reverses(&it.args)))
        .or_else(|| lab.earlier_position(|it| covers(&it.args)));
    let from = match source {
        Some(at) if !lab.has("data") => Some(at),
        Some(_) | None => None,
    };
    let (setup, theirs) = match from {
        Some(at) => {
            let mut earlier = lab.of_case(at);
            (earlier.setup()?, Some(earlier.case().args.clone()))
        }
        None => (lab.setup()?, None),
    };
    let args = theirs.as_ref().unwrap_or(&lab.case().args);
    let reversed_by = if lab.has("reversed") {
        &lab.case().args
    } else {
        args
    };
    let names = if own.is_empty() {
        texts(&args["items"])
    } else {
        own
    };
    let reversed = texts(&reversed_by["reversed"]);
    let ends = ends(&setup, &texts(&args["items"]), reversed_by)?;
    let mut columns = setup.variables(&names)?;
    reverse(&mut columns, &names, &reversed, ends);
    if names.len() < 2 {
        return Err("args.items: expected two items or more".into());
    }
    let items = Items { columns };
    let missing = |args: &Value| args["missing"].as_str().unwrap_or_default().to_owned();
    if missing(&lab.case().args).starts_with("pairwise") {
        return Ok(items);
    }
    // Listwise over the case's own items if it says so itself, over the source's if that does.
    let whole = texts(&args["items"]);
    let wide = from.is_some() && !lab.has("missing") && missing(args).starts_with("listwise");
    let over = if wide {
        setup.variables(&whole)?
    } else {
        items.columns.clone()
    };
    Ok(items.complete(&over))
}

/// The sum of the ends of the scale: `7` of `7 - x`, else from the answers.
fn ends(setup: &Setup, names: &[String], args: &Value) -> Result<f64, Refusal> {
    let rule = args["reverse_rule"]
        .as_str()
        .and_then(|it| it.split('-').next());
    if let Some(Ok(sum)) = rule.map(|it| it.trim().parse()) {
        return Ok(sum);
    }
    let all = setup.variables(names)?;
    let values = || all.iter().flatten().copied().filter(|it| !it.is_nan());
    let least = values().fold(f64::INFINITY, f64::min);
    Ok(least + values().fold(f64::NEG_INFINITY, f64::max))
}

fn alpha(lab: &mut Lab) -> Answer {
    let items = items(lab)?;
    let c = covariances(&items.columns);
    let (r, n) = (c.correlation(), items.n());
    let found = reliability::alpha_with(&c, &r, n);
    let row = |at: usize| mean(&items.columns.iter().map(|it| it[at]).collect::<Vec<_>>());
    let totals: Vec<f64> = (0..n as usize).map(row).collect();
    let mut out = fields(&[
        ("n", n),
        ("raw", found.raw),
        ("std", found.standardised),
        ("G6", found.lambda6),
        ("avg_r", found.mean_r),
        ("sn", found.signal_noise),
        ("ase", found.se),
        ("mean", mean(&totals)),
        ("sd", sd(&totals)),
        ("median_r", found.median_r),
    ]);
    out["drop_raw_alpha"] = nums(&found.without);
    out["r_drop"] = nums(&found.item_rest);
    out["r_cor"] = nums(&found.item_total);
    Ok(out)
}

fn alpha_interval(lab: &mut Lab) -> Answer {
    let items = items(lab)?;
    let raw = reliability::alpha(&covariances(&items.columns));
    let k = items.columns.len() as f64;
    let (lo, hi) = reliability::feldt_interval(raw, items.n(), k, lab.level());
    Ok(fields(&[("lo", lo), ("hi", hi)]))
}

fn alpha_weighted(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let columns = setup.variables(&lab.texts("items"))?;
    let (valid, _) = setup.valid(&columns, &setup.who);
    Ok(num(reliability::alpha(
        &setup.sample.covariances(&columns, &valid),
    )))
}

fn guttman(lab: &mut Lab) -> Answer {
    let items = items(lab)?;
    let [first, second, third] = reliability::guttman(&covariances(&items.columns));
    Ok(fields(&[
        ("lambda1", first),
        ("lambda2", second),
        ("lambda3", third),
    ]))
}

fn n_factors(lab: &Lab) -> Result<usize, Refusal> {
    let n = lab.number("nfactors")?;
    if (1.0..=50.0).contains(&n) {
        return Ok(n as usize);
    }
    Err(format!("args.nfactors: found {n}, expected 1 to 50").into())
}

fn omega(lab: &mut Lab) -> Answer {
    let factors = n_factors(lab)?;
    let items = items(lab)?;
    let r = correlations(&items.columns);
    let found = factor::omega(&r, factors);
    let alpha = reliability::alpha_with(&r, &r, items.n());
    Ok(fields(&[
        ("n", items.n()),
        ("alpha", alpha.raw),
        ("omega_h", found.hierarchical),
        ("omega_total", found.total),
        ("omega_lim", found.hierarchical / found.total),
        ("G6", alpha.lambda6),
    ]))
}

const SINGULAR: &str = "the items depend on each other";

fn one_factor(lab: &mut Lab) -> Answer {
    let items = items(lab)?;
    let n = items.n();
    let mut s = Matrix::zero(items.columns.len());
    for (at, row) in covariances(&items.columns).rows().iter().enumerate() {
        row.iter()
            .enumerate()
            .for_each(|(b, it)| s.put(at, b, it * (n - 1.0) / n));
    }
    let found = OneFactor::fit(&s, n).ok_or(SINGULAR)?;
    let common: f64 = found.loadings.iter().sum();
    Ok(json!({
        "lambda": nums(&found.loadings),
        "theta": nums(&found.unique),
        "omega": found.omega(),
        "omega_observed": common * common / s.sum(),
        "chisq": found.chi_square,
        "df": found.df,
        "cfi": found.cfi,
        "rmsea": found.rmsea,
        "srmr": found.srmr,
    }))
}

fn components(lab: &mut Lab) -> Answer {
    let items = items(lab)?;
    let eigen = correlations(&items.columns).eigen();
    let k = items.columns.len() as f64;
    let root = libm::sqrt(eigen.values[0]);
    let share: Vec<f64> = eigen.values.iter().map(|it| it / k).collect();
    let loadings: Vec<f64> = eigen.vectors[0]
        .iter()
        .map(|it| (it * root).abs())
        .collect();
    Ok(json!({
        "n": items.n(),
        "eigenvalues": nums(&eigen.values),
        "share": nums(&share),
        "abs_loadings_pc1": nums(&loadings),
    }))
}

fn factors(lab: &mut Lab) -> Answer {
    let n_factors = n_factors(lab)?;
    let r = correlations(&items(lab)?.columns);
    let found = factor::minres(&r, n_factors);
    Ok(json!({
        "communality": nums(&found.communalities()),
        "objective": num(found.discrepancy(&r).unwrap_or(f64::NAN)),
        "rms": num(found.rms(&r)),
    }))
}

fn kmo(lab: &mut Lab) -> Answer {
    let items = items(lab)?;
    let (all, each) = reliability::kmo(&correlations(&items.columns)).ok_or(SINGULAR)?;
    Ok(json!({ "MSA": all, "MSAi": nums(&each) }))
}

fn bartlett(lab: &mut Lab) -> Answer {
    let items = items(lab)?;
    let found = reliability::bartlett(&correlations(&items.columns), items.n());
    let (chisq, df, p) = found.ok_or(SINGULAR)?;
    Ok(fields(&[("chisq", chisq), ("p", p), ("df", df)]))
}

/// The entries below the diagonal, column by column.
fn lower(matrix: &Matrix) -> Value {
    let k = matrix.size();
    let pairs = (0..k).flat_map(|c| (c + 1..k).map(move |r| (r, c)));
    nums(&pairs.map(|(r, c)| matrix.get(r, c)).collect::<Vec<_>>())
}

fn polychoric(lab: &mut Lab) -> Answer {
    let items = items(lab)?;
    let coded = |x: &Vec<f64>| -> Vec<Option<usize>> {
        let mut levels: Vec<f64> = x.iter().copied().filter(|it| !it.is_nan()).collect();
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        x.iter()
            .map(|it| levels.iter().position(|level| level == it))
            .collect()
    };
    let columns: Vec<Vec<Option<usize>>> = items.columns.iter().map(coded).collect();
    let rho = polychoric::polychorics(&columns);
    Ok(json!({ "lower": lower(&rho), "ordinal_alpha": reliability::alpha(&rho) }))
}

fn rank_correlations(lab: &mut Lab) -> Answer {
    let items = items(lab)?;
    let k = items.columns.len();
    let mut out = Matrix::identity(k);
    for a in 0..k {
        for b in (0..k).filter(|it| *it != a) {
            out.put(a, b, spearman(&items.columns[a], &items.columns[b]));
        }
    }
    Ok(lower(&out))
}

/// Names of drivers; the columns of the outcome and the drivers; the rows that have all of them.
type Explained = (Vec<String>, Vec<Vec<f64>>, Setup);

fn outcome_and_drivers(lab: &mut Lab) -> Result<Explained, Refusal> {
    let mut setup = lab.setup()?;
    let mut names = vec![lab.text("y")?.to_owned()];
    names.extend(lab.texts("x"));
    let columns = setup.variables(&names)?;
    (setup.who, _) = setup.valid(&columns, &setup.who);
    names.remove(0);
    Ok((names, columns, setup))
}

fn importance(lab: &mut Lab) -> Answer {
    let (names, columns, setup) = outcome_and_drivers(lab)?;
    let found = drivers::drivers(&setup.sample.covariances(&columns, &setup.who))?;
    let whole: f64 = found.lmg.iter().sum();
    let shares: Vec<f64> = found.lmg.iter().map(|it| it / whole).collect();
    Ok(json!({
        "names": names,
        "r2": found.r2,
        "lmg": nums(&found.lmg),
        "lmg_share": nums(&shares),
        "johnson": nums(&found.johnson),
        "pratt": nums(&found.pratt),
        "first": nums(&found.first),
        "last": nums(&found.last),
        "std_beta": nums(&found.beta),
        "corr": nums(&found.correlation),
    }))
}

fn jackknife(lab: &mut Lab) -> Answer {
    let (_, columns, setup) = outcome_and_drivers(lab)?;
    let (mut values, mut shares) = (Vec::new(), Vec::new());
    for row in (0..setup.who.len()).filter(|it| setup.who[*it]) {
        let mut who = setup.who.clone();
        who[row] = false;
        let lmg = drivers::lmg(&setup.sample.covariances(&columns, &who))?;
        let whole: f64 = lmg.iter().sum();
        shares.push(lmg.iter().map(|it| it / whole).collect::<Vec<_>>());
        values.push(lmg);
    }
    Ok(json!({
        "lmg": nums(&drivers::jackknife_errors(&values)),
        "share": nums(&drivers::jackknife_errors(&shares)),
    }))
}

fn inflation(lab: &mut Lab) -> Answer {
    let (_, columns, _) = outcome_and_drivers(lab)?;
    let inverse = correlations(&columns[1..]).inverse().ok_or(SINGULAR)?;
    Ok(nums(&inverse.diagonal()))
}

fn importance_performance(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let overall = setup.frame.numbers(lab.text("overall")?)?;
    let items = setup.variables(&lab.texts("items"))?;
    let importance: Vec<f64> = items.iter().map(|it| pearson(&overall, it)).collect();
    let performance: Vec<f64> = items.iter().map(|it| mean(it)).collect();
    let cut = (mean(&importance), mean(&performance));
    let quadrant = |(i, p): (&f64, &f64)| Quadrant::of(*i, *p, cut).name();
    let quadrants: Vec<&str> = importance.iter().zip(&performance).map(quadrant).collect();
    Ok(json!({
        "importance": nums(&importance),
        "performance": nums(&performance),
        "cut_importance": cut.0,
        "cut_performance": cut.1,
        "quadrant": quadrants,
    }))
}

fn importance_satisfaction(lab: &mut Lab) -> Answer {
    let (share, satisfied) = (
        lab.numbers("top_choice_share"),
        lab.numbers("satisfied_share_ex_dk"),
    );
    let is: Vec<f64> = share
        .iter()
        .zip(&satisfied)
        .map(|(s, t)| s * (1.0 - t))
        .collect();
    let turned: Vec<f64> = is.iter().map(|it| -it).collect();
    let ranks = crate::stats::correlation::ranks(&turned);
    Ok(json!({ "is": nums(&is), "rank": nums(&ranks) }))
}
