//! The entries themselves: what is gone, does not fit or cannot be read, and what is only written otherwise.

use super::consequences::{error, notice};
use super::{Consequence, Version};
use crate::crypto::key_match;
use crate::inventory::Object;
use crate::peer::Files;
use crate::x509::private_key::{Obstacle, PrivateKeyFacts};

/// What keeps the workload of the new version from starting at all.
pub(super) fn faults(old: &Version<'_>, new: &Version<'_>) -> Vec<Consequence> {
    certificate_missing(old, new).into_iter().chain(of_key(old, new)).collect()
}

fn certificate_missing(old: &Version<'_>, new: &Version<'_>) -> Option<Consequence> {
    if old.presented.is_empty() || !new.presented.is_empty() {
        return None;
    }
    let found = if is_filled(&new.files.certificate) { "none that can be read" } else { "none" };
    Some(error(
        "certificate-missing",
        format!(
            "The old version has a certificate to present and the new one has {found}: a workload that mounts it will not \
             start. Put the certificate into the new version, followed by its intermediates."
        ),
    ))
}

type File = Option<zeroize::Zeroizing<Vec<u8>>>;

fn is_filled(file: &File) -> bool {
    file.as_ref().is_some_and(|bytes| !bytes.trim_ascii().is_empty())
}

/// Whether there is a key at all, it can be loaded, and it is that of the certificate.
fn of_key(old: &Version<'_>, new: &Version<'_>) -> Option<Consequence> {
    let (before, after) = (old.key(), new.key());
    let is_unreadable =
        |facts: Option<&PrivateKeyFacts>| facts.is_none_or(|f| f.obstacle == Some(Obstacle::Unreadable));
    if (before.is_some() || is_filled(&old.files.key)) && after.is_none() && !is_filled(&new.files.key) {
        return Some(error(
            "key-missing",
            "The old version has a private key and the new one has none: a workload that mounts it will not start. Put the key of \
             the new certificate into it."
                .to_owned(),
        ));
    }
    if is_filled(&new.files.key) && is_unreadable(after) && (before.is_none() || !is_unreadable(before)) {
        return Some(error(
            "key-unreadable",
            "The private key of the new version cannot be read, and a workload that mounts it will not start. Put the key of \
             the new certificate there, as PEM."
                .to_owned(),
        ));
    }
    let after = after?;
    if after.encryption.is_some() && before.is_none_or(|facts| facts.encryption.is_none()) {
        return Some(error(
            "key-encrypted",
            "The private key of the new version is encrypted, which that of the old one is not: Go, rustls, Ingress controllers and \
             cert-manager ask for no password and will not start with it. Store it unencrypted, `openssl pkey -in OLD -out NEW`."
                .to_owned(),
        ));
    }
    let public = new.first()?.public_key.as_ref()?;
    if after.public_key.is_some() && !key_match::matches(after, public) {
        let subject = &new.first()?.subject;
        return Some(error(
            "key-of-another-certificate",
            format!(
                "The private key of the new version is not that of `{subject}`, the first of its certificates: a workload that mounts \
                 both will not start. Put the pair that belongs together into it, the end entity's certificate first."
            ),
        ));
    }
    let is_other = |facts: &PrivateKeyFacts| !key_match::matches(facts, public) && facts.public_key.is_some();
    (before.is_some_and(is_other) && has_first_key_of(old, new)).then(|| {
        notice(
            "private-key-changed",
            "The private key is another one and is that of the certificate, which the old key was not: a workload that could not \
             start with the old version can with the new one. Restart it."
                .to_owned(),
        )
    })
}

/// Whether the first certificates of both have the same key.
fn has_first_key_of(old: &Version<'_>, new: &Version<'_>) -> bool {
    let key =
        |version: &Version<'_>| version.first().and_then(|c| c.public_key.as_ref()).map(key_match::identity);
    key(old) == key(new)
}

/// What is only written otherwise, which some loaders mind; none where the files are the same to the byte.
pub(super) fn rewritten(old: &Version<'_>, new: &Version<'_>) -> Option<Consequence> {
    let file = |name: &str, before: &File, after: &File, is_reordered: bool| {
        (before != after).then(|| format!("{name} {}", differences(before, after, is_reordered)))
    };
    let Files { certificate, key, trust } = &old.files;
    let parts = [
        file(
            "what is presented",
            certificate,
            &new.files.certificate,
            order(&old.presented) != order(&new.presented),
        ),
        file("the private key", key, &new.files.key, false),
        file("what is trusted", trust, &new.files.trust, order(&old.trusted) != order(&new.trusted)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| {
        notice(
            "rewritten",
            format!(
                "{} holds the same certificates and keys in both versions, written otherwise: {}. Where a stack minds, it is said \
                 here; if nothing was to change, put the old version back.",
                new.name,
                parts.join("; ")
            ),
        )
    })
}

/// The fingerprints in their order.
pub(super) fn order(objects: &[&Object]) -> Vec<Option<[u8; 32]>> {
    objects.iter().map(|object| object.sha256()).collect()
}

const TRAITS: [&str; 3] = ["a byte order mark in front", "line ends of CR and LF", "line ends of CR alone"];

/// Which of [`TRAITS`] a file has.
fn traits(file: &File) -> [bool; 3] {
    let bytes = file.as_deref().map_or(&[][..], Vec::as_slice);
    let is_alone = |(at, byte): (usize, &u8)| *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    [
        bytes.starts_with(b"\xef\xbb\xbf"),
        bytes.windows(2).any(|pair| pair == b"\r\n"),
        bytes.iter().enumerate().any(is_alone),
    ]
}

/// What a reader would not see in the text: order, line ends, a byte order mark.
fn differences(old: &File, new: &File, is_reordered: bool) -> String {
    let mut found: Vec<String> = Vec::new();
    if is_reordered {
        found.push("has its certificates in another order".to_owned());
    }
    for ((name, had), has) in TRAITS.iter().zip(traits(old)).zip(traits(new)) {
        match (had, has) {
            (false, true) => found.push(format!("now has {name}")),
            (true, false) => found.push(format!("no longer has {name}")),
            _ => {}
        }
    }
    if found.is_empty() {
        "differs in text, blank lines or line breaks".to_owned()
    } else {
        found.join(" and ")
    }
}
