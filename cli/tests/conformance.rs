//! What the ODK specification says of its expression language, function by function: tables run
//! through `minyi eval` against one form with everything that an instance may hold.
//!
//! A line is `expression => outcome`: a number, `true`, `'text'`, `[text, …]` of nodes, or
//! `! part of the message`, with the place as `!4..7`. `cast x => truth number 'text'` asks for all
//! three, `compare a | b => TFFTFT` for `=`, `!=`, `<`, `<=`, `>` and `>=` in turn. `@ path` moves
//! to another node and `# …` is a heading.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

const FORM: &str = include_str!("conformance/form.xml");
const LIST: &str = "<root><item kind='a'><name>x</name><note>first</note></item>\
                    <item kind='b'><name>y</name><note>second</note></item></root>";

/// One expression, what is expected of it, and the line it stands on.
struct Assertion {
    at: String,
    question: Value,
    expected: Vec<Expected>,
}

enum Expected {
    /// The value as a truth.
    Truth(bool),
    /// A value that is a truth and so is written as a word.
    Word(bool),
    Number(String),
    Text(String),
    Nodes(String),
    Mistake(Option<[u64; 2]>, String),
}

fn question(expr: &str, context: &str) -> Value {
    json!({
        "expr": expr,
        "instance": FORM.trim_end(),
        "context": context,
        "now": "2026-11-22T07:15:30.250+08:00",
        "instances": {
            "streets": [
                {"name": "s1", "label": "First", "area": "north", "houses": 10},
                {"name": "s2", "label": "Second", "area": "south", "houses": 20},
                {"name": "s3", "label": "Third", "area": "north", "houses": 30},
            ],
            "xml": LIST,
        },
        "choices": {"services": {"water": "Running water", "bus": "Buses"}},
        "itext": {"/data/age:label": "How old are you?"},
    })
}

fn expected(text: &str) -> Expected {
    let inside = |open: char, close: char| text.strip_prefix(open)?.strip_suffix(close);
    if let Some(rest) = text.strip_prefix('!') {
        let (place, message) = rest.split_once(' ').expect("a message");
        let place = place
            .split_once("..")
            .map(|(start, end)| [start, end].map(|it| it.parse().expect("a place in bytes")));
        Expected::Mistake(place, message.to_owned())
    } else if let Some(text) = inside('\'', '\'') {
        Expected::Text(text.to_owned())
    } else if let Some(nodes) = inside('[', ']') {
        Expected::Nodes(nodes.to_owned())
    } else {
        match text {
            "true" => Expected::Truth(true),
            "false" => Expected::Truth(false),
            number => Expected::Number(number.to_owned()),
        }
    }
}

impl Expected {
    /// Whether the answer of `minyi eval` is this.
    fn fits(&self, found: &Value) -> bool {
        match self {
            Expected::Truth(it) => found["boolean"] == *it,
            Expected::Word(it) => {
                let word = if *it { "true" } else { "false" };
                found["boolean"] == *it && found["string"] == word
            }
            Expected::Number(it) => {
                let number = &found["number"];
                match number.as_f64() {
                    Some(number) => it.parse() == Ok(number),
                    None => number == it.as_str(),
                }
            }
            Expected::Text(it) => found["string"] == **it,
            Expected::Nodes(it) => found["nodes"].as_array().is_some_and(|nodes| {
                let texts: Vec<&str> = nodes.iter().filter_map(Value::as_str).collect();
                texts.join(", ") == *it && (!it.is_empty() || nodes.len() < 2)
            }),
            Expected::Mistake(place, part) => {
                let error = &found["error"];
                let message = error["message"].as_str().unwrap_or_default();
                message.contains(part) && place.is_none_or(|it| error["at"] == json!(it))
            }
        }
    }
}

fn assertions(name: &str, table: &str) -> Vec<Assertion> {
    let mut all = Vec::new();
    let mut context = "/data";
    for (idx, line) in table.lines().enumerate() {
        if line.is_empty() || line.starts_with("# ") {
            continue;
        }
        if let Some(path) = line.strip_prefix("@ ") {
            context = path;
            continue;
        }
        let (source, outcome) = line.split_once(" => ").expect("expression => outcome");
        let mut push = |expr: &str, expected: Vec<Expected>| {
            all.push(Assertion {
                at: format!("{name}:{} {expr}", idx + 1),
                question: question(expr, context),
                expected,
            });
        };
        if let Some(pair) = source.strip_prefix("compare ") {
            let (left, right) = pair.split_once(" | ").expect("left | right");
            let operators = ["=", "!=", "<", "<=", ">", ">="];
            assert_eq!(outcome.len(), operators.len(), "{line}");
            for (operator, holds) in operators.iter().zip(outcome.chars()) {
                let expr = format!("({left}) {operator} ({right})");
                push(&expr, vec![Expected::Truth(holds == 'T')]);
            }
        } else if let Some(expr) = source.strip_prefix("cast ") {
            let parts: Vec<_> = outcome.splitn(3, ' ').map(expected).collect();
            assert_eq!(parts.len(), 3, "{line}");
            push(expr, parts);
        } else {
            let outcome = match expected(outcome) {
                Expected::Truth(it) => Expected::Word(it),
                other => other,
            };
            push(source, vec![outcome]);
        }
    }
    all
}

/// What `minyi eval` answers, line by line.
fn evaluate(assertions: &[Assertion]) -> Vec<Value> {
    let mut minyi = Command::new(env!("CARGO_BIN_EXE_minyi"))
        .arg("eval")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("minyi starts");
    let mut stdin = minyi.stdin.take().expect("a pipe");
    let lines: String = assertions
        .iter()
        .map(|it| format!("{}\n", it.question))
        .collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = minyi.wait_with_output().expect("it ends");
    writer.join().expect("no panic").expect("it reads");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines()
        .map(|it| serde_json::from_str(it).expect("JSON"))
        .collect()
}

#[test]
fn the_language_is_what_the_specification_says() {
    let tables = [
        ("casts", include_str!("conformance/casts.txt")),
        ("compare", include_str!("conformance/compare.txt")),
        ("arithmetic", include_str!("conformance/arithmetic.txt")),
        ("logic", include_str!("conformance/logic.txt")),
        ("choices", include_str!("conformance/choices.txt")),
        ("text", include_str!("conformance/text.txt")),
        ("numbers", include_str!("conformance/numbers.txt")),
        ("nodes", include_str!("conformance/nodes.txt")),
        ("dates", include_str!("conformance/dates.txt")),
        ("places", include_str!("conformance/places.txt")),
        ("mistakes", include_str!("conformance/mistakes.txt")),
    ];
    let all: Vec<Assertion> = tables
        .iter()
        .flat_map(|(name, table)| assertions(name, table))
        .collect();
    let answers = evaluate(&all);
    assert_eq!(answers.len(), all.len());
    let wrong: Vec<String> = all
        .iter()
        .zip(&answers)
        .filter(|(it, found)| !it.expected.iter().all(|it| it.fits(found)))
        .map(|(it, found)| format!("{}\n   found {found}", it.at))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let count: usize = all.iter().map(|it| it.expected.len()).sum();
    assert!(count >= 2_000, "only {count} assertions");
}
