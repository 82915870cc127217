//! Nodes in the page itself: painted once, then changed where they differ.
//!
//! What was painted is remembered beside its DOM node, so nodes that the browser or a translator
//! puts between ours do no harm. One listener at the root hears for all elements.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element as DomElement, Event, Node as DomNode};

use super::{Element, Field, Node, Parts, Tells};

/// Events that a canvas must be handed.
pub const EVENTS: [&str; 6] = [
    "click",
    "change",
    "input",
    "compositionend",
    "submit",
    "focusout",
];

const SVG: &str = "http://www.w3.org/2000/svg";

/// A part of the page that is painted by us alone.
pub struct Canvas<M> {
    document: Document,
    root: DomElement,
    painted: Vec<Painted<M>>,
}

struct Painted<M> {
    dom: DomNode,
    /// Its children are taken out.
    node: Node<M>,
    nodes: Vec<Painted<M>>,
}

impl<M: Clone> Canvas<M> {
    /// A canvas on an element, which keeps what it holds until something is shown.
    pub fn new(document: Document, root: DomElement) -> Canvas<M> {
        Canvas {
            document,
            root,
            painted: Vec::new(),
        }
    }

    /// Hears an event of everything that is painted, for the life of the page.
    pub fn listen(&self, kind: &'static str, heard: impl FnMut(&Event) + 'static) {
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&self.root, kind, options, heard).forget();
    }

    /// Shows this element and nothing else.
    pub fn show(&mut self, element: Element<M>) {
        let old = std::mem::take(&mut self.painted);
        if old.is_empty() {
            self.root.set_text_content(None);
        }
        let brush = Brush {
            active: self.document.active_element().map(DomNode::from),
            document: &self.document,
        };
        self.painted = brush.children(&self.root, old, vec![Node::Element(element)], false);
    }

    /// Whether nothing was shown yet.
    pub fn is_blank(&self) -> bool {
        self.painted.is_empty()
    }

    /// What an event means, if it happened to an element that tells something.
    pub fn heard(&self, event: &Event) -> Option<M> {
        let target: DomNode = event.target()?.dyn_into().ok()?;
        let kind = event.type_();
        let mut trail = self.trail(&target);
        if kind == "focusout" {
            trail.last().into_iter().for_each(|it| it.put_in_order());
            return None;
        }
        loop {
            let meant = trail.pop()?.tells(&kind, event);
            if meant.is_some() {
                return meant;
            }
        }
    }

    /// What was painted around a DOM node, outermost first.
    fn trail(&self, target: &DomNode) -> Vec<&Painted<M>> {
        let root: &DomNode = &self.root;
        let mut above = Vec::new();
        let mut here = Some(target.clone());
        while let Some(node) = here.filter(|it| it != root) {
            here = node.parent_node();
            above.push(node);
        }
        let mut trail = Vec::new();
        let mut painted = &self.painted;
        while let Some(dom) = above.pop() {
            let Some(found) = painted.iter().find(|it| it.dom == dom) else {
                break;
            };
            painted = &found.nodes;
            trail.push(found);
        }
        trail
    }
}

impl<M: Clone> Painted<M> {
    fn tells(&self, kind: &str, event: &Event) -> Option<M> {
        let Node::Element(Element(parts)) = &self.node else {
            return None;
        };
        match (&parts.tells, kind) {
            (Tells::Press(message), "click") | (Tells::Choose(message), "change") => {
                Some(message.clone())
            }
            (Tells::Submit(message), "submit") => {
                event.prevent_default();
                Some(message.clone())
            }
            // Letters that an input method still turns into words are nobody's words yet.
            (Tells::Typed { each: Some(_), .. }, "input") if super::is_composing(event) => None,
            (Tells::Typed { each: Some(it), .. }, "input" | "compositionend")
            | (
                Tells::Typed {
                    whole: Some(it), ..
                },
                "change",
            ) => Some(it(words_in(&self.dom))),
            (_, _) => None,
        }
    }

    /// Shows the interview's words in a field that the person left.
    fn put_in_order(&self) {
        if let Node::Element(Element(parts)) = &self.node
            && let Field::Words(words) = &parts.field
        {
            set_words(&self.dom, words);
        }
    }
}

struct Brush<'a> {
    document: &'a Document,
    active: Option<DomNode>,
}

