//! Keeping everything that is derived from answers up to date: an answer evaluates what depends
//! on it again, and nothing else.

mod queue;

use queue::{Job, Queue};

use super::Interview;
use super::check::{self, Accepted};
use super::tree::ROOT;
use crate::base::{Answer, Value};
use crate::expr::{Expr, NodeId, Reading, XValue};
use crate::questionnaire::{Aspect, Dependent, ItemId, Kind};

/// The most instances of one repeat in one place.
pub(super) const MAX_INSTANCES: usize = 1_000;

impl Interview {
    /// Evaluates everything, at the start.
    pub(super) fn evaluate_all(&mut self) {
        self.evaluate_new(ROOT);
    }

    /// Evaluates what depends on a value, after it changed.
    pub(super) fn value_changed(&mut self, id: NodeId) {
        let mut queue = Queue::default();
        self.queue_changed(id, &mut queue);
        self.check_end(id, &mut queue);
        self.drain(queue);
    }

    /// Evaluates a new instance, and what depends on which instances there are.
    pub(super) fn instance_added(&mut self, id: NodeId) {
        self.evaluate_new(id);
    }

    /// Evaluates what may hold words, after another language was chosen: only functions of the
    /// prefix `jr:` know the language.
    pub(super) fn language_changed(&mut self) {
        let form = self.form.clone();
        let mut queue = Queue::default();
        for id in self.tree.subtree(ROOT) {
            let item = self.tree.node(id).item;
            let mut aspects = form.item(item).aspects();
            if aspects.any(|(_, expr)| expr.source().contains("jr:")) {
                self.queue_own(id, &mut queue);
            }
        }
        self.drain(queue);
    }

    /// Evaluates what depends on which instances there are, after one of `repeat` went from
    /// `parent`.
    pub(super) fn instance_removed(&mut self, repeat: ItemId, parent: NodeId) {
        let mut queue = Queue::default();
        self.queue_gone(repeat, parent, &mut queue);
        self.drain(queue);
    }

    fn evaluate_new(&mut self, root: NodeId) {
        let nodes = self.tree.subtree(root);
        let mut queue = Queue::default();
        self.refresh_path(root, &mut queue);
        self.begin(&nodes, &mut queue);
        self.is_beginning = root == ROOT;
        self.drain(queue);
        self.is_beginning = false;
        self.begin_dynamic(&nodes);
    }

    /// Evaluates everything over answers that were there before: no default is given again.
    #[cfg(feature = "authoring")]
    pub(super) fn evaluate_restored(&mut self) {
        let form = self.form.clone();
        let mut queue = Queue::default();
        self.refresh_path(ROOT, &mut queue);
        for id in self.tree.subtree(ROOT) {
            if let Kind::Metadata(metadata) = &form.item(self.tree.node(id).item).kind
                && self.tree.node(id).answer.is_none()
            {
                self.tree.node_mut(id).answer = self.metadata(*metadata);
            }
            self.queue_own(id, &mut queue);
            self.queue_dependents(id, &mut queue);
        }
        self.drain(queue);
        self.ended_by = self.first_end();
        let mut queue = Queue::default();
        self.refresh_path(ROOT, &mut queue);
        self.drain(queue);
    }

    /// Gives new nodes the values that need no other, and queues what is to be evaluated.
    fn begin(&mut self, nodes: &[NodeId], queue: &mut Queue) {
        let form = self.form.clone();
        for id in nodes {
            let item = form.item(self.tree.node(*id).item);
            if let Kind::Metadata(metadata) = &item.kind {
                self.tree.node_mut(*id).answer = self.metadata(*metadata);
            }
            let fixed = item.default.as_ref().filter(|_| !item.has_dynamic_default);
            if let Some(default) = fixed {
                self.set_computed(*id, default);
            }
        }
        for id in nodes {
            self.queue_own(*id, queue);
            self.queue_dependents(*id, queue);
        }
    }

    /// Gives new nodes the values that depend on others, once: ODK's
    /// `odk-instance-first-load` and `odk-new-repeat`.
    fn begin_dynamic(&mut self, nodes: &[NodeId]) {
        let form = self.form.clone();
        for id in nodes {
            let item = form.item(self.tree.node(*id).item);
            let dynamic = item.default.as_ref().filter(|_| item.has_dynamic_default);
            if let Some(default) = dynamic
                && self.set_computed(*id, default)
            {
                self.value_changed(*id);
            }
        }
    }

