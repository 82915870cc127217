//! Data quality and composite indices.

use serde_json::{Value, json};

use super::super::Refusal;
use super::super::lab::{Lab, Setup, texts};
use super::Answer;
use super::output::{fields, num, nums};
use crate::stats::composite::{self, Aggregation, Norm};
use crate::stats::correlation::{covariances, kendall, mean, pearson, places, spearman};
use crate::stats::quality::{self, Gaps};
use crate::stats::special::chi_square_upper;

pub(super) fn run(lab: &mut Lab) -> Option<Answer> {
    Some(match lab.op() {
        "longstring" => longstring(lab),
        "longstring_table" => longstring_table(lab),
        "irv" => each(lab, |row| Some(quality::variability(row))),
        "mahalanobis" => mahalanobis(lab),
        "mahalanobis_na" => mahalanobis_with_gaps(lab),
        "even_odd" => even_odd(lab),
        "psychsyn_pairs" => synonym_pairs(lab),
        "psychsyn" => synonyms(lab),
        "person_total" => person_total(lab),
        "percent_match" => percent_match(lab),
        "exact_duplicates" => duplicates(lab),
        "speeding" => speeding(lab),
        "minmax" => normalised(lab, Norm::MinMax),
        "zscore" => normalised(lab, Norm::ZScore),
        "ranknorm" => normalised(lab, Norm::Rank),
        "index" => index(lab),
        "pca_weights" => component_weights(lab),
        "rank_shift" => rank_shift(lab),
        "rank_agreement" => rank_agreement(lab),
        "rank_range" => rank_range(lab),
        "index_importance" => index_importance(lab),
        "copeland" => copeland(lab),
        _ => return None,
    })
}

/// Items as columns, those of the case or of the nearest earlier one that has data.
struct Answers {
    setup: Setup,
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
}

impl Answers {
    fn of(lab: &mut Lab) -> Result<Answers, Refusal> {
        let own = lab.has("data");
        let has = |it: &Value| !it["data"].is_null() && !it["items"].is_null();
        let at = if own {
            None
        } else {
            lab.earlier_position(|it| has(&it.args))
        };
        let (setup, args) = match at {
            Some(at) => {
                let mut earlier = lab.of_case(at);
                (earlier.setup()?, earlier.case().args.clone())
            }
            None => (lab.setup()?, lab.case().args.clone()),
        };
        let names = texts(&args["items"]);
        let mut columns = setup.variables(&names)?;
        let reversed = lab.texts("reversed");
        let values = || columns.iter().flatten().copied().filter(|it| !it.is_nan());
        let ends =
            values().fold(f64::INFINITY, f64::min) + values().fold(f64::NEG_INFINITY, f64::max);
        for (name, column) in names.iter().zip(&mut columns) {
            if reversed.contains(name) {
                column.iter_mut().for_each(|it| *it = ends - *it);
            }
        }
        Ok(Answers {
            setup,
            names,
            columns,
        })
    }

    fn rows(&self) -> Vec<Vec<f64>> {
        let row = |at: usize| self.columns.iter().map(|it| it[at]).collect();
        (0..self.setup.frame.rows()).map(row).collect()
    }
}

/// The first so many rows the case asks for: `1..400`, `first 200 rows`, `all`.
fn limit(lab: &Lab) -> usize {
    let text = lab.arg("rows").as_str().unwrap_or("all");
    let number = |it: &str| -> Option<usize> {
        let digits: String = it
            .trim_start()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse().ok()
    };
    let range = text.split_once("..").and_then(|it| number(it.1));
    let first = text.split_once("first ").and_then(|it| number(it.1));
    range.or(first).unwrap_or(usize::MAX)
}

fn option(it: Option<f64>) -> Value {
    it.map_or(Value::Null, num)
}

fn each(lab: &mut Lab, of: impl Fn(&[f64]) -> Option<f64>) -> Answer {
    let answers = Answers::of(lab)?;
    let rows = answers.rows();
    Ok(Value::Array(
        rows.iter()
            .take(limit(lab))
            .map(|it| option(of(it)))
            .collect(),
    ))
}

