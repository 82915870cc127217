//! What there is to analyse: surveys, filters with the values that exist, variables, measures.

use survey_core::dataset::{Bitmap, Dataset, Groups, Plan as How, Var, Variable};
use survey_core::questionnaire::Score;
use survey_core::report::Frame;

use super::Engine;
use super::analyse::selected;
use super::figures::{scale, words};
use crate::worker::protocol::{
    Facet, FacetValue, Measure, MeasureGroup, Outline, Scale, Scope, Survey,
};

/// Questions with more choices than this are no rows or columns of a table.
const MOST_CROSSED: usize = 60;
/// Words by which questions on age and sex are known.
const AGE: [&str; 2] = ["年龄", "age"];
const SEX: [&str; 3] = ["性别", "sex", "gender"];

pub(super) fn outline(
    engine: &Engine,
    frame: &Frame,
    scope: &Scope,
    lang: &str,
) -> Result<Outline, String> {
    let data = frame.data;
    let mut surveys: Vec<Survey> = engine
        .arranged
        .datasets()
        .map(|it| Survey {
            id: it.survey().to_owned(),
            title: engine.title(it.survey(), lang),
            count: it.len() as u32,
        })
        .collect();
    surveys.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.id.cmp(&b.id)));
    Ok(Outline {
        surveys,
        survey: data.survey().to_owned(),
        n: frame.rows.count() as u32,
        of: data.interviews().count() as u32,
        simulated: frame.rows.clone().and(data.simulated()).count() as u32,
        facets: facets(engine, data, scope, lang)?,
        variables: variables(frame, lang),
        measures: measures(data, lang),
    })
}

/// Filters with the interviews each value would leave, all other filters as they are. Only values
/// that some interview has, and only filters with more than one of them, or one that is chosen.
fn facets(
    engine: &Engine,
    data: &Dataset,
    scope: &Scope,
    lang: &str,
) -> Result<Vec<Facet>, String> {
    let mut keys = vec!["area:street".to_owned(), "area:community".to_owned()];
    keys.extend(item_of(data, &AGE).map(|it| it.name.clone()));
    keys.extend(item_of(data, &SEX).map(|it| it.name.clone()));
    keys.extend(["mode", "wave", "date"].map(str::to_owned));
    let interviews = data.interviews();
    let mut out = Vec::new();
    for key in keys {
        let rows = selected(data, &scope.chosen, Some(&key))?.and(&interviews);
        let values = values(engine, data, &key, &rows, &interviews, lang);
        let is_chosen = scope.chosen.iter().any(|it| it.0 == key);
        if values.len() > 1 || is_chosen {
            out.push(Facet {
                label: facet_label(data, &key, lang),
                key,
                values,
            });
        }
    }
    Ok(out)
}

/// The first choice of one whose question has one of these words, in any language.
fn item_of<'a>(data: &'a Dataset, known: &[&str]) -> Option<&'a Variable> {
    let has = |text: &str| {
        let text = text.to_lowercase();
        let mut words = text.split(|it: char| !it.is_alphanumeric());
        // Chinese is written without spaces between words.
        known.iter().any(|it| {
            if it.is_ascii() {
                words.any(|word| word == *it)
            } else {
                text.contains(it)
            }
        })
    };
    let fits =
        |it: &&Variable| it.plan == How::Choice && it.label.pairs().any(|(_, text)| has(text));
    data.variables().iter().find(fits)
}

fn facet_label(data: &Dataset, key: &str, lang: &str) -> String {
    match data.find(key) {
        Some(at) => words(data, &data.variables()[at].label, lang),
        None => String::new(),
    }
}

