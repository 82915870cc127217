//! A CSV file by columns, and expressions over its columns.

use std::collections::BTreeMap;

use super::term::{Op, Term, parse};

/// A CSV file by columns, with columns that cases define.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    names: Vec<String>,
    columns: Vec<Column>,
}

/// The values of a column. A missing number is `NaN`.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Column {
    Number(Vec<f64>),
    Logical(Vec<f64>),
    Text(Vec<Option<String>>),
    /// Codes with labels in their own order, `NaN` where missing.
    Cut(Vec<f64>, Vec<String>),
}

/// Labels in order, and the number of each row's.
#[derive(Clone, Debug)]
pub(super) struct Factor {
    pub(super) levels: Vec<String>,
    pub(super) codes: Vec<Option<usize>>,
}

impl Frame {
    /// Reads a CSV file: a header, commas, quotes doubled inside quotes, empty fields missing.
    ///
    /// # Errors
    /// Without a header, or where a line has another number of fields.
    pub fn read(text: &str) -> Result<Frame, String> {
        let mut lines = records(text).into_iter();
        let names = lines.next().ok_or("there is no header")?;
        let mut texts: Vec<Vec<Option<String>>> = vec![Vec::new(); names.len()];
        for (number, line) in lines.enumerate() {
            if line.len() != names.len() {
                let (found, expected) = (line.len(), names.len());
                let line = number + 2;
                return Err(format!(
                    "line {line} has {found} fields, expected {expected}"
                ));
            }
            for (column, field) in texts.iter_mut().zip(line) {
                column.push((!field.is_empty() && field != "NA").then_some(field));
            }
        }
        let columns = texts.into_iter().map(Column::guess).collect();
        Ok(Frame { names, columns })
    }

