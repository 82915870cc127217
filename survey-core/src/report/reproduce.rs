//! "Reproduce in R": a script for R's package `survey` and the data it reads, which give the
//! numbers of a figure again.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::compare::Values;
use super::question::Boxes;
use super::{Crossing, Frame, Measure as Compared, ShareOf, Unit};
use crate::dataset::{Bitmap, Column, Groups, Plan, Var, Variable};

/// A script with its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reproduction {
    /// `figure.R`, to be run in the folder of the data.
    pub script: String,
    /// `figure.csv`: a row for every row of the design, since a domain is no sample of its own.
    pub data: String,
}

/// The name of the data, as the script reads it.
pub const DATA: &str = "figure.csv";
/// The name of the script.
pub const SCRIPT: &str = "figure.R";

/// The figures of items, for everybody and in the groups of a variable: the parts of
/// [`question`](super::question) that are estimated.
///
/// # Errors
/// If there is no such item, nothing of it is estimated, or the variable makes no groups.
pub fn reproduce_questions(
    frame: &Frame,
    names: &[&str],
    by: Option<&Var>,
) -> Result<Reproduction, String> {
    let groups = by.map(|it| frame.data.groups(it)).transpose()?;
    let (mut answers, mut measures) = (Answers::default(), Vec::new());
    for (at, name) in names.iter().enumerate() {
        let (head, before) = match names {
            [_] => ("y".to_owned(), String::new()),
            _ => (format!("y{}", at + 1), format!("{name}: ")),
        };
        let mut own = answers.add(frame, name, &head)?;
        own.iter_mut().for_each(|it| it.name.insert_str(0, &before));
        measures.extend(own);
    }
    let names = names.join(", ");
    let title = by.map_or_else(|| names.clone(), |by| format!("{names} by {by}"));
    let keys = groups.as_ref().map(keys).unwrap_or_default();
    let of_rows = groups.map(|it| key_of_rows(&it, frame.data.len()));
    Ok(Reproduction {
        data: data(frame, of_rows.as_deref(), &answers),
        script: script(frame, &title, (&measures, &answers), &keys, ""),
    })
}

/// A measure for everybody and in the groups of a variable, as
/// [`compare`](super::compare) has it.
///
/// # Errors
/// If the measure does not fit its item, or the variable makes no groups.
pub fn reproduce_measure(
    frame: &Frame,
    measure: &Compared,
    by: Option<&Var>,
) -> Result<Reproduction, String> {
    let values = Values::of(frame, measure)?;
    let groups = by.map(|it| frame.data.groups(it)).transpose()?;
    let mut answers = Answers::default();
    let value = |row| values.value(row).map(|it| it.to_string());
    answers.push("y", false, (0..frame.data.len()).map(value).collect());
    let name = measure.name();
    let measured = match values.unit {
        Unit::Share => Measure::share(name, "d$y".to_owned()),
        Unit::Score | Unit::Own => Measure::mean("mean", "d$y".to_owned()),
    };
    let title = by.map_or_else(|| name.to_owned(), |by| format!("{name} by {by}"));
    let keys = groups.as_ref().map(keys).unwrap_or_default();
    let of_rows = groups.map(|it| key_of_rows(&it, frame.data.len()));
    Ok(Reproduction {
        data: data(frame, of_rows.as_deref(), &answers),
        script: script(frame, &title, (&[measured], &answers), &keys, ""),
    })
}

