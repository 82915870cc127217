//! Weights: what a recipe asks for, by names, and what it comes to.

use std::collections::BTreeSet;
use std::rc::Rc;

use survey_core::dataset::{Dataset, Plan as How, Var};
use survey_core::format::targets;
use survey_core::report::{Recipe as Asked, Target as AskedTarget, Weighting};

use super::Engine;
use super::figures::words;
use super::outline;
use crate::worker::protocol::{Margin, MarginRow, Recipe, Target, Weighed, Weights};

/// Weights with what they were made of: the survey and the recipe.
pub(super) type Kept = (String, Recipe, Rc<Weighting>);

/// Upper ends of the classes of weights, in multiples of the mean; the last class has none.
const CLASSES: [f64; 8] = [0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0];

/// What people may be grouped by beside items.
const OTHERS: [&str; 6] = [
    "area:street",
    "area:community",
    "mode",
    "wave",
    "interviewer",
    "date",
];

impl Engine {
    /// The weights of a recipe; made once for all figures of a screen.
    pub(super) fn weighting(
        &self,
        data: &Dataset,
        recipe: &Recipe,
    ) -> Result<Rc<Weighting>, String> {
        let kept = &self.arranged.weighed;
        if let Some((survey, of, found)) = &*kept.borrow()
            && survey == data.survey()
            && of == recipe
        {
            return Ok(found.clone());
        }
        let found = Rc::new(asked(recipe).weigh(data)?);
        let survey = data.survey().to_owned();
        kept.replace(Some((survey, recipe.clone(), found.clone())));
        Ok(found)
    }
}

fn asked(recipe: &Recipe) -> Asked {
    let var = |name: &String| match name.parse::<Var>() {
        Ok(var) => var,
    };
    Asked {
        weight: recipe.weight.clone(),
        clusters: recipe.clusters.as_ref().map(var),
        strata: recipe.strata.as_ref().map(var),
        targets: recipe
            .targets
            .iter()
            .map(|it| AskedTarget {
                var: var(&it.var),
                counts: it.counts.clone(),
            })
            .collect(),
        cap: recipe.cap,
    }
}

/// What a recipe comes to, with the targets of a table in place of its own where there is one.
pub(super) fn weights(data: &Dataset, recipe: &Recipe, table: Option<&str>, lang: &str) -> Weights {
    let mut recipe = recipe.clone();
    let read = table.map_or(Ok(()), |text| {
        let targets = targets::read(text.as_bytes())?;
        let told = |it: AskedTarget| Target {
            var: it.var.to_string(),
            counts: it.counts,
        };
        recipe.targets = targets.into_iter().map(told).collect();
        Ok(())
    });
    // Before there are any: what the targets start from stands in the table either way.
    let plain = Asked {
        targets: Vec::new(),
        cap: None,
        ..asked(&recipe)
    };
    let plain = plain.weigh(data).ok();
    for target in &mut recipe.targets {
        if target.counts.is_empty() {
            target.counts = what_is_there(data, target, plain.as_ref(), lang);
        }
    }
    let found = read.and_then(|()| asked(&recipe).weigh(data));
    Weights {
        numbers: numbers(data, lang),
        variables: variables(data, lang),
        margins: recipe
            .targets
            .iter()
            .enumerate()
            .filter_map(|(at, it)| {
                margin(data, it, plain.as_ref(), (found.as_ref().ok(), at), lang)
            })
            .collect(),
        weighed: found.map(|it| weighed(data, &it)),
        recipe,
    }
}

/// The shares of a variable in percent, to begin with; never nothing where there is somebody.
fn what_is_there(
    data: &Dataset,
    target: &Target,
    before: Option<&Weighting>,
    lang: &str,
) -> Vec<(String, f64)> {
    let rows = margin(data, target, before, (None, 0), lang).map(|it| it.rows);
    let percent = |it: MarginRow| (it.code, (it.before * 1e4).ceil() / 100.0);
    rows.into_iter().flatten().map(percent).collect()
}