    pub(super) fn rows(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn add(&mut self, name: &str, column: Column) {
        self.names.push(name.to_owned());
        self.columns.push(column);
    }

    /// The rows for which `keep` holds.
    pub(super) fn filtered(&self, keep: &[bool]) -> Frame {
        Frame {
            names: self.names.clone(),
            columns: self.columns.iter().map(|it| it.filtered(keep)).collect(),
        }
    }

    /// The column of a name; R's scripts sometimes drop its dots.
    pub(super) fn column(&self, name: &str) -> Option<&Column> {
        let bare = |it: &str| it.replace(['.', '_'], "");
        let exact = self.names.iter().position(|it| it == name);
        let at = exact.or_else(|| self.names.iter().position(|it| bare(it) == bare(name)));
        at.map(|it| &self.columns[it])
    }

    /// An expression over the columns.
    pub(super) fn eval(&self, text: &str) -> Result<Column, String> {
        if let Some(column) = self.column(text) {
            return Ok(column.clone());
        }
        let text = text.trim().trim_end_matches(" as 0/1");
        self.value(&parse(text)?)
    }

    pub(super) fn numbers(&self, text: &str) -> Result<Vec<f64>, String> {
        self.eval(text)?.numbers(text)
    }

    pub(super) fn all_numbers(&self, names: &[String]) -> Result<Vec<Vec<f64>>, String> {
        names.iter().map(|it| self.numbers(it)).collect()
    }

    /// Which rows meet a condition; not where it is unknown.
    pub(super) fn holds(&self, condition: &str) -> Result<Vec<bool>, String> {
        Ok(self
            .numbers(condition)?
            .iter()
            .map(|it| *it == 1.0)
            .collect())
    }

    pub(super) fn factor(&self, text: &str) -> Result<Factor, String> {
        Ok(self.eval(text)?.factor())
    }

    pub(super) fn value(&self, term: &Term) -> Result<Column, String> {
        let rows = self.rows();
        match term {
            Term::Name(name) => match name.as_str() {
                "TRUE" => Ok(Column::Logical(vec![1.0; rows])),
                "FALSE" => Ok(Column::Logical(vec![0.0; rows])),
                _ => self
                    .column(name)
                    .cloned()
                    .ok_or_else(|| format!("there is no column {name}")),
            },
            Term::Number(it) => Ok(Column::Number(vec![*it; rows])),
            Term::Text(it) => Ok(Column::Text(vec![Some(it.clone()); rows])),
            Term::Not(it) => {
                let values = self.value(it)?.numbers("!")?;
                Ok(Column::Logical(values.iter().map(|it| 1.0 - it).collect()))
            }
            Term::Minus(it) => {
                let values = self.value(it)?.numbers("-")?;
                Ok(Column::Number(values.iter().map(|it| -it).collect()))
            }
            Term::Binary(op, a, b) => self.binary(*op, a, b),
            Term::Call(name, arguments) => self.call(name, arguments),
        }
    }

    fn binary(&self, op: Op, a: &Term, b: &Term) -> Result<Column, String> {
        let left = self.value(a)?;
        if op == Op::In {
            let Term::Call(_, options) = b else {
                return Err("expected c(…) after %in%".to_owned());
            };
            let options: Vec<Column> = options
                .iter()
                .map(|it| self.value(it))
                .collect::<Result<_, _>>()?;
            let mut any = vec![0.0; self.rows()];
            for option in &options {
                let same = compare(Op::Equal, &left, option)?;
                any.iter_mut()
                    .zip(same)
                    .for_each(|(any, it)| *any = f64::max(*any, it));
            }
            return Ok(Column::Logical(any));
        }
        let right = self.value(b)?;
        match op {
            Op::Equal | Op::Unequal | Op::Less | Op::AtMost | Op::More | Op::AtLeast => {
                Ok(Column::Logical(compare(op, &left, &right)?))
            }
            Op::Or | Op::And => {
                let (x, y) = (left.numbers("&")?, right.numbers("&")?);
                let pairs = x.iter().zip(&y);
                Ok(Column::Logical(
                    pairs.map(|(x, y)| logic(op, *x, *y)).collect(),
                ))
            }
            Op::Plus | Op::Minus | Op::Times | Op::Over | Op::Power | Op::In => {
                let (x, y) = (left.numbers("+")?, right.numbers("+")?);
                let pairs = x.iter().zip(&y);
                Ok(Column::Number(
                    pairs.map(|(x, y)| arithmetic(op, *x, *y)).collect(),
                ))
            }
        }
    }

    fn call(&self, name: &str, arguments: &[Term]) -> Result<Column, String> {
        let [argument] = arguments else {
            return Err(format!(
                "{name} with {} arguments is not known",
                arguments.len()
            ));
        };
        let column = self.value(argument)?;
        let map = |f: &dyn Fn(f64) -> f64| -> Result<Column, String> {
            let values = column.numbers(name)?;
            Ok(Column::Number(values.into_iter().map(f).collect()))
        };
        match name {
            "is.na" => Ok(Column::Logical(
                column
                    .missing()
                    .iter()
                    .map(|it| f64::from(u8::from(*it)))
                    .collect(),
            )),
            "I" => Ok(column),
            "factor" | "as.factor" => {
                let Factor { levels, codes } = column.factor();
                let code = |it: &Option<usize>| it.map_or(f64::NAN, |it| it as f64);
                Ok(Column::Cut(codes.iter().map(code).collect(), levels))
            }
            "as.numeric" | "as.integer" => map(&|it| it),
            "sqrt" => map(&libm::sqrt),
            "log" => map(&libm::log),
            "exp" => map(&libm::exp),
            "abs" => map(&libm::fabs),
            _ => Err(format!("the function {name} is not known")),
        }
    }
}

fn logic(op: Op, x: f64, y: f64) -> f64 {
    let (decides, other) = if op == Op::Or { (1.0, 0.0) } else { (0.0, 1.0) };
    if x == decides || y == decides {
        decides
    } else if x.is_nan() || y.is_nan() {
        f64::NAN
    } else {
        other
    }
}

fn arithmetic(op: Op, x: f64, y: f64) -> f64 {
    match op {
        Op::Plus => x + y,
        Op::Minus => x - y,
        Op::Times => x * y,
        Op::Over => x / y,
        Op::Power => libm::pow(x, y),
        Op::Or
        | Op::And
        | Op::Equal
        | Op::Unequal
        | Op::Less
        | Op::AtMost
        | Op::More
        | Op::AtLeast
        | Op::In => f64::NAN,
    }
}

fn compare(op: Op, left: &Column, right: &Column) -> Result<Vec<f64>, String> {
    use std::cmp::Ordering;
    let textual = |it: &Column| matches!(it, Column::Text(_) | Column::Cut(..));
    let orders: Vec<Option<Ordering>> = if textual(left) || textual(right) {
        let (a, b) = (left.texts(), right.texts());
        let pairs = a.iter().zip(&b);
        pairs
            .map(|(a, b)| a.as_ref().zip(b.as_ref()).map(|(a, b)| a.cmp(b)))
            .collect()
    } else {
        let (a, b) = (left.numbers("=")?, right.numbers("=")?);
        a.iter().zip(&b).map(|(a, b)| a.partial_cmp(b)).collect()
    };
    let holds = |order: Ordering| match op {
        Op::Equal => order.is_eq(),
        Op::Unequal => order.is_ne(),
        Op::Less => order.is_lt(),
        Op::AtMost => order.is_le(),
        Op::More => order.is_gt(),
        Op::AtLeast => order.is_ge(),
        Op::Or | Op::And | Op::In | Op::Plus | Op::Minus | Op::Times | Op::Over | Op::Power => {
            false
        }
    };
    let number = |it: Option<Ordering>| it.map_or(f64::NAN, |it| f64::from(u8::from(holds(it))));
    Ok(orders.into_iter().map(number).collect())
}

impl Column {
    fn guess(texts: Vec<Option<String>>) -> Column {
        let number = |it: &Option<String>| match it {
            None => Some(f64::NAN),
            Some(text) => text.trim().parse().ok(),
        };
        match texts.iter().map(number).collect() {
            Some(numbers) => Column::Number(numbers),
            None => Column::Text(texts),
        }
    }

