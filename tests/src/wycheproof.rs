//! Project Wycheproof's signature vectors, run through `certlens::crypto::signature::verify`.

use std::path::Path;
use std::{fs, io};

use certlens::crypto::signature::{self, SignatureCheck};
use certlens::der::oid::Oid;
use certlens::x509::algorithm::AlgorithmIdentifier;
use certlens::x509::public_key::{self, PublicKey};
use const_oid::ObjectIdentifier;
use data_encoding::HEXLOWER_PERMISSIVE;
use serde::{Deserialize, Serialize};

/// What came of one vector.
#[derive(Debug, Serialize)]
pub struct CaseResult {
    /// File stem and `tcId`.
    pub id: String,
    /// What Certlens said.
    pub actual: Actual,
    /// What Wycheproof says of the vector, and why it was skipped.
    pub context: String,
    /// What Wycheproof demands.
    #[serde(skip)]
    pub expected: Expected,
}

/// What Certlens said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Actual {
    /// The signature is valid.
    Success,
    /// It is not.
    Failure,
    /// It is undetermined.
    Skipped,
}

/// What Wycheproof demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expected {
    /// It must verify.
    Valid,
    /// It must not.
    Invalid,
    /// Either will do.
    Acceptable,
}

impl CaseResult {
    /// True if a signature was accepted that must not be.
    #[must_use]
    pub fn is_false_accept(&self) -> bool {
        (self.expected, self.actual) == (Expected::Invalid, Actual::Success)
    }

    /// True if a signature was refused that must be accepted.
    #[must_use]
    pub fn is_false_reject(&self) -> bool {
        (self.expected, self.actual) == (Expected::Valid, Actual::Failure)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    test_groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    public_key_der: String,
    #[serde(default)]
    sha: String,
    #[serde(default)]
    mgf_sha: String,
    #[serde(default)]
    s_len: u16,
    tests: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    tc_id: u32,
    comment: String,
    msg: String,
    sig: String,
    #[serde(default)]
    ctx: String,
    result: Expected,
}

/// Runs every vector of the file at `path`.
///
/// # Errors
/// Where the file cannot be read or is not one of Wycheproof's.
pub fn run(path: &Path) -> io::Result<Vec<CaseResult>> {
    let file: File = serde_json::from_slice(&fs::read(path)?)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let results = file.test_groups.iter().flat_map(|group| {
        let key = public_key::read_whole(&hex(&group.public_key_der), &mut Vec::new());
        let algorithm = key.as_ref().and_then(|key| algorithm(group, key));
        let stem = &stem;
        group.tests.iter().map(move |case| {
            let (actual, why) = judge(algorithm.as_ref(), key.as_ref(), case);
            CaseResult {
                id: format!("{stem}::{}", case.tc_id),
                actual,
                context: format!("{:?}: {}{why}", case.result, case.comment),
                expected: case.result,
            }
        })
    });
    Ok(results.collect())
}

fn judge(algorithm: Option<&AlgorithmIdentifier>, key: Option<&PublicKey>, case: &Case) -> (Actual, String) {
    let (Some(algorithm), Some(key)) = (algorithm, key) else {
        return (Actual::Skipped, "; no certificate names this combination of algorithms".to_owned());
    };
    if !case.ctx.is_empty() {
        return (Actual::Skipped, "; certificates use no context string".to_owned());
    }
    match signature::verify(algorithm, key, &hex(&case.msg), &hex(&case.sig)) {
        SignatureCheck::Valid => (Actual::Success, String::new()),
        SignatureCheck::Invalid => (Actual::Failure, String::new()),
        SignatureCheck::Undetermined(reason) => (Actual::Skipped, format!("; {reason}")),
    }
}

/// The algorithm as a certificate would name it.
fn algorithm(group: &Group, key: &PublicKey) -> Option<AlgorithmIdentifier> {
    match group.kind.as_str() {
        "EddsaVerify" | "MlDsaVerify" | "RsassaPssWithParametersVerify" => Some(key.algorithm.clone()),
        "EcdsaVerify" => find(ECDSA, &group.sha).map(|oid| identifier(oid, None)),
        "RsassaPkcs1Verify" => find(RSA_PKCS1, &group.sha).map(|oid| identifier(oid, None)),
        "RsassaPssVerify" => {
            let hash = element(0x30, &element(6, find(HASHES, &group.sha)?.as_bytes()));
            let mask = element(0x30, &element(6, find(HASHES, &group.mgf_sha)?.as_bytes()));
            let mask = element(0x30, &[element(6, MGF1.as_bytes()), mask].concat());
            let salt = element(2, &[&[0], group.s_len.to_be_bytes().as_slice()].concat());
            let fields = [element(0xa0, &hash), element(0xa1, &mask), element(0xa2, &salt)].concat();
            // The salt length has leading zeros; what is read here need not be DER.
            Some(identifier(RSASSA_PSS, Some(element(0x30, &fields))))
        }
        _ => None,
    }
}

fn identifier(oid: ObjectIdentifier, parameters: Option<Vec<u8>>) -> AlgorithmIdentifier {
    let oid = Oid::from_octets(oid.as_bytes());
    AlgorithmIdentifier { oid, parameters, ..AlgorithmIdentifier::default() }
}

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).unwrap_or(u8::MAX);
    [&[tag, length], content].concat()
}

