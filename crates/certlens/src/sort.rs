//! Sorting, compiled once.
//!
//! The standard library's sort is fast, long (3 to 5 kB as wasm) and compiled for every type and key again. Nothing that is
//! sorted here is many or hot, and the page is downloaded: the places are sorted, and each thing is moved to its own.

use core::cmp::Ordering;

/// Puts `items` in the order of a key. Those with equal keys keep theirs.
pub fn by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    by(items, &|left, right| key(left).cmp(&key(right)));
}

/// Puts `items` in their own order.
pub fn ascending<T: Ord>(items: &mut Vec<T>) {
    by(items, &T::cmp);
}

/// The ordered set or map of `items`, put in one by one: `collect` would sort them first, with a sort for their type alone.
pub fn gather<T, C: Default + Extend<T>>(items: impl IntoIterator<Item = T>) -> C {
    let mut gathered = C::default();
    gathered.extend(items);
    gathered
}

fn by<T>(items: &mut Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) {
    let sorted = places(items.len(), &|left, right| match (items.get(left), items.get(right)) {
        (Some(left), Some(right)) => compare(left, right),
        _ => Ordering::Equal,
    });
    let mut left: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(sorted.into_iter().filter_map(|place| left.get_mut(place)?.take()));
}

/// The numbers below `count`, in the order of what they stand for.
fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|left, right| compare(*left, *right));
    places
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ascending, by_key, gather};

    #[test]
    fn the_order_is_that_of_the_standard_library() {
        let mut words: Vec<&str> = "the quick brown fox jumps over the lazy dog".split(' ').collect();
        let mut expected = words.clone();
        by_key(&mut words, |word| word.len());
        expected.sort_by_key(|word| word.len());
        assert_eq!(words, expected);
        ascending(&mut words);
        expected.sort();
        assert_eq!(words, expected);
        ascending::<u8>(&mut Vec::new());
        assert_eq!(gather::<_, BTreeSet<_>>(words), expected.into_iter().collect());
    }
}
