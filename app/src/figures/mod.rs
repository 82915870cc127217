//! From numbers to figures: every title states what the numbers show, and never more.
//!
//! Plain functions of what the worker answered and of the language: no browser, so what is claimed
//! is tested natively.

mod area;
mod areas;
mod batteries;
mod cross;
mod cross_book;
mod drivers;
mod gallery;
mod overview;
mod quality;
mod question;
#[cfg(test)]
mod tests;
mod weights;

pub use area::{area_page, ranks, shrunk};
pub use areas::areas;
pub use batteries::battery;
pub use cross::{
    CrossSheet, Mark, SheetCell, SheetRow, cross, cross_numbers, cross_sheet,
    name as variable_name, variable,
};
pub use cross_book::cross_book;
pub use drivers::{drivers, quadrants};
pub use gallery::{Sample, gallery};
pub use overview::{by_area, by_day, dispositions, missing};
pub use quality::effects;
pub use question::{KeyFigure, key_figures, question};
pub use weights::weights;

use crate::charts::Figure;
use crate::charts::figure::{Caption, Estimate, EstimateHeads, Numbers, Shown};
use crate::locale::Locale;
use crate::locale::analysis::Analysis;
use crate::worker::protocol::{Estimated, Recipe, Shape, Withheld};

/// A figure with its name in markup and the numbers behind its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// `question:D0`, `area:top2:D0`, …; unique on a screen.
    pub key: String,
    /// The figure.
    pub figure: Figure,
    /// One a row of its table, in that order; fewer where there is nothing to add.
    pub raw: Vec<Raw>,
}

/// The number behind a row, not rounded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Raw {
    /// The code of the answer or the area.
    pub key: String,
    /// The estimate, if it is shown.
    pub estimate: Option<Estimated>,
}

impl Drawn {
    fn plain(key: &str, figure: Figure) -> Drawn {
        Drawn {
            key: key.to_owned(),
            figure,
            raw: Vec::new(),
        }
    }
}

/// What every figure of a screen has in common.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// The language.
    pub locale: Locale,
    /// The chosen filter in words; empty without one.
    pub filter: String,
    /// Whether simulated responses are among those shown.
    pub simulated: bool,
    /// How people were drawn and weighted.
    pub recipe: Recipe,
}

impl About {
    fn say(&self, message: Analysis) -> String {
        self.locale.say(message).to_string()
    }

    fn caption(&self, title: Analysis, subtitle: String, notes: Vec<Analysis>) -> Caption {
        let mut notes: Vec<String> = notes.into_iter().map(|it| self.say(it)).collect();
        if !self.filter.is_empty() {
            notes.push(self.say(Analysis::NoteFilter {
                what: self.filter.clone(),
            }));
        }
        if self.recipe.weighs() {
            notes.push(weights::note(self));
        }
        if self.simulated {
            notes.push(self.say(Analysis::NoteSimulated));
        }
        Caption {
            lang: self.locale.0.tag().to_owned(),
            title: self.say(title),
            subtitle,
            notes,
        }
    }

    /// What intervals are, by the way people were drawn and weighted.
    fn interval_note(&self) -> Analysis {
        let name = |var: &Option<String>| var.as_ref().map(|it| weights::named(self, it));
        Analysis::NoteInterval {
            weighted: self.recipe.weighs(),
            clusters: name(&self.recipe.clusters),
            strata: name(&self.recipe.strata),
        }
    }

    fn heads(&self, label: Analysis, value: Analysis) -> EstimateHeads {
        EstimateHeads {
            label: self.say(label),
            value: self.say(value),
            interval: self.say(Analysis::HeadInterval),
            n: self.say(Analysis::HeadN),
        }
    }

    /// An estimate as figures show it.
    pub fn shown(&self, shape: &Shape<Estimated>) -> Shown {
        match shape {
            Ok(it) => Shown::Value(Estimate {
                value: it.value,
                interval: it.interval,
            }),
            Err(why) => Shown::Withheld(self.withheld(*why)),
        }
    }

    /// Why there is no figure.
    pub fn withheld(&self, why: Withheld) -> String {
        self.say(match why {
            Withheld::TooFew => Analysis::TooFew,
            Withheld::Nobody => Analysis::Nobody,
        })
    }

    /// An estimate with its interval, in words: `80% (79–82)`.
    pub fn words(&self, shape: &Shape<Estimated>, numbers: &Numbers) -> String {
        match shape {
            Ok(it) => match it.interval {
                Some(ends) => {
                    let (low, high) = ends;
                    format!(
                        "{} ({}–{})",
                        value(it.value, numbers),
                        bare(low, numbers),
                        bare(high, numbers)
                    )
                }
                None => value(it.value, numbers),
            },
            Err(why) => self.withheld(*why),
        }
    }
}

/// A question as a heading: cut where it is long, at a place that hurts least.
fn short(label: &str, most: usize) -> String {
    if label.chars().count() <= most {
        return label.to_owned();
    }
    let cut: String = label.chars().take(most).collect();
    let at = cut.rfind([' ', '，', '。', ',', '、', '：']);
    // A break in the first half would leave too little.
    let cut = at
        .filter(|it| *it > cut.len() / 2)
        .map_or(cut.as_str(), |it| &cut[..it]);
    format!("{cut}…")
}

/// A value as figures write it.
pub fn value(value: f64, numbers: &Numbers) -> String {
    format!("{}{}", bare(value, numbers), numbers.unit)
}

fn bare(value: f64, numbers: &Numbers) -> String {
    let text = format!(
        "{:.*}",
        usize::from(numbers.decimals),
        value * numbers.factor
    );
    let is_zero = text.bytes().all(|it| matches!(it, b'-' | b'0' | b'.'));
    match text.strip_prefix('-') {
        Some(zero) if is_zero => zero.to_owned(),
        Some(positive) => format!("\u{2212}{positive}"),
        None => text,
    }
}

/// `79–82%`
fn interval((low, high): (f64, f64), numbers: &Numbers) -> String {
    format!("{}–{}", bare(low, numbers), value(high, numbers))
}

/// A number of people, with its thousands apart.
pub fn count(n: u64) -> String {
    crate::locale::responses::grouped(u32::try_from(n).unwrap_or(u32::MAX))
}

/// A number of a scale's end: no point where there is nothing behind it.
fn end(point: f64) -> String {
    if point.fract() == 0.0 {
        format!("{point:.0}")
    } else {
        format!("{point}")
    }
}

/// Whether two intervals leave open which value is larger.
fn overlap(one: &Estimated, other: &Estimated) -> bool {
    match (one.interval, other.interval) {
        (Some(a), Some(b)) => a.0 <= b.1 && b.0 <= a.1,
        // Without an interval nothing is known for sure.
        _ => true,
    }
}
