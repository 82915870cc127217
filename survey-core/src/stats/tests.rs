use proptest::prelude::*;

use super::*;

/// A row: weight, stratum, PSU, domain, code.
type Row = (f64, u32, u32, Option<usize>, Option<usize>);

const DOMAINS: usize = 3;
const CODES: usize = 5;

fn rows(n: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Row>> {
    let weight = prop_oneof![Just(1.0), Just(0.0), 0.01..50.0];
    let domain = prop::option::weighted(0.9, 0..DOMAINS);
    let code = prop::option::weighted(0.9, 0..CODES);
    prop::collection::vec((weight, 0u32..3, 0u32..6, domain, code), n)
}

struct Sample {
    weights: Vec<f64>,
    strata: Vec<u32>,
    psus: Vec<u32>,
    rows: Vec<Row>,
}

impl Sample {
    fn new(rows: &[Row]) -> Sample {
        Sample {
            weights: rows.iter().map(|it| it.0).collect(),
            strata: rows.iter().map(|it| it.1).collect(),
            psus: rows.iter().map(|it| it.2).collect(),
            rows: rows.to_vec(),
        }
    }

    fn design(&self, clustered: bool) -> Design<'_> {
        Design {
            weights: Some(&self.weights),
            strata: Some(&self.strata),
            psus: clustered.then_some(&self.psus),
            ..Design::simple(self.rows.len())
        }
    }

    fn tally(&self, clustered: bool) -> Tally {
        let design = self.design(clustered);
        Tally::of(
            &design,
            (DOMAINS, CODES),
            |it| self.rows[it].3,
            |it| self.rows[it].4,
        )
    }

    fn moments(&self, clustered: bool) -> Moments {
        let value = |row: usize| Some(self.rows[row].4? as f64 * 0.7 - 1.1);
        Moments::of(
            &self.design(clustered),
            DOMAINS,
            |it| self.rows[it].3,
            value,
        )
    }
}

fn points() -> Vec<Option<f64>> {
    (0..CODES).map(|it| Some(it as f64 * 0.7 - 1.1)).collect()
}

/// Everything a set says, as bits, so that `NaN` equals itself.
fn bits(set: &EstimateSet) -> Vec<u64> {
    let rows = (0..set.len()).flat_map(|it| set.vcov.row(it).to_vec());
    let vectors = [&set.est, &set.df, &set.n_weighted, &set.n_eff, &set.deff];
    vectors
        .into_iter()
        .flatten()
        .copied()
        .chain(rows)
        .map(f64::to_bits)
        .collect()
}

/// Equal up to rounding, or both `NaN`.
fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs()) || (a.is_nan() && b.is_nan())
}

fn errors(set: &EstimateSet) -> Vec<f64> {
    (0..set.len()).map(|it| set.se(it)).collect()
}

