use super::{analysed, engine, file, load};
use crate::worker::protocol::{Analysed, Measure, Plan};

#[test]
fn a_community_stands_beside_all_others() {
    let engine = engine();
    load(&engine, 1, &file(1, 0..94));
    load(&engine, 2, &file(2, 0..94));
    let of = |code: &str| match analysed(&engine, Plan::Area(code.into()), &[]) {
        Analysed::Area(it) => it,
        other => panic!("{other:?}"),
    };
    let none = of("nowhere");
    assert_eq!((none.n, none.label.as_str(), none.rows.len()), (0, "", 0));
    let page = of(&none.areas[0].0);
    assert_eq!(page.label, none.areas[0].1);
    assert!(page.n > 0 && !page.rows.is_empty());
    // Four people are too few: neither their score nor, with the whole, that of all others.
    assert!(
        page.rows
            .iter()
            .all(|it| it.own.is_err() && it.others.is_none())
    );
}

#[test]
fn communities_of_few_people_have_no_place() {
    let engine = engine();
    load(&engine, 1, &file(1, 0..94));
    match analysed(&engine, Plan::Areas(Measure::Score("D1".into())), &[]) {
        Analysed::Areas(it) => {
            assert!(it.rows.iter().all(|it| it.shown.is_err()));
            assert!(
                it.rows
                    .iter()
                    .all(|it| it.ranked.is_none() && it.shrunk.is_none())
            );
        }
        other => panic!("{other:?}"),
    }
}
