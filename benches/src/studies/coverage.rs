//! How often intervals hold the truth.

use survey_core::base::Seed;
use survey_core::stats::interval::{self, Interval};
use survey_core::stats::multiplicity::{RankSet, Threshold, rank_sets};
use survey_core::stats::quantile::{QuantileInterval, QuantileRule};
use survey_core::stats::weighting::{Margin, RakeResiduals};
use survey_core::stats::{Sample, Tally};

use super::people::code;
use super::{LEVEL, Rate, Rates, Setting};

/// Shares of the answers to a five-point item, 1 to 5.
const SCALE: [f64; 5] = [0.06, 0.10, 0.22, 0.38, 0.24];
/// Shares of 0 to 10.
const LIKELY: [f64; 11] = [
    0.03, 0.02, 0.03, 0.04, 0.05, 0.12, 0.11, 0.17, 0.19, 0.12, 0.12,
];

fn ends(bounds: Option<Interval>) -> Option<(f64, f64)> {
    bounds.map(|it| (it.low, it.high))
}

/// Intervals of the share `p`.
pub fn shares(setting: &Setting, p: f64, times: usize, seed: u64) -> Vec<Rate> {
    let mut seed = Seed::new(seed);
    let mut rates = Rates::default();
    for _ in 0..times {
        let drawn = setting.draw(&mut seed);
        let said = drawn.inclinations(&mut seed);
        let code = |row: usize| Some(code(said[row], &[1.0 - p, p]));
        let set = Tally::of(&drawn.design(), (1, 2), |_| Some(0), code).share_of(&[1]);
        let (est, se, df, n) = (set.est[0], set.se(0), set.df[0], set.n[0] as f64);
        let n_eff = set.share_n_eff(0);
        let spread = se > 0.0;
        rates.covers(
            "Wilson, effective n, t (default)",
            ends(set.share_interval(0, LEVEL)),
            p,
        );
        let korn = interval::korn_graubard(est, n_eff, n, df, LEVEL, true);
        rates.covers("Korn-Graubard", ends(korn.filter(|_| spread)), p);
        let logit = interval::logit(est, se, df, LEVEL);
        rates.covers("logit", ends(logit.filter(|_| spread)), p);
        // Without a spread it is the point itself, which is what such products print.
        let wald = ends(interval::symmetric(est, se, df, LEVEL)).unwrap_or((est, est));
        rates.covers("Wald by the design", Some(wald), p);
        let plain = (est * (1.0 - est) / n).sqrt();
        let plain = ends(interval::symmetric(est, plain, f64::INFINITY, LEVEL));
        rates.covers(
            "Wald, n as if drawn one by one",
            Some(plain.unwrap_or((est, est))),
            p,
        );
    }
    rates.0
}

/// Intervals of other figures, and of a raked share with and without what raking did.
pub fn figures(setting: &Setting, times: usize, seed: u64) -> Vec<Rate> {
    let mut seed = Seed::new(seed);
    let mut rates = Rates::default();
    for _ in 0..times {
        let drawn = setting.draw(&mut seed);
        let design = drawn.design();
        let said = drawn.inclinations(&mut seed);
        // Half the people, whatever their cluster: a domain.
        let domain: Vec<usize> = said.iter().map(|_| seed.below(2)).collect();
        let points = [0.0, 25.0, 50.0, 75.0, 100.0].map(Some);
        let truth: f64 = SCALE
            .iter()
            .zip(points)
            .map(|(p, it)| p * it.unwrap_or(0.0))
            .sum();
        let by_domain = Tally::of(
            &design,
            (2, SCALE.len()),
            |row| Some(domain[row]),
            |row| Some(code(said[row], &SCALE)),
        );
        let score = by_domain.score_in(&points, &[vec![0, 1], vec![0], vec![1]]);
        rates.covers("mean score", ends(score.interval(0, LEVEL)), truth);
        rates.covers(
            "mean score of a domain",
            ends(score.interval(1, LEVEL)),
            truth,
        );
        let difference = score.difference(1, 2);
        rates.covers(
            "difference of two domains",
            ends(difference.interval(0, LEVEL)),
            0.0,
        );
        likely(&mut rates, &Sample::of(&design), &said);
        raked(&mut rates, &Sample::of(&design), &said, &mut seed);
    }
    rates.0
}

