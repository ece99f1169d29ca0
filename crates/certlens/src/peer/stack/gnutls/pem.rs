//! GnuTLS's PEM reader: it searches, so that whatever stands around a block, before it on its line or within its lines as white
//! space does not matter (`lib/x509_b64.c`, `lib/x509/x509.c`).

use crate::peer::stack::base64::gathered;
use crate::peer::substring::find;
use zeroize::Zeroizing;

use super::error::{BASE64, BASE64_HEADER, Code};

const SEPARATOR: &[u8] = b"-----BEGIN CERTIFICATE";
const X509_SEPARATOR: &[u8] = b"-----BEGIN X509 CERTIFICATE";
const DASHES: &[u8] = b"-----";
const BOTTOM: &[u8] = b"-----END ";

/// The rest of `data` from the next certificate's header on. Any label that begins with `CERTIFICATE` will do, such as
/// `CERTIFICATE REQUEST` (recorded: pem-csr-label-crt).
pub(super) fn next_certificate(data: &[u8]) -> Option<&[u8]> {
    let at = find(data, SEPARATOR).or_else(|| find(data, X509_SEPARATOR))?;
    data.get(at..)
}

/// The encoding of the first certificate in `data`. Any error of the first try is lost in that of the second, for the old label
/// (`gnutls_x509_crt_import`).
pub(super) fn certificate(data: &[u8]) -> Result<Vec<u8>, Code> {
    let first = decode(b"CERTIFICATE", data).or_else(|_| decode(b"X509 CERTIFICATE", data))?;
    Ok(first.to_vec())
}

/// `_gnutls_fbase64_decode`
pub(super) fn decode(header: &[u8], data: &[u8]) -> Result<Zeroizing<Vec<u8>>, Code> {
    let top = [b"-----BEGIN ", header].concat();
    let begin = find(data, &top).ok_or(BASE64_HEADER)?;
    let rest = data.get(begin + 1..).unwrap_or_default();
    let after = find(rest, DASHES).map(|at| at + DASHES.len()).ok_or(BASE64)?;
    let rest = rest.get(after..).unwrap_or_default();
    let end = find(rest, BOTTOM).ok_or(BASE64)?;
    base64(rest.get(..end).unwrap_or_default())
}

/// `_gnutls_base64_decode`: what stands before the first `-`, white space left out; padding is required.
fn base64(body: &[u8]) -> Result<Zeroizing<Vec<u8>>, Code> {
    let body = body.split(|octet| *octet == b'-').next().unwrap_or_default();
    let digits = gathered(body, |octet| !matches!(octet, b' ' | 9..=13));
    match data_encoding::BASE64.decode(&digits).map(Zeroizing::new) {
        Ok(bytes) if !bytes.is_empty() => Ok(bytes),
        _ => Err(BASE64),
    }
}
