//! How files come into an NSS database: through `openssl pkcs12`, `pk12util` and `certutil`, so that some of the errors are OpenSSL's.

use core::mem::discriminant;
use std::rc::Rc;

use zeroize::Zeroizing;

use crate::crypto::{key_match, private_key, public_key};
use crate::peer::alert::PeerSees;
use crate::peer::cause::Cause;
use crate::peer::encounter::{Loaded, Own, Role};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::shelf::{Parsed, Shelf};
use crate::peer::stack::base64::{gathered, loose};
use crate::peer::stack::openssl::d2i;
use crate::peer::stack::openssl::looks_like_ber;
use crate::peer::stack::openssl::pem::{Block, Blocks};
use crate::peer::stack::openssl::raised::NO_START_LINE;
use crate::peer::stack::pkcs8;
use crate::peer::substring::find;
use crate::x509::form::{self, Form};
use crate::x509::private_key::{Obstacle, PrivateKeyFacts};
use crate::x509::public_key::{Curve, KeyKind, PublicKey};

const UNSUPPORTED: &str = "error:1608010C:STORE routines:ossl_store_handle_load_result:unsupported:../crypto/store/store_result.c:149:";
const NOTHING_DECODED: &str = "error:1E08010C:DECODER routines:OSSL_DECODER_from_bio:unsupported:../crypto/encode_decode/decoder_lib.c:103:No supported data to decode. Input structure: Certificate";
const NOT_PROC_TYPE: &str =
    "error:0480006B:PEM routines:PEM_get_EVP_CIPHER_INFO:not proc type:../crypto/pem/pem_lib.c:504:";
const NO_PEM_DECODED: &str = "error:1E08010C:DECODER routines:OSSL_DECODER_from_bio:unsupported:../crypto/encode_decode/decoder_lib.c:103:No supported data to decode. Input type: PEM";
const BAD_DECRYPT: &str = "error:1C800064:Provider routines:ossl_cipher_unpadblock:bad decrypt:../providers/implementations/ciphers/ciphercommon_block.c:124:";
const CIPHER_FINAL: &str = "error:11800074:PKCS12 routines:PKCS12_pbe_crypt_ex:pkcs12 cipherfinal error:../crypto/pkcs12/p12_decr.c:89:empty password";
const BAD_HEADER_DECRYPT: &str =
    "error:04800065:PEM routines:PEM_do_header:bad decrypt:../crypto/pem/pem_lib.c:469:";
const KEY_TYPES: [&str; 2] = [
    "error:03000065:digital envelope routines:evp_keymgmt_util_match:different key types:../crypto/evp/keymgmt_lib.c:388:",
    "error:05800073:x509 certificate routines:X509_check_private_key:key type mismatch:../crypto/x509/x509_cmp.c:406:",
];
const KEY_VALUES: [&str; 1] = [
    "error:05800074:x509 certificate routines:X509_check_private_key:key values mismatch:../crypto/x509/x509_cmp.c:403:",
];
const REUSED: &str = "SEC_ERROR_REUSED_ISSUER_AND_SERIAL: You are attempting to import a cert with the same issuer/serial as an existing cert, but that is not the same cert.";
const NO_PUBLIC_KEY: [&str; 2] = [
    "error:03000072:digital envelope routines:X509_PUBKEY_get0:decode error:../crypto/x509/x_pubkey.c:461:",
    "error:0580006C:x509 certificate routines:X509_check_private_key:unable to get certs public key:../crypto/x509/x509_cmp.c:397:",
];

/// `CERT_DecodeCertFromPackage` takes nothing shorter for a certificate.
const SHORTEST: usize = 17;

