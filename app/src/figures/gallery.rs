//! Every kind of chart in every case that could break it: made-up numbers, for looking at.

use crate::charts::Figure;
use crate::charts::figure::{
    Caption, CountRow, Counts, CountsHeads, Day, Distribution, DotRow, Dots, Estimate,
    EstimateHeads, Numbers, OptionBar, Order, Reference, Scatter, ScatterAxis, ScatterPoint, Shown,
    Stacked, StackedHeads, StackedRow, StackedShares, Timeline, TwoWay, TwoWayCell, TwoWayRow,
};
use crate::locale::gallery::{Case, Gallery};
use crate::locale::{Locale, Tongue};

/// A chart of the gallery.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// What kind of chart it is, in markup: `dots`.
    pub kind: &'static str,
    /// Its name in markup: `dots-many`.
    pub key: String,
    /// The chart.
    pub figure: Figure,
}

/// The charts, kind by kind.
pub fn gallery(locale: Locale) -> Vec<Sample> {
    Maker { locale }.all()
}

/// One kind in one case; none where the case cannot be.
type Make = fn(&Maker, Case) -> Option<Figure>;

struct Maker {
    locale: Locale,
}

/// A number between 0 and 1 that looks like chance and is the same every time.
fn wobble(at: usize) -> f64 {
    ((at * 7919 + 13) % 97) as f64 / 97.0
}

