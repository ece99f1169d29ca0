//! Many of one kind are judged in the time that their number takes, not its square. Each of these would take minutes.

use std::collections::BTreeSet;

use certlens::path::PathEnd;
use certlens::rule::{Outcome, Verdict};
use certlens::{Inspection, Settings, Source, inspect};
use tests::issue::{Entity, Kind, sequence};

fn inspected(sources: Vec<(&str, Vec<Vec<u8>>)>) -> Inspection {
    let sources: Vec<Source> = sources
        .into_iter()
        .map(|(name, content)| Source { name: name.to_owned(), content: content.concat() })
        .collect();
    inspect(
        &sources,
        &Settings { time: "2026-11-01T00:00:00Z".parse().expect("a time"), ..Settings::default() },
    )
}

/// `count` certificates that differ from `one`, whose serial number is 0, in the serial number alone.
fn renumbered(one: &[u8], count: u32) -> Vec<Vec<u8>> {
    let number = [2, 5, 1, 0, 0, 0, 0];
    let at = one.windows(number.len()).position(|window| window == number).expect("a serial number") + 3;
    let with = |serial: u32| [&one[..at], &serial.to_be_bytes(), &one[at + 4..]].concat();
    (0..count).map(with).collect()
}

fn verdicts(inspection: &Inspection) -> BTreeSet<&'static str> {
    inspection.paths.iter().map(|search| search.verdict().name()).collect()
}

fn authority() -> Kind {
    Kind::Authority(Vec::new())
}

fn end_entity() -> Kind {
    Kind::EndEntity(vec!["many.example".to_owned()])
}

/// Their signatures do not verify, which one check for each leaf says, as all CAs have one key.
#[test]
fn authorities_of_one_name() {
    let (ca, leaf) = (Entity::new("authority", 1), Entity::new("leaf", 2));
    let leaves = renumbered(&leaf.certificate(&ca, 0, &end_entity()), 400);
    let authorities = renumbered(&ca.certificate(&ca, 0, &authority()), 16_000);
    let inspection = inspected(vec![("ca.crt", authorities), ("leaves.der", leaves)]);
    assert_eq!(inspection.paths.len(), 400);
    assert!(!verdicts(&inspection).contains("reject"), "{:?}", verdicts(&inspection));
}

/// Every one looks for its issuer among the key identifiers and the copies, and finds nothing.
#[test]
fn leaves_without_an_issuer() {
    let (ca, other, leaf) = (Entity::new("authority", 1), Entity::new("other", 2), Entity::new("leaf", 3));
    let leaves = renumbered(&leaf.certificate(&ca, 0, &end_entity()), 10_000);
    let inspection =
        inspected(vec![("ca.crt", vec![other.certificate(&other, 1, &authority())]), ("leaves.der", leaves)]);
    assert_eq!(verdicts(&inspection), BTreeSet::from(["reject"]));
    let ends = inspection.paths.iter().flat_map(|search| &search.candidates).map(|candidate| &candidate.end);
    assert!(ends.into_iter().all(|end| matches!(end, PathEnd::MissingIssuer(_))));
}

/// What is said of the one leaf under `response`, and the verdict.
fn under(response: Vec<u8>) -> (Verdict, String) {
    let (ca, leaf) = (Entity::new("authority", 1), Entity::new("leaf", 2));
    let inspection = inspected(vec![
        ("ca.crt", vec![ca.certificate(&ca, 1, &authority())]),
        ("leaf.der", vec![leaf.certificate(&ca, 2, &end_entity())]),
        ("response.der", vec![response]),
    ]);
    (inspection.paths[0].verdict(), inspection.summary(&inspection.paths[0]))
}

#[test]
fn one_response_for_all() {
    let (ca, leaf) = (Entity::new("authority", 1), Entity::new("leaf", 2));
    let leaves = (0..6000).map(|serial| leaf.certificate(&ca, serial, &end_entity())).collect();
    let inspection = inspected(vec![
        ("ca.crt", vec![ca.certificate(&ca, 9999, &authority())]),
        ("leaves.der", leaves),
        ("response.der", vec![ca.response(&ca, 0..40_000, &sequence(&[]))]),
    ]);
    assert_eq!(verdicts(&inspection), BTreeSet::from(["accept"]));
    let passed = inspection.paths.iter().filter(|search| {
        let mut findings = search.candidates[0].steps.iter().flat_map(|step| &step.findings);
        findings.any(|finding| finding.rule.code == "revocation" && finding.outcome == Outcome::Pass)
    });
    assert_eq!(passed.count(), 6000);
}

/// `certs` that are no list: the answer stands.
#[test]
fn a_response_with_damaged_certificates_is_read() {
    let ca = Entity::new("authority", 1);
    let (verdict, said) = under(ca.response(&ca, 2..3, &[2, 1, 0]));
    assert_eq!(verdict, Verdict::Undetermined, "{said}");
    assert!(said.contains("damaged"), "{said}");
}

/// More enclosed certificates bear the responder's name than may be tried, and none of them has its key.
#[test]
fn a_signature_that_was_not_checked_is_not_refuted() {
    let (ca, responder, other) =
        (Entity::new("authority", 1), Entity::new("responder", 2), Entity::new("responder", 3));
    let enclosed = renumbered(&other.certificate(&ca, 0, &end_entity()), 2100).concat();
    let (verdict, said) = under(responder.response(&ca, 2..3, &sequence(&[&enclosed])));
    assert_eq!(verdict, Verdict::Undetermined, "{said}");
    assert!(said.contains("too many signatures were checked before"), "{said}");
}