pub(super) fn load(own: &Own<'_>) -> Result<Loaded, Stop> {
    let side = match own.role {
        Role::Client => "client",
        Role::Server => "server",
    };
    let key = own.files.key.as_ref().map(|file| key(file, side)).transpose()?;
    let chain = match &own.files.certificate {
        Some(file) => {
            own_certificates(own.shelf, file, key.as_ref().and_then(|key| key.public_key.as_ref()), side)?
        }
        None => Vec::new(),
    };
    if let Some(first) = chain.first() {
        importable(own.role, first)?;
    }
    if let Some(reused) = chain.iter().find(|one| chain.iter().any(|other| have_one_number(one, other))) {
        let text = format!("pk12util: pk12util: PKCS12 decode import bags failed: {REUSED}");
        return Err(Refusal::new(Cause::Encoding, text, PeerSees::Nothing).of(reused).into());
    }
    let anchors = own.files.trust.as_ref().map(|file| trusted(own.shelf, file, &chain)).transpose()?;
    Ok(Loaded { chain, anchors: anchors.unwrap_or_default() })
}

/// Two certificates of one issuer and serial number, which no database of NSS holds (`root-renewed-same-key-new-first`).
pub(super) fn have_one_number(one: &Parsed, other: &Parsed) -> bool {
    let number =
        |parsed: &Parsed| (parsed.certificate.issuer.der.clone(), parsed.certificate.serial.octets.clone());
    one.id != other.id && number(one) == number(other)
}

fn refuse(cause: Cause, text: String) -> Stop {
    Refusal::new(cause, text, PeerSees::Nothing).into()
}

/// `OSSL_STORE_load`: every block that can be read, whatever is wrong with others.
fn blocks(file: &[u8]) -> Vec<Block<'_>> {
    let mut blocks = Blocks::new(file);
    let mut found = Vec::new();
    loop {
        match blocks.read() {
            Ok(block) => found.push(block),
            Err(NO_START_LINE) => return found,
            Err(_) => {}
        }
    }
}

/// `openssl pkcs12 -export`: every certificate that can be read, the one of the key first (recorded: chain-wrong-order-client).
fn own_certificates(
    shelf: &Shelf,
    file: &[u8],
    key: Option<&PublicKey>,
    side: &str,
) -> Result<Vec<Rc<Parsed>>, Stop> {
    let nothing = |errors: &[&str]| {
        let first =
            format!("openssl pkcs12: Could not read any certificates from -in file from CASE/{side}/tls.crt");
        let text = [&[first.as_str()], errors].concat().join(" | ");
        refuse(Cause::CertificateFile, text)
    };
    let blocks = blocks(file);
    let is_label =
        |label: &[u8]| [&b"CERTIFICATE"[..], b"X509 CERTIFICATE", b"TRUSTED CERTIFICATE"].contains(&label);
    let labelled: Vec<&Block<'_>> = blocks.iter().filter(|block| is_label(block.label)).collect();
    let read = |der: &[u8]| shelf.read(der).filter(|_| d2i::raised(der).is_empty());
    let plain = labelled.iter().filter(|block| block.check_decoded_header().is_ok());
    let mut chain: Vec<Rc<Parsed>> = plain.filter_map(|block| read(&block.bytes)).collect();
    // A certificate may also stand there in DER.
    if blocks.is_empty() {
        chain.extend(read(file));
    }
    if chain.is_empty() {
        return Err(match () {
            () if labelled.iter().any(|block| block.check_decoded_header().is_err()) => {
                nothing(&[NOT_PROC_TYPE, NOTHING_DECODED])
            }
            () if !labelled.is_empty() => nothing(&[UNSUPPORTED]),
            () if blocks.is_empty() && !looks_like_ber(file) => nothing(&[]),
            () => nothing(&[UNSUPPORTED, NOTHING_DECODED]),
        });
    }
    let Some(key) = key else { return Ok(chain) };
    let is_own = |parsed: &Rc<Parsed>| {
        let public = parsed.certificate.public_key.as_ref();
        public.is_some_and(|public| key_match::same(public, key) && public_key::is_sound(public))
    };
    let Some(at) = chain.iter().position(is_own) else {
        // `X509_check_private_key` of each.
        let mut errors: Vec<&str> = Vec::new();
        for error in chain.iter().flat_map(|parsed| mismatch(parsed, key)) {
            if !errors.contains(error) {
                errors.push(error);
            }
        }
        let first = format!("openssl pkcs12: No cert in -in file 'CASE/{side}/tls.crt' matches private key");
        return Err(refuse(Cause::KeyMatch, [&[first.as_str()], errors.as_slice()].concat().join(" | ")));
    };
    let own = chain.remove(at);
    chain.insert(0, own);
    Ok(chain)
}

