use super::*;
use crate::base::AreaTree;
use crate::format::{dataset, survey, tables};
use crate::questionnaire::Table;
use crate::report::{Finding, Frame, question};
use crate::response::{Bundle, Part};

const DAY: &str = "2026-11-20";

fn day() -> Date {
    DAY.parse().expect("a day")
}

fn table(text: &str) -> Table {
    tables::read("people.csv", text.as_bytes()).expect("a table")
}

/// Forty people: three columns on a scale, one with a gap, and what else there is.
fn people() -> String {
    let mut text = "id,q1,q2,q3,sex,age,wt,area,when,note,empty\n".to_owned();
    for row in 0..40 {
        let q = |step: usize| (row * step) % 5 + 1;
        let q2 = if row == 3 {
            "NA".to_owned()
        } else {
            q(2).to_string()
        };
        let q3 = if row == 4 {
            "-98".to_owned()
        } else {
            q(3).to_string()
        };
        let sex = ["female", "male"][row % 2];
        text.push_str(&format!(
            "p{row},{},{q2},{q3},{sex},{},{:.3},north {},2026-01-{:02},said {row} things,\n",
            q(1),
            18 + row,
            0.5 + row as f64 / 17.0,
            row % 3,
            row % 28 + 1,
        ));
    }
    text
}

fn kinds(plan: &Plan) -> Vec<String> {
    plan.columns.iter().map(|it| it.kind.to_string()).collect()
}

#[test]
fn columns_are_told_by_their_cells() {
    let plan = guess(&table(&people()), "C:\\data\\people.v2.csv", day());
    assert_eq!(
        kinds(&plan),
        [
            "out",
            "scale:1:5",
            "scale:1:5",
            "scale:1:5",
            "category",
            "number",
            "number",
            "area",
            "date",
            "text",
            "out"
        ]
    );
    assert_eq!(plan.title, "people");
    let other = guess(&table("a,b\n1,2\n"), "people.csv", day());
    assert!(plan.id.starts_with("people-") && plan.id != other.id);
    let q2 = &plan.columns[2];
    assert_eq!((q2.filled, q2.distinct), (39, 5));
    for kind in kinds(&plan) {
        assert_eq!(kind.parse::<Kind>().expect("a kind").to_string(), kind);
    }
    assert!("scale:5:1".parse::<Kind>().is_err() && "scale".parse::<Kind>().is_err());
}

#[test]
fn names_are_made_usable_and_unique() {
    let plan = guess(&table("2 b,a?,A!,满意 度\n1,2,3,4\n"), ".csv", day());
    let names: Vec<&str> = plan.columns.iter().map(|it| it.item.as_str()).collect();
    assert_eq!(names, ["_2_b", "a_", "A__2", "满意_度"]);
    assert_eq!(
        (plan.title.as_str(), plan.language.as_str()),
        ("data", "zh")
    );
}

fn made(text: &str, change: impl Fn(&mut Plan)) -> Made {
    let table = table(text);
    let mut plan = guess(&table, "people.csv", day());
    plan.id = "people".to_owned();
    change(&mut plan);
    responses(&table, &plan, text.as_bytes(), &AreaTree::default()).expect("responses")
}

#[test]
fn rows_become_responses_like_any_others() {
    let made = made(&people(), |_| {});
    assert_eq!((made.responses, made.troubles.len()), (40, 0));
    let data = dataset::build(&made.bundle, "people").expect("columns");
    assert_eq!(data.interviews().count(), 40);
    let frame = Frame::new(&data);
    let found = question(&frame, "q2", None).expect("a question");
    assert_eq!(
        (found.all.base.valid, found.all.base.of(Missing::Skipped)),
        (39, 1)
    );
    let Finding::Choice(it) = &found.all.finding else {
        panic!("{found:?}");
    };
    assert!(it.top.is_some(), "a scale is scored");
    let q3 = question(&frame, "q3", None).expect("a question");
    assert_eq!(q3.all.base.of(Missing::DontKnow), 1);
    let groups = data
        .groups(&"area:community".parse().expect("a level"))
        .expect("areas");
    let keys: Vec<&str> = groups.groups.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(keys, ["people.north_0", "people.north_1", "people.north_2"]);
    assert_eq!(data.day(0).to_string().len(), 10);
}

