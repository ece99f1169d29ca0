//! How wolfSSL reads extensions (`DecodeCertExtensions`, `DecodeExtensionType` of `asn.c`): element after element up to what it needs,
//! whatever follows (recorded: ext-aki-garbage-server, ext-duplicate-san-server).

use crate::peer::shelf::Parsed;
use crate::x509::general_name::ip_address;
use crate::x509::oids;

use super::error::{Error, MEMORY, NAME, OBJECT_ID, PARSE};

/// `MAX_AIA_SZ`
const MAX_AIA: usize = 2;

/// id-ad-caRepository (RFC 5280 §4.2.2.2)
const CA_REPOSITORY: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x05];

/// What is left of the value. wolfSSL enters an element without minding where it ends.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    /// `GetLength`: minimal, of at most four octets, and no more than there is; an indefinite one counts as none.
    fn length(&mut self) -> Option<usize> {
        let (first, mut rest) = self.0.split_first()?;
        let mut length = usize::from(*first);
        if *first >= 0x80 {
            let (octets, more) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let is_minimal = match octets {
                [] => true,
                [only] => *only >= 0x80,
                [most, ..] => *most != 0 && octets.len() <= 4,
            };
            length = is_minimal
                .then(|| octets.iter().fold(0, |length, octet| length << 8 | usize::from(*octet)))?;
            rest = more;
        }
        self.0 = rest;
        (length <= rest.len()).then_some(length)
    }

    /// `GetASNHeader`: steps into the element, of this length.
    fn enter(&mut self, tag: u8) -> Option<usize> {
        self.skip_tag(tag)?;
        self.length()
    }

    fn skip_tag(&mut self, tag: u8) -> Option<()> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        (*first == tag).then_some(())
    }

    /// The next element: its tag and what it holds.
    fn any(&mut self) -> Option<(u8, &'a [u8])> {
        let (tag, rest) = self.0.split_first()?;
        self.0 = rest;
        let length = self.length()?;
        let (content, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some((*tag, content))
    }

    /// The content of the next element, which must have this tag.
    fn take(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.any().filter(|(found, _)| *found == tag).map(|(_, content)| content)
    }
}

/// Whether every extension that wolfSSL knows can be read and stands there once.
pub(super) fn read(parsed: &Parsed) -> Result<(), Error> {
    let mut seen: Vec<&str> = Vec::new();
    let mut is_ca = false;
    for extension in &parsed.certificate.extensions {
        let Some(name) = oids::extension(&extension.oid).filter(|name| is_known(name)) else { continue };
        // `VERIFY_AND_SET_OID`
        if seen.contains(&name) && name != "netscapeCertType" {
            return Err(OBJECT_ID);
        }
        seen.push(name);
        if extension.critical && matches!(name, "authorityKeyIdentifier" | "subjectKeyIdentifier") {
            continue;
        }
        let value = extension.value.of(&parsed.der);
        match name {
            "subjectAltName" => alternative_names(value)?,
            "basicConstraints" => is_ca = basic_constraints(value).ok_or(PARSE)?,
            "nameConstraints" => {
                name_constraints(value).ok_or(PARSE)?;
                // Only a certificate that has already said that it is a CA may have them.
                if !is_ca {
                    return Err(NAME);
                }
            }
            _ => decode(name, value).ok_or(PARSE)?,
        }
    }
    Ok(())
}

/// The cases of `DecodeExtensionType`, which may be critical too (recorded: ext-crldp-critical-server).
pub(super) fn is_known(name: &str) -> bool {
    const KNOWN: &[&str] = &[
        "basicConstraints",
        "cRLDistributionPoints",
        "authorityInfoAccess",
        "subjectAltName",
        "authorityKeyIdentifier",
        "subjectKeyIdentifier",
        "certificatePolicies",
        "keyUsage",
        "extKeyUsage",
        "nameConstraints",
        "inhibitAnyPolicy",
        "netscapeCertType",
        "ocspNoCheck",
        "policyConstraints",
        "subjectDirectoryAttributes",
        "subjectInfoAccess",
    ];
    KNOWN.contains(&name)
}

