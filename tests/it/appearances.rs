//! Every appearance has its row in `docs/forms.md`, which says what is drawn.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use survey_core::questionnaire::Word;

/// The words that XLSForm authors know, as the specifications of ODK and Enketo list them; `w1`
/// stands for all widths.
const KNOWN: &str = "multiline numbers thousands-sep url masked printer ex: hidden-answer \
    counter bearing minimal search autocomplete quick columns columns-pack columns-n no-buttons \
    list list-nolabel label likert image-map map compact compact-n quickcompact horizontal \
    horizontal-compact no-calendar month-year year ethiopian coptic islamic bikram-sambat myanmar \
    persian buddhist vertical no-ticks picker rating distress analog-scale maps placement-map \
    hide-input signature draw annotate new new-front field-list table-list no-collapse w1 \
    page-break no-print";

/// The words in the first column of the tables of the page, with what the last column says.
fn rows() -> Vec<(String, String)> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/forms.md");
    let page = fs::read_to_string(page).expect("the page is there");
    let (_, tables) = page
        .split_once("## Appearances")
        .expect("the part is there");
    let mut rows = Vec::new();
    for line in tables.lines().filter(|it| it.starts_with("| `")) {
        let mut cells = line.trim_matches('|').split(" | ");
        let (words, drawn) = (
            cells.next().unwrap_or_default(),
            cells.last().unwrap_or_default(),
        );
        for (idx, word) in words.split('`').enumerate() {
            if idx % 2 == 1 {
                rows.push((word.to_owned(), drawn.trim().to_owned()));
            }
        }
    }
    rows
}

#[test]
fn every_appearance_is_read_and_has_one_row_that_says_what_is_drawn() {
    let read: BTreeSet<&str> = Word::ALL.iter().map(|it| it.text()).collect();
    let known: BTreeSet<&str> = KNOWN.split_whitespace().collect();
    assert_eq!(read, known, "read, and known");
    let rows = rows();
    let told: BTreeSet<&str> = rows.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(told, known, "told on the page, and known");
    assert_eq!(told.len(), rows.len(), "a word has two rows");
    for (word, drawn) in &rows {
        assert!(drawn.len() > 10, "`{word}` is not explained: {drawn}");
    }
}
