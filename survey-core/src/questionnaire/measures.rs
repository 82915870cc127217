//! The constructs of a draft.

use super::build::Builder;
use super::construct::contains_itself;
use super::{Construct, DraftConstruct, Score};
use crate::base::Map;

impl Builder {
    /// Checks the constructs and their references.
    pub(super) fn constructs(&mut self, drafts: Vec<DraftConstruct>) -> Map<String, Construct> {
        let names: Vec<String> = drafts.iter().map(|it| it.name.clone()).collect();
        for draft in &drafts {
            self.check_score(&draft.score, &format!("{}/score", draft.at), &names);
        }
        let constructs: Map<String, Construct> = drafts
            .into_iter()
            .map(|it| {
                (
                    it.name,
                    Construct {
                        label: it.label,
                        score: it.score,
                    },
                )
            })
            .collect();
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
