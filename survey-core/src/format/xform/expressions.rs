//! Paths of an XForm as names of items.
//!
//! ODK's clients read an absolute path inside a repeat as one into the same instance, which is
//! what `${name}` means here. So a path that leads to an item becomes its name.

use std::collections::BTreeMap;

use crate::expr::{Expr, PathStart, PathStep};

/// The items of a form by their paths.
#[derive(Default)]
pub(super) struct Names {
    /// The unique name of the item at each path, and whether it holds others.
    by_path: BTreeMap<String, (String, bool)>,
}

impl Names {
    pub(super) fn insert(&mut self, path: &str, name: &str, is_container: bool) {
        let entry = (name.to_owned(), is_container);
        self.by_path.insert(path.to_owned(), entry);
    }

    pub(super) fn get(&self, path: &str) -> Option<&str> {
        self.by_path.get(path).map(|it| &*it.0)
    }

    /// The expression with names in place of paths, as seen from the item at `context`.
    ///
    /// # Errors
    /// If it is no expression, with what was wrong.
    pub(super) fn rewrite(&self, source: &str, context: &str) -> Result<String, String> {
        let source = source.trim();
        let expr = Expr::parse(source).map_err(|error| {
            let character = source[..error.at.start].chars().count() + 1;
            format!("{} at character {character} of `{source}`", error.message)
        })?;
        let mut changes = Vec::new();
        for path in expr.paths() {
            let text = &source[path.at.clone()];
            let plain = text.find('[').unwrap_or(text.len());
            let mut at = match path.start {
                PathStart::Document => String::new(),
                PathStart::Asking => context.to_owned(),
                PathStart::Found => continue,
            };
            // Steps behind a predicate stay as they are.
            let n_steps = steps_in(&text[..plain]);
            let mut known = !path.steps.is_empty();
            for step in path.steps.iter().take(n_steps) {
                match step {
                    PathStep::Down(name) => {
                        at.push('/');
                        at.push_str(name);
                    }
                    PathStep::Up => match at.rfind('/') {
                        Some(slash) => at.truncate(slash),
                        None => known = false,
                    },
                    PathStep::Stay => {}
                    PathStep::Any => known = false,
                }
            }
            let is_self = path.steps.iter().all(|it| *it == PathStep::Stay);
            let Some((name, is_container)) = self.by_path.get(&at) else {
                continue;
            };
            // `position(..)` asks for the instance around, which has no name of its own.
            let relative = path.start == PathStart::Asking;
            if !known || is_self || *is_container && relative {
                continue;
            }
            let start = path.at.start;
            changes.push((start..start + plain, format!("${{{name}}}")));
        }
        changes.sort_by_key(|it| it.0.start);
        let mut out = String::new();
        let mut done = 0;
        for (place, name) in changes {
            if place.start < done {
                continue;
            }
            out.push_str(&source[done..place.start]);
            out.push_str(&name);
            done = place.end;
        }
        out.push_str(&source[done..]);
        Ok(out)
    }
}

/// How many steps stand in a stretch of a path.
fn steps_in(path: &str) -> usize {
    let path = path.trim();
    let path = path.strip_prefix("current()").unwrap_or(path);
    path.split('/').filter(|it| !it.trim().is_empty()).count()
}

/// Words as a literal of an expression.
pub(in crate::format) fn literal(text: &str) -> String {
    if !text.contains('\'') {
        return format!("'{text}'");
    }
    if !text.contains('"') {
        return format!("\"{text}\"");
    }
    let parts: Vec<String> = text.split('\'').map(|it| format!("'{it}'")).collect();
    format!("concat({})", parts.join(", \"'\", "))
}

#[cfg(test)]
mod tests {
    use super::{Names, literal};

    #[test]
    fn paths_become_names() {
        let mut names = Names::default();
        for (path, name, holds) in [
            ("/data/age", "age", false),
            ("/data/kid", "kid", true),
            ("/data/kid/age", "kid_age", false),
            ("/data/kid/first", "first", false),
        ] {
            names.insert(path, name, holds);
        }
        let rewrite = |source: &str, from: &str| names.rewrite(source, from).expect("sound");
        assert_eq!(rewrite(" /data/age  > 3", "/data/x"), "${age}  > 3");
        assert_eq!(rewrite("../age + 1", "/data/kid/first"), "${kid_age} + 1");
        assert_eq!(rewrite("position(..)", "/data/kid/first"), "position(..)");
        assert_eq!(rewrite("count(/data/kid)", "/data/x"), "count(${kid})");
        assert_eq!(rewrite(". > /data/age", "/data/x"), ". > ${age}");
        let indexed = "/data/kid[position() = 2]/age";
        assert_eq!(rewrite(indexed, "/data/x"), "${kid}[position() = 2]/age");
        let filter = "instance('t')/root/item[age = current()/../first]/name";
        assert_eq!(
            rewrite(filter, "/data/kid/age"),
            "instance('t')/root/item[age = ${first}]/name"
        );
        assert!(names.rewrite("1 +", "/data/x").is_err());
    }

    #[test]
    fn literals_hold_both_quotes() {
        assert_eq!(literal("it"), "'it'");
        assert_eq!(literal("it's"), "\"it's\"");
        assert_eq!(literal("'\""), "concat('', \"'\", '\"')");
    }
}
