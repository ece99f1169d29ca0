//! What cert-manager was asked for, and what is in the Secret that it writes.

use super::name_set::{NameSet, name};
use super::secret::{Deployed, several};
use super::{Context, Lint, Note, baseline, cert_manager, is_cut_off};
use crate::config::Stated;
use crate::config::cert_manager::{Extent, RequestedCertificate, is_template};
use crate::purpose::{Grant, Purpose, grant};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::sort;
use crate::span::Span;
use crate::time::Timestamp;
use crate::x509::certificate::Certificate;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::public_key::KeyKind;

pub(super) const LINTS: &[Lint<RequestedCertificate>] = &[
    REQUESTED_NOT_ISSUED,
    ISSUED_NOT_REQUESTED,
    ISSUED_KEY_DIFFERS,
    ISSUED_LIFETIME_DIFFERS,
    SECRET_OF_ANOTHER_CERTIFICATE,
    SECRET_OF_SEVERAL_CERTIFICATES,
];

fn text(stated: &Option<Stated<String>>) -> Option<&str> {
    stated.as_ref().map(|stated| stated.value.as_str())
}

/// The other Certificates that are to be written to the same Secret.
fn rivals<'a>(
    asked: &'a RequestedCertificate,
    context: &'a Context<'_>,
) -> impl Iterator<Item = &'a RequestedCertificate> {
    context.configuration.certificates.iter().filter(|other| {
        other.span != asked.span
            && text(&other.secret_name) == text(&asked.secret_name)
            && text(&other.namespace) == text(&asked.namespace)
    })
}

/// The Secret that it is written to, if it is in the paste and no other Certificate may be meant by it. Files may be of several
/// clusters: the same file comes first.
fn secret<'a>(asked: &RequestedCertificate, context: &'a Context<'_>) -> Option<&'a Deployed> {
    asked.secret_name.as_ref().filter(|_| asked.extent != Extent::Part)?;
    let is_own = |deployed: &&Deployed| {
        let manifest = &deployed.manifest;
        deployed.is_secret()
            && text(&asked.secret_name) == manifest.name.as_deref()
            && text(&asked.namespace) == manifest.namespace.as_deref()
    };
    let mut found: Vec<&Deployed> = context.secrets.iter().filter(is_own).collect();
    let own = asked.span.source;
    if found.iter().any(|deployed| deployed.manifest.source == own) {
        found.retain(|deployed| deployed.manifest.source == own);
    }
    let [deployed] = found.as_slice() else { return None };
    let source = deployed.manifest.source;
    let is_rivalled = rivals(asked, context).any(|other| own != source || other.span.source == source);
    (!is_rivalled).then_some(*deployed)
}

/// The certificate that was issued, and how sentences name it.
fn issued<'a>(asked: &RequestedCertificate, context: &'a Context<'_>) -> Option<(&'a Certificate, String)> {
    let deployed = secret(asked, context)?;
    let (object, certificate) = deployed.certificates("tls.crt", context).next()?;
    // What was cut off may have been asked for.
    (!is_cut_off(object)).then(|| (certificate, format!("the {} in {}", object.title(), deployed.name())))
}

/// True if usages and lifetime are what the issuer gives everybody.
fn is_decided_by_issuer(
    asked: &RequestedCertificate,
    certificate: &Certificate,
    context: &Context<'_>,
) -> bool {
    baseline::is_public(certificate)
        || cert_manager::issuer_of(asked, context).is_some_and(|issuer| issuer.is_acme)
}

/// The alternative names that are asked for, each with its place.
fn alternatives(asked: &RequestedCertificate) -> impl Iterator<Item = (String, Span)> {
    let lists = [
        ("DNS", &asked.dns_names),
        ("IP", &asked.ip_addresses),
        ("URI", &asked.uris),
        ("email", &asked.email_addresses),
    ];
    let all = lists.into_iter().flat_map(|(label, list)| list.iter().map(move |stated| (label, stated)));
    all.filter(|(_, stated)| !is_template(stated))
        .map(|(label, stated)| (name(label, &stated.value), stated.span))
}

/// The names that are asked for. A common name that cannot be told is taken to be the one that was given.
fn names(asked: &RequestedCertificate, given: &NameSet) -> NameSet {
    let common_name = match (&asked.common_name, &asked.literal_subject) {
        (Some(stated), None) if !is_template(stated) => Some(stated.value.clone()),
        (None, None) => None,
        _ => given.common_name.clone(),
    };
    NameSet { alternatives: sort::gather(alternatives(asked).map(|(name, _)| name)), common_name }
}

