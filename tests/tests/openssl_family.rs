//! What the recordings do not say of the stacks on OpenSSL and BoringSSL: the guide's own pair, Python 3.13, which was recorded
//! with other certificates, and files with random faults.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use certlens::peer::{self, Conversation, Files, Prediction, Role, Stack, TlsVersion};
use tests::corpora::handshakes;
use tests::noise::Noise;

const FAMILY: &[&str] = &["openssl", "node", "grpc", "python-3.13", "openssl-seclevel1", "openssl-cli"];

fn stacks(ids: &[&str]) -> Vec<&'static Stack> {
    peer::stacks().iter().copied().filter(|stack| ids.contains(&stack.id)).collect()
}

fn conversation() -> Conversation {
    let time = "2026-12-01T12:00:00Z".parse().expect("a time");
    Conversation::new("provider-service", time)
}

fn files(folder: &Path, [certificate, key, trust]: [&str; 3]) -> Files {
    let read = |name: &str| fs::read(folder.join(name)).ok().map(Into::into);
    Files { certificate: read(certificate), key: read(key), trust: read(trust) }
}

/// The verdict in a role in TLS 1.3: nothing where it accepts, else the stack's words.
fn words(id: &str, server: &Files, client: &Files, role: Role) -> Option<String> {
    let verdicts = peer::judge(server, client, &conversation(), &stacks(&[id]));
    let all = verdicts.into_iter().flat_map(|verdicts| verdicts.verdicts);
    let (.., verdict) =
        all.into_iter().find(|(r, v, _)| (*r, *v) == (role, TlsVersion::V13)).expect("a verdict");
    match verdict {
        Prediction::Accept => None,
        Prediction::LoadError(refusal) | Prediction::Reject(refusal) => Some(refusal.error),
        Prediction::Undetermined(reason) => Some(reason),
    }
}

/// Stack, role, and a part of its words: the rows and columns of the guide's pair.
#[test]
fn the_guides_pair() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/seed");
    let server = files(&folder, ["server-cert.pem", "server-key.pem", "ca-cert.pem"]);
    let client = files(&folder, ["client-cert.pem", "client-key.pem", "ca-cert.pem"]);
    let cases = [
        ("openssl", Role::Client, None),
        ("openssl", Role::Server, Some("unsuitable certificate purpose")),
        ("node", Role::Client, None),
        ("node", Role::Server, Some("authorizationError INVALID_PURPOSE")),
        ("python-3.13", Role::Client, Some("CA cert does not include key usage extension")),
        ("python-3.13", Role::Server, Some("unsuitable certificate purpose")),
        ("grpc", Role::Client, Some("KEY_USAGE_BIT_INCORRECT")),
        ("grpc", Role::Server, Some("KEY_USAGE_BIT_INCORRECT")),
    ];
    for (id, role, expected) in cases {
        let words = words(id, &server, &client, role);
        assert_eq!(words.is_some(), expected.is_some(), "{id} {role:?} {words:?}");
        assert!(words.unwrap_or_default().contains(expected.unwrap_or_default()), "{id} {role:?}");
    }
}

/// A recorded pair, and what Python 3.13 says of its server: as it did of the certificates of its own recording that had the same
/// fault.
#[test]
fn python_3_13_is_strict() {
    let Some(folder) = handshakes() else { return };
    let cases = [
        ("base-p256", None),
        ("base-3tier-p256", None),
        ("anchor-intermediate", None),
        ("anchor-leaf", None),
        ("selfsigned-leaf-trusted", None),
        ("ca-no-ku", Some("CA cert does not include key usage extension")),
        ("ca-aki-missing-leaf", Some("Missing Authority Key Identifier")),
        ("ca-leaf-pathlen-server", Some("Path length invalid for non-CA cert")),
        ("ca-bc-missing-root", Some("invalid CA certificate")),
        ("ku-certsign-only-server", Some("Key usage keyCertSign invalid for non-CA cert")),
        ("san-empty-seq-server", Some("Empty Subject Alternative Name extension")),
        (
            "san-empty-subject-noncritical-server",
            Some("Subject empty and Subject Alt Name extension not critical"),
        ),
        ("sig-inner-outer-mismatch-server", Some("cert info signature and signature algorithm mismatch")),
        ("eku-any-server", Some("unsuitable certificate purpose")),
    ];
    for (case, expected) in cases {
        let side =
            |side: &str| files(&folder.join("cases").join(case).join(side), ["tls.crt", "tls.key", "ca.crt"]);
        let words = words("python-3.13", &side("server"), &side("client"), Role::Client);
        assert_eq!(words.is_some(), expected.is_some(), "{case} {words:?}");
        assert!(words.clone().unwrap_or_default().contains(expected.unwrap_or_default()), "{case} {words:?}");
    }
}

