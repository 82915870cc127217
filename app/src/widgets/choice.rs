use yew::prelude::*;

/// What a row of segments needs.
#[derive(PartialEq, Properties)]
pub struct SegmentsProps {
    /// What is chosen here, for readers aloud.
    pub label: AttrValue,
    /// A name for the group, unique on the page.
    pub name: AttrValue,
    /// (value, words) of every choice.
    pub choices: Vec<(AttrValue, AttrValue)>,
    /// The value that is chosen.
    pub chosen: AttrValue,
    /// Told the value.
    pub on_choose: Callback<AttrValue>,
}

/// A few choices side by side.
#[component]
pub fn Segments(props: &SegmentsProps) -> Html {
    let segments = props.choices.iter().map(|(value, words)| {
        let onchange = props.on_choose.reform({
            let value = value.clone();
            move |_: Event| value.clone()
        });
        html! {
            <label class="segment" data-value={value.clone()}>
                <input type="radio" name={props.name.clone()} value={value.clone()}
                    checked={*value == props.chosen} {onchange} />
                <span>{ words }</span>
            </label>
        }
    });
    html! {
        <div class="segments" role="radiogroup" aria-label={props.label.clone()}>{ for segments }</div>
    }
}
