//! Every figure as a table: what "show as table" prints and CSV holds.

use super::figure::{
    Counts, Distribution, Dots, EstimateHeads, Figure, Numbers, OptionBar, Order, Scatter, Shown,
    Stacked, StackedShares, Timeline, TwoWay,
};
use super::format::count;

impl Figure {
    /// A header and one row for each thing drawn, in the order drawn.
    ///
    /// Numbers are written as in the figure, so the two cannot disagree.
    pub fn table(&self) -> Vec<Vec<String>> {
        match self {
            Figure::Distribution(it) => it.table(),
            Figure::Dots(it) => it.table(),
            Figure::Stacked(it) => it.table(),
            Figure::TwoWay(it) => it.table(),
            Figure::Timeline(it) => it.table(),
            Figure::Counts(it) => it.table(),
            Figure::Scatter(it) => it.table(),
        }
    }
}

impl Numbers {
    /// The smallest difference that can be seen in written values.
    pub(super) fn least_step(&self) -> f64 {
        let step = 10f64.powi(-i32::from(self.decimals.min(6))) / self.factor.abs();
        if step.is_finite() && step > 0.0 {
            step
        } else {
            1.0
        }
    }

    /// Value and interval in cells of their own.
    fn cells(&self, shown: &Shown) -> [String; 2] {
        match shown {
            Shown::Value(it) => {
                let interval = it.interval.map(|it| self.interval(it));
                [self.value(it.value), interval.unwrap_or_default()]
            }
            Shown::Withheld(why) => [why.clone(), String::new()],
        }
    }
}

impl EstimateHeads {
    fn row(&self) -> Vec<String> {
        vec![
            self.label.clone(),
            self.value.clone(),
            self.interval.clone(),
            self.n.clone(),
        ]
    }
}

impl Distribution {
    fn table(&self) -> Vec<Vec<String>> {
        let row = |it: &OptionBar| {
            let [value, interval] = self.numbers.cells(&it.shown);
            vec![it.label.clone(), value, interval, count(it.n)]
        };
        let mut rows = vec![self.heads.row()];
        rows.extend(self.valid.iter().map(row));
        if !self.missing.is_empty() {
            let blank = String::new;
            rows.push(vec![self.missing_title.clone(), blank(), blank(), blank()]);
        }
        rows.extend(self.missing.iter().map(row));
        rows
    }
}

impl Dots {
    fn table(&self) -> Vec<Vec<String>> {
        let has_groups = !self.groups.is_empty();
        let mut rows = vec![self.heads.row()];
        for it in self.ordered_rows() {
            let [value, interval] = self.numbers.cells(&it.shown);
            rows.push(vec![it.label.clone(), value, interval, count(it.n)]);
        }
        if has_groups {
            rows[0].insert(1, self.group_head.clone());
            for (row, it) in rows[1..].iter_mut().zip(self.ordered_rows()) {
                let name = it.group.and_then(|it| self.groups.get(it));
                row.insert(1, name.cloned().unwrap_or_default());
            }
        }
        rows
    }
}

impl Stacked {
    fn table(&self) -> Vec<Vec<String>> {
        let mut head = vec![self.heads.label.clone()];
        head.extend(self.levels.iter().cloned());
        head.extend([self.heads.missing.clone(), self.heads.n.clone()]);
        let n_levels = self.levels.len();
        let mut rows = vec![head];
        for it in self.ordered_rows() {
            let mut row = vec![it.label.clone()];
            match &it.shares {
                StackedShares::Shown { levels, missing } => {
                    let share = |idx| levels.get(idx).map(|it| self.numbers.value(*it));
                    row.extend((0..n_levels).map(|idx| share(idx).unwrap_or_default()));
                    row.extend([self.numbers.value(*missing), count(it.n)]);
                }
                StackedShares::Withheld(why) => {
                    row.push(why.clone());
                    row.resize(n_levels + 3, String::new());
                }
            }
            rows.push(row);
        }
        rows
    }
}

impl Scatter {
    fn table(&self) -> Vec<Vec<String>> {
        let (x, y) = (&self.x, &self.y);
        let heads = [
            &self.label_head,
            &self.group_head,
            &y.head,
            &self.interval_head,
            &x.head,
        ];
        let mut rows = vec![heads.map(String::clone).to_vec()];
        for (at, it) in self.points.iter().enumerate() {
            let interval = it.y_interval.map(|it| y.numbers.interval(it));
            rows.push(vec![
                format!("{} {}", at + 1, it.label),
                self.parts.get(it.group).cloned().unwrap_or_default(),
                y.numbers.value(it.y),
                interval.unwrap_or_default(),
                x.numbers.value(it.x),
            ]);
        }
        rows
    }
}

impl TwoWay {
    fn table(&self) -> Vec<Vec<String>> {
        let mut head = vec![self.corner.clone()];
        for column in &self.columns {
            head.extend([column.clone(), format!("{column} ({})", self.n_head)]);
        }
        let mut rows = vec![head];
        for it in &self.rows {
            let mut row = vec![it.label.clone()];
            for cell in it.cells.iter().take(self.columns.len()) {
                let n = cell
                    .shown
                    .estimate()
                    .map(|_| count(cell.n))
                    .unwrap_or_default();
                row.extend([cell.shown.cell(&self.numbers, true), n]);
            }
            row.resize(1 + 2 * self.columns.len(), String::new());
            rows.push(row);
        }
        rows
    }
}

impl Timeline {
    fn table(&self) -> Vec<Vec<String>> {
        let n_series = self.series.len();
        let mut head = vec![self.day_head.clone()];
        head.extend(self.series.iter().cloned());
        if n_series > 1 {
            head.push(self.total_head.clone());
        }
        let mut rows = vec![head];
        for it in &self.days {
            let mut row = vec![it.label.clone()];
            let part = |idx| it.counts.get(idx).copied().unwrap_or(0);
            row.extend((0..n_series).map(|idx| count(part(idx))));
            if n_series > 1 {
                row.push(count(self.total(it)));
            }
            rows.push(row);
        }
        rows
    }
}

impl Counts {
    pub(super) fn has_targets(&self) -> bool {
        self.rows.iter().any(|it| it.target.is_some())
    }

    fn table(&self) -> Vec<Vec<String>> {
        let has_targets = self.has_targets();
        let mut head = vec![self.heads.label.clone(), self.heads.count.clone()];
        if has_targets {
            head.push(self.heads.target.clone());
        }
        let mut rows = vec![head];
        for it in ordered(&self.rows, self.order, |it| Some(it.count as f64)) {
            let mut row = vec![it.label.clone(), count(it.count)];
            if has_targets {
                row.push(it.target.map(count).unwrap_or_default());
            }
            rows.push(row);
        }
        rows
    }
}

/// `rows` in the order asked for; those without a value come last.
pub(super) fn ordered<T>(rows: &[T], order: Order, value: impl Fn(&T) -> Option<f64>) -> Vec<&T> {
    let mut rows: Vec<&T> = rows.iter().collect();
    match order {
        Order::Given => {}
        Order::Descending => rows.sort_by(|a, b| {
            let (a, b) = (
                value(a).filter(|it| !it.is_nan()),
                value(b).filter(|it| !it.is_nan()),
            );
            let by_value = b.partial_cmp(&a);
            by_value.unwrap_or(std::cmp::Ordering::Equal)
        }),
    }
    rows
}

/// The head of a column that holds a value and its interval, on two lines.
pub(super) fn joined(value: &str, interval: &str) -> String {
    if interval.is_empty() {
        value.to_owned()
    } else {
        format!("{value}\n{interval}")
    }
}
