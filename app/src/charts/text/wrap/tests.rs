use super::*;
use crate::charts::text::Estimator;

/// Ten em wide: ten Han characters.
fn lines(text: &str, max_lines: usize) -> Vec<String> {
    let font = Font {
        size: 10.0,
        bold: false,
    };
    let lines = wrap(text, font, 100.0, max_lines, &Estimator);
    for line in &lines {
        assert!(Estimator.width(line, font) <= 100.0, "too wide: {line}");
    }
    lines
}

#[test]
fn han_breaks_anywhere_but_not_before_a_closing_mark() {
    assert_eq!(
        lines("滨江社区柳泉村新华街道", 3),
        ["滨江社区柳泉村新华街", "道"]
    );
    assert_eq!(
        lines("一二三四五六七八九十，下一句", 3),
        ["一二三四五六七八九", "十，下一句"]
    );
    assert_eq!(
        lines("一二三四五六七八九（十）", 3),
        ["一二三四五六七八九", "（十）"]
    );
}

#[test]
fn latin_breaks_at_spaces() {
    assert_eq!(
        lines("Cleanliness of your compound", 4),
        ["Cleanliness of your", "compound"]
    );
}

#[test]
fn a_word_longer_than_a_line_is_cut() {
    let cut = lines("Donaudampfschifffahrtsgesellschaft", 9);
    assert!(cut.len() > 1);
    assert_eq!(cut.concat(), "Donaudampfschifffahrtsgesellschaft");
}

#[test]
fn what_does_not_fit_ends_in_an_ellipsis() {
    assert_eq!(
        lines("社区听取居民意见的情况和办事公开", 1),
        ["社区听取居民意见的…"]
    );
    assert_eq!(lines("Convenience of everyday life near home", 2).len(), 2);
    assert!(lines("Convenience of everyday life near home", 2)[1].ends_with('…'));
}

#[test]
fn nothing_gives_no_lines() {
    assert!(lines("", 2).is_empty());
    assert!(lines(" \n ", 2).is_empty());
}

#[test]
fn control_characters_become_blanks() {
    assert_eq!(clean("a\u{0}b\nc\td "), "a b c d");
}
