//! Functions of texts and of space-separated lists.

use regex_lite::{Regex, RegexBuilder};
use sha2::{Digest as _, Sha256};

use super::call::Call;
use super::eval::Evaluated;
use super::value::XValue;

/// A pattern that must match a whole text, as JavaRosa and ODK's documentation have it.
pub(super) fn whole_match(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(&format!("^(?:{pattern})$"))
        .size_limit(1 << 20)
        .build()
        .map_err(|it| format!("not a pattern: {it}"))
}

pub(super) fn tokens(list: &str) -> impl Iterator<Item = &str> {
    list.split_ascii_whitespace()
}

/// A count or place in a text, from a number that may be anything.
fn index(number: f64) -> i64 {
    // `as` saturates; NaN gives 0.
    number as i64
}

impl Call<'_> {
    pub(super) fn selected_at(&self) -> Evaluated<XValue> {
        let (list, place) = (self.text(0)?, self.number(1)?);
        let found = (place >= 0.0).then(|| tokens(&list).nth(index(place) as usize));
        Ok(found.flatten().unwrap_or_default().to_owned().into())
    }

    pub(super) fn coalesce(&self) -> Evaluated<XValue> {
        let last = self.len() - 1;
        for idx in 0..last {
            let value = self.value(idx)?;
            if !value.to_text(self.eval.world).is_empty() {
                return Ok(value);
            }
        }
        self.value(last)
    }

    pub(super) fn once(&self) -> Evaluated<XValue> {
        let own = self.eval.world.value(self.eval.asking);
        if own.is_empty() {
            self.value(0)
        } else {
            Ok(own.into_owned().into())
        }
    }

    /// One side of a text around the first occurrence of a part.
    pub(super) fn split(
        &self,
        side: for<'t> fn((&'t str, &'t str)) -> &'t str,
    ) -> Evaluated<XValue> {
        let (text, part) = (self.text(0)?, self.text(1)?);
        Ok(text.split_once(&part).map_or("", side).to_owned().into())
    }

    pub(super) fn translate(&self) -> Evaluated<XValue> {
        let (text, from, to) = (self.text(0)?, self.text(1)?, self.text(2)?);
        let to: Vec<char> = to.chars().collect();
        let replaced = text.chars().filter_map(|c| {
            let place = from.chars().position(|it| it == c);
            place.map_or(Some(c), |place| to.get(place).copied())
        });
        Ok(replaced.collect::<String>().into())
    }

    pub(super) fn base64_decode(&self) -> Evaluated<XValue> {
        Ok(base64_decode(&self.text(0)?).unwrap_or_default().into())
    }

    pub(super) fn substr(&self) -> Evaluated<XValue> {
        let text: Vec<char> = self.text(0)?.chars().collect();
        let len = text.len() as i64;
        let place = |number: f64| {
            let idx = index(number);
            (if idx < 0 {
                len.saturating_add(idx)
            } else {
                idx
            })
            .clamp(0, len) as usize
        };
        let start = place(self.number(1)?);
        let end = match self.len() {
            3 => place(self.number(2)?),
            _ => text.len(),
        };
        let kept = text.get(start..end).unwrap_or_default();
        Ok(kept.iter().collect::<String>().into())
    }

    /// XPath 1.0, section 4.2, with its rounding and its NaN.
    pub(super) fn substring(&self) -> Evaluated<XValue> {
        let text = self.text(0)?;
        let round = |number: f64| (number + 0.5).floor();
        let start = round(self.number(1)?);
        let end = match self.len() {
            3 => start + round(self.number(2)?),
            _ => f64::INFINITY,
        };
        let inside = |idx: usize| {
            let place = idx as f64 + 1.0;
            place >= start && place < end
        };
        let kept = text.chars().enumerate().filter(|(idx, _)| inside(*idx));
        Ok(kept.map(|it| it.1).collect::<String>().into())
    }

    pub(super) fn uuid(&self) -> Evaluated<XValue> {
        let below = |n: u32| ((self.eval.world.random() * f64::from(n)) as u32).min(n - 1);
        if self.len() == 1 {
            let len = index(self.number(0)?).clamp(0, 1000);
            let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
            let letter = |_| char::from(letters[below(62) as usize]);
            return Ok((0..len).map(letter).collect::<String>().into());
        }
        let pattern = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
        let digit = |n: u32| char::from_digit(n, 16).unwrap_or('0');
        let digits = pattern.chars().map(|c| match c {
            'x' => digit(below(16)),
            'y' => digit(8 + below(4)),
            other => other,
        });
        Ok(digits.collect::<String>().into())
    }

    pub(super) fn regex(&self) -> Evaluated<XValue> {
        match whole_match(&self.text(1)?) {
            Ok(pattern) => Ok(pattern.is_match(&self.text(0)?).into()),
            Err(message) => self.refuse(1, message),
        }
    }

    pub(super) fn digest(&self) -> Evaluated<XValue> {
        let text = self.text(0)?;
        let algorithm = self.text(1)?;
        if algorithm != "SHA-256" {
            return self.refuse(1, format!("expected SHA-256, found `{algorithm}`"));
        }
        let bytes = Sha256::digest(text);
        let encoding = match self.len() {
            3 => self.text(2)?,
            _ => "base64".to_owned(),
        };
        match encoding.as_str() {
            "hex" => Ok(hex(&bytes).into()),
            "base64" => Ok(base64_encode(&bytes).into()),
            _ => self.refuse(2, format!("expected hex or base64, found `{encoding}`")),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|it| [digit(it >> 4), digit(it & 15)])
        .collect()
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64_encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, idx| {
            bits << 8 | u32::from(chunk.get(idx).copied().unwrap_or(0))
        });
        for idx in 0..4 {
            let letter = BASE64[(bits >> (18 - 6 * idx) & 63) as usize];
            text.push(if idx <= chunk.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    text
}

fn base64_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.trim().trim_end_matches('=').bytes() {
        if byte.is_ascii_whitespace() {
            continue;
        }
        let value = BASE64.iter().position(|it| *it == byte)? as u32;
        bits = (bits << 6 | value) & 0xFFFF;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 255) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}
