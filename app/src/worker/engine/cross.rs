//! Variables crossed: from the core's table to what travels to the page.

use survey_core::base::Missing;
use survey_core::dataset::{Group, Var};
use survey_core::report::{Axis, CrossTable, Crossing as What, Frame, Margin, ShareOf, cross};
use survey_core::stats::Independence;

use super::figures::{shape, words};
use super::outline;
use crate::worker::protocol::{
    Cross, CrossCell, CrossMargin, CrossOutside, CrossResidual, CrossRow, CrossShow, CrossTest,
    Crossing, Withheld,
};

/// What a crossing asks for.
pub(super) fn what(of: &Crossing) -> What {
    let var = |name: &String| name.parse::<Var>().unwrap_or_else(|never| match never {});
    What {
        rows: var(&of.rows),
        nest: (!of.nest.is_empty()).then(|| var(&of.nest)),
        columns: var(&of.columns),
        base: match of.show {
            CrossShow::Row | CrossShow::Count => ShareOf::Row,
            CrossShow::Column => ShareOf::Column,
            CrossShow::Table => ShareOf::Table,
        },
    }
}

/// Crosses variables.
pub(super) fn crossed(frame: &Frame, of: &Crossing, lang: &str) -> Result<Cross, String> {
    let found = cross(frame, &what(of))?;
    let named = |name: &String| (name.clone(), outline::label(frame.data, name, lang));
    let label = |group: &Group| {
        let words = words(frame.data, &group.label, lang);
        if words.is_empty() {
            group.key.clone()
        } else {
            words
        }
    };
    let columns = found.columns.len();
    let row = |at: usize| CrossRow {
        label: label(&found.rows[at].group),
        nested: found.rows[at].nested.as_ref().map(label),
        cells: (0..columns)
            .map(|it| cell(&found, at * columns + it))
            .collect(),
        margin: margin(&found.row_margin[at]),
    };
    let by = |axis: Axis| match axis {
        Axis::Rows => Some(named(&of.rows)),
        Axis::Nest => Some(named(&of.nest)),
        Axis::Columns => Some(named(&of.columns)),
        Axis::Weight => None,
    };
    let outside = found.outside.iter().map(|it| CrossOutside {
        by: by(it.by),
        reason: it.reason.map_or("", Missing::name).to_owned(),
        n: it.n,
    });
    Ok(Cross {
        of: of.clone(),
        down: named(&of.rows),
        nest: (!of.nest.is_empty()).then(|| named(&of.nest)),
        across: named(&of.columns),
        columns: found.columns.iter().map(label).collect(),
        rows: (0..found.rows.len()).map(row).collect(),
        column_margin: found.column_margin.iter().map(margin).collect(),
        n: found.n,
        outside: outside.collect(),
        test: found.test.as_ref().map(test),
        layers: found
            .layers
            .iter()
            .map(|it| (label(&it.0), it.1.as_ref().map(test)))
            .collect(),
        weighted: found.weighted,
    })
}

fn cell(found: &CrossTable, at: usize) -> CrossCell {
    match &found.cells[at] {
        Some(it) => CrossCell {
            shown: shape(&it.share),
            count: it.count,
            residual: it.residual.map(|it| CrossResidual {
                z: it.z,
                p: it.p,
                adjusted: it.adjusted,
            }),
        },
        None => CrossCell {
            shown: Err(Withheld::TooFew),
            count: 0,
            residual: None,
        },
    }
}

fn margin(of: &Margin) -> CrossMargin {
    CrossMargin {
        n: of.n,
        share: of.share.as_ref().map(shape),
    }
}

fn test(of: &Independence) -> CrossTest {
    CrossTest {
        f: of.f,
        df: (of.df1, of.df2),
        p: of.p,
        v: of.cramers_v,
    }
}
