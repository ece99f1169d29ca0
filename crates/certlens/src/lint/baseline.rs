//! The CA/Browser Forum's Baseline Requirements, for certificates that the public trusts.

use core::net::IpAddr;

use super::serial_number::octets_beyond_sign;
use super::subject_alternative_name::dns_names;
use super::{Context, Lint, Note, role};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::span::ByteRange;
use crate::time::{CivilTime, DAY, Timestamp};
use crate::x509::certificate::Certificate;
use crate::x509::extension::ExtensionContent;
use crate::x509::general_name::{GeneralNameValue, ip_address};
use crate::x509::oids;

pub(super) const LINTS: &[Lint<Certificate>] = &[
    PUBLIC_LIFETIME,
    PUBLIC_SERIAL_NUMBER,
    PUBLIC_INTERNAL_NAME,
    PUBLIC_RESERVED_ADDRESS,
    PUBLIC_NAME_FORM,
    PUBLIC_UNDERSCORE,
    PUBLIC_ORGANIZATIONAL_UNIT,
    PUBLIC_CLIENT_PURPOSE,
    PUBLIC_WITHOUT_POLICY,
    PUBLIC_WITHOUT_ISSUER_ADDRESS,
];

/// 2.23.140.1, the arc of the CA/Browser Forum's policies.
const FORUM: [u8; 4] = [0x67, 0x81, 0x0c, 0x01];

/// True if the certificate says that a public CA issued it: by a policy of the Forum, or by timestamps of logs.
pub(super) fn is_public(certificate: &Certificate) -> bool {
    certificate.certificate_policies().unwrap_or_default().iter().any(|policy| policy.policy.octets().starts_with(&FORUM))
        || certificate.extensions.iter().any(|extension| {
            matches!(&extension.content, ExtensionContent::SignedCertificateTimestamps(list) if !list.is_empty())
        })
}

const fn date(year: i64, month: i64, day: i64) -> Timestamp {
    CivilTime { year, month, day, hour: 0, minute: 0, second: 0 }.timestamp()
}

/// From when on a TLS server certificate may be valid for how many days (Baseline Requirements §6.3.2).
const LIFETIMES: [(Timestamp, i64); 5] = [
    (date(2029, 3, 15), 47),
    (date(2027, 3, 15), 100),
    (date(2026, 3, 15), 200),
    (date(2020, 9, 1), 398),
    (date(2018, 3, 1), 825),
];

const PUBLIC_LIFETIME: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "public-lifetime-too-long",
        title: "public certificate valid for too long",
        severity: Severity::Error,
        citation: Citation::Baseline("6.3.2"),
        explanation: "Browsers refuse public certificates above the lifetime that held when they were issued: 825, 398, 200, 100 and then 47 days.",
        remedy: "Ask the CA for a certificate of the allowed lifetime, and renew it by itself (ACME).",
        kind: RuleKind::Lint,
    },
    run: public_lifetime,
};

fn public_lifetime(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let validity = &certificate.validity;
    let Some((start, end)) = validity.not_before.instant.zip(validity.not_after.instant) else {
        return Vec::new();
    };
    let limit = LIFETIMES.iter().find(|(from, _)| *from <= start).map(|(_, days)| *days);
    // notAfter is the last second that counts.
    let over = limit.filter(|days| end.0 - start.0 + 1 > days * DAY && role::is_server(certificate));
    over.map(|days| {
        let message = format!(
            "it is valid from {start} to {end}, {}; at most {days} days are allowed",
            end.distance(start)
        );
        context.note(validity.not_after.range, message)
    })
    .into_iter()
    .collect()
}

const PUBLIC_SERIAL_NUMBER: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "public-serial-number-short",
        title: "public certificate with fewer than 64 bits of serial number",
        severity: Severity::Error,
        citation: Citation::Baseline("7.1"),
        explanation: "Serial numbers of public certificates hold at least 64 random bits, so that their content cannot be foreseen.",
        remedy: "Have the CA issue it again.",
        kind: RuleKind::Lint,
    },
    run: public_serial_number,
};

