//! The Netscape extensions, which OpenSSL still enforces in part.

use crate::defect::Defect;
use crate::der::string::{self, StringType};
use crate::der::{self, Reader, bits};

/// `nsCertType`: bit n of the integer is bit n of the BIT STRING.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NetscapeCertType(pub u64);

/// Names of the bits as OpenSSL writes them, in their order; bit 4 is reserved.
const NAMES: [&str; 8] = ["client", "server", "email", "objsign", "reserved", "sslCA", "emailCA", "objCA"];

impl NetscapeCertType {
    /// Names of the bits set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.iter().enumerate().filter(move |(bit, _)| self.0 >> bit & 1 == 1).map(|(_, name)| *name)
    }
}

pub(super) fn read_type(reader: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<NetscapeCertType> {
    let element = reader.required(der::tag::BIT_STRING, "NetscapeCertType", defects)?;
    Some(NetscapeCertType(bits::named(reader.whole(), element, defects)))
}

pub(super) fn read_text(reader: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<String> {
    let string_type = StringType::from_tag(reader.peek()?)?;
    let element = reader.next(defects)?;
    Some(string::read(reader.whole(), element, string_type, defects))
}
