//! An `SSL_CTX`: its own certificate and key, what it trusts, and what the security level says of them.

use super::load::{self, KeyFault, Reading};
use super::pem::Blocks;
use super::raised::{
    BAD_DECRYPT, CERTIFICATE_FILE, CHAIN_KEY_TOO_SMALL, CHAIN_MD_TOO_WEAK, EE_KEY_TOO_SMALL,
    INVALID_CERTIFICATE, KEY_DECODE, KEY_FILE, KEY_VALUES, MD_TOO_WEAK, NO_CERTIFICATE_ASSIGNED, NOT_DECODED,
    Queue,
};
use super::strength;
use super::words::{Document, Program, Voice};
use super::x509::X509;
use crate::crypto::key_match;
use crate::der::Reader;
use crate::peer::alert::PeerSees;
use crate::peer::cause::Cause;
use crate::peer::encounter::{Loaded, Own};
use crate::peer::refusal::{Refusal, Stop};
use crate::x509::public_key::{KeyKind, PublicKey};

/// Loads the three files in the order of the recorded programs.
pub(in crate::peer::stack) fn load(own: &Own<'_>, program: &Program) -> Result<Loaded, Stop> {
    let refuse = |document, cause, raised: Queue| {
        Stop::from(Refusal::new(cause, program.load_words(own.role, document, &raised), PeerSees::Nothing))
    };
    let mut chain = match &own.files.certificate {
        None => Vec::new(),
        Some(file) => {
            let chain = chain(file, own, program);
            let chain =
                chain.map_err(|raised| refuse(Document::Certificate, Cause::CertificateFile, raised))?;
            use_certificates(&chain, program)
                .map_err(|(cause, raised)| refuse(Document::Pair, cause, raised))?;
            chain
        }
    };
    if let Some(file) = own.files.key.as_deref().filter(|_| own.files.certificate.is_some()) {
        let key = private_key(file, program).map_err(|(encrypted, raised)| {
            let document = if encrypted { Document::EncryptedKey } else { Document::Key };
            refuse(document, Cause::KeyFile, raised)
        })?;
        let matched = check_private_key(chain.first(), key.as_ref(), program);
        if !matched.map_err(|raised| refuse(Document::Pair, Cause::KeyMatch, raised))? {
            chain.clear();
        }
    }
    let anchors = match &own.files.trust {
        None => Vec::new(),
        Some(file) if program.voice == Voice::Node => added_to_node(file, own),
        Some(file) => load::trust(file, own.shelf)
            .map_err(|raised| refuse(Document::Trust, Cause::TrustFile, raised))?,
    };
    Ok(load::loaded(&chain, &anchors))
}

/// The certificate and those after it. `use_certificate_chain_file` of `ssl/ssl_rsa.c`; Node's `SSL_CTX_use_certificate_chain`
/// of `src/crypto/crypto_context.cc`.
fn chain(file: &[u8], own: &Own<'_>, program: &Program) -> Result<Vec<X509>, Queue> {
    if program.voice == Voice::Cli {
        return load::stored_certificates(file, own.shelf);
    }
    let mut blocks = Blocks::new(file);
    let first = load::certificate(&mut blocks, own.shelf, Reading::Aux);
    let first = first.map_err(|raised| match program.voice {
        Voice::Python => [raised.as_slice(), &[CERTIFICATE_FILE]].concat(),
        _ => raised,
    })?;
    let (others, raised) = load::others(&mut blocks, own.shelf);
    if raised.is_empty() { Ok([vec![first], others].concat()) } else { Err(raised) }
}

/// Whether the file begins with something that could be an element of BER: text does, if its second letter is a small number.
pub(in crate::peer::stack) fn looks_like_ber(file: &[u8]) -> bool {
    let mut defects = Vec::new();
    let element = Reader::new(file).next(&mut defects);
    element.is_some_and(|element| element.range.len() > 2)
        && !defects.iter().any(|defect| matches!(defect.kind, crate::defect::DefectKind::Truncated { .. }))
}

