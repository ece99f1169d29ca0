//! OpenSSH's own format (PROTOCOL.key): the public key and the cipher stand in it in the clear, encrypted or not.

use const_oid::ObjectIdentifier;

use crate::der;
use crate::x509::algorithm::AlgorithmIdentifier;
use crate::x509::oids;
use crate::x509::private_key::encryption::{KeyDerivation, KeyEncryption};
use crate::x509::private_key::parts;

pub(crate) const MAGIC: &[u8] = b"openssh-key-v1\0";

/// What the unencrypted beginning says.
pub(crate) struct Header {
    pub(crate) encryption: Option<KeyEncryption>,
    /// The type of the key: `ssh-ed25519`.
    pub(crate) key_type: String,
    /// The algorithm and the octets of the public key as a `SubjectPublicKeyInfo` has them.
    pub(crate) public: Option<(AlgorithmIdentifier, Vec<u8>)>,
}

/// `None` where it ends before its public key or has the wrong magic.
pub(crate) fn read(whole: &[u8]) -> Option<Header> {
    let mut fields = Wire(whole.strip_prefix(MAGIC)?);
    let cipher = fields.text()?;
    let function = fields.text()?;
    let mut options = Wire(fields.string()?);
    fields.number()?;
    let mut blob = Wire(fields.string()?);
    let key_type = blob.text()?;
    let encryption = (cipher != "none").then(|| KeyEncryption {
        scheme: "openssh-key-v1".to_owned(),
        derivation: options.string().map(|_salt| KeyDerivation {
            function,
            prf: None,
            work: options.number().map(u64::from),
        }),
        cipher: Some(cipher),
    });
    let public = public(&key_type, &mut blob);
    Some(Header { encryption, key_type, public })
}

fn public(key_type: &str, blob: &mut Wire<'_>) -> Option<(AlgorithmIdentifier, Vec<u8>)> {
    let integer = |wire: &mut Wire<'_>| Some(der::write(der::tag::INTEGER, wire.string()?));
    match key_type {
        "ssh-rsa" => {
            let exponent = integer(blob)?;
            let key = der::write(der::tag::SEQUENCE, &[integer(blob)?, exponent].concat());
            Some((parts::identifier(oids::RSA_ENCRYPTION, &der::write(der::tag::NULL, &[])), key))
        }
        "ssh-dss" => {
            let parameters = [integer(blob)?, integer(blob)?, integer(blob)?].concat();
            let parameters = der::write(der::tag::SEQUENCE, &parameters);
            Some((parts::identifier(oids::DSA, &parameters), integer(blob)?))
        }
        "ssh-ed25519" => Some((parts::identifier(oids::ED25519, &[]), blob.string()?.to_vec())),
        _ => {
            let (_, curve) = CURVES.iter().find(|(name, _)| *name == key_type)?;
            blob.string()?;
            let parameters = der::write(der::tag::OID, curve.as_bytes());
            Some((parts::identifier(oids::EC_PUBLIC_KEY, &parameters), blob.string()?.to_vec()))
        }
    }
}

/// RFC 5656 §6.1
const CURVES: &[(&str, ObjectIdentifier)] = &[
    ("ecdsa-sha2-nistp256", ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7")),
    ("ecdsa-sha2-nistp384", ObjectIdentifier::new_unwrap("1.3.132.0.34")),
    ("ecdsa-sha2-nistp521", ObjectIdentifier::new_unwrap("1.3.132.0.35")),
];

/// The data types of RFC 4251 §5.
struct Wire<'a>(&'a [u8]);

impl<'a> Wire<'a> {
    fn number(&mut self) -> Option<u32> {
        let (number, rest) = self.0.split_first_chunk::<4>()?;
        self.0 = rest;
        Some(u32::from_be_bytes(*number))
    }

    fn string(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (string, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(string)
    }

    fn text(&mut self) -> Option<String> {
        let text = core::str::from_utf8(self.string()?).ok()?;
        text.chars().all(|c| c.is_ascii_graphic()).then(|| text.to_owned())
    }
}
