//! The icon and the class of a severity or an outcome.

use certlens::report::document::FindingDocument;
use certlens::rule::{Outcome, Severity, Verdict};

use crate::icon::Icon;

/// The class, the icon and the word for how a finding counts.
pub(crate) const fn of(finding: &FindingDocument) -> (&'static str, Icon, &'static str) {
    match (finding.outcome, finding.severity) {
        (Outcome::Pass, _) => ("pass", Icon::Pass, "Pass"),
        (Outcome::NotApplicable, _) => ("undetermined", Icon::Notice, "Not applicable"),
        (Outcome::Undetermined, _) => ("undetermined", Icon::Undetermined, "Undetermined"),
        (Outcome::Fail, Severity::Error) => ("error", Icon::Fail, "Error"),
        (Outcome::Fail, Severity::Warning) => ("warning", Icon::Warning, "Warning"),
        (Outcome::Fail, Severity::Notice) => ("notice", Icon::Notice, "Notice"),
    }
}

/// The class, the icon and the word of a verdict.
pub(crate) const fn of_verdict(verdict: Verdict) -> (&'static str, Icon, &'static str) {
    match verdict {
        Verdict::Accept => ("pass", Icon::Pass, "Valid path"),
        Verdict::Reject => ("error", Icon::Fail, "No valid path"),
        Verdict::Undetermined => ("undetermined", Icon::Undetermined, "Undetermined"),
    }
}
