//! Analyses: a scope becomes rows, a plan becomes figures.

use std::collections::BTreeMap;

use survey_core::base::Missing;
use survey_core::dataset::{Bitmap, Dataset, Filter, Plan as How, Var};
use survey_core::questionnaire::Mode;
use survey_core::report::{Frame, Weighting, battery, overview};
use survey_core::stats::SMALLEST_BASE;

use super::figures::{asked, full, line, words};
use super::{Engine, areas, cross, drivers, outline, weights};
use crate::worker::protocol::{
    Analysed, Area, Batteries, Battery, BatteryRow, DayRow, Overview, Plan, Quantiles, Questions,
    Scope, Shape, Withheld,
};

/// Questions with most missing answers that an overview names.
const MOST_MISSING: usize = 10;

impl Engine {
    pub(super) fn analyse(
        &self,
        plan: &Plan,
        scope: &Scope,
        lang: &str,
    ) -> Result<Analysed, String> {
        let data = self.scoped(scope)?;
        let rows = selected(data, &scope.chosen, None)?;
        let weighting = self.weighting(data, &scope.recipe)?;
        let frame = framed(data, &weighting, scope)?;
        Ok(match plan {
            Plan::Outline => Analysed::Outline(outline::outline(self, &frame, scope, lang)?),
            Plan::Overview => Analysed::Overview(told_overview(&frame, rows, lang)?),
            Plan::Questions => {
                let lines = (0..data.variables().len()).map(|at| line(&frame, at, lang));
                let lines: Result<Vec<_>, String> = lines.collect();
                // Questions of packs that were off are no questions of this survey.
                let lines = lines?.into_iter().filter(|it| it.asked > 0).collect();
                Analysed::Questions(Questions { lines })
            }
            Plan::Question(name) => Analysed::Question(full(&frame, name, lang)?),
            Plan::Areas(measure) => Analysed::Areas(areas::compared(&frame, measure, lang)?),
            Plan::Area(code) => Analysed::Area(areas::page(&frame, code, lang)?),
            Plan::Batteries => Analysed::Batteries(batteries(&frame, lang)?),
            Plan::Cross(of) => Analysed::Cross(cross::crossed(&frame, of, lang)?),
            Plan::Drivers {
                outcome,
                battery,
                items,
            } => Analysed::Drivers(drivers::drivers(&frame, outcome, (battery, items), lang)?),
            Plan::Weights { recipe, table } => {
                Analysed::Weights(weights::weights(data, recipe, table.as_deref(), lang))
            }
            Plan::Quality(looked) => Analysed::Quality(self.quality(&frame, looked, lang)?),
        })
    }

    /// The responses of a scope's survey.
    pub(super) fn scoped(&self, scope: &Scope) -> Result<&Dataset, String> {
        let survey = self.surveyed(scope);
        let data = survey.and_then(|it| self.arranged.dataset(&it));
        data.ok_or_else(|| "there are no responses to analyse".to_owned())
    }

    /// The survey of a scope, or the one with most responses.
    pub(super) fn surveyed(&self, scope: &Scope) -> Option<String> {
        if !scope.survey.is_empty() {
            return Some(scope.survey.clone());
        }
        let most = self.arranged.datasets().max_by_key(|it| it.len());
        most.map(|it| it.survey().to_owned())
    }
}

/// Those of the responses that a scope lets through, by its weights.
pub(super) fn framed<'a>(
    data: &'a Dataset,
    weighting: &'a Weighting,
    scope: &Scope,
) -> Result<Frame<'a>, String> {
    let mut frame = weighting.frame(data);
    frame.rows = frame.rows.and(&selected(data, &scope.chosen, None)?);
    Ok(frame)
}

/// The rows that have one of the chosen values of every facet; `but` is a facet to leave out.
pub(super) fn selected(
    data: &Dataset,
    chosen: &[(String, Vec<String>)],
    but: Option<&str>,
) -> Result<Bitmap, String> {
    let used = chosen.iter().filter(|it| Some(it.0.as_str()) != but);
    let filters =
        used.map(|(key, values)| Filter::Any(values.iter().map(|it| filter(key, it)).collect()));
    data.select(&Filter::Every(filters.collect()))
}

