//! What is asked of cert-manager: usages, keys, renewal, and who is left out.

use std::collections::BTreeSet;

use super::{Context, Lint, Note};
use crate::config::Stated;
use crate::config::cert_manager::{Issuer, RequestedCertificate, may_be_duration};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::sort;
use crate::span::Span;

pub(super) const CERTIFICATE: &[Lint<RequestedCertificate>] = &[
    REQUESTED_WITHOUT_USAGES,
    ROTATION_POLICY_UNSET,
    TIMES_REFUSED,
    RENEWAL_LATE,
    ISSUED_BEYOND_CA,
    CA_CRT_OF_OWN_SECRET,
    ONE_SIDE_RENEWED,
    RECIPES_DIFFER,
];

pub(super) const ISSUER: &[Lint<Issuer>] = &[ISSUER_SECRET_NOT_SEEN];

const DAY: u64 = 86_400;

const REQUESTED_WITHOUT_USAGES: Lint<RequestedCertificate> = Lint {
    rule: &Rule {
        code: "requested-without-usages",
        title: "cert-manager Certificate without usages",
        severity: Severity::Warning,
        citation: Citation::Document("cert-manager, CertificateSpec: usages"),
        explanation: "cert-manager then asks for `digital signature` and `key encipherment` and no extended key usage. Every stack accepts such a certificate, in either role: a server's can be used as a client's.",
        remedy: "List `digital signature` and `server auth` for a server, `digital signature` and `client auth` for a client.",
        kind: RuleKind::Lint,
    },
    run: requested_without_usages,
};

fn requested_without_usages(certificate: &RequestedCertificate, _: &Context<'_>) -> Vec<Note> {
    let message = match &certificate.usages {
        _ if certificate.is_ca => return Vec::new(),
        None => "it has no `usages`",
        Some(usages)
            if usages.iter().any(|usage| matches!(usage.value.as_str(), "server auth" | "client auth")) =>
        {
            return Vec::new();
        }
        Some(_) => "its `usages` name neither `server auth` nor `client auth`",
    };
    vec![Note::text(certificate.place(), message)]
}

const ROTATION_POLICY_UNSET: Lint<RequestedCertificate> = Lint {
    rule: &Rule {
        code: "rotation-policy-unset",
        title: "whether a renewal makes a new key is left to the version",
        severity: Severity::Notice,
        citation: Citation::Document("cert-manager 1.18 release notes: rotationPolicy"),
        explanation: "Until cert-manager 1.17 the key stays at every renewal, from 1.18 on it is a new one. An upgrade then breaks every pin of the public key at the next renewal.",
        remedy: "Write `privateKey: {rotationPolicy: Always}`, or `Never` where the key is pinned.",
        kind: RuleKind::Lint,
    },
    run: rotation_policy_unset,
};

fn rotation_policy_unset(certificate: &RequestedCertificate, _: &Context<'_>) -> Vec<Note> {
    let is_unset = certificate.rotation_policy.is_none();
    Note::text_when(is_unset, certificate.place(), "it has no `privateKey.rotationPolicy`")
}

const TIMES_REFUSED: Lint<RequestedCertificate> = Lint {
    rule: &Rule {
        code: "requested-times-refused",
        title: "duration or renewal that cert-manager refuses",
        severity: Severity::Error,
        citation: Citation::Document("cert-manager, internal/apis/certmanager/validation: ValidateDuration"),
        explanation: "Its webhook wants a `duration` of at least an hour and a `renewBefore` of at least five minutes that is shorter, or in its place a percentage; Go reads hours, minutes and seconds, and no days.",
        remedy: "Write hours, `2160h` for 90 days, and a third of the `duration` as `renewBefore`.",
        kind: RuleKind::Lint,
    },
    run: times_refused,
};