fn public_serial_number(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let serial = &certificate.serial;
    let issued = certificate.validity.not_before.instant.is_some_and(|start| start >= date(2016, 9, 30));
    // 64 random bits begin with a zero octet once in 256 certificates; two are beyond chance.
    let short = octets_beyond_sign(serial) + 2 <= 8;
    context.when(short && issued && !certificate.is_self_issued(), serial.range, || {
        format!("the serial number {} has fewer than 64 bits", serial.hex())
    })
}

/// Ends of names that no public CA may certify (RFC 6761, RFC 6762, RFC 9476, ICANN).
const INTERNAL: [&str; 10] =
    ["local", "internal", "localhost", "test", "invalid", "example", "lan", "home", "corp", "svc"];

const PUBLIC_INTERNAL_NAME: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "public-internal-name",
        title: "public certificate for an internal name",
        severity: Severity::Error,
        citation: Citation::Baseline("7.1.2.7.12"),
        explanation: "No public CA may certify a name that is not in the public DNS: nobody can show that it is theirs.",
        remedy: "Use a private CA for in-cluster names, and public ones for names in the public DNS.",
        kind: RuleKind::Lint,
    },
    run: public_internal_name,
};

fn public_internal_name(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let internal = |name: &str| match name.trim_end_matches('.').rsplit_once('.') {
        Some((_, last)) => INTERNAL.contains(&last),
        None => true,
    };
    let found = dns_names(certificate).filter(|(_, name)| internal(name) && name.parse::<IpAddr>().is_err());
    found
        .map(|(range, name)| context.note(range, format!("the DNS name `{name}` is not in the public DNS")))
        .collect()
}

const PUBLIC_RESERVED_ADDRESS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "public-reserved-address",
        title: "public certificate for a private address",
        severity: Severity::Error,
        citation: Citation::Baseline("7.1.2.7.12"),
        explanation: "Private and reserved addresses belong to everyone; no public CA may certify one.",
        remedy: "Use a private CA for addresses within the cluster.",
        kind: RuleKind::Lint,
    },
    run: public_reserved_address,
};

fn public_reserved_address(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let reserved = |address: IpAddr| match address {
        IpAddr::V4(v4) => {
            v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_documentation()
                || v4.is_broadcast()
                || v4.is_multicast()
        }
        IpAddr::V6(v6) => {
            v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
                || v6.is_multicast()
        }
    };
    let names = certificate.subject_alternative_names().unwrap_or_default();
    let found = names.iter().filter_map(|name| match &name.value {
        GeneralNameValue::Ip(octets) => {
            Some((name.range, ip_address(octets).filter(|address| reserved(*address))?))
        }
        _ => None,
    });
    found
        .map(|(range, address)| context.note(range, format!("the address `{address}` is reserved")))
        .collect()
}

const PUBLIC_NAME_FORM: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "public-name-form",
        title: "public server certificate with a name of another form",
        severity: Severity::Error,
        citation: Citation::Baseline("7.1.2.7.12"),
        explanation: "Public server certificates have DNS names and addresses in subjectAltName and nothing else.",
        remedy: "Use a private CA where a URI or a mail address is to stand in subjectAltName.",
        kind: RuleKind::Lint,
    },
    run: public_name_form,
};

fn public_name_form(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let names = certificate.subject_alternative_names().unwrap_or_default();
    let other =
        names.iter().filter(|name| !matches!(name.value, GeneralNameValue::Dns(_) | GeneralNameValue::Ip(_)));
    let server = role::is_server(certificate);
    other
        .filter(|_| server)
        .map(|name| {
            let message = format!(
                "`{}` is of the form {}; DNS names and addresses are allowed",
                name.value.text(),
                name.value.label()
            );
            context.note(name.range, message)
        })
        .collect()
}

