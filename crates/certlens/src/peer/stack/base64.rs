//! Base64 as C programs take it.

use zeroize::Zeroizing;

/// The octets of `text` that are `wanted`, gathered where they are wiped: what grows leaves copies behind.
pub(super) fn gathered(text: &[u8], wanted: impl Fn(u8) -> bool) -> Zeroizing<Vec<u8>> {
    let mut gathered = Zeroizing::new(Vec::with_capacity(text.len()));
    gathered.extend(text.iter().copied().filter(|octet| wanted(*octet)));
    gathered
}

/// The octets of `digits`, with or without padding; bits beyond the last whole octet are dropped, whatever they are.
pub(super) fn loose(digits: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut specification = data_encoding::Specification::new();
    specification.symbols.push_str("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    specification.check_trailing_bits = false;
    let end = digits.iter().rposition(|digit| *digit != b'=').map_or(0, |last| last + 1);
    specification.encoding().ok()?.decode(digits.get(..end)?).ok().map(Zeroizing::new)
}
