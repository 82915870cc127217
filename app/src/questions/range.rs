//! A point of a scale: every point a large button, with what the ends mean.

use survey_core::base::Value;
use survey_core::interview::QuestionView;
use yew::prelude::*;

use super::use_ask;

#[derive(PartialEq, Properties)]
pub(super) struct PointsProps {
    pub(super) view: QuestionView,
    pub(super) points: Vec<(f64, bool)>,
    pub(super) start_label: String,
    pub(super) end_label: String,
}

/// A row of points.
#[component]
pub(super) fn Points(props: &PointsProps) -> Html {
    let ask = use_ask();
    let last = props.points.len().saturating_sub(1);
    let points = props.points.iter().enumerate().map(|(idx, (point, chosen))| {
        let (ask, place, point) = (ask.clone(), props.view.place.clone(), *point);
        let onchange = Callback::from(move |_: Event| ask.value(&place, Value::Number(point)));
        let meaning = match idx {
            0 => Some(&props.start_label),
            _ if idx == last => Some(&props.end_label),
            _ => None,
        };
        let meaning = meaning.filter(|it| !it.is_empty()).map(|it| format!("{point} {it}"));
        html! {
            <label class={classes!("point", chosen.then_some("chosen"))} data-choice={point.to_string()}>
                <input type="radio" name={props.view.place.clone()} value={point.to_string()}
                    aria-label={meaning} checked={*chosen} disabled={props.view.read_only} {onchange} />
                <span>{ point }</span>
            </label>
        }
    });
    let end = |idx: usize, label: &str, class: &'static str| {
        let point = props.points.get(idx).map(|it| it.0).unwrap_or_default();
        html! {
            if !label.is_empty() {
                <span {class}><b>{ point }</b>{ format!(" {label}") }</span>
            }
        }
    };
    html! {
        <div class={classes!("range", (props.points.len() > 11).then_some("range-long"))}>
            <div class="range-ends" aria-hidden="true">
                { end(0, &props.start_label, "range-start") }
                { end(last, &props.end_label, "range-end") }
            </div>
            <div class="points">{ for points }</div>
        </div>
    }
}
