//! The fields of one JSON object, without a tree: for lines and notes that are small and many.

use std::borrow::Cow;

use super::json::{Fault, Reader};

/// The fields of an object, as they stand in its text.
#[derive(Clone, Debug)]
pub struct Fields<'a>(Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Fields<'a> {
    /// Reads an object.
    ///
    /// # Errors
    /// The first fault, or that something else stands there or behind it.
    pub fn read(text: &'a str) -> Result<Fields<'a>, Fault> {
        let mut reader = Reader::new(text.as_bytes(), 0);
        let mut fields = Vec::new();
        reader.members(0, |reader, _| {
            let key = reader.string()?;
            reader.expect(b':', "`:`")?;
            reader.peek();
            let start = reader.pos;
            reader.skip()?;
            fields.push((key, text.get(start..reader.pos).unwrap_or_default()));
            Ok(())
        })?;
        match reader.peek() {
            None => Ok(Fields(fields)),
            Some(_) => Err(reader.fault("the end of the object")),
        }
    }

    /// The value of a field as it stands; none if it is left out or `null`.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        let found = self.0.iter().find(|it| it.0 == key);
        found.map(|it| it.1).filter(|it| *it != "null")
    }

    /// The words in a field.
    pub fn words(&self, key: &str) -> Option<String> {
        words(self.get(key)?)
    }

    /// The number in a field.
    pub fn number(&self, key: &str) -> Option<f64> {
        number(self.get(key)?)
    }

    /// The whole number in a field, if a double holds it exactly.
    pub fn whole(&self, key: &str) -> Option<i64> {
        let exact = |it: &f64| it.fract() == 0.0 && it.abs() <= 9_007_199_254_740_992.0;
        self.number(key).filter(exact).map(|it| it as i64)
    }

    /// The words in a list.
    pub fn list(&self, key: &str) -> Option<Vec<String>> {
        list(self.get(key)?)
    }

    /// All fields, each of words.
    #[cfg(feature = "authoring")]
    pub fn texts(&self) -> Option<crate::base::Map<String, String>> {
        let fields = self.0.iter();
        fields
            .map(|(key, json)| Some((key.clone().into_owned(), words(json)?)))
            .collect()
    }

    /// The fields of an object in a field.
    pub fn object(&self, key: &str) -> Option<Fields<'a>> {
        Fields::read(self.get(key)?).ok()
    }
}

/// The words that a value is.
pub(super) fn words(json: &str) -> Option<String> {
    let words = Reader::new(json.as_bytes(), 0).string();
    words.ok().map(Cow::into_owned)
}

/// The number that a value is.
pub(super) fn number(json: &str) -> Option<f64> {
    Reader::new(json.as_bytes(), 0).number().ok()
}

/// The words that a value is a list of.
pub(super) fn list(json: &str) -> Option<Vec<String>> {
    let mut all = Vec::new();
    let walked = Reader::new(json.as_bytes(), 0).elements(0, |reader, _| {
        all.push(reader.string()?.into_owned());
        Ok(())
    });
    walked.ok().map(|()| all)
}

#[cfg(test)]
mod tests {
    use super::Fields;

    #[test]
    fn every_kind_of_field_is_read() {
        let text = r#" {"a": "b\u00e4\n", "n": -2.5e1, "w": 7, "l": ["x", "y"], "no": null,
            "o": {"a": [{}]}} "#;
        let fields = Fields::read(text).expect("an object");
        assert_eq!(fields.words("a").as_deref(), Some("bä\n"));
        assert_eq!(
            (fields.number("n"), fields.whole("n")),
            (Some(-25.0), Some(-25))
        );
        assert_eq!(fields.whole("w"), Some(7));
        assert_eq!(fields.list("l"), Some(vec!["x".to_owned(), "y".to_owned()]));
        assert_eq!(fields.get("no"), None);
        let inner = fields.object("o").expect("an object");
        assert_eq!(inner.get("a"), Some("[{}]"));
        assert_eq!(
            (fields.words("w"), fields.number("a"), fields.list("a")),
            (None, None, None)
        );
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for text in ["", "[]", "{", "{} x", r#"{"a":}"#, r#"{"a" 1}"#] {
            assert!(Fields::read(text).is_err(), "{text}");
        }
        assert!(
            Fields::read(r#"{"a": 1.5, "b": 1e300}"#)
                .is_ok_and(|it| { it.whole("a").is_none() && it.whole("b").is_none() })
        );
    }
}
