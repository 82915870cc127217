//! Scores of satisfaction, and waves.

use serde_json::{Map, Value, json};

use super::super::Refusal;
use super::super::lab::{Groups, Lab, Setup, numbers};
use super::Answer;
use super::means::{Statistic, estimate, grouped};
use super::models::t_answer;
use super::output::{Figures, fields, num, nums};
use super::shares::member;
use crate::stats::Linear;
use crate::stats::interval;
use crate::stats::multiplicity::{Adjust, adjust};
use crate::stats::scale;
use crate::stats::special::{chi_square_upper, normal_upper};
use crate::stats::trend;

pub(super) fn run(lab: &mut Lab) -> Option<Answer> {
    Some(match lab.op() {
        "nps" | "net_score" | "score100" | "index_mean" => whole(lab),
        "nps_by" | "score100_by" => by(lab),
        "nps_diff" => difference(lab),
        "nps_formula" => formula(lab),
        "nps_adjusted_wald" => adjusted_wald(lab),
        "ordinal_dispersion" => dispersion(lab),
        "adjacent" => adjacent(lab),
        "linear_trend_wls" => line(lab),
        "wald_equal" => equal(lab),
        "direct_standardisation" => standardised(lab),
        _ => return None,
    })
}

/// Whether a value is among `promoter` or `detractor` of the case: two numbers are the ends of a
/// range there.
fn range(lab: &Lab, name: &str, otherwise: (f64, f64)) -> (f64, f64) {
    let given = lab.numbers(name);
    match given.as_slice() {
        [low, high] if lab.has(name) => (*low, *high),
        _ => otherwise,
    }
}

/// 100 for promoters, -100 for detractors, 0 for those between, on a scale of 0 to 10.
fn net(lab: &Lab, values: &[f64]) -> Vec<f64> {
    let (promoters, detractors) = (
        range(lab, "promoter", (9.0, 10.0)),
        range(lab, "detractor", (0.0, 6.0)),
    );
    let inside = |it: f64, range: (f64, f64)| f64::from(u8::from(range.0 <= it && it <= range.1));
    let points = |it: &f64| match it {
        _ if it.is_nan() => f64::NAN,
        _ => 100.0 * (inside(*it, promoters) - inside(*it, detractors)),
    };
    values.iter().map(points).collect()
}

/// The points of each row, with their name.
fn points(lab: &Lab, setup: &Setup) -> Result<(String, Vec<f64>), Refusal> {
    let op = lab.op();
    if op == "index_mean" {
        let items = setup.variables(&lab.texts("items"))?;
        let (lo, hi, weights) = (lab.number("lo")?, lab.number("hi")?, lab.numbers("weights"));
        let whole: f64 = weights.iter().sum();
        let score = |row: usize| {
            let terms = items.iter().zip(&weights);
            let sum: f64 = terms.map(|(y, w)| w * (y[row] - lo)).sum();
            100.0 * sum / (whole * (hi - lo))
        };
        return Ok((
            "index".to_owned(),
            (0..setup.frame.rows()).map(score).collect(),
        ));
    }
    let name = lab.vars()?.remove(0);
    let values = setup.frame.numbers(&name)?;
    Ok(match op {
        "net_score" => {
            let (top, bottom) = (lab.numbers("top"), lab.numbers("bottom"));
            let points = |it: &f64| 100.0 * (member(*it, &top) - member(*it, &bottom));
            ("net".to_owned(), values.iter().map(points).collect())
        }
        "score100" | "score100_by" => {
            // Groups come without the ends of the scale: those of the nearest case that has them.
            let source = lab.earlier(|it| it.op == "score100");
            let end = |name: &str| match lab.arg(name).as_f64() {
                Some(it) => Some(it),
                None => source.and_then(|it| it.args[name].as_f64()),
            };
            let lo = end("lo").ok_or("args.lo: found no number")?;
            let hi = end("hi").ok_or("args.hi: found no number")?;
            let points = values.iter().map(|it| 100.0 * (it - lo) / (hi - lo));
            ("score100".to_owned(), points.collect())
        }
        _ => ("nps".to_owned(), net(lab, &values)),
    })
}

