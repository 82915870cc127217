use std::borrow::Borrow;
use std::ops::Index;

use super::in_order;

/// A map in the order of its keys, held as one sorted list.
///
/// For tables that are filled once and then read. The standard `BTreeMap` is compiled again for
/// each pair of types, and each time costs the resident's page several kilobytes; this is a
/// fraction of that. Collecting takes O(n log n); a single [`Map::insert`] moves what stands
/// behind the key, so what may be large and comes in any order is collected instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Map<K, V> {
    entries: Vec<(K, V)>,
}

impl<K: Ord, V> Map<K, V> {
    /// A map without entries.
    pub const fn new() -> Map<K, V> {
        Map {
            entries: Vec::new(),
        }
    }

    /// A map of entries whose keys stand in order, each once; none if they do not.
    pub(crate) fn from_sorted(entries: Vec<(K, V)>) -> Option<Map<K, V>> {
        let is_sorted = entries.is_sorted_by(|one, other| one.0 < other.0);
        is_sorted.then_some(Map { entries })
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The place of a key, or where it would be.
    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.entries
            .binary_search_by(|entry| entry.0.borrow().cmp(key))
    }

    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        Some(&self.entries[self.place(key).ok()?].1)
    }

    /// The value of a key, to be changed.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let at = self.place(key).ok()?;
        Some(&mut self.entries[at].1)
    }

    /// Whether the key has a value.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// Gives a key a value and returns the one it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(at) => Some(std::mem::replace(&mut self.entries[at].1, value)),
            Err(at) => {
                self.entries.insert(at, (key, value));
                None
            }
        }
    }

    /// Takes a key and its value out.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let at = self.place(key).ok()?;
        Some(self.entries.remove(at).1)
    }

    /// Keys and values, by key.
    pub fn iter(&self) -> Entries<'_, K, V> {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    /// The keys in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &K> + DoubleEndedIterator {
        self.entries.iter().map(|it| &it.0)
    }

    /// The values, by key.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &V> + DoubleEndedIterator {
        self.entries.iter().map(|it| &it.1)
    }
}

/// The entries of a [`Map`].
pub type Entries<'a, K, V> =
    std::iter::Map<std::slice::Iter<'a, (K, V)>, fn(&'a (K, V)) -> (&'a K, &'a V)>;

impl<K, V> Default for Map<K, V> {
    fn default() -> Map<K, V> {
        Map {
            entries: Vec::new(),
        }
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    /// Of entries with the same key the last one counts.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Map<K, V> {
        let mut entries: Vec<(K, V)> = entries.into_iter().collect();
        if !entries.is_sorted_by(|one, other| one.0 < other.0) {
            let order = in_order(entries.len(), &|a, b| entries[a].0.cmp(&entries[b].0));
            let mut unsorted: Vec<Option<(K, V)>> = entries.into_iter().map(Some).collect();
            entries = Vec::with_capacity(order.len());
            for entry in order.into_iter().filter_map(|it| unsorted[it].take()) {
                match entries.last_mut() {
                    Some(last) if last.0 == entry.0 => *last = entry,
                    Some(_) | None => entries.push(entry),
                }
            }
        }
        Map { entries }
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for Map<K, V> {
    fn from(entries: [(K, V); N]) -> Map<K, V> {
        entries.into_iter().collect()
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a, K: Ord, V> IntoIterator for &'a Map<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Entries<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K: Ord + Borrow<Q>, Q: Ord + ?Sized, V> Index<&Q> for Map<K, V> {
    type Output = V;

    fn index(&self, key: &Q) -> &V {
        self.get(key).expect("the map has the key")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::Map;

    proptest! {
        #[test]
        fn holds_what_a_tree_holds(
            first in prop::collection::vec((0_u8..30, 0_u8..9), 0..40),
            then in prop::collection::vec((0_u8..30, prop::option::of(0_u8..9)), 0..40),
        ) {
            let mut map: Map<u8, u8> = first.iter().copied().collect();
            let mut tree: BTreeMap<u8, u8> = first.into_iter().collect();
            for (key, value) in then {
                prop_assert_eq!(map.get(&key), tree.get(&key));
                match value {
                    Some(value) => prop_assert_eq!(map.insert(key, value), tree.insert(key, value)),
                    None => prop_assert_eq!(map.remove(&key), tree.remove(&key)),
                }
            }
            prop_assert!(map.iter().eq(tree.iter()));
            prop_assert!(map.into_iter().eq(tree));
        }
    }
}
