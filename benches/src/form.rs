/// A form in words that all three engines have.
#[derive(Clone, Debug)]
pub struct Form {
    /// Its id in files.
    pub id: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// The choice lists.
    pub lists: Vec<List>,
    /// What is asked, in order.
    pub items: Vec<Item>,
}

/// A choice list.
#[derive(Clone, Debug)]
pub struct List {
    /// Its name.
    pub name: &'static str,
    /// The choices, in order.
    pub choices: Vec<Choice>,
}

/// One choice.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The code that is stored.
    pub name: String,
    /// What people see.
    pub label: String,
    /// The choice of the list above in a cascade under which this one is offered.
    pub parent: Option<String>,
}

/// A question, a calculation or what holds some.
#[derive(Clone, Debug)]
pub struct Item {
    /// Unique in the form.
    pub name: String,
    /// What people see.
    pub label: String,
    /// Asked only where true.
    pub relevant: Option<Condition>,
    /// What it is.
    pub body: Body,
}

/// What an item is.
#[derive(Clone, Debug)]
pub enum Body {
    /// Words.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A date.
    Date,
    /// One choice of a list; in a cascade, those whose parent is the answer to another question.
    One {
        /// The list's name.
        list: &'static str,
        /// The question that decides which choices are offered.
        under: Option<String>,
    },
    /// Any choices of a list.
    Many(&'static str),
    /// A value that nobody sees.
    Calculate(Calculation),
    /// Items that belong together.
    Group(Vec<Item>),
    /// Items asked again and again.
    Repeat {
        /// How often; none where people add instances themselves.
        count: Option<usize>,
        /// What is asked in each instance.
        items: Vec<Item>,
    },
}

/// When something is asked.
#[derive(Clone, Debug)]
pub enum Condition {
    /// The answer is this choice.
    Is(String, String),
    /// The answers hold this choice.
    Has(String, String),
    /// The answer is a greater number.
    Above(String, u32),
    /// All of these.
    All(Vec<Condition>),
    /// Any of these.
    Any(Vec<Condition>),
}

/// What a calculation comes to.
#[derive(Clone, Debug)]
pub enum Calculation {
    /// The sum of these items times these factors; what is blank or below zero counts as zero.
    Sum(Vec<(String, u32)>),
    /// The sum of a question over all instances of a repeat.
    Total {
        /// The repeat.
        repeat: String,
        /// The question in it.
        question: String,
    },
}

impl Form {
    /// Every item, outer ones before what they hold.
    pub fn all(&self) -> Vec<&Item> {
        let mut found = Vec::new();
        collect(&self.items, &mut found);
        found
    }
}

fn collect<'f>(items: &'f [Item], found: &mut Vec<&'f Item>) {
    for item in items {
        found.push(item);
        collect(item.body.items(), found);
    }
}

impl Body {
    /// What a group or a repeat holds.
    pub fn items(&self) -> &[Item] {
        match self {
            Body::Group(items) | Body::Repeat { items, .. } => items,
            Body::Text
            | Body::Integer
            | Body::Decimal
            | Body::Date
            | Body::One { .. }
            | Body::Many(_)
            | Body::Calculate(_) => &[],
        }
    }

    /// Whether a person answers it.
    pub fn is_question(&self) -> bool {
        match self {
            Body::Text
            | Body::Integer
            | Body::Decimal
            | Body::Date
            | Body::One { .. }
            | Body::Many(_) => true,
            Body::Calculate(_) | Body::Group(_) | Body::Repeat { .. } => false,
        }
    }
}

/// How a dialect spells what conditions and calculations are made of.
pub(crate) struct Dialect<'d> {
    /// A reference to an item.
    pub(crate) name: &'d dyn Fn(&str) -> String,
    /// Whether the first, an item that holds many choices, holds the second, a code.
    pub(crate) has: &'d dyn Fn(&str, &str) -> String,
    /// The function that chooses between two values.
    pub(crate) choose: &'d str,
    /// The sum of a question, the second, over a repeat, the first.
    pub(crate) total: &'d dyn Fn(&str, &str) -> String,
}

impl Condition {
    pub(crate) fn write(&self, dialect: &Dialect<'_>) -> String {
        let joined = |all: &[Condition], word: &str| {
            let parts = all.iter().map(|it| format!("({})", it.write(dialect)));
            parts.collect::<Vec<_>>().join(word)
        };
        match self {
            Condition::Is(name, code) => format!("{} = '{code}'", (dialect.name)(name)),
            Condition::Has(name, code) => (dialect.has)(name, code),
            Condition::Above(name, least) => format!("{} > {least}", (dialect.name)(name)),
            Condition::All(all) => joined(all, " and "),
            Condition::Any(all) => joined(all, " or "),
        }
    }
}

impl Calculation {
    pub(crate) fn write(&self, dialect: &Dialect<'_>) -> String {
        match self {
            Calculation::Sum(parts) => {
                let part = |(name, factor): &(String, u32)| {
                    let name = (dialect.name)(name);
                    format!("{}({name} > 0, {name}, 0) * {factor}", dialect.choose)
                };
                parts.iter().map(part).collect::<Vec<_>>().join(" + ")
            }
            Calculation::Total { repeat, question } => (dialect.total)(repeat, question),
        }
    }
}