    fn len(&self) -> usize {
        match self {
            Column::Number(it) | Column::Logical(it) | Column::Cut(it, _) => it.len(),
            Column::Text(it) => it.len(),
        }
    }

    fn filtered(&self, keep: &[bool]) -> Column {
        fn chosen<T: Clone>(all: &[T], keep: &[bool]) -> Vec<T> {
            let pairs = all.iter().zip(keep).filter(|it| *it.1);
            pairs.map(|it| it.0.clone()).collect()
        }
        match self {
            Column::Number(it) => Column::Number(chosen(it, keep)),
            Column::Logical(it) => Column::Logical(chosen(it, keep)),
            Column::Text(it) => Column::Text(chosen(it, keep)),
            Column::Cut(it, labels) => Column::Cut(chosen(it, keep), labels.clone()),
        }
    }

    pub(super) fn is_number(&self) -> bool {
        matches!(self, Column::Number(_))
    }

    pub(super) fn missing(&self) -> Vec<bool> {
        match self {
            Column::Number(it) | Column::Logical(it) | Column::Cut(it, _) => {
                it.iter().map(|it| it.is_nan()).collect()
            }
            Column::Text(it) => it.iter().map(Option::is_none).collect(),
        }
    }

    pub(super) fn numbers(&self, what: &str) -> Result<Vec<f64>, String> {
        match self {
            Column::Number(it) | Column::Logical(it) | Column::Cut(it, _) => Ok(it.clone()),
            Column::Text(_) => Err(format!("{what} holds texts, expected numbers")),
        }
    }

