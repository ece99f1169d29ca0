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
