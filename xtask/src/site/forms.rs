//! Compiled surveys and areas for the resident's page, beside their documents.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use survey_core::expr::Expr;
use survey_core::format::sniff::{self, Document};
use survey_core::format::{areas, compiled, survey};
use survey_core::questionnaire::{Item, Kind, Mode, Questionnaire};

use super::compress;

/// Compiles every survey in `folder` that people may fill in themselves, and the areas: `x.json`
/// becomes `x.form`. The document of such a survey is also copied to `<digest>.json`, where a
/// page that answered the survey finds the one it answered. Returns the names of rare functions
/// that the surveys call.
///
/// # Errors
/// When a file cannot be read or written, or a survey does not compile.
pub(super) fn compile(folder: &Path) -> anyhow::Result<BTreeSet<&'static str>> {
    let mut rare = BTreeSet::new();
    for file in compress::files(folder)? {
        let is_document = file.extension().is_some_and(|it| it == "json");
        if !is_document || file.parent() != Some(folder) {
            continue;
        }
        let text = fs::read_to_string(&file);
        let text = text.with_context(|| format!("reading {}", file.display()))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let form = match sniff::sniff(text.as_bytes()) {
            Document::Survey => {
                let survey = self_completed(&text);
                let Some(survey) = survey.with_context(|| not_compiled(&name))? else {
                    continue;
                };
                rare.extend(survey.rare_functions());
                write(&folder.join(format!("{}.json", survey.digest)), &text)?;
                compiled::write(&survey)
            }
            Document::Areas => {
                let tree = areas::read(&text).with_context(|| not_compiled(&name))?;
                compiled::write_areas(&tree)
            }
            Document::Export | Document::Other(_) => continue,
        };
        write(&file.with_extension("form"), &form)?;
    }
    Ok(rare)
}

fn not_compiled(name: &str) -> String {
    format!("surveys/{name} does not compile")
}

/// The questionnaire, if people may fill it in themselves.
fn self_completed(text: &str) -> anyhow::Result<Option<Questionnaire>> {
    let form = survey::read(text)?.questionnaire;
    if compiled::read(&compiled::write(&form)).is_err() {
        bail!("an expression in it nests deeper than the resident's page reads");
    }
    let form = Some(form).filter(|it| it.modes.contains(&Mode::SelfCompletion));
    let mut items = form.iter().flat_map(|it| it.items());
    if let Some(item) = items.find(|it| is_barrier(it)) {
        let name = &item.name;
        bail!(
            "`{name}` needs a file, and the resident's page takes none: make it optional, offer a reason for leaving it, or take `self` out of the modes"
        );
    }
    Ok(form)
}

/// Whether nobody gets past it on the resident's page.
fn is_barrier(item: &Item) -> bool {
    let always = |it: &Expr| it.source().trim() == "true()";
    let needed = item.required.as_ref().is_some_and(always) && item.missing.is_empty();
    needed && item.relevant.is_none() && matches!(item.kind, Kind::File(_))
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(file, text).with_context(|| format!("writing {}", file.display()))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::shell;

    /// A folder of surveys that goes away.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str, files: &[(&str, &str)]) -> Folder {
            let folder = shell::target_dir().join(format!("forms-test-{name}"));
            fs::create_dir_all(&folder).unwrap();
            for (name, text) in files {
                fs::write(folder.join(name), text).unwrap();
            }
            Folder(folder)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    fn survey(mode: &str, relevant: &str) -> String {
        format!(
            r#"{{"format": "minyi-survey/1", "id": "a", "version": "1", "title": "A",
                "purpose": "P", "languages": ["en"], "default_language": "en",
                "modes": ["{mode}"], "items": [
                {{"type": "note", "name": "n", "label": "N", "relevant": "{relevant}"}}]}}"#
        )
    }

    #[test]
    fn the_sites_own_surveys_compile() {
        let source = shell::root().join("surveys");
        let texts: Vec<(String, String)> = compress::files(&source)
            .unwrap()
            .iter()
            .filter(|file| file.parent() == Some(&*source))
            .map(|file| {
                let name = file.file_name().unwrap().to_str().unwrap().to_owned();
                (name, fs::read_to_string(file).unwrap())
            })
            .collect();
        let files: Vec<(&str, &str)> = texts.iter().map(|(n, t)| (&**n, &**t)).collect();
        let folder = Folder::new("own", &files);
        assert_eq!(compile(&folder.0).unwrap(), BTreeSet::new());
        let form = fs::read_to_string(folder.0.join("resident-qr-short.form")).unwrap();
        let form = compiled::read(&form).unwrap();
        let document = folder.0.join(format!("{}.json", form.digest));
        let source = source.join("resident-qr-short.json");
        assert_eq!(fs::read(document).unwrap(), fs::read(source).unwrap());
        let tree = fs::read_to_string(folder.0.join("areas-example.form")).unwrap();
        assert!(compiled::read_areas(&tree).is_ok());
    }

    #[test]
    fn only_surveys_for_self_completion_have_a_form() {
        let text = survey("interviewer", "true()");
        let folder = Folder::new("interviewer", &[("a.json", &text), ("b.json", "[]")]);
        assert_eq!(compile(&folder.0).unwrap(), BTreeSet::new());
        assert_eq!(compress::files(&folder.0).unwrap().len(), 2);
    }

    #[test]
    fn a_file_that_is_needed_is_refused_where_none_is_taken() {
        let asked = |needed: &str, mode: &str| {
            let text = survey(mode, "true()").replace(
                r#"{"type": "note", "name": "n", "label": "N", "relevant": "true()"}"#,
                &format!(r#"{{"type": "image", "name": "n", "label": "N", "required": {needed}}}"#),
            );
            let folder = Folder::new(&format!("file-{needed}-{mode}"), &[("a.json", &text)]);
            compile(&folder.0).map_err(|it| format!("{it:#}"))
        };
        let refused = asked("true", "self").unwrap_err();
        assert!(refused.contains("`n` needs a file"), "{refused}");
        assert!(asked("false", "self").is_ok());
        assert!(asked("true", "interviewer").is_ok());
    }

    #[test]
    fn rare_functions_are_named() {
        let text = survey("self", "pow(2, 3) = sin(1)");
        let folder = Folder::new("rare", &[("a.json", &text)]);
        assert_eq!(compile(&folder.0).unwrap(), BTreeSet::from(["pow", "sin"]));
    }

    #[test]
    fn a_survey_that_does_not_compile_is_named_with_its_problems() {
        let text = survey("self", "selectd(1)");
        let folder = Folder::new("broken", &[("a.json", &text)]);
        let error = format!("{:#}", compile(&folder.0).unwrap_err());
        assert!(
            error.starts_with("surveys/a.json does not compile: "),
            "{error}"
        );
        assert!(
            error.contains("/items/0/relevant") && error.contains("selectd"),
            "{error}"
        );
    }
}
