use std::collections::BTreeSet;

use super::{Slot, address};
use crate::worker::protocol::{
    AreaPage, Areas, Batteries, Cross, CrossShow, Crossing, Drivers, Listed, Looked, Measure,
    Opened, Outline, Overview, Quality, Question, Questions, Recipe, RowFilter, Scale, Scope,
    Weights, Which,
};

/// Rows of a page of the list.
pub const PAGE: u32 = 50;

/// The screens that look at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Showing {
    /// The list of responses.
    Responses,
    /// The analysis.
    Analysis,
}

/// The parts of the analysis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// Who answered.
    #[default]
    Overview,
    /// Question by question.
    Questions,
    /// Community by community.
    Communities,
    /// Questions that share a scale.
    Batteries,
    /// Two variables.
    Cross,
    /// What goes with a question.
    Drivers,
    /// What people count.
    Weights,
    /// How good the responses look.
    Quality,
}

impl Tab {
    /// Every part, in the order of the tabs.
    pub const ALL: [Tab; 8] = [
        Tab::Overview,
        Tab::Questions,
        Tab::Communities,
        Tab::Batteries,
        Tab::Cross,
        Tab::Drivers,
        Tab::Weights,
        Tab::Quality,
    ];

    /// The name in markup.
    pub fn name(self) -> &'static str {
        match self {
            Tab::Overview => "overview",
            Tab::Questions => "questions",
            Tab::Communities => "communities",
            Tab::Batteries => "batteries",
            Tab::Cross => "cross",
            Tab::Drivers => "drivers",
            Tab::Weights => "weights",
            Tab::Quality => "quality",
        }
    }
}

/// A part of the analysis with its subject: what the rest of an address says.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// A part, whatever was looked at in it last.
    Tab(Tab),
    /// One question.
    Question(String),
    /// One measure by community.
    Measure(Measure),
    /// One community, by its code.
    Area(String),
    /// Variables crossed.
    Cross(Crossing),
    /// A question, the battery of what may go with it, and the questions that are compared instead
    /// of it, if any.
    Drivers(String, String, Vec<String>),
    /// How good the responses look.
    Quality(Looked),
}

impl Place {
    /// The place that an address names; none if it names none.
    pub fn parse(rest: &str) -> Option<Place> {
        let parts: Vec<&str> = rest.split('/').collect();
        let tab = Tab::ALL
            .into_iter()
            .find(|it| Some(&it.name()) == parts.first())?;
        Some(match (tab, &parts[1..]) {
            (Tab::Questions, [name]) => Place::Question((*name).to_owned()),
            (Tab::Communities, ["one", code]) => Place::Area((*code).to_owned()),
            (Tab::Communities, [kind, name]) => match measure(kind, name) {
                Some(measure) => Place::Measure(measure),
                None => Place::Tab(tab),
            },
            (Tab::Cross, [down, across]) => Place::Cross(crossing(down, across, CrossShow::Row)),
            (Tab::Cross, [down, across, show]) => {
                let show = CrossShow::from_name(show).unwrap_or_default();
                Place::Cross(crossing(down, across, show))
            }
            (Tab::Drivers, [outcome, battery]) => {
                Place::Drivers((*outcome).to_owned(), (*battery).to_owned(), Vec::new())
            }
            (Tab::Drivers, [outcome, battery, items]) => {
                let items = items.split(INSIDE).map(str::to_owned).collect();
                Place::Drivers((*outcome).to_owned(), (*battery).to_owned(), items)
            }
            (Tab::Quality, parts) if !parts.is_empty() => {
                Place::Quality(super::quality::read(parts))
            }
            (_, _) => Place::Tab(tab),
        })
    }
}

/// Between variables that belong together, in addresses.
const INSIDE: char = '+';

fn crossing(down: &str, across: &str, show: CrossShow) -> Crossing {
    let (rows, nest) = down.split_once(INSIDE).unwrap_or((down, ""));
    Crossing {
        rows: rows.to_owned(),
        nest: nest.to_owned(),
        columns: across.to_owned(),
        show,
    }
}

fn measure(kind: &str, name: &str) -> Option<Measure> {
    let name = name.to_owned();
    match kind {
        "top2" => Some(Measure::Top2(name)),
        "mean" => Some(Measure::Mean(name)),
        "score" => Some(Measure::Score(name)),
        "rate" => Some(Measure::Rate(name)),
        _ => None,
    }
}

