//! `crypto/x509/parser.go`: which certificates Go parses, and what it says of the others.

use std::rc::Rc;

use super::Release;
use super::cryptobyte::Input;
use super::extension;
use crate::der::tag;
use crate::peer::shelf::Parsed;
use crate::time::CivilTime;
use crate::x509::certificate::{Certificate, Version};
use crate::x509::oids;

/// Go's words for what it cannot parse.
pub(super) type Parsing<T = ()> = Result<T, String>;

/// What the text says is malformed.
pub(super) fn malformed<T>(read: Option<T>, text: &str) -> Parsing<T> {
    read.ok_or_else(|| format!("x509: {text}"))
}

/// `x509.ParseCertificate`
pub(super) fn parse(der: &[u8], release: Release) -> Parsing {
    let mut whole = Input(der);
    let mut input = malformed(whole.read(tag::SEQUENCE), "malformed certificate")?;
    let mut tbs = malformed(input.read(tag::SEQUENCE), "malformed tbs certificate")?;
    let version = version(&mut tbs)?;
    serial_number(&mut tbs, release)?;
    let inner = malformed(tbs.read(tag::SEQUENCE), "malformed signature algorithm identifier")?;
    let outer = malformed(input.read(tag::SEQUENCE), "malformed algorithm identifier")?;
    if inner != outer {
        return Err("x509: inner and outer signature algorithm identifiers don't match".to_owned());
    }
    algorithm(inner)?;
    name(&mut tbs, release)?;
    validity(&mut tbs)?;
    name(&mut tbs, release)?;
    public_key(&mut tbs, release)?;
    if version > 1 {
        malformed(tbs.optional(tag::context(1)), "malformed issuerUniqueID")?;
        malformed(tbs.optional(tag::context(2)), "malformed subjectUniqueID")?;
    }
    if version == 3
        && let Some(extensions) =
            malformed(tbs.optional(tag::context_constructed(3)), "malformed extensions")?
    {
        extension::parse_all(extensions, release)?;
    }
    malformed(input.bits(), "malformed signature")?;
    if whole.is_empty() { Ok(()) } else { Err("x509: trailing data".to_owned()) }
}

/// The certificate as Go has it: only those of version 3 have extensions (`parseCertificate`).
pub(super) fn held(parsed: Rc<Parsed>) -> Rc<Parsed> {
    let certificate = &parsed.certificate;
    if certificate.version == Version::V3 || certificate.extensions.is_empty() {
        return parsed;
    }
    let certificate = Certificate { extensions: Vec::new(), ..certificate.clone() };
    Rc::new(Parsed { id: parsed.id, der: parsed.der.clone(), certificate, defects: parsed.defects.clone() })
}

/// The version's own number, 1 to 3. `parseCertificate`.
fn version(tbs: &mut Input<'_>) -> Parsing<u8> {
    let explicit = malformed(tbs.optional(tag::context_constructed(0)), "malformed version")?;
    let Some(mut explicit) = explicit else { return Ok(1) };
    let number = malformed(explicit.integer().filter(|_| explicit.is_empty()), "malformed version")?;
    match number {
        [0x80..=0xff, ..] => Err("x509: malformed version".to_owned()),
        [number @ 0..=2] => Ok(number + 1),
        _ => Err("x509: invalid version".to_owned()),
    }
}

/// `parseCertificate` (recorded: `serial-nonminimal-client`).
fn serial_number(tbs: &mut Input<'_>, release: Release) -> Parsing {
    let octets = malformed(tbs.integer(), "malformed serial number")?;
    // Since 1.23, unless GODEBUG says x509negativeserial=1.
    if release >= Release::V1_27 && octets.first().is_some_and(|first| first & 0x80 != 0) {
        return Err("x509: negative serial number".to_owned());
    }
    Ok(())
}

/// `parseAI`: the identifier, and the whole encoding of the parameters.
fn algorithm(mut sequence: Input<'_>) -> Parsing<(&[u8], &[u8])> {
    let oid = malformed(sequence.oid(), "malformed OID")?;
    if sequence.is_empty() {
        return Ok((oid, &[]));
    }
    let (_, parameters, _) = malformed(sequence.any(), "malformed parameters")?;
    Ok((oid, parameters))
}

