use super::*;
use crate::worker::protocol::{Cross, CrossShow};

fn crossed(engine: &Shared, crossing: Crossing) -> Cross {
    match analysed(engine, Plan::Cross(crossing), &[]) {
        Analysed::Cross(it) => it,
        other => panic!("{other:?}"),
    }
}

fn of(rows: &str, nest: &str, show: CrossShow) -> Crossing {
    Crossing {
        rows: rows.into(),
        nest: nest.into(),
        columns: "D0".into(),
        show,
    }
}

/// Every way to show a table shows the same people and withholds the same cells.
#[test]
fn a_table_is_the_same_however_it_is_shown() {
    let engine = engine();
    load(&engine, 1, &file(1, 0..N));
    let first = crossed(&engine, of("G1", "", CrossShow::Count));
    let outside: u64 = first.outside.iter().map(|it| it.n).sum();
    let Analysed::Outline(outline) = analysed(&engine, Plan::Outline, &[]) else {
        panic!("an outline");
    };
    assert_eq!(first.n + outside, u64::from(outline.n));
    assert!(
        first
            .test
            .is_some_and(|it| it.df.0 > 0.0 && it.df.1 > it.df.0)
    );
    for show in CrossShow::ALL {
        let table = crossed(&engine, of("G1", "", show));
        assert_eq!((&table.columns, table.n), (&first.columns, first.n));
        assert_eq!(table.test, first.test);
        let mut shares = 0.0;
        for (row, other) in table.rows.iter().zip(&first.rows) {
            assert_eq!(row.margin.n, other.margin.n);
            for (cell, other) in row.cells.iter().zip(&other.cells) {
                assert_eq!(
                    (cell.count, cell.shown.is_err()),
                    (other.count, other.shown.is_err())
                );
                shares += cell.shown.map_or(0.0, |it| it.value);
            }
        }
        assert!(shares > 0.0, "{show:?}");
    }
}

#[test]
fn rows_may_have_rows_inside() {
    let engine = engine();
    load(&engine, 1, &file(1, 0..N));
    let plain = crossed(&engine, of("G1", "", CrossShow::Row));
    let nested = crossed(&engine, of("G1", "mode", CrossShow::Row));
    assert_eq!(nested.nest.as_ref().map(|it| it.0.as_str()), Some("mode"));
    assert!(nested.rows.iter().all(|it| it.nested.is_some()));
    for row in &plain.rows {
        let inside = nested.rows.iter().filter(|it| it.label == row.label);
        assert_eq!(inside.map(|it| it.margin.n).sum::<u64>(), row.margin.n);
    }
    assert_eq!(nested.layers.len(), plain.rows.len());
}
