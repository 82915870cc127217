mod league;
mod quality;

use std::sync::Arc;

use serde_json::json;

use super::{
    Base, Figure, Finding, Frame, Importance, Measure, battery, compare, key_drivers, overview,
    question,
};
use crate::base::{Answer, Missing, Value};
use crate::dataset::{Dataset, DatasetBuilder, Filter, Var};
use crate::format::survey;
use crate::response::Entry;
use crate::simulate::tests::{areas, form, simulate};
use crate::stats::{Design, Moments, Status, Tally};

pub(super) fn data(seed: u64, n: usize) -> Dataset {
    let mut builder = DatasetBuilder::new(&[form()], areas()).expect("one survey");
    for response in simulate(seed, n) {
        assert!(builder.push(&response));
    }
    builder.finish()
}

fn sum(base: &Base) -> u64 {
    base.valid + base.missing.iter().sum::<u64>()
}

fn same(a: &Figure, est: f64, se: f64) {
    assert_eq!((a.est, a.se), (est, se));
}

#[test]
fn every_row_is_counted_once() {
    let data = data(11, 600);
    let frame = Frame::new(&data);
    let n = frame.rows.count() as u64;
    assert!(n < 600, "some refuse");
    for variable in data.variables() {
        let found = question(&frame, &variable.name, Some(&Var::Mode)).expect("findings");
        assert_eq!(found.all.base.rows, n);
        let mut rows = 0;
        for slice in found.groups.iter().chain([&found.all]) {
            assert_eq!(slice.base.rows, sum(&slice.base));
            rows += slice.base.rows;
            match &slice.finding {
                Finding::Choice(it) => {
                    let (counts, shares) = (&it.counts, &it.shares);
                    assert_eq!(counts.iter().sum::<u64>(), slice.base.valid);
                    let whole: f64 = shares.iter().map(|it| it.est).sum();
                    assert!(slice.base.valid == 0 || (whole - 1.0).abs() < 1e-12);
                }
                Finding::Choices { counts, shares } => {
                    for (count, share) in counts.iter().zip(shares) {
                        assert_eq!(share.n, slice.base.valid);
                        let expected = *count as f64 / slice.base.valid as f64;
                        assert!(slice.base.valid == 0 || (share.est - expected).abs() < 1e-12);
                    }
                }
                Finding::Number { mean, .. } => assert_eq!(mean.n, slice.base.valid),
                Finding::Words { rows } => assert_eq!(rows.len() as u64, slice.base.valid),
                Finding::Moments { counts } => {
                    let all: u64 = counts.iter().map(|it| it.1).sum();
                    assert_eq!(all, slice.base.valid);
                }
                Finding::Withheld => assert!(slice.base.valid < 10 || found.groups.len() > 1),
            }
        }
        assert_eq!(rows, 2 * n, "the groups are everybody");
    }
}

