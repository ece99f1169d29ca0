//! Cuts a text along its Markdown fences; a text without any is one piece.

use zeroize::Zeroizing;

use super::Stated;
use crate::source;
use crate::span::Span;

/// A stretch of one source, in one language as far as a fence says which.
pub(super) struct Piece<'a> {
    pub(super) source: usize,
    /// Where it begins in the source.
    pub(super) base: usize,
    pub(super) text: &'a str,
    pub(super) language: Language,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// Not said: it may be any.
    Any,
    Go,
    Shell,
    Yaml,
}

impl Piece<'_> {
    pub(super) const fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, self.base + start, self.base + end)
    }

    pub(super) fn stated(&self, value: &str, start: usize, end: usize) -> Stated<String> {
        Stated { value: value.to_owned(), span: self.span(start, end) }
    }
}

/// The text of a source, byte for byte; none if it is no text.
pub(super) fn text(content: &[u8]) -> Option<Zeroizing<String>> {
    (!source::is_binary(content)).then(|| source::lossless_utf8(content))
}

pub(super) fn pieces(source: usize, text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut fence: Option<(&str, Language)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if let Some((marks, info)) = fence_of(line) {
            let next = match fence {
                None => Some((marks, language(info))),
                Some((open, _)) if marks.starts_with(open) && info.is_empty() => None,
                Some(_) => {
                    at = end;
                    continue;
                }
            };
            push(&mut found, source, text, start..at, fence);
            (start, fence) = (end, next);
        }
        at = end;
    }
    push(&mut found, source, text, start..text.len(), fence);
    found
}

fn push<'a>(
    found: &mut Vec<Piece<'a>>,
    source: usize,
    text: &'a str,
    range: core::ops::Range<usize>,
    fence: Option<(&str, Language)>,
) {
    let base = range.start;
    let language = fence.map_or(Language::Any, |(_, language)| language);
    if let Some(text) = text.get(range).filter(|text| !text.trim().is_empty()) {
        found.push(Piece { source, base, text, language });
    }
}

/// The marks of a fence and what stands after them.
fn fence_of(line: &str) -> Option<(&str, &str)> {
    const FEWEST: usize = 3;
    let line = line.trim();
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let info = line.trim_start_matches(mark);
    let marks = line.get(..line.len() - info.len())?;
    // Three marks around a word are code in a sentence.
    (marks.len() >= FEWEST && !info.contains(mark)).then(|| (marks, info.trim()))
}

fn language(info: &str) -> Language {
    let word = info.split([' ', ',', '{', '}']).find(|word| !word.is_empty()).unwrap_or_default();
    match word.to_ascii_lowercase().as_str() {
        "go" | "golang" => Language::Go,
        "sh" | "bash" | "shell" | "console" | "zsh" | "shell-session" | "shellsession" => Language::Shell,
        "yaml" | "yml" | "json" => Language::Yaml,
        _ => Language::Any,
    }
}
