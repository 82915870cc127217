//! `minyi export`: responses and questionnaires for other programs.

mod media;
mod workbook;

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use survey_core::format::submission::central::CsvOptions;
use survey_core::format::submission::{self, Form, Media, Options as Answers, Sink, Written, Zip};
use survey_core::format::survey::{self, Survey};
use survey_core::response::{Bundle, Part, Record};

use crate::{exports, files};
use media::{All, Files};

/// What `minyi export` takes.
#[derive(Args, Debug)]
#[command(after_help = "\
Exports are united first, as by `minyi merge`: of every response the newest revision
counts. Without --form the questionnaire comes from the exports.

odk-xml writes one submission a file, instances/ID/submission.xml, as ODK Collect
makes them. central-csv writes the tables of ODK Central's export: the submissions,
and one table a repeat, joined by PARENT_KEY and KEY.

xlsform takes a questionnaire in place of exports and writes it as a workbook; what
has no counterpart there is said, a line each.

Exit codes: 0 everything was written; 1 some responses cannot be read; 2 a file
cannot be read or written.

Examples:
  minyi export all.json --to central-csv --out household.zip
  minyi export all.json --form household.xlsx --to odk-xml --out submissions
  minyi export annual-resident.json --to xlsform --out annual-resident.xlsx")]
pub(crate) struct Options {
    /// Exports with responses, compressed or not, archives with their files, or a questionnaire;
    /// `-` for standard input
    #[arg(required = true, value_name = "EXPORT")]
    exports: Vec<PathBuf>,
    /// The questionnaire: a document, an XLSForm or an XForm
    #[arg(long, value_name = "FORM")]
    form: Option<PathBuf>,
    /// What to write
    #[arg(long, value_enum)]
    to: To,
    /// Where to write it: a ZIP archive if it ends in .zip, and else a folder
    #[arg(long, value_name = "FOLDER|FILE.zip")]
    out: PathBuf,
    /// Files that answers name, in a folder or a ZIP archive; they go along
    #[arg(long, value_name = "FOLDER|FILE.zip")]
    media: Option<PathBuf>,
    /// Write codes for "don't know", "refused" and "does not apply" instead of blanks
    #[arg(long)]
    missing_codes: bool,
    /// central-csv: a column for each choice of a select_multiple that somebody ticked
    #[arg(long)]
    split_select_multiples: bool,
    /// central-csv: leave the names of groups out of those of columns
    #[arg(long)]
    remove_group_names: bool,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum To {
    /// Submissions as XML, as ODK Collect makes them
    OdkXml,
    /// Tables, as ODK Central exports them
    CentralCsv,
    /// The questionnaire itself as a workbook that ODK's converter accepts
    Xlsform,
}

/// What responses become.
#[derive(Clone, Copy)]
enum Target {
    Xml(Answers),
    Csv(CsvOptions),
}

/// Exports responses, or a questionnaire.
///
/// # Errors
/// When a file cannot be read or written, or it is not clear which questionnaire is meant.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let answers = Answers {
        missing_codes: options.missing_codes,
    };
    let target = match options.to {
        To::OdkXml => Target::Xml(answers),
        To::CentralCsv => Target::Csv(CsvOptions {
            answers,
            split_select_multiples: options.split_select_multiples,
            remove_group_names: options.remove_group_names,
        }),
        To::Xlsform => return workbook::run(options),
    };
    let bundle = files::united(&options.exports)?;
    let survey = match &options.form {
        Some(path) => files::survey(path)?,
        None => only_survey(&bundle)?,
    };
    let own = &survey.questionnaire;
    let records: Vec<&Record> = bundle
        .current()
        .filter(|it| it.header().survey.id == own.id)
        .collect();
    let other = bundle.current().count() - records.len();
    if other > 0 {
        eprintln!(
            "minyi: {other} responses to other questionnaires than `{}`",
            own.id
        );
    }
    let versions = records
        .iter()
        .filter(|it| it.header().survey.digest != own.digest);
    let versions = versions.count();
    if versions > 0 {
        eprintln!(
            "minyi: {versions} responses were given to another version; what version `{}` does \
             not ask is left out",
            own.version
        );
    }
    let form = Form::new(&survey.document, Arc::new(survey.questionnaire.clone()));
    let media = All(media(options)?);
    let written = write(&options.out, target, &form, &records, &media)?;
    report(&written);
    Ok(ExitCode::from(u8::from(!written.unreadable.is_empty())))
}

