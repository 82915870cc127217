//! Comparisons and what a list or a text contains.

use super::parse::{Node, Op};
use super::registry::Kind;
use super::translate::{
    Answer, Bind, Term, Translated, Translator, Written, literal, number_text, refuse,
};

/// How many choices are written out one by one.
const MAX_CHOICES: usize = 60;

fn constant(truth: bool) -> Written {
    Written::whole(if truth { "true()" } else { "false()" })
}

fn equals(left: &str, right: &str) -> Written {
    Written::new(format!("{left} = {right}"), Bind::Equal)
}

/// A number that words hold.
pub(super) fn as_number(words: &str) -> Option<f64> {
    let plain = words.trim();
    let honest = plain.starts_with(|it: char| it.is_ascii_digit() || matches!(it, '-' | '.'));
    let number = plain.parse().ok().filter(|it: &f64| it.is_finite());
    number.filter(|_| honest)
}

fn is_date(words: &str) -> bool {
    let date = words.get(..10).unwrap_or_default();
    date.parse::<crate::base::Date>().is_ok()
}

/// A text in small letters, as far as the letters of `like` go.
fn folded(text: &str, like: &str) -> String {
    let mut upper = String::new();
    let mut lower = String::new();
    for letter in like.chars().flat_map(char::to_lowercase) {
        let mut big = letter.to_uppercase();
        if let (Some(it), None) = (big.next(), big.next())
            && it != letter
            && !lower.contains(letter)
        {
            upper.push(it);
            lower.push(letter);
        }
    }
    match upper.is_empty() {
        true => text.to_owned(),
        false => format!("translate({text}, '{upper}', '{lower}')"),
    }
}

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";

