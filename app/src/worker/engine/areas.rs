//! One measure by community, and which communities stand out beyond chance.

use survey_core::dataset::{Dataset, Var};
use survey_core::report::{self, Comparison, Frame, Place, Unit, compare, league};
use survey_core::stats::multiplicity::{Adjust, adjust};
use survey_core::stats::special;

use super::analyse::scored_together;
use super::figures::{scale, shape, words};
use crate::worker::protocol::{AreaItem, AreaPage, AreaRow, Areas, Estimated, Measure, Scale};

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
    let league = league(frame, &asked(measure), &Var::Area(level.to_owned()))?;
    let (found, places) = (league.found, league.places);
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
            ranked: ranked(&places[at]),
            joint: places[at].joint.map(|it| (it.low, it.high)),
            shrunk: places[at]
                .shrunk
                .map(|it| (it.est, (it.bounds.low, it.bounds.high), it.share)),
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

pub(super) fn asked(measure: &Measure) -> report::Measure {
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
            let apart = it.apart(&found.all.figure)?;
            Some((apart.p, if apart.difference > 0.0 { 1 } else { -1 }, at))
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

fn ranked(place: &Place) -> Option<(u32, u32, u32)> {
    let it = place.ranked?;
    Some((it.tier as u32, it.low as u32, it.high as u32))
}

/// One community, question by question, beside all others together.
pub(super) fn page(frame: &Frame, code: &str, lang: &str) -> Result<AreaPage, String> {
    let data = frame.data;
    let level = level(data).ok_or("the areas of the responses are not here")?;
    let var = Var::Area(level.to_owned());
    let groups = data.groups(&var)?;
    let mut counts = vec![0_u64; groups.len()];
    let rows = frame.rows.iter().filter_map(|row| groups.get(row));
    rows.for_each(|group| counts[group] += 1);
    let here = groups.groups.iter().position(|it| it.key == code);
    let named = groups.groups.iter().zip(&counts).filter(|it| *it.1 > 0);
    let mut rows = Vec::new();
    if here.is_some() {
        for name in scored_together(frame, lang).into_iter().flatten() {
            rows.extend(item(frame, name, code, &var, lang)?);
        }
    }
    let p: Vec<f64> = rows.iter().filter_map(|it| it.p).collect();
    let told = rows.iter_mut().filter_map(|it| it.p.as_mut());
    told.zip(adjust(&p, Adjust::Holm))
        .for_each(|(p, it)| *p = it);
    Ok(AreaPage {
        code: code.to_owned(),
        label: here.map_or_else(String::new, |it| {
            words(data, &groups.groups[it].label, lang)
        }),
        n: here.map_or(0, |it| counts[it]),
        areas: named
            .map(|(it, _)| (it.key.clone(), words(data, &it.label, lang)))
            .collect(),
        rows,
    })
}

fn item(
    frame: &Frame,
    name: &str,
    code: &str,
    var: &Var,
    lang: &str,
) -> Result<Option<AreaItem>, String> {
    let found = compare(frame, &report::Measure::Score(name.to_owned()), var)?;
    let Some(standing) = found.groups.iter().find(|it| it.group.key == code) else {
        return Ok(None);
    };
    let whole = &found.all.figure;
    let apart = standing.apart(whole);
    let others = apart.map(|it| {
        let half = special::t_quantile(0.5 + frame.level / 2.0, whole.df) * it.others_se;
        Estimated {
            value: it.others,
            interval: Some(((it.others - half).max(0.0), (it.others + half).min(100.0))),
            n: whole.n - standing.figure.n,
        }
    });
    Ok(Some(AreaItem {
        name: name.to_owned(),
        label: words(frame.data, &found.label, lang),
        own: shape(&standing.figure),
        others,
        p: apart.map(|it| it.p),
    }))
}
