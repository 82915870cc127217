//! Results in the shapes that R's objects have in case files.

use serde_json::{Map, Value, json};

use super::super::Refusal;
use super::super::lab::{Groups, Setup};
use crate::stats::{Linear, Matrix, Status};

/// A number; what JSON cannot hold is `null`.
pub(super) fn num(it: f64) -> Value {
    if it.is_finite() {
        json!(it)
    } else {
        Value::Null
    }
}

pub(super) fn nums(all: &[f64]) -> Value {
    Value::Array(all.iter().map(|it| num(*it)).collect())
}

pub(super) fn rows(matrix: &Matrix) -> Value {
    Value::Array((0..matrix.size()).map(|it| nums(matrix.row(it))).collect())
}

/// A matrix with the names of its rows and columns.
pub(super) fn named_matrix(names: &[String], matrix: &Matrix) -> Value {
    json!({ "rownames": names, "colnames": names, "values": rows(matrix) })
}

/// An object of numbers.
pub(super) fn fields(pairs: &[(&str, f64)]) -> Value {
    let pair = |it: &(&str, f64)| (it.0.to_owned(), num(it.1));
    Value::Object(pairs.iter().map(pair).collect())
}

/// Estimates with what the variance formula gives, and beside it what may be said of them.
pub(super) struct Figures {
    pub(super) est: Vec<f64>,
    pub(super) se: Vec<f64>,
    pub(super) vcov: Matrix,
    pub(super) status: Vec<Status>,
}

impl Setup {
    /// The figures of a set of estimates.
    ///
    /// R gives a base of one respondent or PSU the standard error 0, and case files hold R's
    /// numbers; the status says that it is not one.
    pub(super) fn figures(&self, linear: &Linear) -> Result<Figures, Refusal> {
        if self.lonely_fails && self.sample.has_lonely_strata() {
            return Err("a stratum has a single PSU".into());
        }
        let vcov = self.sample.covariance(&linear.influence);
        let set = self.sample.estimates_with(linear, vcov.clone());
        Ok(Figures {
            est: linear.est.clone(),
            se: vcov
                .diagonal()
                .iter()
                .map(|it| {
                    if it.is_nan() {
                        *it
                    } else {
                        libm::sqrt(it.max(0.0))
                    }
                })
                .collect(),
            vcov,
            status: set.status,
        })
    }
}

impl Figures {
    /// Makes estimates that rest on gaps missing, as R does without `na.rm`.
    pub(super) fn blank(&mut self, gaps: &[bool]) {
        for at in (0..gaps.len()).filter(|it| gaps[*it]) {
            self.est[at] = f64::NAN;
            self.se[at] = f64::NAN;
            for other in 0..gaps.len() {
                self.vcov.put(at, other, f64::NAN);
                self.vcov.put(other, at, f64::NAN);
            }
        }
    }

    /// Says of which figures the standard error means nothing.
    pub(super) fn remarks(&self, into: &mut Map<String, Value>) {
        if self.status.iter().any(|it| *it != Status::Ok) {
            let names: Vec<&str> = self.status.iter().map(|it| it.name()).collect();
            into.insert("status".into(), json!(names));
        }
    }

    /// The shape of R's `svystat`.
    pub(super) fn stat(&self, names: &[String], deff: Option<&[f64]>) -> Value {
        let mut out = Map::new();
        out.insert("names".into(), json!(names));
        out.insert("est".into(), nums(&self.est));
        out.insert("se".into(), nums(&self.se));
        if self.est.len() > 1 {
            out.insert("vcov".into(), rows(&self.vcov));
        }
        if let Some(deff) = deff {
            out.insert("deff".into(), nums(deff));
        }
        self.remarks(&mut out);
        Value::Object(out)
    }

    /// The shape of R's `svyby`, for estimates in the order statistic by statistic.
    pub(super) fn by(&self, groups: &Groups, names: &[String]) -> Value {
        let mut keys = Map::new();
        for (by, labels) in groups.by.iter().zip(&groups.labels) {
            keys.insert(by.clone(), json!(labels));
        }
        let of_groups = groups.names();
        let full = |statistic: &String| {
            let name = |group: &String| {
                if names.len() == 1 {
                    group.clone()
                } else {
                    format!("{group}:{statistic}")
                }
            };
            of_groups.iter().map(name).collect::<Vec<_>>()
        };
        let est_names: Vec<String> = names.iter().flat_map(full).collect();
        let mut out = Map::new();
        out.insert("keys".into(), Value::Object(keys));
        out.insert("est_names".into(), json!(est_names));
        out.insert("est".into(), nums(&self.est));
        out.insert("se".into(), nums(&self.se));
        self.remarks(&mut out);
        Value::Object(out)
    }
}
