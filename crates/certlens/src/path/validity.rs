//! The validity period of each certificate (RFC 5280 §6.1.3 (a)(2), §4.1.2.5): both ends belong to it.

use crate::path::member::Member;
use crate::rule::{Citation, Finding, Outcome, Rule, RuleKind, Severity};
use crate::time::Timestamp;

pub(crate) const VALIDITY_PERIOD: Rule = Rule {
    code: "validity-period",
    title: "the validation time lies within the validity period",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "6.1.3 (a)(2)"),
    explanation: "A certificate counts from notBefore to notAfter, both included. One expired certificate anywhere on the path breaks every \
                  connection that needs it, and a CA that expires before the certificates it issued takes them with it.",
    remedy: "Renew the certificate, or correct the clock of the side that refuses it. Renew a CA long before the certificates it issues end.",
    kind: RuleKind::Requirement,
};

/// `issuer` is when the issuer's certificate ends, and how sentences name it.
pub(super) fn validity(member: &Member<'_>, time: Timestamp, issuer: Option<(Timestamp, &str)>) -> Finding {
    let validity = &member.certificate.validity;
    let label = &member.label;
    let (outcome, range, message) = match (validity.not_before.instant, validity.not_after.instant) {
        (None, _) => (
            Outcome::Fail,
            validity.not_before.range,
            format!(
                "notBefore of {label} is `{}`, which is no time. Issue the certificate again.",
                validity.not_before.text
            ),
        ),
        (_, None) => (
            Outcome::Fail,
            validity.not_after.range,
            format!(
                "notAfter of {label} is `{}`, which is no time. Issue the certificate again.",
                validity.not_after.text
            ),
        ),
        (Some(start), _) if time < start => (
            Outcome::Fail,
            validity.not_before.range,
            format!(
                "{label} is not valid yet: notBefore is {start}, {} after the validation time {time}. Wait, or check the clock.",
                start.distance(time)
            ),
        ),
        (_, Some(end)) if time > end => (
            Outcome::Fail,
            validity.not_after.range,
            format!(
                "{label} has expired: notAfter is {end}, {} before the validation time {time}. Renew it.",
                end.distance(time)
            ),
        ),
        (Some(_), Some(end)) => {
            let outlives = issuer.filter(|(issuer_end, _)| *issuer_end < end).map_or_else(
                String::new,
                |(issuer_end, name)| {
                    format!(" It outlives its issuer {name}, which ends at {issuer_end} and takes it along.")
                },
            );
            let left = end.distance(time);
            let message = format!("{label} is valid at {time}, and ends {left} later, at {end}.{outlives}");
            (Outcome::Pass, validity.not_after.range, message)
        }
    };
    Member::finding(&VALIDITY_PERIOD, outcome, member.at(range), message)
}

/// An anchor whose validity period is not asked for.
pub(super) fn not_asked(member: &Member<'_>) -> Finding {
    let message = format!(
        "The validity period of {} is not asked for: of an anchor, name and key count.",
        member.label
    );
    let at = member.at(member.certificate.validity.not_after.range);
    Member::finding(&VALIDITY_PERIOD, Outcome::NotApplicable, at, message)
}
