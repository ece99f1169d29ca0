//! Hashes and comparisons, which tell what a verification function does.

use core::ops::Range;

use super::token::Tokens;

/// What verification functions do, each with the numbers of its first and last token, in order.
#[derive(Default)]
pub(super) struct Checks {
    pub(super) certificate_hashes: Vec<Range<usize>>,
    pub(super) hex_comparisons: Vec<Range<usize>>,
    pub(super) single_comparisons: Vec<Range<usize>>,
    pub(super) loops: Vec<Range<usize>>,
}

impl Checks {
    pub(super) fn of(tokens: &Tokens<'_>) -> Self {
        let mut checks = Self::default();
        for at in 0..tokens.all.len() {
            let call = |name: &[&str]| {
                let open = at + name.len();
                let close = tokens.follow(at, name).then(|| tokens.close(open)).flatten()?;
                tokens.get(open)?.is("(").then_some(close)
            };
            if let Some(close) = call(&["sha256", ".", "Sum256"]).or_else(|| call(&["sha1", ".", "Sum"]))
                && tokens.follow(close.saturating_sub(2), &[".", "Raw"])
            {
                checks.certificate_hashes.push(at..close);
            }
            if let Some(close) = call(&["hex", ".", "EncodeToString"]) {
                checks.compared(tokens, at, close);
            }
            let equal = call(&["bytes", ".", "Equal"]).or_else(|| call(&["strings", ".", "EqualFold"]));
            if let Some(close) = equal.or_else(|| call(&["subtle", ".", "ConstantTimeCompare"])) {
                checks.single_comparisons.push(at..close);
            }
            if tokens.follow(at, &["range"]) {
                checks.loops.push(at..at);
            }
        }
        checks
    }

    /// `hex.EncodeToString(…) != expected`
    fn compared(&mut self, tokens: &Tokens<'_>, at: usize, close: usize) {
        let compares = tokens.follow(close + 1, &["!", "="]) || tokens.follow(close + 1, &["=", "="]);
        if !compares {
            return;
        }
        let other = close + 3;
        self.hex_comparisons.push(at..other);
        let goes_on = tokens.get(other + 1).is_some_and(|next| next.is("[") || next.is("("));
        if !goes_on {
            self.single_comparisons.push(at..other);
        }
    }
}

/// The first of `all` that lies within the tokens `from..to`.
pub(super) fn within(all: &[Range<usize>], from: usize, to: usize) -> Option<&Range<usize>> {
    all.get(all.partition_point(|range| range.start < from)).filter(|range| range.end < to)
}
