//! How long data sets take: `cargo bench -p survey-core --bench dataset [-- ROWS]`.
//!
//! A plain harness: every step runs a few times and the fastest run is printed, with the time per
//! row. Rows are 2,000 simulated responses to `annual-resident`, repeated; 100,000 of them unless
//! told otherwise.

#![expect(
    clippy::disallowed_methods,
    reason = "a bench is there to look at the clock"
)]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use survey_core::base::AreaTree;
use survey_core::dataset::{Dataset, DatasetBuilder, Filter, Var};
use survey_core::format::{areas, profile, response, survey};
use survey_core::questionnaire::Questionnaire;
use survey_core::report::{Crossing, Frame, Measure, ShareOf, compare, cross, overview, question};
use survey_core::response::Response;
use survey_core::simulate::{Options, Simulation};

const N_PEOPLE: usize = 2_000;

fn main() {
    // Cargo passes `--bench`.
    let rows = std::env::args().find_map(|it| it.parse().ok());
    let rows: usize = rows.unwrap_or(100_000);
    let (form, tree) = (form(), tree());
    let simulation = simulation(form.clone(), tree.clone());
    let people = time("simulate", N_PEOPLE, 3, || {
        simulation.clone().collect::<Vec<Response>>()
    });
    let records = time("write and digest", N_PEOPLE, 3, || {
        let record = |it| response::record(it).expect("sound");
        people.iter().map(record).collect::<Vec<_>>()
    });
    time("read", N_PEOPLE, 3, || {
        let read = |it| response::read(it).expect("sound");
        records.iter().map(read).collect::<Vec<_>>()
    });
    let data = time("build columns", rows, 3, || {
        let builder = DatasetBuilder::new(std::slice::from_ref(&form), tree.clone());
        let mut builder = builder.expect("one survey");
        people.iter().cycle().take(rows).for_each(|it| {
            builder.push(it);
        });
        builder.finish()
    });
    let answers = rows * data.variables().len();
    let bytes = data.bytes() as f64;
    println!(
        "{:>44.2} bytes an answer, {:.1} MB",
        bytes / answers as f64,
        bytes / 1e6
    );
    tabulate(&data, rows);
}

fn tabulate(data: &Dataset, rows: usize) {
    let mut frame = Frame::new(data);
    let community = Var::Area("community".to_owned());
    let women = Filter::Every(vec![
        Filter::Chose {
            item: "G1".into(),
            codes: vec!["2".into()],
        },
        Filter::Chose {
            item: "G2".into(),
            codes: vec!["5".into(), "6".into()],
        },
        Filter::Area("90-01".into()),
    ]);
    time("filter by sex, age and area", rows, 9, || {
        data.select(&women).expect("known")
    });
    time("one question", rows, 5, || {
        question(&frame, "D0", None).expect("known")
    });
    time("several choices", rows, 5, || {
        question(&frame, "F1", None).expect("known")
    });
    time("one question by 47 communities", rows, 5, || {
        question(&frame, "D0", Some(&community)).expect("known")
    });
    time("a pillar by 47 communities", rows, 5, || {
        compare(
            &frame,
            &Measure::Score("pillar.satisfaction".into()),
            &community,
        )
        .expect("known")
    });
    time("a rate by 47 communities", rows, 5, || {
        compare(
            &frame,
            &Measure::Score("rate.participation".into()),
            &community,
        )
        .expect("known")
    });
    let item = |name: &str| Var::Item(name.to_owned());
    time("two-way table with test", rows, 5, || {
        let what = Crossing {
            rows: item("G2"),
            nest: None,
            columns: item("D0"),
            base: ShareOf::Row,
        };
        cross(&frame, &what).expect("known")
    });
    time("overview", rows, 5, || {
        overview(&frame, "community").expect("known")
    });
    let all = frame.rows.clone();
    frame.rows = all.and(&data.select(&women).expect("known"));
    time("one question, filtered", rows, 5, || {
        question(&frame, "D0", None).expect("known")
    });
    time("by 47 communities, filtered", rows, 5, || {
        question(&frame, "D0", Some(&community)).expect("known")
    });
}

/// Prints the fastest of some runs and gives the last result.
fn time<T>(what: &str, n: usize, runs: usize, step: impl Fn() -> T) -> T {
    let mut fastest = f64::INFINITY;
    let mut last = None;
    for _ in 0..runs {
        let begun = Instant::now();
        let result = black_box(step());
        fastest = fastest.min(begun.elapsed().as_secs_f64());
        last = Some(result);
    }
    let each = fastest * 1e9 / n as f64;
    println!("{what:<32} {:>10.3} ms {each:>12.1} ns each", fastest * 1e3);
    last.expect("one run at least")
}

fn text(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../surveys")
        .join(file);
    std::fs::read_to_string(path).expect("the questionnaires are there")
}

fn form() -> Arc<Questionnaire> {
    let survey = survey::read(&text("annual-resident.json")).expect("sound");
    Arc::new(survey.questionnaire)
}

fn tree() -> Arc<AreaTree> {
    Arc::new(areas::read(&text("areas-example.json")).expect("sound"))
}

fn simulation(form: Arc<Questionnaire>, tree: Arc<AreaTree>) -> Simulation {
    let mut options = Options::new(&form, 1, N_PEOPLE);
    options.profile = profile::read(&text("profiles/annual-resident.json")).expect("sound");
    Simulation::new(form, tree, options)
}