fn longstring(lab: &mut Lab) -> Answer {
    let breaks = lab
        .arg("missing")
        .as_str()
        .is_some_and(|it| it.starts_with("breaks"));
    let gaps = if breaks { Gaps::Break } else { Gaps::Removed };
    each(lab, |row| {
        quality::longstring(row, gaps).map(|it| it as f64)
    })
}

fn longstring_table(lab: &mut Lab) -> Answer {
    let rows = Answers::of(lab)?.rows();
    let mut counts: Vec<f64> = Vec::new();
    for run in rows
        .iter()
        .take(limit(lab))
        .filter_map(|it| quality::longstring(it, Gaps::Removed))
    {
        counts.resize(counts.len().max(run + 1), 0.0);
        counts[run] += 1.0;
    }
    let seen: Vec<(f64, f64)> = (0..counts.len())
        .filter(|it| counts[*it] > 0.0)
        .map(|it| (it as f64, counts[it]))
        .collect();
    let (length, n): (Vec<f64>, Vec<f64>) = seen.into_iter().unzip();
    Ok(json!({ "length": nums(&length), "n": nums(&n) }))
}

const SINGULAR: &str = "the items depend on each other";

fn mahalanobis(lab: &mut Lab) -> Answer {
    let rows = Answers::of(lab)?.rows();
    let complete: Vec<usize> = (0..rows.len())
        .filter(|it| rows[*it].iter().all(|v| !v.is_nan()))
        .collect();
    let chosen: Vec<Vec<f64>> = complete.iter().map(|it| rows[*it].clone()).collect();
    let k = chosen.first().map_or(0, Vec::len);
    let columns: Vec<Vec<f64>> = (0..k)
        .map(|at| chosen.iter().map(|it| it[at]).collect())
        .collect();
    let centre: Vec<f64> = columns.iter().map(|it| mean(it)).collect();
    let distances = quality::mahalanobis(&chosen, &centre, &covariances(&columns));
    let distances = distances.ok_or(SINGULAR)?;
    let shown = limit(lab).min(distances.len());
    let flagged = distances
        .iter()
        .filter(|it| chi_square_upper(**it, k as f64) < 0.001)
        .count();
    let numbers: Vec<usize> = complete[..shown].iter().map(|it| it + 1).collect();
    Ok(json!({
        "n": chosen.len(),
        "row": numbers,
        "d2": nums(&distances[..shown]),
        "n_flag_999": flagged,
        "mean": mean(&distances),
    }))
}

fn mahalanobis_with_gaps(lab: &mut Lab) -> Answer {
    let answers = Answers::of(lab)?;
    let centre: Vec<f64> = answers.columns.iter().map(|it| mean(it)).collect();
    let matrix = covariances(&answers.columns);
    let distances = quality::mahalanobis(&answers.rows(), &centre, &matrix).ok_or(SINGULAR)?;
    Ok(nums(&distances[..limit(lab).min(distances.len())]))
}

fn even_odd(lab: &mut Lab) -> Answer {
    let sizes: Vec<usize> = lab
        .numbers("scales")
        .iter()
        .map(|it| *it as usize)
        .collect();
    each(lab, |row| quality::even_odd(row, &sizes))
}

fn synonym_pairs(lab: &mut Lab) -> Answer {
    let answers = Answers::of(lab)?;
    let pairs = quality::synonyms(&answers.columns, lab.number("critical_r")?);
    let name = |at: usize| answers.names[at].clone();
    let first: Vec<String> = pairs.iter().map(|it| name(it.0)).collect();
    let second: Vec<String> = pairs.iter().map(|it| name(it.1)).collect();
    let r: Vec<f64> = pairs.iter().map(|it| it.2).collect();
    Ok(json!({ "item1": first, "item2": second, "r": nums(&r) }))
}

