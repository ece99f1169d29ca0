//! The icon and the class of a severity or an outcome.

use certlens::report::document::FindingDocument;

use crate::icon::Icon;

/// The class, the icon and the word for how a finding counts.
pub(crate) fn of(finding: &FindingDocument) -> (&'static str, Icon, &'static str) {
    match (finding.outcome.as_str(), finding.severity.as_str()) {
        ("pass", _) => ("pass", Icon::Pass, "Pass"),
        ("not-applicable", _) => ("undetermined", Icon::Notice, "Not applicable"),
        ("undetermined", _) => ("undetermined", Icon::Undetermined, "Undetermined"),
        (_, "error") => ("error", Icon::Fail, "Error"),
        (_, "warning") => ("warning", Icon::Warning, "Warning"),
        _ => ("notice", Icon::Notice, "Notice"),
    }
}

/// The class, the icon and the word of a verdict.
pub(crate) fn of_verdict(verdict: &str) -> (&'static str, Icon, &'static str) {
    match verdict {
        "accept" => ("pass", Icon::Pass, "Valid path"),
        "reject" => ("error", Icon::Fail, "No valid path"),
        _ => ("undetermined", Icon::Undetermined, "Undetermined"),
    }
}
