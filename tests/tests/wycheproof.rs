//! Every Wycheproof vector gets the verdict it demands, or is of a kind that is known not to be decided.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

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

fn corpus() -> Option<PathBuf> {
    let folder = env::var_os("CERTLENS_CORPORA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora"), PathBuf::from);
    Some(folder.join("wycheproof")).filter(|folder| folder.is_dir())
}

#[test]
fn every_vector_gets_the_verdict_it_demands() {
    let Some(folder) = corpus() else {
        eprintln!("SKIPPED: no Wycheproof vectors here; set CERTLENS_CORPORA");
        return;
    };
    let mut wrong = Vec::new();
    let mut skipped: BTreeMap<&str, usize> = BTreeMap::new();
    let mut decided = 0;
    for entry in fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        for result in run(&path).expect("Wycheproof file") {
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
