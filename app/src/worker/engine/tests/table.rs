use super::*;
use crate::worker::protocol::{Measure, TablePlan, TableShown};

const BFI: &[u8] = include_bytes!("../../../../../tests/reference/data/bfi_ace.csv");
const BEPS: &[u8] = include_bytes!("../../../../../tests/reference/data/beps.csv");

fn plan() -> TablePlan {
    TablePlan {
        day: "2026-11-20".into(),
        ..TablePlan::default()
    }
}

fn shown(engine: &Shared, name: &str, plan: TablePlan, bytes: &[u8]) -> TableShown {
    let ask = Ask::Table {
        name: name.into(),
        plan: Box::new(plan),
        lang: "en".into(),
    };
    match run(engine, ask, Some(bytes.to_vec())).0 {
        Said::Table(it) => *it,
        other => panic!("{other:?}"),
    }
}

fn made(engine: &Shared, name: &str, plan: TablePlan, bytes: &[u8]) -> (u32, Vec<String>, Vec<u8>) {
    let ask = Ask::MakeOfTable {
        name: name.into(),
        plan: Box::new(plan),
    };
    match run(engine, ask, Some(bytes.to_vec())) {
        (
            Said::TableMade {
                count, troubles, ..
            },
            export,
        ) => (count, troubles, export),
        (other, _) => panic!("{other:?}"),
    }
}

#[test]
fn real_data_become_batteries_scores_and_groups() {
    let engine = engine();
    let shown = shown(&engine, "bfi_ace.csv", plan(), BFI);
    assert_eq!(
        (shown.rows, shown.plan.columns.len(), shown.cells.len()),
        (2800, 19, 19)
    );
    let (count, troubles, export) = made(&engine, "bfi_ace.csv", shown.plan, BFI);
    assert_eq!((count, troubles.len()), (2800, 0));
    let (report, held) = load(&engine, 1, &export);
    assert_eq!((report.new, report.damaged, held), (2800, 0, 2800));
    let Analysed::Batteries(found) = analysed(&engine, Plan::Batteries, &[]) else {
        panic!("batteries");
    };
    let sizes: Vec<(&str, usize)> = found
        .batteries
        .iter()
        .map(|it| (it.label.as_str(), it.rows.len()))
        .collect();
    assert_eq!(sizes, [("A", 5), ("C", 5), ("E", 5)]);
    // The mean of A2 by sex, as the file has it.
    let text = std::str::from_utf8(BFI).expect("UTF-8");
    let rows = text
        .lines()
        .skip(1)
        .map(|it| it.split(',').collect::<Vec<_>>());
    let a2: Vec<f64> = rows.filter_map(|it| it[2].parse().ok()).collect();
    let score = (a2.iter().sum::<f64>() / a2.len() as f64 - 1.0) * 20.0;
    let Analysed::Question(found) = analysed(&engine, Plan::Question("A2".into()), &[]) else {
        panic!("a question");
    };
    let mean = found.mean.expect("scored").expect("enough people");
    assert!((mean.value - score).abs() < 1e-9 && mean.n == a2.len() as u64);
    let Analysed::Outline(outline) = analysed(&engine, Plan::Outline, &[]) else {
        panic!("an outline");
    };
    let measures = outline.measures.iter().flat_map(|it| &it.measures);
    assert!(
        measures
            .clone()
            .any(|it| it.0 == Measure::Top2("A2".into()))
    );
}

#[test]
fn a_correction_holds_and_a_wrong_one_is_refused() {
    let engine = engine();
    let mut plan = shown(&engine, "beps.csv", plan(), BEPS).plan;
    let at = |plan: &TablePlan, head: &str| {
        let column = plan.columns.iter().position(|it| it.head == head);
        column.expect("a column")
    };
    let (vote, age) = (at(&plan, "vote"), at(&plan, "age"));
    plan.columns[vote].label = "Party".into();
    plan.columns[age].kind = "out".into();
    plan.title = "British election".into();
    let again = shown(&engine, "beps.csv", plan.clone(), BEPS);
    assert_eq!(again.plan, plan);
    let (_, _, export) = made(&engine, "beps.csv", plan.clone(), BEPS);
    load(&engine, 1, &export);
    let Analysed::Questions(found) = analysed(&engine, Plan::Questions, &[]) else {
        panic!("questions");
    };
    assert!(found.lines.iter().any(|it| it.label == "Party"));
    assert!(!found.lines.iter().any(|it| it.name == "age"));
    plan.columns[age].kind = "huge".into();
    let ask = Ask::MakeOfTable {
        name: "beps.csv".into(),
        plan: Box::new(plan),
    };
    assert!(matches!(
        run(&engine, ask, Some(BEPS.to_vec())).0,
        Said::Failed(_)
    ));
}

#[test]
fn columns_answer_the_survey_that_is_chosen() {
    let engine = engine();
    let text = b"G1,D0,remark\n1,5,x\n2,7,y\n";
    let first = shown(&engine, "old.csv", plan(), text);
    let (digest, _, fit) = first.surveys[0].clone();
    assert_eq!(fit, 2);
    let chosen = TablePlan {
        survey: Some(digest),
        ..first.plan
    };
    let shown = shown(&engine, "old.csv", chosen, text);
    let answers: Vec<Option<&str>> = shown
        .plan
        .columns
        .iter()
        .map(|it| it.answers.as_deref())
        .collect();
    assert_eq!(answers, [Some("G1"), Some("D0"), None]);
    assert!(shown.questions.iter().any(|it| it.0 == "D0"));
    let (count, troubles, export) = made(&engine, "old.csv", shown.plan, text);
    assert_eq!(count, 2);
    assert!(
        troubles[0].starts_with("row 2, `D0`: found `7`, expected one of"),
        "{troubles:?}"
    );
    assert_eq!(load(&engine, 1, &export).1, 2);
}
