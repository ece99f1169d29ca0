//! A certificate in its place on a path, and the findings about it.

use crate::defect::Defect;
use crate::inventory::Inventory;
use crate::path::Role;
use crate::path::memo::Memo;
use crate::rule::{Finding, Outcome, Rule};
use crate::span::{ByteRange, Location, ObjectId};
use crate::x509::certificate::Certificate;

/// A certificate in its place on a path.
#[derive(Debug, Clone)]
pub(super) struct Member<'a> {
    pub(super) id: ObjectId,
    pub(super) certificate: &'a Certificate,
    pub(super) defects: &'a [Defect],
    pub(super) role: Role,
    pub(super) is_self_issued: bool,
    /// How sentences name it.
    pub(super) label: String,
}

impl<'a> Member<'a> {
    pub(super) fn of(inventory: &'a Inventory, memo: &Memo, id: ObjectId, role: Role) -> Option<Self> {
        let object = inventory.object(id)?;
        let certificate = inventory.certificate(id)?;
        Some(Self {
            id,
            certificate,
            defects: &object.defects,
            role,
            is_self_issued: memo.is_self_issued(id),
            label: label(certificate),
        })
    }

    /// Where `bytes` of it stand.
    pub(super) const fn at(&self, bytes: ByteRange) -> Location {
        Location::Field { object: self.id, bytes }
    }

    /// Where the extension with this name (that of RFC 5280) stands; the whole certificate if it has none.
    pub(super) fn at_extension(&self, name: &str) -> Location {
        let extension = self.certificate.extension(name);
        extension.map_or(Location::Object(self.id), |extension| self.at(extension.range))
    }

    pub(super) const fn finding(
        rule: &'static Rule,
        outcome: Outcome,
        location: Location,
        message: String,
    ) -> Finding {
        Finding { rule, outcome, location, message }
    }
}

/// How sentences name a certificate.
pub(super) fn label(certificate: &Certificate) -> String {
    const MOST: usize = 120;
    let name = certificate.label();
    match name.char_indices().nth(MOST) {
        Some((end, _)) => format!("`{}…`", name.get(..end).unwrap_or_default()),
        None => format!("`{name}`"),
    }
}
