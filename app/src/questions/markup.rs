//! The Markdown subset that labels allow: `**strong**`, `*emphasis*` and line breaks. Everything
//! else, HTML above all, is words.

use yew::prelude::*;

/// Words with their markup.
pub fn markup(words: &str) -> Html {
    let lines = words.lines().enumerate().map(|(idx, line)| {
        html! { <>if idx > 0 { <br /> }{ spans(line, "**", strong) }</> }
    });
    lines.collect()
}

fn strong(words: &str) -> Html {
    html! { <strong>{ spans(words, "*", emphasis) }</strong> }
}

fn emphasis(words: &str) -> Html {
    html! { <em>{ words }</em> }
}

/// Pairs of `mark` around words; a mark without its pair is words.
fn spans(words: &str, mark: &str, marked: fn(&str) -> Html) -> Html {
    let plain = |words: &str| match mark {
        "**" => spans(words, "*", emphasis),
        _ => html! { { words } },
    };
    let Some((before, inside, after)) = pair(words, mark) else {
        return plain(words);
    };
    html! { <>{ plain(before) }{ marked(inside) }{ spans(after, mark, marked) }</> }
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
