//! What goes with a question, among the questions of a battery.

use survey_core::dataset::{Dataset, Plan as How};
use survey_core::report::{Frame, Importance, key_drivers};
use survey_core::stats::drivers::Quadrant as Stands;

use super::analyse::{is_asked, scored_together};
use super::figures::words;
use super::outline;
use crate::worker::protocol::{DriverRow, Drivers, Estimated, Explained, Quadrant};

/// Words of a question about everything together.
const OVERALL: [&str; 4] = ["overall", "总体", "总的", "整体"];

/// The drivers of an outcome; what was not chosen, or is not there, is chosen here.
pub(super) fn drivers(
    frame: &Frame,
    outcome: &str,
    (battery, items): (&str, &[String]),
    lang: &str,
) -> Result<Drivers, String> {
    let data = frame.data;
    let label = |name: &str| outline::label(data, name, lang);
    let sets = scored_together(frame, lang);
    let largest = sets.iter().rev().max_by_key(|it| it.len());
    let set = sets.iter().find(|it| it[0] == battery).or(largest);
    let scored = data.variables().iter().filter(|it| it.is_scored());
    let outcomes: Vec<&str> = scored
        .map(|it| it.name.as_str())
        .filter(|it| is_asked(frame, it))
        .collect();
    let picked = outcomes.iter().copied();
    let picked: Vec<&str> = picked
        .filter(|it| items.iter().any(|item| item == it))
        .collect();
    let items = if picked.is_empty() {
        set.cloned().unwrap_or_default()
    } else {
        picked
    };
    let chosen = outcomes.iter().find(|it| **it == outcome);
    let outside = || outcomes.iter().filter(|it| !items.contains(it));
    // Answered in words, as the battery is, rather than on a ladder of points; it may stand in the
    // battery itself, of which it is then no part.
    let alike = outcomes.iter().find(|it| is_overall(data, it, true));
    let overall = || outside().find(|it| is_overall(data, it, false));
    let chosen = chosen.or(alike).or_else(overall);
    let chosen = chosen.or_else(|| outside().next());
    let mut told = Drivers {
        batteries: sets
            .iter()
            .map(|it| named(it[0], section(frame, it[0], lang)))
            .collect(),
        outcomes: outcomes.iter().map(|it| named(it, label(it))).collect(),
        outcome: String::new(),
        label: String::new(),
        battery: set.map_or_else(String::new, |it| it[0].to_owned()),
        items: items.iter().map(|it| (*it).to_owned()).collect(),
        answered: 0,
        complete: 0,
        left_out: 0,
        found: None,
    };
    let Some(chosen) = chosen.filter(|_| !items.is_empty()) else {
        return Ok(told);
    };
    let found = key_drivers(frame, chosen, &items)?;
    told.outcome = (*chosen).to_owned();
    told.label = words(data, &found.label, lang);
    told.answered = found.answered;
    told.complete = found.complete;
    told.left_out = found.left_out.len() as u32;
    told.found = found.found.map(|it| Explained {
        r2: it.r2,
        mean_gain: it.importance == Importance::MeanGain,
        rows: it
            .drivers
            .into_iter()
            .map(|it| DriverRow {
                label: words(data, &it.label, lang),
                name: it.name,
                share: Estimated {
                    value: it.share,
                    interval: it.bounds.map(|it| (it.low, it.high)),
                    n: found.complete,
                },
                score: it.performance,
                quadrant: match it.quadrant {
                    Stands::Concentrate => Quadrant::Improve,
                    Stands::KeepUp => Quadrant::Keep,
                    Stands::LowPriority => Quadrant::Later,
                    Stands::PossibleOverkill => Quadrant::Enough,
                },
            })
            .collect(),
    });
    Ok(told)
}

/// Whether a question is about everything together, in whatever language it says so.
fn is_overall(data: &Dataset, name: &str, is_choice: bool) -> bool {
    let Some(at) = data.find(name) else {
        return false;
    };
    let variable = &data.variables()[at];
    let said = |(_, text): (&str, &str)| {
        let text = text.to_lowercase();
        OVERALL.iter().any(|word| text.contains(word))
    };
    (!is_choice || variable.plan == How::Choice) && variable.label.pairs().any(said)
}

fn named(name: &str, label: String) -> (String, String) {
    (name.to_owned(), label)
}

fn section(frame: &Frame, name: &str, lang: &str) -> String {
    let at = frame.data.find(name);
    at.map_or_else(String::new, |it| {
        words(frame.data, &frame.data.variables()[it].section, lang)
    })
}
