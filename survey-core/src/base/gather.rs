/// Collects into a map or set by inserting one after the other.
///
/// `collect` sorts first, and the sorting routine of each type costs the resident's page two to
/// five kilobytes. The collections here are small and read once.
pub(crate) fn gather<T, C: Default + Extend<T>>(items: impl IntoIterator<Item = T>) -> C {
    let mut all = C::default();
    all.extend(items);
    all
}
