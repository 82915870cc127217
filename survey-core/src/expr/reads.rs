//! What an expression reads of a form, told from the form's outline before there are any answers.

use std::collections::BTreeSet;

use super::Reading;
use super::function::Function;
use super::tree::{Axis, Kind, Op, Start, Step, Term, Test};

/// A form without answers: elements by number, a repeat once whatever instances it gets.
pub trait Outline {
    /// The root element.
    fn root(&self) -> u32;
    /// The element around; none for the root.
    fn parent(&self, element: u32) -> Option<u32>;
    /// The elements directly inside.
    fn children(&self, element: u32) -> Vec<u32>;
    /// The name that paths use.
    fn element(&self, element: u32) -> &str;
    /// What `${name}` means.
    fn named(&self, name: &str) -> Option<u32>;
    /// Whether there may be several instances of it.
    fn is_repeat(&self, element: u32) -> bool;
}

/// One element that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Read {
    /// The element.
    pub element: u32,
    /// An element around it, or itself, of which only the instance is meant that the asking node
    /// stands in. The root where all instances are meant.
    pub anchor: u32,
    /// What about it is read.
    pub reading: Reading,
}

/// The document above the root element.
const DOCUMENT: u32 = u32::MAX;

/// An element and its anchor.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Spot {
    element: u32,
    anchor: u32,
}

impl Spot {
    fn pinned(element: u32) -> Spot {
        Spot {
            element,
            anchor: element,
        }
    }
}

/// What a tree reads when the node of `asking` asks. `.` is that node too, or, where `foreign`,
/// a node of a secondary instance.
pub(super) fn reads(
    tree: &Term,
    outline: &dyn Outline,
    asking: u32,
    foreign: bool,
) -> BTreeSet<Read> {
    let mut survey = Survey {
        outline,
        asking: Spot::pinned(asking),
        found: BTreeSet::new(),
    };
    let focus = if foreign {
        Vec::new()
    } else {
        vec![survey.asking]
    };
    survey.read(tree, &focus, Reading::Value);
    survey.found
}

struct Survey<'a> {
    outline: &'a dyn Outline,
    asking: Spot,
    found: BTreeSet<Read>,
}

