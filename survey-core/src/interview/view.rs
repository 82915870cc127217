//! What to draw: plain data in the screen's words. The second of the three matches over [`Kind`].

use super::screen::{Part, Screen};
use super::tree::{Node, ROOT};
use super::{Complaint, Interview, Layout, Stage, check};
use crate::base::{Answer, Missing, Text, Value};
use crate::expr::NodeId;
use crate::questionnaire::{Item, ItemId, Kind, Mode, Select};

/// The whole of what is shown now.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The questionnaire's title.
    pub title: String,
    /// The language of all words here.
    pub language: String,
    /// Languages to switch to.
    pub languages: Vec<String>,
    /// Where the interview stands.
    pub stage: Stage,
    /// How much stands on one screen.
    pub layout: Layout,
    /// What is asked now; empty unless questions are being asked.
    pub screen: ScreenView,
    /// How far along.
    pub progress: Progress,
    /// Whether there is a screen before this one.
    pub can_go_back: bool,
    /// The closing words, with the receipt code in its place.
    pub end: Option<String>,
    /// With which the person may ask to see, correct or delete the response.
    pub receipt: String,
}

/// One screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScreenView {
    /// Changes when and only when another screen is shown.
    pub key: String,
    /// Labels of the groups around it, outermost first; repeats with their instance's number.
    pub section: Vec<String>,
    /// What stands on it, in order.
    pub questions: Vec<QuestionView>,
}

/// How far along: honest counts, not shares of a guess.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The number of the screen, from 1.
    pub screen: usize,
    /// Screens on the path as it is now.
    pub n_screens: usize,
    /// Questions with an answer or a reason.
    pub answered: usize,
    /// Questions on the path as it is now.
    pub n_questions: usize,
}

/// One question or note.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionView {
    /// Where it is: `D0`, `kids[2]/age`.
    pub place: String,
    /// The item's name, which is its number on paper.
    pub name: String,
    /// The question, in the Markdown subset that labels allow.
    pub label: String,
    /// A short help, if any.
    pub hint: Option<String>,
    /// Help for the interviewer, in interviewer mode only.
    pub guidance: Option<String>,
    /// The show card to hand over, in interviewer mode only.
    pub card: Option<String>,
    /// Questions with the same grid stand together in a table where there is room.
    pub grid: Option<String>,
    /// Whether an answer or a reason is needed.
    pub required: bool,
    /// Whether it cannot be changed.
    pub read_only: bool,
    /// Whether it explains the "other" choice of the question before it.
    pub is_other: bool,
    /// XLSForm appearance words.
    pub appearance: Vec<String>,
    /// What to tell the person, once they have tried.
    pub complaint: Option<Complaint>,
    /// Whether the words hold something like a phone number; a warning, not a complaint.
    pub looks_personal: bool,
    /// How it is answered.
    pub control: Control,
    /// Reasons for giving no value. Not read aloud by interviewers.
    pub missing: Vec<MissingView>,
}

/// How a question is answered, with the answer so far.
#[derive(Clone, Debug, PartialEq)]
pub enum Control {
    /// Words only.
    Note,
    /// The choice to take part.
    Consent(Vec<ChoiceView>),
    /// One of these.
    SelectOne(Vec<ChoiceView>),
    /// Any of these.
    SelectMultiple {
        /// The choices.
        choices: Vec<ChoiceView>,
        /// The most ticks.
        max: Option<u32>,
        /// Ticks so far.
        n_ticks: u32,
    },
    /// A number.
    Number {
        /// What was typed or stored.
        text: String,
        /// Whether only whole numbers will do.
        whole: bool,
        /// The least value.
        min: Option<f64>,
        /// The greatest value.
        max: Option<f64>,
    },
    /// A point of a scale.
    Range {
        /// The points, first to last, with whether each is the answer.
        points: Vec<(f64, bool)>,
        /// What the first point means.
        start_label: String,
        /// What the last point means.
        end_label: String,
    },
    /// Words.
    Text {
        /// The words so far.
        text: String,
        /// The most characters.
        max_length: Option<u32>,
        /// Rows of the field.
        rows: u32,
    },
    /// A date, `YYYY-MM-DD`.
    Date(String),
    /// A time, `HH:MM`.
    Time(String),
    /// A node of the area tree.
    Area {
        /// The code so far.
        code: String,
        /// The level to choose from.
        level: Option<String>,
    },
    /// The end of a repeat that people lengthen themselves.
    Repeat(RepeatView),
}

/// The instances of a repeat.
#[derive(Clone, Debug, PartialEq)]
pub struct RepeatView {
    /// The place to add an instance at.
    pub place: String,
    /// Places of the instances there are.
    pub instances: Vec<String>,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceView {
    /// The code.
    pub name: String,
    /// What people see.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
    /// Whether it unticks everything else.
    pub exclusive: bool,
    /// Whether choosing it opens the text that explains "other".
    pub other: bool,
}

/// One offered reason for giving no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingView {
    /// The reason.
    pub reason: Missing,
    /// What people see.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// One section of the review.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewSection {
    /// The group's label; empty for questions outside groups.
    pub title: String,
    /// Its questions.
    pub rows: Vec<ReviewRow>,
}

