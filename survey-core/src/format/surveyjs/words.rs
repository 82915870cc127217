//! Words for people: languages, values in them, and HTML made plain.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The languages of a form.
#[derive(Clone, Debug)]
pub(super) struct Languages {
    /// The language of texts that have only one, and of `default`.
    pub(super) default: String,
    /// All, the default first.
    pub(super) codes: Vec<String>,
    /// The language the form begins in.
    pub(super) first: String,
}

impl Languages {
    /// Reads the languages of all texts of a form.
    pub(super) fn read(form: &Value) -> Languages {
        let mut found = BTreeSet::new();
        collect(form, &mut found);
        let locale = form.get("locale").and_then(Value::as_str);
        let locale = locale.filter(|it| !it.is_empty()).map(tag);
        let english = "en".to_owned();
        let default = match &locale {
            Some(locale) if !found.contains(locale) => locale.clone(),
            _ => english,
        };
        found.remove(&default);
        let mut codes = vec![default.clone()];
        codes.extend(found);
        let first = locale.filter(|it| codes.contains(it));
        Languages {
            first: first.unwrap_or_else(|| default.clone()),
            default,
            codes,
        }
    }
}

/// A locale of SurveyJS as a BCP 47 tag.
fn tag(locale: &str) -> String {
    let fixed = match locale {
        "ua" => "uk",
        "cz" => "cs",
        other => other,
    };
    match fixed.split_once(['-', '_']) {
        Some((language, region)) => format!("{language}-{}", region.to_uppercase()),
        None => fixed.to_owned(),
    }
}

