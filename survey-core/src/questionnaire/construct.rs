use crate::base::{Map, Text, compact_enum, compact_struct};
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

compact_struct!(Construct { label, score });

compact_enum!(Score {
    0 Item { 0 name },
    1 Construct { 0 name },
    2 Mean { parts parts, min_valid min_valid },
    3 Share { of of, among among },
});

/// Whether a construct's score is computed from itself.
pub(super) fn contains_itself(name: &str, constructs: &Map<String, Construct>) -> bool {
    fn visit<'c>(
        score: &'c Score,
        constructs: &'c Map<String, Construct>,
        seen: &mut Vec<&'c str>,
    ) {
        match score {
            Score::Item(_) | Score::Share { .. } => {}
            Score::Construct(name) => {
                if !seen.contains(&name.as_str()) {
                    seen.push(name);
                    if let Some(it) = constructs.get(name) {
                        visit(&it.score, constructs, seen);
                    }
                }
            }
            Score::Mean { parts, .. } => {
                for (_, part) in parts {
                    visit(part, constructs, seen);
                }
            }
        }
    }
    let mut seen = Vec::new();
    if let Some(it) = constructs.get(name) {
        visit(&it.score, constructs, &mut seen);
    }
    seen.contains(&name)
}
