//! Whom the API server and its clients verify, and whether what serves them can pass.

use std::collections::BTreeSet;

use super::secret::{Deployed, several};
use super::{Context, Lint, Note};
use crate::config::tls_client::TlsClient;
use crate::crypto::signature::{self, SignatureCheck};
use crate::identity::matching::{self, Answer};
use crate::inventory::Object;
use crate::names::{ClusterDomain, Service};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::sort;
use crate::span::{ObjectId, Span};
use crate::x509::certificate::Certificate;
use crate::x509::general_name::GeneralNameValue;

pub(super) const LINTS: &[Lint<TlsClient>] = &[
    CA_BUNDLE_OF_ANOTHER_CA,
    SERVICE_NAME_NOT_ISSUED,
    CA_BUNDLE_MISSING,
    SERVER_NOT_VERIFIED,
    CA_BESIDE_INSECURE,
];

/// The certificates of `caBundle`.
fn anchors(client: &TlsClient, context: &Context<'_>) -> BTreeSet<ObjectId> {
    let is_within = |outer: Span, inner: Span| {
        outer.source == inner.source && outer.start <= inner.start && inner.end <= outer.end
    };
    let own = |object: &&Object| {
        client.ca.is_some_and(|ca| object.own_origins().any(|origin| is_within(ca, origin.span)))
    };
    let ids = context.inventory.objects.iter().filter(own).map(|object| object.id);
    sort::gather(ids.filter(|id| context.inventory.certificate(*id).is_some()))
}

/// How a certificate answers to a Service.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Served {
    /// To another of its names than the API server dials.
    Otherwise,
    /// To the name that is dialled, by a wildcard that may be meant for others.
    ByWildcard,
    /// To the name that is dialled.
    AsDialled,
}

/// How `certificate` answers to a Service with these names, of which `dialled` is one.
fn served(certificate: &Certificate, dialled: &str, forms: &[(String, String)]) -> Option<Served> {
    let names = certificate.subject_alternative_names().unwrap_or_default();
    let given = names.iter().filter_map(|name| match &name.value {
        GeneralNameValue::Dns(octets) => core::str::from_utf8(octets).ok(),
        _ => None,
    });
    // Go passes over the common name.
    let common = certificate.subject.common_name().filter(|_| names.is_empty());
    let of = |text: &str| match matching::dns(dialled, text) {
        Answer::Matches => Some(Served::AsDialled),
        Answer::MatchesByWildcard => Some(Served::ByWildcard),
        Answer::Differs(_) => is_form(forms, text).then_some(Served::Otherwise),
    };
    let common = common.filter(|text| is_form(forms, text)).map(|_| Served::Otherwise);
    given.filter_map(of).max().or(common)
}

fn is_form(forms: &[(String, String)], text: &str) -> bool {
    forms.iter().any(|(form, _)| form.eq_ignore_ascii_case(text))
}

/// A certificate that a Secret in the namespace of the Service has for it.
struct Candidate<'a> {
    deployed: &'a Deployed,
    presented: &'a [ObjectId],
    leaf: &'a Object,
    served: Served,
    is_issued: bool,
}

/// The certificates that may serve, and whether they are issued by a CA in `caBundle`; none where it holds none.
fn candidates<'a>(client: &TlsClient, dialled: &str, context: &'a Context<'_>) -> Vec<Candidate<'a>> {
    let Some((namespace, name)) = client.service.clone() else { return Vec::new() };
    let anchors = anchors(client, context);
    let service = Service { name, namespace: Some(namespace.clone()) };
    let forms = service.forms(&ClusterDomain::default());
    let is_near = |deployed: &&Deployed| {
        deployed.is_secret()
            && deployed.manifest.namespace.as_ref() == Some(&namespace)
            && !anchors.is_empty()
    };
    let entries = context
        .secrets
        .iter()
        .filter(is_near)
        .flat_map(|deployed| deployed.entries.iter().map(move |(_, members)| (deployed, members)));
    let candidate = |(deployed, members): (&'a Deployed, &'a Vec<ObjectId>)| {
        let (leaf, certificate) =
            members.iter().find_map(|id| Some((*id, context.inventory.certificate(*id)?)))?;
        let served = served(certificate, dialled, &forms)?;
        let is_issued = is_issued(leaf, members, &anchors, context);
        Some(Candidate {
            deployed,
            presented: members,
            leaf: context.inventory.object(leaf)?,
            served,
            is_issued,
        })
    };
    entries.filter_map(candidate).collect()
}

