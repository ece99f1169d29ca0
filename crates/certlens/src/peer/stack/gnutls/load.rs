//! How gnutls-cli and gnutls-serv load their files (`src/cli.c`, `src/serv.c`, `cert-cred-x509.c`, `privkey.c`).

use std::rc::Rc;

use zeroize::Zeroizing;

use crate::crypto::{key_match, private_key};
use crate::der::Reader;
use crate::peer::alert::PeerSees;
use crate::peer::cause::Cause;
use crate::peer::encounter::{Loaded, Own, Role};
use crate::peer::files::Files;
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::shelf::{Parsed, Shelf};
use crate::peer::substring::find;
use crate::x509::form::{self, Form};
use crate::x509::private_key::{Obstacle, PrivateKeyFacts};
use crate::x509::public_key::{Curve, KeyKind, PublicKey};

use super::arrange::MAX_VERIFY_DEPTH;
use super::error::{
    BASE64, Code, DER, ELEMENT_NOT_FOUND, KEY_MISMATCH, NO_CERTIFICATE, NOT_AVAILABLE, TAG, UNKNOWN_KEY,
};
use super::import;
use super::pem;

/// `MAX_CRT` of gnutls-cli: it sends no more certificates (recorded: chain-depth-8).
const MAX_CRT: usize = 6;
/// `MAX_PEM_HEADER_SIZE`
const MAX_PEM_HEADER: usize = 25;

/// A private key as far as GnuTLS reads it.
enum Key {
    Read(Box<PrivateKeyFacts>),
    /// It asks for a password, and gets none.
    Encrypted,
}

pub(super) fn load(own: &Own<'_>) -> Result<Loaded, Stop> {
    match own.role {
        Role::Client => client(own),
        Role::Server => server(own),
    }
}

fn refuse(cause: Cause, error: String) -> Stop {
    Refusal::new(cause, error, PeerSees::Nothing).into()
}

/// `gnutls_x509_crt_list_import`
fn list_import(shelf: &Shelf, data: &[u8], most: usize) -> Result<Vec<Rc<Parsed>>, Code> {
    let mut list = Vec::new();
    let mut rest = pem::next_certificate(data).ok_or(NO_CERTIFICATE)?;
    while list.len() < most {
        list.push(read(shelf, &pem::certificate(rest)?)?);
        match rest.get(1..).and_then(pem::next_certificate) {
            Some(next) => rest = next,
            None => break,
        }
    }
    Ok(list)
}

fn read(shelf: &Shelf, der: &[u8]) -> Result<Rc<Parsed>, Code> {
    let parsed = shelf.read(der).ok_or(TAG)?;
    import::certificate(&parsed)?;
    Ok(parsed)
}

/// `gnutls_x509_trust_list_add_trust_mem`; of two equal certificates the second replaces the first.
fn trust(own: &Own<'_>) -> Result<Vec<Rc<Parsed>>, Code> {
    let Some(file) = &own.files.trust else { return Ok(Vec::new()) };
    let mut anchors = list_import(own.shelf, file, usize::MAX)?;
    let mut seen: Vec<usize> = Vec::new();
    anchors.retain(|anchor| {
        let is_new = !seen.contains(&anchor.id);
        seen.push(anchor.id);
        is_new
    });
    Ok(anchors)
}

/// The trusted certificates first, then the own ones, then the key, which need not be theirs (recorded: key-mismatch-p256-client).
fn client(own: &Own<'_>) -> Result<Loaded, Stop> {
    let anchors = trust(own).map_err(|code| {
        refuse(Cause::TrustFile, format!("Error setting the x509 trust file: {}", code.text))
    })?;
    let chain = match &own.files.certificate {
        Some(file) => client_certificates(own.shelf, file)?,
        None => Vec::new(),
    };
    if let Some(file) = &own.files.key {
        match private_key(file) {
            Ok(Key::Read(_)) => {}
            Ok(Key::Encrypted) => {
                let text =
                    format!("Enter password: No PIN given.\nProcessed {} CA certificate(s).", anchors.len());
                return Err(refuse(Cause::KeyFile, text));
            }
            Err(code) => {
                return Err(refuse(Cause::KeyFile, format!("*** Error importing key: {}", code.text)));
            }
        }
    }
    Ok(Loaded { chain, anchors })
}

/// The key that a client signs with.
pub(super) fn own_key(files: &Files) -> Option<PublicKey> {
    match private_key(files.key.as_ref()?) {
        Ok(Key::Read(facts)) => facts.public_key,
        _ => None,
    }
}

fn client_certificates(shelf: &Shelf, file: &[u8]) -> Result<Vec<Rc<Parsed>>, Stop> {
    let load = |text: &str| refuse(Cause::CertificateFile, format!("*** Error loading cert file: {text}"));
    let chain = list_import(shelf, file, MAX_CRT).map_err(|code| load(code.text))?;
    let mut count = 0usize;
    let mut rest = pem::next_certificate(file);
    while let Some(block) = rest {
        count += 1;
        rest = block.get(1..).and_then(pem::next_certificate);
    }
    if count > MAX_CRT {
        return Err(load(&format!("Too many certs {count}")));
    }
    for parsed in &chain {
        import::public_key(&parsed.certificate).map_err(|code| {
            let text = format!("*** Error importing crt to pcert: {}", code.text);
            Stop::from(Refusal::new(code.cause, text, PeerSees::Nothing).of(parsed))
        })?;
    }
    Ok(chain)
}

