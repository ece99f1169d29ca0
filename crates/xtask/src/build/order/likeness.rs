//! Which texts are like each other, by how many of a few chosen pieces they share (MinHash).

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Octets of a piece: about two instructions.
const PIECE: usize = 5;
/// How many pieces stand for a text.
const PIECES: usize = 64;
/// A piece that more texts have than this says nothing.
const COMMON: usize = 400;
/// Fewer shared pieces are chance.
const FEWEST: usize = 2;

/// The numbers of the texts, each followed by the one most like it of those that are left.
pub(super) fn chain(texts: &[&[u8]]) -> Vec<usize> {
    let sketches: Vec<[u64; PIECES]> = texts.iter().map(|text| sketch(text)).collect();
    let mut holders: BTreeMap<(usize, u64), Vec<usize>> = BTreeMap::new();
    for (text, sketch) in sketches.iter().enumerate() {
        for piece in pieces(sketch) {
            holders.entry(piece).or_default().push(text);
        }
    }
    let mut left: BTreeMap<usize, usize> = texts.iter().map(|text| text.len()).enumerate().collect();
    let mut order: Vec<usize> = Vec::with_capacity(texts.len());
    while let Some((first, _)) = left.first_key_value() {
        let like = order
            .last()
            .and_then(|last| most_like(sketches.get(*last)?, texts.get(*last)?.len(), &holders, &left));
        let next = like.unwrap_or(*first);
        left.remove(&next);
        order.push(next);
    }
    order
}

fn most_like(
    sketch: &[u64; PIECES],
    length: usize,
    holders: &BTreeMap<(usize, u64), Vec<usize>>,
    left: &BTreeMap<usize, usize>,
) -> Option<usize> {
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    for texts in pieces(sketch).filter_map(|piece| holders.get(&piece)).filter(|texts| texts.len() <= COMMON)
    {
        for text in texts.iter().filter(|text| left.contains_key(text)) {
            *shared.entry(*text).or_default() += 1;
        }
    }
    let (text, count) = shared.into_iter().max_by_key(|(text, count)| {
        (*count, Reverse(left.get(text).map(|other| other.abs_diff(length))), Reverse(*text))
    })?;
    (count >= FEWEST).then_some(text)
}

/// The least hash of the pieces that fall into each of [`PIECES`] classes; `u64::MAX` where none does.
fn sketch(text: &[u8]) -> [u64; PIECES] {
    let mut least = [u64::MAX; PIECES];
    for piece in text.windows(PIECE) {
        let number = piece.iter().fold(0, |number: u64, octet| number << 8 | u64::from(*octet));
        // Knuth's multiplicative hash, 2^64 divided by the golden ratio; its upper half is the good one.
        let hash = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 24;
        let class = usize::try_from(hash).ok().and_then(|hash| least.get_mut(hash % PIECES));
        class.into_iter().for_each(|class| *class = hash.min(*class));
    }
    least
}

fn pieces(sketch: &[u64; PIECES]) -> impl Iterator<Item = (usize, u64)> {
    sketch.iter().copied().enumerate().filter(|(_, hash)| *hash != u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::chain;

    #[test]
    fn what_is_alike_stands_together_and_nothing_is_lost() {
        let digits: Vec<u8> = (0..200).collect();
        let others: Vec<u8> = (0..200).map(|octet: u8| octet.wrapping_mul(73)).collect();
        let longer = [digits.as_slice(), b"and more"].concat();
        assert_eq!(chain(&[&digits, &others, b"", &longer]), [0, 3, 1, 2]);
        assert!(chain(&[]).is_empty());
    }
}
