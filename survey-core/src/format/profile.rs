//! Profiles of simulated people, `minyi-profile/1`.
//!
//! ```json
//! {"format": "minyi-profile/1",
//!  "margins": {"G1": {"1": 0.48, "2": 0.52},
//!              "G4": {"by": "G2", "shares": {"1": {"1": 0.6, "6": 0.4}, "7": {"3": 1}}}},
//!  "leanings": {"G2": {"1": -0.2, "7": 0.3}},
//!  "missing": {"D2": {"not_applicable": 0.2}},
//!  "words": {"D12": {"zh": ["…"], "en": ["…"]}}}
//! ```

use std::collections::BTreeMap;

use serde_json::Value;

use super::shape::{join, show};
use crate::base::Problems;
use crate::simulate::{Margin, Profile};

/// The format's name.
pub const FORMAT: &str = "minyi-profile/1";

/// Reads a profile.
///
/// # Errors
/// Every problem of the document at once, each with its JSON pointer.
pub fn read(text: &str) -> Result<Profile, Problems> {
    let mut problems = Problems::default();
    let document: Value = match super::json::parse(text) {
        Ok(document) => document,
        Err(error) => {
            problems.push("", format!("not JSON: {error}"));
            return Err(problems);
        }
    };
    if document.get("format").and_then(Value::as_str) != Some(FORMAT) {
        let found = show(&document["format"]);
        problems.push("/format", format!("found {found}, expected `{FORMAT}`"));
    }
    let mut read = Read { problems };
    let profile = Profile {
        margins: read.map(&document["margins"], "/margins", Read::margin),
        leanings: read.map(&document["leanings"], "/leanings", Read::numbers),
        missing: read.map(&document["missing"], "/missing", Read::shares),
        words: read.map(&document["words"], "/words", |read, value, at| {
            Some(read.map(value, at, Read::words))
        }),
    };
    let known = [
        "format", "$schema", "margins", "leanings", "missing", "words",
    ];
    for key in document.as_object().into_iter().flat_map(|it| it.keys()) {
        if !known.contains(&key.as_str()) {
            read.problems.unknown(&join("", key), "field", key, known);
        }
    }
    if read.problems.is_empty() {
        Ok(profile)
    } else {
        Err(read.problems)
    }
}

struct Read {
    problems: Problems,
}

impl Read {
    fn map<T>(
        &mut self,
        value: &Value,
        at: &str,
        each: impl Fn(&mut Read, &Value, &str) -> Option<T>,
    ) -> BTreeMap<String, T> {
        let Some(members) = value.as_object() else {
            if !value.is_null() {
                let text = format!("found {}, expected an object", show(value));
                self.problems.push(at, text);
            }
            return BTreeMap::new();
        };
        let mut all = BTreeMap::new();
        for (key, value) in members {
            if let Some(read) = each(self, value, &join(at, key)) {
                all.insert(key.clone(), read);
            }
        }
        all
    }

    fn margin(&mut self, value: &Value, at: &str) -> Option<Margin> {
        match value.get("by").and_then(Value::as_str) {
            Some(item) => Some(Margin::By {
                item: item.to_owned(),
                shares: self.map(&value["shares"], &join(at, "shares"), Read::shares),
            }),
            None => Some(Margin::Shares(self.shares(value, at)?)),
        }
    }

    fn shares(&mut self, value: &Value, at: &str) -> Option<BTreeMap<String, f64>> {
        let shares = self.numbers(value, at)?;
        for (key, share) in &shares {
            if *share < 0.0 {
                let text = format!("found {share}, expected a share of 0 or more");
                self.problems.push(&join(at, key), text);
            }
        }
        Some(shares)
    }

    fn numbers(&mut self, value: &Value, at: &str) -> Option<BTreeMap<String, f64>> {
        Some(self.map(value, at, |read, value, at| {
            let number = value.as_f64();
            if number.is_none() {
                let text = format!("found {}, expected a number", show(value));
                read.problems.push(at, text);
            }
            number
        }))
    }

    fn words(&mut self, value: &Value, at: &str) -> Option<Vec<String>> {
        let words: Option<Vec<String>> = value.as_array().and_then(|all| {
            let words = all.iter().map(|it| it.as_str().map(str::to_owned));
            words.collect()
        });
        if words.is_none() {
            let text = format!("found {}, expected a list of words", show(value));
            self.problems.push(at, text);
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn every_problem_has_its_place() {
        let problems = read(
            r#"{"format": "minyi-profile/2", "margin": {}, "margins": {"a": {"1": "x", "2": -1}},
                "words": {"t": {"en": "no"}}}"#,
        );
        let said = problems.expect_err("wrong").to_string();
        let expected = "\
/format: found `minyi-profile/2`, expected `minyi-profile/1`
/margins/a/1: found `x`, expected a number
/margins/a/2: found -1, expected a share of 0 or more
/words/t/en: found `no`, expected a list of words
/margin: there is no field `margin` (did you mean `margins`?)";
        assert_eq!(said, expected);
    }
}
