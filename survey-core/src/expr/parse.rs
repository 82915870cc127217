//! Tokens to a tree, by recursive descent over the grammar of XPath 1.0.

use crate::base::nearest;

use super::SyntaxError;
use super::function::{Function, names, unsupported};
use super::lex::{self, Kind as Tok, Token, error};
#[cfg(feature = "rare-functions")]
use super::rare::whole_match;
use super::tree::{AXES, Axis, Kind, Op, Span, Start, Step, Term, Test};
use super::uses::is_never_nodes;
use super::value::number_from_literal;

const LONGEST: usize = 100_000;
const DEEPEST: u32 = 150;

/// The tree of a whole expression.
pub(super) fn parse(source: &str) -> Result<Term, SyntaxError> {
    if source.len() > LONGEST {
        let message = format!("the expression is longer than {LONGEST} bytes");
        return Err(error(message, Span::new(0..0), None));
    }
    parse_from(source, 0, 0)
}

/// The tree of what stands from `start` on.
fn parse_from(source: &str, start: usize, depth: u32) -> Result<Term, SyntaxError> {
    let tokens = lex::tokens(source, start)?;
    let mut parser = Parser {
        source,
        tokens,
        pos: 0,
        depth,
    };
    if parser.peek() == Tok::End {
        return Err(parser.expected("an expression"));
    }
    let term = parser.expression()?;
    match parser.peek() {
        Tok::End => Ok(term),
        _ => Err(parser.expected("an operator or the end")),
    }
}

struct Parser<'a> {
    source: &'a str,
    tokens: Vec<Token>,
    pos: usize,
    depth: u32,
}

type Parsed<T> = Result<T, SyntaxError>;

impl<'a> Parser<'a> {
    fn peek(&self) -> Tok {
        self.tokens[self.pos].kind
    }

    fn peek_second(&self) -> Tok {
        let last = self.tokens.len() - 1;
        self.tokens[last.min(self.pos + 1)].kind
    }

    fn at(&self) -> Span {
        self.tokens[self.pos].at
    }

    /// The span of the token before, where the part just read ends.
    fn before(&self) -> Span {
        self.tokens[self.pos.saturating_sub(1)].at
    }

