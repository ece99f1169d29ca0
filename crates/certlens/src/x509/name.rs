//! Distinguished names (RFC 5280 §4.1.2.4, §7.1).

use core::fmt::{self, Write as _};

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::defect::{Defect, DefectKind};
use crate::der::oid::{self, Oid};
use crate::der::string::{self, StringType};
use crate::der::{self, Element, Reader};
use crate::sort;
use crate::span::ByteRange;
use crate::x509::oids;

/// `Name` of RFC 5280 §4.1.2.4: a sequence of relative distinguished names, most general first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name {
    /// Its encoding, byte for byte.
    pub der: Vec<u8>,
    /// Where it stands in the object it belongs to.
    pub range: ByteRange,
    /// `RDNSequence`
    pub rdns: Vec<RelativeDistinguishedName>,
}

/// `RelativeDistinguishedName`: almost always one attribute.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RelativeDistinguishedName {
    /// `SET OF AttributeTypeAndValue`, in the order of the encoding.
    pub attributes: Vec<Attribute>,
}

/// `AttributeTypeAndValue`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// `type`
    pub oid: Oid,
    /// The string type of the value; `None` where it is not a character string.
    pub string_type: Option<StringType>,
    /// The value as text; `#` and hexadecimal where it is not a character string.
    pub text: String,
    /// The whole encoding of the value.
    pub value: Vec<u8>,
    /// Where `type` and value stand.
    pub range: ByteRange,
}

impl Name {
    /// True if it has no attribute at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rdns.iter().all(|rdn| rdn.attributes.is_empty())
    }

    /// All attributes, in the order of the encoding.
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.rdns.iter().flat_map(|rdn| &rdn.attributes)
    }

    /// The last common name, which is the most specific one.
    #[must_use]
    pub fn common_name(&self) -> Option<&str> {
        self.attributes().filter(|a| a.oid.octets() == oids::COMMON_NAME).last().map(|a| a.text.as_str())
    }

    /// The name as RFC 5280 §7.1 compares it: equal results, equal names.
    #[must_use]
    pub fn canonical(&self) -> Vec<Vec<(Oid, String)>> {
        self.rdns.iter().map(RelativeDistinguishedName::canonical).collect()
    }

    /// True if both name the same entity (RFC 5280 §7.1), whatever the string types, the case and the spaces.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.der == other.der || self.canonical() == other.canonical()
    }

    /// True if this name lies in the subtree of `base` (RFC 5280 §4.2.1.10).
    #[must_use]
    pub fn is_within(&self, base: &Self) -> bool {
        self.rdns.len() >= base.rdns.len()
            && base.rdns.iter().zip(&self.rdns).all(|(base, own)| base.canonical() == own.canonical())
    }
}

impl RelativeDistinguishedName {
    fn canonical(&self) -> Vec<(Oid, String)> {
        let mut attributes: Vec<_> =
            self.attributes.iter().map(|a| (a.oid.clone(), a.canonical_value())).collect();
        sort::ascending(&mut attributes);
        attributes
    }
}

impl Attribute {
    /// The value prepared as RFC 4518 asks for caseIgnoreMatch: mapped, normalized, folded, insignificant spaces removed.
    fn canonical_value(&self) -> String {
        if self.string_type.is_none() {
            return self.text.clone();
        }
        let nfkc = ComposingNormalizerBorrowed::new_nfkc();
        let mapped: String = self.text.chars().filter(|c| !is_mapped_to_nothing(*c)).collect();
        let folded: String =
            nfkc.normalize_iter(nfkc.normalize(&mapped).chars().flat_map(char::to_lowercase)).collect();
        let mut prepared = String::with_capacity(folded.len());
        for word in folded.split(char::is_whitespace).filter(|word| !word.is_empty()) {
            if !prepared.is_empty() {
                prepared.push(' ');
            }
            prepared.push_str(word);
        }
        prepared
    }

    /// The short name of the type (`CN`), or dotted decimal.
    #[must_use]
    pub fn label(&self) -> String {
        oids::attribute(&self.oid).map_or_else(|| self.oid.to_string(), str::to_owned)
    }
}

/// RFC 4518 §2.2: soft hyphen, joiners, variation selectors, controls and zero-width characters.
const fn is_mapped_to_nothing(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{1806}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2063}' | '\u{206a}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fffc}'
        | '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}')
}

/// RFC 4514: most specific first, `,` between names, `+` within one.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, rdn) in self.rdns.iter().rev().enumerate() {
            if index > 0 {
                f.write_char(',')?;
            }
            for (index, attribute) in rdn.attributes.iter().enumerate() {
                if index > 0 {
                    f.write_char('+')?;
                }
                write!(f, "{}={}", attribute.label(), escaped(&attribute.text, attribute.string_type))?;
            }
        }
        Ok(())
    }
}

