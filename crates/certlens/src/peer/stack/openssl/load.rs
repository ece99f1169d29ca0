//! How files become certificates and keys: `SSL_CTX_use_certificate_chain_file`, `X509_load_cert_crl_file`,
//! `PEM_read_bio_PrivateKey`, and the like of them that Node and the `openssl` program have.

use std::rc::Rc;

use super::d2i;
use super::pem::{Block, Blocks};
use super::raised::{
    BAD_DECRYPT, CIPHER_FINAL, HEADER_BAD_DECRYPT, INFO_ASN1, NESTED_LIST, NESTED_LIST_INFO, NO_START_LINE,
    NOT_DECODED, NOT_STORED, NOTHING_FOUND, PEM_ASN1, Queue, Raised, TRUST_FILE, WRONG_TAG,
};
use super::store::{self, Decoded};
use super::x509::{self, X509};
use crate::crypto::private_key;
use crate::defect::DefectKind;
use crate::der::{self, Reader};
use crate::peer::encounter::Loaded;
use crate::peer::shelf::Shelf;
use crate::x509::form::{self, Form};
use crate::x509::private_key::KeyEncoding;
use crate::x509::public_key::{Curve, KeyKind, PublicKey};

/// Labels of a certificate; `PEM_read_bio_X509_AUX` takes all of them, `PEM_read_bio_X509` not the last.
const LABELS: [&[u8]; 3] = [b"CERTIFICATE", b"X509 CERTIFICATE", b"TRUSTED CERTIFICATE"];

/// Who reads a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::peer::stack) enum Reading {
    /// `PEM_read_bio_X509_AUX`: what follows a certificate in its block has to be settings of trust (recorded:
    /// `der-trailing-bytes-server`).
    Aux,
    /// `PEM_read_bio_X509`: does not take the label of those, nor looks at what follows.
    Plain,
}

/// What is wrong with a key file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::peer::stack) enum KeyFault {
    /// No private key in a form that is read.
    Unsupported,
    /// It is encrypted.
    Encrypted,
    /// A header that says neither how it is encrypted nor anything else that is known.
    Header(Raised),
}

/// The next certificate. `PEM_read_bio_X509_AUX`, `PEM_read_bio_X509`.
pub(in crate::peer::stack) fn certificate(
    blocks: &mut Blocks<'_>,
    shelf: &Shelf,
    reading: Reading,
) -> Result<X509, Queue> {
    let labels = if reading == Reading::Plain { 2 } else { 3 };
    let block = loop {
        let block = blocks.read().map_err(|raised| vec![raised])?;
        if LABELS.iter().take(labels).any(|label| *label == block.label) {
            break block;
        }
    };
    block.check_header().map_err(|raised| vec![raised])?;
    let aux = |x509| if reading == Reading::Aux { check_aux(x509) } else { Ok(x509) };
    parse(&block, shelf).and_then(aux).map_err(|raised| [raised.as_slice(), &[PEM_ASN1]].concat())
}

/// `PEM_ASN1_read_bio`
fn parse(block: &Block<'_>, shelf: &Shelf) -> Result<X509, Queue> {
    let raised = d2i::raised(&block.bytes);
    let parsed = shelf.read(&block.bytes).filter(|_| raised.is_empty()).ok_or(raised)?;
    Ok(X509::new(parsed, &x509::OPENSSL))
}

/// `d2i_X509_AUX`
fn check_aux(x509: X509) -> Result<X509, Queue> {
    let rest = x509.parsed.der.get(x509.certificate().der.len()..).unwrap_or_default();
    if matches!(rest.first(), None | Some(&der::tag::SEQUENCE)) { Ok(x509) } else { Err(vec![WRONG_TAG]) }
}

/// The certificates after the first one: up to the first that cannot be read, with what is wrong with it.
/// `use_certificate_chain_file`.
pub(in crate::peer::stack) fn others(blocks: &mut Blocks<'_>, shelf: &Shelf) -> (Vec<X509>, Queue) {
    let mut others = Vec::new();
    loop {
        match certificate(blocks, shelf, Reading::Plain) {
            Ok(x509) => others.push(x509),
            Err(raised) if raised == [NO_START_LINE] => return (others, Queue::new()),
            Err(raised) => return (others, raised),
        }
    }
}

