//! Documents of YAML and JSON with configuration in them.

use super::piece::Piece;
use super::{Configuration, Stated, alert, cert_manager, tls_client, workload};
use crate::source::yaml::{self, Tree};
use crate::source::{Region, regions};
use crate::span::Span;

/// One parsed stretch of a piece.
pub(super) struct Document<'a> {
    piece: &'a Piece<'a>,
    /// Where it begins in the piece.
    base: usize,
    text: &'a str,
    pub(super) tree: Tree<'a>,
}

/// Words without which there is nothing to read, so that ten thousand Secrets are not parsed once more.
const WORDS: &[&str] = &[
    "cert-manager.io/v1",
    "secretName",
    "volumeMounts",
    "clientConfig",
    "APIService",
    "insecure-skip-tls-verify",
    "expr:",
    "expr\"",
];

pub(super) fn read(piece: &Piece<'_>, found: &mut Configuration) {
    let has_word = |text: &str| WORDS.iter().any(|word| text.contains(word));
    if !has_word(piece.text) || read_document(piece, 0, piece.text, found) {
        return;
    }
    // Not YAML as a whole: perhaps in parts.
    for region in regions(piece.text.as_bytes()) {
        if let Region::Structured(range) = region
            && let Some(text) = piece.text.get(range.clone()).filter(|text| has_word(text))
        {
            // What cannot be parsed has a finding from whoever looked for certificates in it.
            read_document(piece, range.start, text, found);
        }
    }
}

/// Reads one or more documents at `base` of the piece; false if they are no YAML.
fn read_document(piece: &Piece<'_>, base: usize, text: &str, found: &mut Configuration) -> bool {
    // A byte order mark that ends up within a text would become part of the first key.
    let unmarked = text.trim_start_matches('\u{feff}');
    let base = base + text.len() - unmarked.len();
    let Ok(tree) = yaml::parse(unmarked) else { return false };
    let document = Document { piece, base, text: unmarked, tree };
    cert_manager::read(&document, found);
    workload::read(&document, found);
    tls_client::read(&document, found);
    alert::read(&document, found);
    true
}

impl<'a> Document<'a> {
    pub(super) fn span(&self, node: usize) -> Span {
        let range = self.tree.node(node).map(|node| node.range.clone()).unwrap_or_default();
        // A block ends after the line breaks that follow it.
        let written = self.text.get(range.clone()).unwrap_or_default().trim_end().len();
        self.piece.span(self.base + range.start, self.base + range.start + written)
    }

    /// The node at the end of a path of keys.
    pub(super) fn at(&self, node: usize, path: &[&str]) -> Option<usize> {
        path.iter().try_fold(node, |node, key| self.tree.get(node, key))
    }

    /// The scalar at the end of a path of keys.
    pub(super) fn stated(&self, node: usize, path: &[&str]) -> Option<Stated<String>> {
        self.scalar(self.at(node, path)?)
    }

    pub(super) fn scalar(&self, node: usize) -> Option<Stated<String>> {
        // An alias may give one text to a thousand objects.
        const LONGEST: usize = 4096;
        let value = self.tree.text(node).filter(|text| text.len() <= LONGEST)?.to_owned();
        Some(Stated { value, span: self.span(node) })
    }

    /// The scalars of the sequence at the end of a path of keys; none if it is not there.
    pub(super) fn list(&self, node: usize, path: &[&str]) -> Option<Vec<Stated<String>>> {
        let items = self.tree.items(self.at(node, path)?);
        const MOST: usize = 200;
        Some(items.iter().take(MOST).filter_map(|item| self.scalar(*item)).collect())
    }

    /// The part of a scalar that reads `part`, at or after the byte `from` of what is written; the whole if it is spelt otherwise.
    pub(super) fn part(&self, whole: Span, part: &str, from: usize) -> (Span, usize) {
        let start = whole.start - self.piece.base - self.base;
        let written = self.text.get(start..start + (whole.end - whole.start)).unwrap_or_default();
        match written.get(from..).and_then(|rest| rest.find(part)) {
            Some(at) => {
                let start = whole.start + from + at;
                (Span { start, end: start + part.len(), ..whole }, from + at + part.len())
            }
            None => (whole, from),
        }
    }
}
