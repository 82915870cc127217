//! Files chosen or dropped.

use web_sys::{DragEvent, FileList, HtmlInputElement};
use yew::prelude::*;

use crate::desk::Picked;
use crate::widgets::{Icon, icon};

/// What a screen does with a drag over it.
type DragHandler = Callback<DragEvent>;

/// Files dropped anywhere on the screen are taken: the handlers of over, leave and drop.
pub(super) fn drop_handlers(
    is_over: &UseStateHandle<bool>,
    on_files: &Callback<Vec<Picked>>,
) -> (DragHandler, DragHandler, DragHandler) {
    let over = is_over.clone();
    let ondragover = Callback::from(move |event: DragEvent| {
        let types = event.data_transfer().map(|it| it.types());
        if types.is_some_and(|it| it.includes(&"Files".into(), 0)) {
            event.prevent_default();
            over.set(true);
        }
    });
    let over = is_over.clone();
    let ondragleave = Callback::from(move |event: DragEvent| {
        // Leaving for a part of the screen is not leaving the screen.
        if event.related_target().is_none() {
            over.set(false);
        }
    });
    let (over, on_files) = (is_over.clone(), on_files.clone());
    let ondrop = Callback::from(move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(files) = event.data_transfer().and_then(|it| it.files()) {
            on_files.emit(picked(&files));
        }
    });
    (ondragover, ondragleave, ondrop)
}

fn picked(files: &FileList) -> Vec<Picked> {
    let files = (0..files.length()).filter_map(|at| files.item(at));
    files
        .map(|it| Picked {
            name: it.name(),
            blob: it.into(),
        })
        .collect()
}

/// What is shown over a screen while files hang above it.
pub(super) fn veil(words: AttrValue) -> Html {
    html! {
        <div class="drop-veil" aria-hidden="true"><p>{ icon(Icon::Save) }{ words }</p></div>
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct PickButtonProps {
    /// The id of the field that holds the files.
    pub(super) id: AttrValue,
    /// What the button says.
    pub(super) label: AttrValue,
    /// Endings of files, as `accept` takes them.
    pub(super) accept: AttrValue,
    /// Whether it is the thing to do.
    pub(super) primary: bool,
    pub(super) on_files: Callback<Vec<Picked>>,
}

/// A button that opens the browser's choice of files.
#[component]
pub(super) fn PickButton(props: &PickButtonProps) -> Html {
    let input = use_node_ref();
    let onclick = {
        let input = input.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.click();
            }
        })
    };
    let onchange = {
        let on_files = props.on_files.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Some(files) = input.files() {
                on_files.emit(picked(&files));
            }
            // The same file may be chosen again.
            input.set_value("");
        })
    };
    let class = if props.primary {
        "primary"
    } else {
        "secondary"
    };
    html! {
        <>
            <input id={props.id.clone()} class="spoken" type="file" multiple=true tabindex="-1"
                aria-hidden="true" accept={props.accept.clone()} ref={input} {onchange} />
            <button type="button" {class} data-do="import" {onclick}>
                { icon(Icon::Plus) }<span>{ &props.label }</span>
            </button>
        </>
    }
}
