use super::super::canonical::{self, Rewriter};
use super::super::export::Manifest;
use super::super::json::{Fault, Reader};
pub(super) use super::super::record::Refusal;
use super::super::record::{MAX_RECORD, RecordReader, check_digest, words};
use crate::response::{Digest, Header, Part};

/// The most bytes of a questionnaire or a tree of areas.
const MAX_DOCUMENT: usize = 8 << 20;

/// One item of an export.
#[derive(Debug)]
pub(super) enum Item {
    /// A response whose digest is right; [`ItemReader::record_text`] has its text.
    Record(Header),
    /// A document whose digest is right, as canonical text.
    Document(Part, Digest, Box<str>),
    /// What the export should hold.
    Manifest(Manifest),
    /// An export begins; its fields follow.
    Export,
}

/// What an object claims to be.
#[derive(Clone, Copy)]
enum Class {
    Response,
    /// A response wrapped into a line.
    Line,
    /// A document with its digest beside it.
    Wrapped(Part),
    /// A document that holds its digest.
    Sealed(Part),
    /// A document without a digest.
    Bare(Part),
    Manifest,
    Export,
}

/// Reads many items with the same buffers.
#[derive(Debug, Default)]
pub(super) struct ItemReader {
    records: RecordReader,
    rewriter: Rewriter,
}

impl ItemReader {
    /// Reads the item that `reader` stands at, and steps over it; into it for an export. With
    /// `verified`, documents without a digest are refused.
    pub(super) fn read(
        &mut self,
        reader: &mut Reader<'_>,
        verified: bool,
    ) -> Result<Item, Refusal> {
        match classify(*reader)? {
            Class::Response => self.records.read(reader).map(Item::Record),
            Class::Line => self.line(reader),
            Class::Wrapped(part) => self.wrapped(reader, part),
            Class::Sealed(part) => {
                let mut ahead = self.rewrite(reader, MAX_RECORD)?;
                let digest = check_digest(&self.rewriter)?;
                std::mem::swap(reader, &mut ahead);
                Ok(Item::Document(part, digest, self.rewriter.text().into()))
            }
            Class::Bare(part) if !verified => {
                *reader = self.rewrite(reader, MAX_DOCUMENT)?;
                let text = self.rewriter.text();
                let digest = canonical::digest_of(&[text.as_bytes()]);
                Ok(Item::Document(part, digest, text.into()))
            }
            Class::Bare(_) => Err(Refusal::Text("found a document without a digest".into())),
            Class::Manifest => self.manifest(reader),
            Class::Export => {
                reader.expect(b'{', "an object").map_err(refused)?;
                Ok(Item::Export)
            }
        }
    }

    /// The canonical text of the response that was read last.
    pub(super) fn record_text(&self) -> &str {
        self.records.text()
    }

