//! zlint's verdicts, as far as a rule of ours asks the same.

use std::collections::{BTreeMap, BTreeSet};

use tests::corpora;
use tests::exceptions::{self, Disagreement};
use tests::zlint::{self, Suite};

#[test]
fn verdicts_agree() {
    let Some(folder) = corpora::corpora() else { return };
    let text = std::fs::read_to_string(folder.join("zlint/zlint-dev.json")).unwrap();
    let suite: Suite = serde_json::from_str(&text).unwrap();
    let codes = zlint::judge(&suite);
    let mut found = Vec::new();
    let mut groups: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut lints = BTreeSet::new();
    for case in &suite.expected {
        let (asked, _) = groups.entry(&case.group).or_default();
        *asked += 1;
        let Some(ours) = zlint::rules_for(&case.lint) else { continue };
        let (_, answered) = groups.entry(&case.group).or_default();
        *answered += 1;
        lints.insert(&case.lint);
        let fails = ours.iter().any(|code| codes[case.file.as_str()].contains(*code));
        if fails != case.is_failure() {
            let ours = if fails { "fail" } else { "no finding" };
            let id = format!("{}/{}", case.lint, case.file);
            found.push(Disagreement { id, expected: case.expected.clone(), ours: ours.to_owned() });
        }
    }
    let answered: usize = groups.values().map(|(_, answered)| answered).sum();
    for (group, (asked, answered)) in &groups {
        println!("{group}: {answered} of {asked} pairs have a rule of ours");
    }
    println!("{} lints, {answered} pairs, {} disagreements", lints.len(), found.len());
    exceptions::hold("zlint", &found);
}

#[test]
fn the_table_names_rules_that_there_are() {
    let unknown: Vec<&str> = zlint::SAME_QUESTION
        .iter()
        .flat_map(|(_, ours)| ours.iter().copied())
        .filter(|code| certlens::rule(code.split('@').next().unwrap_or_default()).is_none())
        .collect();
    assert_eq!(unknown, [""; 0]);
}
