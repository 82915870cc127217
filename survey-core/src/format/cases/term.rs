//! The part of R's expressions that case files use: columns, numbers, texts, comparisons,
//! arithmetic and a few functions.

/// A parsed expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    Name(String),
    Number(f64),
    Text(String),
    Not(Box<Term>),
    Minus(Box<Term>),
    Binary(Op, Box<Term>, Box<Term>),
    Call(String, Vec<Term>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    In,
    Plus,
    Minus,
    Times,
    Over,
    Power,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Number(f64),
    Text(String),
    Sign(&'static str),
}

/// Longest first, so that `<=` is not read as `<`.
const SIGNS: [&str; 24] = [
    "%in%", "==", "!=", "<=", ">=", "&&", "||", "<", ">", "&", "|", "!", "+", "-", "*", "/", "^",
    "(", ")", ",", "$", ":", "~", "%",
];

/// How deep parentheses and signs may nest.
const DEPTH: usize = 60;

/// Reads one expression.
pub(super) fn parse(text: &str) -> Result<Term, String> {
    let tokens = tokens(text)?;
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        depth: 0,
    };
    let term = parser.binary(0)?;
    if parser.at < tokens.len() {
        return Err(format!("cannot read `{text}` beyond part {}", parser.at));
    }
    Ok(term)
}

/// The two sides of a formula; the left one is absent in `~ x`.
pub(super) fn formula(text: &str) -> Result<(Option<Term>, Vec<Term>), String> {
    let (left, right) = text
        .split_once('~')
        .ok_or_else(|| format!("found `{text}`, expected a formula with ~"))?;
    let left = left.trim();
    let left = if left.is_empty() {
        None
    } else {
        Some(parse(left)?)
    };
    let mut terms = Vec::new();
    summands(parse(right)?, &mut terms);
    Ok((left, terms))
}

fn summands(term: Term, into: &mut Vec<Term>) {
    match term {
        Term::Binary(Op::Plus, a, b) => {
            summands(*a, into);
            summands(*b, into);
        }
        other => into.push(other),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let len;
        if first == '\'' || first == '"' || first == '`' {
            let inside = &rest[1..];
            let end = inside
                .find(first)
                .ok_or_else(|| format!("a quote is not closed in `{text}`"))?;
            let word = inside[..end].to_owned();
            out.push(if first == '`' {
                Token::Name(word)
            } else {
                Token::Text(word)
            });
            len = end + 2;
        } else if first.is_ascii_digit() {
            len = number_length(rest);
            let number = rest[..len].trim_end_matches('L').parse();
            out.push(Token::Number(
                number.map_err(|_| format!("bad number in `{text}`"))?,
            ));
        } else if first.is_alphabetic() || first == '.' || first == '_' {
            let part = |c: char| c.is_alphanumeric() || c == '.' || c == '_';
            len = rest.find(|c| !part(c)).unwrap_or(rest.len());
            out.push(Token::Name(rest[..len].to_owned()));
        } else {
            let sign = SIGNS.into_iter().find(|it| rest.starts_with(it));
            let sign = sign.ok_or_else(|| format!("`{first}` is not understood in `{text}`"))?;
            out.push(Token::Sign(sign));
            len = sign.len();
        }
        rest = rest[len..].trim_start();
    }
    Ok(out)
}

fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let sign = matches!(bytes[at], b'-' | b'+') && matches!(bytes[at - 1], b'e' | b'E');
        if !(bytes[at].is_ascii_digit() || matches!(bytes[at], b'.' | b'e' | b'E') || sign) {
            break;
        }
        at += 1;
    }
    at
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
}

/// Operators by how tightly they bind, loosest first.
const LEVELS: [&[(&str, Op)]; 5] = [
    &[("||", Op::Or), ("|", Op::Or)],
    &[("&&", Op::And), ("&", Op::And)],
    &[
        ("==", Op::Equal),
        ("!=", Op::Unequal),
        ("<=", Op::AtMost),
        (">=", Op::AtLeast),
        ("<", Op::Less),
        (">", Op::More),
        ("%in%", Op::In),
    ],
    &[("+", Op::Plus), ("-", Op::Minus)],
    &[("*", Op::Times), ("/", Op::Over)],
];

