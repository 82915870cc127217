//! Questions with the same answers, as one table where there is room.

use survey_core::base::{Missing, Value};
use survey_core::interview::{ChoiceView, Control, QuestionView};

use super::{Ink, Said, Scene, complaint, described_by, hint, id_of, markup};
use crate::dom::{el, el_of};

/// Questions as rows, answers as columns.
pub fn grid(scene: Scene, rows: &[QuestionView]) -> Ink {
    let Some(first) = rows.first() else {
        return el_of("table", "grid");
    };
    let reasons = reasons_of(rows);
    let column = |name: &str, label: &str| {
        el("th")
            .set("scope", "col")
            .attr("id", column_id(&first.place, name))
            .words(label.to_owned())
    };
    let mut head = el("tr").with(el("td"));
    for it in choices_of(first) {
        head = head.with(column(&it.name, &it.label));
    }
    for (reason, label) in &reasons {
        head = head.with(column(reason.name(), label).set("class", "reason-column"));
    }
    let rows = rows.iter().map(|it| row(scene, &first.place, it, &reasons));
    el_of("table", "grid")
        .key(&first.place)
        .with(el("thead").with(head))
        .with(el("tbody").with_all(rows))
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
        Control::SelectOne(choices) => choices,
        Control::Note
        | Control::Consent(_)
        | Control::SelectMultiple { .. }
        | Control::Seek(_)
        | Control::Number { .. }
        | Control::Range { .. }
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
        let mut missing = rows.iter().flat_map(|it| &it.missing);
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
        .with_some(hint(view))
        .with(complaint(scene.locale, view));
    let mut row = el_of("tr", "question")
        .key(&view.place)
        .class_if("has-complaint", view.complaint.is_some())
        .attr("data-place", view.place.clone())
        .maybe("aria-describedby", described_by(view))
        .with(head);
    for it in choices_of(view) {
        let said = Said::value(&view.place, Value::Text(it.name.clone()));
        let cell = cell(table, view, &it.name, it.chosen, said);
        row = row.with(el("td").attr("data-choice", it.name.clone()).with(cell));
    }
    for (reason, _) in reasons {
        let mut place = el_of("td", "reason-column");
        if let Some(it) = view.missing.iter().find(|it| it.reason == *reason) {
            let said = Said::missing(&view.place, *reason);
            place = place.set("data-missing", reason.name()).with(cell(
                table,
                view,
                reason.name(),
                it.chosen,
                said,
            ));
        }
        row = row.with(place);
    }
    row
}

fn cell(table: &str, view: &QuestionView, column: &str, chosen: bool, said: Said) -> Ink {
    let labelled_by = [id_of(view, "label"), column_id(table, column)].join(" ");
    let input = el("input")
        .set("type", "radio")
        .attr("name", view.place.clone())
        .attr("value", column.to_owned())
        .checked(chosen)
        .flag("disabled", view.read_only)
        .attr("aria-labelledby", labelled_by)
        .choose(said);
    el_of("label", "cell")
        .class_if("chosen", chosen)
        .with(input)
}
