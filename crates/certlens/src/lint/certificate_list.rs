//! RFC 5280 §5: certificate revocation lists.

use super::kin::named;
use super::signature_algorithm::{hash, is_broken};
use super::{Context, Lint, Note};
use crate::der::integer;
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::span::ByteRange;
use crate::x509::algorithm::Hash;
use crate::x509::certificate_list::CertificateList;
use crate::x509::extension::ExtensionContent;

pub(super) const LINTS: &[Lint<CertificateList>] = &[
    CRL_OUTDATED,
    CRL_NOT_YET_VALID,
    CRL_WITHOUT_NEXT_UPDATE,
    CRL_UPDATES_REVERSED,
    CRL_VERSION,
    CRL_NUMBER_MISSING,
    CRL_NUMBER_TOO_LONG,
    CRL_WITHOUT_KEY_IDENTIFIER,
    CRL_ISSUER_EMPTY,
    CRL_SIGNATURE_WEAK,
    CRL_ENTRY_REPEATED,
    CRL_REASON_UNKNOWN,
    CRL_REASON_UNSPECIFIED,
    CRL_EXTENSION_NOT_CRITICAL,
];

const CRL_OUTDATED: Lint<CertificateList> = Lint {
    rule: &Rule {
        code: "crl-outdated",
        title: "revocation list past its next update",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "6.3.3"),
        explanation: "A newer list should exist. nginx, Envoy and OpenSSL refuse every certificate of the CA while the list they have is outdated.",
        remedy: "Fetch or make the current list (`openssl ca -gencrl`), and do so well before nextUpdate.",
        kind: RuleKind::Lint,
    },
    run: crl_outdated,
};

fn crl_outdated(list: &CertificateList, context: &Context<'_>) -> Vec<Note> {
    let now = context.settings.time;
    let next = list.next_update.as_ref().and_then(|next| Some((next.range, next.instant?)));
    let passed = next.filter(|(_, instant)| *instant < now);
    passed
        .map(|(range, instant)| {
            context.note(
                range,
                format!("nextUpdate is {instant}, {} before the validation time", now.distance(instant)),
            )
        })
        .into_iter()
        .collect()
}

const CRL_NOT_YET_VALID: Lint<CertificateList> = Lint {
    rule: &Rule {
        code: "crl-not-yet-valid",
        title: "revocation list from the future",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "5.1.2.4"),
        explanation: "Its thisUpdate is after the validation time; OpenSSL says `CRL is not yet valid`.",
        remedy: "Correct the clock of the CA or of the relying party.",
        kind: RuleKind::Lint,
    },
    run: crl_not_yet_valid,
};

fn crl_not_yet_valid(list: &CertificateList, context: &Context<'_>) -> Vec<Note> {
    let now = context.settings.time;
    let ahead = list.this_update.instant.filter(|instant| *instant > now);
    ahead
        .map(|instant| {
            let message =
                format!("thisUpdate is {instant}, {} after the validation time", now.distance(instant));
            context.note(list.this_update.range, message)
        })
        .into_iter()
        .collect()
}

const CRL_WITHOUT_NEXT_UPDATE: Lint<CertificateList> = Lint {
    rule: &Rule {
        code: "crl-without-next-update",
        title: "revocation list without nextUpdate",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "5.1.2.5"),
        explanation: "CAs must say when the next list comes; without it nobody can tell that a list is outdated.",
        remedy: "Make the list with `-crldays` or `-crlhours`.",
        kind: RuleKind::Lint,
    },
    run: crl_without_next_update,
};

fn crl_without_next_update(list: &CertificateList, context: &Context<'_>) -> Vec<Note> {
    context.when(list.next_update.is_none(), list.this_update.range, || "it has no nextUpdate")
}

const CRL_UPDATES_REVERSED: Lint<CertificateList> = Lint {
    rule: &Rule {
        code: "crl-updates-reversed",
        title: "revocation list outdated before it was made",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "5.1.2.5"),
        explanation: "There is no instant at which the list is current.",
        remedy: "Make the list again, and check the clock and the `-crldays` of the CA.",
        kind: RuleKind::Lint,
    },
    run: crl_updates_reversed,
};

fn crl_updates_reversed(list: &CertificateList, context: &Context<'_>) -> Vec<Note> {
    let next = list.next_update.as_ref().and_then(|next| Some((next.range, next.instant?)));
    let Some(((range, next), this)) = next.zip(list.this_update.instant) else { return Vec::new() };
    context
        .when(next <= this, range, || format!("nextUpdate is {next}, not after thisUpdate, which is {this}"))
}

