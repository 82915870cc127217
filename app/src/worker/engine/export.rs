//! Exports: all, some or selected responses with what they need.

use std::collections::BTreeSet;

use survey_core::format::export::{self, Form};
use survey_core::response::{Bundle, Digest, Part, Record};

use super::{Chunks, Engine};
use crate::worker::protocol::{ExportFormat, Said, Selection};

/// About as many bytes go into one piece of the file.
const CHUNK: usize = 4 << 20;

const PRODUCER: &str = concat!("minyi ", env!("CARGO_PKG_VERSION"));

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
        match rows {
            // Every revision and every conflict goes along: the whole is handed on whole.
            None => {
                let mut bundle = std::mem::take(&mut self.bundle);
                bundle.note_created(now);
                self.complete(&mut bundle);
                let written = write(&bundle, format);
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
                write(&bundle, format)
            }
        }
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

fn write(bundle: &Bundle, format: ExportFormat) -> (Said, Chunks) {
    let form = match format {
        // The archive is packed where the files are.
        ExportFormat::Json | ExportFormat::Zip => Form::Json,
        ExportFormat::Ndjson => Form::Ndjson,
    };
    let mut chunks = vec![Vec::new()];
    export::write(bundle, form, PRODUCER, &mut |text| {
        if chunks.last().is_none_or(|it| it.len() >= CHUNK) {
            chunks.push(Vec::with_capacity(CHUNK + CHUNK / 8));
        }
        if let Some(last) = chunks.last_mut() {
            last.extend_from_slice(text.as_bytes());
        }
    });
    let simulated = |it: &&Record| it.header().simulated;
    let mut ids: Vec<String> = match format {
        ExportFormat::Json | ExportFormat::Ndjson => Vec::new(),
        ExportFormat::Zip => {
            let records = bundle.records().iter();
            records.map(|it| it.header().id.to_string()).collect()
        }
    };
    // Revisions of a response share its files.
    ids.sort();
    ids.dedup();
    let said = Said::Exported {
        ids,
        count: bundle.records().len() as u32,
        simulated: bundle.records().iter().filter(simulated).count() as u32,
    };
    (said, chunks)
}
