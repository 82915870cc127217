use std::cmp::Ordering;
use std::ops::Range;

use super::{utf16_order, write_number, write_string};
use crate::format::json::{Fault, Reader, unescaped};

/// A field of the object that was rewritten last, as places in the canonical text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The key, between its quotes.
    pub key: Range<usize>,
    /// The value.
    pub value: Range<usize>,
}

/// Turns JSON text into canonical text without building a tree. Keeps its buffers, so that many
/// records cost few allocations.
#[derive(Debug, Default)]
pub struct Rewriter {
    out: Vec<u8>,
    /// Fields of the objects that are open, the innermost last.
    members: Vec<Member>,
    scratch: Vec<u8>,
}

impl Rewriter {
    /// Rewrites the value that `reader` stands at, and steps over it.
    ///
    /// # Errors
    /// The first fault: no JSON, a key that stands twice, bytes that are not UTF-8, a number too
    /// large for a double, or more than `limit` bytes.
    pub fn rewrite(&mut self, reader: &mut Reader<'_>, limit: usize) -> Result<(), Fault> {
        self.out.clear();
        self.members.clear();
        reader.peek();
        let start = reader.pos;
        let cut = reader.bytes().len().min(start.saturating_add(limit));
        let mut inside = Reader::new(&reader.bytes()[..cut], start);
        if let Err(fault) = self.value(&mut inside, 0) {
            let is_cut = cut < reader.bytes().len() && fault.at >= cut;
            let text = format!("one value is larger than {limit} bytes");
            return Err(if is_cut {
                Fault { at: start, text }
            } else {
                fault
            });
        }
        if std::str::from_utf8(&self.out).is_err() {
            let text = "found bytes that are not UTF-8".to_owned();
            return Err(Fault { at: start, text });
        }
        reader.pos = inside.pos;
        Ok(())
    }

