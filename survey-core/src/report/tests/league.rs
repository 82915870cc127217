use super::super::{Frame, Measure, compare, league};
use super::quality::campaign;
use crate::dataset::Var;

fn var() -> Var {
    Var::Area("community".into())
}

#[test]
fn places_hold_what_the_estimates_say_and_no_more() {
    let data = campaign(940, |_| {});
    let frame = Frame::new(&data);
    let measure = Measure::Score("D1".into());
    let plain = compare(&frame, &measure, &var()).expect("compared");
    let found = league(&frame, &measure, &var()).expect("ranked");
    assert_eq!(found.found, plain);
    let ranked: Vec<_> = found.places.iter().filter_map(|it| it.ranked).collect();
    let n = ranked.len();
    assert!(n > 2, "{n}");
    for (at, it) in ranked.iter().enumerate() {
        assert!(
            it.low <= at + 1 && at < it.high && it.high <= n,
            "{at} {it:?}"
        );
    }
    assert!(ranked.is_sorted_by(|a, b| a.tier <= b.tier));
    assert_eq!(ranked[0].tier, 0);
    for (place, group) in found.places.iter().zip(&found.found.groups) {
        let (Some(joint), Some(own)) = (place.joint, group.figure.bounds) else {
            continue;
        };
        assert!(
            joint.low < own.low && own.high < joint.high,
            "together is wider than alone"
        );
    }
}

#[test]
fn small_groups_are_drawn_further_in() {
    let data = campaign(940, |_| {});
    let frame = Frame::new(&data);
    let found = league(&frame, &Measure::Score("D1".into()), &var()).expect("ranked");
    let mut seen = 0;
    for (one, place) in found.found.groups.iter().zip(&found.places) {
        for (other, next) in found.found.groups.iter().zip(&found.places) {
            if let (Some(a), Some(b)) = (place.shrunk, next.shrunk)
                && one.figure.n_eff < other.figure.n_eff
            {
                assert!(a.share >= b.share);
                seen += 1;
            }
        }
        if let Some(it) = place.shrunk {
            assert!((0.0..=1.0).contains(&it.share));
            assert!(it.bounds.low <= it.est && it.est <= it.bounds.high);
        }
    }
    assert!(seen > 0 && found.spread.is_some_and(|it| it > 0.0));
}

#[test]
fn a_group_and_the_others_make_the_whole() {
    let data = campaign(940, |_| {});
    let frame = Frame::new(&data);
    let found = compare(&frame, &Measure::Score("D1".into()), &var()).expect("compared");
    let whole = &found.all.figure;
    let mut seen = 0;
    for it in &found.groups {
        let Some(apart) = it.apart(whole) else {
            continue;
        };
        let w = it.figure.n_weighted / whole.n_weighted;
        let back = w * it.figure.est + (1.0 - w) * apart.others;
        assert!((back - whole.est).abs() < 1e-9);
        let se = (apart.se * apart.se - it.figure.se * it.figure.se).sqrt();
        assert!((se - apart.others_se).abs() < 1e-9 && (0.0..=1.0).contains(&apart.p));
        seen += 1;
    }
    assert!(seen > 1);
}
