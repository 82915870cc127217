//! Sheets under construction: rows of named cells, columns in an order that people expect.

/// A sheet: headers, and rows of cells under them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The sheet's name.
    pub name: &'static str,
    /// The headers.
    pub columns: Vec<String>,
    /// Rows; each cell with the number of its column.
    pub rows: Vec<Vec<(usize, String)>>,
}

/// A row that is being filled.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells(Vec<(String, String)>);

impl Cells {
    /// Fills a cell; blank ones stay out.
    pub(super) fn set(&mut self, column: &str, text: impl Into<String>) {
        let text = text.into();
        if text.is_empty() {
            return;
        }
        match self.0.iter_mut().find(|it| it.0 == column) {
            Some(cell) => cell.1 = text,
            None => self.0.push((column.to_owned(), text)),
        }
    }

    pub(super) fn get(&self, column: &str) -> Option<&str> {
        let found = self.0.iter().find(|it| it.0 == column);
        found.map(|it| it.1.as_str())
    }

    /// Adds `k=v` to the parameters.
    pub(super) fn parameter(&mut self, key: &str, value: &str) {
        let old = self.get("parameters").unwrap_or_default();
        let space = if old.is_empty() { "" } else { " " };
        let text = format!("{old}{space}{key}={value}");
        self.set("parameters", text);
    }
}

impl Table {
    pub(super) fn new(name: &'static str) -> Table {
        Table {
            name,
            ..Table::default()
        }
    }

    pub(super) fn push(&mut self, cells: Cells) {
        let mut row = Vec::with_capacity(cells.0.len());
        for (column, text) in cells.0 {
            let number = self.columns.iter().position(|it| *it == column);
            let number = number.unwrap_or_else(|| {
                self.columns.push(column);
                self.columns.len() - 1
            });
            row.push((number, text));
        }
        self.rows.push(row);
    }

    /// Puts the columns in this order, by what stands before `::`; others stay behind as they came.
    pub(super) fn arrange(&mut self, order: &[&str]) {
        let rank = |column: &str| {
            let first = column.split("::").next().unwrap_or(column);
            let found = order.iter().position(|it| *it == first);
            found.unwrap_or(order.len())
        };
        let mut numbers: Vec<usize> = (0..self.columns.len()).collect();
        numbers.sort_by_key(|it| rank(&self.columns[*it]));
        let mut new = vec![0; numbers.len()];
        for (place, old) in numbers.iter().enumerate() {
            new[*old] = place;
        }
        self.columns = numbers.iter().map(|it| self.columns[*it].clone()).collect();
        for row in &mut self.rows {
            for cell in row.iter_mut() {
                cell.0 = new[cell.0];
            }
            row.sort_by_key(|it| it.0);
        }
    }
}