/// Every stack comes to a verdict of any bytes, in the files it loads and in those it is shown.
#[test]
fn damaged_files_are_judged() {
    const ROUNDS: usize = 40;
    let Some(folder) = handshakes() else { return };
    let mut noise = Noise(0x5eed_0551);
    for case in [
        "base-3tier-p256",
        "base-rsa2048",
        "nc-dns-permit-hit",
        "pem-combined",
        "ext-policies-duplicate-server",
    ] {
        let side =
            |side: &str| files(&folder.join("cases").join(case).join(side), ["tls.crt", "tls.key", "ca.crt"]);
        let (server, client) = (side("server"), side("client"));
        for round in 0..ROUNDS {
            let mut damaged = server.clone();
            let file = match round % 3 {
                0 => &mut damaged.certificate,
                1 => &mut damaged.key,
                _ => &mut damaged.trust,
            };
            *file = file.as_ref().map(|bytes| damage(&mut noise, bytes).into());
            let verdicts = peer::judge(&damaged, &client, &conversation(), &stacks(FAMILY));
            assert!(verdicts.iter().all(|verdicts| verdicts.verdicts.len() == 4), "{case} {round}");
        }
    }
}

/// Faults in the text, or in what its blocks hold.
fn damage(noise: &mut Noise, file: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(file);
    let body = text.lines().filter(|line| !line.starts_with('-')).collect::<String>();
    match data_encoding::BASE64.decode(body.as_bytes()) {
        Ok(der) if noise.below(2) == 0 => {
            let body = data_encoding::BASE64.encode(&noise.damage(&der));
            format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n").into_bytes()
        }
        _ => noise.damage(file),
    }
}

/// What is done to the block of a file, and what Python, Node and `openssl` 3.0 make of it: that it loads, or the words for why not.
type Block = (&'static str, fn(&str) -> String, [Option<&'static str>; 3]);

fn headed(pem: &str, header: &str) -> String {
    let (begin, body) = pem.split_once('\n').expect("lines");
    format!("{begin}\n{header}\n\n{body}")
}

const NOT_PROC_TYPE: Option<&str> = Some("not proc type");
const NOT_ENCRYPTED: Option<&str> = Some("not encrypted");
const NOT_DEK_INFO: Option<&str> = Some("not dek info");
/// All that Python says of a block that it cannot read.
const PEM_LIB: Option<&str> = Some("PEM lib");

/// Asked of the real ones, CPython's `ssl`, Node 20 and OpenSSL 3.0.19.
const KEYS: &[Block] = &[
    ("header of 10", |pem| headed(pem, "X-Abcd: b"), [None, None, None]),
    ("header of 11", |pem| headed(pem, "X-Abcd: bc"), [PEM_LIB, NOT_PROC_TYPE, NOT_PROC_TYPE]),
    ("in the clear", |pem| headed(pem, "Proc-Type: 4,CLEAR"), [PEM_LIB, NOT_ENCRYPTED, NOT_ENCRYPTED]),
    ("no cipher", |pem| headed(pem, "Proc-Type: 4,ENCRYPTED"), [PEM_LIB, NOT_DEK_INFO, NOT_DEK_INFO]),
    ("empty one before", |pem| empty(pem) + pem, [None, None, None]),
    ("junk before", |pem| empty(pem).replace("-\n-", "-\nAAAA\n-") + pem, [None, None, None]),
    ("empty", empty, [PEM_LIB, Some("unsupported"), Some("unsupported")]),
];

const CERTIFICATES: &[Block] = &[
    ("header of 10", |pem| headed(pem, "X-Abcd: b"), [PEM_LIB, NOT_PROC_TYPE, None]),
    ("header of 11", |pem| headed(pem, "X-Abcd: bc"), [PEM_LIB, NOT_PROC_TYPE, NOT_PROC_TYPE]),
    ("in the clear", |pem| headed(pem, "Proc-Type: 4,CLEAR"), [PEM_LIB, NOT_ENCRYPTED, NOT_ENCRYPTED]),
    ("no cipher", |pem| headed(pem, "Proc-Type: 4,ENCRYPTED"), [PEM_LIB, NOT_DEK_INFO, NOT_DEK_INFO]),
];

fn empty(pem: &str) -> String {
    let lines: Vec<&str> = pem.lines().collect();
    format!("{}\n{}\n", lines[0], lines[lines.len() - 1])
}

#[test]
fn headers_and_blocks_before_are_read_as_openssl_reads_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/seed");
    let server = files(&folder, ["server-cert.pem", "server-key.pem", "ca-cert.pem"]);
    let client = files(&folder, ["client-cert.pem", "client-key.pem", "ca-cert.pem"]);
    let plain: Vec<Option<String>> =
        ["openssl", "node", "openssl-cli"].map(|id| words(id, &server, &client, Role::Server)).into();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("PEM");
    let keys = KEYS.iter().map(|block| (block, true));
    let mut faults = Vec::new();
    for ((name, edit, expected), is_key) in keys.chain(CERTIFICATES.iter().map(|block| (block, false))) {
        let mut server = server.clone();
        if is_key {
            server.key = server.key.map(|pem| edit(&text(&pem)).into_bytes().into());
        } else {
            server.certificate = server.certificate.map(|pem| edit(&text(&pem)).into_bytes().into());
        }
        for ((id, expected), plain) in
            ["openssl", "node", "openssl-cli"].into_iter().zip(expected).zip(&plain)
        {
            let found = words(id, &server, &client, Role::Server);
            let fits = match expected {
                None => found == *plain,
                Some(text) => found.as_ref().is_some_and(|found| found.contains(text)),
            };
            if !fits {
                faults.push(format!("{name}, key {is_key}, {id}: {found:?}, not {expected:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