const PUBLIC_UNDERSCORE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "public-underscore",
        title: "public certificate for a name with an underscore",
        severity: Severity::Error,
        citation: Citation::Baseline("7.1.2.7.12"),
        explanation: "Public CAs may not certify underscores since 2019.",
        remedy: "Name the host with a hyphen.",
        kind: RuleKind::Lint,
    },
    run: public_underscore,
};

fn public_underscore(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let issued = certificate.validity.not_before.instant.is_some_and(|start| start >= date(2019, 4, 1));
    dns_names(certificate)
        .filter(|(_, name)| issued && name.contains('_'))
        .map(|(range, name)| context.note(range, format!("the DNS name `{name}` has an underscore")))
        .collect()
}

const PUBLIC_ORGANIZATIONAL_UNIT: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "public-organizational-unit",
        title: "public certificate with an organizational unit",
        severity: Severity::Error,
        citation: Citation::Baseline("7.1.4.2"),
        explanation: "Public CAs may not write organizationalUnitName since September 2022, since nobody can verify it.",
        remedy: "Ask for a certificate without `OU`.",
        kind: RuleKind::Lint,
    },
    run: public_organizational_unit,
};

fn public_organizational_unit(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let issued = certificate.validity.not_before.instant.is_some_and(|start| start >= date(2022, 9, 1));
    let found = certificate.subject.attributes().find(|attribute| attribute.label() == "OU");
    found
        .filter(|_| issued && role::is_server(certificate))
        .map(|attribute| context.note(attribute.range, format!("its subject has `OU={}`", attribute.text)))
        .into_iter()
        .collect()
}

const PUBLIC_CLIENT_PURPOSE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "public-client-purpose",
        title: "public certificate used as a client",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "Chrome's root programme ends clientAuth in public certificates during 2026 and 2027",
        ),
        explanation: "Public CAs are giving clientAuth up: the next renewal will lack it, and mutual TLS that rests on it will fail. Whoever gets a \
                      certificate of the same CA is a client too.",
        remedy: "Issue client certificates from a private CA, and trust that one on the server.",
        kind: RuleKind::Lint,
    },
    run: public_client_purpose,
};

fn public_client_purpose(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let place = certificate.extension("extKeyUsage").map(|extension| extension.range).unwrap_or_default();
    let found = role::is_end_entity(certificate) && role::lists(certificate, oids::CLIENT_AUTH);
    context.when(found, place, || "a public CA issued it, and its extKeyUsage has clientAuth")
}

const PUBLIC_WITHOUT_POLICY: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "public-policy-missing",
        title: "public certificate without a policy of the Forum",
        severity: Severity::Error,
        citation: Citation::Baseline("7.1.2.7.9"),
        explanation: "A public server certificate says by a policy identifier how its holder was validated.",
        remedy: "Have the CA issue it again.",
        kind: RuleKind::Lint,
    },
    run: public_without_policy,
};

fn public_without_policy(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let issued = certificate.validity.not_before.instant.is_some_and(|start| start >= date(2020, 9, 30));
    let listed = certificate
        .certificate_policies()
        .unwrap_or_default()
        .iter()
        .any(|policy| policy.policy.octets().starts_with(&FORUM));
    context.when(
        issued && !listed && role::is_server(certificate),
        ByteRange::default(),
        || "no policy of the CA/Browser Forum is in its certificatePolicies",
    )
}

const PUBLIC_WITHOUT_ISSUER_ADDRESS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "public-authority-info-access-missing",
        title: "public certificate without authorityInfoAccess",
        severity: Severity::Warning,
        citation: Citation::Baseline("7.1.2.7.7"),
        explanation: "Public certificates say where the issuer's certificate is to be had, and some browsers fetch it where a server forgot to send it.",
        remedy: "Have the CA issue it again.",
        kind: RuleKind::Lint,
    },
    run: public_without_issuer_address,
};

fn public_without_issuer_address(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let missing = certificate.extension("authorityInfoAccess").is_none() && role::is_server(certificate);
    context.when(missing, ByteRange::default(), || "it has no authorityInfoAccess")
}
