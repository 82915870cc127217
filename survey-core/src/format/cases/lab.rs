//! What a case works with: its arguments, its data and its sample, and what it takes over from
//! cases before it.

use std::rc::Rc;

use serde_json::Value;

use super::frame::{Column, Factor, Frame};
use super::{Case, CaseFile, Refusal, Store};
use crate::stats::{Design, Lonely, Sample, Stage};

/// A case in its file.
pub(super) struct Lab<'a, 'b> {
    file: &'a CaseFile,
    at: usize,
    store: &'a mut Store<'b>,
}

/// Data with its design.
#[derive(Clone)]
pub(super) struct Setup {
    pub(super) frame: Rc<Frame>,
    pub(super) sample: Sample,
    /// The rows of the case's domain.
    pub(super) who: Vec<bool>,
    pub(super) lonely_fails: bool,
}

impl<'a, 'b> Lab<'a, 'b> {
    pub(super) fn new(file: &'a CaseFile, at: usize, store: &'a mut Store<'b>) -> Lab<'a, 'b> {
        Lab { file, at, store }
    }

    pub(super) fn case(&self) -> &'a Case {
        &self.file.cases[self.at]
    }

    pub(super) fn op(&self) -> &'a str {
        &self.case().op
    }

    pub(super) fn arg(&self, name: &str) -> &'a Value {
        &self.case().args[name]
    }

    pub(super) fn has(&self, name: &str) -> bool {
        !self.arg(name).is_null()
    }

    pub(super) fn text(&self, name: &str) -> Result<&'a str, Refusal> {
        let missing = || Refusal::Error(format!("args.{name}: found no text"));
        self.arg(name).as_str().ok_or_else(missing)
    }

    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        texts(self.arg(name))
    }

    pub(super) fn number(&self, name: &str) -> Result<f64, Refusal> {
        number(self.arg(name)).ok_or_else(|| format!("args.{name}: found no number").into())
    }

    pub(super) fn number_or(&self, name: &str, otherwise: f64) -> f64 {
        number(self.arg(name)).unwrap_or(otherwise)
    }

    pub(super) fn numbers(&self, name: &str) -> Vec<f64> {
        numbers(self.arg(name))
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.arg(name).as_bool().unwrap_or(false)
    }

    /// Whether rows with gaps are left out: as the case says, or the R expression of it.
    pub(super) fn na_rm(&self) -> bool {
        let r: String = self.case().r.split_whitespace().collect();
        self.flag("na_rm") || r.contains("na.rm=TRUE")
    }

    pub(super) fn level(&self) -> f64 {
        self.number_or("level", 0.95)
    }

    /// A variable list, the case's own or that of the nearest earlier case of the same kind of
    /// question on the same design.
    pub(super) fn vars(&self) -> Result<Vec<String>, Refusal> {
        let own = self.texts("vars");
        if !own.is_empty() {
            return Ok(own);
        }
        let here = self.case();
        let same = |it: &&Case| {
            it.on == here.on && !it.args["vars"].is_null() && it.args["by"] == here.args["by"]
        };
        let earlier = self.earlier(|it| same(&it) && it.op == "by");
        let earlier = earlier.or_else(|| self.earlier(|it| same(&it)));
        let earlier = earlier.ok_or("args.vars: found nothing")?;
        Ok(texts(&earlier.args["vars"]))
    }

    /// The latest case before this one that meets a condition.
    pub(super) fn earlier(&self, meets: impl Fn(&Case) -> bool) -> Option<&'a Case> {
        self.file.cases[..self.at].iter().rev().find(|it| meets(it))
    }

    /// The number of the earlier case an argument names, by its id or the beginning of one.
    pub(super) fn position(&self, argument: &str) -> Result<usize, Refusal> {
        let name = self.text(argument)?;
        let cases = &self.file.cases[..self.at];
        let exact = cases.iter().position(|it| it.id == name);
        let begins = |it: &Case| {
            it.id
                .strip_prefix(name)
                .is_some_and(|it| it.starts_with('.'))
        };
        let at = exact.or_else(|| cases.iter().position(begins));
        at.ok_or_else(|| format!("args.{argument}: no earlier case is {name}").into())
    }

    /// The same laboratory for another case of the file.
    pub(super) fn of_case(&mut self, at: usize) -> Lab<'_, 'b> {
        Lab {
            file: self.file,
            at,
            store: self.store,
        }
    }

    /// The number of the latest case before this one that meets a condition.
    pub(super) fn earlier_position(&self, meets: impl Fn(&Case) -> bool) -> Option<usize> {
        self.file.cases[..self.at].iter().rposition(meets)
    }

    pub(super) fn file(&mut self, name: &str) -> Result<Rc<Frame>, Refusal> {
        if let Some(found) = self.store.frames.get(name) {
            return Ok(found.clone());
        }
        let missing = || Refusal::Skip(format!("there is no data file {name}"));
        let text = (self.store.load)(name).ok_or_else(missing)?;
        let mut frame = Frame::read(&text).map_err(|it| format!("{name}: {it}"))?;
        for (column, rule) in self.rules() {
            derive(&mut frame, &column, &rule);
        }
        let frame = Rc::new(frame);
        self.store.frames.insert(name.to_owned(), frame.clone());
        Ok(frame)
    }

    /// Columns the file's cases define in words: `w = …`, or a name with `x cut at a,b`.
    fn rules(&self) -> Vec<(String, String)> {
        let mut rules = Vec::new();
        for case in &self.file.cases {
            for (name, value) in case.args.as_object().into_iter().flatten() {
                let Some(text) = value.as_str() else { continue };
                if text.contains(" cut at ") {
                    rules.push((name.clone(), text.to_owned()));
                } else if let Some((column, rule)) = text.split_once(" = ") {
                    let simple = column
                        .chars()
                        .all(|c| c.is_alphanumeric() || c == '.' || c == '_');
                    if name == "weights" && simple {
                        rules.push((column.to_owned(), rule.to_owned()));
                    }
                }
            }
        }
        rules
    }

    /// The data and sample of the case, with its domain.
    pub(super) fn setup(&mut self) -> Result<Setup, Refusal> {
        let case = self.case();
        let spec = if case.on == "none" {
            &case.args
        } else {
            let missing = || format!("there is no design {}", case.on);
            self.file.designs.get(&case.on).ok_or_else(missing)?
        };
        let weights = case.args["weights"]
            .as_str()
            .filter(|it| case.on != "none" && it.contains('*') && !it.contains('='));
        let mut setup = self.sample(spec, weights)?;
        if let Some(condition) = self.domain() {
            setup.who = domain(&setup, &condition)?;
        }
        Ok(setup)
    }

    /// The sample of a design of the file by its name or what R's script called it.
    pub(super) fn design(&mut self, name: &str) -> Result<Setup, Refusal> {
        let designs = &self.file.designs;
        let letters = |it: &String| {
            let mut rest = it.chars();
            name.chars().all(|c| rest.any(|other| other == c))
        };
        let found = designs
            .get(name)
            .or_else(|| designs.iter().find(|it| letters(it.0)).map(|it| it.1));
        let spec = found.ok_or_else(|| format!("there is no design {name}"))?;
        self.sample(spec, None)
    }

    /// The condition of the domain: as R was given it where `r` says so, else as `args` has it.
    fn domain(&self) -> Option<String> {
        let given = self.arg("domain").as_str()?;
        let r = &self.case().r;
        let inside = r
            .find("subset(")
            .and_then(|it| balanced(&r[it + "subset(".len()..]));
        let condition = inside
            .and_then(|it| it.split_once(','))
            .map(|it| it.1.trim());
        match condition.map(super::term::parse) {
            Some(Ok(super::term::Term::Name(_))) | Some(Err(_)) | None => Some(given.to_owned()),
            Some(Ok(_)) => condition.map(str::to_owned),
        }
    }

    fn sample(&mut self, spec: &Value, weights: Option<&str>) -> Result<Setup, Refusal> {
        let name = spec["data"].as_str().ok_or("the case names no data")?;
        let mut frame = self.file(name)?;
        // Without a design, `rows` says which rows the result is for.
        let rows = spec["rows"].as_str().filter(|_| self.case().on != "none");
        if let Some(keep) = rows.map(|it| frame.holds(it)).transpose()? {
            frame = Rc::new(frame.filtered(&keep));
        }
        // Without a design, `weights` may be a word for something else, such as a kind of index.
        let named = |it: &&str| self.case().on != "none" || frame.column(it).is_some();
        let weights = weights.or_else(|| spec["weights"].as_str().filter(named));
        let weights = weights.map(|it| frame.numbers(it)).transpose()?;
        let ids = listed(&frame, &spec["ids"])?;
        let strata = listed(&frame, &spec["strata"])?;
        let sizes = texts(&spec["fpc"]);
        let sizes = frame.all_numbers(&sizes)?;
        let lonely = spec["lonely_psu"].as_str().unwrap_or("fail");
        let design = Design {
            weights: weights.as_deref(),
            strata: strata.first().map(Vec::as_slice),
            psus: ids.first().map(Vec::as_slice),
            population: sizes.first().map(Vec::as_slice),
            lonely: match lonely {
                "adjust" => Lonely::Adjust,
                "average" => Lonely::Average,
                "certainty" | "remove" => Lonely::Certainty,
                _ => Lonely::Refuse,
            },
            ..Design::simple(frame.rows())
        };
        let stage = |at: usize| Stage {
            strata: strata.get(at).map(Vec::as_slice),
            units: ids.get(at).map(Vec::as_slice),
            population: sizes.get(at).map(Vec::as_slice),
        };
        let stages: Vec<Stage> = (1..ids.len().max(sizes.len())).map(stage).collect();
        Ok(Setup {
            sample: Sample::staged(&design, &stages),
            who: vec![true; frame.rows()],
            lonely_fails: lonely == "fail",
            frame,
        })
    }
}

