//! cRLDistributionPoints and freshestCRL (RFC 5280 §4.2.1.13, §4.2.1.15).

use crate::defect::{Defect, DefectKind};
use crate::der::{self, Element, Reader, bits};
use crate::span::ByteRange;
use crate::x509::general_name::{self, GeneralName};
use crate::x509::name::{self, RelativeDistinguishedName};

/// `DistributionPoint` as defined in RFC 5280 §4.2.1.13.
///
/// ```text
/// DistributionPoint ::= SEQUENCE {
///      distributionPoint       [0]     DistributionPointName OPTIONAL,
///      reasons                 [1]     ReasonFlags OPTIONAL,
///      cRLIssuer               [2]     GeneralNames OPTIONAL }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistributionPoint {
    /// `distributionPoint`
    pub name: Option<DistributionPointName>,
    /// `reasons`: bit n of the integer is bit n of the BIT STRING
    pub reasons: Option<u64>,
    /// `cRLIssuer`
    pub crl_issuer: Vec<GeneralName>,
    /// Where it stands.
    pub range: ByteRange,
}

/// `DistributionPointName`
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DistributionPointName {
    /// `fullName`
    Full(Vec<GeneralName>),
    /// `nameRelativeToCRLIssuer`
    Relative(RelativeDistinguishedName),
}

pub(super) fn read(reader: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<Vec<DistributionPoint>> {
    let whole = reader.whole();
    let sequence = reader.required(der::tag::SEQUENCE, "CRLDistributionPoints", defects)?;
    let mut members = Reader::inside(whole, sequence);
    let mut points = Vec::new();
    while let Some(member) = members.next(defects) {
        let mut fields = Reader::inside(whole, member);
        let name = fields.optional(der::tag::context_constructed(0), defects);
        let name = name.and_then(|name| read_name(whole, name, defects));
        let reasons = fields.optional(der::tag::context(1), defects);
        let reasons = reasons.map(|reasons| bits::named(whole, reasons, defects));
        let issuer = fields.optional(der::tag::context_constructed(2), defects);
        let crl_issuer =
            issuer.map_or_else(Vec::new, |issuer| general_name::read_all(whole, issuer.content, defects));
        fields.finish("DistributionPoint", defects);
        points.push(DistributionPoint { name, reasons, crl_issuer, range: member.range });
    }
    if points.is_empty() {
        defects.push(Defect::new(DefectKind::Empty("CRLDistributionPoints"), sequence.range));
    }
    Some(points)
}

/// The `DistributionPointName` inside the explicit tag `element`.
pub(super) fn read_name(
    whole: &[u8],
    element: Element,
    defects: &mut Vec<Defect>,
) -> Option<DistributionPointName> {
    let mut choice = Reader::inside(whole, element);
    let name = if let Some(full) = choice.optional(der::tag::context_constructed(0), defects) {
        DistributionPointName::Full(general_name::read_all(whole, full.content, defects))
    } else {
        let relative = choice.required(der::tag::context_constructed(1), "DistributionPointName", defects)?;
        DistributionPointName::Relative(name::read_rdn(whole, relative, defects))
    };
    choice.finish("DistributionPointName", defects);
    Some(name)
}
