//! What is asked of the key and the names (RFC 5280 §4.2.1.3, §4.2.1.12; RFC 9525 §6).

use crate::identity::ReferenceIdentifier;
use crate::identity::matching::{self, Answer, Mismatch};
use crate::identity::presented::{self, Presented, PresentedIdentifier};
use crate::path::Role;
use crate::path::issuer::usage_names;
use crate::path::member::Member;
use crate::purpose::{self, Grant, Purpose};
use crate::rule::{Citation, Finding, Outcome, Rule, RuleKind, Severity};
use crate::settings::{Profile, PurposeDemand, Settings};
use crate::sort;
use crate::x509::extension::key_usage::KeyUsage;

pub(crate) const KEY_PURPOSE: Rule = Rule {
    code: "key-purpose",
    title: "extKeyUsage allows the purpose",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.2.1.12"),
    explanation: "Where a certificate has extKeyUsage, its key serves only the purposes listed. TLS stacks apply the list of a CA certificate to \
                  everything issued below it, too. anyExtendedKeyUsage lifts the restriction, but OpenSSL, Node and rustls do not accept it in place \
                  of the purpose.",
    remedy: "Issue the certificate with `extendedKeyUsage = serverAuth` for a server, `clientAuth` for a client, both for a peer that is either.",
    kind: RuleKind::Requirement,
};

pub(crate) const KEY_USAGE: Rule = Rule {
    code: "key-usage",
    title: "keyUsage allows what TLS does with the key",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.2.1.3"),
    explanation: "Where a certificate has keyUsage, its key serves only for those bits. In TLS 1.3, and in TLS 1.2 with every ECDHE suite, the key \
                  signs: digitalSignature is what it needs. keyEncipherment served the RSA key exchange that TLS 1.3 no longer has.",
    remedy: "Issue the certificate with `keyUsage = critical, digitalSignature`.",
    kind: RuleKind::Requirement,
};

pub(crate) const REFERENCE_IDENTIFIER: Rule = Rule {
    code: "reference-identifier",
    title: "the name dialled is among the names presented",
    severity: Severity::Error,
    citation: Citation::Rfc(9525, "6"),
    explanation: "A client compares the name it dialled with the names in subjectAltName: DNS names with dNSName, addresses with iPAddress. The \
                  common name is not looked at. A wildcard stands for exactly one label, the first.",
    remedy: "Issue the certificate with every name that is dialled in subjectAltName, or dial one of the names it has.",
    kind: RuleKind::Requirement,
};

/// extKeyUsage of any certificate of the path.
pub(super) fn key_purpose(member: &Member<'_>, is_target: bool, settings: &Settings) -> Finding {
    let label = &member.label;
    let purpose = settings.purpose;
    let purposes = member.certificate.extended_key_usage();
    let must_list = match settings.purpose_demand {
        PurposeDemand::NotExcluded => false,
        PurposeDemand::ListedByTarget => is_target,
        PurposeDemand::ListedWherePresent => is_target || purposes.is_some(),
        PurposeDemand::ListedByAll => true,
    };
    let (outcome, message) = match purpose::grant(purposes, purpose) {
        _ if purpose == Purpose::Any => (
            Outcome::NotApplicable,
            format!("No purpose was asked for, so extKeyUsage of {label} is not compared."),
        ),
        Grant::Unrestricted | Grant::AnyPurpose if must_list => (
            Outcome::Fail,
            format!(
                "{label} must list {purpose} in its extKeyUsage, and does not. Issue it again with {purpose}."
            ),
        ),
        Grant::Unrestricted => (
            Outcome::Pass,
            format!("{label} has no extKeyUsage, which restricts nothing: {purpose} is allowed."),
        ),
        Grant::Listed => (Outcome::Pass, format!("extKeyUsage of {label} lists {purpose}.")),
        Grant::AnyPurpose => (
            Outcome::Pass,
            format!(
                "extKeyUsage of {label} has anyExtendedKeyUsage, which allows {purpose}; OpenSSL, Node and rustls want it listed."
            ),
        ),
        Grant::Refused => {
            let listed = purpose::listing(purposes.unwrap_or_default());
            let remedy = if member.role == Role::EndEntity {
                format!("Issue it again with {purpose}.")
            } else {
                "Everything issued below it is restricted with it. Use a CA without that restriction."
                    .to_owned()
            };
            (
                Outcome::Fail,
                format!("{label} is needed for {purpose}, but its extKeyUsage lists {listed}. {remedy}"),
            )
        }
    };
    Member::finding(&KEY_PURPOSE, outcome, member.at_extension("extKeyUsage"), message)
}