#[test]
fn the_same_file_gives_the_same_responses() {
    let digests = |made: &Made| -> Vec<String> {
        let records = made.bundle.records().iter();
        records.map(|it| it.header().digest.to_string()).collect()
    };
    let text = people();
    assert_eq!(digests(&made(&text, |_| {})), digests(&made(&text, |_| {})));
    let ids = |made: &Made| -> Vec<String> {
        made.bundle
            .records()
            .iter()
            .map(|it| it.header().id.to_string())
            .collect()
    };
    let other = made(&text.replace("female", "woman"), |_| {});
    assert!(
        ids(&other)
            .iter()
            .all(|it| !ids(&made(&text, |_| {})).contains(it))
    );
}

#[test]
fn cells_that_do_not_fit_are_told_and_nothing_else_is_lost() {
    let text = "a,b\n1,x\n2,y\nmany,z\n9,w\n";
    let made = made(text, |plan| {
        plan.columns[0].kind = Kind::Scale { low: 1, high: 5 };
        plan.columns[1].kind = Kind::Number;
    });
    let told: Vec<String> = made.troubles.iter().map(ToString::to_string).collect();
    assert_eq!(made.responses, 4);
    assert_eq!(told.len(), 6);
    assert_eq!(
        told[2],
        "row 3, `a`: found `many`, expected a whole number from 1 to 5"
    );
    assert_eq!(told[0], "row 1, `b`: found `x`, expected a number");
}

fn form_of(bundle: &Bundle) -> (survey::Survey, serde_json::Value) {
    let text = bundle
        .documents(Part::Survey)
        .values()
        .next()
        .expect("a survey");
    let document = serde_json::from_str(text).expect("JSON");
    (survey::read(text).expect("a sound survey"), document)
}

#[test]
fn columns_answer_a_questionnaire_that_is_there() {
    let made = made(&people(), |_| {});
    let (form, document) = form_of(&made.bundle);
    let text = "Q1,sex,other\n5,female,1\n4,woman,2\n-99,male,3\n";
    let table = table(text);
    let columns = matches(&table, &form.questionnaire);
    assert_eq!(
        columns,
        [Some("q1".to_owned()), Some("sex".to_owned()), None]
    );
    let whole = (&form.questionnaire, &document);
    let found = into_survey(&table, whole, &columns, day(), text.as_bytes()).expect("responses");
    assert_eq!(found.responses, 3);
    let told: Vec<String> = found.troubles.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["row 2, `sex`: found `woman`, expected one of female, male"]
    );
    let data = dataset::build(&found.bundle, "people").expect("columns");
    let q1 = question(&Frame::new(&data), "q1", None).expect("a question");
    assert_eq!(q1.all.base.of(Missing::Refused), 1);
    let twice = vec![Some("q1".to_owned()), Some("q1".to_owned()), None];
    assert!(into_survey(&table, whole, &twice, day(), b"").is_err());
    let gone = vec![Some("q9".to_owned()), None, None];
    assert!(into_survey(&table, whole, &gone, day(), b"").is_err());
}

#[test]
fn tables_come_as_text_with_any_separator_or_as_workbooks() {
    for text in ["a,b\n1,2\n", "a;b\n1;2\n", "a\tb\n1\t2\n"] {
        let table = open("x.tsv", text.as_bytes()).expect("a table");
        assert_eq!(
            (table.columns(), table.rows()),
            (
                &["a", "b"].map(str::to_owned)[..],
                &[vec!["1".to_owned(), "2".to_owned()]][..]
            )
        );
    }
    assert!(open("x.csv", b"").is_err());
    assert!(open("x.xlsx", b"PK\x03\x04 and no more").is_err());
    assert!(
        open("x.csv", b"a,a\n1,2\n")
            .expect_err("twice")
            .contains("twice")
    );
    assert!(is_data_file("A.CSV") && is_data_file("b.xlsx") && !is_data_file("c.json"));
}
