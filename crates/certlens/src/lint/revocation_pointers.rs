//! RFC 5280 §4.2.1.13, §4.2.1.15, §4.2.2 and RFC 7633: where revocation and issuers are to be found.

use super::key_identifiers::critical;
use super::{Context, Lint, Note, role};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::x509::certificate::Certificate;
use crate::x509::extension::ExtensionContent;
use crate::x509::extension::access_description::AccessDescription;
use crate::x509::extension::distribution_points::{DistributionPoint, DistributionPointName};
use crate::x509::general_name::{GeneralName, GeneralNameValue};

pub(super) const LINTS: &[Lint<Certificate>] = &[
    CRL_DISTRIBUTION_POINTS_CRITICAL,
    FRESHEST_CRL_CRITICAL,
    AUTHORITY_INFO_ACCESS_CRITICAL,
    SUBJECT_INFO_ACCESS_CRITICAL,
    SUBJECT_DIRECTORY_ATTRIBUTES_CRITICAL,
    ISSUER_ALTERNATIVE_NAME_CRITICAL,
    DISTRIBUTION_POINT_WITHOUT_URL,
    DISTRIBUTION_POINT_EMPTY,
    REVOCATION_URL_HTTPS,
    CA_ISSUERS_WITHOUT_URL,
    MUST_STAPLE,
    TIMESTAMPS_EMPTY,
];

const CRL_DISTRIBUTION_POINTS_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "crl-distribution-points-critical",
        title: "critical cRLDistributionPoints",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.13"),
        explanation: "It should not be critical: Go, rustls and others do not fetch lists, and must refuse what is critical and not processed.",
        remedy: "Issue it again without the critical mark.",
        kind: RuleKind::Lint,
    },
    run: crl_distribution_points_critical,
};

fn crl_distribution_points_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    critical(certificate, context, "cRLDistributionPoints")
}

const FRESHEST_CRL_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "freshest-crl-critical",
        title: "critical freshestCRL",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.15"),
        explanation: "Conforming CAs must mark it non-critical; TLS stacks do not know it, and refuse it where it is critical.",
        remedy: "Issue it again without the critical mark.",
        kind: RuleKind::Lint,
    },
    run: freshest_crl_critical,
};

fn freshest_crl_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    critical(certificate, context, "freshestCRL")
}

const AUTHORITY_INFO_ACCESS_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "authority-info-access-critical",
        title: "critical authorityInfoAccess",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.2.1"),
        explanation: "Conforming CAs must mark it non-critical; Go refuses to read the certificate otherwise (`x509: authority info access incorrectly marked critical`).",
        remedy: "Issue it again without the critical mark.",
        kind: RuleKind::Lint,
    },
    run: authority_info_access_critical,
};

fn authority_info_access_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    critical(certificate, context, "authorityInfoAccess")
}

const SUBJECT_INFO_ACCESS_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "subject-info-access-critical",
        title: "critical subjectInfoAccess",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.2.2"),
        explanation: "Conforming CAs must mark it non-critical; TLS stacks do not process it, and refuse it where it is critical.",
        remedy: "Issue it again without the critical mark.",
        kind: RuleKind::Lint,
    },
    run: subject_info_access_critical,
};

fn subject_info_access_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    critical(certificate, context, "subjectInfoAccess")
}

const SUBJECT_DIRECTORY_ATTRIBUTES_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "subject-directory-attributes-critical",
        title: "critical subjectDirectoryAttributes",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.8"),
        explanation: "Conforming CAs must mark it non-critical; TLS stacks do not process it, and refuse it where it is critical.",
        remedy: "Issue it again without the critical mark.",
        kind: RuleKind::Lint,
    },
    run: subject_directory_attributes_critical,
};

fn subject_directory_attributes_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    critical(certificate, context, "subjectDirectoryAttributes")
}

const ISSUER_ALTERNATIVE_NAME_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "issuer-alternative-name-critical",
        title: "critical issuerAltName",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.7"),
        explanation: "CAs should mark it non-critical; it is not used in path validation.",
        remedy: "Issue it again without the critical mark.",
        kind: RuleKind::Lint,
    },
    run: issuer_alternative_name_critical,
};

fn issuer_alternative_name_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    critical(certificate, context, "issuerAltName")
}

fn points(certificate: &Certificate) -> impl Iterator<Item = &DistributionPoint> {
    certificate.extensions.iter().flat_map(|extension| match &extension.content {
        ExtensionContent::CrlDistributionPoints(points) => points.as_slice(),
        _ => &[],
    })
}

fn full_name(point: &DistributionPoint) -> &[GeneralName] {
    match &point.name {
        Some(DistributionPointName::Full(names)) => names,
        _ => &[],
    }
}

/// True for a URI that begins with one of these schemes, in lower case and with its colon.
fn has_scheme(name: &GeneralName, schemes: &[&str]) -> bool {
    let GeneralNameValue::Uri(octets) = &name.value else { return false };
    let text = String::from_utf8_lossy(octets).to_ascii_lowercase();
    schemes.iter().any(|scheme| text.starts_with(scheme))
}

const DISTRIBUTION_POINT_WITHOUT_URL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "crl-url-missing",
        title: "distribution point without an HTTP or LDAP address",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "4.2.1.13"),
        explanation: "A distribution point should have an address that can be fetched; a directory name is one only where a directory is configured.",
        remedy: "Add `URI:http://…` to the distribution point.",
        kind: RuleKind::Lint,
    },
    run: distribution_point_without_url,
};

