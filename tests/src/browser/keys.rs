//! Keys by name.

/// The code Windows gives the key, and the text it types.
///
/// # Panics
/// When the name is not known.
pub(super) fn code_and_text(key: &str) -> (u32, &str) {
    match key {
        "Backspace" => (8, ""),
        "Tab" => (9, ""),
        "Enter" => (13, "\r"),
        "Escape" => (27, ""),
        " " => (32, " "),
        "PageUp" => (33, ""),
        "PageDown" => (34, ""),
        "End" => (35, ""),
        "Home" => (36, ""),
        "ArrowLeft" => (37, ""),
        "ArrowUp" => (38, ""),
        "ArrowRight" => (39, ""),
        "ArrowDown" => (40, ""),
        "Delete" => (46, ""),
        _ => {
            let mut characters = key.chars();
            let only = characters.next().filter(|_| characters.next().is_none());
            let only = only.unwrap_or_else(|| panic!("`{key}` is no key known here"));
            (u32::from(only.to_ascii_uppercase()), key)
        }
    }
}
