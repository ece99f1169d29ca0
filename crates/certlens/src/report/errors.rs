//! The errors of TLS stacks in the paste, as a document, as text and as Markdown.

use core::fmt::{self, Write as _};

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::peer::lookup::{ErrorLine, PossibleCause};
use crate::report::markdown::{cell, write_rest};
use crate::report::plain::line;
use crate::span::Span;

/// An error that a TLS stack reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct ErrorDocument {
    /// The first line that says so.
    pub span: Span,
    /// The line, as far as it can be shown.
    pub text: String,
    /// How many more lines say the same.
    pub repeated: usize,
    /// Who wrote it: `Go`, `Python`, `nginx`.
    pub stack: String,
    /// The name that was dialled, where the line gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialled: Option<String>,
    /// What it means, in a sentence.
    pub meaning: String,
    /// At which end the reason is to be looked for.
    pub place: String,
    /// Where the words come from.
    pub citation: String,
    /// What may be behind it, what the paste exhibits first.
    pub causes: Vec<CauseDocument>,
}

/// One thing that may be behind an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct CauseDocument {
    /// The code of the requirement that would not hold.
    pub code: String,
    /// Its title.
    pub title: String,
    /// True if what is pasted has it.
    pub exhibited: bool,
    /// What was found, or what would be wrong; and what to do.
    pub message: String,
}

pub(super) fn documents(errors: &[ErrorLine]) -> Vec<ErrorDocument> {
    let document = |error: &ErrorLine| ErrorDocument {
        span: error.span,
        text: error.text.clone(),
        repeated: error.repeated,
        stack: error.stack.to_owned(),
        dialled: error.dialled.clone(),
        meaning: error.meaning.clone(),
        place: error.place.clone(),
        citation: error.source.to_owned(),
        causes: error.causes.iter().map(cause).collect(),
    };
    errors.iter().map(document).collect()
}

fn cause(cause: &PossibleCause) -> CauseDocument {
    CauseDocument {
        code: cause.rule.code.to_owned(),
        title: cause.rule.title.to_owned(),
        exhibited: cause.exhibited,
        message: cause.message.clone(),
    }
}

impl ErrorDocument {
    /// `(3 times)`, where the line stands there more than once.
    #[must_use]
    pub fn times(&self) -> String {
        if self.repeated == 0 { String::new() } else { format!(" ({} times)", self.repeated + 1) }
    }

    /// What stands before a cause: `here`, `also possible` beside what is here, else `possible`.
    #[must_use]
    pub fn how(&self, cause: &CauseDocument) -> &'static str {
        match (cause.exhibited, self.causes.iter().any(|cause| cause.exhibited)) {
            (true, _) => "here",
            (false, true) => "also possible",
            (false, false) => "possible",
        }
    }
}

pub(super) fn text(out: &mut String, errors: &[ErrorDocument]) -> fmt::Result {
    for error in errors {
        writeln!(out, "\nerror line{}: {}", error.times(), line(&error.text))?;
        writeln!(out, "   {} {}", line(&error.meaning), error.place)?;
        for cause in &error.causes {
            writeln!(out, "   {} {}: {}", error.how(cause), cause.code, line(&cause.message))?;
        }
    }
    Ok(())
}

/// So many causes of an error are told in a comment.
const MOST_CAUSES: usize = 5;

pub(super) fn markdown(out: &mut String, errors: &[ErrorDocument], longest: usize) -> fmt::Result {
    for (number, error) in errors.iter().enumerate() {
        let (line, meaning, place) = (cell(&error.text), cell(&error.meaning), cell(&error.place));
        let mut part = format!("\n**{line}**{}: {meaning} {place}\n\n", error.times());
        for cause in error.causes.iter().take(MOST_CAUSES) {
            writeln!(part, "- {} `{}`: {}", error.how(cause), cause.code, cell(&cause.message))?;
        }
        write_rest(&mut part, error.causes.len().saturating_sub(MOST_CAUSES), "possible causes", "JSON")?;
        if out.len() + part.len() > longest {
            return write_rest(out, errors.len() - number, "error lines", "JSON");
        }
        out.push_str(&part);
    }
    Ok(())
}
