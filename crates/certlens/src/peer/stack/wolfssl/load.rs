//! How a wolfSSL program loads its files (`ssl.c`, `PemToDer`, `ProcessBuffer`). Its reporting of these errors has no text.

use std::rc::Rc;

use zeroize::Zeroizing;

use crate::crypto::{key_match, private_key};
use crate::peer::alert::PeerSees;
use crate::peer::cause::Cause;
use crate::peer::encounter::{Loaded, Own};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::shelf::{Parsed, Shelf};
use crate::peer::stack::base64::loose;
use crate::peer::stack::pkcs8;
use crate::peer::substring::find;
use crate::x509::form::{self, Form};
use crate::x509::private_key::{Obstacle, PrivateKeyFacts};
use crate::x509::public_key::{Curve, KeyKind, PublicKey};

use super::{date, parse};

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

/// `PemToDer`: header and footer wherever they stand (recorded: pem-glued-crt).
fn block<'a>(text: &'a [u8], label: &str) -> Option<Block<'a>> {
    let (header, footer) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let mut rest = text.get(find(text, header.as_bytes())? + header.len()..)?;
    while let [b'\r' | b'\n', line @ ..] = rest {
        rest = line;
    }
    let end = find(rest, footer.as_bytes())?;
    let bytes = rest.get(..end).and_then(base64).filter(|bytes| !bytes.is_empty());
    Some((bytes, rest.get(end + footer.len()..).unwrap_or_default()))
}

/// `Base64_Decode` (`coding.c`): by fours up to the padding, before each digit spaces and one end of a line, of which a carriage return
/// alone is none; up to three octets behind the last four do not matter (recorded: pem-indented-crt, pem-crlf-crt).
fn base64(body: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut digits: Zeroizing<Vec<u8>> = Zeroizing::new(Vec::with_capacity(body.len()));
    let mut rest = body;
    while rest.len() > 3 && !digits.ends_with(b"=") {
        rest = match skipped(rest)? {
            [] | [0, ..] => break,
            [first, more @ ..] => {
                digits.push(*first);
                more
            }
        };
        for _ in 1..4 {
            let (digit, more) = skipped(rest)?.split_first()?;
            digits.push(*digit);
            rest = more;
        }
        let four = digits.last_chunk::<4>()?;
        let is_sound = |digit: &u8| digit.is_ascii_alphanumeric() || matches!(digit, b'+' | b'/');
        let padding = four.iter().rev().take_while(|digit| **digit == b'=').count();
        if padding > 2 || !four.iter().take(4 - padding).all(is_sound) {
            return None;
        }
    }
    loose(&digits)
}

/// `Base64_SkipNewline`
fn skipped(mut text: &[u8]) -> Option<&[u8]> {
    while let [b' ', more @ ..] = text {
        text = more;
    }
    text = match text {
        [b'\r', b'\n', more @ ..] | [b'\n', more @ ..] => more,
        [b'\r', ..] => return None,
        _ => text,
    };
    while let [b' ', more @ ..] = text {
        text = more;
    }
    Some(text)
}

/// wolfSSL knows no other label (`wc_PemGetHeaderFooter`; recorded: pem-trusted-label-crt, pem-csr-label-crt).
fn next_certificate(text: &[u8]) -> Option<Block<'_>> {
    block(text, "CERTIFICATE")
}

fn parsed(shelf: &Shelf, der: &[u8]) -> Option<Rc<Parsed>> {
    shelf.read(der).filter(|parsed| parse::to_key(parsed).is_ok())
}

/// `ProcessChainBuffer`: what can be read, and valid now, of the blocks; it is enough if one can (recorded: pem-bad-cert-last-ca,
/// root-renewed-same-key-new-first).
fn trusted(own: &Own<'_>, file: &[u8]) -> Option<Vec<Rc<Parsed>>> {
    let mut anchors: Vec<Rc<Parsed>> = Vec::new();
    let mut rest = file;
    let is_valid = |parsed: &Rc<Parsed>| {
        let validity = &parsed.certificate.validity;
        date::has_begun(&validity.not_before, own.conversation.time)
            && date::has_not_ended(&validity.not_after, own.conversation.time)
    };
    while let Some((bytes, after)) = next_certificate(rest) {
        rest = after;
        let certificate = bytes.and_then(|bytes| parsed(own.shelf, &bytes));
        let is_sound =
            |parsed: &Rc<Parsed>| parse::after_key(parsed).and_then(|()| parse::critical(parsed)).is_ok();
        anchors.extend(certificate.filter(is_sound).filter(is_valid));
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

/// A private key under the first of its labels that is there (`PemToDer`), whatever it holds (recorded: key-pkcs1-label-pkcs8, key-pkcs8-label-rsa).
fn key(file: &[u8]) -> Option<PrivateKeyFacts> {
    let labels = ["RSA PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY"];
    let (bytes, _) = labels.iter().find_map(|label| block(file, label))?;
    let bytes = bytes?;
    let form = form::of(&bytes);
    let is_key = matches!(form, Some(Form::RsaPrivateKey | Form::EcPrivateKey | Form::PrivateKeyInfo));
    let facts = is_key.then(|| private_key::read(&bytes, form, None, &mut Vec::new()))?;
    // Of version 2 no key is made out, which tells later (recorded: key-ed25519-pkcs8v2).
    let obstacle = if pkcs8::is_version_2(&bytes) { Some(Obstacle::Unreadable) } else { facts.obstacle };
    Some(PrivateKeyFacts { obstacle, ..facts })
}

/// `wolfSSL_CTX_check_private_key` reads the whole certificate; it compares RSA and Ed25519 keys, of EC keys their curves alone
/// (recorded: key-mismatch-p256-client, ext-san-garbage-client).
fn belong_together(first: &Parsed, key: &PrivateKeyFacts) -> bool {
    let is_whole =
        parse::after_key(first).is_ok() && parse::critical(first).is_ok() && parse::is_on_curve(first);
    let (Some(certified), false) =
        (&first.certificate.public_key, key.obstacle == Some(Obstacle::Unreadable))
    else {
        return false;
    };
    // `wc_CheckPrivateKey` knows RSA, EC and EdDSA.
    let is_dsa = matches!(certified.kind, KeyKind::Dsa { .. });
    is_whole && !is_dsa && key.public_key.as_ref().is_none_or(|key| are_same(certified, key))
}

fn are_same(certified: &PublicKey, key: &PublicKey) -> bool {
    match (&certified.kind, &key.kind) {
        // `wc_CheckPrivateKey` decodes the key and then checks it against the point; on another curve it does not lie.
        (KeyKind::Ec(certified), KeyKind::Ec(key)) => certified == key || *key == Curve::Missing,
        _ => key_match::same(certified, key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_by_fours_with_one_end_of_a_line_between() {
        let cases: [(&[u8], Option<&[u8]>); 9] = [
            (b"AAEC\n", Some(&[0, 1, 2])),
            (b"AAEC\r\nAw==\r\n", Some(&[0, 1, 2, 3])),
            (b"  AA EC\n", Some(&[0, 1, 2])),
            (b"AAEC\rAAEC\r", None),
            (b"\tAAEC\n", None),
            (b"AAEC\n\nAAEC\n", None),
            (b"AAECAw\n", Some(&[0, 1, 2])),
            (b"AA==AAEC\n", Some(&[0])),
            (b"A===\n", None),
        ];
        for (body, octets) in cases {
            let read = base64(body);
            assert_eq!(read.as_ref().map(|read| read.as_slice()), octets, "{}", body.escape_ascii());
        }
    }
}
