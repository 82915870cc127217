mod ranks;

use super::*;
use crate::locale::Tongue;
use crate::worker::protocol::{
    AreaRow, Areas, Bar, Battery, BatteryRow, Cross, CrossCell, CrossMargin, CrossResidual,
    CrossRow, CrossTest, Crossing, DriverRow, Drivers, Explained, Measure, Quadrant, Question,
    Recipe, Scale, Weighed,
};

fn about(tongue: Tongue) -> About {
    About {
        locale: Locale(tongue),
        filter: String::new(),
        simulated: false,
        recipe: Recipe::default(),
    }
}

fn est(value: f64, half: f64, n: u64) -> Shape<Estimated> {
    Ok(Estimated {
        value,
        interval: Some((value - half, value + half)),
        n,
    })
}

fn asked(scale: Scale, shares: &[(&str, f64)]) -> Question {
    let bar = |(label, share): &(&str, f64)| Bar {
        code: label.to_string(),
        label: label.to_string(),
        share: est(*share, 0.02, 2000),
        count: (share * 2000.0) as u64,
    };
    Question {
        name: "D0".into(),
        label: "Overall?".into(),
        scale,
        asked: 2100,
        n: 2000,
        answers: shares.iter().map(bar).collect(),
        missing: Vec::new(),
        top2: None,
        top2_labels: Vec::new(),
        top3: None,
        mean: None,
        sd: None,
        quantiles: None,
        words: Vec::new(),
    }
}

#[track_caller]
fn check(drawn: impl Fn(&About) -> Drawn, zh: &str, en: &str) {
    let title = |tongue| drawn(&about(tongue)).figure.caption().title.clone();
    assert_eq!(title(Tongue::Zh), zh);
    assert_eq!(title(Tongue::En), en);
}

#[test]
fn a_rate_names_its_answers_and_its_interval() {
    let mut it = asked(
        Scale::Ordered,
        &[("very good", 0.4), ("good", 0.4), ("bad", 0.2)],
    );
    it.top2 = Some(est(0.8, 0.01, 2000));
    it.top2_labels = vec!["very good".into(), "good".into()];
    check(
        |about| question(about, &it),
        "约八成的人选“very good” / “good”（80%，95% 区间 79–81%）",
        "About eight in ten chose “very good” / “good” (80%, 95% interval 79–81%)",
    );
    it.top2 = Some(est(0.77, 0.02, 2000));
    check(
        |about| question(about, &it),
        "77% 的人选“very good” / “good”（95% 区间 75–79%）",
        "77% chose “very good” / “good” (95% interval 75–79%)",
    );
}

#[test]
fn answers_that_cannot_be_told_apart_are_not_ranked() {
    let apart = asked(Scale::Choice, &[("a", 0.5), ("b", 0.3)]);
    check(
        |about| question(about, &apart),
        "选“a”的最多：50%（95% 区间 48–52%）",
        "“a” is the most frequent answer: 50% (95% interval 48–52%)",
    );
    let tied = asked(Scale::Choice, &[("a", 0.41), ("b", 0.40)]);
    check(
        |about| question(about, &tied),
        "“a”和“b”最多（41% / 40%），两者分不出先后",
        "“a” and “b” are the most frequent answers (41% / 40%) and cannot be told apart",
    );
}

#[test]
fn few_people_give_no_finding() {
    let mut it = asked(Scale::Choice, &[("a", 1.0)]);
    it.n = 7;
    check(
        |about| question(about, &it),
        "回答的人不到 10 人，不公布",
        "Fewer than 10 people answered, so nothing is shown",
    );
}

#[test]
fn the_rows_of_a_table_carry_codes_and_numbers() {
    let mut it = asked(Scale::Choice, &[("a", 0.5), ("b", 0.3)]);
    it.missing = vec![Bar {
        code: "refused".into(),
        label: String::new(),
        share: est(0.1, 0.0, 2100),
        count: 210,
    }];
    let drawn = question(&about(Tongue::En), &it);
    let table = drawn.figure.table();
    assert_eq!(table.len() - 1, drawn.raw.len());
    let keys: Vec<&str> = drawn.raw.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(keys, ["a", "b", "", "refused"]);
    assert_eq!(table[4][0], "Refused");
    assert_eq!(drawn.raw[1].estimate.map(|it| it.value), Some(0.3));
}

