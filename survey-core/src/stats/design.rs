//! How the sample was drawn.

/// How the rows of a data set were drawn: every slice has one entry per row.
///
/// What is left out has a plain meaning: no weights, every row counts once; no strata, one
/// stratum; no PSUs (primary sampling units), every row was drawn by itself; no population, drawn
/// from so many that the share taken does not matter.
///
/// A filter or a subgroup is never a smaller design: it is a *domain*, passed beside the full
/// design, because rows outside it still tell how much samples vary (Lohr 2022, section 4.3).
#[derive(Clone, Copy, Debug, Default)]
pub struct Design<'a> {
    /// Number of rows.
    pub rows: usize,
    /// Final weight of each row: how many people it speaks for, up to a constant.
    pub weights: Option<&'a [f64]>,
    /// Stratum of each row.
    pub strata: Option<&'a [u32]>,
    /// Primary sampling unit (dwelling, building, interviewer's list) of each row. Numbers may
    /// repeat in different strata.
    pub psus: Option<&'a [u32]>,
    /// Number of PSUs in the population of the row's stratum (finite population correction).
    /// Leave out when comparing processes or waves rather than describing one finite list.
    pub population: Option<&'a [f64]>,
    /// What to do about a stratum from which one PSU was drawn.
    pub lonely: Lonely,
}

/// What to do about a stratum with a single PSU, which has no spread of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lonely {
    /// Give no standard error to figures the stratum has a part in.
    #[default]
    Refuse,
    /// The PSU was taken with certainty: it adds nothing to the variance.
    Certainty,
    /// Measure it from the mean of all PSUs (the rule of R's `survey` since 4.2).
    Adjust,
    /// Take the mean contribution of the other strata for it.
    Average,
}

/// A row's place in the design.
#[derive(Clone, Copy, Debug)]
pub struct Unit {
    /// Its final weight.
    pub weight: f64,
    /// Its stratum, 0 when there are none.
    pub stratum: u32,
    /// Its PSU; none when it is its own.
    pub psu: Option<u32>,
    /// PSUs in the population of its stratum, when finite.
    pub population: Option<f64>,
}

impl<'a> Design<'a> {
    /// A simple random sample of `rows` rows.
    pub fn simple(rows: usize) -> Design<'a> {
        Design {
            rows,
            ..Design::default()
        }
    }

    /// Row `row`'s place in the design. A slice that is too short leaves its rows without weight,
    /// in the first stratum.
    pub fn unit(&self, row: usize) -> Unit {
        let of = |slice: Option<&[u32]>| slice.map(|it| it.get(row).copied().unwrap_or_default());
        Unit {
            weight: self
                .weights
                .map_or(1.0, |it| it.get(row).copied().unwrap_or_default()),
            stratum: of(self.strata).unwrap_or_default(),
            psu: of(self.psus),
            population: self.population.and_then(|it| it.get(row).copied()),
        }
    }
}
