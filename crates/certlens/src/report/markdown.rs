//! The inspection as Markdown, for the comments of a review.

use core::fmt::{self, Write as _};
use std::collections::BTreeSet;

use crate::report::check::GO_PROGRAM;
use crate::report::document::{FindingDocument, InspectionDocument, ObjectDocument};
use crate::report::plain::line;
use crate::report::{errors, fixes, usages};

/// A comment of GitHub takes 65,536 characters; what is written after the last part needs some of them, and placeholders may be
/// longer than names.
const LONGEST: usize = 60_000;
/// Most objects in the table, paths, and commands.
const MOST_ROWS: usize = 100;
const MOST_PATHS: usize = 20;
const MOST_COMMANDS: usize = 60;

/// The whole report below its head, as far as it fits into a comment; it says what does not.
#[must_use]
pub(super) fn markdown(head: Option<String>, document: &InspectionDocument) -> String {
    let mut report = head.map(|head| head + "\n").unwrap_or_default();
    // Writing to a String cannot fail.
    let _infallible = write(&mut report, document);
    report
}

fn write(out: &mut String, document: &InspectionDocument) -> fmt::Result {
    writeln!(out, "### Certificates, judged at {}\n\n{}\n", document.at, cell(&document.summary))?;
    if !document.objects.is_empty() {
        write_objects(out, &document.objects)?;
    }
    write_configuration(out, document)?;
    for path in document.paths.iter().take(MOST_PATHS) {
        writeln!(
            out,
            "- **path of {}: {}**: {}",
            number(path.target),
            path.verdict.name(),
            cell(&path.summary)
        )?;
    }
    for digest in &document.digests {
        let sentences = cell(&digest.found.messages.join(" "));
        writeln!(out, "- **digest: {}**: {sentences}", digest.found.verdict.name())?;
    }
    let shown: Vec<&FindingDocument> = document.shown_findings().collect();
    let checks = checks(&shown)?;
    let longest = LONGEST.saturating_sub(checks.len());
    errors::markdown(out, &document.errors, longest / 2)?;
    write_findings(out, &shown, longest)?;
    usages::markdown(out, &document.objects, longest)?;
    fixes::markdown(out, &document.fixes, longest)?;
    out.push_str(&checks);
    Ok(())
}

fn write_findings(out: &mut String, shown: &[&FindingDocument], longest: usize) -> fmt::Result {
    if shown.is_empty() {
        return writeln!(out, "\nNo findings.");
    }
    writeln!(out)?;
    for (number, finding) in shown.iter().enumerate() {
        let line = format!("- **{}** `{}`: {}\n", finding.weight(), finding.code, cell(&finding.message));
        if out.len() + line.len() > longest {
            return write_rest(out, shown.len() - number, "findings", "JSON");
        }
        out.push_str(&line);
    }
    Ok(())
}

/// Code, commands and manifests about certificates, a row each.
fn write_configuration(out: &mut String, document: &InspectionDocument) -> fmt::Result {
    if document.configuration.is_empty() {
        return Ok(());
    }
    writeln!(out, "| configuration | found in | says |\n|---|---|---|")?;
    let mut rows = 0;
    for found in document.configuration.iter().take(MOST_ROWS) {
        let source = document.sources.get(found.span.source).map(String::as_str).unwrap_or_default();
        let facts = found.facts.iter().map(|fact| cell(&format!("{} {}", fact.name, fact.value)));
        let facts: Vec<String> = facts.collect();
        let row = format!("| {} | {} | {} |", cell(&found.title), cell(source), facts.join("<br>"));
        if out.len() + row.len() > LONGEST / 2 {
            break;
        }
        writeln!(out, "{row}")?;
        rows += 1;
    }
    write_rest(out, document.configuration.len() - rows, "pieces of configuration", "JSON")?;
    writeln!(out)
}

/// What is left out, and where it is.
pub(super) fn write_rest(out: &mut String, count: usize, what: &str, report: &str) -> fmt::Result {
    match count {
        0 => Ok(()),
        count => {
            writeln!(
                out,
                "\n{count} more {what} do not fit into a comment. The {report} report has them all."
            )
        }
    }
}

fn write_objects(out: &mut String, objects: &[ObjectDocument]) -> fmt::Result {
    writeln!(out, "| # | what | found at | valid | key |\n|--:|---|---|---|---|")?;
    let mut rows = 0;
    for object in objects.iter().take(MOST_ROWS) {
        let places: Vec<String> = object.origins.iter().take(8).map(|origin| cell(&origin.path)).collect();
        let valid = object.certificate.as_ref().map(|certificate| {
            format!("{} to {}", cell(&certificate.not_before), cell(&certificate.not_after))
        });
        let row = format!(
            "| {} | {} | {} | {} | {} |",
            number(object.id),
            cell(&object.title),
            places.join("<br>"),
            valid.unwrap_or_default(),
            cell(object.key_algorithm.as_deref().unwrap_or_default())
        );
        if out.len() + row.len() > LONGEST / 3 {
            break;
        }
        writeln!(out, "{row}")?;
        rows += 1;
    }
    write_rest(out, objects.len() - rows, "objects", "CSV")?;
    writeln!(out)
}