/// keyUsage of the target.
pub(super) fn key_usage(member: &Member<'_>, settings: &Settings) -> Finding {
    let label = &member.label;
    let purpose = settings.purpose;
    let wanted = purpose.consistent_usage();
    let (outcome, message) = match member.certificate.key_usage() {
        _ if purpose == Purpose::Any => (
            Outcome::NotApplicable,
            format!("No purpose was asked for, so keyUsage of {label} is not compared."),
        ),
        None => (
            Outcome::NotApplicable,
            format!("{label} has no keyUsage, so its key may be used for everything."),
        ),
        Some(usage) if usage.has(KeyUsage::DIGITAL_SIGNATURE) => (
            Outcome::Pass,
            format!("keyUsage of {label} has {}, which serves {purpose}.", usage_names(usage)),
        ),
        // No more than RFC 5280 asks: the lints say which TLS needs the bit, and that it is to be added.
        Some(usage) if usage.has_any(wanted) => (
            Outcome::Pass,
            format!(
                "keyUsage of {label} has {}, which RFC 5280 §4.2.1.12 holds consistent with {purpose}; TLS 1.3 and every ECDHE suite need digitalSignature beside it.",
                usage_names(usage)
            ),
        ),
        Some(usage) if matches!(settings.profile, Profile::Algorithm | Profile::Rfc5280) => (
            Outcome::NotApplicable,
            format!(
                "keyUsage of {label} has only {}; RFC 5280 leaves it to TLS to refuse that for {purpose}, as RFC 8446 §4.4.2.2 does.",
                usage_names(usage)
            ),
        ),
        Some(usage) => (
            Outcome::Fail,
            format!(
                "{label} is needed for {purpose}, but its keyUsage has only {}. Issue it again with digitalSignature.",
                usage_names(usage)
            ),
        ),
    };
    Member::finding(&KEY_USAGE, outcome, member.at_extension("keyUsage"), message)
}

/// One finding for each name that will be dialled.
pub(super) fn reference_identifiers(
    member: &Member<'_>,
    identifiers: &[ReferenceIdentifier],
) -> Vec<Finding> {
    let names = presented::presented(member.certificate);
    identifiers.iter().map(|identifier| reference_identifier(member, identifier, &names)).collect()
}

fn reference_identifier(
    member: &Member<'_>,
    identifier: &ReferenceIdentifier,
    names: &[PresentedIdentifier],
) -> Finding {
    let label = &member.label;
    let answers = names.iter().map(|name| (name, matching::answer(identifier, name)));
    if let Some((name, answer)) = answers.clone().find(|(_, answer)| answer.is_match()) {
        let how = if answer == Answer::MatchesByWildcard { " by its wildcard" } else { "" };
        let message = format!("`{identifier}` matches {} of {label}{how}.", in_words(&name.value));
        return Member::finding(&REFERENCE_IDENTIFIER, Outcome::Pass, member.at(name.range), message);
    }
    let at = member.at_extension("subjectAltName");
    let message = match names.first().map(|name| &name.value) {
        None => format!(
            "`{identifier}` is dialled, but {label} presents no name at all. Issue it with `{identifier}` in subjectAltName."
        ),
        Some(Presented::CommonName(common_name)) => format!(
            "`{identifier}` is dialled, but {label} has no subjectAltName, and its common name `{common_name}` is not compared. \
             Issue it with `{identifier}` in subjectAltName."
        ),
        Some(_) => format!(
            "`{identifier}` is dialled, but none of the names of {label} matches: {}. Issue it with `{identifier}` in subjectAltName, or dial a name it has.",
            reasons(answers)
        ),
    };
    Member::finding(&REFERENCE_IDENTIFIER, Outcome::Fail, at, message)
}

/// The names that came near first, each with why it does not match, up to eight.
fn reasons<'a>(answers: impl Iterator<Item = (&'a PresentedIdentifier, Answer)>) -> String {
    const MOST: usize = 8;
    let mut reasons: Vec<(bool, String)> = answers
        .filter_map(|(name, answer)| match answer {
            Answer::Differs(why) => Some((
                matches!(why, Mismatch::AnotherName | Mismatch::AnotherForm),
                format!("{} ({why})", in_words(&name.value)),
            )),
            Answer::Matches | Answer::MatchesByWildcard => None,
        })
        .collect();
    sort::by_key(&mut reasons, |(far, _)| *far);
    let more = reasons.len().saturating_sub(MOST);
    let mut text = reasons.into_iter().take(MOST).map(|(_, text)| text).collect::<Vec<_>>().join("; ");
    if more > 0 {
        text.push_str(&format!("; and {more} more"));
    }
    text
}

fn in_words(name: &Presented) -> String {
    match name {
        Presented::Dns(text) => match idna::domain_to_unicode(text) {
            (unicode, Ok(())) if !unicode.eq_ignore_ascii_case(text) => format!("DNS `{text}` ({unicode})"),
            _ => format!("DNS `{text}`"),
        },
        Presented::DnsNotAscii(text) => format!("DNS `{text}`"),
        Presented::Ip(address) => format!("IP `{address}`"),
        Presented::IpMalformed(octets) => format!("IP of {} octets", octets.len()),
        Presented::Uri(text) => format!("URI `{text}`"),
        Presented::Other(form, text) => format!("{form} `{text}`"),
        Presented::CommonName(text) => format!("the common name `{text}`"),
    }
}
