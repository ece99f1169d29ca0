//! RFC 5280 §4.2.1.9: basicConstraints, and who may issue.

use super::key_identifiers::not_critical;
use super::{Context, Lint, Note, role};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::span::ByteRange;
use crate::x509::certificate::Certificate;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::oids;

pub(super) const LINTS: &[Lint<Certificate>] = &[
    BASIC_CONSTRAINTS_NOT_CRITICAL,
    BASIC_CONSTRAINTS_MISSING,
    PATH_LEN_WITHOUT_CA,
    PATH_LEN_WITHOUT_KEY_CERT_SIGN,
    CA_WITHOUT_PATH_LEN,
    ISSUER_NOT_CA,
    SELF_SIGNED_END_ENTITY,
    CA_WITH_SERVER_NAMES,
    CA_FOR_BOTH_ROLES,
];

fn place(certificate: &Certificate) -> ByteRange {
    certificate.extension("basicConstraints").map(|extension| extension.range).unwrap_or_default()
}

const BASIC_CONSTRAINTS_NOT_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "basic-constraints-not-critical",
        title: "CA whose basicConstraints is not critical",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.9"),
        explanation: "Python 3.13 and later refuse such a CA; the other stacks take it.",
        remedy: "Make the CA again with `basicConstraints=critical,CA:TRUE`.",
        kind: RuleKind::Lint,
    },
    run: basic_constraints_not_critical,
};

fn basic_constraints_not_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    if certificate.is_ca() { not_critical(certificate, context, "basicConstraints") } else { Vec::new() }
}

const BASIC_CONSTRAINTS_MISSING: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "basic-constraints-missing",
        title: "end entity without basicConstraints",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "4.2.1.9"),
        explanation: "That is allowed and means no CA. `CA:FALSE` says so plainly, to old software and to readers, too.",
        remedy: "Nothing need be done; write `basicConstraints=critical,CA:FALSE` when it is issued again.",
        kind: RuleKind::Lint,
    },
    run: basic_constraints_missing,
};

fn basic_constraints_missing(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let lacks = certificate.has_extensions_field && certificate.extension("basicConstraints").is_none();
    context.when(
        lacks && role::is_end_entity(certificate),
        ByteRange::default(),
        || "it has no basicConstraints, and so is no CA",
    )
}

const PATH_LEN_WITHOUT_CA: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "path-len-without-ca",
        title: "pathLenConstraint on a certificate that is not a CA",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.9"),
        explanation: "pathLenConstraint counts the CAs that may follow, and after an end entity none does. BoringSSL, and with it gRPC, and Python 3.13 \
                      and later refuse it.",
        remedy: "Issue it again with `basicConstraints=critical,CA:FALSE`.",
        kind: RuleKind::Lint,
    },
    run: path_len_without_ca,
};

fn path_len_without_ca(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found = certificate.basic_constraints().is_some_and(|c| !c.ca && c.path_len.is_some());
    context.when(found, place(certificate), || "it has pathLenConstraint and is no CA")
}

const PATH_LEN_WITHOUT_KEY_CERT_SIGN: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "path-len-without-key-cert-sign",
        title: "pathLenConstraint on a CA that may not sign certificates",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.9"),
        explanation: "pathLenConstraint is allowed only where keyUsage, if it is there, has keyCertSign.",
        remedy: "Make the CA again with `keyUsage=critical,keyCertSign,cRLSign`.",
        kind: RuleKind::Lint,
    },
    run: path_len_without_key_cert_sign,
};

fn path_len_without_key_cert_sign(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let counts = certificate.basic_constraints().is_some_and(|c| c.ca && c.path_len.is_some());
    let signs = certificate.key_usage().is_none_or(|usage| usage.has(KeyUsage::KEY_CERT_SIGN));
    context.when(
        counts && !signs,
        place(certificate),
        || "it has pathLenConstraint and its keyUsage has no keyCertSign",
    )
}

const CA_WITHOUT_PATH_LEN: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "ca-without-path-len",
        title: "issuing CA without pathLenConstraint",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "4.2.1.9"),
        explanation: "It issues end entities only, and could issue further CAs: whoever takes its key can make one and keep it.",
        remedy: "Make the next one with `basicConstraints=critical,CA:TRUE,pathlen:0`.",
        kind: RuleKind::Lint,
    },
    run: ca_without_path_len,
};

