//! A small tree of XML to be written.

/// An element or text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Element(Element),
    Text(String),
    /// XML that was put together as text already.
    Raw(String),
}

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attrs: Vec<(String, String)>,
    pub(super) nodes: Vec<Node>,
}

impl Element {
    pub(super) fn new(name: &str) -> Element {
        Element {
            name: name.to_owned(),
            ..Element::default()
        }
    }

    pub(super) fn attr(mut self, name: &str, value: impl Into<String>) -> Element {
        self.set(name, value);
        self
    }

    /// Sets an attribute, in place of one of that name.
    pub(super) fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        match self.attrs.iter_mut().find(|it| it.0 == name) {
            Some(attr) => attr.1 = value,
            None => self.attrs.push((name.to_owned(), value)),
        }
    }

    pub(super) fn with(mut self, element: Element) -> Element {
        self.push(element);
        self
    }

    pub(super) fn push(&mut self, element: Element) {
        self.nodes.push(Node::Element(element));
    }

    pub(super) fn text(mut self, text: impl Into<String>) -> Element {
        self.nodes.push(Node::Text(text.into()));
        self
    }

    /// The document.
    pub(super) fn document(&self) -> String {
        let mut out = "<?xml version=\"1.0\"?>\n".to_owned();
        self.write(0, &mut out);
        out
    }

    fn write(&self, depth: usize, out: &mut String) {
        let indent = "  ".repeat(depth);
        out.push_str(&indent);
        self.open(out);
        if self.nodes.is_empty() {
            out.push_str("/>\n");
            return;
        }
        out.push('>');
        // Between words, white space counts.
        let mixed = self.nodes.iter().any(|it| !matches!(it, Node::Element(_)));
        if mixed {
            self.write_inline(out);
        } else {
            out.push('\n');
            for node in &self.nodes {
                if let Node::Element(element) = node {
                    element.write(depth + 1, out);
                }
            }
            out.push_str(&indent);
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push_str(">\n");
    }

    fn open(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attrs {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            out.push_str(&escape(value).replace('"', "&quot;").replace('\n', "&#10;"));
            out.push('"');
        }
    }

    fn write_inline(&self, out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => out.push_str(&escape(text)),
                Node::Raw(xml) => out.push_str(xml),
                Node::Element(element) => {
                    element.open(out);
                    out.push('>');
                    element.write_inline(out);
                    out.push_str("</");
                    out.push_str(&element.name);
                    out.push('>');
                }
            }
        }
    }
}

/// Text as it stands in XML. Characters that XML cannot hold are left out.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' => out.push(char),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(char),
        }
    }
    out
}
