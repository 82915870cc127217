use super::*;
use crate::worker::protocol::{Crossing, FigureOf, Measure, Recipe, Target, Weights};

fn weighed(engine: &Shared, recipe: Recipe, table: Option<&str>) -> Weights {
    let table = table.map(str::to_owned);
    match analysed(engine, Plan::Weights { recipe, table }, &[]) {
        Analysed::Weights(it) => it,
        other => panic!("{other:?}"),
    }
}

fn loaded() -> Shared {
    let engine = engine();
    load(&engine, 1, &file(1, 0..N));
    engine
}

fn to(var: &str, counts: &[(&str, f64)]) -> Recipe {
    let counts = counts.iter().map(|it| (it.0.to_owned(), it.1));
    Recipe {
        targets: vec![Target {
            var: var.into(),
            counts: counts.collect(),
        }],
        ..Recipe::default()
    }
}

#[test]
fn a_target_begins_with_what_is_there_and_is_met() {
    let engine = loaded();
    let found = weighed(&engine, to("G1", &[]), None);
    let margin = &found.margins[0];
    assert!(margin.rows.len() > 1 && margin.rows.iter().all(|it| it.count.is_some()));
    let known: u64 = margin.rows.iter().map(|it| it.n).sum();
    let it = found.weighed.expect("what is there can be met");
    assert_eq!(known + margin.unknown, it.n);
    assert!(it.deff < 1.001 && it.without == 0);
    let all: u64 = it.classes.iter().map(|it| it.1).sum();
    assert_eq!(all, it.n);
    // Another half of them.
    let mut recipe = found.recipe;
    for (at, it) in recipe.targets[0].counts.iter_mut().enumerate() {
        it.1 = if at == 0 {
            50.0
        } else {
            50.0 / (margin.rows.len() - 1) as f64
        };
    }
    let found = weighed(&engine, recipe, None);
    let (target, after) = found.margins[0].rows[0].after.expect("met");
    assert!((target - 0.5).abs() < 1e-12 && (after - 0.5).abs() < 1e-6);
    assert!(found.weighed.expect("met").n_eff < known as f64);
}

#[test]
fn what_cannot_be_met_keeps_its_table() {
    let engine = loaded();
    let found = weighed(&engine, to("G1", &[("1", 1.0)]), None);
    assert!(
        found
            .weighed
            .expect_err("others have no target")
            .contains("no target")
    );
    let rows = &found.margins[0].rows;
    assert!(rows.len() > 1 && rows.iter().all(|it| it.after.is_none() && it.before > 0.0));
    let gone = weighed(&engine, to("nothing", &[("1", 1.0)]), None);
    assert!(gone.margins.is_empty() && gone.weighed.is_err());
}

#[test]
fn a_table_replaces_the_targets_or_says_its_row() {
    let engine = loaded();
    let table = "variable,category,count\nG1,1,40\nG1,2,60\n";
    let found = weighed(&engine, to("D0", &[]), Some(table));
    assert_eq!(found.recipe, to("G1", &[("1", 40.0), ("2", 60.0)]));
    let why = weighed(
        &engine,
        Recipe::default(),
        Some("variable,category,count\nG1,1,many"),
    );
    assert!(why.weighed.expect_err("no number").starts_with("row 2"));
}

#[test]
fn figures_follow_the_recipe_of_the_scope() {
    let engine = loaded();
    let share = |recipe: Recipe| {
        let scope = Scope {
            recipe,
            ..Scope::default()
        };
        match analysed_in(&engine, Plan::Question("G1".into()), scope) {
            Analysed::Question(it) => it.answers[0].share.expect("enough").value,
            other => panic!("{other:?}"),
        }
    };
    let before = share(Recipe::default());
    let raked = to("G1", &[("1", 40.0), ("2", 60.0)]);
    assert!((share(raked) - 0.4).abs() < 1e-6 && (before - 0.4).abs() > 1e-3);
    assert_eq!(share(Recipe::default()), before);
    let scope = Scope {
        recipe: to("G1", &[("1", 1.0)]),
        ..Scope::default()
    };
    let ask = Ask::Analyse {
        plan: Plan::Outline,
        scope,
        lang: "en".into(),
    };
    assert!(matches!(
        engine.borrow().answer(&ask),
        Some(Said::Failed(_))
    ));
}

#[test]
fn figures_of_estimates_are_reproduced() {
    let engine = loaded();
    let crossing = Crossing {
        rows: "D0".into(),
        columns: "G1".into(),
        ..Crossing::default()
    };
    for figure in [
        FigureOf::Questions(vec!["D0".into()]),
        FigureOf::Questions(vec!["E1".into(), "E2".into()]),
        FigureOf::Areas(Measure::Top2("D0".into())),
        FigureOf::Cross(crossing),
    ] {
        let scope = Scope {
            recipe: to("G1", &[("1", 40.0), ("2", 60.0)]),
            ..Scope::default()
        };
        let (said, archive) = run(&engine, Ask::Reproduce { figure, scope }, None);
        assert_eq!(said, Said::Reproduced);
        assert!(archive.starts_with(b"PK") && archive.len() > 1_000);
    }
    let figure = FigureOf::Questions(vec!["nothing".into()]);
    let scope = Scope::default();
    let (said, _) = run(&engine, Ask::Reproduce { figure, scope }, None);
    assert!(matches!(said, Said::Failed(_)));
}
