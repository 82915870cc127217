//! Functions of dates and of lists of instances.

use super::parse::{Node, What};
use super::registry::{Entry, Kind};
use super::translate::{Answer, Scope, Term, Translated, Translator, Written, refuse};

fn part(date: &str, format: &str) -> String {
    format!("number(format-date({date}, '{format}'))")
}

fn days(date: &str) -> String {
    format!("number(date({date}))")
}

fn months_between(from: &str, to: &str) -> String {
    let months = |it: &str| format!("{} * 12 + {}", part(it, "%Y"), part(it, "%n"));
    let early = format!("number({} < {})", part(to, "%e"), part(from, "%e"));
    format!("({}) - ({}) - {early}", months(to), months(from))
}

fn answer(text: impl Into<String>, kind: Kind) -> Term {
    Term::Of(Answer {
        may_blank: true,
        ..Answer::computed(Written::whole(text), kind)
    })
}

/// The text where dates are there, else blank.
fn unless_blank(dates: &[&str], text: &str) -> String {
    let may_blank = dates.iter().filter(|it| {
        !it.starts_with("today(") && !it.starts_with("coalesce(") && !it.starts_with('\'')
    });
    let blank: Vec<String> = may_blank.map(|it| format!("{it} = ''")).collect();
    match blank.is_empty() {
        true => text.to_owned(),
        false => format!("if({}, '', {text})", blank.join(" or ")),
    }
}

