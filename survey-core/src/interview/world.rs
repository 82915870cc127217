//! What expressions see of an interview.

use std::borrow::Cow;

use super::Interview;
use super::tree::ROOT;
use crate::base::{Answer, Date, DateTime, Missing, Seed, Text, Time, Value};
use crate::expr::{NodeId, World, XValue};
use crate::questionnaire::{Choice, ChoicesFrom, ListNodes, Metadata, Stretch, stretches};

/// The interview as seen from one node, which is what `${name}` starts from even where the
/// context is a choice.
pub(super) struct Sight<'a> {
    interview: &'a Interview,
    asking: NodeId,
}

impl Interview {
    pub(super) fn sight(&self, asking: NodeId) -> Sight<'_> {
        Sight {
            interview: self,
            asking,
        }
    }

    /// The moment of the last event.
    pub(super) fn now(&self) -> Option<DateTime> {
        DateTime::from_unix_millis(self.now, self.start.offset)
    }

    /// Names of the choices that a select offers now.
    pub(super) fn offered(&self, id: NodeId) -> Vec<String> {
        let choices = self.offered_choices(id);
        choices.into_iter().map(|it| it.name.clone()).collect()
    }

    /// The choices that a select offers now, in the order of its list.
    pub(super) fn offered_choices(&self, id: NodeId) -> Vec<Cow<'_, Choice>> {
        let item = self.form.item(self.tree.node(id).item);
        let Some(select) = item.kind.select() else {
            return Vec::new();
        };
        let sight = self.sight(id);
        if let Some(from) = &select.from {
            let nodes = match from.nodeset.eval(&sight, id) {
                Ok(XValue::Nodes(nodes)) => nodes,
                Ok(XValue::Bool(_) | XValue::Number(_) | XValue::Text(_)) | Err(_) => Vec::new(),
            };
            let choices = nodes
                .into_iter()
                .filter_map(|it| self.node_choice(&sight, it, from));
            return choices.map(Cow::Owned).collect();
        }
        let Some(filter) = &select.filter else {
            return select.choices.iter().map(Cow::Borrowed).collect();
        };
        let lists = &self.form.list_nodes;
        let root = lists.root(&select.list);
        let nodes = root.and_then(|root| filter.select(&sight, id, root).ok());
        let choice = |it: NodeId| select.choices.get(lists.number(it)?);
        let found = nodes.into_iter().flatten().filter_map(choice);
        found.map(Cow::Borrowed).collect()
    }

    /// A node as a choice; none while its code is blank.
    fn node_choice(&self, sight: &Sight, node: NodeId, from: &ChoicesFrom) -> Option<Choice> {
        let child = |name: &str| {
            let found = sight
                .children(node)
                .iter()
                .find(|it| sight.name(**it) == name);
            found.map(|it| sight.value(*it).into_owned())
        };
        let name = child(&from.value).filter(|it| !it.is_empty())?;
        let label = child(&from.label).unwrap_or_default();
        Some(Choice {
            label: Text::new(&self.form.default_language, label),
            name,
            ..Choice::default()
        })
    }

    /// The choices of a select in the order this person sees them.
    pub(super) fn ordered<'c>(
        &self,
        id: NodeId,
        choices: Vec<Cow<'c, Choice>>,
    ) -> Vec<Cow<'c, Choice>> {
        let item = self.form.item(self.tree.node(id).item);
        let Some(select) = item.kind.select().filter(|it| it.randomize) else {
            return choices;
        };
        let mut moving: Vec<_> = choices.iter().filter(|it| !it.fix).cloned().collect();
        let seed = select.seed.as_ref();
        let seed = seed.and_then(|it| it.eval_string(&self.sight(id), id).ok());
        match seed {
            #[cfg(feature = "rare-functions")]
            Some(seed) => moving = crate::expr::shuffled(moving, &seed),
            _ => {
                let key = format!("{}/{}/{}", self.start.id, self.start.seed, item.name);
                Seed::from_text(&key).shuffle(&mut moving);
            }
        }
        let mut moving = moving.into_iter();
        let place = |it: Cow<'c, Choice>| if it.fix { Some(it) } else { moving.next() };
        choices.into_iter().filter_map(place).collect()
    }

    /// Words in the language being shown, with the values in them as `id` sees them.
    pub(super) fn words_at(&self, id: NodeId, text: &Text) -> String {
        let words = self.form.words(text, &self.language);
        if !words.contains("${") {
            return words.to_owned();
        }
        let mut filled = String::new();
        for stretch in stretches(words) {
            match stretch {
                Stretch::Words(words) => filled.push_str(words),
                Stretch::Output(source) => {
                    let value = self.form.output(source);
                    let value = value.and_then(|it| it.eval_string(&self.sight(id), id).ok());
                    filled.push_str(&value.unwrap_or_default());
                }
            }
        }
        filled
    }

    /// What the device knows.
    pub(super) fn metadata(&self, metadata: Metadata) -> Option<Answer> {
        let begun = DateTime::from_unix_millis(self.started_at, self.start.offset);
        let text = match metadata {
            Metadata::Start => begun.map(|it| it.to_string()),
            Metadata::End => self.now().map(|it| it.to_string()),
            Metadata::Today => begun.map(|it| it.date.to_string()),
            Metadata::DeviceId => self.start.device.clone(),
            Metadata::Username => self.start.interviewer.clone(),
            Metadata::PhoneNumber | Metadata::Email | Metadata::Audit => None,
        };
        text.map(|it| Answer::Given(Value::Text(it)))
    }
}

