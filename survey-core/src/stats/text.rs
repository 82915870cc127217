//! Words that set one group's answers apart, and agreement of those who code them.

/// How much a word belongs to one group rather than another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Keyness {
    /// Log likelihood from the two cells of the word (Rayson & Garside 2000).
    pub g2: f64,
    /// The same from all four cells (Dunning 1993).
    pub g2_full: f64,
    /// Pearson's statistic.
    pub chi_square: f64,
    /// Logarithm to base 2 of the ratio of the two rates, half a count standing for none.
    pub log_ratio: f64,
    /// Difference of the rates in percent of the second; none where that is 0.
    pub percent: Option<f64>,
    /// `g2` less what chance costs, `ln n`.
    pub bic: f64,
}

/// Keyness of a word with `a` of `c` in one group and `b` of `d` in the other. Count respondents,
/// not words: one angry writer is one.
pub fn keyness(a: f64, b: f64, c: f64, d: f64) -> Keyness {
    let n = c + d;
    let expected = [c * (a + b) / n, d * (a + b) / n];
    let term = |seen: f64, expected: f64| {
        if seen == 0.0 {
            0.0
        } else {
            seen * libm::log(seen / expected)
        }
    };
    let g2 = 2.0 * (term(a, expected[0]) + term(b, expected[1]));
    let rest = term(c - a, c - expected[0]) + term(d - b, d - expected[1]);
    let cross = a * (d - b) - b * (c - a);
    let half = |it: f64| if it == 0.0 { 0.5 } else { it };
    Keyness {
        g2,
        g2_full: g2 + 2.0 * rest,
        chi_square: n * cross * cross / ((a + b) * (n - a - b) * c * d),
        log_ratio: libm::log2(half(a) / c / (half(b) / d)),
        percent: (b != 0.0).then(|| (a / c - b / d) / (b / d) * 100.0),
        bic: g2 - libm::log(n),
    }
}

/// Likeness of two sets by their sizes and what they share: Jaccard's, Dice's and the overlap
/// coefficient.
pub fn set_similarity(a: usize, b: usize, both: usize) -> [f64; 3] {
    let (a, b, both) = (a as f64, b as f64, both as f64);
    [both / (a + b - both), 2.0 * both / (a + b), both / a.min(b)]
}

/// Krippendorff's alpha for nominal codes, one row a coder and one column a unit; what a coder left
/// out is none. None when there is nothing to compare (Krippendorff 2004).
pub fn krippendorff(coders: &[Vec<Option<usize>>]) -> Option<f64> {
    let units = coders.iter().map(Vec::len).max()?;
    let codes = coders.iter().flatten().flatten().max()? + 1;
    let mut pairs = vec![vec![0.0; codes]; codes];
    for unit in 0..units {
        let given: Vec<usize> = coders.iter().filter_map(|it| *it.get(unit)?).collect();
        for (i, a) in given.iter().enumerate() {
            for (_, b) in given.iter().enumerate().filter(|it| it.0 != i) {
                pairs[*a][*b] += 1.0 / (given.len() as f64 - 1.0);
            }
        }
    }
    let sums: Vec<f64> = pairs.iter().map(|it| it.iter().sum()).collect();
    let n: f64 = sums.iter().sum();
    let agreed: f64 = (0..codes).map(|it| pairs[it][it]).sum();
    let chance = n * n - sums.iter().map(|it| it * it).sum::<f64>();
    (n > 1.0 && chance > 0.0).then(|| 1.0 - (n - 1.0) * (n - agreed) / chance)
}
