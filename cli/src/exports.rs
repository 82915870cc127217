//! Exports as files: compressed or not, whole or damaged.

use std::fs;
use std::io::{self, BufWriter, Cursor, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use survey_core::format::export::{self, Damage, DamageKind, Form, Reading};
use survey_core::format::gzip;
use survey_core::response::{Bundle, Part};

/// How the files that this program writes are signed.
pub(crate) const PRODUCER: &str = concat!("minyi ", env!("CARGO_PKG_VERSION"));

/// The most bytes that a compressed file may hold.
const MAX_INFLATED: usize = 3 << 30;

/// The list of responses in an archive that the workspace exports with files.
const IN_ARCHIVE: &str = "responses.json";

/// Whether these are the first bytes of a ZIP archive.
pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The responses in an archive.
fn in_archive(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let file = archive.by_name(IN_ARCHIVE).context(IN_ARCHIVE)?;
    let mut inside = Vec::new();
    let n_read = file.take(MAX_INFLATED as u64).read_to_end(&mut inside)?;
    anyhow::ensure!(n_read < MAX_INFLATED, "{IN_ARCHIVE} is larger than 3 GiB");
    Ok(inside)
}

/// The bytes of a file, decompressed, and what is wrong with the compression; standard input for
/// `-`. Of an archive it is the responses in it.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn bytes(path: &Path) -> anyhow::Result<(Vec<u8>, Option<String>)> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin()
            .read_to_end(&mut bytes)
            .context("reading standard input")?;
        bytes
    } else {
        fs::read(path).with_context(|| path.display().to_string())?
    };
    if is_zip(&bytes) {
        let inside = in_archive(&bytes).with_context(|| path.display().to_string())?;
        return Ok((inside, None));
    }
    if !gzip::is_gzip(&bytes) {
        return Ok((bytes, None));
    }
    let inflated = gzip::inflate(&bytes, MAX_INFLATED);
    Ok((inflated.bytes, inflated.fault))
}

/// Reads an export. Damage is no error: what is whole is there, the rest is described.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn read(path: &Path) -> anyhow::Result<Reading> {
    let (bytes, fault) = bytes(path)?;
    let mut reading = export::read(&bytes);
    if let Some(text) = fault {
        reading.damages.insert(
            0,
            Damage {
                at: bytes.len()..bytes.len(),
                kind: DamageKind::Cut,
                text,
                id: None,
            },
        );
    }
    Ok(reading)
}

/// A damage as one line.
pub(crate) fn describe(damage: &Damage) -> String {
    let Damage { at, text, id, .. } = damage;
    let place = if at.is_empty() {
        format!("byte {}", at.start)
    } else {
        format!("bytes {} to {}", at.start, at.end - 1)
    };
    match id {
        Some(id) => format!("{place}, probably response {id}: {text}"),
        None => format!("{place}: {text}"),
    }
}

/// Writes an export, whole or not at all; to standard output for `-`. Names that end in `.gz` are
/// compressed.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn write(bundle: &Bundle, form: Form, path: &Path) -> anyhow::Result<()> {
    if path == Path::new("-") {
        let mut out = BufWriter::new(io::stdout().lock());
        write_to(bundle, form, &mut out).context("writing standard output")?;
        return out.flush().context("writing standard output");
    }
    let is_gzip = path
        .extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("gz"));
    let mut name = path
        .file_name()
        .context("the output has no file name")?
        .to_owned();
    name.push(".part");
    let part: PathBuf = path.with_file_name(name);
    let written = || -> io::Result<()> {
        let mut out = BufWriter::new(fs::File::create(&part)?);
        if is_gzip {
            let mut plain = Vec::new();
            write_to(bundle, form, &mut plain)?;
            out.write_all(&gzip::deflate(&plain))?;
        } else {
            write_to(bundle, form, &mut out)?;
        }
        out.into_inner()?.sync_all()?;
        fs::rename(&part, path)
    };
    written()
        .with_context(|| format!("writing {}", path.display()))
        .inspect_err(|_| {
            // Nothing is lost if it was never made.
            let _ = fs::remove_file(&part);
        })
}

fn write_to(bundle: &Bundle, form: Form, out: &mut dyn Write) -> io::Result<()> {
    let mut result = Ok(());
    export::write(bundle, form, PRODUCER, &mut |piece| {
        if result.is_ok() {
            result = out.write_all(piece.as_bytes());
        }
    });
    result
}

/// What a bundle holds, in a few words.
pub(crate) fn summary(bundle: &Bundle) -> String {
    let (all, current) = (bundle.records().len(), bundle.current().count());
    let mut parts = vec![counted(current, "response", "responses")];
    if all > current {
        parts.push(format!("{} superseded or conflicting", all - current));
    }
    for part in Part::ALL {
        let count = bundle.documents(part).len();
        let (one, many) = match part {
            Part::Survey => ("survey", "surveys"),
            Part::Areas => ("tree of areas", "trees of areas"),
            Part::Contact => ("contact", "contacts"),
            Part::Withdrawal => ("withdrawal", "withdrawals"),
        };
        if count > 0 {
            parts.push(counted(count, one, many));
        }
    }
    if bundle.is_simulated() {
        parts.push("simulated".into());
    }
    parts.join(", ")
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
