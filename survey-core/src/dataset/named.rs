//! Names that repeat.

use std::collections::BTreeMap;

/// Names that repeat, such as areas and interviewers: a list of each name once, and one number a
/// row, of as many bytes as it takes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    names: Vec<String>,
    by_name: BTreeMap<String, u32>,
    /// 0 for no name, else its number and 1.
    rows: Rows,
}

#[derive(Clone, Debug, PartialEq)]
enum Rows {
    Byte(Vec<u8>),
    Short(Vec<u16>),
    Long(Vec<u32>),
}

impl Default for Rows {
    fn default() -> Rows {
        Rows::Byte(Vec::new())
    }
}

impl Rows {
    fn len(&self) -> usize {
        match self {
            Rows::Byte(all) => all.len(),
            Rows::Short(all) => all.len(),
            Rows::Long(all) => all.len(),
        }
    }

    #[inline]
    fn get(&self, row: usize) -> u32 {
        match self {
            Rows::Byte(all) => u32::from(all[row]),
            Rows::Short(all) => u32::from(all[row]),
            Rows::Long(all) => all[row],
        }
    }

    fn push(&mut self, number: u32) {
        match self {
            Rows::Byte(all) if number <= u32::from(u8::MAX) => all.push(number as u8),
            Rows::Short(all) if number <= u32::from(u16::MAX) => all.push(number as u16),
            Rows::Long(all) => all.push(number),
            Rows::Byte(all) => {
                *self = Rows::Short(all.iter().copied().map(u16::from).collect());
                self.push(number);
            }
            Rows::Short(all) => {
                *self = Rows::Long(all.iter().copied().map(u32::from).collect());
                self.push(number);
            }
        }
    }
}

impl Named {
    /// The names in the order they first came.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The number of a name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).map(|it| *it as usize)
    }

    /// The number of the row's name, if it has one.
    #[inline]
    pub fn get(&self, row: usize) -> Option<usize> {
        (self.rows.get(row) as usize).checked_sub(1)
    }

    /// The row's name, if it has one.
    pub fn name(&self, row: usize) -> Option<&str> {
        self.get(row).map(|it| self.names[it].as_str())
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn push(&mut self, name: Option<&str>) {
        let number = name.map(|name| match self.by_name.get(name) {
            Some(number) => *number,
            None => {
                let number = self.names.len() as u32;
                self.names.push(name.to_owned());
                self.by_name.insert(name.to_owned(), number);
                number
            }
        });
        self.rows.push(number.map_or(0, |it| it + 1));
    }

    pub(super) fn append(&mut self, other: &Named) {
        (0..other.len()).for_each(|row| self.push(other.name(row)));
    }

    /// Bytes of memory, names aside.
    pub(super) fn bytes(&self) -> usize {
        match &self.rows {
            Rows::Byte(all) => all.capacity(),
            Rows::Short(all) => 2 * all.capacity(),
            Rows::Long(all) => 4 * all.capacity(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Named;

    #[test]
    fn many_names_are_kept_apart() {
        let mut named = Named::default();
        let name = |at: usize| (!at.is_multiple_of(7)).then(|| format!("n{}", at % 70_001));
        (0..140_000).for_each(|at| named.push(name(at).as_deref()));
        for at in (0..140_000).step_by(331) {
            assert_eq!(named.name(at), name(at).as_deref());
        }
        assert_eq!(named.find("n1"), named.get(1));
        assert_eq!(named.find("x"), None);
    }
}
