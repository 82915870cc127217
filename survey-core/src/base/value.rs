use super::{Missing, number};

/// What a person answered, without its question: the question's type says how to read it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words, a choice's name, a date, a time or an area's code.
    Text(String),
    /// A finite number.
    Number(f64),
    /// Names of choices, in the order they were ticked.
    Many(Vec<String>),
}

impl Value {
    /// The value as expressions see it: XForms writes everything as text, and a list of choices
    /// as names with spaces between them.
    pub fn to_xpath(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Number(number) => number::plain(*number),
            Value::Many(names) => names.join(" "),
        }
    }

    /// Whether the value holds nothing, which counts as no answer.
    pub fn is_blank(&self) -> bool {
        match self {
            Value::Text(text) => text.is_empty(),
            Value::Number(_) => false,
            Value::Many(names) => names.is_empty(),
        }
    }
}

/// The state of one question that was asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// An answer was given.
    Given(Value),
    /// There is none, for this reason.
    Missing(Missing),
}

impl Answer {
    /// The value, if one was given.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Answer::Given(value) => Some(value),
            Answer::Missing(_) => None,
        }
    }
}