/// One question of the review.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewRow {
    /// Where to go back to.
    pub place: String,
    /// The question.
    pub label: String,
    /// The answer in words; empty if there is none.
    pub answer: String,
    /// Why there is no value; `None` if there is one.
    pub missing: Option<Missing>,
    /// What still has to be mended.
    pub complaint: Option<Complaint>,
}

impl Interview {
    /// What to draw now.
    pub fn view(&self) -> View {
        let screens = self.screens();
        let current = self.current(&screens);
        let (answered, n_questions) = self.count_answered();
        let screen = match (self.stage, screens.get(current)) {
            (Stage::Asking, Some(screen)) => self.screen_view(screen),
            (Stage::Asking | Stage::Review | Stage::Finished | Stage::BrokenOff, _) => {
                ScreenView::default()
            }
        };
        let asking = self.stage == Stage::Asking;
        View {
            title: self.form.title_in(&self.language).to_owned(),
            language: self.language.clone(),
            languages: self.form.languages.clone(),
            stage: self.stage,
            layout: self.layout,
            screen,
            progress: Progress {
                screen: if asking { current + 1 } else { screens.len() },
                n_screens: screens.len(),
                answered,
                n_questions,
            },
            can_go_back: current > 0 || self.stage == Stage::Review,
            end: self.form.end.as_ref().map(|it| {
                let receipt = self.receipt();
                self.words(it).replace("____", &receipt)
            }),
            receipt: self.receipt(),
        }
    }

    fn words(&self, text: &Text) -> String {
        self.form.words(text, &self.language).to_owned()
    }

    fn some_words(&self, text: &Text) -> Option<String> {
        Some(self.words(text)).filter(|it| !it.is_empty())
    }

    fn screen_view(&self, screen: &Screen) -> ScreenView {
        let start = screen.start();
        ScreenView {
            key: format!(
                "{}/{}",
                self.tree.place(&self.form, start),
                screen.parts.len()
            ),
            section: self.sections_around(start),
            questions: screen.parts.iter().map(|it| self.part_view(*it)).collect(),
        }
    }

    fn sections_around(&self, id: NodeId) -> Vec<String> {
        let mut labels: Vec<String> = Vec::new();
        for above in self.tree.ancestors(id) {
            let node = self.tree.node(above);
            let item = self.form.item(node.item);
            let label = self.words(&item.label);
            match (&item.kind, node.parent) {
                (Kind::Group, _) if !label.is_empty() => labels.push(label),
                (Kind::Repeat(_), Some(parent)) => {
                    let instances = self.tree.instances(parent, node.item);
                    let number = instances.iter().position(|it| *it == above).unwrap_or(0) + 1;
                    labels.push(format!("{label} {number}").trim_start().to_owned());
                }
                (_, _) => {}
            }
        }
        labels.reverse();
        labels
    }

    fn part_view(&self, part: Part) -> QuestionView {
        match part {
            Part::Node(id) => self.question_view(id),
            Part::More { parent, repeat } => self.more_view(parent, repeat),
        }
    }

    fn question_view(&self, id: NodeId) -> QuestionView {
        let node = self.tree.node(id);
        let item = self.form.item(node.item);
        let interviewer = self.start.mode == Mode::Interviewer;
        let missing = item.missing.iter().map(|it| MissingView {
            reason: it.reason,
            label: self.words(&it.label),
            chosen: node.answer == Some(Answer::Missing(it.reason)),
        });
        QuestionView {
            place: self.tree.place(&self.form, id),
            name: item.name.clone(),
            label: self.words(&item.label),
            hint: self.some_words(&item.hint),
            guidance: self.some_words(&item.guidance).filter(|_| interviewer),
            card: item.card.clone().filter(|_| interviewer),
            grid: item.grid.clone(),
            required: node.required,
            read_only: node.read_only || item.calculation.is_some(),
            is_other: item.other_of.is_some(),
            appearance: item.appearance.clone(),
            complaint: self.complaint(id).filter(|_| Self::shows_complaint(node)),
            looks_personal: matches!(item.kind, Kind::Text(_))
                && check::looks_personal(self.value(id)),
            control: self.control(id, item, node),
            missing: missing.collect(),
        }
    }

    /// Whether a complaint is worth showing: people are not told before they have tried, but a
    /// value that is there and will not do is worth a word at once.
    fn shows_complaint(node: &Node) -> bool {
        node.tried || node.answer.is_some() || node.typed.is_some()
    }

