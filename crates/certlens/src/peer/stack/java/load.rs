//! What Java makes of its own files: certificates through `CertificateFactory`, the key as PKCS #8 whatever its label, both into
//! a PKCS #12 key store, as Netty and others do.

use std::rc::Rc;

use zeroize::Zeroizing;

use crate::der::{Element, Reader, tag};
use crate::peer::alert::PeerSees;
use crate::peer::cause::Cause;
use crate::peer::encounter::{Loaded, Own};
use crate::peer::files;
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::shelf::{Parsed, Shelf};
use crate::peer::stack::java::certificate::{Place, check, is_same, why_not_followed};
use crate::peer::stack::java::fields::{self, unparsed};
use crate::peer::stack::java::pem;
use crate::peer::stack::java::thrown::{CERTIFICATE, Thrown};
use crate::peer::stack::java::value::{NOT_ENOUGH, Value};
use crate::x509::form::{self, Form};

/// Certificate, key, what is trusted; then the key store.
/// Recorded: key-sec1, pem-bad-base64-last-crt, chain-extra-unrelated-server, in this order.
pub(super) fn load(own: &Own<'_>) -> Result<Loaded, Stop> {
    let files = own.files;
    let read = |file: &Option<Zeroizing<Vec<u8>>>, cause| match file {
        Some(file) => certificates(own.shelf, file, cause),
        None => Ok(Vec::new()),
    };
    let chain = read(&files.certificate, Cause::CertificateFile)?;
    if let Some(file) = &files.key {
        check_key(file)?;
    }
    let anchors = read(&files.trust, Cause::TrustFile)?;
    if let Some(reason) = chain.iter().chain(&anchors).find_map(|parsed| why_not_followed(parsed)) {
        return Err(Stop::Unknown(reason));
    }
    if chain.is_empty() && files.certificate.is_some() {
        let text = "IllegalArgumentException: Private key must be accompanied by certificate chain";
        return Err(refused(Cause::CertificateFile, text.to_owned()));
    }
    if !is_chain(&chain) {
        let text = "KeyStoreException: Certificate chain is not valid";
        return Err(refused(Cause::CertificateFile, text.to_owned()));
    }
    Ok(Loaded { chain, anchors })
}

fn refused(cause: Cause, text: String) -> Stop {
    Refusal::new(cause, text, PeerSees::Nothing).into()
}

/// `CertificateFactory.generateCertificates`: a PKCS #7 bundle, or certificates under any label; the first that cannot be read
/// fails the file.
/// Recorded: pem-csr-label-crt, pem-only-text-ca, pem-bad-cert-last-ca.
fn certificates(shelf: &Shelf, file: &[u8], cause: Cause) -> Result<Vec<Rc<Parsed>>, Stop> {
    let thrown = |thrown: Thrown| {
        let refusal = Refusal::new(cause, thrown.text_alone(), PeerSees::Nothing);
        Stop::from(Refusal { certificate: thrown.certificate, ..refusal })
    };
    let blocks = pem::blocks(file).map_err(thrown)?;
    let Some(first) = blocks.first() else {
        if file.is_empty() {
            return Ok(Vec::new());
        }
        return Err(thrown(Thrown::new(cause, CERTIFICATE, "No certificate data found")));
    };
    let bundle = bundled(first);
    let ders = if bundle.is_empty() { blocks } else { bundle };
    // What is no certificate, perhaps a key, is told by its outline and not kept.
    let read = |der: &Zeroizing<Vec<u8>>| {
        fields::check(der)?;
        let parsed = shelf.read(der).ok_or_else(|| unparsed("signed fields invalid"))?;
        check(&parsed, Place::File).map(|()| parsed)
    };
    ders.iter().map(read).collect::<Result<_, _>>().map_err(thrown)
}

/// The certificates of a PKCS #7 bundle (`X509Factory.parseX509orPKCS7Cert`).
fn bundled(block: &[u8]) -> Vec<Zeroizing<Vec<u8>>> {
    if form::of(block) != Some(Form::SignedData) {
        return Vec::new();
    }
    let scan = files::scan(block);
    let certificates =
        scan.artifacts.iter().filter(|artifact| form::of(&artifact.bytes) == Some(Form::Certificate));
    certificates.map(|artifact| Zeroizing::new(artifact.bytes.to_vec())).collect()
}

/// `PKCS12KeyStore.validateChain`: each is followed by its issuer, and none is there twice. Recorded:
/// chain-extra-unrelated-server, chain-duplicate-leaf-server.
fn is_chain(chain: &[Rc<Parsed>]) -> bool {
    let mut pairs = chain.iter().zip(chain.iter().skip(1));
    let is_repeated =
        |(index, one): (usize, &Rc<Parsed>)| chain.iter().skip(index + 1).any(|other| is_same(one, other));
    pairs.all(|(below, above)| below.certificate.issuer.matches(&above.certificate.subject))
        && !chain.iter().enumerate().any(is_repeated)
}

/// `PKCS8EncodedKeySpec` and the key factories for RSA, DSA, EC and EdDSA; whether the key is that of the certificate shows only
/// in the handshake. Recorded: key-sec1, key-encrypted-pkcs8, key-pkcs8-label-rsa.
fn check_key(file: &[u8]) -> Result<(), Stop> {
    let Some(key) = pem::private_key(file) else {
        let text = "KeyException: could not find a PKCS #8 private key in input stream";
        return Err(refused(Cause::KeyFile, text.to_owned()));
    };
    match Value::whole(&key) {
        _ if key.first() != Some(&tag::SEQUENCE) => return Err(no_key("invalid key format")),
        Err(why) if why == NOT_ENOUGH => return Err(no_key("IOException : null")),
        _ => {}
    }
    let mut unused = Vec::new();
    let outer = Reader::new(&key).next(&mut unused).filter(|outer| outer.tag == tag::SEQUENCE);
    let mut fields = outer.map_or_else(|| Reader::new(&[]), |outer| Reader::inside(&key, outer));
    let has_tag = |field: Option<Element>, tag| match field {
        Some(field) if field.tag == tag => Ok(()),
        Some(field) => Err(field.tag),
        None => Err(0),
    };
    let why = if let Err(found) = has_tag(fields.next(&mut unused), tag::INTEGER) {
        format!("DerValue.getBigIntegerInternal, not expected {found}")
    } else if has_tag(fields.next(&mut unused), tag::SEQUENCE).is_err() {
        "algid parse error, not a sequence".to_owned()
    } else {
        return Ok(());
    };
    Err(no_key(&format!("IOException : {why}")))
}

/// No `KeyFactory` makes a key of it, the last of them for this reason.
fn no_key(why: &str) -> Stop {
    let text = format!(
        "InvalidKeySpecException: Neither RSA, DSA nor EC worked <- InvalidKeySpecException: \
         java.security.InvalidKeyException: {why} <- InvalidKeyException: {why}"
    );
    refused(Cause::KeyFile, text)
}