/// `X509_load_cert_crl_file`: every certificate, and nothing at all if one block is bad.
pub(in crate::peer::stack) fn trust(file: &[u8], shelf: &Shelf) -> Result<Vec<X509>, Queue> {
    let mut blocks = Blocks::new(file);
    let mut found = Vec::new();
    let mut lists = 0;
    loop {
        let block = match blocks.read() {
            Ok(block) => block,
            Err(NO_START_LINE) if found.is_empty() && lists == 0 => return Err(vec![NOTHING_FOUND]),
            Err(NO_START_LINE) => return Ok(found),
            Err(raised) => return Err(vec![raised, TRUST_FILE]),
        };
        let is_certificate = LABELS.contains(&block.label);
        if !is_certificate && block.label != b"X509 CRL" {
            continue;
        }
        block.check_header().map_err(|raised| vec![raised, TRUST_FILE])?;
        if is_certificate {
            let aux = |x509| if block.label == b"TRUSTED CERTIFICATE" { check_aux(x509) } else { Ok(x509) };
            let read = parse(&block, shelf).and_then(aux);
            found.push(read.map_err(|raised| [raised.as_slice(), &[INFO_ASN1, TRUST_FILE]].concat())?);
        } else if form::of(&block.bytes) == Some(Form::CertificateList) {
            lists += 1;
        } else {
            return Err(vec![WRONG_TAG, NESTED_LIST_INFO, NESTED_LIST, INFO_ASN1, TRUST_FILE]);
        }
    }
}

/// A label of a private key, and which keys the decoders of that name take.
type KeyLabel = (&'static [u8], fn(&PublicKey) -> bool);

/// `pem_name_map` of `pem2der_decode`.
const KEY_LABELS: [KeyLabel; 5] = [
    (b"PRIVATE KEY", |_| true),
    (b"ENCRYPTED PRIVATE KEY", |_| true),
    (b"RSA PRIVATE KEY", |key| matches!(key.kind, KeyKind::Rsa(_))),
    (b"EC PRIVATE KEY", |key| matches!(key.kind, KeyKind::Ec(_))),
    (b"DSA PRIVATE KEY", |key| matches!(key.kind, KeyKind::Dsa { .. })),
];

/// The public key of the first private key in PEM; `None` where it cannot be computed. `PEM_read_bio_PrivateKey` before 3.0.
pub(in crate::peer::stack) fn private_key(mut blocks: Blocks<'_>) -> Result<Option<PublicKey>, KeyFault> {
    loop {
        let block = blocks.read().map_err(|_| KeyFault::Unsupported)?;
        let Some((_, kind)) = KEY_LABELS.iter().find(|(label, _)| *label == block.label) else { continue };
        block.check_header().map_err(KeyFault::Header)?;
        return key_in(&block, *kind);
    }
}

/// The same with the decoders of 3.0, which pass over blocks that they cannot read (`pem_read_bio_key_decoder`).
pub(super) fn decoded_private_key(file: &[u8]) -> Result<Option<PublicKey>, KeyFault> {
    let mut blocks = Blocks::new(file);
    let mut first = None;
    loop {
        let block = match blocks.read() {
            Ok(block) => block,
            Err(NO_START_LINE) => return Err(first.unwrap_or(KeyFault::Unsupported)),
            Err(_) => continue,
        };
        let Some((_, kind)) = KEY_LABELS.iter().find(|(label, _)| *label == block.label) else { continue };
        match block.check_decoded_header().map_err(KeyFault::Header).and_then(|()| key_in(&block, *kind)) {
            Err(KeyFault::Encrypted) => return Err(KeyFault::Encrypted),
            Err(fault) => first = first.or(Some(fault)),
            Ok(key) => return Ok(key),
        }
    }
}

/// The public key of the private one in a block, if it is of the `kind` that its label says.
fn key_in(block: &Block<'_>, kind: fn(&PublicKey) -> bool) -> Result<Option<PublicKey>, KeyFault> {
    if block.is_encrypted() || block.label == b"ENCRYPTED PRIVATE KEY" {
        return Err(KeyFault::Encrypted);
    }
    let is_pkcs8 = form::of(&block.bytes) == Some(Form::PrivateKeyInfo);
    if block.label == b"PRIVATE KEY" && !is_pkcs8 {
        return Err(KeyFault::Unsupported);
    }
    let key = key_structure(&block.bytes)?;
    if key.as_ref().is_none_or(kind) { Ok(key) } else { Err(KeyFault::Unsupported) }
}

/// `d2i_PrivateKey`: whatever the structure says it is. PKCS #8 has to have version 0 (recorded: `key-ed25519-pkcs8v2`).
pub(in crate::peer::stack) fn key_structure(bytes: &[u8]) -> Result<Option<PublicKey>, KeyFault> {
    let mut defects = Vec::new();
    let facts = private_key::read(bytes, form::of(bytes), None, &mut defects);
    let is_cut = defects.iter().any(|defect| matches!(defect.kind, DefectKind::Truncated { .. }));
    let lacks_curve =
        facts.public_key.as_ref().is_some_and(|key| matches!(key.kind, KeyKind::Ec(Curve::Missing)));
    let known = !is_cut
        && !lacks_curve
        && match facts.encoding {
            KeyEncoding::Pkcs8 => has_version_0(bytes),
            KeyEncoding::Pkcs1 | KeyEncoding::Sec1 | KeyEncoding::Dsa => true,
            KeyEncoding::EncryptedPkcs8 => return Err(KeyFault::Encrypted),
            KeyEncoding::OpenSsh | KeyEncoding::EncryptedPem | KeyEncoding::Unknown => false,
        };
    if known { Ok(facts.public_key) } else { Err(KeyFault::Unsupported) }
}

fn has_version_0(bytes: &[u8]) -> bool {
    let unused = &mut Vec::new();
    let sequence = Reader::new(bytes).required(der::tag::SEQUENCE, "PrivateKeyInfo", unused);
    let version = sequence
        .and_then(|sequence| Reader::inside(bytes, sequence).required(der::tag::INTEGER, "version", unused));
    version.is_some_and(|version| version.content.of(bytes) == [0])
}

/// What the handshake needs of it all.
pub(in crate::peer::stack) fn loaded(chain: &[X509], anchors: &[X509]) -> Loaded {
    let parsed = |x509s: &[X509]| x509s.iter().map(|x509| Rc::clone(&x509.parsed)).collect();
    Loaded { chain: parsed(chain), anchors: parsed(anchors) }
}

/// `load_cert_pass` of `apps/lib/apps.c`: the first certificate that can be read, and as its chain the others that can.
pub(super) fn stored_certificates(file: &[u8], shelf: &Shelf) -> Result<Vec<X509>, Queue> {
    let none = NOT_DECODED.data("No supported data to decode. Input structure: Certificate");
    let decode = |block: &Block<'_>| {
        let is_certificate = LABELS.contains(&block.label);
        if !is_certificate && !is_key_label(block.label) && block.label != b"X509 CRL" {
            return Decoded::Unnamed;
        }
        match (is_certificate, block.check_decoded_header(), parse(block, shelf)) {
            (_, Err(raised), _) => Decoded::Failed(vec![raised]),
            (true, _, Ok(x509)) => Decoded::Wanted(x509),
            (true, _, Err(_)) => Decoded::Failed(vec![NOT_STORED]),
            (false, ..) => Decoded::Other,
        }
    };
    let from_der = |bytes: &[u8]| {
        let is_read = d2i::raised(bytes).is_empty();
        shelf.read(bytes).filter(|_| is_read).map(|parsed| X509::new(parsed, &x509::OPENSSL))
    };
    let first = store::load(file, none, decode, from_der)?;
    let mut blocks = Blocks::new(file);
    let read = core::iter::from_fn(|| {
        let read = certificate(&mut blocks, shelf, Reading::Plain);
        (read.as_ref().err().map(Vec::as_slice) != Some(&[NO_START_LINE])).then_some(read)
    });
    let others: Vec<X509> = read.flatten().filter(|other| !other.is(&first)).collect();
    Ok([vec![first], others].concat())
}

