//! Character strings (X.690 §8.23), as text plus defects.

use crate::defect::{Defect, DefectKind};
use crate::der::Element;

/// The ASN.1 type of a character string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StringType {
    /// UTF8String
    Utf8,
    /// NumericString
    Numeric,
    /// PrintableString
    Printable,
    /// TeletexString (T61String), read as ISO 8859-1 as everybody does
    Teletex,
    /// IA5String
    Ia5,
    /// VisibleString
    Visible,
    /// UniversalString, four octets a character
    Universal,
    /// BMPString, two octets a character
    Bmp,
}

impl StringType {
    /// The type with this identifier octet.
    #[must_use]
    pub const fn from_tag(tag: u8) -> Option<Self> {
        match tag {
            0x0c => Some(Self::Utf8),
            0x12 => Some(Self::Numeric),
            0x13 => Some(Self::Printable),
            0x14 => Some(Self::Teletex),
            0x16 => Some(Self::Ia5),
            0x1a => Some(Self::Visible),
            0x1c => Some(Self::Universal),
            0x1e => Some(Self::Bmp),
            _ => None,
        }
    }

    /// The name ASN.1 gives it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF8String",
            Self::Numeric => "NumericString",
            Self::Printable => "PrintableString",
            Self::Teletex => "TeletexString",
            Self::Ia5 => "IA5String",
            Self::Visible => "VisibleString",
            Self::Universal => "UniversalString",
            Self::Bmp => "BMPString",
        }
    }
}

/// The text of a string; what cannot be read stands as U+FFFD.
pub(crate) fn read(
    whole: &[u8],
    element: Element,
    string_type: StringType,
    defects: &mut Vec<Defect>,
) -> String {
    let octets = element.content.of(whole);
    if has_wrong_length(octets, string_type) {
        let kind = DefectKind::OddLength { string_type: string_type.name() };
        defects.push(Defect::new(kind, element.range));
    }
    let text = decode(octets, string_type);
    let allowed = match string_type {
        StringType::Utf8 | StringType::Universal | StringType::Bmp => {
            !text.contains(char::REPLACEMENT_CHARACTER)
        }
        StringType::Numeric => octets.iter().all(|octet| octet.is_ascii_digit() || *octet == b' '),
        StringType::Printable => octets.iter().copied().all(is_printable),
        StringType::Ia5 => octets.is_ascii(),
        StringType::Visible => octets.iter().all(|octet| matches!(octet, 0x20..=0x7e)),
        StringType::Teletex => true,
    };
    if !allowed {
        let kind = DefectKind::Characters { string_type: string_type.name() };
        defects.push(Defect::new(kind, element.range));
    }
    text
}

const fn has_wrong_length(octets: &[u8], string_type: StringType) -> bool {
    match string_type {
        StringType::Bmp => !octets.len().is_multiple_of(2),
        StringType::Universal => !octets.len().is_multiple_of(4),
        _ => false,
    }
}

fn decode(octets: &[u8], string_type: StringType) -> String {
    match string_type {
        StringType::Bmp => {
            let units = octets.chunks_exact(2).map(|pair| match pair {
                [high, low] => u16::from(*high) << 8 | u16::from(*low),
                _ => 0xfffd,
            });
            char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        StringType::Universal => octets
            .chunks_exact(4)
            .map(|four| four.iter().fold(0u32, |value, octet| value << 8 | u32::from(*octet)))
            .map(|value| char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
        StringType::Teletex => octets.iter().copied().map(char::from).collect(),
        _ => String::from_utf8_lossy(octets).into_owned(),
    }
}

/// X.680 §41.4, table 10.
const fn is_printable(octet: u8) -> bool {
    octet.is_ascii_alphanumeric()
        || matches!(octet, b' ' | b'\'' | b'(' | b')' | b'+' | b',' | b'-' | b'.' | b'/' | b':' | b'=' | b'?')
}
