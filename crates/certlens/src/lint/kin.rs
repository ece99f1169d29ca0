//! Who issued whom, and who shares what, looked up once for all lints.

use std::collections::HashMap;

use crate::inventory::{Inventory, Relation};
use crate::span::ObjectId;
use crate::x509::certificate::Certificate;
use crate::x509::extension::Extension;

/// Groups of certificates by what they have in common, in the order of the inventory.
#[derive(Default)]
pub(crate) struct Kin<'a> {
    issuers: HashMap<ObjectId, Vec<ObjectId>>,
    issued: HashMap<ObjectId, Vec<ObjectId>>,
    by_serial: HashMap<(&'a [u8], &'a [u8]), Vec<ObjectId>>,
    by_key: HashMap<&'a [u8], Vec<ObjectId>>,
    by_subject: HashMap<&'a [u8], Vec<ObjectId>>,
}

impl<'a> Kin<'a> {
    pub(super) fn of(inventory: &'a Inventory) -> Self {
        let mut kin = Self::default();
        for relation in &inventory.relations {
            if let Relation::Issued { issuer, subject, .. } = relation
                && issuer != subject
            {
                kin.issuers.entry(*subject).or_default().push(*issuer);
                kin.issued.entry(*issuer).or_default().push(*subject);
            }
        }
        for (id, certificate) in inventory.originals() {
            let serial = (certificate.issuer.der.as_slice(), certificate.serial.octets.as_slice());
            kin.by_serial.entry(serial).or_default().push(id);
            kin.by_subject.entry(&certificate.subject.der).or_default().push(id);
            if let Some(key) = key(certificate) {
                kin.by_key.entry(key).or_default().push(id);
            }
        }
        kin
    }

    pub(super) fn issuers(&self, id: Option<ObjectId>) -> impl Iterator<Item = ObjectId> {
        members(id.and_then(|id| self.issuers.get(&id)))
    }

    pub(super) fn issued(&self, id: Option<ObjectId>) -> impl Iterator<Item = ObjectId> {
        members(id.and_then(|id| self.issued.get(&id)))
    }

    /// The first certificate with this issuer and serial number; it may be `certificate` itself.
    pub(super) fn first_with_serial_of(&self, certificate: &Certificate) -> Option<ObjectId> {
        let serial = (certificate.issuer.der.as_slice(), certificate.serial.octets.as_slice());
        self.by_serial.get(&serial)?.first().copied()
    }

    /// The first certificate with this public key; it may be `certificate` itself.
    pub(super) fn first_with_key_of(&self, certificate: &Certificate) -> Option<ObjectId> {
        self.by_key.get(key(certificate)?)?.first().copied()
    }

    /// The first certificate other than `own` whose subject is the issuer of `certificate`, byte for byte.
    pub(super) fn named_as_issuer_of(
        &self,
        certificate: &Certificate,
        own: Option<ObjectId>,
    ) -> Option<ObjectId> {
        let group = self.by_subject.get(certificate.issuer.der.as_slice())?;
        group.iter().copied().find(|id| Some(*id) != own)
    }
}

fn members(group: Option<&Vec<ObjectId>>) -> impl Iterator<Item = ObjectId> {
    group.into_iter().flatten().copied()
}

fn key(certificate: &Certificate) -> Option<&[u8]> {
    certificate.public_key.as_ref().map(|key| key.key.as_slice()).filter(|key| !key.is_empty())
}

/// The extensions with this name (that of RFC 5280).
pub(super) fn named<'a>(extensions: &'a [Extension], name: &'a str) -> impl Iterator<Item = &'a Extension> {
    extensions.iter().filter(move |extension| crate::x509::oids::extension(&extension.oid) == Some(name))
}
