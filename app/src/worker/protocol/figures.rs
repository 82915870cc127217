//! Results of an analysis on their way to the page: numbers and labels, no sentences.

use serde::{Deserialize, Serialize};

/// What there is to analyse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    /// Surveys with responses, most responses first.
    pub surveys: Vec<Survey>,
    /// Id of the survey that is analysed.
    pub survey: String,
    /// Interviews that the filter lets through.
    pub n: u32,
    /// Interviews of the survey.
    pub of: u32,
    /// Simulated ones among those let through.
    pub simulated: u32,
    /// What may be filtered by, with the values that exist.
    pub facets: Vec<Facet>,
    /// Variables for a two-way table: name, label.
    pub variables: Vec<(String, String)>,
    /// What communities may be compared on.
    pub measures: Vec<MeasureGroup>,
}

/// A survey with responses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Survey {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its responses.
    pub count: u32,
}

/// Something rows are filtered by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facet {
    /// `area:street`, `mode`, `wave`, `date`, or the name of an item.
    pub key: String,
    /// The question, for items.
    pub label: String,
    /// Values that at least one response has.
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FacetValue {
    /// As it is stored.
    pub key: String,
    /// As people call it; empty where the key says it.
    pub label: String,
    /// The area it lies in.
    pub parent: Option<String>,
    /// Responses that would be left, all other facets as they are.
    pub count: u32,
}

/// A group of measures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MeasureGroup {
    /// What they are: constructs or questions.
    pub constructs: bool,
    /// The measures with their labels.
    pub measures: Vec<(Measure, String)>,
}

/// What communities are compared on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Measure {
    /// Strict top-2 share of an item.
    Top2(String),
    /// Mean of an item's points or numbers.
    Mean(String),
    /// Mean score of a construct or an item, 0–100.
    Score(String),
    /// A construct that is a rate, 0–1.
    Rate(String),
}

/// An estimate that may be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimated {
    /// The estimate.
    pub value: f64,
    /// Ends of the 95 % interval.
    pub interval: Option<(f64, f64)>,
    /// People behind it.
    pub n: u64,
}

/// Why there is no estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Withheld {
    /// Fewer than ten people.
    TooFew,
    /// Nobody.
    Nobody,
}

/// An estimate, or why there is none.
pub type Shape<T> = Result<T, Withheld>;

/// Who answered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// Responses that the filter lets through, whatever their disposition.
    pub n: u64,
    /// Interviews among them.
    pub interviews: u64,
    /// Simulated ones among them.
    pub simulated: u64,
    /// Responses by AAPOR disposition.
    pub dispositions: Vec<(String, u64)>,
    /// Communities, in the order of the tree; also those without responses.
    pub areas: Vec<Area>,
    /// The modes of the days' counts.
    pub modes: Vec<String>,
    /// Every day from the first to the last.
    pub days: Vec<DayRow>,
    /// Minutes of interviews.
    pub minutes: Option<Quantiles>,
    /// Questions with the most missing answers, among those asked: name, label, asked, don't
    /// know, refused, not applicable, skipped.
    pub missing: Vec<(String, String, [u64; 5])>,
    /// Missing of all kinds among all that was asked.
    pub missing_share: f64,
}

/// Responses of an area.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: String,
    /// The name of the street.
    pub group: String,
    /// Responses.
    pub count: u64,
}

/// Responses of a day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DayRow {
    /// `2026-11-22`.
    pub day: String,
    /// By mode.
    pub counts: Vec<u64>,
}

/// How numbers lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quantiles {
    /// A quarter is below.
    pub q1: f64,
    /// Half is below.
    pub median: f64,
    /// Three quarters are below.
    pub q3: f64,
    /// How many there are.
    pub n: u64,
}

/// Every question with its main figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Questions {
    /// In the order of the questionnaire.
    pub lines: Vec<QuestionLine>,
}

/// One question with its main figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuestionLine {
    /// The item's name.
    pub name: String,
    /// The question.
    pub label: String,
    /// The group of questions.
    pub section: String,
    /// How it is answered.
    pub scale: Scale,
    /// People who were asked.
    pub asked: u64,
    /// People with a valid answer.
    pub n: u64,
    /// Strict top-2 share or mean, where there is one.
    pub main: Option<Shape<Estimated>>,
}

/// How a question is answered, and so how its figures read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Scale {
    /// One of several.
    Choice,
    /// One of several that lie in order from bad to good, with scores.
    Ordered,
    /// Any of several.
    Choices,
    /// Points from the first to the second.
    Points(f64, f64),
    /// A number.
    Number,
    /// Days or times.
    Moments,
    /// Words.
    Words,
}

/// One question in full.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The item's name.
    pub name: String,
    /// The question.
    pub label: String,
    /// How it is answered.
    pub scale: Scale,
    /// People who were asked.
    pub asked: u64,
    /// People with a valid answer.
    pub n: u64,
    /// Valid answers, shares of valid answers.
    pub answers: Vec<Bar>,
    /// The reasons for none, shares of those asked.
    pub missing: Vec<Bar>,
    /// Strict top-2.
    pub top2: Option<Shape<Estimated>>,
    /// The labels it counts, the best first.
    pub top2_labels: Vec<String>,
    /// Lenient top-3.
    pub top3: Option<Shape<Estimated>>,
    /// The mean, 0–100 for scored choices, points for scales, the number for numbers.
    pub mean: Option<Shape<Estimated>>,
    /// The standard deviation of what the mean is of.
    pub sd: Option<f64>,
    /// For numbers and moments.
    pub quantiles: Option<Quantiles>,
    /// What was said, for words; the first hundred.
    pub words: Vec<Answered>,
}

