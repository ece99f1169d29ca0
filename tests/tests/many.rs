//! Many of one kind are judged in the time that their number takes, not its square. Each of these would take minutes.

use std::collections::BTreeSet;

use certlens::path::PathEnd;
use certlens::rule::Verdict;
use certlens::{Inspection, Settings, Source, inspect};
use tests::issue::{Entity, Kind};

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
    let name = |verdict| match verdict {
        Verdict::Accept => "accept",
        Verdict::Reject => "reject",
        Verdict::Undetermined => "undetermined",
    };
    inspection.paths.iter().map(|search| name(search.verdict())).collect()
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
