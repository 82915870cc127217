//! Nodes as HTML, for those who read rather than use them.

use super::{Element, Field, Node};

/// Elements that have no end tag.
const VOID: [&str; 4] = ["br", "input", "hr", "img"];

impl<M> Node<M> {
    /// The node as HTML.
    pub fn html(&self) -> String {
        let mut out = String::new();
        print(self, &mut out);
        out
    }
}

impl<M> Element<M> {
    /// The element as HTML.
    pub fn html(self) -> String {
        Node::Element(self).html()
    }
}

fn print<M>(node: &Node<M>, out: &mut String) {
    let parts = match node {
        Node::Words(words) => return escape(words, out),
        Node::Element(Element(parts)) => parts,
    };
    out.push('<');
    out.push_str(parts.tag);
    let mut attr = |name: &str, value: &str| {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(value, out);
        out.push('"');
    };
    for (name, value) in &parts.attrs {
        attr(name, value);
    }
    match &parts.field {
        Field::Checked(true) => attr("checked", ""),
        Field::Words(words) if parts.tag != "textarea" => attr("value", words),
        Field::Nothing | Field::Checked(false) | Field::Words(_) => {}
    }
    out.push('>');
    if VOID.contains(&parts.tag) {
        return;
    }
    if let (Field::Words(words), "textarea") = (&parts.field, parts.tag) {
        escape(words, out);
    }
    for node in &parts.nodes {
        print(node, out);
    }
    out.push_str("</");
    out.push_str(parts.tag);
    out.push('>');
}

fn escape(words: &str, out: &mut String) {
    for letter in words.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            letter => out.push(letter),
        }
    }
}
