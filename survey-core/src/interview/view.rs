//! What to draw: plain data in the screen's words. The second of the three matches over [`Kind`].

#[cfg(feature = "authoring")]
use super::NoChoices;
use super::screens::{Part, Screen};
use super::tree::{Node, ROOT};
use super::{Complaint, Control, Interview, Layout, MissingView, RepeatView, Stage, check};
use crate::base::{Answer, Map, Missing, Text, Value};
use crate::expr::{NodeId, World};
use crate::questionnaire::{Appearance, Item, ItemId, Kind, Mode, SelectLayout};

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
    /// The groups and instances around all of it, outermost first.
    pub section: Vec<Heading>,
    /// What stands on it, in order.
    pub questions: Vec<QuestionView>,
}

/// A group, or an instance of a repeat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// What it is called.
    pub label: String,
    /// The number of the instance, from 1, and of how many.
    pub instance: Option<(usize, usize)>,
}

impl Heading {
    /// The label, with the number of the instance behind it.
    pub fn words(&self) -> String {
        match self.instance {
            Some((number, _)) => format!("{} {number}", self.label).trim_start().to_owned(),
            None => self.label.clone(),
        }
    }
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
    /// The groups and instances that begin with it, outermost first.
    pub headings: Vec<Heading>,
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
    /// What they mean for this kind of question.
    pub look: Appearance,
    /// Settings that concern only how it is drawn, by XLSForm's names.
    pub parameters: Map<String, String>,
    /// Names of files to show or play with the label, by kind.
    pub media: Map<String, String>,
    /// What to tell the person, once they have tried.
    pub complaint: Option<Complaint>,
    /// Whether the words hold something like a phone number; a warning, not a complaint.
    pub looks_personal: bool,
    /// How it is answered.
    pub control: Control,
    /// Why there is nothing to choose from, if there should be.
    #[cfg(feature = "authoring")]
    pub no_choices: Option<NoChoices>,
    /// Reasons for giving no value. Not read aloud by interviewers.
    pub missing: Vec<MissingView>,
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

/// How many nodes two ways from the root share.
fn n_shared(one: &[NodeId], other: &[NodeId]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a == b).count()
}

