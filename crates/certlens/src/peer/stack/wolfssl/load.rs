//! How a wolfSSL program loads its files (`ssl.c`, `PemToDer`, `ProcessBuffer`). Its reporting of these errors has no text.

use std::rc::Rc;

use zeroize::Zeroizing;

use crate::crypto::{key_match, private_key};
use crate::peer::alert::PeerSees;
use crate::peer::cause::Cause;
use crate::peer::encounter::{Loaded, Own};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::shelf::{Parsed, Shelf};
use crate::peer::stack::pkcs8;
use crate::x509::form::{self, Form};
use crate::x509::private_key::{Obstacle, PrivateKeyFacts};
use crate::x509::public_key::{KeyKind, PublicKey};

use super::parse;

/// The trusted certificates, then the own ones, then the key, and whether they belong together.
pub(super) fn load(own: &Own<'_>) -> Result<Loaded, Stop> {
    let fail = |what: &str, cause: Cause| -> Stop {
        Refusal::new(cause, format!("{what}: 0: ok"), PeerSees::Nothing).into()
    };
    let anchors = match &own.files.trust {
        Some(file) => trusted(own, file),
        None => Some(Vec::new()),
    };
    let anchors = anchors.ok_or_else(|| fail("ca.crt", Cause::TrustFile))?;
    let chain = match &own.files.certificate {
        Some(file) => own_certificates(own, file),
        None => Some(Vec::new()),
    };
    let chain = chain.ok_or_else(|| fail("tls.crt", Cause::CertificateFile))?;
    let key = match &own.files.key {
        Some(file) => Some(key(file).ok_or_else(|| fail("tls.key", Cause::KeyFile))?),
        None => None,
    };
    if let (Some(first), Some(key)) = (chain.first(), &key)
        && !belong_together(first, key)
    {
        return Err(fail("wolfSSL_CTX_check_private_key", Cause::KeyMatch));
    }
    Ok(Loaded { chain, anchors })
}

/// A block of PEM: its bytes, or nothing where they cannot be read, and what follows it.
type Block<'a> = (Option<Zeroizing<Vec<u8>>>, &'a [u8]);

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// `PemToDer`: header and footer wherever they stand; white space in between does not matter (recorded: pem-glued-crt, pem-indented-crt).
fn block<'a>(text: &'a [u8], label: &str) -> Option<Block<'a>> {
    let (header, footer) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let rest = text.get(find(text, header.as_bytes())? + header.len()..)?;
    let end = find(rest, footer.as_bytes())?;
    let body = rest.get(..end)?.iter().copied().filter(|octet| !octet.is_ascii_whitespace());
    let digits: Zeroizing<Vec<u8>> = Zeroizing::new(body.collect());
    let bytes =
        data_encoding::BASE64.decode(&digits).ok().filter(|bytes| !bytes.is_empty()).map(Zeroizing::new);
    Some((bytes, rest.get(end + footer.len()..).unwrap_or_default()))
}

fn next_certificate(text: &[u8]) -> Option<Block<'_>> {
    block(text, "CERTIFICATE").or_else(|| block(text, "X509 CERTIFICATE"))
}

fn parsed(shelf: &Shelf, der: &[u8]) -> Option<Rc<Parsed>> {
    shelf.read(der).filter(|parsed| parse::to_key(parsed).is_ok())
}

/// `ProcessChainBuffer`: what can be read, and valid now, of the blocks; it is enough if one can (recorded: pem-bad-cert-last-ca,
/// root-renewed-same-key-new-first).
fn trusted(own: &Own<'_>, file: &[u8]) -> Option<Vec<Rc<Parsed>>> {
    let mut anchors: Vec<Rc<Parsed>> = Vec::new();
    let mut rest = file;
    let time = own.conversation.time;
    let is_valid = |parsed: &Rc<Parsed>| {
        let validity = &parsed.certificate.validity;
        validity.not_before.instant.is_none_or(|start| time >= start)
            && validity.not_after.instant.is_none_or(|end| time <= end)
    };
    while let Some((bytes, after)) = next_certificate(rest) {
        rest = after;
        let certificate = bytes.and_then(|bytes| parsed(own.shelf, &bytes));
        anchors.extend(certificate.filter(|parsed| parse::after_key(parsed).is_ok()).filter(is_valid));
    }
    (!anchors.is_empty()).then_some(anchors)
}

/// `wolfSSL_CTX_use_certificate_chain_file`: all blocks must be base64, and the first a certificate up to its key
/// (recorded: pem-bad-base64-last-crt, pem-bad-cert-last-crt).
fn own_certificates(own: &Own<'_>, file: &[u8]) -> Option<Vec<Rc<Parsed>>> {
    let mut chain = Vec::new();
    let mut rest = file;
    while let Some((bytes, after)) = next_certificate(rest) {
        rest = after;
        chain.push(bytes?);
    }
    // A header without its footer is an error here (recorded: pem-missing-end-crt).
    if find(rest, b"-----BEGIN CERTIFICATE-----").is_some() {
        return None;
    }
    let first = parsed(own.shelf, chain.first()?).filter(|first| parse::is_usable(first))?;
    let others = chain.iter().skip(1).filter_map(|der| own.shelf.read(der));
    Some([first].into_iter().chain(others).collect())
}

/// A private key under any of its labels, whatever it holds (recorded: key-pkcs1-label-pkcs8, key-pkcs8-label-rsa).
fn key(file: &[u8]) -> Option<PrivateKeyFacts> {
    let labels = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"];
    let (bytes, _) = labels.iter().find_map(|label| block(file, label))?;
    let bytes = bytes?;
    let form = form::of(&bytes);
    let is_key = matches!(form, Some(Form::RsaPrivateKey | Form::EcPrivateKey | Form::PrivateKeyInfo));
    let facts = is_key.then(|| private_key::read(&bytes, form, None, &mut Vec::new()))?;
    // Of version 2 no key is made out, which tells later (recorded: key-ed25519-pkcs8v2).
    let obstacle = if pkcs8::is_version_2(&bytes) { Some(Obstacle::Unreadable) } else { facts.obstacle };
    Some(PrivateKeyFacts { obstacle, ..facts })
}

/// `wolfSSL_CTX_check_private_key` reads the whole certificate; it compares RSA and Ed25519 keys, EC keys not
/// (recorded: key-mismatch-p256-client, ext-san-garbage-client).
fn belong_together(first: &Parsed, key: &PrivateKeyFacts) -> bool {
    let is_whole =
        parse::after_key(first).is_ok() && parse::critical(first).is_ok() && parse::is_on_curve(first);
    let (Some(certified), false) =
        (&first.certificate.public_key, key.obstacle == Some(Obstacle::Unreadable))
    else {
        return false;
    };
    is_whole && key.public_key.as_ref().is_none_or(|key| are_same(certified, key))
}

fn are_same(certified: &PublicKey, key: &PublicKey) -> bool {
    match (&certified.kind, &key.kind) {
        (KeyKind::Ec(_), KeyKind::Ec(_)) => true,
        _ => key_match::identity(certified) == key_match::identity(key),
    }
}