/// Whether an object is one text in several languages.
fn is_localized(map: &Map<String, Value>) -> bool {
    let like_locale = |key: &str| {
        let mut parts = key.split(['-', '_']);
        let language = parts.next().unwrap_or_default();
        let letters = language.chars().all(|it| it.is_ascii_lowercase());
        let rest = parts.all(|it| (2..=4).contains(&it.len()));
        letters && (2..=3).contains(&language.len()) && rest
    };
    !map.is_empty()
        && map.values().all(Value::is_string)
        && map.keys().all(|it| it == "default" || like_locale(it))
        && !map.keys().all(|it| it == "url")
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) if is_localized(map) => {
            found.extend(map.keys().filter(|it| *it != "default").map(|it| tag(it)));
        }
        Value::Object(map) => {
            let texts = map
                .iter()
                .filter(|it| !it.0.starts_with("default") && it.0 != "maskSettings");
            texts.for_each(|it| collect(it.1, found));
        }
        Value::Array(list) => list.iter().for_each(|it| collect(it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Words by language; none if there are none.
pub(super) fn words(value: Option<&Value>, languages: &Languages) -> Vec<(String, String)> {
    match value {
        Some(Value::String(words)) if !words.trim().is_empty() => {
            vec![(languages.default.clone(), words.trim().to_owned())]
        }
        Some(Value::Number(number)) => vec![(languages.default.clone(), number.to_string())],
        Some(Value::Object(map)) => {
            let mut found: Vec<(String, String)> = Vec::new();
            for (key, it) in map {
                let words = it.as_str().unwrap_or_default().trim();
                let language = match key.as_str() {
                    "default" => languages.default.clone(),
                    other => tag(other),
                };
                let known = found.iter().any(|it| it.0 == language);
                if !words.is_empty() && !known && languages.codes.contains(&language) {
                    found.push((language, words.to_owned()));
                }
            }
            found
        }
        _ => Vec::new(),
    }
}

/// Words as the document holds them: plain if there is one language only.
pub(super) fn document(words: Vec<(String, String)>, languages: &Languages) -> Value {
    if languages.codes.len() == 1 {
        let only = words.into_iter().next().map(|it| it.1);
        return Value::from(only.unwrap_or_default());
    }
    Value::Object(
        words
            .into_iter()
            .map(|(code, it)| (code, Value::from(it)))
            .collect(),
    )
}

/// HTML as plain words; lines and paragraphs stay apart.
pub(super) fn without_tags(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let next = rest[start + 1..].chars().next();
        let is_tag = next.is_some_and(|it| it.is_ascii_alphabetic() || matches!(it, '/' | '!'));
        let end = rest[start..].find('>').map(|it| start + it);
        let (true, Some(end)) = (is_tag, end) else {
            out.push_str(&rest[..=start]);
            rest = &rest[start + 1..];
            continue;
        };
        out.push_str(&rest[..start]);
        let tag = rest[start + 1..end].trim_start_matches('/').to_lowercase();
        let name: String = tag
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        if matches!(&*name, "br" | "p" | "div" | "li" | "ul" | "ol" | "tr") || name.starts_with('h')
        {
            out.push('\n');
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    let plain = out
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    let lines = plain
        .lines()
        .map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
    lines
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Words that SurveyJS shows by itself, in the languages that most forms have.
pub(super) fn own(word: Own, languages: &Languages) -> Vec<(String, String)> {
    let known = |code: &str| {
        let language = code.split('-').next().unwrap_or(code);
        let place = match word {
            Own::Yes => 0,
            Own::No => 1,
            Own::None => 2,
            Own::Other => 3,
            Own::Refuse => 4,
            Own::DontKnow => 5,
        };
        let traditional = matches!(code, "zh-TW" | "zh-HK");
        let row = OWN.iter().find(|it| match traditional {
            true => it.0 == "zh-TW",
            false => it.0 == language,
        });
        row.map(|it| it.1[place].to_owned())
    };
    let found = languages.codes.iter();
    let found: Vec<_> = found
        .filter_map(|it| Some((it.clone(), known(it)?)))
        .collect();
    match found.is_empty() {
        true => vec![(languages.default.clone(), known("en").unwrap_or_default())],
        false => found,
    }
}

/// A word that SurveyJS shows by itself.
#[derive(Clone, Copy, Debug)]
pub(super) enum Own {
    Yes,
    No,
    None,
    Other,
    Refuse,
    DontKnow,
}

const OWN: &[(&str, [&str; 6])] = &[
    (
        "en",
        [
            "Yes",
            "No",
            "None",
            "Other (describe)",
            "Refuse to answer",
            "Don't know",
        ],
    ),
    (
        "zh",
        ["是", "否", "无", "其他（请说明）", "不愿回答", "不知道"],
    ),
    (
        "zh-TW",
        ["是", "否", "無", "其他（請說明）", "不願回答", "不知道"],
    ),
    (
        "es",
        [
            "Sí",
            "No",
            "Ninguno",
            "Otro (describir)",
            "Negarse a responder",
            "No sé",
        ],
    ),
    (
        "fr",
        [
            "Oui",
            "Non",
            "Aucun",
            "Autre (préciser)",
            "Ne souhaite pas répondre",
            "Ne sait pas",
        ],
    ),
    (
        "de",
        [
            "Ja",
            "Nein",
            "Keine",
            "Andere (bitte angeben)",
            "Keine Angabe",
            "Weiß nicht",
        ],
    ),
    (
        "pt",
        [
            "Sim",
            "Não",
            "Nenhum",
            "Outro (descreva)",
            "Prefiro não responder",
            "Não sei",
        ],
    ),
    (
        "ru",
        [
            "Да",
            "Нет",
            "Нет",
            "Другое (уточните)",
            "Отказ от ответа",
            "Не знаю",
        ],
    ),
    (
        "ar",
        [
            "نعم",
            "لا",
            "لا شيء",
            "أخرى (يرجى التوضيح)",
            "أرفض الإجابة",
            "لا أعرف",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::without_tags;

    #[test]
    fn tags_go_and_lines_stay() {
        assert_eq!(
            without_tags("<p>Hello <b>you</b></p><br/>Next"),
            "Hello you\nNext"
        );
        assert_eq!(without_tags("a < b &amp; c"), "a < b & c");
        assert_eq!(without_tags("unclosed <b"), "unclosed <b");
    }
}
