//! Signs of carelessness, effects of interviewers, missing answers; down to single responses.

use std::collections::{BTreeMap, BTreeSet};

use survey_core::base::Missing;
use survey_core::dataset::Plan as How;
use survey_core::report::{self, Base, Frame, Judged, Screened, interviewers, screen, silences};
use survey_core::response::Digest;

use super::Engine;
use super::analyse::{is_asked, scored_together};
use super::areas;
use super::figures::{asked, words};
use crate::worker::protocol::{
    Effect, Flagged, FlaggedRow, Interviewers, Limits, Looked, Person, Quality, Shown, Sign,
    Silence,
};

/// Single responses of a stretch.
const STRETCH: usize = 25;
/// Beyond this p value nobody stands out.
const ERROR: f64 = 0.05;

impl Engine {
    pub(super) fn quality(
        &self,
        frame: &Frame,
        looked: &Looked,
        lang: &str,
    ) -> Result<Quality, String> {
        let sets = scored_together(frame, lang);
        let level = areas::level(frame.data);
        let screened = screen(frame, &sets, level, &limits(&looked.limits))?;
        let items: Vec<&str> = sets.iter().flatten().copied().collect();
        let mut counts = vec![0; Sign::ALL.len() + 1];
        let judged = screened.judged.iter();
        judged.for_each(|it| counts[it.count()] += 1);
        let pairs = screened.assessed.iter().zip(&screened.flagged);
        Ok(Quality {
            looked: looked.clone(),
            n: frame.rows.count() as u64,
            signs: pairs.map(|it| (*it.0, *it.1)).collect(),
            counts,
            items: screened.items as u32,
            compared: screened.compared as u32,
            list: self.flagged(frame, &screened, looked, lang),
            interviewers: people(frame, &screened, &items, level, lang)?,
            questions: questions(frame, lang),
            silences: by_interviewer(frame, looked)?,
        })
    }

    /// The single responses that are looked at, most signs first.
    fn flagged(&self, frame: &Frame, screened: &Screened, looked: &Looked, lang: &str) -> Flagged {
        let data = frame.data;
        let name = |row: usize| data.interviewer().name(row);
        let wanted = |it: &&Judged| {
            let who = looked.interviewer.as_deref();
            (who.is_none() || name(it.row) == who)
                && match looked.shown {
                    Shown::Any => it.count() > 0,
                    Shown::With(sign) => it.signs[sign as usize],
                    Shown::All => true,
                }
        };
        let mut all: Vec<&Judged> = screened.judged.iter().filter(wanted).collect();
        all.sort_by_key(|it| std::cmp::Reverse(it.count()));
        let stretch = || all.iter().skip(looked.from as usize).take(STRETCH);
        let twin = |it: &Judged| it.twin.filter(|_| it.signs[Sign::Match as usize]);
        let digests = self.arranged.placed_in(data.survey());
        let needed = stretch().flat_map(|it| [Some(it.row), twin(it)]).flatten();
        let rows = self.rows_of(needed.filter_map(|row| digests.get(row).copied()).collect());
        let found = |row: usize| self.row(*rows.get(digests.get(row)?)?);
        let told = |it: &&Judged| {
            let row = *rows.get(digests.get(it.row)?)?;
            let (record, brief) = found(it.row)?;
            let twin = twin(it).and_then(found);
            Some(FlaggedRow {
                row: self.listed(row, record, brief, lang),
                interviewer: name(it.row).unwrap_or_default().to_owned(),
                minutes: data.minutes(it.row),
                values: it.values.into_iter().zip(it.signs).collect(),
                twin: twin.map(|it| it.0.header().id.to_string()),
            })
        };
        Flagged {
            total: all.len() as u32,
            rows: stretch().filter_map(told).collect(),
        }
    }

    /// What the list calls some records.
    fn rows_of(&self, wanted: BTreeSet<Digest>) -> BTreeMap<Digest, u32> {
        let records = self.bundle.records();
        let order = self.arranged.order.iter();
        order
            .map(|row| (records[*row as usize].header().digest, *row))
            .filter(|it| wanted.contains(&it.0))
            .collect()
    }
}

fn limits(it: &Limits) -> report::Limits {
    let [fast, run, against, unlikely, matched] = it.0;
    report::Limits {
        fast,
        run,
        against,
        unlikely,
        matched,
    }
}

fn people(
    frame: &Frame,
    screened: &Screened,
    items: &[&str],
    level: Option<&str>,
    lang: &str,
) -> Result<Option<Interviewers>, String> {
    let found = interviewers(frame, screened, items, level)?;
    if found.people.is_empty() {
        return Ok(None);
    }
    let effect = |it: report::Effect| Effect {
        label: words(frame.data, &it.label, lang),
        name: it.name,
        icc: it.icc,
        interval: (it.bounds.low, it.bounds.high),
        deff: it.deff,
        p: it.p,
        n: it.n,
    };
    let person = |it: report::Interviewer| Person {
        code: it.code,
        n: it.n,
        aspects: it
            .aspects
            .iter()
            .map(|it| it.map(|it| (it.own, it.others, it.p)))
            .collect(),
    };
    let mut people: Vec<Person> = found.people.into_iter().map(person).collect();
    let stands = |it: &Person| {
        it.aspects
            .iter()
            .flatten()
            .filter(|it| it.2 < ERROR)
            .count()
    };
    people.sort_by_key(|it| std::cmp::Reverse(stands(it)));
    Ok(Some(Interviewers {
        by_area: level.is_some(),
        typical: found.typical,
        whole: found.whole.map(effect),
        items: found.items.into_iter().map(effect).collect(),
        people,
    }))
}

fn silence(n: u64, base: &Base) -> Silence {
    Silence {
        n,
        asked: asked(base),
        dont_know: base.of(Missing::DontKnow),
        refused: base.of(Missing::Refused),
        not_applicable: base.of(Missing::NotApplicable),
        skipped: base.of(Missing::Skipped) + base.of(Missing::Suppressed),
        not_asked: base.of(Missing::NotAsked),
    }
}

/// Every question that somebody was asked and that calls for an answer, those left open most first.
fn questions(frame: &Frame, lang: &str) -> Vec<(String, String, Silence)> {
    let data = frame.data;
    let n = frame.rows.count() as u64;
    let mut out = Vec::new();
    for (at, variable) in data.variables().iter().enumerate() {
        if variable.derived || variable.plan == How::Words || !is_asked(frame, &variable.name) {
            continue;
        }
        let label = words(data, &variable.label, lang);
        let counts = silence(n, &frame.base(at));
        out.push((variable.name.clone(), label, counts));
    }
    out.sort_by(|a, b| b.2.open().total_cmp(&a.2.open()));
    out
}

fn by_interviewer(frame: &Frame, looked: &Looked) -> Result<Vec<(String, Silence)>, String> {
    let of = looked.question.as_deref();
    let of = of.filter(|it| frame.data.find(it).is_some());
    let found = silences(frame, of)?;
    let told = |it: &report::Silence| (it.group.key.clone(), silence(it.n, &it.base));
    Ok(found.iter().map(told).collect())
}
