//! From the text of a YAML scalar back to how it is written.

use granit_parser::ScalarStyle;

use super::map::{Manner, Run, Runs};
use crate::span::ByteRange;

/// How the characters of `text` stand in `raw`, which begins at `base`.
pub(super) fn runs(raw: &str, text: &str, style: ScalarStyle, base: usize) -> Vec<Run> {
    let quote = usize::from(matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted));
    if raw.get(quote..quote + text.len()) == Some(text) {
        return vec![Run { decoded: 0, encoded: base + quote, manner: Manner::Copy }];
    }
    let mut walk =
        Walk { raw: raw.as_bytes(), text: text.as_bytes(), at: quote, done: 0, runs: Runs::default(), base };
    if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
        // The header is a line of its own; the value may begin with it or after it.
        let header = raw.starts_with(['|', '>']);
        walk.at = if header { raw.find('\n').map_or(raw.len(), |end| end + 1) } else { 0 };
        walk.skip_blanks_unless_shared();
    }
    let is_escaped = style == ScalarStyle::DoubleQuoted;
    while walk.done < walk.text.len() && walk.at < walk.raw.len() {
        if !walk.step(is_escaped, style == ScalarStyle::SingleQuoted) {
            break;
        }
    }
    // What could not be followed stands for all that is left.
    let left = walk.text.len() - walk.done;
    let rest = walk.raw.len().saturating_sub(walk.at);
    walk.block(left, rest);
    walk.runs.finish()
}

struct Walk<'a> {
    raw: &'a [u8],
    text: &'a [u8],
    at: usize,
    done: usize,
    runs: Runs,
    base: usize,
}

impl Walk<'_> {
    fn block(&mut self, decoded: usize, written: usize) {
        let start = self.base + self.at;
        self.runs.push(decoded, ByteRange::new(start, start + written), Manner::Whole(written));
        self.done += decoded;
        self.at += written;
    }

    fn blanks(bytes: &[u8], at: usize) -> usize {
        bytes.iter().skip(at).take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count()
    }

    fn skip_blanks_unless_shared(&mut self) {
        let written = Self::blanks(self.raw, self.at);
        let meant = Self::blanks(self.text, 0);
        self.at += written.saturating_sub(meant);
    }

    /// Follows one word, one stretch of blanks or one escape; false if raw and text went apart.
    fn step(&mut self, is_escaped: bool, is_single: bool) -> bool {
        let Some((raw, text)) = self.raw.get(self.at..).zip(self.text.get(self.done..)) else { return false };
        if is_escaped && raw.first() == Some(&b'\\') {
            return self.escape(raw, text);
        }
        if is_single && raw.starts_with(b"''") && text.first() == Some(&b'\'') {
            self.block(1, 2);
            return true;
        }
        let written = Self::blanks(raw, 0);
        if written > 0 {
            self.block(Self::blanks(text, 0), written);
            return true;
        }
        let stops = |byte: &u8| {
            matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
                || (is_escaped && *byte == b'\\')
                || (is_single && *byte == b'\'')
        };
        let len = raw.iter().zip(text).take_while(|(a, b)| a == b && !stops(a)).count();
        // A lone quotation mark in a plain word is a character like any other.
        let len = if len == 0 { usize::from(raw.first() == text.first()) } else { len };
        let start = self.base + self.at;
        self.runs.push(len, ByteRange::new(start, start + len), Manner::Copy);
        self.at += len;
        self.done += len;
        len > 0
    }

    fn escape(&mut self, raw: &[u8], text: &[u8]) -> bool {
        let written = match raw.get(1) {
            Some(b'x') => 4,
            Some(b'u') if is_high_surrogate(raw) && raw.get(6..8) == Some(b"\\u") => 12,
            Some(b'u') => 6,
            Some(b'U') => 10,
            Some(b'\r' | b'\n') => {
                let written = 1 + Self::blanks(raw, 1);
                self.block(0, written);
                return true;
            }
            Some(_) => 2,
            None => return false,
        };
        let width = match text.first() {
            Some(0xf0..) => 4,
            Some(0xe0..) => 3,
            Some(0xc0..) => 2,
            _ => 1,
        };
        self.block(width.min(text.len()), written.min(raw.len()));
        true
    }
}

fn is_high_surrogate(raw: &[u8]) -> bool {
    matches!(raw.get(2..4), Some([b'd' | b'D', b'8' | b'9' | b'a' | b'b' | b'A' | b'B']))
}
