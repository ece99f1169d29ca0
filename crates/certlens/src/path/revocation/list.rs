//! What a revocation list says, worked out once: whether it can be used at all, its scope, and its entries by serial number.

use std::collections::HashMap;

use crate::defect::Defect;
use crate::path::critical;
use crate::path::memo::NameId;
use crate::path::revocation::minimal;
use crate::time::Timestamp;
use crate::x509::certificate_list::CertificateList;
use crate::x509::extension::issuing_distribution_point::IssuingDistributionPoint;
use crate::x509::extension::{Extension, ExtensionContent};
use crate::x509::general_name::GeneralNameValue;
use crate::x509::name::Name;
use crate::x509::oids;

/// `removeFromCRL` (RFC 5280 §5.3.1)
pub(super) const REMOVE_FROM_CRL: u8 = 8;

/// An entry of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::path) struct Entry {
    pub(super) date: Option<Timestamp>,
    pub(super) reason: Option<u8>,
}

/// A list, worked out.
#[derive(Debug, Clone)]
pub(in crate::path) struct Digest {
    /// Why it cannot be used for anything, if so.
    pub(super) unusable: Option<String>,
    pub(super) scope: Option<IssuingDistributionPoint>,
    /// The encoding of the scope, to compare lists by.
    pub(super) scope_octets: Option<Vec<u8>>,
    /// `cRLNumber`
    pub(super) number: Option<Vec<u8>>,
    /// `BaseCRLNumber` of a delta list
    pub(super) base: Option<Vec<u8>>,
    entries: HashMap<(NameId, Vec<u8>), Entry>,
}

impl Digest {
    /// `number` gives names their numbers.
    pub(in crate::path) fn of(
        list: &CertificateList,
        defects: &[Defect],
        mut number: impl FnMut(&Name) -> NameId,
    ) -> Self {
        let find = |select: fn(&ExtensionContent) -> bool| {
            list.extensions.iter().find(|extension| select(&extension.content))
        };
        let scope = find(|content| matches!(content, ExtensionContent::IssuingDistributionPoint(_)));
        let mut digest = Self {
            unusable: unusable(list, defects),
            scope: None,
            scope_octets: scope.map(|extension| extension.value.of(&list.der).to_vec()),
            number: None,
            base: None,
            entries: HashMap::new(),
        };
        for extension in &list.extensions {
            match &extension.content {
                ExtensionContent::IssuingDistributionPoint(point) => digest.scope = Some(point.clone()),
                ExtensionContent::CrlNumber(value) => digest.number = Some(value.clone()),
                ExtensionContent::DeltaCrlIndicator(value) => digest.base = Some(value.clone()),
                _ => {}
            }
        }
        let mut issuer = number(&list.issuer);
        for entry in &list.revoked {
            let mut reason = None;
            for extension in &entry.extensions {
                match &extension.content {
                    ExtensionContent::ReasonCode(code) => reason = Some(*code),
                    // RFC 5280 §5.3.3: it holds for the entries that follow, too.
                    ExtensionContent::CertificateIssuer(names) => {
                        let directory = names.iter().find_map(|name| match &name.value {
                            GeneralNameValue::Directory(name) => Some(name),
                            _ => None,
                        });
                        issuer = directory.map_or(issuer, &mut number);
                    }
                    _ => {}
                }
            }
            let key = (issuer, minimal(&entry.serial.octets).to_vec());
            digest.entries.insert(key, Entry { date: entry.date.instant, reason });
        }
        digest
    }

    pub(super) fn entry(&self, issuer: NameId, serial: &[u8]) -> Option<Entry> {
        self.entries.get(&(issuer, minimal(serial).to_vec())).copied()
    }
}

fn unusable(list: &CertificateList, defects: &[Defect]) -> Option<String> {
    if defects.iter().any(|defect| critical::is_structural(&defect.kind)) {
        return Some("the list is damaged".to_owned());
    }
    if !matches!(list.version, None | Some(1)) {
        return Some("the list has a version that does not exist".to_owned());
    }
    let has_extensions =
        !list.extensions.is_empty() || list.revoked.iter().any(|entry| !entry.extensions.is_empty());
    if list.version.is_none() && has_extensions {
        return Some("the list has extensions, which its version does not have".to_owned());
    }
    let says_nothing = |content: &ExtensionContent| matches!(content, ExtensionContent::IssuingDistributionPoint(scope) if *scope == IssuingDistributionPoint::default());
    if list.extensions.iter().any(|extension| says_nothing(&extension.content)) {
        return Some("the issuingDistributionPoint of the list says nothing, which it must not".to_owned());
    }
    let unknown = |extensions: &[Extension], known: &[&str]| {
        let mut critical = extensions.iter().filter(|extension| extension.critical);
        critical
            .find(|extension| !oids::extension(&extension.oid).is_some_and(|name| known.contains(&name)))
            .map(|extension| {
                oids::extension(&extension.oid).map_or_else(|| extension.oid.to_string(), str::to_owned)
            })
    };
    // RFC 5280 §5.2: the only two that may be critical; cRLNumber and the others MUST NOT.
    let of_list = unknown(&list.extensions, &["issuingDistributionPoint", "deltaCRLIndicator"]);
    let of_entries = || {
        list.revoked.iter().find_map(|entry| unknown(&entry.extensions, &["certificateIssuer", "reasonCode"]))
    };
    of_list
        .or_else(of_entries)
        .map(|name| format!("the list has the critical extension `{name}`, which a list cannot have or which is not processed here"))
}
