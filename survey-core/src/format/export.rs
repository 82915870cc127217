//! Exports, `minyi-export/1`: responses with all that is needed to understand them.
//!
//! One JSON document, with one item a line:
//!
//! ```json
//! {"format":"minyi-export/1","created":"…","producer":"minyi 0.1.0",
//! "surveys":[
//! {"kind":"survey","digest":"…","document":{…}}],
//! "areas":[…],"contacts":[…],"withdrawals":[…],
//! "responses":[
//! {…},
//! {…}],
//! "manifest":{"kind":"manifest","responses":2,"surveys":1,"areas":0,"contacts":0,"withdrawals":0,"chain":"…"}}
//! ```
//! Or the same items as NDJSON: a line with `"kind":"export"` first, `{"kind":"response",
//! "response":{…}}` for every response, the manifest last. Either may be compressed.
//!
//! Every item names its own digest, so an item that survives damage around it can be trusted.
//! The manifest's chain is SHA-256 over the link before and the next digest, beginning with the
//! format's name, over all digests sorted by kind (as above, responses last) and digest.

#[cfg(test)]
pub(crate) mod tests;

use super::canonical;
use crate::response::{Bundle, Digest, Part, Record};

pub use super::scan::{Damage, DamageKind, Reading, Scan, read};

/// The format's name.
pub const FORMAT: &str = "minyi-export/1";

/// How an export is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Ndjson,
}

/// Adds a questionnaire document, `minyi-survey/1`.
pub fn add_survey(bundle: &mut Bundle, document: &serde_json::Value) {
    add(bundle, Part::Survey, document);
}

/// Adds a tree of areas, `minyi-areas/1`.
pub fn add_areas(bundle: &mut Bundle, document: &serde_json::Value) {
    add(bundle, Part::Areas, document);
}

fn add(bundle: &mut Bundle, part: Part, document: &serde_json::Value) {
    let text = canonical::write(document);
    let digest = canonical::digest_of(&[text.as_bytes()]);
    bundle.add_document(part, digest, text.into());
}

/// Writes an export, piece by piece. Equal bundles give equal bytes.
pub fn write(bundle: &Bundle, form: Form, producer: &str, sink: &mut dyn FnMut(&str)) {
    sink(&head(bundle, form, producer));
    match form {
        Form::Json => {
            for part in Part::ALL {
                let documents = bundle.documents(part);
                sink(&format!("\"{}\":[", part.list()));
                for (idx, (digest, text)) in documents.iter().enumerate() {
                    sink(if idx > 0 { ",\n" } else { "\n" });
                    write_document(part, *digest, text, sink);
                }
                sink("],\n");
            }
            sink("\"responses\":[");
            for (idx, record) in bundle.records().iter().enumerate() {
                sink(if idx > 0 { ",\n" } else { "\n" });
                sink(record.text());
            }
            sink("],\n\"manifest\":");
            sink(&manifest(bundle));
            sink("}\n");
        }
        Form::Ndjson => {
            for part in Part::ALL {
                for (digest, text) in bundle.documents(part) {
                    write_document(part, *digest, text, sink);
                    sink("\n");
                }
            }
            for record in bundle.records() {
                sink("{\"kind\":\"response\",\"response\":");
                sink(record.text());
                sink("}\n");
            }
            sink(&manifest(bundle));
            sink("\n");
        }
    }
}

/// The fields before the items: an open object for JSON, a whole line for NDJSON.
fn head(bundle: &Bundle, form: Form, producer: &str) -> String {
    let mut head = match form {
        Form::Json => format!("{{\"format\":\"{FORMAT}\""),
        Form::Ndjson => format!("{{\"kind\":\"export\",\"format\":\"{FORMAT}\""),
    };
    let words = [("created", bundle.created()), ("producer", Some(producer))];
    for (key, word) in words
        .into_iter()
        .filter_map(|(key, word)| Some((key, word?)))
    {
        head.push_str(&format!(",\"{key}\":"));
        canonical::write_string(word, &mut head);
    }
    if bundle.is_simulated() {
        head.push_str(",\"simulated\":true");
    }
    for (key, json) in bundle.fields() {
        head.push(',');
        canonical::write_string(key, &mut head);
        head.push(':');
        head.push_str(json);
    }
    head.push_str(match form {
        Form::Json => ",\n",
        Form::Ndjson => "}\n",
    });
    head
}

fn write_document(part: Part, digest: Digest, text: &str, sink: &mut dyn FnMut(&str)) {
    match part {
        Part::Survey | Part::Areas => {
            let kind = part.name();
            sink(&format!(
                "{{\"kind\":\"{kind}\",\"digest\":\"{digest}\",\"document\":"
            ));
            sink(text);
            sink("}");
        }
        // These say themselves what they are and carry their digest.
        Part::Contact | Part::Withdrawal => sink(text),
    }
}

fn manifest(bundle: &Bundle) -> String {
    let parts = Part::ALL.into_iter().enumerate();
    let documents = parts.flat_map(|(idx, part)| {
        bundle
            .documents(part)
            .keys()
            .map(move |digest| (idx, *digest))
    });
    let records = bundle
        .records()
        .iter()
        .map(|it| (RESPONSES, it.header().digest));
    Manifest::of(documents.chain(records).collect()).to_json()
}

/// Where responses stand among the parts.
pub(super) const RESPONSES: usize = Part::ALL.len();

/// What an export holds, to notice when something is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    /// How many items of each part, responses last.
    pub(super) counts: [usize; RESPONSES + 1],
    pub(super) chain: Digest,
}

impl Manifest {
    /// Of items by part and digest, in any order.
    pub(super) fn of(mut items: Vec<(usize, Digest)>) -> Manifest {
        items.sort_unstable();
        let mut counts = [0; RESPONSES + 1];
        let mut chain = canonical::digest_of(&[FORMAT.as_bytes()]);
        for (part, digest) in items {
            counts[part] += 1;
            chain = canonical::digest_of(&[chain.bytes(), digest.bytes()]);
        }
        Manifest { counts, chain }
    }

    /// The name of a count.
    pub(super) fn name(idx: usize) -> &'static str {
        Part::ALL.get(idx).map_or("responses", |part| part.list())
    }

    /// Whether an export has a list with this name.
    pub(super) fn is_list(name: &str) -> bool {
        (0..=RESPONSES).any(|idx| Manifest::name(idx) == name)
    }

    fn to_json(&self) -> String {
        let mut json = "{\"kind\":\"manifest\"".to_owned();
        for (idx, count) in self.counts.iter().enumerate() {
            json.push_str(&format!(",\"{}\":{count}", Manifest::name(idx)));
        }
        json.push_str(&format!(",\"chain\":\"{}\"}}", self.chain));
        json
    }
}

/// A bundle of records, with when it was made.
pub fn bundle(records: Vec<Record>, created: &str) -> Bundle {
    let (mut bundle, _) = Bundle::of_records(records);
    bundle.note_created(created);
    bundle
}
