//! What a figure is: plain data, filled by the report, drawn by this module.
//!
//! Every string is already worded in the reader's language. Shares are numbers
//! between 0 and 1; [`Numbers`] says how they are written.

/// One figure of any kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// Answers to one question.
    Distribution(Distribution),
    /// One estimate for each area.
    Dots(Dots),
    /// A battery of questions that share one scale.
    Stacked(Stacked),
    /// Shares of one answer by two variables.
    TwoWay(TwoWay),
    /// Responses a day.
    Timeline(Timeline),
    /// Numbers of responses by area.
    Counts(Counts),
    /// Things by two values.
    Scatter(Scatter),
}

/// The words around a figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Caption {
    /// BCP 47 language of the words; it decides the shape of Han characters.
    pub lang: String,
    /// The finding, as a sentence.
    pub title: String,
    /// What is shown: the question, n, weights, the rule of a rate.
    pub subtitle: String,
    /// Below the drawing, one paragraph each: what the intervals mean, the
    /// source, "simulated".
    pub notes: Vec<String>,
}

/// How values are written.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    /// A value is multiplied by this before it is written: 100 for shares.
    pub factor: f64,
    /// Digits after the point.
    pub decimals: u8,
    /// Written after the value, with its space if one is wanted: `%`.
    pub unit: String,
}

impl Numbers {
    /// Shares as whole percentages: `41%`.
    pub fn percent() -> Numbers {
        Numbers {
            factor: 100.0,
            decimals: 0,
            unit: String::from("%"),
        }
    }

    /// Means and scores as they are.
    pub fn plain(decimals: u8) -> Numbers {
        Numbers {
            factor: 1.0,
            decimals,
            unit: String::new(),
        }
    }
}

/// An estimate with its confidence interval, in the unit of the figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The point estimate.
    pub value: f64,
    /// Lower and upper limit, where they can be given.
    pub interval: Option<(f64, f64)>,
}

/// A value that may be shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// It may.
    Value(Estimate),
    /// It may not; the words say why, such as `n < 10`.
    Withheld(String),
}

/// In which order rows are drawn and listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As they come.
    #[default]
    Given,
    /// Largest first, withheld rows last, ties as they come.
    Descending,
}

/// Horizontal bars, one an option.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    pub caption: Caption,
    pub numbers: Numbers,
    pub heads: EstimateHeads,
    /// Options that count as an answer; shares are of valid answers.
    pub valid: Vec<OptionBar>,
    /// Stands above the block of those who gave no valid answer, and names the
    /// base of its shares.
    pub missing_title: String,
    /// Don't know, refused, not applicable, skipped.
    pub missing: Vec<OptionBar>,
}

/// Column heads of a table with one estimate a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EstimateHeads {
    /// What a row is: `Answer`, `Community`.
    pub label: String,
    /// `Share`.
    pub value: String,
    /// `95% interval`.
    pub interval: String,
    /// `n`.
    pub n: String,
}

/// One option of a [`Distribution`].
#[derive(Clone, Debug, PartialEq)]
pub struct OptionBar {
    pub label: String,
    pub shown: Shown,
    /// People, not weighted.
    pub n: u64,
}

/// A dot with an interval for each area, and a line for all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Dots {
    pub caption: Caption,
    pub numbers: Numbers,
    pub heads: EstimateHeads,
    /// Head of the column of group names in the table.
    pub group_head: String,
    /// Names of the groups, such as streets; at most six get their own mark.
    pub groups: Vec<String>,
    pub rows: Vec<DotRow>,
    /// The value of the whole district.
    pub reference: Option<Reference>,
    /// Ends of the axis; without it they follow from the values.
    pub domain: Option<(f64, f64)>,
    pub order: Order,
}

/// One area of a [`Dots`] figure.
#[derive(Clone, Debug, PartialEq)]
pub struct DotRow {
    pub label: String,
    /// Index into [`Dots::groups`].
    pub group: Option<usize>,
    pub shown: Shown,
    pub n: u64,
}

/// A vertical line and its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// `Whole district 71%`.
    pub label: String,
    pub value: f64,
}

/// Bars of stacked shares around a common centre.
#[derive(Clone, Debug, PartialEq)]
pub struct Stacked {
    pub caption: Caption,
    pub numbers: Numbers,
    pub heads: StackedHeads,
    /// Answers from the least to the most favourable: they run left to right.
    pub levels: Vec<String>,
    /// Index of the neutral level, on which bars are centred; without it they
    /// are centred between the two halves.
    pub neutral: Option<usize>,
    pub rows: Vec<StackedRow>,
    /// `Descending` sorts by the share right of the centre.
    pub order: Order,
}

