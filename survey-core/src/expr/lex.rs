//! Text to tokens, with XPath 1.0's rule (section 3.7) for telling operators from names.

use super::SyntaxError;
use super::chars::{continues_name, meant, starts_name};
use super::tree::{Op, Span};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Text,
    Name,
    /// `${…}`
    Reference,
    Op(Op),
    Open,
    Close,
    OpenSquare,
    CloseSquare,
    Comma,
    At,
    Axis,
    Dot,
    DotDot,
    Slash,
    SlashSlash,
    /// `*` as a node test.
    Star,
    End,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: Span,
}

pub(super) fn error(message: impl Into<String>, at: Span, help: Option<&str>) -> SyntaxError {
    SyntaxError {
        message: message.into(),
        at: at.range(),
        help: help.map(str::to_owned),
    }
}

/// All tokens of `source` from `start` on, with one `End` behind the last.
pub(super) fn tokens(source: &str, start: usize) -> Result<Vec<Token>, SyntaxError> {
    let mut lexer = Lexer {
        source,
        pos: start,
        previous: None,
    };
    let mut tokens = Vec::new();
    loop {
        let token = lexer.next()?;
        lexer.previous = Some(token.kind);
        tokens.push(token);
        if token.kind == Kind::End {
            return Ok(tokens);
        }
    }
}