    /// Queues the node's own expressions, and the counts of repeats that it may hold.
    fn queue_own(&self, id: NodeId, queue: &mut Queue) {
        let form = &self.form;
        let item = self.tree.node(id).item;
        for (rank, aspect) in form.own(item) {
            if !matches!(aspect, Aspect::Count | Aspect::SetValue) {
                queue.push(*rank, Job::Update(id, *aspect));
            }
        }
        for child in &form.item(item).children {
            let mut own = form.own(*child).iter();
            if let Some((rank, _)) = own.find(|it| it.1 == Aspect::Count) {
                queue.push(*rank, Job::Recount(id, *child));
            }
        }
    }

    /// Queues what depends on whether a node is asked, or on its being there.
    fn queue_dependents(&self, id: NodeId, queue: &mut Queue) {
        for it in self.form.dependents(self.tree.node(id).item) {
            if it.aspect != Aspect::SetValue && it.reading != Reading::Order {
                self.queue_one(*it, id, queue);
            }
        }
    }

    /// Queues what depends on the value of a node, which changed, and what it triggers.
    fn queue_changed(&self, id: NodeId, queue: &mut Queue) {
        for it in self.form.dependents(self.tree.node(id).item) {
            let is_quiet = self.is_beginning && it.aspect == Aspect::SetValue;
            if it.reading == Reading::Value && !is_quiet {
                self.queue_one(*it, id, queue);
            }
        }
    }

    /// Queues what saw an instance of `item` that is gone from `from`, or its place.
    fn queue_gone(&self, item: ItemId, from: NodeId, queue: &mut Queue) {
        for it in self.form.dependents(item) {
            if it.aspect != Aspect::SetValue {
                self.queue_one(*it, from, queue);
            }
        }
        for child in &self.form.item(item).children {
            self.queue_gone(*child, from, queue);
        }
    }

    /// Queues the nodes a dependent means, when something changed at `from`: where the expression
    /// sees only the instance that both stand in, those of that instance.
    fn queue_one(&self, it: Dependent, from: NodeId, queue: &mut Queue) {
        let within = it.scope.and_then(|scope| self.tree.around(from, scope));
        let within = within.unwrap_or(ROOT);
        if it.aspect == Aspect::Count {
            let holder = self.form.item(it.item).parent.unwrap_or(it.item);
            for parent in self.tree.of_item_within(&self.form, holder, within) {
                queue.push(it.rank, Job::Recount(parent, it.item));
            }
            return;
        }
        // A running total reads the instances before its own, never those behind.
        let is_row = self.tree.node(from).item == it.item && it.aspect == Aspect::Calculation;
        for node in self.tree.of_item_within(&self.form, it.item, within) {
            if !is_row || node > from {
                queue.push(it.rank, Job::Update(node, it.aspect));
            }
        }
    }

    fn drain(&mut self, mut queue: Queue) {
        let form = self.form.clone();
        // A well-ordered graph ends by itself; the limit guards against node-sets that reach back.
        let mut budget = 200_000 + 50 * form.items().len();
        loop {
            let Some(job) = queue.pop() else {
                // Instances that a count made get their defaults when all else is known.
                let nodes = std::mem::take(&mut self.begun_late);
                if nodes.is_empty() {
                    return;
                }
                self.begin_dynamic(&nodes);
                continue;
            };
            if budget == 0 {
                return;
            }
            budget -= 1;
            match job {
                Job::Recount(parent, repeat) => self.recount(parent, repeat, &mut queue),
                Job::Update(id, aspect) => {
                    let item = form.item(self.tree.node(id).item);
                    let expr = item.aspects().find(|(own, _)| *own == aspect);
                    if let Some((_, expr)) = expr {
                        self.update(id, aspect, expr, &mut queue);
                    }
                }
            }
        }
    }

