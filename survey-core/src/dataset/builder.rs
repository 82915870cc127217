//! From responses to columns.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::column::{Column, as_words};
use super::named::Named;
use super::variable::{Plan, Variable, point};
use super::{Bitmap, Dataset, Header};
use crate::base::{Answer, AreaTree, Date, Missing, Problem, Time, Value};
use crate::questionnaire::Questionnaire;
use crate::response::{Entry, Response, SurveyRef};

/// Takes responses one by one. Every chunk of a large set may have its own; see
/// [`DatasetBuilder::merge`].
#[derive(Clone, Debug)]
pub struct DatasetBuilder {
    data: Dataset,
    /// Numbers of variables by name, in the order of names: the order of a response's answers.
    sorted: Vec<(String, usize)>,
}

impl DatasetBuilder {
    /// An empty data set for one survey, of which `versions` are given oldest first. Labels and
    /// scores are those of the newest version that has the item.
    ///
    /// # Errors
    /// If there is no version, or they are not of one survey.
    pub fn new(
        versions: &[Arc<Questionnaire>],
        areas: Arc<AreaTree>,
    ) -> Result<DatasetBuilder, String> {
        let newest = versions.last().ok_or("a data set needs a questionnaire")?;
        if let Some(other) = versions.iter().find(|it| it.id != newest.id) {
            let (id, other) = (&newest.id, &other.id);
            return Err(format!(
                "found `{other}` beside `{id}`, expected one survey"
            ));
        }
        let mut data = Dataset {
            survey: newest.id.clone(),
            versions: Vec::new(),
            areas,
            default_language: newest.default_language.clone(),
            constructs: BTreeMap::new(),
            variables: Vec::new(),
            by_name: BTreeMap::new(),
            columns: Vec::new(),
            header: Header::default(),
            problems: BTreeMap::new(),
        };
        versions.iter().rev().for_each(|it| data.add_version(it));
        data.columns = data.variables.iter().map(Variable::column).collect();
        let sorted = data.by_name.clone().into_iter().collect();
        Ok(DatasetBuilder { data, sorted })
    }

    /// Adds a response; false if it is of another survey, which is a problem of the data set.
    pub fn push(&mut self, response: &Response) -> bool {
        if response.survey.id != self.data.survey {
            let (found, expected) = (&response.survey.id, self.data.survey.clone());
            let text = format!("found survey `{found}`, expected `{expected}`");
            self.data.problem("survey", text);
            return false;
        }
        if !self.data.knows(&response.survey) {
            let SurveyRef { id, version, .. } = &response.survey;
            let text = format!("{id} {version} is not here, so its answers are read by name");
            self.data.problem("survey", text);
        }
        self.data.push_header(response);
        let mut answers = response.answers.iter().peekable();
        for (name, at) in &self.sorted {
            while let Some((stray, _)) = answers.next_if(|it| it.0 < name) {
                self.data.problem(stray, "there is no such item".to_owned());
            }
            match answers.next_if(|it| it.0 == name) {
                Some((_, entry)) => self.data.push_entry(*at, entry),
                None => self.data.columns[*at].push_missing(Missing::NotAsked),
            }
        }
        for (stray, _) in answers {
            self.data.problem(stray, "there is no such item".to_owned());
        }
        true
    }

    /// Adds the rows of another data set of the same survey at the end.
    ///
    /// # Errors
    /// If it is another survey or has other items.
    pub fn merge(&mut self, other: &Dataset) -> Result<(), String> {
        let names = |it: &Dataset| it.by_name.keys().cloned().collect::<Vec<_>>();
        if other.survey != self.data.survey || names(other) != names(&self.data) {
            let (found, expected) = (&other.survey, &self.data.survey);
            return Err(format!(
                "found a data set of `{found}`, expected one of `{expected}` with the same items"
            ));
        }
        for (name, at) in &self.sorted {
            let from = other.find(name).expect("the names are the same");
            self.data.append_column(*at, other, from);
        }
        self.data.header.append(&other.header);
        for (key, (problem, count)) in &other.problems {
            let known = self.data.problems.entry(key.clone());
            known.or_insert_with(|| (problem.clone(), 0)).1 += count;
        }
        Ok(())
    }

    /// The data set as it is so far.
    pub fn dataset(&self) -> &Dataset {
        &self.data
    }

    /// The data set.
    pub fn finish(mut self) -> Dataset {
        self.data.columns.iter_mut().for_each(Column::shrink);
        self.data.header.day.shrink_to_fit();
        self.data.header.minutes.shrink_to_fit();
        self.data
    }
}

impl Default for Header {
    fn default() -> Header {
        Header {
            version: Named::default(),
            area: Named::default(),
            wave: Named::default(),
            mode: Named::default(),
            language: Named::default(),
            interviewer: Named::default(),
            disposition: Named::default(),
            day: Vec::new(),
            minutes: Vec::new(),
            simulated: Bitmap::none(0),
        }
    }
}

