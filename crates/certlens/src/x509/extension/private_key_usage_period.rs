//! privateKeyUsagePeriod (RFC 3280 §4.2.1.4).

use crate::defect::Defect;
use crate::der::time::Time;
use crate::der::{self, Element, Reader};

/// `PrivateKeyUsagePeriod` as defined in RFC 3280 §4.2.1.4.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PrivateKeyUsagePeriod {
    /// `notBefore`
    pub not_before: Option<Time>,
    /// `notAfter`
    pub not_after: Option<Time>,
}

pub(super) fn read(reader: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<PrivateKeyUsagePeriod> {
    let whole = reader.whole();
    let sequence = reader.required(der::tag::SEQUENCE, "PrivateKeyUsagePeriod", defects)?;
    let mut fields = Reader::inside(whole, sequence);
    let mut time = |number| {
        let element = fields.optional(der::tag::context(number), defects)?;
        // The tag is implicit: a GeneralizedTime in all but its identifier octet.
        let element = Element { tag: der::tag::GENERALIZED_TIME, ..element };
        Some(der::time::read(whole, element, defects))
    };
    let (not_before, not_after) = (time(0), time(1));
    fields.finish("PrivateKeyUsagePeriod", defects);
    Some(PrivateKeyUsagePeriod { not_before, not_after })
}