impl Translator<'_> {
    pub(super) fn of_dates(&mut self, name: &str, given: &[Node], at: usize) -> Translated<Term> {
        let now = || Ok("today()".to_owned());
        Ok(match name {
            "today" => match given.first() {
                None => answer("today()", Kind::Date),
                Some(by) => {
                    let by = self
                        .value(by)?
                        .written
                        .within(super::translate::Bind::Times);
                    answer(format!("date(number(today()) + {by})"), Kind::Date)
                }
            },
            "currentdate" => answer("now()", Kind::DateTime),
            "currentyear" => answer(part("today()", "%Y"), Kind::Number),
            "getdate" => {
                let date = self.date(given, 0, at)?;
                answer(date, Kind::Date)
            }
            "year" | "getyear" | "month" | "day" | "weekday" => {
                let date = match given.is_empty() {
                    true => now()?,
                    // Without an answer these are about today, as there.
                    false if name != "getyear" => {
                        format!("coalesce({}, today())", self.date(given, 0, at)?)
                    }
                    false => self.date(given, 0, at)?,
                };
                let text = match name {
                    "month" => part(&date, "%n"),
                    "day" => part(&date, "%e"),
                    "weekday" => format!("(({} + 4) mod 7 + 7) mod 7", days(&date)),
                    _ => part(&date, "%Y"),
                };
                answer(unless_blank(&[&date], &text), Kind::Number)
            }
            "age" => {
                let from = self.date(given, 0, at)?;
                let unit = self.unit(given, 1, "years", at)?;
                let text = between(&from, "today()", &unit, at)?;
                answer(unless_blank(&[&from], &text), Kind::Number)
            }
            "datediff" | "diffdays" => {
                let (from, to) = (self.date(given, 0, at)?, self.date(given, 1, at)?);
                let unit = self.unit(given, 2, "days", at)?;
                let text = between(&from, &to, &unit, at)?;
                answer(unless_blank(&[&from, &to], &text), Kind::Number)
            }
            _ => self.date_add(given, at)?,
        })
    }

    fn date(&mut self, given: &[Node], place: usize, at: usize) -> Translated<String> {
        let Some(node) = given.get(place) else {
            return refuse(at, "expected a date");
        };
        let value = self.value(node)?;
        match value.kind {
            Kind::Date | Kind::DateTime | Kind::Text => Ok(value.written.text),
            Kind::Number
            | Kind::Time
            | Kind::One
            | Kind::Many
            | Kind::Rank
            | Kind::Truth
            | Kind::Condition
            | Kind::File
            | Kind::Group
            | Kind::Rows
            | Kind::Display => refuse(node.at, "found no date"),
        }
    }

    fn unit(&self, given: &[Node], place: usize, without: &str, at: usize) -> Translated<String> {
        match given.get(place).map(|it| &it.what) {
            None | Some(What::Blank) => Ok(without.to_owned()),
            Some(What::Words(word)) => Ok(word.to_lowercase()),
            Some(_) => refuse(at, "the unit of time must be a plain word"),
        }
    }

    fn date_add(&mut self, given: &[Node], at: usize) -> Translated<Term> {
        let date = self.date(given, 0, at)?;
        let Some(by) = given.get(1) else {
            return refuse(at, "expected how much to add");
        };
        let by = self
            .value(by)?
            .written
            .within(super::translate::Bind::Times);
        let unit = self.unit(given, 2, "days", at)?;
        let months = match &*unit {
            "days" => {
                let text = format!("date({} + {by})", days(&date));
                return Ok(answer(unless_blank(&[&date], &text), Kind::Date));
            }
            "months" => by,
            "years" => format!("12 * {by}"),
            _ => {
                return refuse(
                    at,
                    format!("adding {unit} to a date has no counterpart here"),
                );
            }
        };
        // A day that the month does not have runs over into the next, as there.
        let total = format!(
            "({} * 12 + {} - 1 + {months})",
            part(&date, "%Y"),
            part(&date, "%n")
        );
        let year = format!("floor({total} div 12)");
        let month = format!("substr(concat('0', {total} mod 12 + 1), -2)");
        let first = format!("date(concat({year}, '-', {month}, '-01'))");
        let text = format!("date(number({first}) + {} - 1)", part(&date, "%e"));
        Ok(answer(unless_blank(&[&date], &text), Kind::Date))
    }

    /// `sumInArray` and its kin: over the instances of a repeat or the rows of a matrix.
    pub(super) fn in_array(&mut self, name: &str, given: &[Node], at: usize) -> Translated<Term> {
        let (Some(list), Some(What::Words(field))) =
            (given.first(), given.get(1).map(|it| &it.what))
        else {
            return refuse(at, "expected a list and the name of a field");
        };
        if given.len() > 3 {
            return refuse(at, "a fourth argument has no counterpart here");
        }
        let Term::Of(of) = self.term(list)? else {
            return refuse(list.at, "expected a question with rows");
        };
        let Some((holder, idx)) = self.entry(of.entry).zip(of.entry) else {
            return refuse(list.at, "expected a question with rows");
        };
        let nodes = match holder.kind {
            Kind::Rows => self.instances(holder, idx, field, given.get(2), at)?,
            Kind::Group if given.len() < 3 => self.rows(holder, field, at)?,
            _ => return refuse(at, "only the rows of a repeated question can be filtered"),
        };
        let count = format!("count-non-empty({nodes})");
        Ok(match name {
            "countinarray" => answer(count, Kind::Number),
            "avginarray" => answer(
                format!("if({count} = 0, 0, sum({nodes}) div {count})"),
                Kind::Number,
            ),
            "mininarray" => answer(format!("min({nodes})"), Kind::Number),
            "maxinarray" => answer(format!("max({nodes})"), Kind::Number),
            _ => answer(format!("sum({nodes})"), Kind::Number),
        })
    }

    fn instances(
        &mut self,
        holder: &Entry,
        idx: usize,
        field: &str,
        filter: Option<&Node>,
        at: usize,
    ) -> Translated<String> {
        let Some(inner) = holder.field(field) else {
            return refuse(at, format!("`{}` holds no `{field}`", holder.theirs));
        };
        let field = &self.registry.entries[inner];
        self.reads.insert(field.ours.clone());
        let Some(filter) = filter else {
            return Ok(format!("{}/{}", self.all_of(idx), field.path));
        };
        let parsed;
        let filter = if let What::Words(words) = &filter.what {
            parsed = super::parse::parse(words)?;
            &parsed
        } else {
            filter
        };
        let scope = Scope {
            inside: Some(idx),
            ..self.scope.clone()
        };
        let mut inner = Translator::new(self.registry, &scope);
        let condition = inner.holds_at_all(filter)?;
        let (notes, reads) = (inner.notes, inner.reads);
        self.notes.extend(notes);
        self.reads.extend(reads);
        Ok(format!(
            "{}[{}]/{}",
            self.all_of(idx),
            condition.text,
            field.path
        ))
    }

    /// All instances of a repeat, also seen from inside one.
    pub(super) fn all_of(&self, repeat: usize) -> String {
        let ours = &self.registry.entries[repeat].ours;
        match self.scope.holders.contains(&repeat) {
            true => format!("ancestor::{ours}/../{ours}"),
            false => format!("${{{ours}}}"),
        }
    }

    fn rows(&mut self, holder: &Entry, field: &str, at: usize) -> Translated<String> {
        let mut cells = Vec::new();
        for (_, row) in &holder.fields {
            if let Some(cell) = self.registry.entries[*row].field(field) {
                let ours = &self.registry.entries[cell].ours;
                self.reads.insert(ours.clone());
                cells.push(format!("${{{ours}}}"));
            }
        }
        match cells.is_empty() {
            true => refuse(at, format!("`{}` holds no `{field}`", holder.theirs)),
            false => Ok(cells.join(" | ")),
        }
    }
}

fn between(from: &str, to: &str, unit: &str, at: usize) -> Translated<String> {
    match unit {
        "days" => Ok(format!("abs({} - {})", days(to), days(from))),
        "months" => Ok(months_between(from, to)),
        "years" => Ok(format!("int(({}) div 12)", months_between(from, to))),
        _ => refuse(
            at,
            format!("a difference in {unit} has no counterpart here"),
        ),
    }
}