impl Header {
    fn append(&mut self, other: &Header) {
        self.version.append(&other.version);
        self.area.append(&other.area);
        self.wave.append(&other.wave);
        self.mode.append(&other.mode);
        self.language.append(&other.language);
        self.interviewer.append(&other.interviewer);
        self.disposition.append(&other.disposition);
        self.day.extend(&other.day);
        self.minutes.extend(&other.minutes);
        for row in 0..other.simulated.len() {
            self.simulated.push(other.simulated.has(row));
        }
    }
}

impl Dataset {
    fn knows(&self, survey: &SurveyRef) -> bool {
        self.versions.iter().any(|it| it.digest == survey.digest)
    }

    fn problem(&mut self, at: &str, text: String) {
        let problem = Problem {
            at: at.to_owned(),
            text,
            help: None,
        };
        let key = (problem.at.clone(), problem.text.clone());
        self.problems.entry(key).or_insert((problem, 0)).1 += 1;
    }

    /// Adds the items that newer versions do not have. Nothing in a repeat is one: it may be
    /// answered many times.
    fn add_version(&mut self, form: &Questionnaire) {
        self.versions.push(SurveyRef {
            id: form.id.clone(),
            version: form.version.clone(),
            digest: form.digest.clone(),
        });
        for (name, construct) in &form.constructs {
            let known = self.constructs.entry(name.clone());
            known.or_insert_with(|| construct.clone());
        }
        for (id, item) in form.iter() {
            let in_repeat = form
                .ancestors(id)
                .skip(1)
                .any(|it| matches!(form.item(it).kind, crate::questionnaire::Kind::Repeat(_)));
            let variable = Variable::of(form, item).filter(|_| !in_repeat);
            match (variable, self.find(&item.name)) {
                (None, _) => {}
                (Some(variable), None) => {
                    self.by_name.insert(item.name.clone(), self.variables.len());
                    self.variables.push(variable);
                }
                (Some(older), Some(at)) => self.join(at, older, &form.version),
            }
        }
    }

    /// Puts the codes of an older version of a variable with those of the newer one.
    fn join(&mut self, at: usize, older: Variable, version: &str) {
        let name = older.name.clone();
        let newer = &mut self.variables[at];
        if std::mem::discriminant(&newer.plan) != std::mem::discriminant(&older.plan) {
            let text = format!("version {version} asked it as another type");
            return self.problem(&name, text);
        }
        let mut rescored = Vec::new();
        for code in older.codes {
            match newer.code(&code.name) {
                Some(known) if newer.codes[known].score != code.score => rescored.push(code.name),
                Some(_) => {}
                None => drop(newer.add(code)),
            }
        }
        for code in rescored {
            let text = format!("version {version} scored `{code}` otherwise; the newest counts");
            self.problem(&name, text);
        }
    }

    fn push_header(&mut self, response: &Response) {
        let header = &mut self.header;
        header.version.push(Some(&response.survey.digest));
        header.area.push(response.area.as_deref());
        header.wave.push(response.wave.as_deref());
        header.mode.push(Some(response.mode.name()));
        header.language.push(Some(&response.language));
        header.interviewer.push(response.interviewer.as_deref());
        header.disposition.push(Some(&response.disposition));
        header.day.push(response.started.date.days() as i32);
        let millis = response.ended.unix_millis() - response.started.unix_millis();
        header.minutes.push(millis as f32 / 60_000.0);
        header.simulated.push(response.simulated);
        let strange = response
            .area
            .as_deref()
            .filter(|it| self.areas.get(it).is_none());
        if let Some(code) = strange {
            self.problem("area", format!("there is no area `{code}` in the tree"));
        }
    }

    fn push_entry(&mut self, at: usize, entry: &Entry) {
        match entry {
            Entry::Answer(Answer::Missing(reason)) => self.columns[at].push_missing(*reason),
            Entry::Answer(Answer::Given(value)) => {
                if let Err(text) = self.push_value(at, value) {
                    let name = self.variables[at].name.clone();
                    self.problem(&name, text);
                    self.columns[at].push_missing(Missing::Skipped);
                }
            }
            Entry::Repeat(instances) => match &mut self.columns[at] {
                Column::Numbers(numbers) => numbers.push(Ok(instances.len() as f64)),
                Column::Codes(_) | Column::Ticks(_) | Column::Words(_) | Column::Moments(_) => {
                    let name = self.variables[at].name.clone();
                    self.problem(&name, "found a repeat, expected an answer".to_owned());
                    self.columns[at].push_missing(Missing::Skipped);
                }
            },
        }
    }

