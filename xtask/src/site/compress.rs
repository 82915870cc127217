//! Compressed twins of the site's files, which the server sends as they are.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Below this a response fits into one packet anyway.
const SMALLEST: usize = 1_000;

/// Files under `dir`, sorted.
///
/// # Errors
/// When a folder cannot be read.
pub(super) fn files(dir: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| format!("reading {}", dir.display()))? {
        let path = entry
            .with_context(|| format!("reading {}", dir.display()))?
            .path();
        match path.is_dir() {
            true => found.extend(files(&path)?),
            false => found.push(path),
        }
    }
    found.sort();
    Ok(found)
}

/// Writes `file.br` and `file.gz` beside every text and wasm file under `dir`.
///
/// # Errors
/// When a file cannot be read or written.
pub(super) fn all(dir: &Path) -> anyhow::Result<()> {
    for file in files(dir)?.iter().filter(|file| is_compressible(file)) {
        let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
        if bytes.len() >= SMALLEST {
            write_twin(file, "br", &brotli(&bytes)?)?;
            write_twin(file, "gz", &gzip(&bytes)?)?;
        }
    }
    Ok(())
}

fn is_compressible(file: &Path) -> bool {
    const KINDS: [&str; 9] = [
        "css",
        "csv",
        "form",
        "html",
        "js",
        "json",
        "svg",
        "wasm",
        "webmanifest",
    ];
    file.extension()
        .and_then(|it| it.to_str())
        .is_some_and(|kind| KINDS.contains(&kind))
}

fn write_twin(file: &Path, kind: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{kind}"));
    let twin = PathBuf::from(name);
    fs::write(&twin, bytes).with_context(|| format!("writing {}", twin.display()))
}

fn brotli(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params).context("compressing by brotli")?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).context("compressing by gzip")?;
    encoder.finish().context("compressing by gzip")
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn twins_hold_the_same_bytes_and_are_smaller() {
        let text = "民意 resident survey ".repeat(500);
        let (small_br, small_gz) = (
            brotli(text.as_bytes()).unwrap(),
            gzip(text.as_bytes()).unwrap(),
        );
        assert!(small_br.len() * 10 < text.len() && small_gz.len() * 10 < text.len());

        let mut from_br = Vec::new();
        brotli::BrotliDecompress(&mut small_br.as_slice(), &mut from_br).unwrap();
        assert_eq!(from_br, text.as_bytes());
        let mut from_gz = String::new();
        flate2::read::GzDecoder::new(small_gz.as_slice())
            .read_to_string(&mut from_gz)
            .unwrap();
        assert_eq!(from_gz, text);
    }

    #[test]
    fn only_what_gains_is_compressed() {
        assert!(is_compressible(Path::new("a/b.wasm")) && is_compressible(Path::new("x.json")));
        assert!(!is_compressible(Path::new("a.png")) && !is_compressible(Path::new("a.js.br")));
    }
}
