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
    /// `issuerRef.group`; none means `cert-manager.io`.
    pub issuer_group: Option<Stated<String>>,
    /// `commonName`
    pub common_name: Option<Stated<String>>,
    /// `literalSubject`, which stands for `commonName`.
    pub literal_subject: Option<Stated<String>>,
    /// `dnsNames`
    pub dns_names: Vec<Stated<String>>,
    /// `ipAddresses`
    pub ip_addresses: Vec<Stated<String>>,
    /// `uris`
    pub uris: Vec<Stated<String>>,
    /// `emailAddresses`
    pub email_addresses: Vec<Stated<String>>,
    /// `usages`; none means `digital signature` and `key encipherment`, and no extended key usage.
    pub usages: Option<Vec<Stated<String>>>,
    /// `isCA`
    pub is_ca: bool,
    /// `duration` in seconds; none means 90 days.
    pub duration: Option<Stated<u64>>,
    /// `renewBefore` in seconds; none means a third of the duration.
    pub renew_before: Option<Stated<u64>>,
    /// `duration` and `renewBefore` that are no whole seconds: a template, a fraction, or nothing that Go reads.
    pub unread_times: Vec<Stated<String>>,
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
    /// `privateKey.size`; none means 2048 for RSA and 256 for ECDSA.
    pub key_size: Option<Stated<String>>,
    /// How much of it is told here.
    pub extent: Extent,
}

/// How much is told of what a `Certificate` asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub enum Extent {
    /// All that is compared with certificates.
    #[default]
    Whole,
    /// All but some names: there are more than are kept, or a list is an alias or has a template in it.
    SomeNames,
    /// Less: fields are merged into it, or have other names, as before the version that cert-manager serves since 1.6.
    Part,
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
    /// True of an `acme` issuer: it decides on usages and lifetime itself.
    pub is_acme: bool,
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

/// `KIND NAMESPACE/NAME`, as far as it is known.
pub(super) fn titled(
    kind: &str,
    namespace: Option<&Stated<String>>,
    name: Option<&Stated<String>>,
) -> String {
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
    let mut unread_times = Vec::new();
    let mut seconds = |key: &str| {
        let stated = spec(&[key]).filter(|stated| !matches!(stated.value.as_str(), "" | "~" | "null"))?;
        // Prometheus has days and weeks, Go has not.
        let Some(value) = duration(&stated.value).filter(|_| !stated.value.contains(['d', 'w'])) else {
            unread_times.push(stated);
            return None;
        };
        Some(Stated { value, span: stated.span })
    };
    let (duration, renew_before) = (seconds("duration"), seconds("renewBefore"));
    RequestedCertificate {
        span: document.span(node),
        name: document.stated(node, &["metadata", "name"]),
        namespace: document.stated(node, &["metadata", "namespace"]),
        secret_name: spec(&["secretName"]),
        issuer: spec(&["issuerRef", "name"]),
        issuer_kind: spec(&["issuerRef", "kind"]),
        issuer_group: spec(&["issuerRef", "group"]),
        common_name: spec(&["commonName"]),
        literal_subject: spec(&["literalSubject"]),
        dns_names: list("dnsNames").unwrap_or_default(),
        ip_addresses: list("ipAddresses").unwrap_or_default(),
        uris: list("uris").unwrap_or_default(),
        email_addresses: list("emailAddresses").unwrap_or_default(),
        usages: list("usages"),
        is_ca: spec(&["isCA"]).is_some_and(|stated| stated.value == "true"),
        duration,
        renew_before,
        unread_times,
        renew_before_percentage: spec(&["renewBeforePercentage"])
            .and_then(|stated| Some(Stated { value: stated.value.parse().ok()?, span: stated.span })),
        has_renewal_policy: document.at(node, &["spec", "renewal"]).is_some(),
        renewal_time: document.stated(node, &["status", "renewalTime"]),
        rotation_policy: spec(&["privateKey", "rotationPolicy"]),
        algorithm: spec(&["privateKey", "algorithm"]),
        key_size: spec(&["privateKey", "size"]),
        extent: extent(document, node),
    }
}

fn extent(document: &Document<'_>, node: usize) -> Extent {
    let version = document.stated(node, &["apiVersion"]);
    if version.is_none_or(|version| version.value != "cert-manager.io/v1")
        || document.at(node, &["spec", "<<"]).is_some()
    {
        return Extent::Part;
    }
    let is_cut = |key: &&str| {
        let all = document.at(node, &["spec", key]).map(|all| document.tree.items(all).len());
        let read = document.list(node, &["spec", key]).unwrap_or_default();
        all.is_some_and(|all| all == 0 || all != read.len() || read.iter().any(is_template))
    };
    let has_more = ["dnsNames", "ipAddresses", "uris", "emailAddresses"].iter().any(is_cut);
    if has_more { Extent::SomeNames } else { Extent::Whole }
}

fn issuer(document: &Document<'_>, node: usize, kind: &str) -> Issuer {
    Issuer {
        span: document.span(node),
        kind: kind.to_owned(),
        name: document.stated(node, &["metadata", "name"]),
        namespace: document.stated(node, &["metadata", "namespace"]),
        ca_secret: document.stated(node, &["spec", "ca", "secretName"]),
        is_acme: document.at(node, &["spec", "acme"]).is_some(),
    }
}

/// True of what a tool will put another text in the place of.
pub(crate) fn is_template(stated: &Stated<String>) -> bool {
    stated.value.contains(['{', '$', '<'])
}

/// True of what may be a duration all the same: a template, or one that is not of whole seconds.
pub(crate) fn may_be_duration(stated: &Stated<String>) -> bool {
    let is_of_go = |character: char| character.is_ascii_digit() || "hmsnuµ.+-".contains(character);
    is_template(stated) || (stated.value.ends_with(['h', 'm', 's']) && stated.value.chars().all(is_of_go))
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
