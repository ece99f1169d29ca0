//! Certificates that the world relies on get no finding of severity error from a lint, unless it is argued.

use certlens::rule::{Outcome, RuleKind, Severity};
use certlens::time::Timestamp;
use certlens::{Settings, Source, inspect};
use tests::corpora;
use tests::exceptions::{self, Disagreement};

/// What lints hold to be errors in `content`, each as `case/code` of an object and once.
fn alarms(case: &str, content: Vec<u8>, time: Timestamp) -> Vec<Disagreement> {
    let settings = Settings { time, ..Settings::default() };
    let inspection = inspect(&[Source { name: case.to_owned(), content }], &settings);
    let grave = inspection.findings.iter().filter(|finding| {
        finding.rule.kind == RuleKind::Lint
            && finding.rule.severity == Severity::Error
            && finding.outcome == Outcome::Fail
    });
    let alarm = |finding: &certlens::rule::Finding| {
        let message = finding.message.split(" in ").next().unwrap_or_default();
        Disagreement {
            id: format!("{case}/{message}"),
            expected: "no error".to_owned(),
            ours: finding.rule.code.to_owned(),
        }
    };
    let mut alarms: Vec<Disagreement> = grave.map(alarm).collect();
    alarms.sort();
    alarms.dedup();
    alarms
}

#[test]
fn roots_and_real_chains() {
    let Some(folder) = corpora::corpora() else { return };
    let mut found = Vec::new();
    let roots = std::fs::read(folder.join("roots/certifi-2026.10.18.pem")).unwrap();
    let count = tests::pem::decode_all(&String::from_utf8_lossy(&roots)).len();
    assert_eq!(count, 117, "roots");
    found.extend(alarms("roots", roots, "2026-10-18".parse().unwrap()));
    let suite = std::fs::read_to_string(folder.join("limbo/limbo-dev.json")).unwrap();
    let suite: serde_json::Value = serde_json::from_str(&suite).unwrap();
    let mut chains = 0;
    for case in suite["testcases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        if !id.starts_with("online::") {
            continue;
        }
        let intermediates = case["untrusted_intermediates"].as_array().unwrap();
        let certificates = [&case["peer_certificate"]].into_iter().chain(intermediates);
        let chain: Vec<&str> = certificates.filter_map(|pem| pem.as_str()).collect();
        let time = case["validation_time"].as_str().unwrap().parse().unwrap();
        found.extend(alarms(id, chain.join("\n").into_bytes(), time));
        chains += 1;
    }
    println!("{count} roots, {chains} chains, {} errors", found.len());
    exceptions::hold("false_alarms", &found);
}
