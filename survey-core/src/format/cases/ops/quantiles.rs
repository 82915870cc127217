//! Quantiles.

use serde_json::{Map, Value, json};

use super::super::Refusal;
use super::super::lab::{Lab, Setup};
use super::Answer;
use super::output::{num, nums};
use crate::stats::quantile::{Quantile, QuantileInterval, QuantileRule};

pub(super) fn run(lab: &mut Lab) -> Option<Answer> {
    Some(match lab.op() {
        "quantile" => quantile(lab),
        "by_quantile" => by_quantile(lab),
        "cdf" => cdf(lab),
        "grouped_median" => grouped_median(lab),
        "wtd_quantile" => repeated(lab),
        _ => return None,
    })
}

pub(super) fn rule(name: &str) -> Result<QuantileRule, Refusal> {
    Ok(match name {
        "math" | "hf1" => QuantileRule::Inverse,
        "school" | "hf2" => QuantileRule::Averaged,
        "hf3" => QuantileRule::NearestEven,
        "hf4" => QuantileRule::Linear,
        "hf5" => QuantileRule::Middle,
        "hf6" => QuantileRule::Weibull,
        "hf7" => QuantileRule::Modes,
        "hf8" => QuantileRule::MedianUnbiased,
        "hf9" => QuantileRule::NormalUnbiased,
        "shahvaish" => return Err(Refusal::Skip("the rule is not monotone in p".to_owned())),
        other => return Err(format!("the quantile rule {other} is not known").into()),
    })
}

fn method(name: &str) -> Result<QuantileInterval, Refusal> {
    Ok(match name {
        "mean" => QuantileInterval::Mean,
        "beta" => QuantileInterval::Beta,
        "xlogit" => QuantileInterval::Logit,
        "asin" => QuantileInterval::Arcsine,
        "score" => QuantileInterval::Score,
        other => return Err(format!("the interval type {other} is not known").into()),
    })
}

fn quantile(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let rule = rule(lab.arg("qrule").as_str().unwrap_or("math"))?;
    let method = method(lab.arg("interval_type").as_str().unwrap_or("mean"))?;
    let with_interval = lab.arg("ci").as_bool().unwrap_or(true);
    let (p, level) = (lab.numbers("p"), lab.level());
    let mut out = Map::new();
    for name in lab.vars()? {
        let y = setup.frame.numbers(&name)?;
        let (valid, gaps) = setup.valid(std::slice::from_ref(&y), &setup.who);
        let blank = gaps[0] && !lab.flag("na_rm");
        let est = |at: f64| setup.sample.distribution(&y, &valid).quantile(at, rule);
        let mut answer = Map::new();
        answer.insert("p".into(), nums(&p));
        if blank || !with_interval {
            let all: Vec<f64> = p
                .iter()
                .map(|it| if blank { f64::NAN } else { est(*it) })
                .collect();
            answer.insert("est".into(), nums(&all));
        } else {
            let of = |at: &f64| {
                setup
                    .sample
                    .quantile(&y, &valid, *at, (rule, method), level)
            };
            let all: Vec<Quantile> = p.iter().map(of).collect();
            let list = |of: fn(&Quantile) -> f64| nums(&all.iter().map(of).collect::<Vec<_>>());
            answer.insert("est".into(), list(|it| it.est));
            answer.insert("ci_l".into(), list(|it| it.low.unwrap_or(f64::NAN)));
            answer.insert("ci_u".into(), list(|it| it.high.unwrap_or(f64::NAN)));
            answer.insert("se".into(), list(|it| it.se));
        }
        out.insert(name, Value::Object(answer));
    }
    Ok(Value::Object(out))
}

fn by_quantile(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let groups = setup.groups(&lab.texts("by"))?;
    let kind = (QuantileRule::Inverse, QuantileInterval::Mean);
    let (p, level) = (lab.number("p")?, lab.level());
    let mut out = Map::new();
    for (by, labels) in groups.by.iter().zip(&groups.labels) {
        out.insert(by.clone(), json!(labels));
    }
    for name in lab.vars()? {
        let y = setup.frame.numbers(&name)?;
        let of = |who: &Vec<bool>| {
            let (valid, _) = setup.valid(std::slice::from_ref(&y), who);
            setup.sample.quantile(&y, &valid, p, kind, level)
        };
        let all: Vec<Quantile> = groups.rows.iter().map(of).collect();
        let list = |of: fn(&Quantile) -> f64| nums(&all.iter().map(of).collect::<Vec<_>>());
        out.insert(format!("se.{name}"), list(|it| it.se));
        out.insert(name, list(|it| it.est));
    }
    Ok(Value::Object(out))
}

fn one(lab: &mut Lab) -> Result<(Setup, Vec<f64>, Vec<bool>), Refusal> {
    let setup = lab.setup()?;
    let y = setup.frame.numbers(&lab.vars()?[0])?;
    let (valid, _) = setup.valid(std::slice::from_ref(&y), &setup.who);
    Ok((setup, y, valid))
}

fn cdf(lab: &mut Lab) -> Answer {
    let (setup, y, valid) = one(lab)?;
    let distribution = setup.sample.distribution(&y, &valid);
    let at = lab.numbers("at");
    Ok(nums(
        &at.iter()
            .map(|it| distribution.cdf(*it))
            .collect::<Vec<_>>(),
    ))
}

fn grouped_median(lab: &mut Lab) -> Answer {
    let (setup, y, valid) = one(lab)?;
    Ok(num(setup.sample.distribution(&y, &valid).grouped_median()))
}

fn repeated(lab: &mut Lab) -> Answer {
    let (setup, y, valid) = one(lab)?;
    let distribution = setup.sample.distribution(&y, &valid);
    let p = lab.numbers("p");
    Ok(nums(
        &p.iter()
            .map(|it| distribution.repeated_quantile(*it))
            .collect::<Vec<_>>(),
    ))
}
