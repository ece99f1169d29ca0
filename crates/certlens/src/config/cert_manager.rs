//! What is asked of cert-manager.

use serde::Serialize;

use super::yaml::Document;
use super::{Configuration, Stated};
use crate::span::Span;

/// A `Certificate` of cert-manager: what it is asked to issue and where it writes that.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RequestedCertificate {
    /// All of it.
    pub span: Span,
    /// `metadata.name`
    pub name: Option<Stated<String>>,
    /// `metadata.namespace`
    pub namespace: Option<Stated<String>>,
    /// The Secret it is written to.
    pub secret_name: Option<Stated<String>>,
    /// `issuerRef.name`
    pub issuer: Option<Stated<String>>,
    /// `issuerRef.kind`; none means `Issuer`.
    pub issuer_kind: Option<Stated<String>>,
    /// `commonName`
    pub common_name: Option<Stated<String>>,
    /// `dnsNames`
    pub dns_names: Vec<Stated<String>>,
    /// `uris`
    pub uris: Vec<Stated<String>>,
    /// `usages`; none means `digital signature` and `key encipherment`, and no extended key usage.
    pub usages: Option<Vec<Stated<String>>>,
    /// `isCA`
    pub is_ca: bool,
    /// `duration` in seconds; none means 90 days.
    pub duration: Option<Stated<u64>>,
    /// `renewBefore` in seconds; none means a third of the duration.
    pub renew_before: Option<Stated<u64>>,
    /// `renewBeforePercentage`, which stands for `renewBefore` where that is not given.
    pub renew_before_percentage: Option<Stated<u64>>,
    /// True if `renewal` gives a policy or windows, which nothing here judges.
    pub has_renewal_policy: bool,
    /// `status.renewalTime`: what cert-manager itself says.
    pub renewal_time: Option<Stated<String>>,
    /// `privateKey.rotationPolicy`
    pub rotation_policy: Option<Stated<String>>,
    /// `privateKey.algorithm`; none means RSA.
    pub algorithm: Option<Stated<String>>,
}

/// An `Issuer` or `ClusterIssuer` of cert-manager.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Issuer {
    /// All of it.
    pub span: Span,
    /// `Issuer` or `ClusterIssuer`
    pub kind: String,
    /// `metadata.name`
    pub name: Option<Stated<String>>,
    /// `metadata.namespace`
    pub namespace: Option<Stated<String>>,
    /// The Secret with the CA's key, if it is a `ca` issuer.
    pub ca_secret: Option<Stated<String>>,
}

/// What cert-manager takes where `duration` is not given, in seconds.
pub const DEFAULT_DURATION: u64 = 90 * 86_400;

impl RequestedCertificate {
    /// `Certificate default/provider-tls`
    #[must_use]
    pub fn title(&self) -> String {
        titled("Certificate", self.namespace.as_ref(), self.name.as_ref())
    }

    /// Its name, which stands for what it does not say; all of it, if it has none.
    #[must_use]
    pub fn place(&self) -> Span {
        self.name.as_ref().map_or(self.span, |name| name.span)
    }

    /// How long it is valid, in seconds.
    #[must_use]
    pub fn lifetime(&self) -> u64 {
        self.duration.as_ref().map_or(DEFAULT_DURATION, |duration| duration.value)
    }

    /// How long before its end it is renewed, in seconds.
    #[must_use]
    pub fn renewal(&self) -> u64 {
        self.renewal_of(self.lifetime())
    }

    /// The same of one that was issued for `lifetime` seconds: a `renewBefore` that is not shorter than that counts for nothing
    /// (cert-manager 1.16, `pkg/util/pki/renewaltime.go`).
    #[must_use]
    pub fn renewal_of(&self, lifetime: u64) -> u64 {
        let before = self.renew_before.as_ref().map(|before| before.value);
        let share = self.renew_before_percentage.as_ref().map(|share| share.value);
        before
            .filter(|before| (1..lifetime).contains(before))
            .or_else(|| Some(lifetime.saturating_mul(share.filter(|share| (1..100).contains(share))?) / 100))
            .unwrap_or(lifetime / 3)
    }
}