/// What `X509_check_private_key` raises.
fn mismatch(parsed: &Parsed, key: &PublicKey) -> &'static [&'static str] {
    match &parsed.certificate.public_key {
        Some(public) if !public_key::is_sound(public) => &NO_PUBLIC_KEY,
        Some(public) if discriminant(&public.kind) != discriminant(&key.kind) => &KEY_TYPES,
        _ => &KEY_VALUES,
    }
}

/// Whether a block breaks off before the file ends, so that the decoders are asked once more.
fn breaks_off(file: &[u8]) -> bool {
    let mut blocks = Blocks::new(file);
    loop {
        match blocks.read() {
            Err(NO_START_LINE) => return false,
            Err(_) if !blocks.rest().is_empty() => return true,
            _ => {}
        }
    }
}

/// The key that `openssl pkcs12 -inkey` reads (recorded: key-public, key-encrypted-pkcs8, key-ed25519-pkcs8v2).
fn key(file: &[u8], side: &str) -> Result<PrivateKeyFacts, Stop> {
    let fail = |errors: &[&str]| {
        let first =
            format!("openssl pkcs12: Could not read private key from -inkey file from CASE/{side}/tls.key");
        refuse(Cause::KeyFile, [&[first.as_str()], errors].concat().join(" | "))
    };
    let blocks = blocks(file);
    let mut refused: &[&str] = match blocks.as_slice() {
        [] if breaks_off(file) => &[NO_PEM_DECODED],
        blocks if !blocks.is_empty() && blocks.iter().all(|block| !is_known(block.label)) => {
            &[NO_PEM_DECODED]
        }
        blocks if blocks.iter().all(|block| block.label.ends_with(b"CERTIFICATE")) => &[],
        _ => &[UNSUPPORTED],
    };
    for block in blocks.iter().filter(|block| block.label.ends_with(b"PRIVATE KEY")) {
        if block.label == b"ENCRYPTED PRIVATE KEY" {
            refused = &[UNSUPPORTED, BAD_DECRYPT, CIPHER_FINAL];
            continue;
        }
        if block.is_encrypted() {
            refused = &[BAD_DECRYPT, BAD_HEADER_DECRYPT];
            continue;
        }
        if block.check_decoded_header().is_err() {
            refused = &[NOT_PROC_TYPE];
            continue;
        }
        let form = form::of(&block.bytes);
        if !matches!(form, Some(Form::RsaPrivateKey | Form::EcPrivateKey | Form::PrivateKeyInfo))
            || pkcs8::is_version_2(&block.bytes)
        {
            continue;
        }
        let facts = private_key::read(&block.bytes, form, None, &mut Vec::new());
        if !matches!(facts.obstacle, Some(Obstacle::Unreadable | Obstacle::Secret)) {
            return Ok(facts);
        }
    }
    Err(fail(refused))
}

/// Labels that a decoder of OpenSSL goes by (`providers/implementations/encode_decode/decode_pem2der.c`).
fn is_known(label: &[u8]) -> bool {
    const KINDS: [&[u8]; 8] = [b"", b"ENCRYPTED ", b"RSA ", b"EC ", b"DSA ", b"DH ", b"X9.42 DH ", b"SM2 "];
    let kind = label.strip_suffix(b"PRIVATE KEY");
    kind.is_some_and(|kind| KINDS.contains(&kind)) || !label.ends_with(b"PRIVATE KEY")
}