fn synonyms(lab: &mut Lab) -> Answer {
    let critical = lab.number("critical_r")?;
    let pairs = quality::synonyms(&Answers::of(lab)?.columns, critical);
    each(lab, |row| quality::synonym_correlation(row, &pairs))
}

fn person_total(lab: &mut Lab) -> Answer {
    let all = quality::person_total(&Answers::of(lab)?.rows());
    Ok(Value::Array(
        all.into_iter().take(limit(lab)).map(option).collect(),
    ))
}

fn percent_match(lab: &mut Lab) -> Answer {
    let mut rows = Answers::of(lab)?.rows();
    rows.truncate(limit(lab));
    let rule = lab
        .arg("rule")
        .as_str()
        .and_then(|it| it.split_once("at least "));
    let least = rule
        .and_then(|it| it.1.split(' ').next()?.parse().ok())
        .unwrap_or(1);
    let found = quality::percent_match(&rows, least);
    let best = found.iter().map(|it| option(it.map(|it| it.0)));
    let partner = found
        .iter()
        .map(|it| option(it.map(|it| (it.1 + 1) as f64)));
    Ok(json!({
        "best": best.collect::<Vec<_>>(),
        "first_partner": partner.collect::<Vec<_>>(),
    }))
}

fn duplicates(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let factors = lab
        .texts("items")
        .iter()
        .map(|it| setup.frame.factor(it))
        .collect::<Result<Vec<_>, _>>()?;
    let key = |row: usize| factors.iter().map(|it| it.codes[row]).collect::<Vec<_>>();
    let rows = setup.frame.rows().min(limit(lab));
    let (groups, records) = quality::exact_duplicates((0..rows).map(key));
    Ok(json!({ "n_groups": groups, "n_records": records }))
}

fn speeding(lab: &mut Lab) -> Answer {
    let found = quality::speed(&lab.numbers("seconds"));
    let mut out = fields(&[
        ("median", found.median),
        ("cut_third", found.median / 3.0),
        ("cut_40", 0.4 * found.median),
        ("log_mad", found.log_mad),
    ]);
    out["z"] = nums(&found.z);
    Ok(out)
}

/// The indicators of a case, normalised.
fn indicators(lab: &mut Lab, norm: Norm) -> Result<Vec<Vec<f64>>, Refusal> {
    let setup = lab.setup()?;
    let columns = setup.variables(&lab.texts("indicators"))?;
    let direction = lab.numbers("direction");
    if direction.len() != columns.len() {
        return Err("args.direction: expected a number for each indicator".into());
    }
    Ok(composite::normalise(&columns, &direction, norm))
}

fn normalised(lab: &mut Lab, norm: Norm) -> Answer {
    let columns = indicators(lab, norm)?;
    let units = columns.first().map_or(0, Vec::len);
    let row = |at: usize| nums(&columns.iter().map(|it| it[at]).collect::<Vec<_>>());
    Ok(json!({ "first5": (0..units.min(5)).map(row).collect::<Vec<_>>() }))
}

/// The indices that studies of sensitivity compare.
struct Variants {
    columns: Vec<Vec<f64>>,
    linear: Vec<f64>,
    geometric: Vec<f64>,
    z: Vec<f64>,
    components: Vec<f64>,
}

fn variants(lab: &mut Lab) -> Result<Variants, Refusal> {
    let columns = indicators(lab, Norm::MinMax)?;
    let standard = indicators(lab, Norm::ZScore)?;
    let equal = vec![1.0; columns.len()];
    let (_, weights) = composite::component_weights(&standard);
    Ok(Variants {
        linear: composite::aggregate(&columns, &equal, Aggregation::Arithmetic),
        geometric: composite::aggregate(&columns, &equal, Aggregation::Geometric),
        z: composite::aggregate(&standard, &equal, Aggregation::Arithmetic),
        components: composite::aggregate(&columns, &weights, Aggregation::Arithmetic),
        columns,
    })
}

