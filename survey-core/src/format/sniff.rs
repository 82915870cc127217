//! Telling documents apart.

use super::json::{Fault, Reader};

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// A questionnaire, `minyi-survey/…`.
    Survey,
    /// A tree of areas, `minyi-areas/…`.
    Areas,
    /// Responses, as one JSON document or as NDJSON.
    Export,
    /// Something else, with its `format` if it has one.
    Other(Option<String>),
}

/// What a file holds, judged by the `format` of its first object, which need not be whole.
pub fn sniff(bytes: &[u8]) -> Document {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut format = None;
    let walked = walk(Reader::new(bytes, 0), &mut format);
    match (format, walked) {
        (Some(found), _) => found,
        (None, Ok(())) => Document::Other(None),
        // It breaks before it says what it is; then what it mentions first must do.
        (None, Err(_)) => mentioned(&bytes[..bytes.len().min(1 << 16)]),
    }
}

fn walk(mut reader: Reader<'_>, found: &mut Option<Document>) -> Result<(), Fault> {
    reader.members(0, |reader, _| {
        let key = reader.string()?;
        reader.expect(b':', "`:`")?;
        let next = reader.peek();
        match (&*key, next) {
            ("format", Some(b'"')) => *found = Some(named(&reader.clone().string()?)),
            ("answers", Some(b'{')) => *found = Some(Document::Export),
            ("kind", Some(b'"')) if found.is_none() && is_item(&reader.clone().string()?) => {
                *found = Some(Document::Export);
            }
            _ => {}
        }
        if found.is_some() {
            // Enough is known; the rest may be long.
            return Err(reader.fault("no more"));
        }
        reader.skip()
    })
}

fn named(format: &str) -> Document {
    match format.split_once('/').map(|it| it.0) {
        Some("minyi-survey") => Document::Survey,
        Some("minyi-areas") => Document::Areas,
        Some("minyi-export") => Document::Export,
        _ => Document::Other(Some(format.to_owned())),
    }
}

fn is_item(kind: &str) -> bool {
    matches!(kind, "export" | "response" | "manifest")
        || crate::response::Part::from_name(kind).is_some()
}

fn mentioned(bytes: &[u8]) -> Document {
    let formats: [(&[u8], Document); 3] = [
        (b"minyi-export/", Document::Export),
        (b"minyi-survey/", Document::Survey),
        (b"minyi-areas/", Document::Areas),
    ];
    let place = |name: &[u8]| bytes.windows(name.len()).position(|it| it == name);
    let first = formats
        .into_iter()
        .filter_map(|(name, it)| Some((place(name)?, it)));
    let first = first.min_by_key(|(place, _)| *place);
    // Broken lines of an export mention no format.
    let has_digest = || place(b"\"digest\"").is_some();
    match first {
        Some((_, document)) => document,
        None if has_digest() => Document::Export,
        None => Document::Other(None),
    }
}

#[cfg(test)]
mod tests {
    use super::{Document, sniff};

    #[test]
    fn judges_by_the_format() {
        let cases: [(&str, Document); 9] = [
            (r#"{"id":1,"format":"minyi-survey/1","#, Document::Survey),
            ("\u{feff}{\"format\":\"minyi-areas/2\"}", Document::Areas),
            (r#"{"format":"minyi-export/1"}"#, Document::Export),
            (
                "{\"kind\":\"export\",\"format\":\"minyi-export/1\"}\n{",
                Document::Export,
            ),
            (r#"{"answers":{},"id":"#, Document::Export),
            ("xx {\"answers\":{},\"digest\":", Document::Export),
            (r#"{"id":1,, "format": "minyi-survey/1"}"#, Document::Survey),
            (
                r#"{"format":"other/1"}"#,
                Document::Other(Some("other/1".into())),
            ),
            ("[]", Document::Other(None)),
        ];
        for (text, expected) in cases {
            assert_eq!(sniff(text.as_bytes()), expected, "{text}");
        }
    }
}
