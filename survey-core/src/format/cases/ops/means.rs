//! Means, totals, ratios, variances, domains, contrasts.

use serde_json::{Map, Value, json};

use super::super::Refusal;
use super::super::lab::{Groups, Lab, Setup};
use super::Answer;
use super::output::{Figures, named_matrix, num, nums};
use crate::stats::{Linear, interval};

pub(super) fn run(lab: &mut Lab) -> Option<Answer> {
    Some(match lab.op() {
        "mean" | "total" | "prop" | "frequency" => simple(lab),
        "ci" => interval_of_mean(lab),
        "cv" => variation(lab),
        "ratio" => ratio(lab),
        "var" => variances(lab),
        "correlation" => correlation(lab),
        "by" => by(lab),
        "by_deff" => by_deff(lab),
        "by_vcov" => by_vcov(lab),
        "contrast" => contrast(lab),
        "contrast_nl" => super::nonlinear::run(lab),
        "sum_weights" => sum_weights(lab),
        "weights" => distinct_weights(lab),
        "degf" => degrees(lab),
        "lonely_psu" => lonely(lab),
        "frequency_weights" => replicated_rows(lab),
        _ => return None,
    })
}

/// Which statistic of variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Statistic {
    Mean,
    Total,
}

/// Variables as numbers, texts and factors as indicators of their levels; with names as R's.
pub(super) fn columns(
    setup: &Setup,
    names: &[String],
    as_factor: bool,
) -> Result<(Vec<String>, Vec<Vec<f64>>), Refusal> {
    let (mut labels, mut columns) = (Vec::new(), Vec::new());
    for name in names {
        let column = setup.frame.eval(name)?;
        if column.is_number() && !as_factor {
            labels.push(name.clone());
            columns.push(setup.frame.numbers(name)?);
            continue;
        }
        let prefix = if column.is_number() {
            format!("factor({name})")
        } else {
            name.clone()
        };
        let factor = column.factor();
        labels.extend(factor.levels.iter().map(|it| format!("{prefix}{it}")));
        columns.extend(factor.indicators());
    }
    Ok((labels, columns))
}

/// Means or totals of columns over some rows, missing values as `na_rm` says.
pub(super) fn estimate(
    setup: &Setup,
    columns: &[Vec<f64>],
    who: &[bool],
    statistic: Statistic,
) -> (Linear, Vec<bool>) {
    let (valid, gaps) = setup.valid(columns, who);
    let linear = match statistic {
        Statistic::Mean => setup.sample.means(columns, &valid),
        Statistic::Total => setup.sample.totals(columns, &valid),
    };
    (linear, gaps)
}

/// The same as R has it: unless rows with gaps are to be left out, a gap takes the estimate of its
/// variable away, and the standard errors of all means beside it.
pub(super) fn estimate_as_told(
    setup: &Setup,
    columns: &[Vec<f64>],
    who: &[bool],
    statistic: Statistic,
    na_rm: bool,
) -> Linear {
    let (_, gaps) = setup.valid(columns, who);
    if na_rm || gaps.iter().all(|it| !it) {
        return estimate(setup, columns, who, statistic).0;
    }
    let filled = |it: &f64| if it.is_nan() { 0.0 } else { *it };
    let filled: Vec<Vec<f64>> = columns
        .iter()
        .map(|it| it.iter().map(filled).collect())
        .collect();
    let mut linear = estimate(setup, &filled, who, statistic).0;
    for (at, gap) in gaps.into_iter().enumerate() {
        if gap {
            linear.est[at] = f64::NAN;
            linear.simple[at] = f64::NAN;
        }
        if gap || statistic == Statistic::Mean {
            linear.influence[at].fill(f64::NAN);
        }
    }
    linear
}

