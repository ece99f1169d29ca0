//! How files come into an NSS database: through `openssl pkcs12`, `pk12util` and `certutil`, so that some of the errors are OpenSSL's.

use std::rc::Rc;

use zeroize::Zeroizing;

use crate::crypto::{key_match, private_key, public_key};
use crate::defect::DefectKind;
use crate::peer::alert::PeerSees;
use crate::peer::cause::Cause;
use crate::peer::encounter::{Loaded, Own, Role};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::shelf::{Parsed, Shelf};
use crate::peer::stack::pkcs8;
use crate::x509::form::{self, Form};
use crate::x509::private_key::{Obstacle, PrivateKeyFacts};
use crate::x509::public_key::{Curve, KeyKind, PublicKey};

const UNSUPPORTED: &str = "error:1608010C:STORE routines:ossl_store_handle_load_result:unsupported:../crypto/store/store_result.c:149:";
const NOTHING_DECODED: &str = "error:1E08010C:DECODER routines:OSSL_DECODER_from_bio:unsupported:../crypto/encode_decode/decoder_lib.c:103:No supported data to decode. Input structure: Certificate";
const NOT_PROC_TYPE: &str =
    "error:0480006B:PEM routines:PEM_get_EVP_CIPHER_INFO:not proc type:../crypto/pem/pem_lib.c:504:";
const BAD_DECRYPT: &str = "error:1C800064:Provider routines:ossl_cipher_unpadblock:bad decrypt:../providers/implementations/ciphers/ciphercommon_block.c:124: | error:11800074:PKCS12 routines:PKCS12_pbe_crypt_ex:pkcs12 cipherfinal error:../crypto/pkcs12/p12_decr.c:89:empty password";
const KEY_VALUES: &str = "error:05800074:x509 certificate routines:X509_check_private_key:key values mismatch:../crypto/x509/x509_cmp.c:403:";
const NO_PUBLIC_KEY: &str = "error:03000072:digital envelope routines:X509_PUBKEY_get0:decode error:../crypto/x509/x_pubkey.c:461: | error:0580006C:x509 certificate routines:X509_check_private_key:unable to get certs public key:../crypto/x509/x509_cmp.c:397:";

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
    let anchors = own.files.trust.as_ref().map(|file| trusted(own.shelf, file, &chain)).transpose()?;
    Ok(Loaded { chain, anchors: anchors.unwrap_or_default() })
}

fn refuse(cause: Cause, text: String) -> Stop {
    Refusal::new(cause, text, PeerSees::Nothing).into()
}

/// A block as `PEM_read_bio` finds it: its label and the lines within.
struct Block<'a> {
    label: &'a [u8],
    lines: Vec<&'a [u8]>,
}

/// Blocks whose first and last line stand alone on theirs, white space behind them left out; the last need not be there, and then
/// there is no block.
fn blocks(file: &[u8]) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for line in file.split(|octet| *octet == b'\n').map(<[u8]>::trim_ascii_end) {
        if let Some(label) = line.strip_prefix(b"-----BEGIN ").and_then(|line| line.strip_suffix(b"-----")) {
            open = Some(Block { label, lines: Vec::new() });
        } else if let Some(label) =
            line.strip_prefix(b"-----END ").and_then(|line| line.strip_suffix(b"-----"))
        {
            found.extend(open.take().filter(|block| block.label == label));
        } else if let Some(block) = &mut open {
            block.lines.push(line);
        }
    }
    found
}

impl Block<'_> {
    fn has_header(&self) -> bool {
        self.lines.iter().any(|line| line.contains(&b':'))
    }

    fn bytes(&self) -> Option<Zeroizing<Vec<u8>>> {
        let digits: Zeroizing<Vec<u8>> = Zeroizing::new(self.lines.concat());
        data_encoding::BASE64.decode(&digits).ok().map(Zeroizing::new)
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
    let read = |block: &&Block<'_>| {
        block.bytes().and_then(|bytes| shelf.read(&bytes)).filter(|parsed| is_readable(parsed))
    };
    let mut chain: Vec<Rc<Parsed>> = labelled.iter().filter_map(read).collect();
    if chain.is_empty() {
        let has_bytes = labelled.iter().any(|block| block.bytes().is_some());
        let is_text = !file.windows(11).any(|window| window == b"-----BEGIN ") && is_plain_text(file);
        return Err(match () {
            () if labelled.iter().any(|block| block.has_header()) => {
                nothing(&[NOT_PROC_TYPE, NOTHING_DECODED])
            }
            () if is_text => nothing(&[]),
            () if has_bytes => nothing(&[UNSUPPORTED]),
            () => nothing(&[UNSUPPORTED, NOTHING_DECODED]),
        });
    }
    let Some(key) = key else { return Ok(chain) };
    let is_own = |parsed: &Rc<Parsed>| {
        let public = parsed.certificate.public_key.as_ref();
        public.is_some_and(|public| {
            key_match::identity(public) == key_match::identity(key) && public_key::is_sound(public)
        })
    };
    let Some(at) = chain.iter().position(is_own) else {
        let last = chain.last().and_then(|parsed| parsed.certificate.public_key.as_ref());
        let first = chain.first().and_then(|parsed| parsed.certificate.public_key.as_ref()).or(last);
        let error = if first.is_some_and(public_key::is_sound) { KEY_VALUES } else { NO_PUBLIC_KEY };
        let text = format!(
            "openssl pkcs12: No cert in -in file 'CASE/{side}/tls.crt' matches private key | {error}"
        );
        return Err(refuse(Cause::KeyMatch, text));
    };
    let own = chain.remove(at);
    chain.insert(0, own);
    Ok(chain)
}

