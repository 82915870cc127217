//! Tokens of JSON (RFC 8259), straight from bytes that may be damaged.
//!
//! Exports are larger than a tree of them would fit in memory, and a damaged one must be read as
//! far as it goes; so this reader walks over the bytes, knows where it is, and holds nothing.

use std::borrow::Cow;
use std::fmt;

#[cfg(feature = "authoring")]
use serde_json::{Map, Value};

use crate::base::number;

/// How deep values may nest. Deeper ones are hostile.
pub const MAX_DEPTH: usize = 64;

/// Reads a document into a tree.
///
/// Stricter than `serde_json`: numbers are rounded correctly, so that a digest over the tree is
/// the digest over the text, and a key must not stand twice.
///
/// # Errors
/// The first fault, with line and column.
#[cfg(feature = "authoring")]
pub fn parse(text: &str) -> Result<Value, String> {
    let mut reader = Reader::new(text.as_bytes(), 0);
    let value = tree(&mut reader, 0).and_then(|value| match reader.peek() {
        None => Ok(value),
        Some(_) => Err(reader.fault("the end of the document")),
    });
    value.map_err(|fault| {
        let before = &text.as_bytes()[..fault.at.min(text.len())];
        let line = before.iter().filter(|it| **it == b'\n').count() + 1;
        let start = before
            .iter()
            .rposition(|it| *it == b'\n')
            .map_or(0, |it| it + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        format!("line {line}, column {column}: {}", fault.text)
    })
}

#[cfg(feature = "authoring")]
fn tree(reader: &mut Reader<'_>, depth: usize) -> Result<Value, Fault> {
    match reader.peek() {
        Some(b'{') => {
            let mut map = Map::new();
            reader.members(depth, |reader, depth| {
                reader.peek();
                let at = reader.pos;
                let key = reader.string()?.into_owned();
                reader.expect(b':', "`:`")?;
                let value = tree(reader, depth)?;
                match map.insert(key.clone(), value) {
                    None => Ok(()),
                    Some(_) => {
                        let text = format!("the key `{key}` stands twice in one object");
                        Err(Fault { at, text })
                    }
                }
            })?;
            Ok(Value::Object(map))
        }
        Some(b'[') => {
            let mut values = Vec::new();
            reader.elements(depth, |reader, depth| {
                values.push(tree(reader, depth)?);
                Ok(())
            })?;
            Ok(Value::Array(values))
        }
        Some(b'"') => Ok(Value::String(reader.string()?.into_owned())),
        Some(b'-' | b'0'..=b'9') => {
            let mut ahead = *reader;
            let text = ahead.number_span()?;
            let number = reader.number()?;
            let whole = text.parse::<i64>().map(Value::from);
            Ok(whole.unwrap_or_else(|_| Value::from(number)))
        }
        _ => Ok(match reader.word()? {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => Value::Null,
        }),
    }
}

/// Where and why bytes are not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The offset of the byte.
    pub at: usize,
    /// What was found and what was expected.
    pub text: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {}: {}", self.at, self.text)
    }
}

/// Walks over JSON text.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    /// The offset of the next byte.
    pub pos: usize,
}

