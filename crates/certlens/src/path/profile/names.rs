//! The names of the end entity (RFC 5280 §4.2.1.6; Baseline Requirements §7.1.2.7.12, §7.1.4.3).

use core::net::IpAddr;

use crate::path::member::Member;
use crate::path::profile::Judgement;
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::settings::Settings;
use crate::span::Location;
use crate::x509::general_name::{GeneralName, GeneralNameValue};

pub(super) const NAME_SYNTAX: Rule = Rule {
    code: "dns-name-syntax",
    title: "every dNSName is a host name",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.2.1.6"),
    explanation: "A dNSName holds letters, digits and hyphens in labels of at most 63 characters, perhaps with `*` as its first label. An underscore, \
                  an address or characters that are not ASCII do not belong there.",
    remedy: "Have the certificate issued with addresses as `IP:` and international names in A-labels (`xn--…`).",
    kind: RuleKind::Requirement,
};

pub(super) const NAMES_PRESENT: Rule = Rule {
    code: "names-present",
    title: "subjectAltName is there",
    severity: Severity::Error,
    citation: Citation::Baseline("7.1.2.7.12"),
    explanation: "Browsers, Go and rustls compare subjectAltName only: a certificate without it matches no name there, whatever its common name.",
    remedy: "Have the certificate issued with its names in subjectAltName.",
    kind: RuleKind::Requirement,
};

pub(super) const NAMES_CRITICAL: Rule = Rule {
    code: "names-critical",
    title: "subjectAltName is critical where the subject is empty",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.1.2.6, 4.2.1.6"),
    explanation: "Where the subject is empty, subjectAltName is all that says whom the certificate is about, and must be critical.",
    remedy: "Have the certificate issued with `subjectAltName = critical, …`, or with a subject.",
    kind: RuleKind::Requirement,
};

pub(super) const NAMES_NOT_CRITICAL: Rule = Rule {
    code: "names-not-critical",
    title: "subjectAltName is not critical where there is a subject",
    severity: Severity::Error,
    citation: Citation::Baseline("7.1.2.7.12"),
    explanation: "Where the subject is not empty, subjectAltName of a public certificate must not be critical.",
    remedy: "Have the certificate issued with subjectAltName not critical.",
    kind: RuleKind::Requirement,
};

pub(super) const COMMON_NAME_PRESENTED: Rule = Rule {
    code: "common-name-presented",
    title: "the common name repeats a name of its kind in subjectAltName, to the letter",
    severity: Severity::Error,
    citation: Citation::Baseline("7.1.4.3"),
    explanation: "The common name of a public certificate, if there is one, must repeat a name of subjectAltName character for character; an address \
                  as RFC 3986 and RFC 5952 write it.",
    remedy: "Have the certificate issued with a common name copied from subjectAltName, or without one.",
    kind: RuleKind::Requirement,
};

pub(super) const WILDCARD_DEPTH: Rule = Rule {
    code: "wildcard-depth",
    title: "no wildcard stands right below a top-level domain",
    severity: Severity::Error,
    citation: Citation::Baseline("3.2.2.6"),
    explanation: "`*.com` would cover names of everybody. A CA must refuse a wildcard whose rest is a public suffix; that every top-level domain is \
                  one needs no list.",
    remedy: "Have the certificate issued with wildcards below a domain of one's own.",
    kind: RuleKind::Requirement,
};

fn names<'a>(member: &Member<'a>) -> &'a [GeneralName] {
    member.certificate.subject_alternative_names().unwrap_or_default()
}

pub(super) fn name_syntax(member: &Member<'_>, _: &Settings) -> Judgement {
    let wrong = names(member).iter().find(|name| match &name.value {
        GeneralNameValue::Dns(octets) => !is_host_name(octets),
        _ => false,
    });
    match wrong {
        Some(name) => {
            let message = format!(
                "The dNSName `{}` of {} is no host name. Have it issued again.",
                name.value.text(),
                member.label
            );
            Judgement::Broken(member.at(name.range), message)
        }
        None => Judgement::Holds,
    }
}

