use super::{Map, compact_struct};

/// A BCP 47 language tag such as `zh` or `en`.
pub type Lang = String;

/// One text in several languages.
///
/// The first match wins: the language itself, then its primary subtag (`zh` for `zh-Hant`), then
/// any language that shares it, then the default language, then whatever there is. A person never
/// sees an empty label because a translation is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    by_lang: Map<Lang, String>,
}

compact_struct!(Text { by_lang });

impl Text {
    /// A text in one language.
    pub fn new(lang: &str, text: impl Into<String>) -> Text {
        Text {
            by_lang: Map::from([(lang.to_owned(), text.into())]),
        }
    }

    /// A text from (language, words) pairs.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (Lang, String)>) -> Text {
        Text {
            by_lang: pairs.into_iter().collect(),
        }
    }

    /// The words in `lang`, or the nearest there is; empty only if the text has no language.
    pub fn get<'a>(&'a self, lang: &str, default: &str) -> &'a str {
        let primary = primary(lang);
        self.by_lang
            .get(lang)
            .or_else(|| self.by_lang.get(primary))
            .or_else(|| {
                self.by_lang
                    .iter()
                    .find(|(l, _)| self::primary(l) == primary)
                    .map(|p| p.1)
            })
            .or_else(|| self.by_lang.get(default))
            .or_else(|| self.by_lang.values().next())
            .map_or("", String::as_str)
    }

    /// The words in exactly `lang`.
    pub fn exact(&self, lang: &str) -> Option<&str> {
        self.by_lang.get(lang).map(String::as_str)
    }

    /// (language, words), sorted by language.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_lang
            .iter()
            .map(|(lang, words)| (lang.as_str(), words.as_str()))
    }

    /// Whether there are no words in any language.
    pub fn is_empty(&self) -> bool {
        self.by_lang.values().all(|it| it.is_empty())
    }
}

fn primary(lang: &str) -> &str {
    lang.split(['-', '_']).next().unwrap_or(lang)
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn falls_back_to_the_nearest_language() {
        let text = Text::from_pairs([("zh".into(), "好".into()), ("en".into(), "good".into())]);
        assert_eq!(text.get("zh-Hant", "en"), "好");
        assert_eq!(text.get("ug", "en"), "good");
        assert_eq!(text.get("en-GB", "zh"), "good");
        assert_eq!(Text::new("zh-Hans", "好").get("zh-Hant", "en"), "好");
        assert_eq!(Text::default().get("zh", "en"), "");
    }
}