fn numbers(data: &Dataset, lang: &str) -> Vec<(String, String)> {
    let all = data.variables().iter();
    all.filter(|it| it.plan == How::Number)
        .map(|it| (it.name.clone(), outline::label(data, &it.name, lang)))
        .collect()
}

/// Whatever puts interviews into more than one group.
fn variables(data: &Dataset, lang: &str) -> Vec<(String, String)> {
    let items = data.variables().iter();
    let items = items
        .filter(|it| it.plan == How::Choice)
        .map(|it| it.name.as_str());
    let several = |name: &&str| {
        let Ok(var) = name.parse::<Var>();
        data.groups(&var).is_ok_and(|groups| {
            let rows = data.interviews();
            let mut seen = rows.iter().filter_map(|row| groups.get(row));
            let first = seen.next();
            seen.any(|it| Some(it) != first)
        })
    };
    items
        .chain(OTHERS)
        .filter(several)
        .map(|it| (it.to_owned(), outline::label(data, it, lang)))
        .collect()
}

/// The categories of a target with what is there before and after; none if there is no such
/// variable.
fn margin(
    data: &Dataset,
    target: &Target,
    before: Option<&Weighting>,
    (after, at): (Option<&Weighting>, usize),
    lang: &str,
) -> Option<Margin> {
    let Ok(var) = target.var.parse::<Var>();
    let groups = data.groups(&var).ok()?;
    let mut counted = vec![(0_u64, 0.0); groups.len() + 1];
    for row in before
        .map_or_else(|| data.interviews(), |it| it.frame(data).rows)
        .iter()
    {
        let weights = before.and_then(|it| it.design().weights);
        let place = &mut counted[groups.get(row).unwrap_or(groups.len())];
        place.0 += 1;
        place.1 += weights.map_or(1.0, |it| it[row]);
    }
    let (unknown, known) = counted.split_last()?;
    let all: f64 = known.iter().map(|it| it.1).sum();
    let row = |(group, (n, weight)): (&survey_core::dataset::Group, &(u64, f64))| {
        let met = after.and_then(|it| it.margins.get(at));
        let met = met.and_then(|it| it.categories.iter().find(|it| it.code == group.key));
        let count = target.counts.iter().find(|it| it.0 == group.key);
        let label = words(data, &group.label, lang);
        MarginRow {
            code: group.key.clone(),
            label: if label.is_empty() {
                group.key.clone()
            } else {
                label
            },
            n: *n,
            count: count.map(|it| it.1),
            before: if all > 0.0 { weight / all } else { 0.0 },
            after: met.map(|it| (it.target, it.after)),
        }
    };
    let rows = groups.groups.iter().zip(known).map(row);
    Some(Margin {
        var: target.var.clone(),
        label: outline::label(data, &target.var, lang),
        rows: rows.filter(|it| it.n > 0 || it.count.is_some()).collect(),
        unknown: unknown.0,
    })
}

fn weighed(data: &Dataset, it: &Weighting) -> Weighed {
    let frame = it.frame(data);
    let design = it.design();
    let distinct = |of: Option<&[u32]>| {
        let all: Option<BTreeSet<u32>> =
            of.map(|it| frame.rows.iter().map(|row| it[row]).collect());
        all.map(|it| it.len() as u32)
    };
    let ends = CLASSES.iter().copied().map(Some).chain([None]);
    let mut classes: Vec<(Option<f64>, u64)> = ends.map(|end| (end, 0)).collect();
    for row in frame.rows.iter() {
        let weight = design.weights.map_or(1.0, |it| it[row]);
        // A weight a hair above a class's end by rounding belongs to it.
        let at = CLASSES.iter().position(|end| weight <= end * (1.0 + 1e-9));
        classes[at.unwrap_or(CLASSES.len())].1 += 1;
    }
    Weighed {
        n: frame.rows.count() as u64,
        without: it.without,
        n_eff: it.kish.n_eff,
        deff: it.kish.deff,
        range: it.range,
        classes,
        rounds: it.convergence.map(|it| (it.iterations as u32, it.gap)),
        clusters: distinct(design.psus),
        strata: distinct(design.strata),
    }
}
