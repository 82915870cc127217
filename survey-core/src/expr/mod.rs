//! The expression language: ODK's XPath dialect.
//!
//! An [`Expr`] is parsed once and evaluated many times against a [`World`], which is all that it
//! can see of an interview. Parsing reports the character at which a mistake sits; evaluating
//! never panics, and stops with an error where an expression asks for unreasonable work.
//! What the language means, function by function, is in `docs/expressions.md`.
//!
//! ```
//! use survey_core::expr::Expr;
//!
//! let expr = Expr::parse("${age} >= 18 and selected(${services}, 'water')")?;
//! assert_eq!(expr.names().map(|(name, _)| name).collect::<Vec<_>>(), ["age", "services"]);
//! assert_eq!(Expr::parse("selectd(., 'a')").map_err(|it| it.at), Err(0..7));
//! # Ok::<(), survey_core::expr::SyntaxError>(())
//! ```

mod call;
#[cfg(feature = "authoring")]
mod chars;
#[cfg(feature = "rare-functions")]
mod checklist;
#[cfg(feature = "rare-functions")]
mod dates;
mod document;
mod eval;
mod function;
#[cfg(feature = "rare-functions")]
mod geo;
#[cfg(feature = "authoring")]
mod lex;
mod lookup;
mod moment;
mod nodes;
mod numbers;
#[cfg(feature = "authoring")]
mod parse;
mod path;
#[cfg(feature = "authoring")]
mod print;
#[cfg(feature = "rare-functions")]
mod rare;
#[cfg(feature = "authoring")]
mod reads;
#[cfg(feature = "rare-functions")]
mod rows;
#[cfg(feature = "rare-functions")]
mod strings;
mod texts;
mod tree;
#[cfg(feature = "authoring")]
mod uses;
mod value;
mod world;

#[cfg(all(test, feature = "authoring"))]
mod tests;

use std::fmt;
use std::ops::Range;

use tree::Term;

use crate::base::{compact_enum, compact_struct};

pub use function::{FunctionHelp, function_help, rare_functions};
#[cfg(feature = "authoring")]
pub use reads::{Outline, Read};
#[cfg(feature = "rare-functions")]
pub(crate) use rows::shuffled;
#[cfg(feature = "authoring")]
pub use uses::{PathRef, PathStart, PathStep, Uses};
pub use value::{XValue, number_from_text, number_to_text};
pub use world::{NodeId, NodeKind, World};

/// What about an element is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    /// What it holds; of a group, what everything inside holds.
    Value,
    /// Whether and how often it is there.
    Presence,
    /// Its place among its instances.
    Order,
}

compact_enum!(Reading {
    0 Value {},
    1 Presence {},
    2 Order {},
});

/// A parsed expression: immutable, and equal to another when both mean the same tree.
#[derive(Clone, Debug)]
pub struct Expr {
    source: Box<str>,
    tree: Term,
}

compact_struct!(Expr { source, tree });

/// Why a text is not an expression.
#[cfg(feature = "authoring")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What was found and what was expected; lower case, no final stop.
    pub message: String,
    /// Where, in bytes of the source.
    pub at: Range<usize>,
    /// What to try, such as "did you mean `selected`?".
    pub help: Option<String>,
}

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvalError {
    /// What was found and what was expected; lower case, no final stop.
    pub message: String,
    /// The part of the source that failed, in bytes.
    pub at: Range<usize>,
}

#[cfg(feature = "authoring")]
impl Expr {
    /// Reads an expression.
    ///
    /// # Errors
    /// The first mistake, with its place. Expressions longer than 100,000 bytes or nested deeper
    /// than 150 levels are mistakes too.
    pub fn parse(source: &str) -> Result<Expr, SyntaxError> {
        let tree = parse::parse(source)?;
        Ok(Expr {
            source: source.into(),
            tree,
        })
    }

    /// Every `${name}`, in reading order, with its place in the source.
    pub fn names(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        uses::names(&self.tree).into_iter()
    }

    /// Every location path (`.`, `../x`, `/data/x`), in reading order.
    pub fn paths(&self) -> Vec<PathRef<'_>> {
        uses::paths(&self.tree)
    }

    /// What else, besides names and paths, the value depends on.
    pub fn uses(&self) -> Uses {
        uses::uses(&self.tree)
    }

    /// The elements of a form that it reads when the node of `asking` asks. With `foreign`, `.` is
    /// a node of a secondary instance, as in a choice filter.
    pub fn reads(
        &self,
        outline: &dyn Outline,
        asking: u32,
        foreign: bool,
    ) -> std::collections::BTreeSet<Read> {
        reads::reads(&self.tree, outline, asking, foreign)
    }

    /// Names of the functions it calls that only the feature `rare-functions` brings.
    pub fn rare_functions(&self) -> Vec<&'static str> {
        uses::rare_functions(&self.tree)
    }

    /// Whether the value is the same in every world.
    pub fn is_constant(&self) -> bool {
        self.uses() == Uses::default() && self.names().next().is_none() && self.paths().is_empty()
    }
}

impl Expr {
    /// The same expression for a node that is not there, to be seen from the node above it:
    /// `../x` becomes `./x`. How many instances a repeat has is asked before it has any.
    pub fn from_above(mut self) -> Expr {
        self.tree.lift();
        self
    }

    /// The text that was parsed.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The value as seen from the node `at`.
    ///
    /// # Errors
    /// A value of the wrong kind, a date that is none, or more than some millions of steps.
    pub fn eval(&self, world: &dyn World, at: NodeId) -> Result<XValue, EvalError> {
        eval::Eval::new(world, at).run(&self.tree)
    }

    /// The nodes directly below `parent` for which the value is true, or is their position, as in
    /// a predicate. `${name}` and `current()` are seen from `asking`.
    ///
    /// # Errors
    /// As [`Expr::eval`].
    pub fn select(
        &self,
        world: &dyn World,
        asking: NodeId,
        parent: NodeId,
    ) -> Result<Vec<NodeId>, EvalError> {
        eval::Eval::new(world, asking).select(&self.tree, parent)
    }

    /// The value as a truth.
    ///
    /// # Errors
    /// As [`Expr::eval`].
    pub fn eval_bool(&self, world: &dyn World, at: NodeId) -> Result<bool, EvalError> {
        Ok(self.eval(world, at)?.to_bool())
    }

    /// The value as a number; NaN where it is none.
    ///
    /// # Errors
    /// As [`Expr::eval`].
    pub fn eval_number(&self, world: &dyn World, at: NodeId) -> Result<f64, EvalError> {
        Ok(self.eval(world, at)?.to_number(world))
    }

    /// The value as text; blank where it is not a number.
    ///
    /// # Errors
    /// As [`Expr::eval`].
    pub fn eval_string(&self, world: &dyn World, at: NodeId) -> Result<String, EvalError> {
        Ok(self.eval(world, at)?.to_text(world).into_owned())
    }
}

impl PartialEq for Expr {
    fn eq(&self, other: &Expr) -> bool {
        self.tree == other.tree
    }
}

#[cfg(feature = "authoring")]
impl fmt::Display for Expr {
    /// The expression in the one spelling that Minyi writes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&print::print(&self.tree))
    }
}

#[cfg(feature = "authoring")]
impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.message, self.at.start)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

#[cfg(feature = "authoring")]
impl std::error::Error for SyntaxError {}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.message, self.at.start)
    }
}

impl std::error::Error for EvalError {}
