//! A private key as PKCS #8 (RFC 5958 §2), which every stack reads.

use zeroize::Zeroizing;

use crate::der::{self, Reader, tag};
use crate::peer::files::scan;
use crate::x509::form::{self, Form};
use crate::x509::oids;

/// The first private key of the file; `None` where it is encrypted, or cannot be taken apart.
pub(super) fn pkcs8(file: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    scan(file).artifacts.iter().find_map(|artifact| match form::of(&artifact.bytes)? {
        Form::PrivateKeyInfo => first_version(&artifact.bytes),
        Form::RsaPrivateKey => {
            let algorithm = [&der::write(tag::OID, oids::RSA_ENCRYPTION), [tag::NULL, 0].as_slice()].concat();
            Some(wrapped(&algorithm, &artifact.bytes))
        }
        Form::EcPrivateKey => {
            let curve = curve(&artifact.bytes)?;
            let algorithm = [der::write(tag::OID, oids::EC_PUBLIC_KEY), curve].concat();
            Some(wrapped(&algorithm, &artifact.bytes))
        }
        _ => None,
    })
}

fn wrapped(algorithm: &[u8], key: &[u8]) -> Zeroizing<Vec<u8>> {
    let header = [der::write(tag::INTEGER, &[0]), der::write(tag::SEQUENCE, algorithm)].concat();
    let key = Zeroizing::new(der::write(tag::OCTET_STRING, key));
    let fields = Zeroizing::new([header.as_slice(), key.as_slice()].concat());
    Zeroizing::new(der::write(tag::SEQUENCE, &fields))
}

/// Without what only the second version has: attributes and the public key.
fn first_version(key: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut unused = Vec::new();
    let outer = Reader::new(key).next(&mut unused)?;
    let mut fields = Reader::inside(key, outer);
    fields.next(&mut unused)?;
    let algorithm = fields.next(&mut unused)?;
    let octets = fields.next(&mut unused)?;
    Some(wrapped(algorithm.content.of(key), octets.content.of(key)))
}

/// `parameters [0]` of an `ECPrivateKey` (RFC 5915 §3), with its element.
fn curve(key: &[u8]) -> Option<Vec<u8>> {
    let mut unused = Vec::new();
    let outer = Reader::new(key).next(&mut unused)?;
    let mut fields = Reader::inside(key, outer);
    fields.next(&mut unused)?;
    fields.next(&mut unused)?;
    let parameters = fields.optional(tag::context_constructed(0), &mut unused)?;
    Some(parameters.content.of(key).to_vec())
}
