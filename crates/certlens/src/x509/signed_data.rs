//! The certificates and lists in PKCS #7 signed data (RFC 5652 §5.1), which is how bundles travel in `.p7b` files.

use crate::defect::Defect;
use crate::der::{self, Reader};
use crate::span::ByteRange;

/// Where the certificates and revocation lists of a `ContentInfo` stand; it may have none.
pub(crate) fn members(whole: &[u8], defects: &mut Vec<Defect>) -> Vec<ByteRange> {
    let mut members = Vec::new();
    let mut collect = |defects: &mut Vec<Defect>| {
        let info = Reader::new(whole).required(der::tag::SEQUENCE, "ContentInfo", defects)?;
        let mut fields = Reader::inside(whole, info);
        fields.required(der::tag::OID, "contentType", defects)?;
        let explicit = fields.required(der::tag::context_constructed(0), "content", defects)?;
        let data = Reader::inside(whole, explicit).required(der::tag::SEQUENCE, "SignedData", defects)?;
        let mut fields = Reader::inside(whole, data);
        fields.required(der::tag::INTEGER, "version", defects)?;
        fields.required(der::tag::SET, "digestAlgorithms", defects)?;
        fields.required(der::tag::SEQUENCE, "encapContentInfo", defects)?;
        for number in [0, 1] {
            if let Some(set) = fields.optional(der::tag::context_constructed(number), defects) {
                let mut inner = Reader::inside(whole, set);
                while let Some(member) = inner.next(defects) {
                    members.push(member.range);
                }
            }
        }
        Some(())
    };
    collect(defects);
    members
}
