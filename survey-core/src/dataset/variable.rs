//! What stands in a column, and how it is to be analysed: the third match over [`Kind`].

use std::collections::BTreeMap;

use super::column::{Column, Moments, Numbers, Words};
use super::ticks::Ticks;
use crate::base::{Missing, Text};
use crate::expr::Expr;
use crate::questionnaire::{Item, Kind, Questionnaire, Select, score_of};

/// One column's meaning.
#[derive(Clone, Debug)]
pub struct Variable {
    /// The item's name.
    pub name: String,
    /// The question as asked.
    pub label: Text,
    /// How it is analysed.
    pub plan: Plan,
    /// The codes or the points of the scale, in the order of the questionnaire; empty for numbers,
    /// words and moments.
    pub codes: Vec<Code>,
    /// The words of the reasons that were offered.
    pub reasons: Vec<(Missing, Text)>,
    /// What it measures: a dotted path.
    pub construct: Option<String>,
    /// Items with the same grid name were shown as one table.
    pub grid: Option<String>,
    /// The group it lies in, as asked; empty outside groups.
    pub section: Text,
    /// Whether it is worked out rather than asked, so that it may hold numbers or words.
    pub derived: bool,
    /// 0 to 100 from the value, for numbers; on codes it is worked out already.
    pub score: Option<Expr>,
    pub(super) by_code: BTreeMap<String, u16>,
}

/// One code of a variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// As it is stored in responses.
    pub name: String,
    /// What people saw.
    pub label: Text,
    /// 0 to 100, if answers are scored.
    pub score: Option<f64>,
    /// The point, on scales.
    pub point: Option<f64>,
}

/// How a variable is analysed.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// Shares of the codes; with scores, also top-2, bottom-2 and the mean score.
    Choice,
    /// Shares of those who ticked each code; they add up to more than everybody.
    Choices,
    /// Shares of the points and their mean, with the words at the two ends.
    Scale(Text, Text),
    /// Shares of the areas named, at this level of the tree if one was asked for.
    Place(Option<String>),
    /// Mean, standard deviation, quantiles.
    Number,
    /// A list of what was said.
    Words,
    /// Counts by day.
    Day,
    /// Counts by hour.
    Time,
}

impl Variable {
    /// The variable of an item; none for items that hold no data of their own.
    pub(super) fn of(form: &Questionnaire, item: &Item) -> Option<Variable> {
        let (plan, codes) = match &item.kind {
            Kind::Note | Kind::Group | Kind::Metadata(_) => return None,
            Kind::Consent(select) | Kind::SelectOne(select) => (Plan::Choice, choices(select)),
            // Of a ranking, what is counted is which choices were placed at all.
            Kind::SelectMultiple(select) | Kind::Rank(select) => (Plan::Choices, choices(select)),
            Kind::Range(range) => {
                let ends = (range.start_label.clone(), range.end_label.clone());
                let points = range.points().map(point).collect();
                (Plan::Scale(ends.0, ends.1), points)
            }
            // A repeat is analysed by how many instances it has.
            Kind::Integer(_) | Kind::Decimal(_) | Kind::Calculate | Kind::Repeat(_) => {
                (Plan::Number, Vec::new())
            }
            Kind::Text(_)
            | Kind::DateTime
            | Kind::Geo(_)
            | Kind::File(_)
            | Kind::Barcode
            | Kind::Acknowledge
            | Kind::Hidden => (Plan::Words, Vec::new()),
            Kind::Date => (Plan::Day, Vec::new()),
            Kind::Time => (Plan::Time, Vec::new()),
            Kind::Area(level) => (Plan::Place(level.clone()), Vec::new()),
        };
        let mut variable = Variable {
            name: item.name.clone(),
            label: item.label.clone(),
            plan,
            codes: Vec::new(),
            reasons: reasons(item),
            construct: item.construct.clone(),
            grid: item.grid.clone(),
            section: section(form, item),
            derived: matches!(item.kind, Kind::Calculate),
            score: item.score.clone(),
            by_code: BTreeMap::new(),
        };
        for code in codes {
            variable.add(code);
        }
        variable.score_codes();
        Some(variable)
    }

    /// An empty column for it.
    pub(super) fn column(&self) -> Column {
        match &self.plan {
            Plan::Choice | Plan::Scale(..) | Plan::Place(_) => Column::Codes(Default::default()),
            Plan::Choices => Column::Ticks(Ticks::new(self.codes.len())),
            Plan::Number => Column::Numbers(Numbers::default()),
            Plan::Words => Column::Words(Words::default()),
            Plan::Day | Plan::Time => Column::Moments(Moments::default()),
        }
    }

    /// The number of a code.
    pub fn code(&self, name: &str) -> Option<usize> {
        // Lists are short and their first names are the frequent ones.
        if self.codes.len() <= 8 {
            return self.codes.iter().position(|it| it.name == name);
        }
        self.by_code.get(name).map(|it| usize::from(*it))
    }

    /// The words for a reason, if the questionnaire has some.
    pub fn reason(&self, reason: Missing) -> Option<&Text> {
        let found = self.reasons.iter().find(|it| it.0 == reason);
        found.map(|it| &it.1)
    }

    /// Whether any code has a score.
    pub fn is_scored(&self) -> bool {
        self.codes.iter().any(|it| it.score.is_some())
    }

    /// Adds a code, unless it is there or there are too many; its number if it is there now.
    pub(super) fn add(&mut self, code: Code) -> Option<usize> {
        if let Some(number) = self.by_code.get(&code.name) {
            return Some(usize::from(*number));
        }
        let number = u16::try_from(self.codes.len()).ok();
        let number = number.filter(|it| *it < super::Codes::LIMIT)?;
        self.by_code.insert(code.name.clone(), number);
        self.codes.push(code);
        Some(usize::from(number))
    }

    /// Works out the scores of codes where the item has an expression for them.
    pub(super) fn score_codes(&mut self) {
        let Some(score) = &self.score else {
            return;
        };
        for code in &mut self.codes {
            code.score = score_of(score, &code.name);
        }
    }

    /// A code that no version of the questionnaire knows of.
    pub(super) fn stray(&self, name: &str) -> Code {
        let point = name.parse().ok().filter(|it: &f64| it.is_finite());
        let is_scale = matches!(self.plan, Plan::Scale(..));
        Code {
            name: name.to_owned(),
            label: Text::default(),
            score: self.score.as_ref().and_then(|it| score_of(it, name)),
            point: point.filter(|_| is_scale),
        }
    }
}

/// The point of a scale.
pub(super) fn point(point: f64) -> Code {
    Code {
        name: crate::expr::number_to_text(point),
        label: Text::default(),
        score: None,
        point: Some(point),
    }
}

fn choices(select: &Select) -> Vec<Code> {
    let code = |it: &crate::questionnaire::Choice| Code {
        name: it.name.clone(),
        label: it.label.clone(),
        score: it.score,
        point: None,
    };
    select.choices.iter().map(code).collect()
}

fn reasons(item: &Item) -> Vec<(Missing, Text)> {
    let pair = |it: &crate::questionnaire::MissingChoice| (it.reason, it.label.clone());
    item.missing.iter().map(pair).collect()
}

fn section(form: &Questionnaire, item: &Item) -> Text {
    let around = item.parent.map(|it| form.item(it));
    around.map_or_else(Text::default, |it| it.label.clone())
}
