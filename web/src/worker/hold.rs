//! What was pasted and dropped, and the way from its characters to those that the page shows.

use std::cell::OnceCell;
use std::collections::HashMap;

use certlens::source::SecretSpan;
use certlens::span::{ByteRange, Span};
use certlens::{Source, unpack};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use zeroize::{Zeroize, Zeroizing};

use crate::mask;
use crate::message::{File, Row};
use crate::worker::rows;

/// What the place of a secret in a file is shown as.
const MASKED: &str = "<masked>";

/// Every source, the box last. All of it is wiped when it is let go.
#[derive(Default)]
pub(super) struct Hold {
    sources: Vec<Source>,
    /// Numbers that the page gave the files, in the order of `sources`.
    files: Vec<u32>,
    last_file: u32,
    /// What the masks in the box stand for.
    secrets: HashMap<u32, Zeroizing<String>>,
    /// For every source what is masked in it.
    cuts: Vec<Vec<Cut>>,
    rows: Vec<OnceCell<Vec<Row>>>,
}

/// Characters of a source and what the page shows in their place.
#[derive(Clone, Copy)]
struct Cut {
    held: ByteRange,
    shown: ByteRange,
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.sources.iter_mut().for_each(|source| source.content.zeroize());
    }
}

impl Hold {
    pub(super) fn keep_secret(&mut self, number: u32, secret: &JsValue) {
        let secret = Zeroizing::new(secret.as_string().unwrap_or_default());
        let (whole, _) = self.unmask(&secret);
        self.secrets.insert(number, whole);
    }

    /// Holds a file, or the files of an archive.
    pub(super) fn attach(&mut self, name: String, content: &JsValue) -> Vec<File> {
        let content =
            content.as_string().map_or_else(|| Uint8Array::new(content).to_vec(), String::into_bytes);
        self.empty_box();
        let sources = unpack(vec![Source { name, content }]);
        let files = sources.iter().map(|source| {
            self.last_file += 1;
            File { id: self.last_file, name: source.name.clone(), size: source.content.len() }
        });
        let files: Vec<File> = files.collect();
        self.files.extend(files.iter().map(|file| file.id));
        self.sources.extend(sources);
        files
    }

    pub(super) fn detach(&mut self, id: u32) {
        self.empty_box();
        if let Some(at) = self.files.iter().position(|file| *file == id) {
            self.files.remove(at);
            self.sources.remove(at).content.zeroize();
        }
    }

    /// Puts the secrets back into the text of the box; returns the number of its source unless it is blank.
    pub(super) fn fill_box(&mut self, text: &str) -> Option<usize> {
        self.empty_box();
        self.cuts.clear();
        if text.trim().is_empty() {
            return None;
        }
        let (mut whole, cuts) = self.unmask(text);
        let number = self.sources.len();
        self.cuts.resize_with(number, Vec::new);
        self.cuts.push(cuts);
        let content = core::mem::take(&mut *whole).into_bytes();
        self.sources.push(Source { name: "pasted text".to_owned(), content });
        Some(number)
    }

    pub(super) fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Once the sources were read: wipes the box, and notes what must be masked in the files.
    pub(super) fn settle(&mut self, secrets: &[SecretSpan]) {
        self.empty_box();
        self.cuts.resize_with(self.sources.len().max(self.cuts.len()), Vec::new);
        for (number, source) in self.sources.iter().enumerate() {
            let own: Vec<ByteRange> = secrets
                .iter()
                .filter(|secret| secret.span.source == number)
                .map(|secret| ByteRange::new(secret.span.start, secret.span.end))
                .collect();
            if let Some(cuts) = self.cuts.get_mut(number) {
                *cuts = cut(&own, rows::is_text(&source.content));
            }
        }
        self.rows = self.sources.iter().map(|_| OnceCell::new()).collect();
    }

