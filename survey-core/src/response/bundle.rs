use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Digest, Record, SurveyRef};
use crate::base::DateTime;

#[cfg(test)]
mod tests;

/// What travels with responses, as canonical JSON text under its digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A questionnaire document.
    Survey,
    /// A tree of areas.
    Areas,
    /// A contact attempt.
    Contact,
    /// A withdrawn response, of which only the receipt is left.
    Withdrawal,
}

impl Part {
    /// Every part, in the order files hold them.
    pub const ALL: [Part; 4] = [Part::Survey, Part::Areas, Part::Contact, Part::Withdrawal];

    /// The part's `kind` in files.
    pub fn name(self) -> &'static str {
        match self {
            Part::Survey => "survey",
            Part::Areas => "areas",
            Part::Contact => "contact",
            Part::Withdrawal => "withdrawal",
        }
    }

    /// The name of the part's list in files.
    pub fn list(self) -> &'static str {
        match self {
            Part::Survey => "surveys",
            Part::Areas => "areas",
            Part::Contact => "contacts",
            Part::Withdrawal => "withdrawals",
        }
    }

    /// The inverse of [`Part::name`].
    pub fn from_name(name: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// Responses and what is needed to understand them: the content of an export.
///
/// Bundles unite as sets do. Every item has a digest over all it says, so items are either equal
/// or different things; and uniting is idempotent, commutative and associative, down to the bytes
/// that are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    /// When the newest of the united exports was made, as ISO 8601.
    created: Option<Box<str>>,
    /// Fields of the export that this version does not know, as canonical JSON.
    fields: BTreeMap<Box<str>, Box<str>>,
    parts: [BTreeMap<Digest, Box<str>>; 4],
    /// Sorted by key, each key once.
    records: Vec<Record>,
}

/// What became of the responses that a bundle brought to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Responses that were not there in any revision.
    pub new: usize,
    /// Responses that were there already, with the same digest.
    pub identical: usize,
    /// Revisions that supersede an older one.
    pub newer: usize,
    /// Revisions that a newer one had superseded already. They are kept.
    pub older: usize,
    /// Ids and revisions that were there with another digest. Both are kept.
    pub conflicts: Vec<(Box<str>, u32)>,
    /// How many documents of each part were not there.
    pub documents: BTreeMap<Part, usize>,
}

impl Bundle {
    /// A bundle of these records. The second value counts records that stood there repeatedly.
    pub fn of_records(mut records: Vec<Record>) -> (Bundle, usize) {
        records.sort_by(|one, other| one.key().cmp(&other.key()));
        let all = records.len();
        records.dedup_by(|one, other| one.key() == other.key());
        let repeated = all - records.len();
        (
            Bundle {
                records,
                ..Bundle::default()
            },
            repeated,
        )
    }

    /// When the newest of the united exports was made, as ISO 8601.
    pub fn created(&self) -> Option<&str> {
        self.created.as_deref()
    }

    /// Notes when an export was made; the latest time stays.
    pub fn note_created(&mut self, moment: &str) {
        let order = |text: &str| {
            (
                text.parse().ok().map(DateTime::unix_millis),
                text.to_owned(),
            )
        };
        if self
            .created
            .as_deref()
            .is_none_or(|it| order(moment) > order(it))
        {
            self.created = Some(moment.into());
        }
    }

    /// Fields of the export that this version does not know, as canonical JSON.
    pub fn fields(&self) -> &BTreeMap<Box<str>, Box<str>> {
        &self.fields
    }

    /// Keeps a field of the export that this version does not know. Of two values of one field
    /// the one that sorts last stays, so that the order of merging does not matter.
    pub(crate) fn keep_field(&mut self, name: &str, json: &str) {
        if self.fields.get(name).is_none_or(|it| &**it < json) {
            self.fields.insert(name.into(), json.into());
        }
    }

    /// The documents of a part, by digest.
    pub fn documents(&self, part: Part) -> &BTreeMap<Digest, Box<str>> {
        &self.parts[part as usize]
    }

    /// Adds a document; says whether it is new. Only readers that made the digest add some.
    pub(crate) fn add_document(&mut self, part: Part, digest: Digest, json: Box<str>) -> bool {
        self.parts[part as usize].insert(digest, json).is_none()
    }

    /// Every record, sorted by id, revision and digest.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Drops the records for which `keep` is false.
    pub fn retain(&mut self, keep: impl FnMut(&Record) -> bool) {
        self.records.retain(keep);
    }

