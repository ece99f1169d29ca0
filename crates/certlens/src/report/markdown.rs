//! The inspection as Markdown, for the comments of a review.

use core::fmt::{self, Write as _};

use crate::describe::configuration;
use crate::inspect::Inspection;
use crate::inventory::{Content, Object};
use crate::rule::{Finding, Outcome};

/// The whole report.
#[must_use]
pub fn markdown(inspection: &Inspection) -> String {
    let mut report = String::new();
    // Writing to a String cannot fail.
    let _infallible = write(&mut report, inspection);
    report
}

fn write(out: &mut String, inspection: &Inspection) -> fmt::Result {
    writeln!(out, "### Certificates, judged at {}\n", inspection.settings.time)?;
    writeln!(out, "| # | what | found at | valid | key |\n|--:|---|---|---|---|")?;
    for object in &inspection.inventory.objects {
        write_row(out, object)?;
    }
    write_configuration(out, inspection)?;
    let shown: Vec<&Finding> = inspection
        .findings
        .iter()
        .filter(|f| matches!(f.outcome, Outcome::Fail | Outcome::Undetermined))
        .collect();
    if shown.is_empty() {
        return writeln!(out, "\nNo findings.");
    }
    writeln!(out)?;
    for finding in shown {
        let message = cell(&finding.message);
        writeln!(out, "- **{}** `{}`: {message}", finding.rule.severity, finding.rule.code)?;
    }
    Ok(())
}

/// Code, commands and manifests about certificates, a row each.
fn write_configuration(out: &mut String, inspection: &Inspection) -> fmt::Result {
    let recognised = configuration::recognised(&inspection.configuration);
    if recognised.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n| configuration | found in | says |\n|---|---|---|")?;
    for found in recognised {
        let source = inspection.sources.get(found.span.source).map(String::as_str).unwrap_or_default();
        let facts = found.facts.iter().map(|(name, value)| cell(&format!("{name} {value}")));
        let facts: Vec<String> = facts.collect();
        writeln!(out, "| {} | {} | {} |", cell(&found.title), cell(source), facts.join("<br>"))?;
    }
    Ok(())
}

fn write_row(out: &mut String, object: &Object) -> fmt::Result {
    let places: Vec<String> = object.origins.iter().map(|origin| cell(&origin.place.to_string())).collect();
    let valid = match &object.content {
        Content::Certificate(certificate) => {
            let text = |time: &crate::der::time::Time| {
                time.instant.map_or_else(|| cell(&time.text), |instant| instant.to_string())
            };
            format!("{} to {}", text(&certificate.validity.not_before), text(&certificate.validity.not_after))
        }
        _ => String::new(),
    };
    let key =
        object.content.public_key().map(crate::x509::public_key::PublicKey::describe).unwrap_or_default();
    writeln!(
        out,
        "| {} | {} | {} | {valid} | {key} |",
        object.id.0,
        cell(&object.title()),
        places.join("<br>")
    )
}

/// Text from a certificate, which may hold anything, made harmless inside a table.
pub(super) fn cell(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '|' | '<' | '>' | '*' | '_' | '[' | ']' | '\\' => escaped.extend(['\\', character]),
            character if character.is_control() => escaped.push(' '),
            character => escaped.push(character),
        }
    }
    escaped
}