/// What `pk12util` does not import, and what selfserv does not start with (recorded: key-ed25519-client, key-bp256-server).
fn importable(role: Role, own: &Parsed) -> Result<(), Stop> {
    let Some(key) = &own.certificate.public_key else { return Ok(()) };
    let is_foreign = |curve: &Curve| match curve {
        Curve::Named(curve) => curve.name().starts_with("brainpool"),
        _ => true,
    };
    let text = match &key.kind {
        KeyKind::Ed25519 | KeyKind::Ed448 | KeyKind::Ec(Curve::Explicit { .. } | Curve::Missing) => {
            "pk12util: pk12util: PKCS12 decode import bags failed: SEC_ERROR_PKCS12_UNABLE_TO_IMPORT_KEY: Unable to import. Error attempting to import private key."
        }
        KeyKind::Ec(curve) if role == Role::Server && is_foreign(curve) => {
            "-8191 SEC_ERROR_LIBRARY_FAILURE: security library failure."
        }
        _ if role == Role::Server && !super::is_configurable(&own.certificate) => {
            "-8187 SEC_ERROR_INVALID_ARGS: security library: invalid arguments."
        }
        _ => return Ok(()),
    };
    Err(Refusal::new(Cause::KeyType, text, PeerSees::Nothing).of(own).into())
}

/// `certutil -A` for each block, into the database that has the own certificates already: whatever is no digit of base64 is left out
/// (recorded: pem-no-padding-ca, pem-indented-ca, root-renewed-same-key-old-in-chain).
fn trusted(shelf: &Shelf, file: &[u8], chain: &[Rc<Parsed>]) -> Result<Vec<Rc<Parsed>>, Stop> {
    const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
    const END: &[u8] = b"-----END CERTIFICATE-----";
    let decode = |error: &str| {
        refuse(Cause::TrustFile, format!("certutil: certutil: could not decode certificate: {error}"))
    };
    let mut anchors: Vec<Rc<Parsed>> = Vec::new();
    let mut rest = file;
    while let Some(begin) = find(rest, BEGIN) {
        let block = rest.get(begin + BEGIN.len()..).unwrap_or_default();
        let Some(end) = find(block, END) else { break };
        rest = block.get(end + END.len()..).unwrap_or_default();
        // What stands behind the header on its line does not count (`SECU_ReadDERFromFile`).
        let body = block.get(..end).unwrap_or_default();
        let Some(line) = body.iter().position(|octet| *octet == b'\n') else {
            return Err(refuse(Cause::TrustFile, "certutil: input has header but no trailer".to_owned()));
        };
        let der = lenient_base64(body.get(line..).unwrap_or_default());
        if der.len() < SHORTEST {
            return Err(decode(
                "SEC_ERROR_INPUT_LEN: security library has experienced an input length error.",
            ));
        }
        let parsed = shelf.read(&der).filter(|parsed| super::misread(parsed).is_none());
        let Some(parsed) = parsed else {
            return Err(decode(
                "SEC_ERROR_BAD_DER: security library: improperly formatted DER-encoded message.",
            ));
        };
        if anchors.iter().chain(chain).any(|known| have_one_number(known, &parsed)) {
            return Err(decode(REUSED));
        }
        if matches!(
            parsed.certificate.public_key.as_ref().map(|key| &key.kind),
            Some(KeyKind::Ed25519 | KeyKind::Ed448)
        ) {
            let text = "certutil: certutil: could not add certificate to token or database: SEC_ERROR_ADDING_CERT: Error adding certificate to database.";
            return Err(refuse(Cause::KeyType, text.to_owned()));
        }
        anchors.push(parsed);
    }
    if anchors.is_empty() {
        Err(refuse(Cause::TrustFile, "ca.crt: no certificate".to_owned()))
    } else {
        Ok(anchors)
    }
}

/// `ATOB_ConvertAsciiToItem`
fn lenient_base64(body: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut digits = gathered(body, |octet| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/'));
    if digits.len() % 4 == 1 {
        digits.pop();
    }
    loose(&digits).unwrap_or_default()
}
