//! Each rule of the catalogue has a fixture that breaks it and one that does not; `docs/rules.md` lists them all.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use certlens::report::catalogue;
use certlens::rule::{Outcome, Rule, RuleKind};
use certlens::time::Timestamp;
use certlens::{Settings, Source, inspect, rules};

/// 2030-02-01: fixtures are valid then, unless that is what is wrong with them.
const TIME: Timestamp = Timestamp(1_896_134_400);

/// Requirements have order and state, and are held to the conformance suites of path validation.
fn needs_fixtures(rule: &Rule) -> bool {
    rule.kind == RuleKind::Lint
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules")
}

/// The codes of what does not hold in the file, or cannot be told.
fn codes(file: &Path) -> BTreeSet<&'static str> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let content = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let settings = Settings { time: TIME, ..Settings::default() };
    let inspection = inspect(&[Source { name, content }], &settings);
    let found =
        inspection.findings.iter().filter(|f| matches!(f.outcome, Outcome::Fail | Outcome::Undetermined));
    found.map(|finding| finding.rule.code).collect()
}

/// `broken*` and `sound*` in the folder of a rule.
fn fixtures(code: &str, side: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder().join(code)).into_iter().flatten().flatten();
    let own = entries
        .map(|entry| entry.path())
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(side)));
    own.collect()
}

#[test]
fn every_rule_has_a_fixture_that_breaks_it_and_one_that_does_not() {
    let mut faults = Vec::new();
    for code in rules().filter(|rule| needs_fixtures(rule)).map(|rule| rule.code) {
        for side in ["broken", "sound"] {
            let files = fixtures(code, side);
            if files.is_empty() {
                faults.push(format!(
                    "{code}: add a case to tests/fixtures/rules that writes {code}/{side}.pem or .yaml"
                ));
            }
            for file in files {
                let found = codes(&file);
                if found.contains(code) != (side == "broken") {
                    faults.push(format!("{code}: {} gives {found:?}", file.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_fixture_has_a_rule() {
    let known: BTreeSet<&str> = rules().map(|rule| rule.code).collect();
    let entries = fs::read_dir(folder()).unwrap().flatten().filter(|entry| entry.path().is_dir());
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let strange: Vec<String> = names.filter(|name| !known.contains(name.as_str())).collect();
    assert_eq!(strange, [""; 0], "no rule has these codes");
}

/// Written with `UPDATE_EXPECT=1 cargo test -p tests --test rules`.
#[test]
fn the_page_of_rules_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules.md");
    let page = page();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &page).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == page, "docs/rules.md is not current: UPDATE_EXPECT=1 cargo test -p tests --test rules");
}

fn page() -> String {
    let mut sorted: Vec<&Rule> = rules().collect();
    sorted.sort_by_key(|rule| rule.code);
    catalogue::markdown(&sorted)
}
