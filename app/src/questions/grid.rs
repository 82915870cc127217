//! Questions with the same answers, as one table where there is room.

use survey_core::base::{Missing, Value};
use survey_core::interview::{ChoiceView, Control, QuestionView};
use survey_core::questionnaire::{SelectLayout, TableRow};

use super::choices::toggled;
use super::{Ink, Said, Scene, complaint, described_by, hint, id_of, markup, media};
use crate::dom::{el, el_of};

/// Questions as rows, answers as columns.
pub fn grid(scene: Scene, rows: &[QuestionView]) -> Ink {
    let Some(first) = rows.first() else {
        return el_of("table", "grid");
    };
    let reasons = reasons_of(rows);
    let title = if heads(first) {
        el("td")
            .attr("data-place", first.place.clone())
            .nodes(markup(own_words(first)))
    } else {
        el("td")
    };
    let mut head = el("tr").with(title);
    for it in choices_of(first) {
        let column = el("th")
            .set("scope", "col")
            .attr("id", column_id(&first.place, &it.name))
            .with_all(media::of_choice(scene, &it.media));
        head = head.with(column.words(it.label.clone()));
    }
    for (reason, label) in &reasons {
        let column = el_of("th", "reason-column")
            .set("scope", "col")
            .attr("id", column_id(&first.place, reason.name()));
        head = head.with(column.words((*label).to_owned()));
    }
    let rows = rows.iter().filter(|it| !heads(it));
    let rows = rows.map(|it| row(scene, &first.place, it, &reasons));
    el_of("table", "grid")
        .key(&first.place)
        .with(el("thead").with(head))
        .with(el("tbody").with_all(rows))
}

/// Whether a question is no question but the labels over the columns.
pub(crate) fn heads(view: &QuestionView) -> bool {
    view.look.select.layout == SelectLayout::Table(TableRow::Head)
}

/// The words over the columns. Converters of XLSForm make heads without any, which are then called
/// by their names.
pub(crate) fn own_words(head: &QuestionView) -> &str {
    if head.label == head.name {
        ""
    } else {
        &head.label
    }
}

fn column_id(table: &str, column: &str) -> String {
    ["g-", table, "-", column].concat()
}

/// Whether questions may stand in one table: choices with the same names and words.
pub(crate) fn fit_together(one: &QuestionView, other: &QuestionView) -> bool {
    let same = |(one, other): (&ChoiceView, &ChoiceView)| {
        one.name == other.name && one.label == other.label
    };
    let (ones, others) = (choices_of(one), choices_of(other));
    one.grid.is_some()
        && one.grid == other.grid
        && !ones.is_empty()
        && ones.len() == others.len()
        && ones.iter().zip(others).all(same)
}

fn choices_of(view: &QuestionView) -> &[ChoiceView] {
    match &view.control {
        Control::SelectOne(choices) | Control::SelectMultiple { choices, .. } => choices,
        Control::Note
        | Control::Consent(_)
        | Control::Seek(_)
        | Control::Number { .. }
        | Control::Range(_)
        | Control::Text { .. }
        | Control::Date(_)
        | Control::Time(_)
        | Control::Area { .. }
        | Control::Rank { .. }
        | Control::DateTime(_)
        | Control::Geo { .. }
        | Control::File { .. }
        | Control::Barcode(_)
        | Control::Acknowledge(_)
        | Control::Repeat(_) => &[],
    }
}

/// Every reason that a row offers, in the order of [`Missing`].
fn reasons_of(rows: &[QuestionView]) -> Vec<(Missing, &str)> {
    let offered = |reason: Missing| {
        let rows = rows.iter().filter(|it| !heads(it));
        let mut missing = rows.flat_map(|it| &it.missing);
        let first = missing.find(|it| it.reason == reason)?;
        Some((reason, first.label.as_str()))
    };
    Missing::ALL.into_iter().filter_map(offered).collect()
}

fn row(scene: Scene, table: &str, view: &QuestionView, reasons: &[(Missing, &str)]) -> Ink {
    let label = el("span")
        .attr("id", id_of(view, "label"))
        .nodes(markup(&view.label));
    let head = el("th")
        .set("scope", "row")
        .with(label)
        .with_all(media::of_label(scene, &view.media, ""))
        .with_some(hint(view))
        .with(complaint(scene.locale, view));
    let mut row = el_of("tr", "question")
        .key(&view.place)
        .class_if("has-complaint", view.complaint.is_some())
        .attr("data-place", view.place.clone())
        .maybe("aria-describedby", described_by(view))
        .with(head);
    for it in choices_of(view) {
        let value = if is_one(view) {
            Value::Text(it.name.clone())
        } else {
            Value::Many(toggled(choices_of(view), &it.name))
        };
        let closed = view.read_only || is_full(view) && !it.chosen && !it.exclusive;
        let said = Said::value(&view.place, value);
        let kind = if is_one(view) { "radio" } else { "checkbox" };
        let cell = cell(table, view, kind, &it.name, it.chosen, said, closed);
        row = row.with(el("td").attr("data-choice", it.name.clone()).with(cell));
    }
    for (reason, _) in reasons {
        row = row.with(reason_cell(table, view, *reason));
    }
    row
}

fn is_one(view: &QuestionView) -> bool {
    matches!(view.control, Control::SelectOne(_))
}

/// Whether there may be no more ticks.
fn is_full(view: &QuestionView) -> bool {
    if let Control::SelectMultiple { max, n_ticks, .. } = &view.control {
        max.is_some_and(|max| *n_ticks >= max)
    } else {
        false
    }
}

fn reason_cell(table: &str, view: &QuestionView, reason: Missing) -> Ink {
    let place = el_of("td", "reason-column");
    let Some(it) = view.missing.iter().find(|it| it.reason == reason) else {
        return place;
    };
    let said = if it.chosen && !is_one(view) {
        Said::clear(&view.place)
    } else {
        Said::missing(&view.place, reason)
    };
    let kind = if is_one(view) { "radio" } else { "checkbox" };
    let cell = cell(
        table,
        view,
        kind,
        reason.name(),
        it.chosen,
        said,
        view.read_only,
    );
    place.set("data-missing", reason.name()).with(cell)
}

fn cell(
    table: &str,
    view: &QuestionView,
    kind: &'static str,
    column: &str,
    chosen: bool,
    said: Said,
    closed: bool,
) -> Ink {
    let labelled_by = [id_of(view, "label"), column_id(table, column)].join(" ");
    let input = el("input")
        .set("type", kind)
        .attr("name", view.place.clone())
        .attr("value", column.to_owned())
        .checked(chosen)
        .flag("disabled", closed)
        .attr("aria-labelledby", labelled_by)
        .choose(said);
    el_of("label", "cell")
        .class_if("chosen", chosen)
        .with(input)
}
