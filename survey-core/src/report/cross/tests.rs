use super::super::tests::data;
use super::*;
use crate::stats::{Design, Status};

fn what(rows: &str, nest: Option<&str>, columns: &str, base: ShareOf) -> Crossing {
    let var = |it: &str| it.parse::<Var>().expect("infallible");
    Crossing {
        rows: var(rows),
        nest: nest.map(var),
        columns: var(columns),
        base,
    }
}

#[test]
fn everybody_is_counted_once() {
    let data = data(14, 500);
    let mut frame = Frame::new(&data);
    let weights: Vec<f64> = (0..500).map(|it| f64::from(it % 3)).collect();
    for (nest, weighted) in [
        (None, false),
        (Some("mode"), false),
        (Some("area:community"), true),
    ] {
        if weighted {
            frame.design = Design {
                weights: Some(&weights),
                ..Design::simple(500)
            };
        }
        let table = cross(&frame, &what("yn", nest, "s1", ShareOf::Row)).expect("table");
        let outside: u64 = table.outside.iter().map(|it| it.n).sum();
        assert_eq!(table.n + outside, frame.rows.count() as u64);
        assert_eq!(table.row_margin.iter().map(|it| it.n).sum::<u64>(), table.n);
        assert_eq!(
            table.column_margin.iter().map(|it| it.n).sum::<u64>(),
            table.n
        );
        assert!(
            table
                .outside
                .iter()
                .any(|it| it.reason == Some(Missing::DontKnow))
        );
        let dropped = table.outside.iter().any(|it| it.by == Axis::Weight);
        assert_eq!((table.weighted, dropped), (weighted, weighted));
        assert!(table.test.expect("enough people").p < 0.01, "the two lean");
        assert_eq!(table.layers.len(), if nest.is_some() { 2 } else { 0 });
    }
}

