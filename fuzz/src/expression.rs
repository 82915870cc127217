use survey_core::expr::Expr;

/// Any text parses or is refused with a place inside it; what parses is the same after printing.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(source) = std::str::from_utf8(bytes) else {
        return;
    };
    match Expr::parse(source) {
        Ok(expr) => {
            let printed = expr.to_string();
            match Expr::parse(&printed) {
                Ok(again) => assert_eq!(expr, again, "`{source}` prints as `{printed}`"),
                // Printing adds spaces and parentheses, which may take it over the limits.
                Err(error) => assert!(
                    source.len() > 10_000 || error.message.contains("deep"),
                    "`{source}` prints as `{printed}`: {error}"
                ),
            }
            for (name, at) in expr.names() {
                assert!(!name.is_empty() && source.get(at).is_some());
            }
            for path in expr.paths() {
                assert!(source.get(path.at).is_some());
            }
            expr.uses();
        }
        Err(error) => {
            let at = error.at;
            assert!(
                source.get(at.clone()).is_some(),
                "{at:?} is not in `{source}`"
            );
        }
    }
}

pub(crate) const WORDS: &[&str] = &[
    "${age}",
    "${member}",
    "${m_age}",
    "${services}",
    "..",
    "../",
    "//",
    "/data/",
    ".",
    "*",
    "@",
    "::",
    "ancestor::",
    "following-sibling::",
    "descendant-or-self::node()",
    "preceding::*",
    "[",
    "]",
    "[1]",
    "[position() = last()]",
    "(",
    ")",
    ",",
    "'",
    "\"",
    "|",
    "and",
    "or",
    "div",
    "mod",
    "-",
    "+",
    "<",
    "<=",
    "=",
    "!=",
    "0",
    "1",
    "-1",
    "1e308",
    "0.1",
    "999999999999",
    "''",
    "if(",
    "coalesce(",
    "concat(",
    "join(' ', ",
    "sum(",
    "count(",
    "max(",
    "min(",
    "position(..)",
    "indexed-repeat(${m_age}, ${member}, ",
    "instance('towns')/root/item[",
    "current()/",
    "selected(",
    "selected-at(",
    "count-selected(",
    "substr(",
    "substring-after(",
    "translate(",
    "regex(., '",
    "(a+)+$",
    "[a-z]{2,9}",
    "normalize-space(",
    "string-length(",
    "date('2026-02-30')",
    "format-date(today(), '%Y-%n-%e')",
    "decimal-date-time(",
    "now()",
    "today()",
    "once(",
    "randomize(",
    "random()",
    "uuid()",
    "digest(",
    "'SHA-256'",
    "base64-decode(",
    "area(",
    "distance(",
    "geofence(",
    "checklist(",
    "weighted-checklist(",
    "round(",
    "pow(10, 300)",
    "jr:choice-name(",
    "jr:itext(",
    "pulldata('towns', ",
    "boolean-from-string(",
    "not(",
    "true()",
    "é",
    "中",
    "\u{202e}",
    "\u{0}",
    "🏠",
];