fn is_key_label(label: &[u8]) -> bool {
    label == b"PUBLIC KEY" || KEY_LABELS.iter().any(|(own, _)| *own == label)
}

/// `load_key` of `apps/lib/apps.c`, with a password that is empty (recorded: `key-encrypted-pkcs8`, `key-pkcs1-label-pkcs8`).
pub(super) fn stored_private_key(file: &[u8]) -> Result<Option<PublicKey>, Queue> {
    let none = NOT_DECODED.data("No supported data to decode.");
    let decode = |block: &Block<'_>| {
        if LABELS.contains(&block.label) {
            return Decoded::Other;
        }
        // A key is taken for what it is under any of the labels; a public one is not expected (recorded: `key-public`).
        if !is_key_label(block.label) {
            return Decoded::Unnamed;
        }
        if block.is_encrypted() {
            return Decoded::Failed(vec![BAD_DECRYPT, HEADER_BAD_DECRYPT]);
        }
        if let Err(raised) = block.check_decoded_header() {
            return Decoded::Failed(vec![raised]);
        }
        match key_structure(&block.bytes) {
            Ok(key) => Decoded::Wanted(key),
            Err(KeyFault::Encrypted) => Decoded::Failed(vec![NOT_STORED, BAD_DECRYPT, CIPHER_FINAL]),
            _ => Decoded::Failed(vec![NOT_STORED]),
        }
    };
    store::load(file, none, decode, |bytes| key_structure(bytes).ok())
}
