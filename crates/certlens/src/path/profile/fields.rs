//! The fields of the certificate itself (RFC 5280 §4.1).

use crate::der::time::{Time, TimeEncoding};
use crate::path::member::Member;
use crate::path::profile::Judgement;
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::x509::certificate::Version;

pub(super) const SERIAL_NUMBER: Rule = Rule {
    code: "serial-number-form",
    title: "the serial number is positive and has at most 20 octets",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.1.2.2"),
    explanation: "Revocation lists name certificates by serial number. A number that is zero, negative or longer than 20 octets is not one that \
                  every implementation can read; Go refuses negative ones.",
    remedy: "Have the certificate issued with a random positive serial number of 16 octets.",
    kind: RuleKind::Requirement,
};

pub(super) const VERSION: Rule = Rule {
    code: "version-3",
    title: "the version is 3",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.1.2.1"),
    explanation: "Only version 3 has extensions, and without extensions a certificate has neither the names TLS compares nor the constraints that \
                  keep it from issuing others.",
    remedy: "Have the certificate issued with extensions; `openssl x509 -req` writes version 1 unless it is given `-extfile`.",
    kind: RuleKind::Requirement,
};

pub(super) const ISSUER_NAMED: Rule = Rule {
    code: "issuer-named",
    title: "the issuer's name is not empty",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.1.2.4"),
    explanation: "The issuer's name is how a certificate is connected with that of its CA; an empty one connects it with nothing.",
    remedy: "Give the CA a subject and have the certificate issued again.",
    kind: RuleKind::Requirement,
};

pub(super) const CA_NAMED: Rule = Rule {
    code: "ca-named",
    title: "a CA has a subject",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.1.2.6"),
    explanation: "The subject of a CA is the issuer's name in everything it issues, so it must not be empty.",
    remedy: "Issue the CA certificate again with a subject.",
    kind: RuleKind::Requirement,
};

pub(super) const TIME_ENCODING: Rule = Rule {
    code: "time-encoding",
    title: "the validity period is written as it must be",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.1.2.5"),
    explanation: "Times up to 2049 are UTCTime, later ones GeneralizedTime, both with seconds and `Z`. Strict readers refuse anything else.",
    remedy: "Have the certificate issued again by software that encodes times as RFC 5280 asks.",
    kind: RuleKind::Requirement,
};

pub(super) fn serial_number(member: &Member<'_>, _: &Settings) -> Judgement {
    let serial = &member.certificate.serial;
    let is_zero = serial.octets.iter().all(|octet| *octet == 0);
    if !serial.is_negative() && !is_zero && serial.octets.len() <= 20 {
        return Judgement::Holds;
    }
    let message = format!(
        "The serial number of {} is `{}`, {} octets long; it must be positive and have at most 20. Have it issued again.",
        member.label,
        serial.hex(),
        serial.octets.len()
    );
    Judgement::Broken(member.at(serial.range), message)
}

pub(super) fn version(member: &Member<'_>, _: &Settings) -> Judgement {
    match member.certificate.version {
        Version::V3 => Judgement::Holds,
        version => {
            let number =
                version.number().map_or_else(|| "none that exists".to_owned(), |number| number.to_string());
            let message = format!(
                "The version of {} is {number}, not 3. Have it issued with extensions.",
                member.label
            );
            Judgement::Broken(member.at(member.certificate.tbs), message)
        }
    }
}

pub(super) fn issuer_named(member: &Member<'_>, _: &Settings) -> Judgement {
    if !member.certificate.issuer.is_empty() {
        return Judgement::Holds;
    }
    let message = format!(
        "The issuer's name in {} is empty. Give the CA a subject and have it issued again.",
        member.label
    );
    Judgement::Broken(member.at(member.certificate.issuer.range), message)
}

pub(super) fn ca_named(member: &Member<'_>, _: &Settings) -> Judgement {
    if !member.certificate.subject.is_empty() {
        return Judgement::Holds;
    }
    let message = format!("The subject of {}, a CA, is empty. Issue it again with a subject.", member.label);
    Judgement::Broken(member.at(member.certificate.subject.range), message)
}

/// 2050-01-01T00:00:00Z
const YEAR_2050: Timestamp = Timestamp(2_524_608_000);

pub(super) fn time_encoding(member: &Member<'_>, _: &Settings) -> Judgement {
    let validity = &member.certificate.validity;
    let wrong = [("notBefore", &validity.not_before), ("notAfter", &validity.not_after)]
        .into_iter()
        .find(|(_, time)| !is_well_written(time));
    let Some((field, time)) = wrong else { return Judgement::Holds };
    let message = format!(
        "{field} of {} is written `{}` as {}; times up to 2049 are UTCTime, later ones GeneralizedTime, with seconds and `Z`. Have it issued again.",
        member.label,
        time.text,
        time.encoding.map_or("another type", TimeEncoding::name)
    );
    Judgement::Broken(member.at(time.range), message)
}

fn is_well_written(time: &Time) -> bool {
    let (Some(encoding), Some(instant)) = (time.encoding, time.instant) else { return false };
    let (wanted, length) =
        if instant < YEAR_2050 { (TimeEncoding::Utc, 13) } else { (TimeEncoding::Generalized, 15) };
    encoding == wanted && time.text.len() == length && time.text.ends_with('Z')
}