/// The shares of a table that [`cross`](super::cross) makes, and the test of independence.
///
/// # Errors
/// If one of the variables makes no groups.
pub fn reproduce_cross(frame: &Frame, what: &Crossing) -> Result<Reproduction, String> {
    let groups = |var: &Var| frame.data.groups(var);
    let (down, across) = (groups(&what.rows)?, groups(&what.columns)?);
    let inner = what.nest.as_ref().map(groups).transpose()?;
    let key = |groups: &Groups, row: usize| Some(groups.groups[groups.get(row)?].key.clone());
    let both = |row: usize| -> Option<(String, String)> {
        let line = match &inner {
            Some(inner) => format!("{} / {}", key(&down, row)?, key(inner, row)?),
            None => key(&down, row)?,
        };
        Some((line, key(&across, row)?))
    };
    let both: Vec<Option<(String, String)>> = (0..frame.data.len()).map(both).collect();
    let placed = Bitmap::of(frame.data.len(), |row| both[row].is_some());
    let frame = Frame {
        rows: frame.rows.clone().and(&placed),
        ..frame.clone()
    };
    let of = |part: fn(&(String, String)) -> String| -> Vec<Option<String>> {
        both.iter().map(|it| it.as_ref().map(part)).collect()
    };
    let (lines, columns) = (of(|it| it.0.clone()), of(|it| it.1.clone()));
    let (within, parts, test) = match what.base {
        ShareOf::Row => (Some(lines), columns, TEST),
        ShareOf::Column => (Some(columns), lines, TEST),
        ShareOf::Table => (None, of(|it| format!("{} / {}", it.0, it.1)), ""),
    };
    let known = |all: &[Option<String>]| -> BTreeSet<String> {
        frame
            .rows
            .iter()
            .filter_map(|row| all[row].clone())
            .collect()
    };
    let measures = known(&parts).into_iter();
    let measures: Vec<Measure> = measures
        .map(|it| Measure::share(&it, format!("as.numeric(d$y == {})", quoted(&it))))
        .collect();
    let keys: Vec<String> = within.as_deref().map(known).into_iter().flatten().collect();
    let mut answers = Answers::default();
    answers.push("y", true, parts);
    let title = format!("{} by {}", what.rows, what.columns);
    Ok(Reproduction {
        data: data(&frame, within.as_deref(), &answers),
        script: script(&frame, &title, (&measures, &answers), &keys, test),
    })
}

/// What is estimated.
struct Measure {
    name: String,
    is_share: bool,
    /// An expression of R for the values, `d` being the data.
    values: String,
}

impl Measure {
    fn share(name: &str, values: String) -> Measure {
        Measure {
            name: format!("share {name}"),
            is_share: true,
            values,
        }
    }

    fn mean(name: &str, values: String) -> Measure {
        Measure {
            name: name.to_owned(),
            is_share: false,
            values,
        }
    }
}

fn of_codes(variable: &Variable, head: &str) -> Vec<Measure> {
    let equal = |it: &str| format!("as.numeric(d${head} == {})", quoted(it));
    let codes = variable.codes.iter();
    let mut all: Vec<Measure> = codes
        .map(|it| Measure::share(&it.name, equal(&it.name)))
        .collect();
    if let Some(boxes) = Boxes::of(variable) {
        let names = ["top", "lenient", "bottom"];
        let sets = boxes.each(|codes| {
            let codes = codes.iter().map(|it| quoted(&variable.codes[*it].name));
            codes.collect::<Vec<_>>().join(", ")
        });
        for (name, codes) in names.into_iter().zip(sets) {
            let values =
                format!("ifelse(is.na(d${head}), NA, as.numeric(d${head} %in% c({codes})))");
            all.push(Measure {
                name: name.to_owned(),
                is_share: true,
                values,
            });
        }
    }
    let points = |of: &dyn Fn(&crate::dataset::Code) -> Option<f64>| {
        let known = variable.codes.iter();
        let known = known.filter_map(|it| Some(format!("{} = {}", quoted(&it.name), of(it)?)));
        format!(
            "unname(c({})[d${head}])",
            known.collect::<Vec<_>>().join(", ")
        )
    };
    if variable.is_scored() {
        all.push(Measure::mean("score", points(&|it| it.score)));
    }
    if matches!(variable.plan, Plan::Scale(..)) {
        all.push(Measure::mean("mean", points(&|it| it.point)));
    }
    all
}