/// How a reader who does not believe it sees for himself.
fn checks(findings: &[&FindingDocument]) -> Result<String, fmt::Error> {
    let mut commands = BTreeSet::new();
    let mut lines = String::new();
    for finding in findings {
        let Some(command) = finding.check.as_deref().filter(|command| commands.insert(*command)) else {
            continue;
        };
        if commands.len() > MOST_COMMANDS || lines.len() + command.len() > LONGEST / 4 {
            writeln!(lines, "# the JSON report has the commands of the other findings")?;
            break;
        }
        writeln!(lines, "# {}\n{command}", finding.code)?;
    }
    if lines.is_empty() {
        return Ok(lines);
    }
    let fenced = fence("sh", &lines);
    let mut out = format!("\n<details><summary>Check it with other programs</summary>\n\n{fenced}");
    if lines.contains("load.go") {
        write!(out, "\n`load.go`:\n\n{}", fence("go", GO_PROGRAM))?;
    }
    writeln!(out, "\n</details>")?;
    Ok(out)
}

/// The number of an object, as code: in plain text GitHub makes a link to the issue of that number of it.
pub(super) fn number(object: usize) -> String {
    format!("`#{object}`")
}

/// Text from a certificate, which may hold anything, made harmless inside a table. What stands between two backquotes is code and
/// stays as it is; where they do not come in pairs nothing is code. Nor is it where a backslash stands before a bar: no escape of a bar
/// within code is read alike by all that show tables. A comment that nobody sees keeps `#1` from becoming a link to an issue, and `@name` from
/// calling somebody: an escape would not.
pub(super) fn cell(text: &str) -> String {
    let text = &*line(text);
    let is_paired =
        text.matches('`').count().is_multiple_of(2) && !text.contains("``") && !text.contains("\\|");
    let mut escaped = String::with_capacity(text.len());
    let mut is_code = false;
    let mut before = ' ';
    for character in text.chars() {
        let refers = match before {
            '#' => character.is_ascii_digit(),
            '@' => character.is_ascii_alphanumeric(),
            _ => false,
        };
        if refers && !(is_paired && is_code) {
            escaped.push_str("<!-- -->");
        }
        before = character;
        is_code ^= character == '`';
        match character {
            '`' if is_paired => escaped.push(character),
            '|' => escaped.extend(['\\', character]),
            '`' | '<' | '>' | '*' | '_' | '[' | ']' | '\\' | '&' | '~' | '$' if !(is_paired && is_code) => {
                escaped.extend(['\\', character]);
            }
            character => escaped.push(character),
        }
    }
    escaped
}

/// A text that is code from end to end, inside a table too; escaped as plain text where backquotes in it would end it.
pub(super) fn code(text: &str) -> String {
    if text.contains('`') { cell(text) } else { cell(&format!("`{text}`")) }
}

/// Lines of code between fences that none of them can be.
pub(super) fn fence(language: &str, lines: &str) -> String {
    let longest = lines.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat((longest + 1).max(3));
    let lines: String = lines.lines().map(|own| format!("{}\n", line(own))).collect();
    format!("{fence}{language}\n{lines}{fence}\n")
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn only_code_stays_as_it_is() {
        let rows = [
            ("a *b* <c> [d](e) f_g", "a \\*b\\* \\<c\\> \\[d\\](e) f\\_g"),
            ("use `a_b: [c]` <d>", "use `a_b: [c]` \\<d\\>"),
            ("`a|b`", "`a\\|b`"),
            ("one ` <b>", "one \\` \\<b\\>"),
            ("```<b>`", "\\`\\`\\`\\<b\\>\\`"),
            ("two\nlines", "two lines"),
            ("`a\\|b`", "\\`a\\\\\\|b\\`"),
            ("&lt; ~~a~~ $b$", "\\&lt; \\~\\~a\\~\\~ \\$b\\$"),
            ("\u{202e}a", "\\<U+202E\\>a"),
            ("#1, `#1`, a #b", "#<!-- -->1, `#1`, a #b"),
            ("@team, `@team`, a@b.example", "@<!-- -->team, `@team`, a@<!-- -->b.example"),
        ];
        for (text, expected) in rows {
            assert_eq!(cell(text), expected, "{text}");
        }
    }
}