#[test]
fn figures_are_those_of_stats() {
    let data = data(12, 500);
    let mut frame = Frame::new(&data);
    let weights: Vec<f64> = (0..500).map(|row| 1.0 + f64::from(row % 4)).collect();
    let clusters = data.clusters(&Var::Interviewer).expect("clusters");
    frame.design = Design {
        weights: Some(&weights),
        psus: Some(&clusters),
        ..Design::simple(500)
    };
    let women = Filter::Chose {
        item: "yn".into(),
        codes: vec!["y".into()],
    };
    frame.rows = frame.rows.and(&data.select(&women).expect("rows"));
    let by: Var = "area:community".parse().expect("infallible");
    let grade = |row: usize| data.text(data.find("s1").expect("s1"), row).parse().ok();
    let community = |row: usize| -> Option<usize> {
        let area = data.area().name(row)?;
        frame.rows.has(row).then(|| usize::from(area != "c1"))
    };
    let tally = Tally::of(&frame.design, (2, 5), community, |row| {
        grade(row).map(|it: usize| it - 1)
    });
    let found = question(&frame, "s1", Some(&by)).expect("findings");
    let (top, score) = (tally.share_of(&[3, 4]), {
        let points: Vec<_> = (0..5).map(|it| Some(25.0 * f64::from(it))).collect();
        tally.score(&points)
    });
    for (at, slice) in found.groups.iter().enumerate() {
        let Finding::Choice(it) = &slice.finding else {
            panic!("{slice:?}");
        };
        let (shares, box2, lenient, bottom, mean) =
            (&it.shares, it.top, it.lenient, it.bottom, it.score);
        same(&box2.expect("top"), top.est[at], top.se(at));
        assert_eq!(box2.expect("top").bounds, top.share_interval(at, 0.95));
        same(&mean.expect("score"), score.est[at], score.se(at));
        assert_eq!(mean.expect("score").bounds, score.interval(at, 0.95));
        let all = tally.shares(at);
        shares
            .iter()
            .enumerate()
            .for_each(|(k, it)| same(it, all.est[k], all.se(k)));
        let three = tally.share_of(&[2, 3, 4]);
        same(&lenient.expect("lenient"), three.est[at], three.se(at));
        let two = tally.share_of(&[0, 1]);
        same(&bottom.expect("bottom"), two.est[at], two.se(at));
    }
    let ranked = compare(&frame, &Measure::Score("s1".into()), &by).expect("comparison");
    let whole = Moments::of(
        &frame.design,
        1,
        |row| frame.rows.has(row).then_some(0),
        |row| grade(row).map(|it: usize| 25.0 * (it as f64 - 1.0)),
    );
    same(
        &ranked.all.figure,
        whole.means().est[0],
        whole.means().se(0),
    );
    assert!(ranked.groups[0].figure.est >= ranked.groups[1].figure.est);
    for standing in &ranked.groups {
        let at = usize::from(standing.group.key != "c1");
        assert!((standing.figure.est - score.est[at]).abs() < 1e-9);
        assert!((standing.figure.se - score.se(at)).abs() < 1e-9);
    }
    let boxed = compare(&frame, &Measure::Top("s1".into()), &by).expect("comparison");
    for standing in &boxed.groups {
        let at = usize::from(standing.group.key != "c1");
        assert!((standing.figure.est - top.est[at]).abs() < 1e-12);
    }
}

/// `five_point_scoring` of instruments.md.
#[test]
fn five_points_are_scored_as_published() {
    let scores = [("5", 100), ("4", 80), ("3", 60), ("2", 30), ("1", 0)];
    let list = |score: &dyn Fn(usize) -> i32| {
        let choice = |at: usize| json!({"name": scores[at].0, "label": "x", "score": score(at)});
        (0..5).map(choice).collect::<Vec<_>>()
    };
    let document = json!({
        "format": "minyi-survey/1", "id": "five", "version": "1", "title": "Five",
        "languages": ["en"], "default_language": "en", "modes": ["self"],
        "missing": {"dont_know": {"label": "Don't know"}},
        "choices": {"linear": list(&|at| 100 - 25 * at as i32), "cn": list(&|at| scores[at].1)},
        "items": [
            {"type": "select_one", "name": "linear", "label": "L", "choices": "linear", "missing": ["dont_know"]},
            {"type": "select_one", "name": "cn", "label": "C", "choices": "cn", "missing": ["dont_know"]},
        ],
    });
    let form = Arc::new(survey::from_value(document).expect("sound").questionnaire);
    let mut builder =
        DatasetBuilder::new(std::slice::from_ref(&form), Arc::default()).expect("one survey");
    let mut response = simulate(1, 1).remove(0);
    response.survey.id.clone_from(&form.id);
    response.survey.digest.clone_from(&form.digest);
    response.disposition = "1.1".into();
    let counts = [
        ("5", 40),
        ("4", 40),
        ("3", 15),
        ("2", 4),
        ("1", 1),
        ("", 10),
    ];
    for (code, n) in counts {
        for _ in 0..n {
            let answer = match code {
                "" => Answer::Missing(Missing::DontKnow),
                code => Answer::Given(Value::Text(code.into())),
            };
            let entry = |it: &str| (it.to_owned(), Entry::Answer(answer.clone()));
            response.answers = [entry("linear"), entry("cn")].into();
            assert!(builder.push(&response));
        }
    }
    let data = builder.finish();
    let frame = Frame::new(&data);
    let of = |name: &str| match question(&frame, name, None).expect("findings").all.finding {
        Finding::Choice(it) => {
            [it.top, it.lenient, it.bottom, it.score].map(|it| it.expect("scored").est)
        }
        other => panic!("{other:?}"),
    };
    let near = |found: [f64; 4], expected: [f64; 4]| {
        found
            .iter()
            .zip(expected)
            .for_each(|(a, b)| assert!((a - b).abs() < 1e-12, "{found:?}"));
    };
    near(of("linear"), [0.80, 0.95, 0.05, 78.5]);
    // 30 points are not a bottom answer, 60 are a lenient one.
    near(of("cn"), [0.80, 0.95, 0.01, 82.2]);
    let all = question(&frame, "linear", None).expect("findings").all;
    assert_eq!(
        (
            all.base.rows,
            all.base.valid,
            all.base.of(Missing::DontKnow)
        ),
        (110, 100, 10)
    );
}

