//! Keys and signatures with bytes changed, cut off and put in: whatever comes of them, nothing panics or hangs.

use std::fs;

use certlens::crypto::signature;
use certlens::x509::algorithm::AlgorithmIdentifier;
use certlens::x509::public_key;
use certlens::{Settings, Source, inspect};
use data_encoding::HEXLOWER;
use tests::corpora::{corpora, files};
use tests::noise::Noise;

/// The DER of a file: that of its first PEM block, or the file itself.
fn der(content: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(content);
    let Some((_, block)) = text.split_once("-----BEGIN ") else { return content.to_vec() };
    let lines = block.lines().skip(1).take_while(|line| !line.starts_with("-----"));
    data_encoding::BASE64.decode(lines.collect::<String>().as_bytes()).unwrap_or_else(|_| content.to_vec())
}

#[test]
fn private_keys() {
    let Some(folder) = corpora() else { return };
    let mut noise = Noise(0x9e37_79b9_7f4a_7c15);
    for path in files(&folder.join("vectors/files/asymmetric")) {
        let whole = der(&fs::read(&path).expect("readable"));
        for _ in 0..64 {
            let source = Source { name: "key.der".to_owned(), content: noise.damage(&whole) };
            let inspection = inspect(&[source], &Settings::default());
            assert!(inspection.inventory.objects.len() <= 2, "{}", path.display());
        }
    }
}

/// Files that end in the secret, and its length.
const SECRETS: &[(&str, usize)] =
    &[("Ed25519/ed25519-pkcs8.der", 32), ("Ed448/ed448-pkcs8.der", 57), ("X25519/x25519-pkcs8.der", 32)];

#[test]
fn nothing_is_kept_of_a_damaged_secret() {
    let Some(folder) = corpora() else { return };
    let mut noise = Noise(0x0f1e_2d3c_4b5a_6978);
    for (name, length) in SECRETS {
        let whole = fs::read(folder.join("vectors/files/asymmetric").join(name)).expect("readable");
        let secret = &whole[whole.len() - length..];
        for _ in 0..1024 {
            let source = Source { name: "key.der".to_owned(), content: noise.damage(&whole) };
            for object in inspect(&[source], &Settings::default()).inventory.objects {
                let Some(key) = object.content.public_key() else { continue };
                let is_kept = secret.windows(8).any(|part| key.der.windows(8).any(|kept| kept == part));
                assert!(!is_kept, "{name}: {:?}", object.content);
            }
        }
    }
}

#[test]
fn public_keys_and_signatures() {
    let Some(folder) = corpora() else { return };
    let mut noise = Noise(0x2545_f491_4f6c_dd1d);
    for path in files(&folder.join("wycheproof"))
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
    {
        let file: serde_json::Value =
            serde_json::from_slice(&fs::read(path).expect("readable")).expect("JSON");
        let group = &file["testGroups"][0];
        let bytes = |value: &serde_json::Value| {
            HEXLOWER.decode(value.as_str().unwrap_or_default().as_bytes()).unwrap_or_default()
        };
        let key = bytes(&group["publicKeyDer"]);
        let signed = bytes(&group["tests"][0]["sig"]);
        for _ in 0..48 {
            let Some(damaged) = public_key::read_whole(&noise.damage(&key), &mut Vec::new()) else {
                continue;
            };
            let algorithm = algorithm(&group["type"], &damaged.algorithm);
            for signed in [noise.damage(&signed), signed.clone()] {
                drop(signature::verify(&algorithm, &damaged, b"message", &signed));
            }
        }
    }
}

#[test]
fn dsa_keys() {
    let Some(folder) = corpora() else { return };
    let mut noise = Noise(0x1357_9bdf_0246_8ace);
    let algorithm = AlgorithmIdentifier {
        oid: certlens::der::oid::Oid::from_octets(&[0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x03]),
        ..AlgorithmIdentifier::default()
    };
    let signed = [0x30, 0x06, 0x02, 0x01, 0x05, 0x02, 0x01, 0x07];
    for name in ["DER_Serialization/dsa_public_key.der", "PKCS8/unenc-dsa-pkcs8.pub.pem"] {
        let whole = der(&fs::read(folder.join("vectors/files/asymmetric").join(name)).expect("readable"));
        for _ in 0..256 {
            let Some(damaged) = public_key::read_whole(&noise.damage(&whole), &mut Vec::new()) else {
                continue;
            };
            for signed in [noise.damage(&signed), signed.to_vec()] {
                drop(signature::verify(&algorithm, &damaged, b"message", &signed));
            }
        }
    }
}

/// Whichever algorithm is the likeliest to reach the library that belongs to such a key.
fn algorithm(kind: &serde_json::Value, of_key: &AlgorithmIdentifier) -> AlgorithmIdentifier {
    let octets: &[u8] = match kind.as_str() {
        Some("EcdsaVerify") => &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
        Some("RsassaPkcs1Verify") => &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b],
        Some("RsassaPssVerify") => &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a],
        _ => return of_key.clone(),
    };
    // RSASSA-PSS with its defaults (RFC 4055 §3.1).
    let parameters = Some(vec![0x30, 0x00]);
    AlgorithmIdentifier {
        oid: certlens::der::oid::Oid::from_octets(octets),
        parameters,
        ..AlgorithmIdentifier::default()
    }
}
