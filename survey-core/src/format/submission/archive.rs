//! Submissions as files in a folder or in a ZIP archive.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::central::{CsvOptions, Tables, Ticked};
use super::fields::file_name;
use super::{Element, Form, Options};
use crate::base::{Answer, Problems};
use crate::format::response;
use crate::questionnaire::{Item, ItemId, Kind, Questionnaire};
use crate::response::{Answers, Entry, Record, Response};

/// Takes files, one after another.
pub trait Sink {
    /// Begins a file; its name has `/` between folders.
    ///
    /// # Errors
    /// When it cannot be made.
    fn begin(&mut self, name: &str) -> io::Result<()>;

    /// Appends to the file that was begun last.
    ///
    /// # Errors
    /// When it cannot be written.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
}

/// The files that answers name: pictures, recordings and the like. A name means a file of its
/// response.
pub trait Media {
    /// Whether there is one.
    fn has(&self, response: &str, name: &str) -> bool;

    /// What it holds, if it is there.
    ///
    /// # Errors
    /// When it cannot be read.
    fn bytes(&self, response: &str, name: &str) -> io::Result<Option<Vec<u8>>>;
}

/// No files at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoMedia;

impl Media for NoMedia {
    fn has(&self, _response: &str, _name: &str) -> bool {
        false
    }

    fn bytes(&self, _response: &str, _name: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(None)
    }
}

/// A ZIP archive, written from front to back. Its bytes depend on what is in it and on nothing
/// else: every file is of 1980.
pub struct Zip<W: Write> {
    archive: ZipWriter<StreamWriter<W>>,
}

impl<W: Write> Zip<W> {
    /// An archive that is written to `out`.
    pub fn new(out: W) -> Zip<W> {
        Zip {
            archive: ZipWriter::new_stream(out),
        }
    }

    /// Writes its end, and hands back what it was written to.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> io::Result<W> {
        Ok(self.archive.finish()?.into_inner())
    }
}

impl<W: Write> Sink for Zip<W> {
    fn begin(&mut self, name: &str) -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        Ok(self.archive.start_file(name, options)?)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.archive.write_all(bytes)
    }
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Written {
    /// How many submissions.
    pub submissions: usize,
    /// Of these, how many a simulation made.
    pub simulated: usize,
    /// How many files that answers name.
    pub media: usize,
    /// How many more they name that are not there.
    pub absent: usize,
    /// Records that cannot be read: their ids, with what is wrong.
    pub unreadable: Vec<(String, Problems)>,
}

/// Goes over the records, the newest first as ODK Central does.
fn each(
    records: &[&Record],
    written: &mut Written,
    mut then: impl FnMut(&mut Written, &Response) -> io::Result<()>,
) -> io::Result<()> {
    let mut records = records.to_vec();
    records.sort_by(|one, other| {
        let (one, other) = (one.header(), other.header());
        (other.ended, &other.id).cmp(&(one.ended, &one.id))
    });
    for record in records {
        match response::read(record) {
            Ok(response) => {
                written.submissions += 1;
                written.simulated += usize::from(response.simulated);
                then(written, &response)?;
            }
            Err(problems) => {
                let id = record.header().id.to_string();
                written.unreadable.push((id, problems));
            }
        }
    }
    Ok(())
}

/// Writes one file a submission, `instances/<id>/submission.xml`, with the files that it names
/// beside it.
///
/// # Errors
/// When something cannot be read or written.
pub fn write_xml(
    form: &Form,
    records: &[&Record],
    options: Options,
    media: &dyn Media,
    sink: &mut dyn Sink,
) -> io::Result<Written> {
    let mut written = Written::default();
    each(records, &mut written, |written, response| {
        let folder = format!("instances/{}", file_name(&response.id));
        sink.begin(&format!("{folder}/submission.xml"))?;
        let submission: Element = form.submission(response, options);
        sink.write(submission.document().as_bytes())?;
        let names: BTreeSet<String> = named(form, response).into_iter().collect();
        for name in &names {
            let file = format!("{folder}/{}", file_name(name));
            copy((&response.id, name), &file, media, written, sink)?;
        }
        Ok(())
    })?;
    Ok(written)
}

/// Writes the tables of ODK Central, with the files that submissions name under `media/`.
///
/// # Errors
/// When something cannot be read or written.
pub fn write_csv(
    form: &Form,
    records: &[&Record],
    options: CsvOptions,
    media: &dyn Media,
    sink: &mut dyn Sink,
) -> io::Result<Written> {
    let mut ticked = Ticked::default();
    if options.split_select_multiples {
        for record in records {
            // What is wrong with a record is said when it is written.
            let _ = response::visit(record, &mut ticked);
        }
    }
    let tables = Tables::new(form, options, &ticked);
    let mut texts = tables.headers();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut written = Written::default();
    sink.begin(&tables.files[0])?;
    each(records, &mut written, |_, response| {
        let is_present = |name: &str| media.has(&response.id, name);
        tables.rows(response, &is_present, &mut texts);
        // Rows of repeats wait until the submissions are written: archives hold one file after
        // another.
        sink.write(texts[0].as_bytes())?;
        texts[0].clear();
        for name in named(form, response) {
            // Central has one folder for all, in which a name can stand only once.
            names.entry(name).or_insert_with(|| response.id.clone());
        }
        Ok(())
    })?;
    sink.write(texts[0].as_bytes())?;
    for (file, text) in tables.files.iter().zip(&texts).skip(1) {
        sink.begin(file)?;
        sink.write(text.as_bytes())?;
    }
    for (name, response) in &names {
        let file = format!("media/{}", file_name(name));
        copy((response, name), &file, media, &mut written, sink)?;
    }
    Ok(written)
}

/// Copies the file that a response names, to `file`.
fn copy(
    (response, name): (&str, &str),
    file: &str,
    media: &dyn Media,
    written: &mut Written,
    sink: &mut dyn Sink,
) -> io::Result<()> {
    match media.bytes(response, name)? {
        Some(bytes) => {
            sink.begin(file)?;
            sink.write(&bytes)?;
            written.media += 1;
        }
        None => written.absent += 1,
    }
    Ok(())
}

/// The files that a response names, in the form's order.
fn named(form: &Form, response: &Response) -> Vec<String> {
    let mut names = Vec::new();
    let form = &*form.questionnaire;
    let has_files = |it: &Item| matches!(it.kind, Kind::File(_));
    if form.items().iter().any(has_files) {
        collect(form, form.root(), &response.answers, &mut names);
    }
    names
}

fn collect(form: &Questionnaire, parent: ItemId, answers: &Answers, names: &mut Vec<String>) {
    for id in &form.item(parent).children {
        let item = form.item(*id);
        if matches!(item.kind, Kind::Group) {
            collect(form, *id, answers, names);
            continue;
        }
        match answers.get(&item.name) {
            Some(Entry::Repeat(instances)) => {
                for instance in instances {
                    collect(form, *id, instance, names);
                }
            }
            Some(Entry::Answer(Answer::Given(value))) if matches!(item.kind, Kind::File(_)) => {
                names.push(value.to_xpath());
            }
            Some(Entry::Answer(_)) | None => {}
        }
    }
}