/// A measure as addresses and markup name it.
pub fn measure_key(measure: &Measure) -> (&'static str, &str) {
    match measure {
        Measure::Top2(name) => ("top2", name),
        Measure::Mean(name) => ("mean", name),
        Measure::Score(name) => ("score", name),
        Measure::Rate(name) => ("rate", name),
    }
}

/// The list of responses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListView {
    /// Which responses.
    pub filter: RowFilter,
    /// How many are left out before the first one shown.
    pub from: u32,
    /// The stretch.
    pub page: Slot<Listed>,
    /// Selected rows.
    pub selected: BTreeSet<u32>,
    /// The response that is being read.
    pub open: Option<(Which, Slot<Opened>)>,
}

/// The analysis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnalysisView {
    /// Which survey, which responses.
    pub scope: Scope,
    /// Which part.
    pub tab: Tab,
    /// Which question; the first one until somebody chooses.
    pub name: Option<String>,
    /// Which measure; the first one until somebody chooses.
    pub measure: Option<Measure>,
    /// Which community has its own page; none while all are compared.
    pub here: Option<String>,
    /// Which variables; see [`AnalysisView::crossed`].
    pub variables: Option<Crossing>,
    /// Which question, the battery of what may go with it, and single questions; the worker chooses
    /// until somebody does.
    pub driven: Option<(String, String, Vec<String>)>,
    /// The recipe for weights that is being made.
    pub draft: Recipe,
    /// A table of targets that was pasted or read, until its targets stand in the draft.
    pub table: Option<String>,
    /// What filters and weights were before, oldest first.
    pub(super) past: Vec<Scope>,
    /// What is looked at of the responses' quality.
    pub looked: Looked,
    /// What there is.
    pub outline: Slot<Outline>,
    /// Who answered.
    pub overview: Slot<Overview>,
    /// The questions.
    pub questions: Slot<Questions>,
    /// One question.
    pub question: Slot<Question>,
    /// One measure.
    pub areas: Slot<Areas>,
    /// One community.
    pub area: Slot<AreaPage>,
    /// The batteries.
    pub batteries: Slot<Batteries>,
    /// The two-way table.
    pub cross: Slot<Cross>,
    /// What goes with a question.
    pub drivers: Slot<Drivers>,
    /// What the draft of a recipe comes to.
    pub weights: Slot<Weights>,
    /// How good the responses look.
    pub quality: Slot<Quality>,
}

/// How many steps back there are.
const MOST_PAST: usize = 50;

impl AnalysisView {
    /// Begins with another survey: nothing of the last one applies to it.
    pub(super) fn start(&mut self, survey: String) {
        if self.scope.survey != survey {
            *self = AnalysisView {
                scope: Scope {
                    survey,
                    ..Scope::default()
                },
                tab: self.tab,
                ..AnalysisView::default()
            };
        }
    }

    pub(super) fn look(&mut self, place: Place) {
        self.tab = match place {
            Place::Tab(tab) => {
                if tab == Tab::Communities {
                    self.here = None;
                }
                tab
            }
            Place::Question(name) => {
                self.name = Some(name);
                Tab::Questions
            }
            Place::Area(code) => {
                self.here = Some(code);
                Tab::Communities
            }
            Place::Measure(measure) => {
                self.here = None;
                self.measure = Some(measure);
                Tab::Communities
            }
            Place::Cross(crossing) => {
                self.variables = Some(crossing);
                Tab::Cross
            }
            Place::Drivers(outcome, battery, items) => {
                self.driven = Some((outcome, battery, items));
                Tab::Drivers
            }
            Place::Quality(looked) => {
                self.looked = looked;
                Tab::Quality
            }
        };
    }

    /// Looks at what an address says. One without a survey leaves filters and weights as they are.
    pub(super) fn go(&mut self, rest: &str) {
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let scope = address::parse(query);
        if !scope.survey.is_empty() {
            self.start(scope.survey.clone());
            if !scope.recipe.is_plain() {
                self.draft = scope.recipe.clone();
            }
            self.scope = scope;
        }
        if let Some(place) = Place::parse(place) {
            self.look(place);
        }
    }

    /// Keeps what filters and weights were, to come back to it.
    pub(super) fn remember(&mut self, before: Scope) {
        if before.survey == self.scope.survey && before != self.scope {
            self.past.push(before);
            if self.past.len() > MOST_PAST {
                self.past.remove(0);
            }
        }
    }

