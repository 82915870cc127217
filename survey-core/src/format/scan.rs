//! Reading exports, whole or damaged.
//!
//! Items are known by what they are, not by where they stand: a response has `answers`, everything
//! else a `kind`; and each names its digest. So when the text around items breaks, the reader
//! looks for the next place where an item begins whose digest is right, and goes on from there.

mod item;

use std::ops::Range;
use std::sync::Arc;

use DamageKind::{Altered, Cut, Missing, Unreadable};
use item::{Item, ItemReader, Refusal, refused};

use super::export::{FORMAT, Manifest, RESPONSES};
use super::json::Reader;
use crate::response::{Bundle, Digest, Header, Record};

/// The most items that one file may hold.
const MAX_ITEMS: usize = 5_000_000;
/// The most damages that are described one by one.
const MAX_DAMAGES: usize = 1_000;
/// The most bytes of a field that is kept without being known.
const MAX_FIELD: usize = 1 << 20;

/// Something in a file that could not be taken as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The bytes that were set aside; empty where something is missing.
    pub at: Range<usize>,
    /// What happened to them.
    pub kind: DamageKind,
    /// What was found and what was expected.
    pub text: String,
    /// The id of the response that probably stood there.
    pub id: Option<String>,
}

/// What happened to a part of a file, for those to whom its bytes say nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DamageKind {
    /// The file ends in the midst of it.
    Cut,
    /// It can be read, but its content is not what its digest was made of.
    Altered,
    /// It cannot be read, or belongs to no export.
    Unreadable,
    /// Something is not there that should be.
    Missing,
}

/// What a file held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Everything that was whole.
    pub bundle: Bundle,
    /// What was not, in the order of the file.
    pub damages: Vec<Damage>,
    /// Further damages that are not described.
    pub more_damages: usize,
    /// How often a response stood there again.
    pub repeated: usize,
}

/// Reads an export of either form, compressed files aside. Never fails: what is whole is in the
/// bundle, what is not is in the damages.
pub fn read(bytes: &[u8]) -> Reading {
    let mut scan = Scan::new(bytes);
    while scan.step() {}
    scan.finish()
}

/// Reads an export in steps, so that a long read can show its progress and be stopped.
#[derive(Debug)]
pub struct Scan<'a> {
    reader: Reader<'a>,
    place: Place,
    /// Whether a comma is due before the next part of the innermost object or list.
    comma: bool,
    /// Whether the export that is open is the first line of NDJSON; its items follow it.
    is_line: bool,
    items: ItemReader,
    blocks: Blocks,
    bundle: Bundle,
    /// What came since the last header, by part and digest.
    section: Option<Vec<(usize, Digest)>>,
    manifest: Option<(usize, Manifest)>,
    n_items: usize,
    damages: Vec<Damage>,
    more_damages: usize,
}

/// Where in a file the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Between documents or lines.
    Top,
    /// Among the fields of an export.
    Fields,
    /// In one of its lists.
    List,
    /// Anywhere, after damage: what stands between items does not matter.
    Loose,
}