/// `parseName`
fn name(tbs: &mut Input<'_>, release: Release) -> Parsing {
    let mut rdns = malformed(tbs.read(tag::SEQUENCE), "malformed issuer")?;
    while !rdns.is_empty() {
        let mut set = malformed(rdns.read(tag::SET), "invalid RDNSequence")?;
        while !set.is_empty() {
            let mut attribute = malformed(set.read(tag::SEQUENCE), "invalid RDNSequence: invalid attribute")?;
            malformed(attribute.oid(), "invalid RDNSequence: invalid attribute type")?;
            attribute_value(&mut attribute, release)
                .map_err(|text| format!("x509: invalid RDNSequence: invalid attribute value{text}"))?;
        }
    }
    Ok(())
}

/// The value of an attribute: of a string type in 1.22, of any type for `readASN1Any` of later releases.
fn attribute_value(attribute: &mut Input<'_>, release: Release) -> Result<(), String> {
    let mut value = *attribute;
    let is_later = release >= Release::V1_27;
    let Some((kind, _, content)) = attribute.any() else {
        return Err(if is_later { ": invalid ASN.1 element" } else { "" }.to_owned());
    };
    let read = match kind {
        _ if !is_later => None,
        tag::INTEGER => Some((value.integer().is_some_and(|octets| octets.len() <= 8), "integer")),
        tag::BIT_STRING => Some((value.bits().is_some(), "BIT STRING")),
        tag::OID => Some((value.oid().is_some(), "OBJECT IDENTIFIER")),
        tag::BOOLEAN => Some((value.boolean().is_some(), "BOOLEAN")),
        tag::UTC_TIME | tag::GENERALIZED_TIME => return time(&mut value).map_err(|text| format!(": {text}")),
        0x0c | 0x12..=0x14 | 0x16 | 0x1e => None,
        _ => return Ok(()),
    };
    match read {
        Some((true, _)) => Ok(()),
        Some((false, kind)) => Err(format!(": invalid ASN.1 {kind}")),
        None => string(kind, content.0, release).map_err(|text| format!(": {text}")),
    }
}

/// `parseASN1String`
fn string(tag: u8, octets: &[u8], release: Release) -> Result<(), String> {
    let (is_right, text) = match tag {
        0x0c => (core::str::from_utf8(octets).is_ok(), "invalid UTF-8 string"),
        0x12 => {
            (octets.iter().all(|octet| octet.is_ascii_digit() || *octet == b' '), "invalid NumericString")
        }
        0x13 => (octets.iter().all(|octet| is_printable(*octet)), "invalid PrintableString"),
        0x14 => (true, ""),
        0x16 => (octets.is_ascii(), "invalid IA5String"),
        0x1e => (
            octets.len().is_multiple_of(2) && (release < Release::V1_27 || is_ucs2(octets)),
            "invalid BMPString",
        ),
        _ => return Err(format!("unsupported string type: {tag}")),
    };
    if is_right { Ok(()) } else { Err(text.to_owned()) }
}

/// Neither surrogates nor what Unicode reserves for no character. `parseASN1String`, since 1.23.
fn is_ucs2(octets: &[u8]) -> bool {
    let units = octets
        .chunks_exact(2)
        .map(|pair| pair.iter().fold(0u32, |unit, octet| unit << 8 | u32::from(*octet)));
    units.into_iter().all(|unit| !matches!(unit, 0xd800..=0xdfff | 0xfdd0..=0xfdef | 0xfffe | 0xffff))
}

/// `isPrintable`: the characters of X.680, and `*` and `&`, which are common in certificates.
const fn is_printable(octet: u8) -> bool {
    octet.is_ascii_alphanumeric()
        || matches!(octet, b'\''..=b')' | b'+'..=b'/' | b' ' | b':' | b'=' | b'?' | b'*' | b'&')
}

/// `parseValidity`
fn validity(tbs: &mut Input<'_>) -> Parsing {
    let mut times = malformed(tbs.read(tag::SEQUENCE), "malformed validity")?;
    time(&mut times)?;
    time(&mut times)
}

/// `parseTime`. Go parses a time and prints it again, and wants the same characters: `+0000` comes back as `Z`.
fn time(times: &mut Input<'_>) -> Parsing {
    if times.has(tag::UTC_TIME) {
        let text = times.read(tag::UTC_TIME).filter(|text| is_time(text.0, 2));
        malformed(text, "malformed UTCTime").map(drop)
    } else if times.has(tag::GENERALIZED_TIME) {
        let text = times.read(tag::GENERALIZED_TIME).filter(|text| is_time(text.0, 4));
        malformed(text, "malformed GeneralizedTime").map(drop)
    } else {
        Err("x509: unsupported time format".to_owned())
    }
}