fn times_refused(certificate: &RequestedCertificate, _: &Context<'_>) -> Vec<Note> {
    const HOUR: u64 = 3600;
    const FIVE_MINUTES: u64 = 300;
    let unread = certificate.unread_times.iter().filter(|time| !may_be_duration(time));
    let mut notes: Vec<Note> = unread
        .map(|time| Note::text(time.span, format!("`{}` is no duration that Go reads", time.value)))
        .collect();
    let mut refuse = |stated: Option<Span>, message: &str| {
        notes.extend(stated.map(|span| Note::text(span, message)));
    };
    let span = |stated: &Option<Stated<u64>>, is_wrong: &dyn Fn(u64) -> bool| {
        stated.as_ref().filter(|stated| is_wrong(stated.value)).map(|stated| stated.span)
    };
    let (before, share) = (&certificate.renew_before, &certificate.renew_before_percentage);
    refuse(span(&certificate.duration, &|seconds| seconds < HOUR), "its `duration` is shorter than an hour");
    refuse(span(before, &|seconds| seconds < FIVE_MINUTES), "its `renewBefore` is shorter than five minutes");
    refuse(
        span(share, &|share| !(1..100).contains(&share)),
        "`renewBeforePercentage` is not between 0 and 100",
    );
    if certificate.unread_times.is_empty() {
        let lifetime = certificate.lifetime();
        let message = match certificate.duration {
            Some(_) => "its `renewBefore` is not shorter than its `duration`",
            None => "its `renewBefore` is not shorter than 90 days, the default of `duration`",
        };
        refuse(span(before, &|seconds| seconds >= lifetime), message);
    }
    refuse(span(share, &|_| before.is_some()), "it has both `renewBefore` and `renewBeforePercentage`");
    notes
}

const RENEWAL_LATE: Lint<RequestedCertificate> = Lint {
    rule: &Rule {
        code: "renewal-late",
        title: "renewal in the last third of the lifetime",
        severity: Severity::Notice,
        citation: Citation::Document(
            "cert-manager, CertificateSpec: renewBefore is by default a third of the duration",
        ),
        explanation: "A renewal that fails has little time to be noticed and repeated, and a year passes before the first one shows whether renewal works at all.",
        remedy: "Shorten `duration`, to `2160h` for example, and give a third of it as `renewBefore`.",
        kind: RuleKind::Lint,
    },
    run: renewal_late,
};

fn renewal_late(certificate: &RequestedCertificate, _: &Context<'_>) -> Vec<Note> {
    let (lifetime, renewal) = (certificate.lifetime(), certificate.renewal());
    let is_late = !certificate.is_ca && renewal.saturating_mul(3) < lifetime;
    let place = certificate.renew_before.as_ref().map_or_else(|| certificate.place(), |before| before.span);
    let day = lifetime.saturating_sub(renewal) / DAY;
    let message = format!("it is renewed on day {day} of {}", lifetime / DAY);
    Note::text_when(is_late, place, message)
}

/// The issuer that a certificate names, if it is in the paste.
pub(super) fn issuer_of<'a>(
    certificate: &RequestedCertificate,
    context: &'a Context<'_>,
) -> Option<&'a Issuer> {
    let name = &certificate.issuer.as_ref()?.value;
    let kind = certificate.issuer_kind.as_ref().map_or("Issuer", |kind| &kind.value);
    let value = |stated: &'a Option<Stated<String>>| stated.as_ref().map(|stated| &stated.value);
    context
        .configuration
        .issuers
        .iter()
        .find(|issuer| issuer.kind == kind && value(&issuer.name) == Some(name))
}

/// The certificate in the paste that writes the Secret of a CA issuer.
fn ca_of<'a>(issuer: &Issuer, context: &'a Context<'_>) -> Option<&'a RequestedCertificate> {
    let secret = &issuer.ca_secret.as_ref()?.value;
    let is_own = |certificate: &&RequestedCertificate| {
        certificate.is_ca && certificate.secret_name.as_ref().is_some_and(|name| name.value == *secret)
    };
    context.configuration.certificates.iter().find(is_own)
}

