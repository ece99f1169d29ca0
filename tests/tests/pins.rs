//! Pins against the tools whose forms they are, in a shell.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use certlens::pin::sought::SoughtPin;
use certlens::pin_match::{PinVerdict, find};
use certlens::report::pins;
use certlens::{Inspection, Settings, Source};

const FIXTURES: &[&str] = &["p256.pem", "p384-ca.pem", "ed25519.pem", "rsa.pem"];

fn fixture(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "fixtures", "pins", name].iter().collect()
}

fn inspect(name: &str) -> (Vec<Source>, Inspection) {
    let content = fs::read(fixture(name)).expect(name);
    let sources = vec![Source { name: name.to_owned(), content }];
    let inspection = certlens::inspect(&sources, &Settings::default());
    (sources, inspection)
}

/// What the command prints where `cert.pem` is the fixture and `key.pem` its public key.
fn shell(name: &str, command: &str) -> String {
    let path = fixture(name);
    let script = format!(
        "folder=$(mktemp -d) && trap 'rm -r \"$folder\"' EXIT && cp \"$1\" \"$folder/cert.pem\" && cd \"$folder\" \
         && openssl x509 -in cert.pem -noout -pubkey > key.pem && {{ {command}; }}"
    );
    let output = Command::new("sh").args(["-c", &script, "sh"]).arg(path).output().expect("a shell");
    String::from_utf8(output.stdout).expect("text").trim_end().to_owned()
}

fn is_installed(tool: &str) -> bool {
    let found = Command::new("sh").args(["-c", &format!("command -v {tool}")]).output();
    let is_installed = found.is_ok_and(|output| output.status.success());
    if !is_installed {
        eprintln!("SKIPPED: {tool} is not installed, and what it computes is not compared");
    }
    is_installed
}