    /// Whether there is a step back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub(super) fn undo(&mut self) {
        if let Some(before) = self.past.pop() {
            self.scope = before;
        }
    }

    /// The rest of the address of what is looked at.
    pub(super) fn rest(&self) -> String {
        self.rest_of(self.tab)
    }

    /// The rest of the address of a part, with what was looked at in it last, among which
    /// responses, and by which weights.
    pub fn rest_of(&self, tab: Tab) -> String {
        let place = self.place_of(tab);
        match address::query(&self.scope) {
            query if query.is_empty() => place,
            query => format!("{place}?{query}"),
        }
    }

    fn place_of(&self, tab: Tab) -> String {
        let name = tab.name();
        match tab {
            Tab::Overview | Tab::Batteries | Tab::Weights => name.to_owned(),
            Tab::Questions => match &self.name {
                Some(question) => format!("{name}/{question}"),
                None => name.to_owned(),
            },
            Tab::Communities if self.here.is_some() && tab == self.tab => {
                format!("{name}/one/{}", self.here.as_deref().unwrap_or_default())
            }
            Tab::Communities => match self.measure.as_ref().map(measure_key) {
                Some((kind, measure)) => format!("{name}/{kind}/{measure}"),
                None => name.to_owned(),
            },
            Tab::Cross => match &self.variables {
                Some(it) => {
                    let nest = match it.nest.as_str() {
                        "" => String::new(),
                        nest => format!("{INSIDE}{nest}"),
                    };
                    let show = match it.show {
                        CrossShow::Row => String::new(),
                        CrossShow::Column | CrossShow::Table | CrossShow::Count => {
                            format!("/{}", it.show.name())
                        }
                    };
                    format!("{name}/{}{nest}/{}{show}", it.rows, it.columns)
                }
                None => name.to_owned(),
            },
            Tab::Quality if self.looked == Looked::default() => name.to_owned(),
            Tab::Quality => format!("{name}/{}", super::quality::write(&self.looked)),
            Tab::Drivers => match &self.driven {
                Some((outcome, battery, items)) if items.is_empty() => {
                    format!("{name}/{outcome}/{battery}")
                }
                Some((outcome, battery, items)) => {
                    let items = items.join(&INSIDE.to_string());
                    format!("{name}/{outcome}/{battery}/{items}")
                }
                None => name.to_owned(),
            },
        }
    }

    pub(super) fn choose(&mut self, facet: String, values: Vec<String>) {
        let chosen = &mut self.scope.chosen;
        let at = chosen.iter().position(|it| it.0 == facet);
        match (at, values.is_empty()) {
            (Some(at), true) => drop(chosen.remove(at)),
            (Some(at), false) => chosen[at].1 = values,
            (None, true) => {}
            (None, false) => chosen.push((facet, values)),
        }
    }

    /// The values chosen of a facet.
    pub fn chosen(&self, facet: &str) -> &[String] {
        let found = self.scope.chosen.iter().find(|it| it.0 == facet);
        found.map_or(&[], |it| &it.1)
    }

    /// The question on the screen.
    pub fn asked(&self) -> Option<&str> {
        let first = || {
            let lines = &self.questions.value()?.lines;
            let ordered = lines.iter().find(|it| it.scale == Scale::Ordered);
            Some(ordered.or(lines.first())?.name.as_str())
        };
        self.name.as_deref().or_else(first)
    }

    /// The measure on the screen.
    pub fn measured(&self) -> Option<&Measure> {
        let first = || {
            let outline = self.outline.value()?;
            outline
                .measures
                .iter()
                .find_map(|it| Some(&it.measures.first()?.0))
        };
        self.measure.as_ref().or_else(first)
    }

    /// The variables of the two-way table: those that were chosen, or the first question of
    /// opinion by the first fact about people.
    pub fn crossed(&self) -> Option<Crossing> {
        if let Some(chosen) = &self.variables {
            return Some(chosen.clone());
        }
        let outline = self.outline.value()?;
        let known = |name: &&str| outline.variables.iter().any(|it| it.0 == **name);
        let facts = outline.facets.iter().map(|it| it.key.as_str());
        let fact = facts.filter(|it| !it.starts_with("area:")).find(known);
        let measures = outline.measures.iter().flat_map(|it| &it.measures);
        let opinion = measures.filter_map(|it| match &it.0 {
            Measure::Top2(name) => Some(name.as_str()),
            Measure::Mean(_) | Measure::Score(_) | Measure::Rate(_) => None,
        });
        let (first, last) = (outline.variables.first()?, outline.variables.last()?);
        Some(Crossing {
            rows: fact.unwrap_or(&last.0).to_owned(),
            columns: opinion
                .into_iter()
                .find(known)
                .unwrap_or(&first.0)
                .to_owned(),
            ..Crossing::default()
        })
    }
}
