//! Short names for what wasm imports from its script.
//!
//! wasm-bindgen's names, such as `__wbg_getElementById_7ee213db584f37b0`, are unique over every
//! program there is. They stand in both files, and their digits do not compress.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail, ensure};

/// The number of the import section (WebAssembly Core Specification, 5.5.5).
const IMPORTS: u8 = 2;
/// What an import of a function is marked with.
const FUNCTION: u8 = 0;

/// Renames the imports of `x_bg.wasm` in it and in the `x.js` beside it.
///
/// # Errors
/// When a file cannot be read or written, or the two do not belong together.
pub(super) fn shorten(wasm: &Path) -> anyhow::Result<()> {
    let name = wasm.to_string_lossy();
    let Some(name) = name.strip_suffix("_bg.wasm") else {
        return Ok(());
    };
    let script = format!("{name}.js");
    let bytes = fs::read(wasm).with_context(|| format!("reading {}", wasm.display()))?;
    let text = fs::read_to_string(&script).with_context(|| format!("reading {script}"))?;
    let (bytes, text) =
        shortened(&bytes, &text).with_context(|| format!("renaming in {script}"))?;
    fs::write(wasm, bytes).with_context(|| format!("writing {}", wasm.display()))?;
    fs::write(&script, text).with_context(|| format!("writing {script}"))
}

/// The same wasm and script with short names.
fn shortened(wasm: &[u8], script: &str) -> anyhow::Result<(Vec<u8>, String)> {
    let mut rest = wasm;
    let mut out = take(&mut rest, 8)?.to_vec();
    let mut names = BTreeMap::new();
    while let [id, after @ ..] = rest {
        rest = after;
        let section = take_sized(&mut rest)?;
        out.push(*id);
        if *id == IMPORTS {
            put_sized(&rename_imports(section, &mut names)?, &mut out);
        } else {
            put_sized(section, &mut out);
        }
    }
    Ok((out, rename_words(script, &names)?))
}

/// The import section with short names, which are added to `names` by what they stand for.
fn rename_imports(
    mut section: &[u8],
    names: &mut BTreeMap<String, String>,
) -> anyhow::Result<Vec<u8>> {
    let count = take_number(&mut section)?;
    let mut out = Vec::new();
    put_number(count, &mut out);
    for idx in 0..count {
        put_sized(take_sized(&mut section)?, &mut out);
        let name = std::str::from_utf8(take_sized(&mut section)?)?;
        let short = short(idx);
        put_sized(short.as_bytes(), &mut out);
        if names.insert(name.to_owned(), short).is_some() {
            bail!("the import `{name}` stands twice");
        }
        let kind = take(&mut section, 1)?;
        ensure!(kind == [FUNCTION], "the import `{name}` is no function");
        out.extend(kind);
        put_number(take_number(&mut section)?, &mut out);
    }
    Ok(out)
}

/// `a` to `z`, `aa`, and so on.
fn short(idx: usize) -> String {
    let letter = char::from(b'a' + (idx % 26) as u8);
    match idx / 26 {
        0 => letter.to_string(),
        above => format!("{}{letter}", short(above - 1)),
    }
}

/// The script with the new names, each of which must stand there once.
fn rename_words(script: &str, names: &BTreeMap<String, String>) -> anyhow::Result<String> {
    let is_part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '$');
    let mut out = String::with_capacity(script.len());
    let mut missing = names.clone();
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        let end = if is_part(first) {
            rest.find(|it| !is_part(it)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(end);
        rest = after;
        match names.get(word) {
            Some(short) if missing.remove(word).is_some() => out.push_str(short),
            Some(_) => bail!("`{word}` stands twice in the script"),
            None => out.push_str(word),
        }
    }
    match missing.keys().next() {
        Some(name) => bail!("the script has no `{name}`"),
        None => Ok(out),
    }
}

fn take<'w>(from: &mut &'w [u8], count: usize) -> anyhow::Result<&'w [u8]> {
    let (taken, rest) = from
        .split_at_checked(count)
        .context("the wasm ends too early")?;
    *from = rest;
    Ok(taken)
}

/// A number in LEB128, seven bits a byte, the lowest first.
fn take_number(from: &mut &[u8]) -> anyhow::Result<usize> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let byte = take(from, 1)?[0];
        number |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    bail!("the wasm holds a number of more than 32 bits")
}

fn take_sized<'w>(from: &mut &'w [u8]) -> anyhow::Result<&'w [u8]> {
    let size = take_number(from)?;
    take(from, size)
}

fn put_number(mut number: usize, out: &mut Vec<u8>) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_sized(bytes: &[u8], out: &mut Vec<u8>) {
    put_number(bytes.len(), out);
    out.extend(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with a section of its own kind before and behind its imports.
    fn module(names: &[&str], kind: u8) -> Vec<u8> {
        let mut imports = Vec::new();
        put_number(names.len(), &mut imports);
        for (idx, name) in names.iter().enumerate() {
            put_sized(b"./x_bg.js", &mut imports);
            put_sized(name.as_bytes(), &mut imports);
            imports.push(kind);
            put_number(idx * 100, &mut imports);
        }
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        for (id, section) in [(1, &b"types"[..]), (IMPORTS, &imports), (10, &[7; 300])] {
            wasm.push(id);
            put_sized(section, &mut wasm);
        }
        wasm
    }

    #[test]
    fn renames_in_both_files() {
        let wasm = module(&["__wbg_a_12", "__wbg_b_34"], FUNCTION);
        let script = "const it = { __wbg_b_34: (a) => a, '__wbg_a_12': 1, __wbg_a_123: '文' };";
        let (wasm, script) = shortened(&wasm, script).unwrap();
        assert_eq!(wasm, module(&["a", "b"], FUNCTION));
        assert_eq!(
            script,
            "const it = { b: (a) => a, 'a': 1, __wbg_a_123: '文' };"
        );
    }

    #[test]
    fn refuses_files_that_do_not_belong_together() {
        let wasm = module(&["one", "two"], FUNCTION);
        let refusal = |wasm: &[u8], script| shortened(wasm, script).unwrap_err().to_string();
        assert_eq!(refusal(&wasm, "{ one: 1 }"), "the script has no `two`");
        assert_eq!(
            refusal(&wasm, "{ one: 1, two: one }"),
            "`one` stands twice in the script"
        );
        let memory = module(&["one"], 2);
        assert_eq!(refusal(&memory, "one"), "the import `one` is no function");
        let twice = module(&["one", "one"], FUNCTION);
        assert_eq!(refusal(&twice, "one"), "the import `one` stands twice");
        let cut = &wasm[..wasm.len() - 1];
        assert_eq!(
            refusal(cut, "{ one: 1, two: 2 }"),
            "the wasm ends too early"
        );
    }

    #[test]
    fn short_names_are_unique() {
        let names: std::collections::BTreeSet<String> = (0..2_000).map(short).collect();
        assert_eq!(names.len(), 2_000);
        assert_eq!(
            [short(0), short(25), short(26), short(702)],
            ["a", "z", "aa", "aaa"]
        );
    }
}
