//! SurveyJS's expressions in our language: values and conditions.
//!
//! What an expression means there is what its evaluator does: a question without an answer is
//! blank, blank counts as 0 in sums, texts are compared without regard to case, and an answer of
//! several choices is a list.

use std::collections::BTreeSet;

use super::parse::{Node, Op, Refusal, Unary, What};
use super::registry::{Entry, Kind, Registry};

/// How long an expression of ours may be.
pub(super) const MAX_WRITTEN: usize = 30_000;

/// What an expression stands in.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    /// What `{panel.x}` and `{row.x}` look in, the innermost first.
    pub(super) holders: Vec<usize>,
    /// The question whose choices are tested, for `{item}`.
    pub(super) item: Option<usize>,
    /// The repeat whose instances are tested one by one; plain names are those of its fields.
    pub(super) inside: Option<usize>,
    /// The value and the title of the row of a matrix, for `{rowValue}` and `{rowTitle}`.
    pub(super) row: Option<(String, String)>,
    /// The question itself, for `{$self}`.
    pub(super) own: Option<usize>,
}

/// How tightly what is written binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bind {
    Or,
    And,
    Equal,
    Order,
    Add,
    Times,
    Whole,
}

/// An expression of ours.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) bind: Bind,
}

impl Written {
    pub(super) fn whole(text: impl Into<String>) -> Written {
        Written {
            text: text.into(),
            bind: Bind::Whole,
        }
    }

    pub(super) fn new(text: impl Into<String>, bind: Bind) -> Written {
        Written {
            text: text.into(),
            bind,
        }
    }

    /// As an operand of an operator that binds like this.
    pub(super) fn within(&self, bind: Bind) -> String {
        match self.bind < bind {
            true => format!("({})", self.text),
            false => self.text.clone(),
        }
    }

    pub(super) fn all(parts: Vec<Written>) -> Written {
        Written::join(parts, " and ", Bind::And, "true()")
    }

    pub(super) fn any(parts: Vec<Written>) -> Written {
        Written::join(parts, " or ", Bind::Or, "false()")
    }

    fn join(mut parts: Vec<Written>, between: &str, bind: Bind, without: &str) -> Written {
        match (parts.pop(), parts.is_empty()) {
            (None, _) => Written::whole(without),
            (Some(only), true) => only,
            (Some(last), false) => {
                parts.push(last);
                let parts: Vec<String> = parts.iter().map(|it| it.within(bind)).collect();
                Written::new(parts.join(between), bind)
            }
        }
    }

    pub(super) fn not(&self) -> Written {
        Written::whole(format!("not({})", self.text))
    }
}

/// An operand.
#[derive(Clone, Debug)]
pub(super) enum Term {
    Blank,
    Truth(bool),
    Number(f64),
    Words(String),
    List(Vec<Node>),
    Of(Answer),
}

/// What is not known before the interview.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) written: Written,
    pub(super) kind: Kind,
    /// The question it is the answer to.
    pub(super) entry: Option<usize>,
    /// Whether it may be blank.
    pub(super) may_blank: bool,
}

impl Answer {
    pub(super) fn computed(written: Written, kind: Kind) -> Answer {
        Answer {
            written,
            kind,
            entry: None,
            may_blank: false,
        }
    }
}

pub(super) type Translated<T> = Result<T, Refusal>;

/// One translation.
pub(super) struct Translator<'a> {
    pub(super) registry: &'a Registry,
    pub(super) scope: &'a Scope,
    /// What is odd without being refused.
    pub(super) notes: Vec<Refusal>,
    /// The names of the items that are read.
    pub(super) reads: BTreeSet<String>,
}

/// A number as it is written.
pub(super) fn number_text(number: f64) -> String {
    let text = crate::base::number::plain(number);
    match number < 0.0 {
        true => format!("({text})"),
        false => text,
    }
}

/// Words as a literal.
pub(super) fn literal(words: &str) -> String {
    super::super::xform::literal(words)
}

pub(super) fn refuse<T>(at: usize, text: impl Into<String>) -> Translated<T> {
    Err(Refusal {
        at,
        text: text.into(),
    })
}

