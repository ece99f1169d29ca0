//! `tls.crt` and `tls.key`: whether they belong together and where else they are.

use super::secret::{Deployed, elsewhere, is_first, several};
use super::{Context, Lint, Note, role};
use crate::crypto::key_match;
use crate::inventory::Object;
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::x509::certificate::Certificate;

pub(super) const LINTS: &[Lint<Deployed>] = &[
    SECRET_KEY_OF_ANOTHER_CERTIFICATE,
    SECRET_ENTRIES_SWAPPED,
    SECRET_KEY_ENCRYPTED,
    SECRET_WITH_CA_KEY,
    SECRET_CERTIFICATE_NOT_FOR_TLS,
    SECRET_KEY_IN_SEVERAL,
    CONFIG_MAP_WITH_PRIVATE_KEY,
];

const SECRET_KEY_OF_ANOTHER_CERTIFICATE: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-key-of-another-certificate",
        title: "tls.key that does not belong to tls.crt",
        severity: Severity::Error,
        citation: Citation::Practice(
            "Go, OpenSSL, nginx, Java and rustls refuse to start with it; kubectl refuses to make the Secret",
        ),
        explanation: "The private key must be that of the first certificate. Otherwise Go says `tls: private key does not match public key`, OpenSSL `key values mismatch`, \
                      rustls `KeyMismatch`.",
        remedy: "Put the pair that belongs together into the Secret: `kubectl create secret tls NAME --cert=FILE --key=FILE` checks it.",
        kind: RuleKind::Lint,
    },
    run: secret_key_of_another_certificate,
};

fn secret_key_of_another_certificate(deployed: &Deployed, context: &Context<'_>) -> Vec<Note> {
    let pair = deployed.certificates("tls.crt", context).next().zip(deployed.keys("tls.key", context).next());
    let Some(((object, certificate), (_, facts))) = pair else { return Vec::new() };
    let Some(public) = certificate.public_key.as_ref().filter(|_| facts.public_key.is_some()) else {
        return Vec::new();
    };
    if key_match::matches(facts, public) {
        return Vec::new();
    }
    let later = deployed.certificates("tls.crt", context).skip(1).find(|(_, certificate)| {
        certificate.public_key.as_ref().is_some_and(|public| key_match::matches(facts, public))
    });
    let message = match later {
        Some((later, _)) => format!(
            "`tls.key` belongs to the {}, and `tls.crt` begins with the {}",
            later.title(),
            object.title()
        ),
        None => format!("`tls.key` is not the key of the {}, with which `tls.crt` begins", object.title()),
    };
    vec![deployed.note("tls.key", message)]
}

const SECRET_ENTRIES_SWAPPED: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-entries-swapped",
        title: "key and certificate in each other's place",
        severity: Severity::Error,
        citation: Citation::Practice("Kubernetes checks that both entries are there, and not what they hold"),
        explanation: "`tls.crt` must hold certificates and `tls.key` the private key. A private key under `tls.crt` is also shown by every tool that takes it for public.",
        remedy: "Make the Secret again: `kubectl create secret tls NAME --cert=CERTIFICATE --key=KEY`.",
        kind: RuleKind::Lint,
    },
    run: secret_entries_swapped,
};

fn secret_entries_swapped(deployed: &Deployed, context: &Context<'_>) -> Vec<Note> {
    let key = deployed.keys("tls.crt", context).next();
    let certificate = deployed
        .certificates("tls.key", context)
        .next()
        .filter(|_| deployed.keys("tls.key", context).next().is_none());
    let mut notes = deployed.when(key.is_some(), "tls.crt", || "`tls.crt` has a private key in it");
    notes.extend(deployed.when(
        certificate.is_some(),
        "tls.key",
        || "`tls.key` has a certificate in it and no private key",
    ));
    notes
}

const SECRET_KEY_ENCRYPTED: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-key-encrypted",
        title: "encrypted private key in a Secret",
        severity: Severity::Error,
        citation: Citation::Practice(
            "Go, rustls, Ingress controllers and cert-manager do not ask for a password; Envoy and Java can be given one",
        ),
        explanation: "Whatever mounts the Secret cannot load the key without its password, and the password would have to lie in a Secret too.",
        remedy: "Store it unencrypted, `openssl pkey -in OLD -out NEW`, and have the cluster encrypt Secrets at rest.",
        kind: RuleKind::Lint,
    },
    run: secret_key_encrypted,
};

fn secret_key_encrypted(deployed: &Deployed, context: &Context<'_>) -> Vec<Note> {
    let found = deployed.keys("tls.key", context).find(|(_, facts)| facts.encryption.is_some());
    found.map(|_| deployed.note("tls.key", "`tls.key` is encrypted")).into_iter().collect()
}