/// Net score and median of 0 to 10.
fn likely(rates: &mut Rates, sample: &Sample, said: &[f64]) {
    let everyone = vec![true; said.len()];
    let codes: Vec<f64> = said.iter().map(|it| code(*it, &LIKELY) as f64).collect();
    let sign = |it: f64| f64::from(i8::from(it >= 9.0) - i8::from(it <= 6.0)) * 100.0;
    let truth: f64 = (0..11).map(|it| sign(it as f64) * LIKELY[it]).sum();
    let net: Vec<f64> = codes.iter().map(|it| sign(*it)).collect();
    let set = sample.estimates(&sample.means(&[net], &everyone));
    rates.covers("net score", ends(set.interval(0, LEVEL)), truth);
    // A median of a scale with steps is a whole step; the inclination itself has none.
    let how = (QuantileRule::Inverse, QuantileInterval::Mean);
    let median = sample.quantile(said, &everyone, 0.5, how, LEVEL);
    rates.covers("median (Woodruff)", median.low.zip(median.high), 0.0);
}

/// A share after raking to two margins that go with it, one of which the sample missed.
fn raked(rates: &mut Rates, sample: &Sample, said: &[f64], seed: &mut Seed) {
    let everyone = vec![true; said.len()];
    let total = sample.size(&everyone);
    // Margins that correlate 0.6 with the inclination.
    let near = |it: &f64, seed: &mut Seed| usize::from(0.6 * it + 0.8 * seed.normal() > 0.0);
    let margin = |share: f64, seed: &mut Seed| Margin {
        group: said.iter().map(|it| near(it, seed)).collect(),
        targets: vec![total * (1.0 - share), total * share],
    };
    let margins = [margin(0.5, seed), margin(0.5, seed)];
    let satisfied: Vec<f64> = said
        .iter()
        .map(|it| f64::from(u8::from(*it > 0.0)))
        .collect();
    let Ok((weighted, _)) = sample.rake(&margins, RakeResiduals::Calibration) else {
        return;
    };
    let fixed = sample.with_weights(weighted.weights().to_vec());
    for (method, sample) in [
        ("raked share", &weighted),
        ("raked share, weights as if given", &fixed),
    ] {
        let linear = sample.means(std::slice::from_ref(&satisfied), &everyone);
        let set = sample.estimates(&linear);
        rates.covers(method, ends(set.share_interval(0, LEVEL)), 0.5);
    }
}

/// Rank sets of communities: how often all of them hold the true ranks, all together, and how wide
/// they are. `gap` is the distance between neighbours in points of 100.
pub fn ranks(
    setting: &Setting,
    communities: usize,
    gap: f64,
    times: usize,
    seed: u64,
) -> Vec<Rate> {
    let mut seed = Seed::new(seed);
    let mut rates = Rates::default();
    let share = |at: usize| 0.6 + gap / 100.0 * at as f64;
    for _ in 0..times {
        let drawn = Setting {
            people: setting.people * communities,
            ..*setting
        }
        .draw(&mut seed);
        let said = drawn.inclinations(&mut seed);
        let home = |row: usize| row / setting.people;
        let tally = Tally::of(
            &drawn.design(),
            (communities, 2),
            |row| Some(home(row)),
            |row| Some(code(said[row], &[1.0 - share(home(row)), share(home(row))])),
        );
        let set = tally.share_of(&[1]);
        let all = [
            ("all ranks together", Threshold::Together(LEVEL)),
            ("all ranks, each by itself", Threshold::Each(LEVEL)),
        ];
        for (method, threshold) in all {
            let sets = rank_sets(&set, threshold);
            // The last community is the best one. Without a gap every order is true.
            let holds = |(at, it): (usize, &RankSet)| {
                let (best, worst) = match gap {
                    0.0 => (1, communities),
                    _ => (communities - at, communities - at),
                };
                it.low <= best && worst <= it.high
            };
            let held = sets.iter().enumerate().all(holds);
            let width: usize = sets.iter().map(|it| it.high - it.low).sum();
            let rate = rates.of(method);
            rate.times += 1;
            rate.hits += u64::from(held);
            rate.width += width as f64 / communities as f64;
        }
    }
    rates.0
}
