//! Which selects are sought, and their finders, which are kept as long as they hold.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;

use super::finder::LONG;
use super::{ChoiceView, Finder, Interview};
use crate::base::{Answer, Value};
use crate::expr::NodeId;
use crate::questionnaire::{Appearance, Choice, Kind, SelectLayout};

/// So many choices that nobody wants to look through them all.
#[derive(Clone, Debug, PartialEq)]
pub struct SeekView {
    /// All that are offered.
    pub finder: Arc<Finder>,
    /// Those that are chosen, in the order of the answer.
    pub chosen: Vec<ChoiceView>,
    /// Whether several may be chosen.
    pub many: bool,
    /// The most that may be chosen.
    pub max: Option<u32>,
}

impl SeekView {
    /// All choices, in their order.
    pub fn choices(&self) -> Vec<ChoiceView> {
        let mut all: Vec<ChoiceView> = (0..self.finder.len())
            .map(|row| self.finder.choice(row))
            .collect();
        for it in &mut all {
            it.chosen = self.chosen.iter().any(|chosen| chosen.name == it.name);
        }
        all
    }

    /// The answer after this choice was picked, or ticked or unticked. What excludes what is for
    /// the interview to say.
    pub fn answer_with(&self, name: &str) -> Value {
        if !self.many {
            return Value::Text(name.to_owned());
        }
        let ticked = |it: &&ChoiceView| it.name != name;
        let others = self.chosen.iter().filter(ticked).map(|it| it.name.clone());
        let mut names: Vec<String> = others.collect();
        if names.len() == self.chosen.len() {
            names.push(name.to_owned());
        }
        Value::Many(names)
    }
}

/// Finders that were made, newest last. Never part of what an interview is: each can be made
/// again.
#[derive(Clone, Debug, Default)]
pub(super) struct Finders(RefCell<Vec<Kept>>);

/// How many finders are kept.
const N_KEPT: usize = 8;

#[derive(Clone, Debug)]
struct Kept {
    list: String,
    language: String,
    /// Which choices of the list, or which nodes, in their order.
    offered: Offered,
    finder: Arc<Finder>,
}

#[derive(Clone, Debug, PartialEq)]
enum Offered {
    /// Every choice, in the order of the list.
    All,
    /// These.
    Rows(Vec<u32>),
}

impl Interview {
    /// The choices of a select that is sought rather than looked through.
    pub(super) fn seek(&self, id: NodeId, appearance: &Appearance) -> Option<SeekView> {
        let item = self.form.item(self.tree.node(id).item);
        let (many, max) = match &item.kind {
            Kind::SelectOne(_) => (false, None),
            Kind::SelectMultiple(select) => (true, select.max),
            Kind::Note
            | Kind::Consent(_)
            | Kind::Integer(_)
            | Kind::Decimal(_)
            | Kind::Range(_)
            | Kind::Text(_)
            | Kind::Date
            | Kind::Time
            | Kind::Area(_)
            | Kind::Calculate
            | Kind::Group
            | Kind::Repeat(_)
            | Kind::Rank(_)
            | Kind::DateTime
            | Kind::Geo(_)
            | Kind::File(_)
            | Kind::Barcode
            | Kind::Acknowledge
            | Kind::Hidden
            | Kind::Metadata(_) => return None,
        };
        let from = match appearance.select.layout {
            SelectLayout::Search => 1,
            SelectLayout::Rows | SelectLayout::Minimal | SelectLayout::Map => LONG,
            SelectLayout::Columns(_) | SelectLayout::Pack => 4 * LONG,
            SelectLayout::Likert | SelectLayout::ImageMap | SelectLayout::Table(_) => usize::MAX,
        };
        let finder = self.finder(id, from)?;
        let chosen = self.chosen_of(id, &finder);
        Some(SeekView {
            finder,
            chosen,
            many,
            max,
        })
    }

    /// The finder over what a select offers now, if there are at least `from` choices.
    fn finder(&self, id: NodeId, from: usize) -> Option<Arc<Finder>> {
        let item = self.form.item(self.tree.node(id).item);
        let select = item.kind.select()?;
        let plain = select.filter.is_none() && select.from.is_none() && !select.randomize;
        if plain && select.choices.len() < from {
            return None;
        }
        let choices = if plain {
            Vec::new()
        } else {
            self.ordered(id, self.offered_choices(id))
        };
        if !plain && choices.len() < from.max(1) {
            return None;
        }
        let offered = if plain {
            Offered::All
        } else {
            // Choices of a list are known by where they stand in it; others are not known again.
            let row = |it: &Cow<'_, Choice>| match it {
                Cow::Borrowed(it) => row_of(&select.choices, it),
                Cow::Owned(_) => None,
            };
            match choices.iter().map(row).collect() {
                Some(rows) => Offered::Rows(rows),
                None => {
                    return Some(Arc::new(
                        self.new_finder(id, choices.iter().map(|it| &**it)).0,
                    ));
                }
            }
        };
        if let Some(kept) = self.finders.get(&select.list, &self.language, &offered) {
            return Some(kept);
        }
        let (finder, is_fixed) = match plain {
            true => self.new_finder(id, select.choices.iter()),
            false => self.new_finder(id, choices.iter().map(|it| &**it)),
        };
        let finder = Arc::new(finder);
        if is_fixed {
            self.finders.keep(Kept {
                list: select.list.clone(),
                language: self.language.clone(),
                offered,
                finder: finder.clone(),
            });
        }
        Some(finder)
    }

    /// The finder, and whether its words depend on no answer.
    fn new_finder<'c>(
        &self,
        id: NodeId,
        choices: impl Iterator<Item = &'c Choice>,
    ) -> (Finder, bool) {
        let mut is_fixed = true;
        let mut finder = Finder::new();
        for it in choices {
            let words = self.form.words(&it.label, &self.language);
            let is_plain = !words.contains("${");
            is_fixed &= is_plain;
            if is_plain && !it.exclusive && !it.other && it.media.is_empty() {
                finder.push(&it.name, words);
            } else {
                finder.push_special(self.choice_view(id, it, false));
            }
        }
        (finder, is_fixed)
    }

    fn chosen_of(&self, id: NodeId, finder: &Finder) -> Vec<ChoiceView> {
        let names = match &self.tree.node(id).answer {
            Some(Answer::Given(Value::Text(it))) => std::slice::from_ref(it),
            Some(Answer::Given(Value::Many(names))) => names,
            Some(Answer::Given(Value::Number(_)) | Answer::Missing(_)) | None => &[],
        };
        let found = names.iter().filter_map(|it| finder.position(it));
        let chosen = found.map(|row| ChoiceView {
            chosen: true,
            ..finder.choice(row)
        });
        chosen.collect()
    }
}

/// The number of a choice that is borrowed from its list.
fn row_of(list: &[Choice], choice: &Choice) -> Option<u32> {
    list.element_offset(choice).map(|it| it as u32)
}

impl Finders {
    fn get(&self, list: &str, language: &str, offered: &Offered) -> Option<Arc<Finder>> {
        let kept = self.0.borrow();
        let it = kept
            .iter()
            .find(|it| it.list == list && it.language == language && it.offered == *offered)?;
        Some(it.finder.clone())
    }

    fn keep(&self, it: Kept) {
        let mut kept = self.0.borrow_mut();
        if kept.len() == N_KEPT {
            kept.remove(0);
        }
        kept.push(it);
    }
}
