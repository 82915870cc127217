//! What the address says: `#s=<survey>&a=<area>&w=<wave>&l=<language>`.

/// What a code on a card names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Address {
    /// The survey's id.
    pub(super) survey: Option<String>,
    /// The code of the area.
    pub(super) area: Option<String>,
    /// The wave.
    pub(super) wave: Option<String>,
    /// The language.
    pub(super) language: Option<String>,
}

impl Address {
    /// Reads the hash of an address. What is no plain code is passed over.
    pub(super) fn parse(hash: &str) -> Address {
        let mut address = Address::default();
        for part in hash.trim_start_matches('#').split('&') {
            let Some((key, value)) = part.split_once('=') else {
                continue;
            };
            let value = Some(value.to_owned()).filter(|it| is_code(it));
            match key {
                "s" => address.survey = value,
                "a" => address.area = value,
                "w" => address.wave = value,
                "l" => address.language = value,
                _ => {}
            }
        }
        address
    }

    fn key(&self) -> String {
        let word = |it: &Option<String>| it.clone().unwrap_or_default();
        format!(
            "minyi-answer/{}/{}/{}",
            word(&self.survey),
            word(&self.area),
            word(&self.wave)
        )
    }
}

/// Letters, digits, `-`, `_` and `.`, so that a code is never a path.
fn is_code(word: &str) -> bool {
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
    !word.is_empty() && word.len() <= 80 && !word.starts_with('.') && word.chars().all(plain)
}

/// Keeps which response was begun from this address.
pub(super) fn remember(address: &Address, id: &str) {
    crate::shell::prefs::remember(&address.key(), id);
}

/// Which response was begun from this address.
pub(super) fn remembered(address: &Address) -> Option<String> {
    crate::shell::prefs::remembered(&address.key())
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn an_address_names_survey_area_wave_and_language() {
        let address = Address::parse("#s=resident-qr-short&a=90-01-001&w=2026&l=en");
        assert_eq!(address.survey.as_deref(), Some("resident-qr-short"));
        assert_eq!(address.area.as_deref(), Some("90-01-001"));
        assert_eq!(address.wave.as_deref(), Some("2026"));
        assert_eq!(address.language.as_deref(), Some("en"));
    }

    #[test]
    fn a_code_is_never_a_path() {
        assert_eq!(Address::parse("#s=../../secret").survey, None);
        assert_eq!(Address::parse("#s=..").survey, None);
        assert_eq!(Address::parse("#s=%2e%2e").survey, None);
        assert_eq!(Address::parse("#s="), Address::default());
    }
}
