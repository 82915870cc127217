//! What a name in braces stands for.

use super::registry::{Entry, Kind};
use super::translate::{Answer, Bind, Term, Translated, Translator, Written, refuse};

/// A step of a name behind its first.
enum Step {
    Field(String),
    Index(i64),
}

impl<'a> Translator<'a> {
    pub(super) fn variable(&mut self, name: &str, at: usize) -> Translated<Term> {
        let name = name.trim_start_matches('#').trim();
        if let Some(found) = self.scoped(name, at)? {
            return Ok(found);
        }
        if name.to_lowercase().contains("-total.") {
            return refuse(at, "totals of a matrix have no counterpart here");
        }
        let inside = self.entry(self.scope.inside).and_then(|it| it.field(name));
        if let Some(idx) = inside {
            let entry = &self.registry.entries[idx];
            let written = Written::whole(entry.path.clone());
            return Ok(self.answer_of(idx, written));
        }
        if let Some(idx) = self.registry.named(name) {
            return Ok(self.plain(idx));
        }
        if let Some(found) = self.comment(name) {
            return Ok(found);
        }
        if let Some(found) = self.path(name, at)? {
            return Ok(found);
        }
        let mut near = self.scope.holders.iter();
        let near = near.find_map(|it| self.registry.entries[*it].field(name));
        if let Some(idx) = near {
            return Ok(self.plain(idx));
        }
        let known = self.registry.top.iter().map(|it| &*it.0);
        let known = crate::base::nearest(name, known);
        let help = known.map(|it| format!("; did you mean `{{{it}}}`?"));
        let help = help.unwrap_or_default();
        self.note(
            at,
            format!("there is no question `{name}`, so it always reads as blank{help}"),
        );
        Ok(Term::Blank)
    }

    /// An item's answer, seen from the same instance of its repeat.
    fn plain(&mut self, idx: usize) -> Term {
        let ours = self.registry.entries[idx].ours.clone();
        self.answer_of(idx, Written::whole(format!("${{{ours}}}")))
    }

    fn answer_of(&mut self, idx: usize, written: Written) -> Term {
        let entry = &self.registry.entries[idx];
        if entry.kind == Kind::Group {
            let leaves = self.leaves(entry);
            self.reads.extend(leaves.into_iter().map(str::to_owned));
        } else {
            self.reads.insert(entry.ours.clone());
        }
        Term::Of(Answer {
            written,
            kind: entry.kind,
            entry: Some(idx),
            may_blank: true,
        })
    }

    fn computed(written: Written, kind: Kind) -> Option<Term> {
        Some(Term::Of(Answer::computed(written, kind)))
    }

    /// Names that mean something by where they stand.
    fn scoped(&mut self, name: &str, at: usize) -> Translated<Option<Term>> {
        let lower = name.to_lowercase();
        if matches!(&*lower, "item" | "choice") && self.scope.item.is_some() {
            return Ok(Some(Term::Of(Answer {
                written: Written::whole("name"),
                kind: Kind::One,
                entry: self.scope.item,
                may_blank: false,
            })));
        }
        if let Some((value, title)) = &self.scope.row {
            match &*lower {
                "item" | "choice" => return Ok(Some(Term::Words(value.clone()))),
                "rowvalue" | "rowname" | "row.rowvalue" => {
                    return Ok(Some(Term::Words(value.clone())));
                }
                "rowtitle" => return Ok(Some(Term::Words(title.clone()))),
                _ => {}
            }
        }
        if let Some(own) = self.scope.own
            && matches!(
                &*lower,
                "$self" | "$self.value" | "self" | "question" | "value"
            )
            && self.registry.named(name).is_none()
        {
            return Ok(Some(self.plain(own)));
        }
        let index = match &*lower {
            "panelindex" | "visiblepanelindex" | "panel.panelindex" => Some(-1),
            "rowindex" | "visiblerowindex" | "row.rowindex" => Some(0),
            _ => None,
        };
        if let (Some(shift), Some(repeat)) = (index, self.repeat_around()) {
            let text = format!("position(ancestor::{})", repeat.ours);
            let written = match shift {
                0 => Written::whole(text),
                _ => Written::new(format!("{text} - 1"), Bind::Add),
            };
            return Ok(Self::computed(written, Kind::Number));
        }
        let Some((first, rest)) = name.split_once('.') else {
            return Ok(None);
        };
        let level = match &*first.to_lowercase() {
            "panel" | "row" => 0,
            "parentpanel" | "parentrow" => 1,
            "prevpanel" | "prevrow" => return self.neighbour(rest, -1, at).map(Some),
            "nextpanel" | "nextrow" => return self.neighbour(rest, 1, at).map(Some),
            "item" | "choice" if self.scope.item.is_some() => {
                return refuse(
                    at,
                    "only the value of a choice is known, not its other columns",
                );
            }
            _ => return Ok(None),
        };
        let holders = &self.scope.holders;
        let holder = holders.get(level).map(|it| &self.registry.entries[*it]);
        match holder {
            Some(holder) => self.inside(holder, rest, at).map(Some),
            None => Ok(None),
        }
    }