const ISSUED_BEYOND_CA: Lint<RequestedCertificate> = Lint {
    rule: &Rule {
        code: "issued-beyond-ca",
        title: "certificate that a CA issuer may let outlive its CA",
        severity: Severity::Warning,
        citation: Citation::Practice("cert-manager/cert-manager#5864"),
        explanation: "cert-manager's CA issuer does not shorten what it issues to the lifetime of its CA. Such a certificate is refused from the day on which the CA expires, while its own dates and its alerts look well.",
        remedy: "Have cert-manager renew the CA as well, with `isCA: true` and a `renewBefore` that is longer than the lifetime of what it issues.",
        kind: RuleKind::Lint,
    },
    run: issued_beyond_ca,
};

fn issued_beyond_ca(certificate: &RequestedCertificate, context: &Context<'_>) -> Vec<Note> {
    let Some(issuer) = issuer_of(certificate, context).filter(|issuer| issuer.ca_secret.is_some()) else {
        return Vec::new();
    };
    let days = certificate.lifetime() / DAY;
    let message = match ca_of(issuer, context) {
        Some(ca) if ca.renewal() >= certificate.lifetime() => return Vec::new(),
        Some(ca) => format!(
            "it is valid for {days} days, and {} is renewed {} days before its end",
            ca.title(),
            ca.renewal() / DAY
        ),
        None => format!("it is valid for {days} days, and nothing here renews the CA of {}", issuer.title()),
    };
    let place = certificate.duration.as_ref().map_or_else(|| certificate.place(), |duration| duration.span);
    vec![Note::text(place, message)]
}

const CA_CRT_OF_OWN_SECRET: Lint<RequestedCertificate> = Lint {
    rule: &Rule {
        code: "ca-crt-of-own-secret",
        title: "ca.crt beside an issued certificate as the trust store",
        severity: Severity::Warning,
        citation: Citation::Practice("cert-manager FAQ; cert-manager/cert-manager#5851"),
        explanation: "`ca.crt` in that Secret is the CA as it was when the certificate was issued. It does not change when the CA does, and it is the CA of the workload itself and not of its peers.",
        remedy: "Mount the CA of the peers from a ConfigMap that trust-manager keeps, with the old and the new CA in it during a rotation.",
        kind: RuleKind::Lint,
    },
    run: ca_crt_of_own_secret,
};

fn ca_crt_of_own_secret(certificate: &RequestedCertificate, context: &Context<'_>) -> Vec<Note> {
    let Some(secret) = certificate.secret_name.as_ref() else { return Vec::new() };
    let configuration = context.configuration;
    let of_workload = |workload: &crate::config::workload::Workload| {
        let path = format!("{}/ca.crt", workload.mount(&secret.value)?.path.value.trim_end_matches('/'));
        let code = configuration.file_reads.iter().flat_map(|read| &read.paths);
        workload.paths.iter().chain(code).find(|used| used.value == path).cloned()
    };
    let used = configuration.workloads.iter().find_map(of_workload);
    used.map(|used| {
        let message = format!(
            "cert-manager writes Secret `{}`, and `{}` from it is read as the CA",
            secret.value, used.value
        );
        Note::text(used.span, message)
    })
    .into_iter()
    .collect()
}

const ONE_SIDE_RENEWED: Lint<RequestedCertificate> = Lint {
    rule: &Rule {
        code: "one-side-renewed",
        title: "TLS Secret that no Certificate renews",
        severity: Severity::Warning,
        citation: Citation::Practice("both sides of mutual TLS have a certificate, and both expire"),
        explanation: "Some Secrets here are renewed by cert-manager, and this one expires unless somebody remembers it.",
        remedy: "Ask cert-manager for a Certificate for it as well, with `client auth` among its `usages` if it is a client's.",
        kind: RuleKind::Lint,
    },
    run: one_side_renewed,
};

fn one_side_renewed(certificate: &RequestedCertificate, context: &Context<'_>) -> Vec<Note> {
    let all = &context.configuration.certificates;
    // Said once, at the first that is no CA's.
    if all.iter().find(|other| !other.is_ca) != Some(certificate) {
        return Vec::new();
    }
    let renewed = all.iter().filter_map(|one| one.secret_name.as_ref()).map(|name| name.value.as_str());
    let renewed: BTreeSet<&str> = sort::gather(renewed);
    let secrets = context.manifests.iter().filter(|manifest| {
        manifest.secret_type.as_deref() == Some("kubernetes.io/tls")
            && manifest.name.as_deref().is_some_and(|name| !renewed.contains(name))
    });
    let names: BTreeSet<&str> = sort::gather(secrets.clone().filter_map(|manifest| manifest.name.as_deref()));
    let Some(first) = secrets.clone().next() else { return Vec::new() };
    let shown: Vec<String> = names.iter().take(8).map(|name| format!("`{name}`")).collect();
    let message = format!("it is here, and there is none for Secret {}", shown.join(", "));
    vec![Note::text(first.span, message)]
}

