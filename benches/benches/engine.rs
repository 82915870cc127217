//! The engine on large forms, by criterion: `cargo bench -p minyi-benches --bench engine`.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use minyi_benches::{
    Body, Form, N_INSTANCES, answers, growing, large, long_list, minyi, repeat, start,
};
use survey_core::base::Value;
use survey_core::expr::Expr;
use survey_core::format::{compiled, survey};
use survey_core::interview::{Control, Event, Input, Interview, JournalEntry, Layout};
use survey_core::questionnaire::Questionnaire;

criterion_group! {
    name = benches;
    config = Criterion::default()
        .measurement_time(Duration::from_secs(3))
        .warm_up_time(Duration::from_secs(1))
        .sample_size(20);
    targets = load, first_question, one_answer, instances, choices, validation, expressions
}
criterion_main!(benches);

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

fn both() -> [(&'static str, Form); 2] {
    [("large", large()), ("repeat", repeat(N_INSTANCES))]
}

fn load(c: &mut Criterion) {
    for (name, form) in both() {
        let text = minyi(&form).to_string();
        c.bench_function(&format!("load/document/{name}"), |b| {
            b.iter(|| survey::read(black_box(&text)).expect("it is sound"));
        });
        let text = compiled::write(&built(&form));
        c.bench_function(&format!("load/compiled/{name}"), |b| {
            b.iter(|| compiled::read(black_box(&text)).expect("it is sound"));
        });
    }
}

fn first_question(c: &mut Criterion) {
    for (name, form) in both() {
        let form = built(&form);
        for (layout, word) in [(Layout::Question, "question"), (Layout::Section, "section")] {
            c.bench_function(&format!("first/{name}/{word}"), |b| {
                b.iter(|| begun(&form, layout).view());
            });
        }
    }
}

fn one_answer(c: &mut Criterion) {
    let large = large();
    let form = built(&large);
    let rounds = [answers(&large, 0), answers(&large, 1)];
    for (layout, word) in [(Layout::Question, "question"), (Layout::Section, "section")] {
        let mut interview = begun(&form, layout);
        let mut all = rounds.iter().flatten().cloned().cycle();
        c.bench_function(&format!("answer/large/{word}"), |b| {
            let mut next = || all.next().expect("it goes round");
            b.iter_batched(
                &mut next,
                |it| (interview.apply(it), interview.view()),
                BatchSize::SmallInput,
            );
        });
    }
    let form = built(&repeat(N_INSTANCES));
    let mut interview = begun(&form, Layout::Question);
    let mut round = 0;
    c.bench_function("answer/repeat", |b| {
        b.iter(|| {
            round += 1;
            let place = format!("member[{}]/m02", round % N_INSTANCES + 1);
            let input = Input::Value(Value::Number(round as f64));
            (
                interview.apply(entry(Event::Answer { place, input })),
                interview.view(),
            )
        });
    });
}

/// The second instance against the five-hundredth.
fn instances(c: &mut Criterion) {
    let form = built(&growing());
    let add = || {
        entry(Event::AddRepeat {
            place: "member".into(),
        })
    };
    for wanted in [2, 500] {
        let mut before = begun(&form, Layout::Question);
        for _ in 2..wanted {
            before.apply(add());
        }
        c.bench_function(&format!("add instance/{wanted}"), |b| {
            b.iter_batched_ref(
                || before.clone(),
                |it| it.apply(add()),
                BatchSize::LargeInput,
            );
        });
    }
}

/// Filtering 50,000 choices to 5,000.
fn choices(c: &mut Criterion) {
    let long = long_list(50_000);
    let text = minyi(&long).to_string();
    c.bench_function("choices/load", |b| {
        b.iter(|| survey::read(black_box(&text)).expect("it is sound"));
    });
    let form = built(&long);
    let mut interview = begun(&form, Layout::Question);
    let mut region = 0;
    c.bench_function("choices/filter", |b| {
        b.iter(|| {
            region += 1;
            let input = Input::Value(Value::Text(format!("r{}", region % 10)));
            let place = "region".into();
            interview.apply(entry(Event::Answer { place, input }));
            interview.choices_at("place").len()
        });
    });
    typing(c);
}

/// What is sought among 50,000 labels, letter by letter.
fn typing(c: &mut Criterion) {
    let mut long = long_list(50_000);
    if let Body::One { under, .. } = &mut long.items[1].body {
        *under = None;
    }
    let form = built(&long);
    let fresh = begun(&form, Layout::Question);
    let control = |it: &Interview| it.question_at("place").expect("it is asked").control;
    c.bench_function("choices/first sight of 50,000", |b| {
        b.iter_batched(|| fresh.clone(), |it| control(&it), BatchSize::SmallInput);
    });
    let Control::Seek(seek) = control(&fresh) else {
        unreachable!("so many are sought");
    };
    for words in ["p", "place 4", "49 pl", "nobody"] {
        c.bench_function(&format!("choices/type {words:?} among 50,000"), |b| {
            b.iter(|| seek.finder.find(black_box(words), 50));
        });
    }
}

fn validation(c: &mut Criterion) {
    let large = large();
    let form = built(&large);
    let mut interview = begun(&form, Layout::Question);
    for it in answers(&large, 0) {
        interview.apply(it);
    }
    c.bench_function("validate and finish/large", |b| {
        b.iter_batched_ref(
            || interview.clone(),
            |it| it.apply(entry(Event::Finish)),
            BatchSize::LargeInput,
        );
    });
}

fn expressions(c: &mut Criterion) {
    let source = "if(selected(/data/s01/s01_1/s01_1_q03, 'water'), 2, 1) * (12 + 30) div 7 \
                  > string-length(concat('a', 'b', 'c')) and not(false())";
    c.bench_function("expression/parse", |b| {
        b.iter(|| Expr::parse(black_box(source)).expect("it is one"));
    });
    let form = built(&large());
    let mut interview = begun(&form, Layout::Question);
    for it in answers(&large(), 0) {
        interview.apply(it);
    }
    let expr = Expr::parse(source).expect("it is one");
    c.bench_function("expression/evaluate", |b| {
        b.iter(|| interview.evaluate(black_box(&expr), "s01_1_q01"));
    });
}
