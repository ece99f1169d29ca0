//! Certification paths as documents.

use crate::inspect::Inspection;
use crate::inventory::Object;
use crate::path::window::{self, Window};
use crate::path::{Candidate, PathEnd, PathSearch, PathStep};
use crate::report::document::{OtherPathDocument, PathDocument, StepDocument, WindowDocument};
use crate::report::json::finding;
use crate::rule::{Finding, Outcome};

/// Most paths that are given beside the best.
const MOST_OTHERS: usize = 4;

/// The best path of one certificate, and what else was tried.
pub(super) fn document(inspection: &Inspection, search: &PathSearch) -> Option<PathDocument> {
    let (best, others) = search.candidates.split_first()?;
    let step = |step: &PathStep| StepDocument {
        certificate: step.certificate.0,
        role: step.role,
        findings: step.findings.iter().map(|found| finding(inspection, found)).collect(),
    };
    let window = window::window(&inspection.inventory, best, inspection.settings.anchor_use);
    Some(PathDocument {
        target: search.target.0,
        verdict: search.verdict(),
        summary: inspection.summary(search),
        window: window.map(|window| self::window(inspection, search, window)),
        certificates: numbers(best),
        end: best.end.kind(),
        missing_issuer: match &best.end {
            PathEnd::MissingIssuer(name) => Some(name.to_string()),
            PathEnd::Anchor(_) | PathEnd::Untrusted(_) | PathEnd::Loop(_) => None,
        },
        steps: best.steps.iter().map(step).collect(),
        others: others.iter().take(MOST_OTHERS).map(|path| other(inspection, path)).collect(),
    })
}

fn numbers(path: &Candidate) -> Vec<usize> {
    path.certificates.iter().map(|id| id.0).collect()
}

fn other(inspection: &Inspection, path: &Candidate) -> OtherPathDocument {
    let all = || path.steps.iter().flat_map(|step| &step.findings);
    let first = |outcome: Outcome| all().find(move |found: &&Finding| found.outcome == outcome);
    let reason = first(Outcome::Fail).or_else(|| first(Outcome::Undetermined));
    OtherPathDocument {
        verdict: path.verdict,
        certificates: numbers(path),
        end: path.end.kind(),
        reason: reason.map(|found| finding(inspection, found)),
    }
}

fn window(inspection: &Inspection, search: &PathSearch, window: Window) -> WindowDocument {
    let at = inspection.settings.time;
    let Window { start, end, .. } = window;
    let words = if window.is_empty() {
        "at no time are all of its certificates valid".to_owned()
    } else if at < start {
        format!("begins in {}, at {start}", at.distance(start))
    } else if at > end {
        format!("ended {} ago, at {end}", at.distance(end))
    } else if window.ends_with == search.target {
        format!("ends in {}, at {end}", at.distance(end))
    } else {
        let first = inspection.inventory.object(window.ends_with).map(Object::title).unwrap_or_default();
        format!("ends in {}, at {end}, when {first} expires", at.distance(end))
    };
    WindowDocument { start: start.to_string(), end: end.to_string(), ends_with: window.ends_with.0, words }
}
