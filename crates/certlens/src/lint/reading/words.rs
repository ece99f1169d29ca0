//! The sentence of each defect.

use crate::defect::{Defect, DefectKind, TimeDefect};
use crate::prose;

/// What was found and what was needed, as a clause without a full stop.
pub(crate) fn words(defect: &Defect, whole: &[u8]) -> String {
    let octets = || octets(defect.at.of(whole));
    match &defect.kind {
        // Nothing is as long as that: bytes of something else were taken for a length.
        DefectKind::Truncated { announced: 0x8000_0000.., available } => {
            format!("the length of an element is beyond all bounds, and {available} bytes follow")
        }
        DefectKind::Truncated { announced, available } => {
            format!("an element announces {announced} bytes and {available} follow")
        }
        DefectKind::TrailingBytes { count: 1 } => "one byte follows the end of the structure".to_owned(),
        DefectKind::TrailingBytes { count } => format!("{count} bytes follow the end of the structure"),
        DefectKind::IndefiniteLength => "a length is indefinite; DER writes every length out".to_owned(),
        DefectKind::LengthNotMinimal => {
            format!("the length{} is written in more bytes than needed", octets())
        }
        DefectKind::TagNotMinimal => {
            format!("the tag{} is written in the long form without need", octets())
        }
        DefectKind::ConstructedString => "a string is cut into pieces; DER writes it in one".to_owned(),
        DefectKind::BooleanNotDer(value) => format!("a BOOLEAN is {value:02x}; DER writes ff for TRUE"),
        DefectKind::IntegerEmpty => "an INTEGER has no bytes".to_owned(),
        DefectKind::IntegerNotMinimal => {
            format!("the INTEGER{} has a leading byte that says nothing", octets())
        }
        DefectKind::UnusedBitsInvalid => "a BIT STRING has no count of unused bits from 0 to 7".to_owned(),
        DefectKind::UnusedBitsSet => format!("the unused bits of the BIT STRING{} are not zero", octets()),
        DefectKind::TrailingZeroBits => format!("the bit list{} has trailing zero bits", octets()),
        DefectKind::OidEmpty => "an object identifier has no bytes".to_owned(),
        DefectKind::OidNotMinimal => format!("the object identifier{} has a padded arc", octets()),
        DefectKind::OidTruncated => format!("the object identifier{} ends within an arc", octets()),
        DefectKind::Characters { string_type } => {
            format!("{} holds characters that the type does not have:{}", prose::one(string_type), octets())
        }
        DefectKind::OddLength { string_type } => {
            format!("the length of {} is not a multiple of its character size", prose::one(string_type))
        }
        DefectKind::Time(defect_of_time) => time(*defect_of_time, defect.at.of(whole)),
        DefectKind::DefaultEncoded(field) => {
            format!("the default of `{field}` is written out; DER leaves it out")
        }
        DefectKind::SetNotSorted => "the elements of a SET are not in ascending order".to_owned(),
        DefectKind::Missing(field) => format!("`{field}` is missing"),
        DefectKind::Unexpected { field, tag } => {
            format!("an element with tag {tag:02x} stands where `{field}` should")
        }
        DefectKind::ExtraField(structure) => format!("`{structure}` has an element that it does not define"),
        DefectKind::Empty(structure) => format!("`{structure}` is empty and must have an element"),
        DefectKind::OutOfRange(field) => {
            format!("the value{} of `{field}` is outside its range", octets())
        }
        DefectKind::DuplicateExtension => "an extension stands there a second time".to_owned(),
        DefectKind::IpAddressLength(length) => format!("an IP address has {length} bytes, which none has"),
        DefectKind::AlgorithmMismatch => {
            "the signature algorithm beside the signature is not the one that was signed".to_owned()
        }
    }
}

/// The first of some octets in hexadecimal digits, after a blank; nothing where they are those of a key, which are not at hand.
fn octets(octets: &[u8]) -> String {
    if octets.is_empty() {
        return String::new();
    }
    let shown = octets.get(..octets.len().min(16)).unwrap_or_default();
    let more = if octets.len() > shown.len() { "…" } else { "" };
    format!(" `{}{more}`", data_encoding::HEXLOWER.encode(shown))
}

fn time(defect: TimeDefect, element: &[u8]) -> String {
    let text = String::from_utf8_lossy(element.get(2..).unwrap_or_default());
    match defect {
        TimeDefect::Malformed => format!("`{text}` is not a time"),
        TimeDefect::NoSeconds => format!("the time `{text}` has no seconds"),
        TimeDefect::NoZone => format!("the time `{text}` has no `Z` at its end"),
        TimeDefect::Offset => format!("the time `{text}` has an offset where `Z` is needed"),
        TimeDefect::Fraction => format!("the time `{text}` has a fraction of a second"),
        TimeDefect::Impossible => format!("the time `{text}` is on no calendar or clock"),
    }
}
