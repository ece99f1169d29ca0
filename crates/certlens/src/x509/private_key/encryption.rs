//! How a private key is encrypted: `EncryptedPrivateKeyInfo` (RFC 5958 §3) and the schemes of RFC 8018 and RFC 7292.

use core::fmt;

use crate::defect::Defect;
use crate::der::{self, Element, Reader, integer, oid};
use crate::x509::algorithm::{self, AlgorithmIdentifier};
use crate::x509::oids;

/// How a private key is encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyEncryption {
    /// The scheme: `PBES2`, `pbeWithMD5AndDES-CBC`, `openssh-key-v1`, `Proc-Type: 4,ENCRYPTED`; or its number.
    pub scheme: String,
    /// How the key is made from the password, where the scheme does not settle it.
    pub derivation: Option<KeyDerivation>,
    /// The cipher, where the scheme does not settle it.
    pub cipher: Option<String>,
}

/// How the key of a cipher is made from a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyDerivation {
    /// `PBKDF2`, `scrypt`, `bcrypt`; or its number.
    pub function: String,
    /// The pseudo-random function of PBKDF2.
    pub prf: Option<String>,
    /// Iterations of PBKDF2 and PBES1, cost N of scrypt, rounds of bcrypt; `None` if negative or absurd.
    pub work: Option<u64>,
}

/// `PBES2 (PBKDF2 with HMAC-SHA-256, 2048 iterations, AES-256-CBC)`
impl fmt::Display for KeyEncryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.scheme)?;
        let mut details = Vec::new();
        if let Some(derivation) = &self.derivation {
            details.push(match &derivation.prf {
                Some(prf) => format!("{} with {prf}", derivation.function),
                None => derivation.function.clone(),
            });
            details.extend(derivation.work.map(|work| match derivation.function.as_str() {
                "scrypt" => format!("N = {work}"),
                "bcrypt" => format!("{work} rounds"),
                _ => format!("{work} iterations"),
            }));
        }
        details.extend(self.cipher.clone());
        if details.is_empty() { Ok(()) } else { write!(f, " ({})", details.join(", ")) }
    }
}

/// The encryption that an `EncryptedPrivateKeyInfo` names.
pub(crate) fn read(whole: &[u8], defects: &mut Vec<Defect>) -> Option<KeyEncryption> {
    let mut outer = Reader::new(whole);
    let sequence = outer.required(der::tag::SEQUENCE, "EncryptedPrivateKeyInfo", defects)?;
    let mut fields = Reader::inside(whole, sequence);
    let algorithm = algorithm::required(&mut fields, "encryptionAlgorithm", defects);
    fields.required(der::tag::OCTET_STRING, "encryptedData", defects);
    fields.finish("EncryptedPrivateKeyInfo", defects);
    Some(encryption(&algorithm))
}

fn encryption(algorithm: &AlgorithmIdentifier) -> KeyEncryption {
    let scheme = name(algorithm);
    let parameters = algorithm.parameters.as_deref().unwrap_or_default();
    let mut unused = Vec::new();
    let fields = Reader::new(parameters)
        .required(der::tag::SEQUENCE, "parameters", &mut unused)
        .map(|sequence| Reader::inside(parameters, sequence));
    let Some(mut fields) = fields else {
        return KeyEncryption { scheme, derivation: None, cipher: None };
    };
    if algorithm.oid.octets() == oids::PBES2 {
        let derivation = fields.required(der::tag::SEQUENCE, "keyDerivationFunc", &mut unused);
        let cipher = fields.required(der::tag::SEQUENCE, "encryptionScheme", &mut unused);
        return KeyEncryption {
            scheme,
            derivation: derivation.map(|element| derivation_of(parameters, element)),
            cipher: cipher.map(|element| name(&algorithm::read(parameters, element, &mut unused))),
        };
    }
    // PBES1 and PKCS #12: the name of the scheme says the rest.
    fields.required(der::tag::OCTET_STRING, "salt", &mut unused);
    let iterations = small(&mut fields);
    let function = if scheme.starts_with("pbeWithSHAAnd") { "PKCS #12" } else { "PBKDF1" };
    let derivation =
        iterations.map(|work| KeyDerivation { function: function.to_owned(), prf: None, work: Some(work) });
    KeyEncryption { scheme, derivation, cipher: None }
}

/// `PBKDF2-params` (RFC 8018 A.2) or `scrypt-params` (RFC 7914 §7).
fn derivation_of(whole: &[u8], element: Element) -> KeyDerivation {
    let mut unused = Vec::new();
    let algorithm = algorithm::read(whole, element, &mut unused);
    let function = name(&algorithm);
    let parameters = algorithm.parameters.as_deref().unwrap_or_default();
    let sequence = Reader::new(parameters).required(der::tag::SEQUENCE, "parameters", &mut unused);
    let mut fields = sequence.map_or(Reader::new(&[]), |sequence| Reader::inside(parameters, sequence));
    // The salt: an OCTET STRING, or an algorithm that makes it.
    fields.next(&mut unused);
    let work = small(&mut fields);
    if function == "scrypt" {
        return KeyDerivation { function, prf: None, work };
    }
    fields.optional(der::tag::INTEGER, &mut unused);
    let prf = fields.optional(der::tag::SEQUENCE, &mut unused).map_or_else(
        || "HMAC-SHA-1".to_owned(),
        |element| name(&algorithm::read(parameters, element, &mut unused)),
    );
    KeyDerivation { prf: (function == "PBKDF2").then_some(prf), function, work }
}

fn small(fields: &mut Reader<'_>) -> Option<u64> {
    let mut unused = Vec::new();
    let element = fields.required(der::tag::INTEGER, "INTEGER", &mut unused)?;
    integer::small(fields.whole(), element, &mut unused)
}

fn name(algorithm: &AlgorithmIdentifier) -> String {
    let oid: &oid::Oid = &algorithm.oid;
    oids::scheme(oid).map_or_else(|| oid.to_string(), str::to_owned)
}