impl Brush<'_> {
    /// Makes `old` into `new` inside `parent`. What stays is not moved, so it keeps its focus.
    fn children<M>(
        &self,
        parent: &DomNode,
        old: Vec<Painted<M>>,
        new: Vec<Node<M>>,
        in_svg: bool,
    ) -> Vec<Painted<M>> {
        let mut left: Vec<Option<Painted<M>>> = old.into_iter().map(Some).collect();
        let mut painted = Vec::with_capacity(new.len());
        // Whether all that is here was here, in this order.
        let mut next = Some(0);
        for node in new {
            let same = left
                .iter()
                .position(|it| it.as_ref().is_some_and(|it| is_same(&it.node, &node)));
            next = next.and_then(|it| same.filter(|at| *at >= it));
            match same.and_then(|at| left[at].take()) {
                Some(old) => painted.push(self.change(old, node, in_svg)),
                None => painted.extend(self.create(node, in_svg)),
            }
        }
        for gone in left.into_iter().flatten() {
            // Fails where somebody else took it away already.
            let _ = parent.remove_child(&gone.dom);
        }
        if next.is_some() {
            return painted;
        }
        let mut next: Option<&DomNode> = None;
        for it in painted.iter().rev() {
            let in_place = it.dom.parent_node().is_some() && it.dom.next_sibling().as_ref() == next;
            if !in_place {
                let _ = parent.insert_before(&it.dom, next);
            }
            next = Some(&it.dom);
        }
        painted
    }

    fn create<M>(&self, node: Node<M>, in_svg: bool) -> Option<Painted<M>> {
        let mut parts = match node {
            Node::Words(words) => {
                let dom = self.document.create_text_node(&words).into();
                return Some(Painted {
                    dom,
                    node: Node::Words(words),
                    nodes: Vec::new(),
                });
            }
            Node::Element(Element(parts)) => parts,
        };
        let in_svg = in_svg || parts.tag == "svg";
        // Fails for names that are no names only.
        let dom = if in_svg {
            self.document.create_element_ns(Some(SVG), parts.tag)
        } else {
            self.document.create_element(parts.tag)
        };
        let dom = dom.ok()?;
        for (name, value) in &parts.attrs {
            let _ = dom.set_attribute(name, value);
        }
        let nodes = std::mem::take(&mut parts.nodes);
        let nodes = self.children(&dom, Vec::new(), nodes, in_svg);
        self.fill(&dom, &parts);
        Some(Painted {
            dom: dom.into(),
            node: Node::Element(Element(parts)),
            nodes,
        })
    }

    fn change<M>(&self, old: Painted<M>, new: Node<M>, in_svg: bool) -> Painted<M> {
        let Painted { dom, node, nodes } = old;
        let (old, mut parts) = match (node, new) {
            (Node::Element(Element(old)), Node::Element(Element(new))) => (old, new),
            (node, new) => {
                if let (Node::Words(old), Node::Words(new)) = (&node, &new)
                    && old != new
                {
                    dom.set_text_content(Some(new));
                }
                return Painted {
                    dom,
                    node: new,
                    nodes,
                };
            }
        };
        let element: &DomElement = dom.unchecked_ref();
        for (name, _) in &old.attrs {
            if parts.attrs.iter().all(|it| it.0 != *name) {
                let _ = element.remove_attribute(name);
            }
        }
        for attr in &parts.attrs {
            if !old.attrs.contains(attr) {
                let _ = element.set_attribute(attr.0, &attr.1);
            }
        }
        let fresh = std::mem::take(&mut parts.nodes);
        let nodes = self.children(&dom, nodes, fresh, in_svg || parts.tag == "svg");
        self.fill(&dom, &parts);
        Painted {
            dom,
            node: Node::Element(Element(parts)),
            nodes,
        }
    }

    /// Sets what people change, where it is not as it should be. Words stay as they are while
    /// somebody types.
    fn fill<M>(&self, dom: &DomNode, parts: &Parts<M>) {
        match &parts.field {
            Field::Nothing => {}
            Field::Checked(checked) => {
                let _ = js_sys::Reflect::set(dom, &"checked".into(), &JsValue::from(*checked));
            }
            Field::Words(words) => {
                if self.active.as_ref() != Some(dom) {
                    set_words(dom, words);
                }
            }
        }
    }
}

fn is_same<M>(old: &Node<M>, new: &Node<M>) -> bool {
    match (old, new) {
        (Node::Words(_), Node::Words(_)) => true,
        (Node::Element(Element(old)), Node::Element(Element(new))) => {
            old.tag == new.tag && old.key == new.key
        }
        (Node::Words(_), Node::Element(_)) | (Node::Element(_), Node::Words(_)) => false,
    }
}

fn words_in(dom: &DomNode) -> String {
    let value = js_sys::Reflect::get(dom, &"value".into());
    value.ok().and_then(|it| it.as_string()).unwrap_or_default()
}

fn set_words(dom: &DomNode, words: &str) {
    // Setting the same words again would move the cursor.
    if words_in(dom) != words {
        let _ = js_sys::Reflect::set(dom, &"value".into(), &words.into());
    }
}
