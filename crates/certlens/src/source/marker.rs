//! BEGIN and END lines, however they were mangled.

use super::glyph;
use super::repair::{Mended, RepairKind};

/// A BEGIN or END line.
#[derive(Debug)]
pub(super) struct Marker {
    pub(super) is_begin: bool,
    pub(super) label: String,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) mended: Vec<(RepairKind, usize, usize)>,
}

/// Longest label and longest row of dashes looked at, in characters.
const LONGEST: usize = 64;

/// Every BEGIN and END line between `start` and `end`, in order.
pub(super) fn markers(text: &[u8], start: usize, end: usize) -> Vec<Marker> {
    let mut found: Vec<Marker> = Vec::new();
    let mut at = start;
    while let Some(byte) = text.get(at).filter(|_| at < end) {
        let word: &[u8] = match byte {
            b'B' | b'b' => b"BEGIN",
            b'E' | b'e' => b"END",
            _ => {
                at += 1;
                continue;
            }
        };
        let named = text.get(at..at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word));
        let floor = found.last().map_or(start, |marker| marker.end);
        match if named { marker(text, at, word.len(), floor, end) } else { None } {
            Some(marker) => {
                at = marker.end;
                found.push(marker);
            }
            None => at += 1,
        }
    }
    found
}

/// The marker whose word stands at `word`, if there are dashes around it.
fn marker(text: &[u8], word: usize, word_len: usize, floor: usize, end: usize) -> Option<Marker> {
    let mut mended = Mended::default();
    let (start, before) = dashes_before(text, word, floor, &mut mended);
    let (label_end, label) = label(text.get(..end)?, word + word_len, &mut mended)?;
    let (end, after) = dashes_after(text.get(..end)?, label_end, &mut mended);
    let is_begin = text.get(word)?.eq_ignore_ascii_case(&b'B');
    // The first dash of a removed line in a diff is not of the armour; the line beside it has one too.
    let is_removed = before == after + 1 && before > 5 && has_dash_beside(text, is_begin, start, end);
    let (start, before) = if is_removed { (start + 1, after) } else { (start, before) };
    let joined = word == floor && floor > 0 && after >= 2;
    let enough = (before >= 2 && after >= 2) || before + after >= 4 || joined;
    let lower = !text.get(word)?.is_ascii_uppercase() || label.bytes().any(|byte| byte.is_ascii_lowercase());
    if !enough {
        return None;
    }
    if before != 5 && !joined {
        mended.note(RepairKind::DashCount, start, word);
    }
    if after != 5 {
        mended.note(RepairKind::DashCount, label_end, end);
    }
    let gap = text.get(word.saturating_sub(1)..word) == Some(b" ") && before > 0;
    let written = text.get(word + word_len..label_end).unwrap_or_default();
    if gap || written.ends_with(b" ") || written.windows(2).any(|pair| pair == b"  ") {
        mended.note(RepairKind::LabelBlanks, start, end);
    }
    if lower {
        mended.note(RepairKind::LabelCase, word, label_end);
    }
    Some(Marker { is_begin, label, start, end, mended: mended.into_offsets() })
}

/// True if the line of the block that is next to a BEGIN or END line begins with a dash.
fn has_dash_beside(text: &[u8], is_begin: bool, start: usize, end: usize) -> bool {
    let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
    if is_begin {
        let after = text.get(end..).unwrap_or_default();
        let next = after.iter().find(|byte| !is_break(byte) && !matches!(byte, b' ' | b'\t'));
        return next == Some(&b'-');
    }
    let before = text.get(..start).unwrap_or_default().trim_ascii_end();
    let line = before.iter().rposition(is_break).map_or(0, |at| at + 1);
    before.get(line) == Some(&b'-')
}

/// Where the dashes before `word` begin and how many they are.
fn dashes_before(text: &[u8], word: usize, floor: usize, mended: &mut Mended) -> (usize, usize) {
    // A dash takes at most six bytes: `\u002d`.
    const WIDEST: usize = 6;
    let mut at = word;
    let mut count = 0;
    while count < LONGEST {
        let dash = (1..=WIDEST).find_map(|width| {
            let start = at.checked_sub(width).filter(|start| *start >= floor)?;
            let glyph = glyph::first(text.get(start..at)?);
            let is_dash = glyph.len == width && glyph.meant == b'-';
            let is_gap = glyph.len == width && glyph.meant == b' ' && count == 0 && width == 1 && at == word;
            (is_dash || is_gap).then_some((start, glyph.repair, is_dash))
        });
        let Some((start, repair, is_dash)) = dash else { break };
        if let Some(repair) = repair {
            mended.note(repair, start, at);
        }
        at = start;
        if is_dash {
            count += 1;
        }
    }
    if count > 0 && at > floor && text.get(at - 1) == Some(&b'\\') {
        mended.note(RepairKind::Backslashes, at - 1, at);
        at -= 1;
    }
    if count == 0 { (word, 0) } else { (at, count) }
}

/// Where the label ends and what it is; none if something else comes before the dashes.
fn label(text: &[u8], mut at: usize, mended: &mut Mended) -> Option<(usize, String)> {
    let mut label = String::new();
    while label.len() < LONGEST {
        let glyph = glyph::first(text.get(at..).filter(|rest| !rest.is_empty())?);
        match glyph.meant {
            // X-509 and the like have a dash of their own; a row of them ends the label.
            b'-' if glyph.repair.is_none()
                && text.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
                && !label.is_empty() =>
            {
                label.push('-');
            }
            b'-' => break,
            b'\r' | b'\n' if !label.trim().is_empty() && glyph.repair.is_none() => break,
            b'+' if glyph.repair.is_none() => label.push(' '),
            meant @ (b' ' | b'.' | b'#' | b'/' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z') => {
                label.push(char::from(meant));
            }
            _ => return None,
        }
        if let Some(repair) = glyph.repair {
            mended.note(repair, at, at + glyph.len);
        }
        at += glyph.len;
    }
    let whole = label.len() < LONGEST && label.starts_with(' ') && !label.trim().is_empty();
    whole.then(|| (at, label.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// Where the dashes from `at` end and how many they are; a row that another marker shares is split.
fn dashes_after(text: &[u8], at: usize, mended: &mut Mended) -> (usize, usize) {
    let mut ends = vec![at];
    let mut end = at;
    while let Some(rest) = text.get(end..).filter(|rest| !rest.is_empty() && ends.len() <= LONGEST) {
        let glyph = glyph::first(rest);
        if glyph.meant != b'-' {
            break;
        }
        if let Some(repair) = glyph.repair {
            mended.note(repair, end, end + glyph.len);
        }
        end += glyph.len;
        ends.push(end);
    }
    let next = text.get(end..).unwrap_or_default();
    let shared = [b"BEGIN".as_slice(), b"END "]
        .iter()
        .any(|word| next.get(..word.len()).is_some_and(|next| next.eq_ignore_ascii_case(word)));
    let count = ends.len() - 1;
    let taken = if shared { count.min(5) } else { count };
    (ends.get(taken).copied().unwrap_or(end), taken)
}