fn whole(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let (name, points) = points(lab, &setup)?;
    let (linear, _) = estimate(&setup, &[points], &setup.who, Statistic::Mean);
    Ok(setup.figures(&linear)?.stat(&[name], None))
}

fn by(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let (name, points) = points(lab, &setup)?;
    let groups = setup.groups(&lab.texts("by"))?;
    let values = [points];
    let linear = grouped(&groups, |who| {
        Ok(estimate(&setup, &values, who, Statistic::Mean).0)
    })?;
    Ok(setup.figures(&linear)?.by(&groups, &[name]))
}

fn difference(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let (_, points) = points(lab, &setup)?;
    let group = setup.frame.factor(lab.text("group")?)?;
    let (mut valid, _) = setup.valid(std::slice::from_ref(&points), &setup.who);
    valid
        .iter_mut()
        .zip(&group.codes)
        .for_each(|(it, code)| *it &= code.is_some());
    let test = setup
        .sample
        .t_test(&points, &group.indicator(1), &valid, lab.level())?;
    Ok(t_answer(&test, true))
}

/// Promoters, passives and detractors among those with an answer.
fn thirds(lab: &mut Lab) -> Result<[f64; 3], Refusal> {
    if lab.has("promoters") {
        return Ok([
            lab.number("promoters")?,
            lab.number("passives")?,
            lab.number("detractors")?,
        ]);
    }
    let setup = lab.setup()?;
    let values = net(lab, &setup.frame.numbers(&lab.vars()?[0])?);
    let count = |points: f64| values.iter().filter(|it| **it == points).count() as f64;
    Ok([count(100.0), count(0.0), count(-100.0)])
}

fn formula(lab: &mut Lab) -> Answer {
    let [p, s, d] = thirds(lab)?;
    let n = p + s + d;
    let (p, d) = (p / n, d / n);
    let variance = p + d - (p - d) * (p - d);
    Ok(fields(&[
        ("n", n),
        ("promoters", p),
        ("detractors", d),
        ("passives", 1.0 - p - d),
        ("nps", 100.0 * (p - d)),
        ("se_mle", 100.0 * libm::sqrt(variance / n)),
        ("se_unbiased", 100.0 * libm::sqrt(variance / (n - 1.0))),
    ]))
}

fn adjusted_wald(lab: &mut Lab) -> Answer {
    let [p, s, d] = thirds(lab)?;
    let found = interval::net_adjusted_wald(p, s, d, lab.level());
    let (center, se, bounds) = found.ok_or("there is no interval")?;
    Ok(fields(&[
        ("center", center),
        ("se", se),
        ("lo", bounds.low),
        ("hi", bounds.high),
    ]))
}

fn dispersion(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let values = setup.frame.numbers(&lab.vars()?[0])?;
    let values: Vec<f64> = values.into_iter().filter(|it| !it.is_nan()).collect();
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let usable = most - least <= 1000.0;
    if !usable {
        return Err("expected answers on a scale of at most 1000 steps".into());
    }
    let steps = (least as i64)..=(most as i64);
    let count = |at: i64| values.iter().filter(|it| **it == at as f64).count() as f64;
    let counts: Vec<f64> = steps.map(count).collect();
    let found = scale::dispersion(&counts).ok_or("nobody answered")?;
    let mut out = fields(&[
        ("mean", least + found.mean),
        ("sd", found.sd),
        ("consensus", found.consensus),
        ("leik", found.leik),
    ]);
    out["p"] = nums(&found.shares);
    Ok(out)
}

/// Means by wave: the variable of the case or of the earlier one that has them.
fn waves(lab: &mut Lab) -> Result<(Setup, Groups, Linear, Figures), Refusal> {
    let setup = lab.setup()?;
    let groups = setup.groups(&lab.texts("by"))?;
    let values = setup.variables(&lab.vars()?)?;
    let linear = grouped(&groups, |who| {
        Ok(estimate(&setup, &values, who, Statistic::Mean).0)
    })?;
    let figures = setup.figures(&linear)?;
    Ok((setup, groups, linear, figures))
}