impl Setup {
    /// The rows of `who` where all variables have a value, and which variables had gaps.
    pub(super) fn valid(&self, variables: &[Vec<f64>], who: &[bool]) -> (Vec<bool>, Vec<bool>) {
        let mut valid = who.to_vec();
        let mut gaps = vec![false; variables.len()];
        for (variable, gap) in variables.iter().zip(&mut gaps) {
            for row in (0..valid.len()).filter(|it| who[*it] && variable[*it].is_nan()) {
                valid[row] = false;
                *gap |= self.sample.weights()[row] != 0.0;
            }
        }
        (valid, gaps)
    }

    pub(super) fn variables(&self, names: &[String]) -> Result<Vec<Vec<f64>>, Refusal> {
        Ok(self.frame.all_numbers(names)?)
    }

    /// The groups of one or several variables that occur in the domain, the first changing
    /// fastest: their labels, variable by variable, and the rows of each.
    pub(super) fn groups(&self, by: &[String]) -> Result<Groups, Refusal> {
        let factors: Vec<Factor> = by
            .iter()
            .map(|it| self.frame.factor(it))
            .collect::<Result<_, _>>()?;
        if by.is_empty() {
            return Err("args.by: found no variable".into());
        }
        let mut cells: Vec<Vec<usize>> = Vec::new();
        let mut key: Vec<Option<Vec<usize>>> = Vec::new();
        for row in 0..self.frame.rows() {
            // Last variable first, so that the order of keys is that of R.
            let codes = factors
                .iter()
                .rev()
                .map(|it| it.codes[row])
                .collect::<Option<Vec<_>>>();
            let codes = codes.filter(|_| self.who[row]);
            cells.extend(codes.clone());
            key.push(codes);
        }
        cells.sort();
        cells.dedup();
        let rows = |cell: &Vec<usize>| key.iter().map(|it| it.as_ref() == Some(cell)).collect();
        let label =
            |cell: &Vec<usize>, at: usize| factors[at].levels[cell[factors.len() - 1 - at]].clone();
        Ok(Groups {
            by: by.to_vec(),
            labels: (0..by.len())
                .map(|at| cells.iter().map(|it| label(it, at)).collect())
                .collect(),
            rows: cells.iter().map(rows).collect(),
        })
    }
}