    /// The records that count: of every id the highest revision. Where that revision is in
    /// conflict, the one that ended last stands for it.
    pub fn current(&self) -> impl Iterator<Item = &Record> {
        let groups = self
            .records
            .chunk_by(|one, other| one.header().id == other.header().id);
        groups.filter_map(|group| {
            group.iter().max_by_key(|it| {
                let header = it.header();
                (header.revision, header.ended, header.digest)
            })
        })
    }

    /// Records that share id and revision but say different things.
    pub fn conflicts(&self) -> impl Iterator<Item = &[Record]> {
        let name = |it: &Record| (it.key().1, it.header().id.clone());
        let groups = self
            .records
            .chunk_by(move |one, other| name(one) == name(other));
        groups.filter(|group| group.len() > 1)
    }

    /// Whether a simulation made any of the responses.
    pub fn is_simulated(&self) -> bool {
        self.records.iter().any(|it| it.header().simulated)
    }

    /// Questionnaires that responses name and the bundle does not hold.
    pub fn missing_surveys(&self) -> BTreeSet<&SurveyRef> {
        let held: BTreeSet<String> = self
            .documents(Part::Survey)
            .keys()
            .map(Digest::to_string)
            .collect();
        let named: BTreeMap<_, &Arc<SurveyRef>> = self
            .records
            .iter()
            .map(|it| (Arc::as_ptr(&it.header().survey), &it.header().survey))
            .collect();
        named
            .values()
            .map(|it| &***it)
            .filter(|it| !held.contains(&it.digest))
            .collect()
    }

    /// A bundle of some of the records, with the surveys that they name and the areas. Contacts
    /// and withdrawals belong to the whole, so they stay behind.
    pub fn select(&self, wanted: impl Fn(&Record) -> bool) -> Bundle {
        let records: Vec<Record> = self
            .records
            .iter()
            .filter(|it| wanted(it))
            .cloned()
            .collect();
        let named: BTreeSet<&str> = records
            .iter()
            .map(|it| &*it.header().survey.digest)
            .collect();
        let surveys = self.documents(Part::Survey).iter();
        let surveys = surveys.filter(|it| named.contains(&*it.0.to_string()));
        let mut selected = Bundle {
            created: self.created.clone(),
            fields: self.fields.clone(),
            ..Bundle::default()
        };
        for (digest, json) in surveys {
            selected.add_document(Part::Survey, *digest, json.clone());
        }
        for (digest, json) in self.documents(Part::Areas) {
            selected.add_document(Part::Areas, *digest, json.clone());
        }
        selected.records = records;
        selected
    }

    /// Unites this bundle with another and says what became of the other's responses.
    pub fn absorb(&mut self, other: Bundle) -> Merged {
        let mut merged = Merged::default();
        if let Some(created) = &other.created {
            self.note_created(created);
        }
        for (name, json) in &other.fields {
            self.keep_field(name, json);
        }
        for (part, documents) in Part::ALL.into_iter().zip(other.parts) {
            for (digest, json) in documents {
                let is_new = self.add_document(part, digest, json);
                *merged.documents.entry(part).or_default() += usize::from(is_new);
            }
        }
        let mine = std::mem::take(&mut self.records);
        self.records = Vec::with_capacity(mine.len() + other.records.len());
        let mut mine = mine.into_iter().peekable();
        let mut theirs = other.records.into_iter().peekable();
        while let Some(next) = theirs.peek() {
            let id = next.header().id.clone();
            self.records
                .extend(take_while(&mut mine, |it| it.header().id < id));
            let start = self.records.len();
            self.records
                .extend(take_while(&mut mine, |it| it.header().id == id));
            for record in take_while(&mut theirs, |it| it.header().id == id) {
                self.place(record, start, &mut merged);
            }
        }
        self.records.extend(mine);
        merged
    }

    /// Puts a record among those of the same id, which stand at the end, from `start` on.
    fn place(&mut self, record: Record, start: usize, merged: &mut Merged) {
        let group = &self.records[start..];
        let revision = record.header().revision;
        let at = match group.binary_search_by(|it| it.key().cmp(&record.key())) {
            Ok(_) => {
                merged.identical += 1;
                return;
            }
            Err(at) => at,
        };
        if group.iter().any(|it| it.header().revision == revision) {
            merged
                .conflicts
                .push((record.header().id.clone(), revision));
        } else if group.is_empty() {
            merged.new += 1;
        } else if at == group.len() {
            merged.newer += 1;
        } else {
            merged.older += 1;
        }
        self.records.insert(start + at, record);
    }
}

fn take_while<I: Iterator>(
    items: &mut std::iter::Peekable<I>,
    mut wanted: impl FnMut(&I::Item) -> bool,
) -> impl Iterator<Item = I::Item> {
    std::iter::from_fn(move || items.next_if(|it| wanted(it)))
}
