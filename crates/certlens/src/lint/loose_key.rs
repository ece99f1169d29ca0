//! A certificate and a key in one file, or in one place of a document: whether they belong together.

use std::collections::BTreeMap;

use super::{Context, Lint, Note, role};
use crate::inventory::{Content, Inventory, Relation};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::source::Place;
use crate::span::{Location, ObjectId, Span};

pub(super) const LINTS: &[Lint<Loose>] = &[KEY_OF_ANOTHER_CERTIFICATE];

/// The end entities and the private keys that stand side by side: in one file, or under one key of a document.
pub(super) struct Loose {
    place: Place,
    span: Span,
    certificates: Vec<ObjectId>,
    keys: Vec<ObjectId>,
}

/// Every place with any, but for the entries of Secrets that have rules of their own.
pub(super) fn all(inventory: &Inventory) -> Vec<Loose> {
    let mut all: BTreeMap<(usize, Option<usize>, &[String]), Loose> = BTreeMap::new();
    for object in &inventory.objects {
        for origin in object.own_origins().filter(|origin| is_loose(&origin.place)) {
            let place = &origin.place;
            let around = place.trail.split_last().map(|(_, around)| around).unwrap_or_default();
            let loose = all.entry((place.source, place.manifest, around)).or_insert_with(|| Loose {
                place: Place { trail: around.to_vec(), block: None, member: None, ..place.clone() },
                span: origin.span,
                certificates: Vec::new(),
                keys: Vec::new(),
            });
            let members = match &object.content {
                Content::Certificate(certificate) if role::is_end_entity(certificate) => {
                    &mut loose.certificates
                }
                Content::PrivateKey(_) => &mut loose.keys,
                _ => continue,
            };
            if members.last() != Some(&object.id) {
                members.push(object.id);
            }
        }
    }
    all.into_values().collect()
}

fn is_loose(place: &Place) -> bool {
    let is_own = matches!(place.trail.as_slice(), [_, key, ..] if matches!(key.as_str(), "tls.crt" | "tls.key" | "ca.crt"));
    !(place.manifest.is_some() && is_own)
}

impl Loose {
    pub(super) fn name(&self) -> String {
        format!("`{}`", self.place)
    }

    pub(super) const fn location(&self) -> Location {
        Location::Text(self.span)
    }
}

const KEY_OF_ANOTHER_CERTIFICATE: Lint<Loose> = Lint {
    rule: &Rule {
        code: "key-of-another-certificate",
        title: "key that does not belong to the certificate beside it",
        severity: Severity::Warning,
        citation: Citation::Practice("Go, OpenSSL, nginx, Java and rustls refuse to start with such a pair"),
        explanation: "One certificate of a peer and one private key stand here, and the key is not that of the certificate. As a pair they are refused: Go says \
                      `tls: private key does not match public key`, OpenSSL `key values mismatch`, rustls `KeyMismatch`.",
        remedy: "Put the key beside it that the certificate was issued for, or have the certificate issued again for this key; if they were never meant for each other, nothing need be done.",
        kind: RuleKind::Lint,
    },
    run: key_of_another_certificate,
};

fn key_of_another_certificate(loose: &Loose, context: &Context<'_>) -> Vec<Note> {
    let ([certificate], [key]) = (loose.certificates.as_slice(), loose.keys.as_slice()) else {
        return Vec::new();
    };
    let inventory = context.inventory;
    // A key that belongs to anything else here, such as the CA, is with its own.
    let is_used = inventory
        .relations
        .iter()
        .any(|relation| matches!(relation, Relation::KeyOf { key: used, .. } if used == key));
    let objects = inventory.object(*certificate).zip(inventory.object(*key));
    let known = objects.filter(|(certificate, key)| {
        !is_used && certificate.content.public_key().is_some() && key.content.public_key().is_some()
    });
    known
        .map(|(certificate, key)| Note {
            at: Location::Object(key.id),
            message: format!(
                "beside the {} stands a {}, which does not belong to it",
                certificate.title(),
                key.title()
            ),
        })
        .into_iter()
        .collect()
}
