//! Extensions that must be there, must not, or must (not) be critical (RFC 5280 §4.2; Baseline Requirements §7.1.2).

use crate::path::issuer::usage_names;
use crate::path::member::Member;
use crate::path::profile::Judgement;
use crate::purpose::{self, Grant, Purpose};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::settings::Settings;
use crate::x509::certificate::Version;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::oids;

pub(super) const MUST_BE_CRITICAL: Rule = Rule {
    code: "extension-must-be-critical",
    title: "extensions that must be critical are",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.2.1.9, 4.2.1.10, 4.2.1.11, 4.2.1.14"),
    explanation: "nameConstraints, policyConstraints, inhibitAnyPolicy, and basicConstraints of a CA take rights away. Marked critical, software that \
                  does not know them refuses the certificate in place of granting the rights.",
    remedy: "Issue the CA certificate again with the extension critical.",
    kind: RuleKind::Requirement,
};

pub(super) const MUST_NOT_BE_CRITICAL: Rule = Rule {
    code: "extension-must-not-be-critical",
    title: "extensions that must not be critical are not",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.2.1.1, 4.2.1.2, 4.2.1.8, 4.2.1.15, 4.2.2"),
    explanation: "Key identifiers and information access only help to find things. Marked critical they keep software that does not need them from \
                  accepting the certificate.",
    remedy: "Have the certificate issued again with the extension not critical.",
    kind: RuleKind::Requirement,
};

pub(super) const CA_DECLARED: Rule = Rule {
    code: "ca-declared",
    title: "a CA says that it is one in basicConstraints",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.2.1.9"),
    explanation: "Every CA certificate of version 3 must have basicConstraints with cA, that of a trust anchor too. Go refuses an anchor without it.",
    remedy: "Issue the CA certificate again with `basicConstraints = critical, CA:TRUE`.",
    kind: RuleKind::Requirement,
};

pub(super) const CA_BITS: Rule = Rule {
    code: "ca-bits-consistent",
    title: "keyCertSign and pathLenConstraint stand only where cA does",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.2.1.3, 4.2.1.9"),
    explanation: "keyCertSign says that the key signs certificates, which only a CA does; pathLenConstraint limits what a CA issues. Without cA they \
                  contradict basicConstraints.",
    remedy: "Issue the certificate again as a CA's, with all of them, or as an end entity's, with none.",
    kind: RuleKind::Requirement,
};

pub(super) const SUBJECT_KEY_IDENTIFIED: Rule = Rule {
    code: "subject-key-identified",
    title: "a CA has a subjectKeyIdentifier",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.2.1.2"),
    explanation: "With it, the right one among CA certificates of the same name is found without trying their keys.",
    remedy: "Issue the CA certificate again with `subjectKeyIdentifier = hash`.",
    kind: RuleKind::Requirement,
};

pub(super) const AUTHORITY_KEY_IDENTIFIED: Rule = Rule {
    code: "authority-key-identified",
    title: "an authorityKeyIdentifier names the issuer's key",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.2.1.1"),
    explanation: "With it, the right one among CA certificates of the same name is found without trying their keys. Only a self-signed certificate may \
                  leave it out.",
    remedy: "Have the certificate issued again with `authorityKeyIdentifier = keyid`.",
    kind: RuleKind::Requirement,
};

pub(super) const AUTHORITY_KEY_PLAIN: Rule = Rule {
    code: "authority-key-plain",
    title: "authorityKeyIdentifier has the key identifier and nothing else",
    severity: Severity::Error,
    citation: Citation::Baseline("7.1.2.11.1"),
    explanation: "authorityCertIssuer and authorityCertSerialNumber tie a certificate to one certificate of its CA, so that the CA cannot be renewed. \
                  A root that names a key must name its own.",
    remedy: "Have the certificate issued again with `authorityKeyIdentifier = keyid`, without `issuer`.",
    kind: RuleKind::Requirement,
};

pub(super) const CONSTRAINTS_ON_CA: Rule = Rule {
    code: "name-constraints-on-ca",
    title: "nameConstraints stand only in a CA's certificate",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "4.2.1.10"),
    explanation: "Name constraints limit what a CA may issue. In any other certificate they mean nothing, which suggests that it was issued by mistake.",
    remedy: "Have the certificate issued again without nameConstraints.",
    kind: RuleKind::Requirement,
};

