//! Values as a compact text that a small reader can read back.
//!
//! The text is a row of numbers and words, without names, in the order of the fields. A number is
//! written in digits of five bits, the lowest first, each one character from `0` to `o`; words
//! are written as they are, after the number of their bytes.
//!
//! A reader that found something strange gives zeros and empty words from there on, so that
//! reading needs no branch at every field; whoever reads asks [`Reader::is_sound`] at the end.

use std::sync::Arc;

use super::Map;

/// How deep values may nest. Deeper ones are hostile.
const MAX_DEPTH: u32 = 500;

/// A value that has a compact form.
pub(crate) trait Compact: Sized {
    /// Writes the value to the end of `out`.
    fn put(&self, out: &mut String);
    /// Reads what [`Compact::put`] wrote.
    fn take(from: &mut Reader<'_>) -> Self;
}

/// Walks over a compact text.
pub(crate) struct Reader<'a> {
    text: &'a str,
    pos: usize,
    depth: u32,
    failed: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Reader<'a> {
        Reader {
            text,
            pos: 0,
            depth: 0,
            failed: false,
        }
    }

    /// Whether everything was read and nothing was strange.
    pub(crate) fn is_sound(&self) -> bool {
        !self.failed && self.pos == self.text.len()
    }

    /// Something is strange: nothing more is read.
    pub(crate) fn fail(&mut self) {
        self.failed = true;
        self.pos = self.text.len();
    }

    pub(crate) fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(5) {
            let byte = self.text.as_bytes().get(self.pos).copied();
            let digit = byte.unwrap_or(0).wrapping_sub(b'0');
            if digit > 63 {
                break;
            }
            self.pos += 1;
            number |= u64::from(digit & 31) << shift;
            if digit < 32 {
                return number;
            }
        }
        self.fail();
        0
    }

    /// A number that is below `limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        let number = self.number();
        if number < limit {
            return number;
        }
        self.fail();
        0
    }

    pub(crate) fn words(&mut self) -> &'a str {
        let end = self.number().saturating_add(self.pos as u64);
        let words = usize::try_from(end)
            .ok()
            .and_then(|end| self.text.get(self.pos..end));
        match words {
            Some(words) => {
                self.pos += words.len();
                words
            }
            None => {
                self.fail();
                ""
            }
        }
    }

    /// As many values as a number says, one level deeper.
    fn each(&mut self, mut one: impl FnMut(&mut Self)) {
        let count = self.number();
        self.deeper(|it| {
            for _ in 0..count {
                // Every value takes a character, so a hostile count ends with the text.
                if it.failed {
                    break;
                }
                one(it);
            }
        });
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.fail();
        }
        let read = read(self);
        self.depth -= 1;
        read
    }
}

pub(crate) fn put_number(mut number: u64, out: &mut String) {
    while number > 31 {
        out.push(char::from(b'0' + 32 + (number & 31) as u8));
        number >>= 5;
    }
    out.push(char::from(b'0' + number as u8));
}

impl Compact for bool {
    fn put(&self, out: &mut String) {
        put_number((*self).into(), out);
    }

    fn take(from: &mut Reader<'_>) -> bool {
        from.below(2) == 1
    }
}

impl Compact for u32 {
    fn put(&self, out: &mut String) {
        put_number((*self).into(), out);
    }

    fn take(from: &mut Reader<'_>) -> u32 {
        from.below(1 << 32) as u32
    }
}

impl Compact for usize {
    fn put(&self, out: &mut String) {
        put_number(*self as u64, out);
    }

    fn take(from: &mut Reader<'_>) -> usize {
        // What is counted in memory fits into 32 bits everywhere.
        u32::take(from) as usize
    }
}

impl Compact for f64 {
    fn put(&self, out: &mut String) {
        // Numbers that people write end in many zero bits, which take no digits from the top.
        put_number(self.to_bits().swap_bytes(), out);
    }

    fn take(from: &mut Reader<'_>) -> f64 {
        f64::from_bits(from.number().swap_bytes())
    }
}

impl Compact for String {
    fn put(&self, out: &mut String) {
        put_number(self.len() as u64, out);
        out.push_str(self);
    }

    fn take(from: &mut Reader<'_>) -> String {
        from.words().to_owned()
    }
}

impl Compact for Box<str> {
    fn put(&self, out: &mut String) {
        put_number(self.len() as u64, out);
        out.push_str(self);
    }

    fn take(from: &mut Reader<'_>) -> Box<str> {
        from.words().into()
    }
}

impl<T: Compact> Compact for Box<T> {
    fn put(&self, out: &mut String) {
        T::put(self, out);
    }

    fn take(from: &mut Reader<'_>) -> Box<T> {
        Box::new(from.deeper(T::take))
    }
}

impl<T: Compact> Compact for Option<T> {
    fn put(&self, out: &mut String) {
        self.is_some().put(out);
        if let Some(it) = self {
            it.put(out);
        }
    }

    fn take(from: &mut Reader<'_>) -> Option<T> {
        bool::take(from).then(|| T::take(from))
    }
}

impl<T: Compact, U: Compact> Compact for (T, U) {
    fn put(&self, out: &mut String) {
        self.0.put(out);
        self.1.put(out);
    }

    fn take(from: &mut Reader<'_>) -> (T, U) {
        (T::take(from), U::take(from))
    }
}

