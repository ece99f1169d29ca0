//! The fields that differ.

use std::collections::HashSet;

use data_encoding::{BASE64, HEXLOWER};

use super::{Change, Version};
use crate::crypto::digest;
use crate::der::time::Time;
use crate::describe;
use crate::inventory::Object;
use crate::x509::certificate::Certificate;
use crate::x509::private_key::PrivateKeyFacts;

/// What differs between the two versions, in the order of the fields of a certificate.
pub(super) fn between(old: Option<&Version<'_>>, new: Option<&Version<'_>>) -> Vec<Change> {
    let old = fields(old);
    let new = fields(new);
    let changes = old.into_iter().zip(new).map(|((field, old), (_, new))| Change {
        field,
        removed: without(&old, &new),
        added: without(&new, &old),
    });
    changes.filter(|change| !change.removed.is_empty() || !change.added.is_empty()).collect()
}

fn without(own: &[String], other: &[String]) -> Vec<String> {
    let other: HashSet<&String> = other.iter().collect();
    own.iter().filter(|value| !other.contains(value)).cloned().collect()
}

/// Every field that is compared, and its values.
fn fields(version: Option<&Version<'_>>) -> Vec<(&'static str, Vec<String>)> {
    let certificate = version.and_then(Version::first);
    let text = |of: fn(&Certificate) -> String| certificate.map(of).into_iter().collect();
    let list = |of: fn(&Certificate) -> Vec<String>| certificate.map(of).unwrap_or_default();
    let objects = |of: fn(&Version<'_>) -> Vec<String>| version.map(of).unwrap_or_default();
    vec![
        ("subject", text(|c| c.subject.to_string())),
        ("issuer", text(|c| c.issuer.to_string())),
        ("serial", text(|c| c.serial.hex())),
        ("not_before", text(|c| time(&c.validity.not_before))),
        ("not_after", text(|c| time(&c.validity.not_after))),
        (
            "subject_alternative_names",
            list(|c| {
                c.subject_alternative_names().unwrap_or_default().iter().map(describe::one_name).collect()
            }),
        ),
        (
            "key_usage",
            list(|c| {
                c.key_usage().map(|usage| usage.names().map(str::to_owned).collect()).unwrap_or_default()
            }),
        ),
        (
            "extended_key_usage",
            list(|c| c.extended_key_usage().unwrap_or_default().iter().map(describe::purpose).collect()),
        ),
        ("is_ca", text(|c| c.is_ca().to_string())),
        ("key_algorithm", list(|c| c.public_key.iter().map(|key| key.describe()).collect())),
        ("signature_algorithm", text(|c| c.signature_algorithm.to_string())),
        ("sha256", text(|c| HEXLOWER.encode(&digest::sha256(&c.der)))),
        (
            "spki_sha256",
            list(|c| c.public_key.iter().map(|key| BASE64.encode(&digest::sha256(&key.der))).collect()),
        ),
        ("private_key", version.and_then(Version::key).map(private_key).into_iter().collect()),
        (
            "presented_with",
            objects(|version| version.presented.iter().skip(1).map(|object| named(object)).collect()),
        ),
        ("trusted", objects(|version| version.trusted.iter().map(|object| named(object)).collect())),
    ]
}

fn time(time: &Time) -> String {
    time.instant.map_or_else(|| time.text.clone(), |instant| instant.to_string())
}

/// A key is told by its public half, the digest of which is all that is shown.
fn private_key(facts: &PrivateKeyFacts) -> String {
    let public = facts.public_key.as_ref().map(|key| BASE64.encode(&digest::sha256(&key.der)));
    let public = public.map(|digest| format!(", of the public key with SHA-256 {digest}"));
    format!("{}, {}{}", facts.title(), facts.encoding, public.unwrap_or_default())
}

/// A title alone does not tell a CA's certificate from the next.
fn named(object: &Object) -> String {
    let fingerprint = object.sha256().map(|digest| HEXLOWER.encode(&digest)).unwrap_or_default();
    format!("{}, SHA-256 {fingerprint}", object.title())
}