#[test]
fn few_people_are_not_shown() {
    let data = data(13, 300);
    let mut frame = Frame::new(&data);
    let by = Var::Mode;
    let n = |frame: &Frame| {
        let found = question(frame, "s1", Some(&by)).expect("findings");
        found
            .groups
            .iter()
            .map(|it| it.base.valid)
            .collect::<Vec<_>>()
    };
    let valid = n(&frame);
    assert_eq!(valid.len(), 2, "two modes");
    // With a limit above the smaller group, the larger one would give it away.
    frame.smallest = valid.iter().min().expect("two") + 1;
    let found = question(&frame, "s1", Some(&by)).expect("findings");
    assert!(
        found
            .groups
            .iter()
            .all(|it| it.finding == Finding::Withheld)
    );
    assert_ne!(found.all.finding, Finding::Withheld);
    let ranked = compare(&frame, &Measure::Top("s1".into()), &by).expect("comparison");
    for standing in &ranked.groups {
        assert_eq!(standing.figure.status, Status::Suppressed);
        assert!(standing.figure.est.is_nan() && standing.figure.bounds.is_none());
    }
    assert_eq!(ranked.all.figure.status, Status::Ok);
    frame.smallest = 1_000;
    let found = question(&frame, "s1", None).expect("findings");
    assert_eq!(found.all.finding, Finding::Withheld);
}

#[test]
fn tables_count_everybody() {
    let data = data(14, 500);
    let frame = Frame::new(&data);
    let seen = overview(&frame, "community").expect("overview");
    assert_eq!(
        (seen.rows, seen.n, seen.simulated),
        (500, frame.rows.count() as u64, seen.n)
    );
    for counts in [
        &seen.days,
        &seen.areas,
        &seen.modes,
        &seen.waves,
        &seen.languages,
    ] {
        assert_eq!(counts.iter().map(|it| it.n).sum::<u64>(), seen.n);
    }
    assert_eq!(seen.dispositions.iter().map(|it| it.n).sum::<u64>(), 500);
    assert!(seen.items.iter().all(|it| sum(&it.base) == seen.n));
    assert!((0.5..20.0).contains(&seen.minutes.expect("rows")));
    let side = battery(&frame, &["s1", "s2"]).expect("one scale");
    assert_eq!((side.parts.len(), side.items.len()), (5, 2));
    assert_eq!(
        battery(&frame, &["s1", "yn"]),
        Err("`yn` has other choices than `s1`".into())
    );
    assert_eq!(
        battery(&frame, &["m"]),
        Err("`m` is not a choice of one".into())
    );
}

