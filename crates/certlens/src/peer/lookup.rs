//! What a line of a log says, which TLS stack wrote it, at which end the fault is to be looked for, and what of the paste fits it.
//!
//! A line is known by literal phrases, wherever in it they stand, so that whatever wraps them is no hindrance. A line without a
//! known phrase is passed over: nothing is guessed at.

mod book;
mod evidence;
mod line;
mod words;

use std::collections::HashMap;

use crate::config::Configuration;
use crate::rule::{Finding, Rule};
use crate::settings::Settings;
use crate::source::{self, SecretSpan, Source};
use crate::span::Span;

pub use book::Told;

use book::{Book, Hit};
use evidence::Evidence;

/// An error that a TLS stack reported, and what may be behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorLine {
    /// The first line that says so.
    pub span: Span,
    /// The line, as far as it can be shown.
    pub text: String,
    /// How many more lines of the paste say the same.
    pub repeated: usize,
    /// Who wrote it: `Go`, `Python`, `nginx`.
    pub stack: &'static str,
    /// What kind of thing it says.
    pub told: Told,
    /// What it means, in a sentence.
    pub meaning: String,
    /// At which end the reason is to be looked for, and what to paste to know more.
    pub place: String,
    /// The name that was dialled, where the line gives it.
    pub dialled: Option<String>,
    /// Where the words come from.
    pub source: &'static str,
    /// What may be behind it: what the paste exhibits first, then the likeliest.
    pub causes: Vec<PossibleCause>,
}

/// One thing that may be behind an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PossibleCause {
    /// The requirement that would not hold.
    pub rule: &'static Rule,
    /// True if what is pasted has it.
    pub exhibited: bool,
    /// What was found, or what would be wrong; and what to do.
    pub message: String,
}

/// Most different errors that are explained; a log repeats itself, and one explanation serves all its lines.
const MOST: usize = 64;

/// The lines that are known, before anything is said of them.
pub(crate) struct Lines {
    book: Book,
    /// Each with its phrase, and how many more lines of its source say the same.
    found: Vec<(Hit, Span, usize)>,
}

/// Finds the errors in `sources`.
pub(crate) fn read(sources: &[Source]) -> Lines {
    let book = Book::open();
    let mut found: Vec<(Hit, Span, usize)> = Vec::new();
    let mut known: HashMap<(usize, usize, Option<String>), usize> = HashMap::new();
    let texts = sources.iter().enumerate().filter(|(_, source)| !source::is_binary(&source.content));
    for (number, source) in texts {
        for (start, line) in line::lines(&source.content) {
            let Some(hit) = book.look(line).filter(|_| !line::is_code(line)) else { continue };
            let key = (number, hit.entry, hit.dialled.clone());
            if let Some(at) = known.get(&key) {
                found.get_mut(*at).map(|(.., repeated)| *repeated += 1).unwrap_or_default();
            } else if found.len() < MOST {
                known.insert(key, found.len());
                found.push((hit, Span::new(number, start, start + line.len()), 0));
            }
        }
    }
    Lines { book, found }
}

impl Lines {
    /// Where they stand.
    pub(crate) fn spans(&self) -> impl Iterator<Item = Span> {
        self.found.iter().map(|(_, span, _)| *span)
    }

    /// What they mean. `secrets` are the stretches that must not be quoted, `findings` what else is wrong.
    pub(crate) fn explain(
        &self,
        sources: &[Source],
        configuration: &Configuration,
        secrets: &[SecretSpan],
        findings: &[Finding],
        settings: &Settings,
    ) -> Vec<ErrorLine> {
        if self.found.is_empty() {
            return Vec::new();
        }
        let mut evidence = Evidence::new(&self.book, sources, configuration, findings, settings);
        let explain = |(hit, span, repeated): &(Hit, Span, usize)| {
            let entry = self.book.entry(hit)?;
            let content = &sources.get(span.source)?.content;
            let (stack, ids) = words::writer(content.get(span.start..span.end)?, entry.family);
            let span = line::excerpt(content, *span, hit, secrets)?;
            Some(ErrorLine {
                text: line::text(content.get(span.start..span.end)?),
                span,
                repeated: *repeated,
                stack,
                told: entry.told,
                meaning: words::meaning(stack, entry),
                place: words::place(entry.told, evidence.has_any()),
                dialled: hit.dialled.clone(),
                source: entry.family.source,
                causes: evidence.causes(hit, entry, ids),
            })
        };
        self.found.iter().filter_map(explain).collect()
    }
}
