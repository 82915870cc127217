//! Every formula of the instruments beside the score it means. Formulas are quoted, so that one
//! that changes in the instrument is noticed here.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::expected::Instrument;

fn mean(parts: Vec<Value>, min_valid: usize) -> Value {
    json!({"mean": parts, "min_valid": min_valid})
}

fn weighted(parts: Vec<Value>, weights: &[f64], min_valid: usize) -> Value {
    json!({"mean": parts, "weights": weights, "min_valid": min_valid})
}

fn items(names: &[&str]) -> Vec<Value> {
    names.iter().map(|it| json!({"item": it})).collect()
}

/// `prefix` with every number from `first` to `last`.
fn run(prefix: &str, first: u32, last: u32) -> Vec<Value> {
    (first..=last)
        .map(|it| json!({"item": format!("{prefix}{it}")}))
        .collect()
}

fn share(of: &str, among: &str) -> Value {
    json!({"share": of, "among": among})
}

/// A formula of an instrument and the score it means.
fn score(formula: &str) -> Value {
    match formula {
        // A sum that says nothing of renormalising needs all its parts.
        "0.4*score(D0) + 0.6*mean(score(D1..D8), min_valid=4)" => weighted(
            vec![json!({"item": "D0"}), mean(run("D", 1, 8), 4)],
            &[0.4, 0.6],
            2,
        ),
        "mean(score(E1), score(E2), min_valid=1)" => mean(run("E", 1, 2), 1),
        "mean(score(E3), score(E4), min_valid=1)" => mean(run("E", 3, 4), 1),
        "mean(score(E5), score(E6), min_valid=1)" => mean(run("E", 5, 6), 1),
        "mean(score(E7), score(E8), min_valid=1)" => mean(run("E", 7, 8), 1),
        "mean(score(E9), score(E10), min_valid=1)" => mean(run("E", 9, 10), 1),
        "mean(facet.identity, facet.trust, facet.reliance, facet.belonging, facet.ownership, min_valid=3)" =>
        {
            let facets = ["identity", "trust", "reliance", "belonging", "ownership"];
            mean(
                facets
                    .map(|it| json!({"construct": format!("facet.{it}")}))
                    .to_vec(),
                3,
            )
        }
        "0.4*score(B1) + 0.3*score(B6) + 0.3*score(B7), min_valid=2, renormalise" => {
            weighted(items(&["B1", "B6", "B7"]), &[0.4, 0.3, 0.3], 2)
        }
        // The first mean names no number, so half of the items are enough, rounded up.
        "0.30*mean(score(H8..H10)) + 0.50*(0.4*score(H1)+0.6*mean(score(H2..H7), min_valid=3)) + 0.20*score(H11)" =>
        {
            let parts = vec![json!({"item": "H1"}), mean(run("H", 2, 7), 3)];
            let satisfaction = weighted(parts, &[0.4, 0.6], 2);
            let parts = vec![
                mean(run("H", 8, 10), 2),
                satisfaction,
                json!({"item": "H11"}),
            ];
            weighted(parts, &[0.3, 0.5, 0.2], 3)
        }
        _ => rate(formula),
    }
}

fn rate(formula: &str) -> Value {
    match formula {
        "share(D0 in [5,4] | D0 valid)" => share("${D0} >= 4", "answered(${D0})"),
        "share(D0 in [5,4,3] | D0 valid)" => share("${D0} >= 3", "answered(${D0})"),
        "share(count(F1) >= 1 and not has(F1,0) | F1 valid)" => share(
            "count-selected(${F1}) >= 1 and not(selected(${F1}, '0'))",
            "answered(${F1})",
        ),
        "share(has(F1,3) | F1 valid)" => share("selected(${F1}, '3')", "answered(${F1})"),
        "share(has(F1,2) | F1 valid)" => share("selected(${F1}, '2')", "answered(${F1})"),
        "share(F2 in [5,4] | F2 valid)" => share("${F2} >= 4", "answered(${F2})"),
        "share(B7 in [5,4] | B7 valid)" => share("${B7} >= 4", "answered(${B7})"),
        "share(C1 in [4,3] | C1 valid)" => share("${C1} >= 3", "answered(${C1})"),
        "share(C3 in [3,2] | C3 valid)" => share("${C3} >= 2", "answered(${C3})"),
        "share(F5 in [1,2] | F5 valid and F5 != 5)" => {
            share("${F5} <= 2", "answered(${F5}) and ${F5} != 5")
        }
        "share(F5 == 4 | F5 valid)" => share("${F5} = 4", "answered(${F5})"),
        "share(Q2 in [5,4] | Q2 valid and Q1 in [1,2])" => {
            share("${Q2} >= 4", "answered(${Q2}) and ${Q1} <= 2")
        }
        other => panic!("a new formula: {other}"),
    }
}

/// The scores of an instrument by construct. A list of names is a view, not a score.
pub(super) fn expected(instrument: &Instrument<'_>) -> Value {
    let derive = instrument.source["derive"].as_object().expect("derive");
    let scores: BTreeMap<&String, Value> = derive
        .iter()
        .filter_map(|(name, formula)| Some((name, score(formula.as_str()?))))
        .collect();
    json!(scores)
}
