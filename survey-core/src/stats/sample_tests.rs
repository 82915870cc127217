//! What must hold for any sample, tried on drawn ones.

use super::components::OneWay;
use super::drivers;
use super::reliability::alpha;
use super::replicate::Replicates;
use super::weighting::{Distance, Margin, RakeResiduals};
use super::{Design, Linear, Lonely, Moments, Sample, Stage, Status};
use crate::base::Seed;

/// Rows drawn by a seed: up to four strata, two to five PSUs each, unequal weights.
struct Drawn {
    weights: Vec<f64>,
    strata: Vec<u32>,
    psus: Vec<u32>,
    population: Vec<f64>,
    y: Vec<f64>,
    x: Vec<f64>,
    group: Vec<usize>,
}

impl Drawn {
    fn new(seed: u64) -> Drawn {
        let mut random = Seed::new(seed);
        let mut out = Drawn {
            weights: Vec::new(),
            strata: Vec::new(),
            psus: Vec::new(),
            population: Vec::new(),
            y: Vec::new(),
            x: Vec::new(),
            group: Vec::new(),
        };
        for stratum in 0..1 + random.below(4) {
            let population = 6.0 + random.below(30) as f64;
            for psu in 0..2 + random.below(4) {
                let shift = random.normal();
                for _ in 0..1 + random.below(6) {
                    out.weights.push(0.5 + 3.0 * random.unit());
                    out.strata.push(stratum as u32);
                    out.psus.push(psu as u32);
                    out.population.push(population);
                    out.y.push(3.0 + shift + random.normal());
                    out.x.push(5.0 + random.unit());
                    out.group.push(random.below(3));
                }
            }
        }
        // Every group has somebody.
        (0..3).for_each(|it| out.group[it] = it);
        out
    }

    fn design(&self) -> Design<'_> {
        Design {
            weights: Some(&self.weights),
            strata: Some(&self.strata),
            psus: Some(&self.psus),
            population: Some(&self.population),
            ..Design::simple(self.y.len())
        }
    }

    fn sample(&self) -> Sample {
        Sample::of(&self.design())
    }

    fn everyone(&self) -> Vec<bool> {
        vec![true; self.y.len()]
    }

    fn in_group(&self, group: usize) -> Vec<bool> {
        self.group.iter().map(|it| *it == group).collect()
    }

    /// The same rows the other way round.
    fn turned(&self) -> Drawn {
        fn back<T: Clone>(all: &[T]) -> Vec<T> {
            all.iter().rev().cloned().collect()
        }
        Drawn {
            weights: back(&self.weights),
            strata: back(&self.strata),
            psus: back(&self.psus),
            population: back(&self.population),
            y: back(&self.y),
            x: back(&self.x),
            group: back(&self.group),
        }
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-10 * (a.abs() + b.abs()) + 1e-12
}

fn variance(sample: &Sample, linear: &Linear) -> f64 {
    sample.covariance(&linear.influence).get(0, 0)
}