proptest! {
    #[test]
    fn any_order_and_cut_gives_the_same_bits(
        rows in rows(0..80),
        order in prop::collection::vec(any::<u32>(), 80),
        cuts in prop::collection::vec(0usize..4, 80),
        clustered: bool,
    ) {
        let whole = Sample::new(&rows);
        let mut shuffled: Vec<usize> = (0..rows.len()).collect();
        shuffled.sort_by_key(|it| order[*it]);
        let part = |number| {
            let of: Vec<Row> = shuffled
                .iter()
                .filter(|it| cuts[**it] == number)
                .map(|it| rows[*it])
                .collect();
            Sample::new(&of)
        };
        let mut tally = Tally::new(DOMAINS, CODES);
        let mut moments = Moments::new(DOMAINS, &[0.0]);
        for number in [2, 0, 3, 1] {
            tally.merge(&part(number).tally(clustered));
            moments.merge(&part(number).moments(clustered));
        }
        prop_assert_eq!(&tally, &whole.tally(clustered));
        prop_assert_eq!(&moments, &whole.moments(clustered));
        let sets = |tally: &Tally, moments: &Moments| {
            [tally.score(&points()), tally.cell_shares(), tally.totals(), moments.sds()]
        };
        let expected = sets(&whole.tally(clustered), &whole.moments(clustered));
        for (got, want) in sets(&tally, &moments).iter().zip(&expected) {
            prop_assert_eq!(bits(got), bits(want));
            prop_assert_eq!(&got.status, &want.status);
        }
    }

    #[test]
    fn the_unit_of_the_weights_does_not_matter(
        rows in rows(2..60),
        factor in 0.001..1000.0,
        clustered: bool,
    ) {
        let scaled: Vec<Row> = rows.iter().map(|it| (it.0 * factor, it.1, it.2, it.3, it.4)).collect();
        let one = Sample::new(&rows).tally(clustered).score(&points());
        let other = Sample::new(&scaled).tally(clustered).score(&points());
        prop_assert_eq!(&one.status, &other.status);
        for at in 0..one.len() {
            prop_assert!(near(one.est[at], other.est[at]));
            prop_assert!(near(one.se(at), other.se(at)));
            prop_assert!(near(one.n_eff[at], other.n_eff[at]));
        }
    }

    #[test]
    fn codes_and_numbers_agree(rows in rows(2..60), clustered: bool) {
        let sample = Sample::new(&rows);
        let codes = sample.tally(clustered).score(&points());
        let numbers = sample.moments(clustered).means();
        prop_assert_eq!(&codes.status, &numbers.status);
        let sd = sample.tally(clustered).sd(&points());
        let same = sample.moments(clustered).sds().est;
        for (at, (sd, same)) in sd.iter().zip(&same).enumerate() {
            prop_assert!(near(codes.est[at], numbers.est[at]));
            prop_assert!(near(codes.se(at), numbers.se(at)));
            prop_assert!(codes.n[at] < 2 || (sd - same).abs() < 1e-6);
        }
    }

    #[test]
    fn the_complement_of_a_share_is_its_mirror_image(rows in rows(2..60), clustered: bool) {
        let tally = Sample::new(&rows).tally(clustered);
        let (share, rest) = (tally.share_of(&[3, 4]), tally.share_of(&[0, 1, 2]));
        for at in 0..DOMAINS {
            prop_assert!(near(share.est[at], 1.0 - rest.est[at]));
            prop_assert!(near(share.se(at), rest.se(at)));
            let (a, b) = (share.share_interval(at, 0.95), rest.share_interval(at, 0.95));
            prop_assert_eq!(a.is_some(), b.is_some());
            if let (Some(a), Some(b)) = (a, b) {
                prop_assert!((a.low - 1.0 + b.high).abs() < 1e-6 && (a.high - 1.0 + b.low).abs() < 1e-6);
                prop_assert!(0.0 <= a.low && a.low <= share.est[at] + 1e-12);
                prop_assert!(a.high <= 1.0 && share.est[at] <= a.high + 1e-12);
            }
        }
    }

    #[test]
    fn one_domain_for_all_is_the_whole(rows in rows(2..60), clustered: bool) {
        let everyone: Vec<Row> = rows.iter().map(|it| (it.0, it.1, it.2, it.3.map(|_| 0), it.4)).collect();
        let tally = Sample::new(&rows).tally(clustered);
        let one = Sample::new(&everyone).tally(clustered).score(&points());
        prop_assert_eq!(bits(&tally.pooled().score(&points()))[0], bits(&one)[0]);
        let sets = tally.score_in(&points(), &[vec![0, 1, 2], vec![1]]);
        prop_assert!(near(sets.est[0], one.est[0]) && near(sets.se(0), one.se(0)));
        prop_assert!(near(sets.est[1], tally.score(&points()).est[1]));
    }

    #[test]
    fn jackknife_and_linearised_error_of_a_total_agree(rows in rows(2..60)) {
        // Delete-one-PSU jackknife in one stratum.
        let total = |without: Option<u32>| -> f64 {
            let kept = rows.iter().filter(|it| Some(it.2) != without && it.3 == Some(0));
            kept.filter(|it| it.4 == Some(1)).map(|it| it.0).sum()
        };
        let mut psus: Vec<u32> = rows.iter().map(|it| it.2).collect();
        psus.sort();
        psus.dedup();
        let n = psus.len() as f64;
        let replicate = |it: &u32| total(Some(*it)) * n / (n - 1.0);
        let spread = |it: &u32| (replicate(it) - total(None)) * (replicate(it) - total(None));
        let jackknife = (n - 1.0) / n * psus.iter().map(spread).sum::<f64>();
        let sample = Sample::new(&rows);
        let design = Design { strata: None, ..sample.design(true) };
        let tally = Tally::of(&design, (DOMAINS, CODES), |it| rows[it].3, |it| rows[it].4);
        let set = tally.totals();
        prop_assume!(psus.len() > 1 && set.status[1].has_error());
        prop_assert!((jackknife - set.vcov.get(1, 1)).abs() < 1e-9 * (1.0 + jackknife));
    }

    #[test]
    fn no_input_panics(
        weights in prop::collection::vec(prop_oneof![
            any::<f64>(), Just(0.0), Just(-1.0), Just(f64::NAN), Just(1e300),
        ], 0..12),
        values in prop::collection::vec(any::<f64>(), 12),
        level in -0.5..1.5,
        clustered: bool,
    ) {
        let psus = vec![1; weights.len()];
        let design = Design {
            weights: Some(&weights),
            psus: clustered.then_some(&psus),
            ..Design::simple(weights.len() + 1)
        };
        let value = |row: usize| values.get(row).copied();
        let moments = Moments::of(&design, 2, |row| Some(row % 3), value);
        let tally = Tally::of(&design, (2, 2), |row| Some(row % 3), |row| Some(row % 4));
        let sets = [
            moments.means(), moments.totals(), moments.sds(), moments.ratios(0, 0),
            tally.share_of(&[0]), tally.row_shares(), tally.net(&[0], &[7]), tally.score(&[]),
        ];
        for set in &sets {
            for at in 0..set.len() {
                set.interval(at, level);
                set.share_interval(at, level);
                set.p_value(at);
                prop_assert_eq!(set.status[at].has_error(), !set.se(at).is_nan());
            }
        }
        tally.independence();
    }
}