pub(super) const NO_CA_AS_SERVER: Rule = Rule {
    code: "end-entity-not-ca",
    title: "the end entity is no CA",
    severity: Severity::Error,
    citation: Citation::Baseline("7.1.2.7.8"),
    explanation: "A public certificate of a server must not be able to issue others.",
    remedy: "Have the certificate issued with `basicConstraints = CA:FALSE`.",
    kind: RuleKind::Requirement,
};

pub(super) const PURPOSE_STATED: Rule = Rule {
    code: "purpose-stated",
    title: "extKeyUsage states the purpose plainly",
    severity: Severity::Error,
    citation: Citation::Baseline("7.1.2.7.10"),
    explanation: "A public certificate of a server must list serverAuth, must not list anyExtendedKeyUsage, and must not mark extKeyUsage critical.",
    remedy: "Have the certificate issued with `extendedKeyUsage = serverAuth`.",
    kind: RuleKind::Requirement,
};

pub(super) const NO_PURPOSE_ON_ROOT: Rule = Rule {
    code: "root-without-purpose",
    title: "the root has no extKeyUsage",
    severity: Severity::Error,
    citation: Citation::Baseline("7.1.2.1.2"),
    explanation: "The purposes a public root is trusted for are kept by those who trust it, not written in its certificate.",
    remedy: "Use a root without extKeyUsage; restrict the purpose in an intermediate.",
    kind: RuleKind::Requirement,
};

/// The first extension among `names` for which `is_wrong` holds.
fn offending(member: &Member<'_>, names: &[&str], critical: bool, what: &str) -> Judgement {
    let found = member.certificate.extensions.iter().find_map(|extension| {
        let name = oids::extension(&extension.oid).filter(|name| names.contains(name))?;
        (extension.critical == critical).then_some((name, extension.range))
    });
    match found {
        Some((name, range)) => {
            let message = format!("The extension `{name}` of {} {what}. Have it issued again.", member.label);
            Judgement::Broken(member.at(range), message)
        }
        None => Judgement::Holds,
    }
}

pub(super) fn must_be_critical(member: &Member<'_>, _: &Settings) -> Judgement {
    let always: &[&str] = &["nameConstraints", "policyConstraints", "inhibitAnyPolicy"];
    let of_a_ca: &[&str] = &["nameConstraints", "policyConstraints", "inhibitAnyPolicy", "basicConstraints"];
    let names = if member.certificate.is_ca() { of_a_ca } else { always };
    offending(member, names, false, "is not critical, though it must be")
}

pub(super) fn must_not_be_critical(member: &Member<'_>, _: &Settings) -> Judgement {
    const NAMES: &[&str] = &[
        "authorityKeyIdentifier",
        "subjectKeyIdentifier",
        "authorityInfoAccess",
        "subjectInfoAccess",
        "subjectDirectoryAttributes",
        "freshestCRL",
    ];
    offending(member, NAMES, true, "is critical, though it must not be")
}

pub(super) fn ca_declared(member: &Member<'_>, _: &Settings) -> Judgement {
    if member.certificate.is_ca() || matches!(member.certificate.version, Version::V1 | Version::V2) {
        return Judgement::Holds;
    }
    let message = format!(
        "{} is a CA's certificate, but basicConstraints does not say so. Issue it again with `CA:TRUE`.",
        member.label
    );
    Judgement::Broken(member.at_extension("basicConstraints"), message)
}

pub(super) fn ca_bits(member: &Member<'_>, _: &Settings) -> Judgement {
    let certificate = member.certificate;
    if certificate.is_ca() {
        return Judgement::Holds;
    }
    let label = &member.label;
    match (certificate.key_usage(), certificate.basic_constraints()) {
        (Some(usage), _) if usage.has(KeyUsage::KEY_CERT_SIGN) => {
            let names = usage_names(usage);
            let message = format!(
                "{label} is no CA's certificate, but its keyUsage has {names}. Have it issued again without keyCertSign."
            );
            Judgement::Broken(member.at_extension("keyUsage"), message)
        }
        (_, Some(constraints)) if constraints.path_len.is_some() => {
            let message = format!(
                "{label} is no CA's certificate, but has a pathLenConstraint. Have it issued again without."
            );
            Judgement::Broken(member.at_extension("basicConstraints"), message)
        }
        _ => Judgement::Holds,
    }
}

