//! Text of no particular structure: blocks, digits without armour, and the rest.

use core::ops::Range;

use super::bare::{self, Bare};
use super::base64::{self, Decoded};
use super::pem::{self, Block};
use super::remark::{Looks, RemarkKind, excerpt};
use super::secret::{SecretSpan, is_secret_name};
use super::shape::{self, Shape};
use super::value::{self, Frame, Slot};
use super::{Artifact, DigestLine, Scan, digest_line, encoding, glyph, variable};
use crate::span::ByteRange;

/// Reads the parts of `value` that no document covers.
pub(super) fn read(
    scan: &mut Scan,
    value: &Decoded,
    ranges: &[Range<usize>],
    frame: &Frame,
    slot: &mut Slot,
) {
    let found_before = scan.artifacts.len();
    let mut rest = Vec::new();
    for range in ranges {
        read_range(scan, value, range.clone(), frame, slot, &mut rest);
    }
    for range in &rest {
        mask_secret_lines(scan, value, range);
        mask_stray_lines(scan, value, range);
        mask_printed_numbers(scan, value, range);
    }
    if frame.depth == 0 {
        rest = without_digests(scan, value, rest);
    }
    if !frame.is_quiet {
        remark_on(scan, value, &rest, scan.artifacts.len() > found_before);
    }
}

/// Only what was pasted as it is: in a Secret or in another encoding, such a line is the business of a program.
fn without_digests(scan: &mut Scan, value: &Decoded, ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut rest = Vec::with_capacity(ranges.len());
    for range in ranges {
        for line in digest_line::take(&value.bytes, range, &mut rest) {
            let text = value.bytes.get(line.clone()).unwrap_or_default();
            let text = String::from_utf8_lossy(text).trim().to_owned();
            scan.digests
                .push(DigestLine { text, span: value.map.span(ByteRange::new(line.start, line.end)) });
        }
    }
    rest
}

fn read_range(
    scan: &mut Scan,
    value: &Decoded,
    range: Range<usize>,
    frame: &Frame,
    slot: &mut Slot,
    rest: &mut Vec<Range<usize>>,
) {
    let mut at = range.start;
    for block in pem::blocks(&value.bytes, range.start, range.end, &value.map) {
        let (start, end) = (block.lead.max(at), block.end);
        read_gap(scan, value, at..start, frame, slot, rest);
        push_block(scan, value, block, frame, slot);
        at = end;
    }
    read_gap(scan, value, at..range.end, frame, slot, rest);
}

fn read_gap(
    scan: &mut Scan,
    value: &Decoded,
    gap: Range<usize>,
    frame: &Frame,
    slot: &mut Slot,
    rest: &mut Vec<Range<usize>>,
) {
    let mut at = gap.start;
    for bare in bare::find(&value.bytes, gap.start, gap.end, &value.map) {
        rest.push(at..bare.range.start);
        at = bare.range.end;
        push_bare(scan, value, bare, frame, slot);
    }
    rest.push(at..gap.end);
}

fn push_block(scan: &mut Scan, value: &Decoded, block: Block, frame: &Frame, slot: &mut Slot) {
    let file = slot.open(scan, frame);
    let place = frame.place.within_variable(variable::before(&value.bytes, block.lead));
    let span = value.map.span(ByteRange::new(block.start, block.end));
    let encryption = block.encryption();
    if block.label.is_private() || shape::may_be_private(&block.decoded.bytes) {
        let span = value.map.span(ByteRange::new(block.private_start, block.private_end));
        scan.secrets.push(SecretSpan { span, is_private_key: true });
    }
    let mut repairs = frame.repairs.clone();
    repairs.extend(block.mended.finish(&value.map));
    scan.artifacts.push(Artifact {
        file,
        label: Some(block.label),
        bytes: block.decoded.bytes,
        map: block.decoded.map,
        place,
        span,
        encryption,
        repairs,
    });
}

