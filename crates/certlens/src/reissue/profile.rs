//! What the new certificate is to be.

use super::Surroundings;
use super::names::{self, San};
use super::subject::{self, Line};
use crate::der::oid::Oid;
use crate::time::{DAY, Timestamp};
use crate::usages::TlsRole;
use crate::x509::certificate::{Certificate, Version};
use crate::x509::extension::basic_constraints::PathLen;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::extension::{Extension, ExtensionContent};
use crate::x509::general_name::GeneralName;
use crate::x509::name::Name;
use crate::x509::oids;
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

/// Everything that OpenSSL and cert-manager have to be told.
pub(super) struct Profile {
    /// What its files are called.
    pub(super) stem: String,
    pub(super) subject: Vec<Line>,
    pub(super) names: Vec<San>,
    /// Key purposes by name, or in dotted decimal.
    pub(super) purposes: Vec<String>,
    pub(super) authority: Option<Authority>,
    pub(super) key: Key,
    /// True if the key that there is cannot stay.
    pub(super) needs_new_key: bool,
    pub(super) signer: Signer,
    pub(super) days: i64,
    pub(super) changes: Vec<String>,
    pub(super) gaps: Vec<String>,
}

/// What a CA may issue.
pub(super) struct Authority {
    pub(super) path_len: Option<u64>,
}

/// The kind of key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Rsa(usize),
    /// A curve by its name.
    Ec(&'static str),
    Ed25519,
}

/// Who signs it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Signer {
    Itself,
    Ca,
    /// A CA, upon the request that was pasted.
    CaOnRequest,
}

/// What a certificate and a request have in common.
struct Given<'a> {
    subject: &'a Name,
    key: Option<&'a PublicKey>,
    extensions: &'a [Extension],
    label: String,
    /// True for a root from before there were extensions, which could not say that it is a CA's.
    is_old_root: bool,
}

/// Days of an end entity: long enough for a human, short enough that renewing stays a habit.
const END_ENTITY_DAYS: i64 = 90;
const ROOT_DAYS: i64 = 3650;
const INTERMEDIATE_DAYS: i64 = 1825;

impl Profile {
    pub(super) fn of_certificate(certificate: &Certificate, around: Surroundings<'_>) -> Self {
        let given = Given {
            subject: &certificate.subject,
            key: certificate.public_key.as_ref(),
            extensions: &certificate.extensions,
            label: certificate.subject.common_name().map_or_else(|| certificate.label(), str::to_owned),
            is_old_root: certificate.version != Version::V3 && certificate.is_self_issued(),
        };
        let is_self_signed = certificate.is_self_issued() && around.issuer.is_none();
        let signer = if is_self_signed { Signer::Itself } else { Signer::Ca };
        let validity = &certificate.validity;
        let lifetime = validity.not_before.instant.zip(validity.not_after.instant);
        let lifetime = lifetime.map(|(begin, end)| (end.0.saturating_sub(begin.0)) / DAY);
        Self::of(&given, signer, lifetime, around)
    }

    pub(super) fn of_request(
        request: &crate::x509::request::CertificationRequest,
        around: Surroundings<'_>,
    ) -> Self {
        let label = request.subject.common_name().unwrap_or("request").to_owned();
        let given = Given {
            subject: &request.subject,
            key: request.public_key.as_ref(),
            extensions: &request.extensions,
            label,
            is_old_root: false,
        };
        Self::of(&given, Signer::CaOnRequest, None, around)
    }

    fn of(given: &Given<'_>, signer: Signer, lifetime: Option<i64>, around: Surroundings<'_>) -> Self {
        let (mut changes, mut gaps) = (Vec::new(), Vec::new());
        let authority = given.authority(around.issues_end_entities_only);
        let common_name = given.subject.common_name();
        let mut names = names::kept(given.names(), &mut gaps);
        let purposes = match &authority {
            Some(_) => Vec::new(),
            None => given.purposes(&names, common_name, &mut changes),
        };
        if authority.is_some() {
            if signer == Signer::CaOnRequest {
                gaps.push(
                    "The request asks for a CA: sign it only if its holder is to issue certificates."
                        .to_owned(),
                );
            }
            names.clear();
        } else {
            let is_server = purposes.iter().any(|purpose| purpose == TlsRole::Server.purpose().name());
            let own = common_name.and_then(names::of_common_name);
            let is_host = |own: &San| is_server && own.text().contains('.');
            let own = own.filter(|own| names.is_empty() || is_host(own));
            names::push_all(&mut names, own);
            if names.is_empty() {
                gaps.push(
                    "It has no name in subjectAltName, and its common name is none to dial: add one under \
                           `[names]`, such as `URI.1 = spiffe://…` or `DNS.1 = …`."
                        .to_owned(),
                );
            }
            if is_server {
                names = names::for_server(names, around.secret.and_then(|(namespace, _)| namespace));
            }
        }
        let (key, needs_new_key) = given.key();
        let subject = subject::lines(given.subject, &mut gaps);
        let days = days(signer, authority.is_some(), lifetime, around, &mut gaps);
        let mut profile = Self {
            stem: stem(&given.label),
            subject,
            names,
            purposes,
            authority,
            key,
            needs_new_key,
            signer,
            days,
            changes,
            gaps,
        };
        profile.compare(given);
        let gaps = super::cert_manager::gaps(&profile);
        profile.gaps.extend(gaps);
        profile
    }

