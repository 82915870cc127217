//! The view as JSON: the same data that the screens draw.

use serde_json::{Value, json};
use survey_core::interview::{
    ChoiceView, Control, Heading, Layout, MissingView, QuestionView, View,
};
use survey_core::questionnaire::{Geo, Medium};

use super::query::{complaint, stage};

pub(super) fn write(view: &View) -> Value {
    json!({
        "title": view.title,
        "language": view.language,
        "languages": view.languages,
        "stage": stage(view.stage),
        "layout": match view.layout {
            Layout::Question => "question",
            Layout::Section => "section",
        },
        "section": view.screen.section.iter().map(Heading::words).collect::<Vec<_>>(),
        "questions": view.screen.questions.iter().map(question).collect::<Vec<_>>(),
        "progress": {
            "screen": view.progress.screen,
            "n_screens": view.progress.n_screens,
            "answered": view.progress.answered,
            "n_questions": view.progress.n_questions,
        },
        "can_go_back": view.can_go_back,
        "end": view.end,
        "receipt": view.receipt,
    })
}

fn question(it: &QuestionView) -> Value {
    let mut json = json!({
        "place": it.place,
        "name": it.name,
        "label": it.label,
        "required": it.required,
        "read_only": it.read_only,
        "complaint": it.complaint.as_ref().map(complaint),
        "control": control(&it.control),
        "missing": it.missing.iter().map(missing).collect::<Vec<_>>(),
    });
    let words = [
        ("hint", &it.hint),
        ("guidance", &it.guidance),
        ("card", &it.card),
        ("grid", &it.grid),
    ];
    for (key, word) in words {
        if let Some(word) = word {
            json[key] = word.as_str().into();
        }
    }
    json
}

fn missing(it: &MissingView) -> Value {
    json!({"reason": it.reason.name(), "label": it.label, "chosen": it.chosen})
}

fn choices(all: &[ChoiceView]) -> Vec<Value> {
    all.iter()
        .map(|it| json!({"name": it.name, "label": it.label, "chosen": it.chosen}))
        .collect()
}

pub(super) fn control(control: &Control) -> Value {
    match control {
        Control::Note => json!({"kind": "note"}),
        Control::Consent(all) => json!({"kind": "consent", "choices": choices(all)}),
        Control::SelectOne(all) => json!({"kind": "select_one", "choices": choices(all)}),
        Control::SelectMultiple {
            choices: all,
            max,
            n_ticks,
        } => json!({
            "kind": "select_multiple", "choices": choices(all), "max": max, "n_ticks": n_ticks,
        }),
        Control::Seek(it) if it.many => json!({
            "kind": "select_multiple", "choices": choices(&it.choices()), "max": it.max,
            "n_ticks": it.chosen.len(),
        }),
        Control::Seek(it) => json!({"kind": "select_one", "choices": choices(&it.choices())}),
        Control::Number {
            text,
            whole,
            min,
            max,
        } => json!({"kind": "number", "text": text, "whole": whole, "min": min, "max": max}),
        Control::Range(it) => json!({
            "kind": "range",
            "points": it.points.iter().map(|it| it.0).collect::<Vec<_>>(),
            "chosen": it.answer(),
            "start_label": it.start_label,
            "end_label": it.end_label,
        }),
        Control::Text {
            text,
            max_length,
            rows,
        } => json!({"kind": "text", "text": text, "max_length": max_length, "rows": rows}),
        Control::Date(text) => json!({"kind": "date", "text": text}),
        Control::Time(text) => json!({"kind": "time", "text": text}),
        Control::Area { code, level } => json!({"kind": "area", "code": code, "level": level}),
        Control::Rank {
            choices: all,
            n_ranked,
        } => json!({"kind": "rank", "choices": choices(all), "n_ranked": n_ranked}),
        Control::DateTime(text) => json!({"kind": "datetime", "text": text}),
        Control::Geo { geo, text } => {
            let kind = match geo {
                Geo::Point => "geopoint",
                Geo::Trace => "geotrace",
                Geo::Shape => "geoshape",
            };
            json!({"kind": kind, "text": text})
        }
        Control::File { medium, name } => {
            let kind = match medium {
                Medium::Image => "image",
                Medium::Audio => "audio",
                Medium::Video => "video",
                Medium::Any => "file",
            };
            json!({"kind": kind, "name": name})
        }
        Control::Barcode(text) => json!({"kind": "barcode", "text": text}),
        Control::Acknowledge(ticked) => json!({"kind": "acknowledge", "ticked": ticked}),
        Control::Repeat(it) => json!({
            "kind": "repeat", "place": it.place, "instances": it.instances,
        }),
    }
}
