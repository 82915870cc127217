//! What an expression depends on, for the dependency graph.

use std::ops::Range;

use super::function::Function;
use super::tree::{Axis, Kind, Op, Start, Step, Term, Test};

/// What a value depends on besides names and paths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// `now()` or `today()`.
    pub clock: bool,
    /// `random()`, `uuid()`, or `randomize()` without a seed.
    pub random: bool,
    /// `position()` or `indexed-repeat()`: the order and number of repeat instances.
    pub position: bool,
    /// `mode()`.
    pub mode: bool,
    /// The language being shown, through `jr:choice-name()`.
    pub language: bool,
    /// A secondary instance.
    pub instance: bool,
    /// The asking node itself: `current()`, `once()`, or a function without its argument.
    pub itself: bool,
}

/// A location path as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathRef<'a> {
    /// Where it begins.
    pub start: PathStart,
    /// Its steps.
    pub steps: Vec<PathStep<'a>>,
    /// Its place in the source, in bytes.
    pub at: Range<usize>,
}

/// Where a path begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathStart {
    /// At the document: the first step names the root element.
    Document,
    /// At the asking node.
    Asking,
    /// At nodes that another path, name or instance found.
    Found,
}

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathStep<'a> {
    /// `.`
    Stay,
    /// `..`
    Up,
    /// A child's name.
    Down(&'a str),
    /// Anything else: every node may be meant.
    Any,
}

pub(super) fn names(tree: &Term) -> Vec<(&str, Range<usize>)> {
    let mut found = Vec::new();
    walk(tree, false, &mut |term, _| {
        if let Kind::Name(name) = &term.kind {
            found.push((&**name, term.at.range()));
        }
    });
    found
}

pub(super) fn paths(tree: &Term) -> Vec<PathRef<'_>> {
    let mut found = Vec::new();
    walk(tree, false, &mut |term, in_predicate| {
        if let Kind::Path(start, steps) = &term.kind {
            found.push(PathRef {
                start: match start {
                    Start::Document => PathStart::Document,
                    Start::Here if in_predicate => PathStart::Found,
                    Start::Here => PathStart::Asking,
                    Start::Term(base) if is_current(base) => PathStart::Asking,
                    Start::Term(_) => PathStart::Found,
                },
                steps: steps.iter().map(path_step).collect(),
                at: term.at.range(),
            });
        }
    });
    found
}

pub(super) fn uses(tree: &Term) -> Uses {
    let mut uses = Uses::default();
    walk(tree, false, &mut |term, in_predicate| {
        if let Kind::Call(function, args) = &term.kind {
            uses.add(*function, args.len(), in_predicate);
        }
    });
    uses
}

/// Names of the functions that only the feature `rare-functions` brings.
pub(super) fn rare_functions(tree: &Term) -> Vec<&'static str> {
    let mut found = Vec::new();
    walk(tree, false, &mut |term, _| {
        if let Kind::Call(function, _) = &term.kind
            && function.is_rare()
        {
            found.push(function.name());
        }
    });
    found
}

impl Uses {
    fn add(&mut self, function: Function, args: usize, in_predicate: bool) {
        let is = |list: &[Function]| list.contains(&function);
        let asks_itself = args == 0 && !in_predicate;
        self.clock |= is(&[Function::Now, Function::Today]);
        self.random |= is(&[Function::Random, Function::Uuid]);
        self.random |= is(&[Function::Randomize]) && args == 1;
        // Inside a predicate, position() counts what the path found.
        self.position |= is(&[Function::Position]) && (args == 1 || !in_predicate);
        self.position |= is(&[Function::IndexedRepeat]);
        self.mode |= is(&[Function::Mode]);
        self.language |= is(&[Function::ChoiceName, Function::Itext]);
        self.instance |= is(&[Function::Instance, Function::PullData]);
        self.itself |= is(&[Function::Current, Function::Once]);
        self.itself |= is(&[Function::String, Function::Number]) && asks_itself;
        self.itself |= is(&[Function::StringLength, Function::NormalizeSpace]) && asks_itself;
    }
}

fn is_current(term: &Term) -> bool {
    matches!(term.kind, Kind::Call(Function::Current, _))
}

fn path_step(step: &Step) -> PathStep<'_> {
    match (step.axis, &step.test) {
        (Axis::Itself, Test::Node) => PathStep::Stay,
        (Axis::Parent, Test::Node) => PathStep::Up,
        (Axis::Child, Test::Name(name)) => PathStep::Down(name),
        _ => PathStep::Any,
    }
}

fn walk<'a>(term: &'a Term, in_predicate: bool, visit: &mut dyn FnMut(&'a Term, bool)) {
    visit(term, in_predicate);
    term.each(&mut |inner, is_predicate| walk(inner, in_predicate || is_predicate, visit));
}

/// Whether a term can be told to be no set of nodes before there are any answers.
pub(super) fn is_never_nodes(term: &Term) -> bool {
    match &term.kind {
        Kind::Number(_) | Kind::Text(_) | Kind::Negate(_) | Kind::Quoted(_) => true,
        Kind::Chain(_, rest) => rest.iter().any(|(op, _)| *op != Op::Union),
        Kind::Name(_) | Kind::Call(..) | Kind::Filter(..) | Kind::Path(..) => false,
    }
}