    /// The bits of keyUsage, as both OpenSSL and the RFC spell them.
    pub(super) const fn key_usage(&self) -> KeyUsage {
        match self.authority {
            Some(_) => KeyUsage::KEY_CERT_SIGN.with(KeyUsage::CRL_SIGN),
            None => KeyUsage::DIGITAL_SIGNATURE,
        }
    }

    /// The last common name of the subject.
    pub(super) fn common_name(&self) -> Option<&str> {
        self.subject.iter().rev().find(|line| line.label == "CN").map(|line| line.value.as_str())
    }

    /// Says what becomes different.
    fn compare(&mut self, given: &Given<'_>) {
        let bits = |usage: KeyUsage| usage.names().collect::<Vec<_>>().join(",");
        let found = given.usage();
        if found != Some(self.key_usage()) {
            let was = found.map_or_else(|| "none".to_owned(), |usage| format!("`{}`", bits(usage)));
            let now = bits(self.key_usage());
            self.changes.push(format!("keyUsage is `critical,{now}`, where it was {was}."));
        }
        let before: Vec<String> = given
            .names()
            .iter()
            .map(|name| format!("{}:{}", name.value.label(), name.value.text()))
            .collect();
        let after: Vec<String> =
            self.names.iter().map(|name| format!("{}:{}", name.kind(), name.text())).collect();
        let mut differ = |own: &[String], others: &[String], what: &str| {
            let own: Vec<String> = own
                .iter()
                .filter(|name| !others.contains(name))
                .map(|name| format!("`{}`", subject::shown(name)))
                .collect();
            if !own.is_empty() {
                self.changes.push(format!("subjectAltName {what} {}.", own.join(", ")));
            }
        };
        differ(&after, &before, "gains");
        differ(&before, &after, "is without");
        if self.needs_new_key {
            self.changes
                .push(format!("The key is a new one, {}: the one there is is refused.", self.key.describe()));
        }
        self.changes.push(format!("It is valid for {} days from when it is issued.", self.days));
        let names = given.extensions.iter().map(|own| match oids::extension(&own.oid) {
            Some(name) => name.to_owned(),
            None => own.oid.to_string(),
        });
        let lost: Vec<String> = names.filter(|name| !WRITTEN.contains(&name.as_str())).take(20).collect();
        if !lost.is_empty() {
            self.gaps.push(format!(
                "Extensions that are not carried over: {}. Add those that the CA is to write.",
                lost.join(", ")
            ));
        }
    }
}

impl Key {
    pub(super) fn describe(self) -> String {
        match self {
            Self::Rsa(bits) => format!("RSA {bits} bits"),
            Self::Ec(curve) => format!("EC {curve}"),
            Self::Ed25519 => "Ed25519".to_owned(),
        }
    }
}

/// The extensions that the new certificate has, or that belong to the old one alone.
const WRITTEN: &[&str] = &[
    "basicConstraints",
    "keyUsage",
    "extKeyUsage",
    "subjectAltName",
    "subjectKeyIdentifier",
    "authorityKeyIdentifier",
];

impl<'a> Given<'a> {
    fn find<T>(&self, wanted: impl Fn(&'a ExtensionContent) -> Option<T>) -> Option<T> {
        self.extensions.iter().find_map(|extension| wanted(&extension.content))
    }

    fn names(&self) -> &'a [GeneralName] {
        let names = self.find(|content| match content {
            ExtensionContent::SubjectAltName(names) => Some(names.as_slice()),
            _ => None,
        });
        names.unwrap_or_default()
    }

    fn usage(&self) -> Option<KeyUsage> {
        self.find(|content| match content {
            ExtensionContent::KeyUsage(usage) => Some(*usage),
            _ => None,
        })
    }

    /// What it may issue, if it is a CA's.
    fn authority(&self, issues_end_entities_only: bool) -> Option<Authority> {
        let constraints = self.find(|content| match content {
            ExtensionContent::BasicConstraints(constraints) => Some(*constraints),
            _ => None,
        });
        let is_ca = self.is_old_root || constraints.is_some_and(|constraints| constraints.ca);
        is_ca.then(|| Authority {
            path_len: match constraints.and_then(|constraints| constraints.path_len) {
                Some(PathLen::AtMost(length)) => Some(length),
                _ => issues_end_entities_only.then_some(0),
            },
        })
    }