/// Groups of rows.
pub(super) struct Groups {
    pub(super) by: Vec<String>,
    /// For each variable, the label of each group.
    pub(super) labels: Vec<Vec<String>>,
    pub(super) rows: Vec<Vec<bool>>,
}

impl Groups {
    pub(super) fn names(&self) -> Vec<String> {
        let name = |at: usize| {
            let parts: Vec<&str> = self.labels.iter().map(|it| it[at].as_str()).collect();
            parts.join(".")
        };
        (0..self.rows.len()).map(name).collect()
    }
}

fn listed(frame: &Frame, names: &Value) -> Result<Vec<Vec<u32>>, Refusal> {
    let codes = |name: String| -> Result<Vec<u32>, Refusal> {
        let factor = frame.factor(&name)?;
        let code = |it: &Option<usize>| it.map_or(u32::MAX, |it| it as u32);
        Ok(factor.codes.iter().map(code).collect())
    };
    texts(names).into_iter().map(codes).collect()
}

fn domain(setup: &Setup, condition: &str) -> Result<Vec<bool>, Refusal> {
    if let Some((_, list)) = condition.split_once(" in first ") {
        return first_of_strata(setup, list);
    }
    Ok(setup.frame.holds(condition)?)
}

/// `E, first H, first two M`: the first rows of some strata.
fn first_of_strata(setup: &Setup, list: &str) -> Result<Vec<bool>, Refusal> {
    let mut who = vec![false; setup.frame.rows()];
    for part in list.split(',') {
        let part = part.trim().trim_start_matches("first ");
        let (count, level) = part.split_once(' ').unwrap_or(("one", part));
        let words = ["one", "two", "three", "four", "five"];
        let count = words
            .iter()
            .position(|it| *it == count)
            .map_or(1, |it| it + 1);
        let column = setup.frame.names().iter().find_map(|name| {
            let factor = setup.frame.factor(name).ok()?;
            let at = factor.levels.iter().position(|it| it == level)?;
            Some(factor.indicator(at))
        });
        let column = column.ok_or_else(|| format!("no column has the value {level}"))?;
        let rows = (0..who.len()).filter(|it| column[*it] == 1.0);
        rows.take(count).for_each(|it| who[it] = true);
    }
    Ok(who)
}

