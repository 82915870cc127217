mod communities;
mod cross;
mod drivers;
mod figures;
mod quality;
mod table;
mod weights;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use survey_core::format::{areas, export, response, survey};
use survey_core::simulate::{Options, Simulation};

use super::{Engine, Pace, Stopped, perform};
use crate::worker::protocol::{
    Analysed, Ask, Crossing, ExportFormat, Listed, Merged, Origin, Plan, Progress, RowFilter, Said,
    Scope, Selection, Which,
};

const SURVEY: &str = include_str!("../../../../surveys/annual-resident.json");
const AREAS: &str = include_str!("../../../../surveys/areas-example.json");
const NOW: &str = "2026-11-22T09:00:00.000+08:00";
/// Two from every community of the example.
const N: usize = 94;

/// Never pauses; stops at the given call.
struct Steady {
    calls: Cell<u32>,
    stop_at: u32,
}

impl Pace for Steady {
    async fn pause(&self, _progress: Progress) -> Result<(), Stopped> {
        self.calls.set(self.calls.get() + 1);
        if self.calls.get() == self.stop_at {
            Err(Stopped)
        } else {
            Ok(())
        }
    }

    fn millis(&self) -> f64 {
        0.0
    }
}

/// Work that never waits is done at the first poll.
fn done<T>(work: impl Future<Output = T>) -> T {
    let mut work = std::pin::pin!(work);
    match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(it) => it,
        Poll::Pending => panic!("the work waits"),
    }
}

type Shared = Rc<RefCell<Engine>>;

fn engine() -> Shared {
    let engine = Shared::default();
    let documents = [SURVEY.to_owned()];
    engine.borrow_mut().learn(&documents, Some(AREAS));
    engine
}

fn run(engine: &Shared, ask: Ask, bytes: Option<Vec<u8>>) -> (Said, Vec<u8>) {
    let pace = Steady {
        calls: Cell::new(0),
        stop_at: 0,
    };
    let (said, chunks) = done(perform(engine, ask, bytes, &pace)).expect("nobody stops it");
    (said, chunks.concat())
}

fn load(engine: &Shared, source: u32, bytes: &[u8]) -> (Merged, u32) {
    let ask = Ask::Load {
        source,
        origin: Origin::File("a.json".into()),
    };
    match run(engine, ask, Some(bytes.to_vec())).0 {
        Said::Loaded {
            report, holdings, ..
        } => (report, holdings.count),
        other => panic!("{other:?}"),
    }
}

fn forget(engine: &Shared, source: u32) -> u32 {
    match run(engine, Ask::Forget(source), None).0 {
        Said::Forgotten(holdings) => holdings.count,
        other => panic!("{other:?}"),
    }
}

fn exported(engine: &Shared, what: Selection, format: ExportFormat) -> Vec<u8> {
    run(
        engine,
        Ask::Export {
            what,
            format,
            now: NOW.into(),
        },
        None,
    )
    .1
}

fn listed(engine: &Shared, filter: RowFilter, from: u32, len: u32) -> Listed {
    let ask = Ask::List {
        filter,
        from,
        len,
        lang: "en".into(),
    };
    match engine.borrow().answer(&ask) {
        Some(Said::Listed(it)) => it,
        other => panic!("{other:?}"),
    }
}

fn simulation(seed: u64) -> Simulation {
    let form = Arc::new(
        survey::read(SURVEY)
            .expect("the survey is sound")
            .questionnaire,
    );
    let tree = Arc::new(areas::read(AREAS).expect("the areas are sound"));
    Simulation::new(form.clone(), tree, Options::new(&form, seed, N))
}

/// A file of simulated responses, some of the campaign's.
fn file(seed: u64, range: std::ops::Range<usize>) -> Vec<u8> {
    let simulation = simulation(seed);
    let records = range.map(|it| response::record(&simulation.response(it)).expect("it is sound"));
    let bundle = export::bundle(records.collect(), NOW);
    let mut text = String::new();
    export::write(&bundle, export::Form::Json, "test", &mut |it| {
        text.push_str(it);
    });
    text.into_bytes()
}

#[test]
fn a_file_that_is_loaded_twice_changes_nothing() {
    let engine = engine();
    let bytes = file(1, 0..N);
    let (first, count) = load(&engine, 1, &bytes);
    assert_eq!(
        (first.new, first.identical, first.damaged, count),
        (94, 0, 0, 94)
    );
    assert_eq!(first.simulated, 94);
    let (again, count) = load(&engine, 2, &bytes);
    assert_eq!((again.new, again.identical, count), (0, 94, 94));
}

#[test]
fn forgetting_a_source_keeps_what_others_brought() {
    let engine = engine();
    load(&engine, 1, &file(1, 0..60));
    load(&engine, 2, &file(1, 40..N));
    assert_eq!(forget(&engine, 1), 54);
    assert_eq!(listed(&engine, RowFilter::default(), 0, 100).total, 54);
    assert_eq!(forget(&engine, 2), 0);
    assert_eq!(engine.borrow().arranged.datasets().count(), 0);
}