fn simple(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let statistic = if lab.op() == "total" {
        Statistic::Total
    } else {
        Statistic::Mean
    };
    let as_factor = lab.flag("as_factor") || lab.op() == "prop" || lab.op() == "frequency";
    let (names, values) = columns(&setup, &lab.vars()?, as_factor)?;
    let linear = estimate_as_told(&setup, &values, &setup.who, statistic, lab.na_rm());
    let figures = setup.figures(&linear)?;
    let deff = design_effects(lab, &setup, &linear, &figures);
    Ok(figures.stat(&names, deff.as_deref()))
}

/// Design effects against sampling with or, without the word "replace", without replacement.
fn design_effects(
    lab: &Lab,
    setup: &Setup,
    linear: &Linear,
    figures: &Figures,
) -> Option<Vec<f64>> {
    let replace = lab.arg("deff") == "replace";
    if !(replace || lab.flag("deff")) {
        return None;
    }
    let effect = |at: usize| {
        let base = &linear.bases[at];
        let taken = setup.sample.n(base) as f64 / setup.sample.size(base);
        let room = if replace { 1.0 } else { 1.0 - taken };
        figures.vcov.get(at, at) / (linear.simple[at] * room)
    };
    Some((0..linear.len()).map(effect).collect())
}

fn interval_of_mean(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let values = setup.variables(&lab.vars()?)?;
    let na_rm = lab.na_rm();
    let linear = estimate_as_told(&setup, &values, &setup.who, Statistic::Mean, na_rm);
    let figures = setup.figures(&linear)?;
    let df = match lab.arg("df").as_str() {
        Some("degf") => setup.sample.df(&setup.who),
        Some(_) | None => lab.number_or("df", f64::INFINITY),
    };
    let bounds = interval::symmetric(figures.est[0], figures.se[0], df, lab.level());
    let bounds = bounds.ok_or("there is no interval")?;
    Ok(json!({ "lo": bounds.low, "hi": bounds.high }))
}

fn variation(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let vars = lab.vars()?;
    let total = lab.arg("stat") == "total";
    let statistic = if total {
        Statistic::Total
    } else {
        Statistic::Mean
    };
    let values = setup.variables(&vars)?;
    let linear = estimate_as_told(&setup, &values, &setup.who, statistic, lab.na_rm());
    let figures = setup.figures(&linear)?;
    let cv = |(se, est): (&f64, &f64)| vec![se / est];
    let cvs: Vec<Vec<f64>> = figures.se.iter().zip(&figures.est).map(cv).collect();
    let values: Vec<Value> = cvs.iter().map(|it| nums(it)).collect();
    Ok(json!({ "rownames": vars, "colnames": vars, "values": values }))
}

fn ratio(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let linear = ratio_over(lab, &setup, &setup.who)?;
    let figures = setup.figures(&linear)?;
    Ok(json!({ "est": num(figures.est[0]), "se": num(figures.se[0]) }))
}

fn ratio_over(lab: &Lab, setup: &Setup, who: &[bool]) -> Result<Linear, Refusal> {
    let both = setup.variables(&[lab.text("num")?.to_owned(), lab.text("den")?.to_owned()])?;
    let (valid, gaps) = setup.valid(&both, who);
    let mut linear = setup.sample.ratio(&both[0], &both[1], &valid);
    if !lab.na_rm() && gaps.contains(&true) {
        linear.est[0] = f64::NAN;
        linear.influence[0].fill(f64::NAN);
    }
    Ok(linear)
}

fn variances(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let vars = lab.vars()?;
    let values = setup.variables(&vars)?;
    let (valid, _) = setup.valid(&values, &setup.who);
    let figures = setup.figures(&setup.sample.variances(&values, &valid))?;
    if vars.len() == 1 {
        return Ok(json!({ "names": vars, "est": nums(&figures.est), "se": nums(&figures.se) }));
    }
    let square = |all: &[f64]| Value::Array(all.chunks(vars.len()).map(nums).collect());
    Ok(json!({ "names": vars, "est": square(&figures.est), "se": square(&figures.se) }))
}

fn correlation(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let vars = lab.vars()?;
    let values = setup.variables(&vars)?;
    let (valid, _) = setup.valid(&values, &setup.who);
    let matrix = setup.sample.covariances(&values, &valid).correlation();
    Ok(named_matrix(&vars, &matrix))
}

