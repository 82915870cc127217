//! What is looked at of the responses' quality, as addresses write it.

use crate::worker::protocol::{Limits, Looked, Shown, Sign};

/// The name of a sign in addresses and markup.
pub fn sign_key(sign: Sign) -> &'static str {
    match sign {
        Sign::Fast => "fast",
        Sign::Run => "run",
        Sign::Against => "against",
        Sign::Unlikely => "unlikely",
        Sign::Match => "match",
    }
}

/// The name of which responses are listed.
pub fn shown_key(shown: Shown) -> &'static str {
    match shown {
        Shown::Any => "any",
        Shown::With(sign) => sign_key(sign),
        Shown::All => "all",
    }
}

/// Which responses a name stands for; those with any sign, if it stands for nothing.
pub fn shown(name: &str) -> Shown {
    let sign = Sign::ALL.into_iter().find(|it| sign_key(*it) == name);
    match (sign, name) {
        (Some(sign), _) => Shown::With(sign),
        (None, "all") => Shown::All,
        (None, _) => Shown::Any,
    }
}

/// `any/90-01-i2/D3/0.5_10_-0.1_0.001_0.85/25`, with `-` for nobody and no question.
pub(super) fn write(looked: &Looked) -> String {
    let word = |it: &Option<String>| it.as_deref().map_or_else(|| "-".to_owned(), encoded);
    let limits: Vec<String> = looked.limits.0.iter().map(f64::to_string).collect();
    format!(
        "{}/{}/{}/{}/{}",
        shown_key(looked.shown),
        word(&looked.interviewer),
        word(&looked.question),
        limits.join("_"),
        looked.from
    )
}

/// The reverse; what makes no sense is as it is at first.
pub(super) fn read(parts: &[&str]) -> Looked {
    let word = |at: usize| {
        let found = parts.get(at).filter(|it| **it != "-");
        found.and_then(|it| decoded(it)).filter(|it| !it.is_empty())
    };
    Looked {
        shown: parts.first().map_or(Shown::Any, |it| shown(it)),
        interviewer: word(1),
        question: word(2),
        limits: parts.get(3).and_then(|it| limits(it)).unwrap_or_default(),
        from: parts.get(4).and_then(|it| it.parse().ok()).unwrap_or(0),
    }
}

fn limits(text: &str) -> Option<Limits> {
    let numbers: Result<Vec<f64>, _> = text.split('_').map(str::parse).collect();
    let numbers: [f64; 5] = numbers.ok()?.try_into().ok()?;
    let is_offered = |(sign, it): (&Sign, &f64)| Limits::offered(*sign).contains(it);
    let known = Sign::ALL.iter().zip(&numbers).all(is_offered);
    known.then_some(Limits(numbers))
}

/// Whatever an interviewer is called has no `/` of an address in it, and is never `-`.
fn encoded(word: &str) -> String {
    let plain = |it: u8| it.is_ascii_alphanumeric() || (it == b'-' && word != "-");
    let byte = |it: u8| {
        if plain(it) {
            char::from(it).to_string()
        } else {
            format!("%{it:02X}")
        }
    };
    word.bytes().map(byte).collect()
}

fn decoded(word: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = word.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == b'%' {
            let (digits, after) = after.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = after;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_at_survives_its_address() {
        let all = [
            Looked::default(),
            Looked {
                limits: Limits([0.3, 5.0, -0.3, 0.05, 1.0]),
                shown: Shown::With(Sign::Match),
                interviewer: Some("王 2/a".to_owned()),
                question: Some("D3".to_owned()),
                from: 50,
            },
            Looked {
                interviewer: Some("-".to_owned()),
                shown: Shown::All,
                ..Looked::default()
            },
        ];
        for looked in all {
            let text = write(&looked);
            let parts: Vec<&str> = text.split('/').collect();
            assert_eq!(parts.len(), 5, "{text}");
            assert_eq!(read(&parts), looked);
        }
    }

    #[test]
    fn nonsense_is_as_it_is_at_first() {
        let all = [
            "",
            "x",
            "any/%/%zz/1_2/-1",
            "any/-/-/NaN_1_1_1_1/x",
            "any/-/-/9_9_9_9_9/0",
        ];
        for text in all {
            let parts: Vec<&str> = text.split('/').collect();
            assert_eq!(read(&parts), Looked::default(), "{text}");
        }
    }
}
