//! What a JSON document may look like, as data.
//!
//! One table per document serves three ends: it finds every problem of a file at once, it is
//! written out as JSON Schema, and it says which fields there are when one is misspelt.

use serde_json::{Map, Value};

use crate::base::{Problems, nearest};

/// How deep a document may nest. Deeper ones are hostile.
pub const MAX_DEPTH: usize = super::json::MAX_DEPTH;

/// The shape of one value.
#[derive(Clone, Copy)]
pub enum Shape {
    /// Words in one language, or an object of words by BCP 47 language.
    Text,
    /// A string.
    Str,
    /// A name: letters, digits, `_`, `-` and `.`, not starting with a digit.
    Name,
    /// An expression.
    Expr,
    /// `true`, `false` or an expression.
    Condition,
    /// `true` or `false`.
    Bool,
    /// A finite number.
    Number,
    /// A whole number from 0.
    Count,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of such values.
    List(&'static Shape),
    /// An object with free keys and such values.
    Map(&'static Shape),
    /// An object with these fields.
    Object(&'static Object),
    /// Whichever fits.
    Either(&'static [Shape]),
    /// Anything.
    Any,
}

/// An object with known fields.
pub struct Object {
    /// Its name in the schema.
    pub name: &'static str,
    /// The fields.
    pub fields: &'static [Field],
}

/// One field of an object.
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What it holds.
    pub shape: Shape,
    /// What it means.
    #[cfg(feature = "authoring")]
    pub doc: &'static str,
}

/// A field that may be left out.
pub const fn optional(name: &'static str, shape: Shape, doc: &'static str) -> Field {
    field(name, false, shape, doc)
}

const fn field(name: &'static str, required: bool, shape: Shape, _doc: &'static str) -> Field {
    Field {
        name,
        required,
        shape,
        #[cfg(feature = "authoring")]
        doc: _doc,
    }
}

/// A field that must be there.
pub const fn required(name: &'static str, shape: Shape, doc: &'static str) -> Field {
    field(name, true, shape, doc)
}

/// Reports everything in `value` that does not have `shape`.
pub fn check(value: &Value, shape: Shape, at: &str, problems: &mut Problems) {
    Checker { problems }.check(value, shape, at, 0);
}

struct Checker<'a> {
    problems: &'a mut Problems,
}

impl Checker<'_> {
    fn check(&mut self, value: &Value, shape: Shape, at: &str, depth: usize) {
        if depth > MAX_DEPTH {
            self.problems
                .push(at, format!("nested deeper than {MAX_DEPTH} levels"));
            return;
        }
        match shape {
            Shape::Any => {}
            Shape::List(inner) => match value.as_array() {
                Some(list) => {
                    for (idx, item) in list.iter().enumerate() {
                        self.check(item, *inner, &format!("{at}/{idx}"), depth + 1);
                    }
                }
                None => self.expected(at, "a list", value),
            },
            Shape::Map(inner) => match value.as_object() {
                Some(map) => {
                    for (key, item) in map {
                        self.check(item, *inner, &join(at, key), depth + 1);
                    }
                }
                None => self.expected(at, "an object", value),
            },
            Shape::Object(object) => match value.as_object() {
                Some(map) => self.object(map, object, at, depth),
                None => self.expected(at, "an object", value),
            },
            Shape::Word(words) => self.word(value, words, at),
            Shape::Either(shapes) => {
                // The first shape of the right JSON type gets to say what is wrong inside.
                let fit = shapes.iter().find(|it| it.same_type(value));
                match fit {
                    Some(fit) => self.check(value, *fit, at, depth),
                    None => self.expected(at, &shape.describe(), value),
                }
            }
            Shape::Text => self.text(value, at),
            Shape::Name => match value.as_str() {
                Some(name) if is_name(name) => {}
                Some(_) => self.expected(at, "a name of letters, digits, `_`, `-`, `.`", value),
                None => self.expected(at, "a name", value),
            },
            Shape::Str
            | Shape::Expr
            | Shape::Condition
            | Shape::Bool
            | Shape::Number
            | Shape::Count => {
                if !shape.same_type(value) {
                    self.expected(at, &shape.describe(), value);
                }
            }
        }
    }

    fn object(&mut self, map: &Map<String, Value>, object: &Object, at: &str, depth: usize) {
        for (key, item) in map {
            match object.fields.iter().find(|it| it.name == key) {
                Some(field) => self.check(item, field.shape, &join(at, key), depth + 1),
                None => {
                    let known = object.fields.iter().map(|it| it.name);
                    let what = format!("field of {}", object.name);
                    self.problems.unknown(&join(at, key), &what, key, known);
                }
            }
        }
        for field in object.fields.iter().filter(|it| it.required) {
            if !map.contains_key(field.name) {
                let text = format!("`{}` is missing, {}", field.name, field.shape.describe());
                self.problems.push(at, text);
            }
        }
    }

    fn word(&mut self, value: &Value, words: &[&str], at: &str) {
        match value.as_str() {
            Some(word) if words.contains(&word) => {}
            Some(word) => {
                let help = nearest(word, words.iter().copied());
                let help = help.map(|it| format!("did you mean `{it}`?"));
                let text = format!("found `{word}`, expected one of {}", words.join(", "));
                self.problems.push_with(at, text, help);
            }
            None => self.expected(at, &format!("one of {}", words.join(", ")), value),
        }
    }

    fn text(&mut self, value: &Value, at: &str) {
        match value {
            Value::String(_) => {}
            Value::Object(map) => {
                for (lang, words) in map {
                    if !words.is_string() {
                        self.expected(&join(at, lang), "words", words);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {
                self.expected(at, "words, or an object of words by language", value);
            }
        }
    }

    fn expected(&mut self, at: &str, what: &str, found: &Value) {
        self.problems
            .push(at, format!("found {}, expected {what}", show(found)));
    }
}

impl Shape {
    /// Whether the JSON type of `value` is one this shape can have.
    fn same_type(self, value: &Value) -> bool {
        match self {
            Shape::Any => true,
            Shape::Str | Shape::Name | Shape::Expr | Shape::Word(_) => value.is_string(),
            Shape::Text => value.is_string() || value.is_object(),
            Shape::Condition => value.is_string() || value.is_boolean(),
            Shape::Bool => value.is_boolean(),
            Shape::Number => value.as_f64().is_some_and(f64::is_finite),
            Shape::Count => value.as_u64().is_some_and(|it| u32::try_from(it).is_ok()),
            Shape::List(_) => value.is_array(),
            Shape::Map(_) | Shape::Object(_) => value.is_object(),
            Shape::Either(shapes) => shapes.iter().any(|it| it.same_type(value)),
        }
    }

    fn describe(self) -> String {
        match self {
            Shape::Any => "anything".into(),
            Shape::Text => "words, or an object of words by language".into(),
            Shape::Str => "a string".into(),
            Shape::Name => "a name".into(),
            Shape::Expr => "an expression".into(),
            Shape::Condition => "true, false or an expression".into(),
            Shape::Bool => "true or false".into(),
            Shape::Number => "a number".into(),
            Shape::Count => "a whole number from 0".into(),
            Shape::Word(words) => format!("one of {}", words.join(", ")),
            Shape::List(_) => "a list".into(),
            Shape::Map(_) => "an object".into(),
            Shape::Object(object) => format!("an object ({})", object.name),
            Shape::Either(shapes) => shapes
                .iter()
                .map(|it| it.describe())
                .collect::<Vec<_>>()
                .join(" or "),
        }
    }
}

/// Whether `name` can stand in `${name}`: an XML name without a colon.
pub fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars
        .next()
        .is_some_and(|it| it.is_alphabetic() || it == '_')
        && chars.all(|it| it.is_alphanumeric() || matches!(it, '_' | '-' | '.'))
        && name.len() <= 256
}

/// The JSON pointer of `key` in the object at `at`.
pub fn join(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// A short form of a value for messages.
pub fn show(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(it) => it.to_string(),
        Value::Number(it) => it.to_string(),
        Value::String(it) => {
            let short: String = it.chars().take(40).collect();
            let dots = if it.chars().nth(40).is_some() {
                "…"
            } else {
                ""
            };
            format!("`{short}{dots}`")
        }
        Value::Array(it) => format!("a list of {}", it.len()),
        Value::Object(_) => "an object".into(),
    }
}
