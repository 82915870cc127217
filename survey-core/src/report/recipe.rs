//! How the sample was drawn and what its weights are to meet: a recipe, and what it comes to.

use std::collections::BTreeMap;

use super::Frame;
use crate::dataset::{Bitmap, Dataset, Groups, Var};
use crate::stats::weighting::{Convergence, Kish, Margin, RakeResiduals, kish};
use crate::stats::{Design, Sample};

/// Shares or numbers of people that weights are to meet, in the categories of a variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The variable.
    pub var: Var,
    /// Its categories, by code, each with its number of people, or a share of whatever whole.
    pub counts: Vec<(String, f64)>,
}

/// How rows become a design with weights. Nothing at all is a simple random sample.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recipe {
    /// The item that holds weights from elsewhere, such as the inverse of the probability of
    /// being drawn; everybody counts once without it.
    pub weight: Option<String>,
    /// What people were drawn in.
    pub clusters: Option<Var>,
    /// What was drawn from one by one.
    pub strata: Option<Var>,
    /// What the interviews are to meet together (raking).
    pub targets: Vec<Target>,
    /// The most a weight may be, in multiples of the mean.
    pub cap: Option<f64>,
}

/// What a recipe comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighting {
    weights: Option<Vec<f64>>,
    psus: Option<Vec<u32>>,
    strata: Option<Vec<u32>>,
    rows: usize,
    /// Interviews without a weight above zero, which are in no figure.
    pub without: u64,
    /// The targets, each with what was there before and after.
    pub margins: Vec<Met>,
    /// How raking went, where there was any.
    pub convergence: Option<Convergence>,
    /// What unequal weights cost.
    pub kish: Kish,
    /// The least and the greatest weight of an interview, in multiples of the mean.
    pub range: (f64, f64),
}

/// A target and how far it was met.
#[derive(Clone, Debug, PartialEq)]
pub struct Met {
    /// The variable.
    pub var: Var,
    /// Its categories.
    pub categories: Vec<Category>,
    /// Interviews without an answer; their share of the weights stays as it was.
    pub unknown: u64,
}

/// A category of a target. Shares are of the interviews whose category is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Category {
    /// Its code.
    pub code: String,
    /// Interviews in it.
    pub n: u64,
    /// Its share by the weights before.
    pub before: f64,
    /// Its share in the target.
    pub target: f64,
    /// Its share by the weights after.
    pub after: f64,
}

impl Recipe {
    /// Weighs the interviews of a data set.
    ///
    /// Raking takes the weights it begins with as they are; with a cap the targets are met only as
    /// far as it lets them. The design takes the weights as given: intervals are a little wider
    /// than raking makes them (`docs/statistics.md`, simulation studies).
    ///
    /// # Errors
    /// If a variable is not there or has no groups, a category has a target and nobody, or people
    /// and no target, or no weights meet all targets.
    pub fn weigh(&self, data: &Dataset) -> Result<Weighting, String> {
        let interviews = data.interviews();
        let mut base = self.base(data)?;
        let is_in = |row: usize| interviews.has(row);
        (0..data.len())
            .filter(|it| !is_in(*it))
            .for_each(|it| base[it] = 0.0);
        let kept: Vec<usize> = (0..data.len()).filter(|it| base[*it] > 0.0).collect();
        if kept.is_empty() {
            return Err("nobody has a weight above zero".to_owned());
        }
        let before: Vec<f64> = kept.iter().map(|it| base[*it]).collect();
        let before = of_mean_one(before);
        let mut margins = Vec::new();
        for (at, target) in self.targets.iter().enumerate() {
            if self.targets[..at].iter().any(|it| it.var == target.var) {
                return Err(format!("`{}` has targets twice", target.var));
            }
            margins.push(Known::of(data, target, &kept, &before)?);
        }
        let (after, convergence) = self.rake(&margins, &before)?;
        let after = of_mean_one(after);
        let mut weights = vec![0.0; data.len()];
        kept.iter()
            .zip(&after)
            .for_each(|(row, it)| weights[*row] = *it);
        let is_plain = self.weight.is_none() && self.targets.is_empty() && self.cap.is_none();
        let ends = |(low, high): (f64, f64), it: &f64| (low.min(*it), high.max(*it));
        Ok(Weighting {
            weights: (!is_plain).then_some(weights),
            psus: self
                .clusters
                .as_ref()
                .map(|it| data.clusters(it))
                .transpose()?,
            strata: self
                .strata
                .as_ref()
                .map(|it| strata(data, it))
                .transpose()?,
            rows: data.len(),
            without: (interviews.count() - kept.len()) as u64,
            margins: margins.iter().map(|it| it.met(&before, &after)).collect(),
            convergence,
            kish: kish(&after),
            range: after.iter().fold((f64::INFINITY, 0.0), ends),
        })
    }

    /// The weights that there were before.
    fn base(&self, data: &Dataset) -> Result<Vec<f64>, String> {
        let Some(name) = &self.weight else {
            return Ok(vec![1.0; data.len()]);
        };
        let at = data.expect(name)?;
        let usable = |it: f64| if it.is_finite() && it > 0.0 { it } else { 0.0 };
        let weight = |row| data.number(at, row).map_or(0.0, usable);
        Ok((0..data.len()).map(weight).collect())
    }

