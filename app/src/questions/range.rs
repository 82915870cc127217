//! A few points of a scale: every point a large button, with what the ends mean.

use survey_core::base::Value;
use survey_core::expr::number_to_text;
use survey_core::interview::QuestionView;

use super::{Ink, Said};
use crate::dom::{el, el_of};

/// A row of points. `ends` are what the first and the last mean.
pub(super) fn points(view: &QuestionView, points: &[(f64, bool)], ends: [&str; 2]) -> Ink {
    let last = points.len().saturating_sub(1);
    let mut row = el_of("div", "points");
    for (idx, (point, chosen)) in points.iter().enumerate() {
        let meaning = match idx {
            0 => ends[0],
            _ if idx == last => ends[1],
            _ => "",
        };
        let name = number_to_text(*point);
        let meaning = (!meaning.is_empty()).then(|| [&name, " ", meaning].concat());
        let input = el("input")
            .set("type", "radio")
            .attr("name", view.place.clone())
            .attr("value", name.clone())
            .maybe("aria-label", meaning)
            .checked(*chosen)
            .flag("disabled", view.read_only)
            .choose(Said::value(&view.place, Value::Number(*point)));
        row = row.with(
            el_of("label", "point")
                .class_if("chosen", *chosen)
                .attr("data-choice", name.clone())
                .with(input)
                .with(el("span").words(name)),
        );
    }
    let end = |class, point: Option<&(f64, bool)>, meaning: &str| {
        let point = point.map(|it| it.0).unwrap_or_default();
        let number = el("b").words(number_to_text(point));
        let end = el_of("span", class).with(number);
        (!meaning.is_empty()).then(|| end.words([" ", meaning].concat()))
    };
    let ends = el_of("div", "range-ends")
        .set("aria-hidden", "true")
        .with_some(end("range-start", points.first(), ends[0]))
        .with_some(end("range-end", points.last(), ends[1]));
    el_of("div", "range")
        .class_if("range-long", points.len() > 11)
        .with(ends)
        .with(row)
}
