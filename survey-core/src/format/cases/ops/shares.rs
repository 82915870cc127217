//! Intervals of shares.

use serde_json::{Value, json};

use super::super::Refusal;
use super::super::lab::{Lab, Setup};
use super::Answer;
use super::means::{Statistic, estimate};
use super::output::{num, nums};
use crate::stats::Interval;
use crate::stats::interval;
use crate::stats::weighting::kish;

pub(super) fn run(lab: &mut Lab) -> Option<Answer> {
    Some(match lab.op() {
        "ciprop" => ciprop(lab),
        "ciprop_degenerate" => degenerate(lab),
        "ciprop_degenerate_policy" => policy(lab),
        "topbox" => topbox(lab),
        "wilson" => counts(lab, |x, n, level| {
            interval::wilson(x / n, n, f64::INFINITY, level)
        }),
        "clopper_pearson" => counts(lab, interval::clopper_pearson).map(bare),
        "jeffreys" => counts(lab, interval::jeffreys),
        "agresti_coull" => counts(lab, interval::agresti_coull),
        "wilson_cc" => counts(lab, interval::wilson_corrected).map(bare),
        "wilson_hmisc" => hmisc(lab),
        "newcombe_diff" => newcombe(lab),
        "wilson_neff" => effective(lab, false),
        "wilson_t" => effective(lab, true),
        "korn_graubard" => korn_graubard(lab, false),
        "korn_graubard_trunc" => korn_graubard(lab, true),
        _ => return None,
    })
}

/// A share under the design and what its intervals need.
pub(super) struct Share {
    pub(super) p: f64,
    pub(super) se: f64,
    /// Rows of the domain, with or without an answer.
    pub(super) rows: f64,
    pub(super) df: f64,
}

impl Share {
    fn n_eff(&self) -> f64 {
        self.p * (1.0 - self.p) / (self.se * self.se)
    }

    fn interval(&self, method: &str, level: f64) -> Result<Option<Interval>, Refusal> {
        let Share { p, se, rows, df } = *self;
        Ok(match method {
            // On the log odds of one share, the model and the transformation give the same.
            "logit" | "xlogit" => interval::logit(p, se, df, level),
            // R reads the bounds off a spline through eleven points of the profile, up to 1e-3 of
            // their size from where the likelihood crosses (`interval::likelihood`).
            "likelihood" => {
                let why = "R interpolates the profile on a coarse grid; ours is solved";
                return Err(Refusal::Skip(why.to_owned()));
            }
            "asin" => interval::arcsine(p, se, df, level),
            "beta" => interval::korn_graubard(p, self.n_eff(), rows, df, level, false),
            "mean" => interval::symmetric(p, se, df, level),
            "wilson" => interval::wilson(p, self.n_eff(), df, level),
            other => return Err(Refusal::Skip(format!("the method {other} is not offered"))),
        })
    }

    fn answer(&self, method: &str, level: f64) -> Answer {
        let bounds = self.interval(method, level)?;
        let bound = |of: fn(Interval) -> f64| bounds.map_or(Value::Null, |it| num(of(it)));
        Ok(json!({
            "est": num(self.p),
            "se": num(self.se),
            "ci_l": bound(|it| it.low),
            "ci_u": bound(|it| it.high),
        }))
    }
}

pub(super) fn share(setup: &Setup, event: &[f64], na_rm: bool) -> Result<Share, Refusal> {
    let events = [event.to_vec()];
    let (linear, gaps) = estimate(setup, &events, &setup.who, Statistic::Mean);
    let mut figures = setup.figures(&linear)?;
    if !na_rm {
        figures.blank(&gaps);
    }
    Ok(Share {
        p: figures.est[0],
        se: figures.se[0],
        rows: setup.who.iter().filter(|it| **it).count() as f64,
        df: setup.sample.df(&setup.who),
    })
}

fn of_event(lab: &mut Lab) -> Result<Share, Refusal> {
    let setup = lab.setup()?;
    let event = setup.frame.numbers(lab.text("event")?)?;
    share(&setup, &event, lab.flag("na_rm"))
}

fn ciprop(lab: &mut Lab) -> Answer {
    let share = of_event(lab)?;
    share.answer(lab.text("method")?, lab.level())
}

/// What R says when all answers are alike: no bounds.
fn degenerate(lab: &mut Lab) -> Answer {
    let share = of_event(lab)?;
    let bounds = share.interval(lab.text("method")?, lab.level())?;
    let bounds = bounds.filter(|_| share.se > 0.0);
    let bounds = bounds.map_or([f64::NAN; 2], |it| [it.low, it.high]);
    Ok(json!({ "est": num(share.p), "ci": nums(&bounds) }))
}