impl Parser<'_> {
    fn sign(&mut self, sign: &str) -> bool {
        let here = matches!(self.tokens.get(self.at), Some(Token::Sign(it)) if *it == sign);
        self.at += usize::from(here);
        here
    }

    fn binary(&mut self, level: usize) -> Result<Term, String> {
        if level == LEVELS.len() {
            return self.unary();
        }
        // R's `!` binds more loosely than a comparison.
        if level == 2 && self.sign("!") {
            return Ok(Term::Not(Box::new(self.deeper(|it| it.binary(2))?)));
        }
        let mut left = self.binary(level + 1)?;
        'more: loop {
            for (sign, op) in LEVELS[level] {
                if self.sign(sign) {
                    let right = self.binary(level + 1)?;
                    left = Term::Binary(*op, Box::new(left), Box::new(right));
                    continue 'more;
                }
            }
            return Ok(left);
        }
    }

    fn deeper(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Term, String>,
    ) -> Result<Term, String> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(format!("an expression is nested more than {DEPTH} deep"));
        }
        let term = read(self);
        self.depth -= 1;
        term
    }

    fn unary(&mut self) -> Result<Term, String> {
        if self.sign("-") {
            return Ok(Term::Minus(Box::new(self.deeper(Self::unary)?)));
        }
        let base = self.primary()?;
        if self.sign("^") {
            let power = self.deeper(Self::unary)?;
            return Ok(Term::Binary(Op::Power, Box::new(base), Box::new(power)));
        }
        Ok(base)
    }

    fn primary(&mut self) -> Result<Term, String> {
        if self.sign("(") {
            let inside = self.deeper(|it| it.binary(0))?;
            return self.closed(inside);
        }
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        match token {
            Some(Token::Number(it)) => Ok(Term::Number(it)),
            Some(Token::Text(it)) => Ok(Term::Text(it)),
            Some(Token::Name(name)) if self.sign("(") => self.call(name),
            Some(Token::Name(_)) if self.sign("$") => self.primary(),
            Some(Token::Name(name)) => Ok(Term::Name(name)),
            Some(Token::Sign(it)) => Err(format!("found `{it}`, expected a value")),
            None => Err("the expression ends early".to_owned()),
        }
    }

    fn closed(&mut self, inside: Term) -> Result<Term, String> {
        if self.sign(")") {
            Ok(inside)
        } else {
            Err("a parenthesis is not closed".to_owned())
        }
    }

    fn call(&mut self, name: String) -> Result<Term, String> {
        let mut arguments = Vec::new();
        if !self.sign(")") {
            loop {
                arguments.push(self.deeper(|it| it.binary(0))?);
                if !self.sign(",") {
                    break;
                }
            }
            self.closed(Term::Number(0.0))?;
        }
        Ok(Term::Call(name, arguments))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binds_as_r_does() {
        assert_eq!(
            parse("!a == 1 & b.c %in% c('x', \"y\")").map(|it| format!("{it:?}")),
            Ok("Binary(And, Not(Binary(Equal, Name(\"a\"), Number(1.0))), \
                Binary(In, Name(\"b.c\"), Call(\"c\", [Text(\"x\"), Text(\"y\")])))"
                .to_owned())
        );
        assert_eq!(parse("-2^2"), parse("-(2^2)"));
        assert_eq!(parse("1 - 2 - 3"), parse("(1 - 2) - 3"));
    }

    #[test]
    fn hostile_text_is_refused() {
        assert!(parse(&"(".repeat(100_000)).is_err());
        assert!(parse(&"-".repeat(100_000)).is_err());
        for text in ["", "a +", "f(", "'x", "1e", "§", "a b"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