impl Translator<'_> {
    pub(super) fn equal(&mut self, left: &Node, right: &Node) -> Translated<Written> {
        let (a, b) = (self.term(left)?, self.term(right)?);
        match (a, b) {
            (Term::Of(a), Term::Of(b)) => self.answers_equal(&a, &b, left.at),
            (Term::Of(a), b) => self.equals_literal(&a, &b, right.at),
            (a, Term::Of(b)) => self.equals_literal(&b, &a, left.at),
            (a, b) => Ok(constant(plain(&a) == plain(&b))),
        }
    }

    fn equals_literal(&mut self, answer: &Answer, to: &Term, at: usize) -> Translated<Written> {
        let text = answer.written.within(Bind::Order);
        let entry = self.entry(answer.entry);
        if matches!(answer.kind, Kind::Group | Kind::Rows) && !matches!(to, Term::Blank) {
            return refuse(at, "several answers cannot be compared with one value");
        }
        if answer.kind == Kind::Condition {
            return Ok(match to {
                Term::Truth(true) => answer.written.clone(),
                Term::Truth(false) => answer.written.not(),
                Term::Words(it) if it.eq_ignore_ascii_case("true") => answer.written.clone(),
                Term::Words(it) if it.eq_ignore_ascii_case("false") => answer.written.not(),
                Term::Number(it) => {
                    let number = format!("number({})", answer.written.text);
                    equals(&number, &number_text(*it))
                }
                Term::Blank | Term::Words(_) | Term::List(_) | Term::Of(_) => constant(false),
            });
        }
        Ok(match to {
            Term::Blank => self.blank_answer(answer),
            Term::List(parts) if answer.kind.is_many() => {
                let wanted = self.texts(parts)?;
                let count = equals(
                    &format!("count-selected({text})"),
                    &wanted.len().to_string(),
                );
                let mut all = vec![count];
                all.extend(wanted.iter().map(|it| self.holds(answer, it)));
                Written::all(all)
            }
            Term::List(parts) if parts.is_empty() => self.blank_answer(answer),
            Term::List(_) => constant(false),
            Term::Truth(_) | Term::Number(_) | Term::Words(_) if answer.kind.is_many() => {
                self.note(at, "an answer of several choices never equals one value; `contains` asks for one of them");
                constant(false)
            }
            Term::Truth(it) => {
                let word = it.to_string();
                let code = entry.and_then(|it| it.code(&word)).unwrap_or(&word);
                equals(&text, &literal(code))
            }
            Term::Number(it) => {
                let word = crate::base::number::plain(*it);
                match entry.and_then(|it| it.code(&word)) {
                    Some(code) => equals(&text, &literal(code)),
                    None => equals(&text, &number_text(*it)),
                }
            }
            Term::Words(words) => self.equals_words(answer, words),
            Term::Of(other) => self.answers_equal(answer, other, at)?,
        })
    }

    fn equals_words(&self, answer: &Answer, words: &str) -> Written {
        let text = answer.written.within(Bind::Order);
        let entry = self.entry(answer.entry);
        if let Some(code) = entry.and_then(|it| it.code(words)) {
            return equals(&text, &literal(code));
        }
        if let Some(reason) = entry.and_then(|it| it.reason(words)) {
            return equals(&format!("missing-reason({text})"), &literal(reason));
        }
        match answer.kind {
            Kind::Number => match as_number(words) {
                Some(number) => equals(&text, &number_text(number)),
                None => constant(false),
            },
            Kind::Text | Kind::One | Kind::Truth
                if answer.kind == Kind::Text || entry.is_none() =>
            {
                if let Some(number) = as_number(words) {
                    return equals(&text, &number_text(number));
                }
                let words = words.trim();
                let single = words.split_whitespace().collect::<Vec<_>>().join(" ") == words;
                let trimmed = match single {
                    true => format!("normalize-space({text})"),
                    false => text.clone(),
                };
                equals(&folded(&trimmed, words), &literal(&words.to_lowercase()))
            }
            Kind::Text
            | Kind::One
            | Kind::Truth
            | Kind::Date
            | Kind::DateTime
            | Kind::Time
            | Kind::Many
            | Kind::Rank
            | Kind::Condition
            | Kind::File
            | Kind::Group
            | Kind::Rows
            | Kind::Display => equals(&text, &literal(words)),
        }
    }

    fn answers_equal(&mut self, a: &Answer, b: &Answer, at: usize) -> Translated<Written> {
        if [a, b]
            .iter()
            .any(|it| matches!(it.kind, Kind::Group | Kind::Rows))
        {
            return refuse(at, "several answers cannot be compared with others");
        }
        let (left, right) = (a.written.within(Bind::Order), b.written.within(Bind::Order));
        if a.kind.is_many() && b.kind.is_many() {
            let codes = self.shared_codes(a, b, at)?;
            let count = equals(
                &format!("count-selected({left})"),
                &format!("count-selected({right})"),
            );
            let same = codes.iter().map(|(ours, theirs)| {
                let (a, b) = (literal(ours), literal(theirs));
                let text = format!("selected({left}, {a}) = selected({right}, {b})");
                Written::new(text, Bind::Equal)
            });
            return Ok(Written::all(std::iter::once(count).chain(same).collect()));
        }
        if a.kind.is_many() || b.kind.is_many() {
            return Ok(constant(false));
        }
        let same = match (a.kind, b.kind) {
            (Kind::Condition, Kind::Truth) => {
                equals(&format!("string({})", a.written.text), &right)
            }
            (Kind::Truth, Kind::Condition) => equals(&left, &format!("string({})", b.written.text)),
            (Kind::Text, Kind::Text) => {
                let plain = |it: &str| folded(&format!("normalize-space({it})"), LETTERS);
                equals(&plain(&a.written.text), &plain(&b.written.text))
            }
            _ => equals(&left, &right),
        };
        let both_calculated = a.entry.is_none() && b.entry.is_none();
        Ok(match a.may_blank && b.may_blank && !both_calculated {
            true => {
                let blank = vec![self.blank_answer(a), self.blank_answer(b)];
                Written::any(vec![same, Written::all(blank)])
            }
            false => same,
        })
    }

    /// The codes of two questions with several answers, by the values they share or not.
    fn shared_codes(&self, a: &Answer, b: &Answer, at: usize) -> Translated<Vec<(String, String)>> {
        let (Some(left), Some(right)) = (self.entry(a.entry), self.entry(b.entry)) else {
            return refuse(at, "lists can only be compared where they are answers");
        };
        if left.codes.is_empty() || left.codes.len() > MAX_CHOICES {
            return refuse(
                at,
                "answers of several choices are compared only where their choices are known and few",
            );
        }
        let pairs = left.codes.iter().map(|it| {
            let other = right.code(&it.value).unwrap_or(&it.code);
            (it.code.clone(), other.to_owned())
        });
        Ok(pairs.collect())
    }

    /// Whether an answer of several choices holds a value.
    pub(super) fn holds(&self, answer: &Answer, value: &str) -> Written {
        let text = &answer.written.text;
        let entry = self.entry(answer.entry);
        if let Some(reason) = entry.and_then(|it| it.reason(value)) {
            return equals(&format!("missing-reason({text})"), &literal(reason));
        }
        let code = entry.and_then(|it| it.code(value)).map(str::to_owned);
        let code = code.unwrap_or_else(|| value.split_whitespace().collect::<Vec<_>>().join("_"));
        Written::whole(format!("selected({text}, {})", literal(&code)))
    }

    pub(super) fn order(&mut self, op: Op, left: &Node, right: &Node) -> Translated<Written> {
        let (a, b) = (self.term(left)?, self.term(right)?);
        if matches!(a, Term::Blank) || matches!(b, Term::Blank) {
            return Ok(constant(false));
        }
        let sign = match op {
            Op::Less => "<",
            Op::LessOrEqual => "<=",
            Op::Greater => ">",
            Op::GreaterOrEqual
            | Op::Or
            | Op::And
            | Op::Equal
            | Op::NotEqual
            | Op::Plus
            | Op::Minus
            | Op::Times
            | Op::Divide
            | Op::Remainder
            | Op::Power
            | Op::Contains
            | Op::NotContains
            | Op::AnyOf
            | Op::AllOf
            | Op::NoneOf => ">=",
        };
        let (x, y) = (self.ordered(&a, left.at)?, self.ordered(&b, right.at)?);
        let text = format!("{} {sign} {}", x.within(Bind::Add), y.within(Bind::Add));
        let compared = Written::new(text, Bind::Order);
        let or_equal = matches!(op, Op::LessOrEqual | Op::GreaterOrEqual);
        Ok(match (a, b) {
            (Term::Of(a), Term::Of(b)) if or_equal && a.may_blank && b.may_blank => {
                let blank = vec![self.blank_answer(&a), self.blank_answer(&b)];
                Written::any(vec![compared, Written::all(blank)])
            }
            _ => compared,
        })
    }

    fn ordered(&mut self, term: &Term, at: usize) -> Translated<Written> {
        match term {
            Term::Number(it) => Ok(Written::whole(number_text(*it))),
            Term::Words(words) => match as_number(words) {
                Some(number) => Ok(Written::whole(number_text(number))),
                None if is_date(words) || is_time(words) => Ok(Written::whole(literal(words))),
                None => refuse(
                    at,
                    format!("the order of texts such as `{words}` has no counterpart here"),
                ),
            },
            Term::Of(answer) => match answer.kind {
                Kind::Text
                | Kind::Number
                | Kind::Date
                | Kind::DateTime
                | Kind::Time
                | Kind::One => Ok(answer.written.clone()),
                Kind::Truth
                | Kind::Condition
                | Kind::Many
                | Kind::Rank
                | Kind::File
                | Kind::Group
                | Kind::Rows
                | Kind::Display => refuse(
                    at,
                    "found no number and no date, which alone are larger or smaller",
                ),
            },
            Term::Truth(_) | Term::List(_) | Term::Blank => refuse(
                at,
                "found no number and no date, which alone are larger or smaller",
            ),
        }
    }

    pub(super) fn contains(&mut self, left: &Node, right: &Node) -> Translated<Written> {
        let Term::Of(answer) = self.term(left)? else {
            return refuse(left.at, "`contains` needs a question at its left");
        };
        if matches!(answer.kind, Kind::Group | Kind::Rows) {
            return refuse(
                left.at,
                "`contains` looks into a list or a text, not into several answers",
            );
        }
        match self.term(right)? {
            Term::Blank => Ok(constant(false)),
            Term::List(parts) => {
                let wanted = self.texts(&parts)?;
                let each = wanted.iter().map(|it| self.contains_word(&answer, it));
                Ok(Written::all(each.collect()))
            }
            Term::Words(words) => Ok(self.contains_word(&answer, &words)),
            Term::Number(it) => Ok(self.contains_word(&answer, &crate::base::number::plain(it))),
            Term::Truth(it) => Ok(self.contains_word(&answer, &it.to_string())),
            Term::Of(other) => self.contains_answer(&answer, &other, right.at),
        }
    }

    fn contains_word(&self, answer: &Answer, word: &str) -> Written {
        if answer.kind.is_many() {
            return self.holds(answer, word);
        }
        let entry = self.entry(answer.entry);
        let wanted = word.to_lowercase();
        // One choice is looked into as a text, too: the codes that hold the part are known.
        if let Some(entry) = entry.filter(|it| answer.kind == Kind::One && !it.codes.is_empty()) {
            let holding = entry.codes.iter();
            let holding = holding.filter(|it| it.value.to_lowercase().contains(&wanted));
            let text = answer.written.within(Bind::Order);
            let each: Vec<Written> = holding
                .map(|it| equals(&text, &literal(&it.code)))
                .collect();
            if each.len() <= MAX_CHOICES {
                return Written::any(each);
            }
            let wanted = wanted.split_whitespace().collect::<Vec<_>>().join("_");
            let text = folded(&answer.written.text, &wanted);
            return Written::whole(format!("contains({text}, {})", literal(&wanted)));
        }
        let text = folded(&answer.written.text, &wanted);
        Written::whole(format!("contains({text}, {})", literal(&wanted)))
    }

    fn contains_answer(&mut self, a: &Answer, b: &Answer, at: usize) -> Translated<Written> {
        let text = b.written.within(Bind::Order);
        let given = Written::new(format!("{text} != ''"), Bind::Equal);
        let found = match (a.kind.is_many(), b.kind.is_many()) {
            (true, true) => {
                let codes = self.shared_codes(b, a, at)?;
                let each = codes.iter().map(|(theirs, ours)| {
                    Written::any(vec![
                        Written::whole(format!("selected({text}, {})", literal(theirs))).not(),
                        Written::whole(format!("selected({}, {})", a.written.text, literal(ours))),
                    ])
                });
                let each: Vec<Written> = each.collect();
                let left = a.written.within(Bind::Order);
                let there = Written::new(format!("{left} != ''"), Bind::Equal);
                return Ok(Written::all(std::iter::once(there).chain(each).collect()));
            }
            (true, false) => Written::whole(format!("selected({}, {})", a.written.text, text)),
            (false, false) => {
                let a = folded(&a.written.text, LETTERS);
                Written::whole(format!("contains({a}, {})", folded(&text, LETTERS)))
            }
            (false, true) => return refuse(at, "a text does not contain a list"),
        };
        Ok(Written::all(vec![given, found]))
    }

    pub(super) fn any_of(&mut self, left: &Node, right: &Node) -> Translated<Written> {
        let (a, b) = (self.term(left)?, self.term(right)?);
        match (&a, &b) {
            (Term::Of(answer), Term::List(parts)) => {
                let wanted = self.texts(parts)?;
                if wanted.is_empty() {
                    return Ok(constant(true));
                }
                let each = wanted.iter().map(|it| match answer.kind.is_many() {
                    true => self.holds(answer, it),
                    false => match as_number(it).filter(|_| answer.kind == Kind::Number) {
                        Some(number) => {
                            let text = answer.written.within(Bind::Order);
                            equals(&text, &number_text(number))
                        }
                        None => self.equals_words(answer, it),
                    },
                });
                Ok(Written::any(each.collect()))
            }
            (Term::Of(x), Term::Of(y)) if x.kind.is_many() && y.kind.is_many() => {
                let nothing = self.blank_answer(y);
                let codes = self.shared_codes(x, y, left.at)?;
                let (x, y) = (&x.written.text, &y.written.text);
                let each = codes.iter().map(|(ours, theirs)| {
                    Written::all(vec![
                        Written::whole(format!("selected({x}, {})", literal(ours))),
                        Written::whole(format!("selected({y}, {})", literal(theirs))),
                    ])
                });
                Ok(Written::any(each.chain([nothing]).collect()))
            }
            (Term::Of(x), Term::Of(y)) if y.kind.is_many() => {
                let found = self.contains_answer(y, x, left.at)?;
                Ok(Written::any(vec![found, self.blank_answer(y)]))
            }
            _ => self.contains(left, right),
        }
    }
}

fn is_time(words: &str) -> bool {
    words.parse::<crate::base::Time>().is_ok()
}

/// A literal as a text, for comparisons of two.
fn plain(term: &Term) -> Option<String> {
    match term {
        Term::Blank | Term::List(_) | Term::Of(_) => None,
        Term::Truth(it) => Some(it.to_string()),
        Term::Number(it) => Some(crate::base::number::plain(*it)),
        Term::Words(words) => Some(match as_number(words) {
            Some(number) => crate::base::number::plain(number),
            None => words.trim().to_lowercase(),
        }),
    }
}
