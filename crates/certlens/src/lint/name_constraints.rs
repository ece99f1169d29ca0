//! RFC 5280 §4.2.1.10: nameConstraints.

use super::key_identifiers::not_critical;
use super::{Context, Lint, Note};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::span::ByteRange;
use crate::x509::certificate::Certificate;
use crate::x509::extension::name_constraints::GeneralSubtree;
use crate::x509::general_name::GeneralNameValue;

pub(super) const LINTS: &[Lint<Certificate>] = &[
    NAME_CONSTRAINTS_NOT_CRITICAL,
    NAME_CONSTRAINTS_WITHOUT_CA,
    NAME_CONSTRAINT_DISTANCE,
    NAME_CONSTRAINT_FORM,
    DNS_CONSTRAINT_LEADING_DOT,
    DNS_CONSTRAINT_MALFORMED,
    URI_CONSTRAINT_NOT_HOST,
    IP_CONSTRAINT_MASK,
    ADDRESSES_UNCONSTRAINED,
];

fn place(certificate: &Certificate) -> ByteRange {
    certificate.extension("nameConstraints").map(|extension| extension.range).unwrap_or_default()
}

fn subtrees(certificate: &Certificate) -> impl Iterator<Item = &GeneralSubtree> {
    let lists =
        certificate.name_constraints().map(|constraints| [&constraints.permitted, &constraints.excluded]);
    lists.into_iter().flatten().flatten().flatten()
}

/// One note for each subtree that `found` says something of.
fn each(
    certificate: &Certificate,
    context: &Context<'_>,
    found: impl Fn(&GeneralSubtree) -> Option<String>,
) -> Vec<Note> {
    subtrees(certificate).filter_map(|subtree| Some(context.note(subtree.range, found(subtree)?))).collect()
}

const NAME_CONSTRAINTS_NOT_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "name-constraints-not-critical",
        title: "nameConstraints that is not critical",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.10"),
        explanation: "Software that does not know the extension then ignores it. The eight stacks that were tried enforce it either way.",
        remedy: "Make the CA again with `nameConstraints=critical,…`.",
        kind: RuleKind::Lint,
    },
    run: name_constraints_not_critical,
};

fn name_constraints_not_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    not_critical(certificate, context, "nameConstraints")
}

const NAME_CONSTRAINTS_WITHOUT_CA: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "name-constraints-without-ca",
        title: "nameConstraints on a certificate that is not a CA",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.10"),
        explanation: "It restricts the names of certificates issued below, and below an end entity there are none.",
        remedy: "Put it into the certificate of the CA.",
        kind: RuleKind::Lint,
    },
    run: name_constraints_without_ca,
};

fn name_constraints_without_ca(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found = !certificate.is_ca() && certificate.extension("nameConstraints").is_some();
    context.when(found, place(certificate), || "it has nameConstraints and is no CA")
}

const NAME_CONSTRAINT_DISTANCE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "name-constraint-distance",
        title: "name constraint with minimum or maximum",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.10"),
        explanation: "minimum must be 0 and maximum must not be there. OpenSSL refuses what it cannot apply (`unsupported name constraint`).",
        remedy: "Make the CA again without the two fields.",
        kind: RuleKind::Lint,
    },
    run: name_constraint_distance,
};

fn name_constraint_distance(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each(certificate, context, |subtree| match (subtree.minimum, subtree.has_maximum) {
        (_, true) => Some("a name constraint has a maximum, and must have none".to_owned()),
        (Some(0), false) => None,
        (minimum, false) => Some(match minimum {
            Some(minimum) => format!("the minimum of a name constraint is {minimum}, and must be 0"),
            None => "the minimum of a name constraint cannot be read, and must be 0".to_owned(),
        }),
    })
}

const NAME_CONSTRAINT_FORM: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "name-constraint-form",
        title: "name constraint of a form that nobody enforces",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.10"),
        explanation: "Constraints should not be put on x400Address, ediPartyName and registeredID: software either cannot enforce them or \
                      refuses the whole path.",
        remedy: "Constrain DNS names, addresses, mail addresses, URIs or directory names.",
        kind: RuleKind::Lint,
    },
    run: name_constraint_form,
};

fn name_constraint_form(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each(certificate, context, |subtree| {
        let rare = match &subtree.base.value {
            GeneralNameValue::X400(_) | GeneralNameValue::EdiParty(_) | GeneralNameValue::RegisteredId(_) => {
                true
            }
            // Tags 3 and 5 without their structure.
            GeneralNameValue::Unreadable { tag, .. } => matches!(tag, 0x83 | 0x85),
            _ => false,
        };
        rare.then(|| {
            format!("a name constraint is on {}, which software does not enforce", subtree.base.value.label())
        })
    })
}

const DNS_CONSTRAINT_LEADING_DOT: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "dns-constraint-leading-dot",
        title: "constraint on DNS names with a leading dot",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "4.2.1.10"),
        explanation: "A DNS constraint covers the name itself and everything below it. The dot belongs to URI constraints; with it some stacks \
                      leave out the name itself, and others do not.",
        remedy: "Write the name without the dot: `permitted;DNS:example.com`.",
        kind: RuleKind::Lint,
    },
    run: dns_constraint_leading_dot,
};

