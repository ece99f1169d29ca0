//! Every Wycheproof vector gets the verdict it demands, or is of a kind that is known not to be decided.

use std::collections::BTreeMap;

use tests::corpora::{corpora, files};
use tests::wycheproof::{Actual, run};

/// What no verdict is given on: end of the context of a skipped vector, and the reason. One that matches nothing fails.
const SKIPPED: &[(&str, &str)] = &[
    (
        "no certificate names this combination of algorithms",
        "RSASSA-PSS with SHAKE (RFC 8702) is not implemented",
    ),
    ("certificates use no context string", "FIPS 204 has one, RFC 9881 leaves it empty"),
    ("is not verified here", "the library takes one hash function for RSASSA-PSS and its mask"),
];

#[test]
fn every_vector_gets_the_verdict_it_demands() {
    let Some(folder) = corpora() else { return };
    let mut wrong = Vec::new();
    let mut skipped: BTreeMap<&str, usize> = BTreeMap::new();
    let mut decided = 0;
    let vectors = files(&folder.join("wycheproof"));
    for path in vectors.iter().filter(|path| path.extension().is_some_and(|extension| extension == "json")) {
        for result in run(path).expect("Wycheproof file") {
            let exception = SKIPPED.iter().find(|(end, _)| result.context.ends_with(end));
            match (result.actual, exception) {
                (Actual::Skipped, Some((end, _))) => *skipped.entry(end).or_default() += 1,
                (Actual::Skipped, None) => wrong.push(format!("{result:?}")),
                _ if result.is_false_accept() || result.is_false_reject() => {
                    wrong.push(format!("{result:?}"))
                }
                _ => decided += 1,
            }
        }
    }
    eprintln!("{decided} decided, skipped: {skipped:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(decided > 0, "no vectors");
    let unused = SKIPPED.iter().filter(|(end, _)| !skipped.contains_key(end));
    assert_eq!(unused.collect::<Vec<_>>(), Vec::<&(&str, &str)>::new(), "no longer needed");
}