impl<'a> Translator<'a> {
    pub(super) fn new(registry: &'a Registry, scope: &'a Scope) -> Translator<'a> {
        Translator {
            registry,
            scope,
            notes: Vec::new(),
            reads: BTreeSet::new(),
        }
    }

    pub(super) fn note(&mut self, at: usize, text: impl Into<String>) {
        let text = text.into();
        self.notes.push(Refusal { at, text });
    }

    pub(super) fn entry(&self, idx: Option<usize>) -> Option<&'a Entry> {
        idx.map(|it| &self.registry.entries[it])
    }

    /// An operand: a literal as it stands, anything else written.
    pub(super) fn term(&mut self, node: &Node) -> Translated<Term> {
        let term = self.unbounded_term(node)?;
        match &term {
            Term::Of(answer) => short(&answer.written, node.at)?,
            Term::Blank | Term::Truth(_) | Term::Number(_) | Term::Words(_) | Term::List(_) => {}
        }
        Ok(term)
    }

    fn unbounded_term(&mut self, node: &Node) -> Translated<Term> {
        Ok(match &node.what {
            What::Blank => Term::Blank,
            What::Words(words) if words.is_empty() => Term::Blank,
            What::Truth(it) => Term::Truth(*it),
            What::Number(it) => Term::Number(*it),
            What::Words(words) => Term::Words(words.clone()),
            What::List(parts) => Term::List(parts.clone()),
            What::Variable(name) => self.variable(name, node.at)?,
            What::Unary(..) => Term::Of(condition_answer(self.condition(node)?)),
            What::Binary(op, left, right) => match op {
                Op::Or
                | Op::And
                | Op::Equal
                | Op::NotEqual
                | Op::Less
                | Op::LessOrEqual
                | Op::Greater
                | Op::GreaterOrEqual
                | Op::Contains
                | Op::NotContains
                | Op::AnyOf
                | Op::AllOf
                | Op::NoneOf => Term::Of(condition_answer(self.condition(node)?)),
                Op::Plus | Op::Minus | Op::Times | Op::Divide | Op::Remainder | Op::Power => {
                    Term::Of(self.arithmetic(*op, left, right)?)
                }
            },
            What::Call(name, arguments) => self.call(name, arguments, node.at)?,
        })
    }

    /// A value, for calculations and defaults.
    pub(super) fn value(&mut self, node: &Node) -> Translated<Answer> {
        let written = |text: String, kind| Answer::computed(Written::whole(text), kind);
        Ok(match self.term(node)? {
            Term::Blank => written("''".into(), Kind::Text),
            Term::Truth(it) => written(literal(&it.to_string()), Kind::Truth),
            Term::Number(it) => written(number_text(it), Kind::Number),
            Term::Words(words) => written(literal(&words), Kind::Text),
            Term::List(parts) => {
                let codes = self.texts(&parts)?;
                written(literal(&codes.join(" ")), Kind::Many)
            }
            Term::Of(answer) => match answer.kind {
                Kind::Group | Kind::Rows => {
                    return refuse(node.at, "several answers have no single value");
                }
                Kind::Text
                | Kind::Number
                | Kind::Date
                | Kind::DateTime
                | Kind::Time
                | Kind::One
                | Kind::Many
                | Kind::Rank
                | Kind::Truth
                | Kind::Condition
                | Kind::File
                | Kind::Display => answer,
            },
        })
    }

    /// The texts of a list of literals.
    pub(super) fn texts(&mut self, parts: &[Node]) -> Translated<Vec<String>> {
        let text = |it: &Node| match &it.what {
            What::Words(words) => Ok(words.clone()),
            What::Number(number) => Ok(crate::base::number::plain(*number)),
            What::Truth(truth) => Ok(truth.to_string()),
            What::Blank
            | What::Variable(_)
            | What::List(_)
            | What::Unary(..)
            | What::Binary(..)
            | What::Call(..) => refuse(it.at, "a list can only hold plain values here"),
        };
        parts.iter().map(text).collect()
    }

    /// Whether something holds.
    pub(super) fn condition(&mut self, node: &Node) -> Translated<Written> {
        let written = self.unbounded_condition(node)?;
        short(&written, node.at)?;
        Ok(written)
    }

    fn unbounded_condition(&mut self, node: &Node) -> Translated<Written> {
        match &node.what {
            What::Unary(Unary::Not, inner) => Ok(self.condition(inner)?.not()),
            What::Unary(Unary::Empty, inner) => self.blank(inner),
            What::Unary(Unary::NotEmpty, inner) => Ok(self.blank(inner)?.not()),
            What::Binary(Op::Or, left, right) => Ok(Written::any(vec![
                self.condition(left)?,
                self.condition(right)?,
            ])),
            What::Binary(Op::And, left, right) => Ok(Written::all(vec![
                self.condition(left)?,
                self.condition(right)?,
            ])),
            What::Binary(op, left, right) => match op {
                Op::Equal => self.equal(left, right),
                Op::NotEqual => Ok(self.equal(left, right)?.not()),
                Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual => {
                    self.order(*op, left, right)
                }
                Op::Contains => self.contains(left, right),
                Op::NotContains => Ok(self.contains(left, right)?.not()),
                Op::AnyOf => self.any_of(left, right),
                Op::NoneOf => Ok(self.any_of(left, right)?.not()),
                Op::AllOf => self.contains(left, right),
                Op::Plus
                | Op::Minus
                | Op::Times
                | Op::Divide
                | Op::Remainder
                | Op::Power
                | Op::Or
                | Op::And => self.truth_of(node),
            },
            What::Blank
            | What::Truth(_)
            | What::Number(_)
            | What::Words(_)
            | What::Variable(_)
            | What::List(_)
            | What::Call(..) => self.truth_of(node),
        }
    }

    /// Whether a value is blank.
    pub(super) fn blank(&mut self, node: &Node) -> Translated<Written> {
        match self.term(node)? {
            Term::Blank => Ok(Written::whole("true()")),
            Term::List(parts) => Ok(Written::whole(format!("{}()", parts.is_empty()))),
            Term::Truth(_) | Term::Number(_) | Term::Words(_) => Ok(Written::whole("false()")),
            Term::Of(answer) => Ok(self.blank_answer(&answer)),
        }
    }

    /// Whether an answer is blank. A reason that stands for a choice there is an answer.
    pub(super) fn blank_answer(&self, answer: &Answer) -> Written {
        let text = answer.written.within(Bind::Order);
        let entry = self.entry(answer.entry);
        match answer.kind {
            Kind::Rows => {
                let leaves = entry.map(|it| self.leaves(it)).unwrap_or_default();
                let each = leaves
                    .iter()
                    .map(|it| Written::new(format!("count-non-empty(${{{it}}}) = 0"), Bind::Equal));
                Written::all(each.collect())
            }
            Kind::Group => {
                let leaves = entry.map(|it| self.leaves(it)).unwrap_or_default();
                let leaves: Vec<String> = leaves.iter().map(|it| format!("${{{it}}}")).collect();
                Written::all(
                    leaves
                        .iter()
                        .map(|it| Written::new(format!("{it} = ''"), Bind::Equal))
                        .collect(),
                )
            }
            Kind::Condition => Written::whole("false()"),
            Kind::Number if answer.entry.is_none() => {
                Written::new(format!("string({}) = ''", answer.written.text), Bind::Equal)
            }
            Kind::Text
            | Kind::Number
            | Kind::Date
            | Kind::DateTime
            | Kind::Time
            | Kind::One
            | Kind::Many
            | Kind::Rank
            | Kind::Truth
            | Kind::File
            | Kind::Display => {
                let mut parts = vec![Written::new(format!("{text} = ''"), Bind::Equal)];
                for (_, reason) in entry.iter().flat_map(|it| &it.reasons) {
                    let other = format!("missing-reason({text}) != '{reason}'");
                    parts.push(Written::new(other, Bind::Equal));
                }
                Written::all(parts)
            }
        }
    }

    /// The names of all items with a value in a group.
    pub(super) fn leaves(&self, entry: &Entry) -> Vec<&'a str> {
        let mut found = Vec::new();
        for (_, idx) in &entry.fields {
            let inner = &self.registry.entries[*idx];
            match inner.fields.is_empty() {
                true => found.push(&*inner.ours),
                false => found.extend(self.leaves(inner)),
            }
        }
        found
    }
}

fn condition_answer(written: Written) -> Answer {
    Answer::computed(written, Kind::Condition)
}

/// Operands that stand twice in what is written must not grow without end.
fn short(written: &Written, at: usize) -> Translated<()> {
    match written.text.len() > MAX_WRITTEN {
        true => refuse(
            at,
            format!("comes to more than {MAX_WRITTEN} characters here"),
        ),
        false => Ok(()),
    }
}