    fn text(&self, at: Span) -> &'a str {
        &self.source[at.range()]
    }

    /// Goes on to the next token; the `End` stays.
    fn advance(&mut self) -> Span {
        let at = self.at();
        self.pos = (self.pos + 1).min(self.tokens.len() - 1);
        at
    }

    fn eat(&mut self, kind: Tok) -> bool {
        let found = self.peek() == kind;
        if found {
            self.advance();
        }
        found
    }

    fn expect(&mut self, kind: Tok, what: &str) -> Parsed<Span> {
        if self.peek() == kind {
            Ok(self.advance())
        } else {
            Err(self.expected(what))
        }
    }

    fn expected(&self, what: &str) -> SyntaxError {
        let at = self.at();
        let found = match self.peek() {
            Tok::End => "the end".to_owned(),
            _ => format!("`{}`", self.text(at)),
        };
        error(format!("expected {what}, found {found}"), at, None)
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= DEEPEST {
            let message = format!("nested deeper than {DEEPEST} levels");
            return Err(error(message, self.at(), None));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn expression(&mut self) -> Parsed<Term> {
        self.deeper(|it| it.chain(0))
    }

    /// Operators of `level` and above. Every level loops, so a long row needs no stack.
    fn chain(&mut self, level: u8) -> Parsed<Term> {
        let first = self.operand()?;
        self.chain_from(first, level)
    }

    fn chain_from(&mut self, first: Term, level: u8) -> Parsed<Term> {
        let mut left = first;
        // From the tightest level down to the one asked for: what was read so far is the first
        // operand of each.
        for own in (level..=Op::UNION_LEVEL).rev() {
            let mut rest = Vec::new();
            while let Tok::Op(op) = self.peek() {
                if op.level() != own {
                    break;
                }
                self.advance();
                let right = self.operand()?;
                rest.push((op, self.chain_from(right, own + 1)?));
            }
            if !rest.is_empty() {
                let at = left.at.to(self.before());
                left = Term {
                    kind: Kind::Chain(Box::new(left), rest),
                    at,
                };
            }
        }
        Ok(left)
    }

    /// A value with the minus signs before it, which bind looser than `|` only.
    fn operand(&mut self) -> Parsed<Term> {
        if self.peek() != Tok::Op(Op::Sub) {
            return self.path();
        }
        let minus = self.advance();
        let inner = self.deeper(|it| {
            let first = it.operand()?;
            it.chain_from(first, Op::UNION_LEVEL)
        })?;
        Ok(Term {
            at: minus.to(inner.at),
            kind: Kind::Negate(Box::new(inner)),
        })
    }

    /// A location path, or a value that may go on as one.
    fn path(&mut self) -> Parsed<Term> {
        let from = self.at();
        let mut steps = Vec::new();
        let start = match self.peek() {
            Tok::Slash => {
                self.advance();
                if self.begins_step() {
                    self.step(&mut steps)?;
                }
                Start::Document
            }
            Tok::SlashSlash => {
                self.advance();
                steps.push(Step::short(Axis::DescendantOrSelf));
                self.step(&mut steps)?;
                Start::Document
            }
            _ if self.begins_step() && !self.begins_call() => {
                self.step(&mut steps)?;
                Start::Here
            }
            _ => {
                let base = self.filter()?;
                if !matches!(self.peek(), Tok::Slash | Tok::SlashSlash) {
                    return Ok(base);
                }
                Start::Term(Box::new(base))
            }
        };
        self.more_steps(&mut steps)?;
        Ok(Term {
            at: from.to(self.before()),
            kind: Kind::Path(start, steps),
        })
    }

    fn more_steps(&mut self, steps: &mut Vec<Step>) -> Parsed<()> {
        loop {
            match self.peek() {
                Tok::Slash => {}
                Tok::SlashSlash => steps.push(Step::short(Axis::DescendantOrSelf)),
                _ => return Ok(()),
            }
            self.advance();
            self.step(steps)?;
        }
    }

    fn begins_step(&self) -> bool {
        matches!(
            self.peek(),
            Tok::Name | Tok::Star | Tok::Dot | Tok::DotDot | Tok::At
        )
    }

    /// Whether a function call stands here. Node tests look like calls.
    fn begins_call(&self) -> bool {
        self.peek() == Tok::Name
            && self.peek_second() == Tok::Open
            && node_test(self.text(self.at())).is_none()
    }

    fn step(&mut self, steps: &mut Vec<Step>) -> Parsed<()> {
        let mut step = match self.peek() {
            Tok::Dot => {
                self.advance();
                Step::short(Axis::Itself)
            }
            Tok::DotDot => {
                self.advance();
                Step::short(Axis::Parent)
            }
            _ => {
                let axis = self.axis()?;
                let test = self.test()?;
                Step {
                    test,
                    ..Step::short(axis)
                }
            }
        };
        if step.test == Test::Instruction {
            step.predicates.extend(self.target());
        }
        step.predicates.extend(self.predicates()?);
        steps.push(step);
        Ok(())
    }

    fn axis(&mut self) -> Parsed<Axis> {
        if self.eat(Tok::At) {
            return Ok(Axis::Attribute);
        }
        if self.peek() != Tok::Name || self.peek_second() != Tok::Axis {
            return Ok(Axis::Child);
        }
        let at = self.advance();
        self.advance();
        let name = self.text(at);
        match AXES.iter().find(|it| it.0 == name) {
            Some((_, axis)) => Ok(*axis),
            None => {
                let message = format!("there is no axis `{name}`");
                Err(suggest(message, at, name, AXES.iter().map(|it| it.0)))
            }
        }
    }

    fn test(&mut self) -> Parsed<Test> {
        match self.peek() {
            Tok::Star => {
                self.advance();
                Ok(Test::Any)
            }
            Tok::Name if self.peek_second() == Tok::Open => {
                let Some(test) = node_test(self.text(self.at())) else {
                    return Err(error("a path cannot go through a call", self.at(), None));
                };
                self.advance();
                self.advance();
                if test == Test::Instruction {
                    self.eat(Tok::Text);
                }
                self.expect(Tok::Close, "`)`")?;
                Ok(test)
            }
            Tok::Name => {
                let at = self.advance();
                Ok(Test::Name(self.text(at).into()))
            }
            _ => Err(self.expected("a name")),
        }
    }

    /// `processing-instruction('target')`, just read, as the predicate that it stands for.
    fn target(&self) -> Option<Term> {
        let token = self.tokens[self.pos - 2];
        let at = token.at;
        let text = self.text(at);
        let term = |kind| Term { kind, at };
        (token.kind == Tok::Text).then(|| {
            let target = term(Kind::Text(text[1..text.len() - 1].into()));
            let name = term(Kind::Call(Function::Name, Vec::new()));
            term(Kind::Chain(Box::new(name), vec![(Op::Eq, target)]))
        })
    }

    fn predicates(&mut self) -> Parsed<Vec<Term>> {
        let mut predicates = Vec::new();
        while self.eat(Tok::OpenSquare) {
            predicates.push(self.expression()?);
            self.expect(Tok::CloseSquare, "`]`")?;
        }
        Ok(predicates)
    }

    fn filter(&mut self) -> Parsed<Term> {
        let base = self.primary()?;
        let predicates = self.predicates()?;
        if predicates.is_empty() {
            return Ok(base);
        }
        Ok(Term {
            at: base.at.to(self.before()),
            kind: Kind::Filter(Box::new(base), predicates),
        })
    }

    fn primary(&mut self) -> Parsed<Term> {
        let at = self.at();
        let text = self.text(at);
        let kind = match self.peek() {
            Tok::Number => match number_from_literal(text) {
                Some(number) => Kind::Number(number),
                None => return Err(error("the number is too large", at, None)),
            },
            Tok::Text => Kind::Text(text[1..text.len() - 1].into()),
            Tok::Reference => Kind::Name(lex::reference_name(text).into()),
            Tok::Open => return self.parenthesis(),
            Tok::Name => return self.call(),
            _ => return Err(self.expected("a value")),
        };
        self.advance();
        Ok(Term { kind, at })
    }

    fn parenthesis(&mut self) -> Parsed<Term> {
        self.advance();
        let inner = self.expression()?;
        self.expect(Tok::Close, "`)`")?;
        Ok(inner)
    }

    fn call(&mut self) -> Parsed<Term> {
        let at = self.advance();
        let function = function_named(self.text(at), at)?;
        self.advance();
        let mut args = Vec::new();
        if self.peek() != Tok::Close {
            args.push(self.expression()?);
            while self.eat(Tok::Comma) {
                args.push(self.expression()?);
            }
        }
        self.expect(Tok::Close, "`,` or `)`")?;
        let at = at.to(self.before());
        self.check(function, &mut args, at)?;
        Ok(Term {
            kind: Kind::Call(function, args),
            at,
        })
    }

    /// What can be told about a call without any answers.
    fn check(&self, function: Function, args: &mut [Term], at: Span) -> Parsed<()> {
        arity(function, args.len(), at)?;
        if function.wants_nodes() && args.first().is_some_and(is_never_nodes) {
            let message = format!("{}() wants a question, not a value", function.name());
            return Err(error(message, args[0].at, Some("write ${name}")));
        }
        match (function, args) {
            #[cfg(feature = "rare-functions")]
            (Function::Regex, [_, pattern]) => check_pattern(pattern),
            (Function::ChoiceName, [_, path]) => self.unquote(path),
            _ => Ok(()),
        }
    }

    /// Reads the path inside the quotes of `jr:choice-name`.
    fn unquote(&self, path: &mut Term) -> Parsed<()> {
        let Kind::Text(text) = &path.kind else {
            let help = "write jr:choice-name(${q}, '${q}')";
            return Err(error("expected a path in quotes", path.at, Some(help)));
        };
        let start = path.at.start as usize + 1;
        let inner = parse_from(&self.source[..start + text.len()], start, self.depth + 1)?;
        path.kind = Kind::Quoted(Box::new(inner));
        Ok(())
    }
}

fn node_test(name: &str) -> Option<Test> {
    match name {
        "node" => Some(Test::Node),
        "text" => Some(Test::Text),
        "comment" => Some(Test::Comment),
        "processing-instruction" => Some(Test::Instruction),
        _ => None,
    }
}

fn function_named(name: &str, at: Span) -> Parsed<Function> {
    match Function::named(name) {
        Some(function) if function.is_here() => return Ok(function),
        Some(_) => {
            return Err(error(
                format!("`{name}` is left out of this page"),
                at,
                None,
            ));
        }
        None => {}
    }
    if let Some(help) = unsupported(name) {
        let message = format!("the function `{name}` is not supported");
        return Err(error(message, at, Some(help)));
    }
    let message = format!("there is no function `{name}`");
    Err(suggest(message, at, name, names()))
}

fn suggest(
    message: String,
    at: Span,
    found: &str,
    known: impl IntoIterator<Item = &'static str>,
) -> SyntaxError {
    let help = nearest(found, known).map(|it| format!("did you mean `{it}`?"));
    error(message, at, help.as_deref())
}

fn arity(function: Function, found: usize, at: Span) -> Parsed<()> {
    let (min, max) = function.arity();
    if (min..=max).contains(&found) {
        return Ok(());
    }
    let (limit, word) = match (min == max, found < min) {
        (true, _) => (min, ""),
        (false, true) => (min, "at least "),
        (false, false) => (max, "at most "),
    };
    let plural = if limit == 1 { "" } else { "s" };
    let name = function.name();
    let message = format!("{name}() wants {word}{limit} argument{plural}, found {found}");
    Err(error(message, at, None))
}

/// A pattern that is written out is checked when the expression is read.
#[cfg(feature = "rare-functions")]
fn check_pattern(pattern: &Term) -> Parsed<()> {
    match &pattern.kind {
        Kind::Text(text) => match whole_match(text) {
            Ok(_) => Ok(()),
            Err(message) => Err(error(message, pattern.at, None)),
        },
        _ => Ok(()),
    }
}
