use std::collections::BTreeMap;

use super::DraftConstruct;
use super::build::Builder;
use crate::base::{Text, gather};
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

impl Builder {
    /// Checks the constructs and their references.
    pub(super) fn constructs(
        &mut self,
        drafts: Vec<DraftConstruct>,
    ) -> BTreeMap<String, Construct> {
        let names: Vec<String> = drafts.iter().map(|it| it.name.clone()).collect();
        for draft in &drafts {
            self.check_score(&draft.score, &format!("{}/score", draft.at), &names);
        }
        let constructs: BTreeMap<String, Construct> = gather(drafts.into_iter().map(|it| {
            (
                it.name,
                Construct {
                    label: it.label,
                    score: it.score,
                },
            )
        }));
        for name in constructs.keys() {
            if contains_itself(name, &constructs) {
                let at = format!("/constructs/{name}/score");
                self.problems
                    .push(&at, format!("the construct `{name}` is part of itself"));
            }
        }
        constructs
    }

    fn check_score(&mut self, score: &Score, at: &str, constructs: &[String]) {
        match score {
            Score::Item(name) => {
                if !self.by_name.contains_key(name) {
                    let known = self.by_name.keys().map(String::as_str);
                    self.problems.unknown(at, "item", name, known);
                }
            }
            Score::Construct(name) => {
                if !constructs.contains(name) {
                    let known = constructs.iter().map(String::as_str);
                    self.problems.unknown(at, "construct", name, known);
                }
            }
            Score::Mean { parts, min_valid } => {
                if parts.is_empty() || *min_valid > parts.len() || *min_valid == 0 {
                    let text = format!("found min_valid {min_valid} of {} parts", parts.len());
                    self.problems.push(at, text);
                }
                for (idx, (_, part)) in parts.iter().enumerate() {
                    self.check_score(part, &format!("{at}/mean/{idx}"), constructs);
                }
            }
            Score::Share { of, among } => {
                self.check_names(of, &format!("{at}/share"));
                if let Some(among) = among {
                    self.check_names(among, &format!("{at}/among"));
                }
            }
        }
    }
}

fn contains_itself(name: &str, constructs: &BTreeMap<String, Construct>) -> bool {
    fn visit<'c>(
        score: &'c Score,
        constructs: &'c BTreeMap<String, Construct>,
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