fn filter(key: &str, value: &str) -> Filter {
    match key {
        "area:street" | "area:community" => Filter::Area(value.to_owned()),
        "wave" => Filter::Wave(value.to_owned()),
        "interviewer" => Filter::Interviewer(value.to_owned()),
        "mode" => Mode::from_name(value).map_or(Filter::Any(Vec::new()), Filter::Mode),
        "date" => match value.parse().ok() {
            day @ Some(_) => Filter::Days { from: day, to: day },
            None => Filter::Any(Vec::new()),
        },
        item => Filter::Chose {
            item: item.to_owned(),
            codes: vec![value.to_owned()],
        },
    }
}

fn told_overview(frame: &Frame, rows: Bitmap, lang: &str) -> Result<Overview, String> {
    let data = frame.data;
    let level = areas::level(data);
    let found = overview(frame, level.unwrap_or_default());
    let found = match (found, level) {
        (Ok(found), _) => found,
        // Without a tree there is nothing to count by area.
        (Err(_), None) => return Err("the areas of the responses are not here".to_owned()),
        (Err(why), Some(_)) => return Err(why),
    };
    let mut dispositions: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows.iter() {
        *dispositions
            .entry(data.disposition().name(row).unwrap_or_default())
            .or_default() += 1;
    }
    let (modes, days) = by_day(frame)?;
    let (missing, missing_share) = missing(data, &found.items, lang);
    let street = |code: &str| {
        let street = data.areas().at_level(code, "street");
        street.map_or_else(String::new, |it| words(data, &it.name, lang))
    };
    let named = found.areas.iter().filter(|it| !it.group.key.is_empty());
    Ok(Overview {
        n: rows.count() as u64,
        interviews: found.n,
        simulated: found.simulated,
        dispositions: dispositions
            .into_iter()
            .map(|(code, n)| (code.to_owned(), n))
            .collect(),
        areas: named
            .map(|it| Area {
                code: it.group.key.clone(),
                label: words(data, &it.group.label, lang),
                group: street(&it.group.key),
                count: it.n,
            })
            .collect(),
        modes,
        days,
        minutes: minutes(frame),
        missing,
        missing_share,
    })
}

/// Interviews by day and mode, days without any included.
fn by_day(frame: &Frame) -> Result<(Vec<String>, Vec<DayRow>), String> {
    let data = frame.data;
    let modes = data.groups(&Var::Mode)?;
    let mut counts: BTreeMap<i64, Vec<u64>> = BTreeMap::new();
    for row in frame.rows.iter() {
        let day = counts
            .entry(data.day(row).days())
            .or_insert_with(|| vec![0; modes.len()]);
        if let Some(mode) = modes.get(row) {
            day[mode] += 1;
        }
    }
    let used: Vec<usize> = (0..modes.len())
        .filter(|mode| counts.values().any(|day| day[*mode] > 0))
        .collect();
    let (first, last) = match (counts.keys().next(), counts.keys().last()) {
        (Some(first), Some(last)) => (*first, *last),
        (_, _) => return Ok((Vec::new(), Vec::new())),
    };
    // A stray clock may put a response years away; empty years are not worth drawing.
    let span: Vec<i64> = if last - first <= 400 {
        (first..=last).collect()
    } else {
        counts.keys().copied().collect()
    };
    let row = |day: i64| DayRow {
        day: survey_core::base::Date::from_days(day).map_or_else(String::new, |it| it.to_string()),
        counts: used
            .iter()
            .map(|mode| counts.get(&day).map_or(0, |it| it[*mode]))
            .collect(),
    };
    let names = used.iter().map(|it| modes.groups[*it].key.clone());
    Ok((names.collect(), span.into_iter().map(row).collect()))
}

fn minutes(frame: &Frame) -> Option<Quantiles> {
    let mut all: Vec<f64> = frame.rows.iter().map(|it| frame.data.minutes(it)).collect();
    all.sort_by(f64::total_cmp);
    let n = all.len();
    let at = |share: f64| {
        // The smallest value with so much of the distribution at or below it.
        let rank = (share * n as f64).ceil() as usize;
        all.get(rank.max(1) - 1).copied()
    };
    Some(Quantiles {
        q1: at(0.25)?,
        median: at(0.5)?,
        q3: at(0.75)?,
        n: n as u64,
    })
}

type MissingLine = (String, String, [u64; 5]);