fn keys(groups: &Groups) -> Vec<String> {
    groups.groups.iter().map(|it| it.key.clone()).collect()
}

/// The key of every row's group.
fn key_of_rows(groups: &Groups, rows: usize) -> Vec<Option<String>> {
    let key = |row| groups.get(row).map(|it| groups.groups[it].key.clone());
    (0..rows).map(key).collect()
}

/// Columns of answers: the head, whether it holds text, and a cell a row.
#[derive(Default)]
struct Answers(Vec<(String, bool, Vec<Option<String>>)>);

impl Answers {
    /// Adds the answers to an item; gives what is estimated of them.
    fn add(&mut self, frame: &Frame, name: &str, head: &str) -> Result<Vec<Measure>, String> {
        let at = frame.data.expect(name)?;
        let (variable, column) = (&frame.data.variables()[at], frame.data.column(at));
        let rows = 0..frame.data.len();
        match column {
            Column::Codes(codes) => {
                let code = |row| codes.get(row).ok().map(usize::from);
                let name = |row| Some(variable.codes[code(row)?].name.clone());
                self.push(head, true, rows.map(name).collect());
                Ok(of_codes(variable, head))
            }
            Column::Ticks(ticks) => {
                let mut measures = Vec::new();
                for (code, it) in variable.codes.iter().enumerate() {
                    let ticked = |row| match ticks.missing(row) {
                        None => Some(u8::from(ticks.has(row, code)).to_string()),
                        Some(_) => None,
                    };
                    let head = format!("{head}_{}", code + 1);
                    self.push(&head, false, rows.clone().map(ticked).collect());
                    measures.push(Measure::share(&it.name, format!("d${head}")));
                }
                Ok(measures)
            }
            Column::Numbers(numbers) => {
                let number = |row| numbers.get(row).ok().map(|it| it.to_string());
                self.push(head, false, rows.map(number).collect());
                let mut measures = vec![Measure::mean("mean", format!("d${head}"))];
                if variable.score.is_some() {
                    let scores = frame.data.scores(&variable.name)?;
                    let score = |it: &f64| (!it.is_nan()).then(|| it.to_string());
                    let head = format!("{head}_score");
                    self.push(&head, false, scores.iter().map(score).collect());
                    measures.push(Measure::mean("score", format!("d${head}")));
                }
                Ok(measures)
            }
            Column::Words(_) | Column::Moments(_) => {
                Err(format!("nothing of `{name}` is estimated"))
            }
        }
    }

    fn push(&mut self, head: &str, is_text: bool, cells: Vec<Option<String>>) {
        self.0.push((head.to_owned(), is_text, cells));
    }
}

/// The data: whether a row is of interest, its weight, PSU and stratum, its group and answers.
fn data(frame: &Frame, groups: Option<&[Option<String>]>, answers: &Answers) -> String {
    let design = &frame.design;
    let mut out = "keep,w,psu,stratum,g".to_owned();
    for (head, ..) in &answers.0 {
        out.push(',');
        out.push_str(head);
    }
    out.push('\n');
    for row in 0..frame.data.len() {
        let keep = u8::from(frame.rows.has(row));
        let weight = design.weights.map_or(1.0, |it| it[row]);
        let psu = design.psus.map_or(row, |it| it[row] as usize);
        let stratum = design.strata.map_or(0, |it| it[row]);
        let _ = write!(out, "{keep},{weight},{psu},{stratum},");
        if let Some(key) = groups.and_then(|it| it[row].as_ref()) {
            out.push_str(&cell(key));
        }
        for (_, is_text, cells) in &answers.0 {
            out.push(',');
            match &cells[row] {
                Some(text) if *is_text => out.push_str(&cell(text)),
                Some(number) => out.push_str(number),
                None => {}
            }
        }
        out.push('\n');
    }
    out
}

fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A text as R writes it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn script(
    frame: &Frame,
    title: &str,
    (measures, answers): (&[Measure], &Answers),
    groups: &[String],
    test: &str,
) -> String {
    let mut out = format!(
        "# {}\n# Made by Minyi. Run it in the folder of {DATA}: Rscript {SCRIPT}\n",
        title.replace(['\n', '\r'], " ")
    );
    out.push_str("library(survey)\n");
    let _ = writeln!(out, "level <- {}", frame.level);
    let heads = answers.0.iter().filter(|it| it.1).map(|it| it.0.as_str());
    let texts = std::iter::once("g").chain(heads);
    let classes: Vec<String> = texts.map(|it| format!("{it} = \"character\"")).collect();
    let _ = writeln!(
        out,
        "data <- read.csv(\"{DATA}\", na.strings = \"\", colClasses = c({}))",
        classes.join(", ")
    );
    out.push_str("measures <- list(\n");
    let lines = measures.iter().map(|it| {
        let share = if it.is_share { "TRUE" } else { "FALSE" };
        let name = quoted(&it.name);
        format!(
            "  list(name = {name}, share = {share}, values = function(d) {})",
            it.values
        )
    });
    out.push_str(&lines.collect::<Vec<_>>().join(",\n"));
    out.push_str("\n)\n");
    let groups: Vec<String> = groups.iter().map(|it| quoted(it)).collect();
    let _ = writeln!(out, "groups <- c({})", groups.join(", "));
    out.push_str(BODY);
    out.push_str(test);
    out
}

/// Estimates every measure for everybody of interest and in every group.
const BODY: &str = r#"
# Those who were not drawn into any figure stay in the design: a domain is no sample of its own.
design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = data, nest = TRUE)

estimate <- function(measure, key, domain) {
  domain <- update(domain, x = measure$values(domain$variables))
  used <- !is.na(domain$variables$x) & weights(domain) > 0
  n <- sum(used)
  if (n < 2) return(NULL)
  found <- svymean(~x, domain, na.rm = TRUE)
  est <- coef(found)[[1]]
  se <- SE(found)[[1]]
  df <- degf(domain)
  t <- qt((1 + level) / 2, df)
  if (!measure$share) {
    low <- est - t * se
    high <- est + t * se
  } else if (se < 1e-12) {
    # Everybody says the same: Clopper and Pearson, with Kish's effective number of people.
    w <- weights(domain)[used]
    m <- min(n, sum(w)^2 / sum(w^2))
    low <- if (est <= 0) 0 else qbeta((1 - level) / 2, est * m, m - est * m + 1)
    high <- if (est >= 1) 1 else qbeta((1 + level) / 2, est * m + 1, m - est * m)
  } else {
    # Wilson's interval on the effective number of people, with Student's t.
    m <- est * (1 - est) / se^2
    a <- t^2 / m
    half <- t * sqrt(est * (1 - est) / m + a / (4 * m))
    low <- (est + a / 2 - half) / (1 + a)
    high <- (est + a / 2 + half) / (1 + a)
  }
  data.frame(group = key, measure = measure$name, n = n, estimate = est, se = se, low = low, high = high)
}

everybody <- subset(design, keep == 1)
found <- do.call(rbind, c(
  lapply(measures, estimate, key = "", domain = everybody),
  lapply(groups, function(it) {
    domain <- subset(design, keep == 1 & !is.na(g) & g == it)
    if (nrow(domain) == 0) return(NULL)
    do.call(rbind, lapply(measures, estimate, key = it, domain = domain))
  })
))
for (it in c("estimate", "se", "low", "high")) found[[it]] <- format(found[[it]], digits = 15, scientific = TRUE)
write.csv(found, row.names = FALSE)
"#;

/// Rao and Scott's test.
const TEST: &str = r#"
both <- update(everybody, g = factor(g), y = factor(y))
test <- svychisq(~g + y, both, statistic = "F")
cat(sprintf("Rao-Scott F = %.15g, df = %.15g and %.15g, p = %.15g\n",
            test$statistic, test$parameter[[1]], test$parameter[[2]], test$p.value))
"#;