    /// Adds a value, or says why it does not fit, in which case nothing was added.
    fn push_value(&mut self, at: usize, value: &Value) -> Result<(), String> {
        let unfit = || Err(format!("`{}` does not fit the item", value.to_xpath()));
        match (&mut self.columns[at], value) {
            (Column::Codes(_), Value::Text(name)) => {
                let code = self.code(at, name)?;
                self.push_code(at, code);
            }
            (Column::Codes(_), Value::Number(number)) => {
                let code = match self.variables[at].plan {
                    Plan::Scale(..) => self.code(at, &point(*number).name)?,
                    _ => return unfit(),
                };
                self.push_code(at, code);
            }
            (Column::Ticks(_), Value::Many(names)) if !names.is_empty() => {
                let codes: Result<Vec<usize>, String> =
                    names.iter().map(|it| self.code(at, it)).collect();
                let codes = codes?;
                if let Column::Ticks(ticks) = &mut self.columns[at] {
                    ticks.push(Ok(&codes));
                }
            }
            (Column::Numbers(all), Value::Number(number)) => all.push(Ok(*number)),
            (Column::Numbers(all), Value::Text(text)) => {
                match text.parse().ok().filter(|it: &f64| it.is_finite()) {
                    Some(number) => all.push(Ok(number)),
                    None if self.variables[at].derived => {
                        let mut words = as_words(all);
                        words.push(Ok(text));
                        self.columns[at] = Column::Words(words);
                        self.variables[at].plan = Plan::Words;
                    }
                    None => return unfit(),
                }
            }
            (Column::Words(all), Value::Text(_) | Value::Number(_)) => {
                if !all.push(Ok(&value.to_xpath())) {
                    let name = self.variables[at].name.clone();
                    self.problem(&name, "there are more words than fit".to_owned());
                }
            }
            (Column::Moments(all), Value::Text(text)) => {
                let is_time = self.variables[at].plan == Plan::Time;
                let moment = if is_time {
                    text.parse().ok().map(|it: Time| it.millis() as i32)
                } else {
                    text.parse().ok().map(|it: Date| it.days() as i32)
                };
                match moment {
                    Some(moment) => all.push(Ok(moment)),
                    None => return unfit(),
                }
            }
            (Column::Ticks(_), _)
            | (Column::Codes(_) | Column::Numbers(_) | Column::Words(_), Value::Many(_))
            | (Column::Moments(_), Value::Number(_) | Value::Many(_)) => return unfit(),
        }
        Ok(())
    }

    fn push_code(&mut self, at: usize, code: usize) {
        if let Column::Codes(codes) = &mut self.columns[at] {
            codes.push(Ok(code as u16));
        }
    }

    /// The number of a code. One that no version knows is kept under its own name, so that the
    /// answer counts as given.
    fn code(&mut self, at: usize, name: &str) -> Result<usize, String> {
        if let Some(code) = self.variables[at].code(name) {
            return Ok(code);
        }
        let mut code = self.variables[at].stray(name);
        if let Plan::Place(_) = self.variables[at].plan {
            if let Some(area) = self.areas.get(name) {
                code.label = area.name.clone();
            }
        } else {
            let item = self.variables[at].name.clone();
            self.problem(&item, format!("there is no choice `{name}`"));
        }
        let added = self.variables[at].add(code);
        added.ok_or_else(|| format!("`{name}` is one choice too many"))
    }

    fn append_column(&mut self, at: usize, other: &Dataset, from: usize) {
        let theirs = &other.variables[from];
        let numbers: Vec<Option<usize>> = theirs
            .codes
            .iter()
            .map(|code| self.variables[at].add(code.clone()))
            .collect();
        let number = |code: usize| numbers[code].ok_or(Missing::Skipped);
        let turned = match (&self.columns[at], &other.columns[from]) {
            (Column::Numbers(mine), Column::Words(_)) => Some(as_words(mine)),
            _ => None,
        };
        if let Some(words) = turned {
            self.columns[at] = Column::Words(words);
            self.variables[at].plan = Plan::Words;
        }
        match (&mut self.columns[at], &other.columns[from]) {
            (Column::Codes(mine), Column::Codes(theirs)) => theirs.iter().for_each(|cell| {
                mine.push(cell.and_then(|it| number(usize::from(it)).map(|it| it as u16)));
            }),
            (Column::Ticks(mine), Column::Ticks(theirs)) => {
                for row in 0..theirs.len() {
                    let codes: Vec<usize> =
                        theirs.codes(row).filter_map(|it| numbers[it]).collect();
                    mine.push(theirs.missing(row).map_or(Ok(codes.as_slice()), Err));
                }
            }
            (Column::Numbers(mine), Column::Numbers(theirs)) => {
                theirs.iter().for_each(|it| mine.push(it));
            }
            (Column::Words(mine), Column::Words(theirs)) => {
                for cell in theirs.iter() {
                    mine.push(cell);
                }
            }
            (Column::Words(mine), Column::Numbers(theirs)) => {
                for cell in as_words(theirs).iter() {
                    mine.push(cell);
                }
            }
            (Column::Moments(mine), Column::Moments(theirs)) => {
                theirs.iter().for_each(|it| mine.push(it));
            }
            // Columns of one name follow from the same versions, so nothing else comes up; and if
            // it did, the rows would still be there.
            (mine, theirs) => (0..theirs.len()).for_each(|_| mine.push_missing(Missing::Skipped)),
        }
    }
}
