use super::*;
use crate::worker::protocol::Drivers;

fn drivers(engine: &Shared, outcome: &str, battery: &str, chosen: &[(&str, &str)]) -> Drivers {
    let plan = Plan::Drivers {
        outcome: outcome.into(),
        battery: battery.into(),
        items: Vec::new(),
    };
    match analysed(engine, plan, chosen) {
        Analysed::Drivers(it) => it,
        other => panic!("{other:?}"),
    }
}

#[test]
fn drivers_are_chosen_and_may_be_chosen() {
    let engine = engine();
    load(&engine, 1, &file(1, 0..N));
    let found = drivers(&engine, "", "", &[]);
    assert_eq!(
        found.outcome, "D0",
        "the question about everything together"
    );
    assert!(found.batteries.iter().any(|it| it.0 == found.battery));
    assert_eq!(found.found, None, "fewer than 15 people for each question");
    let few = drivers(&engine, "D0", "E1", &[]);
    let explained = few.found.clone().unwrap_or_else(|| panic!("{few:?}"));
    let sum: f64 = explained.rows.iter().map(|it| it.share.value).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    assert!(explained.r2 > 0.0 && explained.r2 < 1.0, "{}", explained.r2);
    assert!(explained.rows.iter().all(|it| it.name != "D0"));
    assert!(explained.rows.iter().all(|it| it.share.interval.is_some()));
    let other = &found.outcomes.last().expect("several").0;
    assert_eq!(&drivers(&engine, other, "", &[]).outcome, other);
    let gone = drivers(&engine, "gone", "gone", &[]);
    assert_eq!((gone.outcome, gone.battery), (found.outcome, found.battery));
}

/// Questions that are picked one by one are compared, whatever battery they come from; those that
/// are not there are passed over.
#[test]
fn questions_are_picked_one_by_one() {
    let engine = engine();
    load(&engine, 1, &file(1, 0..N));
    let plan = Plan::Drivers {
        outcome: "D0".into(),
        battery: "E1".into(),
        items: vec!["D3".into(), "gone".into(), "E1".into()],
    };
    let Analysed::Drivers(found) = analysed(&engine, plan, &[]) else {
        panic!("drivers");
    };
    assert_eq!(found.battery, "E1");
    assert_eq!(found.items, ["D3", "E1"]);
    let explained = found.found.expect("enough people");
    let mut names: Vec<&str> = explained.rows.iter().map(|it| it.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["D3", "E1"]);
}
