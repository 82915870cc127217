//! Files that answers name, beside an export.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Component, Path, PathBuf};

use anyhow::Context;
use survey_core::format::submission::Media;
use zip::ZipArchive;

/// The most bytes of one file in an archive.
const MAX_FILE: u64 = 1 << 30;

/// A folder or an archive. A file of a response lies in a folder of the response's id, or where
/// names are unique beside all others.
pub(super) enum Files {
    Folder(PathBuf),
    Archive {
        archive: RefCell<ZipArchive<BufReader<File>>>,
        /// Where each file lies, by its last two names and by its last one.
        places: BTreeMap<String, usize>,
    },
}

impl Files {
    pub(super) fn open(path: &Path) -> anyhow::Result<Files> {
        let name = || path.display().to_string();
        if path.is_dir() {
            return Ok(Files::Folder(path.to_owned()));
        }
        let file = BufReader::new(File::open(path).with_context(name)?);
        let archive = ZipArchive::new(file).with_context(name)?;
        let mut places = BTreeMap::new();
        for at in 0..archive.len() {
            let Some(Ok(name)) = archive.name_for_index(at) else {
                continue;
            };
            let mut steps = name.rsplit('/');
            let last = steps.next().unwrap_or_default().to_owned();
            if let Some(folder) = steps.next() {
                places.insert(format!("{folder}/{last}"), at);
            }
            places.entry(last).or_insert(at);
        }
        Ok(Files::Archive {
            archive: RefCell::new(archive),
            places,
        })
    }
}

/// Several of them; the first that has a file gives it.
pub(super) struct All(pub(super) Vec<Files>);

impl Media for All {
    fn has(&self, response: &str, name: &str) -> bool {
        self.0.iter().any(|it| it.has(response, name))
    }

    fn bytes(&self, response: &str, name: &str) -> io::Result<Option<Vec<u8>>> {
        let holder = self.0.iter().find(|it| it.has(response, name));
        holder.map_or(Ok(None), |it| it.bytes(response, name))
    }
}

/// Whether it is the name of a file and no path that leads elsewhere.
fn is_plain(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let first = parts.next();
    matches!(first, Some(Component::Normal(_))) && parts.next().is_none() && !name.contains('\\')
}

impl Files {
    fn in_folder(&self, response: &str, name: &str) -> Option<PathBuf> {
        let Files::Folder(folder) = self else {
            return None;
        };
        let own = folder.join(response).join(name);
        let paths = [own, folder.join(name)];
        let is_safe = is_plain(name) && is_plain(response);
        paths.into_iter().find(|it| is_safe && it.is_file())
    }
}

impl Media for Files {
    fn has(&self, response: &str, name: &str) -> bool {
        match self {
            Files::Folder(_) => self.in_folder(response, name).is_some(),
            Files::Archive { places, .. } => {
                let own = format!("{response}/{name}");
                places.contains_key(&own) || places.contains_key(name)
            }
        }
    }

    fn bytes(&self, response: &str, name: &str) -> io::Result<Option<Vec<u8>>> {
        match self {
            Files::Folder(_) => self.in_folder(response, name).map(fs::read).transpose(),
            Files::Archive { archive, places } => {
                let own = format!("{response}/{name}");
                let Some(at) = places.get(&own).or_else(|| places.get(name)) else {
                    return Ok(None);
                };
                let mut archive = archive.borrow_mut();
                let mut bytes = Vec::new();
                let file = archive.by_index(*at)?;
                file.take(MAX_FILE).read_to_end(&mut bytes)?;
                Ok(Some(bytes))
            }
        }
    }
}
