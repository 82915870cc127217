//! A point of a scale: buttons for a few points, a line to slide along for many, a list that
//! opens, or stars.

use std::rc::Rc;

use survey_core::base::Value;
use survey_core::expr::number_to_text;
use survey_core::interview::{QuestionView, RangeView};
use survey_core::questionnaire::RangeShape;

use super::choices::picker;
use super::range::points;
use super::{Ink, Said, Scene, described_by, id_of};
use crate::dom::{el, el_of};
use crate::locale::fill::Fill;
use crate::locale::special::Special;

/// Up to so many points are buttons, if the author says nothing else.
const FEW: usize = 11;

/// A scale as its author asks for it.
pub(super) fn scale(scene: Scene, view: &QuestionView, range: &RangeView) -> Ink {
    match view.look.range.shape {
        RangeShape::Auto if is_buttons(view, range) => {
            points(view, &range.points, [&range.start_label, &range.end_label])
        }
        RangeShape::Auto | RangeShape::Line | RangeShape::Distress | RangeShape::AnalogScale => {
            line(scene, view, range)
        }
        RangeShape::Picker => {
            let chosen = range.answer().map(number_to_text).unwrap_or_default();
            let points = range.points.iter().map(|it| it.0);
            let options = points.map(|it| (number_to_text(it), range.label_of(it)));
            picker(scene, view, options, &chosen, Value::Text)
        }
        RangeShape::Rating => stars(scene, view, range),
    }
}

/// Whether its points are buttons, one of which is picked.
pub(super) fn is_buttons(view: &QuestionView, range: &RangeView) -> bool {
    match view.look.range.shape {
        RangeShape::Auto => range.points.len() <= FEW && range.ticks.is_empty(),
        RangeShape::Rating => true,
        RangeShape::Line | RangeShape::Picker | RangeShape::Distress | RangeShape::AnalogScale => {
            false
        }
    }
}

/// Stars: as many are full as the answer says.
fn stars(scene: Scene, view: &QuestionView, range: &RangeView) -> Ink {
    let answer = range.answer();
    let of = range.points.len();
    let mut row = el_of("div", "stars");
    for (idx, (point, chosen)) in range.points.iter().enumerate() {
        let full = answer.is_some_and(|it| *point <= it);
        let name = number_to_text(*point);
        let words = scene.locale.words(Special::Stars { n: idx + 1, of });
        let input = el("input")
            .set("type", "radio")
            .attr("name", view.place.clone())
            .attr("value", name.clone())
            .attr("aria-label", words)
            .checked(*chosen)
            .flag("disabled", view.read_only)
            .choose(Said::value(&view.place, Value::Number(*point)));
        let star = el("span").set("aria-hidden", "true");
        row = row.with(
            el_of("label", "star")
                .class_if("full", full)
                .attr("data-choice", name)
                .with(input)
                .with(star.words(if full { "★" } else { "☆" })),
        );
    }
    let words = match range.points.iter().position(|it| it.1) {
        Some(idx) => scene.locale.words(Special::Stars { n: idx + 1, of }),
        None => scene.locale.words(Fill::NotAnswered),
    };
    el_of("div", "rating")
        .with(row)
        .with(el_of("p", "hint").words(words))
        .with_some(ends(range))
}

/// What an end means, over or under an upright line.
fn end(words: &str) -> Option<Ink> {
    let line = el_of("p", "hint scale-end");
    (!words.is_empty()).then(|| line.words(words.to_owned()))
}

fn ends(range: &RangeView) -> Option<Ink> {
    if range.start_label.is_empty() && range.end_label.is_empty() {
        return None;
    }
    let ends = el_of("div", "range-ends")
        .with(el("span").words(range.start_label.clone()))
        .with(el_of("span", "range-end").words(range.end_label.clone()));
    Some(ends)
}

/// A line to slide along, with buttons for one step. While nothing is answered the handle stands
/// one step before the first point, so that every point takes a movement.
fn line(scene: Scene, view: &QuestionView, range: &RangeView) -> Ink {
    let look = view.look.range;
    let upright = look.vertical
        || matches!(look.shape, RangeShape::Distress | RangeShape::AnalogScale)
            && !view
                .appearance
                .iter()
                .any(|it| it.eq_ignore_ascii_case("horizontal"));
    let answered = range.points.iter().position(|it| it.1);
    // While the handle is held, where it is.
    let shown = match scene.sought_in(&view.place).parse::<usize>() {
        Ok(idx) => Some(idx).filter(|it| *it < range.points.len()),
        Err(_) => answered,
    };
    let words = match shown.and_then(|it| range.points.get(it)) {
        Some((point, _)) => range.label_of(*point),
        None => scene.locale.words(Fill::NotAnswered).into_owned(),
    };
    let number = el_of("output", "scale-value")
        .class_if("unanswered", shown.is_none())
        .words(words.clone());
    let slider = el_of("div", "scale-line")
        .with(slider(view, range, answered, shown, words))
        .with_some(
            (!range.ticks.is_empty()).then(|| ticks(view, range, upright, answered.is_none())),
        );
    let body = el_of("div", "scale-body")
        .with(step(scene, view, range, answered, false))
        .with(slider)
        .with(step(scene, view, range, answered, true));
    el_of("div", "scale")
        .class_if("upright", upright)
        .class_if("distress", look.shape == RangeShape::Distress)
        .class_if("untouched", answered.is_none())
        .with(number)
        .with_some(upright.then(|| end(&range.end_label)).flatten())
        .with(body)
        .with_some(upright.then(|| end(&range.start_label)).flatten())
        .with_some((!upright).then(|| ends(range)).flatten())
}

