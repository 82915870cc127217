use super::*;

fn measured(rows: &[(&str, f64, i8)]) -> Areas {
    Areas {
        measure: Measure::Top2("D0".into()),
        label: "Overall?".into(),
        ends: Some((0.0, 1.0)),
        groups: Vec::new(),
        rows: rows.iter().map(|it| community(it.0, it.1, it.2)).collect(),
        whole: est(0.6, 0.02, 150),
    }
}

#[test]
fn communities_have_places_only_as_far_as_they_can_be_told_apart() {
    let it = |tiers: [u32; 3]| {
        let mut it = measured(&[("a", 0.9, 0), ("b", 0.7, 0), ("c", 0.4, 0)]);
        for (row, tier) in it.rows.iter_mut().zip(tiers) {
            row.ranked = Some((tier, 1, 3));
            row.joint = Some((0.2, 0.95));
            row.shrunk = Some((0.65, (0.5, 0.8), 0.6));
        }
        it
    };
    let drawn = |tiers| move |about: &About| ranks(about, &it(tiers)).expect("a figure");
    check(
        drawn([0, 0, 0]),
        "3 个社区都在同一档，排不出名次",
        "All 3 communities are in one tier: there is no order among them",
    );
    check(
        drawn([0, 0, 1]),
        "3 个社区分成 2 档，同档之内排不出名次",
        "3 communities fall into 2 tiers; there is no order within a tier",
    );
    let about = about(Tongue::En);
    let table = ranks(&about, &it([0, 0, 1]))
        .expect("a figure")
        .figure
        .table();
    assert_eq!(table[1][0], "a (1–3)");
    let drawn = shrunk(&about, &it([0, 0, 1])).expect("a figure");
    assert!(drawn.figure.caption().title.starts_with("Shrunken"));
    assert!(
        drawn.figure.table()[1..]
            .iter()
            .all(|row| row[0].starts_with('≈'))
    );
    assert_eq!(ranks(&about, &measured(&[("a", 0.9, 0)])), None);
}
