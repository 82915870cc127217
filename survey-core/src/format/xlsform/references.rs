//! `${name}` as paths.

use super::form::{Form, Id, Kind};
use super::tokens::references;

/// How references in a text are written.
#[derive(Clone, Copy, Default)]
pub(super) struct Way {
    /// The text stands in a predicate, where `current()` is the question.
    pub(super) in_predicate: bool,
    /// Relative to what holds the nearest common repeat, for choices out of a repeat.
    pub(super) to_parent: bool,
}

impl Form {
    /// The only item of a name.
    pub(super) fn named(&self, name: &str) -> Option<Id> {
        self.descendants(0).into_iter().skip(1).find(|it| {
            self.items[*it].name == name && !matches!(self.items[*it].kind, Kind::External(_))
        })
    }

    /// A text with paths in place of references, as seen from an item.
    pub(super) fn paths(&self, text: &str, from: Id, way: Way) -> String {
        let found = references(text);
        if found.is_empty() {
            return text.to_owned();
        }
        let mut out = String::new();
        let mut done = 0;
        for (place, last_saved, name) in found {
            out.push_str(&text[done..place.start]);
            done = place.end;
            match self.named(name) {
                Some(target) => {
                    let path = if last_saved {
                        let path = self.path(target, None);
                        format!(" instance('__last-saved'){path} ")
                    } else {
                        self.reference(text, &place, from, target, way)
                    };
                    out.push_str(&path);
                }
                None => out.push_str(&text[place]),
            }
        }
        out.push_str(&text[done..]);
        out
    }

    fn reference(
        &self,
        text: &str,
        place: &std::ops::Range<usize>,
        from: Id,
        target: Id,
        way: Way,
    ) -> String {
        if may_be_relative(text, place) {
            let in_predicate = way.in_predicate || in_instance_predicate(text, place);
            if let Some(path) = self.relative(from, target, way.to_parent) {
                let current = if in_predicate { "current()/" } else { "" };
                return format!(" {current}{path} ");
            }
        }
        format!(" {} ", self.path(target, None))
    }

    fn is_repeat(&self, id: Id) -> bool {
        self.items[id].kind == Kind::Repeat
    }

    fn is_container(&self, id: Id) -> bool {
        id != 0 && matches!(self.items[id].kind, Kind::Group | Kind::Repeat)
    }

    /// The innermost ancestor of both for which `wanted` holds, with the steps up to it.
    fn common(&self, from: Id, to: Id, wanted: impl Fn(Id) -> bool) -> Option<(usize, Id)> {
        let others: Vec<Id> = self.ancestors(to).collect();
        let mut ancestors = self.ancestors(from).enumerate();
        let found = ancestors.find(|it| wanted(it.1) && others.contains(&it.1));
        found.map(|(idx, id)| (idx + 1, id))
    }

    /// A path from one item to another in the same repeat; none if no repeat holds both.
    fn relative(&self, from: Id, to: Id, to_parent: bool) -> Option<String> {
        let (steps, repeat) = self.common(from, to, |it| self.is_repeat(it))?;
        if to_parent {
            let nearest = |id: Id| self.ancestors(id).find(|it| self.is_repeat(*it));
            let outermost = nearest(repeat).is_none();
            if nearest(to) == Some(repeat) && (outermost || nearest(from) != Some(repeat)) {
                let path = self.path(to, self.items[repeat].parent);
                return Some(format!("{}{path}", up(steps + 1)));
            }
        }
        let (steps, container) = self.common(from, to, |it| self.is_container(it))?;
        Some(format!("{}{}", up(steps), self.path(to, Some(container))))
    }
}

fn up(steps: usize) -> String {
    vec![".."; steps].join("/")
}

/// In `indexed-repeat(…)` the first argument, the repeats and nothing else are whole paths.
fn may_be_relative(text: &str, place: &std::ops::Range<usize>) -> bool {
    const NAME: &str = "indexed-repeat(";
    let mut from = 0;
    while let Some(start) = text[from..].find(NAME).map(|it| it + from) {
        let inside = start + NAME.len();
        let Some(end) = text[inside..].find(')').map(|it| it + inside) else {
            return true;
        };
        if place.start >= inside && place.end <= end {
            let argument = text[inside..place.start].matches(',').count();
            return ![0, 1, 3, 5].contains(&argument);
        }
        from = end;
    }
    true
}

/// Whether a place lies between brackets of a text that reads a secondary instance.
fn in_instance_predicate(text: &str, place: &std::ops::Range<usize>) -> bool {
    if !text.contains("instance(") {
        return false;
    }
    let mut from = 0;
    while let Some(start) = text[from..].find('[').map(|it| it + from) {
        let Some(end) = text[start..].find(']').map(|it| it + start) else {
            return false;
        };
        if place.start >= start && place.end <= end {
            return true;
        }
        from = end;
    }
    false
}
