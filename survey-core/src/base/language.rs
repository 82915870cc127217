//! Languages by their BCP 47 tags.

/// Names of languages in themselves, by primary subtag; the source is Unicode's CLDR.
const NAMES: [(&str, &str); 40] = [
    ("am", "አማርኛ"),
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("bo", "བོད་སྐད་"),
    ("ckb", "کوردیی ناوەندی"),
    ("de", "Deutsch"),
    ("en", "English"),
    ("es", "Español"),
    ("fa", "فارسی"),
    ("fr", "Français"),
    ("ha", "Hausa"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("id", "Indonesia"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("km", "ខ្មែរ"),
    ("ko", "한국어"),
    ("ku", "Kurdî"),
    ("lo", "ລາວ"),
    ("mn", "Монгол"),
    ("my", "မြန်မာ"),
    ("ne", "नेपाली"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("ps", "پښتو"),
    ("pt", "Português"),
    ("ru", "Русский"),
    ("rw", "Kinyarwanda"),
    ("so", "Soomaali"),
    ("sw", "Kiswahili"),
    ("th", "ไทย"),
    ("ti", "ትግርኛ"),
    ("tr", "Türkçe"),
    ("ug", "ئۇيغۇرچە"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
    ("za", "Vahcuengh"),
    ("zh", "中文"),
];

/// Languages that are written from right to left, unless their tag names another script.
const LEFTWARD: [&str; 10] = ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "ug", "ur", "yi"];

/// A language's name in itself; none if it is not known here.
pub fn own_name(tag: &str) -> Option<&'static str> {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    if primary == "zh" && parts.any(|it| matches!(it, "Hant" | "TW" | "HK" | "MO")) {
        return Some("繁體中文");
    }
    let at = NAMES.binary_search_by(|it| it.0.cmp(primary)).ok()?;
    Some(NAMES[at].1)
}

/// Whether a language is written from right to left.
pub fn is_rtl(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    // A script subtag has four letters.
    match parts.find(|it| it.len() == 4) {
        Some(script) => matches!(script, "Arab" | "Hebr" | "Syrc" | "Thaa" | "Nkoo" | "Adlm"),
        None => LEFTWARD.contains(&primary),
    }
}

#[cfg(test)]
mod tests {
    use super::{NAMES, is_rtl, own_name};

    #[test]
    fn languages_are_named_in_themselves() {
        assert!(NAMES.is_sorted_by_key(|it| it.0));
        assert_eq!(own_name("zh"), Some("中文"));
        assert_eq!(own_name("zh-Hant-TW"), Some("繁體中文"));
        assert_eq!(own_name("en-GB"), Some("English"));
        assert_eq!(own_name("und-x-klingon"), None);
    }

    #[test]
    fn a_script_decides_the_direction_before_the_language() {
        assert!(is_rtl("ug") && is_rtl("ku-Arab") && is_rtl("ar-EG"));
        assert!(!is_rtl("ug-Latn") && !is_rtl("ku") && !is_rtl("zh-Hans"));
    }
}
