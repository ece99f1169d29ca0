//! What Mbed TLS's parser refuses, and with which code (`x509_crt_parse_der_core`, `x509.c`, `pkparse.c`). What may follow
//! the certificate is not looked at (recorded: der-trailing-bytes-client).

use crate::crypto::public_key;
use crate::der::time::{Time, TimeEncoding};
use crate::peer::shelf::Parsed;
use crate::x509::algorithm::{Hash, SignatureAlgorithm};
use crate::x509::certificate::Certificate;
use crate::x509::oids;
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, RsaKey};

use super::asn1::{Input, at};
use super::error::{
    ALGORITHM, CURVE, Code, DATE, ECP_FEATURE, ECP_KEY, FORMAT, KEY_ALGORITHM, KEY_FORMAT, LENGTH_MISMATCH,
    NAME, OID_NOT_FOUND, OUT_OF_DATA, PUBLIC_KEY, SERIAL, SIGNATURE, SIGNATURE_ALGORITHM, SIGNATURE_MISMATCH,
    UNEXPECTED_TAG, UNKNOWN_KEY, VERSION, VERSION_ELEMENT, high,
};
use super::extension;

/// `mbedtls_x509_crt_parse_der`
pub(super) fn certificate(parsed: &Parsed) -> Result<(), Code> {
    let certificate = &parsed.certificate;
    let mut outer = Input(&parsed.der);
    let mut fields = outer.take(0x30).map_err(|_| high(FORMAT))?;
    let mut tbs = at(FORMAT, fields.take(0x30))?;
    let version = version(&mut tbs)?;
    match tbs.peek() {
        Some(0x02 | 0x82) => at(SERIAL, tbs.any())?,
        Some(_) => return Err(Code { high: SERIAL, low: UNEXPECTED_TAG }),
        None => return Err(Code { high: SERIAL, low: OUT_OF_DATA }),
    };
    let inner = at(ALGORITHM, tbs.algorithm())?;
    if version > 2 {
        return Err(high(VERSION));
    }
    signature_algorithm(certificate, inner.1)?;
    name(at(FORMAT, tbs.take(0x30))?)?;
    dates(&mut tbs, certificate)?;
    let subject = at(FORMAT, tbs.take(0x30))?;
    if !subject.is_empty() {
        name(subject)?;
    }
    public_key(&mut tbs, certificate)?;
    if version > 0 {
        // Only a constructed encoding is taken for a unique identifier (recorded: ext-unique-ids-client).
        for tag in [0xa1, 0xa2] {
            if tbs.peek() == Some(tag) {
                at(FORMAT, tbs.any())?;
            }
        }
    }
    if version == 2 && !tbs.is_empty() {
        extension::read(&mut tbs)?;
    }
    at(FORMAT, tbs.end())?;
    let outer_algorithm = at(ALGORITHM, fields.algorithm())?;
    if inner != outer_algorithm {
        return Err(high(SIGNATURE_MISMATCH));
    }
    at(SIGNATURE, fields.whole_bits())?;
    at(FORMAT, fields.end())
}

/// `x509_get_version`
fn version(tbs: &mut Input<'_>) -> Result<u32, Code> {
    if tbs.is_empty() {
        return Err(Code { high: FORMAT, low: OUT_OF_DATA });
    }
    if tbs.peek() != Some(0xa0) {
        return Ok(0);
    }
    let mut explicit = at(FORMAT, tbs.take(0xa0))?;
    let version = at(VERSION_ELEMENT, explicit.int())?;
    at(VERSION_ELEMENT, explicit.end())?;
    Ok(version)
}

/// `mbedtls_x509_get_sig_alg`
fn signature_algorithm(certificate: &Certificate, parameters: Option<(u8, &[u8])>) -> Result<(), Code> {
    match certificate.inner_algorithm.signature() {
        SignatureAlgorithm::RsaPss(Some(_)) => Ok(()),
        SignatureAlgorithm::RsaPss(None) => Err(Code { high: ALGORITHM, low: UNEXPECTED_TAG }),
        SignatureAlgorithm::RsaPkcs1(hash) | SignatureAlgorithm::Ecdsa(hash) if is_known(hash) => {
            if matches!(parameters, None | Some((0x05, []))) { Ok(()) } else { Err(high(ALGORITHM)) }
        }
        _ => Err(Code { high: SIGNATURE_ALGORITHM, low: OID_NOT_FOUND }),
    }
}

const fn is_known(hash: Hash) -> bool {
    matches!(hash, Hash::Md5 | Hash::Sha1 | Hash::Sha224 | Hash::Sha256 | Hash::Sha384 | Hash::Sha512)
}

/// `mbedtls_x509_get_name`; an empty one is out of data (recorded: der-empty-issuer-client).
fn name(mut names: Input<'_>) -> Result<(), Code> {
    loop {
        let mut set = at(NAME, names.take(0x31))?;
        loop {
            attribute(&mut set)?;
            if set.is_empty() {
                break;
            }
        }
        if names.is_empty() {
            return Ok(());
        }
    }
}

