//! The lines of a source, and what of them may be shown.

use super::book::Hit;
use crate::peer::files::quotable;
use crate::peer::substring::find;
use crate::source::SecretSpan;
use crate::span::Span;

/// Bytes of a line that are looked at in one piece; a longer one is looked at in several.
const LONGEST: usize = 4096;

/// Bytes of a line that are shown on either side of the phrase.
const MARGIN: usize = 300;

/// Every line with where it begins, without the blanks around it.
pub(super) fn lines(content: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let whole = content.split_inclusive(|byte| *byte == b'\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    });
    let pieces = whole.flat_map(|(start, line)| {
        line.chunks(LONGEST).scan(start, |at, piece| {
            let start = *at;
            *at += piece.len();
            Some((start, piece))
        })
    });
    pieces.map(|(start, piece)| {
        let led = piece.trim_ascii_start();
        (start + piece.len() - led.len(), led.trim_ascii_end())
    })
}

/// True for a line of a program that would write such an error: its text is a format, or is given to a function.
pub(super) fn is_code(line: &[u8]) -> bool {
    const SIGNS: [&[u8]; 13] = [
        b"%v\"",
        b"%w\"",
        b"%s\"",
        b"%q\"",
        b"%d\"",
        b"%+v\"",
        b"fmt.Errorf(",
        b"fmt.Sprintf(",
        b"errors.New(",
        b"panic(\"",
        b"panic(fmt",
        b"throw new ",
        b"Fatalf(",
    ];
    SIGNS.iter().any(|sign| find(line, sign).is_some())
}

/// The part of a line around its phrase that may be shown; `None` where a key may stand between its parts.
pub(super) fn excerpt(content: &[u8], line: Span, hit: &Hit, secrets: &[SecretSpan]) -> Option<Span> {
    let (from, to) = (line.start + hit.start, line.start + hit.end);
    let mut start = line.start.max(from.saturating_sub(MARGIN));
    let mut end = line.end.min(to.saturating_add(MARGIN));
    for secret in secrets.iter().map(|secret| secret.span).filter(|span| span.source == line.source) {
        if secret.start < from {
            start = start.max(secret.end.min(from));
        }
        if secret.end > to {
            end = end.min(secret.start.max(to));
        }
    }
    if doubtful(content.get(line.start + hit.gap.start..line.start + hit.gap.end)?).is_some() {
        return None;
    }
    if doubtful(content.get(line.start..from)?).is_some() {
        start = from;
    }
    if let Some(at) = doubtful(content.get(to..line.end)?) {
        end = end.min(to + at);
    }
    Some(Span::new(line.source, start, end))
}

/// Where something begins that may be a key, were it as damaged as can be: the words, or a run of base64.
fn doubtful(bytes: &[u8]) -> Option<usize> {
    /// As long as half a line of PEM; words are shorter.
    const RUN: usize = 32;
    let words = quotable(bytes).len();
    let is_body = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let mut at = 0;
    let run = bytes.split(|byte| !is_body(byte)).find_map(|run| {
        let start = at;
        at += run.len() + 1;
        (run.len() >= RUN).then_some(start)
    });
    run.into_iter().chain((words < bytes.len()).then_some(words)).min()
}

/// The bytes as text; a character that was cut through is left out.
pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_matches(|c: char| c == '\u{FFFD}' || c.is_whitespace()).to_owned()
}