#[test]
fn damage_costs_one_response_and_is_reported() {
    let engine = engine();
    let mut bytes = file(1, 0..N);
    let text = String::from_utf8(bytes.clone()).expect("exports are text");
    let at = text
        .find("\"disposition\":\"1.1\"")
        .expect("somebody finished");
    bytes[at + 15] = b'9';
    let (report, count) = load(&engine, 1, &bytes);
    assert_eq!((report.new, count), (93, 93));
    assert!(report.damaged >= 1, "{report:?}");
    assert!(
        report.damages[0].text.contains("digest"),
        "{:?}",
        report.damages
    );
}

#[test]
fn a_truncated_file_gives_every_whole_response() {
    let engine = engine();
    let bytes = file(1, 0..N);
    let (report, count) = load(&engine, 1, &bytes[..bytes.len() / 2]);
    assert!((40..54).contains(&count), "{count}");
    assert_eq!(report.new, count);
    assert!(report.damaged > 0);
}

#[test]
fn what_is_stopped_leaves_everything_as_it_was() {
    let bytes = file(1, 0..N);
    for stop_at in [1, 50, 120, 180] {
        let engine = engine();
        load(&engine, 1, &file(2, 0..10));
        let before = exported(&engine, Selection::All, ExportFormat::Json);
        let pace = Steady {
            calls: Cell::new(0),
            stop_at,
        };
        let ask = Ask::Load {
            source: 2,
            origin: Origin::File("b".into()),
        };
        let stopped = done(perform(&engine, ask, Some(bytes.clone()), &pace));
        assert_eq!(stopped.err(), Some(Stopped), "at {stop_at}");
        assert_eq!(
            exported(&engine, Selection::All, ExportFormat::Json),
            before
        );
        assert_eq!(listed(&engine, RowFilter::default(), 0, 100).total, 10);
    }
}

#[test]
fn exports_of_either_form_load_to_the_same() {
    let first = engine();
    load(&first, 1, &file(1, 0..N));
    let json = exported(&first, Selection::All, ExportFormat::Json);
    // Another engine that knows no survey: the export brings it along.
    let second = Shared::default();
    let (report, _) = load(&second, 1, &json);
    assert_eq!(
        (report.new, report.damaged),
        (94, 0),
        "{:?}",
        report.damages
    );
    assert_eq!(
        second
            .borrow()
            .arranged
            .datasets()
            .map(|it| it.len())
            .sum::<usize>(),
        94
    );
    assert_eq!(exported(&second, Selection::All, ExportFormat::Json), json);
    let lines = exported(&first, Selection::All, ExportFormat::Ndjson);
    let third = Shared::default();
    load(&third, 1, &lines);
    assert_eq!(exported(&third, Selection::All, ExportFormat::Json), json);
}

#[test]
fn archives_for_odk_are_those_of_the_command_line() {
    use survey_core::format::submission::central::CsvOptions;
    use survey_core::format::submission::{self, Form, NoMedia, Zip};

    let engine = engine();
    let bytes = file(1, 0..N);
    load(&engine, 1, &bytes);
    let bundle = export::read(&bytes).bundle;
    let records: Vec<_> = bundle.current().collect();
    let read = survey::read(SURVEY).expect("sound");
    let form = Form::new(&read.document, Arc::new(read.questionnaire));
    let mut zip = Zip::new(Vec::new());
    let options = CsvOptions::default();
    submission::write_csv(&form, &records, options, &NoMedia, &mut zip).expect("written");
    let tables = zip.finish().expect("finished");
    let mut zip = Zip::new(Vec::new());
    let options = submission::Options::default();
    submission::write_xml(&form, &records, options, &NoMedia, &mut zip).expect("written");
    let submissions = zip.finish().expect("finished");
    assert!(submissions.len() > tables.len() && tables.len() > 1000);
    let found = |what, format| exported(&engine, what, format);
    assert!(found(Selection::All, ExportFormat::CentralCsv) == tables);
    assert!(found(Selection::All, ExportFormat::OdkXml) == submissions);
    let fewer = found(Selection::Rows(vec![0, 1]), ExportFormat::CentralCsv);
    assert!(fewer.len() < tables.len());
}