/// Estimates by group, statistic by statistic and within it group by group.
pub(super) fn grouped(
    groups: &Groups,
    mut each: impl FnMut(&[bool]) -> Result<Linear, Refusal>,
) -> Result<Linear, Refusal> {
    let parts: Vec<Linear> = groups
        .rows
        .iter()
        .map(|it| each(it))
        .collect::<Result<_, _>>()?;
    let n = parts.first().map_or(0, Linear::len);
    let mut all = Linear::default();
    for statistic in 0..n {
        for part in &parts {
            all.append(part.pick(statistic));
        }
    }
    Ok(all)
}

/// The groups, the names of the statistics and the estimates of a case with `by`.
fn by_parts(lab: &mut Lab, setup: &Setup) -> Result<(Groups, Vec<String>, Linear), Refusal> {
    let groups = setup.groups(&lab.texts("by"))?;
    let stat = lab.arg("stat").as_str().unwrap_or("mean");
    if stat == "ratio" {
        let name = vec![format!("{}/{}", lab.text("num")?, lab.text("den")?)];
        let linear = grouped(&groups, |who| ratio_over(lab, setup, who))?;
        return Ok((groups, name, linear));
    }
    let statistic = if stat == "total" {
        Statistic::Total
    } else {
        Statistic::Mean
    };
    let (names, values) = columns(setup, &lab.vars()?, stat == "prop")?;
    let na_rm = lab.na_rm();
    let linear = grouped(&groups, |who| {
        Ok(estimate_as_told(setup, &values, who, statistic, na_rm))
    })?;
    Ok((groups, names, linear))
}

fn by(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let (groups, names, linear) = by_parts(lab, &setup)?;
    Ok(setup.figures(&linear)?.by(&groups, &names))
}

fn by_deff(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let (groups, names, linear) = by_parts(lab, &setup)?;
    let figures = setup.figures(&linear)?;
    let deff = design_effects(lab, &setup, &linear, &figures).unwrap_or_default();
    let mut out = Map::new();
    for (by, labels) in groups.by.iter().zip(&groups.labels) {
        out.insert(by.clone(), json!(labels));
    }
    let n = groups.rows.len();
    for (at, name) in names.iter().enumerate() {
        let part = at * n..(at + 1) * n;
        out.insert(name.clone(), nums(&figures.est[part.clone()]));
        let se = if names.len() == 1 {
            "se".to_owned()
        } else {
            format!("se.{name}")
        };
        out.insert(se, nums(&figures.se[part.clone()]));
        out.insert(format!("DEff.{name}"), nums(&deff[part]));
    }
    Ok(Value::Object(out))
}

fn by_vcov(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let (groups, _, linear) = by_parts(lab, &setup)?;
    Ok(named_matrix(&groups.names(), &setup.figures(&linear)?.vcov))
}

fn contrast(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let (names, linear) = if lab.has("by") {
        let (groups, _, linear) = by_parts(lab, &setup)?;
        (groups.names(), linear)
    } else {
        let vars = lab.vars()?;
        let values = setup.variables(&vars)?;
        let na_rm = lab.na_rm();
        let linear = estimate_as_told(&setup, &values, &setup.who, Statistic::Mean, na_rm);
        (vars, linear)
    };
    let row: Vec<f64> = match lab.arg("contrast") {
        Value::Object(parts) => {
            let of = |it: &String| parts.get(it).and_then(Value::as_f64).unwrap_or(0.0);
            names.iter().map(of).collect()
        }
        _ => lab.numbers("contrast"),
    };
    if row.len() != linear.len() {
        let (found, expected) = (row.len(), linear.len());
        return Err(format!("args.contrast: {found} numbers, expected {expected}").into());
    }
    let figures = setup.figures(&linear.combine(&[row]))?;
    Ok(figures.stat(&["contrast".to_owned()], None))
}

