//! Whole pastes and what is said of them: the report of each scenario, and every finding that there is to make on the guide.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use certlens::report::Format;
use certlens::rule::Outcome;
use certlens::{Inspection, Settings, Source, inspect, report};
use serde::Deserialize;

/// `scenario.toml` of a folder; `report.txt` beside it is what is said.
#[derive(Deserialize)]
struct Scenario {
    /// The validation time.
    at: String,
    /// Files, from the folder of the scenario.
    sources: Vec<PathBuf>,
}

/// `seed.toml`: one numbered finding on the guide.
#[derive(Deserialize)]
struct Numbered {
    number: usize,
    says: String,
    scenario: String,
    /// What the message names, where one code is yielded by several certificates.
    #[serde(default)]
    about: String,
    codes: Vec<String>,
}

#[derive(Deserialize)]
struct NumberedList {
    finding: Vec<Numbered>,
}

/// How many findings there are to make on the guide.
const COUNT: usize = 49;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios")
}

fn inspection(name: &str) -> Inspection {
    let folder = folder().join(name);
    let text =
        fs::read_to_string(folder.join("scenario.toml")).unwrap_or_else(|error| panic!("{name}: {error}"));
    let scenario: Scenario = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let source = |path: &PathBuf| {
        let content =
            fs::read(folder.join(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Source { name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(), content }
    };
    let sources: Vec<Source> = scenario.sources.iter().map(source).collect();
    inspect(&sources, &Settings { time: scenario.at.parse().expect("a time"), ..Settings::default() })
}

fn codes(inspection: &Inspection) -> BTreeSet<&'static str> {
    let failed = inspection.findings.iter().filter(|finding| finding.outcome == Outcome::Fail);
    failed.map(|finding| finding.rule.code).collect()
}

fn numbered() -> Vec<Numbered> {
    let text = fs::read_to_string(folder().join("seed.toml")).expect("seed.toml");
    let list: NumberedList = toml::from_str(&text).expect("seed.toml");
    list.finding
}

/// Written with `UPDATE_EXPECT=1 cargo test -p tests --test scenarios`.
#[test]
fn reports_are_what_they_were() {
    let folders = fs::read_dir(folder()).expect("scenarios").flatten();
    // Those of pairs are judged in `pairs.rs`.
    let folders = folders.filter(|entry| entry.path().join("scenario.toml").is_file());
    let mut changed = Vec::new();
    for entry in folders {
        let name = entry.file_name().to_string_lossy().into_owned();
        let said = report::written(&inspection(&name), None, Format::Text, false).expect("a report");
        let path = entry.path().join("report.txt");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&path, &said).expect("report.txt");
        }
        let known = fs::read_to_string(&path).unwrap_or_default();
        if let Some(line) = first_difference(&known, &said) {
            changed.push(format!("{name}/report.txt: {line}"));
        }
    }
    assert!(changed.is_empty(), "\n{}\nUPDATE_EXPECT=1 writes what is said now\n", changed.join("\n"));
}

/// The first line in which two texts differ, and what stands there now.
fn first_difference(known: &str, said: &str) -> Option<String> {
    let lines = known.lines().chain(std::iter::repeat("")).zip(said.lines().chain(std::iter::repeat("")));
    let most = known.lines().count().max(said.lines().count());
    let mut lines = lines.take(most).enumerate();
    lines.find(|(_, (a, b))| a != b).map(|(number, (_, now))| format!("line {} is now {now:?}", number + 1))
}

#[test]
fn every_finding_on_the_guide_is_made() {
    let numbers: Vec<usize> = numbered().iter().map(|finding| finding.number).collect();
    assert_eq!(numbers, (1..=COUNT).collect::<Vec<_>>());
    let mut missed = Vec::new();
    for Numbered { number, says, scenario, about, codes: wanted } in numbered() {
        let inspection = inspection(&scenario);
        let own = inspection.findings.iter().filter(|finding| finding.message.contains(&about));
        let found: BTreeSet<&str> = own.map(|finding| finding.rule.code).collect();
        let missing: Vec<&String> = wanted.iter().filter(|code| !found.contains(code.as_str())).collect();
        if wanted.is_empty() || !missing.is_empty() {
            missed.push(format!("{number} ({says}): {scenario} lacks {missing:?}"));
        }
    }
    assert!(missed.is_empty(), "\n{}\n", missed.join("\n"));
}

#[test]
fn none_of_them_is_made_on_the_corrected_guide() {
    let inspection = inspection("corrected");
    let found = codes(&inspection);
    let repeated: Vec<String> = numbered()
        .into_iter()
        .flat_map(|finding| finding.codes)
        .filter(|code| found.contains(code.as_str()))
        .collect();
    assert_eq!(repeated, [""; 0]);
    assert!(inspection.paths.iter().all(|path| path.verdict() == certlens::rule::Verdict::Accept));
    assert!(!inspection.configuration.is_empty());
}

/// Rules and the very words of the guide that they point at.
const WORDS: &[(&str, &str)] = &[
    ("server-name-short", "\"provider-service\""),
    ("comment-on-common-name", "// Must match server certificate CN/SAN"),
    ("certificate-read-once", "Certificates: []tls.Certificate{cert}"),
    ("pin-skipped-on-resumption", "VerifyPeerCertificate"),
    ("pin-of-whole-certificate", "sha256.Sum256(cert.Raw)"),
    ("pin-compared-as-text", "hex.EncodeToString(fingerprint[:]) != expectedCertFingerprint"),
    ("recipe-without-digital-signature", "keyUsage = keyEncipherment, dataEncipherment"),
    ("ca-key-unencrypted", "ca-key.pem"),
    ("issuer-secret-not-seen", "virtrigaud-ca-secret"),
    ("renewal-late", "720h"),
    ("issued-beyond-ca", "8760h"),
    ("metric-misspelt", "cert_manager_certificate_expiration_timestamp_seconds"),
    ("alert-at-renewal", "30"),
    ("rotation-of-one-secret", "${2:-provider-tls}"),
    ("rotation-with-new-ca", "# Generate new certificates (using the same process as above)"),
    ("secret-applied", "kubectl apply -f -"),
    ("verify-without-purpose", "openssl verify -CAfile ca-cert.pem server-cert.pem"),
    ("names-read-with-grep", "grep -A1 \"Subject Alternative Name\""),
    ("ntpdate", "ntpdate -s time.nist.gov"),
    ("issued-certificates-only", "kubectl get certificates"),
];

#[test]
fn findings_point_at_the_words() {
    let inspection = inspection("seed-guide");
    let guide = fs::read_to_string(folder().join("../seed/guide.md")).expect("the guide");
    let words = |code: &str| {
        let found = inspection.findings.iter().find(|finding| finding.rule.code == code);
        let span = found.and_then(|finding| inspection.text(&finding.location));
        span.and_then(|span| guide.get(span.start..span.end))
    };
    let wrong: Vec<_> = WORDS.iter().filter(|(code, wanted)| words(code) != Some(wanted)).collect();
    assert!(wrong.is_empty(), "{:#?}", wrong.iter().map(|(code, _)| (code, words(code))).collect::<Vec<_>>());
}
