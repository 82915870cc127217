//! One measure by community, and which communities stand out beyond chance.

use survey_core::dataset::{Dataset, Var};
use survey_core::report::{self, Comparison, Figure, Frame, Standing, Unit, compare};
use survey_core::stats::{Status, special};

use super::figures::{scale, shape, words};
use crate::worker::protocol::{AreaRow, Areas, Measure, Scale};

/// The chance of marking any community that does not stand out.
const ERROR: f64 = 0.05;

/// The level that responses are compared on, if the tree has one of them.
pub(super) fn level(data: &Dataset) -> Option<&'static str> {
    let levels = ["community", "village", "street"];
    let known = |level: &&str| data.areas().areas().iter().any(|it| it.level == **level);
    levels.into_iter().find(known)
}

pub(super) fn compared(frame: &Frame, measure: &Measure, lang: &str) -> Result<Areas, String> {
    let data = frame.data;
    let level = level(data).ok_or("the areas of the responses are not here")?;
    let found = compare(frame, &asked(measure), &Var::Area(level.to_owned()))?;
    let marks = marks(&found);
    let mut groups: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for area in data.areas().areas().iter().filter(|it| it.level == level) {
        let at = found.groups.iter().position(|it| it.group.key == area.code);
        let Some(at) = at.filter(|it| found.groups[*it].base.rows > 0) else {
            continue;
        };
        let standing = &found.groups[at];
        let street = data.areas().at_level(&area.code, "street");
        let street = street.map(|it| words(data, &it.name, lang));
        rows.push(AreaRow {
            code: area.code.clone(),
            label: words(data, &area.name, lang),
            group: street.map(|it| number(&mut groups, it)),
            shown: shape(&standing.figure),
            n: standing.base.valid,
            differs: marks[at],
        });
    }
    let variable = data
        .find(asked(measure).name())
        .map(|it| &data.variables()[it]);
    let ends = match (found.unit, variable.map(scale)) {
        (Unit::Share, _) => Some((0.0, 1.0)),
        (Unit::Score, _) => Some((0.0, 100.0)),
        (Unit::Own, Some(Scale::Points(low, high))) => Some((low, high)),
        (Unit::Own, _) => None,
    };
    Ok(Areas {
        measure: measure.clone(),
        label: words(data, &found.label, lang),
        ends,
        groups,
        rows,
        whole: shape(&found.all.figure),
    })
}

fn number(names: &mut Vec<String>, name: String) -> u32 {
    let known = names.iter().position(|it| *it == name);
    known.unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    }) as u32
}

fn asked(measure: &Measure) -> report::Measure {
    match measure {
        Measure::Top2(item) => report::Measure::Top(item.clone()),
        Measure::Mean(item) => report::Measure::Mean(item.clone()),
        Measure::Score(name) | Measure::Rate(name) => report::Measure::Score(name.clone()),
    }
}

/// For every group 1 above or -1 below all others together, where that is beyond chance after
/// Holm's correction (Holm 1979) for comparing every group; else 0.
fn marks(found: &Comparison) -> Vec<i8> {
    let mut tests: Vec<(f64, i8, usize)> = found
        .groups
        .iter()
        .enumerate()
        .filter_map(|(at, it)| {
            let (p, sign) = against_others(it, &found.all.figure)?;
            Some((p, sign, at))
        })
        .collect();
    tests.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut marks = vec![0; found.groups.len()];
    for (rank, (p, sign, at)) in tests.iter().enumerate() {
        if *p > ERROR / (tests.len() - rank) as f64 {
            break;
        }
        marks[*at] = *sign;
    }
    marks
}

/// The p value of "this group is as the others", and which way it differs.
///
/// The whole is `w` of the group and `1 - w` of the others, `w` the group's share of the weights;
/// people of different groups were drawn apart, so variances add up in the same way.
fn against_others(standing: &Standing, whole: &Figure) -> Option<(f64, i8)> {
    let group = &standing.figure;
    if group.status != Status::Ok || whole.status != Status::Ok {
        return None;
    }
    let w = group.n_weighted / whole.n_weighted;
    let rest = 1.0 - w;
    let variance = (whole.se * whole.se - w * w * group.se * group.se) / (rest * rest);
    let difference = (group.est - whole.est) / rest;
    let se = (group.se * group.se + variance.max(0.0)).sqrt();
    let t = difference / se;
    let p = 2.0 * special::t_upper(t.abs(), whole.df);
    (t.is_finite() && rest > 0.0).then_some((p, if t > 0.0 { 1 } else { -1 }))
}
