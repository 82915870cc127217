//! The sentences of docs/format.md that say what questionnaires mean.

/// Sentences of the section "What the words mean", and the rows of the tables as
/// `item.relevant: Asked only where true.`
pub(super) fn sentences(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (_, rest) = text
        .split_once("## What the words mean")
        .expect("the section");
    let (prose, tables) = rest.split_once("## Every field").expect("the next one");
    let mut paragraph = String::new();
    for line in prose.lines().chain([""]) {
        if line.trim().is_empty() || line.starts_with("- ") {
            found.extend(split(&paragraph));
            paragraph.clear();
        }
        paragraph.push_str(line.strip_prefix("- ").unwrap_or(line).trim());
        paragraph.push(' ');
    }
    let mut heading = "";
    for line in tables.lines() {
        if let Some(name) = line.strip_prefix("### ") {
            heading = name;
        }
        let cells: Vec<&str> = line.split(" | ").collect();
        if let [field, .., meaning] = cells.as_slice()
            && let Some(field) = field.strip_prefix("| `")
        {
            let field = field.split('`').next().unwrap_or_default();
            let meaning = meaning.trim_end_matches('|').trim();
            found.push(format!("{heading}.{field}: {meaning}"));
        }
    }
    found
}

/// A sentence ends with a full stop before a capital or a mark.
fn split(paragraph: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = paragraph.trim();
    while let Some(at) = rest.match_indices(". ").map(|it| it.0).find(|at| {
        let next = rest[at + 2..].chars().next();
        next.is_some_and(|it| it.is_uppercase() || it == '`' || it == '*')
    }) {
        found.push(rest[..=at].to_owned());
        rest = rest[at + 2..].trim_start();
    }
    if !rest.is_empty() {
        found.push(rest.to_owned());
    }
    found
}
