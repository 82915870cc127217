use std::ops::Range;

use super::function::Function;
use crate::base::{Compact, Reader, compact_enum, compact_struct};

/// A place in the source, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Span {
    #[cfg(feature = "authoring")]
    pub(super) fn new(range: Range<usize>) -> Span {
        Span {
            start: range.start as u32,
            end: range.end as u32,
        }
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    #[cfg(feature = "authoring")]
    pub(super) fn to(self, last: Span) -> Span {
        Span {
            start: self.start,
            end: last.end,
        }
    }
}

/// One part of an expression and where it stands. Equality ignores the place.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub(super) kind: Kind,
    pub(super) at: Span,
}

impl PartialEq for Term {
    fn eq(&self, other: &Term) -> bool {
        self.kind == other.kind
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Number(f64),
    Text(Box<str>),
    /// `${name}`
    Name(Box<str>),
    /// Operators of one level, applied from the left. A list, so that a long row is not deep.
    Chain(Box<Term>, Vec<(Op, Term)>),
    Negate(Box<Term>),
    Call(Function, Vec<Term>),
    /// A path written inside quotes, as `jr:choice-name` wants it.
    Quoted(Box<Term>),
    /// A value with predicates: `${rep}[1]`.
    Filter(Box<Term>, Vec<Term>),
    Path(Start, Vec<Step>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Or,
    And,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Union,
}

compact_struct!(Span { start, end });

impl Compact for Term {
    fn put(&self, out: &mut String) {
        self.kind.put(out);
        self.at.put(out);
    }

    fn take(from: &mut Reader<'_>) -> Term {
        let (kind, at) = <(Kind, Span)>::take(from);
        // Calls take their arguments by number and trust that they are there.
        if let Kind::Call(function, args) = &kind
            && !function.takes(args.len())
        {
            from.fail();
        }
        Term { kind, at }
    }
}

compact_enum!(Kind {
    0 Number { 0 it },
    1 Text { 0 it },
    2 Name { 0 it },
    3 Chain { 0 first, 1 rest },
    4 Negate { 0 it },
    5 Call { 0 function, 1 args },
    6 Quoted { 0 it },
    7 Filter { 0 base, 1 predicates },
    8 Path { 0 start, 1 steps },
});

compact_enum!(Op {
    0 Or {},
    1 And {},
    2 Eq {},
    3 Ne {},
    4 Lt {},
    5 Le {},
    6 Gt {},
    7 Ge {},
    8 Add {},
    9 Sub {},
    10 Mul {},
    11 Div {},
    12 Mod {},
    13 Union {},
});

compact_enum!(Start {
    0 Here {},
    1 Document {},
    2 Term { 0 it },
});

compact_struct!(Step {
    axis,
    test,
    predicates
});

compact_enum!(Test {
    0 Any {},
    1 Name { 0 it },
    2 Node {},
    3 Text {},
    4 Comment {},
    5 Instruction {},
});

compact_enum!(Axis {
    0 Child {},
    1 Parent {},
    2 Itself {},
    3 Descendant {},
    4 DescendantOrSelf {},
    5 Ancestor {},
    6 AncestorOrSelf {},
    7 FollowingSibling {},
    8 PrecedingSibling {},
    9 Following {},
    10 Preceding {},
    11 Attribute {},
    12 Namespace {},
});

#[cfg(feature = "authoring")]
impl Op {
    pub(super) const UNION_LEVEL: u8 = 6;

    /// How tightly it binds; higher is tighter.
    pub(super) fn level(self) -> u8 {
        match self {
            Op::Or => 0,
            Op::And => 1,
            Op::Eq | Op::Ne => 2,
            Op::Lt | Op::Le | Op::Gt | Op::Ge => 3,
            Op::Add | Op::Sub => 4,
            Op::Mul | Op::Div | Op::Mod => 5,
            Op::Union => Op::UNION_LEVEL,
        }
    }

    pub(super) fn symbol(self) -> &'static str {
        match self {
            Op::Or => "or",
            Op::And => "and",
            Op::Eq => "=",
            Op::Ne => "!=",
            Op::Lt => "<",
            Op::Le => "<=",
            Op::Gt => ">",
            Op::Ge => ">=",
            Op::Add => "+",
            Op::Sub => "-",
            Op::Mul => "*",
            Op::Div => "div",
            Op::Mod => "mod",
            Op::Union => "|",
        }
    }
}

impl Term {
    /// Lets paths that go up from the asking node begin one node higher. Paths in predicates begin
    /// elsewhere and stay.
    pub(super) fn lift(&mut self) {
        match &mut self.kind {
            Kind::Number(_) | Kind::Text(_) | Kind::Name(_) => {}
            Kind::Chain(first, rest) => {
                first.lift();
                rest.iter_mut().for_each(|(_, it)| it.lift());
            }
            Kind::Negate(inner) | Kind::Quoted(inner) | Kind::Filter(inner, _) => inner.lift(),
            Kind::Call(_, args) => args.iter_mut().for_each(Term::lift),
            Kind::Path(start, steps) => {
                let is_asking = match start {
                    Start::Here => true,
                    Start::Document => false,
                    Start::Term(base) => {
                        base.lift();
                        matches!(base.kind, Kind::Call(Function::Current, _))
                    }
                };
                if is_asking
                    && let Some(first) = steps.first_mut()
                    && first.axis == Axis::Parent
                {
                    first.axis = Axis::Itself;
                }
            }
        }
    }
}

/// Where a path begins.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Start {
    /// At the node being looked at.
    Here,
    /// At the document: `/data`.
    Document,
    /// At what another term finds: `${rep}/x`, `instance('l')/root`.
    Term(Box<Term>),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    pub(super) axis: Axis,
    pub(super) test: Test,
    pub(super) predicates: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Test {
    /// A name, or `prefix:*`.
    Name(Box<str>),
    /// `*`
    Any,
    /// `node()`
    Node,
    /// `text()`
    Text,
    /// `comment()`: the instance has none.
    Comment,
    /// `processing-instruction()`: the instance has none.
    Instruction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    Child,
    Parent,
    Itself,
    Descendant,
    DescendantOrSelf,
    Ancestor,
    AncestorOrSelf,
    FollowingSibling,
    PrecedingSibling,
    Following,
    Preceding,
    Attribute,
    Namespace,
}

/// Every axis by its name in the source.
#[cfg(feature = "authoring")]
pub(super) const AXES: [(&str, Axis); 13] = [
    ("child", Axis::Child),
    ("parent", Axis::Parent),
    ("self", Axis::Itself),
    ("descendant", Axis::Descendant),
    ("descendant-or-self", Axis::DescendantOrSelf),
    ("ancestor", Axis::Ancestor),
    ("ancestor-or-self", Axis::AncestorOrSelf),
    ("following-sibling", Axis::FollowingSibling),
    ("preceding-sibling", Axis::PrecedingSibling),
    ("following", Axis::Following),
    ("preceding", Axis::Preceding),
    ("attribute", Axis::Attribute),
    ("namespace", Axis::Namespace),
];

#[cfg(feature = "authoring")]
impl Step {
    /// `.`, `..` and the step that `//` stands for.
    pub(super) fn short(axis: Axis) -> Step {
        Step {
            axis,
            test: Test::Node,
            predicates: Vec::new(),
        }
    }

    pub(super) fn is_short(&self, axis: Axis) -> bool {
        self.axis == axis && self.test == Test::Node && self.predicates.is_empty()
    }
}

#[cfg(feature = "authoring")]
impl Term {
    /// The terms directly inside, in reading order, each with whether it is a predicate.
    pub(super) fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a Term, bool)) {
        match &self.kind {
            Kind::Number(_) | Kind::Text(_) | Kind::Name(_) => {}
            Kind::Negate(inner) | Kind::Quoted(inner) => visit(inner, false),
            Kind::Chain(first, rest) => {
                visit(first, false);
                rest.iter().for_each(|(_, term)| visit(term, false));
            }
            Kind::Call(_, args) => args.iter().for_each(|term| visit(term, false)),
            Kind::Filter(base, predicates) => {
                visit(base, false);
                predicates.iter().for_each(|term| visit(term, true));
            }
            Kind::Path(start, steps) => {
                match start {
                    Start::Here | Start::Document => {}
                    Start::Term(base) => visit(base, false),
                }
                let predicates = steps.iter().flat_map(|step| &step.predicates);
                predicates.for_each(|term| visit(term, true));
            }
        }
    }
}