#[test]
fn numbers_have_quantiles() {
    let data = data(15, 400);
    let frame = Frame::new(&data);
    let at = data.find("age").expect("age");
    let mut ages: Vec<f64> = frame
        .rows
        .iter()
        .filter_map(|row| data.number(at, row))
        .collect();
    ages.sort_by(f64::total_cmp);
    let n = ages.len();
    let found = question(&frame, "age", None).expect("findings");
    let Finding::Number {
        mean,
        sd,
        quantiles,
        score,
    } = found.all.finding
    else {
        panic!("numbers");
    };
    let average = ages.iter().sum::<f64>() / n as f64;
    let spread = ages
        .iter()
        .map(|it| (it - average) * (it - average))
        .sum::<f64>();
    assert!((mean.est - average).abs() < 1e-9);
    assert!((sd - (spread / (n as f64 - 1.0)).sqrt()).abs() < 1e-9);
    let smallest = |share: f64| ages[((share * n as f64).ceil() as usize).max(1) - 1];
    let expected = [
        ages[0],
        smallest(0.25),
        smallest(0.5),
        smallest(0.75),
        ages[n - 1],
    ];
    assert_eq!(quantiles, Some(expected));
    assert_eq!(score, None);
}

#[test]
fn one_driver_explains_what_its_correlation_does() {
    let data = data(13, 600);
    let frame = Frame::new(&data);
    let found = key_drivers(&frame, "s1", &["s2", "s1"]).expect("scored items");
    let (x, y) = (
        data.scores("s2").expect("scores"),
        data.scores("s1").expect("scores"),
    );
    let used: Vec<usize> = frame.rows.iter().filter(|it| !y[*it].is_nan()).collect();
    assert_eq!(found.answered, used.len() as u64);
    let pairs: Vec<(f64, f64)> = used
        .into_iter()
        .map(|it| (x[it], y[it]))
        .filter(|it| !it.0.is_nan())
        .collect();
    assert_eq!(found.complete, pairs.len() as u64);
    let n = pairs.len() as f64;
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
    let (mx, my) = (mean(&|it| it.0), mean(&|it| it.1));
    let sxy = mean(&|it| (it.0 - mx) * (it.1 - my));
    let (sxx, syy) = (
        mean(&|it| (it.0 - mx) * (it.0 - mx)),
        mean(&|it| (it.1 - my) * (it.1 - my)),
    );
    let explained = found.found.expect("enough people");
    assert!((explained.r2 - sxy * sxy / (sxx * syy)).abs() < 1e-9);
    assert_eq!(explained.importance, Importance::MeanGain);
    let [driver] = explained.drivers.as_slice() else {
        panic!("the outcome is no driver of itself");
    };
    assert!((driver.share - 1.0).abs() < 1e-12);
    assert!((driver.performance - mx).abs() < 1e-9);
    assert!(driver.bounds.is_some());
    let mut few = frame.clone();
    let first: Vec<usize> = few.rows.iter().take(12).collect();
    few.rows = few.rows.and(&crate::dataset::Bitmap::of(data.len(), |it| {
        first.contains(&it)
    }));
    let found = key_drivers(&few, "s1", &["s2"]).expect("scored items");
    assert_eq!(found.found, None, "15 people a driver");
    assert!(key_drivers(&frame, "s1", &["nothing"]).is_err());
}

#[test]
fn groups_are_withheld_until_the_rest_tells_nothing() {
    // One alone would follow from the whole; two of three people together still tell of three.
    assert_eq!(super::withheld(&[4, 20, 30], 10), [true, true, false]);
    assert_eq!(
        super::withheld(&[1, 2, 30, 40], 10),
        [true, true, true, false]
    );
    assert_eq!(
        super::withheld(&[6, 7, 30, 0], 10),
        [true, true, false, false]
    );
    assert_eq!(super::withheld(&[0, 20, 30], 10), [false, false, false]);
    assert_eq!(super::withheld(&[3], 10), [true]);
}