impl<'a> Reader<'a> {
    /// A reader that stands at `pos`.
    pub fn new(bytes: &'a [u8], pos: usize) -> Reader<'a> {
        Reader { bytes, pos }
    }

    /// The bytes that it walks over.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The next byte, spaces and line ends aside.
    pub fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.bytes.get(self.pos) {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => self.pos += 1,
                _ => return Some(*byte),
            }
        }
        None
    }

    /// Steps over `byte` if it is next.
    pub fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.pos += usize::from(is_next);
        is_next
    }

    /// Steps over `byte`.
    ///
    /// # Errors
    /// If something else is next; `expected` says what should be.
    pub fn expect(&mut self, byte: u8, expected: &str) -> Result<(), Fault> {
        if self.take(byte) {
            Ok(())
        } else {
            Err(self.fault(expected))
        }
    }

    /// A fault at the next byte.
    pub fn fault(&self, expected: &str) -> Fault {
        let found = match self.bytes.get(self.pos) {
            None => "the end of the file".to_owned(),
            Some(byte @ 0x21..=0x7e) => format!("`{}`", char::from(*byte)),
            Some(byte) => format!("byte 0x{byte:02x}"),
        };
        Fault {
            at: self.pos,
            text: format!("found {found}, expected {expected}"),
        }
    }

    /// Steps over a string and gives what stands between its quotes, with escapes as written.
    /// Escapes are checked, UTF-8 is not.
    ///
    /// # Errors
    /// If there is no whole string.
    pub fn string_span(&mut self) -> Result<&'a [u8], Fault> {
        self.expect(b'"', "a string")?;
        let start = self.pos;
        loop {
            let rest = &self.bytes[self.pos..];
            let plain = rest
                .iter()
                .position(|it| matches!(it, b'"' | b'\\' | 0..=0x1f));
            self.pos += plain.unwrap_or(rest.len());
            match self.bytes.get(self.pos) {
                Some(b'"') => {
                    self.pos += 1;
                    return Ok(&self.bytes[start..self.pos - 1]);
                }
                Some(b'\\') => {
                    unescape(self)?;
                }
                _ => return Err(self.fault("the end of a string")),
            }
        }
    }

    /// Steps over a string and gives its text.
    ///
    /// # Errors
    /// If there is no whole string in UTF-8.
    pub fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        let start = self.pos;
        let span = self.string_span()?;
        let text = std::str::from_utf8(span).map_err(|_| Fault {
            at: start,
            text: "found a string that is not UTF-8".into(),
        })?;
        Ok(unescaped(text))
    }

    /// Steps over a number and gives its text.
    ///
    /// # Errors
    /// If there is no number as JSON writes it.
    pub fn number_span(&mut self) -> Result<&'a str, Fault> {
        self.peek();
        let start = self.pos;
        self.pos += usize::from(self.bytes.get(self.pos) == Some(&b'-'));
        if self.bytes.get(self.pos) == Some(&b'0') {
            self.pos += 1;
        } else {
            self.digits()?;
        }
        if self.bytes.get(self.pos) == Some(&b'.') {
            self.pos += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.bytes.get(self.pos) {
            self.pos += 1;
            self.pos += usize::from(matches!(self.bytes.get(self.pos), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(std::str::from_utf8(&self.bytes[start..self.pos]).expect("digits are ASCII"))
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let rest = &self.bytes[self.pos..];
        let count = rest.iter().take_while(|it| it.is_ascii_digit()).count();
        self.pos += count;
        if count == 0 {
            Err(self.fault("a digit"))
        } else {
            Ok(())
        }
    }

    /// Steps over a number and gives its value, correctly rounded.
    ///
    /// # Errors
    /// If there is no number, or it is too large for a double.
    pub fn number(&mut self) -> Result<f64, Fault> {
        self.peek();
        let at = self.pos;
        let text = self.number_span()?;
        let number = number::read(text).filter(|it| it.is_finite());
        number.ok_or_else(|| Fault {
            at,
            text: format!("the number {text} is too large"),
        })
    }

    /// Steps over `true`, `false` or `null` and gives its text.
    ///
    /// # Errors
    /// If none of them is next.
    pub fn word(&mut self) -> Result<&'static str, Fault> {
        self.peek();
        for word in ["true", "false", "null"] {
            if self.bytes[self.pos..].starts_with(word.as_bytes()) {
                self.pos += word.len();
                return Ok(word);
            }
        }
        Err(self.fault("a value"))
    }

    /// Steps over a whole value.
    ///
    /// # Errors
    /// The first fault inside it.
    pub fn skip(&mut self) -> Result<(), Fault> {
        self.skip_at(0)
    }

    fn skip_at(&mut self, depth: usize) -> Result<(), Fault> {
        match self.peek() {
            Some(b'{') => self.members(depth, |it, depth| {
                it.string_span()?;
                it.expect(b':', "`:`")?;
                it.skip_at(depth)
            }),
            Some(b'[') => self.elements(depth, |it, depth| it.skip_at(depth)),
            Some(b'"') => self.string_span().map(|_| ()),
            Some(b'-' | b'0'..=b'9') => self.number_span().map(|_| ()),
            _ => self.word().map(|_| ()),
        }
    }

    /// Walks over an object; `member` steps over a key, a colon and a value at the given depth.
    ///
    /// # Errors
    /// Those of `member`, a missing comma or brace, or too much depth.
    pub fn members(
        &mut self,
        depth: usize,
        member: impl FnMut(&mut Self, usize) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.expect(b'{', "an object")?;
        self.sequence(depth, b'}', "`,` or `}`", member)
    }

    /// Walks over a list; `element` steps over one value at the given depth.
    ///
    /// # Errors
    /// Those of `element`, a missing comma or bracket, or too much depth.
    pub fn elements(
        &mut self,
        depth: usize,
        element: impl FnMut(&mut Self, usize) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.expect(b'[', "a list")?;
        self.sequence(depth, b']', "`,` or `]`", element)
    }

    fn sequence(
        &mut self,
        depth: usize,
        end: u8,
        expected: &str,
        mut part: impl FnMut(&mut Self, usize) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if depth >= MAX_DEPTH {
            let text = format!("values nest deeper than {MAX_DEPTH}");
            return Err(Fault { at: self.pos, text });
        }
        if self.take(end) {
            return Ok(());
        }
        loop {
            part(self, depth + 1)?;
            if self.take(end) {
                return Ok(());
            }
            self.expect(b',', expected)?;
        }
    }
}

/// Steps over an escape and gives the character it stands for.
fn unescape(reader: &mut Reader<'_>) -> Result<char, Fault> {
    let start = reader.pos;
    let letter = reader.bytes.get(start + 1).copied();
    reader.pos += 2;
    let plain = match letter {
        Some(byte @ (b'"' | b'\\' | b'/')) => Some(char::from(byte)),
        Some(b'b') => Some('\u{8}'),
        Some(b'f') => Some('\u{c}'),
        Some(b'n') => Some('\n'),
        Some(b'r') => Some('\r'),
        Some(b't') => Some('\t'),
        Some(b'u') => unescape_unicode(reader),
        _ => None,
    };
    plain.ok_or_else(|| {
        reader.pos = start;
        Fault {
            at: start,
            text: "found a `\\` that starts no character".into(),
        }
    })
}

/// The character of `\uXXXX`, or of a pair of surrogates. Lone surrogates are no characters.
fn unescape_unicode(reader: &mut Reader<'_>) -> Option<char> {
    let first = hex4(reader)?;
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first);
    }
    let pair = reader.bytes.get(reader.pos..reader.pos + 2)?;
    if pair != b"\\u" {
        return None;
    }
    reader.pos += 2;
    let second = hex4(reader).filter(|it| (0xdc00..0xe000).contains(it))?;
    char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))
}