/// RFC 4514 §2.4
fn escaped(text: &str, string_type: Option<StringType>) -> String {
    if string_type.is_none() {
        return text.to_owned();
    }
    let mut escaped = String::with_capacity(text.len());
    let last = text.chars().count().saturating_sub(1);
    for (index, c) in text.chars().enumerate() {
        match c {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => escaped.extend(['\\', c]),
            '#' | ' ' if index == 0 => escaped.extend(['\\', c]),
            ' ' if index == last => escaped.push_str("\\ "),
            c if c.is_control() => {
                let mut octets = [0; 4];
                for octet in c.encode_utf8(&mut octets).bytes() {
                    escaped.push('\\');
                    escaped.push_str(&data_encoding::HEXUPPER.encode(&[octet]));
                }
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// The `Name` in `element`.
pub(crate) fn read(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> Name {
    let mut rdns = Vec::new();
    let mut sequence = Reader::inside(whole, element);
    while let Some(set) = sequence.next(defects) {
        if set.tag != der::tag::SET {
            let kind = DefectKind::Unexpected { field: "RelativeDistinguishedName", tag: set.tag };
            defects.push(Defect::new(kind, set.range));
        }
        rdns.push(read_rdn(whole, set, defects));
    }
    Name { der: element.range.of(whole).to_vec(), range: element.range, rdns }
}

/// The attributes of `set`; also the `nameRelativeToCRLIssuer` of a distribution point.
pub(crate) fn read_rdn(whole: &[u8], set: Element, defects: &mut Vec<Defect>) -> RelativeDistinguishedName {
    let mut attributes = Vec::new();
    let mut encodings: Vec<&[u8]> = Vec::new();
    let mut members = Reader::inside(whole, set);
    while let Some(member) = members.next(defects) {
        let mut fields = Reader::inside(whole, member);
        let oid = fields.required(der::tag::OID, "type", defects);
        let oid = oid.map_or_else(Oid::default, |element| oid::read(whole, element, defects));
        let Some(value) = fields.next(defects) else {
            defects.push(Defect::new(DefectKind::Missing("value"), member.range));
            continue;
        };
        fields.finish("AttributeTypeAndValue", defects);
        let string_type = StringType::from_tag(value.tag);
        let text = match string_type {
            Some(string_type) => string::read(whole, value, string_type, defects),
            None => format!("#{}", data_encoding::HEXLOWER.encode(value.range.of(whole))),
        };
        encodings.push(member.range.of(whole));
        attributes.push(Attribute {
            oid,
            string_type,
            text,
            value: value.range.of(whole).to_vec(),
            range: member.range,
        });
    }
    if attributes.is_empty() {
        defects.push(Defect::new(DefectKind::Empty("RelativeDistinguishedName"), set.range));
    }
    if !encodings.is_sorted() {
        defects.push(Defect::new(DefectKind::SetNotSorted, set.range));
    }
    RelativeDistinguishedName { attributes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(attributes: &[(u8, &str)]) -> Name {
        let mut der = Vec::new();
        for (tag, text) in attributes {
            let length = u8::try_from(text.len()).unwrap();
            der.extend([0x31, length + 9, 0x30, length + 7, 6, 3, 0x55, 4, 3, *tag, length]);
            der.extend(text.as_bytes());
        }
        let mut whole = vec![0x30, u8::try_from(der.len()).unwrap()];
        whole.extend(der);
        let mut defects = Vec::new();
        let element = Reader::new(&whole).next(&mut defects).unwrap();
        let name = read(&whole, element, &mut defects);
        assert_eq!(defects, []);
        name
    }

    #[test]
    fn comparison() {
        const CASES: &[(&str, &str, bool)] = &[
            ("Root", "Root", true),
            // caseIgnoreMatch
            ("Root", "rOOT", true),
            // insignificant spaces
            ("Root CA", "  Root   CA ", true),
            ("Root CA", "RootCA", false),
            // normalization form KC
            ("\u{fb01}ne", "fine", true),
            ("Stra\u{df}e", "Strasse", false),
            // characters mapped to nothing
            ("Ro\u{ad}ot", "Root", true),
        ];
        for (left, right, equal) in CASES {
            let (left, right) = (name(&[(0x0c, left)]), name(&[(0x0c, right)]));
            assert_eq!(left.matches(&right), *equal, "{left} {right}");
        }
        assert!(name(&[(0x0c, "Root")]).matches(&name(&[(0x13, "Root")])), "the string type does not count");
        assert!(!name(&[(0x0c, "a"), (0x0c, "b")]).matches(&name(&[(0x0c, "b"), (0x0c, "a")])));
        assert!(name(&[(0x0c, "a"), (0x0c, "b")]).is_within(&name(&[(0x0c, "A")])));
        assert!(!name(&[(0x0c, "a")]).is_within(&name(&[(0x0c, "a"), (0x0c, "b")])));
    }

    #[test]
    fn display() {
        const CASES: &[(&str, &str)] = &[
            ("a,b", "CN=a\\,b"),
            (" a ", "CN=\\ a\\ "),
            ("#a#", "CN=\\#a#"),
            ("a\0", "CN=a\\00"),
            ("", "CN="),
        ];
        for (text, shown) in CASES {
            assert_eq!(name(&[(0x0c, text)]).to_string(), *shown);
        }
        assert_eq!(name(&[(0x0c, "a"), (0x0c, "b")]).to_string(), "CN=b,CN=a");
    }
}
