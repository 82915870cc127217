//! From a draft to a questionnaire: the only way to make one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::depend::Dependents;
use super::lists::{ListNodes, Table};
use super::{
    Choice, DraftChoice, DraftItem, DraftMissing, DraftSurvey, Item, ItemId, Kind, MAX_ITEMS,
    MissingChoice, Pack, Questionnaire, Type,
};
use crate::base::{Map, Missing, Problems, Text};
use crate::expr::{Expr, SyntaxError};

impl Questionnaire {
    /// Checks a draft and compiles it. `problems` holds what reading found already.
    ///
    /// # Errors
    /// Every problem at once.
    pub fn build(draft: DraftSurvey, problems: Problems) -> Result<Questionnaire, Problems> {
        let mut builder = Builder {
            problems,
            items: Vec::new(),
            by_name: BTreeMap::new(),
            lists: Map::new(),
            list_missing: BTreeMap::new(),
            triggers: Vec::new(),
            missing_words: draft.missing,
            packs: Map::from_iter(draft.packs.into_iter().map(|it| {
                (
                    it.name,
                    Pack {
                        title: it.title,
                        on: it.on,
                    },
                )
            })),
        };
        builder.header(
            &draft.languages,
            &draft.default_language,
            draft.modes.is_empty(),
        );
        for (name, choices) in draft.lists {
            builder.list(name, choices);
        }
        builder.root(draft.root, draft.items);
        builder.triggers();
        builder.elements();
        let outputs = builder.outputs(draft.end.as_ref());
        let instance_name = builder.expr(draft.instance_name.as_deref(), "", "instance_name");
        builder.check_references();
        if let Some(expr) = &instance_name {
            builder.check_names(expr, "/instance_name");
        }
        let instances: Map<String, Table> = draft
            .instances
            .into_iter()
            .map(|(name, it)| (name, Table::new(it.columns, it.rows)))
            .collect();
        let constructs = builder.constructs(draft.constructs);
        let dependents = Dependents::new(&builder.items, &builder.by_name, &mut builder.problems);
        if !builder.problems.is_empty() {
            return Err(builder.problems);
        }
        Ok(Questionnaire {
            id: draft.id,
            version: draft.version,
            digest: draft.digest,
            title: draft.title,
            end: draft.end,
            languages: draft.languages,
            default_language: draft.default_language,
            modes: draft.modes,
            minutes: draft.minutes,
            packs: builder.packs,
            constructs,
            list_nodes: ListNodes::new(&builder.lists, &instances),
            instances,
            outputs,
            instance_name,
            lists: builder.lists,
            items: builder.items,
            by_name: builder.by_name.into_iter().collect(),
            dependents,
        })
    }
}

/// A questionnaire in the making.
pub(super) struct Builder {
    pub(super) problems: Problems,
    pub(super) items: Vec<Item>,
    pub(super) by_name: BTreeMap<String, ItemId>,
    pub(super) lists: Map<String, Arc<[Choice]>>,
    /// The reasons that a list's choices stand for.
    list_missing: BTreeMap<String, Vec<MissingChoice>>,
    missing_words: Map<Missing, Text>,
    packs: Map<String, Pack>,
    /// Items with the names of what triggers them.
    triggers: Vec<(ItemId, Vec<String>)>,
}

impl Builder {
    fn header(&mut self, languages: &[String], default: &str, no_modes: bool) {
        if !languages.iter().any(|it| it == default) {
            let known = languages.iter().map(String::as_str);
            self.problems
                .unknown("/default_language", "language", default, known);
        }
        if no_modes {
            self.problems
                .push("/modes", "found no mode, expected at least one");
        }
    }

    fn list(&mut self, name: String, drafts: Vec<DraftChoice>) {
        let mut choices: Vec<Choice> = Vec::new();
        let mut missing = Vec::new();
        let mut codes: BTreeSet<String> = BTreeSet::new();
        for draft in drafts {
            let code = &draft.choice.name;
            if code.is_empty() || code.trim() != code {
                let text = format!("found `{code}`, expected a code without spaces around it");
                self.problems.push(&format!("{}/name", draft.at), text);
            }
            let is_reason = draft.missing.is_some();
            if codes.contains(code) || !is_reason && !codes.insert(code.clone()) {
                let text = format!("the choice `{code}` stands twice in the list `{name}`");
                self.problems.push(&format!("{}/name", draft.at), text);
            }
            if draft
                .choice
                .score
                .is_some_and(|it| !(0.0..=100.0).contains(&it))
            {
                self.problems
                    .push(&format!("{}/score", draft.at), "expected 0 to 100");
            }
            match draft.missing {
                Some(reason) => missing.push(MissingChoice {
                    reason,
                    label: draft.choice.label,
                }),
                None => choices.push(draft.choice),
            }
        }
        self.lists.insert(name.clone(), choices.into());
        self.list_missing.insert(name, missing);
    }

