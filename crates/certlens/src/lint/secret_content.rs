//! What the entries of a Secret or `ConfigMap` hold, and what their names promise.

use super::secret::Deployed;
use super::{Context, Lint, Note};
use crate::inventory::{Content, Object, RecognisedKind};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::source::EntryState;
use crate::x509::form::Form;

pub(super) const LINTS: &[Lint<Deployed>] = &[SECRET_ENTRY_OF_ANOTHER_KIND, SECRET_CA_WITH_PRIVATE_KEY];

const SECRET_ENTRY_OF_ANOTHER_KIND: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-entry-of-another-kind",
        title: "entry without what its name promises",
        severity: Severity::Error,
        citation: Citation::Practice(
            "the API server stores it; Go, OpenSSL, nginx, Java and rustls do not start with it, and kubectl create secret tls refuses it",
        ),
        explanation: "`tls.crt` and `ca.crt` hold certificates and `tls.key` a private key, all of them as PEM. Kubernetes does not look into them; whatever mounts them does.",
        remedy: "Put PEM that begins with `-----BEGIN CERTIFICATE-----` into `tls.crt` and `ca.crt`, and the PEM of the private key into `tls.key`: `kubectl create secret tls NAME --cert=FILE --key=FILE` checks the pair.",
        kind: RuleKind::Lint,
    },
    run: secret_entry_of_another_kind,
};

fn secret_entry_of_another_kind(deployed: &Deployed, context: &Context<'_>) -> Vec<Note> {
    let valued = deployed
        .manifest
        .entries
        .iter()
        .filter(|entry| matches!(entry.state, EntryState::Present | EntryState::NotBase64));
    let names = valued.filter_map(|entry| {
        let wanted = match entry.key.as_str() {
            "tls.crt" if deployed.is_secret() => "certificate",
            "tls.key" if deployed.is_secret() => "private key",
            "ca.crt" => "certificate",
            _ => return None,
        };
        Some((entry.key.as_str(), wanted))
    });
    let lacking = names.filter_map(|(name, wanted)| {
        let found: Vec<&Object> = deployed.objects(name, context).collect();
        let has = |test: fn(&Content) -> bool| found.iter().any(|object| test(&object.content));
        // Loaders of PEM do not look into a bundle.
        let has_bundle = has(is_bundle);
        let has_certificate = has(|content| matches!(content, Content::Certificate(_))) && !has_bundle;
        let has_key = has(|content| matches!(content, Content::PrivateKey(_)));
        // A key and a certificate in each other's place have a rule of their own, as a key in `ca.crt` has.
        (!has_certificate && !has_key).then(|| {
            let titles: Vec<String> = found.iter().map(|object| object.title()).collect();
            let what = match titles.first() {
                Some(first) => format!("it holds this: {first}"),
                None => "nothing in it can be read".to_owned(),
            };
            deployed.note(name, format!("`{name}` needs a {wanted} as PEM and has none; {what}"))
        })
    });
    lacking.collect()
}

fn is_bundle(content: &Content) -> bool {
    matches!(content, Content::Recognised(found) if found.kind == RecognisedKind::Der(Form::SignedData))
}

const SECRET_CA_WITH_PRIVATE_KEY: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-ca-with-private-key",
        title: "private key in ca.crt",
        severity: Severity::Error,
        citation: Citation::Practice("`ca.crt` is handed to every peer that is to trust the CA"),
        explanation: "`ca.crt` is public: tools copy it into ConfigMaps, trust bundles and other namespaces, and show it. A private key in it goes with it.",
        remedy: "Put the certificate of the CA alone into `ca.crt`, and replace the key by a new one if anyone else may have seen it.",
        kind: RuleKind::Lint,
    },
    run: secret_ca_with_private_key,
};

fn secret_ca_with_private_key(deployed: &Deployed, context: &Context<'_>) -> Vec<Note> {
    let has_key = deployed.is_secret() && deployed.keys("ca.crt", context).next().is_some();
    let beside = match deployed.certificates("ca.crt", context).next() {
        Some(_) => "",
        None => " and no certificate",
    };
    deployed.when(has_key, "ca.crt", || format!("`ca.crt` has a private key in it{beside}"))
}
