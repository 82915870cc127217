use std::fmt;

use super::{digest_of, utf16_order, write_number, write_string};

/// A JSON object in the making: canonical, in whatever order its fields are given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object {
    /// Keys and canonical values, in canonical order.
    fields: Vec<(String, String)>,
}

impl Object {
    /// Sets a field to a value that is canonical JSON already.
    pub fn json(&mut self, key: &str, json: String) {
        let order = |it: &(String, String)| utf16_order(it.0.as_bytes(), key.as_bytes());
        match self.fields.binary_search_by(order) {
            Ok(place) => self.fields[place].1 = json,
            Err(place) => self.fields.insert(place, (key.to_owned(), json)),
        }
    }

    /// Sets a field to words.
    pub fn words(&mut self, key: &str, words: &str) {
        self.json(key, string(words));
    }

    /// Sets a field to words, if there are any.
    pub fn maybe(&mut self, key: &str, words: Option<&str>) {
        if let Some(words) = words {
            self.words(key, words);
        }
    }

    /// Sets a field to a finite number.
    pub fn number(&mut self, key: &str, it: f64) {
        self.json(key, number(it));
    }

    /// Sets a field to a truth.
    pub fn flag(&mut self, key: &str, flag: bool) {
        self.json(key, if flag { "true" } else { "false" }.to_owned());
    }

    /// Sets a field to an object.
    pub fn object(&mut self, key: &str, object: &Object) {
        self.json(key, object.to_string());
    }

    /// Sets a field to a list of words.
    pub fn list<'a>(&mut self, key: &str, words: impl IntoIterator<Item = &'a String>) {
        self.json(key, list(words.into_iter().map(|it| string(it))));
    }

    /// Sets the field `digest`: SHA-256 over the object without it.
    pub fn seal(&mut self) {
        self.fields.retain(|it| it.0 != "digest");
        let digest = digest_of(&[self.to_string().as_bytes()]);
        self.words("digest", &digest.to_string());
    }
}

impl fmt::Display for Object {
    /// The object as canonical JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self.fields.iter();
        let fields = fields.map(|(key, json)| string(key) + ":" + json);
        f.write_str(&joined("{", fields, "}"))
    }
}

/// Words as canonical JSON.
pub fn string(words: &str) -> String {
    let mut out = String::new();
    write_string(words, &mut out);
    out
}

/// A finite number as canonical JSON.
pub fn number(number: f64) -> String {
    let mut out = String::new();
    write_number(number, &mut out);
    out
}

/// A list of values that are canonical JSON already.
pub fn list(values: impl Iterator<Item = String>) -> String {
    joined("[", values, "]")
}

fn joined(open: &str, parts: impl Iterator<Item = String>, close: &str) -> String {
    let mut out = open.to_owned();
    for part in parts {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(&part);
    }
    out.push_str(close);
    out
}