    /// The canonical text of the last value.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap_or_default()
    }

    /// The fields of the last value, if it was an object, in canonical order.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The canonical text of one field of the last value.
    pub fn field(&self, key: &str) -> Option<&str> {
        let member = self.member(key)?;
        std::str::from_utf8(&self.out[member.value.clone()]).ok()
    }

    /// The place of one field of the last value.
    pub fn member(&self, key: &str) -> Option<&Member> {
        self.members
            .iter()
            .find(|it| self.out[it.key.clone()] == *key.as_bytes())
    }

    /// The canonical text of the last value in two parts that leave out one field.
    pub fn without(&self, key: &str) -> [&[u8]; 2] {
        let Some(idx) = self
            .members
            .iter()
            .position(|it| &self.out[it.key.clone()] == key.as_bytes())
        else {
            return [&self.out, &[]];
        };
        // From the quote before the key to the comma after the value; the last field takes the
        // comma before it instead.
        let (from, to) = (self.members[idx].key.start - 1, self.members[idx].value.end);
        if idx + 1 < self.members.len() {
            [&self.out[..from], &self.out[to + 1..]]
        } else {
            [&self.out[..from - usize::from(idx > 0)], &self.out[to..]]
        }
    }

    fn value(&mut self, reader: &mut Reader<'_>, depth: usize) -> Result<(), Fault> {
        match reader.peek() {
            Some(b'{') => self.object(reader, depth),
            Some(b'[') => self.list(reader, depth),
            Some(b'"') => self.string(reader).map(|_| ()),
            Some(b'-' | b'0'..=b'9') => self.number(reader),
            _ => {
                self.out.extend_from_slice(reader.word()?.as_bytes());
                Ok(())
            }
        }
    }

    fn list(&mut self, reader: &mut Reader<'_>, depth: usize) -> Result<(), Fault> {
        self.out.push(b'[');
        let start = self.out.len();
        reader.elements(depth, |reader, depth| {
            if self.out.len() > start {
                self.out.push(b',');
            }
            self.value(reader, depth)
        })?;
        self.out.push(b']');
        Ok(())
    }

    fn object(&mut self, reader: &mut Reader<'_>, depth: usize) -> Result<(), Fault> {
        self.out.push(b'{');
        let (at, first) = (reader.pos, self.members.len());
        reader.members(depth, |reader, depth| {
            if self.members.len() > first {
                self.out.push(b',');
            }
            let key = self.string(reader)?;
            reader.expect(b':', "`:`")?;
            self.out.push(b':');
            let start = self.out.len();
            self.value(reader, depth)?;
            self.members.push(Member {
                key,
                value: start..self.out.len(),
            });
            Ok(())
        })?;
        self.sort(at, first)?;
        self.out.push(b'}');
        if depth > 0 {
            self.members.truncate(first);
        }
        Ok(())
    }

    /// Puts the members from `first` on into canonical order.
    fn sort(&mut self, at: usize, first: usize) -> Result<(), Fault> {
        let out = &self.out;
        let order = |one: &Member, other: &Member| {
            key_order(&out[one.key.clone()], &out[other.key.clone()])
        };
        let members = &mut self.members[first..];
        if members.is_sorted_by(|one, other| order(one, other) == Ordering::Less) {
            return Ok(());
        }
        members.sort_by(order);
        if let Some(pair) = members
            .windows(2)
            .find(|it| order(&it[0], &it[1]) == Ordering::Equal)
        {
            let key = String::from_utf8_lossy(&out[pair[0].key.clone()]);
            return Err(Fault {
                at,
                text: format!("the key `{key}` stands twice in one object"),
            });
        }
        self.scratch.clear();
        let start = members
            .iter()
            .map(|it| it.key.start - 1)
            .min()
            .unwrap_or(out.len());
        for member in members {
            if !self.scratch.is_empty() {
                self.scratch.push(b',');
            }
            let from = member.key.start - 1;
            let to = start + self.scratch.len();
            self.scratch.extend_from_slice(&out[from..member.value.end]);
            let moved = |range: &Range<usize>| range.start - from + to..range.end - from + to;
            *member = Member {
                key: moved(&member.key),
                value: moved(&member.value),
            };
        }
        self.out.truncate(start);
        self.out.extend_from_slice(&self.scratch);
        Ok(())
    }

    /// Copies a string and gives the place between its quotes.
    fn string(&mut self, reader: &mut Reader<'_>) -> Result<Range<usize>, Fault> {
        let at = reader.pos;
        let span = reader.string_span()?;
        let start = self.out.len() + 1;
        if span.contains(&b'\\') {
            let text = std::str::from_utf8(span).map_err(|_| Fault {
                at,
                text: "found a string that is not UTF-8".into(),
            })?;
            let mut written = String::with_capacity(text.len() + 2);
            write_string(&unescaped(text), &mut written);
            self.out.extend_from_slice(written.as_bytes());
        } else {
            self.out.push(b'"');
            self.out.extend_from_slice(span);
            self.out.push(b'"');
        }
        Ok(start..self.out.len() - 1)
    }

    fn number(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let mut ahead = *reader;
        let text = ahead.number_span()?;
        if is_canonical(text) {
            self.out.extend_from_slice(text.as_bytes());
            *reader = ahead;
            return Ok(());
        }
        let mut written = String::new();
        write_number(reader.number()?, &mut written);
        self.out.extend_from_slice(written.as_bytes());
        Ok(())
    }
}

/// Whether a number is surely canonical as it stands. Up to 15 digits, no two decimals are the
/// same double, so none of them can be written shorter.
fn is_canonical(text: &str) -> bool {
    if text.len() > 15 || !text.bytes().all(|it| it.is_ascii_digit() || it == b'.') {
        return false;
    }
    // Below 0.000001 an exponent is due.
    !text.contains('.') || (!text.ends_with('0') && (!text.starts_with('0') || text.len() <= 8))
}

fn key_order(one: &[u8], other: &[u8]) -> Ordering {
    if !one.contains(&b'\\') && !other.contains(&b'\\') {
        return utf16_order(one, other);
    }
    let plain = |key| unescaped(&String::from_utf8_lossy(key)).into_owned();
    utf16_order(plain(one).as_bytes(), plain(other).as_bytes())
}