    fn rake(
        &self,
        margins: &[Known],
        before: &[f64],
    ) -> Result<(Vec<f64>, Option<Convergence>), String> {
        let sample = Sample::of(&Design {
            weights: Some(before),
            ..Design::simple(before.len())
        });
        let targets: Vec<Margin> = margins.iter().map(|it| it.margin.clone()).collect();
        if let Some(cap) = self.cap {
            if cap.is_nan() || cap <= 1.0 {
                return Err(format!("found a cap of {cap}, expected more than 1"));
            }
            let (sample, convergence) = sample.rake_capped(&targets, cap)?;
            return Ok((sample.weights().to_vec(), Some(convergence)));
        }
        if targets.is_empty() {
            return Ok((before.to_vec(), None));
        }
        let (sample, convergence) = sample.rake(&targets, RakeResiduals::Calibration)?;
        Ok((sample.weights().to_vec(), Some(convergence)))
    }
}

impl Weighting {
    /// The interviews that have a weight, by this design.
    pub fn frame<'a>(&'a self, data: &'a Dataset) -> Frame<'a> {
        let mut frame = Frame::new(data);
        if let Some(weights) = &self.weights {
            let counts = Bitmap::of(data.len(), |row| weights[row] > 0.0);
            frame.rows = frame.rows.and(&counts);
        }
        frame.design = self.design();
        frame
    }

    /// The design for every row of the data set.
    pub fn design(&self) -> Design<'_> {
        Design {
            weights: self.weights.as_deref(),
            psus: self.psus.as_deref(),
            strata: self.strata.as_deref(),
            ..Design::simple(self.rows)
        }
    }
}

fn of_mean_one(mut weights: Vec<f64>) -> Vec<f64> {
    let mean = weights.iter().sum::<f64>() / weights.len() as f64;
    weights.iter_mut().for_each(|it| *it /= mean);
    weights
}

/// The stratum of every row; rows in none are one together.
fn strata(data: &Dataset, var: &Var) -> Result<Vec<u32>, String> {
    let groups = data.groups(var)?;
    let stratum = |row| groups.get(row).unwrap_or(groups.len()) as u32;
    Ok((0..data.len()).map(stratum).collect())
}

/// A target whose categories are found in the data.
struct Known<'a> {
    var: &'a Var,
    codes: Vec<String>,
    /// What raking gets: after the categories one for those who gave none.
    margin: Margin,
}

impl<'a> Known<'a> {
    fn of(
        data: &Dataset,
        target: &'a Target,
        kept: &[usize],
        before: &[f64],
    ) -> Result<Known<'a>, String> {
        let var = &target.var;
        let groups = data.groups(var)?;
        let shares = shares(var, &groups, &target.counts)?;
        let group: Vec<usize> = kept
            .iter()
            .map(|it| groups.get(*it).unwrap_or(groups.len()))
            .collect();
        let mut n = vec![0_u64; groups.len() + 1];
        let mut unknown = 0.0;
        for (at, weight) in group.iter().zip(before) {
            n[*at] += 1;
            if *at == groups.len() {
                unknown += weight;
            }
        }
        let all: f64 = before.iter().sum();
        let mut targets = Vec::new();
        for ((group, n), share) in groups.groups.iter().zip(&n).zip(&shares) {
            let code = &group.key;
            match share {
                None if *n > 0 => {
                    return Err(format!(
                        "`{var}`: {n} interviews are in `{code}`, which has no target"
                    ));
                }
                Some(share) if *share > 0.0 && *n == 0 => {
                    return Err(format!(
                        "`{var}`: `{code}` has a target and nobody to meet it; put it together with another category"
                    ));
                }
                Some(_) | None => targets.push(share.unwrap_or(0.0) * (all - unknown)),
            }
        }
        targets.push(unknown);
        Ok(Known {
            var,
            codes: groups.groups.into_iter().map(|it| it.key).collect(),
            margin: Margin { group, targets },
        })
    }

    fn met(&self, before: &[f64], after: &[f64]) -> Met {
        let shares = |weights: &[f64]| -> Vec<f64> {
            let mut sums = vec![0.0; self.codes.len() + 1];
            for (at, weight) in self.margin.group.iter().zip(weights) {
                sums[*at] += weight;
            }
            let known: f64 = sums[..self.codes.len()].iter().sum();
            sums.iter().map(|it| it / known).collect()
        };
        let count = |at: usize| self.margin.group.iter().filter(|it| **it == at).count() as u64;
        let (before, after) = (shares(before), shares(after));
        let whole: f64 = self.margin.targets[..self.codes.len()].iter().sum();
        let category = |(at, code): (usize, &String)| Category {
            code: code.clone(),
            n: count(at),
            before: before[at],
            target: self.margin.targets[at] / whole,
            after: after[at],
        };
        Met {
            var: self.var.clone(),
            categories: self.codes.iter().enumerate().map(category).collect(),
            unknown: count(self.codes.len()),
        }
    }
}

