//! What the new certificate is to be.

use super::Surroundings;
use super::given::{Given, purpose_name};
use super::names::{self, San};
use super::subject::{self, Line};
use crate::peer::Role;
use crate::time::{DAY, Timestamp};
use crate::x509::certificate::{Certificate, Version};
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::oids;
use crate::x509::request::CertificationRequest;

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
        let lifetime = lifetime.filter(|(begin, end)| begin < end);
        let lifetime = lifetime.map(|(begin, end)| days_between(begin, end).max(1));
        Self::of(&given, signer, lifetime, around)
    }

    pub(super) fn of_request(request: &CertificationRequest, around: Surroundings<'_>) -> Self {
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
        let purposes = purposes(given, authority.is_some(), signer, &names, &mut changes);
        if authority.is_some() {
            if signer == Signer::CaOnRequest {
                gaps.push(
                    "The request asks for a CA: sign it only if its holder is to issue certificates."
                        .to_owned(),
                );
            }
            names.clear();
        } else {
            let is_server = purposes.iter().any(|purpose| purpose == Role::Server.purpose().name());
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
        let (key, needs_new_key) = given.new_key();
        let subject = subject::lines(given.subject, &mut gaps);
        let days = days(signer, authority.is_some(), lifetime, around, &mut gaps);
        let mut profile = Self {
            stem: stem(&given.label, signer),
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
        } else if given
            .extensions
            .iter()
            .any(|own| oids::extension(&own.oid) == Some("keyUsage") && !own.critical)
        {
            self.changes.push("keyUsage is critical.".to_owned());
        }
        if let Some(Authority { path_len: Some(length) }) = self.authority
            && given.path_len() != Some(length)
        {
            self.changes.push(format!(
                "pathLenConstraint is {length}, as everything here that it issued is an end entity."
            ));
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
        let lifetime = Timestamp(0).distance(Timestamp(self.days.saturating_mul(DAY)));
        self.changes.push(format!("It is valid for {lifetime} from when it is issued."));
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

/// The purposes: a root has none, another CA keeps its own, and an end entity has those of TLS.
fn purposes(
    given: &Given<'_>,
    is_ca: bool,
    signer: Signer,
    names: &[San],
    changes: &mut Vec<String>,
) -> Vec<String> {
    match (is_ca, signer) {
        (true, Signer::Itself) => {
            if !given.listed().is_empty() {
                changes
                    .push("extKeyUsage is gone: in a root it narrows paths for some stacks only.".to_owned());
            }
            Vec::new()
        }
        (true, _) => given.listed().iter().map(purpose_name).collect(),
        (false, _) => given.purposes(names, given.subject.common_name(), changes),
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
        (false, _) => lifetime.map_or(END_ENTITY_DAYS, |days| days.min(END_ENTITY_DAYS)),
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
fn stem(label: &str, signer: Signer) -> String {
    let plain: String =
        label.to_ascii_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let stem: String = words.join("-").chars().take(40).collect();
    let stem = stem.trim_matches('-');
    match stem {
        "" => "certificate".to_owned(),
        // That is what the files of its issuer are called.
        "ca" if signer != Signer::Itself => "ca-below".to_owned(),
        stem => stem.to_owned(),
    }
}
