//! What the answer to a question is, by its type and settings.

use serde_json::Value;

use super::read::{flag, kind_of, list, number, or_flag, string, value_of};
use super::registry::{Code, Kind, codes};

/// The most values that a rating without a list of them may have.
const MAX_POINTS: f64 = 1_000.0;

/// The name of a column, which may be written as a plain text.
pub(super) fn column_name(column: &Value) -> Option<String> {
    match column {
        Value::Object(_) => string(column, "name").map(str::to_owned),
        _ => value_of(column),
    }
}

/// A cell of a matrix as a question: what its column does not say, the matrix says.
pub(super) fn cell(matrix: &Value, column: &Value) -> Value {
    let mut made = column.as_object().cloned().unwrap_or_default();
    let kind = match string(column, "cellType").filter(|it| *it != "default") {
        Some(kind) => kind,
        None => string(matrix, "cellType").unwrap_or("dropdown"),
    };
    made.insert("type".into(), Value::from(kind));
    if let Some(name) = column_name(column) {
        made.insert("name".into(), Value::from(name));
    }
    let own = list(column, "choices");
    let needs = matches!(
        kind,
        "dropdown" | "radiogroup" | "checkbox" | "tagbox" | "buttongroup"
    );
    if own.is_empty() && needs && column.get("choicesByUrl").is_none() {
        let of_matrix = matrix.get("choices").cloned();
        made.insert(
            "choices".into(),
            of_matrix.unwrap_or_else(|| Value::Array(Vec::new())),
        );
    }
    Value::Object(made)
}

pub(super) fn text_kind(of: &Value) -> Kind {
    match string(of, "inputType").unwrap_or("text") {
        "number" | "range" => Kind::Number,
        "date" => Kind::Date,
        "datetime" | "datetime-local" => Kind::DateTime,
        "time" => Kind::Time,
        _ => Kind::Text,
    }
}

/// What the answer to a question is.
pub(super) fn kind(of: &Value) -> Kind {
    match kind_of(of) {
        "text" => text_kind(of),
        "radiogroup" | "dropdown" | "buttongroup" => match has_choices(of) {
            true => Kind::One,
            false => Kind::Text,
        },
        "checkbox" | "tagbox" => match has_choices(of) {
            true => Kind::Many,
            false => Kind::Text,
        },
        "imagepicker" if flag(of, "multiSelect") => Kind::Many,
        "imagemap" if or_flag(of, "multiSelect", true) => Kind::Many,
        "imagepicker" | "imagemap" => Kind::One,
        "boolean" => Kind::Truth,
        "rating" if list(of, "rateValues").is_empty() => Kind::Number,
        "rating" => Kind::One,
        "ranking" => Kind::Rank,
        "file" | "signaturepad" => Kind::File,
        "multipletext" | "matrixdropdown" => Kind::Group,
        "matrix" if list(of, "rows").is_empty() => Kind::Display,
        "matrix" => Kind::Group,
        "matrixdynamic" | "paneldynamic" => Kind::Rows,
        "slider" if string(of, "sliderType") == Some("range") => Kind::Group,
        "slider" => Kind::Number,
        "html" | "image" | "empty" => Kind::Display,
        _ => Kind::Text,
    }
}

/// Whether a question's choices are known; where not, it is asked in words.
pub(super) fn has_choices(of: &Value) -> bool {
    let range = number(of, "choicesMin").is_some() && number(of, "choicesMax").is_some();
    range || !list(of, "choices").is_empty() || string(of, "choicesFromQuestion").is_some()
}

/// A rating's first and last point and the step between them, if it is a plain scale.
pub(super) fn scale(of: &Value) -> Option<(f64, f64, f64)> {
    if !list(of, "rateValues").is_empty() {
        return None;
    }
    let start = number(of, "rateMin").unwrap_or(1.0);
    let step = number(of, "rateStep").filter(|it| *it > 0.0).unwrap_or(1.0);
    let counted = number(of, "rateCount").map(|it| start + (it - 1.0) * step);
    let end = number(of, "rateMax").or(counted).unwrap_or(5.0);
    let n_points = (end - start) / step;
    (1.0..=MAX_POINTS)
        .contains(&n_points)
        .then_some((start, end, step))
}

/// Whether a text stands beside the choices: a comment, or what "other" is.
pub(super) fn has_comment(of: &Value) -> bool {
    let choices = list(of, "choices");
    ["showOtherItem", "hasOther", "showCommentArea", "hasComment"]
        .iter()
        .any(|it| flag(of, it))
        || choices.iter().any(|it| flag(it, "showCommentArea"))
}

/// The values of a question's choices with their codes, and the reasons among them.
pub(super) fn values(of: &Value, kind: Kind) -> (Vec<Code>, Vec<(&'static str, &'static str)>) {
    let mut reasons = Vec::new();
    if flag(of, "showRefuseItem") {
        reasons.push(("refused", "refused"));
    }
    if flag(of, "showDontKnowItem") {
        reasons.push(("dontknow", "dont_know"));
    }
    let values = super::choices::values(of, kind);
    (codes(&values), reasons)
}