/// `SSL_CTX_use_certificate` and `SSL_CTX_add0_chain_cert`: `ssl_security_cert` of `ssl/t1_lib.c`. Python's way through
/// `SSL_CTX_use_certificate_chain_file` also fails of what is left in the error queue (recorded: `ext-bc-garbage-server`).
fn use_certificates(chain: &[X509], program: &Program) -> Result<(), (Cause, Queue)> {
    let level = program.parameters.level;
    let is_weak = |x509: &X509| !x509.is_self_signed && !strength::is_digest_strong(x509, level);
    let Some((leaf, others)) = chain.split_first() else { return Ok(()) };
    if !strength::is_key_strong(leaf, level) {
        let unread = leaf.usable_key().is_none().then_some(KEY_DECODE);
        return Err((Cause::KeyStrength, unread.into_iter().chain([EE_KEY_TOO_SMALL]).collect()));
    }
    if is_weak(leaf) {
        return Err((Cause::SignatureAlgorithm, vec![MD_TOO_WEAK]));
    }
    if leaf.is_invalid && program.voice == Voice::Python {
        return Err((Cause::Encoding, vec![INVALID_CERTIFICATE]));
    }
    for other in others {
        if !strength::is_key_strong(other, level) {
            return Err((Cause::KeyStrength, vec![CHAIN_KEY_TOO_SMALL]));
        }
        if is_weak(other) {
            return Err((Cause::SignatureAlgorithm, vec![CHAIN_MD_TOO_WEAK]));
        }
    }
    Ok(())
}

/// The public key of the key file, or whether it is encrypted and what is left in the queue. `SSL_CTX_use_PrivateKey_file`;
/// Node's `SecureContext::SetKey` (recorded: `key-der`, `key-encrypted-pkcs8`).
fn private_key(file: &[u8], program: &Program) -> Result<Option<PublicKey>, (bool, Queue)> {
    if program.voice == Voice::Cli {
        return load::stored_private_key(file).map_err(|raised| (false, raised));
    }
    load::decoded_private_key(file).map_err(|fault| match (program.voice, fault) {
        (_, KeyFault::Header(raised)) => (false, vec![raised, KEY_FILE]),
        (Voice::Node, KeyFault::Encrypted) => (true, vec![BAD_DECRYPT]),
        (Voice::Node, KeyFault::Unsupported) => (false, vec![NOT_DECODED]),
        (_, fault) => (fault == KeyFault::Encrypted, vec![NOT_DECODED, KEY_FILE]),
    })
}

/// `ssl_set_pkey`, which compares with a certificate of the same kind of key only, and `SSL_CTX_check_private_key`, which Node
/// does not call. False if certificate and key end up beside each other.
fn check_private_key(leaf: Option<&X509>, key: Option<&PublicKey>, program: &Program) -> Result<bool, Queue> {
    let shown = leaf.and_then(|leaf| leaf.certificate().public_key.as_ref());
    let (Some(shown), Some(key)) = (shown, key) else { return Ok(true) };
    if !is_same_kind(shown, key) {
        return if program.voice == Voice::Node { Ok(false) } else { Err(vec![NO_CERTIFICATE_ASSIGNED]) };
    }
    if key_match::same(shown, key) { Ok(true) } else { Err(vec![KEY_VALUES]) }
}

/// `ssl_cert_lookup_by_pkey`: each kind of key has a place of its own.
fn is_same_kind(one: &PublicKey, other: &PublicKey) -> bool {
    let kind = |kind: &KeyKind| core::mem::discriminant(kind);
    kind(&one.kind) == kind(&other.kind)
}

/// `X509_STORE_add_cert` for every certificate up to the first that cannot be read; Node asks no more of `ca`.
fn added_to_node(file: &[u8], own: &Own<'_>) -> Vec<X509> {
    let mut blocks = Blocks::new(file);
    core::iter::from_fn(|| load::certificate(&mut blocks, own.shelf, Reading::Aux).ok()).collect()
}
