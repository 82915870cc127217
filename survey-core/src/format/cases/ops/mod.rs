//! The operations of case files, each a thin adapter over `stats`.

mod distributions;
mod field;
mod groups;
mod items;
mod means;
mod models;
mod nonlinear;
mod output;
mod quantiles;
mod records;
mod replicates;
mod scores;
mod shares;
mod tables;
mod weighting;

use serde_json::Value;

use super::Refusal;
use super::lab::Lab;

type Answer = Result<Value, Refusal>;

/// Computes a case.
pub(super) fn run(lab: &mut Lab) -> Answer {
    let families = [
        means::run,
        shares::run,
        quantiles::run,
        tables::run,
        models::run,
        scores::run,
        groups::run,
        weighting::run,
        items::run,
        records::run,
        field::run,
        replicates::run,
        distributions::run,
    ];
    for family in families {
        if let Some(answer) = family(lab) {
            return answer;
        }
    }
    let op = lab.op();
    Err(Refusal::Skip(format!("the operation {op} is not offered")))
}