fn dns_constraint_leading_dot(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each(certificate, context, |subtree| match &subtree.base.value {
        GeneralNameValue::Dns(octets) if octets.starts_with(b".") => {
            Some(format!("the DNS constraint is `{}`, with a dot before it", subtree.base.value.text()))
        }
        _ => None,
    })
}

const DNS_CONSTRAINT_MALFORMED: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "dns-constraint-malformed",
        title: "constraint on DNS names that is no name",
        severity: Severity::Error,
        citation: Citation::Practice(
            "Go refuses the certificate (`x509: failed to parse dnsName constraint`)",
        ),
        explanation: "A constraint is a name without a wildcard; everything below it is covered anyway. Go does not read a certificate with another.",
        remedy: "Write the name alone: `permitted;DNS:example.com`.",
        kind: RuleKind::Lint,
    },
    run: dns_constraint_malformed,
};

fn dns_constraint_malformed(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each(certificate, context, |subtree| match &subtree.base.value {
        GeneralNameValue::Dns(octets) => {
            let name = octets.strip_prefix(b".").unwrap_or(octets);
            let odd = |octet: &u8| !(octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_' | b'.'));
            let gap = name.split(|octet| *octet == b'.').any(<[u8]>::is_empty) && !octets.is_empty();
            (name.iter().any(odd) || gap)
                .then(|| format!("the DNS constraint `{}` is no DNS name", subtree.base.value.text()))
        }
        _ => None,
    })
}

const URI_CONSTRAINT_NOT_HOST: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "uri-constraint-not-host",
        title: "constraint on URIs that is no host name",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.10"),
        explanation: "A URI constraint is the host part alone, with or without a leading dot; an address or a whole URI matches nothing, and Go refuses to read it.",
        remedy: "Write the host: `permitted;URI:example.com` or `.example.com`. SPIFFE IDs are constrained by their trust domain in the same way.",
        kind: RuleKind::Lint,
    },
    run: uri_constraint_not_host,
};

fn uri_constraint_not_host(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each(certificate, context, |subtree| match &subtree.base.value {
        GeneralNameValue::Uri(octets) => {
            let host = octets.strip_prefix(b".").unwrap_or(octets);
            let odd = |octet: &u8| !(octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.'));
            let address =
                core::str::from_utf8(host).is_ok_and(|host| host.parse::<core::net::IpAddr>().is_ok());
            let qualified = host.contains(&b'.') && !host.split(|octet| *octet == b'.').any(<[u8]>::is_empty);
            (host.iter().any(odd) || address || !qualified).then(|| {
                format!("the URI constraint `{}` is no fully qualified host name", subtree.base.value.text())
            })
        }
        _ => None,
    })
}

const IP_CONSTRAINT_MASK: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "ip-constraint-mask",
        title: "constraint on addresses with a mask full of holes",
        severity: Severity::Error,
        citation: Citation::Practice(
            "Go refuses the certificate (`x509: IP constraint contained invalid mask`)",
        ),
        explanation: "A mask is ones followed by zeros, as RFC 4632 writes networks. Go does not read a certificate with another.",
        remedy: "Write the network as address and mask, such as `permitted;IP:10.0.0.0/255.0.0.0`.",
        kind: RuleKind::Lint,
    },
    run: ip_constraint_mask,
};

fn ip_constraint_mask(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each(certificate, context, |subtree| match &subtree.base.value {
        GeneralNameValue::Ip(octets) if matches!(octets.len(), 8 | 32) => {
            let mask = octets.get(octets.len() / 2..).unwrap_or_default();
            let bits: Vec<bool> =
                mask.iter().flat_map(|octet| (0..8).rev().map(move |bit| octet >> bit & 1 == 1)).collect();
            let ones = bits.iter().take_while(|bit| **bit).count();
            let holes = bits.iter().skip(ones).any(|bit| *bit);
            holes.then(|| {
                format!(
                    "the mask of the address constraint `{}` has ones after zeros",
                    subtree.base.value.text()
                )
            })
        }
        _ => None,
    })
}

const ADDRESSES_UNCONSTRAINED: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "addresses-unconstrained",
        title: "nameConstraints that leave addresses free",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "4.2.1.10"),
        explanation: "A constraint restricts names of its own form. With DNS names permitted and nothing said of addresses, the CA can issue \
                      certificates for every IP address.",
        remedy: "Add `excluded;IP:0.0.0.0/0.0.0.0` and `excluded;IP:0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0`, or permit the networks in use.",
        kind: RuleKind::Lint,
    },
    run: addresses_unconstrained,
};

fn addresses_unconstrained(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let Some(constraints) = certificate.name_constraints() else { return Vec::new() };
    let permits_dns = constraints
        .permitted
        .iter()
        .flatten()
        .any(|subtree| matches!(subtree.base.value, GeneralNameValue::Dns(_)));
    let addresses =
        subtrees(certificate).any(|subtree| matches!(subtree.base.value, GeneralNameValue::Ip(_)));
    context.when(
        permits_dns && !addresses,
        place(certificate),
        || "it permits some DNS names and every IP address",
    )
}
