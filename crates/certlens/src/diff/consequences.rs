//! What follows from the changes, for whoever connects.

use std::collections::{HashMap, HashSet};

use super::trust::{Judgement, judge};
use super::{Change, Consequence, Version, certificate};
use crate::crypto::key_match;
use crate::rule::{Severity, Verdict};
use crate::settings::Settings;
use crate::x509::certificate::Certificate;
use crate::x509::public_key::PublicKey;

pub(super) fn of(
    old: &Version<'_>,
    new: &Version<'_>,
    changes: &[Change],
    settings: &Settings,
) -> Vec<Consequence> {
    if changes.is_empty() {
        let message =
            format!("{} holds the same certificates in both versions: nothing has to be done.", new.name);
        return vec![notice("unchanged", message)];
    }
    let mut consequences = of_trust(old, new, settings);
    consequences.extend(of_bundle(old, new));
    consequences.extend(same_name_other_key(old, new));
    if let (Some(before), Some(after)) = (old.first(), new.first()) {
        consequences.extend(of_validity(before, after, settings));
        consequences.extend(of_names(changes));
        consequences.extend(of_usage(before, after, changes));
        consequences.extend(of_pins(before, after));
        consequences.extend(of_serial(before, after));
    }
    consequences
}

fn error(code: &'static str, message: String) -> Consequence {
    Consequence { code, severity: Severity::Error, message }
}

fn warning(code: &'static str, message: String) -> Consequence {
    Consequence { code, severity: Severity::Warning, message }
}

fn notice(code: &'static str, message: String) -> Consequence {
    Consequence { code, severity: Severity::Notice, message }
}

/// Both versions are in use while a rotation lasts: each must be accepted by the peers of the other.
fn of_trust(old: &Version<'_>, new: &Version<'_>, settings: &Settings) -> Vec<Consequence> {
    if old.presented.is_empty() || new.presented.is_empty() {
        return Vec::new();
    }
    let by_old = judge(new, &old.trusted, settings);
    let by_new = judge(new, &new.trusted, settings);
    let mut consequences = Vec::new();
    match (&by_old, &by_new) {
        (_, Some(Judgement { verdict: Verdict::Reject, reason })) => consequences.push(error(
            "refused-by-new-trust",
            format!("Peers that trust the new ca.crt will refuse the new certificate: {reason}"),
        )),
        (Some(Judgement { verdict: Verdict::Reject, reason }), _) => consequences.push(error(
            "refused-by-old-trust",
            format!(
                "Peers that trust only the old ca.crt will refuse the new certificate. Give every peer a ca.crt with both CAs \
                 first, replace the certificate when all have it, and take the old CA away last. What they find: {reason}"
            ),
        )),
        (Some(Judgement { verdict: Verdict::Accept, .. }), _) => consequences.push(notice(
            "accepted-by-old-trust",
            "Peers that trust the old ca.crt accept the new certificate: as far as trust goes, it can be replaced at any time.".to_owned(),
        )),
        (Some(Judgement { verdict: Verdict::Undetermined, reason }), _) => consequences.push(warning(
            "old-trust-undetermined",
            format!("Whether peers that trust the old ca.crt accept the new certificate cannot be told: {reason}"),
        )),
        (None, _) => consequences.push(warning(
            "old-trust-unknown",
            "The old version has no ca.crt, so that it cannot be told whether the peers accept the new certificate: add what \
             they trust to the old file."
                .to_owned(),
        )),
    }
    let was_accepted =
        judge(old, &old.trusted, settings).is_some_and(|judged| judged.verdict == Verdict::Accept);
    if let Some(Judgement { verdict: Verdict::Reject, .. }) = judge(old, &new.trusted, settings)
        && was_accepted
    {
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
    }
    consequences
}

/// A bundle of CAs that presents nothing: whoever trusts it stops accepting what a missing CA issued.
fn of_bundle(old: &Version<'_>, new: &Version<'_>) -> Option<Consequence> {
    if !old.presented.is_empty() || !new.presented.is_empty() {
        return None;
    }
    let anchor = |certificate: &Certificate| {
        (certificate.subject.canonical(), certificate.public_key.as_ref().map(key_match::identity))
    };
    let kept: HashSet<_> = authorities(new).map(anchor).collect();
    let gone: Vec<String> = authorities(old)
        .filter(|certificate| !kept.contains(&anchor(certificate)))
        .map(|certificate| format!("`{}`", certificate.subject))
        .collect();
    Some(if gone.is_empty() {
        let message =
            "Every CA of the old bundle is in the new one, by name and key: what they issued stays accepted.";
        notice("trust-kept", message.to_owned())
    } else {
        warning(
            "trust-removed",
            format!(
                "Whoever trusts this bundle will refuse what {} issued: take a CA out only when every certificate it issued is \
                 replaced.",
                gone.join(", ")
            ),
        )
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

fn of_names(changes: &[Change]) -> Vec<Consequence> {
    let mut consequences = Vec::new();
    for change in changes.iter().filter(|change| !change.removed.is_empty()) {
        let removed = change.removed.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        match change.field {
            "subject_alternative_names" => consequences.push(warning(
                "name-removed",
                format!(
                    "The new certificate no longer has {removed}: clients that dial these names, and servers that authorise by them, \
                     will refuse it. Issue it with them, or change whoever uses them first."
                ),
            )),
            "subject" => {
                let added = change.added.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                consequences.push(warning(
                    "subject-changed",
                    format!(
                        "The subject changes from {removed} to {added}: servers that authorise clients by common name or \
                         organization see another client. Change their rules first, or keep the subject."
                    ),
                ));
            }
            _ => {}
        }
    }
    consequences
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
