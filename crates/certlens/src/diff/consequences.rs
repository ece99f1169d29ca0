//! What follows from the changes, for whoever connects.

use std::collections::{HashMap, HashSet};

use super::trust::{Judgement, judge};
use super::{Change, Consequence, Version, certificate, entries, stacks};
use crate::crypto::key_match;
use crate::describe;
use crate::identity::ReferenceIdentifier;
use crate::identity::matching::answer;
use crate::identity::presented::presented;
use crate::inventory::Object;
use crate::rule::{Severity, Verdict};
use crate::settings::Settings;
use crate::x509::certificate::Certificate;
use crate::x509::general_name::{GeneralName, GeneralNameValue};
use crate::x509::public_key::PublicKey;

pub(super) fn of(
    old: &Version<'_>,
    new: &Version<'_>,
    changes: &[Change],
    settings: &Settings,
) -> Vec<Consequence> {
    let mut consequences = entries::faults(old, new);
    if changes.is_empty() {
        consequences.extend(entries::rewritten(old, new));
        if consequences.is_empty() {
            let message = format!(
                "{} holds the same certificates and keys in both versions: nothing has to be done.",
                new.name
            );
            return vec![notice("unchanged", message)];
        }
    } else {
        consequences.extend(of_trust(old, new, changes, settings));
        consequences.extend(same_name_other_key(old, new));
        if let (Some(before), Some(after)) = (old.first(), new.first()) {
            consequences.extend(of_validity(before, after, settings));
            consequences.extend(of_names(before, after, changes));
            consequences.extend(of_usage(before, after, changes));
            consequences.extend(of_pins(before, after));
            consequences.extend(of_serial(before, after));
        }
    }
    // Where something breaks in every stack, that is said already.
    if consequences.iter().all(|consequence| consequence.severity < Severity::Error) {
        consequences.extend(stacks::of(old, new, settings));
    }
    consequences
}

pub(super) fn error(code: &'static str, message: String) -> Consequence {
    Consequence { code, severity: Severity::Error, message }
}

pub(super) fn warning(code: &'static str, message: String) -> Consequence {
    Consequence { code, severity: Severity::Warning, message }
}

pub(super) fn notice(code: &'static str, message: String) -> Consequence {
    Consequence { code, severity: Severity::Notice, message }
}

/// Both versions are in use while a rotation lasts: each must be accepted by the peers of the other.
fn of_trust(
    old: &Version<'_>,
    new: &Version<'_>,
    changes: &[Change],
    settings: &Settings,
) -> Vec<Consequence> {
    let mut consequences: Vec<Consequence> = of_presented(old, new, settings).into_iter().collect();
    let was_accepted =
        judge(old, &old.trusted, settings).is_some_and(|judged| judged.verdict == Verdict::Accept);
    let is_refused =
        judge(old, &new.trusted, settings).is_some_and(|judged| judged.verdict == Verdict::Reject);
    if was_accepted && is_refused && !new.presented.is_empty() {
        consequences.push(warning("old-refused-by-new-trust", "Peers that trust only the new ca.crt will refuse what was issued before: keep the old CA in ca.crt until every \
                 certificate it issued is replaced.".to_owned()));
    }
    if !old.trusted.is_empty() && new.trusted.is_empty() {
        consequences.push(error(
            "trust-missing",
            "The old version has a ca.crt and the new one has none: a workload that reads it will not start, or will trust \
             nothing. Put ca.crt into the new version."
                .to_owned(),
        ));
    } else {
        let told = if was_accepted && is_refused { old.presented.as_slice() } else { &[] };
        consequences.extend(of_bundle(old, new, changes, told));
    }
    consequences
}

/// Whether the peers accept what the new version presents.
fn of_presented(old: &Version<'_>, new: &Version<'_>, settings: &Settings) -> Option<Consequence> {
    if old.presented.is_empty() || new.presented.is_empty() {
        return None;
    }
    let by_old = judge(new, &old.trusted, settings);
    let by_new = judge(new, &new.trusted, settings);
    Some(match (&by_old, &by_new) {
        (_, Some(Judgement { verdict: Verdict::Reject, reason })) => error(
            "refused-by-new-trust",
            format!("Peers that trust the new ca.crt will refuse the new certificate: {reason}"),
        ),
        (Some(Judgement { verdict: Verdict::Reject, reason }), _) => error(
            "refused-by-old-trust",
            format!(
                "Peers that trust only the old ca.crt will refuse the new certificate. Give every peer a ca.crt with both CAs \
                 first, replace the certificate when all have it, and take the old CA away last. What they find: {reason}"
            ),
        ),
        // Nothing is replaced then.
        (Some(Judgement { verdict: Verdict::Accept, .. }), _) if is_same_chain(old, new) => return None,
        (Some(Judgement { verdict: Verdict::Accept, .. }), _) => notice(
            "accepted-by-old-trust",
            "Peers that trust the old ca.crt accept the new certificate: as far as trust goes, it can be replaced at any time.".to_owned(),
        ),
        (Some(Judgement { verdict: Verdict::Undetermined, reason }), _) => warning(
            "old-trust-undetermined",
            format!("Whether peers that trust the old ca.crt accept the new certificate cannot be told: {reason}"),
        ),
        (None, _) => warning(
            "old-trust-unknown",
            "The old version has no ca.crt, so that it cannot be told whether the peers accept the new certificate: add what \
             they trust to the old file."
                .to_owned(),
        ),
    })
}

