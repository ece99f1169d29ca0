//! PEM as RFC 7468 has it, and as people paste it.

use serde::Serialize;

use super::base64::{self, Decoded};
use super::body;
use super::label::Label;
use super::lead::Lead;
use super::map::SourceMap;
use super::marker::{self, Marker};
use super::repair::{Mended, RepairKind};

/// How a block of RFC 1421 headers says it is encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DekInfo {
    /// The cipher as DEK-Info names it, such as `AES-256-CBC`; empty if Proc-Type alone says that it is encrypted.
    pub cipher: String,
}

/// One block, in the offsets of the text it stands in.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) label: Label,
    /// Where what is before every line begins on the BEGIN line.
    pub(super) lead: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the first byte of a private key may stand; only without a BEGIN line is that before `start`.
    pub(super) private_start: usize,
    /// Where the last byte of a private key may stand; only without an END line is that beyond `end`.
    pub(super) private_end: usize,
    pub(super) decoded: Decoded,
    pub(super) headers: Vec<(String, String)>,
    pub(super) mended: Mended,
}

impl Block {
    pub(super) fn encryption(&self) -> Option<DekInfo> {
        let header = |name: &str| {
            self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
        };
        let cipher = header("DEK-Info").map(|value| value.split(',').next().unwrap_or_default().trim());
        let encrypted = header("Proc-Type").is_some_and(|value| value.contains("ENCRYPTED"));
        match cipher {
            Some(cipher) => Some(DekInfo { cipher: cipher.to_owned() }),
            None => encrypted.then(|| DekInfo { cipher: String::new() }),
        }
    }
}

/// Fewest characters of base64 that make a block of something with an unknown label or without an END line.
const FEWEST: usize = 16;

/// Every block between `start` and `end`.
pub(super) fn blocks(text: &[u8], start: usize, end: usize, map: &SourceMap) -> Vec<Block> {
    let markers = marker::markers(text, start, end);
    let mut found: Vec<Block> = Vec::new();
    let mut rest = markers.as_slice();
    // Nobody looks back beyond the marker before, be it of a block or not: one line may have a hundred thousand.
    let mut floor = start;
    while let [first, others @ ..] = rest {
        let (block, consumed) = match (first.is_begin, others.first()) {
            (true, Some(last)) if !last.is_begin => (complete(text, first, last, floor, map), 2),
            (true, next) => (endless(text, first, next.map_or(end, |next| next.start), floor, map), 1),
            (false, _) => (headless(text, first, floor, map), 1),
        };
        let (taken, left) = rest.split_at_checked(consumed).unwrap_or((rest, &[]));
        let ends =
            taken.last().map(|marker| marker.end).into_iter().chain(block.as_ref().map(|block| block.end));
        floor = ends.fold(floor, usize::max);
        found.extend(block);
        rest = left;
    }
    found
}

/// From BEGIN to END.
fn complete(text: &[u8], begin: &Marker, end: &Marker, floor: usize, map: &SourceMap) -> Option<Block> {
    let mut mended = Mended::default();
    let lead = Lead::read(text, floor, begin.start, &mut mended);
    if begin.start == floor && floor > 0 && text.get(..floor).is_some_and(|before| before.ends_with(b"-")) {
        mended.note(RepairKind::JoinedBlocks, begin.start, begin.end);
    }
    note_all(&mut mended, begin);
    note_all(&mut mended, end);
    if !begin.label.eq_ignore_ascii_case(&end.label) {
        mended.note(RepairKind::LabelMismatch, end.start, end.end);
    }
    let body = body::read(text, begin.end, end.start, &lead, &mut mended);
    if body.shares_last_line() && body.characters.len() > 0 {
        mended.note(RepairKind::OneLine, end.start, end.end);
    }
    let label = read_label(begin, &mut mended);
    if matches!(label, Label::Other(_)) && body.characters.len() < FEWEST {
        return None;
    }
    if !label.is_private() && body.headers.iter().any(|(name, _)| body::is_encryption(name)) {
        mended.note(RepairKind::Headers, begin.start, begin.end);
    }
    let decoded = body.characters.decode(map, &mut mended);
    Some(Block {
        label,
        lead: lead.start,
        start: begin.start,
        private_start: begin.start,
        end: end.end,
        private_end: end.end,
        decoded,
        headers: body.headers,
        mended,
    })
}