const CRL_VERSION: Lint<CertificateList> = Lint {
    rule: &Rule {
        code: "crl-version-not-2",
        title: "revocation list of an old version",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "5.1.2.1"),
        explanation: "Lists of version 1 have no extensions: no number to tell the newer of two by, and no identifier of the key that signed.",
        remedy: "Configure `crl_extensions` in the CA section of openssl's configuration, which makes it version 2.",
        kind: RuleKind::Lint,
    },
    run: crl_version,
};

fn crl_version(list: &CertificateList, context: &Context<'_>) -> Vec<Note> {
    context.when(list.version != Some(1), list.tbs, || match list.version {
        None => "it is of version 1; version 2 is needed".to_owned(),
        Some(encoded) => {
            format!("its version is written as {encoded}; 1, which stands for version 2, is needed")
        }
    })
}

const CRL_NUMBER_MISSING: Lint<CertificateList> = Lint {
    rule: &Rule {
        code: "crl-number-missing",
        title: "revocation list without a number",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "5.2.3"),
        explanation: "CAs must number their lists, so that the newer of two can be told.",
        remedy: "Set `crlnumber` in the CA section of openssl's configuration.",
        kind: RuleKind::Lint,
    },
    run: crl_number_missing,
};

fn crl_number_missing(list: &CertificateList, context: &Context<'_>) -> Vec<Note> {
    let missing = named(&list.extensions, "cRLNumber").next().is_none();
    context.when(missing && list.version == Some(1), ByteRange::default(), || "it has no cRLNumber")
}

const CRL_NUMBER_TOO_LONG: Lint<CertificateList> = Lint {
    rule: &Rule {
        code: "crl-number-malformed",
        title: "number of a revocation list out of range",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "5.2.3"),
        explanation: "The number is not negative and has at most 20 octets; Go refuses to read longer ones.",
        remedy: "Begin to count again from a smaller number with a new CA key.",
        kind: RuleKind::Lint,
    },
    run: crl_number_too_long,
};

fn crl_number_too_long(list: &CertificateList, context: &Context<'_>) -> Vec<Note> {
    let wrong = list.extensions.iter().find(|extension| match &extension.content {
        ExtensionContent::CrlNumber(number) | ExtensionContent::DeltaCrlIndicator(number) => {
            integer::is_negative(number) || integer::magnitude(number).len() > 20
        }
        _ => false,
    });
    wrong
        .map(|extension| context.note(extension.range, "its number is negative or has more than 20 octets"))
        .into_iter()
        .collect()
}

const CRL_WITHOUT_KEY_IDENTIFIER: Lint<CertificateList> = Lint {
    rule: &Rule {
        code: "crl-authority-key-identifier-missing",
        title: "revocation list without authorityKeyIdentifier",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "5.2.1"),
        explanation: "CAs must name the key that signed the list; after a rotation the name of the CA alone does not tell.",
        remedy: "Put `authorityKeyIdentifier=keyid:always` into `crl_extensions`.",
        kind: RuleKind::Lint,
    },
    run: crl_without_key_identifier,
};

fn crl_without_key_identifier(list: &CertificateList, context: &Context<'_>) -> Vec<Note> {
    let missing = named(&list.extensions, "authorityKeyIdentifier").next().is_none();
    context.when(
        missing && list.version == Some(1),
        ByteRange::default(),
        || "it has no authorityKeyIdentifier",
    )
}

const CRL_ISSUER_EMPTY: Lint<CertificateList> = Lint {
    rule: &Rule {
        code: "crl-issuer-empty",
        title: "revocation list without an issuer",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "5.1.2.3"),
        explanation: "A list is found by the name of its issuer; without one it belongs to nobody.",
        remedy: "Make the list again with a CA that has a subject.",
        kind: RuleKind::Lint,
    },
    run: crl_issuer_empty,
};

fn crl_issuer_empty(list: &CertificateList, context: &Context<'_>) -> Vec<Note> {
    context.when(list.issuer.is_empty(), list.issuer.range, || "its issuer is empty")
}

const CRL_SIGNATURE_WEAK: Lint<CertificateList> = Lint {
    rule: &Rule {
        code: "crl-signature-weak",
        title: "revocation list signed with a broken hash function",
        severity: Severity::Warning,
        citation: Citation::Practice("Go and OpenSSL 3 at security level 2 refuse signatures with SHA-1"),
        explanation: "The list cannot be relied on, and newer software refuses it.",
        remedy: "Set `default_md = sha256` in the CA section of openssl's configuration, and make the list again.",
        kind: RuleKind::Lint,
    },
    run: crl_signature_weak,
};