/// True if signatures lead from a certificate over those presented with it to an anchor, or may do so.
fn is_issued(
    leaf: ObjectId,
    presented: &[ObjectId],
    anchors: &BTreeSet<ObjectId>,
    context: &Context<'_>,
) -> bool {
    let presented: BTreeSet<ObjectId> = sort::gather(presented.iter().copied());
    let mut open = vec![leaf];
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if anchors.contains(&id) {
            return true;
        }
        if seen.insert(id) {
            open.extend(
                context
                    .kin
                    .issuers(Some(id))
                    .filter(|issuer| anchors.contains(issuer) || presented.contains(issuer)),
            );
        }
    }
    false
}

/// True if a CA of `caBundle` may have signed what is presented, whatever the key identifiers say: Go goes by name and signature, and
/// a CA that is issued again for its old key may get another identifier.
fn is_signed(candidates: &[&Candidate<'_>], client: &TlsClient, context: &Context<'_>) -> bool {
    // A server presents a few certificates, and a bundle has a few CAs: what is beyond is nobody's.
    const MOST: (usize, usize) = (16, 64);
    const MOST_CHECKS: usize = 8;
    let read = |id: &ObjectId| context.inventory.certificate(*id);
    let anchors = anchors(client, context);
    let presented = candidates.iter().flat_map(|one| one.presented).filter_map(read).take(MOST.0);
    let pairs = presented
        .flat_map(|signed| anchors.iter().filter_map(read).take(MOST.1).map(move |anchor| (signed, anchor)));
    let named = pairs.filter(|(signed, anchor)| signed.issuer.matches(&anchor.subject)).take(MOST_CHECKS);
    let mut keys = named.filter_map(|(signed, anchor)| Some((signed, anchor.public_key.as_ref()?)));
    keys.any(|(signed, key)| {
        let (algorithm, octets) = (&signed.signature_algorithm, signed.signature_octets());
        signature::verify(algorithm, key, signed.tbs_octets(), octets) != SignatureCheck::Invalid
    })
}

/// The name by which the API server dials a Service.
fn dialled(client: &TlsClient) -> String {
    client.service.as_ref().map(|(namespace, name)| format!("{name}.{namespace}.svc")).unwrap_or_default()
}

const CA_BUNDLE_OF_ANOTHER_CA: Lint<TlsClient> = Lint {
    rule: &Rule {
        code: "ca-bundle-of-another-ca",
        title: "caBundle by whose CAs the Service's certificate was not issued",
        severity: Severity::Error,
        citation: Citation::Document("Kubernetes, WebhookClientConfig: caBundle"),
        explanation: "The API server verifies the Service by its `caBundle` alone and says `x509: certificate signed by unknown authority`: what it is asked for fails, or with `failurePolicy: Ignore` passes unasked. It happens when the CA is replaced and the bundle is not.",
        remedy: "Write the CA of the serving certificate into `caBundle`, beside the old one during a rotation; the annotation `cert-manager.io/inject-ca-from` has cert-manager keep it.",
        kind: RuleKind::Lint,
    },
    run: ca_bundle_of_another_ca,
};

fn ca_bundle_of_another_ca(client: &TlsClient, context: &Context<'_>) -> Vec<Note> {
    let dialled = dialled(client);
    let all = candidates(client, &dialled, context);
    let named: Vec<&Candidate<'_>> = all.iter().filter(|one| one.served == Served::AsDialled).collect();
    let is_served = all.iter().any(|one| one.served > Served::Otherwise && one.is_issued);
    let Some(span) = client.ca.filter(|_| !named.is_empty() && !is_served) else { return Vec::new() };
    let names: Vec<String> = named.iter().map(|one| one.deployed.manifest.to_string()).collect();
    let names = several(names.iter().map(String::as_str));
    let message =
        format!("the certificate for `{dialled}` in {names} does not lead to a CA in its `caBundle`");
    Note::text_when(!is_signed(&named, client, context), span, message)
}

const SERVICE_NAME_NOT_ISSUED: Lint<TlsClient> = Lint {
    rule: &Rule {
        code: "service-name-not-issued",
        title: "Service whose certificate lacks the name that the API server dials",
        severity: Severity::Error,
        citation: Citation::Document(
            "Kubernetes, Dynamic Admission Control: SERVICE_NAME.SERVICE_NAMESPACE.svc",
        ),
        explanation: "The API server dials a Service as `NAME.NAMESPACE.svc` and as nothing else, and wants that name in subjectAltName.",
        remedy: "Issue the serving certificate with `DNS:NAME.NAMESPACE.svc`.",
        kind: RuleKind::Lint,
    },
    run: service_name_not_issued,
};

fn service_name_not_issued(client: &TlsClient, context: &Context<'_>) -> Vec<Note> {
    let dialled = dialled(client);
    let all = candidates(client, &dialled, context);
    let is_served = all.iter().any(|one| one.served > Served::Otherwise);
    let near = all.iter().find(|one| one.is_issued && !is_served);
    let message = |one: &Candidate<'_>| {
        let (title, place) = (one.leaf.title(), one.deployed.name());
        format!("the API server dials `{dialled}`, a name that the {title} in {place} has not")
    };
    near.map(|one| Note::text(client.span, message(one))).into_iter().collect()
}