impl Maker {
    fn all(&self) -> Vec<Sample> {
        let kinds: [(&'static str, Make); 7] = [
            ("distribution", Maker::distribution),
            ("dots", Maker::dots),
            ("stacked", Maker::stacked),
            ("two-way", Maker::two_way),
            ("timeline", Maker::timeline),
            ("counts", Maker::counts),
            ("scatter", Maker::scatter),
        ];
        let pairs = kinds
            .into_iter()
            .flat_map(|kind| Case::ALL.map(|case| (kind, case)));
        let sample = |((kind, make), case): ((&'static str, Make), Case)| {
            Some(Sample {
                kind,
                key: format!("{kind}-{}", case.name()),
                figure: make(self, case)?,
            })
        };
        pairs.filter_map(sample).collect()
    }

    fn say(&self, message: Gallery) -> String {
        self.locale.say(message).to_string()
    }

    fn caption(&self, kind: Gallery, case: Case) -> Caption {
        let (kind, words) = (self.say(kind), self.say(Gallery::Of { case }));
        Caption {
            lang: self.locale.0.tag().to_owned(),
            title: self.say(Gallery::Title { kind, case: words }),
            subtitle: self.say(Gallery::Subtitle),
            notes: vec![self.say(Gallery::Note)],
        }
    }

    fn n(case: Case) -> usize {
        match case {
            Case::One => 1,
            Case::Many => 40,
            Case::Usual
            | Case::Long
            | Case::Missing
            | Case::Suppressed
            | Case::NotEstimable
            | Case::Tiny
            | Case::Large => 6,
        }
    }

    fn label(&self, case: Case, at: usize) -> String {
        let long = match self.locale.0 {
            Tongue::Zh => {
                "对社区老年食堂、日间照料中心和上门助浴等居家养老服务的便利程度与收费标准是否合理"
            }
            Tongue::En => {
                "Convenience and reasonable pricing of home-care services such as the community canteen, day-care centre and assisted bathing"
            }
        };
        match case {
            Case::Long => format!("{long} {}", at + 1),
            Case::One
            | Case::Many
            | Case::Usual
            | Case::Missing
            | Case::Suppressed
            | Case::NotEstimable
            | Case::Tiny
            | Case::Large => self.say(Gallery::Item { n: at + 1 }),
        }
    }

    /// A share that may be shown, or what stands in its place.
    fn share(&self, case: Case, at: usize) -> Shown {
        let value = match case {
            Case::One => 1.0,
            Case::Tiny => 0.0004 * wobble(at),
            Case::Large => 1.0 - 0.0004 * wobble(at),
            Case::Suppressed if at % 3 != 2 => {
                return Shown::Withheld(self.say(Gallery::TooFew));
            }
            Case::Missing => return Shown::Withheld(self.say(Gallery::Nobody)),
            Case::Usual | Case::Many | Case::Long | Case::Suppressed | Case::NotEstimable => {
                0.05 + 0.85 * wobble(at)
            }
        };
        let half = 0.02 + 0.06 * wobble(at + 3);
        let interval = (case != Case::NotEstimable)
            .then(|| ((value - half).max(0.0), (value + half).min(1.0)));
        Shown::Value(Estimate { value, interval })
    }

    fn people(case: Case, at: usize) -> u64 {
        match case {
            Case::Suppressed if at % 3 != 2 => 3,
            Case::Missing => 0,
            Case::Large => 1_234_567 + at as u64,
            Case::Tiny => 1 + at as u64,
            Case::One
            | Case::Usual
            | Case::Many
            | Case::Long
            | Case::Suppressed
            | Case::NotEstimable => 40 + (wobble(at) * 400.0) as u64,
        }
    }

    fn heads(&self) -> EstimateHeads {
        EstimateHeads {
            label: self.say(Gallery::HeadItem),
            value: self.say(Gallery::HeadShare),
            interval: self.say(Gallery::HeadInterval),
            n: self.say(Gallery::HeadN),
        }
    }

    fn distribution(&self, case: Case) -> Option<Figure> {
        let bar = |at: usize| OptionBar {
            label: self.label(case, at),
            shown: self.share(case, at),
            n: Self::people(case, at),
        };
        let missing = |at: usize| OptionBar {
            label: self.label(case, at),
            shown: Shown::Value(Estimate {
                value: 0.5,
                interval: None,
            }),
            n: 120,
        };
        Some(Figure::Distribution(Distribution {
            caption: self.caption(Gallery::Distribution, case),
            numbers: Numbers::percent(),
            heads: self.heads(),
            valid: (0..Self::n(case)).map(bar).collect(),
            missing_title: self.say(Gallery::NoAnswer),
            missing: match case {
                Case::Missing | Case::Long => (0..2).map(missing).collect(),
                Case::One
                | Case::Many
                | Case::Usual
                | Case::Suppressed
                | Case::NotEstimable
                | Case::Tiny
                | Case::Large => Vec::new(),
            },
        }))
    }

    fn dots(&self, case: Case) -> Option<Figure> {
        let numbers = match case {
            Case::Tiny => Numbers {
                factor: 1.0,
                decimals: 6,
                unit: String::new(),
            },
            Case::Large => Numbers::plain(0),
            Case::One
            | Case::Many
            | Case::Usual
            | Case::Long
            | Case::Missing
            | Case::Suppressed
            | Case::NotEstimable => Numbers::percent(),
        };
        let scale = match case {
            Case::Large => 12_345_678.0,
            Case::One
            | Case::Many
            | Case::Usual
            | Case::Long
            | Case::Missing
            | Case::Suppressed
            | Case::NotEstimable
            | Case::Tiny => 1.0,
        };
        let row = |at: usize| DotRow {
            label: self.label(case, at),
            group: Some(at % 4),
            shown: match self.share(case, at) {
                Shown::Value(it) => Shown::Value(Estimate {
                    value: it.value * scale,
                    interval: it.interval.map(|it| (it.0 * scale, it.1 * scale)),
                }),
                Shown::Withheld(why) => Shown::Withheld(why),
            },
            n: Self::people(case, at),
        };
        let rows: Vec<DotRow> = (0..Self::n(case)).map(row).collect();
        let values = rows.iter().filter_map(|it| match &it.shown {
            Shown::Value(it) => Some(it.value),
            Shown::Withheld(_) => None,
        });
        let value = values.fold((0.0, 0.0), |sum, it| (sum.0 + it, sum.1 + 1.0));
        let reference = (value.1 > 0.0).then(|| Reference {
            label: self.say(Gallery::Whole),
            value: value.0 / value.1,
        });
        Some(Figure::Dots(Dots {
            caption: self.caption(Gallery::Dots, case),
            numbers,
            heads: self.heads(),
            group_head: self.say(Gallery::HeadGroup),
            groups: (0..4).map(|it| self.label(case, it)).collect(),
            rows,
            reference,
            domain: None,
            order: Order::Descending,
        }))
    }

    fn stacked(&self, case: Case) -> Option<Figure> {
        let n_levels = if case == Case::One { 1 } else { 5 };
        let shares = |at: usize| match case {
            Case::Missing => StackedShares::Withheld(self.say(Gallery::Nobody)),
            Case::Suppressed if at % 3 != 2 => StackedShares::Withheld(self.say(Gallery::TooFew)),
            Case::Tiny | Case::Large => {
                let most = if case == Case::Tiny { 0 } else { n_levels - 1 };
                let level = |it: usize| if it == most { 0.996 } else { 0.001 };
                StackedShares::Shown {
                    levels: (0..n_levels).map(level).collect(),
                    missing: 0.001,
                }
            }
            Case::One
            | Case::Many
            | Case::Usual
            | Case::Long
            | Case::Suppressed
            | Case::NotEstimable => {
                let raw: Vec<f64> = (0..n_levels).map(|it| 0.1 + wobble(at * 5 + it)).collect();
                let sum: f64 = raw.iter().sum();
                StackedShares::Shown {
                    levels: raw.iter().map(|it| it / sum).collect(),
                    missing: 0.2 * wobble(at),
                }
            }
        };
        // A share without an interval looks as any other: stacked bars have none.
        (case != Case::NotEstimable).then(|| {
            Figure::Stacked(Stacked {
                caption: self.caption(Gallery::Stacked, case),
                numbers: Numbers::percent(),
                heads: StackedHeads {
                    label: self.say(Gallery::HeadItem),
                    missing: self.say(Gallery::NoAnswer),
                    n: self.say(Gallery::HeadN),
                },
                levels: (0..n_levels).map(|it| self.label(case, it)).collect(),
                neutral: (n_levels > 1).then_some(2),
                rows: (0..Self::n(case))
                    .map(|at| StackedRow {
                        label: self.label(case, at),
                        shares: shares(at),
                        n: Self::people(case, at),
                    })
                    .collect(),
                order: Order::Given,
            })
        })
    }

    fn two_way(&self, case: Case) -> Option<Figure> {
        let n_rows = Self::n(case).min(if case == Case::Many { 3 } else { 8 });
        let cell = |row: usize, column: usize| TwoWayCell {
            shown: self.share(case, row * 5 + column),
            n: Self::people(case, row * 5 + column),
        };
        let columns = Self::n(case);
        let row = |row: usize| TwoWayRow {
            label: self.label(case, row),
            cells: (0..columns).map(|it| cell(row, it)).collect(),
        };
        Some(Figure::TwoWay(TwoWay {
            caption: self.caption(Gallery::TwoWay, case),
            numbers: Numbers::percent(),
            corner: self.say(Gallery::HeadItem),
            n_head: self.say(Gallery::HeadN),
            value_head: self.say(Gallery::HeadShare),
            columns: (0..columns).map(|it| self.label(case, it)).collect(),
            rows: (0..n_rows).map(row).collect(),
        }))
    }

    fn timeline(&self, case: Case) -> Option<Figure> {
        let n_series = if case == Case::One { 1 } else { 4 };
        let day = |at: usize| Day {
            label: format!("{}-{:02}", 1 + at / 28 % 12, 1 + at % 28),
            counts: (0..n_series)
                .map(|it| Self::people(case, at * 4 + it))
                .collect(),
        };
        let days = match case {
            Case::One => 1,
            Case::Many => 400,
            Case::Usual | Case::Long | Case::Missing | Case::Tiny | Case::Large => 14,
            // Counts of responses are never withheld and have no error.
            Case::Suppressed | Case::NotEstimable => return None,
        };
        Some(Figure::Timeline(Timeline {
            caption: self.caption(Gallery::Timeline, case),
            day_head: self.say(Gallery::HeadDay),
            total_head: self.say(Gallery::HeadAll),
            series: (0..n_series).map(|it| self.label(case, it)).collect(),
            days: (0..days).map(day).collect(),
        }))
    }

    fn counts(&self, case: Case) -> Option<Figure> {
        let row = |at: usize| CountRow {
            label: self.label(case, at),
            count: Self::people(case, at),
            target: at
                .is_multiple_of(2)
                .then(|| Self::people(case, at + 1).max(10)),
        };
        let is_apt = !matches!(case, Case::Suppressed | Case::NotEstimable);
        is_apt.then(|| {
            Figure::Counts(Counts {
                caption: self.caption(Gallery::Counts, case),
                heads: CountsHeads {
                    label: self.say(Gallery::HeadItem),
                    count: self.say(Gallery::HeadN),
                    target: self.say(Gallery::HeadTarget),
                },
                rows: (0..Self::n(case)).map(row).collect(),
                order: Order::Descending,
            })
        })
    }

    fn scatter(&self, case: Case) -> Option<Figure> {
        let unit = match case {
            Case::Tiny => 0.0001,
            Case::Large => 1_000_000.0,
            Case::One
            | Case::Many
            | Case::Usual
            | Case::Long
            | Case::Missing
            | Case::Suppressed
            | Case::NotEstimable => 1.0,
        };
        let numbers = match case {
            Case::Tiny => Numbers {
                decimals: 4,
                ..Numbers::percent()
            },
            Case::One
            | Case::Many
            | Case::Usual
            | Case::Long
            | Case::Missing
            | Case::Suppressed
            | Case::NotEstimable
            | Case::Large => Numbers::percent(),
        };
        let point = |at: usize| {
            let (x, y) = (30.0 + 60.0 * wobble(at), 0.02 + 0.2 * wobble(at * 3 + 1));
            ScatterPoint {
                label: self.label(case, at),
                short: self.label(case, at).chars().take(16).collect(),
                x: x * unit,
                y: y * unit.min(1.0),
                y_interval: (case != Case::NotEstimable)
                    .then(|| ((y - 0.02) * unit.min(1.0), (y + 0.02) * unit.min(1.0))),
                group: usize::from(x > 60.0) + if y > 0.12 { 0 } else { 2 },
            }
        };
        // Points without values are left out before a figure is made.
        let is_apt = !matches!(case, Case::Missing | Case::Suppressed);
        is_apt.then(|| {
            let part = |at: usize| self.label(case, at);
            Figure::Scatter(Scatter {
                caption: self.caption(Gallery::Scatter, case),
                x: ScatterAxis {
                    title: self.say(Gallery::HeadScore),
                    head: self.say(Gallery::HeadScore),
                    numbers: Numbers::plain(if case == Case::Tiny { 4 } else { 0 }),
                },
                y: ScatterAxis {
                    title: self.say(Gallery::HeadShare),
                    head: self.say(Gallery::HeadShare),
                    numbers: numbers.clone(),
                },
                cut: (60.0 * unit, 0.12 * unit.min(1.0)),
                parts: (0..4).map(part).collect(),
                label_head: self.say(Gallery::HeadItem),
                group_head: self.say(Gallery::HeadGroup),
                interval_head: self.say(Gallery::HeadInterval),
                points: (0..Self::n(case)).map(point).collect(),
            })
        })
    }
}

#[cfg(test)]
mod tests;