fn push_bare(scan: &mut Scan, value: &Decoded, bare: Bare, frame: &Frame, slot: &mut Slot) {
    let kind = bare.kind();
    let Bare { range, decoded, shape, mut mended, is_hexadecimal } = bare;
    let is_value = follows_key(&value.bytes, range.start);
    if is_hexadecimal || (frame.is_final && !is_value) {
        mended.note(kind, range.start, range.end);
    }
    let mut inner = frame.clone();
    inner.place = inner.place.within_variable(variable::before(&value.bytes, range.start));
    if shape == Shape::Pem || matches!(shape, Shape::Archive(_)) {
        inner = inner.within(if is_hexadecimal { "bytes" } else { "base64" });
        inner.repairs.extend(mended.finish(&value.map));
        inner.is_final = true;
        let first = scan.artifacts.len();
        value::read(scan, decoded, &inner, Slot::default());
        let is_private = scan.artifacts.iter().skip(first).any(Artifact::is_private);
        if is_private {
            let span = value.map.span(ByteRange::new(range.start, range.end));
            scan.secrets.push(SecretSpan { span, is_private_key: true });
        }
        return;
    }
    inner.repairs.extend(mended.finish(&value.map));
    slot.open(scan, frame);
    value::push_binary(scan, &decoded, super::repair::Mended::default(), &inner, slot);
}

impl Artifact {
    /// True if it is or may be a private key, or a store that may hold one.
    pub(super) fn is_private(&self) -> bool {
        self.label.as_ref().is_some_and(super::Label::is_private) || shape::may_be_private(&self.bytes)
    }
}

/// True for `tls.crt: LS0t…`, as `grep` prints it.
fn follows_key(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let before = before.trim_ascii_end();
    let before = before.strip_suffix(b"\"").unwrap_or(before);
    before.ends_with(b":")
}

/// Secret by the name of the key before it.
fn mask_secret_lines(scan: &mut Scan, value: &Decoded, range: &Range<usize>) {
    let mut at = range.start;
    for line in value.bytes.get(range.clone()).unwrap_or_default().split(|byte| *byte == b'\n') {
        let end = at + line.len();
        let split = line.iter().position(|byte| matches!(byte, b':' | b'='));
        if let Some(split) = split {
            let name = String::from_utf8_lossy(line.get(..split).unwrap_or_default());
            let name = name.trim().trim_start_matches("- ").trim_matches(['"', '\'']);
            let word = name.rsplit([' ', '\t']).next().unwrap_or(name).trim_start_matches("--");
            let written = line.get(split + 1..).unwrap_or_default().trim_ascii_end();
            // A shell goes on with the next line after it.
            let text = written.strip_suffix(b"\\").unwrap_or(written).trim_ascii();
            if is_secret_name(word) && !text.is_empty() && !text.starts_with(b"=") && !is_file_name(text) {
                let written = written.strip_suffix(b" \\").unwrap_or(written);
                let start = at + split + 1;
                let span = value.map.span(ByteRange::new(start, start + written.len()));
                scan.secrets.push(SecretSpan { span, is_private_key: false });
            }
        }
        at = end + 1;
    }
}

/// True for `server-key.pem` and the like: what is in the file is secret, and not what it is called.
fn is_file_name(text: &[u8]) -> bool {
    const ENDINGS: [&[u8]; 10] =
        [b".pem", b".key", b".crt", b".cer", b".der", b".p8", b".p12", b".pfx", b".jks", b".txt"];
    let text = text.strip_suffix(b"\"").and_then(|text| text.strip_prefix(b"\"")).unwrap_or(text);
    let is_path =
        text.iter().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'=' | b'+' | b':' | b'"'));
    is_path && ENDINGS.iter().any(|ending| text.ends_with(ending))
}