fn hex(text: &str) -> Vec<u8> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).unwrap_or_default()
}

fn find(table: &[(&str, ObjectIdentifier)], name: &str) -> Option<ObjectIdentifier> {
    table.iter().find(|(entry, _)| *entry == name).map(|(_, oid)| *oid)
}

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

const RSASSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
const MGF1: ObjectIdentifier = oid("1.2.840.113549.1.1.8");

const ECDSA: &[(&str, ObjectIdentifier)] = &[
    ("SHA-1", oid("1.2.840.10045.4.1")),
    ("SHA-224", oid("1.2.840.10045.4.3.1")),
    ("SHA-256", oid("1.2.840.10045.4.3.2")),
    ("SHA-384", oid("1.2.840.10045.4.3.3")),
    ("SHA-512", oid("1.2.840.10045.4.3.4")),
    ("SHA3-224", oid("2.16.840.1.101.3.4.3.9")),
    ("SHA3-256", oid("2.16.840.1.101.3.4.3.10")),
    ("SHA3-384", oid("2.16.840.1.101.3.4.3.11")),
    ("SHA3-512", oid("2.16.840.1.101.3.4.3.12")),
];

const RSA_PKCS1: &[(&str, ObjectIdentifier)] = &[
    ("SHA-1", oid("1.2.840.113549.1.1.5")),
    ("SHA-224", oid("1.2.840.113549.1.1.14")),
    ("SHA-256", oid("1.2.840.113549.1.1.11")),
    ("SHA-384", oid("1.2.840.113549.1.1.12")),
    ("SHA-512", oid("1.2.840.113549.1.1.13")),
    ("SHA-512/224", oid("1.2.840.113549.1.1.15")),
    ("SHA-512/256", oid("1.2.840.113549.1.1.16")),
    ("SHA3-224", oid("2.16.840.1.101.3.4.3.13")),
    ("SHA3-256", oid("2.16.840.1.101.3.4.3.14")),
    ("SHA3-384", oid("2.16.840.1.101.3.4.3.15")),
    ("SHA3-512", oid("2.16.840.1.101.3.4.3.16")),
];

const HASHES: &[(&str, ObjectIdentifier)] = &[
    ("SHA-1", oid("1.3.14.3.2.26")),
    ("SHA-224", oid("2.16.840.1.101.3.4.2.4")),
    ("SHA-256", oid("2.16.840.1.101.3.4.2.1")),
    ("SHA-384", oid("2.16.840.1.101.3.4.2.2")),
    ("SHA-512", oid("2.16.840.1.101.3.4.2.3")),
    ("SHA-512/224", oid("2.16.840.1.101.3.4.2.5")),
    ("SHA-512/256", oid("2.16.840.1.101.3.4.2.6")),
    ("SHA3-224", oid("2.16.840.1.101.3.4.2.7")),
    ("SHA3-256", oid("2.16.840.1.101.3.4.2.8")),
    ("SHA3-384", oid("2.16.840.1.101.3.4.2.9")),
    ("SHA3-512", oid("2.16.840.1.101.3.4.2.10")),
];
