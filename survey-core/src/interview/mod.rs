//! The interview machine: events in, effects and a plain view out.
//!
//! The same events give the same result on every platform. Time, ids and seeds arrive inside
//! events, and an interview is the replay of its journal.

mod check;
mod control;
mod evaluate;
mod event;
mod finder;
#[cfg(feature = "authoring")]
mod instance;
#[cfg(feature = "authoring")]
mod nothing;
mod record;
#[cfg(feature = "authoring")]
mod restore;
mod scale;
mod screen;
mod screens;
mod seek;
mod tree;
mod view;
mod world;

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::sync::Arc;

pub use check::Complaint;
pub use control::{ChoiceView, Control, MissingView, RepeatView};
pub use event::{Effect, Event, Input, JournalEntry, Layout, Start};
pub use finder::{Finder, Found, LONG};
#[cfg(feature = "authoring")]
pub use instance::InstanceNode;
#[cfg(feature = "authoring")]
pub use nothing::NoChoices;
pub use scale::{RangeView, Tick};
pub use seek::SeekView;
pub use view::{Heading, Progress, QuestionView, ReviewRow, ReviewSection, ScreenView, View};

use crate::base::{Answer, Value};
use crate::expr::{Expr, NodeId};
use crate::questionnaire::{Kind, Questionnaire};
use crate::response::Paradata;
use check::Accepted;
use screens::Part;
use tree::Tree;

/// Where an interview stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Questions are being asked.
    Asking,
    /// All answers are looked over before the end.
    Review,
    /// The person is done.
    Finished,
    /// The interview stopped before its end.
    BrokenOff,
}

/// One interview: a questionnaire, the answers so far, and where the person is.
#[derive(Clone, Debug)]
pub struct Interview {
    form: Arc<Questionnaire>,
    start: Start,
    language: String,
    layout: Layout,
    stage: Stage,
    tree: Tree,
    /// The first part of the screen that is shown.
    cursor: Part,
    /// The node whose answer ended the interview, if one did.
    ended_by: Option<NodeId>,
    /// The disposition given when the interview was broken off.
    disposition: Option<String>,
    started_at: i64,
    now: i64,
    shown_at: i64,
    paused: bool,
    /// Steps that expressions took so far.
    n_steps: Cell<u64>,
    /// How many random numbers were drawn; each is decided by its number and the seed.
    n_drawn: Cell<u64>,
    /// Nodes that a count made and that wait for their dynamic defaults.
    begun_late: Vec<NodeId>,
    /// Whether everything is evaluated for the first time, which triggers nothing.
    is_beginning: bool,
    /// Long lists that were sought.
    finders: seek::Finders,
    screens: screens::Kept,
    paradata: Paradata,
}

impl Interview {
    /// An interview from the first entry of its journal.
    ///
    /// # Errors
    /// If the entry is not a start, or starts another questionnaire.
    pub fn start(form: Arc<Questionnaire>, entry: JournalEntry) -> Result<Interview, String> {
        let Event::Start(start) = entry.event else {
            return Err("the journal does not begin with a start".into());
        };
        if start.survey.digest != form.digest {
            return Err(format!(
                "the journal belongs to {} {} with digest {}, found {}",
                start.survey.id, start.survey.version, start.survey.digest, form.digest
            ));
        }
        let tree = Tree::new(&form);
        let mut interview = Interview {
            language: start.language.clone(),
            layout: start.layout,
            start: *start,
            stage: Stage::Asking,
            tree,
            cursor: Part::Node(tree::ROOT),
            ended_by: None,
            disposition: None,
            started_at: entry.at,
            now: entry.at,
            shown_at: entry.at,
            paused: false,
            n_steps: Cell::new(0),
            n_drawn: Cell::new(0),
            begun_late: Vec::new(),
            is_beginning: false,
            finders: Default::default(),
            screens: Default::default(),
            paradata: Paradata::default(),
            form,
        };
        interview.evaluate_all();
        interview.cursor = interview.first_cursor();
        Ok(interview)
    }

    /// The replay of a journal. Entries that do not fit are passed over, as they were when they
    /// happened.
    ///
    /// # Errors
    /// As [`Interview::start`]; or if the journal is empty.
    pub fn replay(
        form: Arc<Questionnaire>,
        journal: impl IntoIterator<Item = JournalEntry>,
    ) -> Result<Interview, String> {
        let mut entries = journal.into_iter();
        let first = entries.next().ok_or("the journal is empty")?;
        let mut interview = Interview::start(form, first)?;
        for entry in entries {
            interview.apply(entry);
        }
        Ok(interview)
    }