#[test]
fn agrees_with_the_mergeable_accumulators() {
    for seed in 0..40 {
        let drawn = Drawn::new(seed);
        let (design, sample) = (drawn.design(), drawn.sample());
        let moments = Moments::of(
            &design,
            3,
            |row| Some(drawn.group[row]),
            |row| Some(drawn.y[row]),
        );
        let (means, totals) = (moments.means(), moments.totals());
        let mut ours = (Linear::default(), Linear::default());
        for group in 0..3 {
            let who = drawn.in_group(group);
            ours.0
                .append(sample.means(std::slice::from_ref(&drawn.y), &who));
            ours.1
                .append(sample.totals(std::slice::from_ref(&drawn.y), &who));
        }
        for (linear, set) in [(&ours.0, &means), (&ours.1, &totals)] {
            let found = sample.estimates(linear);
            assert_eq!(found.status, set.status, "seed {seed}");
            assert_eq!((&found.n, &found.df), (&set.n, &set.df), "seed {seed}");
            for a in 0..3 {
                assert!(close(found.est[a], set.est[a]), "seed {seed}");
                for b in 0..3 {
                    let (x, y) = (found.vcov.get(a, b), set.vcov.get(a, b));
                    assert!(
                        x.is_nan() && y.is_nan() || close(x, y),
                        "seed {seed}: {x} {y}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_order_of_rows_and_the_unit_of_weights_do_not_matter() {
    for seed in 0..40 {
        let drawn = Drawn::new(seed);
        let (forth, back) = (drawn.sample(), drawn.turned());
        let back_sample = back.sample();
        let y = std::slice::from_ref(&drawn.y);
        let mean = forth.means(y, &drawn.in_group(0));
        let turned = back_sample.means(std::slice::from_ref(&back.y), &back.in_group(0));
        assert_eq!(
            mean.est[0].to_bits(),
            turned.est[0].to_bits(),
            "seed {seed}"
        );
        let (v, w) = (variance(&forth, &mean), variance(&back_sample, &turned));
        assert_eq!(v.to_bits(), w.to_bits(), "seed {seed}");
        let scaled = forth.with_weights(drawn.weights.iter().map(|it| it * 1000.0).collect());
        let scaled_mean = scaled.means(y, &drawn.in_group(0));
        assert!(close(mean.est[0], scaled_mean.est[0]));
        assert!(close(v, variance(&scaled, &scaled_mean)), "seed {seed}");
    }
}

#[test]
fn the_jackknife_of_a_total_is_its_linearised_variance() {
    for seed in 0..20 {
        let drawn = Drawn::new(seed);
        let sample = drawn.sample();
        let everyone = drawn.everyone();
        let total = sample.totals(std::slice::from_ref(&drawn.y), &everyone);
        let jackknife = Replicates::jackknife(&sample);
        let sum = |w: &[f64]| vec![w.iter().zip(&drawn.y).map(|(w, y)| w * y).sum()];
        let found = jackknife.covariance(&total.est, sum).get(0, 0);
        assert!(close(found, variance(&sample, &total)), "seed {seed}");
    }
}

#[test]
fn a_second_stage_taken_whole_adds_nothing_and_a_share_of_it_does() {
    let drawn = Drawn::new(3);
    let n_psu = |row: usize| {
        let same = |it: &usize| {
            drawn.psus[*it] == drawn.psus[row] && drawn.strata[*it] == drawn.strata[row]
        };
        (0..drawn.y.len()).filter(same).count() as f64
    };
    let whole: Vec<f64> = (0..drawn.y.len()).map(n_psu).collect();
    let double: Vec<f64> = whole.iter().map(|it| it * 2.0).collect();
    let one = drawn.sample();
    let total = |sample: &Sample| {
        let linear = sample.totals(std::slice::from_ref(&drawn.y), &drawn.everyone());
        variance(sample, &linear)
    };
    let staged = |sizes: &[f64]| {
        let stage = Stage {
            population: Some(sizes),
            ..Stage::default()
        };
        // A PSU of one row with two in the population has no spread to measure.
        let design = Design {
            lonely: Lonely::Certainty,
            ..drawn.design()
        };
        total(&Sample::staged(&design, &[stage]))
    };
    assert!(close(staged(&whole), total(&one)));
    assert!(staged(&double) > total(&one) * 1.000_001);
}

#[test]
fn known_totals_have_no_variance_whichever_way_weights_meet_them() {
    for seed in 0..20 {
        let drawn = Drawn::new(seed);
        let sample = drawn.sample();
        let everyone = drawn.everyone();
        let indicator = |it: usize| -> Vec<f64> {
            drawn
                .group
                .iter()
                .map(|group| f64::from(u8::from(*group == it)))
                .collect()
        };
        let groups: Vec<Vec<f64>> = (0..3).map(indicator).collect();
        let margin = Margin {
            group: drawn.group.clone(),
            targets: vec![100.0, 150.0, 75.0],
        };
        let margins = std::slice::from_ref(&margin);
        let raked = sample
            .rake(margins, RakeResiduals::default())
            .expect("it converges")
            .0;
        let linear = sample.calibrate(&groups, &margin.targets, Distance::Linear, false);
        let ways = [
            sample.post_stratify(&margin).expect("groups have people"),
            raked,
            linear.expect("groups have people").0,
        ];
        let mean = ways[0].means(std::slice::from_ref(&drawn.y), &everyone);
        let v = variance(&ways[0], &mean);
        for way in &ways {
            let totals = way.totals(&groups, &everyone);
            let vcov = way.covariance(&totals.influence);
            for (at, target) in margin.targets.iter().enumerate() {
                assert!(close(totals.est[at], *target), "seed {seed}");
                assert!(vcov.get(at, at) < 1e-16 * target * target, "seed {seed}");
            }
            // One margin: the three ways are one.
            let found = way.means(std::slice::from_ref(&drawn.y), &everyone);
            assert!(close(found.est[0], mean.est[0]), "seed {seed}");
            assert!(close(variance(way, &found), v), "seed {seed}");
        }
    }
}

#[test]
fn targets_that_nobody_can_meet_are_refused() {
    let drawn = Drawn::new(1);
    let sample = drawn.sample();
    let margin = |group: Vec<usize>, targets: &[f64]| Margin {
        group,
        targets: targets.to_vec(),
    };
    let nobody = margin(drawn.group.clone(), &[10.0, 10.0, 10.0, 10.0]);
    assert!(sample.post_stratify(&nobody).is_err());
    let outside = margin(drawn.group.clone(), &[10.0, 10.0]);
    assert!(sample.post_stratify(&outside).is_err());
    let halves: Vec<usize> = drawn.group.iter().map(|it| usize::from(*it == 0)).collect();
    let against = [
        margin(drawn.group.clone(), &[10.0, 10.0, 10.0]),
        margin(halves, &[5.0, 25.0]),
    ];
    assert!(sample.rake(&against, RakeResiduals::default()).is_err());
    assert!(sample.trim(100.0, 200.0, true).is_err());
}

#[test]
fn a_lonely_psu_is_refused_unless_a_rule_is_chosen() {
    let y = [1.0, 2.0, 4.0, 3.0].to_vec();
    let strata = [0, 0, 0, 1];
    let spread = |lonely| {
        let design = Design {
            strata: Some(&strata),
            lonely,
            ..Design::simple(4)
        };
        let sample = Sample::of(&design);
        assert!(sample.has_lonely_strata());
        let linear = sample.totals(std::slice::from_ref(&y), &[true; 4]);
        (
            sample.estimates(&linear).status[0],
            variance(&sample, &linear),
        )
    };
    let (status, v) = spread(Lonely::Refuse);
    assert!(status == Status::LonelyStratum && v.is_nan());
    // Three rows with variance 7/3, so 7 for their total; the lonely one is 0.5 off the mean.
    assert!(close(spread(Lonely::Certainty).1, 7.0));
    assert!(close(spread(Lonely::Adjust).1, 7.25));
    assert!(close(spread(Lonely::Average).1, 14.0));
}

#[test]
fn bootstraps_are_repeatable_and_near_the_truth() {
    let drawn = Drawn::new(5);
    let design = Design {
        population: None,
        ..drawn.design()
    };
    let sample = Sample::of(&design);
    let total = sample.totals(std::slice::from_ref(&drawn.y), &drawn.everyone());
    let sum = |w: &[f64]| vec![w.iter().zip(&drawn.y).map(|(w, y)| w * y).sum()];
    let run = |seed| {
        Replicates::bootstrap(&sample, 2000, seed)
            .covariance(&total.est, sum)
            .get(0, 0)
    };
    assert_eq!(run(1).to_bits(), run(1).to_bits());
    let ratio = run(1) / variance(&sample, &total);
    assert!((0.9..1.1).contains(&ratio), "{ratio}");
}

#[test]
fn shares_of_drivers_add_up_to_what_all_explain() {
    let drawn = Drawn::new(7);
    let sample = drawn.sample();
    let group: Vec<f64> = drawn.group.iter().map(|it| *it as f64).collect();
    let columns = [drawn.y.clone(), drawn.x.clone(), group];
    let found = drivers::drivers(&sample.covariances(&columns, &drawn.everyone()));
    let found = found.expect("the drivers are independent");
    assert!(close(found.lmg.iter().sum(), found.r2));
    assert!(close(found.johnson.iter().sum(), found.r2));
    assert!(close(found.pratt.iter().sum(), found.r2));
}

#[test]
fn alpha_does_not_care_which_way_all_items_run() {
    let drawn = Drawn::new(9);
    let turn = |all: &[f64]| -> Vec<f64> { all.iter().map(|it| 6.0 - it).collect() };
    let forth = [drawn.x.clone(), drawn.y.clone()];
    let back = [turn(&drawn.x), turn(&drawn.y)];
    let of = |columns: &[Vec<f64>]| alpha(&super::correlation::covariances(columns));
    assert!(close(of(&forth), of(&back)));
}

#[test]
fn equal_groups_have_the_textbook_correlation() {
    // Two groups of two: between 6.25, within 0.25.
    let found = OneWay::of(&[(1.0, 0), (2.0, 0), (4.0, 1), (4.0, 1)]);
    let found = found.expect("two groups");
    assert_eq!((found.between, found.within), (6.25, 0.25));
    assert!(close(found.icc(), 6.0 / 6.5));
    assert!(OneWay::of(&[(1.0, 0)]).is_none());
}
