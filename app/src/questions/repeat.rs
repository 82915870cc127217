//! The instances of a repeat that people lengthen themselves.

use survey_core::interview::{Event as Said, RepeatView};
use yew::prelude::*;

use super::use_ask;
use crate::locale::fill::Fill;
use crate::locale::use_locale;
use crate::widgets::{Icon, icon};

#[derive(PartialEq, Properties)]
pub(super) struct InstancesProps {
    pub(super) repeat: RepeatView,
}

/// The instances there are, to be removed, and another one.
#[component]
pub(super) fn Instances(props: &InstancesProps) -> Html {
    let ask = use_ask();
    let locale = use_locale();
    let rows = props.repeat.instances.iter().enumerate().map(|(idx, place)| {
        let (ask, place) = (ask.clone(), place.clone());
        let remove = Callback::from(move |_: MouseEvent| {
            ask.event(Said::RemoveRepeat { place: place.clone() });
        });
        html! {
            <li>
                <button type="button" class="secondary" data-do="remove-repeat" onclick={remove}>
                    { icon(Icon::Trash) }{ locale.say(Fill::Remove { n: idx + 1 }) }
                </button>
            </li>
        }
    });
    let place = props.repeat.place.clone();
    let add = {
        let ask = ask.clone();
        Callback::from(move |_: MouseEvent| {
            ask.event(Said::AddRepeat {
                place: place.clone(),
            });
        })
    };
    html! {
        <div class="instances">
            if props.repeat.instances.is_empty() {
                <p class="hint">{ locale.say(Fill::NoInstances) }</p>
            } else {
                <ul>{ for rows }</ul>
            }
            <button type="button" class="secondary" data-do="add-repeat" onclick={add}>
                { icon(Icon::Plus) }{ locale.say(Fill::AddAnother) }
            </button>
        </div>
    }
}