/// The questions that are left open most, and the share of all that was asked and left open.
fn missing(
    data: &Dataset,
    items: &[survey_core::report::ItemBase],
    lang: &str,
) -> (Vec<MissingLine>, f64) {
    let of = |it: &survey_core::report::ItemBase| {
        let base = &it.base;
        [
            asked(base),
            base.of(Missing::DontKnow),
            base.of(Missing::Refused),
            base.of(Missing::NotApplicable),
            base.of(Missing::Skipped),
        ]
    };
    let open = |counts: &[u64; 5]| counts[1..].iter().sum::<u64>();
    let share = |counts: &[u64; 5]| open(counts) as f64 / counts[0].max(1) as f64;
    // Words are asked for by the way ("other, namely …"), and few are asked them.
    let words_only = |name: &str| {
        let at = data.find(name);
        at.is_some_and(|it| data.variables()[it].plan == How::Words)
    };
    let mut lines: Vec<MissingLine> = items
        .iter()
        .filter(|it| asked(&it.base) >= SMALLEST_BASE && !words_only(&it.name))
        .map(|it| (it.name.clone(), words(data, &it.label, lang), of(it)))
        .collect();
    let all_asked: u64 = lines.iter().map(|it| it.2[0]).sum();
    let all_open: u64 = lines.iter().map(|it| open(&it.2)).sum();
    lines.retain(|it| open(&it.2) > 0);
    lines.sort_by(|a, b| share(&b.2).total_cmp(&share(&a.2)));
    lines.truncate(MOST_MISSING);
    (lines, all_open as f64 / all_asked.max(1) as f64)
}

fn batteries(frame: &Frame, lang: &str) -> Result<Batteries, String> {
    let all = scored_together(frame, lang);
    let told: Result<Vec<Battery>, String> =
        all.iter().map(|it| told_battery(frame, it, lang)).collect();
    Ok(Batteries { batteries: told? })
}

/// Scored questions of one section with the same choices, several each.
pub(super) fn scored_together<'a>(frame: &Frame<'a>, lang: &str) -> Vec<Vec<&'a str>> {
    let data = frame.data;
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for variable in data.variables() {
        let scored =
            variable.codes.len() >= 3 && variable.codes.iter().all(|it| it.score.is_some());
        if variable.plan != How::Choice || !scored {
            continue;
        }
        let codes: Vec<String> = variable
            .codes
            .iter()
            .map(|it| format!("{}={}", it.name, words(data, &it.label, lang)))
            .collect();
        let section = words(data, &variable.section, lang);
        if !is_asked(frame, &variable.name) {
            continue;
        }
        let key = format!("{section}|{}", codes.join("|"));
        match groups.iter_mut().find(|it| it.0 == key) {
            Some((_, names)) => names.push(&variable.name),
            None => groups.push((key, vec![&variable.name])),
        }
    }
    let several = groups.into_iter().map(|it| it.1);
    several.filter(|it| it.len() > 1).collect()
}

/// Whether anybody was asked an item.
pub(super) fn is_asked(frame: &Frame, name: &str) -> bool {
    let Some(at) = frame.data.find(name) else {
        return false;
    };
    let column = frame.data.column(at);
    let mut rows = frame.rows.iter();
    rows.any(|row| column.missing(row) != Some(Missing::NotAsked))
}

fn told_battery(frame: &Frame, names: &[&str], lang: &str) -> Result<Battery, String> {
    let data = frame.data;
    let found = battery(frame, names)?;
    // Least favourable first, whatever the order of the questionnaire.
    let mut order: Vec<usize> = (0..found.parts.len()).collect();
    order.sort_by(|a, b| {
        let score = |at: &usize| found.parts[*at].score.unwrap_or(0.0);
        score(a).total_cmp(&score(b))
    });
    let neutral = order
        .iter()
        .position(|it| found.parts[*it].score == Some(50.0));
    let mut rows = Vec::new();
    for (name, item) in names.iter().zip(&found.items) {
        let told = full(frame, name, lang)?;
        let levels: Shape<Vec<f64>> = order
            .iter()
            .map(|at| Ok(told.answers.get(*at).ok_or(Withheld::TooFew)?.share?.value))
            .collect();
        let base = &item.all.base;
        rows.push(BatteryRow {
            name: told.name,
            label: told.label,
            levels,
            top2: told.top2.unwrap_or(Err(Withheld::TooFew)),
            missing: 1.0 - base.valid as f64 / asked(base).max(1) as f64,
            n: base.valid,
        });
    }
    let first = data.find(names[0]).map(|at| &data.variables()[at]);
    Ok(Battery {
        key: names[0].to_owned(),
        label: first.map_or_else(String::new, |it| words(data, &it.section, lang)),
        levels: order
            .iter()
            .map(|it| words(data, &found.parts[*it].label, lang))
            .collect(),
        neutral: neutral.map(|it| it as u32),
        rows,
    })
}