    fn texts(&self) -> Vec<Option<String>> {
        match self {
            Column::Number(it) => it
                .iter()
                .map(|it| (!it.is_nan()).then(|| label(*it)))
                .collect(),
            Column::Logical(it) => it.iter().map(|it| truth(*it)).collect(),
            Column::Text(it) => it.clone(),
            Column::Cut(it, labels) => {
                let text = |it: &f64| labels.get(*it as usize).filter(|_| !it.is_nan()).cloned();
                it.iter().map(text).collect()
            }
        }
    }

    /// As R makes a factor: numbers in order of size, texts in order of their code points.
    pub(super) fn factor(&self) -> Factor {
        if let Column::Cut(codes, levels) = self {
            let code = |it: &f64| (!it.is_nan()).then_some(*it as usize);
            return Factor {
                levels: levels.clone(),
                codes: codes.iter().map(code).collect(),
            };
        }
        let texts = self.texts();
        let mut order: Vec<&String> = texts.iter().flatten().collect();
        order.sort();
        order.dedup();
        if self.is_number() {
            let size = |it: &str| it.parse::<f64>().unwrap_or(f64::NAN);
            order.sort_by(|a, b| size(a).total_cmp(&size(b)));
        }
        let numbers: BTreeMap<&String, usize> =
            order.iter().enumerate().map(|(at, it)| (*it, at)).collect();
        Factor {
            codes: texts
                .iter()
                .map(|it| it.as_ref().map(|it| numbers[it]))
                .collect(),
            levels: order.into_iter().cloned().collect(),
        }
    }
}

impl Factor {
    /// 0 and 1 for each level, `NaN` where the row has none.
    pub(super) fn indicators(&self) -> Vec<Vec<f64>> {
        (0..self.levels.len())
            .map(|it| self.indicator(it))
            .collect()
    }

    pub(super) fn indicator(&self, level: usize) -> Vec<f64> {
        let value = |it: &Option<usize>| it.map_or(f64::NAN, |it| f64::from(u8::from(it == level)));
        self.codes.iter().map(value).collect()
    }

    /// The same with levels in the order given, where all of them are there.
    pub(super) fn reordered(self, levels: &[String]) -> Factor {
        let place = |it: &String| levels.iter().position(|other| other == it);
        let Some(places) = self.levels.iter().map(place).collect::<Option<Vec<_>>>() else {
            return self;
        };
        let mut kept: Vec<usize> = places.clone();
        kept.sort_unstable();
        let rank = |it: usize| kept.iter().position(|at| *at == places[it]);
        Factor {
            codes: self.codes.iter().map(|it| it.and_then(rank)).collect(),
            levels: kept.iter().map(|it| levels[*it].clone()).collect(),
        }
    }

    /// Levels in the order in which they first appear.
    pub(super) fn by_appearance(self) -> Factor {
        let mut order: Vec<usize> = Vec::new();
        for code in self.codes.iter().flatten() {
            if !order.contains(code) {
                order.push(*code);
            }
        }
        let levels: Vec<String> = order.iter().map(|it| self.levels[*it].clone()).collect();
        self.reordered(&levels)
    }
}

/// A number as R labels it.
pub(super) fn label(number: f64) -> String {
    format!("{number}")
}

fn truth(it: f64) -> Option<String> {
    match it {
        0.0 => Some("FALSE".to_owned()),
        _ if it.is_nan() => None,
        _ => Some("TRUE".to_owned()),
    }
}

fn records(text: &str) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    let mut record = vec![String::new()];
    let mut quoted = false;
    let mut chars = text
        .strip_prefix('\u{feff}')
        .unwrap_or(text)
        .chars()
        .peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                push(&mut record, '"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                let full = std::mem::replace(&mut record, vec![String::new()]);
                if full.len() > 1 || !full[0].is_empty() {
                    records.push(full);
                }
            }
            other => push(&mut record, other),
        }
    }
    if record.len() > 1 || !record[0].is_empty() {
        records.push(record);
    }
    records
}

fn push(record: &mut [String], c: char) {
    if let Some(field) = record.last_mut() {
        field.push(c);
    }
}
