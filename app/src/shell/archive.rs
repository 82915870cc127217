//! Exports with their files: written as an archive whose files stay where they are, and read back.

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, window};

use super::media;
use crate::capture::{Crc, Member, TAIL, Writer, directory, head_length, media_place, members};
use crate::desk::Picked;

/// So many bytes of a file are in memory at once.
const SLICE: f64 = 4e6;
/// A list of files is not longer than this.
const LIST: u64 = 64 << 20;
/// A compressed file comes to at most so many bytes: what claims more is a trap.
const LARGEST: u64 = 1 << 30;

/// An export with the files of its responses.
///
/// # Errors
/// That it would be larger than such archives are, or that a file could not be read.
pub(super) async fn pack(document: &Blob, responses: &[String]) -> Result<Blob, String> {
    let (mut writer, parts) = (Writer::default(), Array::new());
    add(&mut writer, &parts, "responses.json", document).await?;
    let kept = media::names().await;
    for response in responses {
        for name in kept.get(response).into_iter().flatten() {
            if let Some(blob) = media::get(response, name).await {
                let path = format!("media/{response}/{name}");
                add(&mut writer, &parts, &path, &blob).await?;
            }
        }
    }
    parts.push(&Uint8Array::from(writer.end().as_slice()));
    let options = BlobPropertyBag::new();
    options.set_type("application/zip");
    let whole = Blob::new_with_blob_sequence_and_options(&parts, &options);
    whole.map_err(|_| "the archive could not be made".to_owned())
}

async fn add(writer: &mut Writer, parts: &Array, name: &str, blob: &Blob) -> Result<(), String> {
    let crc = checksum(blob)
        .await
        .ok_or_else(|| format!("{name} could not be read"))?;
    let head = writer.head(name, blob.size() as u64, crc);
    let head = head.ok_or("more than 4 GB: export fewer responses at once")?;
    parts.push(&Uint8Array::from(head.as_slice()));
    parts.push(blob);
    Ok(())
}

/// Reads an archive: keeps the files of responses on this device, and gives the exports.
///
/// # Errors
/// What is wrong with it.
pub(super) async fn unpack(picked: &Picked) -> Result<Vec<Picked>, String> {
    let damaged = || format!("{} is no archive, or is damaged", picked.name);
    let listed = list(&picked.blob).await.ok_or_else(damaged)?;
    let mut exports = Vec::new();
    for member in &listed {
        let place = media_place(&member.name);
        let export = [".json", ".ndjson", ".jsonl", ".gz"]
            .iter()
            .any(|it| member.name.ends_with(it));
        if place.is_none() && !export {
            continue;
        }
        let blob = content(&picked.blob, member).await;
        let blob = blob.ok_or_else(|| format!("{} in {} is damaged", member.name, picked.name))?;
        match place {
            Some((response, name)) => keep(response, name, &blob).await?,
            None => exports.push(Picked {
                name: format!("{} › {}", picked.name, member.name),
                blob,
            }),
        }
    }
    if exports.is_empty() {
        return Err(format!("found no responses in {}", picked.name));
    }
    Ok(exports)
}

/// Keeps a file that came with an archive, unless it is here already.
async fn keep(response: &str, name: &str, blob: &Blob) -> Result<(), String> {
    if media::get(response, name).await.is_some() {
        return Ok(());
    }
    let options = BlobPropertyBag::new();
    options.set_type(kind(name));
    let typed = Blob::new_with_blob_sequence_and_options(&Array::of1(blob), &options);
    let typed = typed.map_err(|_| format!("{name} could not be read"))?;
    let kept = media::put(response, name, &typed).await;
    kept.map_err(|_| format!("there is no space for {name}"))
}

/// What a file is by its ending, for whoever shows it.
fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|it| it.1) {
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("m4a") => "audio/mp4",
        Some("mp3") => "audio/mpeg",
        Some("ogg") => "audio/ogg",
        Some("wav") => "audio/wav",
        Some("webm") => "audio/webm",
        Some("mp4") => "video/mp4",
        Some("mov") => "video/quicktime",
        Some("pdf") => "application/pdf",
        Some("txt") => "text/plain",
        Some(_) | None => "application/octet-stream",
    }
}

async fn list(archive: &Blob) -> Option<Vec<Member>> {
    let length = archive.size() as u64;
    let tail = bytes(archive, length.saturating_sub(TAIL), length).await?;
    let (from, size) = directory(&tail, length)?;
    if size > LIST {
        return None;
    }
    members(&bytes(archive, from, from + size).await?)
}

/// A file out of an archive, if its checksum holds.
async fn content(archive: &Blob, member: &Member) -> Option<Blob> {
    let head = bytes(archive, member.head, member.head + 30).await?;
    let from = member.head + head_length(&head)?;
    let packed = slice(archive, from, from + member.packed)?;
    let blob = if member.deflated {
        (member.size <= LARGEST).then_some(())?;
        inflate(&packed).await?
    } else {
        packed
    };
    let whole = blob.size() as u64 == member.size && checksum(&blob).await? == member.crc;
    whole.then_some(blob)
}

/// What was compressed, by the browser's own means.
async fn inflate(packed: &Blob) -> Option<Blob> {
    let class = |name: &str| -> Option<Function> {
        let window: JsValue = window()?.into();
        Reflect::get(&window, &name.into()).ok()?.dyn_into().ok()
    };
    let call = |of: &JsValue, name: &str, with: &Array| -> Option<JsValue> {
        let method: Function = Reflect::get(of, &name.into()).ok()?.dyn_into().ok()?;
        method.apply(of, with).ok()
    };
    let format = Array::of1(&"deflate-raw".into());
    let through = Reflect::construct(&class("DecompressionStream")?, &format).ok()?;
    let stream = call(packed, "stream", &Array::new())?;
    let plain = call(&stream, "pipeThrough", &Array::of1(&through))?;
    let response = Reflect::construct(&class("Response")?, &Array::of1(&plain)).ok()?;
    let promise: js_sys::Promise = call(&response, "blob", &Array::new())?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

async fn checksum(blob: &Blob) -> Option<u32> {
    let (mut crc, mut at) = (Crc::default(), 0.0);
    while at < blob.size() {
        let end = (at + SLICE).min(blob.size());
        crc.add(&bytes(blob, at as u64, end as u64).await?);
        at = end;
    }
    Some(crc.value())
}

async fn bytes(blob: &Blob, from: u64, to: u64) -> Option<Vec<u8>> {
    let part = slice(blob, from, to)?;
    let buffer = JsFuture::from(part.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

fn slice(blob: &Blob, from: u64, to: u64) -> Option<Blob> {
    blob.slice_with_f64_and_f64(from as f64, to as f64).ok()
}
