//! A tree against a world.

use std::cell::Cell;

use super::EvalError;
use super::function::Function;
use super::moment::Moment;
use super::tree::{Kind, Op, Span, Start, Term};
use super::value::{XValue, node_text, number_from_text};
use super::world::{NodeId, World};

pub(super) type Evaluated<T> = Result<T, EvalError>;

/// How many nodes and terms one evaluation may visit, so that no expression hangs an interview: a
/// twentieth of a second, and 24 for each of 50,000 rows.
const MOST_STEPS: u32 = 1_200_000;

/// One evaluation.
pub(super) struct Eval<'w> {
    pub(super) world: &'w dyn World,
    /// The node the expression belongs to.
    pub(super) asking: NodeId,
    steps_left: Cell<u32>,
}

/// What `.`, `position()` and `last()` mean at this point.
#[derive(Clone, Copy)]
pub(super) struct Focus {
    pub(super) node: NodeId,
    pub(super) position: usize,
    pub(super) size: usize,
}

pub(super) fn fail<T>(message: impl Into<String>, at: Span) -> Evaluated<T> {
    Err(EvalError {
        message: message.into(),
        at: at.range(),
    })
}

impl<'w> Eval<'w> {
    pub(super) fn new(world: &'w dyn World, asking: NodeId) -> Eval<'w> {
        Eval {
            world,
            asking,
            steps_left: Cell::new(MOST_STEPS),
        }
    }

    pub(super) fn run(&self, tree: &Term) -> Evaluated<XValue> {
        let focus = Focus {
            node: self.asking,
            position: 1,
            size: 1,
        };
        let value = self.term(tree, focus);
        self.world.spent(MOST_STEPS - self.steps_left.get());
        value
    }

    /// The nodes below `parent` that a tree keeps as a predicate.
    pub(super) fn select(&self, tree: &Term, parent: NodeId) -> Evaluated<Vec<NodeId>> {
        let predicates = std::slice::from_ref(tree);
        let nodes = match self.looked_up(parent, predicates)? {
            Some(nodes) => nodes,
            None => self.world.children(parent).to_vec(),
        };
        let kept = self.filter(nodes, predicates);
        self.world.spent(MOST_STEPS - self.steps_left.get());
        kept
    }

    /// Pays for work in proportion to `steps`.
    pub(super) fn spend(&self, steps: usize, at: Span) -> Evaluated<()> {
        let left = self.steps_left.get() as usize;
        if steps >= left {
            return fail("the expression takes too many steps", at);
        }
        self.steps_left.set((left - steps) as u32);
        Ok(())
    }

    pub(super) fn term(&self, term: &Term, focus: Focus) -> Evaluated<XValue> {
        self.spend(1, term.at)?;
        match &term.kind {
            Kind::Number(number) => Ok(XValue::Number(*number)),
            Kind::Text(text) => Ok(XValue::Text(text.to_string())),
            Kind::Name(name) => {
                let mut nodes = self.world.named(name, self.asking);
                self.spend(nodes.len(), term.at)?;
                nodes.retain(|it| self.world.is_relevant(*it));
                Ok(XValue::Nodes(nodes))
            }
            Kind::Chain(first, rest) => self.chain(first, rest, focus),
            Kind::Negate(inner) => {
                let number = self.term(inner, focus)?.to_number(self.world);
                Ok(XValue::Number(-number))
            }
            Kind::Call(function, args) => self.call(*function, args, term.at, focus),
            Kind::Quoted(inner) => self.term(inner, focus),
            Kind::Filter(base, predicates) => {
                let nodes = self.nodes(base, focus)?;
                self.filter(nodes, predicates).map(XValue::Nodes)
            }
            Kind::Path(start, steps) => self.path(start, steps, term.at, focus),
        }
    }

    /// The value of a term that must be nodes.
    pub(super) fn nodes(&self, term: &Term, focus: Focus) -> Evaluated<Vec<NodeId>> {
        match self.term(term, focus)? {
            XValue::Nodes(nodes) => Ok(nodes),
            XValue::Bool(_) | XValue::Number(_) | XValue::Text(_) => {
                fail("expected a question or a path, found a value", term.at)
            }
        }
    }

    fn chain(&self, first: &Term, rest: &[(Op, Term)], focus: Focus) -> Evaluated<XValue> {
        let mut left = self.term(first, focus)?;
        for (op, term) in rest {
            left = match op {
                Op::Or if left.to_bool() => return Ok(XValue::Bool(true)),
                Op::And if !left.to_bool() => return Ok(XValue::Bool(false)),
                Op::Or | Op::And => XValue::Bool(self.term(term, focus)?.to_bool()),
                Op::Union => self.union(left, first, term, focus)?,
                Op::Eq | Op::Ne | Op::Lt | Op::Le | Op::Gt | Op::Ge => {
                    let right = self.term(term, focus)?;
                    let left = self.operand(first, focus, left);
                    let right = self.operand(term, focus, right);
                    XValue::Bool(self.compare(*op, left, right, term.at)?)
                }
                Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Mod => {
                    let right = self.term(term, focus)?;
                    XValue::Number(self.calculate(*op, &left, &right))
                }
            };
        }
        Ok(left)
    }

    /// What a term compares as: a question of a form that is off the path or not there is a blank,
    /// as in JavaRosa. What a table lacks stays nothing.
    pub(super) fn operand(&self, term: &Term, focus: Focus, value: XValue) -> XValue {
        let of_form = match &term.kind {
            Kind::Name(_) | Kind::Path(Start::Document, _) => true,
            Kind::Path(Start::Here, _) => focus.node == self.asking,
            Kind::Path(Start::Term(base), _) => {
                matches!(base.kind, Kind::Call(Function::Current, _))
            }
            Kind::Number(_) | Kind::Text(_) | Kind::Chain(..) | Kind::Negate(_) => false,
            Kind::Call(..) | Kind::Quoted(_) | Kind::Filter(..) => false,
        };
        match value {
            XValue::Nodes(nodes) if of_form && nodes.is_empty() && self.world.is_form() => {
                XValue::Text(String::new())
            }
            value => value,
        }
    }

    fn union(&self, left: XValue, first: &Term, term: &Term, focus: Focus) -> Evaluated<XValue> {
        let XValue::Nodes(mut nodes) = left else {
            return fail("expected a question or a path, found a value", first.at);
        };
        nodes.extend(self.nodes(term, focus)?);
        self.in_order(nodes, term.at).map(XValue::Nodes)
    }

    fn calculate(&self, op: Op, left: &XValue, right: &XValue) -> f64 {
        if op == Op::Sub
            && let (Some(a), Some(b)) = (self.moment(left), self.moment(right))
        {
            return Moment::pair(a, b).map_or(f64::NAN, |(a, b)| a - b);
        }
        let (a, b) = (left.to_number(self.world), right.to_number(self.world));
        match op {
            Op::Add => a + b,
            Op::Sub => a - b,
            Op::Mul => a * b,
            Op::Div => a / b,
            Op::Mod => a % b,
            Op::Or | Op::And | Op::Union => f64::NAN,
            Op::Eq | Op::Ne | Op::Lt | Op::Le | Op::Gt | Op::Ge => f64::NAN,
        }
    }

    /// The date or time that a text shows.
    fn moment(&self, value: &XValue) -> Option<Moment> {
        match value {
            XValue::Bool(_) | XValue::Number(_) => None,
            XValue::Text(_) | XValue::Nodes(_) => Moment::read(&value.to_text(self.world)),
        }
    }

    /// XPath 1.0, section 3.4: a set of nodes compares true if any of its nodes does.
    fn compare(&self, op: Op, left: XValue, right: XValue, at: Span) -> Evaluated<bool> {
        let (left, right) = match (left, right) {
            (XValue::Bool(a), b @ XValue::Nodes(_)) => (XValue::Bool(a), XValue::Bool(b.to_bool())),
            (a @ XValue::Nodes(_), XValue::Bool(b)) => (XValue::Bool(a.to_bool()), XValue::Bool(b)),
            pair => pair,
        };
        let (left, right) = (self.atoms(left), self.atoms(right));
        // Two texts are read as dates and as numbers before they are compared.
        let pairs = left.len().saturating_mul(right.len());
        let size = |all: &[XValue]| all.iter().map(XValue::size).sum::<usize>();
        self.spend(pairs.saturating_mul(2) + size(&left) + size(&right), at)?;
        Ok(left
            .iter()
            .any(|a| right.iter().any(|b| self.compare_atoms(op, a, b))))
    }

    /// The values to compare: of nodes, the text of each.
    fn atoms(&self, value: XValue) -> Vec<XValue> {
        match value {
            XValue::Nodes(nodes) => nodes
                .into_iter()
                .map(|node| XValue::Text(node_text(self.world, node).into_owned()))
                .collect(),
            XValue::Bool(_) | XValue::Number(_) | XValue::Text(_) => vec![value],
        }
    }

    fn compare_atoms(&self, op: Op, left: &XValue, right: &XValue) -> bool {
        let equality = matches!(op, Op::Eq | Op::Ne);
        let (a, b) = match (left, right) {
            (XValue::Text(a), XValue::Text(b)) => match moments(a, b) {
                Some(pair) => pair,
                None if equality => return (a == b) == (op == Op::Eq),
                None => (number_from_text(a), number_from_text(b)),
            },
            (XValue::Bool(_), _) | (_, XValue::Bool(_)) if equality => {
                return (left.to_bool() == right.to_bool()) == (op == Op::Eq);
            }
            _ => (left.to_number(self.world), right.to_number(self.world)),
        };
        compare_numbers(op, a, b)
    }
}

/// Two texts as comparable numbers, if both show a date or both a time.
fn moments(left: &str, right: &str) -> Option<(f64, f64)> {
    Moment::pair(Moment::read(left)?, Moment::read(right)?)
}

fn compare_numbers(op: Op, a: f64, b: f64) -> bool {
    match op {
        Op::Eq => same(a, b),
        Op::Ne => !same(a, b),
        Op::Lt => a < b && !same(a, b),
        Op::Le => a < b || same(a, b),
        Op::Gt => a > b && !same(a, b),
        Op::Ge => a > b || same(a, b),
        Op::Or | Op::And | Op::Union => false,
        Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Mod => false,
    }
}

/// Equal as the decimals that people write: whole numbers exactly, others to 15 digits, so that
/// 0.1 + 0.2 = 0.3.
fn same(a: f64, b: f64) -> bool {
    a == b
        || ((a.fract() != 0.0 || b.fract() != 0.0)
            && (a - b).abs() <= 1e-15 * a.abs().max(b.abs())
            && a.is_finite()
            && b.is_finite())
}
