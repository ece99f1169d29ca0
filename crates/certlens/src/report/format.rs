//! The report in whatever form it is asked for.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::inspect::Inspection;
use crate::report::redact::Redaction;
use crate::report::{csv, document, markdown, text};

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub enum Format {
    /// For a terminal.
    Text,
    /// For programs.
    Json,
    /// For a comment of a review.
    Markdown,
    /// The inventory alone, for a spreadsheet.
    Csv,
}

/// The report, with placeholders for names where it is to be redacted.
///
/// # Errors
/// None in practice: the document has only strings, numbers and lists.
pub fn written(inspection: &Inspection, format: Format, is_redacted: bool) -> serde_json::Result<String> {
    let document = document(inspection);
    let redaction = is_redacted.then(|| Redaction::of(&document));
    let text = match (format, &redaction) {
        (Format::Text, None) => text::text(inspection, &document),
        (Format::Text, Some(redaction)) => return Ok(text::redacted(inspection, &document, redaction)),
        // Over a value as the redacted one, so that the page has what writes the document once.
        (Format::Json, None) => serde_json::to_string_pretty(&serde_json::to_value(&document)?)? + "\n",
        (Format::Json, Some(redaction)) => return Ok(redaction.json(&document)? + "\n"),
        (Format::Markdown, _) => markdown::markdown(&document),
        (Format::Csv, _) => csv::csv(&document),
    };
    Ok(match redaction {
        Some(redaction) => redaction.text(&text),
        None => text,
    })
}
