//! Forms of any kind: which kind a file is, and the questionnaire it holds.

use std::borrow::Cow;

use super::import::{Finding, Place, Severity};
use super::json;
use super::survey::{self, Survey};
use super::surveyjs;
use super::xform::{self, Attachments};
use super::xlsform::{self, FileKind};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A questionnaire document of ours, or one of SurveyJS's forms.
    Json,
    /// An XForm.
    XForm,
    /// A workbook.
    XlsForm(FileKind),
}

/// A form that was read.
#[derive(Clone, Debug)]
pub struct Form {
    /// The questionnaire; none if the form was refused.
    pub survey: Option<Survey>,
    /// The XForm on the way to it, for kinds that have one.
    pub xform: Option<String>,
    /// What there was to say.
    pub findings: Vec<Finding>,
    /// Files that the form reads and that were not given.
    pub missing: Vec<String>,
}

/// What a file is, by its first bytes; only text that could be several things goes by its name.
pub fn kind_of(bytes: &[u8], name: &str) -> Kind {
    const ZIP: &[u8] = b"PK\x03\x04";
    const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";
    if bytes.starts_with(ZIP) || bytes.starts_with(COMPOUND) {
        return Kind::XlsForm(FileKind::Spreadsheet);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let lower = name.to_lowercase();
    match text.iter().find(|it| !it.is_ascii_whitespace()) {
        Some(b'<') => Kind::XForm,
        Some(b'{') => Kind::Json,
        Some(b'|') => Kind::XlsForm(FileKind::Markdown),
        _ if lower.ends_with(".md") => Kind::XlsForm(FileKind::Markdown),
        _ if lower.ends_with(".csv") => Kind::XlsForm(FileKind::Csv),
        _ if lower.ends_with(".xls") || lower.ends_with(".xlsx") => {
            Kind::XlsForm(FileKind::Spreadsheet)
        }
        _ => Kind::Json,
    }
}

/// Whether a file looks like a form of its own, and not like a table or a picture that a form
/// uses.
pub fn is_form(bytes: &[u8], name: &str) -> bool {
    /// A form says what it is near its beginning.
    const HEAD: usize = 4096;
    let lower = name.to_lowercase();
    match kind_of(bytes, name) {
        Kind::XForm => {
            let head = &bytes[..bytes.len().min(HEAD)];
            let head = String::from_utf8_lossy(head);
            head.contains("http://www.w3.org/2002/xforms")
        }
        Kind::Json => lower.ends_with(".json"),
        Kind::XlsForm(FileKind::Csv) => {
            let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            let end = text
                .iter()
                .position(|it| matches!(it, b',' | b';' | b'\n' | b'\r'));
            let first = String::from_utf8_lossy(&text[..end.unwrap_or(text.len())]).to_lowercase();
            let first = first.trim().trim_matches('"');
            matches!(first, "survey" | "choices" | "settings" | "entities")
        }
        Kind::XlsForm(FileKind::Markdown) => lower.ends_with(".md") || lower.ends_with(".txt"),
        Kind::XlsForm(FileKind::Spreadsheet) => {
            lower.ends_with(".xlsx")
                || lower.ends_with(".xlsm")
                || lower.ends_with(".xls")
                || lower.ends_with(".ods")
        }
    }
}

/// Reads a form of any kind, with the files beside it.
pub fn read(bytes: &[u8], name: &str, attachments: &Attachments) -> Form {
    let mut form = Form {
        survey: None,
        xform: None,
        findings: Vec::new(),
        missing: Vec::new(),
    };
    let mut workbook = None;
    match kind_of(bytes, name) {
        Kind::Json => form.read_json(bytes, name),
        Kind::XForm => match text_of(bytes) {
            Ok(text) => form.xform = Some(text.to_owned()),
            Err(finding) => form.findings.push(finding),
        },
        Kind::XlsForm(kind) => match xlsform::open(bytes, kind, name) {
            Ok(opened) => {
                let converted = xlsform::convert(&opened);
                workbook = Some(opened);
                form.findings = converted.findings;
                form.xform = converted.xform;
            }
            Err(finding) => form.findings.push(finding),
        },
    }
    if let Some(text) = &form.xform {
        let mut files = Cow::Borrowed(attachments);
        let own = workbook.as_ref().and_then(xlsform::itemsets);
        if let Some(own) = own.filter(|_| !attachments.contains_key(xform::ITEMSETS)) {
            files.to_mut().insert(xform::ITEMSETS.to_owned(), own);
        }
        let mut imported = xform::import(text, &files);
        if let Some(workbook) = &workbook {
            for finding in &mut imported.findings {
                xlsform::locate(workbook, finding);
            }
        }
        form.findings.extend(imported.findings);
        form.missing = imported.missing;
        form.survey = imported.document.and_then(|it| survey::from_value(it).ok());
    }
    form
}

impl Form {
    fn read_json(&mut self, bytes: &[u8], name: &str) {
        let parsed = text_of(bytes).and_then(|text| {
            let not_json =
                |it| Finding::error("questionnaire", Place::default(), format!("not JSON: {it}"));
            json::parse(text).map_err(not_json)
        });
        match parsed {
            Ok(document) if surveyjs::is_form(&document) => {
                let imported = surveyjs::import(&document, name);
                self.findings.extend(imported.findings);
                self.survey = imported.document.and_then(|it| survey::from_value(it).ok());
            }
            Ok(document) => match survey::from_value(document) {
                Ok(survey) => self.survey = Some(survey),
                Err(problems) => self.findings.extend(problems.iter().map(|it| {
                    let help = it.help.as_ref().map(|it| format!(" ({it})"));
                    let text = format!("{}{}", it.text, help.unwrap_or_default());
                    Finding::error("questionnaire", Place::path(&it.at), text)
                })),
            },
            Err(finding) => self.findings.push(finding),
        }
    }

    /// What makes the form unusable.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        let findings = self.findings.iter();
        findings.filter(|it| it.severity == Severity::Error)
    }
}

fn text_of(bytes: &[u8]) -> Result<&str, Finding> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let text = format!("found a byte that is not UTF-8 at {}", error.valid_up_to());
        Finding::error("file-encoding", Place::default(), text)
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
