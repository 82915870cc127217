//! Codes for the reasons that people gave for having no value.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::base::Missing;
use crate::questionnaire::Item;

/// Reasons with their codes.
#[derive(Debug, Default)]
pub(super) struct Codes {
    /// The choices that stand for reasons, by list and reason.
    of_lists: BTreeMap<(String, Missing), String>,
    /// The codes of the questionnaire.
    of_form: BTreeMap<Missing, String>,
}

impl Codes {
    pub(super) fn new(document: &Json) -> Codes {
        let object = |key: &str| document.get(key).and_then(Json::as_object);
        let mut codes = Codes::default();
        for (list, choices) in object("choices").into_iter().flatten() {
            for choice in choices.as_array().into_iter().flatten() {
                let text = |key: &str| choice.get(key).and_then(Json::as_str);
                let reason = text("missing").and_then(Missing::from_name);
                if let (Some(reason), Some(name)) = (reason, text("name")) {
                    let place = (list.clone(), reason);
                    codes.of_lists.insert(place, name.to_owned());
                }
            }
        }
        for (name, words) in object("missing").into_iter().flatten() {
            if let (Some(reason), Some(code)) = (Missing::from_name(name), words.get("code")) {
                codes.of_form.insert(reason, code.to_string());
            }
        }
        codes
    }

    /// The code of a reason: that of the question's choices, else that of the questionnaire, else
    /// its name. What was not asked or left open stays blank.
    pub(super) fn of(&self, item: &Item, reason: Missing) -> String {
        match reason {
            Missing::NotAsked | Missing::Skipped => return String::new(),
            Missing::NotApplicable | Missing::DontKnow | Missing::Refused | Missing::Suppressed => {
            }
        }
        let list = item.kind.select().map(|it| it.list.clone());
        let of_list = list.and_then(|it| self.of_lists.get(&(it, reason)));
        let code = of_list.or_else(|| self.of_form.get(&reason));
        code.cloned().unwrap_or_else(|| reason.name().to_owned())
    }
}
