//! What a figure says to those who cannot see it.

use super::figure::Figure;
use super::text::clean;

impl Figure {
    /// The subtitle, every row in words and numbers, and the notes; one line
    /// each. The title is not repeated: it is the name of the figure.
    pub fn describe(&self) -> String {
        let caption = self.caption();
        let mut lines = vec![clean(&caption.subtitle)];
        lines.extend(self.reference_line());
        let table = self.table();
        if let Some((heads, rows)) = table.split_first() {
            lines.extend(rows.iter().map(|row| spoken(heads, row)));
        }
        lines.extend(caption.notes.iter().map(|it| clean(it)));
        lines.retain(|it| !it.is_empty());
        lines.join("\n")
    }

    fn reference_line(&self) -> Option<String> {
        match self {
            Figure::Dots(it) => it.reference.as_ref().map(|it| clean(&it.label)),
            Figure::Distribution(_)
            | Figure::Stacked(_)
            | Figure::TwoWay(_)
            | Figure::Timeline(_)
            | Figure::Counts(_)
            | Figure::Scatter(_) => None,
        }
    }
}

/// `Satisfied: Share 41%, 95% interval 38–44, n 128`
fn spoken(heads: &[String], row: &[String]) -> String {
    let Some((label, cells)) = row.split_first() else {
        return String::new();
    };
    let named = heads
        .iter()
        .skip(1)
        .zip(cells)
        .filter(|(_, cell)| !cell.is_empty());
    let cells: Vec<String> = named.map(|(head, cell)| format!("{head} {cell}")).collect();
    let label = clean(label);
    if cells.is_empty() {
        label
    } else {
        clean(&format!("{label}: {}", cells.join(", ")))
    }
}
