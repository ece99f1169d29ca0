//! The guide's own Secrets, made with its own commands, are understood; openssl agrees with every number.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use certlens::inventory::{Content, Proof, Relation};
use certlens::report::Format;
use certlens::report::document::InspectionDocument;
use certlens::report::vocabulary::RelationKind;
use certlens::rule::Verdict;
use certlens::{Settings, Source, inspect, report};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/seed").join(name)
}

fn document(name: &str) -> InspectionDocument {
    let content = std::fs::read(fixture(name)).unwrap();
    report::document(&inspect(&[Source { name: name.to_owned(), content }], &Settings::default()))
}

fn openssl(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("openssl is installed");
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "openssl {arguments:?}");
    output.stdout
}

#[test]
fn provider_secret() {
    let document = document("provider-tls.yaml");
    let kinds: Vec<&str> = document.objects.iter().map(|object| object.kind.name()).collect();
    assert_eq!(kinds, ["certificate", "private-key", "certificate"]);
    let leaf = document.objects[0].certificate.as_ref().unwrap();
    let names = [
        "DNS:provider-service",
        "DNS:provider-service.default.svc.cluster.local",
        "DNS:localhost",
        "IP:127.0.0.1",
    ];
    assert_eq!(leaf.subject_alternative_names, names);
    assert_eq!(leaf.key_usage.as_ref().unwrap(), &["keyEncipherment", "dataEncipherment"]);
    assert_eq!(leaf.extended_key_usage.as_ref().unwrap(), &["serverAuth"]);
    assert_eq!(document.objects[0].origins[0].path, "Secret default/provider-tls › data › tls.crt");
    let key_of = document.relations.iter().find(|relation| relation.kind == RelationKind::KeyOf).unwrap();
    assert_eq!((key_of.from, key_of.to), (1, 0), "the key matches");
}

/// The fingerprint of `openssl x509 -fingerprint -sha256`, and the pin of `openssl pkey -pubin | dgst`.
#[test]
fn fingerprints_and_pins_are_those_of_openssl() {
    for (secret, certificate) in
        [("provider-tls.yaml", "server-cert.pem"), ("manager-tls.yaml", "client-cert.pem")]
    {
        let document = document(secret);
        let pem = std::fs::read(fixture(certificate)).unwrap();
        let fingerprint = openssl(&["x509", "-noout", "-fingerprint", "-sha256"], &pem);
        let fingerprint = String::from_utf8(fingerprint).unwrap().trim().to_lowercase().replace(':', "");
        let ours = document.objects[0].sha256.as_ref().unwrap();
        assert_eq!(fingerprint, format!("sha256 fingerprint={ours}"));

        let public = openssl(&["x509", "-noout", "-pubkey"], &pem);
        let public = openssl(&["pkey", "-pubin", "-outform", "DER"], &public);
        let pin = openssl(&["dgst", "-sha256", "-binary"], &public);
        assert_eq!(document.objects[0].spki_sha256.as_ref().unwrap(), &data_encoding::BASE64.encode(&pin));
    }
}

#[test]
fn templates_hold_only_comments() {
    let guide = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: provider-tls\n  namespace: default\n\
                 type: kubernetes.io/tls\ndata:\n  tls.crt: # base64 encoded server-cert.pem\n  \
                 tls.key: # base64 encoded server-key.pem\n  ca.crt: # base64 encoded ca-cert.pem\n";
    let source = Source { name: "guide".to_owned(), content: guide.into() };
    let document = report::document(&inspect(&[source], &Settings::default()));
    let states: Vec<&str> = document.manifests[0].entries.iter().map(|entry| entry.state.as_str()).collect();
    assert!(states.iter().all(|state| state.starts_with("only a comment: base64 encoded")), "{states:?}");
}

/// The key of the other side belongs to none of these certificates, and nothing of any key is in any report.
#[test]
fn keys_are_matched_and_never_shown() {
    let names = ["provider-tls.yaml", "client-key.pem"];
    let sources =
        names.map(|name| Source { name: name.to_owned(), content: std::fs::read(fixture(name)).unwrap() });
    let inspection = inspect(&sources, &Settings::default());
    let keys: Vec<_> = inspection
        .inventory
        .objects
        .iter()
        .filter(|object| matches!(object.content, Content::PrivateKey(_)))
        .map(|object| object.id)
        .collect();
    let matched = |key| {
        let relations = &inspection.inventory.relations;
        relations.iter().any(|relation| matches!(relation, Relation::KeyOf { key: own, .. } if *own == key))
    };
    assert_eq!(keys.iter().map(|key| matched(*key)).collect::<Vec<_>>(), [true, false]);

    let written = |format| report::written(&inspection, None, format, false).unwrap();
    let formats = [Format::Text, Format::Markdown, Format::Json, Format::Csv];
    let mut reports: Vec<String> = formats.map(written).into();
    reports.push(format!("{inspection:?}"));
    for key in ["server-key.pem", "client-key.pem"] {
        let pem = std::fs::read(fixture(key)).unwrap();
        let der = openssl(&["pkey", "-outform", "DER", "-traditional"], &pem);
        // The primes and the exponents follow the modulus, which is public: take bytes from the last quarter.
        let secret = &der[der.len() * 3 / 4..][..48];
        for spelling in [
            data_encoding::HEXLOWER.encode(secret),
            data_encoding::HEXUPPER.encode(secret),
            secret.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            data_encoding::BASE64.encode(&secret[..24]),
        ] {
            assert!(reports.iter().all(|report| !report.contains(&spelling)), "{key} leaks");
        }
    }
}

/// What there is to say of the guide's chains: both leaves outlive their CA, which has no keyUsage and no path length.
#[test]
fn the_path_report_tells_what_is_wrong_with_the_chains() {
    let sources = ["provider-tls.yaml", "manager-tls.yaml"]
        .map(|name| Source { name: name.to_owned(), content: std::fs::read(fixture(name)).unwrap() });
    let time = "2026-12-01T00:00:00Z".parse().unwrap();
    let document = report::document(&inspect(&sources, &Settings { time, ..Settings::default() }));
    let verdicts: Vec<Verdict> = document.paths.iter().map(|path| path.verdict).collect();
    assert_eq!(verdicts, [Verdict::Accept, Verdict::Accept], "ca.crt of each Secret is what its side trusts");
    for path in &document.paths {
        let messages: Vec<&str> = path
            .steps
            .iter()
            .flat_map(|step| &step.findings)
            .map(|finding| finding.message.as_str())
            .collect();
        assert!(messages.iter().any(|message| message.contains("outlives its issuer")), "{messages:#?}");
        assert!(messages.iter().any(|message| message.contains("has no keyUsage")), "{messages:#?}");
    }
    for code in ["outlives-issuer", "key-usage-missing-on-ca", "ca-without-path-len", "ca-lifetime-as-leaf"] {
        assert!(document.findings.iter().any(|finding| finding.code == code), "{code}");
    }
    let issued: Vec<_> =
        document.relations.iter().filter(|relation| relation.kind == RelationKind::Issued).collect();
    assert!(issued.iter().all(|relation| relation.proof == Some(Proof::Signature)), "{issued:?}");
}
