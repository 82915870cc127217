//! Exports: all, some or selected responses with what they need.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use survey_core::format::export::{self, Form};
use survey_core::format::submission::central::CsvOptions;
use survey_core::format::submission::{self, NoMedia, Options, Sink, Written, Zip};
use survey_core::response::{Bundle, Digest, Part, Record};

use super::{Chunks, Engine};
use crate::worker::protocol::{ExportFormat, Said, Selection};

/// About as many bytes go into one piece of the file.
const CHUNK: usize = 4 << 20;

pub(super) const PRODUCER: &str = concat!("minyi ", env!("CARGO_PKG_VERSION"));

impl Engine {
    /// Writes an export of the responses as it is `now`.
    pub(super) fn export(
        &mut self,
        what: &Selection,
        format: ExportFormat,
        now: &str,
    ) -> (Said, Chunks) {
        let rows = match what {
            Selection::All => None,
            Selection::Filtered(filter) => Some(self.filtered(filter)),
            Selection::Rows(rows) => Some(rows.clone()),
        };
        let form = match format {
            // The archive is packed where the files are.
            ExportFormat::Json | ExportFormat::Zip => Form::Json,
            ExportFormat::Ndjson => Form::Ndjson,
            ExportFormat::OdkXml => return self.for_odk(rows.as_deref(), &odk_xml),
            ExportFormat::CentralCsv => return self.for_odk(rows.as_deref(), &central_csv),
        };
        match rows {
            // Every revision and every conflict goes along: the whole is handed on whole.
            None => {
                let mut bundle = std::mem::take(&mut self.bundle);
                bundle.note_created(now);
                self.complete(&mut bundle);
                let written = write(&bundle, form, format == ExportFormat::Zip);
                self.bundle = bundle;
                written
            }
            Some(rows) => {
                let records = self.bundle.records();
                let record = |row: &u32| Some(records.get(*row as usize)?.header().digest);
                let wanted: BTreeSet<Digest> = rows.iter().filter_map(record).collect();
                let mut bundle = self
                    .bundle
                    .select(|it| wanted.contains(&it.header().digest));
                bundle.note_created(now);
                self.complete(&mut bundle);
                write(&bundle, form, format == ExportFormat::Zip)
            }
        }
    }

    /// Writes the newest revisions of some or all responses for ODK's scripts, of every survey
    /// that is known. The files of several surveys go by their ids, so one archive holds them.
    fn for_odk(&self, rows: Option<&[u32]>, write: &Write) -> (Said, Chunks) {
        let all = self.bundle.records();
        let records: Vec<&Record> = match rows {
            Some(rows) => {
                let records = rows.iter().filter_map(|it| all.get(*it as usize));
                records.collect()
            }
            None => self.bundle.current().collect(),
        };
        let mut by_survey: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
        for record in records {
            let id = &*record.header().survey.id;
            by_survey.entry(id).or_default().push(record);
        }
        let mut zip = Zip::new(Pieces::default());
        let (mut count, mut simulated) = (0, 0);
        for (id, records) in by_survey {
            let last = records.iter().max_by_key(|it| it.header().ended);
            let pinned = last.and_then(|it| self.forms.get(&it.header().survey.digest));
            let mut any = self.forms.values().filter(|it| it.form.id == id);
            let Some(form) = pinned.or_else(|| any.next()) else {
                continue;
            };
            let form = submission::Form::new(&form.document, form.form.clone());
            let written = write(&form, &records, &mut zip).expect("memory takes what is written");
            count += written.submissions as u32;
            simulated += written.simulated as u32;
        }
        let pieces = zip.finish().expect("memory takes what is written");
        let said = Said::Exported {
            count,
            simulated,
            ids: Vec::new(),
        };
        (said, pieces.0)
    }

    /// Adds the surveys that are answered and the areas they were answered in.
    fn complete(&self, bundle: &mut Bundle) {
        let missing: BTreeSet<String> = bundle
            .missing_surveys()
            .iter()
            .map(|it| it.digest.clone())
            .collect();
        for form in missing.iter().filter_map(|it| self.forms.get(it)) {
            export::add_survey(bundle, &form.document);
        }
        let places = bundle.records().iter().any(|it| it.header().area.is_some());
        if let Some(document) = self.area_document.as_ref().filter(|_| places)
            && bundle.documents(Part::Areas).is_empty()
        {
            export::add_areas(bundle, document);
        }
    }
}

/// Writes submissions to one form.
type Write = dyn Fn(&submission::Form, &[&Record], &mut dyn Sink) -> io::Result<Written>;

fn odk_xml(
    form: &submission::Form,
    records: &[&Record],
    sink: &mut dyn Sink,
) -> io::Result<Written> {
    submission::write_xml(form, records, Options::default(), &NoMedia, sink)
}

fn central_csv(
    form: &submission::Form,
    records: &[&Record],
    sink: &mut dyn Sink,
) -> io::Result<Written> {
    submission::write_csv(form, records, CsvOptions::default(), &NoMedia, sink)
}

fn write(bundle: &Bundle, form: Form, with_files: bool) -> (Said, Chunks) {
    let mut pieces = Pieces::default();
    export::write(bundle, form, PRODUCER, &mut |text| {
        pieces.push(text.as_bytes());
    });
    let simulated = |it: &&Record| it.header().simulated;
    let records = bundle.records().iter().filter(|_| with_files);
    let mut ids: Vec<String> = records.map(|it| it.header().id.to_string()).collect();
    // Revisions of a response share its files.
    ids.sort();
    ids.dedup();
    let said = Said::Exported {
        ids,
        count: bundle.records().len() as u32,
        simulated: bundle.records().iter().filter(simulated).count() as u32,
    };
    (said, pieces.0)
}

/// A file in pieces, which no growing buffer has to copy.
#[derive(Default)]
struct Pieces(Chunks);

impl Pieces {
    fn push(&mut self, bytes: &[u8]) {
        if self.0.last().is_none_or(|it| it.len() >= CHUNK) {
            self.0.push(Vec::with_capacity(CHUNK + CHUNK / 8));
        }
        if let Some(last) = self.0.last_mut() {
            last.extend_from_slice(bytes);
        }
    }
}

impl io::Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
