//! What a form wants of the device, told before an interview begins.

use survey_core::questionnaire::{Kind, Metadata, Questionnaire};

use crate::locale::capture::Capture as Say;

/// What the person should know: that the browser will ask, and what it cannot do.
pub(crate) fn notes(form: &Questionnaire) -> Vec<Say> {
    let has = |wanted: fn(&Kind) -> bool| form.items().iter().any(|it| wanted(&it.kind));
    let mut notes = Vec::new();
    if has(|it| matches!(it, Kind::File(_) | Kind::Barcode | Kind::Geo(_))) {
        notes.push(Say::WillAsk);
    }
    if has(|it| matches!(it, Kind::Metadata(Metadata::Audit))) {
        notes.push(Say::NoAudit);
    }
    if has(|it| matches!(it, Kind::Metadata(Metadata::PhoneNumber | Metadata::Email))) {
        notes.push(Say::NoOwner);
    }
    notes
}

#[cfg(test)]
mod tests {
    use survey_core::format::survey;

    use super::*;

    fn told(types: &[&str]) -> Vec<Say> {
        let items: Vec<String> = types
            .iter()
            .enumerate()
            .map(|(idx, it)| format!(r#"{{"type": "{it}", "name": "q{idx}", "label": "Q"}}"#))
            .collect();
        let document = format!(
            r#"{{"format": "minyi-survey/1", "id": "a", "version": "1", "title": "A",
                "languages": ["en"], "default_language": "en", "modes": ["interviewer"],
                "items": [{}]}}"#,
            items.join(",")
        );
        let read = survey::read(&document).expect("the survey is sound");
        notes(&read.questionnaire)
    }

    #[test]
    fn what_the_browser_asks_and_cannot_do_is_told_once() {
        assert_eq!(told(&["text", "integer"]), []);
        assert_eq!(told(&["image", "geopoint", "barcode"]), [Say::WillAsk]);
        assert_eq!(
            told(&["text", "audit", "email", "phonenumber"]),
            [Say::NoAudit, Say::NoOwner]
        );
    }
}