impl Survey<'_> {
    fn read(&mut self, term: &Term, focus: &[Spot], reading: Reading) {
        for spot in self.spots(term, focus) {
            self.note(spot, reading);
        }
    }

    fn note(&mut self, spot: Spot, reading: Reading) {
        let mut open = vec![spot.element];
        while let Some(element) = open.pop() {
            if element == DOCUMENT {
                open.push(self.outline.root());
                continue;
            }
            let anchor = match spot.anchor {
                DOCUMENT => self.outline.root(),
                anchor => anchor,
            };
            self.found.insert(Read {
                element,
                anchor,
                reading,
            });
            if reading == Reading::Value {
                open.extend(self.outline.children(element));
            }
        }
    }

    /// The elements that a term finds; what it reads besides is noted.
    fn spots(&mut self, term: &Term, focus: &[Spot]) -> Vec<Spot> {
        match &term.kind {
            Kind::Number(_) | Kind::Text(_) => Vec::new(),
            Kind::Name(name) => self.named(name).into_iter().collect(),
            Kind::Chain(first, rest) => self.chain(first, rest, focus),
            Kind::Negate(inner) => {
                self.read(inner, focus, Reading::Value);
                Vec::new()
            }
            Kind::Quoted(inner) => self.spots(inner, focus),
            Kind::Call(function, args) => self.call(*function, args, focus),
            Kind::Filter(base, predicates) => {
                let spots = self.spots(base, focus);
                self.predicates(predicates, &spots);
                spots
            }
            Kind::Path(start, steps) => self.path(start, steps, focus),
        }
    }

    fn chain(&mut self, first: &Term, rest: &[(Op, Term)], focus: &[Spot]) -> Vec<Spot> {
        if rest.iter().all(|(op, _)| *op == Op::Union) {
            let mut spots = self.spots(first, focus);
            for (_, term) in rest {
                spots.extend(self.spots(term, focus));
            }
            return spots;
        }
        self.read(first, focus, Reading::Value);
        for (_, term) in rest {
            self.read(term, focus, Reading::Value);
        }
        Vec::new()
    }

    fn call(&mut self, function: Function, args: &[Term], focus: &[Spot]) -> Vec<Spot> {
        use Function as F;
        match function {
            F::Current => return vec![self.asking],
            F::Count => self.each(args, focus, Reading::Presence),
            F::Position => self.each(args, focus, Reading::Order),
            F::If | F::Randomize if !args.is_empty() => {
                let mut spots = Vec::new();
                let n_plain = usize::from(function == F::If);
                self.each(&args[..n_plain], focus, Reading::Value);
                for term in &args[n_plain..] {
                    spots.extend(self.spots(term, focus));
                }
                return spots;
            }
            F::IndexedRepeat => return self.indexed(args, focus),
            F::Once => {
                self.note(self.asking, Reading::Value);
                self.each(args, focus, Reading::Value);
            }
            F::String | F::Number | F::StringLength | F::NormalizeSpace if args.is_empty() => {
                for spot in focus {
                    self.note(*spot, Reading::Value);
                }
            }
            _ => self.each(args, focus, Reading::Value),
        }
        Vec::new()
    }

    fn each(&mut self, terms: &[Term], focus: &[Spot], reading: Reading) {
        for term in terms {
            self.read(term, focus, reading);
        }
    }

    /// `indexed-repeat(q, repeat, i, …)` goes from the repeat's siblings to any instance.
    fn indexed(&mut self, args: &[Term], focus: &[Spot]) -> Vec<Spot> {
        let mut anchor = self.outline.root();
        for (idx, term) in args.iter().enumerate().skip(1) {
            if idx % 2 == 0 {
                self.read(term, focus, Reading::Value);
                continue;
            }
            for spot in self.spots(term, focus) {
                if idx == 1 {
                    let above = self.outline.parent(spot.element);
                    anchor = self.widened(spot, above.unwrap_or(spot.element));
                }
                let element = spot.element;
                self.note(Spot { element, anchor }, Reading::Presence);
            }
        }
        let spots = match args.first() {
            Some(term) => self.spots(term, focus),
            None => Vec::new(),
        };
        let widen = |it: Spot| Spot { anchor, ..it };
        spots.into_iter().map(widen).collect()
    }

    /// The anchor of a spot, moved up to `limit` where it lies below.
    fn widened(&self, spot: Spot, limit: u32) -> u32 {
        if self.around(spot.anchor).any(|it| it == limit) {
            limit
        } else {
            spot.anchor
        }
    }

    fn predicates(&mut self, predicates: &[Term], spots: &[Spot]) {
        for predicate in predicates {
            self.read(predicate, spots, Reading::Value);
        }
    }

    fn around(&self, element: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(Some(element), |it| self.outline.parent(*it))
    }

    /// `${name}`: within the nearest repeat around both, else all instances. A repeat's own name
    /// means its instances, even inside one of them.
    fn named(&self, name: &str) -> Option<Spot> {
        let element = self.outline.named(name)?;
        let seen_from = if self.outline.is_repeat(element) {
            self.outline.parent(element)?
        } else {
            element
        };
        let own: Vec<u32> = self.around(self.asking.element).collect();
        let common = self
            .around(seen_from)
            .find(|it| self.outline.is_repeat(*it) && own.contains(it));
        let anchor = common.unwrap_or(self.outline.root());
        Some(Spot { element, anchor })
    }

    fn path(&mut self, start: &Start, steps: &[Step], focus: &[Spot]) -> Vec<Spot> {
        let from_document = *start == Start::Document;
        let mut spots = match start {
            Start::Here => focus.to_vec(),
            Start::Document => vec![Spot::pinned(DOCUMENT)],
            Start::Term(base) => self.spots(base, focus),
        };
        for (idx, step) in steps.iter().enumerate() {
            let is_last = idx + 1 == steps.len();
            let own = from_document && !is_last && step.predicates.is_empty();
            let mut next: BTreeSet<Spot> = BTreeSet::new();
            for spot in &spots {
                next.extend(self.step(*spot, step, own));
            }
            spots = next.into_iter().collect();
            self.predicates(&step.predicates, &spots);
        }
        spots
    }

    /// One step. `own` takes the instance that the asking node stands in, as absolute paths do.
    fn step(&self, from: Spot, step: &Step, own: bool) -> Vec<Spot> {
        let found = match step.axis {
            Axis::Itself => vec![from],
            Axis::Child => match step.test {
                Test::Text => vec![from],
                _ => self.below(from, own),
            },
            Axis::Parent => self.above(from).into_iter().collect(),
            Axis::Descendant | Axis::DescendantOrSelf => {
                let mut all = vec![from];
                let mut at = 0;
                while let Some(spot) = all.get(at).copied() {
                    all.extend(self.below(spot, false));
                    at += 1;
                }
                all
            }
            Axis::Ancestor | Axis::AncestorOrSelf => {
                std::iter::successors(Some(from), |it| self.above(*it)).collect()
            }
            Axis::FollowingSibling | Axis::PrecedingSibling => {
                let above = self.above(from);
                above.map_or_else(Vec::new, |it| self.below(it, false))
            }
            Axis::Following | Axis::Preceding => self.everything(),
            Axis::Attribute | Axis::Namespace => Vec::new(),
        };
        let passes = |it: &Spot| match &step.test {
            Test::Name(name) => it.element != DOCUMENT && self.is_named(it.element, name),
            Test::Any | Test::Node | Test::Text => true,
            Test::Comment | Test::Instruction => false,
        };
        found.into_iter().filter(passes).collect()
    }

    fn is_named(&self, element: u32, name: &str) -> bool {
        let own = self.outline.element(element);
        match name.strip_suffix('*') {
            Some(prefix) => own.starts_with(prefix),
            None => own == name,
        }
    }

    fn everything(&self) -> Vec<Spot> {
        let anchor = self.outline.root();
        let mut all = vec![Spot::pinned(anchor)];
        let mut at = 0;
        while let Some(spot) = all.get(at).copied() {
            all.extend(self.below(spot, false));
            at += 1;
        }
        all
    }

    fn below(&self, from: Spot, own: bool) -> Vec<Spot> {
        if from.element == DOCUMENT {
            return vec![Spot::pinned(self.outline.root())];
        }
        let is_pinned = from.anchor == from.element;
        let own_way =
            |it: u32| own && is_pinned && self.around(self.asking.element).any(|a| a == it);
        // Where nothing comes twice, a pinned element's child is pinned too.
        let spot = |it: u32| {
            let single = is_pinned && !self.outline.is_repeat(it);
            let anchor = if single || own_way(it) {
                it
            } else {
                from.anchor
            };
            Spot {
                element: it,
                anchor,
            }
        };
        let children = self.outline.children(from.element);
        children.into_iter().map(spot).collect()
    }

    fn above(&self, from: Spot) -> Option<Spot> {
        if from.element == DOCUMENT {
            return None;
        }
        let element = self.outline.parent(from.element).unwrap_or(DOCUMENT);
        let anchor = if from.anchor == from.element {
            element
        } else {
            from.anchor
        };
        Some(Spot { element, anchor })
    }
}