    fn update(&mut self, id: NodeId, aspect: Aspect, expr: &Expr, queue: &mut Queue) {
        match aspect {
            // A count is a job of its own: its repeat may have no node.
            Aspect::Count => {}
            Aspect::Relevant => {
                let relevant = self.holds(id, expr);
                if self.tree.node(id).relevant != relevant {
                    self.tree.node_mut(id).relevant = relevant;
                    self.refresh_path(id, queue);
                }
            }
            Aspect::Calculation | Aspect::SetValue => {
                if self.set_computed(id, expr) {
                    self.queue_changed(id, queue);
                }
            }
            Aspect::Filter => self.drop_filtered(id, queue),
            Aspect::Required => self.tree.node_mut(id).required = self.holds(id, expr),
            Aspect::ReadOnly => self.tree.node_mut(id).read_only = self.holds(id, expr),
            Aspect::Constraint => {
                let given = matches!(self.tree.node(id).answer, Some(Answer::Given(_)));
                self.tree.node_mut(id).valid = !given || self.holds(id, expr);
            }
        }
    }

    /// Judges an answer again before it is left for good: what a constraint says of today may have
    /// changed since it was given.
    pub(super) fn recheck(&mut self, id: NodeId) {
        let node = self.tree.node(id);
        let form = self.form.clone();
        if let Some(constraint) = &form.item(node.item).constraint
            && node.on_path
            && matches!(node.answer, Some(Answer::Given(_)))
        {
            self.tree.node_mut(id).valid = self.holds(id, constraint);
        }
    }

    /// Whether an expression is true; one that cannot be evaluated is not.
    pub(super) fn holds(&self, id: NodeId, expr: &Expr) -> bool {
        expr.eval_bool(&self.sight(id), id).unwrap_or(false)
    }

    /// Sets a node to the value of an expression; true if it is another value than before.
    fn set_computed(&mut self, id: NodeId, expr: &Expr) -> bool {
        let computed = {
            let sight = self.sight(id);
            match expr.eval(&sight, id) {
                Ok(XValue::Number(number)) if number.is_finite() => Some(Value::Number(number)),
                Ok(XValue::Number(_)) | Err(_) => None,
                Ok(value) => Some(Value::Text(value.to_text(&sight).into_owned())),
            }
        };
        let item = self.form.item(self.tree.node(id).item);
        let answer = match computed {
            None => None,
            Some(value) if value.is_blank() => None,
            Some(value) if item.kind.is_silent() || matches!(item.kind, Kind::Note) => {
                Some(Answer::Given(value))
            }
            Some(value) => match check::accept(item, None, as_input(&item.kind, value)) {
                Accepted::Answer(answer) => answer,
                Accepted::Typed(_) | Accepted::Refused(_) => None,
            },
        };
        let node = self.tree.node_mut(id);
        let changed = node.answer != answer;
        node.answer = answer;
        node.typed = None;
        changed
    }

    /// Takes back an answer that the filter offers no more.
    fn drop_filtered(&mut self, id: NodeId, queue: &mut Queue) {
        let Some(Answer::Given(value)) = self.tree.node(id).answer.clone() else {
            return;
        };
        let offered = self.offered(id);
        let kept = match &value {
            Value::Text(name) => offered.contains(name).then(|| value.clone()),
            Value::Many(names) => {
                let kept: Vec<String> = names
                    .iter()
                    .filter(|it| offered.contains(it))
                    .cloned()
                    .collect();
                Some(Value::Many(kept)).filter(|it| !it.is_blank())
            }
            Value::Number(_) => Some(value.clone()),
        };
        if kept.as_ref() != Some(&value) {
            self.tree.node_mut(id).answer = kept.map(Answer::Given);
            self.queue_changed(id, queue);
        }
    }

    /// Makes as many instances of a counted repeat as its count says. Instances beyond the count
    /// go off the path and keep what they hold.
    fn recount(&mut self, parent: NodeId, repeat: ItemId, queue: &mut Queue) {
        let form = self.form.clone();
        let Some(count) = form.item(repeat).kind.count() else {
            return;
        };
        let wanted = count
            .eval_number(&self.sight(parent), parent)
            .unwrap_or(0.0);
        let wanted = if wanted > 0.0 {
            (wanted as usize).min(MAX_INSTANCES)
        } else {
            0
        };
        let before = self.tree.instances(parent, repeat).to_vec();
        for (idx, id) in before.iter().enumerate() {
            let is_surplus = idx >= wanted;
            if self.tree.node(*id).is_surplus != is_surplus {
                self.tree.node_mut(*id).is_surplus = is_surplus;
                self.refresh_path(*id, queue);
            }
        }
        for _ in before.len()..wanted {
            let id = self.tree.add_instance(&form, repeat, parent);
            self.screens.forget();
            self.refresh_path(id, queue);
            let nodes = self.tree.subtree(id);
            self.begin(&nodes, queue);
            self.begun_late.extend(nodes);
        }
    }