fn slider(
    view: &QuestionView,
    range: &RangeView,
    answered: Option<usize>,
    shown: Option<usize>,
    words: String,
) -> Ink {
    let first = if answered.is_some() { "0" } else { "-1" };
    let last = range.points.len().saturating_sub(1);
    let at = shown.map_or_else(|| first.to_owned(), |it| it.to_string());
    let place = view.place.clone();
    let points: Rc<[f64]> = range.points.iter().map(|it| it.0).collect();
    let let_go = move |at: String| match at.parse::<usize>().ok().and_then(|it| points.get(it)) {
        Some(point) => Said::value(&place, Value::Number(*point)),
        None => Said::clear(&place),
    };
    el_of("input", "slider")
        .set("type", "range")
        .set("min", first)
        .attr("max", last.to_string())
        .set("step", "1")
        .flag("disabled", view.read_only)
        .attr("aria-labelledby", id_of(view, "label"))
        .maybe("aria-describedby", described_by(view))
        .attr("aria-valuetext", words)
        .value(&at)
        .typed(
            Some(super::fields::telling(view, Said::Sought)),
            Some(Rc::new(let_go)),
        )
}

/// One step down or up. From nothing, one goes to the placeholder, or to the end that is near.
fn step(
    scene: Scene,
    view: &QuestionView,
    range: &RangeView,
    answered: Option<usize>,
    up: bool,
) -> Ink {
    let last = range.points.len().saturating_sub(1);
    let to = match answered {
        Some(at) if up => (at + 1).min(last),
        Some(at) => at.saturating_sub(1),
        None => range.placeholder.unwrap_or(if up { last } else { 0 }),
    };
    let closed = view.read_only || answered == Some(to);
    let point = range.points.get(to).map_or(0.0, |it| it.0);
    let name = if up {
        Special::OneMore
    } else {
        Special::OneLess
    };
    el_of("button", "secondary step")
        .set("type", "button")
        .set("data-do", if up { "step-up" } else { "step-down" })
        .attr("aria-label", scene.locale.words(name))
        .flag("disabled", closed)
        .press(Said::value(&view.place, Value::Number(point)))
        .words(if up { "+" } else { "−" })
}

/// Marks along the line, with their words.
fn ticks(view: &QuestionView, range: &RangeView, upright: bool, is_untouched: bool) -> Ink {
    let mut marks = el_of("svg", "ticks").set("aria-hidden", "true");
    // Before the first answer, the line has one step more.
    let before = usize::from(is_untouched);
    let span = (range.points.len().saturating_sub(1) + before).max(1) as f64;
    for tick in &range.ticks {
        let share = 100.0 * (tick.position + before as f64) / span;
        let at = format!("{:.3}%", if upright { 100.0 - share } else { share });
        let mark = el_of("line", "tick").class_if("placeholder", tick.is_placeholder);
        let mark = if upright {
            mark.set("x1", "0")
                .set("x2", "8")
                .attr("y1", at.clone())
                .attr("y2", at.clone())
        } else {
            mark.attr("x1", at.clone())
                .attr("x2", at.clone())
                .set("y1", "0")
                .set("y2", "8")
        };
        if !view.look.range.no_ticks {
            marks = marks.with(mark);
        }
        if tick.label.is_empty() {
            continue;
        }
        let words = el("text");
        let words = if upright {
            words.set("x", "14").attr("y", at).set("dy", "0.35em")
        } else {
            // Long words at the ends would stand out of the page.
            let is_long = tick.label.chars().count() > 3;
            let anchor = if is_long && share < 10.0 {
                "start"
            } else if is_long && share > 90.0 {
                "end"
            } else {
                "middle"
            };
            words
                .attr("x", at)
                .set("y", "24")
                .set("text-anchor", anchor)
        };
        marks = marks.with(words.words(tick.label.clone()));
    }
    marks
}