impl<T: Compact> Compact for Vec<T> {
    fn put(&self, out: &mut String) {
        self.len().put(out);
        self.iter().for_each(|it| it.put(out));
    }

    fn take(from: &mut Reader<'_>) -> Vec<T> {
        let mut all = Vec::new();
        from.each(|it| all.push(T::take(it)));
        all
    }
}

impl<T: Compact> Compact for Arc<[T]> {
    fn put(&self, out: &mut String) {
        self.len().put(out);
        self.iter().for_each(|it| it.put(out));
    }

    fn take(from: &mut Reader<'_>) -> Arc<[T]> {
        Vec::take(from).into()
    }
}

impl<T: Compact> Compact for Map<String, T> {
    fn put(&self, out: &mut String) {
        self.len().put(out);
        for (key, value) in self {
            key.put(out);
            value.put(out);
        }
    }

    fn take(from: &mut Reader<'_>) -> Map<String, T> {
        Map::from_sorted(Vec::take(from)).unwrap_or_else(|| {
            from.fail();
            Map::new()
        })
    }
}

/// The compact form of a struct: its fields in this order. Those after `made` are not written;
/// whoever reads makes them from the others.
macro_rules! compact_struct {
    ($name:ident { $($field:ident),* $(,)? } $(made { $($made:ident),* })?) => {
        impl $crate::base::Compact for $name {
            fn put(&self, out: &mut String) {
                let $name { $($field,)* $($($made: _,)*)? } = self;
                $($crate::base::Compact::put($field, out);)*
            }

            fn take(from: &mut $crate::base::Reader<'_>) -> $name {
                $name {
                    $($field: $crate::base::Compact::take(from),)*
                    $($($made: Default::default(),)*)?
                }
            }
        }
    };
}
pub(crate) use compact_struct;

/// The compact form of an enum: the number of the variant, then what it holds. Numbers are part
/// of the format, and 0 must be a variant that holds none of its own kind: a reader that found
/// something strange reads that one.
macro_rules! compact_enum {
    ($name:ident { $($tag:literal $variant:ident { $($field:tt $it:ident),* }),* $(,)? }) => {
        impl $crate::base::Compact for $name {
            fn put(&self, out: &mut String) {
                match self {
                    $($name::$variant { $($field: $it),* } => {
                        $crate::base::put_number($tag, out);
                        $($crate::base::Compact::put($it, out);)*
                    })*
                }
            }

            fn take(from: &mut $crate::base::Reader<'_>) -> $name {
                match from.number() {
                    $($tag => $name::$variant { $($field: $crate::base::Compact::take(from)),* },)*
                    _ => {
                        from.fail();
                        Self::take(from)
                    }
                }
            }
        }
    };
}
pub(crate) use compact_enum;

#[cfg(test)]
mod tests {
    use super::{Compact, MAX_DEPTH, Map, Reader};

    fn back<T: Compact>(value: &T) -> Option<T> {
        let mut text = String::new();
        value.put(&mut text);
        read(&text)
    }

    fn read<T: Compact>(text: &str) -> Option<T> {
        let mut reader = Reader::new(text);
        let read = T::take(&mut reader);
        reader.is_sound().then_some(read)
    }

    #[test]
    fn numbers_and_words_come_back() {
        for number in [0, 1, 31, 32, 1_000, u32::MAX] {
            assert_eq!(back(&number), Some(number));
        }
        for number in [
            0.0,
            -0.0,
            1.0,
            100.0,
            -2.5,
            0.1,
            f64::MAX,
            f64::MIN_POSITIVE,
        ] {
            assert_eq!(back(&number).map(f64::to_bits), Some(number.to_bits()));
        }
        let mut text = String::new();
        100.0.put(&mut text);
        assert!(text.len() <= 4, "{text}");
        let words = vec![(Some("民意".to_owned()), true), (None, false)];
        assert_eq!(back(&words), Some(words));
    }

    #[test]
    fn strange_texts_are_refused() {
        assert_eq!(read::<u32>("z"), None);
        assert_eq!(read::<u32>("p"), None);
        assert_eq!(read::<u32>("ooooooo0"), None);
        assert_eq!(read::<f64>(&"o".repeat(20)), None);
        assert_eq!(read::<bool>("2"), None);
        assert_eq!(read::<bool>("00"), None);
        assert_eq!(read::<String>("2a"), None);
        // A length that cuts a character in two.
        assert_eq!(read::<String>("1民"), None);
        assert_eq!(read::<Vec<bool>>("oooooo10"), None);
    }

    #[test]
    fn keys_stand_in_order() {
        assert!(read::<Map<String, bool>>("21a01b1").is_some());
        assert_eq!(read::<Map<String, bool>>("21b01a1"), None);
        assert_eq!(read::<Map<String, bool>>("21a01a1"), None);
    }

    #[derive(Debug, PartialEq)]
    struct Nest(Option<Box<Nest>>);

    impl Compact for Nest {
        fn put(&self, out: &mut String) {
            self.0.put(out);
        }

        fn take(from: &mut Reader<'_>) -> Nest {
            Nest(Compact::take(from))
        }
    }

    #[test]
    fn depth_is_limited() {
        let nest = |depth: u32| format!("{}0", "1".repeat(depth as usize));
        assert!(read::<Nest>(&nest(MAX_DEPTH)).is_some());
        assert_eq!(read::<Nest>(&nest(MAX_DEPTH + 1)), None);
        assert_eq!(read::<Nest>(&nest(1_000_000)), None);
    }
}
