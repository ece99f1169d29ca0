//! What is said of the private keys of pyca/cryptography's vectors, against what pyca/cryptography itself reads.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use certlens::crypto::key_match;
use certlens::inventory::Content;
use certlens::x509::private_key::{Contradiction, Obstacle, PrivateKeyFacts};
use certlens::x509::public_key::PublicKey;
use certlens::{Settings, Source, inspect};
use serde::Deserialize;
use tests::corpora::{corpora, files};

#[derive(Deserialize)]
struct Expectation {
    kind: String,
    #[serde(default)]
    password: Option<String>,
    #[serde(rename = "type", default)]
    key_type: Option<String>,
    #[serde(default)]
    error: Option<String>,
}

/// pyca's name of a kind of key, and how a description of such a key begins.
const TYPES: &[(&str, &[&str])] = &[
    ("RSAPrivateKey", &["RSA ", "RSASSA-PSS "]),
    ("ECPrivateKey", &["EC "]),
    ("DSAPrivateKey", &["DSA "]),
    ("Ed25519PrivateKey", &["Ed25519"]),
    ("Ed448PrivateKey", &["Ed448"]),
    ("X25519PrivateKey", &["X25519"]),
    ("X448PrivateKey", &["X448"]),
    ("MLDSA44PrivateKey", &["ML-DSA-44"]),
    ("MLDSA65PrivateKey", &["ML-DSA-65"]),
    ("MLDSA87PrivateKey", &["ML-DSA-87"]),
];

/// Beginnings of the errors with which pyca refuses a key only because it is encrypted.
const ONLY_ENCRYPTED: &[&str] =
    &["Incorrect password", "Need bcrypt", "Unknown key encryption", "DEK-Info IV"];

fn contents(path: &Path) -> Vec<Content> {
    let source = Source {
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        content: fs::read(path).expect("readable"),
    };
    inspect(&[source], &Settings::default())
        .inventory
        .objects
        .into_iter()
        .map(|object| object.content)
        .collect()
}

fn private_key(path: &Path) -> Option<PrivateKeyFacts> {
    contents(path).into_iter().find_map(|content| match content {
        Content::PrivateKey(facts) => Some(*facts),
        _ => None,
    })
}

fn fault(expected: &Expectation, facts: Option<&PrivateKeyFacts>) -> Option<String> {
    let Some(facts) = facts else { return Some("no private key found".to_owned()) };
    let only_encrypted = |error: &String| ONLY_ENCRYPTED.iter().any(|start| error.starts_with(start));
    if expected.password.is_some() || expected.error.as_ref().is_some_and(only_encrypted) {
        let is_named = facts.encryption.as_ref().is_some_and(|encryption| !encryption.to_string().is_empty());
        let is_said = is_named && facts.obstacle == Some(Obstacle::Encrypted);
        return (!is_said).then(|| format!("encrypted, and not said to be: {facts:?}"));
    }
    let key_type = expected.key_type.as_deref()?;
    let starts = TYPES.iter().find(|(name, _)| *name == key_type).map(|(_, starts)| *starts)?;
    let algorithm = facts.algorithm.clone().unwrap_or_default();
    let fits = starts.iter().any(|start| algorithm.starts_with(start)) && facts.encryption.is_none();
    (!fits || !facts.contradictions.is_empty()).then(|| format!("not {key_type}: {facts:?}"))
}

#[test]
fn every_key_is_what_pyca_says_it_is() {
    let Some(folder) = corpora().map(|folder| folder.join("vectors")) else { return };
    let mut faults = Vec::new();
    let mut checked = 0;
    let lists = files(&folder)
        .into_iter()
        .filter(|path| path.parent() == Some(&folder) && path.to_string_lossy().contains("/keys-"));
    for path in lists {
        let text = fs::read(&path).expect("readable");
        let keys: BTreeMap<String, Expectation> = serde_json::from_slice(&text).expect("expectations");
        for (name, expected) in keys.iter().filter(|(_, expected)| expected.kind.starts_with("key")) {
            let facts = private_key(&folder.join("files").join(name));
            faults.extend(fault(expected, facts.as_ref()).map(|fault| format!("{name}: {fault}")));
            checked += 1;
        }
    }
    eprintln!("{checked} keys");
    assert!(checked > 0, "no expectations");
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// A private key and the public key that was made of it.
const PAIRS: &[(&str, &str)] = &[
    ("PKCS8/unenc-rsa-pkcs8.pem", "PKCS8/unenc-rsa-pkcs8.pub.pem"),
    ("DER_Serialization/unenc-rsa-pkcs8.der", "DER_Serialization/unenc-rsa-pkcs8.pub.der"),
    ("PKCS8/rsa_pss_2048.pem", "PKCS8/rsa_pss_2048_pub.der"),
    ("Ed25519/ed25519-pkcs8.pem", "Ed25519/ed25519-pub.pem"),
    ("Ed448/ed448-pkcs8.der", "Ed448/ed448-pub.der"),
    ("MLDSA/mldsa44_priv.der", "MLDSA/mldsa44_pub.der"),
];

#[test]
fn the_public_key_is_the_one_that_belongs() {
    let Some(folder) = corpora() else { return };
    let folder = folder.join("vectors/files/asymmetric");
    let publics: Vec<PublicKey> = PAIRS
        .iter()
        .flat_map(|(_, public)| contents(&folder.join(public)))
        .filter_map(|content| content.public_key().cloned())
        .collect();
    assert_eq!(publics.len(), PAIRS.len());
    for (index, (private, public)) in PAIRS.iter().enumerate() {
        let facts = private_key(&folder.join(private)).expect(private);
        let matching: Vec<bool> = publics.iter().map(|key| key_match::matches(&facts, key)).collect();
        let same = |other: &PublicKey| key_match::same(other, &publics[index]);
        let expected: Vec<bool> = publics.iter().map(same).collect();
        assert_eq!(matching, expected, "{private}, {public}");
    }
}

#[test]
fn contradictions_are_found() {
    let Some(folder) = corpora() else { return };
    let folder = folder.join("vectors/files/asymmetric");
    for name in ["PKCS8/ec-inconsistent-curve.pem", "PKCS8/ec-inconsistent-curve2.pem"] {
        let facts = private_key(&folder.join(name)).expect(name);
        assert!(facts.contradictions.contains(&Contradiction::Curve), "{name}: {facts:?}");
    }
}
