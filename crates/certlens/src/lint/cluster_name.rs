//! Names that mean something within a machine or a cluster only.

use std::collections::BTreeSet;

use super::subject_alternative_name::{dns_names, place};
use super::{Context, Lint, Note, role};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::sort;
use crate::span::ByteRange;
use crate::x509::certificate::Certificate;
use crate::x509::general_name::{GeneralName, GeneralNameValue, ip_address};

pub(super) const LINTS: &[Lint<Certificate>] =
    &[LOCALHOST_IN_SAN, ADDRESS_UNSPECIFIED, CLUSTER_NAMES_INCOMPLETE, SHORT_NAME_IN_SAN];

const LOCALHOST_IN_SAN: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "localhost-in-san",
        title: "localhost beside other names",
        severity: Severity::Warning,
        citation: Citation::Practice("development names that stay in production certificates"),
        explanation: "Whoever holds this certificate can be `localhost` for every process on every machine that trusts the CA, such as one that dials a sidecar.",
        remedy: "Issue it again without `localhost`, `127.0.0.1` and `::1`, unless probes within the pod need them.",
        kind: RuleKind::Lint,
    },
    run: localhost_in_san,
};

fn localhost_in_san(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let names = certificate.subject_alternative_names().unwrap_or_default();
    let local = |name: &GeneralName| match &name.value {
        GeneralNameValue::Dns(octets) => octets.eq_ignore_ascii_case(b"localhost"),
        GeneralNameValue::Ip(octets) => ip_address(octets).is_some_and(|address| address.is_loopback()),
        _ => false,
    };
    let others = names.iter().any(|name| !local(name));
    let found: Vec<String> =
        names.iter().filter(|name| local(name)).map(|name| format!("`{}`", name.value.text())).collect();
    context.when(others && !found.is_empty(), place(certificate), || {
        format!("subjectAltName has {} beside other names", found.join(" and "))
    })
}

const ADDRESS_UNSPECIFIED: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "address-unspecified",
        title: "address that stands for all addresses",
        severity: Severity::Warning,
        citation: Citation::Practice("0.0.0.0 and :: are what a server listens on, not what a client dials"),
        explanation: "It matches no other address: there is no wildcard for addresses.",
        remedy: "List the addresses that are dialled, or dial a name.",
        kind: RuleKind::Lint,
    },
    run: address_unspecified,
};

fn address_unspecified(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let names = certificate.subject_alternative_names().unwrap_or_default();
    let unspecified = names.iter().find(|name| match &name.value {
        GeneralNameValue::Ip(octets) => ip_address(octets).is_some_and(|address| address.is_unspecified()),
        _ => false,
    });
    unspecified
        .map(|name| {
            context
                .note(name.range, format!("subjectAltName has `{}`, which nobody dials", name.value.text()))
        })
        .into_iter()
        .collect()
}

/// Service and namespace of an in-cluster name, and the cluster's domain where the name has it.
fn service(name: &str) -> Option<(&str, Option<&str>)> {
    let (service, rest) =
        name.split_once(".svc").filter(|(_, rest)| rest.is_empty() || rest.starts_with('.'))?;
    let one_of_each = service.split('.').count() == 2 && !service.contains('*');
    one_of_each.then_some((service, rest.strip_prefix('.').filter(|domain| !domain.is_empty())))
}

const CLUSTER_NAMES_INCOMPLETE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "cluster-names-incomplete",
        title: "some in-cluster names of a Service, and not all",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "Kubernetes DNS: a Service is dialled as name, name.ns, name.ns.svc and name.ns.svc.cluster.local",
        ),
        explanation: "The names of a Service resolve alike and are compared as text: a client that dials a form that is not listed is refused, though another form works.",
        remedy: "List `name.namespace`, `name.namespace.svc` and `name.namespace.svc.cluster.local`; in a cert-manager Certificate, under `dnsNames`.",
        kind: RuleKind::Lint,
    },
    run: cluster_names_incomplete,
};

fn cluster_names_incomplete(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let listed: BTreeSet<String> = sort::gather(dns_names(certificate).map(|(_, name)| name));
    let services: BTreeSet<(&str, Option<&str>)> =
        sort::gather(listed.iter().filter_map(|name| service(name)));
    let with_domain = services.iter().filter(|(_, domain)| domain.is_some()).map(|(name, _)| *name);
    let with_domain: BTreeSet<&str> = sort::gather(with_domain);
    let needed = services.iter().flat_map(|(service, domain)| {
        let long = match domain {
            Some(domain) => Some(format!("{service}.svc.{domain}")),
            None => (!with_domain.contains(service)).then(|| format!("{service}.svc.cluster.local")),
        };
        [Some((*service).to_owned()), Some(format!("{service}.svc")), long].into_iter().flatten()
    });
    let missing: BTreeSet<String> = sort::gather(needed.filter(|name| !listed.contains(name)));
    context.when(!missing.is_empty() && role::is_server(certificate), place(certificate), || {
        const MOST: usize = 6;
        let shown: Vec<String> = missing.iter().take(MOST).map(|name| format!("`{name}`")).collect();
        let more =
            if missing.len() > MOST { format!(" and {} more", missing.len() - MOST) } else { String::new() };
        format!("of the in-cluster names of its Service, subjectAltName lacks {}{more}", shown.join(", "))
    })
}

const SHORT_NAME_IN_SAN: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "short-name-in-san",
        title: "Service name without its namespace",
        severity: Severity::Notice,
        citation: Citation::Practice(
            "Kubernetes DNS resolves a short name in the namespace of whoever dials it",
        ),
        explanation: "The short name is the same in every namespace: a client that dials it accepts the certificate of a Service of that name from any of them.",
        remedy: "Dial `name.namespace.svc`, and list that; leave the short name out if nothing dials it.",
        kind: RuleKind::Lint,
    },
    run: short_name_in_san,
};

fn short_name_in_san(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let short = |text: &str| {
        let label =
            !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-');
        label && text != "localhost"
    };
    let found: Vec<(ByteRange, String)> = dns_names(certificate).filter(|(_, text)| short(text)).collect();
    let first = found.first().filter(|_| role::is_server(certificate));
    first
        .map(|(range, text)| {
            context.note(*range, format!("subjectAltName has `{text}`, which is a name in every namespace"))
        })
        .into_iter()
        .collect()
}