impl Issuer {
    /// `ClusterIssuer virtrigaud-ca-issuer`
    #[must_use]
    pub fn title(&self) -> String {
        titled(&self.kind, self.namespace.as_ref(), self.name.as_ref())
    }
}

fn titled(kind: &str, namespace: Option<&Stated<String>>, name: Option<&Stated<String>>) -> String {
    let text = |stated: Option<&Stated<String>>| stated.map(|stated| stated.value.clone());
    match (text(namespace), text(name)) {
        (Some(namespace), Some(name)) => format!("{kind} {namespace}/{name}"),
        (_, Some(name)) => format!("{kind} {name}"),
        (_, None) => kind.to_owned(),
    }
}

pub(super) fn read(document: &Document<'_>, found: &mut Configuration) {
    for node in document.tree.mappings() {
        let text = |key: &str| document.at(node, &[key]).and_then(|value| document.tree.text(value));
        if !text("apiVersion").is_some_and(|version| version.starts_with("cert-manager.io/")) {
            continue;
        }
        match text("kind") {
            Some("Certificate") if found.has_room(document.span(node)) => {
                found.certificates.push(certificate(document, node));
            }
            Some(kind @ ("Issuer" | "ClusterIssuer")) if found.has_room(document.span(node)) => {
                found.issuers.push(issuer(document, node, kind));
            }
            _ => {}
        }
    }
}

fn certificate(document: &Document<'_>, node: usize) -> RequestedCertificate {
    let spec = |path: &[&str]| document.stated(document.at(node, &["spec"])?, path);
    let list = |key: &str| document.list(node, &["spec", key]);
    let seconds = |key: &str| {
        let stated = spec(&[key])?;
        Some(Stated { value: duration(&stated.value)?, span: stated.span })
    };
    RequestedCertificate {
        span: document.span(node),
        name: document.stated(node, &["metadata", "name"]),
        namespace: document.stated(node, &["metadata", "namespace"]),
        secret_name: spec(&["secretName"]),
        issuer: spec(&["issuerRef", "name"]),
        issuer_kind: spec(&["issuerRef", "kind"]),
        common_name: spec(&["commonName"]),
        dns_names: list("dnsNames").unwrap_or_default(),
        uris: list("uris").unwrap_or_default(),
        usages: list("usages"),
        is_ca: spec(&["isCA"]).is_some_and(|stated| stated.value == "true"),
        duration: seconds("duration"),
        renew_before: seconds("renewBefore"),
        renew_before_percentage: spec(&["renewBeforePercentage"])
            .and_then(|stated| Some(Stated { value: stated.value.parse().ok()?, span: stated.span })),
        has_renewal_policy: document.at(node, &["spec", "renewal"]).is_some(),
        renewal_time: document.stated(node, &["status", "renewalTime"]),
        rotation_policy: spec(&["privateKey", "rotationPolicy"]),
        algorithm: spec(&["privateKey", "algorithm"]),
    }
}

fn issuer(document: &Document<'_>, node: usize, kind: &str) -> Issuer {
    Issuer {
        span: document.span(node),
        kind: kind.to_owned(),
        name: document.stated(node, &["metadata", "name"]),
        namespace: document.stated(node, &["metadata", "namespace"]),
        ca_secret: document.stated(node, &["spec", "ca", "secretName"]),
    }
}

/// Seconds of a duration as Go writes it, `8760h` or `1h30m`; none if it is not one.
pub(super) fn duration(text: &str) -> Option<u64> {
    let mut rest = text.trim();
    let mut seconds: u64 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|character: char| !character.is_ascii_digit())?;
        let number: u64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?;
        let unit = rest.find(|character: char| character.is_ascii_digit()).unwrap_or(rest.len());
        let factor = match rest.get(..unit)? {
            "w" => 604_800,
            "d" => 86_400,
            "h" => 3600,
            "m" => 60,
            "s" => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.checked_mul(factor)?)?;
        rest = rest.get(unit..)?;
    }
    (!text.trim().is_empty()).then_some(seconds)
}
