//! The report in whatever form it is asked for.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::inspect::Inspection;
use crate::report::pair::PairDocument;
use crate::report::redact::Redaction;
use crate::report::{csv, document, markdown, pair, text};

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

/// The report, with placeholders for names where it is to be redacted; first of all what comes of `pair`, where one was judged.
/// As CSV it is the inventory alone.
///
/// # Errors
/// None in practice: the document has only strings, numbers and lists.
pub fn written(
    inspection: &Inspection,
    pair: Option<&PairDocument>,
    format: Format,
    is_redacted: bool,
) -> serde_json::Result<String> {
    let mut document = document(inspection);
    let mut pair = pair.cloned();
    let redaction = is_redacted.then(|| Redaction::of(&document, pair.as_ref()));
    if let Some(redaction) = &redaction {
        pair = pair.map(|pair| redaction.pair(pair));
        // The text has more than the document, and is redacted as it is.
        if format != Format::Text {
            document = redaction.document(document);
        }
    }
    Ok(match format {
        Format::Text => {
            let head = pair.map(|pair| pair::text(&pair) + "\n").unwrap_or_default();
            let text = text::text(inspection, &document, !is_redacted);
            match redaction {
                Some(redaction) => head + &redaction.text(&text),
                None => head + &text,
            }
        }
        Format::Json => {
            let mut value = serde_json::to_value(&document)?;
            if let (Some(pair), Some(fields)) = (pair, value.as_object_mut()) {
                fields.insert("pair".to_owned(), serde_json::to_value(pair)?);
            }
            serde_json::to_string_pretty(&value)? + "\n"
        }
        Format::Markdown => markdown::markdown(pair.as_ref().map(pair::markdown), &document),
        Format::Csv => csv::csv(&document),
    })
}