/// Column heads of a [`Stacked`] figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StackedHeads {
    /// `Item`.
    pub label: String,
    /// `Don't know or refused`.
    pub missing: String,
    /// `n`.
    pub n: String,
}

/// One item of a [`Stacked`] figure.
#[derive(Clone, Debug, PartialEq)]
pub struct StackedRow {
    pub label: String,
    pub shares: StackedShares,
    /// Valid answers, not weighted.
    pub n: u64,
}

/// The shares of an item.
#[derive(Clone, Debug, PartialEq)]
pub enum StackedShares {
    /// They may be shown.
    Shown {
        /// One a level, of valid answers; together 1.
        levels: Vec<f64>,
        /// Share without a valid answer, of all who were asked.
        missing: f64,
    },
    /// They may not; the words say why.
    Withheld(String),
}

/// A table of shares, tinted by size; bars where a table is too wide.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoWay {
    pub caption: Caption,
    pub numbers: Numbers,
    /// Head of the row labels: what rows are.
    pub corner: String,
    /// What `n` is called: `n`.
    pub n_head: String,
    /// Head of the value column where bars are drawn; a line break in it is kept.
    pub value_head: String,
    pub columns: Vec<String>,
    pub rows: Vec<TwoWayRow>,
}

/// One row of a [`TwoWay`] figure.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoWayRow {
    pub label: String,
    /// One a column.
    pub cells: Vec<TwoWayCell>,
}

/// One cell of a [`TwoWay`] figure.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoWayCell {
    pub shown: Shown,
    /// Base of the cell's share, not weighted.
    pub n: u64,
}

/// Columns of responses, one a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    pub caption: Caption,
    /// `Day`.
    pub day_head: String,
    /// `All`.
    pub total_head: String,
    /// What is stacked, such as modes; one name for a single series.
    pub series: Vec<String>,
    /// In order, days without responses included.
    pub days: Vec<Day>,
}

/// One column of a [`Timeline`].
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// Short date.
    pub label: String,
    /// One count a series.
    pub counts: Vec<u64>,
}

/// Horizontal bars of counts, with a mark where a target stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    pub caption: Caption,
    pub heads: CountsHeads,
    pub rows: Vec<CountRow>,
    pub order: Order,
}

/// Column heads of a [`Counts`] figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CountsHeads {
    /// `Community`.
    pub label: String,
    /// `Responses`.
    pub count: String,
    /// `Target`.
    pub target: String,
}

/// One row of a [`Counts`] figure.
#[derive(Clone, Debug, PartialEq)]
pub struct CountRow {
    pub label: String,
    pub count: u64,
    pub target: Option<u64>,
}

/// Points by two values, in four parts, with a numbered list below.
#[derive(Clone, Debug, PartialEq)]
pub struct Scatter {
    pub caption: Caption,
    /// Across.
    pub x: ScatterAxis,
    /// Up.
    pub y: ScatterAxis,
    /// Where the parts meet, across and up.
    pub cut: (f64, f64),
    /// Names of the parts: upper left, upper right, lower left, lower right.
    pub parts: Vec<String>,
    /// Head of the labels in the table: `Item`.
    pub label_head: String,
    /// Head of the parts in the table.
    pub group_head: String,
    /// Head of the intervals in the table.
    pub interval_head: String,
    /// The points; their numbers are their places here, from 1.
    pub points: Vec<ScatterPoint>,
}

/// An axis of a [`Scatter`].
#[derive(Clone, Debug, PartialEq)]
pub struct ScatterAxis {
    /// What it measures and in which direction: `Score, 0–100 →`.
    pub title: String,
    /// The same as the head of a column.
    pub head: String,
    pub numbers: Numbers,
}

/// One point of a [`Scatter`].
#[derive(Clone, Debug, PartialEq)]
pub struct ScatterPoint {
    /// Its words in the list.
    pub label: String,
    /// A few words beside the point.
    pub short: String,
    /// Across.
    pub x: f64,
    /// Up.
    pub y: f64,
    /// Lower and upper limit of the value up.
    pub y_interval: Option<(f64, f64)>,
    /// Which of the parts it belongs to; decides its mark.
    pub group: usize,
}

impl Figure {
    /// The words around the figure.
    pub fn caption(&self) -> &Caption {
        match self {
            Figure::Distribution(it) => &it.caption,
            Figure::Dots(it) => &it.caption,
            Figure::Stacked(it) => &it.caption,
            Figure::TwoWay(it) => &it.caption,
            Figure::Timeline(it) => &it.caption,
            Figure::Counts(it) => &it.caption,
            Figure::Scatter(it) => &it.caption,
        }
    }
}
