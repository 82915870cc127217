//! Line breaking: Latin at spaces, Han anywhere but before a closing mark.

use super::{Font, Measure};

const ELLIPSIS: &str = "…";

/// Characters that take a full em and allow a break on either side.
pub(super) fn is_wide(it: char) -> bool {
    matches!(it as u32,
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F | 0xFF01..=0xFF60 | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD)
}

/// Combining marks, joiners and variation selectors: never apart from what
/// stands before them, and without width.
pub(super) fn joins_previous(it: char) -> bool {
    matches!(it as u32, 0x0300..=0x036F | 0x200B..=0x200F | 0x2060 | 0xFE00..=0xFE0F | 0xFEFF)
}

fn closes(it: char) -> bool {
    "，。、；：？！）】》」』〉〕”’…—～·％‰℃,.;:?!)]}%".contains(it)
}

fn opens(it: char) -> bool {
    "（【《「『〈〔“‘([{".contains(it)
}

/// The text on one line, without characters that XML cannot hold.
pub(in crate::charts) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        let is_fixed_blank = matches!(it, '\u{a0}' | '\u{202f}');
        let is_blank = it.is_whitespace() && !is_fixed_blank;
        if !(is_blank || it.is_control() || matches!(it as u32, 0xFFFE | 0xFFFF)) {
            out.push(it);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Breaks `text` into lines no wider than `width`; what does not fit into
/// `max_lines` ends in an ellipsis.
pub(in crate::charts) fn wrap(
    text: &str,
    font: Font,
    width: f64,
    max_lines: usize,
    measure: &dyn Measure,
) -> Vec<String> {
    let text = clean(text);
    let pieces = pieces(&text, font, width, measure);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    for (idx, piece) in pieces.iter().enumerate() {
        let advance = measure.width(piece, font);
        let visible = measure.width(piece.trim_end(), font);
        if !line.is_empty() && used + visible > width {
            if lines.len() + 1 >= max_lines {
                lines.push(shorten(
                    &line,
                    &pieces[idx..].concat(),
                    font,
                    width,
                    measure,
                ));
                return lines;
            }
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0.0;
        }
        line.push_str(piece);
        used += advance;
    }
    if !line.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// As much of `line` and `rest` as fits before an ellipsis.
fn shorten(line: &str, rest: &str, font: Font, width: f64, measure: &dyn Measure) -> String {
    let room = width - measure.width(ELLIPSIS, font);
    let mut kept = String::new();
    let mut used = 0.0;
    for it in line.chars().chain(rest.chars()) {
        used += measure.width(it.encode_utf8(&mut [0; 4]), font);
        if used > room {
            break;
        }
        kept.push(it);
    }
    let kept = kept.trim_end_matches(|it: char| it.is_whitespace() || closes(it) || opens(it));
    format!("{kept}{ELLIPSIS}")
}

/// The parts between places where a line may break; blanks stay at the end of
/// their part. Parts wider than a line are cut into characters.
fn pieces(text: &str, font: Font, width: f64, measure: &dyn Measure) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut piece = String::new();
    let mut before: Option<char> = None;
    for it in text.chars() {
        if before.is_some_and(|before| may_break(before, it)) {
            pieces.push(std::mem::take(&mut piece));
        }
        piece.push(it);
        before = Some(it);
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    let cut = |piece: String| {
        if measure.width(piece.trim_end(), font) > width {
            characters(&piece)
        } else {
            vec![piece]
        }
    };
    pieces.into_iter().flat_map(cut).collect()
}

fn may_break(before: char, it: char) -> bool {
    if it == ' ' || joins_previous(it) || closes(it) || opens(before) {
        return false;
    }
    before == ' ' || is_wide(before) || is_wide(it)
}

fn characters(piece: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for it in piece.chars() {
        match out.last_mut() {
            Some(last) if joins_previous(it) || it == ' ' => last.push(it),
            Some(_) | None => out.push(it.to_string()),
        }
    }
    out
}

#[cfg(test)]
mod tests;