fn decode(name: &str, value: &[u8]) -> Option<()> {
    let mut input = Input(value);
    match name {
        "keyUsage" => bits(&mut input).filter(|octets| (1..=2).contains(&octets.len())).map(|_| ()),
        "netscapeCertType" => {
            bits(&mut input).filter(|octets| !octets.is_empty() || !input.0.is_empty()).map(|_| ())
        }
        "subjectKeyIdentifier" => input.take(0x04).map(|_| ()),
        "authorityKeyIdentifier" => authority_key_identifier(&mut input),
        "extKeyUsage" => ext_key_usage(&mut input),
        "certificatePolicies" => certificate_policies(&mut input),
        "cRLDistributionPoints" => distribution_points(&mut input),
        "authorityInfoAccess" => information_access(&mut input),
        "subjectInfoAccess" => repository(&mut input),
        "policyConstraints" => policy_constraints(&mut input),
        "ocspNoCheck" => input.take(0x05).map(|_| ()),
        _ => Some(()),
    }
}

/// `DecodeBasicCaConstraint`: whether it says CA; a flag that cannot be read says no, and a path length is one octet
/// (recorded: ext-bc-garbage-server).
fn basic_constraints(value: &[u8]) -> Option<bool> {
    let mut input = Input(value);
    if input.enter(0x30)? == 0 {
        return Some(false);
    }
    let is_ca = match input.0 {
        [0x01, 1, flag, rest @ ..] => {
            input.0 = rest;
            *flag != 0
        }
        _ => false,
    };
    matches!(input.0, [] | [0x02, 1, _, ..]).then_some(is_ca)
}

/// `CheckBitString`: unused bits must be zero (recorded: ku-empty-bits-server, ext-ku-trailing-zero-bits-server).
fn bits<'a>(input: &mut Input<'a>) -> Option<&'a [u8]> {
    let (unused, octets) = input.take(0x03)?.split_first()?;
    let last = octets.last().copied().unwrap_or(*unused);
    let is_sound = *unused == 0 || (*unused < 8 && last.trailing_zeros() >= u32::from(*unused));
    is_sound.then_some(octets)
}

/// `DecodeAuthKeyId`: of the first field alone.
fn authority_key_identifier(input: &mut Input<'_>) -> Option<()> {
    input.enter(0x30)?;
    match input.0.first()? {
        0x80 => input.any().filter(|(_, key_id)| !key_id.is_empty()).map(|_| ()),
        _ => Some(()),
    }
}

/// `DecodeExtKeyUsage`
fn ext_key_usage(input: &mut Input<'_>) -> Option<()> {
    input.enter(0x30)?;
    while !input.0.is_empty() {
        input.take(0x06)?;
    }
    Some(())
}

/// `DecodeCertPolicy`, built with `WOLFSSL_SEP`: the first policy.
fn certificate_policies(input: &mut Input<'_>) -> Option<()> {
    input.enter(0x30)?;
    input.enter(0x30)?;
    input.take(0x06).map(|_| ())
}

/// `DecodeCrlDist`: the first point, of whose fields the lengths must be right.
fn distribution_points(input: &mut Input<'_>) -> Option<()> {
    input.enter(0x30)?;
    input.enter(0x30)?;
    for field in [0xa0, 0xa1, 0xa2] {
        if input.0.first() == Some(&field) {
            let (_, content) = input.any()?;
            let mut inner = Input(content);
            if field == 0xa0 && inner.0.first() == Some(&0xa0) {
                let (_, names) = inner.any()?;
                if names.first() == Some(&0x86) {
                    Input(names).any()?;
                }
            }
        }
    }
    Some(())
}

/// `DecodeAuthInfo`
fn information_access(input: &mut Input<'_>) -> Option<()> {
    input.enter(0x30)?;
    let mut addresses = 0;
    while !input.0.is_empty() && addresses < MAX_AIA {
        input.enter(0x30)?;
        input.take(0x06)?;
        let (tag, _) = input.any()?;
        addresses += usize::from(tag == 0x86);
    }
    Some(())
}

/// `DecodeSubjInfoAcc`: one of the accesses must be the URI of a CA's repository; what follows it is not read.
fn repository(input: &mut Input<'_>) -> Option<()> {
    input.enter(0x30)?;
    while !input.0.is_empty() {
        input.enter(0x30)?;
        let method = input.take(0x06)?;
        let (tag, place) = input.any()?;
        if tag == 0x86 && method == CA_REPOSITORY {
            return (!place.is_empty()).then_some(());
        }
    }
    None
}

