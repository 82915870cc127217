//! What criterion does not tell, as a table: percentiles of one answer, and memory.
//! `cargo bench -p minyi-benches --bench figures`

use std::sync::Arc;

use cpu_time::ThreadTime;
use minyi_benches::{Form, N_INSTANCES, answers, growing, large, long_list, minyi, repeat, start};
use peak_alloc::PeakAlloc;
use survey_core::base::Value;
use survey_core::format::{compiled, survey};
use survey_core::interview::{Event, Input, Interview, JournalEntry, Layout};
use survey_core::questionnaire::Questionnaire;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const MB: f64 = 1e6;

fn main() {
    println!("| what | p50 | p99 | most |\n|---|---|---|---|");
    let form = large();
    loads("large", &form);
    one_answer(&form, Layout::Question, "question");
    one_answer(&form, Layout::Section, "section");
    let form = repeat(N_INSTANCES);
    loads("repeat", &form);
    answers_in_a_repeat(&form);
    instances();
    choices();
    println!("\n| memory | live MB | peak MB |\n|---|---|---|");
    memory("large", &large());
    memory("repeat", &repeat(N_INSTANCES));
    memory("50,000 choices", &long_list(50_000));
}

fn built(form: &Form) -> Arc<Questionnaire> {
    let read = survey::from_value(minyi(form)).expect("made forms are sound");
    Arc::new(read.questionnaire)
}

fn begun(form: &Arc<Questionnaire>, layout: Layout) -> Interview {
    Interview::start(form.clone(), start(form, layout)).expect("the start fits")
}

fn entry(event: Event) -> JournalEntry {
    JournalEntry { at: 1, event }
}

/// Seconds of processor time that some work takes, whatever else the machine does.
fn time<T>(work: impl FnOnce() -> T) -> f64 {
    let before = ThreadTime::now();
    std::hint::black_box(work());
    before.elapsed().as_secs_f64()
}

fn row(what: &str, mut seconds: Vec<f64>) {
    seconds.sort_by(f64::total_cmp);
    let at = |share: f64| seconds[((seconds.len() - 1) as f64 * share) as usize] * 1e3;
    println!(
        "| {what} | {:.3} ms | {:.3} ms | {:.3} ms |",
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

fn loads(name: &str, form: &Form) {
    let text = minyi(form).to_string();
    let form = built(form);
    let quick = compiled::write(&form);
    let times = |work: &dyn Fn()| (0..20).map(|_| time(work)).collect::<Vec<_>>();
    row(
        &format!("{name}: load the document ({} kB)", text.len() / 1000),
        times(&|| drop(survey::read(&text).expect("it is sound"))),
    );
    row(
        &format!("{name}: load the compiled form ({} kB)", quick.len() / 1000),
        times(&|| drop(compiled::read(&quick).expect("it is sound"))),
    );
    row(
        &format!("{name}: begin and draw the first question"),
        times(&|| drop(begun(&form, Layout::Question).view())),
    );
}

fn one_answer(form: &Form, layout: Layout, word: &str) {
    let made = built(form);
    let mut interview = begun(&made, layout);
    let (mut applied, mut viewed) = (Vec::new(), Vec::new());
    for round in 0..4 {
        for it in answers(form, round) {
            applied.push(time(|| interview.apply(it)));
            viewed.push(time(|| interview.view()));
        }
    }
    row(&format!("large, {word} a screen: one answer"), applied);
    row(&format!("large, {word} a screen: its view"), viewed);
    let next = (0..200).map(|_| time(|| interview.apply(entry(Event::Next))));
    row(&format!("large, {word} a screen: next"), next.collect());
    let response = (0..20).map(|_| time(|| interview.response()));
    row(
        &format!("large, {word} a screen: the response"),
        response.collect(),
    );
    let finish = (0..20).map(|_| {
        let mut interview = interview.clone();
        time(|| interview.apply(entry(Event::Finish)))
    });
    row(
        &format!("large, {word} a screen: check all and finish"),
        finish.collect(),
    );
}

fn answers_in_a_repeat(form: &Form) {
    let made = built(form);
    let mut interview = begun(&made, Layout::Question);
    let (mut applied, mut viewed) = (Vec::new(), Vec::new());
    for round in 0..1_000 {
        let place = format!("member[{}]/m02", round * 7 % N_INSTANCES + 1);
        let input = Input::Value(Value::Number(round as f64));
        let event = Event::Answer { place, input };
        applied.push(time(|| interview.apply(entry(event))));
        viewed.push(time(|| interview.view()));
    }
    row("repeat: one answer", applied);
    row("repeat: its view", viewed);
}

fn instances() {
    let made = built(&growing());
    let mut interview = begun(&made, Layout::Question);
    let mut seconds = Vec::new();
    for _ in 2..=510 {
        let event = Event::AddRepeat {
            place: "member".into(),
        };
        seconds.push(time(|| interview.apply(entry(event))));
    }
    row("add instances 2 to 12", seconds[..11].to_vec());
    row("add instances 500 to 510", seconds[498..].to_vec());
}

fn choices() {
    let form = long_list(50_000);
    let text = minyi(&form).to_string();
    let load = (0..3).map(|_| time(|| survey::read(&text).expect("it is sound")));
    row("50,000 choices: load", load.collect());
    let made = built(&form);
    let mut interview = begun(&made, Layout::Question);
    let (mut applied, mut offered, mut viewed) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..20 {
        let input = Input::Value(Value::Text(format!("r{}", round % 10)));
        let place = "region".into();
        let event = Event::Answer { place, input };
        applied.push(time(|| interview.apply(entry(event))));
        offered.push(time(|| interview.choices_at("place").len()));
        interview.apply(entry(Event::Next));
        viewed.push(time(|| interview.view()));
        interview.apply(entry(Event::Back));
    }
    row("50,000 choices: the answer that filters them", applied);
    row("50,000 choices: which are offered", offered);
    row("50,000 choices: the view of 5,000", viewed);
}

fn memory(name: &str, form: &Form) {
    let text = minyi(form).to_string();
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let read = survey::read(&text).expect("it is sound");
    let form = Arc::new(read.questionnaire);
    drop(read.document);
    let interview = begun(&form, Layout::Question);
    let (live, peak) = (HEAP.current_usage(), HEAP.peak_usage());
    let view = interview.view();
    let above = |bytes: usize| bytes.saturating_sub(before) as f64 / MB;
    println!("| {name} | {:.1} | {:.1} |", above(live), above(peak));
    drop(view);
}