/// One option of a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// The code, or the reason's name.
    pub code: String,
    /// As people saw it; for reasons empty where the questionnaire has no words.
    pub label: String,
    /// The share.
    pub share: Shape<Estimated>,
    /// People.
    pub count: u64,
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// The community.
    pub area: String,
    /// The words.
    pub words: String,
}

/// One measure by community.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Areas {
    /// Which.
    pub measure: Measure,
    /// Its label.
    pub label: String,
    /// The ends of its scale, if it has any.
    pub ends: Option<(f64, f64)>,
    /// The streets.
    pub groups: Vec<String>,
    /// The communities, in the order of the tree.
    pub rows: Vec<AreaRow>,
    /// All of them together.
    pub whole: Shape<Estimated>,
}

/// A measure in one community.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AreaRow {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: String,
    /// Which of the streets.
    pub group: Option<u32>,
    /// The estimate.
    pub shown: Shape<Estimated>,
    /// People with a valid answer.
    pub n: u64,
    /// Sign of the difference from all others together, where it is beyond chance.
    pub differs: i8,
    /// Its tier, 0 the best, and the best and the worst place it may have; none where it has no
    /// standard error.
    pub ranked: Option<(u32, u32, u32)>,
    /// The interval that holds together with those of all other communities.
    pub joint: Option<(f64, f64)>,
    /// The estimate drawn towards the mean of all, its interval, the share of the mean in it.
    pub shrunk: Option<(f64, (f64, f64), f64)>,
}

/// One community beside all others, question by question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AreaPage {
    /// The community's code.
    pub code: String,
    /// Its name; empty if it is not there.
    pub label: String,
    /// Interviews in it.
    pub n: u64,
    /// Every community with interviews: code, name.
    pub areas: Vec<(String, String)>,
    /// The mean scores of questions, 0 to 100.
    pub rows: Vec<AreaItem>,
}

/// One question in a community and in all others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AreaItem {
    /// The question's name.
    pub name: String,
    /// Its words.
    pub label: String,
    /// Its score there.
    pub own: Shape<Estimated>,
    /// That of all other communities together; none where the two cannot be compared.
    pub others: Option<Estimated>,
    /// The p value of no difference, after Holm over the questions.
    pub p: Option<f64>,
}

/// Every battery.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Batteries {
    /// In the order of the questionnaire.
    pub batteries: Vec<Battery>,
}

/// Questions that share a scale.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Battery {
    /// Its key.
    pub key: String,
    /// What it is called: the group of questions.
    pub label: String,
    /// The scale, least favourable first.
    pub levels: Vec<String>,
    /// The middle of the scale.
    pub neutral: Option<u32>,
    /// The questions.
    pub rows: Vec<BatteryRow>,
}

/// One question of a battery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BatteryRow {
    /// The item's name.
    pub name: String,
    /// The question.
    pub label: String,
    /// Shares of the levels, of valid answers.
    pub levels: Shape<Vec<f64>>,
    /// The strict top-2 share.
    pub top2: Shape<Estimated>,
    /// Share without a valid answer, of those asked.
    pub missing: f64,
    /// Valid answers.
    pub n: u64,
}

/// What goes with a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drivers {
    /// Questions that may be the outcome: name, label.
    pub outcomes: Vec<(String, String)>,
    /// Batteries whose questions may be compared: name of the first, label.
    pub batteries: Vec<(String, String)>,
    /// The outcome; empty if there is none.
    pub outcome: String,
    /// Its question.
    pub label: String,
    /// The battery; empty if there is none.
    pub battery: String,
    /// The questions that were to be compared.
    pub items: Vec<String>,
    /// People with an answer to the outcome.
    pub answered: u64,
    /// Those with an answer to every compared question as well.
    pub complete: u64,
    /// Questions that too few answered, left out.
    pub left_out: u32,
    /// What was found; none where there is too little to find it in.
    pub found: Option<Explained>,
}

/// What questions explain of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// Explained variance.
    pub r2: f64,
    /// Whether importance is the mean over all orders of entry, not a relative weight.
    pub mean_gain: bool,
    /// Most important first.
    pub rows: Vec<DriverRow>,
}

/// One question that goes with another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DriverRow {
    /// Its name.
    pub name: String,
    /// The question.
    pub label: String,
    /// Its share of what is explained.
    pub share: Estimated,
    /// Mean score, 0 to 100.
    pub score: f64,
    /// Where it stands.
    pub quadrant: Quadrant,
}

/// Where a question stands by importance and score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quadrant {
    /// Important, with a low score.
    Improve,
    /// Important, with a high score.
    Keep,
    /// Less important, with a low score.
    Later,
    /// Less important, with a high score.
    Enough,
}

impl Quadrant {
    /// All of them, the most pressing first.
    pub const ALL: [Quadrant; 4] = [
        Quadrant::Improve,
        Quadrant::Keep,
        Quadrant::Later,
        Quadrant::Enough,
    ];
}