fn sum_weights(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let sum = setup.sample.size(&setup.who);
    if !lab.case().r.trim_start().starts_with("list(") {
        return Ok(num(sum));
    }
    let df = setup.sample.df(&setup.who);
    Ok(json!({ "n": setup.frame.rows(), "degf": df, "sum_w": sum }))
}

fn distinct_weights(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let mut seen: Vec<f64> = Vec::new();
    for weight in setup.sample.weights() {
        if !seen.contains(weight) {
            seen.push(*weight);
        }
    }
    Ok(nums(&seen))
}

fn degrees(lab: &mut Lab) -> Answer {
    // `c(a = degf(x), b = degf(y))` asks for several designs at once.
    let several: Vec<(String, String)> = lab
        .case()
        .r
        .strip_prefix("c(")
        .map(|it| it.split(',').filter_map(one_of_several).collect())
        .unwrap_or_default();
    if several.is_empty() {
        let setup = lab.setup()?;
        return Ok(num(setup.sample.df(&setup.who)));
    }
    let mut values = Vec::new();
    for (_, design) in &several {
        let setup = lab.design(design)?;
        values.push(setup.sample.df(&setup.who));
    }
    let names: Vec<&String> = several.iter().map(|it| &it.0).collect();
    Ok(json!({ "names": names, "values": nums(&values) }))
}

fn one_of_several(text: &str) -> Option<(String, String)> {
    let (name, call) = text.split_once('=')?;
    let design = call.trim().strip_prefix("degf(")?.trim_end_matches(')');
    Some((name.trim().to_owned(), design.to_owned()))
}

fn lonely(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    if setup.lonely_fails && setup.sample.has_lonely_strata() {
        return Ok(json!("error"));
    }
    let vars = lab.vars()?;
    let figures = |names: &[String], statistic| -> Result<Figures, Refusal> {
        let values = setup.variables(names)?;
        setup.figures(&estimate(&setup, &values, &setup.who, statistic).0)
    };
    if lab.has("stat") {
        let total = lab.arg("stat") == "total";
        let statistic = if total {
            Statistic::Total
        } else {
            Statistic::Mean
        };
        let found = figures(&vars, statistic)?;
        return Ok(json!({ "est": num(found.est[0]), "se": num(found.se[0]) }));
    }
    let mut out = Map::new();
    out.insert(
        "mean".into(),
        figures(&vars, Statistic::Mean)?.stat(&vars, None),
    );
    // The variable of the total stands in the R expression alone.
    let total = lab
        .case()
        .r
        .split_once("svytotal(~")
        .and_then(|it| it.1.split_once(','));
    if let Some((name, _)) = total {
        let name = vec![name.trim().to_owned()];
        out.insert(
            "total".into(),
            figures(&name, Statistic::Total)?.stat(&name, None),
        );
    }
    out.insert("degf".into(), num(setup.sample.df(&setup.who)));
    Ok(Value::Object(out))
}

/// What merging a file several times would do to a standard error.
fn replicated_rows(lab: &mut Lab) -> Answer {
    let at = lab
        .earlier_position(|it| it.op == "mean")
        .ok_or("no earlier case is a mean")?;
    let mut earlier = lab.of_case(at);
    let setup = earlier.setup()?;
    let values = setup.variables(&earlier.vars()?)?;
    let k = lab.number("k")? as usize;
    let se = |times: usize| {
        let weights = setup.sample.weights().repeat(times);
        let design = crate::stats::Design {
            weights: Some(&weights),
            ..crate::stats::Design::simple(weights.len())
        };
        let many = Setup {
            sample: crate::stats::Sample::of(&design),
            who: setup.who.repeat(times),
            ..setup.clone()
        };
        let values: Vec<Vec<f64>> = values.iter().map(|it| it.repeat(times)).collect();
        let linear = estimate(&many, &values, &many.who, Statistic::Mean).0;
        libm::sqrt(many.sample.covariance(&linear.influence).get(0, 0))
    };
    let mut out = Map::new();
    out.insert("se_1".into(), num(se(1)));
    out.insert(format!("se_{k}"), num(se(k)));
    Ok(Value::Object(out))
}