    /// The span of a source as the page shows it.
    pub(super) fn shown(&self, span: Span) -> Span {
        let cuts = self.cuts.get(span.source).map(Vec::as_slice).unwrap_or_default();
        Span::new(span.source, start_shown(cuts, span.start), end_shown(cuts, span.end))
    }

    /// What is held where the page shows this span; the other way from [`shown`](Self::shown).
    pub(super) fn held(&self, span: Span) -> Span {
        let cuts = self.cuts.get(span.source).map(Vec::as_slice).unwrap_or_default();
        let back: Vec<Cut> = cuts.iter().map(|cut| Cut { held: cut.shown, shown: cut.held }).collect();
        let start = start_shown(&back, span.start);
        let is_caret = span.start == span.end;
        Span::new(span.source, start, if is_caret { start } else { end_shown(&back, span.end) })
    }

    /// A file in rows, masked.
    pub(super) fn rows(&self, source: usize) -> &[Row] {
        let Some((rows, held)) = self.rows.get(source).zip(self.sources.get(source)) else { return &[] };
        rows.get_or_init(|| {
            let cuts = self.cuts.get(source).map(Vec::as_slice).unwrap_or_default();
            let hidden: Vec<ByteRange> = cuts.iter().map(|cut| cut.held).collect();
            rows::of(&held.content, &hidden, MASKED)
        })
    }

    /// Whether the rows of a file are octets, because it is no text.
    pub(super) fn is_in_octets(&self, source: usize) -> bool {
        self.sources.get(source).is_some_and(|source| !rows::is_text(&source.content))
    }

    /// What is held is wiped as soon as it was read.
    fn empty_box(&mut self) {
        for source in self.sources.iter_mut().skip(self.files.len()) {
            source.content.zeroize();
        }
        self.sources.truncate(self.files.len());
    }

    /// The text with every mask replaced by what it stands for, and the places of the masks.
    fn unmask(&self, text: &str) -> (Zeroizing<String>, Vec<Cut>) {
        let masks: Vec<_> = mask::masks(text)
            .into_iter()
            .filter_map(|(range, number)| Some((range, self.secrets.get(&number)?)))
            .collect();
        let size = text.len() + masks.iter().map(|(_, secret)| secret.len()).sum::<usize>();
        let mut whole = Zeroizing::new(String::with_capacity(size));
        let mut cuts = Vec::new();
        let mut end = 0;
        for (range, secret) in masks {
            whole.push_str(text.get(end..range.start).unwrap_or_default());
            let start = whole.len();
            whole.push_str(secret);
            cuts.push(Cut {
                held: ByteRange::new(start, whole.len()),
                shown: ByteRange::new(range.start, range.end),
            });
            end = range.end;
        }
        whole.push_str(text.get(end..).unwrap_or_default());
        (whole, cuts)
    }
}

fn cut(secrets: &[ByteRange], is_text: bool) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = Vec::with_capacity(secrets.len());
    for held in secrets {
        let before = cuts.last().map_or(held.start, |cut| cut.shown.end + (held.start - cut.held.end));
        let len = if is_text { MASKED.len() } else { held.len() };
        cuts.push(Cut { held: *held, shown: ByteRange::new(before, before + len) });
    }
    cuts
}

fn start_shown(cuts: &[Cut], offset: usize) -> usize {
    match before(cuts, |cut| cut.held.start <= offset) {
        Some(cut) if offset < cut.held.end => cut.shown.start,
        Some(cut) => cut.shown.end + (offset - cut.held.end),
        None => offset,
    }
}

fn end_shown(cuts: &[Cut], offset: usize) -> usize {
    match before(cuts, |cut| cut.held.start < offset) {
        Some(cut) if offset <= cut.held.end => cut.shown.end,
        Some(cut) => cut.shown.end + (offset - cut.held.end),
        None => offset,
    }
}

fn before(cuts: &[Cut], is_before: impl Fn(&Cut) -> bool) -> Option<Cut> {
    let after = cuts.partition_point(is_before);
    cuts.get(after.checked_sub(1)?).copied()
}
