//! What is fuzzed: functions that take any bytes and panic where a promise of the core is broken.
//!
//! `libfuzzer/` drives them for hours, guided by coverage; the test beside this library replays the
//! corpora and some mutations of them in seconds. See `README.md`.

mod evaluate;
mod expression;
mod instance;
mod mutate;
mod play;
mod survey;
mod surveyjs;
mod table;
mod workbook;
mod xform;
mod xlsform;

pub use mutate::Mutator;

/// One thing that is fuzzed.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, which is that of its corpus.
    pub name: &'static str,
    /// What must hold for any bytes.
    pub run: fn(&[u8]),
    /// How many mutations the short run tries.
    pub n_short: usize,
    /// Words that mutations insert.
    pub words: &'static [&'static str],
}

/// Everything that is fuzzed.
pub const TARGETS: &[Target] = &[
    Target {
        name: "expression",
        run: expression::run,
        n_short: 3_000,
        words: expression::WORDS,
    },
    Target {
        name: "evaluate",
        run: evaluate::run,
        n_short: 1_000,
        words: expression::WORDS,
    },
    Target {
        name: "survey",
        run: survey::run,
        n_short: 200,
        words: survey::WORDS,
    },
    Target {
        name: "table",
        run: table::run,
        n_short: 3_000,
        words: table::WORDS,
    },
    Target {
        name: "instance",
        run: instance::run,
        n_short: 2_000,
        words: instance::WORDS,
    },
    Target {
        name: "xlsform",
        run: xlsform::run,
        n_short: 1_000,
        words: xlsform::WORDS,
    },
    Target {
        name: "workbook",
        run: workbook::run,
        n_short: 500,
        words: workbook::WORDS,
    },
    Target {
        name: "xform",
        run: xform::run,
        n_short: 500,
        words: xform::WORDS,
    },
    Target {
        name: "surveyjs",
        run: surveyjs::run,
        n_short: 1_000,
        words: surveyjs::WORDS,
    },
];

/// The target with this name.
///
/// # Panics
/// If there is none.
pub fn target(name: &str) -> &'static Target {
    let found = TARGETS.iter().find(|it| it.name == name);
    found.unwrap_or_else(|| panic!("there is no target `{name}`"))
}