/// Each purpose, as cert-manager calls it, and whether it is asked for.
fn purposes(asked: &RequestedCertificate) -> [(&'static str, Purpose, bool); 2] {
    let usages = asked.usages.as_deref().unwrap_or_default();
    let is_asked = |name: &str| usages.iter().any(|usage| usage.value == name || usage.value == "any");
    [("server auth", Purpose::ServerAuthentication), ("client auth", Purpose::ClientAuthentication)]
        .map(|(name, purpose)| (name, purpose, is_asked(name)))
}

/// The bit of keyUsage that cert-manager calls so.
fn is_bit(usage: &str, bit: &str) -> bool {
    let usage = match usage {
        "signing" => "digital signature",
        "content commitment" => "non repudiation",
        "cert sign" => "key cert sign",
        usage => usage,
    };
    usage.replace(' ', "").eq_ignore_ascii_case(bit)
}

/// The usages that are asked for by name and were not given. Encipherment serves RSA alone, and CAs leave it out of others.
fn usages_missing(asked: &RequestedCertificate, certificate: &Certificate) -> Vec<String> {
    let is_rsa = certificate.public_key.as_ref().is_some_and(|key| matches!(key.kind, KeyKind::Rsa(_)));
    let given = certificate.key_usage().unwrap_or(KeyUsage(u64::MAX));
    let lacks_bit = |usage: &&Stated<String>| {
        let mut absent = KeyUsage(!given.0).names();
        absent.any(|bit| is_bit(&usage.value, bit) && (is_rsa || bit != "keyEncipherment"))
    };
    let bits = asked.usages.iter().flatten().filter(lacks_bit).map(|usage| usage.value.clone());
    let purposes = purposes(asked).into_iter().filter(|(_, purpose, is_asked)| {
        *is_asked && grant(certificate.extended_key_usage(), *purpose) == Grant::Refused
    });
    bits.chain(purposes.map(|(name, ..)| name.to_owned())).collect()
}

const REQUESTED_NOT_ISSUED: Lint<RequestedCertificate> = Lint {
    rule: &Rule {
        code: "requested-not-issued",
        title: "certificate that lacks what its Certificate asks for",
        severity: Severity::Warning,
        citation: Citation::Document(
            "cert-manager, internal/controller/certificates/policies: SecretMismatch; pkg/util/pki: FuzzyX509AltNamesMatchSpec",
        ),
        explanation: "The Secret holds what was issued before the Certificate was changed, what its issuer made of the request, or something that cert-manager did not write. Peers see the certificate, whatever the Certificate says.",
        remedy: "Look at `kubectl describe certificate` and at its CertificateRequest for why it was not issued so; `cmctl renew NAME` has it issued again.",
        kind: RuleKind::Lint,
    },
    run: requested_not_issued,
};

fn requested_not_issued(asked: &RequestedCertificate, context: &Context<'_>) -> Vec<Note> {
    let Some((certificate, title)) = issued(asked, context) else { return Vec::new() };
    let given = NameSet::of(&certificate.subject, &certificate.extensions);
    let mut missing = names(asked, &given).without(&given);
    let place = alternatives(asked).find(|(name, _)| missing.contains(name)).map(|(_, span)| span);
    if !is_decided_by_issuer(asked, certificate, context) {
        missing.extend(usages_missing(asked, certificate));
    }
    if asked.is_ca && !certificate.is_ca() {
        missing.push("isCA".to_owned());
    }
    let all = several(missing.iter().map(String::as_str));
    let message = format!("it asks for {all}, and {title} is without");
    Note::text_when(!missing.is_empty(), place.unwrap_or_else(|| asked.place()), message)
}

const ISSUED_NOT_REQUESTED: Lint<RequestedCertificate> = Lint {
    rule: &Rule {
        code: "issued-not-requested",
        title: "certificate with more than its Certificate asks for",
        severity: Severity::Notice,
        citation: Citation::Document("cert-manager, pkg/util/pki: FuzzyX509AltNamesMatchSpec"),
        explanation: "Some issuers add names and purposes of their own. Otherwise it is what was asked for before, and goes on answering to a name that somebody wanted gone, or serving in the other role.",
        remedy: "If the issuer does not add it, have it issued again: `cmctl renew NAME`. If it does, ask for it as well.",
        kind: RuleKind::Lint,
    },
    run: issued_not_requested,
};

fn issued_not_requested(asked: &RequestedCertificate, context: &Context<'_>) -> Vec<Note> {
    let Some((certificate, title)) = issued(asked, context) else { return Vec::new() };
    let given = NameSet::of(&certificate.subject, &certificate.extensions);
    let mut more =
        if asked.extent == Extent::Whole { given.without(&names(asked, &given)) } else { Vec::new() };
    let purposes = purposes(asked);
    if purposes.iter().any(|(.., is_asked)| *is_asked) && !is_decided_by_issuer(asked, certificate, context) {
        let granted = purposes.iter().filter(|(_, purpose, is_asked)| {
            !is_asked && grant(certificate.extended_key_usage(), *purpose) != Grant::Refused
        });
        more.extend(granted.map(|(name, ..)| (*name).to_owned()));
    }
    if certificate.is_ca() && !asked.is_ca {
        more.push("isCA".to_owned());
    }
    let all = several(more.iter().map(String::as_str));
    Note::text_when(!more.is_empty(), asked.place(), format!("{title} has {all} beside what is asked for"))
}

const ISSUED_KEY_DIFFERS: Lint<RequestedCertificate> = Lint {
    rule: &Rule {
        code: "issued-key-differs",
        title: "key that is not of the kind its Certificate asks for",
        severity: Severity::Warning,
        citation: Citation::Document("cert-manager, pkg/util/pki: PrivateKeyMatchesSpec"),
        explanation: "cert-manager issues the certificate again with another key as soon as it sees this; with `rotationPolicy: Never` it stops and waits for somebody to delete the old one.",
        remedy: "Write the `algorithm` and `size` that are wanted into `privateKey`, with `rotationPolicy: Always`.",
        kind: RuleKind::Lint,
    },
    run: issued_key_differs,
};

fn issued_key_differs(asked: &RequestedCertificate, context: &Context<'_>) -> Vec<Note> {
    let found = issued(asked, context)
        .and_then(|(certificate, title)| Some((certificate.public_key.as_ref()?, title)))
        .filter(|(key, _)| key.kind != KeyKind::Unreadable);
    let (Some((key, title)), Some(wanted)) = (found, key_wanted(asked)) else { return Vec::new() };
    let stated = asked.key_size.as_ref().or(asked.algorithm.as_ref());
    let by_default = if stated.is_some() { "" } else { ", the default" };
    let found = key.describe();
    let message = format!("its key is to be {wanted}{by_default}, and that of {title} is {found}");
    Note::text_when(found != wanted, stated.map_or_else(|| asked.place(), |stated| stated.span), message)
}

/// The key that is asked for, as keys are described.
fn key_wanted(asked: &RequestedCertificate) -> Option<String> {
    let [algorithm, size] =
        [&asked.algorithm, &asked.key_size].map(|stated| text(stated).unwrap_or_default());
    Some(match (algorithm, size) {
        ("" | "RSA", "" | "0") => "RSA 2048 bits".to_owned(),
        ("" | "RSA", size) => format!("RSA {} bits", size.parse::<u32>().ok()?),
        ("ECDSA", "" | "0" | "256") => "EC P-256".to_owned(),
        ("ECDSA", "384") => "EC P-384".to_owned(),
        ("ECDSA", "521") => "EC P-521".to_owned(),
        ("Ed25519", _) => "Ed25519".to_owned(),
        _ => return None,
    })
}

const ISSUED_LIFETIME_DIFFERS: Lint<RequestedCertificate> = Lint {
    rule: &Rule {
        code: "issued-lifetime-differs",
        title: "certificate that is not valid for as long as its Certificate supposes",
        severity: Severity::Notice,
        citation: Citation::Document("cert-manager, pkg/util/pki: RenewalTime"),
        explanation: "Issuers may shorten what is asked for, and cert-manager goes by what was issued: a `renewBefore` that is not shorter than that counts for nothing. One that is valid for longer is not what was asked for.",
        remedy: "Give a `duration` that the issuer grants and a third of it as `renewBefore`; `cmctl renew NAME` has a certificate issued again.",
        kind: RuleKind::Lint,
    },
    run: issued_lifetime_differs,
};

fn issued_lifetime_differs(asked: &RequestedCertificate, context: &Context<'_>) -> Vec<Note> {
    const DAY: u64 = 86_400;
    let Some((certificate, title)) = issued(asked, context) else { return Vec::new() };
    let ends = certificate.validity.not_before.instant.zip(certificate.validity.not_after.instant);
    let lifetime = ends.and_then(|(begin, end)| u64::try_from(end.0.checked_sub(begin.0)?).ok());
    let Some(lifetime) = lifetime else { return Vec::new() };
    let words = |seconds: u64| Timestamp(0).distance(Timestamp(i64::try_from(seconds).unwrap_or(i64::MAX)));
    let note = |stated: &Stated<u64>, wanted: String| {
        Note::text(stated.span, format!("{wanted}, and {title} is valid for {}", words(lifetime)))
    };
    let is_free = !is_decided_by_issuer(asked, certificate, context);
    // CAs date certificates back by an hour or a day.
    let is_longer = |asked: u64| lifetime > asked.saturating_add((asked / 10).max(DAY));
    let longer = asked.duration.iter().filter(|duration| is_free && is_longer(duration.value));
    let longer = longer.map(|duration| note(duration, format!("it asks for {}", words(duration.value))));
    let shorter = asked.renew_before.iter().filter(|before| before.value >= lifetime);
    let shorter = shorter
        .map(|before| note(before, format!("it is to be renewed {} before its end", words(before.value))));
    longer.chain(shorter).collect()
}

const SECRET_OF_ANOTHER_CERTIFICATE: Lint<RequestedCertificate> = Lint {
    rule: &Rule {
        code: "secret-of-another-certificate",
        title: "Secret that cert-manager wrote for another Certificate or from another issuer",
        severity: Severity::Warning,
        citation: Citation::Document(
            "cert-manager, internal/controller/certificates/policies: IncorrectCertificate, IncorrectIssuer",
        ),
        explanation: "Its annotations say for which Certificate and by which issuer it was issued. Where that is another, cert-manager issues it again, and two Certificates that share a Secret take it from each other.",
        remedy: "Give each Certificate a `secretName` of its own; if the issuer was changed, see in `kubectl describe certificate` why the new one has not issued.",
        kind: RuleKind::Lint,
    },
    run: secret_of_another_certificate,
};

fn secret_of_another_certificate(asked: &RequestedCertificate, context: &Context<'_>) -> Vec<Note> {
    let Some(deployed) = secret(asked, context) else { return Vec::new() };
    let annotation = |name: &str| {
        let mut all = deployed.manifest.cert_manager.iter();
        all.find(|(key, _)| key.strip_prefix("cert-manager.io/") == Some(name))
            .map(|(_, value)| value.as_str())
    };
    let mut notes = Vec::new();
    let other = annotation("certificate-name").zip(asked.name.as_ref());
    if let Some((other, name)) = other.filter(|(other, name)| *other != name.value && !is_template(name)) {
        let message = format!("{} was written for Certificate `{other}`", deployed.name());
        notes.push(Note::text(name.span, message));
    }
    let Some(issuer) = asked.issuer.as_ref().filter(|issuer| !is_template(issuer)) else { return notes };
    let noted = |name: &str| annotation(name).filter(|value| !value.is_empty());
    let (kind, group) = ("Issuer", "cert-manager.io");
    let wanted = [
        text(&asked.issuer_kind).unwrap_or(kind),
        issuer.value.as_str(),
        text(&asked.issuer_group).unwrap_or(group),
    ];
    let found = [
        noted("issuer-kind").unwrap_or(kind),
        noted("issuer-name").unwrap_or_default(),
        noted("issuer-group").unwrap_or(group),
    ];
    if noted("issuer-name").is_some() && wanted != found {
        let words = |[kind, name, group]: [&str; 3]| format!("{kind} `{name}` of `{group}`");
        let message =
            format!("it names {}, and {} was issued by {}", words(wanted), deployed.name(), words(found));
        notes.push(Note::text(issuer.span, message));
    }
    notes
}

const SECRET_OF_SEVERAL_CERTIFICATES: Lint<RequestedCertificate> = Lint {
    rule: &Rule {
        code: "secret-of-several-certificates",
        title: "two Certificates that are written to one Secret",
        severity: Severity::Warning,
        citation: Citation::Practice("cert-manager/cert-manager#6406"),
        explanation: "A Secret holds one certificate. cert-manager serves one of the two and leaves the other waiting; older versions had each overwrite the other without end.",
        remedy: "Give each a `secretName` of its own, or ask for the names of both in one.",
        kind: RuleKind::Lint,
    },
    run: secret_of_several_certificates,
};

fn secret_of_several_certificates(asked: &RequestedCertificate, context: &Context<'_>) -> Vec<Note> {
    let Some(secret) = asked.secret_name.as_ref().filter(|secret| !is_template(secret)) else {
        return Vec::new();
    };
    // Files that name no namespace may be for several.
    let is_beside = |other: &&RequestedCertificate| {
        let is_one_place = other.span.source == asked.span.source || asked.namespace.is_some();
        is_one_place && other.span < asked.span && text(&other.name) != text(&asked.name)
    };
    let first = rivals(asked, context).find(is_beside);
    let message = |other: &RequestedCertificate| {
        format!("it is written to Secret `{}`, and so is `{}`", secret.value, other.title())
    };
    first.map(|other| Note::text(secret.span, message(other))).into_iter().collect()
}
