use crate::base::Text;
use crate::expr::Expr;

/// What a questionnaire measures under one dotted name.
#[derive(Clone, Debug)]
pub struct Construct {
    /// What people call it.
    pub label: Text,
    /// How a response is scored on it.
    pub score: Score,
}

/// How a response gets its score.
#[derive(Clone, Debug)]
pub enum Score {
    /// The score (0 to 100) of the named item.
    Item(String),
    /// The score of another construct.
    Construct(String),
    /// Σ wᵢ·sᵢ / Σ wᵢ over the parts that have a score. No score with fewer than `min_valid`.
    Mean {
        /// Weights and parts.
        parts: Vec<(f64, Score)>,
        /// The fewest parts that must have a score.
        min_valid: usize,
    },
    /// 100 where `of` is true and 0 where it is not, among responses for which `among` is true.
    /// Its mean is a rate in percent.
    Share {
        /// What is counted.
        of: Expr,
        /// Who can count.
        among: Option<Expr>,
    },
}
