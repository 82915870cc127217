use super::{About, Drawn, count, short, value};
use crate::charts::Figure;
use crate::charts::figure::{Numbers, Shown, TwoWay, TwoWayCell, TwoWayRow};
use crate::locale::analysis::{Analysis, Strength};
use crate::locale::cross::Cross as Say;
use crate::locale::responses;
use crate::worker::protocol::{
    Cross, CrossCell, CrossMargin, CrossOutside, CrossRow, CrossShow, CrossTest, Estimated, Shape,
};

/// A table of variables crossed, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossSheet {
    /// The finding, as a sentence.
    pub title: String,
    /// What is shown, and of how many.
    pub subtitle: String,
    /// The test.
    pub test: String,
    /// The test inside each outer group.
    pub layers: Vec<String>,
    /// Who is not in the table.
    pub outside: String,
    /// Why not.
    pub reasons: Vec<String>,
    /// How to read it.
    pub notes: Vec<String>,
    /// What rows are.
    pub corner: String,
    /// What columns are.
    pub across: String,
    /// The columns, and last the margin.
    pub heads: Vec<String>,
    /// The rows.
    pub rows: Vec<SheetRow>,
    /// All rows together; one more a column, for the margin.
    pub foot: Vec<SheetCell>,
    /// People in the table.
    pub n: String,
    /// People by column.
    pub column_n: Vec<String>,
}

/// A row in words.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetRow {
    /// The group that begins here, where rows have an inner variable.
    pub begins: Option<String>,
    /// Its label.
    pub label: String,
    /// One a column, and last the margin.
    pub cells: Vec<SheetCell>,
    /// People.
    pub n: String,
}

/// A cell in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetCell {
    /// What it shows, or why it shows nothing.
    pub text: String,
    /// Its interval, where there is one.
    pub interval: String,
    /// How it deviates.
    pub mark: Mark,
    /// Whether there is a number.
    pub is_shown: bool,
}

/// How a cell deviates from what independence would have it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Not beyond chance.
    #[default]
    None,
    /// More, taken by itself.
    More,
    /// More, also among all cells.
    FarMore,
    /// Fewer, taken by itself.
    Less,
    /// Fewer, also among all cells.
    FarLess,
}

impl Mark {
    /// The mark of a cell.
    pub fn of(cell: &CrossCell) -> Mark {
        match cell.residual {
            Some(it) if it.p >= 0.05 => Mark::None,
            Some(it) => match (it.z > 0.0, it.adjusted < 0.05) {
                (true, true) => Mark::FarMore,
                (true, false) => Mark::More,
                (false, true) => Mark::FarLess,
                (false, false) => Mark::Less,
            },
            None => Mark::None,
        }
    }

    /// The sign beside the number.
    pub fn sign(self) -> &'static str {
        match self {
            Mark::None => "",
            Mark::More => "+",
            Mark::FarMore => "++",
            Mark::Less => "\u{2212}",
            Mark::FarLess => "\u{2212}\u{2212}",
        }
    }

    /// The sign in words.
    pub fn words(self) -> Option<Say> {
        match self {
            Mark::None => None,
            Mark::More => Some(Say::More),
            Mark::FarMore => Some(Say::FarMore),
            Mark::Less => Some(Say::Less),
            Mark::FarLess => Some(Say::FarLess),
        }
    }

    /// The name in markup.
    pub fn name(self) -> &'static str {
        match self {
            Mark::None => "none",
            Mark::More => "more",
            Mark::FarMore => "far-more",
            Mark::Less => "less",
            Mark::FarLess => "far-less",
        }
    }
}

/// Shares with one digit after the point: a difference of half a point may be one.
pub fn cross_numbers() -> Numbers {
    Numbers {
        decimals: 1,
        ..Numbers::percent()
    }
}

