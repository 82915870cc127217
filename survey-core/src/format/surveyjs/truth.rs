//! When an expression as a whole holds, and when a value counts as true inside one.

use super::parse::{Node, Op, What};
use super::registry::Kind;
use super::translate::{Bind, Term, Translated, Translator, Written};

impl Translator<'_> {
    /// Whether an expression as a whole holds: there only what equals `true` does, so a bare
    /// number must be 1.
    pub(super) fn holds_at_all(&mut self, node: &Node) -> Translated<Written> {
        if self.is_condition(node) {
            return self.condition(node);
        }
        if let What::Binary(op @ (Op::Or | Op::And), left, right) = &node.what {
            let (truth, second) = (self.condition(left)?, self.holds_at_all(right)?);
            if *op == Op::And {
                return Ok(Written::all(vec![truth, second]));
            }
            let first = self.holds_at_all(left)?;
            let otherwise = Written::all(vec![truth.not(), second]);
            return Ok(Written::any(vec![first, otherwise]));
        }
        let truth = Node {
            at: node.at,
            what: What::Truth(true),
        };
        let answer = match self.term(node)? {
            Term::Of(answer) => answer,
            Term::Truth(it) => return Ok(Written::whole(format!("{it}()"))),
            Term::Number(it) => return Ok(Written::whole(format!("{}()", it == 1.0))),
            Term::Blank | Term::Words(_) | Term::List(_) => return Ok(Written::whole("false()")),
        };
        match answer.kind {
            Kind::Condition => Ok(answer.written),
            Kind::Number | Kind::One | Kind::Text => {
                self.note(node.at, "an answer alone is a condition only where it is `true` or 1; `notempty` asks whether there is one");
                let text = answer.written.within(Bind::Order);
                let one = Written::new(format!("{text} = 1"), Bind::Equal);
                match answer.kind {
                    Kind::Number => Ok(one),
                    _ => Ok(Written::any(vec![self.equal(node, &truth)?, one])),
                }
            }
            Kind::Truth => self.equal(node, &truth),
            Kind::Date
            | Kind::DateTime
            | Kind::Time
            | Kind::Many
            | Kind::Rank
            | Kind::File
            | Kind::Group
            | Kind::Rows
            | Kind::Display => {
                self.note(
                    node.at,
                    "this alone is never `true`; `notempty` asks whether there is an answer",
                );
                Ok(Written::whole("false()"))
            }
        }
    }

    /// Whether an expression gives a truth by itself.
    fn is_condition(&self, node: &Node) -> bool {
        match &node.what {
            What::Unary(..) => true,
            What::Binary(Op::Or | Op::And, left, right) => {
                self.is_condition(left) && self.is_condition(right)
            }
            What::Binary(op, ..) => !matches!(
                op,
                Op::Plus | Op::Minus | Op::Times | Op::Divide | Op::Remainder | Op::Power
            ),
            What::Blank
            | What::Truth(_)
            | What::Number(_)
            | What::Words(_)
            | What::Variable(_)
            | What::List(_)
            | What::Call(..) => false,
        }
    }

    /// A value as a condition: what is blank, 0 or false is not true.
    pub(super) fn truth_of(&mut self, node: &Node) -> Translated<Written> {
        let constant = |it: bool| Written::whole(if it { "true()" } else { "false()" });
        let answer = match self.term(node)? {
            Term::Blank => return Ok(constant(false)),
            Term::Truth(it) => return Ok(constant(it)),
            Term::Number(it) => return Ok(constant(it != 0.0)),
            Term::Words(_) | Term::List(_) => return Ok(constant(true)),
            Term::Of(answer) => answer,
        };
        let text = answer.written.within(Bind::Order);
        Ok(match answer.kind {
            Kind::Condition => answer.written,
            Kind::Number => Written::whole(format!("boolean(number({}))", answer.written.text)),
            Kind::Group | Kind::Rows => self.blank(node)?.not(),
            Kind::Date
            | Kind::DateTime
            | Kind::Time
            | Kind::Many
            | Kind::Rank
            | Kind::File
            | Kind::Display => Written::new(format!("{text} != ''"), Bind::Equal),
            Kind::Text | Kind::Truth | Kind::One => {
                let mut parts = vec![Written::new(format!("{text} != ''"), Bind::Equal)];
                let codes = self
                    .entry(answer.entry)
                    .map(|it| &*it.codes)
                    .unwrap_or_default();
                let may_be = |it: &str| codes.is_empty() || codes.iter().any(|c| c.value == it);
                if may_be("false") {
                    parts.push(Written::new(format!("{text} != 'false'"), Bind::Equal));
                }
                if may_be("0") && answer.kind != Kind::Truth {
                    parts.push(Written::new(format!("{text} != '0'"), Bind::Equal));
                }
                Written::all(parts)
            }
        })
    }
}
