//! Just enough of a lexer to see what a cell holds: references, calls, operators.

use std::ops::Range;

/// What a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    DateOrTime,
    Number,
    /// `*`, `+`, `-`, ` mod ` or ` div `.
    Arithmetic,
    Union,
    Slash,
    Literal,
    Space,
    /// `${name}`.
    Reference,
    /// A name with `(` behind it.
    Call,
    /// A name with `[` behind it.
    PredicateStart,
    PredicateEnd,
    CloseParen,
    Name,
    Other,
}

/// The tokens of a text with their places in bytes.
pub(super) fn tokens(text: &str) -> Vec<(Token, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (token, length) = first(&text[at..]);
        found.push((token, at..at + length));
        at += length;
    }
    found
}

fn first(text: &str) -> (Token, usize) {
    if let Some(length) = date(text) {
        let with_time = text[length..].strip_prefix('T').and_then(time);
        return (Token::DateOrTime, length + with_time.map_or(0, |it| it + 1));
    }
    if let Some(length) = time(text) {
        return (Token::DateOrTime, length);
    }
    if let Some(length) = number(text) {
        return (Token::Number, length);
    }
    for word in ["*", "+", "-", " mod ", " div "] {
        if text.starts_with(word) {
            return (Token::Arithmetic, word.len());
        }
    }
    let first = text.chars().next().expect("there is text");
    match first {
        '|' => return (Token::Union, 1),
        ')' => return (Token::CloseParen, 1),
        '/' => return (Token::Slash, 1),
        ']' => return (Token::PredicateEnd, 1),
        '\'' | '"' => {
            if let Some(end) = text[1..].find(first) {
                return (Token::Literal, end + 2);
            }
        }
        _ if first.is_whitespace() => {
            let rest = text.trim_start();
            return (Token::Space, text.len() - rest.len());
        }
        '$' => {
            if let Some((_, _, length)) = reference(text) {
                return (Token::Reference, length);
            }
        }
        _ => {}
    }
    let Some(length) = qualified_name(text) else {
        return (Token::Other, first.len_utf8());
    };
    match text[length..].chars().next() {
        Some('(') => (Token::Call, length + 1),
        Some('[') => (Token::PredicateStart, length + 1),
        Some(_) | None => (Token::Name, length),
    }
}

fn digits(text: &str, pattern: &str) -> bool {
    text.len() >= pattern.len()
        && text
            .bytes()
            .zip(pattern.bytes())
            .all(|(byte, wanted)| match wanted {
                b'0' => byte.is_ascii_digit(),
                _ => byte == wanted,
            })
}

fn date(text: &str) -> Option<usize> {
    let sign = usize::from(text.starts_with('-'));
    digits(&text[sign..], "0000-00-00").then_some(sign + 10)
}

fn time(text: &str) -> Option<usize> {
    if !digits(text, "00:00:00") {
        return None;
    }
    let zone = &text[8..];
    if zone.starts_with('Z') {
        return Some(9);
    }
    let signed = zone
        .strip_prefix(['+', '-'])
        .is_some_and(|it| digits(it, "00:00"));
    Some(if signed { 14 } else { 8 })
}

fn number(text: &str) -> Option<usize> {
    let sign = usize::from(text.starts_with('-'));
    let count = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = count(&text[sign..]);
    let rest = &text[sign + whole..];
    let decimals = rest.strip_prefix('.').map(count);
    match (whole, decimals) {
        (0, Some(decimals)) if decimals > 0 => Some(sign + 1 + decimals),
        (0, _) => None,
        (whole, Some(decimals)) => Some(sign + whole + 1 + decimals),
        (whole, None) => Some(sign + whole),
    }
}

fn starts_name(char: char) -> bool {
    char.is_ascii_alphabetic()
        || char == '_'
        || matches!(char as u32, 0xc0 | 0xd8..=0xf6 | 0xf8..=0x2ff | 0x370..=0x37d | 0x37f..=0x1fff
            | 0x200c..=0x200d | 0x2070..=0x218f | 0x2c00..=0x2fef | 0x3001..=0xd7ff
            | 0xf900..=0xfdcf | 0xfdf0..=0xfffd | 0x10000..=0xeffff | 0xc1..=0xd6)
}

fn goes_on(char: char) -> bool {
    starts_name(char)
        || char.is_ascii_digit()
        || matches!(char, '-' | '.' | '\u{b7}')
        || matches!(char as u32, 0x300..=0x36f | 0x203f..=0x2040)
}

