//! Scores of items and constructs, response by response.

use std::collections::BTreeMap;

use super::world::{RowWorld, children_of};
use super::{Column, Dataset, unknown};
use crate::expr::{Expr, NodeId, number_to_text};
use crate::questionnaire::{Score, score_of};

/// Constructs may be made of constructs; the compiler refuses circles, this refuses towers.
const MAX_DEPTH: usize = 32;

impl Dataset {
    /// Every response's score, 0 to 100, on a construct or else on an item; NaN where it has none.
    ///
    /// # Errors
    /// If there is neither, or the item is not scored.
    pub fn scores(&self, name: &str) -> Result<Vec<f64>, String> {
        match self.constructs().get(name) {
            Some(construct) => self.score(&construct.score, 0),
            None if self.find(name).is_some() => self.item_scores(name),
            None => {
                let items = self.variables().iter().map(|it| it.name.as_str());
                let known = self.constructs().keys().map(String::as_str).chain(items);
                Err(unknown("construct or item", name, known))
            }
        }
    }

    fn score(&self, score: &Score, depth: usize) -> Result<Vec<f64>, String> {
        if depth > MAX_DEPTH {
            return Err(format!(
                "constructs are nested deeper than {MAX_DEPTH} levels"
            ));
        }
        match score {
            Score::Item(name) => self.item_scores(name),
            Score::Construct(name) => match self.constructs().get(name) {
                Some(construct) => self.score(&construct.score, depth + 1),
                None => {
                    let known = self.constructs().keys().map(String::as_str);
                    Err(unknown("construct", name, known))
                }
            },
            Score::Mean { parts, min_valid } => {
                let columns: Result<Vec<(f64, Vec<f64>)>, String> = parts
                    .iter()
                    .map(|(weight, part)| Ok((*weight, self.score(part, depth + 1)?)))
                    .collect();
                let columns = columns?;
                let mean = |row| weighted_mean(&columns, row, *min_valid);
                Ok((0..self.len()).map(mean).collect())
            }
            Score::Share { of, among } => Ok(self.share(of, among.as_ref())),
        }
    }

    fn item_scores(&self, name: &str) -> Result<Vec<f64>, String> {
        let at = self.expect(name)?;
        let variable = &self.variables()[at];
        match (self.column(at), &variable.score) {
            (Column::Codes(codes), _) if variable.is_scored() => {
                let points: Vec<f64> = variable
                    .codes
                    .iter()
                    .map(|it| it.score.unwrap_or(f64::NAN))
                    .collect();
                let score =
                    |cell: super::Coded| cell.map_or(f64::NAN, |it| points[usize::from(it)]);
                Ok(codes.iter().map(score).collect())
            }
            (Column::Numbers(numbers), Some(expr)) => {
                let mut known: BTreeMap<u64, f64> = BTreeMap::new();
                let mut score = |number: f64| {
                    let fresh = || score_of(expr, &number_to_text(number)).unwrap_or(f64::NAN);
                    *known.entry(number.to_bits()).or_insert_with(fresh)
                };
                let cells = numbers.iter();
                Ok(cells.map(|it| it.map_or(f64::NAN, &mut score)).collect())
            }
            (
                Column::Codes(_)
                | Column::Ticks(_)
                | Column::Numbers(_)
                | Column::Words(_)
                | Column::Moments(_),
                _,
            ) => Err(format!("`{name}` has no score")),
        }
    }

    fn share(&self, of: &Expr, among: Option<&Expr>) -> Vec<f64> {
        let children = children_of(self);
        let evaluate = |row| {
            let world = RowWorld::new(self, row, &children);
            let holds = |expr: &Expr| expr.eval_bool(&world, NodeId(0)).unwrap_or(false);
            if among.is_some_and(|it| !holds(it)) {
                f64::NAN
            } else if holds(of) {
                100.0
            } else {
                0.0
            }
        };
        let Some(keys) = Keys::of(self, [Some(of), among]) else {
            return (0..self.len()).map(evaluate).collect();
        };
        let mut known: BTreeMap<Vec<u8>, f64> = BTreeMap::new();
        let mut key = Vec::new();
        let mut all = Vec::with_capacity(self.len());
        for row in 0..self.len() {
            keys.write(self, row, &mut key);
            let score = match known.get(&key) {
                Some(score) => *score,
                None => {
                    let score = evaluate(row);
                    known.insert(key.clone(), score);
                    score
                }
            };
            all.push(score);
        }
        all
    }
}

fn weighted_mean(columns: &[(f64, Vec<f64>)], row: usize, min_valid: usize) -> f64 {
    let (mut sum, mut weights, mut n_valid) = (0.0, 0.0, 0);
    for (weight, scores) in columns {
        if !scores[row].is_nan() {
            sum += weight * scores[row];
            weights += weight;
            n_valid += 1;
        }
    }
    if n_valid < min_valid.max(1) || weights <= 0.0 {
        f64::NAN
    } else {
        sum / weights
    }
}

/// What an expression's value depends on: equal keys, equal values. People give the same few
/// answers, so an expression is evaluated a few times and not once a row.
struct Keys {
    columns: Vec<usize>,
    mode: bool,
}

impl Keys {
    /// None if the value may depend on more than a few columns.
    fn of(data: &Dataset, exprs: [Option<&Expr>; 2]) -> Option<Keys> {
        let mut keys = Keys {
            columns: Vec::new(),
            mode: false,
        };
        for expr in exprs.into_iter().flatten() {
            let uses = expr.uses();
            if !expr.paths().is_empty() || uses.clock || uses.random || uses.instance {
                return None;
            }
            keys.mode |= uses.mode;
            let columns = expr.names().filter_map(|(name, _)| data.find(name));
            keys.columns.extend(columns);
        }
        keys.columns.sort_unstable();
        keys.columns.dedup();
        let wordy = |at: &usize| matches!(data.column(*at), Column::Words(_));
        (!keys.columns.iter().any(wordy)).then_some(keys)
    }

    fn write(&self, data: &Dataset, row: usize, key: &mut Vec<u8>) {
        key.clear();
        for at in &self.columns {
            match data.column(*at) {
                Column::Codes(it) => {
                    let cell = it.get(row).map_err(super::codes::place);
                    let (side, code) = cell.map_or_else(|it| (1, it), |it| (0, it));
                    key.push(side);
                    key.extend(code.to_le_bytes());
                }
                Column::Ticks(it) => key.extend(it.row(row)),
                Column::Numbers(it) => key.extend(it.bits(row).to_le_bytes()),
                Column::Moments(it) => key.extend(it.raw(row).to_le_bytes()),
                // `of` keeps these out.
                Column::Words(_) => {}
            }
        }
        if self.mode {
            let mode = data.mode().get(row).unwrap_or(usize::MAX);
            key.extend(mode.to_le_bytes());
        }
    }
}