fn values(
    engine: &Engine,
    data: &Dataset,
    key: &str,
    rows: &Bitmap,
    interviews: &Bitmap,
    lang: &str,
) -> Vec<FacetValue> {
    // An item that is gone, or a tree without streets, offers nothing.
    let Ok(var) = key.parse::<Var>();
    let Ok(groups) = data.groups(&var) else {
        return Vec::new();
    };
    let mut counts = vec![(0, 0); groups.len()];
    for row in interviews.iter() {
        if let Some(group) = groups.get(row) {
            counts[group].0 += 1;
            counts[group].1 += u32::from(rows.has(row));
        }
    }
    let all = groups.groups.iter().zip(counts).filter(|it| it.1.0 > 0);
    all.map(|(group, (_, count))| FacetValue {
        key: group.key.clone(),
        label: words(data, &group.label, lang),
        parent: engine
            .areas
            .get(&group.key)
            .and_then(|it| it.parent.clone())
            .filter(|_| key == "area:community"),
        count,
    })
    .collect()
}

/// What can be crossed: every item that puts people in groups, and the interview's own facts.
fn variables(frame: &Frame, lang: &str) -> Vec<(String, String)> {
    let data = frame.data;
    let fits = |it: &&Variable| match it.plan {
        How::Choice | How::Scale(..) => (2..=MOST_CROSSED).contains(&it.codes.len()),
        How::Choices | How::Place(_) | How::Number | How::Words | How::Day | How::Time => false,
    };
    let items = data.variables().iter().filter(fits);
    let mut all: Vec<(String, String)> = items
        .map(|it| (it.name.clone(), label(data, &it.name, lang)))
        .collect();
    let facts = [
        "area:street",
        "area:community",
        "mode",
        "wave",
        "date",
        "interviewer",
    ];
    all.extend(facts.map(|it| (it.to_owned(), String::new())));
    all.retain(|(name, _)| {
        let Ok(var) = name.parse::<Var>();
        data.groups(&var).is_ok_and(|it| splits(frame, &it))
    });
    all
}

/// Whether there are people in more than one group: one that everybody is in tells nothing.
fn splits(frame: &Frame, groups: &Groups) -> bool {
    let mut first = None;
    frame.rows.iter().any(|row| match (first, groups.get(row)) {
        (_, None) => false,
        (None, found) => {
            first = found;
            false
        }
        (Some(one), Some(other)) => one != other,
    })
}

/// The words of a variable; empty for those that are no item, which the page names.
pub(super) fn label(data: &Dataset, name: &str, lang: &str) -> String {
    match data.find(name) {
        Some(at) => words(data, &data.variables()[at].label, lang),
        None => String::new(),
    }
}

fn measures(data: &Dataset, lang: &str) -> Vec<MeasureGroup> {
    let mut constructs: Vec<(Measure, String)> = Vec::new();
    for (name, construct) in data.constructs() {
        let label = words(data, &construct.label, lang);
        constructs.push(match construct.score {
            Score::Share { .. } => (Measure::Rate(name.clone()), label),
            Score::Item(_) | Score::Construct(_) | Score::Mean { .. } => {
                (Measure::Score(name.clone()), label)
            }
        });
    }
    // Pillars before facets before rates, as a reader would.
    let rank = |name: &str| {
        ["pillar.", "facet.", "rate."]
            .iter()
            .position(|it| name.starts_with(it))
    };
    constructs.sort_by_key(|it| match &it.0 {
        Measure::Rate(name) | Measure::Score(name) | Measure::Top2(name) | Measure::Mean(name) => {
            rank(name).unwrap_or(usize::MAX)
        }
    });
    let mut items = Vec::new();
    for variable in data.variables() {
        let label = format!("{} {}", variable.name, words(data, &variable.label, lang));
        match scale(variable) {
            Scale::Ordered => items.push((Measure::Top2(variable.name.clone()), label)),
            Scale::Points(..) | Scale::Number => {
                items.push((Measure::Mean(variable.name.clone()), label));
            }
            Scale::Choice | Scale::Choices | Scale::Moments | Scale::Words => {}
        }
    }
    let group = |constructs, measures| MeasureGroup {
        constructs,
        measures,
    };
    let all = [group(true, constructs), group(false, items)];
    all.into_iter()
        .filter(|it| !it.measures.is_empty())
        .collect()
}
