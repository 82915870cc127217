use std::borrow::Cow;

#[cfg(feature = "workspace")]
use yew::prelude::*;

#[cfg(feature = "workspace")]
use crate::dom::mirror::mirror;
use crate::dom::{Element, el, el_of};

/// A few choices side by side: (value, words) of each. `told` gets the value that is chosen.
pub fn segments<M>(
    label: Cow<'static, str>,
    name: &str,
    choices: &[(&str, &str)],
    chosen: &str,
    told: impl Fn(&str) -> M,
) -> Element<M> {
    let segment = |(value, words): &(&str, &str)| {
        let radio = el("input")
            .set("type", "radio")
            .attr("name", name.to_owned())
            .attr("value", (*value).to_owned())
            .checked(*value == chosen)
            .choose(told(value));
        el_of("label", "segment")
            .attr("data-value", (*value).to_owned())
            .with(radio)
            .with(el("span").words((*words).to_owned()))
    };
    el_of("div", "segments")
        .set("role", "radiogroup")
        .attr("aria-label", label)
        .with_all(choices.iter().map(segment))
}

/// What a row of segments needs.
#[cfg(feature = "workspace")]
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

/// A few choices side by side, as a component.
#[cfg(feature = "workspace")]
#[component]
pub fn Segments(props: &SegmentsProps) -> Html {
    let choices: Vec<(&str, &str)> = props
        .choices
        .iter()
        .map(|(value, words)| (value.as_str(), words.as_str()))
        .collect();
    let drawn = segments(
        props.label.to_string().into(),
        &props.name,
        &choices,
        &props.chosen,
        |it| AttrValue::from(it.to_owned()),
    );
    mirror(&drawn, &props.on_choose)
}