/// The share of every group in its target; none where it has none.
fn shares(
    var: &Var,
    groups: &Groups,
    counts: &[(String, f64)],
) -> Result<Vec<Option<f64>>, String> {
    let mut given: BTreeMap<&str, f64> = BTreeMap::new();
    for (code, count) in counts {
        if !count.is_finite() || *count < 0.0 {
            return Err(format!(
                "`{var}`: found {count} for `{code}`, expected a number of people or a share"
            ));
        }
        if !groups.groups.iter().any(|it| it.key == *code) {
            let known: Vec<&str> = groups.groups.iter().map(|it| it.key.as_str()).collect();
            return Err(format!(
                "`{var}`: there is no category `{code}`; there are {}",
                known.join(", ")
            ));
        }
        if given.insert(code, *count).is_some() {
            return Err(format!("`{var}`: `{code}` has two targets"));
        }
    }
    let whole: f64 = given.values().sum();
    if whole <= 0.0 {
        return Err(format!("`{var}`: the targets add up to nothing"));
    }
    let share = |it: &crate::dataset::Group| given.get(it.key.as_str()).map(|it| it / whole);
    Ok(groups.groups.iter().map(share).collect())
}

#[cfg(test)]
mod tests {
    use super::super::tests::data;
    use super::super::{Finding, question};
    use super::*;

    fn target(var: &str, counts: &[(&str, f64)]) -> Target {
        let counts = counts.iter().map(|it| (it.0.to_owned(), it.1));
        Target {
            var: var.parse().expect("infallible"),
            counts: counts.collect(),
        }
    }

    fn raked(targets: Vec<Target>) -> Recipe {
        Recipe {
            targets,
            ..Recipe::default()
        }
    }

    #[test]
    fn targets_are_met_together() {
        let data = data(21, 400);
        let targets = vec![
            target("yn", &[("y", 300.0), ("n", 100.0)]),
            target("area:community", &[("c1", 0.4), ("c2", 0.6)]),
        ];
        let weighting = raked(targets).weigh(&data).expect("weights");
        assert!(weighting.convergence.expect("raked").gap < 1e-7);
        for met in &weighting.margins {
            assert!(
                met.categories
                    .iter()
                    .any(|it| (it.before - it.target).abs() > 0.01)
            );
            for it in &met.categories {
                assert!((it.after - it.target).abs() < 1e-7, "{met:?}");
            }
        }
        assert!(weighting.kish.deff > 1.0 && weighting.range.0 < 1.0 && weighting.range.1 > 1.0);
        let frame = weighting.frame(&data);
        let found = question(&frame, "yn", None).expect("findings");
        let Finding::Choice(it) = &found.all.finding else {
            panic!("{found:?}");
        };
        let yes = found.parts.iter().position(|it| it.code == "y").expect("y");
        assert!((it.shares[yes].est - 0.75).abs() < 1e-7);
    }

    #[test]
    fn a_cap_holds_and_says_what_it_costs() {
        let data = data(22, 400);
        let targets = vec![target("yn", &[("y", 0.2), ("n", 0.8)])];
        let recipe = Recipe {
            cap: Some(2.0),
            ..raked(targets)
        };
        let weighting = recipe.weigh(&data).expect("weights");
        assert!(weighting.range.1 <= 2.0 + 1e-9);
        let missed = &weighting.margins[0].categories;
        assert!(missed.iter().any(|it| (it.after - it.target).abs() > 0.01));
        assert!(weighting.convergence.expect("raked").gap > 0.01);
    }

    #[test]
    fn what_cannot_be_met_is_said() {
        let data = data(23, 100);
        let why = |recipe: &Recipe| recipe.weigh(&data).expect_err("not to be met");
        let asked = |counts: &[(&str, f64)]| why(&raked(vec![target("yn", counts)]));
        assert!(asked(&[("y", 1.0)]).contains("which has no target"));
        assert!(asked(&[("y", 1.0), ("maybe", 1.0)]).contains("no category `maybe`"));
        assert!(asked(&[("y", 1.0), ("y", 2.0)]).contains("two targets"));
        assert!(asked(&[("y", -1.0), ("n", 1.0)]).contains("expected a number"));
        assert!(asked(&[("y", 0.0), ("n", 0.0)]).contains("add up to nothing"));
        let twice = vec![
            target("yn", &[("y", 1.0), ("n", 1.0)]),
            target("yn", &[("y", 1.0), ("n", 1.0)]),
        ];
        assert!(why(&raked(twice)).contains("twice"));
        let capped = Recipe {
            cap: Some(1.0),
            ..Recipe::default()
        };
        assert!(why(&capped).contains("more than 1"));
    }

    #[test]
    fn nothing_asked_is_a_simple_random_sample() {
        let data = data(24, 60);
        let weighting = Recipe::default().weigh(&data).expect("weights");
        assert!(weighting.design().weights.is_none() && weighting.design().psus.is_none());
        assert_eq!((weighting.without, weighting.range), (0, (1.0, 1.0)));
    }
}
