//! Which cells of a table may not be shown.

/// Whether a count could give somebody away: fewer than `least`, but not nobody when zeros are
/// harmless.
pub fn primary(count: f64, least: f64, zeros_shown: bool) -> bool {
    count < least && !(zeros_shown && count == 0.0)
}

/// The cells of a table of counts to withhold, with its row and column totals shown: those with
/// too few, and as many others as it takes that no row or column has just one of them, from which
/// it could be worked out, nor withheld cells that hold fewer than `least` together (complementary
/// suppression; Hundepool et al. 2012). The smallest cells go first.
pub fn suppress(counts: &[Vec<f64>], least: f64, zeros_shown: bool) -> Vec<Vec<bool>> {
    let columns = counts.first().map_or(0, Vec::len);
    let first = |row: &Vec<f64>| {
        row.iter()
            .map(|it| primary(*it, least, zeros_shown))
            .collect()
    };
    let mut hidden: Vec<Vec<bool>> = counts.iter().map(first).collect();
    let rows = 0..counts.len();
    let lines: Vec<Vec<(usize, usize)>> = rows
        .clone()
        .map(|r| (0..columns).map(|c| (r, c)).collect())
        .chain((0..columns).map(|c| rows.clone().map(|r| (r, c)).collect()))
        .collect();
    loop {
        let mut changed = false;
        for line in &lines {
            let withheld: Vec<_> = line.iter().filter(|it| hidden[it.0][it.1]).collect();
            let together: f64 = withheld.iter().map(|it| counts[it.0][it.1]).sum();
            let exposed = withheld.len() == 1 || (!withheld.is_empty() && together < least);
            let shown = line.iter().filter(|it| !hidden[it.0][it.1]);
            // A cell of nobody hides nothing: only cells with people do.
            let filled = shown.filter(|it| counts[it.0][it.1] > 0.0);
            let next = filled.min_by(|a, b| counts[a.0][a.1].total_cmp(&counts[b.0][b.1]));
            if let (true, Some((r, c))) = (exposed, next) {
                hidden[*r][*c] = true;
                changed = true;
            }
        }
        if !changed {
            return hidden;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_gives_a_withheld_cell_away() {
        let counts = [
            vec![12.0, 3.0, 45.0],
            vec![0.0, 8.0, 20.0],
            vec![5.0, 1.0, 60.0],
        ];
        let hidden = suppress(&counts, 5.0, true);
        assert!(hidden[0][1] && hidden[2][1]);
        for r in 0..3 {
            let withheld: Vec<f64> = (0..3)
                .filter(|c| hidden[r][*c])
                .map(|c| counts[r][c])
                .collect();
            assert!(withheld.len() != 1, "row {r}");
            assert!(
                withheld.is_empty() || withheld.iter().sum::<f64>() >= 5.0,
                "row {r}"
            );
        }
        let column = |c: usize| hidden.iter().filter(|row| row[c]).count();
        assert!((0..3).all(|c| column(c) != 1));
    }

    #[test]
    fn a_table_without_small_cells_is_shown() {
        let hidden = suppress(&[vec![10.0, 0.0], vec![6.0, 7.0]], 5.0, true);
        assert!(hidden.iter().flatten().all(|it| !it));
        assert!(suppress(&[], 5.0, true).is_empty());
    }
}
