//! The simulated campaign, 47 communities × 60, from people to findings.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use survey_core::base::{Answer, Missing, Value};
use survey_core::dataset::{Dataset, DatasetBuilder, Var};
use survey_core::format::{areas, profile, survey};
use survey_core::report::{Finding, Frame, Measure, compare, overview, question};
use survey_core::response::{Entry, Response};
use survey_core::simulate::{Options, Simulation};
use survey_core::stats::Status;

fn text(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../surveys");
    std::fs::read_to_string(folder.join(file)).expect("the file is there")
}

static CAMPAIGN: LazyLock<(Vec<Response>, Dataset)> = LazyLock::new(|| {
    let survey = survey::read(&text("annual-resident.json")).expect("sound");
    let form = Arc::new(survey.questionnaire);
    let tree = Arc::new(areas::read(&text("areas-example.json")).expect("sound"));
    let mut options = Options::new(&form, 2026, 47 * 60);
    options.profile = profile::read(&text("profiles/annual-resident.json")).expect("sound");
    options.packs = form.packs.keys().cloned().collect();
    let simulation = Simulation::new(form.clone(), tree.clone(), options);
    let people: Vec<Response> = simulation.collect();
    let mut builder = DatasetBuilder::new(&[form], tree).expect("one survey");
    people.iter().for_each(|it| assert!(builder.push(it)));
    (people, builder.finish())
});

fn answer<'a>(response: &'a Response, name: &str) -> Result<&'a Value, Missing> {
    match response.answers.get(name) {
        Some(Entry::Answer(Answer::Given(value))) => Ok(value),
        Some(Entry::Answer(Answer::Missing(reason))) => Err(*reason),
        Some(Entry::Repeat(_)) | None => Err(Missing::NotAsked),
    }
}

/// The score of a five-point item or of a scale from 0 to 10, by hand.
fn score(response: &Response, name: &str) -> Option<f64> {
    match answer(response, name).ok()? {
        Value::Text(code) => Some(25.0 * (code.parse::<f64>().ok()? - 1.0)),
        Value::Number(point) => Some(10.0 * point),
        Value::Many(_) => None,
    }
}

/// A weighted mean of what is there, if enough is.
fn mean(parts: &[(f64, Option<f64>)], min_valid: usize) -> Option<f64> {
    let valid: Vec<(f64, f64)> = parts.iter().filter_map(|it| Some((it.0, it.1?))).collect();
    let weights: f64 = valid.iter().map(|it| it.0).sum();
    let sum: f64 = valid.iter().map(|it| it.0 * it.1).sum();
    (valid.len() >= min_valid).then(|| sum / weights)
}

#[test]
fn every_answer_is_where_it_was_given() {
    let (people, data) = &*CAMPAIGN;
    assert_eq!(data.len(), 47 * 60);
    let problems: Vec<String> = data.problems().map(|it| it.0.to_string()).collect();
    assert_eq!(problems, Vec::<String>::new());
    for (at, variable) in data.variables().iter().enumerate() {
        for (row, response) in people.iter().enumerate() {
            let found = answer(response, &variable.name);
            assert_eq!(
                data.column(at).missing(row),
                found.err(),
                "{}",
                variable.name
            );
            if let Ok(Value::Text(said)) = found {
                assert_eq!(data.text(at, row), said.as_str());
            }
        }
    }
    let answers = data.len() * data.variables().len();
    let bytes = data.bytes() as f64 / answers as f64;
    assert!(bytes < 2.0, "{bytes} bytes an answer");
}