fn ca_without_path_len(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let unlimited = certificate.basic_constraints().is_some_and(|c| c.ca && c.path_len.is_none());
    let issues =
        context.issued().next().is_some() && context.issued().all(|(_, issued)| role::is_end_entity(issued));
    context.when(
        unlimited && issues,
        place(certificate),
        || "everything here that it issued is an end entity, and it has no pathLenConstraint",
    )
}

const ISSUER_NOT_CA: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "issuer-not-ca",
        title: "issuer that is not a CA",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.9"),
        explanation: "Only a certificate whose basicConstraints says cA may issue. As an intermediate every stack refuses it. As an anchor with cA FALSE all \
                      but BoringSSL, rustls and wolfSSL do; as one without the extension Go, Java and Mbed TLS do.",
        remedy: "Make the issuer again with `basicConstraints=critical,CA:TRUE` and the same key and name.",
        kind: RuleKind::Lint,
    },
    run: issuer_not_ca,
};

fn issuer_not_ca(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let first = context.issued().next().filter(|_| !certificate.is_ca() && certificate.has_extensions_field);
    first
        .and_then(|(id, _)| context.inventory.object(id))
        .map(|issued| context.note(place(certificate), format!("it issued {} and is no CA", issued.name())))
        .into_iter()
        .collect()
}

const SELF_SIGNED_END_ENTITY: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "self-issued-end-entity",
        title: "end entity that issued itself",
        severity: Severity::Notice,
        citation: Citation::Practice(
            "the eight stacks that were tried take it only if it is in the trust store itself",
        ),
        explanation: "Each peer must trust this very certificate, and must be given the new one at each renewal.",
        remedy: "Make a CA and issue it from that; cert-manager's SelfSigned issuer is meant for the CA only.",
        kind: RuleKind::Lint,
    },
    run: self_signed_end_entity,
};

fn self_signed_end_entity(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found = certificate.is_self_issued()
        && certificate.has_extensions_field
        && role::is_for_tls(certificate)
        && !certificate.subject.is_empty();
    context.when(found, certificate.issuer.range, || "it is no CA, and issuer and subject are the same")
}

const CA_WITH_SERVER_NAMES: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "ca-with-server-role",
        title: "CA that is also a TLS peer",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "rustls refuses a CA as a peer (CaUsedAsEndEntity); the other seven stacks take it",
        ),
        explanation: "Its extKeyUsage and subjectAltName are those of a server or client, and it says cA. Whoever takes the key from that machine can issue \
                      certificates.",
        remedy: "Issue the peer a certificate of its own with `basicConstraints=critical,CA:FALSE`.",
        kind: RuleKind::Lint,
    },
    run: ca_with_server_names,
};

fn ca_with_server_names(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let named = certificate.subject_alternative_names().is_some_and(|names| !names.is_empty());
    let role = role::lists(certificate, oids::SERVER_AUTH) || role::lists(certificate, oids::CLIENT_AUTH);
    context.when(
        certificate.is_ca() && named && role,
        place(certificate),
        || "it is a CA and has the purposes and names of a TLS peer",
    )
}

const CA_FOR_BOTH_ROLES: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "ca-for-both-roles",
        title: "one CA for servers and clients",
        severity: Severity::Notice,
        citation: Citation::Practice("mutual TLS with one CA rests on extKeyUsage alone"),
        explanation: "A client that trusts this CA for servers is protected from another client's certificate by its extKeyUsage only. A certificate without \
                      extKeyUsage, or a stack that does not check it, lets any client act as a server.",
        remedy: "Keep extKeyUsage on every certificate, or use one CA for servers and one for clients.",
        kind: RuleKind::Lint,
    },
    run: ca_for_both_roles,
};

fn ca_for_both_roles(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let server = context.issued().any(|(_, issued)| role::is_server(issued));
    let client = context.issued().any(|(_, issued)| role::is_client_only(issued));
    context.when(
        server && client,
        certificate.subject.range,
        || "it issued certificates of servers and of clients",
    )
}
