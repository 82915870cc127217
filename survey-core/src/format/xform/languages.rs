//! Texts in several languages, and the languages' codes.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::model::{Xml, attr};

/// The texts of a form.
#[derive(Default)]
pub(super) struct Languages<'a> {
    /// Codes in the order of the form.
    codes: Vec<String>,
    default: Option<usize>,
    /// By id: the language's number and its values.
    texts: BTreeMap<String, Vec<(usize, Xml<'a>)>>,
}

impl<'a> Languages<'a> {
    pub(super) fn read(itext: Option<Xml<'a>>) -> Languages<'a> {
        let mut all = Languages::default();
        let translations = itext.into_iter().flat_map(|it| it.children());
        for translation in translations.filter(|it| it.tag_name().name() == "translation") {
            let number = all.codes.len();
            let mut code = code_of(attr(translation, "lang").unwrap_or_default());
            while all.codes.contains(&code) {
                code.push_str("-x-2");
            }
            all.codes.push(code);
            if attr(translation, "default").is_some_and(|it| it.starts_with("true")) {
                all.default = Some(number);
            }
            for text in translation
                .children()
                .filter(|it| it.tag_name().name() == "text")
            {
                if let Some(id) = attr(text, "id") {
                    all.texts
                        .entry(id.to_owned())
                        .or_default()
                        .push((number, text));
                }
            }
        }
        if all.codes.is_empty() {
            all.codes.push("und".to_owned());
        }
        all
    }

    pub(super) fn codes(&self) -> &[String] {
        &self.codes
    }

    pub(super) fn default_code(&self) -> &str {
        &self.codes[self.default.unwrap_or(0)]
    }

    /// The values of a text in every language.
    fn values(&self, id: &str) -> impl Iterator<Item = (usize, Xml<'a>)> + '_ {
        let texts = self.texts.get(id).into_iter().flatten();
        texts.flat_map(|(number, text)| {
            let values = text.children().filter(|it| it.tag_name().name() == "value");
            values.map(move |it| (*number, it))
        })
    }

    /// The words of a text by language; `form` is none for the words themselves.
    pub(super) fn words(
        &self,
        id: &str,
        form: Option<&str>,
        words_of: &mut dyn FnMut(Xml<'a>) -> String,
    ) -> Value {
        let mut words = Map::new();
        for (number, value) in self.values(id) {
            let own = attr(value, "form").filter(|it| *it != "long" && *it != "short");
            if own != form {
                continue;
            }
            let text = words_of(value);
            if !text.is_empty() && text != "-" {
                words.insert(self.codes[number].clone(), Value::String(text));
            }
        }
        Value::Object(words)
    }

    /// Names of files by kind and language.
    pub(super) fn media(&self, id: &str) -> Map<String, Value> {
        let mut media = Map::new();
        for (number, value) in self.values(id) {
            let form = attr(value, "form").unwrap_or_default();
            if !matches!(form, "image" | "big-image" | "audio" | "video") {
                continue;
            }
            let file = value.text().unwrap_or_default().trim();
            let name = file.rsplit('/').next().unwrap_or(file).to_owned();
            let names = media
                .entry(form)
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(names) = names {
                names.insert(self.codes[number].clone(), Value::String(name));
            }
        }
        media
    }
}

/// The id in `jr:itext('id')`.
pub(super) fn itext_id(text: &str) -> Option<&str> {
    let inside = text
        .trim()
        .strip_prefix("jr:itext(")?
        .strip_suffix(')')?
        .trim();
    let quoted = inside.strip_prefix(['\'', '"'])?;
    quoted.strip_suffix(['\'', '"'])
}

/// The BCP 47 code of a language as forms name it: `中文 (zh)`, `French`, `fr`.
pub(super) fn code_of(name: &str) -> String {
    let name = name.trim();
    let is_code = |it: &str| {
        let main = it.split('-').next().unwrap_or_default();
        (2..=3).contains(&main.len())
            && it.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && main.chars().all(|c| c.is_ascii_alphabetic())
    };
    let bracketed = name.rsplit_once('(').and_then(|it| it.1.split_once(')'));
    if let Some((code, _)) = bracketed
        && is_code(code.trim())
    {
        return code.trim().to_owned();
    }
    if is_code(name) {
        return name.to_owned();
    }
    let known = match &*name.to_lowercase() {
        "english" => "en",
        "chinese" | "中文" | "mandarin" => "zh",
        "french" | "français" | "francais" => "fr",
        "spanish" | "español" | "espanol" => "es",
        "portuguese" | "português" | "portugues" => "pt",
        "arabic" | "العربية" => "ar",
        "russian" | "русский" => "ru",
        "swahili" | "kiswahili" => "sw",
        "hindi" | "हिन्दी" => "hi",
        "bengali" | "bangla" | "বাংলা" => "bn",
        "nepali" | "नेपाली" => "ne",
        "urdu" | "اردو" => "ur",
        "indonesian" | "bahasa indonesia" => "id",
        "vietnamese" => "vi",
        "german" | "deutsch" => "de",
        "italian" | "italiano" => "it",
        "turkish" | "türkçe" => "tr",
        "japanese" | "日本語" => "ja",
        "korean" | "한국어" => "ko",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    // A private code keeps the name readable.
    let letters: String = name
        .to_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(8)
        .collect();
    match (&*name.to_lowercase(), &*letters) {
        ("default" | "", _) | (_, "") => "und".to_owned(),
        (_, letters) => format!("und-x-{letters}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{code_of, itext_id};

    #[test]
    fn languages_have_codes() {
        for (name, code) in [
            ("English (en)", "en"),
            ("中文 (zh-Hans)", "zh-Hans"),
            ("French", "fr"),
            ("pt", "pt"),
            ("default", "und"),
            ("Klingon", "und-x-klingon"),
        ] {
            assert_eq!(code_of(name), code);
        }
        assert_eq!(itext_id("jr:itext('/data/q:label')"), Some("/data/q:label"));
        assert_eq!(itext_id("jr:itext(itextId)"), None);
    }
}