/// Lines of base64 in which nothing was recognised: the middle of a key, perhaps, whose first and last lines are elsewhere.
fn mask_stray_lines(scan: &mut Scan, value: &Decoded, range: &Range<usize>) {
    /// Fewest characters of a line that is no word and no digest, and fewest such lines.
    const LONG: usize = 48;
    const FEWEST: usize = 2;
    let is_base64 =
        |line: &[u8]| !line.is_empty() && line.iter().all(|byte| base64::is_digit(*byte) || *byte == b'=');
    let is_long = |line: &[u8]| line.len() >= LONG && !line.iter().all(u8::is_ascii_hexdigit);
    let mut at = range.start;
    let mut run: Option<(Range<usize>, usize)> = None;
    let lines = value.bytes.get(range.clone()).unwrap_or_default().split(|byte| *byte == b'\n');
    // One more line, which ends the last run.
    for line in lines.chain([&b""[..]]) {
        let end = at + line.len();
        let content = line.trim_ascii();
        if is_base64(content) {
            let (known, long) = run.get_or_insert((at..end, 0));
            known.end = end;
            *long += usize::from(is_long(content));
        } else if let Some((found, _)) = run.take().filter(|(_, long)| *long >= FEWEST) {
            let span = value.map.span(ByteRange::new(found.start, found.end));
            scan.secrets.push(SecretSpan { span, is_private_key: false });
        }
        at = end + 1;
    }
}

/// The numbers of a private key, as `openssl pkey -text` and certtool print them below their names.
fn mask_printed_numbers(scan: &mut Scan, value: &Decoded, range: &Range<usize>) {
    const NAMES: [&[u8]; 9] = [
        b"privateexponent:",
        b"privatekey:",
        b"prime1:",
        b"prime2:",
        b"exponent1:",
        b"exponent2:",
        b"coefficient:",
        b"priv:",
        b"privatekey(x):",
    ];
    const LONGEST: usize = 32;
    let is_name = |line: &[u8]| {
        let name: Vec<u8> =
            line.iter().filter(|byte| **byte != b' ').map(u8::to_ascii_lowercase).take(LONGEST).collect();
        NAMES.contains(&name.as_slice())
    };
    let is_digits = |line: &[u8]| {
        !line.is_empty() && line.iter().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b' '))
    };
    let mut at = range.start;
    let mut number: Option<Range<usize>> = None;
    let lines = value.bytes.get(range.clone()).unwrap_or_default().split(|byte| *byte == b'\n');
    // One more line, which ends the last number.
    for line in lines.chain([&b""[..]]) {
        let end = at + line.len();
        let content = line.trim_ascii();
        match &mut number {
            Some(known) if is_digits(content) => known.end = end,
            _ => {
                if let Some(found) = number.take().filter(|found| !found.is_empty()) {
                    let span = value.map.span(ByteRange::new(found.start, found.end));
                    scan.secrets.push(SecretSpan { span, is_private_key: true });
                }
                if content.last() == Some(&b':') && is_name(content) {
                    number = Some(end + 1..end + 1);
                }
            }
        }
        at = end + 1;
    }
}

/// Names what nothing was found in.
fn remark_on(scan: &mut Scan, value: &Decoded, rest: &[Range<usize>], has_found: bool) {
    let mut unknown = rest.iter().filter_map(|range| trimmed(&value.bytes, range)).peekable();
    let Some(first) = unknown.peek().cloned() else { return };
    let mut last = first.clone();
    let mut count = 0;
    for range in unknown {
        count += 1;
        if !has_found {
            let text = value.bytes.get(range.clone()).unwrap_or_default();
            let kind = if encoding::is_binary(text) {
                RemarkKind::Binary
            } else {
                RemarkKind::Unknown { looks: Looks::of(text), excerpt: excerpt(text) }
            };
            scan.remark(kind, value.map.span(ByteRange::new(range.start, range.end)));
        }
        last = range;
    }
    if has_found {
        scan.remark(RemarkKind::Surrounding { count }, value.map.span(ByteRange::new(first.start, last.end)));
    }
}

/// Without blanks and punctuation at both ends; none if there is nothing else.
fn trimmed(text: &[u8], range: &Range<usize>) -> Option<Range<usize>> {
    let mut found: Option<Range<usize>> = None;
    let mut at = range.start;
    while let Some(rest) = text.get(at..range.end).filter(|rest| !rest.is_empty()) {
        let glyph = glyph::first(rest);
        let end = at + glyph.len.max(1);
        let is_letter = glyph.meant == 0 && rest.first().is_some_and(|byte| *byte >= 0x80);
        if is_letter || glyph.meant.is_ascii_alphanumeric() {
            found.get_or_insert(at..end).end = end;
        }
        at = end;
    }
    found
}