/// RFC 1034 §3.5 as RFC 1123 §2.1 changes it, with a wildcard label before it, and no address.
fn is_host_name(octets: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(octets) else { return false };
    let host = text.strip_prefix("*.").unwrap_or(text);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && host.split('.').all(is_label) && host.parse::<IpAddr>().is_err()
}

pub(super) fn names_present(member: &Member<'_>, _: &Settings) -> Judgement {
    if !names(member).is_empty() {
        return Judgement::Holds;
    }
    let message = format!("{} has no subjectAltName. Have it issued with its names there.", member.label);
    Judgement::Broken(Location::Object(member.id), message)
}

pub(super) fn names_critical(member: &Member<'_>, _: &Settings) -> Judgement {
    if !member.certificate.subject.is_empty() {
        return Judgement::NotConcerned;
    }
    match member.certificate.extension("subjectAltName") {
        Some(extension) if !extension.critical => {
            let message = format!(
                "The subject of {} is empty, and its subjectAltName is not critical. Have it issued again with it critical.",
                member.label
            );
            Judgement::Broken(member.at(extension.range), message)
        }
        _ => Judgement::Holds,
    }
}

pub(super) fn names_not_critical(member: &Member<'_>, _: &Settings) -> Judgement {
    match member.certificate.extension("subjectAltName") {
        Some(extension) if extension.critical && !member.certificate.subject.is_empty() => {
            let message = format!(
                "{} has a subject, and its subjectAltName is critical. Have it issued again with it not critical.",
                member.label
            );
            Judgement::Broken(member.at(extension.range), message)
        }
        _ => Judgement::Holds,
    }
}

/// Concerned are common names of a kind of which subjectAltName has one: an address, or a host name that is no pattern.
pub(super) fn common_name_presented(member: &Member<'_>, _: &Settings) -> Judgement {
    let Some(common_name) = member.certificate.subject.common_name() else { return Judgement::NotConcerned };
    let is_address = is_like_an_address(common_name);
    let is_of_its_kind = |name: &&GeneralName| match &name.value {
        GeneralNameValue::Dns(octets) => !is_address && !octets.starts_with(b"*"),
        GeneralNameValue::Ip(_) => is_address,
        _ => false,
    };
    let repeats = |name: &GeneralName| {
        matches!(name.value, GeneralNameValue::Dns(_) | GeneralNameValue::Ip(_))
            && name.value.text() == common_name
    };
    if !names(member).iter().any(|name| is_of_its_kind(&name)) {
        return Judgement::NotConcerned;
    }
    if names(member).iter().any(repeats) {
        return Judgement::Holds;
    }
    let message = format!(
        "The common name `{common_name}` of {} is not, to the letter, a name of its subjectAltName. Have it issued with a copy of one, or without.",
        member.label
    );
    Judgement::Broken(member.at(member.certificate.subject.range), message)
}

/// A colon, or a last label that is a number: no host name ends in one.
fn is_like_an_address(text: &str) -> bool {
    let last = text.rsplit('.').next().unwrap_or_default();
    let digits = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    text.contains(':')
        || (!last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()))
        || digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

pub(super) fn wildcard_depth(member: &Member<'_>, _: &Settings) -> Judgement {
    let wide = names(member).iter().find(|name| match &name.value {
        GeneralNameValue::Dns(octets) => octets
            .strip_prefix(b"*")
            .is_some_and(|rest| rest.iter().filter(|octet| **octet == b'.').count() < 2),
        _ => false,
    });
    match wide {
        Some(name) => {
            let message = format!(
                "The wildcard `{}` of {} covers a whole top-level domain. Have it issued with a narrower one.",
                name.value.text(),
                member.label
            );
            Judgement::Broken(member.at(name.range), message)
        }
        None => Judgement::Holds,
    }
}