fn adjacent(lab: &mut Lab) -> Answer {
    let (setup, _, linear, _) = waves(lab)?;
    let k = linear.len();
    let row = |at: usize| {
        let mut row = vec![0.0; k];
        (row[at], row[at + 1]) = (-1.0, 1.0);
        row
    };
    let rows: Vec<Vec<f64>> = (0..k.saturating_sub(1)).map(row).collect();
    let figures = setup.figures(&linear.combine(&rows))?;
    let z: Vec<f64> = figures
        .est
        .iter()
        .zip(&figures.se)
        .map(|(d, s)| d / s)
        .collect();
    let p: Vec<f64> = z.iter().map(|it| 2.0 * normal_upper(it.abs())).collect();
    Ok(json!({
        "diff": nums(&figures.est),
        "se": nums(&figures.se),
        "z": nums(&z),
        "p": nums(&p),
        "holm": nums(&adjust(&p, Adjust::Holm)),
        "BH": nums(&adjust(&p, Adjust::FalseDiscovery)),
    }))
}

fn line(lab: &mut Lab) -> Answer {
    let (_, _, _, figures) = waves(lab)?;
    let x = lab.numbers("x");
    let found = trend::line(&x, &figures.est, &figures.vcov.diagonal());
    let found = found.ok_or("args.x: expected as many numbers as waves, three or more")?;
    Ok(fields(&[
        ("slope", found.slope),
        ("se", found.se),
        ("z", found.slope / found.se),
        ("lack_of_fit_chisq", found.lack_of_fit),
        ("lack_df", found.df),
        ("p_lack", chi_square_upper(found.lack_of_fit, found.df)),
    ]))
}

fn equal(lab: &mut Lab) -> Answer {
    let (_, _, _, figures) = waves(lab)?;
    let chisq = trend::equality(&figures.est, &figures.vcov);
    let chisq = chisq.ok_or("the covariance of the waves is singular")?;
    let df = figures.est.len() as f64 - 1.0;
    Ok(fields(&[
        ("chisq", chisq),
        ("df", df),
        ("p", chi_square_upper(chisq, df)),
    ]))
}

fn standardised(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let vars = lab.vars()?;
    let (wave, stratum) = (lab.text("by")?.to_owned(), lab.text("stratum")?.to_owned());
    let groups = setup.groups(&[wave.clone(), stratum.clone()])?;
    let levels = setup.frame.factor(&stratum)?.levels;
    let share = |level: &String| match lab.arg("standard") {
        Value::Object(it) => it.get(level).and_then(Value::as_f64).unwrap_or(0.0),
        other => {
            let at = levels.iter().position(|it| it == level);
            at.and_then(|it| numbers(other).get(it).copied())
                .unwrap_or(0.0)
        }
    };
    let values = setup.variables(&vars)?;
    let linear = grouped(&groups, |who| {
        Ok(estimate(&setup, &values, who, Statistic::Mean).0)
    })?;
    let waves = setup.frame.factor(&wave)?.levels;
    let row = |wave: &String| -> Vec<f64> {
        let pairs = groups.labels[0].iter().zip(&groups.labels[1]);
        pairs
            .map(|(at, level)| if at == wave { share(level) } else { 0.0 })
            .collect()
    };
    let rows: Vec<Vec<f64>> = waves.iter().map(row).collect();
    let figures = setup.figures(&linear.combine(&rows))?;
    let mut out = Map::new();
    let as_number = |it: &String| it.parse::<f64>().map_or(json!(it), num);
    out.insert(wave, Value::Array(waves.iter().map(as_number).collect()));
    out.insert("est".into(), nums(&figures.est));
    out.insert("se".into(), nums(&figures.se));
    Ok(Value::Object(out))
}
