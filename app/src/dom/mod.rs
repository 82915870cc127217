//! What is drawn, as plain data: elements with attributes, words, and what they tell when a
//! person uses them.
//!
//! Questions are drawn once and shown in three ways: the workspace turns nodes into yew's
//! ([`mirror`]), the resident's page paints them itself and so carries no framework ([`paint`]),
//! and tests read them as HTML ([`Node::html`]). Messages are data too, so no closure is built
//! for a button.

#[cfg(feature = "workspace")]
pub mod mirror;
pub mod paint;
mod print;

use std::borrow::Cow;
use std::rc::Rc;

/// An element or words. `M` is what elements tell.
#[derive(Clone)]
pub enum Node<M> {
    /// Words, never markup.
    Words(Cow<'static, str>),
    /// An element.
    Element(Element<M>),
}

/// An element; made by [`el`] and the methods that follow it.
#[derive(Clone)]
pub struct Element<M>(Box<Parts<M>>);

#[derive(Clone)]
struct Parts<M> {
    tag: &'static str,
    /// Tells it from its sisters, so that it keeps its place in the page; empty if nothing does.
    key: String,
    attrs: Vec<(&'static str, Cow<'static, str>)>,
    field: Field,
    tells: Tells<M>,
    nodes: Vec<Node<M>>,
    #[cfg(feature = "workspace")]
    live: Option<Live<M>>,
}

/// What a form control holds, which is not an attribute: people change it.
#[derive(Clone, Debug, PartialEq)]
enum Field {
    /// It is no form control.
    Nothing,
    /// Whether it is ticked.
    Checked(bool),
    /// The words in it. They belong to the person while it has the focus.
    Words(String),
}

/// What words that were typed mean.
pub type Typed<M> = Rc<dyn Fn(String) -> M>;

/// A component in place of an element: something with a life of its own, such as a camera.
#[cfg(feature = "workspace")]
pub type Live<M> = Rc<dyn Fn(&yew::Callback<M>) -> yew::Html>;

/// What is told, and when.
#[derive(Clone)]
enum Tells<M> {
    Nothing,
    /// When it is pressed.
    Press(M),
    /// When it is ticked or picked.
    Choose(M),
    /// When the form is sent, as with Enter.
    Submit(M),
    /// With every letter, and when the field is left after a change.
    Typed {
        each: Option<Typed<M>>,
        whole: Option<Typed<M>>,
    },
}

/// An element without anything.
pub fn el<M>(tag: &'static str) -> Element<M> {
    Element(Box::new(Parts {
        tag,
        key: String::new(),
        attrs: Vec::new(),
        field: Field::Nothing,
        tells: Tells::Nothing,
        nodes: Vec::new(),
        #[cfg(feature = "workspace")]
        live: None,
    }))
}

/// An element with a class.
pub fn el_of<M>(tag: &'static str, class: &'static str) -> Element<M> {
    el(tag).set("class", class)
}

impl<M> Element<M> {
    fn push(mut self, name: &'static str, value: Cow<'static, str>) -> Element<M> {
        self.0.attrs.push((name, value));
        self
    }

    /// An attribute that is always the same.
    #[must_use]
    pub fn set(self, name: &'static str, value: &'static str) -> Element<M> {
        self.push(name, Cow::Borrowed(value))
    }

    /// An attribute.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Element<M> {
        self.push(name, value.into())
    }

    /// An attribute, if there is a value.
    #[must_use]
    pub fn maybe(self, name: &'static str, value: Option<String>) -> Element<M> {
        match value {
            Some(value) => self.push(name, Cow::Owned(value)),
            None => self,
        }
    }

    /// An attribute that is there or not.
    #[must_use]
    pub fn flag(self, name: &'static str, on: bool) -> Element<M> {
        if on { self.set(name, "") } else { self }
    }

    /// One more class, if it applies.
    #[must_use]
    pub fn class_if(mut self, class: &'static str, on: bool) -> Element<M> {
        if !on {
            return self;
        }
        match self.0.attrs.iter_mut().find(|it| it.0 == "class") {
            Some((_, classes)) => {
                let classes = classes.to_mut();
                classes.push(' ');
                classes.push_str(class);
                self
            }
            None => self.set("class", class),
        }
    }

    /// A name among its sisters, so that it keeps its place in the page.
    #[must_use]
    pub fn key(mut self, key: &str) -> Element<M> {
        self.0.key.push_str(key);
        self
    }

    /// Whether it is ticked.
    #[must_use]
    pub fn checked(mut self, checked: bool) -> Element<M> {
        self.0.field = Field::Checked(checked);
        self
    }

    /// The words in it.
    #[must_use]
    pub fn value(mut self, words: &str) -> Element<M> {
        self.0.field = Field::Words(words.to_owned());
        self
    }

    fn tells(mut self, tells: Tells<M>) -> Element<M> {
        self.0.tells = tells;
        self
    }

    /// Told when it is pressed.
    #[must_use]
    pub fn press(self, message: M) -> Element<M> {
        self.tells(Tells::Press(message))
    }

    /// Told when it is ticked or picked.
    #[must_use]
    pub fn choose(self, message: M) -> Element<M> {
        self.tells(Tells::Choose(message))
    }

    /// Told when the form is sent.
    #[must_use]
    pub fn submit(self, message: M) -> Element<M> {
        self.tells(Tells::Submit(message))
    }

    /// Told with every letter, and when the field is left after a change.
    #[must_use]
    pub fn typed(self, each: Option<Typed<M>>, whole: Option<Typed<M>>) -> Element<M> {
        self.tells(Tells::Typed { each, whole })
    }

    /// A component stands here where there are components; elsewhere the element does.
    #[cfg(feature = "workspace")]
    #[must_use]
    pub fn live(mut self, live: Live<M>) -> Element<M> {
        self.0.live = Some(live);
        self
    }

    /// An element inside.
    #[must_use]
    pub fn with(mut self, inner: Element<M>) -> Element<M> {
        self.0.nodes.push(Node::Element(inner));
        self
    }

    /// An element inside, if there is one.
    #[must_use]
    pub fn with_some(self, inner: Option<Element<M>>) -> Element<M> {
        match inner {
            Some(inner) => self.with(inner),
            None => self,
        }
    }

    /// Elements inside.
    #[must_use]
    pub fn with_all(mut self, inner: impl IntoIterator<Item = Element<M>>) -> Element<M> {
        inner
            .into_iter()
            .for_each(|it| self.0.nodes.push(Node::Element(it)));
        self
    }

    /// Nodes inside.
    #[must_use]
    pub fn nodes(mut self, mut nodes: Vec<Node<M>>) -> Element<M> {
        self.0.nodes.append(&mut nodes);
        self
    }

    /// Words inside.
    #[must_use]
    pub fn words(mut self, words: impl Into<Cow<'static, str>>) -> Element<M> {
        self.0.nodes.push(Node::Words(words.into()));
        self
    }
}

/// Whether an input method is still making words of what is typed.
fn is_composing(event: &web_sys::Event) -> bool {
    let composing = js_sys::Reflect::get(event, &"isComposing".into());
    composing.is_ok_and(|it| it.is_truthy())
}