    /// The purposes in TLS that it lists; where it lists none, the one that its names suggest.
    fn purposes(&self, names: &[San], common_name: Option<&str>, changes: &mut Vec<String>) -> Vec<String> {
        let listed = self.find(|content| match content {
            ExtensionContent::ExtendedKeyUsage(purposes) => Some(purposes.as_slice()),
            _ => None,
        });
        let listed = listed.unwrap_or_default();
        let has = |octets: &[u8]| listed.iter().any(|purpose| purpose.octets() == octets);
        let roles = [TlsRole::Server, TlsRole::Client];
        let own: Vec<TlsRole> =
            roles.into_iter().filter(|role| role.purpose().key_purpose().is_some_and(has)).collect();
        let name = |role: &TlsRole| role.purpose().name().to_owned();
        if !own.is_empty() {
            let others = listed.len() > own.len();
            if others {
                changes.push("extKeyUsage keeps the purposes of TLS only, each once.".to_owned());
            }
            return own.iter().map(name).collect();
        }
        let others: Vec<String> = listed
            .iter()
            .filter(|purpose| purpose.octets() != oids::ANY_EXTENDED_KEY_USAGE)
            .map(Oid::to_string)
            .collect();
        if !others.is_empty() {
            return others;
        }
        let dialled =
            common_name.and_then(names::of_common_name).is_some_and(|name| name.text().contains('.'));
        let is_server = names.iter().any(San::is_dialled) || names.is_empty() && dialled;
        let role = if is_server { TlsRole::Server } else { TlsRole::Client };
        changes.push(format!(
            "extKeyUsage is `{}`, as its names suggest, where it listed none: change it if it is for something else.",
            name(&role)
        ));
        vec![name(&role)]
    }

    /// The kind of key to make, and whether the one there is cannot stay.
    fn key(&self) -> (Key, bool) {
        const USUAL_EXPONENT: &[u8] = &[1, 0, 1];
        match self.key.map(|key| (&key.kind, key.key.first())) {
            Some((KeyKind::Rsa(rsa), _)) if rsa.bits < 2048 || rsa.bits % 8 != 0 => (Key::Rsa(2048), true),
            Some((KeyKind::Rsa(rsa), _)) if rsa.bits > 8192 => (Key::Rsa(4096), true),
            Some((KeyKind::Rsa(rsa), _)) => (Key::Rsa(rsa.bits), rsa.exponent != USUAL_EXPONENT),
            Some((KeyKind::RsaPss(_), _)) => (Key::Rsa(2048), true),
            Some((KeyKind::Ec(Curve::Named(curve)), first)) => match curve {
                NamedCurve::P256 | NamedCurve::P384 | NamedCurve::P521 => {
                    (Key::Ec(curve.name()), first != Some(&4))
                }
                _ => (Key::Ec("P-256"), true),
            },
            Some((KeyKind::Ed25519, _)) => (Key::Ed25519, false),
            _ => (Key::Ec("P-256"), true),
        }
    }
}

/// As long as it was, but an end entity for no more than a season, and nothing beyond its issuer.
fn days(
    signer: Signer,
    is_ca: bool,
    lifetime: Option<i64>,
    around: Surroundings<'_>,
    gaps: &mut Vec<String>,
) -> i64 {
    let wanted = match (is_ca, signer) {
        (true, Signer::Itself) => ROOT_DAYS,
        (true, _) => INTERMEDIATE_DAYS,
        (false, _) => {
            lifetime.filter(|days| *days > 0).map_or(END_ENTITY_DAYS, |days| days.min(END_ENTITY_DAYS))
        }
    };
    let end = around.issuer.and_then(|issuer| issuer.validity.not_after.instant);
    let Some(end) = end else { return wanted };
    // A day to spare: the commands are run later than this is written.
    let left = days_between(around.time, end) - 1;
    if left < 1 {
        gaps.push(format!(
            "The certificate of its CA ends on {end}: make that again first, so that this one need not end with it."
        ));
        return wanted;
    }
    wanted.min(left)
}

const fn days_between(from: Timestamp, to: Timestamp) -> i64 {
    to.0.saturating_sub(from.0) / DAY
}

/// A name for files and objects of Kubernetes: lower-case letters, digits and hyphens.
fn stem(label: &str) -> String {
    let plain: String =
        label.to_ascii_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let stem: String = words.join("-").chars().take(40).collect();
    let stem = stem.trim_matches('-');
    if stem.is_empty() { "certificate".to_owned() } else { stem.to_owned() }
}