    fn root(&mut self, name: Option<String>, drafts: Vec<DraftItem>) {
        let root = DraftItem {
            kind: Type::Group,
            name: name.unwrap_or_else(|| "data".into()),
            ..DraftItem::default()
        };
        let item = self.item(&root, None, Kind::Group);
        self.items.push(item);
        self.children(ItemId(0), drafts);
    }

    fn children(&mut self, parent: ItemId, drafts: Vec<DraftItem>) {
        for draft in drafts {
            let id = self.add(&draft, parent);
            self.add_other(&draft, id, parent);
            if draft.items.is_empty() {
                continue;
            }
            if self.items[id.0 as usize].kind.is_container() {
                self.children(id, draft.items);
            } else {
                let at = format!("{}/items", draft.at);
                self.problems
                    .push(&at, "only a group or a repeat can hold items");
            }
        }
    }

    fn add(&mut self, draft: &DraftItem, parent: ItemId) -> ItemId {
        let kind = self.kind(draft);
        let item = self.item(draft, Some(parent), kind);
        let id = self.push(item, parent);
        if !draft.trigger.is_empty() {
            self.triggers.push((id, draft.trigger.clone()));
        }
        id
    }

    /// Triggers may stand after what they trigger, so they are found when all items are there.
    fn triggers(&mut self) {
        for (id, names) in std::mem::take(&mut self.triggers) {
            let mut found = Vec::new();
            for (idx, name) in names.iter().enumerate() {
                match self.by_name.get(name) {
                    Some(trigger) => found.push(*trigger),
                    None => {
                        let at = format!("{}/trigger/{idx}", self.items[id.0 as usize].at);
                        let known = self.by_name.keys().map(String::as_str);
                        self.problems.unknown(&at, "item", name, known);
                    }
                }
            }
            self.items[id.0 as usize].triggers = found;
        }
    }

    /// Paths tell siblings apart by their elements. Names are unique, so only items that have
    /// another name there can clash.
    fn elements(&mut self) {
        let renamed = self.items.iter().filter(|it| it.element.is_some());
        let parents: BTreeSet<ItemId> = renamed.filter_map(|it| it.parent).collect();
        for parent in parents {
            let mut seen = BTreeMap::new();
            for child in &self.items[parent.0 as usize].children {
                let item = &self.items[child.0 as usize];
                if let Some(other) = seen.insert(item.element(), &item.at) {
                    let text = format!("the element `{}` is taken by {other}", item.element());
                    self.problems.push(&format!("{}/element", item.at), text);
                }
            }
        }
    }

    fn push(&mut self, item: Item, parent: ItemId) -> ItemId {
        let id = ItemId(self.items.len() as u32);
        if self.items.len() == MAX_ITEMS {
            self.problems
                .push(&item.at, format!("more than {MAX_ITEMS} items"));
        }
        if let Some(other) = self.by_name.insert(item.name.clone(), id) {
            let text = format!(
                "the name `{}` is taken by {}",
                item.name, self.items[other.0 as usize].at
            );
            self.problems.push(&format!("{}/name", item.at), text);
        }
        self.items[parent.0 as usize].children.push(id);
        self.items.push(item);
        id
    }

    /// XLSForm's `or_other`: a text field `<name>_other` beside a select with an "other" choice.
    fn add_other(&mut self, draft: &DraftItem, select: ItemId, parent: ItemId) {
        let item = &self.items[select.0 as usize];
        let Some(of) = item.kind.select() else { return };
        let others: Vec<&Choice> = of.choices.iter().filter(|it| it.other).collect();
        let Some(first) = others.first() else { return };
        let chosen = |it: &&Choice| format!("selected(${{{}}}, '{}')", draft.name, it.name);
        let relevant = others.iter().map(chosen).collect::<Vec<_>>().join(" or ");
        let label = first.label.clone();
        let other = DraftItem {
            at: draft.at.clone(),
            kind: Type::Text,
            name: format!("{}_other", draft.name),
            label,
            relevant: Some(relevant),
            max_length: Some(100),
            pack: draft.pack.clone(),
            core: draft.core,
            sensitive: draft.sensitive,
            missing: Some(Vec::new()),
            ..DraftItem::default()
        };
        let kind = self.kind(&other);
        let mut item = self.item(&other, Some(parent), kind);
        item.other_of = Some(select);
        self.push(item, parent);
    }

