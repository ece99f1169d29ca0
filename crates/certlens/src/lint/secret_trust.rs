//! `ca.crt`: whom the workload trusts.

use super::secret::{Deployed, elsewhere, is_first, several};
use super::{Context, Lint, Note, role};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::source::Manifest;

pub(super) const LINTS: &[Lint<Deployed>] = &[
    SECRET_CA_MISSING,
    SECRET_CA_EQUALS_CERTIFICATE,
    SECRET_CA_NOT_CA,
    SECRET_CA_FROM_CERT_MANAGER,
    SECRET_CA_IN_SEVERAL_NAMESPACES,
];

const SECRET_CA_MISSING: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-ca-missing",
        title: "TLS Secret without ca.crt",
        severity: Severity::Notice,
        citation: Citation::Practice(
            "kubectl create secret tls cannot add it (kubernetes/kubectl#1037); cert-manager does",
        ),
        explanation: "For mutual TLS each side also needs the CA of the other. It is not in this Secret; it may be mounted from elsewhere.",
        remedy: "Add the CA of the peers: `kubectl create secret generic NAME --type=kubernetes.io/tls --from-file=tls.crt --from-file=tls.key --from-file=ca.crt`.",
        kind: RuleKind::Lint,
    },
    run: secret_ca_missing,
};

fn secret_ca_missing(deployed: &Deployed, context: &Context<'_>) -> Vec<Note> {
    let peer =
        deployed.certificates("tls.crt", context).next().is_some_and(|(_, first)| role::is_end_entity(first));
    deployed.when(peer && !deployed.has("ca.crt"), "tls.crt", || "it has a certificate and no `ca.crt`")
}

const SECRET_CA_EQUALS_CERTIFICATE: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-ca-equals-certificate",
        title: "ca.crt that is the certificate itself",
        severity: Severity::Warning,
        citation: Citation::Practice("cert-manager's SelfSigned issuer writes it so"),
        explanation: "Each peer then trusts this one certificate, which changes at every renewal, and no other.",
        remedy: "Make a CA, issue the certificate from it, and put the CA into `ca.crt`.",
        kind: RuleKind::Lint,
    },
    run: secret_ca_equals_certificate,
};

fn secret_ca_equals_certificate(deployed: &Deployed, context: &Context<'_>) -> Vec<Note> {
    let own =
        deployed.certificates("tls.crt", context).next().filter(|(_, first)| role::is_end_entity(first));
    let same =
        own.is_some_and(|(own, _)| deployed.certificates("ca.crt", context).any(|(ca, _)| ca.id == own.id));
    deployed.when(same, "ca.crt", || "`ca.crt` holds the first certificate of `tls.crt`")
}

const SECRET_CA_NOT_CA: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-ca-not-ca",
        title: "ca.crt with a certificate that is not a CA",
        severity: Severity::Error,
        citation: Citation::Practice(
            "with an issued end entity as the anchor OpenSSL, Node and rustls find no issuer",
        ),
        explanation: "`ca.crt` is what peers are checked against. A certificate that may not issue vouches for nobody but, in some stacks, itself.",
        remedy: "Put the certificate of the CA into `ca.crt`.",
        kind: RuleKind::Lint,
    },
    run: secret_ca_not_ca,
};

fn secret_ca_not_ca(deployed: &Deployed, context: &Context<'_>) -> Vec<Note> {
    let found = deployed.certificates("ca.crt", context).find(|(_, certificate)| {
        !certificate.is_ca() && !certificate.is_self_issued() && certificate.has_extensions_field
    });
    found
        .map(|(object, _)| {
            deployed.note("ca.crt", format!("`ca.crt` has the {}, which is no CA", object.title()))
        })
        .into_iter()
        .collect()
}

const SECRET_CA_FROM_CERT_MANAGER: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-ca-from-cert-manager",
        title: "ca.crt that cert-manager wrote beside the certificate",
        severity: Severity::Notice,
        citation: Citation::Practice(
            "cert-manager does not update it when the CA changes (cert-manager/cert-manager#5851)",
        ),
        explanation: "It is the CA as it was when the certificate was issued. It is not updated when the CA changes, and so is no trust store for the peers.",
        remedy: "Distribute the CA by trust-manager or a Secret of its own, with the old and the new CA in it during a rotation.",
        kind: RuleKind::Lint,
    },
    run: secret_ca_from_cert_manager,
};

fn secret_ca_from_cert_manager(deployed: &Deployed, context: &Context<'_>) -> Vec<Note> {
    let issued = !deployed.manifest.cert_manager.is_empty();
    let present = deployed.certificates("ca.crt", context).next().is_some();
    deployed.when(
        issued && present && deployed.is_secret(),
        "ca.crt",
        || "cert-manager wrote it, `ca.crt` included",
    )
}

const SECRET_CA_IN_SEVERAL_NAMESPACES: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-ca-in-several-namespaces",
        title: "one ca.crt copied to several namespaces",
        severity: Severity::Notice,
        citation: Citation::Practice("nothing in Kubernetes keeps copies of a Secret equal"),
        explanation: "The copies must be changed together: where one is forgotten at a rotation, the peers there refuse every new certificate.",
        remedy: "Let trust-manager or another controller distribute it.",
        kind: RuleKind::Lint,
    },
    run: secret_ca_in_several_namespaces,
};

fn secret_ca_in_several_namespaces(deployed: &Deployed, context: &Context<'_>) -> Vec<Note> {
    let copied = deployed.certificates("ca.crt", context).find(|(object, _)| {
        is_first(object, deployed)
            && elsewhere(object, deployed).any(|name| !same_namespace(name, &deployed.manifest))
    });
    copied
        .map(|(object, _)| {
            deployed
                .note("ca.crt", format!("its `ca.crt` is also in {}", several(elsewhere(object, deployed))))
        })
        .into_iter()
        .collect()
}

/// True if an object named `Kind namespace/name` is in the namespace of `manifest`.
fn same_namespace(name: &str, manifest: &Manifest) -> bool {
    let namespace =
        name.split_once(' ').and_then(|(_, rest)| rest.split_once('/')).map(|(namespace, _)| namespace);
    namespace == manifest.namespace.as_deref()
}
