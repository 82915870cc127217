//! Tables of `expression => value` lines, run against one small world.

mod laws;
mod world;

use crate::expr::{Expr, NodeId, PathStart, PathStep, Uses, XValue};
use world::Tree;

/// How the tables write what came of an expression.
fn outcome(tree: &Tree, source: &str, at: NodeId) -> String {
    let expr = match Expr::parse(source) {
        Ok(expr) => expr,
        Err(it) => {
            let help = it.help.map_or(String::new(), |help| format!(" ({help})"));
            return format!(
                "syntax {}..{}: {}{help}",
                it.at.start, it.at.end, it.message
            );
        }
    };
    match expr.eval(tree, at) {
        Ok(XValue::Bool(it)) => it.to_string(),
        Ok(XValue::Number(it)) if it.is_nan() => "NaN".to_owned(),
        Ok(XValue::Number(it)) => super::number_to_text(it),
        Ok(XValue::Text(it)) => format!("'{it}'"),
        Ok(nodes @ XValue::Nodes(_)) => tree.show(&nodes),
        Err(it) => format!("error {}..{}: {}", it.at.start, it.at.end, it.message),
    }
}

/// Runs a table: `# comment`, `@ path` moves the asking node, `expression => outcome`.
fn check(table: &str, at_least: usize) {
    let tree = Tree::sample();
    let mut at = tree.at("/data");
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in table
        .lines()
        .filter(|it| !it.is_empty() && !it.starts_with("# "))
    {
        if let Some(path) = line.strip_prefix("@ ") {
            at = tree.at(path);
            continue;
        }
        let (source, expected) = line.split_once(" => ").expect("expression => outcome");
        let found = outcome(&tree, source, at);
        count += 1;
        if found != expected {
            wrong.push(format!("{source}\n   found {found}\nexpected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= at_least, "only {count} lines");
}

#[test]
fn operators() {
    check(include_str!("operators.txt"), 100);
}

#[test]
fn paths() {
    check(include_str!("paths.txt"), 80);
}

#[test]
fn functions() {
    check(include_str!("functions.txt"), 230);
}

#[test]
fn dates() {
    check(include_str!("dates.txt"), 50);
}

#[test]
fn mistakes() {
    check(include_str!("mistakes.txt"), 50);
}

/// Every row of the table in `docs/expressions.md` on which ODK's engines differ.
#[test]
fn divergences() {
    check(include_str!("divergences.txt"), 30);
}

#[test]
fn tells_what_it_depends_on() {
    let source = "${a} + count(${rep}[position() < 2]/x) + (. > ../b) + /data/c + current()/../d";
    let expr = Expr::parse(source).expect("valid");
    let names: Vec<_> = expr.names().collect();
    assert_eq!(names, [("a", 0..4), ("rep", 13..19)]);
    let paths: Vec<_> = expr
        .paths()
        .into_iter()
        .map(|it| (it.start, it.steps))
        .collect();
    let expected = [
        (PathStart::Found, vec![PathStep::Down("x")]),
        (PathStart::Asking, vec![PathStep::Stay]),
        (PathStart::Asking, vec![PathStep::Up, PathStep::Down("b")]),
        (
            PathStart::Document,
            vec![PathStep::Down("data"), PathStep::Down("c")],
        ),
        (PathStart::Asking, vec![PathStep::Up, PathStep::Down("d")]),
    ];
    assert_eq!(paths, expected);
    let uses = Uses {
        itself: true,
        ..Uses::default()
    };
    assert_eq!(expr.uses(), uses);
}

#[test]
fn tells_what_else_it_uses() {
    let uses = |source: &str| Expr::parse(source).expect("valid").uses();
    assert!(uses("today() > ${d}").clock);
    assert!(uses("once(random())").random);
    assert!(!uses("randomize(${x}, 1)").random);
    assert!(uses("randomize(${x})").random);
    assert!(uses("position(..)").position);
    assert!(!uses("/data/rep[position() = 1]").position);
    assert!(uses("mode() = 'self'").mode);
    assert!(uses("jr:choice-name(${q}, '${q}')").language);
    assert!(uses("instance('a')/root/item").instance);
    assert!(uses("string-length() > 3").itself);
    for constant in ["1 + 2 * 3", "concat('a', 'b')", "true()"] {
        assert!(
            Expr::parse(constant).expect("valid").is_constant(),
            "{constant}"
        );
    }
    for other in ["${a}", ".", "now()", "random()", "string()"] {
        assert!(!Expr::parse(other).expect("valid").is_constant(), "{other}");
    }
    let quoted = Expr::parse("jr:choice-name('x', '${q}')").expect("valid");
    assert_eq!(quoted.names().collect::<Vec<_>>(), [("q", 21..25)]);
}

#[test]
fn the_documentation_lists_every_function() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/expressions.md");
    let text = std::fs::read_to_string(path).expect("docs/expressions.md");
    let (before, rest) = text.split_once("<!-- functions -->\n").expect("begin mark");
    let (_, after) = rest
        .split_once("<!-- end of functions -->")
        .expect("end mark");
    let list = function_list();
    let expected = format!("{before}<!-- functions -->\n{list}<!-- end of functions -->{after}");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path, expected).expect("writable");
    } else {
        assert!(
            text == expected,
            "run the tests with UPDATE_EXPECT=1 and look at the difference"
        );
    }
}

fn function_list() -> String {
    let mut out = String::new();
    let mut group = "";
    for help in super::function_help() {
        if help.group != group {
            group = help.group;
            out += &format!("\n### {group}\n\n| Function | Meaning |\n|---|---|\n");
        }
        out += &format!("| `{}` | {} |\n", help.signature, help.doc);
    }
    out + "\n"
}