/// Variables crossed, as a table in words.
pub fn cross_sheet(about: &About, it: &Cross) -> CrossSheet {
    let say = |message: Say| about.locale.say(message).to_string();
    let corner = match &it.nest {
        Some(nest) => format!("{} › {}", name(about, &it.down), name(about, nest)),
        None => name(about, &it.down),
    };
    let mut begun: Option<&str> = None;
    let rows = it.rows.iter().map(|row| {
        let is_new = row.nested.is_some() && begun != Some(row.label.as_str());
        begun = Some(&row.label);
        let label = coded(about, &it.down.0, &row.label);
        SheetRow {
            begins: is_new.then(|| label.clone()),
            label: match (&row.nested, &it.nest) {
                (Some(inner), Some(nest)) => coded(about, &nest.0, inner),
                (_, _) => label,
            },
            cells: row_cells(about, it.of.show, row),
            n: count(row.margin.n),
        }
    });
    let rows = rows.collect();
    let heads = it
        .columns
        .iter()
        .map(|label| coded(about, &it.across.0, label));
    let outside: u64 = it.outside.iter().map(|it| it.n).sum();
    CrossSheet {
        title: about.say(finding(about, it)),
        subtitle: rule(about, it),
        test: match &it.test {
            Some(test) => test_words(about, test),
            None => say(Say::NoTest),
        },
        layers: it
            .layers
            .iter()
            .map(|layer| layer_words(about, it, layer))
            .collect(),
        outside: match outside {
            0 => say(Say::EverybodyInside),
            n => say(Say::Outside { n: count(n) }),
        },
        reasons: it.outside.iter().map(|it| why_outside(about, it)).collect(),
        notes: notes(about, it),
        corner,
        across: name(about, &it.across),
        heads: heads.chain([say(Say::All)]).collect(),
        rows,
        foot: foot(about, it),
        n: count(it.n),
        column_n: it.column_margin.iter().map(|it| count(it.n)).collect(),
    }
}

fn row_cells(about: &About, show: CrossShow, row: &CrossRow) -> Vec<SheetCell> {
    let cells = row.cells.iter().map(|it| cell(about, show, it));
    let margin = match show {
        CrossShow::Row => whole(),
        CrossShow::Column | CrossShow::Table => margin_cell(about, &row.margin),
        CrossShow::Count => plain(count(row.margin.n)),
    };
    cells.chain([margin]).collect()
}

fn cell(about: &About, show: CrossShow, it: &CrossCell) -> SheetCell {
    let mark = Mark::of(it);
    match (&it.shown, show) {
        (Err(_), _) if it.count == 0 => SheetCell {
            text: about.locale.say(Say::WithheldCell).to_string(),
            ..SheetCell::default()
        },
        (_, CrossShow::Count) => SheetCell {
            mark,
            ..plain(count(it.count))
        },
        (shown, CrossShow::Row | CrossShow::Column | CrossShow::Table) => SheetCell {
            mark,
            ..share_cell(about, shown)
        },
    }
}

fn share_cell(about: &About, shown: &Shape<Estimated>) -> SheetCell {
    let numbers = cross_numbers();
    match shown {
        Ok(it) => SheetCell {
            interval: it
                .interval
                .map_or_else(String::new, |it| super::interval(it, &numbers)),
            ..plain(value(it.value, &numbers))
        },
        Err(_) => SheetCell {
            text: about.locale.say(Say::NotEstimable).to_string(),
            ..SheetCell::default()
        },
    }
}

fn margin_cell(about: &About, margin: &CrossMargin) -> SheetCell {
    match &margin.share {
        Some(shown) => share_cell(about, shown),
        None => SheetCell::default(),
    }
}

fn plain(text: String) -> SheetCell {
    SheetCell {
        text,
        is_shown: true,
        ..SheetCell::default()
    }
}

fn whole() -> SheetCell {
    plain("100%".to_owned())
}

fn foot(about: &About, it: &Cross) -> Vec<SheetCell> {
    let margins = it.column_margin.iter().map(|margin| match it.of.show {
        CrossShow::Row | CrossShow::Table => margin_cell(about, margin),
        CrossShow::Column => whole(),
        CrossShow::Count => plain(count(margin.n)),
    });
    let all = match it.of.show {
        CrossShow::Row | CrossShow::Column | CrossShow::Table => whole(),
        CrossShow::Count => plain(count(it.n)),
    };
    margins.chain([all]).collect()
}

fn rule(about: &About, it: &Cross) -> String {
    let n = count(it.n);
    let row = match &it.nest {
        Some(nest) => name(about, nest),
        None => name(about, &it.down),
    };
    let words = match it.of.show {
        CrossShow::Row => Say::RuleRow { row, n },
        CrossShow::Column => Say::RuleColumn {
            column: name(about, &it.across),
            n,
        },
        CrossShow::Table => Say::RuleTable { n },
        CrossShow::Count => Say::RuleCount { n },
    };
    about.locale.say(words).to_string()
}

fn notes(about: &About, it: &Cross) -> Vec<String> {
    let has_marks = it
        .rows
        .iter()
        .flat_map(|it| &it.cells)
        .any(|it| it.residual.is_some());
    let words = [
        Say::NoteWeights {
            weighted: it.weighted,
        },
        Say::NoteIntervals,
        if has_marks {
            Say::NoteMarks
        } else {
            Say::NoteNoMarks
        },
        Say::NoteWithheld,
    ];
    let mut notes: Vec<String> = words
        .into_iter()
        .map(|it| about.locale.say(it).to_string())
        .collect();
    notes.extend(
        about
            .caption(Analysis::Title, String::new(), Vec::new())
            .notes,
    );
    notes
}