#[test]
fn the_pillars_are_those_of_the_instrument() {
    let (people, data) = &*CAMPAIGN;
    let of = |name: &str| data.scores(name).expect("a construct");
    let (satisfaction, recognition, happiness) = (
        of("pillar.satisfaction"),
        of("pillar.recognition"),
        of("pillar.happiness"),
    );
    let (strict, solved) = (of("rate.satisfied_strict"), of("rate.issue_solved"));
    let mut n = 0;
    for (row, it) in people.iter().enumerate() {
        let equal = |weight: f64, names: &[&str]| -> Vec<(f64, Option<f64>)> {
            names.iter().map(|name| (weight, score(it, name))).collect()
        };
        let close = |found: f64, expected: Option<f64>, what: &str| match expected {
            Some(expected) => assert!((found - expected).abs() < 1e-9, "{what} of {row}"),
            None => assert!(found.is_nan(), "{what} of {row}"),
        };
        let domains = mean(
            &equal(1.0, &["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"]),
            4,
        );
        let expected = mean(&[(0.4, score(it, "D0")), (0.6, domains)], 2);
        close(satisfaction[row], expected, "satisfaction");
        let facets: Vec<(f64, Option<f64>)> = [
            ["E1", "E2"],
            ["E3", "E4"],
            ["E5", "E6"],
            ["E7", "E8"],
            ["E9", "E10"],
        ]
        .iter()
        .map(|pair| (1.0, mean(&equal(1.0, pair), 1)))
        .collect();
        close(recognition[row], mean(&facets, 3), "recognition");
        let senses = [
            (0.4, score(it, "B1")),
            (0.3, score(it, "B6")),
            (0.3, score(it, "B7")),
        ];
        close(happiness[row], mean(&senses, 2), "happiness");
        let d0 = score(it, "D0").map(|it| if it >= 75.0 { 100.0 } else { 0.0 });
        close(strict[row], d0, "strict rate");
        let f5 = match answer(it, "F5") {
            Ok(Value::Text(code)) if code != "5" => {
                Some(if code <= &"2".to_owned() { 100.0 } else { 0.0 })
            }
            _ => None,
        };
        close(solved[row], f5, "issues solved");
        n += usize::from(expected.is_some());
    }
    assert!(n > 2_400, "{n} with a score");
}

#[test]
fn it_looks_like_a_campaign() {
    let (people, data) = &*CAMPAIGN;
    let frame = Frame::new(data);
    let seen = overview(&frame, "community").expect("overview");
    assert_eq!(seen.simulated, seen.n);
    assert!(
        (0.88..0.96).contains(&(seen.n as f64 / 2_820.0)),
        "{} interviews",
        seen.n
    );
    assert_eq!(seen.areas.len(), 47);
    assert!(seen.areas.iter().all(|it| (40..=60).contains(&it.n)));
    assert_eq!((seen.days.len(), seen.interviewers.len()), (14, 31));
    assert!(
        (8.0..30.0).contains(&seen.minutes.expect("some")),
        "{:?}",
        seen.minutes
    );
    let mut reasons: BTreeMap<Missing, u64> = BTreeMap::new();
    for item in &seen.items {
        for reason in Missing::ALL {
            *reasons.entry(reason).or_default() += item.base.of(reason);
        }
    }
    for reason in Missing::ALL {
        assert_eq!(
            reasons[&reason] == 0,
            reason == Missing::Suppressed,
            "{reason}"
        );
    }
    let ids: std::collections::BTreeSet<&str> = people.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids.len(), people.len());

    // Communities differ by more than chance, streets hang together, and the young are harder to
    // please.
    let by = |var: &str| {
        let var: Var = var.parse().expect("infallible");
        compare(&frame, &Measure::Score("pillar.satisfaction".into()), &var).expect("known")
    };
    let communities = by("area:community");
    assert!(
        communities
            .groups
            .iter()
            .all(|it| it.figure.status == Status::Ok)
    );
    let outside = communities.groups.iter().filter(|it| {
        let bounds = it.figure.bounds.expect("an interval");
        let whole = communities.all.figure.est;
        whole < bounds.low || bounds.high < whole
    });
    let outside = outside.count();
    assert!(
        (8..40).contains(&outside),
        "{outside} of 47 differ from the whole"
    );
    let ages = by("G2");
    let age = |key: &str| {
        let found = ages.groups.iter().find(|it| it.group.key == key);
        found.expect("a group").figure.est
    };
    assert!(age("6") > age("2") + 5.0, "{} and {}", age("6"), age("2"));
}

#[test]
fn every_item_can_be_looked_at() {
    let (_, data) = &*CAMPAIGN;
    let frame = Frame::new(data);
    let by: Var = "area:community".parse().expect("infallible");
    for variable in data.variables() {
        let found = question(&frame, &variable.name, Some(&by)).expect("findings");
        let rows: u64 = found.groups.iter().map(|it| it.base.rows).sum();
        assert_eq!(rows, found.all.base.rows, "{}", variable.name);
        for slice in found.groups.iter().chain([&found.all]) {
            let missing: u64 = slice.base.missing.iter().sum();
            assert_eq!(
                slice.base.valid + missing,
                slice.base.rows,
                "{}",
                variable.name
            );
            if slice.finding == Finding::Withheld {
                continue;
            }
            if let Finding::Choice(it) = &slice.finding {
                for share in it.shares.iter().filter(|it| it.status == Status::Ok) {
                    let bounds = share.bounds.expect("an interval");
                    assert!(bounds.low <= share.est && share.est <= bounds.high);
                    assert!(0.0 <= bounds.low && bounds.high <= 1.0);
                }
            }
        }
    }
}
