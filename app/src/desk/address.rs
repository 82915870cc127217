//! Filters and weights as the end of an address: `survey=…&is.wave=2026&weight=w&to.G1=1:48`.
//!
//! Whoever is sent such an address, and has the same responses, sees the same figures.

use form_urlencoded::Serializer;

use crate::worker::protocol::{Recipe, Scope, Target};

/// The scope as an address says it; nothing as long as no survey is known.
pub(super) fn query(scope: &Scope) -> String {
    if scope.survey.is_empty() {
        return String::new();
    }
    let mut out = Serializer::new(String::new());
    out.append_pair("survey", &scope.survey);
    for (facet, values) in &scope.chosen {
        for value in values {
            out.append_pair(&format!("is.{facet}"), value);
        }
    }
    let recipe = &scope.recipe;
    let named = [
        ("weight", &recipe.weight),
        ("cluster", &recipe.clusters),
        ("strata", &recipe.strata),
    ];
    for (key, name) in named {
        if let Some(name) = name {
            out.append_pair(key, name);
        }
    }
    for target in &recipe.targets {
        for (code, count) in &target.counts {
            out.append_pair(&format!("to.{}", target.var), &format!("{code}:{count}"));
        }
    }
    if let Some(cap) = recipe.cap {
        out.append_pair("cap", &cap.to_string());
    }
    out.finish()
}

/// What the end of an address says; what it cannot mean is passed over.
pub(super) fn parse(query: &str) -> Scope {
    let mut scope = Scope::default();
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        let value = value.into_owned();
        match key.as_ref() {
            "survey" => scope.survey = value,
            "weight" => scope.recipe.weight = Some(value),
            "cluster" => scope.recipe.clusters = Some(value),
            "strata" => scope.recipe.strata = Some(value),
            "cap" => scope.recipe.cap = number(&value),
            key => {
                if let Some(facet) = key.strip_prefix("is.") {
                    add(&mut scope.chosen, facet, value);
                } else if let Some(var) = key.strip_prefix("to.") {
                    aim(&mut scope.recipe, var, &value);
                }
            }
        }
    }
    scope
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|it: &f64| it.is_finite())
}

fn add(chosen: &mut Vec<(String, Vec<String>)>, facet: &str, value: String) {
    match chosen.iter_mut().find(|it| it.0 == facet) {
        Some((_, values)) => values.push(value),
        None => chosen.push((facet.to_owned(), vec![value])),
    }
}

fn aim(recipe: &mut Recipe, var: &str, text: &str) {
    let found = text.rsplit_once(':');
    let found = found.and_then(|(code, count)| Some((code.to_owned(), number(count)?)));
    let Some(count) = found else {
        return;
    };
    match recipe.targets.iter_mut().find(|it| it.var == var) {
        Some(target) => target.counts.push(count),
        None => recipe.targets.push(Target {
            var: var.to_owned(),
            counts: vec![count],
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_all_of_a_scope() {
        let scope = Scope {
            survey: "annual-resident".into(),
            chosen: vec![
                ("area:street".into(), vec!["s 1".into(), "南街".into()]),
                ("G1".into(), vec!["a&b=c".into()]),
            ],
            recipe: Recipe {
                weight: Some("w".into()),
                clusters: Some("area:community".into()),
                strata: Some("area:street".into()),
                targets: vec![Target {
                    var: "G1".into(),
                    counts: vec![("1".into(), 48.25), ("a:b".into(), 0.1 + 0.2)],
                }],
                cap: Some(3.0),
            },
        };
        assert_eq!(parse(&query(&scope)), scope);
        assert_eq!(query(&Scope::default()), "");
    }

    #[test]
    fn what_an_address_cannot_mean_is_passed_over() {
        let scope = parse("survey=a&cap=NaN&to.x=1&to.x=1:many&%ff=&=&is.=b&sort=up");
        assert_eq!(
            (scope.survey.as_str(), scope.recipe.is_plain()),
            ("a", true)
        );
    }
}
