//! An inventory of encodings whose kinds are known, without any text around them.

use std::collections::HashMap;

use crate::defect::Defect;
use crate::inventory::{Content, Inventory, Object};
use crate::span::ObjectId;
use crate::x509::{certificate, certificate_list, ocsp};

/// A DER encoding and what it is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding<'a> {
    /// `Certificate`
    Certificate(&'a [u8]),
    /// `CertificateList`
    CertificateList(&'a [u8]),
    /// `OCSPResponse`
    OcspResponse(&'a [u8]),
}

impl Inventory {
    /// The objects in `encodings`, each once, and the number of each of `encodings`; `None` for one that has not even the outer
    /// form. The objects have no origins, and no relations are looked for.
    #[must_use]
    pub fn of_encodings(encodings: &[Encoding<'_>]) -> (Self, Vec<Option<ObjectId>>) {
        let mut inventory = Self::default();
        let mut known: HashMap<Encoding<'_>, ObjectId> = HashMap::new();
        let mut ids = Vec::new();
        for encoding in encodings {
            let mut defects = Vec::new();
            let id = known.get(encoding).copied().or_else(|| {
                let content = read(*encoding, &mut defects)?;
                let id = ObjectId(inventory.objects.len());
                inventory.objects.push(Object { id, origins: Vec::new(), content, defects });
                known.insert(*encoding, id);
                Some(id)
            });
            ids.push(id);
        }
        (inventory, ids)
    }
}

fn read(encoding: Encoding<'_>, defects: &mut Vec<Defect>) -> Option<Content> {
    match encoding {
        Encoding::Certificate(der) => {
            certificate::read(der, defects).map(|certificate| Content::Certificate(Box::new(certificate)))
        }
        Encoding::CertificateList(der) => {
            certificate_list::read(der, defects).map(|list| Content::CertificateList(Box::new(list)))
        }
        Encoding::OcspResponse(der) => {
            ocsp::read(der, defects).map(|response| Content::OcspResponse(Box::new(response)))
        }
    }
}
