use survey_core::dataset::DatasetBuilder;
use survey_core::report::{Finding, Frame, question};

use super::*;

#[test]
fn figures_are_those_of_the_core() {
    let engine = engine();
    load(&engine, 1, &file(1, 0..N));
    let simulation = simulation(1);
    let form = Arc::new(
        survey::read(SURVEY)
            .expect("the survey is sound")
            .questionnaire,
    );
    let tree = Arc::new(areas::read(AREAS).expect("the areas are sound"));
    let mut builder = DatasetBuilder::new(&[form], tree).expect("one survey");
    simulation.for_each(|it| assert!(builder.push(&it)));
    let data = builder.finish();
    let expected = question(&Frame::new(&data), "D0", None).expect("there is a D0");
    let Finding::Choice(expected) = expected.all.finding else {
        panic!("D0 is a choice");
    };
    let Analysed::Question(found) = analysed(&engine, Plan::Question("D0".into()), &[]) else {
        panic!("a question");
    };
    let counts: Vec<u64> = found.answers.iter().map(|it| it.count).collect();
    assert_eq!(counts, expected.counts);
    let (top, found_top) = (
        expected.top.expect("D0 is scored"),
        found.top2.expect("D0 is scored"),
    );
    let found_top = found_top.expect("enough people");
    assert_eq!((found_top.value, found_top.n), (top.est, top.n));
    assert_eq!(found_top.interval, top.bounds.map(|it| (it.low, it.high)));
    assert_eq!(found.top2_labels, ["Very satisfied", "Fairly satisfied"]);
}