/// Text with spaces, in which no decoder sees base64 or DER.
fn is_plain_text(file: &[u8]) -> bool {
    file.is_ascii() && file.contains(&b' ')
}

/// `d2i_X509`, as far as it refuses more than NSS does (recorded: der-trailing-in-tbs-client, serial-nonminimal-client).
fn is_readable(parsed: &Parsed) -> bool {
    let certificate = &parsed.certificate;
    let opaque = |at: crate::span::ByteRange| {
        certificate
            .extensions
            .iter()
            .any(|extension| at.start >= extension.value.start && at.end <= extension.value.end)
    };
    !parsed.defects.iter().filter(|defect| !opaque(defect.at)).any(|defect| {
        matches!(
            defect.kind,
            DefectKind::Truncated { .. }
                | DefectKind::ExtraField(_)
                | DefectKind::Missing(_)
                | DefectKind::Unexpected { .. }
                | DefectKind::IntegerNotMinimal
                | DefectKind::IntegerEmpty
        )
    })
}

/// The key that `openssl pkcs12 -inkey` reads (recorded: key-public, key-encrypted-pkcs8, key-ed25519-pkcs8v2).
fn key(file: &[u8], side: &str) -> Result<PrivateKeyFacts, Stop> {
    let fail = |errors: &[&str]| {
        let first =
            format!("openssl pkcs12: Could not read private key from -inkey file from CASE/{side}/tls.key");
        refuse(Cause::KeyFile, [&[first.as_str()], errors].concat().join(" | "))
    };
    let blocks = blocks(file);
    if blocks.is_empty() {
        return Err(fail(&[]));
    }
    for block in blocks.iter().filter(|block| block.label.ends_with(b"PRIVATE KEY")) {
        if block.label == b"ENCRYPTED PRIVATE KEY" || block.has_header() {
            return Err(fail(&[UNSUPPORTED, BAD_DECRYPT]));
        }
        let Some(bytes) = block.bytes() else { continue };
        let form = form::of(&bytes);
        if !matches!(form, Some(Form::RsaPrivateKey | Form::EcPrivateKey | Form::PrivateKeyInfo))
            || pkcs8::is_version_2(&bytes)
        {
            continue;
        }
        let facts = private_key::read(&bytes, form, None, &mut Vec::new());
        if !matches!(facts.obstacle, Some(Obstacle::Unreadable | Obstacle::Secret)) {
            return Ok(facts);
        }
    }
    Err(fail(&[UNSUPPORTED]))
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
    let find = |text: &[u8], needle: &[u8]| text.windows(needle.len()).position(|window| window == needle);
    let decode = |error: &str| {
        refuse(Cause::TrustFile, format!("certutil: certutil: could not decode certificate: {error}"))
    };
    let mut anchors: Vec<Rc<Parsed>> = Vec::new();
    let mut rest = file;
    while let Some(begin) = find(rest, BEGIN) {
        let block = rest.get(begin + BEGIN.len()..).unwrap_or_default();
        let Some(end) = find(block, END) else { break };
        let body = block.get(..end).unwrap_or_default();
        rest = block.get(end + END.len()..).unwrap_or_default();
        if !body.contains(&b'\n') {
            return Err(refuse(Cause::TrustFile, "certutil: input has header but no trailer".to_owned()));
        }
        let der = lenient_base64(body);
        if der.len() < SHORTEST {
            return Err(decode(
                "SEC_ERROR_INPUT_LEN: security library has experienced an input length error.",
            ));
        }
        let parsed = shelf.read(&der).filter(|parsed| parsed.certificate.public_key.is_some());
        let Some(parsed) = parsed else {
            return Err(decode(
                "SEC_ERROR_BAD_DER: security library: improperly formatted DER-encoded message.",
            ));
        };
        let key = |parsed: &Parsed| {
            (parsed.certificate.issuer.der.clone(), parsed.certificate.serial.octets.clone())
        };
        if anchors.iter().chain(chain).any(|known| key(known) == key(&parsed) && known.id != parsed.id) {
            return Err(decode(
                "SEC_ERROR_REUSED_ISSUER_AND_SERIAL: You are attempting to import a cert with the same issuer/serial as an existing cert, but that is not the same cert.",
            ));
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
fn lenient_base64(body: &[u8]) -> Vec<u8> {
    let is_digit = |octet: &u8| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/');
    let mut digits: Vec<u8> = body.iter().copied().filter(is_digit).collect();
    if digits.len() % 4 == 1 {
        digits.pop();
    }
    let mut specification = data_encoding::Specification::new();
    specification.symbols.push_str("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    specification.check_trailing_bits = false;
    specification.encoding().ok().and_then(|encoding| encoding.decode(&digits).ok()).unwrap_or_default()
}