const CA_BUNDLE_MISSING: Lint<TlsClient> = Lint {
    rule: &Rule {
        code: "ca-bundle-missing",
        title: "Service without a CA to verify it by",
        severity: Severity::Notice,
        citation: Citation::Document("Kubernetes, WebhookClientConfig: caBundle"),
        explanation: "Without `caBundle` the API server takes the roots of its own system, by which no certificate for `NAME.NAMESPACE.svc` was issued; with something else in it, it cannot connect at all. Either is right only if something fills in the CA later.",
        remedy: "Write the CA into `caBundle`, or have it filled in: `cert-manager.io/inject-ca-from: NAMESPACE/CERTIFICATE`.",
        kind: RuleKind::Lint,
    },
    run: ca_bundle_missing,
};

fn ca_bundle_missing(client: &TlsClient, context: &Context<'_>) -> Vec<Note> {
    let is_wanted = client.service.is_some() && client.unverified.is_none() && !client.is_filled_later;
    let (span, message) = match client.ca {
        None => (client.span, "its `caBundle` is empty"),
        Some(span) => (span, "its `caBundle` holds no certificate"),
    };
    Note::text_when(is_wanted && anchors(client, context).is_empty(), span, message)
}

const SERVER_NOT_VERIFIED: Lint<TlsClient> = Lint {
    rule: &Rule {
        code: "server-not-verified",
        title: "verification of a server turned off",
        severity: Severity::Warning,
        citation: Citation::Document(
            "Kubernetes, APIServiceSpec: insecureSkipTLSVerify, strongly discouraged",
        ),
        explanation: "Whoever can answer in the place of the server reads and changes what is sent, tokens included.",
        remedy: "Remove it, and give the CA: `caBundle` of an APIService, `certificate-authority-data` of a kubeconfig.",
        kind: RuleKind::Lint,
    },
    run: server_not_verified,
};

fn server_not_verified(client: &TlsClient, _: &Context<'_>) -> Vec<Note> {
    let alone = client.unverified.filter(|_| client.ca.is_none());
    alone
        .map(|span| Note::text(span, "it accepts whatever certificate its server shows"))
        .into_iter()
        .collect()
}

const CA_BESIDE_INSECURE: Lint<TlsClient> = Lint {
    rule: &Rule {
        code: "ca-beside-insecure",
        title: "CA beside what turns verification off",
        severity: Severity::Error,
        citation: Citation::Practice("client-go and the API server refuse it"),
        explanation: "kubectl says `specifying a root certificates file with the insecure flag is not allowed`, and the API server of an APIService `may not be true if caBundle is present`.",
        remedy: "Keep the CA, and remove `insecure-skip-tls-verify` or `insecureSkipTLSVerify`.",
        kind: RuleKind::Lint,
    },
    run: ca_beside_insecure,
};

fn ca_beside_insecure(client: &TlsClient, _: &Context<'_>) -> Vec<Note> {
    let both = client.unverified.filter(|_| client.ca.is_some());
    both.map(|span| Note::text(span, "it has a CA, and is told to verify nothing")).into_iter().collect()
}