fn crl_signature_weak(list: &CertificateList, context: &Context<'_>) -> Vec<Note> {
    let algorithm = &list.signature_algorithm;
    let weak = hash(&algorithm.signature()).is_some_and(|hash| hash == Hash::Sha1 || is_broken(hash));
    context.when(weak, algorithm.range, || format!("it is signed with {algorithm}; SHA-256 is needed"))
}

const CRL_ENTRY_REPEATED: Lint<CertificateList> = Lint {
    rule: &Rule {
        code: "crl-entry-repeated",
        title: "certificate revoked twice",
        severity: Severity::Warning,
        citation: Citation::Practice("readers keep the first entry or the last"),
        explanation: "A serial number is on the list twice; which date and reason hold depends on the reader. In an indirect list it may belong to two issuers.",
        remedy: "Make the list again from a data base with one entry for each certificate.",
        kind: RuleKind::Lint,
    },
    run: crl_entry_repeated,
};

fn crl_entry_repeated(list: &CertificateList, context: &Context<'_>) -> Vec<Note> {
    let indirect = list.extensions.iter().any(
        |extension| matches!(&extension.content, ExtensionContent::IssuingDistributionPoint(point) if point.indirect_crl),
    );
    let mut seen = std::collections::HashSet::new();
    let twice = list.revoked.iter().find(|entry| !seen.insert(integer::magnitude(&entry.serial.octets)));
    twice
        .filter(|_| !indirect)
        .map(|entry| {
            context
                .note(entry.serial.range, format!("the serial number {} is on it twice", entry.serial.hex()))
        })
        .into_iter()
        .collect()
}

/// The reason codes of RFC 5280 §5.3.1; 7 is not used.
fn reasons(list: &CertificateList) -> impl Iterator<Item = (ByteRange, u8)> {
    list.revoked.iter().flat_map(|entry| &entry.extensions).filter_map(|extension| match extension.content {
        ExtensionContent::ReasonCode(reason) => Some((extension.range, reason)),
        _ => None,
    })
}

const CRL_REASON_UNKNOWN: Lint<CertificateList> = Lint {
    rule: &Rule {
        code: "crl-reason-unknown",
        title: "revocation for a reason that there is not",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "5.3.1"),
        explanation: "Reason codes are 0 to 6 and 8 to 10; OpenSSL takes a list with another for invalid.",
        remedy: "Make the list again with one of the reasons of RFC 5280.",
        kind: RuleKind::Lint,
    },
    run: crl_reason_unknown,
};

fn crl_reason_unknown(list: &CertificateList, context: &Context<'_>) -> Vec<Note> {
    let unknown = reasons(list).find(|(_, reason)| !matches!(reason, 0..=6 | 8..=10));
    unknown
        .map(|(range, reason)| {
            context.note(range, format!("an entry has the reason {reason}, which stands for nothing"))
        })
        .into_iter()
        .collect()
}

const CRL_REASON_UNSPECIFIED: Lint<CertificateList> = Lint {
    rule: &Rule {
        code: "crl-reason-unspecified",
        title: "revocation for an unspecified reason, written out",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "5.3.1"),
        explanation: "The reason should be left out rather than be unspecified (0).",
        remedy: "Give the reason, or none.",
        kind: RuleKind::Lint,
    },
    run: crl_reason_unspecified,
};

fn crl_reason_unspecified(list: &CertificateList, context: &Context<'_>) -> Vec<Note> {
    let found = reasons(list).find(|(_, reason)| *reason == 0);
    found
        .map(|(range, _)| {
            context.note(range, "an entry has the reason unspecified, which should be left out")
        })
        .into_iter()
        .collect()
}

const CRL_EXTENSION_NOT_CRITICAL: Lint<CertificateList> = Lint {
    rule: &Rule {
        code: "crl-scope-not-critical",
        title: "part of a revocation list that looks like the whole",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "5.2.4"),
        explanation: "deltaCRLIndicator and issuingDistributionPoint say that the list covers a part only. They must be critical, or software that does not know \
                      them takes it for the whole.",
        remedy: "Make the list again with the extension marked critical.",
        kind: RuleKind::Lint,
    },
    run: crl_extension_not_critical,
};

fn crl_extension_not_critical(list: &CertificateList, context: &Context<'_>) -> Vec<Note> {
    ["deltaCRLIndicator", "issuingDistributionPoint"]
        .iter()
        .flat_map(|name| named(&list.extensions, name).map(move |extension| (name, extension)))
        .filter(|(_, extension)| !extension.critical)
        .map(|(name, extension)| {
            context.note(extension.range, format!("{name} is not critical, and must be"))
        })
        .collect()
}