fn community(label: &str, value: f64, differs: i8) -> AreaRow {
    AreaRow {
        code: label.into(),
        label: label.into(),
        group: None,
        shown: est(value, 0.1, 50),
        n: 50,
        differs,
        ranked: None,
        joint: None,
        shrunk: None,
    }
}

#[test]
fn communities_are_sorted_and_only_those_beyond_chance_are_counted() {
    let mut it = Areas {
        measure: Measure::Top2("D0".into()),
        label: "Overall?".into(),
        ends: Some((0.0, 1.0)),
        groups: Vec::new(),
        rows: vec![
            community("low", 0.4, -1),
            community("middle", 0.6, 0),
            community("high", 0.9, 1),
        ],
        whole: est(0.6, 0.02, 150),
    };
    it.rows.push(AreaRow {
        shown: Err(Withheld::TooFew),
        n: 4,
        ..community("few", 0.0, 0)
    });
    check(
        |about| areas(about, &it),
        "1 个社区高于其他社区，1 个低于，其余 1 个分不出高低",
        "1 of 3 communities stands above the others, 1 below; 1 cannot be told apart",
    );
    let drawn = areas(&about(Tongue::En), &it);
    assert_eq!(drawn.key, "area:D0");
    let keys: Vec<&str> = drawn.raw.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(keys, ["high", "middle", "low", "few"]);
    let labels: Vec<String> = drawn.figure.table()[1..]
        .iter()
        .map(|it| it[0].clone())
        .collect();
    assert_eq!(labels, keys);
}

#[test]
fn a_battery_names_best_and_worst_only_apart() {
    let row = |label: &str, share: f64| BatteryRow {
        name: label.into(),
        label: label.into(),
        levels: Ok(vec![1.0 - share, share]),
        top2: est(share, 0.03, 500),
        missing: 0.0,
        n: 500,
    };
    let mut it = Battery {
        key: "d".into(),
        rows: vec![row("a", 0.5), row("b", 0.7)],
        ..Battery::default()
    };
    check(
        |about| battery(about, &it),
        "“b”最好（前两档 70%），“a”最差（50%）",
        "“b” does best (top 2: 70%), “a” worst (50%)",
    );
    it.rows[0] = row("a", 0.67);
    check(
        |about| battery(about, &it),
        "各题前两档在 67% 到 70% 之间，分不出高低",
        "The top 2 lie between 67% and 70% and cannot be told apart",
    );
}

#[test]
fn a_relation_is_claimed_only_when_the_test_says_so() {
    let mut it = Cross {
        down: ("mode".into(), String::new()),
        across: ("D0".into(), "Overall?".into()),
        test: Some(CrossTest {
            p: 0.2,
            v: 0.3,
            ..CrossTest::default()
        }),
        ..Cross::default()
    };
    check(
        |about| cross(about, &it),
        "看不出“方式”与“Overall?”有关联",
        "No relation between “Mode” and “Overall?” can be seen",
    );
    it.test = it.test.map(|test| CrossTest { p: 0.0001, ..test });
    check(
        |about| cross(about, &it),
        "“方式”与“Overall?”有关联（中等）",
        "“Mode” and “Overall?” are related (moderately)",
    );
}