    /// The place from `from` on where the next verified item begins.
    pub(super) fn next(&mut self, bytes: &[u8], from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            at += bytes.get(at..)?.iter().position(|it| *it == b'{')?;
            if self.read(&mut Reader::new(bytes, at), true).is_ok() {
                return Some(at);
            }
            at += 1;
        }
    }

    /// The canonical text of the value at `from`.
    pub(super) fn canonical(&mut self, bytes: &[u8], from: usize) -> Result<String, Refusal> {
        self.rewrite(&Reader::new(bytes, from), MAX_DOCUMENT)?;
        Ok(self.rewriter.text().to_owned())
    }

    /// Rewrites a value and gives a reader that stands behind it.
    fn rewrite<'a>(&mut self, reader: &Reader<'a>, limit: usize) -> Result<Reader<'a>, Refusal> {
        let mut ahead = *reader;
        self.rewriter.rewrite(&mut ahead, limit).map_err(refused)?;
        Ok(ahead)
    }

    fn line(&mut self, reader: &mut Reader<'_>) -> Result<Item, Refusal> {
        let mut ahead = *reader;
        let mut record = Err(Refusal::Text("the line holds no `response`".into()));
        let walked = ahead.members(0, |reader, _| {
            let key = reader.string()?;
            reader.expect(b':', "`:`")?;
            if key == "response" && record.is_err() {
                record = self.records.read(&mut reader.clone());
            }
            reader.skip()
        });
        walked.map_err(refused)?;
        let header = record?;
        *reader = ahead;
        Ok(Item::Record(header))
    }

    fn wrapped(&mut self, reader: &mut Reader<'_>, part: Part) -> Result<Item, Refusal> {
        let ahead = self.rewrite(reader, MAX_DOCUMENT)?;
        let text = self
            .rewriter
            .field("document")
            .filter(|it| it.starts_with('{'));
        let text = text.ok_or_else(|| Refusal::Text("`document` is missing".into()))?;
        let digest = canonical::digest_of(&[text.as_bytes()]);
        let named = words(&self.rewriter, "digest")
            .map_err(Refusal::Text)?
            .unwrap_or_default();
        if named.parse() != Ok(digest) {
            let kind = part.name();
            let text =
                format!("the digest of this {kind} does not match, its content has {digest}");
            return Err(Refusal::Digest(text));
        }
        *reader = ahead;
        Ok(Item::Document(part, digest, text.into()))
    }

    fn manifest(&mut self, reader: &mut Reader<'_>) -> Result<Item, Refusal> {
        let ahead = self.rewrite(reader, MAX_RECORD)?;
        let refuse = |key: &str| Refusal::Text(format!("the manifest has no sound `{key}`"));
        let mut manifest = Manifest::of(Vec::new());
        for (idx, count) in manifest.counts.iter_mut().enumerate() {
            let name = Manifest::name(idx);
            let number = self.rewriter.field(name).and_then(|it| it.parse().ok());
            *count = number.ok_or_else(|| refuse(name))?;
        }
        let chain = words(&self.rewriter, "chain").map_err(Refusal::Text)?;
        let chain = chain.and_then(|it| it.parse().ok());
        manifest.chain = chain.ok_or_else(|| refuse("chain"))?;
        *reader = ahead;
        Ok(Item::Manifest(manifest))
    }
}

/// What the object that `reader` stands at claims to be. Reads as little of it as needed.
fn classify(mut reader: Reader<'_>) -> Result<Class, Refusal> {
    reader
        .expect(b'{', "`{`, the begin of an item")
        .map_err(refused)?;
    if !reader.take(b'}') {
        loop {
            let key = reader.string().map_err(refused)?;
            reader.expect(b':', "`:`").map_err(refused)?;
            let mut value = reader;
            match (&*key, value.peek()) {
                ("answers", Some(b'{')) => return Ok(Class::Response),
                ("kind" | "format", Some(b'"')) => {
                    if let Some(class) = class(&value.string().map_err(refused)?) {
                        return Ok(class);
                    }
                }
                _ => {}
            }
            reader.skip().map_err(refused)?;
            if reader.take(b'}') {
                break;
            }
            reader.expect(b',', "`,` or `}`").map_err(refused)?;
        }
    }
    Err(Refusal::Text(
        "found an object that is no item of an export".into(),
    ))
}

/// The class that a `kind` or a `format` names.
fn class(name: &str) -> Option<Class> {
    match name {
        "response" => Some(Class::Line),
        "manifest" => Some(Class::Manifest),
        "export" => Some(Class::Export),
        _ => match Part::from_name(name) {
            Some(part @ (Part::Survey | Part::Areas)) => Some(Class::Wrapped(part)),
            Some(part @ (Part::Contact | Part::Withdrawal)) => Some(Class::Sealed(part)),
            None => match name.split_once('/')?.0 {
                "minyi-export" => Some(Class::Export),
                "minyi-survey" => Some(Class::Bare(Part::Survey)),
                "minyi-areas" => Some(Class::Bare(Part::Areas)),
                _ => None,
            },
        },
    }
}

/// The id of the response that probably stands in damaged bytes.
pub(super) fn probable_id(bytes: &[u8]) -> Option<String> {
    const FIELD: &[u8] = b"\"id\":\"";
    let bytes = &bytes[..bytes.len().min(MAX_RECORD)];
    let start = bytes.windows(FIELD.len()).position(|it| it == FIELD)? + FIELD.len();
    let length = bytes[start..].iter().take(128).position(|it| *it == b'"')?;
    let id = &bytes[start..start + length];
    let is_plain = id
        .iter()
        .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'));
    (is_plain && !id.is_empty()).then(|| String::from_utf8_lossy(id).into_owned())
}

/// A fault as a refusal.
pub(super) fn refused(fault: Fault) -> Refusal {
    Refusal::Fault(fault)
}
