//! How an Mbed TLS program loads its files (`x509_crt.c`, `pem.c`, `base64.c`, `pkparse.c`).

use std::rc::Rc;

use zeroize::Zeroizing;

use crate::crypto::{key_match, private_key};
use crate::peer::alert::PeerSees;
use crate::peer::cause::Cause;
use crate::peer::encounter::{Loaded, Own};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::shelf::{Parsed, Shelf};
use crate::peer::stack::base64::loose;
use crate::peer::substring::find;
use crate::x509::form::{self, Form};
use crate::x509::private_key::{Obstacle, PrivateKeyFacts};
use crate::x509::public_key::{Curve, KeyKind, PublicKey};

use super::error::{
    CURVE, Code, ECP_INPUT, FORMAT, INVALID_CHARACTER, KEY_ALGORITHM, KEY_FORMAT, KEY_VERSION, PASSWORD,
    PEM_DATA, RSA_CHECK, TYPE_MISMATCH, UNEXPECTED_TAG, UNKNOWN_FORMAT, UNKNOWN_KEY, high,
};
use super::parse;

/// The trusted certificates, then the own ones, then the key.
pub(super) fn load(own: &Own<'_>) -> Result<Loaded, Stop> {
    let fail = |cause: Cause, text: String| -> Stop { Refusal::new(cause, text, PeerSees::Nothing).into() };
    let read = |file: &Option<Zeroizing<Vec<u8>>>, name: &str, cause: Cause| match file {
        None => Ok((Vec::new(), 0)),
        Some(file) => certificates(own.shelf, file)
            .map_err(|code| fail(cause, format!("{name}: mbedtls_x509_crt_parse_file returned {code}"))),
    };
    let (anchors, _) = read(&own.files.trust, "ca.crt", Cause::TrustFile)?;
    let (chain, failed) = read(&own.files.certificate, "tls.crt", Cause::CertificateFile)?;
    if failed > 0 {
        let text = format!("tls.crt: mbedtls_x509_crt_parse_file could not parse {failed} certificates");
        return Err(fail(Cause::CertificateFile, text));
    }
    if let Some(file) = &own.files.key {
        let key = key(file).map_err(|code| fail(Cause::KeyFile, format!("tls.key: {code}")))?;
        let certified = chain.first().and_then(|first| first.certificate.public_key.as_ref());
        if let (Some(key), Some(certified)) = (&key.public_key, certified) {
            check_pair(certified, key).map_err(|code| fail(Cause::KeyMatch, format!("tls.key: {code}")))?;
        }
    }
    Ok(Loaded { chain, anchors })
}

/// `mbedtls_x509_crt_parse`: the certificates that can be read and how many cannot; an error where none can.
fn certificates(shelf: &Shelf, file: &[u8]) -> Result<(Vec<Rc<Parsed>>, usize), Code> {
    const HEADER: &[u8] = b"-----BEGIN CERTIFICATE-----";
    const FOOTER: &[u8] = b"-----END CERTIFICATE-----";
    let mut text = c_string(file);
    if find(text, HEADER).is_none() {
        return Ok((vec![parsed(shelf, file)?], 0));
    }
    let (mut list, mut failed, mut first_error) = (Vec::new(), 0, None);
    while let Some((body, rest)) = block(text, HEADER, FOOTER) {
        text = rest;
        match body.and_then(|der| parsed(shelf, &der)) {
            Ok(certificate) => list.push(certificate),
            Err(code) => {
                failed += 1;
                first_error = first_error.or(Some(code));
            }
        }
    }
    if list.is_empty() { Err(first_error.unwrap_or(high(UNKNOWN_FORMAT))) } else { Ok((list, failed)) }
}

fn parsed(shelf: &Shelf, der: &[u8]) -> Result<Rc<Parsed>, Code> {
    let parsed = shelf.read(der).ok_or(high(FORMAT))?;
    parse::certificate(&parsed)?;
    Ok(parsed)
}

/// What C sees of a file as a string (`mbedtls_pk_load_file`).
fn c_string(file: &[u8]) -> &[u8] {
    let end = file.iter().position(|octet| *octet == 0).unwrap_or(file.len());
    file.get(..end).unwrap_or_default()
}

/// Bytes of a block, or why they cannot be read, and what follows the block.
type Block<'a> = (Result<Zeroizing<Vec<u8>>, Code>, &'a [u8]);

/// `mbedtls_pem_read_buffer`: a line feed must follow the header; `None` where there is no block
/// (recorded: pem-glued-crt, pem-literal-backslash-n-crt).
fn block<'a>(text: &'a [u8], header: &[u8], footer: &[u8]) -> Option<Block<'a>> {
    let begin = find(text, header)?;
    let end = find(text, footer).filter(|end| *end > begin)?;
    let mut start = begin + header.len();
    for skipped in [b' ', b'\r'] {
        start += usize::from(text.get(start) == Some(&skipped));
    }
    if text.get(start) != Some(&b'\n') {
        return None;
    }
    let body = text.get(start + 1..end).unwrap_or_default();
    let mut after = end + footer.len();
    for skipped in [b' ', b'\r', b'\n'] {
        after += usize::from(text.get(after) == Some(&skipped));
    }
    let rest = text.get(after..).unwrap_or_default();
    let bytes = match body {
        [] => Err(high(PEM_DATA)),
        body if body.starts_with(b"Proc-Type: 4,ENCRYPTED") => Err(high(PASSWORD)),
        body => base64(body).ok_or(Code { high: PEM_DATA, low: INVALID_CHARACTER }),
    };
    Some((bytes, rest))
}