fn test_words(about: &About, test: &CrossTest) -> String {
    let words = Say::Test {
        f: format!("{:.2}", test.f),
        df1: format!("{:.2}", test.df.0),
        df2: format!("{:.0}", test.df.1),
        p: p_words(test.p),
        v: format!("{:.2}", test.v),
    };
    about.locale.say(words).to_string()
}

fn layer_words(about: &About, it: &Cross, layer: &(String, Option<CrossTest>)) -> String {
    let test = match &layer.1 {
        Some(test) => test_words(about, test),
        None => about.locale.say(Say::NoTest).to_string(),
    };
    let group = coded(about, &it.down.0, &layer.0);
    about.locale.say(Say::TestIn { group, test }).to_string()
}

fn why_outside(about: &About, it: &CrossOutside) -> String {
    let reason = responses::missing(&it.reason).map(|it| about.locale.say(it).to_string());
    let why = reason.unwrap_or_else(|| about.locale.say(Say::NoGroup).to_string());
    let words = match &it.by {
        Some(by) => Say::OutsideFor {
            what: name(about, by),
            why,
            n: count(it.n),
        },
        None => {
            let no_weight = about.locale.say(Say::NoWeight);
            return format!("{no_weight} {}", count(it.n));
        }
    };
    about.locale.say(words).to_string()
}

/// Variables crossed, as a figure: shares row by row.
pub fn cross(about: &About, it: &Cross) -> Drawn {
    let sheet = cross_sheet(about, it);
    let row = |(row, words): (&CrossRow, &SheetRow)| TwoWayRow {
        label: match &row.nested {
            Some(_) => format!("{} › {}", coded(about, &it.down.0, &row.label), words.label),
            None => words.label.clone(),
        },
        cells: row
            .cells
            .iter()
            .map(|cell| figure_cell(about, it.of.show, cell))
            .collect(),
    };
    let mut caption = about.caption(finding(about, it), sheet.subtitle, Vec::new());
    caption.notes = [vec![sheet.test], sheet.layers, sheet.notes].concat();
    let figure = Figure::TwoWay(TwoWay {
        caption,
        numbers: match it.of.show {
            CrossShow::Row | CrossShow::Column | CrossShow::Table => Numbers::percent(),
            CrossShow::Count => Numbers::plain(0),
        },
        corner: sheet.corner,
        n_head: about.say(Analysis::HeadN),
        value_head: match it.of.show {
            CrossShow::Count => about.say(Analysis::HeadN),
            CrossShow::Row | CrossShow::Column | CrossShow::Table => about.say(Analysis::HeadShare),
        },
        columns: it
            .columns
            .iter()
            .map(|label| coded(about, &it.across.0, label))
            .collect(),
        rows: it.rows.iter().zip(&sheet.rows).map(row).collect(),
    });
    let of = &it.of;
    Drawn::plain(
        &format!("cross:{}:{}:{}", of.rows, of.nest, of.columns),
        figure,
    )
}

fn figure_cell(about: &About, show: CrossShow, cell: &CrossCell) -> TwoWayCell {
    let people = || {
        Ok(Estimated {
            value: cell.count as f64,
            interval: None,
            n: cell.count,
        })
    };
    let shown = match (show, &cell.shown) {
        (CrossShow::Count, Ok(_)) => people(),
        (_, shown) => *shown,
    };
    let shown = match shown {
        Err(_) => Shown::Withheld(about.locale.say(Say::WithheldCell).to_string()),
        Ok(_) => about.shown(&shown),
    };
    TwoWayCell {
        shown,
        n: cell.count,
    }
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
    match it.test {
        // Rows of two variables: what the test finds may come from either.
        Some(_) | None if it.nest.is_some() => {
            let inner = it
                .nest
                .as_ref()
                .map(|it| name(about, it))
                .unwrap_or_default();
            Analysis::FindUntested {
                down: format!("{down} › {inner}"),
                across,
            }
        }
        Some(test) if test.p < 0.05 => Analysis::FindRelated {
            down,
            across,
            strength: Strength::of(test.v),
        },
        Some(_) => Analysis::FindUnrelated { down, across },
        None => Analysis::FindUntested { down, across },
    }
}

/// A mode by its words; other groups have theirs.
pub(super) fn coded(about: &About, variable: &str, label: &str) -> String {
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
