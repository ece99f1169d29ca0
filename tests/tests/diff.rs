//! Two versions of a Secret: what is said of each kind of change.

use std::path::Path;

use certlens::diff::{Diff, compare};
use certlens::report;
use certlens::{Settings, Source};

fn read(name: &str) -> Vec<Source> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/diff").join(name);
    vec![Source { name: name.to_owned(), content: std::fs::read(path).expect(name) }]
}

fn compared(old: &str, new: &str) -> Diff {
    let settings = Settings { time: "2027-01-01T00:00:00Z".parse().unwrap(), ..Settings::default() };
    compare(&read(old), &read(new), &settings)
}

/// The new version, what follows (the gravest first), the fields that differ.
const CASES: &[(&str, &[&str], &[&str])] = &[
    ("old", &["unchanged"], &[]),
    ("renewed", &["accepted-by-old-trust", "certificate-pins-break"], &["serial", "not_after", "sha256"]),
    (
        "rekeyed",
        &["key-pins-break", "accepted-by-old-trust"],
        &["serial", "not_after", "sha256", "spki_sha256"],
    ),
    (
        "other-ca",
        &["refused-by-old-trust", "old-refused-by-new-trust", "ca-same-name-other-key", "key-pins-break"],
        &["serial", "not_after", "sha256", "spki_sha256", "trusted"],
    ),
    (
        "overlap",
        &["ca-same-name-other-key", "accepted-by-old-trust", "certificate-pins-break"],
        &["serial", "not_after", "sha256", "trusted"],
    ),
    (
        "fewer-names",
        &["name-removed", "accepted-by-old-trust", "certificate-pins-break"],
        &["serial", "not_after", "subject_alternative_names", "sha256"],
    ),
    (
        "fewer-purposes",
        &["purpose-removed", "accepted-by-old-trust", "certificate-pins-break"],
        &["serial", "not_after", "extended_key_usage", "sha256"],
    ),
    (
        "other-subject",
        &["subject-changed", "accepted-by-old-trust", "certificate-pins-break"],
        &["subject", "serial", "not_after", "sha256"],
    ),
    (
        "shorter",
        &["expires-earlier", "accepted-by-old-trust", "certificate-pins-break"],
        &["serial", "not_after", "sha256"],
    ),
    (
        "no-ca",
        &["trust-missing", "accepted-by-old-trust", "certificate-pins-break"],
        &["serial", "not_after", "sha256", "trusted"],
    ),
    (
        "wrong-ca",
        &[
            "refused-by-new-trust",
            "old-refused-by-new-trust",
            "ca-same-name-other-key",
            "certificate-pins-break",
        ],
        &["serial", "not_after", "sha256", "trusted"],
    ),
];

#[test]
fn every_change_has_its_consequences() {
    let mut faults = Vec::new();
    for (new, codes, fields) in CASES {
        let diff = compared("old.yaml", &format!("{new}.yaml"));
        let [pair] = diff.pairs.as_slice() else {
            faults.push(format!("{new}: {} pairs", diff.pairs.len()));
            continue;
        };
        let found: Vec<&str> = pair.consequences.iter().map(|consequence| consequence.code).collect();
        // The versions are made one after the other, some in the same second.
        let changed: Vec<&str> =
            pair.changes.iter().map(|change| change.field).filter(|field| *field != "not_before").collect();
        if found != *codes || changed != *fields {
            faults.push(format!("{new}: {found:?}, {changed:?}\n{:#?}", pair.consequences));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A file called `ca.crt` is what a workload trusts, and presents nothing.
#[test]
fn a_bundle_without_one_of_its_authorities_is_told() {
    let pins = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
        std::fs::read(path).expect(name)
    };
    let bundle = |parts: &[&str]| {
        let content = parts.iter().flat_map(|part| pins(part)).collect();
        vec![Source { name: "ca.crt".to_owned(), content }]
    };
    let (one, other) = ("pins/p384-ca.pem", "seed/ca-cert.pem");
    let both = bundle(&[one, other]);
    for (new, code) in [(bundle(&[other, one]), "unchanged"), (bundle(&[one]), "trust-removed")] {
        let diff = compare(&both, &new, &Settings::default());
        assert_eq!(diff.pairs[0].consequences[0].code, code, "{diff:?}");
    }
    let diff = compare(&bundle(&[one]), &both, &Settings::default());
    assert_eq!(diff.pairs[0].consequences[0].code, "trust-kept", "{diff:?}");
}

#[test]
fn secrets_are_paired_by_name() {
    let settings = Settings::default();
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/seed");
    let secret =
        |name: &str| Source { name: name.to_owned(), content: std::fs::read(seed.join(name)).unwrap() };
    let old = [secret("provider-tls.yaml"), secret("manager-tls.yaml")];
    let new = [secret("manager-tls.yaml"), read("old.yaml").remove(0)];
    let diff = compare(&old, &new, &settings);
    let names: Vec<(Option<&str>, Option<&str>)> =
        diff.pairs.iter().map(|pair| (pair.old.as_deref(), pair.new.as_deref())).collect();
    let (provider, manager) = ("Secret default/provider-tls", "Secret virtrigaud-system/manager-tls");
    assert_eq!(
        names,
        [(Some(provider), None), (Some(manager), Some(manager)), (None, Some("Secret shop/web"))]
    );
    let document = report::diff::document(&diff);
    assert!(report::diff::text(&document).contains("nothing has to be done"));
    assert!(report::diff::markdown(&document).contains("### Secret shop/web, added"));
}
