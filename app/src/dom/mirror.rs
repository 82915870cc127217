//! Nodes inside a page of yew's.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use yew::prelude::*;
use yew::virtual_dom::{Listener, ListenerKind, VTag, VText};

use super::{Element, Field, Node, Parts, Tells};

/// The element as yew's, telling `say`.
pub fn mirror<M: Clone + 'static>(element: &Element<M>, say: &Callback<M>) -> Html {
    let Element(parts) = element;
    if let Some(live) = &parts.live {
        return live(say);
    }
    let mut tag = VTag::new(parts.tag);
    for (name, value) in &parts.attrs {
        tag.add_attribute(name, value.clone());
    }
    if !parts.key.is_empty() {
        tag.key = Some(parts.key.clone().into());
    }
    match &parts.field {
        Field::Nothing => {}
        Field::Checked(checked) => tag.set_checked(*checked),
        Field::Words(_) => return field(parts, say),
    }
    listen(&mut tag, parts, say);
    tag.add_children(parts.nodes.iter().map(|it| node(it, say)));
    tag.into()
}

/// The node as yew's, telling `say`.
pub fn node<M: Clone + 'static>(node: &Node<M>, say: &Callback<M>) -> Html {
    match node {
        Node::Words(words) => VText::new(words.clone()).into(),
        Node::Element(element) => mirror(element, say),
    }
}

fn listen<M: Clone + 'static>(tag: &mut VTag, parts: &Parts<M>, say: &Callback<M>) {
    match &parts.tells {
        Tells::Nothing | Tells::Typed { .. } => {}
        Tells::Press(message) => {
            let message = message.clone();
            let callback = say.reform(move |_: MouseEvent| message.clone());
            tag.add_listener(Rc::new(yew::html::onclick::Wrapper::new(callback)));
        }
        Tells::Choose(message) => {
            let message = message.clone();
            let callback = say.reform(move |_: Event| message.clone());
            tag.add_listener(Rc::new(yew::html::onchange::Wrapper::new(callback)));
        }
        Tells::Submit(message) => {
            let message = message.clone();
            let callback = say.reform(move |event: SubmitEvent| {
                event.prevent_default();
                message.clone()
            });
            tag.add_listener(Rc::new(yew::html::onsubmit::Wrapper::new(callback)));
        }
    }
}

fn field<M: Clone + 'static>(parts: &Parts<M>, say: &Callback<M>) -> Html {
    let (each, whole) = match &parts.tells {
        Tells::Typed { each, whole } => (each.clone(), whole.clone()),
        Tells::Nothing | Tells::Press(_) | Tells::Choose(_) | Tells::Submit(_) => (None, None),
    };
    let told = |meaning: Option<super::Typed<M>>| {
        meaning.map(|it| say.reform(move |words: String| it(words)))
    };
    let Field::Words(words) = &parts.field else {
        return Html::default();
    };
    if parts.tag == "select" {
        return html! {
            <Pick attrs={parts.attrs.iter().map(|(name, value)| (*name, value.clone().into())).collect::<Vec<_>>()}
                chosen={words.clone()} whole={told(whole)}>
                { for parts.nodes.iter().map(|it| node(it, say)) }
            </Pick>
        };
    }
    html! {
        <TypedField tag={parts.tag} attrs={parts.attrs.iter().map(|(name, value)| (*name, value.clone().into())).collect::<Vec<_>>()}
            words={words.clone()} each={told(each)} whole={told(whole)} />
    }
}

#[derive(PartialEq, Properties)]
struct FieldProps {
    tag: &'static str,
    attrs: Vec<(&'static str, AttrValue)>,
    words: String,
    each: Option<Callback<String>>,
    whole: Option<Callback<String>>,
}

/// A field that belongs to the person while it has the focus, and to the interview otherwise: a
/// number is put in order only after the person went on.
#[component]
fn TypedField(props: &FieldProps) -> Html {
    let own = use_state_eq(|| None::<String>);
    let mut tag = VTag::new(props.tag);
    for (name, value) in &props.attrs {
        tag.add_attribute(name, value.clone());
    }
    let words = (*own).clone().unwrap_or_else(|| props.words.clone());
    tag.set_value(Some(AttrValue::from(words)));
    let oninput = {
        let (own, each) = (own.clone(), props.each.clone());
        Callback::from(move |event: InputEvent| {
            let words = words_of(&event);
            own.set(Some(words.clone()));
            // Letters that an input method still turns into words are nobody's words yet.
            if let Some(each) = each.as_ref().filter(|_| !super::is_composing(&event)) {
                each.emit(words);
            }
        })
    };
    if let Some(each) = props.each.clone() {
        tag.add_listener(Rc::new(Composed(each)));
    }
    tag.add_listener(Rc::new(yew::html::oninput::Wrapper::new(oninput)));
    if let Some(whole) = props.whole.clone() {
        let own = own.clone();
        // A handle that was let go belongs to the interview again: touch gives it no focus to lose.
        let slides = props
            .attrs
            .iter()
            .any(|it| it.0 == "type" && it.1 == "range");
        let onchange = Callback::from(move |event: Event| {
            if slides {
                own.set(None);
            }
            whole.emit(words_of(&event));
        });
        tag.add_listener(Rc::new(yew::html::onchange::Wrapper::new(onchange)));
    }
    let onblur = Callback::from(move |_: FocusEvent| own.set(None));
    tag.add_listener(Rc::new(yew::html::onblur::Wrapper::new(onblur)));
    tag.into()
}

#[derive(PartialEq, Properties)]
struct PickProps {
    attrs: Vec<(&'static str, AttrValue)>,
    chosen: String,
    whole: Option<Callback<String>>,
    children: Html,
}

/// A list that opens. What is picked is set once the options are there.
#[component]
fn Pick(props: &PickProps) -> Html {
    let list = use_node_ref();
    let mut tag = VTag::new("select");
    tag.node_ref = list.clone();
    for (name, value) in &props.attrs {
        tag.add_attribute(name, value.clone());
    }
    tag.add_child(props.children.clone());
    if let Some(whole) = props.whole.clone() {
        let onchange = Callback::from(move |event: Event| whole.emit(words_of(&event)));
        tag.add_listener(Rc::new(yew::html::onchange::Wrapper::new(onchange)));
    }
    use_effect_with(
        (props.chosen.clone(), props.children.clone()),
        move |(chosen, _)| {
            if let Some(list) = list.get() {
                let _ = js_sys::Reflect::set(&list, &"value".into(), &chosen.into());
            }
        },
    );
    tag.into()
}

/// Hears that an input method has made its words, for which yew has no name.
struct Composed(Callback<String>);

impl Listener for Composed {
    fn kind(&self) -> ListenerKind {
        ListenerKind::other("compositionend".into())
    }

    fn handle(&self, event: web_sys::Event) {
        self.0.emit(words_of(&event));
    }

    fn passive(&self) -> bool {
        false
    }
}

fn words_of(event: &web_sys::Event) -> String {
    let target = event.target().map(JsValue::from).unwrap_or_default();
    let value = js_sys::Reflect::get(&target, &"value".into());
    value.ok().and_then(|it| it.as_string()).unwrap_or_default()
}
