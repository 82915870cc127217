//! Forms of other programs, read with the files that they name.

#[cfg(test)]
mod tests;

use survey_core::format::foreign;
use survey_core::format::xform::Attachments;

use crate::worker::protocol::{Card, Finding, Imported, Said};

/// The most findings of a form that are told one by one.
const TOLD: usize = 200;

/// Reads every form among the files, which stand one after the other in `bytes`.
pub(super) fn import(files: &[(String, u64)], bytes: &[u8]) -> Said {
    let parts = match parts(files, bytes) {
        Ok(parts) => parts,
        Err(why) => return Said::Failed(why),
    };
    let (forms, others): (Vec<_>, Vec<_>) = parts
        .into_iter()
        .partition(|it| foreign::is_form(it.1, it.0));
    let tables: Attachments = others
        .iter()
        .filter(|it| is_table(it.0))
        .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()))
        .collect();
    let names: Vec<&str> = others.iter().map(|it| it.0).collect();
    let read = forms.iter().map(|it| imported(it.0, it.1, &tables, &names));
    let imported: Vec<Imported> = read.collect();
    let used = |name: &&&str| {
        imported
            .iter()
            .any(|it| it.attachments.iter().any(|a| a == **name))
    };
    let unused = names.iter().filter(|it| !used(it));
    Said::Imported {
        unused: unused.map(|it| (*it).to_owned()).collect(),
        forms: imported,
    }
}

/// Files that stand one after the other in `bytes`.
///
/// # Errors
/// When there are not enough bytes.
pub(super) fn parts<'a>(
    files: &'a [(String, u64)],
    bytes: &'a [u8],
) -> Result<Vec<(&'a str, &'a [u8])>, String> {
    let mut rest = bytes;
    let part = |(name, size): &'a (String, u64)| {
        let size = usize::try_from(*size).ok();
        let split = size.and_then(|it| rest.split_at_checked(it));
        let (part, more) = split.ok_or_else(|| format!("{name} is shorter than it was"))?;
        rest = more;
        Ok((name.as_str(), part))
    };
    files.iter().map(part).collect()
}

fn is_table(name: &str) -> bool {
    let lower = name.to_lowercase();
    [".csv", ".xml", ".geojson"]
        .iter()
        .any(|it| lower.ends_with(it))
}

fn imported(file: &str, bytes: &[u8], tables: &Attachments, beside: &[&str]) -> Imported {
    let mut form = foreign::read(bytes, file, &Attachments::new());
    let wanted = form.missing.clone();
    if wanted.iter().any(|it| tables.contains_key(it)) {
        form = foreign::read(bytes, file, tables);
    }
    let refused = form.errors().next().is_some();
    let mut imported = Imported {
        file: file.to_owned(),
        findings: form.findings.iter().take(TOLD).map(Finding::from).collect(),
        missing: form.missing,
        ..Imported::default()
    };
    let Some(survey) = form.survey.filter(|_| !refused) else {
        return imported;
    };
    let media = survey.questionnaire.media_files();
    let is_named = |it: &&&str| media.contains(**it) || wanted.iter().any(|w| w == **it);
    let named = beside.iter().filter(is_named);
    imported.attachments = named.map(|it| (*it).to_owned()).collect();
    let lost = media.iter().filter(|it| !beside.contains(it));
    imported.missing.extend(lost.map(|it| (*it).to_owned()));
    imported.card = Some(Card::of(&survey.questionnaire, &survey.purpose()));
    imported.document = survey.document.to_string();
    imported
}
