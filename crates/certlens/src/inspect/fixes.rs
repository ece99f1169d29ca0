//! Which of the objects are to be issued again, and how.

use std::collections::HashMap;

use super::Inspection;
use crate::inventory::{Object, Relation};
use crate::reissue::{self, Fix, Surroundings};
use crate::rule::Finding;
use crate::source::Manifest;
use crate::span::{Location, ObjectId};
use crate::x509::certificate::Certificate;

/// Who issued what.
#[derive(Default)]
struct Kin<'a> {
    issuers: HashMap<ObjectId, Vec<&'a Certificate>>,
    issued: HashMap<ObjectId, Vec<&'a Certificate>>,
}

impl Inspection {
    /// How what was found is issued properly, of those objects that are `wanted` and that it would help.
    #[must_use]
    pub fn fixes(&self, wanted: impl Fn(ObjectId) -> bool) -> Vec<Fix> {
        let mut findings: HashMap<ObjectId, Vec<&Finding>> = HashMap::new();
        for finding in &self.findings {
            if let Location::Object(object) | Location::Field { object, .. } = finding.location {
                findings.entry(object).or_default().push(finding);
            }
        }
        let kin = self.kin();
        let fix = |object: &Object| {
            let own = findings.get(&object.id)?;
            reissue::fix(object, own.iter().copied(), self.surroundings(object, &kin))
        };
        self.inventory.objects.iter().filter(|object| wanted(object.id)).filter_map(fix).collect()
    }

    fn kin(&self) -> Kin<'_> {
        let mut kin = Kin::default();
        for relation in &self.inventory.relations {
            let Relation::Issued { issuer, subject, .. } = relation else { continue };
            let both = self.inventory.certificate(*issuer).zip(self.inventory.certificate(*subject));
            if let (Some((above, below)), true) = (both, issuer != subject) {
                kin.issuers.entry(*subject).or_default().push(above);
                kin.issued.entry(*issuer).or_default().push(below);
            }
        }
        kin
    }

    fn surroundings<'a>(&'a self, object: &Object, kin: &Kin<'a>) -> Surroundings<'a> {
        let issuers = kin.issuers.get(&object.id).map(Vec::as_slice).unwrap_or_default();
        let issued = kin.issued.get(&object.id).map(Vec::as_slice).unwrap_or_default();
        Surroundings {
            issuer: issuers.iter().copied().max_by_key(|issuer| issuer.validity.not_after.instant),
            issues_end_entities_only: !issued.is_empty() && issued.iter().all(|below| !below.is_ca()),
            secret: self.secret(object),
            time: self.settings.time,
        }
    }

    /// Namespace and name of the Secret whose `tls.crt` begins with the object.
    fn secret(&self, object: &Object) -> Option<(Option<&str>, &str)> {
        let own = object.own_origins().find(|origin| {
            let is_first = origin.place.block.is_none_or(|(number, _)| number == 1);
            is_first && origin.place.is_presented()
        })?;
        let manifest: &Manifest = self.manifests.get(own.place.manifest?)?;
        // What is no name of Kubernetes is not written into a manifest.
        let is_name =
            |text: &&str| text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
        let namespace = manifest.namespace.as_deref().filter(is_name);
        Some((namespace, manifest.name.as_deref().filter(is_name)?))
    }
}
