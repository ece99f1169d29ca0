//! Names dialled and names seen, against OpenSSL where it writes the same.

use std::path::{Path, PathBuf};
use std::process::Command;

use certlens::names::{Dialled, grid};
use certlens::report::names::{NamesDocument, document};
use certlens::{Settings, Source};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn names(name: &str, dialled: &Dialled) -> NamesDocument {
    let content = std::fs::read(fixture(name)).expect(name);
    let sources = [Source { name: name.to_owned(), content }];
    let inspection = certlens::inspect(&sources, &Settings::default());
    document(&inspection, &grid(&inspection.inventory, &inspection.manifests, dialled))
}

fn openssl_subject(name: &str, form: &str) -> Option<String> {
    let arguments = ["x509", "-noout", "-subject", "-nameopt", form, "-in"];
    let output = Command::new("openssl").args(arguments).arg(fixture(name)).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.strip_prefix("subject=").map(|subject| subject.trim_end_matches('\n').to_owned())
}

#[test]
fn subjects_are_written_as_openssl_writes_them() {
    for name in ["names/awkward.pem", "seed/client-cert.pem", "seed/server-cert.pem", "pins/rsa.pem"] {
        let Some(rfc2253) = openssl_subject(name, "RFC2253") else {
            eprintln!("SKIPPED: openssl is not installed, and subjects are not compared with its own");
            return;
        };
        let client = &names(name, &Dialled::default()).certificates[0].client;
        assert_eq!(client.rfc2253, rfc2253, "{name}");
        assert_eq!(client.openssl, openssl_subject(name, "oneline").unwrap(), "{name}");
        assert_eq!(client.openssl_legacy, openssl_subject(name, "compat").unwrap(), "{name}");
    }
}

#[test]
fn the_seed_answers_to_some_names_of_its_service() {
    let found = names("seed/provider-tls.yaml", &Dialled::default());
    let answers: Vec<(&str, &str, bool)> =
        found.rows.iter().map(|row| (row.name.as_str(), row.from.as_str(), row.cells[0].is_match)).collect();
    assert_eq!(
        answers,
        [
            ("provider-service", "service", true),
            ("provider-service.default", "service", false),
            ("provider-service.default.svc", "service", false),
            ("provider-service.default.svc.cluster.local", "service", true),
            ("localhost", "presented", true),
            ("127.0.0.1", "presented", true),
            ("::1", "local", false),
        ]
    );
    assert!(found.certificates[0].client.note.contains("clientAuth"), "{:?}", found.certificates[0].client);
}

#[test]
fn what_is_asked_for_comes_first_and_in_the_cluster_domain_given() {
    let dialled = Dialled {
        names: vec!["manager-client".parse().unwrap()],
        services: vec!["shop/web".parse().unwrap()],
        cluster_domain: "corp.example".parse().unwrap(),
    };
    let found = names("seed/client-cert.pem", &dialled);
    let asked: Vec<&str> =
        found.rows.iter().filter(|row| row.from == "asked").map(|row| row.name.as_str()).collect();
    assert_eq!(asked, ["manager-client", "web", "web.shop", "web.shop.svc", "web.shop.svc.corp.example"]);
    assert!(found.rows[0].cells[0].why.contains("the common name"), "{:?}", found.rows[0]);
    assert!(found.certificates[0].client.note.contains("no subjectAltName"));
}

/// Where TLS stacks do not compare names as RFC 9525 has it, it is said which.
#[test]
fn stacks_that_have_it_otherwise_are_named() {
    let differing = |file: &str, name: &str| {
        let dialled = Dialled { names: vec![name.parse().unwrap()], ..Dialled::default() };
        let found = names(file, &dialled);
        let cell = found.rows[0].cells[0].clone();
        assert_eq!(cell.why.contains(" stacks: "), !cell.differing.is_empty(), "{cell:?}");
        (cell.is_match, cell.differing)
    };
    // A wildcard before one label alone is none to OpenSSL (`valid_star`) and rustls.
    let (is_match, differing_of_wildcard) = differing("names/wildcard-local.pem", "foo.local");
    assert!(is_match);
    for stack in ["openssl", "python-3.13", "rustls", "gnutls"] {
        assert!(differing_of_wildcard.iter().any(|id| id == stack), "{differing_of_wildcard:?}");
    }
    assert!(!differing_of_wildcard.iter().any(|id| id == "go"), "{differing_of_wildcard:?}");
    // A common name alone is a name to some.
    let (is_match, takers) = differing("seed/client-cert.pem", "manager-client");
    assert!(
        !is_match && takers.iter().any(|id| id == "openssl") && !takers.iter().any(|id| id == "go"),
        "{takers:?}"
    );
    assert_eq!(differing("seed/server-cert.pem", "provider-service"), (true, Vec::new()));
}

#[test]
fn a_workload_is_forwarded_by_its_uri() {
    let client = &names("names/awkward.pem", &Dialled::default()).certificates[0].client;
    assert_eq!(client.uri.as_deref(), Some("spiffe://example.org/ns/shop/sa/web"));
    let tail = ";URI=spiffe://example.org/ns/shop/sa/web;DNS=web.shop.svc;DNS=*.web.shop.svc";
    assert!(client.forwarded_client_cert.ends_with(tail), "{}", client.forwarded_client_cert);
    assert!(client.forwarded_client_cert.contains(";Subject=\"CN=last = one,"));
}