/// A table with a withheld cell, read back from its workbook by another program's reader.
#[test]
fn a_workbook_has_every_number_and_says_what_it_lacks() {
    use calamine::{Data, Reader, Xlsx};
    let cell = |share: f64, count: u64, z: f64| CrossCell {
        shown: est(share, 0.05, 200),
        count,
        residual: Some(CrossResidual {
            z,
            p: 0.001,
            adjusted: 0.01,
        }),
    };
    let hidden = CrossCell {
        shown: Err(Withheld::TooFew),
        count: 0,
        residual: None,
    };
    let row = |label: &str, cells: Vec<CrossCell>| CrossRow {
        label: label.into(),
        cells,
        margin: CrossMargin {
            n: 200,
            share: Some(est(0.5, 0.05, 400)),
        },
        nested: None,
    };
    let it = Cross {
        of: Crossing {
            rows: "mode".into(),
            columns: "D0".into(),
            ..Crossing::default()
        },
        down: ("mode".into(), String::new()),
        across: ("D0".into(), "Overall?".into()),
        columns: vec!["good".into(), "bad".into()],
        rows: vec![
            row(
                "interviewer",
                vec![cell(0.75, 150, 4.0), cell(0.25, 50, -4.0)],
            ),
            row("paper_entry", vec![hidden.clone(), hidden]),
        ],
        column_margin: vec![
            CrossMargin {
                n: 200,
                share: Some(est(0.5, 0.05, 400))
            };
            2
        ],
        n: 400,
        ..Cross::default()
    };
    let bytes = crate::workbook::write(&cross_book(&about(Tongue::En), &it)).expect("a file");
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Table", "Estimates", "Notes"]);
    let table = book.worksheet_range("Table").expect("a sheet");
    assert_eq!(
        table.get_value((5, 0)),
        Some(&Data::String("Interviewer".into()))
    );
    assert_eq!(table.get_value((5, 1)), Some(&Data::Float(0.75)));
    assert_eq!(
        table.get_value((6, 1)),
        Some(&Data::String("withheld".into()))
    );
    let estimates = book.worksheet_range("Estimates").expect("a sheet");
    let line: Vec<Data> = estimates.rows().nth(2).expect("a line").to_vec();
    let wanted = [0.25, 0.2, 0.3, 200.0, -4.0, 0.001, 0.01];
    assert_eq!(line[2], Data::Float(50.0));
    for (found, wanted) in line[3..10].iter().zip(wanted) {
        assert!(
            matches!(found, Data::Float(it) if (it - wanted).abs() < 1e-12),
            "{line:?}"
        );
    }
    assert_eq!(estimates.get_value((3, 2)), Some(&Data::Empty), "withheld");
    let notes = book.worksheet_range("Notes").expect("a sheet");
    assert!(notes.rows().count() >= 5);
}

#[test]
fn simulated_figures_say_so() {
    let it = asked(Scale::Choice, &[("a", 1.0)]);
    let about = About {
        simulated: true,
        ..about(Tongue::En)
    };
    let notes = &question(&about, &it).figure.caption().notes.clone();
    assert!(
        notes.contains(&"Simulated data, made up by a program.".to_owned()),
        "{notes:?}"
    );
}

fn driven(shares: &[(f64, f64)]) -> Drivers {
    let row = |(at, (share, half)): (usize, &(f64, f64))| DriverRow {
        name: format!("Q{at}"),
        label: format!("Item {at}"),
        share: est(*share, *half, 400).expect("an estimate"),
        score: 70.0,
        quadrant: Quadrant::Keep,
    };
    Drivers {
        outcomes: Vec::new(),
        batteries: Vec::new(),
        outcome: "D0".into(),
        label: "Overall?".into(),
        battery: "Q0".into(),
        items: Vec::new(),
        answered: 500,
        complete: 400,
        left_out: 0,
        found: Some(Explained {
            r2: 0.5,
            mean_gain: true,
            rows: shares.iter().enumerate().map(row).collect(),
        }),
    }
}