fn distribution_point_without_url(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let named: Vec<&DistributionPoint> =
        points(certificate).filter(|point| !full_name(point).is_empty()).collect();
    let reachable = named.iter().any(|point| {
        full_name(point).iter().any(|name| has_scheme(name, &["http:", "https:", "ldap:", "ldaps:"]))
    });
    let first = named.first().filter(|_| !reachable);
    first
        .map(|point| context.note(point.range, "no distribution point has an HTTP or LDAP address"))
        .into_iter()
        .collect()
}

const DISTRIBUTION_POINT_EMPTY: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "distribution-point-empty",
        title: "distribution point without name and issuer",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.13"),
        explanation: "A distribution point must have a name or a CRL issuer; reasons alone lead nowhere.",
        remedy: "Give it an address, or leave it out.",
        kind: RuleKind::Lint,
    },
    run: distribution_point_empty,
};

fn distribution_point_empty(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    points(certificate)
        .filter(|point| point.name.is_none() && point.crl_issuer.is_empty())
        .map(|point| context.note(point.range, "a distribution point has neither a name nor a CRL issuer"))
        .collect()
}

fn accesses(certificate: &Certificate) -> impl Iterator<Item = &AccessDescription> {
    certificate.extensions.iter().flat_map(|extension| match &extension.content {
        ExtensionContent::AuthorityInfoAccess(descriptions) => descriptions.as_slice(),
        _ => &[],
    })
}

const REVOCATION_URL_HTTPS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "revocation-url-https",
        title: "revocation to be fetched over HTTPS",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "8"),
        explanation: "To fetch the list the client must first check the certificate of the server that has it, which may need the same list. \
                      Lists and OCSP responses are signed; HTTP is enough.",
        remedy: "Use an `http:` address.",
        kind: RuleKind::Lint,
    },
    run: revocation_url_https,
};

fn revocation_url_https(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let lists = points(certificate).flat_map(full_name);
    let responders =
        accesses(certificate).filter(|access| access.method_name() == "OCSP").map(|access| &access.location);
    lists
        .chain(responders)
        .filter(|name| has_scheme(name, &["https:", "ldaps:"]))
        .map(|name| context.note(name.range, format!("`{}` needs TLS to be fetched", name.value.text())))
        .collect()
}

const CA_ISSUERS_WITHOUT_URL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "ca-issuers-url-missing",
        title: "caIssuers without an HTTP or LDAP address",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "4.2.2.1"),
        explanation: "At least one access location of caIssuers should be an address that can be fetched.",
        remedy: "Write `caIssuers;URI:http://…`.",
        kind: RuleKind::Lint,
    },
    run: ca_issuers_without_url,
};

fn ca_issuers_without_url(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let locations: Vec<&GeneralName> = accesses(certificate)
        .filter(|access| access.method_name() == "caIssuers")
        .map(|access| &access.location)
        .collect();
    let reachable = locations.iter().any(|name| has_scheme(name, &["http:", "https:", "ldap:", "ldaps:"]));
    let first = locations.first().filter(|_| !reachable);
    first
        .map(|name| {
            context.note(
                name.range,
                format!("caIssuers is at `{}`, which is no HTTP or LDAP address", name.value.text()),
            )
        })
        .into_iter()
        .collect()
}

/// The number of the TLS extension `status_request` (RFC 7633 §4.2.3.1).
const STATUS_REQUEST: u16 = 5;

const MUST_STAPLE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "must-staple-without-responder",
        title: "must-staple without an OCSP responder",
        severity: Severity::Error,
        citation: Citation::Rfc(7633, "4.2.3"),
        explanation: "The server must send an OCSP response and the certificate names no responder to get one from. Firefox and GnuTLS refuse the \
                      connection without a response.",
        remedy: "Issue it again with `authorityInfoAccess=OCSP;URI:http://…`, or without tlsfeature.",
        kind: RuleKind::Lint,
    },
    run: must_staple,
};

fn must_staple(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let feature = certificate.extensions.iter().find(|extension| {
        matches!(&extension.content, ExtensionContent::TlsFeature(features) if features.contains(&STATUS_REQUEST))
    });
    let responder = accesses(certificate).any(|access| access.method_name() == "OCSP");
    let found = feature.filter(|_| !responder && role::is_end_entity(certificate));
    found
        .map(|extension| {
            context.note(
                extension.range,
                "tlsFeature demands an OCSP response, and authorityInfoAccess names no responder",
            )
        })
        .into_iter()
        .collect()
}

const TIMESTAMPS_EMPTY: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "signed-certificate-timestamps-empty",
        title: "list of signed certificate timestamps without any",
        severity: Severity::Warning,
        citation: Citation::Rfc(6962, "3.3"),
        explanation: "The list must have at least one timestamp; browsers count them.",
        remedy: "Have the CA issue it again with timestamps, or without the extension.",
        kind: RuleKind::Lint,
    },
    run: timestamps_empty,
};

fn timestamps_empty(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found = certificate.extensions.iter().find(|extension| {
        matches!(&extension.content, ExtensionContent::SignedCertificateTimestamps(list) if list.is_empty())
    });
    found
        .map(|extension| context.note(extension.range, "the list of signed certificate timestamps is empty"))
        .into_iter()
        .collect()
}