    /// Sets again which nodes at and below `id` are asked, and queues what depends on those for
    /// which it changed.
    fn refresh_path(&mut self, id: NodeId, queue: &mut Queue) {
        let above = self
            .tree
            .node(id)
            .parent
            .is_none_or(|it| self.tree.node(it).on_path);
        let mut stack = vec![(id, above)];
        while let Some((id, above)) = stack.pop() {
            let on_path = above && self.is_asked(id);
            if self.tree.node(id).on_path != on_path {
                self.tree.node_mut(id).on_path = on_path;
                self.screens.forget();
                self.queue_dependents(id, queue);
                self.check_end(id, queue);
            }
            stack.extend(self.tree.node(id).children.iter().map(|it| (*it, on_path)));
        }
    }

    fn is_asked(&self, id: NodeId) -> bool {
        let node = self.tree.node(id);
        let item = self.form.item(node.item);
        let pack = item
            .pack
            .as_ref()
            .is_none_or(|it| self.start.packs.contains(it));
        node.relevant && pack && !node.is_surplus && !self.is_after_end(id)
    }

    /// Whether an answer before this node ended the interview.
    fn is_after_end(&self, id: NodeId) -> bool {
        let Some(end) = self.ended_by else {
            return false;
        };
        // Items are numbered in document order, and no select that ends stands in a repeat that
        // matters here: within one item's instances nothing ends anything.
        self.tree.node(id).item > self.tree.node(end).item
            && self.form.item(self.tree.node(id).item).other_of != Some(self.tree.node(end).item)
    }

    /// Notices that an answer ends the interview, or no longer does.
    fn check_end(&mut self, id: NodeId, queue: &mut Queue) {
        let item = self.form.item(self.tree.node(id).item);
        let may_end = item
            .kind
            .select()
            .is_some_and(|it| it.choices.iter().any(|c| c.end));
        if !may_end {
            return;
        }
        let ended_by = self.first_end();
        if ended_by != self.ended_by {
            self.ended_by = ended_by;
            self.refresh_path(ROOT, queue);
        }
    }

    fn first_end(&self) -> Option<NodeId> {
        self.tree.subtree(ROOT).into_iter().find(|id| {
            let node = self.tree.node(*id);
            let Some(select) = self.form.item(node.item).kind.select() else {
                return false;
            };
            let ends = |name: &String| select.choice(name).is_some_and(|it| it.end);
            let above = node.parent.is_none_or(|it| self.tree.node(it).on_path);
            match &node.answer {
                Some(Answer::Given(Value::Text(name))) => above && node.relevant && ends(name),
                Some(Answer::Given(Value::Many(names))) => {
                    above && node.relevant && names.iter().any(ends)
                }
                Some(Answer::Given(Value::Number(_)) | Answer::Missing(_)) | None => false,
            }
        })
    }
}

/// A computed value in the form that the kind reads.
pub(super) fn as_input(kind: &Kind, value: Value) -> Value {
    match (kind, value) {
        (Kind::SelectMultiple(_) | Kind::Rank(_), Value::Text(names)) => {
            Value::Many(names.split_whitespace().map(str::to_owned).collect())
        }
        (
            Kind::Text(_)
            | Kind::Consent(_)
            | Kind::SelectOne(_)
            | Kind::Area(_)
            | Kind::File(_)
            | Kind::Barcode,
            Value::Number(number),
        ) => Value::Text(Value::Number(number).to_xpath()),
        (Kind::Date, Value::Number(days)) => {
            let date = crate::base::Date::from_days(days as i64);
            Value::Text(date.map(|it| it.to_string()).unwrap_or_default())
        }
        (_, value) => value,
    }
}