const SECRET_WITH_CA_KEY: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-with-ca-key",
        title: "private key of a CA in a Secret",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "cert-manager's CA issuer needs it, in its own namespace; no workload does",
        ),
        explanation: "Whoever can read this Secret, or runs in a pod that mounts it, can issue certificates of every name.",
        remedy: "Keep it in cert-manager's namespace only, and let workloads mount the certificate of the CA, `ca.crt`, by itself.",
        kind: RuleKind::Lint,
    },
    run: secret_with_ca_key,
};

fn secret_with_ca_key(deployed: &Deployed, context: &Context<'_>) -> Vec<Note> {
    let keys = deployed
        .entries
        .iter()
        .flat_map(|(name, _)| deployed.keys(name, context).map(move |(_, facts)| (name, facts)));
    let authorities: Vec<(&Object, &Certificate)> = deployed
        .entries
        .iter()
        .flat_map(|(name, _)| deployed.certificates(name, context))
        .filter(|(_, certificate)| certificate.is_ca())
        .collect();
    let found = keys.filter_map(|(name, facts)| {
        let matches = |certificate: &Certificate| {
            certificate.public_key.as_ref().is_some_and(|public| key_match::matches(facts, public))
        };
        let (object, _) = authorities.iter().find(|(_, certificate)| matches(certificate))?;
        Some(deployed.note(
            name,
            format!("`{name}` is the private key of the CA whose {} is beside it", object.title()),
        ))
    });
    found.collect()
}

const SECRET_CERTIFICATE_NOT_FOR_TLS: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-certificate-not-for-tls",
        title: "tls.crt whose certificate is not for TLS",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.12"),
        explanation: "Its extKeyUsage lists neither serverAuth nor clientAuth, and every stack that checks purposes refuses it in both roles.",
        remedy: "Issue it again with `extendedKeyUsage=serverAuth` or `clientAuth`.",
        kind: RuleKind::Lint,
    },
    run: secret_certificate_not_for_tls,
};

fn secret_certificate_not_for_tls(deployed: &Deployed, context: &Context<'_>) -> Vec<Note> {
    let first = deployed.certificates("tls.crt", context).next();
    let found =
        first.filter(|(_, certificate)| role::is_end_entity(certificate) && !role::is_for_tls(certificate));
    found
        .map(|(_, certificate)| {
            let purposes = crate::purpose::listing(certificate.extended_key_usage().unwrap_or_default());
            deployed.note("tls.crt", format!("the purposes of its first certificate are {purposes}"))
        })
        .into_iter()
        .collect()
}

const SECRET_KEY_IN_SEVERAL: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-key-in-several",
        title: "one private key in several Secrets",
        severity: Severity::Warning,
        citation: Citation::Practice("whoever can read one of them can act as the other"),
        explanation: "Each copy is another place to lose the key from, and all of them must be changed at once.",
        remedy: "Issue each workload a key and a certificate of its own.",
        kind: RuleKind::Lint,
    },
    run: secret_key_in_several,
};

fn secret_key_in_several(deployed: &Deployed, context: &Context<'_>) -> Vec<Note> {
    let keys = deployed
        .entries
        .iter()
        .flat_map(|(name, _)| deployed.keys(name, context).map(move |(object, _)| (name, object)));
    let shared =
        keys.filter(|(_, object)| is_first(object, deployed) && elsewhere(object, deployed).next().is_some());
    shared
        .map(|(name, object)| {
            deployed.note(
                name,
                format!("the private key in `{name}` is also in {}", several(elsewhere(object, deployed))),
            )
        })
        .collect()
}

const CONFIG_MAP_WITH_PRIVATE_KEY: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "config-map-with-private-key",
        title: "private key in a ConfigMap",
        severity: Severity::Error,
        citation: Citation::Practice(
            "Kubernetes neither encrypts ConfigMaps at rest nor guards them as it does Secrets",
        ),
        explanation: "Far more people and programs may read ConfigMaps than Secrets, and tools print them in full.",
        remedy: "Move the key into a Secret, and replace it by a new one.",
        kind: RuleKind::Lint,
    },
    run: config_map_with_private_key,
};

fn config_map_with_private_key(deployed: &Deployed, context: &Context<'_>) -> Vec<Note> {
    let map = !deployed.is_secret();
    let found = deployed.manifest.entries.iter().filter(|_| map);
    found
        .filter(|entry| deployed.keys(&entry.key, context).next().is_some())
        .map(|entry| deployed.note(&entry.key, format!("`{}` holds a private key", entry.key)))
        .collect()
}
