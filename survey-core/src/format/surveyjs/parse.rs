//! SurveyJS's expressions, read into a tree.
//!
//! After the grammar that its documentation describes
//! (<https://surveyjs.io/form-library/documentation/design-survey/conditional-logic>): words for
//! operators in any case, `contains` and its kin bind tighter than arithmetic, a word without
//! quotes is a text.

/// How deep expressions may nest; deeper ones are hostile.
const MAX_DEPTH: u32 = 60;
/// How many characters an expression may have.
const MAX_CHARS: usize = 20_000;

/// What cannot be read or has no counterpart, and at which character; the first is 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) at: usize,
    pub(super) text: String,
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Divide,
    Remainder,
    Power,
    Contains,
    NotContains,
    AnyOf,
    AllOf,
    NoneOf,
}

/// An operator on one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unary {
    Not,
    Empty,
    NotEmpty,
}

/// A part of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    /// The character it begins at; the first is 1.
    pub(super) at: usize,
    pub(super) what: What,
}

/// What a part is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Blank,
    Truth(bool),
    Number(f64),
    Words(String),
    Variable(String),
    List(Vec<Node>),
    Unary(Unary, Box<Node>),
    Binary(Op, Box<Node>, Box<Node>),
    Call(String, Vec<Node>),
}

/// Operators by how tightly they bind, loosest first; longer signs before shorter ones.
const LEVELS: &[&[(&str, Op)]] = &[
    &[("||", Op::Or), ("or", Op::Or)],
    &[("&&", Op::And), ("and", Op::And)],
    &[
        ("<=", Op::LessOrEqual),
        ("lessorequal", Op::LessOrEqual),
        (">=", Op::GreaterOrEqual),
        ("greaterorequal", Op::GreaterOrEqual),
        ("<>", Op::NotEqual),
        ("==", Op::Equal),
        ("equal", Op::Equal),
        ("=", Op::Equal),
        ("!=", Op::NotEqual),
        ("notequal", Op::NotEqual),
        ("<", Op::Less),
        ("less", Op::Less),
        (">", Op::Greater),
        ("greater", Op::Greater),
    ],
    &[("+", Op::Plus), ("-", Op::Minus)],
    &[("*", Op::Times), ("/", Op::Divide), ("%", Op::Remainder)],
    &[("^", Op::Power), ("power", Op::Power)],
    &[
        ("*=", Op::Contains),
        ("contains", Op::Contains),
        ("contain", Op::Contains),
        ("notcontains", Op::NotContains),
        ("notcontain", Op::NotContains),
        ("anyof", Op::AnyOf),
        ("allof", Op::AllOf),
        ("noneof", Op::NoneOf),
    ],
];

/// Reads an expression.
///
/// # Errors
/// The first fault, with its character.
pub(super) fn parse(source: &str) -> Result<Node, Refusal> {
    let mut parser = Parser {
        chars: source.chars().collect(),
        pos: 0,
        depth: 0,
    };
    if parser.chars.len() > MAX_CHARS {
        return Err(parser.fault("more than 20000 characters"));
    }
    let node = parser.level(0)?;
    parser.blanks();
    match parser.chars.get(parser.pos) {
        None => Ok(node),
        Some(found) => Err(parser.fault(&format!("found `{found}`, expected an operator"))),
    }
}

struct Parser {
    chars: Vec<char>,
    pos: usize,
    depth: u32,
}