    fn control(&self, id: NodeId, item: &Item, node: &Node) -> Control {
        let text = || match (&node.typed, &node.answer) {
            (Some(typed), _) => typed.clone(),
            (None, Some(Answer::Given(value))) => value.to_xpath(),
            (None, Some(Answer::Missing(_)) | None) => String::new(),
        };
        let number = |whole, min, max| Control::Number {
            text: text(),
            whole,
            min,
            max,
        };
        match &item.kind {
            Kind::Consent(select) => Control::Consent(self.choices(id, select)),
            Kind::SelectOne(select) => Control::SelectOne(self.choices(id, select)),
            Kind::SelectMultiple(select) => {
                let choices = self.choices(id, select);
                let n_ticks = choices.iter().filter(|it| it.chosen).count() as u32;
                Control::SelectMultiple {
                    choices,
                    max: select.max,
                    n_ticks,
                }
            }
            Kind::Integer(bounds) => number(true, bounds.min, bounds.max),
            Kind::Decimal(bounds) => number(false, bounds.min, bounds.max),
            Kind::Range(range) => {
                let answer = match &node.answer {
                    Some(Answer::Given(Value::Number(it))) => Some(*it),
                    Some(Answer::Given(_) | Answer::Missing(_)) | None => None,
                };
                let chosen = |it: f64| answer.is_some_and(|a| (a - it).abs() < range.step / 2.0);
                Control::Range {
                    points: range.points().map(|it| (it, chosen(it))).collect(),
                    start_label: self.words(&range.start_label),
                    end_label: self.words(&range.end_label),
                }
            }
            Kind::Text(field) => Control::Text {
                text: text(),
                max_length: field.max_length,
                rows: field.rows,
            },
            Kind::Date => Control::Date(text()),
            Kind::Time => Control::Time(text()),
            Kind::Area(level) => Control::Area {
                code: text(),
                level: level.clone(),
            },
            Kind::Note | Kind::Calculate | Kind::Group | Kind::Repeat(_) => Control::Note,
        }
    }

    fn choices(&self, id: NodeId, select: &Select) -> Vec<ChoiceView> {
        let offered = self.offered(id);
        let shown = select
            .choices
            .iter()
            .filter(|it| offered.contains(&it.name))
            .collect();
        let chosen = |name: &String| match &self.tree.node(id).answer {
            Some(Answer::Given(Value::Text(it))) => it == name,
            Some(Answer::Given(Value::Many(names))) => names.contains(name),
            Some(Answer::Given(Value::Number(_)) | Answer::Missing(_)) | None => false,
        };
        let views = self.ordered(id, shown).into_iter().map(|it| ChoiceView {
            label: self.words(&it.label),
            chosen: chosen(&it.name),
            exclusive: it.exclusive,
            other: it.other,
            name: it.name.clone(),
        });
        views.collect()
    }

    fn more_view(&self, parent: NodeId, repeat: ItemId) -> QuestionView {
        let item = self.form.item(repeat);
        let instances = self.tree.instances(parent, repeat);
        let outer = self.tree.place(&self.form, parent);
        let in_repeat = matches!(
            self.form.item(self.tree.node(parent).item).kind,
            Kind::Repeat(_)
        );
        let place = if in_repeat {
            format!("{outer}/{}", item.name)
        } else {
            item.name.clone()
        };
        QuestionView {
            name: item.name.clone(),
            label: self.words(&item.label),
            hint: self.some_words(&item.hint),
            guidance: None,
            card: None,
            grid: None,
            required: false,
            read_only: false,
            is_other: false,
            appearance: item.appearance.clone(),
            complaint: None,
            looks_personal: false,
            control: Control::Repeat(RepeatView {
                place: place.clone(),
                instances: instances
                    .iter()
                    .map(|it| self.tree.place(&self.form, *it))
                    .collect(),
            }),
            missing: Vec::new(),
            place,
        }
    }

    /// All answers, section by section, each one a way back.
    pub fn answers_for_review(&self) -> Vec<ReviewSection> {
        let mut sections: Vec<ReviewSection> = Vec::new();
        for id in self.tree.subtree(ROOT) {
            let node = self.tree.node(id);
            let item = self.form.item(node.item);
            if !node.on_path || !item.kind.is_question() {
                continue;
            }
            let title = self.sections_around(id).join(" · ");
            if sections.last().is_none_or(|it| it.title != title) {
                sections.push(ReviewSection {
                    title,
                    rows: Vec::new(),
                });
            }
            let row = ReviewRow {
                place: self.tree.place(&self.form, id),
                label: self.words(&item.label),
                answer: self.answer_in_words(id, item),
                missing: self.tree.missing(id),
                complaint: self.complaint(id),
            };
            if let Some(section) = sections.last_mut() {
                section.rows.push(row);
            }
        }
        sections
    }

    fn answer_in_words(&self, id: NodeId, item: &Item) -> String {
        let label = |name: &String| {
            let choice = item.kind.select().and_then(|it| it.choice(name));
            choice.map_or_else(|| name.clone(), |it| self.words(&it.label))
        };
        match &self.tree.node(id).answer {
            Some(Answer::Given(Value::Text(text))) => label(text),
            Some(Answer::Given(Value::Many(names))) => {
                let comma = if self.language.starts_with("zh") {
                    "、"
                } else {
                    ", "
                };
                names.iter().map(label).collect::<Vec<_>>().join(comma)
            }
            Some(Answer::Given(value @ Value::Number(_))) => value.to_xpath(),
            Some(Answer::Missing(reason)) => {
                let offered = item.missing.iter().find(|it| it.reason == *reason);
                offered.map_or_else(String::new, |it| self.words(&it.label))
            }
            None => self.tree.node(id).typed.clone().unwrap_or_default(),
        }
    }
}
