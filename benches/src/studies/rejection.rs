//! How often tests find something where nothing is.

use survey_core::base::Seed;
use survey_core::stats::multiplicity::{Adjust, adjust};
use survey_core::stats::regression::RankScore;
use survey_core::stats::special::{chi_square_upper, t_upper};
use survey_core::stats::{Sample, Tally};

use super::people::code;
use super::{LEVEL, Rate, Rates, Setting};

/// Shares of the rows of a table, and of its columns.
const ROWS: [f64; 3] = [0.3, 0.3, 0.4];
const COLUMNS: [f64; 4] = [0.15, 0.25, 0.35, 0.25];

/// Tests of two things that have nothing to do with each other, both alike within clusters.
pub fn one(setting: &Setting, times: usize, seed: u64) -> Vec<Rate> {
    let mut seed = Seed::new(seed);
    let mut rates = Rates::default();
    for _ in 0..times {
        let drawn = setting.draw(&mut seed);
        let (x, y) = (drawn.inclinations(&mut seed), drawn.inclinations(&mut seed));
        let sample = Sample::of(&drawn.design());
        table(&mut rates, &sample, &x, &y);
        groups(&mut rates, &sample, &x, &y);
    }
    rates.0
}

fn table(rates: &mut Rates, sample: &Sample, x: &[f64], y: &[f64]) {
    let everyone = vec![true; x.len()];
    let codes = |of: &[f64], shares: &[f64]| -> Vec<Option<usize>> {
        of.iter().map(|it| Some(code(*it, shares))).collect()
    };
    let (rows, columns) = (codes(x, &ROWS), codes(y, &COLUMNS));
    let cells = ((&rows[..], ROWS.len()), (&columns[..], COLUMNS.len()));
    let Some(table) = sample.two_way(cells.0, cells.1, &everyone) else {
        return;
    };
    let test = table.rao_scott();
    rates.rejects("Rao-Scott, second order (default)", test.map(|it| it.p));
    rates.rejects("Rao-Scott, first order", test.map(|it| it.first_order_p));
    rates.rejects("saddle point", table.saddlepoint_p());
    rates.rejects("Wald, adjusted", table.wald(true).map(|it| it.p));
    let naive = test.map(|it| chi_square_upper(it.pearson, it.pearson_df));
    rates.rejects("Pearson, as if drawn one by one", naive);
}

fn groups(rates: &mut Rates, sample: &Sample, x: &[f64], y: &[f64]) {
    let everyone = vec![true; x.len()];
    let group: Vec<f64> = x.iter().map(|it| f64::from(u8::from(*it > 0.0))).collect();
    let t = sample.t_test(y, &group, &everyone, LEVEL);
    rates.rejects("t test of two groups", t.ok().map(|it| it.p));
    let ranks = sample.rank_scores(y, RankScore::Rank, &everyone);
    let t = sample.t_test(&ranks, &group, &everyone, LEVEL);
    rates.rejects("rank test of two groups", t.ok().map(|it| it.p));
    rates.rejects("t test as if drawn one by one", Some(plain_t(y, &group)));
}

/// Welch's test without design and weights, for comparison.
fn plain_t(y: &[f64], group: &[f64]) -> f64 {
    let of = |which: f64| -> (f64, f64) {
        let all: Vec<f64> = y
            .iter()
            .zip(group)
            .filter(|it| *it.1 == which)
            .map(|it| *it.0)
            .collect();
        let n = all.len() as f64;
        let mean = all.iter().sum::<f64>() / n;
        let off = all.iter().map(|it| (it - mean) * (it - mean)).sum::<f64>();
        (mean, off / (n - 1.0) / n)
    };
    let ((a, va), (b, vb)) = (of(0.0), of(1.0));
    2.0 * t_upper(((a - b) / (va + vb).sqrt()).abs(), y.len() as f64 - 2.0)
}

/// Ten communities without any difference, each compared with the first: how often at least one
/// comparison finds something.
pub fn many(setting: &Setting, times: usize, seed: u64) -> Vec<Rate> {
    const COMMUNITIES: usize = 10;
    let mut seed = Seed::new(seed);
    let mut rates = Rates::default();
    for _ in 0..times {
        let drawn = Setting {
            people: setting.people * COMMUNITIES,
            ..*setting
        }
        .draw(&mut seed);
        let said = drawn.inclinations(&mut seed);
        let tally = Tally::of(
            &drawn.design(),
            (COMMUNITIES, 2),
            |row| Some(row / setting.people),
            |row| Some(usize::from(said[row] > 0.0)),
        );
        let set = tally.share_of(&[1]);
        let p = |at: usize| set.difference(at, 0).p_value(0);
        let Some(p) = (1..COMMUNITIES).map(p).collect::<Option<Vec<f64>>>() else {
            continue;
        };
        let least = |p: Vec<f64>| p.into_iter().reduce(f64::min);
        rates.rejects("Holm", least(adjust(&p, Adjust::Holm)));
        rates.rejects("Bonferroni", least(adjust(&p, Adjust::Bonferroni)));
        rates.rejects(
            "Benjamini-Hochberg",
            least(adjust(&p, Adjust::FalseDiscovery)),
        );
        rates.rejects("each comparison by itself", least(p));
    }
    rates.0
}
