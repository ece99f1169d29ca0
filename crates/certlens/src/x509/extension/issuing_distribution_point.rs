//! issuingDistributionPoint (RFC 5280 §5.2.5).

use crate::defect::Defect;
use crate::der::{self, Reader, bits, boolean};
use crate::x509::extension::distribution_points::{self, DistributionPointName};

/// `IssuingDistributionPoint` as defined in RFC 5280 §5.2.5.
///
/// ```text
/// IssuingDistributionPoint ::= SEQUENCE {
///      distributionPoint          [0] DistributionPointName OPTIONAL,
///      onlyContainsUserCerts      [1] BOOLEAN DEFAULT FALSE,
///      onlyContainsCACerts        [2] BOOLEAN DEFAULT FALSE,
///      onlySomeReasons            [3] ReasonFlags OPTIONAL,
///      indirectCRL                [4] BOOLEAN DEFAULT FALSE,
///      onlyContainsAttributeCerts [5] BOOLEAN DEFAULT FALSE }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the four flags of the ASN.1 type, under its names")]
pub struct IssuingDistributionPoint {
    /// `distributionPoint`
    pub name: Option<DistributionPointName>,
    /// `onlyContainsUserCerts`
    pub only_contains_user_certs: bool,
    /// `onlyContainsCACerts`
    pub only_contains_ca_certs: bool,
    /// `onlySomeReasons`: bit n of the integer is bit n of the BIT STRING
    pub only_some_reasons: Option<u64>,
    /// `indirectCRL`
    pub indirect_crl: bool,
    /// `onlyContainsAttributeCerts`
    pub only_contains_attribute_certs: bool,
}

pub(super) fn read(reader: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<IssuingDistributionPoint> {
    let whole = reader.whole();
    let sequence = reader.required(der::tag::SEQUENCE, "IssuingDistributionPoint", defects)?;
    let mut fields = Reader::inside(whole, sequence);
    let name = fields.optional(der::tag::context_constructed(0), defects);
    let name = name.and_then(|name| distribution_points::read_name(whole, name, defects));
    let flag = |fields: &mut Reader<'_>, number, defects: &mut Vec<Defect>| {
        let element = fields.optional(der::tag::context(number), defects);
        element.is_some_and(|element| boolean::read(whole, element, defects))
    };
    let only_contains_user_certs = flag(&mut fields, 1, defects);
    let only_contains_ca_certs = flag(&mut fields, 2, defects);
    let reasons = fields.optional(der::tag::context(3), defects);
    let only_some_reasons = reasons.map(|reasons| bits::named(whole, reasons, defects));
    let indirect_crl = flag(&mut fields, 4, defects);
    let only_contains_attribute_certs = flag(&mut fields, 5, defects);
    fields.finish("IssuingDistributionPoint", defects);
    Some(IssuingDistributionPoint {
        name,
        only_contains_user_certs,
        only_contains_ca_certs,
        only_some_reasons,
        indirect_crl,
        only_contains_attribute_certs,
    })
}