fn hex4(reader: &mut Reader<'_>) -> Option<u32> {
    let digits = reader.bytes.get(reader.pos..reader.pos + 4)?;
    reader.pos += 4;
    digits.iter().try_fold(0, |number, digit| {
        Some(number * 16 + char::from(*digit).to_digit(16)?)
    })
}

/// The text of a string whose escapes were checked.
pub(super) fn unescaped(span: &str) -> Cow<'_, str> {
    if !span.contains('\\') {
        return Cow::Borrowed(span);
    }
    let mut text = String::with_capacity(span.len());
    let mut reader = Reader::new(span.as_bytes(), 0);
    while let Some(plain) = span[reader.pos..].find('\\') {
        text.push_str(&span[reader.pos..reader.pos + plain]);
        reader.pos += plain;
        text.push(unescape(&mut reader).unwrap_or(char::REPLACEMENT_CHARACTER));
        if reader.pos >= span.len() {
            break;
        }
    }
    text.push_str(&span[reader.pos.min(span.len())..]);
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::{Reader, parse};

    #[test]
    fn reads_strings_with_every_escape() {
        let text = r#" "a\"\\\/\b\f\n\r\tä\u20ac\ud834\udd1e末" "#;
        let string = Reader::new(text.as_bytes(), 0)
            .string()
            .map(|it| it.into_owned());
        assert_eq!(string, Ok("a\"\\/\u{8}\u{c}\n\r\tä€𝄞末".to_owned()));
    }

    #[test]
    fn skips_what_is_json_and_nothing_else() {
        let skip = |text: &str| Reader::new(text.as_bytes(), 0).skip();
        for good in [
            "null",
            "-0.5e+3",
            "[]",
            "{ }",
            r#"[1,{"a":[true,"\u0000"]}]"#,
        ] {
            assert_eq!(skip(good), Ok(()), "{good}");
        }
        let bad = [
            "",
            "nul",
            "-",
            "1.",
            "[1,]",
            "[1 2]",
            "{,}",
            r#"{"a"}"#,
            r#"{"a":1,}"#,
            "\"\n\"",
            r#""\x""#,
            r#""\ud800""#,
            r#""\ud800\u0041""#,
            r#""\u12"#,
            "\"",
            "{a:1}",
        ];
        for bad in bad {
            assert!(skip(bad).is_err(), "{bad}");
        }
        assert!(skip(&"[".repeat(100_000)).is_err());
        assert!(skip(&r#"{"a":"#.repeat(100_000)).is_err());
    }

    #[test]
    fn builds_trees_and_says_line_and_column() {
        let text = r#" {"a":[1,-2.5,1e3,9007199254740993,true,null],"b":{"c":"\u00e4"}} "#;
        let tree =
            serde_json::json!({"a":[1,-2.5,1e3,9007199254740993_i64,true,null],"b":{"c":"ä"}});
        assert_eq!(parse(text), Ok(tree));
        let at = |text: &str| parse(text).expect_err("not JSON");
        assert_eq!(
            at("{\n  \"末\": 1,\n  \"末\": 2\n}"),
            "line 3, column 3: the key `末` stands twice in one object"
        );
        assert_eq!(
            at("[1] 末"),
            "line 1, column 5: found byte 0xe6, expected the end of the document"
        );
    }

    #[test]
    fn says_where_and_what() {
        let fault = Reader::new(br#"{"a":1 "b":2}"#, 0)
            .skip()
            .expect_err("no comma");
        assert_eq!(fault.to_string(), "byte 7: found `\"`, expected `,` or `}`");
        let fault = Reader::new(br#"{"a":"#, 0).skip().expect_err("cut off");
        assert_eq!(
            fault.to_string(),
            "byte 5: found the end of the file, expected a value"
        );
    }
}
