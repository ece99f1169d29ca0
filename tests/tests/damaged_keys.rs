//! Keys and signatures with bytes changed, cut off and put in: whatever comes of them, nothing panics or hangs.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::{env, fs};

use certlens::crypto::signature;
use certlens::x509::algorithm::AlgorithmIdentifier;
use certlens::x509::public_key;
use certlens::{Settings, Source, inspect};
use data_encoding::HEXLOWER;

/// Marsaglia's xorshift; the seed is fixed, so that a failure comes again.
struct Noise(u64);

impl Noise {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(0) % limit.max(1)
    }

    /// `bytes` with one to three faults.
    fn damage(&mut self, bytes: &[u8]) -> Vec<u8> {
        const ODD: &[u8] = &[0x00, 0x01, 0x02, 0x03, 0x04, 0x30, 0x7f, 0x80, 0x81, 0x84, 0xa0, 0xa1, 0xff];
        let mut damaged = bytes.to_vec();
        for _ in 0..=self.below(3) {
            let at = self.below(damaged.len());
            match self.below(5) {
                0 => damaged.truncate(at),
                1 => damaged.insert(at, ODD[self.below(ODD.len())]),
                2 if !damaged.is_empty() => drop(damaged.remove(at)),
                3 if !damaged.is_empty() => damaged[at] = ODD[self.below(ODD.len())],
                _ if !damaged.is_empty() => damaged[at] ^= 1 << self.below(8),
                _ => {}
            }
        }
        damaged
    }
}

fn corpus(name: &str) -> Option<PathBuf> {
    let folder = env::var_os("CERTLENS_CORPORA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora"), PathBuf::from);
    let folder = folder.join(name);
    if !folder.is_dir() {
        eprintln!("SKIPPED: no {name} here; set CERTLENS_CORPORA");
        return None;
    }
    Some(folder)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The DER of a file: that of its first PEM block, or the file itself.
fn der(content: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(content);
    let Some((_, block)) = text.split_once("-----BEGIN ") else { return content.to_vec() };
    let lines = block.lines().skip(1).take_while(|line| !line.starts_with("-----"));
    data_encoding::BASE64.decode(lines.collect::<String>().as_bytes()).unwrap_or_else(|_| content.to_vec())
}

#[test]
fn private_keys() {
    let Some(folder) = corpus("vectors") else { return };
    let mut noise = Noise(0x9e37_79b9_7f4a_7c15);
    for path in files(&folder.join("files/asymmetric")) {
        let whole = der(&fs::read(&path).expect("readable"));
        for _ in 0..64 {
            let source = Source { name: "key.der".to_owned(), content: noise.damage(&whole) };
            let inspection = inspect(&[source], &Settings::default());
            assert!(inspection.inventory.objects.len() <= 2, "{}", path.display());
        }
    }
}

#[test]
fn public_keys_and_signatures() {
    let Some(folder) = corpus("wycheproof") else { return };
    let mut noise = Noise(0x2545_f491_4f6c_dd1d);
    for path in files(&folder).iter().filter(|path| path.extension().is_some_and(|end| end == "json")) {
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
    let Some(folder) = corpus("vectors") else { return };
    let mut noise = Noise(0x1357_9bdf_0246_8ace);
    let algorithm = AlgorithmIdentifier {
        oid: certlens::der::oid::Oid::from_octets(&[0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x03]),
        ..AlgorithmIdentifier::default()
    };
    let signed = [0x30, 0x06, 0x02, 0x01, 0x05, 0x02, 0x01, 0x07];
    for name in ["DER_Serialization/dsa_public_key.der", "PKCS8/unenc-dsa-pkcs8.pub.pem"] {
        let whole = der(&fs::read(folder.join("files/asymmetric").join(name)).expect("readable"));
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
