use super::{About, Drawn, count, short};
use crate::charts::Figure;
use crate::charts::figure::{Numbers, TwoWay, TwoWayCell, TwoWayRow};
use crate::locale::analysis::{Analysis, Strength};
use crate::locale::responses;
use crate::worker::protocol::{Cross, CrossRow};

/// Two variables against each other: shares across, row by row.
pub fn cross(about: &About, it: &Cross) -> Drawn {
    let mut notes = vec![Analysis::NoteSuppressed];
    if let (Some(p), Some(v)) = (it.p, it.v) {
        notes.insert(
            0,
            Analysis::NoteTest {
                p: p_words(p),
                v: format!("{v:.2}"),
            },
        );
    }
    let rule = about.say(Analysis::RuleShares { n: count(it.n) });
    let row = |row: &CrossRow| TwoWayRow {
        label: coded(about, &it.down.0, &row.label),
        cells: row
            .cells
            .iter()
            .map(|cell| TwoWayCell {
                shown: about.shown(&cell.shown),
                n: row.n,
            })
            .collect(),
    };
    let figure = Figure::TwoWay(TwoWay {
        caption: about.caption(finding(about, it), rule, notes),
        numbers: Numbers::percent(),
        corner: name(about, &it.down),
        n_head: about.say(Analysis::HeadN),
        value_head: about.say(Analysis::ShareIn {
            row: name(about, &it.down),
        }),
        columns: it
            .columns
            .iter()
            .map(|label| coded(about, &it.across.0, label))
            .collect(),
        rows: it.rows.iter().map(row).collect(),
    });
    Drawn::plain(&format!("cross:{}:{}", it.down.0, it.across.0), figure)
}

/// What a variable is called; those of the interview itself have their words here.
pub fn name(about: &About, (name, label): &(String, String)) -> String {
    if !label.is_empty() {
        return short(label, 48);
    }
    match variable(name) {
        Some(words) => about.say(words),
        None => name.clone(),
    }
}

/// The words of a variable that is no item.
pub fn variable(name: &str) -> Option<Analysis> {
    match name {
        "area:street" => Some(Analysis::FacetStreet),
        "area:community" => Some(Analysis::FacetCommunity),
        "mode" => Some(Analysis::FacetMode),
        "wave" => Some(Analysis::FacetWave),
        "date" => Some(Analysis::FacetDay),
        "interviewer" => Some(Analysis::FacetInterviewer),
        _ => None,
    }
}

fn finding(about: &About, it: &Cross) -> Analysis {
    let (down, across) = (name(about, &it.down), name(about, &it.across));
    match (it.p, it.v) {
        (Some(p), Some(v)) if p < 0.05 => Analysis::FindRelated {
            down,
            across,
            strength: Strength::of(v),
        },
        (Some(_), Some(_)) => Analysis::FindUnrelated { down, across },
        (_, _) => Analysis::FindUntested { down, across },
    }
}

/// A mode by its words; other groups have theirs.
fn coded(about: &About, variable: &str, label: &str) -> String {
    let words = responses::mode(label).filter(|_| variable == "mode");
    words.map_or_else(|| label.to_owned(), |it| about.locale.say(it).to_string())
}

fn p_words(p: f64) -> String {
    if p < 0.001 {
        "p < 0.001".to_owned()
    } else {
        format!("p = {p:.3}")
    }
}