/// `x509_get_attr_type_value`: character strings, and BIT STRING.
fn attribute(set: &mut Input<'_>) -> Result<(), Code> {
    let mut fields = at(NAME, set.take(0x30))?;
    at(NAME, fields.take(0x06))?;
    match fields.peek() {
        Some(0x03 | 0x0c | 0x13 | 0x14 | 0x16 | 0x1c | 0x1e) => at(NAME, fields.any())?,
        Some(_) => return Err(Code { high: NAME, low: UNEXPECTED_TAG }),
        None => return Err(Code { high: NAME, low: OUT_OF_DATA }),
    };

    at(NAME, fields.end())
}

/// `x509_get_dates`
fn dates(tbs: &mut Input<'_>, certificate: &Certificate) -> Result<(), Code> {
    let mut fields = at(DATE, tbs.take(0x30))?;
    for time in [&certificate.validity.not_before, &certificate.validity.not_after] {
        match fields.peek() {
            Some(0x17 | 0x18) => at(DATE, fields.any())?,
            Some(_) => return Err(Code { high: DATE, low: UNEXPECTED_TAG }),
            None => return Err(Code { high: DATE, low: OUT_OF_DATA }),
        };
        if !is_time(time) {
            return Err(high(DATE));
        }
    }
    at(DATE, fields.end())
}

/// `x509_parse_time`: seconds, then a `Z` or nothing; a day of the calendar (recorded: utctime-no-seconds-client, date-invalid-client).
fn is_time(time: &Time) -> bool {
    let digits = match time.encoding {
        Some(TimeEncoding::Utc) => 12,
        Some(TimeEncoding::Generalized) => 14,
        None => return false,
    };
    let text = time.text.strip_suffix('Z').unwrap_or(&time.text);
    text.len() == digits && text.bytes().all(|octet| octet.is_ascii_digit()) && time.instant.is_some()
}

/// `mbedtls_pk_parse_subpubkey`
fn public_key(tbs: &mut Input<'_>, certificate: &Certificate) -> Result<(), Code> {
    let mut fields = at(KEY_FORMAT, tbs.take(0x30))?;
    let (oid, parameters) = at(KEY_ALGORITHM, fields.algorithm())?;
    let is_rsa = oid == oids::RSA_ENCRYPTION;
    if !is_rsa && oid != oids::EC_PUBLIC_KEY {
        return Err(high(UNKNOWN_KEY));
    }
    if is_rsa && !matches!(parameters, None | Some((0x05, []))) {
        return Err(high(KEY_ALGORITHM));
    }
    let bits = at(PUBLIC_KEY, fields.whole_bits())?;
    if !fields.is_empty() {
        return Err(Code { high: PUBLIC_KEY, low: LENGTH_MISMATCH });
    }
    match certificate.public_key.as_ref().map(|key| &key.kind) {
        Some(KeyKind::Rsa(key)) if is_sound(key) => Ok(()),
        Some(KeyKind::Ec(curve)) => ec_key(curve, bits.0),
        _ => Err(high(PUBLIC_KEY)),
    }
}

/// `MBEDTLS_MPI_MAX_BITS`
const MOST_BITS: usize = 8192;

/// `mbedtls_rsa_check_pubkey` (recorded: key-e2-client)
fn is_sound(key: &RsaKey) -> bool {
    let is_odd = |number: &[u8]| number.last().is_some_and(|last| last & 1 == 1);
    (128..=MOST_BITS).contains(&key.bits)
        && is_odd(&key.modulus)
        && is_odd(&key.exponent)
        && key.exponent != [1]
}

/// `pk_use_ecparams`, `pk_get_ecpubkey` (recorded: key-explicit-ec-client, key-point-off-curve-client)
fn ec_key(curve: &Curve, octets: &[u8]) -> Result<(), Code> {
    match curve {
        Curve::Named(curve) if is_supported(*curve) => match octets {
            [0x04, ..] if public_key::is_on_curve(*curve, octets) == Some(false) => Err(high(ECP_KEY)),
            [0x04, ..] => Ok(()),
            _ => Err(high(ECP_FEATURE)),
        },
        Curve::Named(_) | Curve::Unknown(_) => Err(high(CURVE)),
        Curve::Explicit { .. } | Curve::Missing => Err(high(KEY_FORMAT)),
    }
}

/// The curves of the default build (`MBEDTLS_ECP_DP_…` of `config.h`; recorded: key-p224-client, key-bp256-client).
pub(super) fn is_supported(curve: NamedCurve) -> bool {
    use NamedCurve as C;
    match curve {
        C::P192 | C::P224 | C::P256 | C::P384 | C::P521 | C::K256 => true,
        C::Sm2 => false,
        C::Other(name) => ["brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1", "secp192k1", "secp224k1"]
            .contains(&name),
    }
}