/// What lies above the average is called important only where its interval does too.
#[test]
fn importance_is_claimed_only_beyond_the_average() {
    let mut it = driven(&[(0.7, 0.1), (0.3, 0.1)]);
    let title = |it: &Drivers| {
        let drawn = quadrants(&about(Tongue::En), it).expect("a plot");
        drawn.figure.caption().title.clone()
    };
    assert_eq!(title(&it), "No question is both important and low in score");
    if let Some(found) = &mut it.found {
        found.rows[0].quadrant = Quadrant::Improve;
    }
    let label = |it: &Drivers| it.found.as_ref().map(|it| it.rows[0].label.clone());
    let first = label(&it).expect("a row");
    assert_eq!(
        title(&it),
        format!("“{first}” is important and low in score")
    );
    if let Some(found) = &mut it.found {
        found.rows[0].share.interval = Some((0.45, 0.95));
    }
    assert!(title(&it).contains("may be important"));
}

#[test]
fn a_driver_is_named_first_only_when_it_is_clear_of_the_next() {
    let drawn = |half: f64| {
        let it = driven(&[(0.6, half), (0.4, half)]);
        move |about: &About| drivers(about, &it).expect("a figure")
    };
    check(
        drawn(0.05),
        "与结果关联最强的是“Item 0”（占 60%）",
        "“Item 0” goes with the outcome most (60% of what is explained)",
    );
    check(
        drawn(0.15),
        "“Item 0”和“Item 1”与结果的关联最强，两者分不出先后",
        "“Item 0” and “Item 1” go with the outcome most and cannot be told apart",
    );
    let drawn = drawn(0.05)(&about(Tongue::En));
    let notes = &drawn.figure.caption().notes;
    assert!(
        notes[0].starts_with("Association is not effect"),
        "{notes:?}"
    );
    assert!(drawn.figure.caption().subtitle.contains("n = 400 of 500"));
}

#[test]
fn too_little_to_find_drivers_in_gives_no_figure() {
    let mut it = driven(&[]);
    assert_eq!(drivers(&about(Tongue::En), &it), None);
    it.found = None;
    assert_eq!(drivers(&about(Tongue::En), &it), None);
}

#[test]
fn figures_say_how_people_count() {
    let plain = about(Tongue::En);
    let words = |about: &About| about.say(about.interval_note());
    assert!(words(&plain).contains("simple random sample, not weighted"));
    let recipe = Recipe {
        weight: Some("w".into()),
        clusters: Some("area:community".into()),
        cap: Some(3.0),
        ..Recipe::default()
    };
    let weighed = About { recipe, ..plain };
    assert!(words(&weighed).contains("clustered by Community, weighted"));
    let it = Weighed {
        range: (0.4, 1.8),
        classes: vec![(Some(0.25), 0), (Some(0.5), 7), (Some(1.0), 0), (None, 3)],
        ..Weighed::default()
    };
    let drawn = weights(&weighed, &it);
    let caption = drawn.figure.caption();
    assert_eq!(caption.title, "Weights are 0.40 to 1.80 times their mean");
    assert!(
        caption
            .notes
            .contains(&"Weighted: weights from w; at most 3 times the mean.".into())
    );
    let table = drawn.figure.table();
    let labels: Vec<&str> = table[1..].iter().map(|it| it[0].as_str()).collect();
    assert_eq!(labels, ["0.25–0.5", "0.5–1", "above 1"]);
}

#[test]
fn an_effect_of_interviewers_is_claimed_only_beyond_chance() {
    use crate::worker::protocol::{Effect, Interviewers};
    let effect = |name: &str, p: f64| Effect {
        name: name.into(),
        label: "Item".into(),
        icc: 0.1,
        interval: (-0.1, 0.3),
        deff: 1.5,
        p,
        n: 400,
    };
    let it = |p: [f64; 2]| Interviewers {
        by_area: true,
        typical: 12.0,
        whole: None,
        items: vec![effect("D1", p[0]), effect("D2", p[1])],
        people: Vec::new(),
    };
    check(
        move |about: &About| effects(about, &it([0.4, 0.05])).expect("a figure"),
        "2 道题中没有一道能看出调查员的影响",
        "On none of 2 questions an effect of the interviewer shows",
    );
    check(
        move |about: &About| effects(about, &it([0.01, 0.9])).expect("a figure"),
        "2 道题中有 1 道的答案因调查员而异",
        "On 1 of 2 questions answers depend on who asked",
    );
}
