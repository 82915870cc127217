//! A scale as it is drawn: its points, and the marks along it.

use super::Interview;
use crate::base::{Answer, Value, in_order, number};
use crate::expr::{NodeId, number_to_text};
use crate::questionnaire::{Appearance, Choice, Item, Range, RangeShape};

/// The most marks along a scale; more would touch.
const MAX_TICKS: usize = 101;

/// A point of a scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RangeView {
    /// The points, first to last, with whether each is the answer.
    pub points: Vec<(f64, bool)>,
    /// What the first point means.
    pub start_label: String,
    /// What the last point means.
    pub end_label: String,
    /// Marks along the line, first to last; none if the author wants none.
    pub ticks: Vec<Tick>,
    /// The number of the point at which to begin, from 0.
    pub placeholder: Option<usize>,
}

/// A mark along a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The number that is marked.
    pub value: f64,
    /// Steps from the first point; between two points if no step leads to it.
    pub position: f64,
    /// What stands beside it.
    pub label: String,
    /// Whether it is where to begin.
    pub is_placeholder: bool,
}

impl RangeView {
    /// The answer, if there is one.
    pub fn answer(&self) -> Option<f64> {
        self.points.iter().find(|it| it.1).map(|it| it.0)
    }

    /// What a point is called: its number, with its words if it has some.
    pub fn label_of(&self, point: f64) -> String {
        let number = number_to_text(point);
        let near = |it: &&Tick| (it.value - point).abs() < 1e-9;
        match self.ticks.iter().find(near) {
            Some(tick) if !tick.label.is_empty() && tick.label != number => {
                format!("{number} · {}", tick.label)
            }
            Some(_) | None => number,
        }
    }
}

impl Interview {
    pub(super) fn range_view(&self, id: NodeId, item: &Item, range: &Range) -> RangeView {
        let answer = match &self.tree.node(id).answer {
            Some(Answer::Given(Value::Number(it))) => Some(*it),
            Some(Answer::Given(_) | Answer::Missing(_)) | None => None,
        };
        let chosen = |it: f64| answer.is_some_and(|a| (a - it).abs() < range.step / 2.0);
        let points: Vec<(f64, bool)> = range.points().map(|it| (it, chosen(it))).collect();
        let parameter = |name: &str| number::read(item.parameters.get(name)?);
        let near = |wanted: f64| {
            let close = |it: &(f64, bool)| (it.0 - wanted).abs() < range.step / 2.0;
            points.iter().position(close)
        };
        let placeholder = parameter("placeholder").and_then(near);
        RangeView {
            start_label: self.words_at(id, &range.start_label),
            end_label: self.words_at(id, &range.end_label),
            ticks: self.ticks(id, item, range, parameter("tick_interval"), placeholder),
            points,
            placeholder,
        }
    }

    /// Marks at every `interval`, at the labelled numbers, and at the ends of long scales.
    fn ticks(
        &self,
        id: NodeId,
        item: &Item,
        range: &Range,
        interval: Option<f64>,
        placeholder: Option<usize>,
    ) -> Vec<Tick> {
        let look = Appearance::read(&item.kind, &item.appearance).range;
        let labels = item.parameters.get("tick_labelset");
        let labels = labels.and_then(|it| self.form.lists.get(it));
        let labels: &[Choice] = labels.map_or(&[], |it| it);
        if look.no_ticks && labels.is_empty() {
            return Vec::new();
        }
        let words = |value: f64| {
            let labelled = |it: &&Choice| number::read(&it.name) == Some(value);
            labels
                .iter()
                .find(labelled)
                .map(|it| self.words_at(id, &it.label))
        };
        let upright = matches!(look.shape, RangeShape::Distress | RangeShape::AnalogScale);
        let interval = interval.or(upright.then_some(range.step));
        let every = interval.filter(|it| *it > 0.0).unwrap_or(f64::INFINITY);
        let n = ((range.end - range.start) / every) as usize;
        let mut values: Vec<f64> = (0..=n.min(MAX_TICKS - 1))
            .map(|it| range.start + it as f64 * if it == 0 { 0.0 } else { every })
            .collect();
        values.push(range.end);
        values.extend(labels.iter().filter_map(|it| number::read(&it.name)));
        values.retain(|it| (range.start..=range.end).contains(it));
        let order = in_order(values.len(), &|one, other| {
            values[one].total_cmp(&values[other])
        });
        let mut values: Vec<f64> = order.into_iter().map(|it| values[it]).collect();
        values.dedup();
        let tick = |value: f64| Tick {
            position: (value - range.start) / range.step,
            label: match words(value) {
                Some(words) => words,
                // Where some numbers have words, the others need none.
                None if labels.is_empty() => number_to_text(value),
                None => String::new(),
            },
            is_placeholder: placeholder.is_some_and(|it| {
                (range.start + it as f64 * range.step - value).abs() < range.step / 2.0
            }),
            value,
        };
        // A few points without a word about marks are buttons.
        let is_plain = interval.is_none() && labels.is_empty();
        if is_plain
            && look.shape == RangeShape::Auto
            && (range.end - range.start) / range.step <= 10.0
        {
            return Vec::new();
        }
        values.into_iter().take(MAX_TICKS).map(tick).collect()
    }
}
