//! Looking for bytes within bytes.

/// Where `part` first stands in `whole`, as C's `memmem` finds it; an empty part stands nowhere.
pub(super) fn find(whole: &[u8], part: &[u8]) -> Option<usize> {
    whole.windows(part.len().max(1)).position(|window| window == part)
}
