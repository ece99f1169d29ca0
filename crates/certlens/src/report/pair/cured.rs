//! What cures a pair, in words that text and Markdown share.

use crate::peer::Cure;

/// What the changes achieve.
pub(super) const fn headline(cure: &Cure) -> &'static str {
    match (cure.proved, cure.changes.is_empty()) {
        (true, _) => "After these changes every stack accepts, as judging the corrected files again says:",
        (false, false) => "These changes cure part of it; what remains stands below:",
        (false, true) => "No change to the files cures it by itself; what is needed:",
    }
}

/// The changes and what remains, in their order.
pub(super) fn sentences(cure: &Cure) -> impl Iterator<Item = &String> {
    cure.changes.iter().chain(&cure.remaining)
}