impl<'a> Scan<'a> {
    /// A scan of a whole file.
    pub fn new(bytes: &'a [u8]) -> Scan<'a> {
        let bom = if bytes.starts_with(b"\xef\xbb\xbf") {
            3
        } else {
            0
        };
        Scan {
            reader: Reader::new(bytes, bom),
            place: Place::Top,
            comma: false,
            is_line: false,
            items: ItemReader::default(),
            blocks: Blocks::default(),
            bundle: Bundle::default(),
            section: None,
            manifest: None,
            n_items: 0,
            damages: Vec::new(),
            more_damages: 0,
        }
    }

    /// How many bytes are behind the reader.
    pub fn position(&self) -> usize {
        self.reader.pos
    }

    /// Reads the next item; `false` at the end of the file.
    pub fn step(&mut self) -> bool {
        if self.n_items >= MAX_ITEMS {
            let at = self.reader.pos..self.reader.bytes().len();
            self.damage(
                at,
                Unreadable,
                format!("the file holds more than {MAX_ITEMS} items"),
            );
            return false;
        }
        let start = self.reader.pos;
        let result = match (self.reader.peek(), self.place) {
            (None, Place::Top | Place::Loose) => return false,
            (None, Place::Fields | Place::List) => Err(refused(self.reader.fault("`}`"))),
            (Some(_), Place::Top) => self.item(false),
            (Some(_), Place::Fields) => self.field(),
            (Some(_), Place::List) => self.element(),
            (Some(_), Place::Loose) => self.loose(),
        };
        if let Err(refusal) = result {
            self.set_aside(start, refusal);
        }
        true
    }

    /// What the file held.
    pub fn finish(mut self) -> Reading {
        let end = self.reader.bytes().len();
        self.end_section(end);
        if self.n_items == 0 && self.damages.is_empty() {
            let text = format!("found no items, expected {FORMAT}");
            self.damage(0..end, Unreadable, text);
        }
        let (mut bundle, repeated) = Bundle::of_records(self.blocks.into_records());
        bundle.absorb(self.bundle);
        let (damages, more_damages) = (self.damages, self.more_damages);
        Reading {
            bundle,
            damages,
            more_damages,
            repeated,
        }
    }

    /// Reads an item and keeps it.
    fn item(&mut self, verified: bool) -> Result<(), Refusal> {
        let start = self.reader.pos;
        let item = self.items.read(&mut self.reader, verified)?;
        self.n_items += 1;
        match item {
            Item::Record(header) => {
                self.note(RESPONSES, header.digest);
                self.blocks.push(header, self.items.record_text());
            }
            Item::Document(part, digest, text) => {
                self.note(part as usize, digest);
                self.bundle.add_document(part, digest, text);
            }
            Item::Manifest(manifest) => self.manifest = Some((start, manifest)),
            Item::Export => {
                self.begin_section(start);
                self.place = Place::Fields;
                self.comma = false;
                self.is_line = false;
            }
        }
        Ok(())
    }

    /// Reads a field of an export, or steps into a list or out of the export.
    fn field(&mut self) -> Result<(), Refusal> {
        if self.reader.take(b'}') {
            if !self.is_line {
                self.end_section(self.reader.pos);
            }
            self.place = Place::Top;
            return Ok(());
        }
        self.expect_comma("`,` or `}`")?;
        let start = self.reader.pos;
        let key = self.reader.string().map_err(refused)?;
        self.reader.expect(b':', "`:`").map_err(refused)?;
        self.comma = true;
        let next = self.reader.peek();
        match (&*key, next) {
            // A hand-made export may hold one tree of areas instead of a list.
            ("manifest" | "areas", Some(b'{')) => self.item(false),
            (_, Some(b'[')) if Manifest::is_list(&key) => {
                self.reader.pos += 1;
                self.place = Place::List;
                self.comma = false;
                Ok(())
            }
            _ => self.other_field(&key, start),
        }
    }

    /// Reads a field that is not a known list.
    fn other_field(&mut self, key: &str, start: usize) -> Result<(), Refusal> {
        self.reader.peek();
        let from = self.reader.pos;
        self.reader.skip().map_err(refused)?;
        let inside = &self.reader.bytes()[..self.reader.pos];
        if self.items.next(inside, from).is_some() {
            // A misspelt list: take what it holds, but say so.
            let text =
                format!("found items under `{key}`, which is none of the lists of an export");
            self.damage(start..start, Unreadable, text);
            self.reader.pos = from;
            self.place = Place::Loose;
            return Ok(());
        }
        if inside.len() - from > MAX_FIELD {
            self.damage(
                start..inside.len(),
                Unreadable,
                format!("the field `{key}` is larger than {MAX_FIELD} bytes"),
            );
            return Ok(());
        }
        let text = self.items.canonical(inside, from)?;
        self.head(key, &text, start);
        Ok(())
    }

    /// Notes a field of the header.
    fn head(&mut self, key: &str, json: &str, at: usize) {
        match key {
            // Who wrote the export and whether it holds simulations is said anew on writing.
            "producer" | "simulated" => {}
            "kind" => self.is_line = json == "\"export\"",
            "format" if json.trim_matches('"') == FORMAT => {}
            "format" => {
                let text = format!("found the format {json}, expected \"{FORMAT}\"");
                self.damage(at..at, Unreadable, text);
            }
            "created" => {
                if let Ok(moment) = Reader::new(json.as_bytes(), 0).string() {
                    self.bundle.note_created(&moment);
                }
            }
            _ if Manifest::is_list(key) => {}
            _ => self.bundle.keep_field(key, json),
        }
    }

    /// Reads an element of a list, or steps out of the list.
    fn element(&mut self) -> Result<(), Refusal> {
        if self.reader.take(b']') {
            self.place = Place::Fields;
            self.comma = true;
            return Ok(());
        }
        self.expect_comma("`,` or `]`")?;
        self.comma = true;
        self.item(false)
    }

    fn expect_comma(&mut self, expected: &str) -> Result<(), Refusal> {
        if self.comma {
            self.reader.expect(b',', expected).map_err(refused)?;
            self.reader.peek();
        }
        Ok(())
    }

    /// Steps over what stands between items, then reads one.
    fn loose(&mut self) -> Result<(), Refusal> {
        match self.reader.peek() {
            Some(b',' | b'[' | b']' | b'}') => {
                self.reader.pos += 1;
                Ok(())
            }
            Some(b'"') => {
                self.reader.string_span().map_err(refused)?;
                self.reader.expect(b':', "`:`").map_err(refused)?;
                match self.reader.peek() {
                    Some(b'{' | b'[') => Ok(()),
                    _ => self.reader.skip().map_err(refused),
                }
            }
            _ => self.item(true),
        }
    }

    /// Describes what is damaged from `start` on, and goes to the next item.
    fn set_aside(&mut self, start: usize, refusal: Refusal) {
        let bytes = self.reader.bytes();
        // Before the item that broke stand spaces and a comma. The item itself is tried again: it may
        // be whole, and only the comma gone.
        let between = |it: &u8| matches!(it, b' ' | b'\t' | b'\r' | b'\n' | b',');
        let start = start + bytes[start..].iter().take_while(|it| between(it)).count();
        let next = self.items.next(bytes, start);
        let end = next.unwrap_or(bytes.len());
        let kind = match &refusal {
            Refusal::Fault(fault) if fault.at >= bytes.len() => Cut,
            Refusal::Fault(_) | Refusal::Text(_) => Unreadable,
            Refusal::Digest(_) => Altered,
        };
        self.damage(start..end, kind, refusal.to_string());
        self.reader.pos = end;
        self.place = Place::Loose;
    }

    fn damage(&mut self, at: Range<usize>, kind: DamageKind, text: String) {
        if self.damages.len() == MAX_DAMAGES {
            self.more_damages += 1;
            return;
        }
        let id = item::probable_id(&self.reader.bytes()[at.clone()]);
        self.damages.push(Damage { at, kind, text, id });
    }

    fn note(&mut self, part: usize, digest: Digest) {
        if let Some(section) = &mut self.section {
            section.push((part, digest));
        }
    }

    fn begin_section(&mut self, at: usize) {
        self.end_section(at);
        self.section = Some(Vec::new());
    }

    /// Compares what came with what the manifest says should have come.
    fn end_section(&mut self, at: usize) {
        let Some(section) = self.section.take() else {
            return;
        };
        let found = Manifest::of(section);
        let Some((place, expected)) = self.manifest.take() else {
            self.damage(
                at..at,
                Missing,
                "the manifest is missing, so more may be missing".into(),
            );
            return;
        };
        if found == expected {
            return;
        }
        let counts = expected.counts.iter().zip(&found.counts).enumerate();
        let differ: Vec<String> = counts
            .filter(|(_, (expected, found))| expected != found)
            .map(|(idx, (expected, found))| {
                format!(
                    "the manifest counts {expected} {}, found {found}",
                    Manifest::name(idx)
                )
            })
            .collect();
        let (kind, text) = if differ.is_empty() {
            let text = "the manifest's chain does not match: something was exchanged";
            (Altered, text.to_owned())
        } else {
            (Missing, differ.join("; "))
        };
        self.damage(place..place, kind, text);
    }
}

/// Collects records whose texts share large allocations.
#[derive(Debug, Default)]
struct Blocks {
    text: String,
    /// Headers of the records in `text`, with their places.
    open: Vec<(Header, Range<usize>)>,
    records: Vec<Record>,
}

/// How much text is allocated at once. Growing the memory of a browser's page has a price each
/// time: a page at a time, it took half of the reading.
const BLOCK: usize = 4 << 20;

impl Blocks {
    fn push(&mut self, header: Header, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.open.push((header, start..self.text.len()));
        if self.text.len() >= BLOCK {
            self.close();
        }
    }

    fn close(&mut self) {
        let block: Arc<str> = self.text.as_str().into();
        self.text.clear();
        let records = self.open.drain(..);
        self.records
            .extend(records.map(|(header, place)| Record::new(header, block.clone(), place)));
    }

    fn into_records(mut self) -> Vec<Record> {
        self.close();
        self.records
    }
}
