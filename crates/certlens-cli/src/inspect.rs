//! `certlens inspect`

use std::io;

use certlens::rule::{Outcome, Severity};
use certlens::{Inspection, Settings, inspect_trusting, report};

use crate::arguments::{Format, Inspect};
use crate::{Exit, output};

pub(crate) fn run(options: &Inspect) -> io::Result<Exit> {
    let sources = output::read(&options.files)?;
    let trusted = if options.trust.is_empty() { Vec::new() } else { output::read(&options.trust)? };
    let settings = Settings {
        time: options.common.at.unwrap_or_else(output::now),
        purpose: options.purpose,
        identifiers: options.names.clone(),
        ..Settings::default()
    };
    let inspection = inspect_trusting(sources, trusted, &settings);
    if inspection.is_empty() {
        return Ok(Exit::Unreadable(nothing(&inspection)));
    }
    let format = match options.common.format {
        _ if options.is_csv => report::Format::Csv,
        Format::Text => report::Format::Text,
        Format::Json => report::Format::Json,
        Format::Markdown => report::Format::Markdown,
    };
    output::print(&report::written(&inspection, None, format, options.redact)?)?;
    Ok(if fails(&inspection, options.common.fail_on) { Exit::Found } else { Exit::Clean })
}

/// Why nothing was found, in the words of what was seen instead.
fn nothing(inspection: &Inspection) -> String {
    let messages = inspection.findings.iter().map(|finding| finding.message.as_str());
    let seen: Vec<&str> = messages.collect();
    if seen.is_empty() { "nothing to read was given".to_owned() } else { seen.join("\n") }
}

fn fails(inspection: &Inspection, fail_on: Option<Severity>) -> bool {
    fail_on.is_some_and(|least| {
        inspection
            .findings
            .iter()
            .any(|finding| finding.outcome == Outcome::Fail && finding.rule.severity >= least)
    })
}
