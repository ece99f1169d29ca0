//! When a path holds, as the document says it.

use certlens::report::document::{InspectionDocument, PathDocument};
use certlens::{Settings, Source, inspect, report};

fn read(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/seed");
    std::fs::read_to_string(format!("{folder}/{name}")).unwrap()
}

fn document(name: &str, time: &str) -> InspectionDocument {
    document_of(&read(name), time)
}

fn document_of(text: &str, time: &str) -> InspectionDocument {
    let source = Source { name: "paste".to_owned(), content: text.as_bytes().to_vec() };
    let settings = Settings { time: time.parse().unwrap(), ..Settings::default() };
    report::document(&inspect(&[source], &settings))
}

fn path(document: &InspectionDocument) -> &PathDocument {
    document.paths.first().unwrap()
}

#[test]
fn the_first_certificate_to_expire_ends_the_path() {
    let rows = [
        ("2026-11-01T00:00:00Z", "begins in 23 days, at 2026-11-24T03:05:24Z"),
        (
            "2026-12-01T12:00:00Z",
            "ends in 357 days, at 2027-11-24T03:05:21Z, when certificate `CN=VirtRigaud CA` expires",
        ),
        ("2027-11-24T03:05:22Z", "ended 1 second ago, at 2027-11-24T03:05:21Z"),
    ];
    for (time, words) in rows {
        let document = document("provider-tls.yaml", time);
        let window = path(&document).window.as_ref().unwrap();
        assert_eq!(window.words, words, "{time}");
        assert_eq!(
            (window.start.as_str(), window.end.as_str()),
            ("2026-11-24T03:05:24Z", "2027-11-24T03:05:21Z")
        );
        assert!(document.objects[window.ends_with].certificate.as_ref().unwrap().is_ca);
    }
}

#[test]
fn a_path_says_how_it_ends() {
    let rows = [
        ("provider-tls.yaml", "anchor", None),
        (
            "server-cert.pem",
            "missing-issuer",
            Some("CN=VirtRigaud CA,O=VirtRigaud,L=San Francisco,ST=CA,C=US"),
        ),
    ];
    for (name, end, issuer) in rows {
        let document = document(name, "2026-12-01T12:00:00Z");
        let path = path(&document);
        assert_eq!((path.end.name(), path.missing_issuer.as_deref()), (end, issuer), "{name}");
    }
}

#[test]
fn a_renewal_is_due_when_two_thirds_of_the_lifetime_are_over() {
    let document = document("provider-tls.yaml", "2026-12-01T12:00:00Z");
    let due = |is_ca: bool| {
        let mut certificates = document.objects.iter().filter_map(|object| object.certificate.as_ref());
        certificates.find(|certificate| certificate.is_ca == is_ca).unwrap().renewal.clone()
    };
    // 365 days from 2026-11-24T03:05:24Z, less a third of them.
    assert_eq!(due(false).as_deref(), Some("2027-07-25T11:05:24Z"));
    assert_eq!(due(true), None, "a CA is not renewed by that rule");
}

/// What the `Certificate` pasted beside the Secret says of the 365 days from 2026-11-24T03:05:24Z, and when it is renewed then.
#[test]
fn a_renewal_is_due_when_the_certificate_of_cert_manager_says() {
    let secret = "spec: {secretName: provider-tls, ";
    let rows = [
        ("", "renewBefore: 720h}", Some("2027-10-25T03:05:24Z"), true),
        ("", "renewBeforePercentage: 50}", Some("2027-05-25T15:05:24Z"), true),
        ("", "renewBefore: 9000h}", Some("2027-07-25T11:05:24Z"), true),
        (
            "",
            "renewBefore: 720h}\nstatus: {renewalTime: 2027-09-01T00:00:00Z}",
            Some("2027-09-01T00:00:00Z"),
            true,
        ),
        (
            "",
            "renewBefore: 720h}\nstatus: {renewalTime: 2029-09-01T00:00:00Z}",
            Some("2027-10-25T03:05:24Z"),
            true,
        ),
        ("", "renewal: {policy: RenewBefore, windows: []}}", None, true),
        (", namespace: elsewhere", "renewBefore: 720h}", Some("2027-07-25T11:05:24Z"), false),
    ];
    for (namespace, rest, due, is_told) in rows {
        let manifest = format!(
            "\n---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {{name: own{namespace}}}\n{secret}{rest}\n"
        );
        let document = document_of(&(read("provider-tls.yaml") + &manifest), "2026-12-01T12:00:00Z");
        let certificates: Vec<_> =
            document.objects.iter().filter_map(|object| object.certificate.as_ref()).collect();
        let (own, ca) = (certificates[0], certificates[1]);
        assert_eq!(own.renewal.as_deref(), due, "{rest}");
        assert_eq!(own.renewal_told_by.as_deref(), is_told.then_some("Certificate own"), "{rest}");
        assert_eq!((&ca.renewal, &ca.renewal_told_by), (&None, &None), "ca.crt is another's to renew");
    }
}