impl Interview {
    /// What to draw now.
    pub fn view(&self) -> View {
        let screens = self.screens();
        let current = self.current(&screens);
        let (answered, n_questions) = self.count_answered(&screens);
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
                self.words_at(ROOT, it).replace("____", &receipt)
            }),
            receipt: self.receipt(),
        }
    }

    fn some_words(&self, id: NodeId, text: &Text) -> Option<String> {
        Some(self.words_at(id, text)).filter(|it| !it.is_empty())
    }

    fn screen_view(&self, screen: Screen) -> ScreenView {
        let around: Vec<Vec<NodeId>> = screen.parts.iter().map(|it| self.around(it)).collect();
        let common = around.iter().map(|it| n_shared(it, &around[0])).min();
        // The screen is inside its groups, not inside its first question.
        let common = common.unwrap_or(0);
        let mut before = &around[0][..common];
        let mut questions = Vec::new();
        for (part, around) in screen.parts.iter().zip(&around) {
            let shared = n_shared(before, around).max(common);
            questions.push(QuestionView {
                headings: self.headings(&around[shared..]),
                ..self.part_view(*part)
            });
            before = around;
        }
        ScreenView {
            key: format!("{}/{}", questions[0].place, screen.parts.len()),
            section: self.headings(&around[0][..common]),
            questions,
        }
    }

    /// The groups and instances around a part, outermost first.
    fn around(&self, part: &Part) -> Vec<NodeId> {
        let (Part::Node(id) | Part::More { parent: id, .. }) = *part;
        let mut around: Vec<NodeId> = self.tree.ancestors(id).collect();
        around.reverse();
        around
    }

    /// What groups and instances are called; groups without a label are not.
    fn headings(&self, nodes: &[NodeId]) -> Vec<Heading> {
        nodes.iter().filter_map(|it| self.heading(*it)).collect()
    }

    fn heading(&self, id: NodeId) -> Option<Heading> {
        let node = self.tree.node(id);
        let item = self.form.item(node.item);
        let instance = match (&item.kind, node.parent) {
            (Kind::Group, _) => None,
            (Kind::Repeat(_), Some(parent)) => {
                let n = self.tree.instances(parent, node.item).len();
                Some((self.tree.number(parent, id), n))
            }
            (_, _) => return None,
        };
        let label = self.words_at(id, &item.label);
        let is_named = instance.is_some() || !label.is_empty();
        is_named.then_some(Heading { label, instance })
    }

    /// Labels of groups around a node, outermost first; repeats with their instance's number.
    fn sections_around(&self, id: NodeId) -> Vec<String> {
        let around = self.around(&Part::Node(id));
        self.headings(&around).iter().map(Heading::words).collect()
    }

    fn part_view(&self, part: Part) -> QuestionView {
        match part {
            Part::Node(id) => self.question_view(id),
            Part::More { parent, repeat } => self.more_view(parent, repeat),
        }
    }

    pub(super) fn question_view(&self, id: NodeId) -> QuestionView {
        let node = self.tree.node(id);
        let item = self.form.item(node.item);
        let look = Appearance::read(&item.kind, &item.appearance);
        let interviewer = self.start.mode == Mode::Interviewer;
        let missing = item.missing.iter().map(|it| MissingView {
            reason: it.reason,
            label: self.words_at(id, &it.label),
            chosen: node.answer == Some(Answer::Missing(it.reason)),
        });
        let control = self.control(id, item, node, &look);
        QuestionView {
            #[cfg(feature = "authoring")]
            no_choices: self.no_choices(id, &control),
            place: self.tree.place(&self.form, id),
            name: item.name.clone(),
            headings: Vec::new(),
            label: self.words_at(id, &item.label),
            hint: self.some_words(id, &item.hint),
            guidance: self.some_words(id, &item.guidance).filter(|_| interviewer),
            card: item.card.clone().filter(|_| interviewer),
            grid: item.grid.clone().or_else(|| self.table_of(item, &look)),
            required: node.required,
            read_only: node.read_only || item.is_calculated(),
            is_other: item.other_of.is_some(),
            appearance: item.appearance.clone(),
            parameters: item.parameters.clone(),
            media: self.media(&item.media),
            complaint: self.complaint(id).filter(|_| Self::shows_complaint(node)),
            looks_personal: matches!(item.kind, Kind::Text(_))
                && check::looks_personal(self.value(id)),
            control,
            missing: missing.collect(),
            look,
        }
    }

    /// The group whose selects stand in one table, if the author asks for that.
    fn table_of(&self, item: &Item, look: &Appearance) -> Option<String> {
        let group = self.form.item(item.parent?);
        let is_row = || matches!(look.select.layout, SelectLayout::Table(_));
        let in_table = || {
            Appearance::read(&group.kind, &group.appearance)
                .group
                .table_list
        };
        (item.kind.select().is_some() && (is_row() || in_table())).then(|| group.name.clone())
    }

    /// Whether a complaint is worth showing: people are not told before they have tried, but a
    /// value that is there and will not do is worth a word at once.
    fn shows_complaint(node: &Node) -> bool {
        node.tried || node.answer.is_some() || node.typed.is_some()
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
            headings: Vec::new(),
            label: self.words_at(parent, &item.label),
            hint: self.some_words(parent, &item.hint),
            guidance: None,
            card: None,
            grid: None,
            required: false,
            read_only: false,
            is_other: false,
            appearance: item.appearance.clone(),
            look: Appearance::read(&item.kind, &item.appearance),
            parameters: item.parameters.clone(),
            media: self.media(&item.media),
            complaint: None,
            looks_personal: false,
            #[cfg(feature = "authoring")]
            no_choices: None,
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
                label: self.words_at(id, &item.label),
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
            let label = self.sight(id).choice_label(id, name);
            label.unwrap_or_else(|| name.clone())
        };
        let look = Appearance::read(&item.kind, &item.appearance).text;
        match &self.tree.node(id).answer {
            // What must not be read over the shoulder is not read in the review either.
            Some(Answer::Given(_)) if look.masked || look.hidden => "•".repeat(6),
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
                offered.map_or_else(String::new, |it| self.words_at(id, &it.label))
            }
            None => self.tree.node(id).typed.clone().unwrap_or_default(),
        }
    }
}