fn is_same_chain(old: &Version<'_>, new: &Version<'_>) -> bool {
    entries::order(&old.presented) == entries::order(&new.presented)
}

/// The CAs that are trusted: whoever reads the new version stops accepting what a missing one issued. That of the issuers of
/// `told` is said already.
fn of_bundle(
    old: &Version<'_>,
    new: &Version<'_>,
    changes: &[Change],
    told: &[&Object],
) -> Option<Consequence> {
    let anchor = |certificate: &Certificate| {
        (certificate.subject.canonical(), certificate.public_key.as_ref().map(key_match::identity))
    };
    let anchors = |version: &Version<'_>| -> HashSet<_> {
        version.trusted.iter().copied().filter_map(certificate).map(anchor).collect()
    };
    let kept = anchors(new);
    let issuers: HashSet<_> = told
        .iter()
        .copied()
        .filter_map(certificate)
        .map(|certificate| certificate.issuer.canonical())
        .collect();
    let gone: Vec<String> = (old.trusted.iter().copied().filter_map(certificate))
        .filter(|certificate| !kept.contains(&anchor(certificate)))
        .filter(|certificate| !issuers.contains(&certificate.subject.canonical()))
        .map(|certificate| format!("`{}`", certificate.subject))
        .collect();
    if !gone.is_empty() {
        return Some(warning(
            "trust-removed",
            format!(
                "Whoever trusts the new ca.crt refuses what {} issued from then on: take a CA out only when every certificate it \
                 issued is replaced.",
                gone.join(", ")
            ),
        ));
    }
    (is_same_chain(old, new)
        && !old.trusted.is_empty()
        && changes.iter().any(|change| change.field == "trusted"))
    .then(|| {
        let message =
            "Every CA of the old bundle is in the new one, by name and key: what they issued stays accepted.";
        notice("trust-kept", message.to_owned())
    })
}

/// The trap of making a CA anew with the same commands.
fn same_name_other_key(old: &Version<'_>, new: &Version<'_>) -> Option<Consequence> {
    let mut keys: HashMap<_, HashSet<Vec<u8>>> = HashMap::new();
    for before in authorities(old) {
        let key = before.public_key.as_ref().map(key_match::identity);
        keys.entry(before.subject.canonical()).or_default().extend(key);
    }
    let renamed = authorities(new).find(|after| {
        let key = after.public_key.as_ref().map(key_match::identity);
        let namesakes = keys.get(&after.subject.canonical());
        namesakes.zip(key).is_some_and(|(namesakes, key)| !namesakes.contains(&key))
    })?;
    Some(warning(
        "ca-same-name-other-key",
        format!(
            "The new CA `{}` has the name of the old one and another key: it is another CA, and programs that look for it by \
             name report a bad signature. Renew a CA with its key, or give the new one a name of its own.",
            renamed.subject
        ),
    ))
}

fn authorities<'a>(version: &Version<'a>) -> impl Iterator<Item = &'a Certificate> {
    let above = version.presented.iter().skip(1);
    version.trusted.iter().chain(above).copied().filter_map(certificate).collect::<Vec<_>>().into_iter()
}

fn of_validity(before: &Certificate, after: &Certificate, settings: &Settings) -> Vec<Consequence> {
    let (Some(start), Some(end)) = (after.validity.not_before.instant, after.validity.not_after.instant)
    else {
        return Vec::new();
    };
    let mut consequences = Vec::new();
    let now = settings.time;
    if start > now {
        let wait = start.distance(now);
        let message =
            format!("The new certificate is valid only from {start}, in {wait}: put it in place after that.");
        consequences.push(error("not-yet-valid", message));
    }
    if end < now {
        let message =
            format!("The new certificate expired at {end}, {} ago: issue another one.", end.distance(now));
        consequences.push(error("expired", message));
    }
    if let Some(old_end) = before.validity.not_after.instant.filter(|old_end| end < *old_end) {
        consequences.push(warning(
            "expires-earlier",
            format!(
                "The new certificate expires at {end}, {} before the old one: check that OLD and NEW are not exchanged, and that \
                 the renewal runs often enough.",
                end.distance(old_end)
            ),
        ));
    }
    consequences
}