    fn item(&mut self, draft: &DraftItem, parent: Option<ItemId>, kind: Kind) -> Item {
        let at = &draft.at;
        let mut expr = |source: &Option<String>, key: &str| self.expr(source.as_deref(), at, key);
        let relevant = expr(&draft.relevant, "relevant");
        let required = expr(&draft.required, "required");
        let constraint = expr(&draft.constraint, "constraint");
        let calculation = expr(&draft.calculation, "calculation");
        let default = expr(&draft.default, "default");
        let read_only = expr(&draft.read_only, "read_only");
        let score = expr(&draft.score, "score");
        if matches!(kind, Kind::Calculate) && calculation.is_none() && draft.calculation.is_none() {
            self.problems
                .push(at, "`calculation` is missing, an expression");
        }
        if let Some(pack) = &draft.pack
            && !self.packs.contains_key(pack)
        {
            let known = self.packs.keys().map(String::as_str);
            self.problems
                .unknown(&format!("{at}/pack"), "pack", pack, known);
        }
        let may_be_wordless = draft.media.iter().next().is_some() || !draft.hint.is_empty();
        let needs_words = kind.is_question() || matches!(kind, Kind::Note);
        if draft.label.is_empty() && needs_words && !may_be_wordless {
            self.problems.push(
                at,
                "`label` is missing, words or an object of words by language",
            );
        }
        Item {
            name: draft.name.clone(),
            at: at.clone(),
            parent,
            children: Vec::new(),
            label: draft.label.clone(),
            hint: draft.hint.clone(),
            guidance: draft.guidance.clone(),
            relevant,
            required,
            required_message: draft.required_message.clone(),
            constraint,
            constraint_message: draft.constraint_message.clone(),
            calculation,
            has_dynamic_default: default.as_ref().is_some_and(|it| !it.is_constant()),
            default,
            read_only,
            appearance: draft.appearance.clone(),
            missing: self.missing(draft),
            score,
            construct: draft.construct.clone(),
            indicators: draft.indicators.clone(),
            card: draft.card.clone(),
            grid: draft.grid.clone(),
            pack: draft.pack.clone(),
            core: draft.core,
            sensitive: draft.sensitive,
            other_of: None,
            element: draft.element.clone().filter(|it| *it != draft.name),
            triggers: Vec::new(),
            media: draft.media.clone(),
            parameters: draft.parameters.clone(),
            kind,
        }
    }

    fn missing(&mut self, draft: &DraftItem) -> Vec<MissingChoice> {
        let from_list = draft.list.as_ref().and_then(|it| self.list_missing.get(it));
        let Some(wanted) = &draft.missing else {
            return from_list.cloned().unwrap_or_default();
        };
        let from_list = from_list.map(Vec::as_slice).unwrap_or_default();
        let mut missing: Vec<MissingChoice> = Vec::new();
        for DraftMissing { at, reason, label } in wanted {
            let of_list = from_list
                .iter()
                .find(|it| it.reason == *reason)
                .map(|it| &it.label);
            let words = label
                .as_ref()
                .or(of_list)
                .or_else(|| self.missing_words.get(reason));
            if missing.iter().any(|it| it.reason == *reason) {
                self.problems
                    .push(at, format!("the reason `{reason}` stands twice"));
            }
            match words {
                Some(words) => {
                    missing.push(MissingChoice {
                        reason: *reason,
                        label: words.clone(),
                    });
                }
                None => {
                    let text = format!("the reason `{reason}` has no words in `/missing`");
                    self.problems.push(at, text);
                }
            }
        }
        missing
    }

    pub(super) fn expr(&mut self, source: Option<&str>, at: &str, key: &str) -> Option<Expr> {
        let source = source?;
        match Expr::parse(source) {
            Ok(expr) => Some(expr),
            Err(error) => {
                syntax_problem(&mut self.problems, &format!("{at}/{key}"), source, &error);
                None
            }
        }
    }

    fn check_references(&mut self) {
        for idx in 0..self.items.len() {
            let item = &self.items[idx];
            let at = item.at.clone();
            let exprs: Vec<(&'static str, Expr)> = item
                .expressions()
                .map(|(key, expr)| (key, expr.clone()))
                .collect();
            for (key, expr) in exprs {
                self.check_names(&expr, &format!("{at}/{key}"));
            }
        }
    }

    pub(super) fn check_names(&mut self, expr: &Expr, at: &str) {
        for (name, place) in expr.names() {
            if !self.by_name.contains_key(name) {
                let at = format!("{at} (character {})", place.start + 1);
                self.problems
                    .unknown(&at, "item", name, self.by_name.keys().map(String::as_str));
            }
        }
    }
}

/// Adds a syntax error, with its character counted from 1.
pub(crate) fn syntax_problem(problems: &mut Problems, at: &str, source: &str, error: &SyntaxError) {
    let character = source
        .get(..error.at.start)
        .map_or(0, |it| it.chars().count())
        + 1;
    let text = format!("{} at character {character} of `{source}`", error.message);
    problems.push_with(at, text, error.help.clone());
}
