//! From exports to data sets.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{areas, response, survey};
use crate::base::{Area, AreaTree};
use crate::dataset::{Dataset, DatasetBuilder};
use crate::questionnaire::Questionnaire;
use crate::response::{Bundle, Part, Record};

/// The questionnaires that a bundle holds, by id, older versions first.
///
/// # Errors
/// The first questionnaire that is not sound, with its problems.
pub fn surveys(bundle: &Bundle) -> Result<BTreeMap<String, Vec<Arc<Questionnaire>>>, String> {
    let mut surveys: BTreeMap<String, Vec<Arc<Questionnaire>>> = BTreeMap::new();
    for (digest, text) in bundle.documents(Part::Survey) {
        let read = survey::read(text);
        let form = read.map_err(|it| format!("the questionnaire {digest} is not sound:\n{it}"))?;
        let form = form.questionnaire;
        surveys
            .entry(form.id.clone())
            .or_default()
            .push(Arc::new(form));
    }
    for versions in surveys.values_mut() {
        versions.sort_by(|a, b| by_version(&a.version, &b.version).then(a.digest.cmp(&b.digest)));
    }
    Ok(surveys)
}

/// All areas of a bundle's trees as one. Of an area that trees tell differently, the first counts,
/// in the order of their digests.
///
/// # Errors
/// If a tree is not sound, or the trees do not fit together.
pub fn area_tree(bundle: &Bundle) -> Result<AreaTree, String> {
    let mut all: BTreeMap<String, Area> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    for (digest, text) in bundle.documents(Part::Areas) {
        let tree =
            areas::read(text).map_err(|it| format!("the areas {digest} are not sound:\n{it}"))?;
        for area in tree.areas() {
            if !all.contains_key(&area.code) {
                order.push(area.code.clone());
                all.insert(area.code.clone(), area.clone());
            }
        }
    }
    let areas = order.iter().filter_map(|it| all.remove(it)).collect();
    AreaTree::build(areas).map_err(|it| format!("the areas do not fit together:\n{it}"))
}

/// An empty data set for one survey of a bundle.
///
/// # Errors
/// If the bundle does not hold the survey, or something of it is not sound.
pub fn builder(bundle: &Bundle, id: &str) -> Result<DatasetBuilder, String> {
    let surveys = surveys(bundle)?;
    let versions = surveys.get(id).ok_or_else(|| {
        let known = surveys.keys().map(String::as_str);
        crate::dataset::unknown("questionnaire", id, known)
    })?;
    DatasetBuilder::new(versions, Arc::new(area_tree(bundle)?))
}

/// Adds a record, if it is of the data set's survey.
///
/// # Errors
/// If the record cannot be read; it is left out.
pub fn push(builder: &mut DatasetBuilder, record: &Record) -> Result<(), String> {
    let response = response::read(record).map_err(|it| it.to_string())?;
    builder.push(&response);
    Ok(())
}

/// The data set of one survey of a bundle: of every response its newest revision.
///
/// # Errors
/// As [`builder`]; or the first record that cannot be read.
pub fn build(bundle: &Bundle, id: &str) -> Result<Dataset, String> {
    let mut builder = builder(bundle, id)?;
    for record in bundle.current().filter(|it| it.header().survey.id == id) {
        let named = |it| format!("response {}: {it}", record.header().id);
        push(&mut builder, record).map_err(named)?;
    }
    Ok(builder.finish())
}

/// How versions are ordered: `1.10` comes after `1.9`, runs of digits count as numbers.
pub fn by_version(a: &str, b: &str) -> Ordering {
    let parts = |text: &str| -> Vec<(u64, String)> {
        let pieces = text.split(['.', '-', '_', ' ']);
        pieces
            .map(|it| {
                let digits: String = it.chars().take_while(char::is_ascii_digit).collect();
                let number = digits.parse().unwrap_or(0);
                (number, it[digits.len()..].to_owned())
            })
            .collect()
    };
    parts(a).cmp(&parts(b))
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::{build, by_version};
    use crate::format::export::{add_areas, add_survey, bundle};
    use crate::format::{response, survey};
    use crate::simulate::tests::{document, simulate};

    #[test]
    fn versions_count_as_people_do() {
        assert_eq!(by_version("1.9", "1.10"), Ordering::Less);
        assert_eq!(by_version("2", "1.10"), Ordering::Greater);
        assert_eq!(by_version("1.0-draft", "1.0-draft"), Ordering::Equal);
    }

    #[test]
    fn a_bundle_becomes_a_data_set() {
        let people = simulate(21, 60);
        let mut records: Vec<_> = people
            .iter()
            .map(|it| response::record(it).expect("sound"))
            .collect();
        let mut newer = people[7].clone();
        newer.revision = 2;
        newer.disposition = "2.112".into();
        records.push(response::record(&newer).expect("sound"));
        let mut all = bundle(records, "2026-03-16T00:00:00Z");
        add_survey(&mut all, &document());
        add_areas(
            &mut all,
            &serde_json::json!({"format": "minyi-areas/1", "id": "here", "areas": [
            {"code": "s", "level": "street", "name": "S"},
            {"code": "c1", "level": "community", "name": "C1", "parent": "s"}]}),
        );
        let data = build(&all, "test").expect("a data set");
        assert_eq!(data.len(), 60);
        assert!(data.disposition().find("2.112").is_some());
        let form = survey::from_value(document()).expect("sound").questionnaire;
        assert_eq!(data.versions()[0].digest, form.digest);
        assert_eq!(
            build(&all, "tset").expect_err("unknown"),
            "there is no questionnaire `tset`, did you mean `test`?"
        );
    }
}