/// `DecodePolicyConstraints`
fn policy_constraints(input: &mut Input<'_>) -> Option<()> {
    let length = input.enter(0x30)?;
    let (tag, rest) = input.0.split_first()?;
    input.0 = rest;
    let skip = input.length()?;
    (length > 0 && matches!(tag, 0x80 | 0x81) && skip <= 1 && !input.0.is_empty()).then_some(())
}

/// `DecodeAltNames`: at least one; an address has 4 or 16 octets (recorded: san-empty-seq-server, san-ip-len5-server).
fn alternative_names(value: &[u8]) -> Result<(), Error> {
    let mut input = Input(value);
    let mut left = input.enter(0x30).filter(|length| *length > 0).ok_or(PARSE)?;
    while left > 0 {
        let before = input.0.len();
        match input.any().ok_or(PARSE)? {
            (0xa4, name) => Input(name).enter(0x30).map(|_| ()).ok_or(PARSE)?,
            (0x87, address) if ip_address(address).is_none() => return Err(MEMORY),
            _ => {}
        }
        left = left.saturating_sub(before - input.0.len());
    }
    Ok(())
}

/// `DecodeNameConstraints`, `DecodeSubtree`: no list and no base may be empty (recorded: nc-registeredid).
fn name_constraints(value: &[u8]) -> Option<()> {
    let mut input = Input(value);
    input.enter(0x30)?;
    while !input.0.is_empty() {
        let (tag, subtrees) = input.any().filter(|(_, subtrees)| !subtrees.is_empty())?;
        if !matches!(tag, 0xa0 | 0xa1) {
            return None;
        }
        let mut subtrees = Input(subtrees);
        while !subtrees.0.is_empty() {
            let subtree = subtrees.take(0x30)?;
            let (form, base) = Input(subtree).any().filter(|(_, base)| !base.is_empty())?;
            if matches!(form, 0xa1 | 0xa2 | 0xa4) {
                Input(base).enter(0x30)?;
            }
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_far_as_they_are_needed() {
        let repository = [&[0x30, 15, 0x30, 13, 0x06, 8], CA_REPOSITORY, &[0x86, 1, b'u']].concat();
        let stamping =
            [&[0x30, 15, 0x30, 13, 0x06, 8, 0x2b, 6, 1, 5, 5, 7, 0x30, 3][..], &[0x86, 1, b'u']].concat();
        let cases: [(&str, &[u8], bool); 15] = [
            ("subjectInfoAccess", &repository, true),
            ("subjectInfoAccess", &stamping, false),
            ("subjectInfoAccess", &[0x30, 0], false),
            ("keyUsage", &[0x03, 2, 7, 0x80], true),
            ("keyUsage", &[0x03, 2, 7, 0x80, 0x05, 0], true),
            ("keyUsage", &[0x03, 2, 7, 0xff], false),
            ("keyUsage", &[0x03, 4, 0, 0x80, 0, 0], false),
            ("keyUsage", &[0x03, 1, 0], false),
            ("authorityKeyIdentifier", &[0x30, 0], false),
            ("authorityKeyIdentifier", &[0x30, 3, 0x80, 1, 7, 0x05, 0], true),
            ("authorityKeyIdentifier", &[0x30, 2, 0x80, 0], false),
            ("extKeyUsage", &[0x30, 0], true),
            ("extKeyUsage", &[0x30, 0, 0x05, 0], false),
            ("certificatePolicies", &[0x30, 0], false),
            ("policyConstraints", &[0x30, 0], false),
        ];
        for (name, value, is_read) in cases {
            assert_eq!(decode(name, value).is_some(), is_read, "{name} {value:02x?}");
        }
        assert_eq!(basic_constraints(&[0x30, 6, 1, 1, 0xff, 2, 1, 0]), Some(true));
        assert_eq!(basic_constraints(&[0x30, 7, 1, 1, 0xff, 2, 2, 1, 0]), None);
        assert_eq!(name_constraints(&[0x30, 6, 0xa0, 4, 0x30, 2, 0x82, 0]), None);
        assert_eq!(name_constraints(&[0x30, 7, 0xa0, 5, 0x30, 3, 0x82, 1, b'a']), Some(()));
    }
}
