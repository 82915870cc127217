//! `minyi eval`: expressions against answers, without a questionnaire.

mod answers;
mod clock;
mod tree;
mod world;
mod xml;

use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::process::ExitCode;
use std::rc::Rc;

use clap::Args;
use serde_json::{Value, json};
use survey_core::base::nearest;
use survey_core::expr::{EvalError, Expr, NodeId, SyntaxError, World, XValue, number_from_text};

use tree::Tree;
use world::LineWorld;

/// What `minyi eval` takes.
#[derive(Args, Debug)]
#[command(after_help = "\
Reads NDJSON from standard input, one question a line:
  expr       the expression
  answers    an object of values by name: words, numbers, lists of choices, {\"missing\": \"refused\"};
             an object is a group, a list of objects is a repeat; its root element is /data
  instance   in place of answers, an XML document that is the primary instance
  context    where the expression stands, an absolute path such as /data/kids[2]/age;
             . and .. start there; the root element if left out
  now        the moment, ISO 8601; today, a date; the computer's clock if both are left out
  tz         the time zone, such as Asia/Shanghai or +08:00; UTC if left out
  instances  lists by name for instance() and pulldata(): rows as objects, or XML
  choices    labels for jr:choice-name(), by question and value
  itext      texts for jr:itext(), by id
  mode       how the answers are given, for mode()
  seed       a number that random(), uuid() and randomize() draw from
and writes one line each: the value as boolean, number and string, and for node-sets every node's
text; or an error with its place, in bytes of the expression.

Example:
  $ echo '{\"expr\": \"${age} >= 18 and selected(${uses}, \\'bus\\')\",
           \"answers\": {\"age\": 20, \"uses\": [\"bus\", \"car\"]}}' | tr -d '\\n' | minyi eval
  {\"boolean\":true,\"number\":1,\"string\":\"true\"}")]
pub(crate) struct Options {}

/// Evaluates line by line.
///
/// # Errors
/// When standard input or output fails.
pub(crate) fn run(_options: &Options) -> anyhow::Result<ExitCode> {
    let mut input = BufReader::new(io::stdin().lock());
    let mut out = BufWriter::new(io::stdout().lock());
    let mut evaluator = Evaluator::default();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        if !line.trim_ascii().is_empty() {
            writeln!(out, "{}", evaluator.evaluate(&line))?;
        }
        line.clear();
        // Whoever asks line by line waits for the answer.
        if input.buffer().is_empty() {
            out.flush()?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Evaluates lines, and keeps the last document, since many lines in a row often share theirs.
#[derive(Default)]
struct Evaluator {
    last: Option<(Value, Value, Rc<Tree>)>,
}

/// Why a line has no value.
struct Failure {
    message: String,
    /// Where in the expression, in bytes.
    at: Option<(usize, usize)>,
}

impl Evaluator {
    /// The result of one line.
    fn evaluate(&mut self, line: &[u8]) -> Value {
        match self.value(line) {
            Ok(value) => value,
            Err(Failure { message, at }) => json!({"error": {"message": message, "at": at}}),
        }
    }

    fn value(&mut self, line: &[u8]) -> Result<Value, Failure> {
        let line: Value =
            serde_json::from_slice(line).map_err(|error| format!("not JSON: {error}"))?;
        let source = line["expr"].as_str();
        let source = source.ok_or_else(|| "`expr` is missing, an expression".to_owned())?;
        let expr = Expr::parse(source)?;
        let now = clock::moment(&line)?;
        let tree = self.tree(&line)?;
        let world = LineWorld::new(&tree, &line, now);
        let context = context(&line, &world)?;
        misspelt(&expr, &tree)?;
        Ok(write(&expr.eval(&world, context)?, &world))
    }

    fn tree(&mut self, line: &Value) -> Result<Rc<Tree>, String> {
        let (instance, lists) = (&line["instance"], &line["instances"]);
        if let Some((last, beside, tree)) = &self.last
            && last == instance
            && beside == lists
        {
            return Ok(Rc::clone(tree));
        }
        let tree = Rc::new(Tree::new(line)?);
        if !instance.is_null() {
            self.last = Some((instance.clone(), lists.clone(), Rc::clone(&tree)));
        }
        Ok(tree)
    }
}

/// The node that the expression belongs to.
fn context(line: &Value, world: &LineWorld<'_>) -> Result<NodeId, String> {
    let Some(path) = line["context"].as_str() else {
        return Ok(world.root());
    };
    let expr = Expr::parse(path).map_err(|error| format!("the context is no path: {error}"))?;
    match expr.eval(world, world.root()) {
        Ok(XValue::Nodes(nodes)) if !nodes.is_empty() => Ok(nodes[0]),
        Ok(_) => Err(format!("there is no node `{path}`")),
        Err(error) => Err(format!("the context is no path: {error}")),
    }
}

/// A name that no answer has is a question without an answer, unless one is spelt much like it.
fn misspelt(expr: &Expr, tree: &Tree) -> Result<(), Failure> {
    for (name, at) in expr.names() {
        if tree.named(name).next().is_some() {
            continue;
        }
        let likely = |known: &&str| {
            let same_start = known.chars().next() == name.chars().next();
            same_start && name.chars().count() > 2 && without_digits(known) != without_digits(name)
        };
        if let Some(known) = nearest(name, tree.names().filter(likely)) {
            return Err(Failure {
                message: format!("there is no `${{{name}}}` (did you mean `${{{known}}}`?)"),
                at: Some((at.start, at.end)),
            });
        }
    }
    Ok(())
}

/// `q1` and `q2` are two questions and no mistake of each other.
fn without_digits(name: &str) -> String {
    name.chars().filter(|it| !it.is_ascii_digit()).collect()
}

impl From<String> for Failure {
    fn from(message: String) -> Failure {
        Failure { message, at: None }
    }
}

impl From<SyntaxError> for Failure {
    fn from(error: SyntaxError) -> Failure {
        let help = error.help.map_or_else(String::new, |it| format!(" ({it})"));
        Failure {
            message: format!("{}{help}", error.message),
            at: Some((error.at.start, error.at.end)),
        }
    }
}

impl From<EvalError> for Failure {
    fn from(error: EvalError) -> Failure {
        Failure {
            message: error.message,
            at: Some((error.at.start, error.at.end)),
        }
    }
}

fn write(value: &XValue, world: &dyn World) -> Value {
    let text = value.to_text(world).into_owned();
    let number = match value {
        // XPath reads a node-set's number from its text.
        XValue::Nodes(_) | XValue::Text(_) => number_from_text(&text),
        XValue::Bool(_) | XValue::Number(_) => value.to_number(world),
    };
    let mut json = json!({
        "boolean": value.to_bool(),
        "number": number_json(number),
        "string": text,
    });
    if let XValue::Nodes(nodes) = value {
        json["nodes"] = nodes
            .iter()
            .map(|it| XValue::Nodes(vec![*it]).to_text(world).into_owned())
            .collect();
    }
    json
}

fn number_json(number: f64) -> Value {
    if number.is_nan() {
        "NaN".into()
    } else if number.is_infinite() {
        if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .into()
    } else if number.fract() == 0.0 && number.abs() < 9e15 {
        (number as i64).into()
    } else {
        number.into()
    }
}

#[cfg(test)]
mod tests;
