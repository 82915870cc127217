use web_sys::HtmlElement;
use yew::prelude::*;

/// What a question to be sure needs.
#[derive(PartialEq, Properties)]
pub struct ConfirmProps {
    /// What will happen.
    pub text: AttrValue,
    /// The button that does it.
    pub yes: AttrValue,
    /// The button that does not.
    pub no: AttrValue,
    /// Told that it is to happen.
    pub on_yes: Callback<()>,
    /// Told that it is not.
    pub on_no: Callback<()>,
}

/// Asks once more. Escape means no, and the focus stays inside.
#[component]
pub fn Confirm(props: &ConfirmProps) -> Html {
    let no = use_node_ref();
    use_effect_with(no.clone(), |no| {
        if let Some(button) = no.cast::<HtmlElement>() {
            // Fails for elements that are gone only.
            let _ = button.focus();
        }
    });
    let on_yes = props.on_yes.reform(|_: MouseEvent| ());
    let on_no = props.on_no.reform(|_: MouseEvent| ());
    let onkeydown = {
        let on_no = props.on_no.clone();
        Callback::from(move |event: KeyboardEvent| {
            event.stop_propagation();
            if event.key() == "Escape" {
                on_no.emit(());
            }
        })
    };
    html! {
        <div class="veil" {onkeydown}>
            <div class="confirm" role="alertdialog" aria-modal="true" aria-label={props.text.clone()}>
                <p>{ &props.text }</p>
                <div class="buttons">
                    <button type="button" class="secondary" ref={no} onclick={on_no} data-do="no">
                        { &props.no }
                    </button>
                    <button type="button" class="danger" onclick={on_yes} data-do="yes">
                        { &props.yes }
                    </button>
                </div>
            </div>
        </div>
    }
}
