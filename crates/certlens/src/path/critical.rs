//! Critical extensions (RFC 5280 §6.1.4 (o), §6.1.5 (f)), and whether what decides the path can be read at all.

use crate::defect::{Defect, DefectKind};
use crate::path::member::Member;
use crate::rule::{Citation, Finding, Outcome, Rule, RuleKind, Severity};
use crate::span::{ByteRange, Location};
use crate::x509::extension::Extension;
use crate::x509::oids;

pub(crate) const CRITICAL_EXTENSIONS: Rule = Rule {
    code: "critical-extensions",
    title: "every critical extension is understood",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "6.1.4 (o), 6.1.5 (f)"),
    explanation: "An extension marked critical says: refuse me if you do not understand this. Those of RFC 5280 are processed; any other that is \
                  critical makes the certificate unusable.",
    remedy: "Have the certificate issued without the extension, or with the extension not critical.",
    kind: RuleKind::Requirement,
};

pub(super) const READABLE: Rule = Rule {
    code: "readable",
    title: "the parts that decide can be read",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.1, 4.2"),
    explanation: "A certificate whose structure is damaged, that has an extension twice, or whose two signature algorithms differ means \
                  different things to different readers. Most TLS stacks refuse to load it.",
    remedy: "Have the certificate issued again by software that encodes it properly.",
    kind: RuleKind::Requirement,
};

/// Extensions that RFC 5280 §6 processes, and those that say nothing about the path and are understood here.
const UNDERSTOOD: &[&str] = &[
    "subjectKeyIdentifier",
    "keyUsage",
    "subjectAltName",
    "basicConstraints",
    "nameConstraints",
    "cRLDistributionPoints",
    "certificatePolicies",
    "policyMappings",
    "authorityKeyIdentifier",
    "policyConstraints",
    "extKeyUsage",
    "freshestCRL",
    "inhibitAnyPolicy",
    "issuerAltName",
    "authorityInfoAccess",
    "subjectInfoAccess",
    "ocspNoCheck",
    "noRevAvail",
    "tlsFeature",
    "netscapeCertType",
    "qcStatements",
    "privateKeyUsagePeriod",
];

/// Microsoft's application policies repeat extKeyUsage; where that is there too, it is what counts.
fn is_understood(member: &Member<'_>, extension: &Extension) -> bool {
    oids::extension(&extension.oid).is_some_and(|name| {
        UNDERSTOOD.contains(&name)
            || (name == "microsoftApplicationPolicies" && member.certificate.extended_key_usage().is_some())
    })
}

pub(super) fn critical_extensions(member: &Member<'_>) -> Finding {
    let label = &member.label;
    let critical = || member.certificate.extensions.iter().filter(|extension| extension.critical);
    let unknown = critical().find(|extension| !is_understood(member, extension));
    if let Some(extension) = unknown {
        let name = oids::extension(&extension.oid).map_or_else(|| extension.oid.to_string(), str::to_owned);
        let message = format!(
            "{label} has the critical extension `{name}`, which is not processed here and must therefore be refused. \
             Have it issued without that extension, or with the extension not critical."
        );
        return Member::finding(&CRITICAL_EXTENSIONS, Outcome::Fail, member.at(extension.range), message);
    }
    let is_cut_off =
        |defect: &Defect| defect.at.start == 0 && matches!(defect.kind, DefectKind::Truncated { .. });
    if member.defects.iter().any(is_cut_off) {
        let message = format!(
            "{label} is cut off, and critical extensions may be missing. Copy it again from where it was issued."
        );
        return Member::finding(
            &CRITICAL_EXTENSIONS,
            Outcome::Undetermined,
            Location::Object(member.id),
            message,
        );
    }
    let names: Vec<_> = critical().filter_map(|extension| oids::extension(&extension.oid)).collect();
    let message = if names.is_empty() {
        format!("{label} has no critical extension.")
    } else {
        format!("Every critical extension of {label} is understood: {}.", names.join(", "))
    };
    let at = Location::Object(member.id);
    Member::finding(&CRITICAL_EXTENSIONS, Outcome::Pass, at, message)
}

/// Whether anything is damaged that the path depends on. Oddities that change no meaning, and extensions that decide nothing,
/// are left to the lints.
pub(super) fn readable(member: &Member<'_>) -> Finding {
    let label = &member.label;
    let certificate = member.certificate;
    let whole = Location::Object(member.id);
    let around = |defect: &Defect| {
        let inside = |range: ByteRange| range.start <= defect.at.start && defect.at.end <= range.end;
        certificate.extensions.iter().find(|extension| inside(extension.range))
    };
    let decides = |defect: &&Defect| {
        is_structural(&defect.kind) && around(defect).is_none_or(|extension| is_understood(member, extension))
    };
    let key = certificate.public_key.as_ref();
    let (outcome, at, message) = if let Some(defect) = member.defects.iter().find(decides) {
        let place = around(defect).and_then(|extension| oids::extension(&extension.oid));
        let place = place.map_or_else(String::new, |name| format!(" in the extension `{name}`"));
        let message = format!("{label} is damaged{place}: {}. Have it issued again.", in_words(&defect.kind));
        (Outcome::Fail, member.at(defect.at), message)
    } else if let Some(key) = key {
        if key.has_expected_parameters() == Some(false) {
            let message = format!(
                "The parameters of the public key of {label} are not those of its algorithm, {}. Have it issued again.",
                key.algorithm
            );
            (Outcome::Fail, member.at(key.range), message)
        } else {
            (Outcome::Pass, whole, format!("The structure of {label} can be read throughout."))
        }
    } else {
        (Outcome::Fail, whole, format!("{label} has no public key that can be read. Have it issued again."))
    };
    Member::finding(&READABLE, outcome, at, message)
}

/// True of defects that leave open what the certificate says.
pub(super) const fn is_structural(kind: &DefectKind) -> bool {
    match kind {
        DefectKind::Truncated { .. }
        | DefectKind::IntegerEmpty
        | DefectKind::UnusedBitsInvalid
        | DefectKind::OidEmpty
        | DefectKind::OidTruncated
        | DefectKind::Missing(_)
        | DefectKind::Unexpected { .. }
        | DefectKind::ExtraField(_)
        | DefectKind::Empty(_)
        | DefectKind::DuplicateExtension
        | DefectKind::IpAddressLength(_)
        | DefectKind::AlgorithmMismatch => true,
        DefectKind::OutOfRange(field) => !matches!(field.as_bytes(), b"version"),
        _ => false,
    }
}

fn in_words(kind: &DefectKind) -> String {
    match kind {
        DefectKind::Truncated { announced, available } => {
            format!("an element announces {announced} bytes and has {available}")
        }
        DefectKind::Missing(field) => format!("the field `{field}` is missing"),
        DefectKind::Unexpected { field, tag } => {
            format!("something else (tag {tag:02x}) stands where `{field}` should")
        }
        DefectKind::ExtraField(structure) => format!("`{structure}` has more fields than it may"),
        DefectKind::Empty(structure) => format!("`{structure}` is empty"),
        DefectKind::OutOfRange(field) => format!("`{field}` is out of range"),
        DefectKind::DuplicateExtension => "an extension stands in it twice".to_owned(),
        DefectKind::IpAddressLength(octets) => format!("an iPAddress has {octets} octets"),
        DefectKind::AlgorithmMismatch => "its two signature algorithms differ".to_owned(),
        _ => "an element cannot be read".to_owned(),
    }
}