/// Digits of a year of this length, month, day, hour and minute, then seconds, which a UTCTime may leave out, then `Z` or
/// an offset that is not zero.
fn is_time(text: &[u8], year: usize) -> bool {
    let digits = text.iter().take_while(|octet| octet.is_ascii_digit()).count();
    let (digits, zone) = text.split_at(digits);
    let number = |at: usize, length: usize| {
        let digits = digits.get(at..at + length).unwrap_or_default();
        digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0'))
    };
    let has_seconds = digits.len() == year + 10;
    let civil = CivilTime {
        year: if year == 2 { 2000 + number(0, 2) } else { number(0, 4) },
        month: number(year, 2),
        day: number(year + 2, 2),
        hour: number(year + 4, 2),
        minute: number(year + 6, 2),
        second: if has_seconds { number(year + 8, 2) } else { 0 },
    };
    let is_length = has_seconds || (year == 2 && digits.len() == year + 8);
    let is_zone = match zone {
        b"Z" => true,
        [b'+' | b'-', offset @ ..] => {
            offset.len() == 4 && offset.iter().all(u8::is_ascii_digit) && offset != b"0000"
        }
        _ => false,
    };
    is_length && is_zone && civil.is_valid()
}

/// `parsePublicKey`
fn public_key(tbs: &mut Input<'_>, release: Release) -> Parsing {
    let mut spki = malformed(tbs.read(tag::SEQUENCE), "malformed spki")?;
    let sequence = malformed(spki.read(tag::SEQUENCE), "malformed public key algorithm identifier")?;
    let (oid, parameters) = algorithm(sequence)?;
    let key = malformed(spki.bits(), "malformed subjectPublicKey")?;
    match oid {
        oids::RSA_ENCRYPTION => rsa_key(parameters, key),
        oids::EC_PUBLIC_KEY => ec_key(parameters, key, release),
        oids::ED25519 if !parameters.is_empty() => {
            Err("x509: Ed25519 key encoded with illegal parameters".to_owned())
        }
        oids::ED25519 if key.len() != 32 => Err("x509: wrong Ed25519 public key size".to_owned()),
        _ => Ok(()),
    }
}

/// `parsePublicKey`, with the NULL of RFC 3279 §2.3.1 (recorded: `key-rsa-spki-no-null-server`).
fn rsa_key(parameters: &[u8], key: &[u8]) -> Parsing {
    if parameters != [tag::NULL, 0] {
        return Err("x509: RSA key missing NULL parameters".to_owned());
    }
    let mut numbers = malformed(Input(key).read(tag::SEQUENCE), "invalid RSA public key")?;
    let modulus = malformed(numbers.integer(), "invalid RSA modulus")?;
    // A number that fits an `int`.
    let exponent = numbers.integer().filter(|octets| octets.len() <= 8);
    let exponent = malformed(exponent, "invalid RSA public exponent")?;
    let is_positive = |octets: &[u8]| octets.first().is_some_and(|first| *first < 0x80) && octets != [0];
    if !is_positive(modulus) {
        return Err("x509: RSA modulus is not a positive number".to_owned());
    }
    if !is_positive(exponent) {
        return Err("x509: RSA public exponent is not a positive number".to_owned());
    }
    Ok(())
}

/// `parsePublicKey` (recorded: `key-explicit-ec-server`, `key-k256-server`, `key-point-off-curve-server`).
fn ec_key(parameters: &[u8], point: &[u8], release: Release) -> Parsing {
    let oid = malformed(Input(parameters).oid(), "invalid ECDSA parameters")?;
    let Some(curve) = super::key::curve(oid) else {
        return Err("x509: unsupported elliptic curve".to_owned());
    };
    let is_uncompressed = point.first() == Some(&4) && point.len() == 1 + 2 * curve.octets;
    if is_uncompressed && curve.has_point(point) {
        return Ok(());
    }
    // Since 1.25 the checks are those of crypto/ecdsa (`ParseUncompressedPublicKey`), and so are their words.
    Err(match point.first() {
        _ if release < Release::V1_27 => "x509: failed to unmarshal elliptic curve point".to_owned(),
        Some(4) if is_uncompressed => format!("{} point not on curve", curve.go_name),
        Some(4) => format!("invalid {} point encoding", curve.go_name),
        _ => "ecdsa: invalid uncompressed public key".to_owned(),
    })
}