/// `mbedtls_base64_decode`: spaces stand at the end of a line only; digits beyond the last four are dropped
/// (recorded: pem-indented-crt, pem-no-padding-crt).
fn base64(body: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut digits: Zeroizing<Vec<u8>> = Zeroizing::new(Vec::with_capacity(body.len()));
    for line in body.split(|octet| *octet == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let end = line.iter().rposition(|octet| *octet != b' ').map_or(0, |last| last + 1);
        digits.extend(line.get(..end).unwrap_or_default());
    }
    let padding = digits.iter().filter(|octet| **octet == b'=').count();
    let plain = digits.len() - padding;
    let is_padded_at_end = padding <= 2 && digits.iter().skip(plain).all(|octet| *octet == b'=');
    if !is_padded_at_end || !digits.iter().take(plain).all(|octet| is_digit(*octet)) {
        return None;
    }
    loose(digits.get(..digits.len() / 4 * 4)?)
}

const fn is_digit(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/')
}

/// `mbedtls_pk_parse_key`: one label after the other, then as DER (recorded: key-der).
fn key(file: &[u8]) -> Result<PrivateKeyFacts, Code> {
    const LABELS: &[(&str, Form)] = &[
        ("RSA PRIVATE KEY", Form::RsaPrivateKey),
        ("EC PRIVATE KEY", Form::EcPrivateKey),
        ("PRIVATE KEY", Form::PrivateKeyInfo),
        ("ENCRYPTED PRIVATE KEY", Form::EncryptedPrivateKeyInfo),
    ];
    let text = c_string(file);
    for (label, expected) in LABELS {
        let (header, footer) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
        if let Some((bytes, _)) = block(text, header.as_bytes(), footer.as_bytes()) {
            return key_bytes(&bytes?, *expected);
        }
    }
    match form::of(file) {
        Some(form @ (Form::RsaPrivateKey | Form::EcPrivateKey | Form::PrivateKeyInfo)) => {
            key_bytes(file, form)
        }
        Some(Form::EncryptedPrivateKeyInfo) => Err(high(PASSWORD)),
        _ => Err(high(KEY_FORMAT)),
    }
}

/// The key in bytes that should have this form (recorded: key-pkcs1-label-pkcs8, key-pkcs8-label-rsa).
fn key_bytes(bytes: &[u8], expected: Form) -> Result<PrivateKeyFacts, Code> {
    let form = form::of(bytes);
    match (expected, form) {
        (Form::EncryptedPrivateKeyInfo, _) => return Err(high(PASSWORD)),
        (expected, Some(form)) if form == expected => {}
        (Form::PrivateKeyInfo, Some(Form::RsaPrivateKey)) => {
            return Err(Code { high: KEY_ALGORITHM, low: UNEXPECTED_TAG });
        }
        (Form::PrivateKeyInfo, Some(Form::EcPrivateKey)) | (Form::EcPrivateKey, Some(_)) => {
            return Err(high(KEY_VERSION));
        }
        _ => return Err(high(KEY_FORMAT)),
    }
    let facts = private_key::read(bytes, form, None, &mut Vec::new());
    match (&facts.obstacle, facts.public_key.as_ref().map(|key| &key.kind)) {
        (_, Some(KeyKind::Ec(Curve::Named(curve)))) if parse::is_supported(*curve) => Ok(facts),
        (Some(Obstacle::Curve(Curve::Named(curve))), _) if parse::is_supported(*curve) => Ok(facts),
        (Some(Obstacle::Curve(_)), _) | (_, Some(KeyKind::Ec(_))) => Err(high(CURVE)),
        (Some(Obstacle::Algorithm(_)), _) => Err(high(UNKNOWN_KEY)),
        (Some(_), _) => Err(high(KEY_FORMAT)),
        (None, Some(KeyKind::Rsa(_))) => Ok(facts),
        (None, _) => Err(high(UNKNOWN_KEY)),
    }
}

/// `mbedtls_pk_check_pair`
fn check_pair(certified: &PublicKey, key: &PublicKey) -> Result<(), Code> {
    match (&certified.kind, &key.kind) {
        _ if key_match::same(certified, key) => Ok(()),
        (KeyKind::Rsa(_), KeyKind::Rsa(_)) => Err(high(RSA_CHECK)),
        (KeyKind::Ec(_), KeyKind::Ec(_)) => Err(high(ECP_INPUT)),
        _ => Err(high(TYPE_MISMATCH)),
    }
}
