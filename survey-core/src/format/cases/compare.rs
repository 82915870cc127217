//! Whether what was computed is what was expected.

use serde_json::Value;

/// How a result compares.
pub(super) struct Comparison {
    pub(super) largest: f64,
    /// The first thing that is wrong.
    pub(super) wrong: Option<String>,
}

/// Names that R gives to what it lists; ours may differ in spelling.
const NAMES: [&str; 9] = [
    "names",
    "est_names",
    "rownames",
    "colnames",
    "dimnames",
    "statistic_name",
    "parameter_names",
    "keys",
    "type",
];

/// Compares numbers with `|a - b| ≤ max(rtol |b|, 1e-9 max |expected|, 1e-10)`, where the largest
/// is taken over the list or field a number stands in, and words as they are.
pub(super) fn compare(result: &Value, expected: &Value, rtol: f64) -> Comparison {
    let mut all = Comparison {
        largest: 0.0,
        wrong: None,
    };
    all.value("", result, expected, rtol);
    all
}

impl Comparison {
    fn value(&mut self, place: &str, result: &Value, expected: &Value, rtol: f64) {
        if let Value::Object(fields) = expected {
            for (name, expected) in fields {
                if NAMES.contains(&name.as_str()) {
                    continue;
                }
                match result.get(name) {
                    Some(result) => self.value(&format!("{place}/{name}"), result, expected, rtol),
                    None => self.complain(format!("{place}/{name} is not in the result")),
                }
            }
            return;
        }
        let (mut found, mut wanted) = (Vec::new(), Vec::new());
        leaves(result, &mut found);
        leaves(expected, &mut wanted);
        if found.len() != wanted.len() {
            let (found, wanted) = (found.len(), wanted.len());
            self.complain(format!("{place}: {found} values, expected {wanted}"));
            return;
        }
        let size = |it: &&Value| it.as_f64().unwrap_or(0.0).abs();
        let scale = wanted.iter().map(size).fold(0.0, f64::max);
        let floor = (1e-9 * scale).max(1e-10);
        for (at, (found, wanted)) in found.iter().zip(&wanted).enumerate() {
            self.leaf(&format!("{place}[{at}]"), found, wanted, (rtol, floor));
        }
    }

    fn leaf(&mut self, place: &str, found: &Value, wanted: &Value, (rtol, floor): (f64, f64)) {
        match (found.as_f64(), wanted.as_f64()) {
            (Some(a), Some(b)) => {
                let allowed = (rtol * b.abs()).max(floor);
                let off = (a - b).abs();
                // In units in which the tolerance is `rtol`.
                self.largest = self.largest.max(off / allowed * rtol);
                if off > allowed {
                    self.complain(format!("{place}: found {a}, expected {b}"));
                }
            }
            _ if found == wanted => {}
            _ => self.complain(format!("{place}: found {found}, expected {wanted}")),
        }
    }

    fn complain(&mut self, what: String) {
        self.wrong.get_or_insert(what);
    }
}

fn leaves<'a>(value: &'a Value, into: &mut Vec<&'a Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|it| leaves(it, into)),
        Value::Object(fields) => fields.values().for_each(|it| leaves(it, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => into.push(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn tolerance_is_relative_with_a_floor() {
        let expected = json!({"est": [1000.0, 1e-17], "names": ["a", "b"]});
        let near = json!({"est": [1000.000001, 0.0]});
        assert!(compare(&near, &expected, 1e-8).wrong.is_none());
        let far = json!({"est": [1000.0001, 0.0]});
        assert!(compare(&far, &expected, 1e-8).wrong.is_some());
        assert!(
            compare(&json!({"est": [1000.0]}), &expected, 1e-8)
                .wrong
                .is_some()
        );
        assert!(compare(&json!({}), &expected, 1e-8).wrong.is_some());
        assert!(compare(&json!(null), &json!(0.5), 1e-8).wrong.is_some());
        assert!(compare(&json!(null), &json!(null), 1e-8).wrong.is_none());
        assert!(compare(&json!("a"), &json!("b"), 1e-8).wrong.is_some());
    }
}