    /// Applies an event. The first effect stores it, unless it is refused.
    pub fn apply(&mut self, entry: JournalEntry) -> Vec<Effect> {
        let over = matches!(self.stage, Stage::Finished | Stage::BrokenOff);
        if over && !matches!(entry.event, Event::Language(_) | Event::Layout(_)) {
            return vec![Effect::Refused("the interview is over".into())];
        }
        // A device's clock may be set back in the middle; time never runs backwards here.
        self.now = self.now.max(entry.at);
        let result = self.perform(&entry.event);
        match result {
            Ok(mut effects) => {
                effects.insert(0, Effect::Store(entry));
                effects
            }
            Err(why) => vec![Effect::Refused(why)],
        }
    }

    fn perform(&mut self, event: &Event) -> Result<Vec<Effect>, String> {
        match event {
            Event::Start(_) => Err("the interview has begun already".into()),
            Event::Answer { place, input } => self.answer(place, input),
            Event::Next => Ok(self.next()),
            Event::Back => Ok(self.back()),
            Event::GoTo { place } => self.go_to(place),
            Event::FirstOpen => Ok(self.first_open()),
            Event::Review => Ok(self.review()),
            Event::AddRepeat { place } => self.add_repeat(place),
            Event::RemoveRepeat { place } => self.remove_repeat(place),
            Event::Language(language) => {
                self.language.clone_from(language);
                self.language_changed();
                Ok(Vec::new())
            }
            Event::Layout(layout) => {
                self.layout = *layout;
                self.screens.forget();
                Ok(Vec::new())
            }
            #[cfg(feature = "authoring")]
            Event::Restore { answers } => self.restore(answers),
            Event::Pause => {
                self.leave_screen();
                self.paused = true;
                self.paradata.pauses += 1;
                Ok(Vec::new())
            }
            Event::Resume => {
                self.paused = false;
                self.shown_at = self.now;
                Ok(Vec::new())
            }
            Event::Finish => Ok(self.finish()),
            Event::BreakOff { disposition } => {
                self.leave_screen();
                self.stage = Stage::BrokenOff;
                self.disposition.clone_from(disposition);
                Ok(vec![Effect::Finished(Box::new(self.response()))])
            }
        }
    }

    fn answer(&mut self, place: &str, input: &Input) -> Result<Vec<Effect>, String> {
        let id = self.find(place)?;
        let node = self.tree.node(id);
        let item = self.form.item(node.item);
        if node.read_only || item.is_calculated() {
            return Err(format!("`{place}` cannot be changed"));
        }
        if !item.kind.is_question() {
            return Err(format!("`{place}` takes no answer"));
        }
        let accepted = match input {
            Input::Value(value) => check::accept(item, node.answer.as_ref(), value.clone()),
            Input::Missing(reason) => check::accept_missing(item, *reason),
            Input::Clear => Accepted::Answer(None),
        };
        let (answer, typed) = match accepted {
            Accepted::Answer(answer) => (answer, None),
            Accepted::Typed(text) => (None, Some(text)),
            Accepted::Refused(why) => return Err(why),
        };
        self.check_offered(id, answer.as_ref())?;
        let node = self.tree.node_mut(id);
        let replaced = node.answer.is_some() && node.answer != answer;
        node.typed = typed;
        if node.answer != answer {
            node.answer = answer;
            self.paradata.changes += u32::from(replaced);
            self.value_changed(id);
        }
        Ok(Vec::new())
    }

    /// Choices that are nodes are known only while they are there.
    fn check_offered(&self, id: NodeId, answer: Option<&Answer>) -> Result<(), String> {
        let item = self.form.item(self.tree.node(id).item);
        let from_nodes = item.kind.select().is_some_and(|it| it.from.is_some());
        let names: &[String] = match answer.and_then(Answer::value) {
            Some(Value::Text(name)) => std::slice::from_ref(name),
            Some(Value::Many(names)) => names,
            Some(Value::Number(_)) | None => &[],
        };
        if !from_nodes || names.is_empty() {
            return Ok(());
        }
        let offered = self.offered(id);
        match names.iter().find(|it| !offered.contains(it)) {
            Some(name) => Err(format!("there is no choice `{name}`")),
            None => Ok(()),
        }
    }

    fn add_repeat(&mut self, place: &str) -> Result<Vec<Effect>, String> {
        let (parent, name) = match place.rsplit_once('/') {
            Some((outer, name)) => (self.find(outer)?, name),
            None => (tree::ROOT, place),
        };
        let repeat = self
            .form
            .named(name)
            .ok_or_else(|| format!("there is no `{name}`"))?;
        if !self.form.item(repeat).kind.is_open() {
            return Err(format!("`{name}` is not a repeat that people lengthen"));
        }
        let holder = self.form.item(repeat).parent.unwrap_or(self.form.root());
        let parent = self
            .tree
            .of_item_within(&self.form, holder, parent)
            .first()
            .copied()
            .ok_or_else(|| format!("there is no place for `{place}`"))?;
        if self.tree.instances(parent, repeat).len() >= evaluate::MAX_INSTANCES {
            return Err(format!(
                "more than {} instances of `{name}`",
                evaluate::MAX_INSTANCES
            ));
        }
        let node = self.tree.add_instance(&self.form.clone(), repeat, parent);
        self.screens.forget();
        self.instance_added(node);
        self.cursor = self.screen_start(node);
        Ok(vec![Effect::Moved])
    }

