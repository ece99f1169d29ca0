//! Two versions compared, as a document.

use core::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};

use crate::diff::{Change, Consequence, Diff, PairDiff};
use crate::report::markdown::cell;
use crate::report::plain::line;
use crate::rule::Severity;

/// Name and version of the document's format. Fields may be added; none is renamed or removed under this name.
pub const SCHEMA: &str = "certlens.diff/1";

/// What differs, and what follows from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffDocument {
    /// [`SCHEMA`]
    pub schema: String,
    /// The Secrets, or the files, that stand for each other.
    pub pairs: Vec<PairDocument>,
}

/// Two versions of one Secret, or of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairDocument {
    /// What the old version is called.
    pub old: Option<String>,
    /// What the new version is called.
    pub new: Option<String>,
    /// The fields that differ.
    pub changes: Vec<ChangeDocument>,
    /// What follows, the gravest first.
    pub consequences: Vec<ConsequenceDocument>,
}

/// One field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeDocument {
    /// The field, named as in `certlens.inspection/1`; also `private_key`, `presented_with` and `trusted`.
    pub field: String,
    /// Values of the old version alone.
    pub removed: Vec<String>,
    /// Values of the new version alone.
    pub added: Vec<String>,
}

/// What follows from the changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsequenceDocument {
    /// A stable name.
    pub code: String,
    /// `error`, `warning` or `notice`.
    pub severity: Severity,
    /// Who notices what, and what to do.
    pub message: String,
}

/// The document of a comparison.
#[must_use]
pub fn document(diff: &Diff) -> DiffDocument {
    DiffDocument { schema: SCHEMA.to_owned(), pairs: diff.pairs.iter().map(pair).collect() }
}

fn pair(pair: &PairDiff) -> PairDocument {
    let change = |change: &Change| ChangeDocument {
        field: change.field.to_owned(),
        removed: change.removed.clone(),
        added: change.added.clone(),
    };
    let consequence = |consequence: &Consequence| ConsequenceDocument {
        code: consequence.code.to_owned(),
        severity: consequence.severity,
        message: consequence.message.clone(),
    };
    PairDocument {
        old: pair.old.clone(),
        new: pair.new.clone(),
        changes: pair.changes.iter().map(change).collect(),
        consequences: pair.consequences.iter().map(consequence).collect(),
    }
}

fn title(pair: &PairDocument) -> String {
    match (&pair.old, &pair.new) {
        (Some(old), Some(new)) if old == new => old.clone(),
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (Some(old), None) => format!("{old}, removed"),
        (None, Some(new)) => format!("{new}, added"),
        (None, None) => String::new(),
    }
}

/// The comparison as text for a terminal.
#[must_use]
pub fn text(document: &DiffDocument) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _infallible = document.pairs.iter().try_for_each(|pair| write_text(&mut out, pair));
    out
}

fn write_text(out: &mut String, pair: &PairDocument) -> fmt::Result {
    writeln!(out, "{}", line(&title(pair)))?;
    for consequence in &pair.consequences {
        writeln!(
            out,
            "\n{} {}: {}",
            consequence.severity.name(),
            consequence.code,
            line(&consequence.message)
        )?;
    }
    writeln!(out)?;
    for change in &pair.changes {
        writeln!(out, "   {}", change.field)?;
        change.removed.iter().try_for_each(|value| writeln!(out, "     - {}", line(value)))?;
        change.added.iter().try_for_each(|value| writeln!(out, "     + {}", line(value)))?;
    }
    writeln!(out)
}

/// The comparison as Markdown, for the comments of a review.
#[must_use]
pub fn markdown(document: &DiffDocument) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _infallible = document.pairs.iter().try_for_each(|pair| write_markdown(&mut out, pair));
    out
}

fn write_markdown(out: &mut String, pair: &PairDocument) -> fmt::Result {
    writeln!(out, "### {}\n", cell(&title(pair)))?;
    for consequence in &pair.consequences {
        writeln!(
            out,
            "- **{}** `{}`: {}",
            consequence.severity.name(),
            consequence.code,
            cell(&consequence.message)
        )?;
    }
    if !pair.changes.is_empty() {
        writeln!(out, "\n| field | old | new |\n|---|---|---|")?;
    }
    let joined = |values: &[String]| values.iter().map(|value| cell(value)).collect::<Vec<_>>().join("<br>");
    for change in &pair.changes {
        writeln!(
            out,
            "| {} | {} | {} |",
            cell(&change.field),
            joined(&change.removed),
            joined(&change.added)
        )?;
    }
    writeln!(out)
}
