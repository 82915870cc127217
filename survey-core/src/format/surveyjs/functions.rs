//! Arithmetic and functions.

use super::parse::{Node, Op, What};
use super::registry::Kind;
use super::translate::{
    Answer, Bind, Term, Translated, Translator, Written, literal, number_text, refuse,
};

/// What a call has at a place.
fn argument(arguments: &[Node], place: usize) -> Option<&Node> {
    arguments.get(place)
}

/// The word that a call has at a place.
fn word(arguments: &[Node], place: usize) -> Option<&str> {
    let What::Words(words) = &argument(arguments, place)?.what else {
        return None;
    };
    Some(words)
}

fn number(text: impl Into<String>) -> Term {
    Term::Of(Answer::computed(Written::whole(text), Kind::Number))
}

fn blankable(text: impl Into<String>, kind: Kind) -> Term {
    Term::Of(Answer {
        may_blank: true,
        ..Answer::computed(Written::whole(text), kind)
    })
}

impl Translator<'_> {
    /// `+ - * / % ^`. Blank counts as 0, and texts are joined.
    pub(super) fn arithmetic(&mut self, op: Op, left: &Node, right: &Node) -> Translated<Answer> {
        let (a, b) = (self.term(left)?, self.term(right)?);
        if op == Op::Plus && (is_text(&a) || is_text(&b)) {
            return self.joined(&a, &b, left.at);
        }
        let a = self.counted(&a, left.at)?;
        let (sign, bind) = match op {
            Op::Plus => ("+", Bind::Add),
            Op::Minus => ("-", Bind::Add),
            Op::Times => ("*", Bind::Times),
            Op::Divide => ("div", Bind::Times),
            Op::Remainder => ("mod", Bind::Times),
            _ => {
                let b = self.counted(&b, right.at)?;
                let text = format!("pow({}, {})", a.text, b.text);
                return Ok(Answer::computed(Written::whole(text), Kind::Number));
            }
        };
        let by_constant = matches!(b, Term::Number(it) if it != 0.0);
        let b = self.counted(&b, right.at)?;
        // The right operand of a minus or a division needs brackets where the left one does not.
        let tighter = if bind == Bind::Add {
            Bind::Times
        } else {
            Bind::Whole
        };
        let text = format!("{} {sign} {}", a.within(bind), b.within(tighter));
        let divides = matches!(op, Op::Divide | Op::Remainder);
        if divides && !by_constant {
            let text = format!("if({} = 0, '', {text})", b.within(Bind::Order));
            return Ok(Answer {
                may_blank: true,
                ..Answer::computed(Written::whole(text), Kind::Number)
            });
        }
        Ok(Answer::computed(Written::new(text, bind), Kind::Number))
    }

    fn joined(&mut self, a: &Term, b: &Term, at: usize) -> Translated<Answer> {
        if let (Some(x), Some(y)) = (self.may_count(a), self.may_count(b)) {
            return self.joined_or_counted(a, b, &[x, y], at);
        }
        self.concat(a, b, at)
    }

    /// A test of whether an operand of `+` is a number; none if it never is one.
    fn may_count(&self, term: &Term) -> Option<Option<String>> {
        match term {
            Term::Blank | Term::Number(_) => Some(None),
            Term::Words(words) => super::compare::as_number(words).map(|_| None),
            Term::Of(answer) if answer.kind == Kind::Text => {
                answer.entry?;
                let text = &answer.written.text;
                Some(Some(format!("regex({text}, '-?[0-9]*[.]?[0-9]*')")))
            }
            Term::Of(answer) => matches!(answer.kind, Kind::Number | Kind::One).then_some(None),
            Term::Truth(_) | Term::List(_) => None,
        }
    }

    /// Texts that look like numbers are added up, all others joined.
    fn joined_or_counted(
        &mut self,
        a: &Term,
        b: &Term,
        tests: &[Option<String>],
        at: usize,
    ) -> Translated<Answer> {
        let tests = tests.iter().flatten().cloned().map(Written::whole);
        let test = Written::all(tests.collect()).text;
        let (x, y) = (self.counted(a, at)?, self.counted(b, at)?);
        let joined = self.concat(a, b, at)?.written.text;
        let text = format!("if({test}, {} + {}, {joined})", x.text, y.text);
        Ok(Answer::computed(Written::whole(text), Kind::Text))
    }

    fn concat(&mut self, a: &Term, b: &Term, at: usize) -> Translated<Answer> {
        let mut parts = Vec::new();
        for term in [a, b] {
            match term {
                Term::Blank => {}
                Term::Truth(it) => parts.push(literal(&it.to_string())),
                Term::Number(it) => parts.push(number_text(*it)),
                Term::Words(words) => parts.push(literal(words)),
                Term::List(_) => return refuse(at, "a list cannot be joined with a text"),
                Term::Of(answer)
                    if matches!(
                        answer.kind,
                        Kind::Group | Kind::Rows | Kind::Many | Kind::Rank
                    ) =>
                {
                    return refuse(
                        at,
                        "an answer of several parts cannot be joined with a text",
                    );
                }
                Term::Of(answer) => parts.push(answer.written.text.clone()),
            }
        }
        let text = match parts.len() {
            0 => "''".to_owned(),
            _ => format!("concat({})", parts.join(", ")),
        };
        Ok(Answer::computed(Written::whole(text), Kind::Text))
    }

    /// An operand of a sum.
    fn counted(&mut self, term: &Term, at: usize) -> Translated<Written> {
        match term {
            Term::Blank => Ok(Written::whole("0")),
            Term::Truth(it) => Ok(Written::whole(if *it { "1" } else { "0" })),
            Term::Number(it) => Ok(Written::whole(number_text(*it))),
            Term::Words(words) => match super::compare::as_number(words) {
                Some(number) => Ok(Written::whole(number_text(number))),
                None => refuse(at, format!("`{words}` is no number")),
            },
            Term::List(_) => refuse(at, "a list is no number"),
            Term::Of(answer) => match answer.kind {
                Kind::Number if !answer.may_blank => Ok(answer.written.clone()),
                Kind::Number | Kind::One | Kind::Text => Ok(Written::whole(format!(
                    "coalesce({}, 0)",
                    answer.written.text
                ))),
                Kind::Condition => Ok(Written::whole(format!("number({})", answer.written.text))),
                Kind::Truth => {
                    let text = answer.written.within(Bind::Order);
                    Ok(Written::whole(format!("if({text} = 'true', 1, 0)")))
                }
                Kind::Date | Kind::DateTime | Kind::Time => refuse(
                    at,
                    "dates are not added up as they stand; `dateDiff` and `dateAdd` have counterparts",
                ),
                Kind::Many | Kind::Rank | Kind::File | Kind::Group | Kind::Rows | Kind::Display => {
                    refuse(at, "found no number")
                }
            },
        }
    }

    pub(super) fn call(&mut self, name: &str, given: &[Node], at: usize) -> Translated<Term> {
        let lower = name.to_lowercase();
        match &*lower {
            "iif" => self.choose(given, at),
            "sum" | "avg" | "count" | "min" | "max" => self.over(&lower, given, at),
            "round" => self.rounded(given, at),
            "trunc" => self.truncated(given, at),
            "suminarray" | "countinarray" | "avginarray" | "mininarray" | "maxinarray" => {
                self.in_array(&lower, given, at)
            }
            "isdisplaymode" => Ok(Term::Of(Answer::computed(
                Written::whole("false()"),
                Kind::Condition,
            ))),
            "substring" => self.part_of(given, at),
            "displayvalue" => self.display(given, at),
            "getcomment" => match word(given, 0) {
                Some(question) => self.variable(&format!("{question}-Comment"), at),
                None => refuse(at, "expected the name of a question"),
            },
            "iscontainerready" => refuse(
                at,
                "whether all questions of a page or panel are answered soundly has no counterpart",
            ),
            "today" | "currentdate" | "currentyear" | "age" | "datediff" | "diffdays"
            | "dateadd" | "getdate" | "year" | "getyear" | "month" | "day" | "weekday" => {
                self.of_dates(&lower, given, at)
            }
            _ => refuse(at, format!("the function `{name}` has no counterpart here")),
        }
    }

    fn choose(&mut self, given: &[Node], at: usize) -> Translated<Term> {
        let (Some(condition), Some(then)) = (argument(given, 0), argument(given, 1)) else {
            return refuse(at, "`iif` needs a condition and a value");
        };
        let condition = self.condition(condition)?;
        let then = self.value(then)?;
        let otherwise = match argument(given, 2) {
            Some(node) => self.value(node)?,
            None => Answer::computed(Written::whole("''"), Kind::Text),
        };
        let blank = |it: &Answer| it.written.text == "''";
        let kind = match (then.kind, otherwise.kind) {
            (a, b) if a == b => a,
            (a, _) if blank(&otherwise) => a,
            (_, b) if blank(&then) => b,
            _ => Kind::Text,
        };
        // A truth beside a stored one is a text as well.
        let text = |it: &Answer| match (kind, it.kind) {
            (Kind::Condition, _) | (_, Kind::Condition) if kind != Kind::Condition => {
                format!("string({})", it.written.text)
            }
            _ => it.written.text.clone(),
        };
        let written = format!(
            "if({}, {}, {})",
            condition.text,
            text(&then),
            text(&otherwise)
        );
        let kind = if kind == Kind::Condition {
            Kind::Condition
        } else {
            kind
        };
        Ok(Term::Of(Answer {
            may_blank: then.may_blank || otherwise.may_blank || blank(&then) || blank(&otherwise),
            ..Answer::computed(Written::whole(written), kind)
        }))
    }

    /// The numbers among arguments, blanks left out.
    fn numbers(&mut self, given: &[Node]) -> Translated<Vec<String>> {
        let mut found = Vec::new();
        for node in given {
            match self.term(node)? {
                Term::Blank => {}
                Term::Number(it) => found.push(number_text(it)),
                Term::Words(words) => match super::compare::as_number(&words) {
                    Some(it) => found.push(number_text(it)),
                    None => return refuse(node.at, format!("`{words}` is no number")),
                },
                Term::List(parts) => found.extend(self.numbers(&parts)?),
                Term::Truth(_) => return refuse(node.at, "a truth is no number"),
                Term::Of(answer) => match answer.kind {
                    Kind::Number | Kind::One | Kind::Text => found.push(answer.written.text),
                    Kind::Group => {
                        let entry = self.entry(answer.entry);
                        let leaves = entry.map(|it| self.leaves(it)).unwrap_or_default();
                        found.extend(leaves.iter().map(|it| format!("${{{it}}}")));
                    }
                    Kind::Many | Kind::Rank => {
                        let entry = self.entry(answer.entry);
                        let codes = entry.map(|it| it.codes.clone()).unwrap_or_default();
                        if codes.is_empty() {
                            return refuse(node.at, "the choices are not known");
                        }
                        found.extend(
                            codes
                                .iter()
                                .filter(|it| super::compare::as_number(&it.value).is_some())
                                .map(|it| {
                                    let (text, code) = (&answer.written.text, literal(&it.code));
                                    format!("if(selected({text}, {code}), {}, '')", it.value)
                                }),
                        );
                    }
                    Kind::Date
                    | Kind::DateTime
                    | Kind::Time
                    | Kind::Truth
                    | Kind::Condition
                    | Kind::File
                    | Kind::Rows
                    | Kind::Display => return refuse(node.at, "found no number"),
                },
            }
        }
        Ok(found)
    }

    fn over(&mut self, name: &str, given: &[Node], at: usize) -> Translated<Term> {
        let found = self.numbers(given)?;
        if found.is_empty() {
            return Ok(if matches!(name, "min" | "max") {
                Term::Blank
            } else {
                Term::Number(0.0)
            });
        }
        if found.len() > 200 {
            return refuse(at, "more than 200 values");
        }
        let counted = found.iter().map(|it| format!("coalesce({it}, 0)"));
        let sum = counted.collect::<Vec<_>>().join(" + ");
        let given = found.iter().map(|it| format!("number({it} != '')"));
        let count = given.collect::<Vec<_>>().join(" + ");
        Ok(match name {
            "sum" => Term::Of(Answer::computed(Written::new(sum, Bind::Add), Kind::Number)),
            "count" => Term::Of(Answer::computed(
                Written::new(count, Bind::Add),
                Kind::Number,
            )),
            "avg" => number(format!("if({count} = 0, 0, ({sum}) div ({count}))")),
            _ => blankable(format!("{name}({})", found.join(", ")), Kind::Number),
        })
    }

    fn rounded(&mut self, given: &[Node], at: usize) -> Translated<Term> {
        let text = self.one_number(given, 0, at)?;
        let digits = self.constant(given, 1).unwrap_or(0.0);
        Ok(match digits == 0.0 {
            true => blankable(format!("round({text})"), Kind::Number),
            false => blankable(format!("round({text}, {digits})"), Kind::Number),
        })
    }

    fn truncated(&mut self, given: &[Node], at: usize) -> Translated<Term> {
        let text = self.one_number(given, 0, at)?;
        let digits = self.constant(given, 1).unwrap_or(0.0).clamp(0.0, 15.0);
        if digits == 0.0 {
            return Ok(blankable(format!("int({text})"), Kind::Number));
        }
        let power = crate::base::number::plain(libm::pow(10.0, digits));
        let written = format!("int(number({text}) * {power}) div {power}");
        Ok(Term::Of(Answer {
            may_blank: true,
            ..Answer::computed(Written::new(written, Bind::Times), Kind::Number)
        }))
    }

    fn constant(&self, given: &[Node], place: usize) -> Option<f64> {
        let What::Number(it) = argument(given, place)?.what else {
            return None;
        };
        Some(it)
    }

    fn one_number(&mut self, given: &[Node], place: usize, at: usize) -> Translated<String> {
        let Some(node) = argument(given, place) else {
            return refuse(at, "expected a number");
        };
        let mut found = self.numbers(std::slice::from_ref(node))?;
        match (found.pop(), found.is_empty()) {
            (Some(only), true) => Ok(only),
            (None, _) => Ok("''".to_owned()),
            (Some(_), false) => refuse(at, "expected one number"),
        }
    }

    fn part_of(&mut self, given: &[Node], at: usize) -> Translated<Term> {
        let Some(text) = argument(given, 0) else {
            return refuse(at, "expected a text");
        };
        let text = self.value(text)?.written.text;
        let mut parts = vec![text];
        for place in 1..given.len().min(3) {
            parts.push(self.one_number(given, place, at)?);
        }
        match parts.len() {
            1 => refuse(at, "expected a place in the text"),
            _ => Ok(blankable(
                format!("substr({})", parts.join(", ")),
                Kind::Text,
            )),
        }
    }

    /// The words that an answer is shown with.
    fn display(&mut self, given: &[Node], at: usize) -> Translated<Term> {
        let Some(name) = word(given, 0) else {
            return refuse(at, "expected the name of a question");
        };
        if given.len() > 1 {
            return refuse(
                at,
                "the words of another value than the answer have no counterpart",
            );
        }
        match self.variable(name, at)? {
            Term::Of(answer) => match self.shown(&answer) {
                Some(text) => Ok(blankable(text, Kind::Text)),
                None => refuse(at, "this answer has no words of its own"),
            },
            other => Ok(other),
        }
    }

    /// An answer as people see it.
    pub(super) fn shown(&self, answer: &Answer) -> Option<String> {
        let text = &answer.written.text;
        let entry = self.entry(answer.entry);
        match answer.kind {
            Kind::One | Kind::Truth if entry.is_some_and(|it| it.list.is_some()) => {
                Some(format!("jr:choice-name({text}, '${{{}}}')", entry?.ours))
            }
            Kind::Many | Kind::Rank => {
                let list = entry?.list.as_ref()?;
                let each = format!("instance('{list}')/root/item[selected({text}, name)]/label");
                Some(format!("join(', ', {each})"))
            }
            Kind::Text
            | Kind::Number
            | Kind::Date
            | Kind::DateTime
            | Kind::Time
            | Kind::One
            | Kind::Truth
            | Kind::File => Some(text.clone()),
            Kind::Condition | Kind::Group | Kind::Rows | Kind::Display => None,
        }
    }
}

fn is_text(term: &Term) -> bool {
    match term {
        Term::Words(words) => super::compare::as_number(words).is_none(),
        Term::Of(answer) => answer.kind == Kind::Text,
        Term::Blank | Term::Truth(_) | Term::Number(_) | Term::List(_) => false,
    }
}