/// Shares of code 1 of two by domain, for rows of (PSU, domain, code) with weight 1.
fn shares(rows: &[(u32, usize, usize)], clustered: bool) -> EstimateSet {
    let psus: Vec<u32> = rows.iter().map(|it| it.0).collect();
    let design = Design {
        psus: clustered.then_some(&psus),
        ..Design::simple(rows.len())
    };
    Tally::of(
        &design,
        (3, 2),
        |it| Some(rows[it].1),
        |it| Some(rows[it].2),
    )
    .share_of(&[1])
}

#[test]
fn what_cannot_be_estimated_is_not_certain() {
    let rows = [(1, 0, 1), (1, 0, 0), (2, 1, 1), (3, 1, 1), (4, 1, 1)];
    let set = shares(&rows, true);
    assert_eq!(
        set.status,
        [Status::OnePsu, Status::ZeroVariance, Status::Empty]
    );
    assert!(set.se(0).is_nan() && set.se(2).is_nan() && set.est[2].is_nan());
    assert_eq!(set.est[..2], [0.5, 1.0]);
    assert!(set.interval(0, 0.95).is_none() && set.share_interval(0, 0.95).is_none());
    let bounds = set.share_interval(1, 0.95).expect("the exact interval");
    assert!((bounds.low - libm::pow(0.025, 1.0 / 3.0)).abs() < 1e-12 && bounds.high == 1.0);

    let alone = shares(&[(1, 0, 1), (2, 1, 1), (3, 1, 0)], false);
    assert_eq!(
        alone.status,
        [Status::OneRespondent, Status::Ok, Status::Empty]
    );
    let difference = alone.difference(0, 1);
    assert_eq!(difference.status, [Status::OneRespondent]);
    assert!(difference.p_value(0).is_none());
}

