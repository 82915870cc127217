//! The Markdown of the resident's page, which has to be small: `**strong**`, `*emphasis*` and line
//! breaks. Everything else, HTML above all, is words.

use crate::dom::{Node, el};

/// Words with their markup.
pub(crate) fn markup<M>(words: &str) -> Vec<Node<M>> {
    let mut nodes = Vec::new();
    for (idx, line) in words.lines().enumerate() {
        if idx > 0 {
            nodes.push(Node::Element(el("br")));
        }
        spans(&mut nodes, line, "**", "strong", emphasis);
    }
    nodes
}

fn emphasis<M>(nodes: &mut Vec<Node<M>>, words: &str) {
    spans(nodes, words, "*", "em", plain);
}

fn plain<M>(nodes: &mut Vec<Node<M>>, words: &str) {
    if !words.is_empty() {
        nodes.push(Node::Words(words.to_owned().into()));
    }
}

/// Pairs of `mark` become elements; a mark without its pair is words. `finer` is for what is in
/// them and between them.
fn spans<M>(
    nodes: &mut Vec<Node<M>>,
    mut words: &str,
    mark: &'static str,
    tag: &'static str,
    finer: fn(&mut Vec<Node<M>>, &str),
) {
    while let Some((before, inside, after)) = pair(words, mark) {
        finer(nodes, before);
        let mut inner = Vec::new();
        finer(&mut inner, inside);
        nodes.push(Node::Element(el(tag).nodes(inner)));
        words = after;
    }
    finer(nodes, words);
}

fn pair<'a>(words: &'a str, mark: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let (before, rest) = words.split_once(mark)?;
    let (inside, after) = rest.split_once(mark)?;
    let tight = !inside.is_empty() && inside.trim() == inside;
    tight.then_some((before, inside, after))
}

#[cfg(test)]
mod tests {
    use super::pair;

    #[test]
    fn marks_come_in_tight_pairs() {
        assert_eq!(pair("a **b** c", "**"), Some(("a ", "b", " c")));
        assert_eq!(pair("2 * 3 * 4", "*"), None);
        assert_eq!(pair("____", "*"), None);
        assert_eq!(pair("**", "**"), None);
    }
}