fn index(lab: &mut Lab) -> Answer {
    let norm = match lab.text("norm")? {
        "zscore" => Norm::ZScore,
        "rank" => Norm::Rank,
        it if it.starts_with("minmax") => Norm::MinMax,
        other => return Err(format!("args.norm: {other} is not known").into()),
    };
    let aggregation = match lab.text("agg")? {
        "arithmetic" => Aggregation::Arithmetic,
        "geometric" => Aggregation::Geometric,
        other => return Err(format!("args.agg: {other} is not known").into()),
    };
    let columns = indicators(lab, norm)?;
    let weights = match lab.arg("weights") {
        Value::String(it) if it == "pca" => {
            composite::component_weights(&indicators(lab, Norm::ZScore)?).1
        }
        Value::Array(_) => lab.numbers("weights"),
        _ => vec![1.0; columns.len()],
    };
    let score = composite::aggregate(&columns, &weights, aggregation);
    Ok(json!({ "rank": nums(&places(&score)), "score": nums(&score) }))
}

fn component_weights(lab: &mut Lab) -> Answer {
    let (values, weights) = composite::component_weights(&indicators(lab, Norm::ZScore)?);
    Ok(json!({ "eigenvalues": nums(&values), "weights": nums(&weights) }))
}

fn rank_shift(lab: &mut Lab) -> Answer {
    let all = variants(lab)?;
    let without = |at: usize| {
        let mut weights = vec![1.0; all.columns.len()];
        weights[at] = 0.0;
        composite::aggregate(&all.columns, &weights, Aggregation::Arithmetic)
    };
    let shift = |other: &[f64]| composite::rank_shift(&all.linear, other);
    let dropped: Vec<f64> = (0..all.columns.len())
        .map(|it| shift(&without(it)))
        .collect();
    Ok(json!({
        "geometric": shift(&all.geometric),
        "z": shift(&all.z),
        "pca": shift(&all.components),
        "drop_each": nums(&dropped),
    }))
}

fn rank_agreement(lab: &mut Lab) -> Answer {
    let all = variants(lab)?;
    Ok(fields(&[
        ("geometric", kendall(&all.linear, &all.geometric)),
        ("z", kendall(&all.linear, &all.z)),
        ("pca", kendall(&all.linear, &all.components)),
        ("spearman_geometric", spearman(&all.linear, &all.geometric)),
    ]))
}

fn rank_range(lab: &mut Lab) -> Answer {
    let columns = indicators(lab, Norm::MinMax)?;
    let k = columns.len();
    if k > 16 {
        return Err(format!("{k} indicators, at most 16").into());
    }
    // Every vector of ones and twos.
    let vector = |set: usize| {
        (0..k)
            .map(|it| if set >> it & 1 == 1 { 2.0 } else { 1.0 })
            .collect()
    };
    let weightings: Vec<Vec<f64>> = (0..1_usize << k).map(vector).collect();
    let found = composite::rank_range(&columns, &weightings);
    let list = |of: fn(&(f64, f64, f64)) -> f64| nums(&found.iter().map(of).collect::<Vec<_>>());
    Ok(json!({
        "rank_min": list(|it| it.0),
        "rank_max": list(|it| it.1),
        "rank_median": list(|it| it.2),
    }))
}

fn index_importance(lab: &mut Lab) -> Answer {
    let all = variants(lab)?;
    let squared = |it: &Vec<f64>| pearson(it, &all.linear) * pearson(it, &all.linear);
    Ok(nums(&all.columns.iter().map(squared).collect::<Vec<_>>()))
}

fn copeland(lab: &mut Lab) -> Answer {
    let score = composite::copeland(&indicators(lab, Norm::MinMax)?);
    // The script behind the reference numbers takes half a point off for the unit itself.
    let score: Vec<f64> = score.iter().map(|it| it - 0.5).collect();
    Ok(json!({ "rank": nums(&places(&score)), "score": nums(&score) }))
}