/// The trusted certificates first, then the key, then the own certificates, then whether they belong together
/// (`gnutls_certificate_set_x509_key_file` of `cert-cred-x509.c`; recorded: key-e2-server).
fn server(own: &Own<'_>) -> Result<Loaded, Stop> {
    let anchors = match trust(own) {
        Ok(anchors) => anchors,
        // A file without a certificate is no error to it: it trusts nobody (recorded: pem-only-text-ca).
        Err(code) if code == NO_CERTIFICATE => Vec::new(),
        Err(code) => {
            let text = format!("Error reading 'CASE/server/ca.crt' | Error: {}", code.text);
            return Err(refuse(Cause::TrustFile, text));
        }
    };
    let failed = |code: Code, cause: Cause| {
        let text =
            format!("Error reading 'CASE/server/tls.crt' or 'CASE/server/tls.key' | Error: {}", code.text);
        refuse(cause, text)
    };
    let key = own.files.key.as_ref().map(|file| private_key(file)).transpose();
    let key = match key.map_err(|code| failed(code, Cause::KeyFile))? {
        Some(Key::Encrypted) => return Err(refuse(Cause::KeyFile, String::new())),
        Some(Key::Read(facts)) => Some(facts),
        None => None,
    };
    let Some(file) = &own.files.certificate else { return Ok(Loaded { chain: Vec::new(), anchors }) };
    let chain = list_import(own.shelf, file, MAX_VERIFY_DEPTH)
        .map_err(|code| if code == NO_CERTIFICATE { BASE64 } else { code })
        .map_err(|code| failed(code, Cause::CertificateFile))?;
    for parsed in &chain {
        import::public_key(&parsed.certificate).map_err(|code| failed(code, code.cause))?;
    }
    let certified = chain.first().and_then(|first| first.certificate.public_key.as_ref());
    if let (Some(key), Some(certified)) = (key.as_ref().and_then(|key| key.public_key.as_ref()), certified)
        && !belong_together(key, certified)
    {
        return Err(failed(KEY_MISMATCH, Cause::KeyMatch));
    }
    Ok(Loaded { chain, anchors })
}

/// `_gnutls_check_key_cert_match` signs with the one and verifies with the other; that of EdDSA fails and is then left out
/// (recorded: key-mismatch-ed25519-server).
fn belong_together(key: &PublicKey, certified: &PublicKey) -> bool {
    match (&key.kind, &certified.kind) {
        (KeyKind::Ed25519, KeyKind::Ed25519) | (KeyKind::Ed448, KeyKind::Ed448) => true,
        _ => key_match::same(key, certified),
    }
}

/// `gnutls_x509_privkey_import2`: the first error is the one that is told.
fn private_key(file: &[u8]) -> Result<Key, Code> {
    let label = find(file, b"PRIVATE KEY-----").ok_or(NOT_AVAILABLE)?;
    let near = file.get(label.saturating_sub(MAX_PEM_HEADER)..).unwrap_or_default();
    let begin = find(near, b"-----BEGIN ").ok_or(NOT_AVAILABLE)?;
    let block = near.get(begin..).unwrap_or_default();
    let name = block.get(b"-----BEGIN ".len()..).unwrap_or_default();
    if name.starts_with(b"ENCRYPTED PRIVATE KEY") || find(block, b"Proc-Type: 4,ENCRYPTED").is_some() {
        return Ok(Key::Encrypted);
    }
    let labels: &[(&[u8], &[Form])] = &[
        (b"RSA PRIVATE KEY", &[Form::RsaPrivateKey]),
        (b"EC PRIVATE KEY", &[Form::EcPrivateKey]),
        (b"DSA PRIVATE KEY", &[Form::DsaPrivateKey]),
        (b"PRIVATE KEY", &[Form::PrivateKeyInfo]),
    ];
    let (label, forms) = labels.iter().find(|(label, _)| name.starts_with(label)).ok_or(NOT_AVAILABLE)?;
    let bytes = pem::decode(label, block)?;
    let form = form::of(&bytes);
    if form.is_none_or(|form| !forms.contains(&form)) {
        return Err(if *label == b"PRIVATE KEY" { TAG } else { DER });
    }
    if form == Some(Form::PrivateKeyInfo) {
        plain_pkcs8(&bytes)?;
    }
    let facts = private_key::read(&bytes, form, None, &mut Vec::new());
    match &facts.obstacle {
        Some(Obstacle::Curve(curve)) if !is_supported(curve) => {
            Err(if form == Some(Form::PrivateKeyInfo) { ELEMENT_NOT_FOUND } else { DER })
        }
        Some(Obstacle::Algorithm(_)) => Err(UNKNOWN_KEY),
        Some(Obstacle::Unreadable | Obstacle::Secret) => Err(DER),
        _ => match facts.public_key.as_ref().map(|key| &key.kind) {
            Some(KeyKind::Ec(curve)) if !is_supported(curve) => Err(ELEMENT_NOT_FOUND),
            _ => Ok(Key::Read(Box::new(facts))),
        },
    }
}

/// recorded: key-k256-server, key-p224-server
const fn is_supported(curve: &Curve) -> bool {
    matches!(curve, Curve::Named(curve) if import::is_supported(*curve))
}

/// `PrivateKeyInfo` of PKCS #8 v1: the public key that RFC 5958 adds is an error (recorded: key-ed25519-pkcs8v2).
fn plain_pkcs8(bytes: &Zeroizing<Vec<u8>>) -> Result<(), Code> {
    let mut defects = Vec::new();
    let outer = Reader::new(bytes).next(&mut defects).ok_or(DER)?;
    let mut fields = Reader::inside(bytes, outer);
    let mut tags = core::iter::from_fn(|| fields.next(&mut defects).map(|element| element.tag));
    let is_plain =
        tags.by_ref().take(3).count() == 3 && matches!((tags.next(), tags.next()), (None | Some(0xa0), None));
    if is_plain { Ok(()) } else { Err(DER) }
}
