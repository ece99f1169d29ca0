//! From decoded bytes back to the characters they were decoded from, through any number of layers.

use std::sync::Arc;

use crate::span::{ByteRange, Span};

/// Where every byte of a decoded text stands in the paste.
#[derive(Debug, Clone)]
pub(crate) struct SourceMap {
    source: usize,
    /// Innermost first; each maps to the offsets of the one after it, the last to the paste.
    layers: Option<Arc<Layer>>,
}

#[derive(Debug)]
struct Layer {
    runs: Vec<Run>,
    /// Length of the decoded bytes.
    len: usize,
    outer: Option<Arc<Self>>,
}

/// A stretch of decoded bytes that correspond to characters in one manner, up to the next run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// Offset of the first decoded byte.
    pub(super) decoded: usize,
    /// Offset of its first character.
    pub(super) encoded: usize,
    pub(super) manner: Manner,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// One byte, one byte.
    Copy,
    /// Three bytes, four characters, none between them.
    Base64,
    /// One byte, that many bytes: two for hexadecimal digits and UTF-16.
    Times(usize),
    /// Every byte of the run stands for all of that many bytes.
    Whole(usize),
}

impl Run {
    fn locate(&self, byte: usize) -> ByteRange {
        let offset = byte.saturating_sub(self.decoded);
        let (start, len) = match self.manner {
            Manner::Copy => (offset, 1),
            Manner::Base64 => (offset / 3 * 4 + offset % 3, 2),
            Manner::Times(width) => (offset * width, width),
            Manner::Whole(len) => (0, len),
        };
        ByteRange::new(self.encoded + start, self.encoded + start + len)
    }
}

impl Layer {
    /// The characters of `bytes`; an empty range stays where it is.
    fn locate(&self, bytes: ByteRange) -> ByteRange {
        let first = self.byte(bytes.start.min(self.len.saturating_sub(1)));
        if bytes.start >= self.len {
            return ByteRange::new(first.end, first.end);
        }
        if bytes.is_empty() {
            return ByteRange::new(first.start, first.start);
        }
        let last = self.byte(bytes.end.min(self.len).saturating_sub(1));
        ByteRange::new(first.start, last.end.max(first.start))
    }

    fn byte(&self, byte: usize) -> ByteRange {
        let after = self.runs.partition_point(|run| run.decoded <= byte);
        self.runs.get(after.saturating_sub(1)).map_or_else(ByteRange::default, |run| run.locate(byte))
    }
}

impl SourceMap {
    /// The source itself.
    pub(crate) const fn whole(source: usize) -> Self {
        Self { source, layers: None }
    }

    /// `len` bytes decoded from the text this map is of.
    pub(super) fn decoded(&self, runs: Vec<Run>, len: usize) -> Self {
        let layer = Layer { runs, len, outer: self.layers.clone() };
        Self { source: self.source, layers: Some(Arc::new(layer)) }
    }

    /// The part of the text from `start`, `len` bytes of it.
    pub(crate) fn part(&self, start: usize, len: usize) -> Self {
        self.decoded(vec![Run { decoded: 0, encoded: start, manner: Manner::Copy }], len)
    }

    /// Number of the source.
    pub(crate) const fn source(&self) -> usize {
        self.source
    }

    /// The characters of the paste that decode to `bytes`; O(log n) for each layer.
    pub(crate) fn span(&self, bytes: ByteRange) -> Span {
        let mut range = bytes;
        let mut layer = self.layers.as_deref();
        while let Some(inner) = layer {
            range = inner.locate(range);
            layer = inner.outer.as_deref();
        }
        Span::new(self.source, range.start, range.end)
    }
}

/// Runs under construction; neighbours that continue each other are one.
#[derive(Debug, Default)]
pub(super) struct Runs {
    runs: Vec<Run>,
    /// Where the last run ends in the decoded bytes.
    len: usize,
    /// Where the last run ends in the text.
    end: usize,
}

impl Runs {
    /// `len` decoded bytes that correspond to `encoded` in this manner.
    pub(super) fn push(&mut self, len: usize, encoded: ByteRange, manner: Manner) {
        if len == 0 {
            return;
        }
        let aligned =
            |run: &Run| !matches!(manner, Manner::Base64) || (self.len - run.decoded).is_multiple_of(3);
        let continues = self.end == encoded.start
            && !matches!(manner, Manner::Whole(_))
            && self.runs.last().is_some_and(|run| run.manner == manner && aligned(run));
        if !continues {
            self.runs.push(Run { decoded: self.len, encoded: encoded.start, manner });
        }
        self.len += len;
        self.end = encoded.end;
    }

    /// Takes out bytes that are runs of their own; `numbers` ascend.
    pub(super) fn remove(&mut self, numbers: &[usize]) {
        self.runs.retain(|run| numbers.binary_search(&run.decoded).is_err());
        for run in &mut self.runs {
            run.decoded -= numbers.partition_point(|number| *number < run.decoded);
        }
        self.len -= numbers.len();
    }

    pub(super) fn finish(self) -> Vec<Run> {
        self.runs
    }
}