impl World for Sight<'_> {
    fn root(&self) -> NodeId {
        ROOT
    }

    fn parent(&self, node: NodeId) -> Option<NodeId> {
        if self.lists().holds(node) {
            return self.lists().parent(node);
        }
        self.interview.tree.node(node).parent
    }

    fn children(&self, node: NodeId) -> &[NodeId] {
        match self.lists().children(node) {
            Some(children) => children,
            None => &self.interview.tree.node(node).children,
        }
    }

    fn name(&self, node: NodeId) -> &str {
        match self.lists().name(node) {
            Some(name) => name,
            None => self
                .interview
                .form
                .item(self.interview.tree.node(node).item)
                .element(),
        }
    }

    fn value(&self, node: NodeId) -> Cow<'_, str> {
        if let Some(text) = self.lists().text(node) {
            return Cow::Borrowed(text);
        }
        match self.interview.tree.seen(node) {
            Some(Answer::Given(Value::Text(text))) => Cow::Borrowed(text),
            Some(Answer::Given(value)) => Cow::Owned(value.to_xpath()),
            Some(Answer::Missing(_)) | None => Cow::Borrowed(""),
        }
    }

    fn named(&self, name: &str, from: NodeId) -> Vec<NodeId> {
        let Interview { form, tree, .. } = self.interview;
        let Some(item) = form.named(name) else {
            return Vec::new();
        };
        let from = if self.lists().holds(from) {
            self.asking
        } else {
            from
        };
        let nodes = tree.of_item(item);
        if nodes.len() <= 1 {
            return nodes.to_vec();
        }
        let common = form.innermost_common_repeat(tree.node(from).item, form.seen_from(item));
        let within = common.and_then(|it| tree.around(from, it));
        // Nodes are numbered in the order they came; people mean the order in the document.
        tree.of_item_within(form, item, within.unwrap_or(ROOT))
    }

    fn missing(&self, node: NodeId) -> Option<Missing> {
        if self.lists().holds(node) {
            None
        } else {
            self.interview.tree.missing(node)
        }
    }

    fn mode(&self) -> &str {
        self.interview.start.mode.name()
    }

    fn now(&self) -> DateTime {
        self.interview.now().unwrap_or(DateTime {
            date: Date::from_days(0).expect("1970-01-01 exists"),
            time: Time::from_millis(0).expect("midnight exists"),
            offset: 0,
        })
    }

    fn random(&self) -> f64 {
        let drawn = self.interview.n_drawn.get();
        self.interview.n_drawn.set(drawn + 1);
        Seed::new(self.interview.start.seed.wrapping_add(drawn)).unit()
    }

    fn choice_label(&self, node: NodeId, value: &str) -> Option<String> {
        if self.lists().holds(node) {
            return None;
        }
        let Interview {
            form,
            tree,
            language,
            ..
        } = self.interview;
        let select = form.item(tree.node(node).item).kind.select()?;
        if select.from.is_some() {
            let offered = self.interview.offered_choices(node);
            let choice = offered.into_iter().find(|it| it.name == value)?;
            return Some(form.words(&choice.label, language).to_owned());
        }
        let choice = select.choice(value)?;
        Some(form.words(&choice.label, language).to_owned())
    }

    fn instance(&self, id: &str) -> Option<NodeId> {
        self.lists().root(id)
    }

    fn children_named(&self, node: NodeId, name: &str) -> Option<Vec<NodeId>> {
        if self.lists().holds(node) {
            return None;
        }
        let Interview { form, tree, .. } = self.interview;
        let items = &form.item(tree.node(node).item).children;
        let named = items.iter().filter(|it| form.item(**it).element() == name);
        let found = named.flat_map(|it| tree.instances(node, *it));
        Some(found.copied().collect())
    }

    fn children_with(&self, node: NodeId, column: &str, text: &str) -> Option<Vec<NodeId>> {
        self.lists().items_with(node, column, text)
    }

    fn is_relevant(&self, node: NodeId) -> bool {
        self.lists().holds(node) || self.interview.tree.node(node).on_path
    }

    fn is_form(&self) -> bool {
        true
    }

    fn spent(&self, steps: u32) {
        let spent = &self.interview.n_steps;
        spent.set(spent.get() + u64::from(steps));
    }

    /// Ids as XLSForm converters write them: `/data/group/q:label` and `…:hint`.
    #[cfg(feature = "rare-functions")]
    fn itext(&self, id: &str) -> Option<String> {
        let Interview { form, language, .. } = self.interview;
        let (path, part) = id.rsplit_once(':')?;
        let name = path.rsplit('/').next()?;
        let item = form.item(form.named(name)?);
        let text = match part {
            "label" => &item.label,
            "hint" => &item.hint,
            _ => return None,
        };
        Some(form.words(text, language).to_owned())
    }
}

impl Sight<'_> {
    fn lists(&self) -> &ListNodes {
        &self.interview.form.list_nodes
    }
}
