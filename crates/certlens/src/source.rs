//! From what was pasted to the bytes of certificates, keys and stores, each with its place in the paste.

mod archive;
mod bare;
mod base64;
mod body;
mod digest_line;
mod document;
mod dump;
mod encoding;
mod glyph;
mod label;
mod lead;
mod manifest;
mod map;
mod marker;
mod pem;
mod place;
mod remark;
mod repair;
mod scalar;
mod secret;
mod segment;
mod shape;
mod text;
mod value;
mod variable;
pub(crate) mod yaml;

#[cfg(test)]
mod tests;

use zeroize::Zeroizing;

use crate::sort;
use crate::span::Span;

pub use archive::unpack;
pub(crate) use encoding::{is_binary, lossless_utf8};
pub use label::Label;
pub use manifest::{Entry, EntryState, Manifest};
pub(crate) use map::SourceMap;
pub use pem::DekInfo;
pub use place::Place;
pub use remark::{Looks, Remark, RemarkKind};
pub use repair::{Repair, RepairKind};
pub use secret::SecretSpan;
pub(crate) use segment::{Region, regions};

/// One paste, or one file that was dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Source {
    /// A file name, or what the page calls the box.
    pub name: String,
    /// Its bytes, text or not.
    pub content: Vec<u8>,
}

/// The content may hold a private key and is not shown.
impl core::fmt::Debug for Source {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Source").field("name", &self.name).field("len", &self.content.len()).finish()
    }
}

/// Everything that was found in the sources.
#[derive(Default)]
pub(crate) struct Scan {
    pub(crate) files: Vec<File>,
    pub(crate) artifacts: Vec<Artifact>,
    pub(crate) manifests: Vec<Manifest>,
    pub(crate) remarks: Vec<Remark>,
    pub(crate) secrets: Vec<SecretSpan>,
    /// Lines that are a digest: of a key perhaps, which need not be pasted then.
    pub(crate) digests: Vec<DigestLine>,
    /// Names of the sources.
    pub(crate) sources: Vec<String>,
    /// Bytes decoded so far.
    decoded: usize,
    /// Bytes that may be decoded in all.
    allowance: usize,
}

/// A line that is a digest.
pub(crate) struct DigestLine {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// One text or binary as a workload would mount or read it. Input only: it may hold a key.
pub(crate) struct File {
    pub(crate) place: Place,
    pub(crate) bytes: Zeroizing<Vec<u8>>,
}

/// One thing to read: a PEM block, a DER file, a key store. Input only: it may hold a key.
pub(crate) struct Artifact {
    /// Index of the file it stands in.
    pub(crate) file: usize,
    /// What its BEGIN line says; none without armour.
    pub(crate) label: Option<Label>,
    pub(crate) bytes: Zeroizing<Vec<u8>>,
    pub(crate) map: SourceMap,
    pub(crate) place: Place,
    /// All of it in the paste, armour included.
    pub(crate) span: Span,
    pub(crate) encryption: Option<DekInfo>,
    pub(crate) repairs: Vec<Repair>,
}

/// Base64 shrinks what it wraps, so that honest input stays far below this many times its size; aliases do not.
const EXPANSION: usize = 8;

/// So that a small input may use an alias or two.
const LEAST_ALLOWANCE: usize = 1 << 20;

/// Finds everything there is to read in `sources`.
pub(crate) fn scan(sources: &[Source]) -> Scan {
    let size: usize = sources.iter().map(|source| source.content.len()).sum();
    let allowance = size.saturating_mul(EXPANSION).saturating_add(LEAST_ALLOWANCE);
    let names = sources.iter().map(|source| source.name.clone()).collect();
    let mut scan = Scan { allowance, sources: names, ..Scan::default() };
    for (number, source) in sources.iter().enumerate() {
        value::read_source(&mut scan, number, source);
    }
    // Documents are read before the text between them; the paste has an order of its own.
    sort::by_key(&mut scan.artifacts, |artifact| (artifact.span.source, artifact.span.start));
    sort::by_key(&mut scan.remarks, |remark| (remark.span.source, remark.span.start));
    scan.secrets = secret::merge(core::mem::take(&mut scan.secrets));
    scan
}

/// Every stretch of the paste that holds a private key or a password; blank them, and no byte of one is left.
#[must_use]
pub fn secrets(sources: &[Source]) -> Vec<SecretSpan> {
    scan(sources).secrets
}

impl Scan {
    fn remark(&mut self, kind: RemarkKind, span: Span) {
        self.remarks.push(Remark { kind, span });
    }

    /// Counts `bytes` as decoded; false once there were too many.
    fn spend(&mut self, bytes: usize, span: Span) -> bool {
        let before = self.decoded;
        self.decoded = before.saturating_add(bytes);
        let is_within = self.decoded <= self.allowance;
        if !is_within && before <= self.allowance {
            self.remark(RemarkKind::Limit { limit: "1 MiB and eight times the size of the input" }, span);
        }
        is_within
    }
}