impl Parser {
    fn fault(&self, text: &str) -> Refusal {
        Refusal {
            at: self.pos + 1,
            text: text.to_owned(),
        }
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.pos += 1;
        }
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.pos).copied()
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.pos += usize::from(found);
        found
    }

    /// Takes a sign or a word in any case; a word must not go on.
    fn take(&mut self, sign: &str) -> bool {
        let n_chars = sign.chars().count();
        let Some(found) = self.chars.get(self.pos..self.pos + n_chars) else {
            return false;
        };
        let same = sign
            .chars()
            .zip(found)
            .all(|(a, b)| a.eq_ignore_ascii_case(b));
        let is_word = sign.starts_with(|it: char| it.is_ascii_alphabetic());
        let next = self.chars.get(self.pos + n_chars);
        let goes_on = is_word && next.is_some_and(|it| it.is_ascii_alphanumeric() || *it == '_');
        if same && !goes_on {
            self.pos += n_chars;
        }
        same && !goes_on
    }

    fn operator(&mut self, level: usize) -> Option<Op> {
        self.blanks();
        let times_equal = self.chars.get(self.pos..self.pos + 2) == Some(&['*', '=']);
        let signs = LEVELS[level].iter();
        let mut signs = signs.filter(|it| !(times_equal && it.1 == Op::Times));
        signs.find(|it| self.take(it.0)).map(|it| it.1)
    }

    fn level(&mut self, level: usize) -> Result<Node, Refusal> {
        if level == LEVELS.len() {
            return self.factor();
        }
        let mut left = self.level(level + 1)?;
        let mut n_operators = 0;
        while let Some(op) = self.operator(level) {
            n_operators += 1;
            if n_operators + self.depth > MAX_DEPTH * 4 {
                return Err(self.fault("too many operators in a row"));
            }
            let right = self.level(level + 1)?;
            left = Node {
                at: left.at,
                what: What::Binary(op, Box::new(left), Box::new(right)),
            };
        }
        Ok(left)
    }

    fn factor(&mut self) -> Result<Node, Refusal> {
        self.blanks();
        if self.depth == MAX_DEPTH {
            return Err(self.fault("nested too deep"));
        }
        self.depth += 1;
        let at = self.pos + 1;
        let negated = self.peek() == Some('!') && self.chars.get(self.pos + 1) != Some(&'=');
        let node = if negated || self.at_word("negate") || self.at_word("not") {
            self.pos += if negated { 1 } else { self.word().len() };
            let inner = self.factor()?;
            Node {
                at,
                what: What::Unary(Unary::Not, Box::new(inner)),
            }
        } else {
            let what = self.atom()?;
            self.tested(Node { at, what })
        };
        self.depth -= 1;
        Ok(node)
    }

    /// What is followed by `empty` or `notempty`.
    fn tested(&mut self, mut node: Node) -> Node {
        loop {
            let before = self.pos;
            self.blanks();
            let test = if self.take("notempty") {
                Unary::NotEmpty
            } else if self.take("empty") {
                Unary::Empty
            } else {
                self.pos = before;
                return node;
            };
            // A second test of a test is always the same; it is no use, and no danger.
            if matches!(node.what, What::Unary(..)) {
                self.pos = before;
                return node;
            }
            node = Node {
                at: node.at,
                what: What::Unary(test, Box::new(node)),
            };
        }
    }

    fn at_word(&mut self, word: &str) -> bool {
        let before = self.pos;
        let found = self.take(word);
        self.pos = before;
        found
    }

    fn word(&mut self) -> String {
        let rest = self.chars[self.pos..].iter();
        rest.take_while(|it| it.is_alphanumeric() || **it == '_')
            .collect()
    }

    fn atom(&mut self) -> Result<What, Refusal> {
        match self.peek() {
            None => Err(self.fault("found the end, expected a value")),
            Some('(') => {
                self.pos += 1;
                let inner = self.level(0)?;
                self.blanks();
                if self.eat(')') {
                    Ok(inner.what)
                } else {
                    Err(self.fault("expected `)`"))
                }
            }
            Some('{') => self.variable(),
            Some('[') => {
                self.pos += 1;
                self.sequence(']').map(What::List)
            }
            Some(quote @ ('\'' | '"')) => self.quoted(quote),
            Some(it) if it.is_ascii_digit() || it == '-' || it == '.' => self.number(),
            Some(it) if it.is_alphabetic() || it == '_' => self.named(),
            Some(found) => Err(self.fault(&format!("found `{found}`, expected a value"))),
        }
    }

    fn variable(&mut self) -> Result<What, Refusal> {
        self.pos += 1;
        let start = self.pos;
        while self.peek().is_some_and(|it| it != '}' && it != '{') {
            self.pos += 1;
        }
        let name: String = self.chars[start..self.pos].iter().collect();
        match self.eat('}') && !name.trim().is_empty() {
            true => Ok(What::Variable(name.trim().to_owned())),
            false => Err(self.fault("expected a name and `}`")),
        }
    }

    fn quoted(&mut self, quote: char) -> Result<What, Refusal> {
        self.pos += 1;
        let mut words = String::new();
        while let Some(it) = self.peek() {
            self.pos += 1;
            match (it, self.peek()) {
                ('\\', Some(next @ ('\'' | '"'))) => {
                    self.pos += 1;
                    words.push(next);
                }
                _ if it == quote => return Ok(What::Words(words)),
                _ => words.push(it),
            }
        }
        Err(self.fault(&format!("found the end, expected `{quote}`")))
    }

    fn number(&mut self) -> Result<What, Refusal> {
        let start = self.pos;
        self.eat('-');
        let hex = self.peek() == Some('0') && self.chars.get(self.pos + 1) == Some(&'x');
        let n_sign = self.pos - start;
        if hex {
            self.pos += 2;
        }
        let belongs = |it: char| match hex {
            true => it.is_ascii_hexdigit(),
            false => it.is_ascii_digit() || it == '.',
        };
        while self.peek().is_some_and(belongs) {
            self.pos += 1;
        }
        let text: String = self.chars[start..self.pos].iter().collect();
        let read = match hex {
            true => u32::from_str_radix(&text[n_sign + 2..], 16)
                .ok()
                .map(|it| f64::from(it) * if n_sign == 1 { -1.0 } else { 1.0 }),
            false => text.parse().ok(),
        };
        read.map(What::Number).ok_or_else(|| {
            let at = start + 1;
            let text = format!("found `{text}`, expected a number");
            Refusal { at, text }
        })
    }

    fn named(&mut self) -> Result<What, Refusal> {
        let word = self.word();
        self.pos += word.chars().count();
        if self.eat('(') {
            return self.sequence(')').map(|it| What::Call(word, it));
        }
        Ok(match word.to_lowercase().as_str() {
            "true" => What::Truth(true),
            "false" => What::Truth(false),
            "null" | "undefined" => What::Blank,
            _ => What::Words(word),
        })
    }

    fn sequence(&mut self, end: char) -> Result<Vec<Node>, Refusal> {
        let mut found = Vec::new();
        self.blanks();
        if self.eat(end) {
            return Ok(found);
        }
        loop {
            found.push(self.level(0)?);
            self.blanks();
            if self.eat(end) {
                return Ok(found);
            }
            if !self.eat(',') {
                return Err(self.fault(&format!("expected `,` or `{end}`")));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Op, What, parse};

    fn shape(source: &str) -> String {
        fn show(node: &super::Node) -> String {
            match &node.what {
                What::Blank => "null".into(),
                What::Truth(it) => it.to_string(),
                What::Number(it) => it.to_string(),
                What::Words(it) => format!("'{it}'"),
                What::Variable(it) => format!("{{{it}}}"),
                What::List(it) => format!("{:?}", it.iter().map(show).collect::<Vec<_>>()),
                What::Unary(op, it) => format!("({op:?} {})", show(it)),
                What::Binary(op, a, b) => format!("({} {op:?} {})", show(a), show(b)),
                What::Call(name, it) => {
                    format!("{name}{:?}", it.iter().map(show).collect::<Vec<_>>())
                }
            }
        }
        parse(source).map_or_else(|it| format!("{}: {}", it.at, it.text), |it| show(&it))
    }

    #[test]
    fn operators_bind_as_in_surveyjs() {
        assert_eq!(
            shape("{a} = 1 or {b} > 2 and {c} < 3 + 4 * 5"),
            "(({a} Equal 1) Or (({b} Greater 2) And ({c} Less (3 Plus (4 Times 5)))))"
        );
        assert_eq!(
            shape("!{a} && {b} notempty"),
            "((Not {a}) And (NotEmpty {b}))"
        );
        assert_eq!(
            shape("{a} CONTAINS 'x' || {b} *= y"),
            "(({a} Contains 'x') Or ({b} Contains 'y'))"
        );
        assert_eq!(shape("2 * {a} contains 3"), "(2 Times ({a} Contains 3))");
        assert_eq!(shape("{a} != -5"), "({a} NotEqual -5)");
        assert_eq!(
            shape("{order} >= {ordinal}"),
            "({order} GreaterOrEqual {ordinal})"
        );
        assert_eq!(shape("0x1F"), "31");
    }

    #[test]
    fn texts_lists_and_calls() {
        assert_eq!(shape(r"'it\'s'"), "'it's'");
        assert_eq!(
            shape("iif({a}, 'x', [1, null])"),
            r#"iif["{a}", "'x'", "[\"1\", \"null\"]"]"#
        );
        assert_eq!(shape("today()"), "today[]");
        let node = parse("{a} + {b[0].c}").expect("sound");
        assert!(matches!(node.what, What::Binary(Op::Plus, ..)));
    }

    #[test]
    fn faults_name_their_character() {
        assert_eq!(shape("{a} = "), "7: found the end, expected a value");
        assert_eq!(shape("{a} {b}"), "5: found `{`, expected an operator");
        assert_eq!(shape(&"(".repeat(1000)), "61: nested too deep");
        assert!(shape(&"1+".repeat(5000)).contains("too many"));
    }
}