const RECIPES_DIFFER: Lint<RequestedCertificate> = Lint {
    rule: &Rule {
        code: "recipes-differ",
        title: "two recipes for one certificate that do not agree",
        severity: Severity::Notice,
        citation: Citation::Practice("openssl and cert-manager, each with its own defaults"),
        explanation: "Which certificate a peer sees depends on who made it last: names, usages and the size of the key change when one takes over from the other.",
        remedy: "Keep one of them; before the change, compare what both make with `certlens diff OLD NEW`.",
        kind: RuleKind::Lint,
    },
    run: recipes_differ,
};

fn recipes_differ(certificate: &RequestedCertificate, context: &Context<'_>) -> Vec<Note> {
    let asked: BTreeSet<&str> = sort::gather(certificate.dns_names.iter().map(|name| name.value.as_str()));
    let sections = context.configuration.scripts.iter().flat_map(|script| &script.extensions);
    let Some(first) = asked.first() else { return Vec::new() };
    let mut others = sections.filter(|section| section.names().any(|name| name == *first));
    let Some(other) = others.next() else { return Vec::new() };
    let written: BTreeSet<&str> = sort::gather(other.names());
    if written == asked {
        return Vec::new();
    }
    let lost: Vec<String> = written.difference(&asked).map(|name| format!("`{name}`")).collect();
    let place = certificate.dns_names.first().map_or_else(|| certificate.place(), |name| name.span);
    let what =
        if lost.is_empty() { "names that the openssl recipe has not".to_owned() } else { lost.join(" and ") };
    let message = format!("the openssl recipe for `{}` makes another one: they differ in {what}", first);
    vec![Note::text(place, message)]
}

const ISSUER_SECRET_NOT_SEEN: Lint<Issuer> = Lint {
    rule: &Rule {
        code: "issuer-secret-not-seen",
        title: "CA Secret of a ClusterIssuer, whose namespace is not said",
        severity: Severity::Notice,
        citation: Citation::Document("cert-manager, CA issuer: the cluster resource namespace"),
        explanation: "The Secret of a ClusterIssuer must be in the cluster resource namespace, by default `cert-manager`; in any other it is not found, and nothing is issued.",
        remedy: "Put the Secret with the CA's `tls.crt` and `tls.key` into the namespace `cert-manager`, best by a Certificate with `isCA: true` there.",
        kind: RuleKind::Lint,
    },
    run: issuer_secret_not_seen,
};

fn issuer_secret_not_seen(issuer: &Issuer, context: &Context<'_>) -> Vec<Note> {
    let Some(secret) = issuer.ca_secret.as_ref().filter(|_| issuer.kind == "ClusterIssuer") else {
        return Vec::new();
    };
    let is_home = |namespace: Option<&str>| namespace == Some("cert-manager");
    let asked =
        ca_of(issuer, context).and_then(|ca| ca.namespace.as_ref()).map(|namespace| namespace.value.as_str());
    let own = |manifest: &&crate::source::Manifest| {
        manifest.kind == "Secret" && manifest.name.as_deref() == Some(secret.value.as_str())
    };
    let pasted = context.manifests.iter().find(own).and_then(|manifest| manifest.namespace.as_deref());
    if is_home(asked) || is_home(pasted) {
        return Vec::new();
    }
    let found = match pasted.or(asked) {
        Some(namespace) => format!("its Secret `{}` is in `{namespace}`", secret.value),
        None => format!("nothing here says in which namespace its Secret `{}` is", secret.value),
    };
    vec![Note::text(secret.span, found)]
}
