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
    let mut document = document(inspection);
    if is_redacted {
        let redaction = Redaction::of(&document);
        if format == Format::Text {
            return Ok(text::redacted(inspection, &document, &redaction));
        }
        document = redaction.document(document);
    }
    Ok(match format {
        Format::Text => text::text(inspection, &document),
        Format::Json => serde_json::to_string_pretty(&serde_json::to_value(&document)?)? + "\n",
        Format::Markdown => markdown::markdown(&document),
        Format::Csv => csv::csv(&document),
    })
}