/// Whatever shares are of, those that are shown are the counts over their base, and what is
/// withheld is the same.
#[test]
fn shares_are_of_their_base() {
    let data = data(15, 700);
    let frame = Frame::new(&data);
    let of = |base| cross(&frame, &what("yn", Some("mode"), "s1", base)).expect("table");
    let tables = [of(ShareOf::Row), of(ShareOf::Column), of(ShareOf::Table)];
    let columns = tables[0].columns.len();
    let mut seen = 0;
    for at in 0..tables[0].cells.len() {
        let bases = [
            tables[0].row_margin[at / columns].n,
            tables[0].column_margin[at % columns].n,
            tables[0].n,
        ];
        for (table, base) in tables.iter().zip(bases) {
            let Some(cell) = table.cells[at] else {
                assert!(tables.iter().all(|it| it.cells[at].is_none()));
                continue;
            };
            let plain = cell.count as f64 / base as f64;
            assert!(
                (cell.share.est - plain).abs() < 1e-12,
                "{at} {plain} {cell:?}"
            );
            assert_eq!(cell.share.n, base);
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn small_cells_and_rows_are_withheld_with_what_gives_them_away() {
    let data = data(16, 120);
    let frame = Frame::new(&data);
    let table = cross(
        &frame,
        &what("area:community", Some("yn"), "s1", ShareOf::Row),
    )
    .expect("table");
    let columns = table.columns.len();
    assert!(table.cells.iter().any(Option::is_none));
    for cell in table.cells.iter().flatten() {
        assert!(cell.count == 0 || cell.count >= SMALLEST_CELL);
    }
    for (row, margin) in table.cells.chunks(columns).zip(&table.row_margin) {
        let withheld = row.iter().filter(|it| it.is_none()).count();
        assert_ne!(withheld, 1);
        assert!(margin.n >= frame.smallest || withheld == columns);
    }
    for column in 0..columns {
        let cells = table.cells.iter().skip(column).step_by(columns);
        assert_ne!(cells.filter(|it| it.is_none()).count(), 1);
    }
}

/// For a simple random sample the residuals are Haberman's, whose squares add up to X² in a table
/// of two by two.
#[test]
fn residuals_of_a_simple_sample_are_the_textbooks() {
    let counts = [[30.0, 10.0], [15.0, 45.0]];
    let person = |at: usize| match at {
        0..30 => (0, 0),
        30..40 => (0, 1),
        40..55 => (1, 0),
        _ => (1, 1),
    };
    let design = Design::simple(100);
    let tally = Tally::of(
        &design,
        (2, 2),
        |it| Some(person(it).0),
        |it| Some(person(it).1),
    );
    for set in [tally.cell_shares(), tally.joint_shares()] {
        for (at, z) in tally.residuals(&set).into_iter().enumerate() {
            let (row, column) = (at / 2, at % 2);
            let p = (counts[row][0] + counts[row][1]) / 100.0;
            let q = (counts[0][column] + counts[1][column]) / 100.0;
            let off: f64 = counts[row][column] - 100.0 * p * q;
            let textbook = off / (100.0 * p * q * (1.0 - p) * (1.0 - q)).sqrt();
            assert!((z.expect("a residual") - textbook).abs() < 1e-9, "{at}");
        }
    }
}

#[test]
fn large_tables_are_worked_out_alike() {
    let data = data(17, 600);
    let weights: Vec<f64> = (0..600).map(|it| 1.0 + f64::from(it % 4)).collect();
    let clusters = data.clusters(&Var::Interviewer).expect("clusters");
    let design = Design {
        weights: Some(&weights),
        psus: Some(&clusters),
        ..Design::simple(600)
    };
    let grade = |row: usize| {
        data.text(data.find("s1").expect("s1"), row)
            .parse::<usize>()
            .ok()
    };
    let tally = Tally::of(&design, (7, 6), |row| Some(row * row % 5), grade);
    let (slow, fast) = (tally.cell_shares(), tally.joint_shares());
    for at in 0..slow.len() {
        let near = |a: f64, b: f64| (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-12;
        assert!(
            near(slow.est[at], fast.est[at]) && near(slow.se(at), fast.se(at)),
            "{at}"
        );
        assert_eq!(
            (slow.status[at], slow.n[at]),
            (fast.status[at], fast.n[at]),
            "{at}"
        );
        assert_eq!(
            (slow.df[at], slow.n_eff[at]),
            (fast.df[at], fast.n_eff[at]),
            "{at}"
        );
        let (a, b) = (slow.share_interval(at, 0.95), fast.share_interval(at, 0.95));
        assert_eq!(a.is_some(), b.is_some(), "{at}");
    }
    assert!(fast.status.contains(&Status::ZeroVariance), "empty cells");
}

#[test]
fn what_is_too_large_is_refused() {
    let data = data(18, 60);
    let frame = Frame::new(&data);
    let why = cross(&frame, &what("m", None, "yn", ShareOf::Row)).expect_err("no groups");
    assert!(why.contains("several groups"), "{why}");
    let nobody = Frame {
        rows: crate::dataset::Bitmap::none(60),
        ..frame
    };
    let table = cross(&nobody, &what("yn", None, "s1", ShareOf::Table)).expect("table");
    assert_eq!((table.n, table.cells.len(), table.test), (0, 0, None));
}

/// 1,000 rows by 5, and 40 by 40, in a time somebody would wait.
#[test]
fn long_and_wide_tables_are_worked_out() {
    let rows = 40_000;
    let design = Design::simple(rows);
    for (down, across) in [(1_000, 5), (40, 40)] {
        let row = |it: usize| Some(it * 7 % down);
        let tally = Tally::of(&design, (down, across), row, |it| Some(it * it % across));
        let set = (down * across <= MOST_JOINT).then(|| tally.joint_shares());
        assert_eq!(residuals(&tally, set.as_ref()).len(), down * across);
        let frame_data = data(19, 1);
        let figures = in_rows(&Frame::new(&frame_data), &tally);
        assert_eq!(figures.len(), down * across);
        let counts: Vec<Vec<u64>> = (0..down)
            .map(|it| tally.counts(it)[..across].to_vec())
            .collect();
        assert_eq!(hidden(&counts, 10).len(), down);
        tally.independence();
    }
}
