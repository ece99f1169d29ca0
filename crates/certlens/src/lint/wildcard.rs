//! RFC 9525 §6.3: wildcards in DNS names.

use super::dns_name::each_dns;
use super::{Context, Lint, Note, role};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::x509::certificate::Certificate;

pub(super) const LINTS: &[Lint<Certificate>] = &[
    WILDCARD_BARE,
    WILDCARD_NOT_FIRST,
    WILDCARD_PARTIAL,
    WILDCARD_OVER_TOP_LEVEL,
    WILDCARD_OVER_SERVICES,
    WILDCARD_ON_CLIENT,
];

const WILDCARD_BARE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "wildcard-bare",
        title: "`*` for every name",
        severity: Severity::Error,
        citation: Citation::Rfc(9525, "6.3"),
        explanation: "No TLS stack that was tried matches it with anything.",
        remedy: "List the names that are dialled.",
        kind: RuleKind::Lint,
    },
    run: wildcard_bare,
};

fn wildcard_bare(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each_dns(certificate, context, |text| {
        matches!(text, "*" | "*.").then(|| "is nothing but a wildcard".to_owned())
    })
}

const WILDCARD_NOT_FIRST: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "wildcard-not-first",
        title: "wildcard that is not in the first label",
        severity: Severity::Error,
        citation: Citation::Rfc(9525, "6.3"),
        explanation: "A wildcard stands for the first label only; anywhere else it matches nothing.",
        remedy: "List the names that are dialled, or one wildcard for each domain.",
        kind: RuleKind::Lint,
    },
    run: wildcard_not_first,
};

fn wildcard_not_first(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each_dns(certificate, context, |text| {
        let (_, rest) = text.split_once('.')?;
        rest.contains('*').then(|| "has a wildcard after the first label".to_owned())
    })
}

const WILDCARD_PARTIAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "wildcard-partial",
        title: "wildcard for a part of a label",
        severity: Severity::Error,
        citation: Citation::Rfc(9525, "6.3"),
        explanation: "A wildcard is the whole first label. Of the stacks that were tried, only Node and Java match a part of one.",
        remedy: "List the names that are dialled.",
        kind: RuleKind::Lint,
    },
    run: wildcard_partial,
};

fn wildcard_partial(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each_dns(certificate, context, |text| {
        let first = text.split('.').next()?;
        (first.contains('*') && first != "*")
            .then(|| "has a wildcard for a part of its first label".to_owned())
    })
}

const WILDCARD_OVER_TOP_LEVEL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "wildcard-over-top-level",
        title: "wildcard over a single label",
        severity: Severity::Error,
        citation: Citation::Practice(
            "Go and Java match it; OpenSSL, Python, Node, GnuTLS, BoringSSL and rustls do not",
        ),
        explanation: "Most stacks want two labels after the wildcard, so that nobody owns all of `*.com`; it strikes `*.local` and `*.svc` as well.",
        remedy: "List the names that are dialled, or put the wildcard below a second label.",
        kind: RuleKind::Lint,
    },
    run: wildcard_over_top_level,
};

fn wildcard_over_top_level(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each_dns(certificate, context, |text| {
        let rest = text.strip_prefix("*.")?;
        (!rest.is_empty() && !rest.contains('.'))
            .then(|| "has one label after its wildcard; two are needed".to_owned())
    })
}

const WILDCARD_OVER_SERVICES: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "wildcard-matches-no-service",
        title: "wildcard that matches no Service",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "names of Services have two labels before `svc`, and a wildcard stands for one",
        ),
        explanation: "A Service is `name.namespace.svc.cluster.local`: two labels before `svc`. `*.svc.cluster.local` matches none of them.",
        remedy: "Write one wildcard for each namespace: `*.namespace.svc.cluster.local`.",
        kind: RuleKind::Lint,
    },
    run: wildcard_over_services,
};

fn wildcard_over_services(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each_dns(certificate, context, |text| {
        let rest = text.strip_prefix("*.")?;
        (rest == "svc" || rest.starts_with("svc.") || rest == "cluster.local")
            .then(|| "stands for one label, and Services have two before `svc`".to_owned())
    })
}

const WILDCARD_ON_CLIENT: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "wildcard-on-client",
        title: "wildcard in a client certificate",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "servers compare the names of clients as text, or as patterns, each in its own way",
        ),
        explanation: "A wildcard says whom to dial; of a client it says nothing of which one it is. A server that reads it as a pattern lets it be any of them.",
        remedy: "Issue each client a certificate with its own name.",
        kind: RuleKind::Lint,
    },
    run: wildcard_on_client,
};

fn wildcard_on_client(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    if !role::is_client_only(certificate) {
        return Vec::new();
    }
    each_dns(certificate, context, |text| {
        text.contains('*').then(|| "is that of a client, and has a wildcard".to_owned())
    })
}