/// How long the name is with which a text begins.
pub(super) fn name(text: &str) -> Option<usize> {
    let first = text.chars().next().filter(|it| starts_name(*it))?;
    let rest = &text[first.len_utf8()..];
    let length = rest.find(|it| !goes_on(it)).unwrap_or(rest.len());
    Some(first.len_utf8() + length)
}

fn qualified_name(text: &str) -> Option<usize> {
    let prefix = name(text)?;
    let local = text[prefix..].strip_prefix(':').and_then(name);
    Some(prefix + local.map_or(0, |it| it + 1))
}

/// Whether a text is a name that an XML element may have.
pub(super) fn is_element_name(text: &str) -> bool {
    qualified_name(text) == Some(text.len())
}

/// The reference with which a text begins: whether to the last saved response, the name, and how
/// long all of it is.
pub(super) fn reference(text: &str) -> Option<(bool, &str, usize)> {
    let inside = text.strip_prefix("${")?;
    let last_saved = inside.strip_prefix("last-saved#");
    let rest = last_saved.unwrap_or(inside);
    let length = name(rest)?;
    rest[length..].starts_with('}').then(|| {
        let before = text.len() - rest.len();
        (last_saved.is_some(), &rest[..length], before + length + 1)
    })
}

/// Every reference in a text with its place.
pub(super) fn references(text: &str) -> Vec<(Range<usize>, bool, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find("${") {
        let start = at + next;
        match reference(&text[start..]) {
            Some((last_saved, name, length)) => {
                found.push((start..start + length, last_saved, name));
                at = start + length;
            }
            None => at = start + 2,
        }
    }
    found
}

/// Whether a text holds a reference, and every `${` begins one.
pub(super) fn has_reference(text: &str) -> bool {
    // The first thing that looks like one decides.
    let first = text.find("${").map(|it| &text[it..]);
    first.is_some_and(|it| reference(it).is_some())
}

/// Whether a text is one reference and nothing else.
pub(super) fn is_reference(text: &str) -> bool {
    reference(text).is_some_and(|it| it.2 == text.len())
}

/// Whether a default must be computed. Hyphens in dates and places compute nothing.
pub(super) fn is_dynamic(default: &str, kind: &str) -> bool {
    let has_hyphens = matches!(
        kind,
        "date" | "dateTime" | "geopoint" | "geotrace" | "geoshape"
    );
    for (token, at) in tokens(default) {
        match token {
            Token::Arithmetic if has_hyphens && &default[at] == "-" => return false,
            Token::Arithmetic | Token::Union | Token::Reference | Token::Call => return true,
            Token::DateOrTime
            | Token::Number
            | Token::Slash
            | Token::Literal
            | Token::Space
            | Token::PredicateStart
            | Token::PredicateEnd
            | Token::CloseParen
            | Token::Name
            | Token::Other => {}
        }
    }
    false
}

/// Where `instance(…)` paths stand in words.
pub(super) fn instance_paths(text: &str) -> Vec<Range<usize>> {
    #[derive(PartialEq)]
    enum At {
        Outside,
        Call,
        Path,
        Predicate,
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = At::Outside;
    let mut last: Option<(Token, Range<usize>)> = None;
    for (token, place) in tokens(text) {
        let before = last.as_ref().map(|it| it.0);
        let goes_on = match at {
            At::Outside => {
                let begins = token == Token::Call && &text[place.clone()] == "instance(";
                if begins {
                    found.push(place.clone());
                    at = At::Call;
                }
                begins
            }
            At::Call => match (token, before) {
                (Token::Literal, Some(Token::Call)) | (Token::CloseParen, Some(Token::Literal)) => {
                    true
                }
                (Token::Slash, Some(Token::CloseParen | Token::PredicateEnd)) => {
                    at = At::Path;
                    true
                }
                _ => false,
            },
            At::Path => match token {
                Token::Space => false,
                Token::PredicateStart => {
                    at = At::Predicate;
                    true
                }
                _ => true,
            },
            At::Predicate => {
                if token == Token::PredicateEnd {
                    at = At::Call;
                }
                true
            }
        };
        if goes_on {
            if let Some(open) = found.last_mut() {
                open.end = place.end;
            }
            last = Some((token, place));
        } else {
            at = At::Outside;
        }
    }
    found
}