#[test]
fn filters_offer_what_exists_and_exports_follow_them() {
    let engine = engine();
    load(&engine, 1, &file(1, 0..N));
    let all = listed(&engine, RowFilter::default(), 0, 100);
    let areas = all
        .facets
        .iter()
        .find(|it| it.key == "area")
        .expect("there are areas");
    let street = areas
        .values
        .iter()
        .find(|it| it.parent.is_none())
        .expect("there are streets");
    let filter = RowFilter {
        area: Some(street.key.clone()),
        ..RowFilter::default()
    };
    let some = listed(&engine, filter.clone(), 0, 100);
    assert_eq!(some.total, street.count);
    assert!(0 < some.total && some.total < 94);
    let other = Shared::default();
    let bytes = exported(&engine, Selection::Filtered(filter), ExportFormat::Json);
    assert_eq!(load(&other, 1, &bytes).1, some.total);
    let page = listed(&engine, RowFilter::default(), 90, 10);
    assert_eq!((page.rows.len(), page.total), (4, 94));
    assert_eq!(page.rows[0], all.rows[90]);
}

#[test]
fn an_opened_response_speaks_the_readers_language() {
    let engine = engine();
    load(&engine, 1, &file(1, 0..N));
    let id = listed(&engine, RowFilter::default(), 0, 1).rows[0]
        .id
        .clone();
    let ask = Ask::Open {
        which: Which::Id(id.clone()),
        lang: "en".into(),
    };
    let Some(Said::Opened(opened)) = engine.borrow().answer(&ask) else {
        panic!("it opens");
    };
    assert_eq!(
        (opened.row.id, opened.digest_holds, opened.has_survey),
        (id, true, true)
    );
    let consent = opened
        .answers
        .iter()
        .find(|it| it.name == "consent")
        .expect("all are asked");
    assert!(consent.answer == Ok("Yes".into()) || consent.code != "1");
    assert!(opened.json.contains("\"receipt\""));
    let gone = Ask::Open {
        which: Which::Id("nobody".into()),
        lang: "en".into(),
    };
    assert!(matches!(
        engine.borrow().answer(&gone),
        Some(Said::Failed(_))
    ));
}

fn analysed(engine: &Shared, plan: Plan, chosen: &[(&str, &str)]) -> Analysed {
    let chosen = chosen
        .iter()
        .map(|(key, value)| (key.to_string(), vec![value.to_string()]));
    let scope = Scope {
        chosen: chosen.collect(),
        ..Scope::default()
    };
    analysed_in(engine, plan, scope)
}

fn analysed_in(engine: &Shared, plan: Plan, scope: Scope) -> Analysed {
    match engine.borrow().answer(&Ask::Analyse {
        plan,
        scope,
        lang: "en".into(),
    }) {
        Some(Said::Analysed(it)) => *it,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_question_battery_measure_and_pair_can_be_looked_at() {
    let engine = engine();
    load(&engine, 1, &file(1, 0..N));
    let Analysed::Outline(outline) = analysed(&engine, Plan::Outline, &[]) else {
        panic!("an outline");
    };
    let keys: Vec<&str> = outline.facets.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(
        keys,
        ["area:street", "area:community", "G2", "G1", "mode", "date"]
    );
    assert!(outline.variables.iter().all(|it| it.0 != "consent"));
    let Analysed::Questions(questions) = analysed(&engine, Plan::Questions, &[]) else {
        panic!("questions");
    };
    for it in questions.lines {
        analysed(&engine, Plan::Question(it.name), &[]);
    }
    for (measure, _) in outline.measures.into_iter().flat_map(|it| it.measures) {
        analysed(&engine, Plan::Areas(measure), &[("G1", "1")]);
    }
    for (columns, _) in outline.variables {
        analysed(
            &engine,
            Plan::Cross(Crossing {
                rows: "area:street".into(),
                columns,
                ..Crossing::default()
            }),
            &[],
        );
    }
    let Analysed::Batteries(found) = analysed(&engine, Plan::Batteries, &[]) else {
        panic!("batteries");
    };
    assert_eq!(
        found.batteries[0].levels.first().map(String::as_str),
        Some("Very dissatisfied")
    );
    assert_eq!(found.batteries[0].neutral, Some(2));
    analysed(&engine, Plan::Overview, &[("mode", "interviewer")]);
}

#[test]
fn documents_that_cannot_be_used_are_named() {
    let engine = Shared::default();
    let twice = AREAS.replacen("90-01-002", "90-01-001", 1);
    engine
        .borrow_mut()
        .learn(&["{\"format\": 1}".to_owned()], Some(&twice));
    let ask = Ask::Know {
        surveys: vec![SURVEY.to_owned()],
        areas: None,
        profile: Some("[]".into()),
    };
    assert_eq!(run(&engine, ask, None).0, Said::Known);
    let ask = Ask::Simulate { source: 1, seed: 1 };
    let Said::Loaded { holdings, .. } = run(&engine, ask, None).0 else {
        panic!("it loads");
    };
    let heads = holdings.problems.iter().map(|it| it.0.split(':').next());
    let heads: Vec<&str> = heads.flatten().collect();
    assert_eq!(heads, ["areas", "profile", "survey"]);
    assert!(holdings.problems[0].0.contains("90-01-001"));
}
