use std::sync::Arc;

use super::super::quality::{Limits, Sign, screen};
use super::super::{Aspect, Frame, interviewers, silences};
use crate::base::{Answer, Missing, Value};
use crate::dataset::{Dataset, DatasetBuilder, Plan};
use crate::format::{areas, survey};
use crate::response::{Entry, Response};
use crate::simulate::{Options, Simulation};

const SURVEY: &str = include_str!("../../../../surveys/annual-resident.json");
const AREAS: &str = include_str!("../../../../surveys/areas-example.json");

/// The campaign of the annual survey, with something done to its responses.
pub(super) fn campaign(n: usize, planted: impl Fn(&mut Vec<Response>)) -> Dataset {
    let form = Arc::new(survey::read(SURVEY).expect("sound").questionnaire);
    let tree = Arc::new(areas::read(AREAS).expect("sound"));
    let options = Options::new(&form, 5, n);
    let mut all: Vec<Response> = Simulation::new(form.clone(), tree.clone(), options).collect();
    planted(&mut all);
    let mut builder = DatasetBuilder::new(&[form], tree).expect("one survey");
    all.iter().for_each(|it| assert!(builder.push(it)));
    builder.finish()
}

/// Scored questions that are answered in words, by section.
fn sets(data: &Dataset) -> Vec<Vec<&str>> {
    let mut sets: Vec<(String, Vec<&str>)> = Vec::new();
    let scored = data.variables().iter();
    for it in scored.filter(|it| it.plan == Plan::Choice && it.is_scored() && it.codes.len() > 2) {
        let section = it.section.get("en", "zh").to_owned();
        match sets.iter_mut().find(|set| set.0 == section) {
            Some(set) => set.1.push(&it.name),
            None => sets.push((section, vec![&it.name])),
        }
    }
    sets.into_iter().map(|it| it.1).collect()
}

fn whole(it: &Response) -> bool {
    it.disposition.starts_with("1.1") && it.interviewer.is_some()
}

/// Answers every scored question that was asked.
fn answer(it: &mut Response, sets: &[Vec<String>], code: &dyn Fn(usize) -> usize, form: &Dataset) {
    for (at, name) in sets.iter().flatten().enumerate() {
        let Some(Entry::Answer(given)) = it.answers.get_mut(name.as_str()) else {
            continue;
        };
        if !matches!(given, Answer::Missing(Missing::NotAsked)) {
            let codes = &form.variables()[form.find(name).expect("there")].codes;
            let code = &codes[code(at).min(codes.len() - 1)];
            *given = Answer::Given(Value::Text(code.name.as_str().into()));
        }
    }
}

fn owned(sets: &[Vec<&str>]) -> Vec<Vec<String>> {
    sets.iter()
        .map(|it| it.iter().map(|it| (*it).to_owned()).collect())
        .collect()
}

/// Five planted responses: too fast, all alike, against everybody, a response and its copy.
fn planted() -> (Dataset, [String; 5]) {
    let plain = campaign(470, |_| {});
    let names = owned(&sets(&plain));
    let ids = std::cell::RefCell::new(Vec::new());
    let data = campaign(470, |all| {
        let whole: Vec<usize> = (0..all.len()).filter(|it| whole(&all[*it])).collect();
        let fast = &mut all[whole[0]];
        let begun = fast.ended.unix_millis() - 30_000;
        fast.started = crate::base::DateTime::from_unix_millis(begun, 480).expect("a moment");
        answer(&mut all[whole[1]], &names, &|_| 3, &plain);
        let low_high = |at: usize| if at.is_multiple_of(2) { 0 } else { 4 };
        answer(&mut all[whole[2]], &names, &low_high, &plain);
        let mut copy = all[whole[3]].clone();
        copy.id = "0195e1a0-0000-7000-8000-00000000c0b1".to_owned();
        all.push(copy);
        let rows = whole[..4].iter().copied().chain([all.len() - 1]);
        ids.replace(rows.map(|it| it.to_string()).collect());
    });
    (data, ids.into_inner().try_into().expect("five"))
}

#[test]
fn what_was_planted_is_found() {
    let (data, rows) = planted();
    let rows = rows.map(|it| it.parse::<usize>().expect("a row"));
    let sets = sets(&data);
    let frame = Frame::new(&data);
    let limits = Limits::default();
    let found = screen(&frame, &sets, Some("community"), &limits).expect("judged");
    let of = |row: usize| {
        let judged = found.judged.iter().find(|it| it.row == row);
        judged.expect("an interview")
    };
    let has = |row: usize, sign: Sign| of(row).signs[sign.number()];
    assert!(has(rows[0], Sign::Fast));
    assert!(has(rows[1], Sign::Run));
    assert!(has(rows[2], Sign::Unlikely));
    assert_eq!(
        (of(rows[3]).twin, of(rows[4]).twin),
        (Some(rows[4]), Some(rows[3]))
    );
    assert!(has(rows[3], Sign::Match) && has(rows[4], Sign::Match));
    // Signs are rare among people who answer as people do.
    for sign in Sign::ALL {
        let (flagged, all) = (found.flagged[sign.number()], found.assessed[sign.number()]);
        let counted = found
            .judged
            .iter()
            .filter(|it| it.signs[sign.number()])
            .count();
        assert_eq!(counted as u64, flagged);
        assert!(
            all > 350 && flagged * 12 < all,
            "{sign:?} {flagged} of {all}"
        );
    }
}

