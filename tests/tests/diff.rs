//! Two versions of a Secret: what is said of each kind of change.

use std::path::Path;

use certlens::diff::{Diff, compare};
use certlens::report;
use certlens::rule::Severity;
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
    let bundle = |parts: &[&str]| {
        let content = parts.iter().flat_map(|part| fixture(part)).collect();
        vec![Source { name: "ca.crt".to_owned(), content }]
    };
    let (one, other) = ("pins/p384-ca.pem", "seed/ca-cert.pem");
    let both = bundle(&[one, other]);
    let cases = [
        (both.clone(), "unchanged"),
        (bundle(&[other, one]), "rewritten"),
        (bundle(&[one]), "trust-removed"),
    ];
    for (new, code) in cases {
        let diff = compare(&both, &new, &Settings::default());
        assert_eq!(diff.pairs[0].consequences[0].code, code, "{diff:?}");
    }
    let diff = compare(&bundle(&[one]), &both, &Settings::default());
    assert_eq!(diff.pairs[0].consequences[0].code, "trust-kept", "{diff:?}");
}

/// A time at which the guide's certificates are valid.
const GUIDE_TIME: &str = "2026-11-24T12:00:00Z";

/// What a Secret of the guide's server holds.
struct Held {
    certificate: Vec<u8>,
    key: Vec<u8>,
    trust: Vec<u8>,
}

fn held() -> Held {
    let file = |name: &str| fixture(&format!("seed/{name}.pem"));
    Held { certificate: file("server-cert"), key: file("server-key"), trust: file("ca-cert") }
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)).expect(name)
}

fn secret(held: &Held) -> Vec<Source> {
    let entry = |name: &str, content: &[u8]| match content {
        [] => String::new(),
        content => format!("  {name}: {}\n", data_encoding::BASE64.encode(content)),
    };
    let entries =
        entry("tls.crt", &held.certificate) + &entry("tls.key", &held.key) + &entry("ca.crt", &held.trust);
    let content =
        format!("apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\ndata:\n{entries}").into_bytes();
    vec![Source { name: "web.yaml".to_owned(), content }]
}

fn read_text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("PEM")
}

/// What is done to the Secret, and what is said first.
type Edit = (&'static str, fn(&mut Held), &'static str, Severity);

const EDITS: &[Edit] = &[
    ("nothing", |_| {}, "unchanged", Severity::Notice),
    (
        "another key",
        |new| new.key = fixture("seed/client-key.pem"),
        "key-of-another-certificate",
        Severity::Error,
    ),
    (
        "another certificate",
        |new| new.certificate = fixture("seed/client-cert.pem"),
        "key-of-another-certificate",
        Severity::Error,
    ),
    (
        "the CA first",
        |new| new.certificate = [fixture("seed/ca-cert.pem"), fixture("seed/server-cert.pem")].concat(),
        "key-of-another-certificate",
        Severity::Error,
    ),
    ("no key", |new| new.key = Vec::new(), "key-missing", Severity::Error),
    ("garbage for a key", |new| new.key = b"garbage".to_vec(), "key-unreadable", Severity::Error),
    (
        "an encrypted key",
        |new| {
            new.key = b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMEAwGAYJKoZIhvcNAQUNMAsGCSqGSIb3DQEFDAQkAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n".to_vec()
        },
        "key-encrypted",
        Severity::Error,
    ),
    ("no certificate", |new| new.certificate = Vec::new(), "certificate-missing", Severity::Error),
    (
        "garbage for a certificate",
        |new| new.certificate = b"garbage".to_vec(),
        "certificate-missing",
        Severity::Error,
    ),
    ("no CA", |new| new.trust = Vec::new(), "trust-missing", Severity::Error),
    (
        "line ends of CR alone",
        |new| new.certificate = read_text(&new.certificate).replace('\n', "\r").into_bytes(),
        "stacks-fail-to-load",
        Severity::Warning,
    ),
    (
        "a byte order mark",
        |new| new.certificate.splice(..0, *b"\xef\xbb\xbf").for_each(drop),
        "stacks-fail-to-load",
        Severity::Warning,
    ),
    (
        "line ends of CR and LF",
        |new| new.certificate = read_text(&new.certificate).replace('\n', "\r\n").into_bytes(),
        "rewritten",
        Severity::Notice,
    ),
    ("one more CA", |new| new.trust.extend(fixture("pins/p384-ca.pem")), "trust-kept", Severity::Notice),
];

#[test]
fn what_the_entries_hold_is_compared_to_the_byte() {
    let settings = Settings { time: GUIDE_TIME.parse().unwrap(), ..Settings::default() };
    let old = secret(&held());
    let mut faults = Vec::new();
    for (edit, carry_out, code, severity) in EDITS {
        let mut new = held();
        carry_out(&mut new);
        let diff = compare(&old, &secret(&new), &settings);
        let first = &diff.pairs[0].consequences[0];
        if (first.code, first.severity) != (*code, *severity) {
            faults.push(format!("{edit}: {:#?}", diff.pairs[0].consequences));
        }
        // Of a private key nothing is shown but the digest of its public half.
        let body = read_text(&held().key);
        let shown = format!("{diff:?}");
        assert!(body.lines().filter(|line| line.len() > 40).all(|line| !shown.contains(line)), "{edit}");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn codes(old: &[Source], new: &[Source], time: &str) -> Vec<&'static str> {
    let settings = Settings { time: time.parse().unwrap(), ..Settings::default() };
    let diff = compare(old, new, &settings);
    diff.pairs[0].consequences.iter().map(|consequence| consequence.code).collect()
}

/// Two CAs of one name: stacks that take the first of them refuse what the second issued.
#[test]
fn an_order_that_some_stacks_mind_is_told() {
    let with = |leaf: &str, trust: &[&str]| {
        let trust = trust.iter().flat_map(|name| fixture(name)).collect();
        secret(&Held { certificate: fixture(leaf), key: Vec::new(), trust })
    };
    let (leaf, issuer, namesake) =
        ("diff/same-name/leaf.pem", "diff/same-name/issuer.pem", "diff/same-name/namesake.pem");
    let time = "2027-01-01T00:00:00Z";
    let (old, new) = (with(leaf, &[issuer, namesake]), with(leaf, &[namesake, issuer]));
    assert_eq!(codes(&old, &new, time), ["stacks-refuse", "rewritten"]);
    // A name in other letters is the same name.
    let upper = with("diff/same-name/upper.pem", &[issuer]);
    assert_eq!(
        codes(&with(leaf, &[issuer]), &upper, time),
        ["accepted-by-old-trust", "certificate-pins-break"]
    );
}

#[test]
fn what_a_missing_ca_issued_is_refused() {
    let trust = [held().trust, fixture("pins/p384-ca.pem")].concat();
    let old = secret(&Held { trust, ..held() });
    assert_eq!(codes(&old, &secret(&held()), GUIDE_TIME), ["trust-removed"]);
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
