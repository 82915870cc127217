//! The Markdown of ODK's forms: strong and emphasised words by stars or underscores, headings,
//! links, line breaks, and a backslash before a mark that is meant as it stands. HTML is words, but
//! for the tags that ODK allows: they go, and what they hold stays.

use crate::dom::{Element, Node, el, el_of};

/// Marks that come in pairs, the longer one first.
const PAIRS: [(&str, &str); 4] = [("**", "strong"), ("__", "strong"), ("*", "em"), ("_", "em")];
/// Where a link may lead.
const LEADS: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];
const HEADINGS: [&str; 6] = [
    "heading-1",
    "heading-2",
    "heading-3",
    "heading-4",
    "heading-5",
    "heading-6",
];

/// Words with their markup.
pub(crate) fn markup<M>(words: &str) -> Vec<Node<M>> {
    let mut nodes = Vec::new();
    for (idx, line) in words.lines().enumerate() {
        if idx > 0 {
            nodes.push(Node::Element(el("br")));
        }
        match heading(line) {
            Some((level, rest)) => {
                let mut inner = Vec::new();
                spans(&mut inner, rest);
                nodes.push(Node::Element(
                    el_of("span", HEADINGS[level - 1]).nodes(inner),
                ));
            }
            None => spans(&mut nodes, line),
        }
    }
    nodes
}

/// The level of a heading, 1 to 6, and its words.
fn heading(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    let words = rest.strip_prefix(' ')?.trim();
    (1..=6).contains(&level).then_some((level, words))
}

/// The words of a line with their marks. A mark without its pair is words.
fn spans<M>(nodes: &mut Vec<Node<M>>, line: &str) {
    let mut plain = String::new();
    let mut at = 0;
    while let Some(next) = line[at..].chars().next() {
        match mark_at(line, at) {
            Some(Mark::Said(word, end)) => {
                plain.push_str(word);
                at = end;
            }
            Some(Mark::Held(element, inside, end)) => {
                flush(nodes, &mut plain);
                let mut inner = Vec::new();
                spans(&mut inner, inside);
                nodes.push(Node::Element(element.nodes(inner)));
                at = end;
            }
            None => {
                plain.push(next);
                at += next.len_utf8();
            }
        }
    }
    flush(nodes, &mut plain);
}

fn flush<M>(nodes: &mut Vec<Node<M>>, plain: &mut String) {
    if !plain.is_empty() {
        nodes.push(Node::Words(std::mem::take(plain).into()));
    }
}

/// What begins at a place of a line, and where it ends.
enum Mark<'a, M> {
    /// Words that stand for it.
    Said(&'a str, usize),
    /// An element around words.
    Held(Element<M>, &'a str, usize),
}

fn mark_at<M>(line: &str, at: usize) -> Option<Mark<'_, M>> {
    for (mark, tag) in PAIRS {
        if let Some((inside, end)) = pair(line, at, mark) {
            return Some(Mark::Held(el(tag), inside, end));
        }
    }
    let rest = &line[at..];
    match rest.as_bytes()[0] {
        b'\\' => {
            let escaped = rest.get(1..2)?;
            let is_mark = "\\*_#[]()<>".contains(escaped);
            is_mark.then_some(Mark::Said(escaped, at + 2))
        }
        b'[' => link(rest, at),
        b'<' => {
            let (tag, _) = rest[1..].split_once('>')?;
            let name = tag.trim_start_matches('/').trim_end_matches('/');
            let name = name.split_whitespace().next()?;
            let goes = ["span", "p", "b", "i", "u", "small", "br"].contains(&name);
            goes.then_some(Mark::Said("", at + tag.len() + 2))
        }
        _ => None,
    }
}

/// What stands between a mark at `at` and its pair, and the place after that. Between words,
/// underscores are part of a name.
fn pair<'a>(line: &'a str, at: usize, mark: &str) -> Option<(&'a str, usize)> {
    let rest = line[at..].strip_prefix(mark)?;
    let (inside, after) = rest.split_once(mark)?;
    let tight = !inside.is_empty() && inside.trim() == inside;
    let in_word = |it: Option<char>| mark.starts_with('_') && it.is_some_and(char::is_alphanumeric);
    let in_name = in_word(line[..at].chars().next_back()) || in_word(after.chars().next());
    (tight && !in_name).then_some((inside, line.len() - after.len()))
}

/// `[words](address)`.
fn link<M>(rest: &str, at: usize) -> Option<Mark<'_, M>> {
    let (words, more) = rest[1..].split_once("](")?;
    let (address, _) = more.split_once(')')?;
    let address = address.trim();
    let leads = LEADS.iter().any(|it| address.starts_with(it));
    let element = el("a")
        .attr("href", address.to_owned())
        .set("target", "_blank")
        .set("rel", "noopener noreferrer");
    let end = at + 1 + words.len() + 2 + more.find(')')? + 1;
    leads.then_some(Mark::Held(element, words, end))
}

#[cfg(test)]
mod tests {
    use super::super::markup as small;
    use super::{Node, markup, pair};

    fn drawn(words: &str) -> String {
        markup::<()>(words).iter().map(Node::html).collect()
    }

    #[test]
    fn marks_come_in_tight_pairs() {
        assert_eq!(pair("a **b** c", 2, "**"), Some(("b", 7)));
        assert_eq!(drawn("2 * 3 * 4"), "2 * 3 * 4");
        assert_eq!(drawn("____"), "____");
        assert_eq!(drawn("**Group **"), "**Group **");
        assert_eq!(drawn("**a *b* c**"), "<strong>a <em>b</em> c</strong>");
    }

    #[test]
    fn underscores_in_names_are_words() {
        assert_eq!(
            drawn("_a_ and __b c__"),
            "<em>a</em> and <strong>b c</strong>"
        );
        assert_eq!(drawn("first_name_of"), "first_name_of");
    }

    #[test]
    fn headings_links_and_escapes_are_those_of_odk() {
        assert_eq!(
            drawn("## Two\nand"),
            r#"<span class="heading-2">Two</span><br>and"#
        );
        assert_eq!(drawn("#1 of all"), "#1 of all");
        let link = r#"<a href="https://a.org" target="_blank" rel="noopener noreferrer">b</a>"#;
        assert_eq!(drawn("[b](https://a.org)"), link);
        assert_eq!(drawn("[b](javascript:x)"), "[b](javascript:x)");
        assert_eq!(drawn(r"\*no\* \_no\_"), "*no* _no_");
    }

    #[test]
    fn html_is_words_but_for_the_tags_of_odk() {
        assert_eq!(drawn(r#"<span style="color:red">a</span>"#), "a");
        assert_eq!(drawn("<script>a"), "&lt;script&gt;a");
    }

    #[test]
    fn the_residents_page_agrees_on_what_it_knows() {
        for words in ["**a *b* c**\nd", "2 * 3 * 4", "**Group **", "<b"] {
            let known: String = small::markup::<()>(words).iter().map(Node::html).collect();
            assert_eq!(drawn(words), known);
        }
    }
}
