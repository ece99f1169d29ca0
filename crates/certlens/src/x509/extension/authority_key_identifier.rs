//! authorityKeyIdentifier (RFC 5280 §4.2.1.1).

use crate::defect::{Defect, DefectKind};
use crate::der::{self, Reader};
use crate::x509::general_name::{self, GeneralName};

/// `AuthorityKeyIdentifier` as defined in RFC 5280 §4.2.1.1.
///
/// ```text
/// AuthorityKeyIdentifier ::= SEQUENCE {
///    keyIdentifier             [0] KeyIdentifier           OPTIONAL,
///    authorityCertIssuer       [1] GeneralNames            OPTIONAL,
///    authorityCertSerialNumber [2] CertificateSerialNumber OPTIONAL  }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuthorityKeyIdentifier {
    /// `keyIdentifier`
    pub key_identifier: Option<Vec<u8>>,
    /// `authorityCertIssuer`
    pub authority_cert_issuer: Vec<GeneralName>,
    /// `authorityCertSerialNumber`: its content octets
    pub authority_cert_serial_number: Option<Vec<u8>>,
}

pub(super) fn read(reader: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<AuthorityKeyIdentifier> {
    let whole = reader.whole();
    let sequence = reader.required(der::tag::SEQUENCE, "AuthorityKeyIdentifier", defects)?;
    let mut fields = Reader::inside(whole, sequence);
    let octets = |element: der::Element| element.content.of(whole).to_vec();
    let key_identifier = fields.optional(der::tag::context(0), defects).map(octets);
    let issuer = fields.optional(der::tag::context_constructed(1), defects);
    let authority_cert_issuer =
        issuer.map_or_else(Vec::new, |element| general_name::read_all(whole, element.content, defects));
    let authority_cert_serial_number = fields.optional(der::tag::context(2), defects).map(octets);
    fields.finish("AuthorityKeyIdentifier", defects);
    if issuer.is_some() != authority_cert_serial_number.is_some() {
        let absent = if issuer.is_some() { "authorityCertSerialNumber" } else { "authorityCertIssuer" };
        defects.push(Defect::new(DefectKind::Missing(absent), sequence.range));
    }
    Some(AuthorityKeyIdentifier { key_identifier, authority_cert_issuer, authority_cert_serial_number })
}
