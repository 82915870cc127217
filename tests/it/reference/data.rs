//! Reading the CSV files, and designs and conditions in the terms of the expected files.

use std::path::PathBuf;

use serde_json::Value;
use survey_core::stats::Design;

use super::Case;

/// A CSV file by columns; a missing value is an empty string.
pub(crate) struct Frame {
    names: Vec<String>,
    columns: Vec<Vec<String>>,
}

impl Frame {
    pub(crate) fn read(name: &str) -> Frame {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("reference/data")
            .join(name);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|it| panic!("{name}: {it}"));
        let mut lines = text.lines().map(fields);
        let names = lines.next().expect("a header");
        let mut columns = vec![Vec::new(); names.len()];
        for line in lines {
            line.into_iter()
                .zip(&mut columns)
                .for_each(|(field, column)| column.push(field));
        }
        Frame { names, columns }
    }

    pub(crate) fn rows(&self) -> usize {
        self.columns[0].len()
    }

    pub(crate) fn text(&self, name: &str) -> &[String] {
        let at = self.names.iter().position(|it| it == name);
        &self.columns[at.unwrap_or_else(|| panic!("no column {name}"))]
    }

    /// A numeric column, with the variables the R scripts derive.
    pub(crate) fn numbers(&self, name: &str) -> Vec<Option<f64>> {
        self.text(name).iter().map(|it| it.parse().ok()).collect()
    }

    /// Which rows meet a condition such as `a=='x' & b>=2`; none where a value is missing.
    pub(crate) fn holds(&self, condition: &str) -> Vec<Option<bool>> {
        let mut all = vec![Some(true); self.rows()];
        for part in condition.split(" & ") {
            let one = self.holds_one(part);
            for (all, one) in all.iter_mut().zip(one) {
                *all = all.zip(one).map(|(a, b)| a && b);
            }
        }
        all
    }

    fn holds_one(&self, condition: &str) -> Vec<Option<bool>> {
        if let Some((name, value)) = condition.split_once("==") {
            let value = value.trim_matches('\'');
            let same = |it: &String| (!it.is_empty()).then(|| it == value);
            return self.text(name).iter().map(same).collect();
        }
        if let Some((name, least)) = condition.split_once(">=") {
            let least: f64 = least.parse().expect("a number");
            return self
                .numbers(name)
                .iter()
                .map(|it| it.map(|it| it >= least))
                .collect();
        }
        if let Some((name, values)) = condition.split_once(" in ") {
            let one_of = |it: &String| (!it.is_empty()).then(|| values.split(',').any(|v| v == it));
            return self.text(name).iter().map(one_of).collect();
        }
        panic!("cannot read the condition {condition}")
    }
}

fn fields(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(String::new()),
            other => out.last_mut().expect("never empty").push(other),
        }
    }
    out
}

/// A case's data and design.
pub(crate) struct Sample {
    pub(crate) frame: Frame,
    weights: Option<Vec<f64>>,
    strata: Option<Vec<u32>>,
    psus: Option<Vec<u32>>,
    population: Option<Vec<f64>>,
}

impl Sample {
    pub(crate) fn of(case: &Case) -> Sample {
        // A case without a design names the parts of one in its arguments.
        let design = if case.on == "none" {
            case.args
        } else {
            &case.designs[case.on]
        };
        let frame = Frame::read(design["data"].as_str().expect("a file"));
        let column = |field: &str| texts(&design[field]).first().cloned();
        let numbers = |name: String| -> Vec<f64> {
            frame
                .numbers(&name)
                .into_iter()
                .map(|it| it.expect("no missing"))
                .collect()
        };
        let groups = |name: String| -> Vec<u32> {
            let values = frame.text(&name);
            let mut levels: Vec<&String> = values.iter().collect();
            levels.sort();
            levels.dedup();
            values
                .iter()
                .map(|it| levels.binary_search(&it).expect("a level") as u32)
                .collect()
        };
        let weights = match design["weights"].as_str() {
            Some("w") if frame.names.contains(&"gender".to_owned()) => Some(by_gender(&frame)),
            // The one-stage weights of 07: units per municipality in two steps.
            Some("pw") if frame.names.contains(&"n2".to_owned()) => {
                let pairs = numbers("n1".to_owned())
                    .into_iter()
                    .zip(numbers("n2".to_owned()));
                Some(pairs.map(|(n1, n2)| n1 / 5.0 * n2 / 3.0).collect())
            }
            Some(name) => Some(numbers(name.to_owned())),
            None => None,
        };
        let times = if case.args["weights"] == "w*1000" {
            1000.0
        } else {
            1.0
        };
        let weights = weights.map(|it: Vec<f64>| it.iter().map(|it| it * times).collect());
        Sample {
            weights,
            strata: column("strata").map(groups),
            psus: column("ids").map(groups),
            population: column("fpc").map(numbers),
            frame,
        }
    }

    pub(crate) fn design(&self) -> Design<'_> {
        Design {
            weights: self.weights.as_deref(),
            strata: self.strata.as_deref(),
            psus: self.psus.as_deref(),
            population: self.population.as_deref(),
            ..Design::simple(self.frame.rows())
        }
    }

    pub(crate) fn sum_of_weights(&self) -> f64 {
        self.weights
            .as_ref()
            .map_or(self.frame.rows() as f64, |it| it.iter().sum())
    }
}

/// The weights of 08: 51 % women, 49 % men.
fn by_gender(frame: &Frame) -> Vec<f64> {
    let gender = frame.text("gender");
    let women = gender.iter().filter(|it| *it == "female").count() as f64 / gender.len() as f64;
    let weight = |it: &String| {
        if it == "female" {
            0.51 / women
        } else {
            0.49 / (1.0 - women)
        }
    };
    gender.iter().map(weight).collect()
}

/// `args[name]` as a list of texts, whether it is one or several.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(it) => vec![it.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Number(it) => vec![it.to_string()],
        Value::Null | Value::Bool(_) | Value::Object(_) => Vec::new(),
    }
}
