//! Opinions: what is wrong, though it decides no verdict.

pub(crate) mod reading;
pub(crate) mod repair;
pub(crate) mod silence;
pub(crate) mod strict;

use crate::inventory::{Content, Object};
use crate::rule::{Finding, Outcome};
use crate::span::Location;

/// What the readers found odd about an object's encoding, and where a strict parser stops.
pub(crate) fn encoding(object: &Object) -> Vec<Finding> {
    let whole = object.content.der().unwrap_or_default();
    let name = object.name();
    let mut findings: Vec<Finding> = object
        .defects
        .iter()
        .map(|defect| {
            let rule = reading::rule(&defect.kind);
            let (words, start) = (reading::words(defect, whole), defect.at.start);
            Finding {
                rule,
                outcome: Outcome::Fail,
                location: Location::Field { object: object.id, bytes: defect.at },
                message: format!("{name}: {words} (byte {start}). {}", rule.remedy),
            }
        })
        .collect();
    if let Content::Certificate(certificate) = &object.content
        && let Some(stop) = strict::stop(certificate)
    {
        findings.push(Finding {
            rule: &strict::STRICT,
            outcome: Outcome::Fail,
            location: Location::Field { object: object.id, bytes: stop.at },
            message: format!("{name}: a strict DER parser {}. {}", stop.reason, strict::STRICT.remedy),
        });
    }
    findings
}