/// Adds a column that the words of a case define, if this data has what it takes.
fn derive(frame: &mut Frame, name: &str, rule: &str) {
    if frame.names().iter().any(|it| it == name) {
        return;
    }
    let column = match rule.split_once(" cut at ") {
        Some((variable, cuts)) => cut(frame, variable, cuts),
        None => match rule.strip_prefix("target/actual:") {
            Some(shares) => target_over_actual(frame, shares),
            None => frame.eval(rule).ok(),
        },
    };
    if let Some(column) = column {
        frame.add(name, column);
    }
}

/// `25,50,75 (right-closed)`: groups up to and including each cut.
fn cut(frame: &Frame, variable: &str, cuts: &str) -> Option<Column> {
    let values = frame.numbers(variable).ok()?;
    let list = cuts.split('(').next()?.split(',');
    let cuts: Vec<f64> = list
        .map(|it| it.trim().parse().ok())
        .collect::<Option<_>>()?;
    let code = |it: &f64| {
        let above = cuts.iter().filter(|cut| it > cut).count();
        if it.is_nan() { f64::NAN } else { above as f64 }
    };
    let mut bounds = vec![-1.0];
    bounds.extend(&cuts);
    bounds.push(100.0);
    let label = |it: &[f64]| format!("{}-{}", it[0] + 1.0, it[1]);
    let labels = bounds.windows(2).map(label).collect();
    Some(Column::Cut(values.iter().map(code).collect(), labels))
}

/// `.51/share(female), .49/share(male)`: weights that give groups their target shares.
fn target_over_actual(frame: &Frame, shares: &str) -> Option<Column> {
    let mut targets = Vec::new();
    for part in shares.split(',') {
        let (target, level) = part.trim().split_once("/share(")?;
        targets.push((
            level.trim_end_matches(')').to_owned(),
            target.trim().parse::<f64>().ok()?,
        ));
    }
    let factor = frame.names().iter().find_map(|name| {
        let factor = frame.factor(name).ok()?;
        let all = targets.iter().all(|it| factor.levels.contains(&it.0));
        all.then_some(factor)
    })?;
    let n = factor.codes.len() as f64;
    let weight = |level: usize| {
        let count = factor.codes.iter().filter(|it| **it == Some(level)).count() as f64;
        let target = targets.iter().find(|it| it.0 == factor.levels[level])?;
        Some(target.1 / (count / n))
    };
    let weights: Vec<f64> = (0..factor.levels.len())
        .map(weight)
        .collect::<Option<_>>()?;
    let of = |it: &Option<usize>| it.map_or(f64::NAN, |it| weights[it]);
    Some(Column::Number(factor.codes.iter().map(of).collect()))
}

/// The text up to the parenthesis that closes what came before it.
fn balanced(text: &str) -> Option<&str> {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return Some(&text[..at]);
        }
    }
    None
}

/// A text, or a list of them, as a list; numbers count as texts.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(it) => vec![it.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Number(it) => vec![it.to_string()],
        Value::Null | Value::Bool(_) | Value::Object(_) => Vec::new(),
    }
}

pub(super) fn number(value: &Value) -> Option<f64> {
    match value.as_str() {
        Some("Inf") => Some(f64::INFINITY),
        Some("-Inf") => Some(f64::NEG_INFINITY),
        Some(_) | None => value.as_f64(),
    }
}

/// Every number in a value, in order; `null` is `NaN`.
pub(super) fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        Value::Object(fields) => fields.values().flat_map(numbers).collect(),
        Value::Null => vec![f64::NAN],
        Value::Number(_) | Value::String(_) => number(value).into_iter().collect(),
        Value::Bool(_) => Vec::new(),
    }
}
