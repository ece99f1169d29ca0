//! A file in rows of equal width, so that only those in sight need be drawn.

use certlens::span::ByteRange;

use crate::message::Row;

const CHARACTERS: usize = 80;
const OCTETS: usize = 16;

/// True for what can be shown as text.
pub(super) fn is_text(content: &[u8]) -> bool {
    core::str::from_utf8(content).is_ok_and(|text| !text.contains('\0'))
}

/// The rows of a text, or of octets in hexadecimal, with `hidden` not shown.
pub(super) fn of(content: &[u8], hidden: &[ByteRange], mask: &str) -> Vec<Row> {
    match core::str::from_utf8(content) {
        Ok(text) if is_text(content) => text_rows(&masked(text, hidden, mask)),
        _ => octet_rows(content, hidden),
    }
}

fn masked(text: &str, hidden: &[ByteRange], mask: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut end = 0;
    for range in hidden {
        shown.push_str(text.get(end..range.start).unwrap_or_default());
        shown.push_str(mask);
        end = range.end;
    }
    shown.push_str(text.get(end..).unwrap_or_default());
    shown
}

fn text_rows(text: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let mut start = 0;
        let mut ends: Vec<usize> =
            line.char_indices().map(|(at, _)| at).skip(CHARACTERS).step_by(CHARACTERS).collect();
        ends.push(line.len());
        for end in ends {
            let piece = line.get(start..end).unwrap_or_default();
            let is_line_end = start > 0 && piece.trim_end_matches(['\r', '\n']).is_empty();
            if !is_line_end {
                let text = piece.trim_end_matches(['\r', '\n']).to_owned();
                rows.push(Row { offset: offset + start, text });
            }
            start = end;
        }
        offset += line.len();
    }
    rows
}

fn octet_rows(content: &[u8], hidden: &[ByteRange]) -> Vec<Row> {
    let mut ranges = hidden.iter().peekable();
    let mut rows = Vec::with_capacity(content.len().div_ceil(OCTETS));
    for (number, octets) in content.chunks(OCTETS).enumerate() {
        let offset = number * OCTETS;
        let mut text = String::with_capacity(OCTETS * 3);
        for (at, octet) in (offset..).zip(octets) {
            while ranges.next_if(|range| range.end <= at).is_some() {}
            let is_hidden = ranges.peek().is_some_and(|range| range.start <= at);
            text.push_str(&if is_hidden { "·· ".to_owned() } else { format!("{octet:02x} ") });
        }
        rows.push(Row { offset, text });
    }
    rows
}