/// The files that were given, and those in exports that are archives.
fn media(options: &Options) -> anyhow::Result<Vec<Files>> {
    let mut all = Vec::new();
    if let Some(path) = &options.media {
        all.push(Files::open(path)?);
    }
    for path in options.exports.iter().filter(|it| it.is_file()) {
        let mut first = Vec::new();
        let file = File::open(path).with_context(|| path.display().to_string())?;
        file.take(4).read_to_end(&mut first)?;
        if exports::is_zip(&first) {
            all.push(Files::open(path)?);
        }
    }
    Ok(all)
}

/// The questionnaire of the responses, if there is one: its newest version.
fn only_survey(bundle: &Bundle) -> anyhow::Result<Survey> {
    let mut newest: Vec<&Record> = bundle.current().collect();
    newest.sort_by_key(|it| it.header().ended);
    let Some(last) = newest.last() else {
        bail!("there are no responses");
    };
    let wanted = &last.header().survey;
    let mut ids: Vec<&str> = newest.iter().map(|it| &*it.header().survey.id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > 1 {
        let ids = ids.join(", ");
        bail!("there are responses to several questionnaires ({ids}); say which with --form");
    }
    let documents = bundle.documents(Part::Survey).iter();
    let mut named = documents.filter(|it| it.0.to_string() == wanted.digest);
    let Some((_, text)) = named.next() else {
        let id = &wanted.id;
        bail!("the questionnaire `{id}` is not in the exports; give it with --form");
    };
    survey::read(text).map_err(|it| anyhow::anyhow!("the questionnaire in the exports: {it}"))
}

fn write(
    out: &Path,
    target: Target,
    form: &Form,
    records: &[&Record],
    media: &dyn Media,
) -> anyhow::Result<Written> {
    let name = || format!("writing {}", out.display());
    let is_zip = out
        .extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("zip"));
    if !is_zip {
        let mut folder = Folder {
            path: out.to_owned(),
            file: None,
        };
        let written = fill(target, form, records, media, &mut folder).with_context(name)?;
        folder.close().with_context(name)?;
        return Ok(written);
    }
    let part = out.with_extension("zip.part");
    let zipped = || -> io::Result<Written> {
        let mut zip = Zip::new(BufWriter::new(File::create(&part)?));
        let written = fill(target, form, records, media, &mut zip)?;
        zip.finish()?.into_inner()?.sync_all()?;
        fs::rename(&part, out)?;
        Ok(written)
    };
    zipped().with_context(name).inspect_err(|_| {
        // Nothing is lost if it was never made.
        let _ = fs::remove_file(&part);
    })
}

fn fill(
    target: Target,
    form: &Form,
    records: &[&Record],
    media: &dyn Media,
    sink: &mut dyn Sink,
) -> io::Result<Written> {
    match target {
        Target::Xml(answers) => submission::write_xml(form, records, answers, media, sink),
        Target::Csv(options) => submission::write_csv(form, records, options, media, sink),
    }
}

fn report(written: &Written) {
    for (id, problems) in &written.unreadable {
        eprintln!("minyi: response {id} is left out: {problems}");
    }
    let Written {
        submissions,
        simulated,
        media,
        absent,
        ..
    } = written;
    let mut line = format!("{submissions} submissions");
    if *simulated > 0 {
        line.push_str(&format!(", {simulated} of them simulated"));
    }
    if *media > 0 {
        line.push_str(&format!(", {media} files"));
    }
    if *absent > 0 {
        line.push_str(&format!(", {absent} files that answers name are not there"));
    }
    eprintln!("{line}");
}

/// A folder, with a file a name.
struct Folder {
    path: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Folder {
    fn close(&mut self) -> io::Result<()> {
        self.file.take().map_or(Ok(()), |mut it| it.flush())
    }
}

impl Sink for Folder {
    fn begin(&mut self, name: &str) -> io::Result<()> {
        self.close()?;
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        self.file = Some(BufWriter::new(File::create(path)?));
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.file {
            Some(file) => file.write_all(bytes),
            None => Err(io::Error::other("no file was begun")),
        }
    }
}
