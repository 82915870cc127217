//! `minyi tabulate`: one question, for everybody and by groups.

mod json;
mod table;
mod weigh;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use clap::Args;
use survey_core::dataset::{Dataset, Filter, Var};
use survey_core::format::dataset;
use survey_core::report::{
    Comparison, DATA, Frame, Measure, Question, SCRIPT, compare, question, reproduce_measure,
    reproduce_questions, total,
};
use survey_core::response::Bundle;

use crate::files;

/// What `minyi tabulate` takes.
#[derive(Args, Debug)]
#[command(after_help = "\
Several exports are united first; of each response the newest revision counts. Interviews are
tabulated (dispositions 1.x); refusals and break-offs are counted beside them. Shares are of valid
answers; don't know, refused, not applicable, skipped and not asked are shown apart. Intervals of
shares are Wilson's with the effective sample size and Student's t, those of means Student's t.
Groups with fewer than 10 valid answers are withheld.

VAR is the name of an item, or area:LEVEL, mode, wave, date, interviewer, language, disposition.
docs/tabulate.md explains every number, and the keys of --json.

Examples:
  minyi tabulate demo.json --question D0
  minyi tabulate tablet-1.json tablet-2.json --question D0 --by area:community --lang en
  minyi tabulate demo.json --question pillar.satisfaction --by area:street --json
  minyi tabulate demo.json --question F1 --where G2=5,6,7 --cluster interviewer
  minyi tabulate demo.json --question D0 --margins census.csv --cap 4")]
pub(crate) struct Options {
    /// Exports
    #[arg(required = true, value_name = "EXPORT")]
    exports: Vec<PathBuf>,
    /// An item, or a construct such as pillar.satisfaction
    #[arg(long, value_name = "NAME")]
    question: String,
    /// Groups
    #[arg(long, value_name = "VAR")]
    by: Option<String>,
    /// Only those who chose one of these; may be given again
    #[arg(long = "where", value_name = "ITEM=CODE,…")]
    only: Vec<String>,
    /// Only this area and what lies in it
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
    #[command(flatten)]
    weights: weigh::Weights,
    /// The survey, where exports hold several
    #[arg(long, value_name = "ID")]
    survey: Option<String>,
    /// Confidence of the intervals
    #[arg(long, default_value_t = 0.95)]
    level: f64,
    /// The language of the words; the questionnaire's first without it
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<String>,
    /// Numbers for machines
    #[arg(long)]
    json: bool,
    /// Writes a script for R that gives the same numbers, and its data, into this folder
    #[arg(long, value_name = "FOLDER")]
    r: Option<PathBuf>,
}

/// What was found.
enum Found {
    Item(Box<Question>),
    Construct(Box<Comparison>),
}

/// Tabulates.
///
/// # Errors
/// When an export cannot be read, or a name is not there.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    if !(options.level > 0.0 && options.level < 1.0) {
        bail!(
            "--level: found {}, expected a number between 0 and 1",
            options.level
        );
    }
    let bundle = files::united(&options.exports)?;
    let id = survey(&bundle, options)?;
    let data = dataset::build(&bundle, &id).map_err(|it| anyhow!(it))?;
    for (problem, count) in data.problems() {
        eprintln!("minyi: {problem}, {count} times");
    }
    let weighting = options.weights.weigh(&data)?;
    let mut frame = weighting.frame(&data);
    frame.level = options.level;
    let only = data
        .select(&filter(options)?)
        .map_err(|it| anyhow!("--where: {it}"))?;
    frame.rows = frame.rows.and(&only);
    let found = find(&frame, options)?;
    if let Some(folder) = &options.r {
        reproduce(&frame, options, folder)?;
    }
    let lang = options.lang.as_deref().unwrap_or(data.default_language());
    if options.json {
        let json = json::write(&frame, &found, (options, &weighting), lang);
        println!("{}", serde_json::to_string_pretty(&json)?);
    } else {
        print!(
            "{}",
            table::write(&frame, &found, (options, &weighting), lang)
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn find(frame: &Frame, options: &Options) -> anyhow::Result<Found> {
    let (data, name) = (frame.data, &options.question);
    let by = options.by.as_deref().map(variable);
    let wrong = |it: String| anyhow!(it);
    if data.find(name).is_some() {
        let found = question(frame, name, by.as_ref()).map_err(wrong)?;
        return Ok(Found::Item(Box::new(found)));
    }
    let measure = Measure::Score(name.clone());
    let found = match &by {
        Some(by) => compare(frame, &measure, by),
        None => total(frame, &measure),
    };
    Ok(Found::Construct(Box::new(found.map_err(wrong)?)))
}

/// Writes what R needs to come to the same numbers.
fn reproduce(frame: &Frame, options: &Options, folder: &Path) -> anyhow::Result<()> {
    let (name, by) = (&options.question, options.by.as_deref().map(variable));
    let made = if frame.data.find(name).is_some() {
        reproduce_questions(frame, &[name], by.as_ref())
    } else {
        reproduce_measure(frame, &Measure::Score(name.clone()), by.as_ref())
    };
    let made = made.map_err(|it| anyhow!("--r: {it}"))?;
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for (name, text) in [(SCRIPT, &made.script), (DATA, &made.data)] {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

fn variable(text: &str) -> Var {
    match text.parse() {
        Ok(var) => var,
        Err(never) => match never {},
    }
}

/// The survey that was named, or the only one that has responses.
fn survey(bundle: &Bundle, options: &Options) -> anyhow::Result<String> {
    if let Some(id) = &options.survey {
        return Ok(id.clone());
    }
    let mut ids: Vec<&str> = bundle
        .current()
        .map(|it| it.header().survey.id.as_str())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    match ids[..] {
        [] => bail!("there are no responses"),
        [id] => Ok(id.to_owned()),
        _ => bail!(
            "there are several surveys; choose one with --survey: {}",
            ids.join(", ")
        ),
    }
}

fn filter(options: &Options) -> anyhow::Result<Filter> {
    let mut all = Vec::new();
    for text in &options.only {
        let Some((item, codes)) = text.split_once('=') else {
            bail!("--where: found `{text}`, expected ITEM=CODE");
        };
        all.push(Filter::Chose {
            item: item.to_owned(),
            codes: codes.split(',').map(str::to_owned).collect(),
        });
    }
    all.extend(options.area.clone().map(Filter::Area));
    Ok(Filter::Every(all))
}

/// What is said of the responses as a whole.
struct Counts {
    rows: usize,
    interviews: usize,
    of_interest: usize,
    simulated: usize,
}

impl Counts {
    fn of(data: &Dataset, frame: &Frame) -> Counts {
        Counts {
            rows: data.len(),
            interviews: data.interviews().count(),
            of_interest: frame.rows.count(),
            simulated: data.simulated().count(),
        }
    }
}