pub(super) fn subject_key_identified(member: &Member<'_>, _: &Settings) -> Judgement {
    if member.certificate.subject_key_identifier().is_some() {
        return Judgement::Holds;
    }
    let message = format!(
        "{} is a CA's certificate without subjectKeyIdentifier. Issue it again with one.",
        member.label
    );
    Judgement::Broken(crate::span::Location::Object(member.id), message)
}

pub(super) fn authority_key_identified(member: &Member<'_>, _: &Settings) -> Judgement {
    let identifier = member.certificate.authority_key_identifier();
    if member.is_self_issued || identifier.is_some_and(|identifier| identifier.key_identifier.is_some()) {
        return Judgement::Holds;
    }
    let message = format!(
        "{} does not name its issuer's key in authorityKeyIdentifier. Have it issued again with it.",
        member.label
    );
    Judgement::Broken(member.at_extension("authorityKeyIdentifier"), message)
}

pub(super) fn authority_key_plain(member: &Member<'_>, _: &Settings) -> Judgement {
    let Some(identifier) = member.certificate.authority_key_identifier() else {
        return Judgement::NotConcerned;
    };
    let label = &member.label;
    let at = member.at_extension("authorityKeyIdentifier");
    if !identifier.authority_cert_issuer.is_empty() || identifier.authority_cert_serial_number.is_some() {
        let message = format!(
            "authorityKeyIdentifier of {label} names the issuer's certificate, not only its key. Have it issued again with `keyid` only."
        );
        return Judgement::Broken(at, message);
    }
    let named = identifier.key_identifier.as_deref();
    if named.is_none() || (member.is_self_issued && named != member.certificate.subject_key_identifier()) {
        let message = format!(
            "authorityKeyIdentifier of {label} does not name the key that signed it. Have it issued again."
        );
        return Judgement::Broken(at, message);
    }
    Judgement::Holds
}

pub(super) fn constraints_on_ca(member: &Member<'_>, _: &Settings) -> Judgement {
    match member.certificate.extension("nameConstraints") {
        Some(extension) if !member.certificate.is_ca() => {
            let message = format!(
                "{} is no CA's certificate, but has nameConstraints. Have it issued again without.",
                member.label
            );
            Judgement::Broken(member.at(extension.range), message)
        }
        _ => Judgement::Holds,
    }
}

pub(super) fn no_ca_as_server(member: &Member<'_>, _: &Settings) -> Judgement {
    if !member.certificate.is_ca() {
        return Judgement::Holds;
    }
    let message = format!(
        "{} is a CA's certificate used as an end entity's. Have one issued with `CA:FALSE`.",
        member.label
    );
    Judgement::Broken(member.at_extension("basicConstraints"), message)
}

pub(super) fn purpose_stated(member: &Member<'_>, settings: &Settings) -> Judgement {
    if settings.purpose == Purpose::Any {
        return Judgement::NotConcerned;
    }
    let purposes = member.certificate.extended_key_usage();
    let any = purposes
        .is_some_and(|list| list.iter().any(|purpose| purpose.octets() == oids::ANY_EXTENDED_KEY_USAGE));
    let is_critical = member.certificate.extension("extKeyUsage").is_some_and(|extension| extension.critical);
    let listed = purpose::grant(purposes, settings.purpose) == Grant::Listed;
    if listed && !any && !is_critical {
        return Judgement::Holds;
    }
    let found = match purposes {
        None => "is missing".to_owned(),
        Some(_) if is_critical => "is critical".to_owned(),
        Some(list) => format!("lists {}", purpose::listing(list)),
    };
    let message = format!(
        "extKeyUsage of {} {found}; it must list {}, not anyExtendedKeyUsage, and not be critical. Have it issued again.",
        member.label, settings.purpose
    );
    Judgement::Broken(member.at_extension("extKeyUsage"), message)
}

pub(super) fn no_purpose_on_root(member: &Member<'_>, _: &Settings) -> Judgement {
    match member.certificate.extension("extKeyUsage") {
        Some(extension) if member.is_self_issued => {
            let message = format!(
                "The root {} has extKeyUsage, which it must not. Use a root without it.",
                member.label
            );
            Judgement::Broken(member.at(extension.range), message)
        }
        _ => Judgement::Holds,
    }
}