/// From BEGIN to where base64 ends.
fn endless(text: &[u8], begin: &Marker, limit: usize, floor: usize, map: &SourceMap) -> Option<Block> {
    let mut mended = Mended::default();
    let lead = Lead::read(text, floor, begin.start, &mut mended);
    note_all(&mut mended, begin);
    let end = body::end(text, begin.end, limit, &lead);
    let body = body::read(text, begin.end, end, &lead, &mut mended);
    let label = read_label(begin, &mut mended);
    let private_end = if label.is_private() { private_end(text, begin.end, limit) } else { begin.end };
    // Armour on a line of its own was meant as such; in a sentence or in code it is only spoken of.
    let line = text.get(begin.end..limit).unwrap_or_default();
    let is_alone = line
        .iter()
        .find(|byte| !matches!(byte, b' ' | b'\t'))
        .is_none_or(|byte| matches!(byte, b'\r' | b'\n'))
        && !mended.has(RepairKind::TextBeforeArmour)
        && !mended.has(RepairKind::Quotes)
        && !matches!(label, Label::Other(_));
    if body.characters.len() < FEWEST && private_end == begin.end && !is_alone {
        return None;
    }
    let end = body.characters.end.max(begin.end);
    mended.note(RepairKind::MissingEnd, end.saturating_sub(1), end);
    let decoded = body.characters.decode(map, &mut mended);
    Some(Block {
        label,
        lead: lead.start,
        start: begin.start,
        private_start: begin.start,
        end,
        private_end: private_end.max(end),
        decoded,
        headers: body.headers,
        mended,
    })
}

/// From where base64 begins to END.
fn headless(text: &[u8], end: &Marker, floor: usize, map: &SourceMap) -> Option<Block> {
    let start = body::start(text, floor, end.start);
    let mut mended = Mended::default();
    note_all(&mut mended, end);
    let body = body::read_from_line_start(text, start, end.start, &mut mended);
    if body.characters.len() < FEWEST {
        return None;
    }
    mended.note(RepairKind::MissingBegin, start, start + 1);
    let decoded = body.characters.decode(map, &mut mended);
    let label = read_label(end, &mut mended);
    Some(Block {
        label,
        lead: start,
        private_start: private_start(text, floor, start),
        private_end: end.end,
        start,
        end: end.end,
        decoded,
        headers: body.headers,
        mended,
    })
}

/// Where the first of the lines before `start` begins that may be base64: of a key whose beginning is gone, one may be broken.
fn private_start(text: &[u8], floor: usize, start: usize) -> usize {
    let mut first = start;
    let mut at = start;
    for line in text.get(floor..start).unwrap_or_default().rsplit(|byte| *byte == b'\n').skip(1) {
        at -= line.len() + 1;
        let content = line.trim_ascii();
        if !content.iter().all(|byte| base64::is_digit(*byte)) {
            break;
        }
        if !content.is_empty() {
            first = at;
        }
    }
    first
}

/// Where the last line before `limit` ends that may be base64.
fn private_end(text: &[u8], start: usize, limit: usize) -> usize {
    let mut last = start;
    let mut at = start;
    for line in text.get(start..limit).unwrap_or_default().split(|byte| matches!(byte, b'\n' | b'\r')) {
        at += line.len();
        if line.split(|byte| !base64::is_digit(*byte)).any(|digits| digits.len() >= FEWEST) {
            last = at;
        }
        at += 1;
    }
    last
}

fn read_label(marker: &Marker, mended: &mut Mended) -> Label {
    let label = Label::read(&marker.label);
    if matches!(label, Label::X509Certificate | Label::TrustedCertificate) {
        mended.note(RepairKind::ForeignLabel, marker.start, marker.end);
    }
    label
}

fn note_all(mended: &mut Mended, marker: &Marker) {
    for (kind, start, end) in &marker.mended {
        mended.note(*kind, *start, *end);
    }
}