    fn remove_repeat(&mut self, place: &str) -> Result<Vec<Effect>, String> {
        let id = self.find(place)?;
        let item = self.tree.node(id).item;
        if !self.form.item(item).kind.is_open() {
            return Err(format!("`{place}` is not an instance that people remove"));
        }
        let inside = self.tree.ancestors(self.cursor.node()).any(|it| it == id);
        let mut before = Vec::new();
        if inside {
            let screens = self.screens();
            let starts = screens.iter().map(|it| it.start());
            before.extend(starts.take(self.current(&screens)));
        }
        let parent = self.tree.node(id).parent.unwrap_or(tree::ROOT);
        self.tree.remove(id);
        self.screens.forget();
        self.instance_removed(item, parent);
        if inside {
            let is_here = |it: &Part| self.tree.ancestors(it.node()).last() == Some(tree::ROOT);
            let kept = before.into_iter().rfind(is_here);
            self.cursor = kept.unwrap_or_else(|| self.first_cursor());
        }
        Ok(vec![Effect::Moved])
    }

    fn find(&self, place: &str) -> Result<NodeId, String> {
        self.tree
            .find(&self.form, place)
            .ok_or_else(|| format!("there is no place `{place}`"))
    }

    /// Steps that evaluating expressions took so far, a measure of work that does not depend on
    /// the machine.
    pub fn steps(&self) -> u64 {
        self.n_steps.get()
    }

    /// The questionnaire.
    pub fn form(&self) -> &Arc<Questionnaire> {
        &self.form
    }

    /// What the interview began with.
    pub fn begun(&self) -> &Start {
        &self.start
    }

    /// When it began, in milliseconds since 1970-01-01T00:00Z.
    pub fn started_at(&self) -> i64 {
        self.started_at
    }

    /// Where it stands.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// The language it is shown in.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The answer at a place as others see it: none while it is off the path.
    pub fn answer_at(&self, place: &str) -> Option<&Answer> {
        self.tree.seen(self.tree.find(&self.form, place)?)
    }

    /// What there is to complain about at a place, shown or not.
    pub fn complaint_at(&self, place: &str) -> Option<Complaint> {
        self.complaint(self.tree.find(&self.form, place)?)
    }

    /// The value of an expression as text, as seen from a place; blank for the root.
    ///
    /// # Errors
    /// If there is no such place, or as [`Expr::eval`].
    pub fn evaluate(&self, expr: &Expr, place: &str) -> Result<String, String> {
        let id = match place {
            "" => tree::ROOT,
            place => self.find(place)?,
        };
        let value = expr.eval_string(&self.sight(id), id);
        value.map_err(|it| it.to_string())
    }

    /// The names of the choices that a select offers now; none for other items.
    pub fn choices_at(&self, place: &str) -> Vec<String> {
        let found = self.tree.find(&self.form, place);
        found.map_or_else(Vec::new, |it| self.offered(it))
    }

    /// The places of the questions on the path, in order.
    pub fn path(&self) -> Vec<String> {
        let asked = |id: &NodeId| {
            let node = self.tree.node(*id);
            node.on_path && self.form.item(node.item).kind.is_question()
        };
        let nodes = self.tree.subtree(tree::ROOT).into_iter().filter(asked);
        nodes.map(|it| self.tree.place(&self.form, it)).collect()
    }

    /// Whether a place is on the path.
    pub fn is_relevant(&self, place: &str) -> bool {
        self.tree
            .find(&self.form, place)
            .is_some_and(|it| self.tree.node(it).on_path)
    }

    fn value(&self, id: NodeId) -> Option<&Value> {
        self.tree.seen(id).and_then(Answer::value)
    }

    fn complaint(&self, id: NodeId) -> Option<Complaint> {
        let node = self.tree.node(id);
        let item = self.form.item(node.item);
        // A note that is required stops the interview where it is asked.
        let is_note = matches!(item.kind, Kind::Note);
        if !node.on_path || !(is_note || item.kind.is_question()) {
            return None;
        }
        let words = |text| self.words_at(id, text);
        match (&node.typed, &node.answer) {
            (Some(_), _) => Some(check::complain_typed(item)),
            (None, None) if node.required => {
                Some(Complaint::Required(words(&item.required_message)))
            }
            (None, None | Some(Answer::Missing(_))) => None,
            (None, Some(Answer::Given(value))) => {
                check::complain_value(item, value).or_else(|| {
                    (!node.valid).then(|| Complaint::Constraint(words(&item.constraint_message)))
                })
            }
        }
    }
}