#[test]
fn few_people_are_withheld_whole() {
    let rows: Vec<_> = (0..22)
        .map(|it| (it, usize::from(it < 9), (it % 2) as usize))
        .collect();
    let set = shares(&rows, false).suppressed(SMALLEST_BASE);
    assert_eq!(set.status, [Status::Ok, Status::Suppressed, Status::Empty]);
    assert!(set.est[1].is_nan() && set.vcov.get(0, 1).is_nan() && set.se(1).is_nan());
    assert!(set.share_interval(1, 0.95).is_none() && !set.status[1].has_estimate());
    assert!(set.difference(0, 1).est[0].is_nan());
}

#[test]
fn a_lonely_psu_is_refused_or_handled_as_told() {
    let strata = [1, 1, 1, 2];
    let with = |lonely| {
        let design = Design {
            strata: Some(&strata),
            lonely,
            ..Design::simple(4)
        };
        let tally = Tally::of(&design, (1, 2), |_| Some(0), |row| Some(row % 2));
        tally.share_of(&[1])
    };
    assert_eq!(with(Lonely::Refuse).status, [Status::LonelyStratum]);
    // By hand: deviations -1/2, 1/2, -1/2 in stratum 1 and 1/2 in stratum 2, over 4 people.
    let first = 1.5 * (0.75 - 0.25 / 3.0) / 16.0;
    assert!(near(with(Lonely::Certainty).vcov.get(0, 0), first));
    // The mean of all PSUs is 0, so the second stratum adds its own square.
    assert!(near(
        with(Lonely::Adjust).vcov.get(0, 0),
        first + 0.25 / 16.0
    ));
}

#[test]
fn a_full_count_has_no_sampling_error() {
    let population = [4.0; 4];
    let design = Design {
        population: Some(&population),
        ..Design::simple(4)
    };
    let tally = Tally::of(&design, (1, 2), |_| Some(0), |row| Some(row % 2));
    assert_eq!(tally.share_of(&[1]).status, [Status::ZeroVariance]);
    assert!(tally.share_of(&[1]).share_interval(0, 0.95).is_none());
}

#[test]
fn a_centre_keeps_the_digits_of_large_numbers() {
    let values = [1e9 + 1.0, 1e9 + 2.0, 1e9 + 4.0];
    let mut moments = Moments::new(1, &[1e9]);
    moments.add(
        &Design::simple(3),
        0..3,
        |_| Some(0),
        |row, y| {
            y[0] = values[row];
            true
        },
    );
    assert!(near(moments.variances().est[0], 7.0 / 3.0));
    assert!((moments.means().est[0] - 1e9 - 7.0 / 3.0).abs() < 1e-6);
    assert!(near(moments.means().se(0), libm::sqrt(7.0 / 9.0)));
    assert!(near(moments.totals().est[0], 3e9 + 7.0));
}

#[test]
fn constant_numbers_have_no_variance() {
    let moments = Moments::of(&Design::simple(7), 1, |_| Some(0), |_| Some(0.1));
    assert_eq!(moments.means().status, [Status::ZeroVariance]);
    assert_eq!(errors(&moments.means()), [0.0]);
}

#[test]
fn unusable_weights_are_counted() {
    let weights = [1.0, f64::NAN, f64::INFINITY, 1e31];
    let design = Design {
        weights: Some(&weights),
        ..Design::simple(4)
    };
    let tally = Tally::of(&design, (1, 1), |_| Some(0), |_| Some(0));
    assert_eq!((tally.unusable(), tally.counts(0)), (3, vec![1, 0]));
}
