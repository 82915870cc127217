//! Letters as people seek them: without case, accents and width.
//!
//! A few ranges in place of Unicode's tables, which would be a part of every download: Latin with
//! its accents, Vietnamese, Greek, Cyrillic and full-width letters. Everything else is itself.

/// What each letter from U+00C0 to U+017F is sought as; a blank is the letter itself.
const LATIN: &[u8; 192] = b"aaaaaa ceeeeiiiidnooooo ouuuuy saaaaaa ceeeeiiiidnooooo ouuuuy y\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii  jjkkklllllll\
lllnnnnnnnnnoooooo  rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// Vietnamese letters up to the first number of each pair, from U+1EA0.
const VIETNAMESE: [(u32, char); 6] = [
    (0x1EB7, 'a'),
    (0x1EC7, 'e'),
    (0x1ECB, 'i'),
    (0x1EE3, 'o'),
    (0x1EF1, 'u'),
    (0x1EF9, 'y'),
];

/// Adds `text` as it is sought to `out`.
pub fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        out.extend(text.chars().map(|it| it.to_ascii_lowercase()));
        return;
    }
    out.extend(text.chars().filter_map(letter));
}

/// `text` as it is sought.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// A letter as it is sought; none for an accent that stands by itself.
fn letter(it: char) -> Option<char> {
    let code = u32::from(it);
    let moved = |by: u32| char::from_u32(code + by).unwrap_or(it);
    Some(match code {
        0..=0x7F => it.to_ascii_lowercase(),
        0xC0..=0x17F => match LATIN[code as usize - 0xC0] {
            b' ' => it,
            plain => char::from(plain),
        },
        0x300..=0x36F => return None,
        // Greek and Cyrillic capitals.
        0x391..=0x3A9 | 0x410..=0x42F => moved(32),
        0x400..=0x40F => moved(80),
        0x1EA0..=0x1EF9 => {
            let plain = VIETNAMESE.iter().find(|(last, _)| code <= *last);
            plain.map_or(it, |(_, plain)| *plain)
        }
        0x3000 => ' ',
        0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0)
            .unwrap_or(it)
            .to_ascii_lowercase(),
        _ => it,
    })
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn letters_are_sought_without_case_accents_and_width() {
        for (text, sought) in [
            ("Chengdu", "chengdu"),
            ("São Tomé, ÑUÑOA", "sao tome, nunoa"),
            ("Łódź ŞIRNAK", "lodz sirnak"),
            ("Đắk Lắk", "dak lak"),
            ("Quận Bình Thạnh", "quan binh thanh"),
            ("Cafe\u{301}", "cafe"),
            ("МОСКВА Ёлка", "москва ёлка"),
            ("ΑΘΗΝΑ", "αθηνα"),
            ("ＡＢＣ　１２", "abc 12"),
            ("锦江区 3×4", "锦江区 3×4"),
            ("þorn ß Æ", "þorn s Æ"),
        ] {
            assert_eq!(fold(text), sought, "{text}");
        }
    }
}
