//! XLSForms against pyxform 4.5: the same verdict, and the same XForm.
//!
//! The forms are those of pyxform's own tests, and odd ones (`tests/fixtures/pyxform/README.md`).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use roxmltree::{Document, Node};
use serde::Deserialize;
use survey_core::format::gzip;
use survey_core::format::import::Severity;
use survey_core::format::xform;
use survey_core::format::xlsform::{self, FileKind};

/// A form with what pyxform made of it.
#[derive(Deserialize)]
struct Case {
    name: String,
    text: Option<String>,
    data: Option<String>,
    xform: Option<String>,
    error: Option<String>,
}

/// The forms of pyxform's tests, and odd ones as they come from the field.
const FILES: [&str; 3] = ["forms.ndjson.gz", "odd.ndjson.gz", "field.ndjson.gz"];

fn cases(file: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pyxform");
    let bytes = fs::read(folder.join(file)).expect("the forms are there");
    let inflated = gzip::inflate(&bytes, 64 << 20);
    let text = String::from_utf8(inflated.bytes).expect("they are text");
    let lines = text
        .lines()
        .map(|it| serde_json::from_str(it).expect("a case a line"));
    lines.collect()
}

/// The XForms that pyxform made of its forms, by their names.
pub(crate) fn xforms() -> Vec<(String, String)> {
    let cases = FILES.into_iter().flat_map(cases);
    cases.filter_map(|it| Some((it.name, it.xform?))).collect()
}

fn converted(case: &Case) -> xlsform::Converted {
    let bytes = match (&case.text, &case.data) {
        (Some(text), _) => text.clone().into_bytes(),
        (None, Some(data)) => data_encoding::BASE64
            .decode(data.as_bytes())
            .expect("base64"),
        (None, None) => panic!("{}: a case without a form", case.name),
    };
    let kind = match case.name.rsplit('.').next() {
        Some("md") => FileKind::Markdown,
        Some("csv") => FileKind::Csv,
        _ => FileKind::Spreadsheet,
    };
    match xlsform::open(&bytes, kind, "") {
        Ok(workbook) => xlsform::convert(&workbook),
        Err(finding) => xlsform::Converted {
            xform: None,
            findings: vec![finding],
        },
    }
}