struct Lexer<'a> {
    source: &'a str,
    pos: usize,
    previous: Option<Kind>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.source[self.pos..]
    }

    fn skip(&mut self, more: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.pos += rest.find(|c| !more(c)).unwrap_or(rest.len());
    }

    fn next(&mut self) -> Result<Token, SyntaxError> {
        self.skip(char::is_whitespace);
        let start = self.pos;
        let kind = self.kind()?;
        Ok(Token {
            kind,
            at: Span::new(start..self.pos),
        })
    }

    fn kind(&mut self) -> Result<Kind, SyntaxError> {
        let Some(first) = self.rest().chars().next() else {
            return Ok(Kind::End);
        };
        if let Some((kind, len)) = self.symbol() {
            self.pos += len;
            return Ok(kind);
        }
        match first {
            '0'..='9' | '.' => Ok(self.number()),
            '"' | '\'' => self.text(first),
            '$' => self.reference(),
            _ if starts_name(first) => Ok(self.name()),
            _ => Err(self.stray(first)),
        }
    }

    /// Symbols of one or two characters. A full stop before a digit belongs to a number.
    fn symbol(&self) -> Option<(Kind, usize)> {
        let bytes = self.rest().as_bytes();
        let second = bytes.get(1).copied().unwrap_or(0);
        let one = |kind| Some((kind, 1));
        let two = |kind| Some((kind, 2));
        match (bytes[0], second) {
            (b'/', b'/') => two(Kind::SlashSlash),
            (b'.', b'.') => two(Kind::DotDot),
            (b':', b':') => two(Kind::Axis),
            (b'!', b'=') => two(Kind::Op(Op::Ne)),
            (b'<', b'=') => two(Kind::Op(Op::Le)),
            (b'>', b'=') => two(Kind::Op(Op::Ge)),
            (b'=', b'=') | (b'<', b'>') | (b'|', b'|') | (b'.', b'0'..=b'9') => None,
            (b'/', _) => one(Kind::Slash),
            (b'.', _) => one(Kind::Dot),
            (b'=', _) => one(Kind::Op(Op::Eq)),
            (b'<', _) => one(Kind::Op(Op::Lt)),
            (b'>', _) => one(Kind::Op(Op::Gt)),
            (b'+', _) => one(Kind::Op(Op::Add)),
            (b'-', _) => one(Kind::Op(Op::Sub)),
            (b'|', _) => one(Kind::Op(Op::Union)),
            (b'*', _) if self.after_operand() => one(Kind::Op(Op::Mul)),
            (b'*', _) => one(Kind::Star),
            (b'(', _) => one(Kind::Open),
            (b')', _) => one(Kind::Close),
            (b'[', _) => one(Kind::OpenSquare),
            (b']', _) => one(Kind::CloseSquare),
            (b',', _) => one(Kind::Comma),
            (b'@', _) => one(Kind::At),
            _ => None,
        }
    }

    /// Whether the token before ends a value, so that `*`, `and`, `or`, `div`, `mod` must be
    /// operators here.
    fn after_operand(&self) -> bool {
        match self.previous {
            None => false,
            Some(kind) => match kind {
                Kind::Number | Kind::Text | Kind::Name | Kind::Reference | Kind::Star => true,
                Kind::Close | Kind::CloseSquare | Kind::Dot | Kind::DotDot => true,
                Kind::Op(_) | Kind::Open | Kind::OpenSquare | Kind::Comma | Kind::At => false,
                Kind::Axis | Kind::Slash | Kind::SlashSlash | Kind::End => false,
            },
        }
    }

    fn number(&mut self) -> Kind {
        self.skip(|c| c.is_ascii_digit());
        if self.rest().starts_with('.') {
            self.pos += 1;
            self.skip(|c| c.is_ascii_digit());
        }
        // An exponent is no XPath, yet spreadsheets write it and nothing else can be meant.
        let rest = self.rest().as_bytes();
        if matches!(rest.first(), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(rest.get(1), Some(b'+' | b'-')));
            if rest.get(1 + sign).is_some_and(u8::is_ascii_digit) {
                self.pos += 1 + sign;
                self.skip(|c| c.is_ascii_digit());
            }
        }
        Kind::Number
    }

    fn text(&mut self, quote: char) -> Result<Kind, SyntaxError> {
        let start = self.pos;
        match self.rest()[1..].find(quote) {
            Some(len) => {
                self.pos += len + 2;
                Ok(Kind::Text)
            }
            None => Err(error(
                format!("the text has no closing {quote}"),
                Span::new(start..self.source.len()),
                None,
            )),
        }
    }

    fn reference(&mut self) -> Result<Kind, SyntaxError> {
        let start = self.pos;
        if !self.rest().starts_with("${") {
            self.pos += 1;
            self.skip(continues_name);
            let at = Span::new(start..self.pos);
            let help = "write ${name} for an answer";
            return Err(error("expected { after $", at, Some(help)));
        }
        let Some(len) = self.rest().find('}') else {
            let at = Span::new(start..self.source.len());
            return Err(error("${ has no closing }", at, None));
        };
        self.pos += len + 1;
        let at = Span::new(start..self.pos);
        let name = reference_name(&self.source[at.range()]);
        if name.starts_with("last-saved#") {
            return Err(error(
                "answers of the last saved form are not supported",
                at,
                None,
            ));
        }
        if name.is_empty() || !name.starts_with(starts_name) || !name.chars().all(in_reference) {
            return Err(error(format!("`{name}` is not a name"), at, None));
        }
        Ok(Kind::Reference)
    }

    fn name(&mut self) -> Kind {
        let start = self.pos;
        self.skip(continues_name);
        let word = &self.source[start..self.pos];
        if self.after_operand() {
            let op = [Op::And, Op::Or, Op::Div, Op::Mod];
            if let Some(op) = op.into_iter().find(|op| op.symbol() == word) {
                return Kind::Op(op);
            }
        }
        let mut after = self.rest().chars();
        if after.next() == Some(':') {
            match after.next() {
                Some('*') => self.pos += 2,
                Some(c) if starts_name(c) => {
                    self.pos += 1;
                    self.skip(continues_name);
                }
                _ => {}
            }
        }
        Kind::Name
    }

    fn stray(&self, first: char) -> SyntaxError {
        let rest = self.rest();
        let twos = [
            ("==", "write = to compare"),
            ("<>", "write !="),
            ("||", "write or"),
            ("&&", "write and"),
            ("&gt;", "write >"),
            ("&lt;", "write <"),
            ("&amp;", "write and"),
        ];
        let two = twos.into_iter().find(|(text, _)| rest.starts_with(text));
        let (text, help) = match two {
            Some((text, help)) => (text, Some(help)),
            None => (&rest[..first.len_utf8()], meant(first)),
        };
        let at = Span::new(self.pos..self.pos + text.len());
        error(format!("`{text}` has no meaning here"), at, help)
    }
}

fn in_reference(c: char) -> bool {
    continues_name(c) || c == ':'
}

/// The name inside `${ name }`.
pub(super) fn reference_name(text: &str) -> &str {
    text.trim_start_matches("${").trim_end_matches('}').trim()
}