#[test]
fn wider_limits_find_more() {
    let (data, _) = planted();
    let sets = sets(&data);
    let frame = Frame::new(&data);
    let count = |limits: &Limits| screen(&frame, &sets, None, limits).expect("judged").flagged;
    let wide = Limits {
        fast: 0.8,
        run: 6.0,
        against: 0.2,
        unlikely: 0.05,
        matched: 0.6,
    };
    let (strict, wide) = (count(&Limits::default()), count(&wide));
    assert!(
        strict.iter().zip(wide).all(|(a, b)| *a < b),
        "{strict:?} {wide:?}"
    );
}

#[test]
fn too_little_to_judge_is_not_judged() {
    let data = campaign(47, |all| all.truncate(8));
    let sets = sets(&data);
    let found = screen(&Frame::new(&data), &sets, None, &Limits::default()).expect("judged");
    let at = |sign: Sign| found.assessed[sign.number()];
    assert_eq!(
        (at(Sign::Fast), at(Sign::Against), at(Sign::Unlikely)),
        (0, 0, 0)
    );
}

#[test]
fn an_interviewer_who_makes_answers_up_stands_out_and_no_other() {
    let plain = campaign(470, |_| {});
    let names = owned(&sets(&plain));
    let mut counts = std::collections::BTreeMap::new();
    for row in 0..plain.len() {
        let who = plain.interviewer().name(row);
        *counts.entry(who.map(str::to_owned)).or_insert(0) += 1;
    }
    let busiest = counts
        .iter()
        .filter(|it| it.0.is_some())
        .max_by_key(|it| it.1);
    let culprit = busiest.expect("somebody").0.clone();
    let data = campaign(470, |all| {
        for it in all.iter_mut().filter(|it| it.interviewer == culprit) {
            answer(it, &names, &|_| 0, &plain);
        }
    });
    let sets = sets(&data);
    let items: Vec<&str> = sets.iter().flatten().copied().collect();
    let frame = Frame::new(&data);
    let screened = screen(&frame, &sets, Some("community"), &Limits::default()).expect("judged");
    let found = interviewers(&frame, &screened, &items, Some("community")).expect("compared");
    let of = |aspect: Aspect| -> Vec<&str> {
        let low = |it: &&super::super::Interviewer| {
            it.aspects[aspect as usize].is_some_and(|it| it.p < 0.05)
        };
        found
            .people
            .iter()
            .filter(low)
            .map(|it| it.code.as_str())
            .collect()
    };
    let culprit = culprit.expect("a code");
    assert_eq!(of(Aspect::Signs), [&culprit]);
    assert_eq!(of(Aspect::Score), [&culprit]);
    assert_eq!(of(Aspect::Missing), [""; 0]);
    let whole = found.whole.expect("an effect");
    let before = {
        let frame = Frame::new(&plain);
        let screened = screen(&frame, &sets, None, &Limits::default()).expect("judged");
        interviewers(&frame, &screened, &items, Some("community")).expect("compared")
    };
    let before = before.whole.expect("an effect");
    assert!(whole.icc > before.icc + 0.05, "{before:?} {whole:?}");
    assert!(whole.bounds.low < whole.icc && whole.icc < whole.bounds.high);
    // Questions of sets that are asked of few have nobody to be compared with.
    let told: Vec<&str> = found.items.iter().map(|it| it.name.as_str()).collect();
    assert!((0..9).all(|it| told.contains(&format!("D{it}").as_str())));
    assert!(found.items.is_sorted_by(|a, b| a.icc >= b.icc));
}

#[test]
fn silence_is_counted_once_by_interviewer() {
    let data = campaign(94, |_| {});
    let frame = Frame::new(&data);
    let found = silences(&frame, None).expect("counted");
    let n: u64 = found.iter().map(|it| it.n).sum();
    assert_eq!(n, frame.rows.count() as u64);
    for it in &found {
        assert_eq!(
            it.base.valid + it.base.missing.iter().sum::<u64>(),
            it.base.rows
        );
        assert_eq!(it.base.rows % it.n, 0);
    }
    let refused: u64 = found.iter().map(|it| it.base.of(Missing::Refused)).sum();
    assert!(refused > 0);
}