fn of_names(before: &Certificate, after: &Certificate, changes: &[Change]) -> Vec<Consequence> {
    let quoted =
        |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let mut consequences = Vec::new();
    let gone = unanswered(before, after);
    if !gone.is_empty() {
        consequences.push(warning(
            "name-removed",
            format!(
                "The new certificate no longer has {}: clients that dial these names, and servers that authorise by them, \
                 will refuse it. Issue it with them, or change whoever uses them first.",
                quoted(&gone)
            ),
        ));
    }
    let subject = changes.iter().find(|change| change.field == "subject" && !change.removed.is_empty());
    if let Some(Change { removed, added, .. }) = subject {
        consequences.push(warning(
            "subject-changed",
            format!(
                "The subject changes from {} to {}: servers that authorise clients by common name or organization see another \
                 client. Change their rules first, or keep the subject.",
                quoted(removed),
                quoted(added)
            ),
        ));
    }
    consequences
}

/// The names of `before` that `after` neither has nor, however they are written, answers to.
fn unanswered(before: &Certificate, after: &Certificate) -> Vec<String> {
    let names =
        |certificate: &Certificate| certificate.subject_alternative_names().unwrap_or_default().to_vec();
    let kept: HashSet<String> = names(after).iter().map(describe::one_name).collect();
    let presented = presented(after);
    let is_answered = |name: &GeneralName| match &name.value {
        GeneralNameValue::Dns(octets) if octets.contains(&b'*') => {
            let is_same = |other: &GeneralName| match &other.value {
                GeneralNameValue::Dns(other) => other.eq_ignore_ascii_case(octets),
                _ => false,
            };
            names(after).iter().any(is_same)
        }
        GeneralNameValue::Dns(_) | GeneralNameValue::Ip(_) | GeneralNameValue::Uri(_) => {
            let reference = name.value.text().parse::<ReferenceIdentifier>().ok();
            reference.is_some_and(|wanted| presented.iter().any(|name| answer(&wanted, name).is_match()))
        }
        _ => false,
    };
    let gone =
        names(before).into_iter().filter(|name| !is_answered(name)).map(|name| describe::one_name(&name));
    gone.filter(|name| !kept.contains(name)).collect()
}

fn of_usage(before: &Certificate, after: &Certificate, changes: &[Change]) -> Vec<Consequence> {
    let removed = |field: &str| -> Vec<&str> {
        let change = changes.iter().find(|change| change.field == field);
        change.map(|change| change.removed.iter().map(String::as_str).collect()).unwrap_or_default()
    };
    let mut consequences = Vec::new();
    let purposes = removed("extended_key_usage");
    let added = changes.iter().any(|change| change.field == "extended_key_usage" && !change.added.is_empty());
    let restricted = before.extended_key_usage().is_none() && after.extended_key_usage().is_some();
    if after.extended_key_usage().is_some() && !purposes.is_empty() {
        consequences.push(error(
            "purpose-removed",
            format!(
                "The new certificate is no longer for {}: peers refuse it in that role. Issue it with the same extended key \
                 usage.",
                purposes.join(", ")
            ),
        ));
    } else if restricted && added {
        consequences.push(warning(
            "purpose-restricted",
            "The old certificate was for any purpose and the new one only for those it lists: check that both roles it is used \
             in are among them."
                .to_owned(),
        ));
    }
    let bits = removed("key_usage");
    if after.key_usage().is_some() && !bits.is_empty() {
        consequences.push(warning(
            "key-usage-removed",
            format!(
                "The new certificate no longer has the key usage {}: digitalSignature is needed for TLS 1.3 and every ECDHE suite, \
                 keyEncipherment for RSA key exchange. Issue it with the bits its peers need.",
                bits.join(", ")
            ),
        ));
    }
    consequences
}

fn of_pins(before: &Certificate, after: &Certificate) -> Option<Consequence> {
    let der =
        |certificate: &Certificate| certificate.public_key.as_ref().map(|key: &PublicKey| key.der.clone());
    if before.der == after.der {
        return None;
    }
    Some(if der(before).is_some() && der(before) == der(after) {
        notice(
            "certificate-pins-break",
            "The key stays the same: pins of the certificate break, pins of the public key hold. Replace the former on both ends \
             before the certificate."
                .to_owned(),
        )
    } else {
        warning(
            "key-pins-break",
            "The key changes: pins of the certificate and pins of the public key break. Add the new pins beside the old ones \
             before the certificate is replaced; pins of the CA are not concerned as long as the CA stays."
                .to_owned(),
        )
    })
}

fn of_serial(before: &Certificate, after: &Certificate) -> Option<Consequence> {
    let is_reused = before.serial.is_same(&after.serial.octets)
        && before.issuer.matches(&after.issuer)
        && before.der != after.der
        && !before.serial.octets.is_empty();
    is_reused.then(|| {
        warning(
            "serial-reused",
            format!(
                "Both certificates have serial number {} of `{}`, which must give each number once (RFC 5280 §4.1.2.2): NSS refuses \
                 the second. Have the CA number its certificates at random.",
                after.serial.hex(),
                after.issuer
            ),
        )
    })
}
