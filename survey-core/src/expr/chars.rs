//! Which characters a name may hold: XML's rule, without the punctuation that a Chinese keyboard
//! types in place of ours.

/// Whether a name may begin with `c`.
pub(super) fn starts_name(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '_' => true,
        '\0'..='\u{BF}' | '\u{D7}' | '\u{F7}' | '\u{37E}' => false,
        // General punctuation, symbols, and CJK and full-width punctuation.
        '\u{300}'..='\u{36F}' | '\u{2000}'..='\u{206F}' | '\u{2190}'..='\u{2BFF}' => false,
        '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{30FB}' => false,
        '\u{E000}'..='\u{F8FF}' | '\u{FE00}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF20}' => false,
        '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}' | '\u{FFE0}'..='\u{FFFF}' => false,
        _ => c < '\u{E0000}',
    }
}

/// Whether a name may go on with `c`.
pub(super) fn continues_name(c: char) -> bool {
    starts_name(c) || matches!(c, '0'..='9' | '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}')
}

/// What the author probably meant by a character that is not part of the language.
pub(super) fn meant(c: char) -> Option<&'static str> {
    Some(match c {
        '（' => "use ( instead of （",
        '）' => "use ) instead of ）",
        '，' | '、' => "use , between arguments",
        '“' | '”' | '„' => "use straight quotes \"",
        '‘' | '’' | '「' | '」' => "use straight quotes '",
        '＝' => "use = instead of ＝",
        '＞' => "use > instead of ＞",
        '＜' => "use < instead of ＜",
        '≥' => "write >=",
        '≤' => "write <=",
        '≠' => "write !=",
        '×' => "write *",
        '÷' => "write div",
        '−' | '–' | '—' => "use the minus sign of the keyboard -",
        '＋' => "use + instead of ＋",
        '％' | '%' => "write mod for the remainder",
        '&' => "write and",
        '!' => "write not(…), or != for “not equal”",
        ';' => "use , between arguments",
        '#' | '{' | '}' => "write ${name} for an answer",
        _ => return None,
    })
}