/// The row that a message of pyxform names: `[row : 3]`.
fn row_in(message: &str) -> Option<usize> {
    let row = message.split_once("[row : ")?.1.split_once(']')?.0;
    row.parse().ok()
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An element in a form in which two are equal if they mean the same: attributes in order, white
/// space squeezed, and what stands in any order in a model sorted.
fn canonical(node: Node, depth: usize, out: &mut Vec<String>) {
    let indent = " ".repeat(depth);
    let prefix = node.tag_name().namespace().unwrap_or_default();
    let prefix = prefix.rsplit('/').next().unwrap_or_default();
    let mut attributes: Vec<String> = node
        .attributes()
        .map(|it| {
            let space = it
                .namespace()
                .map_or("", |it| it.rsplit('/').next().unwrap_or(it));
            format!("{space}:{}={:?}", it.name(), squeeze(it.value()))
        })
        .collect();
    attributes.sort();
    out.push(format!(
        "{indent}<{prefix}:{} {}>",
        node.tag_name().name(),
        attributes.join(" ")
    ));
    let mut parts: Vec<Vec<String>> = Vec::new();
    for child in node.children() {
        let mut lines = Vec::new();
        if child.is_element() {
            canonical(child, depth + 1, &mut lines);
        } else if child.is_text() {
            let text = squeeze(child.text().unwrap_or_default());
            if !text.is_empty() {
                lines.push(format!("{indent} {text:?}"));
            }
        }
        parts.push(lines);
    }
    let unordered = matches!(
        node.tag_name().name(),
        "model" | "itext" | "translation" | "text"
    );
    if unordered {
        parts.sort();
    }
    out.extend(parts.into_iter().flatten());
}

fn lines(xform: &str) -> Result<Vec<String>, String> {
    let document = Document::parse(xform).map_err(|error| error.to_string())?;
    let mut out = Vec::new();
    canonical(document.root_element(), 0, &mut out);
    Ok(out)
}

/// The first lines in which two XForms differ.
fn difference(ours: &str, theirs: &str) -> Option<String> {
    let (ours, theirs) = match (lines(ours), lines(theirs)) {
        (Ok(ours), Ok(theirs)) => (ours, theirs),
        (ours, theirs) => return Some(format!("{:?} {:?}", ours.err(), theirs.err())),
    };
    if ours == theirs {
        return None;
    }
    let only = |a: &[String], b: &[String]| -> Vec<String> {
        let mut counts: BTreeMap<&str, i32> = BTreeMap::new();
        b.iter().for_each(|it| *counts.entry(it).or_default() += 1);
        let mut missing = Vec::new();
        for line in a {
            let count = counts.entry(line).or_default();
            if *count <= 0 {
                missing.push(line.trim().to_owned());
            }
            *count -= 1;
        }
        missing.truncate(4);
        missing
    };
    let first = ours.iter().zip(&theirs).find(|it| it.0 != it.1);
    Some(format!(
        "{first:?}\n   ours   {}\n   theirs {}",
        only(&ours, &theirs).join("\n          "),
        only(&theirs, &ours).join("\n          ")
    ))
}

/// Forms that become something else on purpose, with the reason.
const EXPLAINED: [(&str, &str); 4] = [
    (
        "test_upload_question-be49ae.md",
        "pyxform writes the column `body:esri:style` as a Python dictionary in one attribute; we drop it",
    ),
    ("choice-bad-column.xlsx", NOT_XML),
    ("name-colon.xlsx", NOT_XML),
    ("name-colon-unknown.xlsx", NOT_XML),
];

const NOT_XML: &str = "a prefix without a namespace, or an element named `bad column`: what \
                       pyxform writes is no XML, so there is nothing to compare";

#[test]
fn workbooks_become_what_pyxform_makes_of_them() {
    let mut wrong = Vec::new();
    let (mut same, mut explained) = (0, 0);
    for case in FILES.iter().flat_map(|it| cases(it)) {
        let ours = converted(&case);
        let error = ours
            .findings
            .iter()
            .find(|it| it.severity == Severity::Error);
        let what = match (&ours.xform, &case.xform) {
            (Some(ours), Some(theirs)) => difference(ours, theirs),
            (None, None) => {
                let ours = error.and_then(|it| it.place.row);
                let theirs = row_in(case.error.as_deref().unwrap_or_default());
                let elsewhere = theirs.is_some() && ours != theirs;
                elsewhere.then(|| {
                    format!(
                        "refused: {}, theirs: {:?}",
                        error.expect("it was"),
                        case.error
                    )
                })
            }
            (Some(_), None) => Some(format!(
                "accepted, theirs: {}",
                case.error.as_deref().unwrap_or_default()
            )),
            (None, Some(_)) => Some(format!("refused: {}", error.expect("a refusal says why"))),
        };
        match what {
            None => same += 1,
            Some(_) if EXPLAINED.iter().any(|it| it.0 == case.name) => explained += 1,
            Some(what) => wrong.push(format!("{}: {what}", case.name)),
        }
    }
    assert!(
        wrong.is_empty(),
        "{same} are the same, {} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!((same, explained), (714, EXPLAINED.len()));
}

/// Forms that ODK's clients refuse too, though the converter accepts them.
const CIRCLES: [&str; 2] = [
    // What a question reads of itself decides whether it is asked.
    "test_xmldata-57a1e6.md",
    "test_xmldata-b7560e.md",
];

#[test]
fn accepted_workbooks_can_be_interviewed_with() {
    let mut wrong = Vec::new();
    let mut made = 0;
    for case in FILES.iter().flat_map(|it| cases(it)) {
        let Some(xform) = converted(&case).xform else {
            continue;
        };
        let imported = xform::import(&xform, &xform::Attachments::new());
        let error = imported
            .findings
            .iter()
            .find(|it| it.severity == Severity::Error);
        match (imported.document, error) {
            (Some(_), None) => made += 1,
            (_, Some(error)) if CIRCLES.contains(&&*case.name) => {
                assert!(error.message.contains("circle"), "{error}");
            }
            (None, Some(error)) if EXPLAINED.contains(&(&*case.name, NOT_XML)) => {
                assert!(error.message.contains("XML"), "{error}");
            }
            (_, Some(error)) => wrong.push(format!("{}: {error}", case.name)),
            (None, None) => wrong.push(format!("{}: no document", case.name)),
        }
    }
    assert!(
        wrong.is_empty(),
        "{made} are made, {} are not:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(made, 537);
}
