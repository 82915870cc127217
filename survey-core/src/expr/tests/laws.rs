//! What holds for every expression.

use proptest::prelude::*;

use super::world::Tree;
use crate::base::{Compact, Reader};
use crate::expr::{Expr, World};

/// Pieces that make likely and unlikely expressions.
const PIECES: [&str; 60] = [
    "1",
    ".5",
    "2.",
    "0",
    "1e3",
    "'a'",
    "\"b c\"",
    "${age}",
    "${rep}",
    "${问题}",
    ".",
    "..",
    "/",
    "//",
    "*",
    "@",
    "::",
    "(",
    ")",
    "[",
    "]",
    ",",
    "+",
    "-",
    "|",
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "and",
    "or",
    "div",
    "mod",
    "data",
    "rep",
    "person",
    "pay",
    "child",
    "ancestor-or-self",
    "preceding-sibling",
    "following",
    "node()",
    "text()",
    "selected(",
    "count(",
    "sum(",
    "position(",
    "if(",
    "concat(",
    "string(",
    "not(",
    "current()",
    "last()",
    "instance('areas')",
    "date(",
    "today()",
    "jr:choice-name(",
    " ",
];

fn words() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES.to_vec());
    prop::collection::vec(piece, 0..16).prop_map(|it| it.join(" "))
}

/// Expressions that are always well formed.
fn valid() -> impl Strategy<Value = String> {
    let leaves = [
        "1",
        "2.5",
        "'a'",
        "\"it's\"",
        "${age}",
        "${blank}",
        ".",
        "..",
        "/data/rep/pay",
        "//pay",
        "*",
        "../node()",
        "today()",
        "${rep}[2]/pay",
        "(//pay)[last()]",
        "preceding::pay[1]",
        "(/)",
        "${dob}",
        "/data/rep[pay > 9]/person",
        "@id",
        "self::node()[1]",
    ];
    let leaf = prop::sample::select(leaves.to_vec()).prop_map(str::to_owned);
    leaf.prop_recursive(6, 40, 3, |inner| {
        let ops = [
            "or", "and", "=", "!=", "<", ">=", "+", "-", "*", "div", "mod",
        ];
        let op = prop::sample::select(ops.to_vec());
        prop_oneof![
            (inner.clone(), op.clone(), inner.clone())
                .prop_map(|(a, op, b)| format!("{a} {op} {b}")),
            (inner.clone(), op, inner.clone()).prop_map(|(a, op, b)| format!("({a}) {op} ({b})")),
            inner.clone().prop_map(|it| format!("-{it}")),
            inner.clone().prop_map(|it| format!("(({it}))")),
            inner.clone().prop_map(|it| format!("not({it})")),
            inner
                .clone()
                .prop_map(|it| format!("/data/rep[{it}]/person")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("if({a}, {b}, concat({a}, {b}))")),
        ]
    })
}

/// The compact form gives the same expression, its places included.
fn compacts(expr: &Expr) -> bool {
    let mut text = String::new();
    expr.put(&mut text);
    let mut reader = Reader::new(&text);
    let again = Expr::take(&mut reader);
    reader.is_sound() && format!("{again:?}") == format!("{expr:?}")
}

/// Printing gives the same tree, and prints the same again.
fn prints_back(source: &str) -> bool {
    let Ok(expr) = Expr::parse(source) else {
        return true;
    };
    let printed = expr.to_string();
    let again = Expr::parse(&printed);
    assert_eq!(
        again.as_ref(),
        Ok(&expr),
        "{source} was printed as {printed}"
    );
    again.is_ok_and(|it| it.to_string() == printed)
}

proptest! {
    #[test]
    fn no_text_panics(source in any::<String>()) {
        let _ = Expr::parse(&source);
    }

    #[test]
    fn no_mix_of_pieces_panics(source in words()) {
        let tree = Tree::sample();
        prop_assert!(prints_back(&source));
        if let Ok(expr) = Expr::parse(&source) {
            prop_assert!(compacts(&expr));
            let _ = expr.eval(&tree, tree.at("/data/rep[2]/pay"));
            let _ = (expr.uses(), expr.paths().len(), expr.names().count());
        }
    }

    #[test]
    fn errors_point_into_the_source(source in words()) {
        if let Err(error) = Expr::parse(&source) {
            prop_assert!(source.get(error.at.clone()).is_some(), "{error:?}");
        }
    }

    #[test]
    fn valid_expressions_print_back_and_evaluate(source in valid()) {
        let tree = Tree::sample();
        prop_assert!(Expr::parse(&source).is_ok(), "{source}");
        prop_assert!(prints_back(&source));
        prop_assert!(Expr::parse(&source).is_ok_and(|it| compacts(&it)));
        let _ = Expr::parse(&source).map(|it| it.eval(&tree, tree.root()).is_ok());
    }

    #[test]
    fn numbers_print_back(number in any::<f64>().prop_filter("finite", |it| it.is_finite())) {
        let text = crate::expr::number_to_text(number);
        prop_assert_eq!(crate::expr::number_from_text(&text), number);
    }
}

#[test]
fn deep_nesting_is_a_mistake_and_long_rows_are_not() {
    let tree = Tree::sample();
    for (open, close) in [
        ("(", ")"),
        ("-", ""),
        ("not(", ")"),
        ("/data[", "]"),
        ("${a}[", "]"),
    ] {
        let deep = |n: usize| format!("{}1{}", open.repeat(n), close.repeat(n));
        let expr = Expr::parse(&deep(140)).expect("140 levels");
        assert!(expr.eval(&tree, tree.root()).is_ok() && compacts(&expr));
        let error = Expr::parse(&deep(10_000)).expect_err("too deep");
        assert_eq!(error.message, "nested deeper than 150 levels");
    }
    let nested = format!("{}0{}", "if(${age} = 1, 2, ".repeat(140), ")".repeat(140));
    let nested = Expr::parse(&nested).expect("140 levels");
    assert_eq!(nested.eval_number(&tree, tree.root()), Ok(0.0));
    for op in [" + ", " or ", " | ", " = ", "/"] {
        let long = vec!["."; 20_000].join(op);
        let expr = Expr::parse(&long).expect("a long row");
        assert!(prints_back(&long));
        drop(expr.eval(&tree, tree.root()));
    }
    let endless = Expr::parse(&"x".repeat(100_001)).expect_err("too long");
    assert_eq!(
        endless.message,
        "the expression is longer than 100000 bytes"
    );
}

#[test]
fn unreasonable_work_stops() {
    let tree = Tree::sample();
    let bomb = "//*[count(//*[count(//*[count(//*) > 1]) > 1]) > 1]";
    let expr = Expr::parse(bomb).expect("valid");
    let error = expr.eval(&tree, tree.root()).expect_err("too much");
    assert_eq!(error.message, "the expression takes too many steps");
}
