//! nameConstraints (RFC 5280 §4.2.1.10).

use crate::defect::{Defect, DefectKind};
use crate::der::{self, Element, Reader, integer};
use crate::span::ByteRange;
use crate::x509::general_name::{self, GeneralName, GeneralNameValue};

/// `NameConstraints` as defined in RFC 5280 §4.2.1.10.
///
/// ```text
/// NameConstraints ::= SEQUENCE {
///      permittedSubtrees       [0]     GeneralSubtrees OPTIONAL,
///      excludedSubtrees        [1]     GeneralSubtrees OPTIONAL }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameConstraints {
    /// `permittedSubtrees`
    pub permitted: Option<Vec<GeneralSubtree>>,
    /// `excludedSubtrees`
    pub excluded: Option<Vec<GeneralSubtree>>,
}

/// `GeneralSubtree`
///
/// ```text
/// GeneralSubtree ::= SEQUENCE {
///      base                    GeneralName,
///      minimum         [0]     BaseDistance DEFAULT 0,
///      maximum         [1]     BaseDistance OPTIONAL }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneralSubtree {
    /// `base`
    pub base: GeneralName,
    /// `minimum`; `None` where it cannot be read
    pub minimum: Option<u64>,
    /// True if there is a `maximum`, which RFC 5280 forbids
    pub has_maximum: bool,
    /// The whole subtree.
    pub range: ByteRange,
}

pub(super) fn read(reader: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<NameConstraints> {
    let whole = reader.whole();
    let sequence = reader.required(der::tag::SEQUENCE, "NameConstraints", defects)?;
    let mut fields = Reader::inside(whole, sequence);
    let mut list = |number, structure| {
        let element = fields.optional(der::tag::context_constructed(number), defects)?;
        let subtrees = subtrees(whole, element, defects);
        if subtrees.is_empty() {
            defects.push(Defect::new(DefectKind::Empty(structure), element.range));
        }
        Some(subtrees)
    };
    let permitted = list(0, "permittedSubtrees");
    let excluded = list(1, "excludedSubtrees");
    fields.finish("NameConstraints", defects);
    if sequence.content.is_empty() {
        defects.push(Defect::new(DefectKind::Empty("NameConstraints"), sequence.range));
    }
    Some(NameConstraints { permitted, excluded })
}

fn subtrees(whole: &[u8], list: Element, defects: &mut Vec<Defect>) -> Vec<GeneralSubtree> {
    let mut members = Reader::inside(whole, list);
    let mut subtrees = Vec::new();
    while let Some(member) = members.next(defects) {
        let mut fields = Reader::inside(whole, member);
        let Some(base) = fields.next(defects) else {
            defects.push(Defect::new(DefectKind::Missing("base"), member.range));
            continue;
        };
        let base = general_name::read(whole, base, defects);
        let minimum = fields.optional(der::tag::context(0), defects);
        let minimum = minimum.map_or(Some(0), |element| integer::small(whole, element, defects));
        let has_maximum = fields.optional(der::tag::context(1), defects).is_some();
        fields.finish("GeneralSubtree", defects);
        if let GeneralNameValue::Ip(octets) = &base.value
            && !matches!(octets.len(), 8 | 32)
        {
            defects.push(Defect::new(DefectKind::IpAddressLength(octets.len()), base.range));
        }
        subtrees.push(GeneralSubtree { base, minimum, has_maximum, range: member.range });
    }
    subtrees
}