    fn repeat_around(&self) -> Option<&'a Entry> {
        let holders = self.scope.holders.iter();
        let mut entries = holders.map(|it| &self.registry.entries[*it]);
        entries.find(|it| it.kind == Kind::Rows)
    }

    /// A field of the same instance.
    fn inside(&mut self, holder: &'a Entry, rest: &str, at: usize) -> Translated<Term> {
        if let Some(idx) = holder.field(rest) {
            return Ok(self.plain(idx));
        }
        if let Some(field) = rest.strip_suffix("-Comment")
            && let Some(idx) = holder.field(field)
            && let Some(comment) = &self.registry.entries[idx].comment
        {
            return Ok(self.text_item(&comment.clone()));
        }
        let steps = steps(rest);
        if let Some((Step::Field(first), rest)) = steps.split_first()
            && let Some(idx) = holder.field(first)
        {
            return self.walk(idx, rest, at);
        }
        self.note(
            at,
            format!(
                "`{}` holds no `{rest}`, so it always reads as blank",
                holder.theirs
            ),
        );
        Ok(Term::Blank)
    }

    /// A field of the instance before or behind.
    fn neighbour(&mut self, field: &str, by: i64, at: usize) -> Translated<Term> {
        let Some(repeat) = self.repeat_around() else {
            return refuse(at, "only questions that are repeated have neighbours");
        };
        let Some(idx) = repeat.field(field) else {
            self.note(at, format!("`{}` holds no `{field}`", repeat.theirs));
            return Ok(Term::Blank);
        };
        let sign = if by < 0 { "- 1" } else { "+ 1" };
        let (item, of) = (&self.registry.entries[idx].ours, &repeat.ours);
        let text =
            format!("indexed-repeat(${{{item}}}, ${{{of}}}, position(ancestor::{of}) {sign})");
        Ok(self.answer_of(idx, Written::whole(text)))
    }

    fn comment(&mut self, name: &str) -> Option<Term> {
        let question = name.strip_suffix("-Comment")?;
        let idx = self.registry.named(question)?;
        let comment = self.registry.entries[idx].comment.clone()?;
        Some(self.text_item(&comment))
    }

    pub(super) fn text_item(&mut self, ours: &str) -> Term {
        self.reads.insert(ours.to_owned());
        Term::Of(Answer {
            written: Written::whole(format!("${{{ours}}}")),
            kind: Kind::Text,
            entry: None,
            may_blank: true,
        })
    }

    /// A name with dots and brackets.
    fn path(&mut self, name: &str, at: usize) -> Translated<Option<Term>> {
        // The longest name that is one wins, because names may hold dots themselves.
        let ends = name.char_indices().filter(|it| matches!(it.1, '.' | '['));
        let mut ends: Vec<usize> = ends.map(|it| it.0).collect();
        ends.reverse();
        for end in ends {
            let Some(idx) = self.registry.named(&name[..end]) else {
                continue;
            };
            let rest = name[end..].trim_start_matches('.');
            return self.walk(idx, &steps(rest), at).map(Some);
        }
        Ok(None)
    }

    fn walk(&mut self, mut idx: usize, steps: &[Step], at: usize) -> Translated<Term> {
        let registry = self.registry;
        let mut index: Option<(usize, i64)> = None;
        for (n, step) in steps.iter().enumerate() {
            let entry = &registry.entries[idx];
            match step {
                Step::Index(number) if entry.kind == Kind::Rows => index = Some((idx, *number)),
                Step::Index(number) if entry.kind.is_many() => {
                    return self.nth_choice(idx, *number, at);
                }
                Step::Index(_) => {
                    return refuse(at, "only lists and repeated questions have places");
                }
                Step::Field(field)
                    if field == "length" && n + 1 == steps.len() && index.is_none() =>
                {
                    return self.length(idx, at);
                }
                Step::Field(field) => match entry.field(field) {
                    Some(inner) => idx = inner,
                    None => {
                        let text = format!(
                            "`{}` holds no `{field}`, so it always reads as blank",
                            entry.theirs
                        );
                        self.note(at, text);
                        return Ok(Term::Blank);
                    }
                },
            }
        }
        let Some((repeat, number)) = index else {
            return Ok(self.plain(idx));
        };
        if repeat == idx {
            return refuse(at, "an instance is no single value");
        }
        let (item, of) = (&registry.entries[idx].ours, &registry.entries[repeat].ours);
        let place = match number < 0 {
            true => format!("count(${{{of}}}) + {}", number + 1),
            false => (number + 1).to_string(),
        };
        let text = format!("indexed-repeat(${{{item}}}, ${{{of}}}, {place})");
        self.reads.insert(of.clone());
        Ok(self.answer_of(idx, Written::whole(text)))
    }

    fn nth_choice(&mut self, idx: usize, number: i64, at: usize) -> Translated<Term> {
        if number < 0 {
            return refuse(at, "places of a list are counted from its beginning");
        }
        let entry = &self.registry.entries[idx];
        self.reads.insert(entry.ours.clone());
        let text = format!("selected-at(${{{}}}, {number})", entry.ours);
        Ok(Term::Of(Answer {
            written: Written::whole(text),
            kind: Kind::One,
            entry: Some(idx),
            may_blank: true,
        }))
    }

    fn length(&mut self, idx: usize, at: usize) -> Translated<Term> {
        let entry = &self.registry.entries[idx];
        self.reads.insert(entry.ours.clone());
        let function = match entry.kind {
            Kind::Rows => {
                let text = format!("count({})", self.all_of(idx));
                return Ok(Term::Of(Answer::computed(
                    Written::whole(text),
                    Kind::Number,
                )));
            }
            Kind::Many | Kind::Rank => "count-selected",
            Kind::Text => "string-length",
            Kind::Number
            | Kind::Date
            | Kind::DateTime
            | Kind::Time
            | Kind::One
            | Kind::Truth
            | Kind::Condition
            | Kind::File
            | Kind::Group
            | Kind::Display => return refuse(at, "this answer has no length"),
        };
        let written = Written::whole(format!("{function}(${{{}}})", entry.ours));
        Ok(Term::Of(Answer::computed(written, Kind::Number)))
    }
}

fn steps(path: &str) -> Vec<Step> {
    let mut found = Vec::new();
    for part in path.split('.') {
        let mut pieces = part.split('[');
        let field = pieces.next().unwrap_or_default();
        if !field.is_empty() {
            found.push(Step::Field(field.to_owned()));
        }
        for piece in pieces {
            let number = piece.trim_end_matches(']').trim().parse();
            found.push(match number {
                Ok(number) => Step::Index(number),
                Err(_) => Step::Field(format!("[{piece}")),
            });
        }
    }
    found
}
