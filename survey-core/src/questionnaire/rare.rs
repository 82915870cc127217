use std::collections::BTreeSet;

use super::{Questionnaire, Score};
use crate::expr::Expr;

impl Questionnaire {
    /// Names of the functions it calls that only the feature `rare-functions` brings.
    pub fn rare_functions(&self) -> BTreeSet<&'static str> {
        let mut exprs: Vec<&Expr> = Vec::new();
        for item in &self.items {
            exprs.extend(item.expressions().map(|(_, expr)| expr));
        }
        for construct in self.constructs.values() {
            of_score(&construct.score, &mut exprs);
        }
        exprs.into_iter().flat_map(Expr::rare_functions).collect()
    }
}

fn of_score<'a>(score: &'a Score, exprs: &mut Vec<&'a Expr>) {
    match score {
        Score::Item(_) | Score::Construct(_) => {}
        Score::Mean { parts, .. } => parts.iter().for_each(|it| of_score(&it.1, exprs)),
        Score::Share { of, among } => {
            exprs.push(of);
            exprs.extend(among);
        }
    }
}
