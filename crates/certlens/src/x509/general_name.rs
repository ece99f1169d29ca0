//! GeneralName (RFC 5280 §4.2.1.6).

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::borrow::Cow;

use crate::defect::{Defect, DefectKind};
use crate::der::oid::{self, Oid};
use crate::der::{self, Element, Reader};
use crate::span::ByteRange;
use crate::x509::name::{self, Name};

/// One `GeneralName` and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneralName {
    /// The name.
    pub value: GeneralNameValue,
    /// Where it stands in the object it belongs to.
    pub range: ByteRange,
}

/// The forms of a name. Strings are kept as the octets found, since not all of them are characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GeneralNameValue {
    /// `otherName [0]`
    Other {
        /// `type-id`
        type_id: Oid,
        /// The encoding of `value`, without its explicit tag.
        value: Vec<u8>,
    },
    /// `rfc822Name [1]`, an IA5String
    Rfc822(Vec<u8>),
    /// `dNSName [2]`, an IA5String
    Dns(Vec<u8>),
    /// `x400Address [3]`, its encoding
    X400(Vec<u8>),
    /// `directoryName [4]`
    Directory(Name),
    /// `ediPartyName [5]`, its encoding
    EdiParty(Vec<u8>),
    /// `uniformResourceIdentifier [6]`, an IA5String
    Uri(Vec<u8>),
    /// `iPAddress [7]`: 4 or 16 octets in a name, 8 or 32 in a constraint
    Ip(Vec<u8>),
    /// `registeredID [8]`
    RegisteredId(Oid),
    /// Not a `GeneralName`: the identifier octet and the content octets found.
    Unreadable {
        /// The identifier octet.
        tag: u8,
        /// The content octets.
        content: Vec<u8>,
    },
}

impl GeneralNameValue {
    /// What the name is called in OpenSSL's listings: `DNS`, `IP Address`, `URI` …
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Other { .. } => "otherName",
            Self::Rfc822(_) => "email",
            Self::Dns(_) => "DNS",
            Self::X400(_) => "X400Name",
            Self::Directory(_) => "DirName",
            Self::EdiParty(_) => "EdiPartyName",
            Self::Uri(_) => "URI",
            Self::Ip(_) => "IP",
            Self::RegisteredId(_) => "Registered ID",
            Self::Unreadable { .. } => "unreadable",
        }
    }

    /// The name as text: an address as RFC 5952 writes it, hexadecimal where there is no text.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Rfc822(octets) | Self::Dns(octets) | Self::Uri(octets) => String::from_utf8_lossy(octets),
            Self::Ip(octets) => ip_text(octets).into(),
            Self::Directory(name) => name.to_string().into(),
            Self::RegisteredId(oid) => oid.to_string().into(),
            Self::Other { type_id, value } => other_text(type_id, value).into(),
            Self::X400(octets) | Self::EdiParty(octets) | Self::Unreadable { content: octets, .. } => {
                data_encoding::HEXLOWER.encode(octets).into()
            }
        }
    }
}

/// The address with these 4 or 16 octets.
#[must_use]
pub fn ip_address(octets: &[u8]) -> Option<IpAddr> {
    if let Ok(octets) = <[u8; 4]>::try_from(octets) {
        return Some(Ipv4Addr::from(octets).into());
    }
    <[u8; 16]>::try_from(octets).ok().map(|octets| Ipv6Addr::from(octets).into())
}

fn ip_text(octets: &[u8]) -> String {
    if let Some(address) = ip_address(octets) {
        return address.to_string();
    }
    let halves = octets.split_at(octets.len() / 2);
    match (ip_address(halves.0), ip_address(halves.1)) {
        (Some(network), Some(mask)) => {
            let ones = halves.1.iter().map(|octet| octet.count_ones()).sum::<u32>();
            let zeros = halves.1.iter().rev().map(|octet| octet.trailing_zeros().min(8)).collect::<Vec<_>>();
            let trailing = zeros.iter().take_while(|zeros| **zeros == 8).sum::<u32>()
                + zeros.iter().find(|zeros| **zeros != 8).copied().unwrap_or_default();
            let width = u32::try_from(halves.1.len() * 8).unwrap_or_default();
            if ones + trailing == width { format!("{network}/{ones}") } else { format!("{network}/{mask}") }
        }
        _ => format!("0x{}", data_encoding::HEXLOWER.encode(octets)),
    }
}

/// The text of an otherName whose value is a character string (user principal name, SmtpUTF8Mailbox, SRV name …).
fn other_text(type_id: &Oid, value: &[u8]) -> String {
    let mut unused = Vec::new();
    let element = Reader::new(value).next(&mut unused);
    let string = element.and_then(|element| Some((element, der::string::StringType::from_tag(element.tag)?)));
    let text = string.map_or_else(
        || format!("0x{}", data_encoding::HEXLOWER.encode(value)),
        |(element, string_type)| der::string::read(value, element, string_type, &mut unused),
    );
    let form = crate::x509::oids::other_name(type_id);
    format!("{}:{text}", form.map_or_else(|| type_id.to_string(), str::to_owned))
}

/// `GeneralNames`, of whatever length.
pub(crate) fn read_all(whole: &[u8], range: ByteRange, defects: &mut Vec<Defect>) -> Vec<GeneralName> {
    let mut reader = Reader::over(whole, range);
    let mut names = Vec::new();
    while let Some(element) = reader.next(defects) {
        names.push(read(whole, element, defects));
    }
    names
}

/// The `GeneralName` in `element`. An address may have any length here.
pub(crate) fn read(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> GeneralName {
    let content = element.content.of(whole).to_vec();
    let constructed = element.is_constructed();
    let value = match (element.tag & 0xdf, constructed) {
        (0x80, true) => read_other(whole, element, defects),
        (0x81, false) => GeneralNameValue::Rfc822(ia5(content, element, defects)),
        (0x82, false) => GeneralNameValue::Dns(ia5(content, element, defects)),
        (0x83, true) => GeneralNameValue::X400(content),
        (0x84, true) => {
            let mut inner = Reader::inside(whole, element);
            let name = inner.required(der::tag::SEQUENCE, "directoryName", defects);
            GeneralNameValue::Directory(
                name.map_or_else(Name::default, |name| name::read(whole, name, defects)),
            )
        }
        (0x85, true) => GeneralNameValue::EdiParty(content),
        (0x86, false) => GeneralNameValue::Uri(ia5(content, element, defects)),
        (0x87, false) => GeneralNameValue::Ip(content),
        (0x88, false) => GeneralNameValue::RegisteredId(oid::read(whole, element, defects)),
        _ => {
            let kind = DefectKind::Unexpected { field: "GeneralName", tag: element.tag };
            defects.push(Defect::new(kind, element.range));
            GeneralNameValue::Unreadable { tag: element.tag, content }
        }
    };
    GeneralName { value, range: element.range }
}

fn read_other(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> GeneralNameValue {
    let mut fields = Reader::inside(whole, element);
    let type_id = fields.required(der::tag::OID, "type-id", defects);
    let type_id = type_id.map_or_else(Oid::default, |element| oid::read(whole, element, defects));
    let value = fields.required(der::tag::context_constructed(0), "value", defects);
    let value = value.map_or_else(Vec::new, |value| value.content.of(whole).to_vec());
    fields.finish("otherName", defects);
    GeneralNameValue::Other { type_id, value }
}

fn ia5(content: Vec<u8>, element: Element, defects: &mut Vec<Defect>) -> Vec<u8> {
    if !content.is_ascii() {
        defects.push(Defect::new(DefectKind::Characters { string_type: "IA5String" }, element.range));
    }
    content
}