#[test]
fn every_pin_is_what_its_command_prints() {
    if !is_installed("openssl") {
        return;
    }
    let has_ssh = is_installed("ssh-keygen");
    let mut compared = 0;
    let mut faults = Vec::new();
    for name in FIXTURES {
        let document = pins::document(&inspect(name).1, &[]);
        let public = shell(name, "cat key.pem");
        let key = Source { name: "key.pem".to_owned(), content: public.into_bytes() };
        let of_key = pins::document(&certlens::inspect(&[key], &Settings::default()), &[]);
        for pin in document.objects.iter().chain(&of_key.objects).flat_map(|object| &object.pins) {
            let Some(command) = &pin.command else { continue };
            // ssh-keygen reads no Ed25519 key in this form.
            if pin.format == "ssh" && (!has_ssh || *name == "ed25519.pem") {
                continue;
            }
            let printed = shell(name, command);
            compared += 1;
            if printed.is_empty() || !pin.value.ends_with(&printed) {
                faults
                    .push(format!("{name} {}: {} where `{command}` prints {printed}", pin.format, pin.value));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(compared > 150, "{compared}");
}

#[test]
fn kubeadm_takes_what_its_documentation_computes() {
    if !is_installed("openssl") {
        return;
    }
    let documented = "openssl x509 -pubkey -in cert.pem | openssl rsa -pubin -outform der 2>/dev/null \
                      | openssl dgst -sha256 -hex | sed 's/^.* //'";
    let document = pins::document(&inspect("rsa.pem").1, &[]);
    let pin = document.objects[0].pins.iter().find(|pin| pin.format == "kubeadm").expect("a pin");
    assert_eq!(pin.value, format!("sha256:{}", shell("rsa.pem", documented)));
}

/// Fixture, command that prints the pin, verdict, what is said.
const SOUGHT: &[(&str, &str, PinVerdict, &str)] = &[
    (
        "rsa.pem",
        "openssl x509 -in cert.pem -noout -fingerprint -sha256",
        PinVerdict::Matches,
        "is the SHA-256 of #0",
    ),
    ("rsa.pem", "openssl x509 -in cert.pem -noout -fingerprint -sha1", PinVerdict::Matches, "Use SHA-256"),
    ("p256.pem", "openssl x509 -in cert.pem -outform DER | sha256sum", PinVerdict::Matches, "of #0"),
    ("p256.pem", "sha256sum cert.pem", PinVerdict::Mistaken, "PEM text"),
    ("p256.pem", "openssl x509 -in cert.pem -text | sha256sum", PinVerdict::Unmatched, "another certificate"),
    ("p256.pem", "grep -v -- - cert.pem | sha256sum", PinVerdict::Mistaken, "base64 text"),
    ("p256.pem", "grep -v -- - cert.pem | tr -d '\\n' | sha256sum", PinVerdict::Mistaken, "base64 text"),
    (
        "p256.pem",
        "openssl x509 -in cert.pem -outform DER | base64 | sha256sum",
        PinVerdict::Mistaken,
        "base64 text",
    ),
    (
        "p256.pem",
        "openssl pkey -pubin -in key.pem -outform DER | tail -c 65 | openssl dgst -sha256 -binary | base64",
        PinVerdict::Mistaken,
        "SecKeyCopyExternalRepresentation",
    ),
    (
        "rsa.pem",
        "openssl rsa -pubin -in key.pem -RSAPublicKey_out -outform DER 2>/dev/null | openssl dgst -sha256 -binary | base64",
        PinVerdict::Mistaken,
        "RSAPublicKey",
    ),
    (
        "rsa.pem",
        "openssl pkey -pubin -in key.pem -outform DER | tail -c +25 | sha1sum",
        PinVerdict::Mistaken,
        "subject key identifier",
    ),
    ("rsa.pem", "openssl x509 -in cert.pem -noout -modulus | sha256sum", PinVerdict::Mistaken, "modulus"),
    (
        "p256.pem",
        "printf sha256//; openssl x509 -in cert.pem -outform DER | openssl dgst -sha256 -binary | base64",
        PinVerdict::Mistaken,
        "asks for that of the public key",
    ),
    (
        "p256.pem",
        "printf 'verify_certificate_hash: '; openssl pkey -pubin -in key.pem -outform DER | sha256sum",
        PinVerdict::Mistaken,
        "asks for that of the certificate",
    ),
    (
        "p256.pem",
        "openssl pkey -pubin -in key.pem -outform DER | sha256sum | cut -d' ' -f1 | base64 -w0",
        PinVerdict::Mistaken,
        "base64 of hexadecimal digits",
    ),
    (
        "p256.pem",
        "printf pin-sha256:; openssl pkey -pubin -in key.pem -outform DER | sha256sum",
        PinVerdict::Mistaken,
        "spelt in hexadecimal, where programs take base64",
    ),
    (
        "p256.pem",
        "printf sha256//; openssl pkey -pubin -in key.pem -outform DER | openssl dgst -sha256 -binary | base64 | tr -d =",
        PinVerdict::Mistaken,
        "where programs take base64: use",
    ),
    (
        "p256.pem",
        "printf x5t#S256=; openssl x509 -in cert.pem -outform DER | sha1sum | cut -d' ' -f1",
        PinVerdict::Mistaken,
        "asks for SHA-256",
    ),
    (
        "p256.pem",
        "printf '_443._tcp.a. IN TLSA 3 1 1 '; openssl x509 -in cert.pem -outform DER | sha256sum",
        PinVerdict::Mistaken,
        "asks for that of the public key",
    ),
    (
        "p256.pem",
        "openssl pkey -pubin -in key.pem -outform DER | openssl dgst -sha384 -binary | base64 -w0",
        PinVerdict::Matches,
        "SHA-384",
    ),
    ("p256.pem", "openssl x509 -in cert.pem -noout -fingerprint -sha512", PinVerdict::Matches, "SHA-512"),
    (
        "p256.pem",
        "printf '_443._tcp.a. IN TLSA 3 1 2 '; openssl pkey -pubin -in key.pem -outform DER | sha512sum | cut -d' ' -f1",
        PinVerdict::Matches,
        "SHA-512",
    ),
    (
        "p256.pem",
        "printf '_443._tcp.a. IN TLSA 3 1 2 '; openssl pkey -pubin -in key.pem -outform DER | sha256sum | cut -d' ' -f1",
        PinVerdict::Mistaken,
        "asks for SHA-512",
    ),
];

#[test]
fn pasted_pins_are_recognised_and_mistakes_named() {
    if !is_installed("openssl") {
        return;
    }
    let mut faults = Vec::new();
    for (name, command, verdict, said) in SOUGHT {
        let (sources, inspection) = inspect(name);
        let printed = shell(name, command);
        // What sha256sum prints after the digest is the name of the file.
        let pasted = printed.trim_end_matches(" -").trim_end_matches(" cert.pem");
        let sought: SoughtPin = match pasted.parse() {
            Ok(sought) => sought,
            Err(error) => {
                faults.push(format!("`{command}` prints {pasted}: {error}"));
                continue;
            }
        };
        let found = find(&sought, &sources, &inspection.inventory);
        let sentences = found.sentences.join(" ");
        if found.verdict != *verdict || !sentences.contains(said) {
            faults.push(format!("`{command}`: {:?}, {sentences}", found.verdict));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What the table offers is taken back, by itself and in the line it is used in.
#[test]
fn every_pin_finds_its_own_object() {
    let mut faults = Vec::new();
    for name in FIXTURES {
        let (sources, inspection) = inspect(name);
        for pin in &pins::document(&inspection, &[]).objects[0].pins {
            for text in [&pin.value, &pin.snippet] {
                // What is compared with a CA serves no other certificate, and says so.
                let is_for_ca = pin.format.starts_with("tlsa-2") || text.contains("ca-cert-hash");
                let is_mistaken = is_for_ca && *name != "p384-ca.pem";
                let verdict = if is_mistaken { PinVerdict::Mistaken } else { PinVerdict::Matches };
                let found = text.parse().map(|sought| find(&sought, &sources, &inspection.inventory));
                if !found.as_ref().is_ok_and(|found| found.verdict == verdict) {
                    faults.push(format!("{name} {}: {text}: {found:?}", pin.format));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn chain() -> (Vec<Source>, Inspection) {
    let mut content = fs::read(fixture("p256.pem")).unwrap();
    content.extend(fs::read(fixture("p384-ca.pem")).unwrap());
    let sources = vec![Source { name: "chain.pem".to_owned(), content }];
    let inspection = certlens::inspect(&sources, &Settings::default());
    (sources, inspection)
}

/// Records of a right digest that are compared with somebody else, or with something else of the key.
#[test]
fn a_record_that_no_client_would_match_is_mistaken() {
    let (sources, inspection) = chain();
    let objects = pins::document(&inspection, &[]).objects;
    let pin = |object: usize, format: &str| {
        let pin = objects[object].pins.iter().find(|pin| pin.format == format).expect(format);
        pin.value.rsplit([' ', ':']).next().unwrap_or_default().to_owned()
    };
    let whole = data_encoding::HEXLOWER.encode(inspection.inventory.objects[0].content.der().unwrap());
    let rows = [
        (format!("3 1 1 {}", pin(0, "tlsa-3-1-1")), PinVerdict::Matches, ""),
        (format!("1 0 1 {}", pin(0, "tlsa-3-0-1")), PinVerdict::Matches, ""),
        (format!("2 1 1 {}", pin(1, "tlsa-2-1-1")), PinVerdict::Matches, ""),
        (format!("3 0 0 {whole}"), PinVerdict::Matches, "whole of #0"),
        (format!("2 1 1 {}", pin(0, "tlsa-2-1-1")), PinVerdict::Mistaken, "usage 3"),
        (format!("2 0 1 {}", pin(0, "tlsa-2-0-1")), PinVerdict::Mistaken, "usage 3"),
        (format!("3 1 1 {}", pin(1, "tlsa-3-1-1")), PinVerdict::Mistaken, "usage 2"),
        (format!("5 1 1 {}", pin(0, "tlsa-3-1-1")), PinVerdict::Mistaken, "usages 0 to 3"),
        (format!("2 0 0 {whole}"), PinVerdict::Mistaken, "usage 3"),
        (format!("a IN SSHFP 3 2 {}", pin(0, "tlsa-3-1-1")), PinVerdict::Mistaken, "RFC 4255"),
        (
            format!("--discovery-token-ca-cert-hash sha256:{}", pin(0, "kubeadm")),
            PinVerdict::Mistaken,
            "CA that issued",
        ),
        (format!("sha256//{}=", pin(0, "ssh")), PinVerdict::Mistaken, "SubjectPublicKeyInfo"),
    ];
    for (text, verdict, said) in rows {
        let found = find(&text.parse().expect(&text), &sources, &inspection.inventory);
        assert_eq!(found.verdict, verdict, "{text}: {:?}", found.sentences);
        assert!(found.sentences.concat().contains(said), "{text}: {:?}", found.sentences);
    }
}

#[test]
fn a_pin_of_the_ca_says_what_it_accepts() {
    let (sources, inspection) = chain();
    let document = pins::document(&inspection, &[]);
    let of_ca = document.objects[1].pins.iter().find(|pin| pin.format == "curl").unwrap();
    let found = find(&of_ca.value.parse().unwrap(), &sources, &inspection.inventory);
    assert_eq!(found.verdict, PinVerdict::Matches);
    assert!(found.sentences[0].contains("Pin #0"), "{:?}", found.sentences);
    let whole: SoughtPin = "0".repeat(64).parse().unwrap();
    assert_eq!(find(&whole, &sources, &inspection.inventory).verdict, PinVerdict::Unmatched);
}

/// The examples of RFC 7638 §3.1 and RFC 8037 A.3.
#[test]
fn jwk_thumbprints_are_those_of_the_standards() {
    const RSA: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA";
    const MODULUS: &str = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs\
tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrd\
kt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
    let mut rsa = data_encoding::BASE64.decode(RSA.as_bytes()).unwrap();
    rsa.truncate(33);
    rsa.extend(data_encoding::BASE64URL_NOPAD.decode(MODULUS.as_bytes()).unwrap());
    rsa.extend([2, 3, 1, 0, 1]);
    const ED25519: &[u8] =
        b"302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    let ed25519 = data_encoding::HEXLOWER.decode(ED25519).unwrap();
    for (key, thumbprint) in [
        (rsa, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"),
        (ed25519, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"),
    ] {
        let source = Source { name: "key.der".to_owned(), content: key };
        let document = pins::document(&certlens::inspect(&[source], &Settings::default()), &[]);
        let pin = document.objects[0].pins.iter().find(|pin| pin.format == "jwk-thumbprint").unwrap();
        assert_eq!(pin.value, thumbprint);
    }
}

/// What is handed out says where each pin goes, and how a client in Go pins without losing the other checks.
#[test]
fn reports_show_pins_in_use() {
    let document = pins::document(&inspect("p256.pem").1, &[]);
    for report in [pins::text(&document), pins::markdown(&document)] {
        for part in [
            "curl --pinnedpubkey 'sha256//",
            "VerifyConnection",
            "RootCAs:",
            "The pin of the next key",
            "renewal",
        ] {
            assert!(report.contains(part), "{part}: {report}");
        }
    }
}
