//! One value, whatever it is: what is it, and what is in it?

use core::ops::Range;

use super::base64::Decoded;
use super::map::SourceMap;
use super::place::Place;
use super::remark::RemarkKind;
use super::repair::{Mended, Repair, RepairKind};
use super::secret::SecretSpan;
use super::segment::{self, Region};
use super::shape::{self, Shape};
use super::{Artifact, File, Scan, Source, document, encoding, text};
use crate::sort;
use crate::span::{ByteRange, Span};

/// Deepest nesting of encodings: a Secret in an annotation in a List is four, and nobody means ten.
const DEEPEST: usize = 8;

/// Circumstances of the value that is being read.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) place: Place,
    pub(super) depth: usize,
    /// A program would read these bytes as they are: base64 in them is one layer too many.
    pub(super) is_final: bool,
    /// It stands in a document that was understood: text in it needs no remark.
    pub(super) is_quiet: bool,
    /// Damage around it.
    pub(super) repairs: Vec<Repair>,
}

impl Frame {
    /// One layer further in.
    pub(super) fn within(&self, step: impl Into<String>) -> Self {
        Self { place: self.place.within(step), depth: self.depth + 1, ..self.clone() }
    }
}

/// The slot of the value in the list of files, filled once something was found in it.
#[derive(Debug, Default)]
pub(super) struct Slot(Option<usize>);

impl Slot {
    pub(super) fn open(&mut self, scan: &mut Scan, frame: &Frame) -> usize {
        *self.0.get_or_insert_with(|| {
            scan.files.push(File { place: frame.place.clone(), bytes: Vec::new().into() });
            scan.files.len() - 1
        })
    }
}

pub(super) fn read_source(scan: &mut Scan, number: usize, source: &Source) {
    let map = SourceMap::whole(number);
    let span = Span::new(number, 0, source.content.len());
    if source.content.iter().all(u8::is_ascii_whitespace) {
        scan.remark(RemarkKind::Empty, span);
        return;
    }
    let place = Place { source: number, name: source.name.clone(), ..Place::default() };
    let frame = Frame { place, depth: 0, is_final: true, is_quiet: false, repairs: Vec::new() };
    read(scan, Decoded { bytes: source.content.clone().into(), map }, &frame, Slot::default());
}

/// Reads a value; its slot may have been opened by whoever knows that it is a file.
pub(super) fn read(scan: &mut Scan, value: Decoded, frame: &Frame, mut slot: Slot) {
    let first = scan.artifacts.len();
    let span = value.map.span(ByteRange::new(0, value.bytes.len()));
    if frame.depth > DEEPEST {
        scan.remark(RemarkKind::Limit { limit: "eight layers of encoding" }, span);
        return;
    }
    if !scan.spend(value.bytes.len(), span) {
        return;
    }
    match shape::recognise(&value.bytes) {
        Some(Shape::Archive(format)) => {
            let is_encrypted = format.is_encrypted(&value.bytes);
            scan.remark(RemarkKind::Compressed { format: format.name(), is_encrypted }, span);
        }
        Some(Shape::Der | Shape::JavaKeyStore | Shape::OpensshKey) => {
            push_binary(scan, &value, Mended::default(), frame, &mut slot);
        }
        Some(Shape::Pem) | None => {
            if let Some(converted) = encoding::from_wide(&value) {
                let mut inner = frame.clone();
                inner.depth += 1;
                inner.repairs.push(Repair { kind: RepairKind::Utf16, span, count: 1 });
                let file = slot.0;
                read(scan, converted, &inner, slot);
                // A workload mounts the bytes as they are.
                if let Some(file) = file.and_then(|file| scan.files.get_mut(file)) {
                    file.bytes = value.bytes;
                }
                return;
            }
            read_text(scan, &value, frame, &mut slot);
        }
    }
    if let Some(file) = slot.0 {
        number_blocks(scan, first, file);
        if let Some(file) = scan.files.get_mut(file) {
            file.bytes = value.bytes;
        }
    }
}

fn read_text(scan: &mut Scan, value: &Decoded, frame: &Frame, slot: &mut Slot) {
    // What was decoded is the business of whoever reads it; the file around it is a text.
    if frame.depth == 0
        && let Err(error) = core::str::from_utf8(&value.bytes)
        && !encoding::is_binary(&value.bytes)
    {
        let at = error.valid_up_to();
        scan.remark(RemarkKind::NotUtf8, value.map.span(ByteRange::new(at, at + 1)));
    }
    let mut plain: Vec<Range<usize>> = Vec::new();
    for region in segment::regions(&value.bytes) {
        match region {
            Region::Plain(range) => plain.push(range),
            Region::Structured(range) => plain.extend(document::read(scan, value, range, frame)),
        }
    }
    sort::by_key(&mut plain, |range| range.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in plain {
        match joined.last_mut() {
            Some(last) if last.end >= range.start => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    text::read(scan, value, &joined, frame, slot);
}

/// Objects without armour: `value` may hold several, one after another.
pub(super) fn push_binary(scan: &mut Scan, value: &Decoded, mended: Mended, frame: &Frame, slot: &mut Slot) {
    let file = slot.open(scan, frame);
    let mut repairs = frame.repairs.clone();
    repairs.extend(mended.finish(&value.map));
    for range in shape::objects(&value.bytes) {
        let bytes = value.bytes.get(range.clone()).unwrap_or_default();
        let span = value.map.span(ByteRange::new(range.start, range.end));
        if shape::may_be_private(bytes) {
            scan.secrets.push(SecretSpan { span, is_private_key: true });
        }
        scan.artifacts.push(Artifact {
            file,
            label: None,
            bytes: bytes.to_vec().into(),
            map: value.map.part(range.start, range.len()),
            place: frame.place.clone(),
            span,
            encryption: None,
            repairs: repairs.clone(),
        });
    }
}

/// Numbers the blocks of a file, if there are several.
fn number_blocks(scan: &mut Scan, first: usize, file: usize) {
    let own = |artifact: &&mut Artifact| artifact.file == file && artifact.place.block.is_none();
    let all = scan.artifacts.get_mut(first..).unwrap_or_default();
    let count = all.iter_mut().filter(own).count();
    if count > 1 {
        for (number, artifact) in all.iter_mut().filter(own).enumerate() {
            artifact.place.block = Some((number + 1, count));
        }
    }
}