/// What to say instead: the exact interval with the smaller of count and effective size.
fn policy(lab: &mut Lab) -> Answer {
    let at = lab.earlier_position(|it| it.op == "ciprop_degenerate");
    let at = at.ok_or("no earlier case has the share")?;
    let (x, n, level) = (lab.number("x")?, lab.number("n")?, lab.level());
    let mut earlier = lab.of_case(at);
    let setup = earlier.setup()?;
    let inside = |row: usize| {
        if setup.who[row] {
            setup.sample.weights()[row]
        } else {
            0.0
        }
    };
    let weights: Vec<f64> = (0..setup.who.len()).map(inside).collect();
    let n_eff = kish(&weights).n_eff.min(n);
    let bounds = interval::clopper_pearson(n_eff * x / n, n_eff, level).ok_or("no interval")?;
    Ok(json!({ "n_eff": n_eff, "lo": bounds.low, "hi": bounds.high }))
}

fn topbox(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let top = lab.numbers("top");
    let values = setup.frame.numbers(&lab.vars()?[0])?;
    let event: Vec<f64> = values.iter().map(|it| member(*it, &top)).collect();
    let share = share(&setup, &event, true)?;
    let mut out = serde_json::Map::new();
    for method in lab.texts("methods") {
        let answer = share.answer(&method, lab.level())?;
        out.insert(method, answer);
    }
    Ok(Value::Object(out))
}

/// 1 for a value of the list, 0 for others, `NaN` for none.
pub(super) fn member(value: f64, list: &[f64]) -> f64 {
    if value.is_nan() {
        value
    } else {
        f64::from(u8::from(list.contains(&value)))
    }
}

fn counts(lab: &mut Lab, method: impl Fn(f64, f64, f64) -> Option<Interval>) -> Answer {
    let bounds = method(lab.number("x")?, lab.number("n")?, lab.level()).ok_or("no interval")?;
    Ok(named(&["lo", "hi"], &[bounds.low, bounds.high]))
}

fn named(names: &[&str], values: &[f64]) -> Value {
    json!({ "names": names, "values": nums(values) })
}

fn bare(named: Value) -> Value {
    named["values"].clone()
}

fn hmisc(lab: &mut Lab) -> Answer {
    let (x, n, level) = (lab.number("x")?, lab.number("n")?, lab.level());
    let bounds = interval::wilson_mended(x, n, level).ok_or("no interval")?;
    let names = ["PointEst", "Lower", "Upper"];
    Ok(named(&names, &[x / n, bounds.low, bounds.high]))
}

fn newcombe(lab: &mut Lab) -> Answer {
    let level = lab.level();
    let one = |x: f64, n: f64| {
        let bounds = interval::wilson(x / n, n, f64::INFINITY, level);
        bounds.map(|it| (x / n, it)).ok_or("no interval")
    };
    let first = one(lab.number("x1")?, lab.number("n1")?)?;
    let second = one(lab.number("x2")?, lab.number("n2")?)?;
    let bounds = interval::newcombe(first, second);
    Ok(named(
        &["est", "lo", "hi"],
        &[first.0 - second.0, bounds.low, bounds.high],
    ))
}

fn effective(lab: &mut Lab, t: bool) -> Answer {
    let share = of_event(lab)?;
    let (n_eff, df) = (share.n_eff(), if t { share.df } else { f64::INFINITY });
    let bounds = interval::wilson(share.p, n_eff, df, lab.level()).ok_or("no interval")?;
    let (low, high) = (bounds.low, bounds.high);
    Ok(if t {
        named(
            &["p", "n_eff", "df", "lo", "hi"],
            &[share.p, n_eff, df, low, high],
        )
    } else {
        named(&["p", "n_eff", "lo", "hi"], &[share.p, n_eff, low, high])
    })
}

fn korn_graubard(lab: &mut Lab, cap: bool) -> Answer {
    let share = of_event(lab)?;
    let (n_eff, level) = (share.n_eff(), lab.level());
    let size = interval::korn_graubard_size(n_eff, share.rows, share.df, level);
    let size = if cap { size.min(share.rows) } else { size };
    let bounds = interval::korn_graubard(share.p, n_eff, share.rows, share.df, level, cap);
    let bounds = bounds.ok_or("no interval")?;
    let names = ["p", if cap { "n_eff" } else { "n_eff_df" }, "lo", "hi"];
    Ok(named(&names, &[share.p, size, bounds.low, bounds.high]))
}
