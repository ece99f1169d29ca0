//! Where we disagree with a corpus, and why: `tests/exceptions/<name>.toml`, every entry with its reason.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

/// One case that did not come out as its corpus expects.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Disagreement {
    /// The case.
    pub id: String,
    /// What the corpus expects.
    pub expected: String,
    /// What came out.
    pub ours: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    exception: Vec<Exception>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    id: String,
    expected: String,
    ours: String,
    reason: String,
}

/// Holds the disagreements found against those that are argued: one that is not, or an entry no longer needed, fails.
///
/// # Panics
/// With the list of both.
pub fn hold(name: &str, found: &[Disagreement]) {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exceptions").join(name).with_extension("toml");
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut argued: BTreeMap<String, Exception> =
        file.exception.into_iter().map(|exception| (exception.id.clone(), exception)).collect();
    let mut problems = String::new();
    for Disagreement { id, expected, ours } in found {
        match argued.remove(id) {
            Some(entry) if entry.expected == *expected && entry.ours == *ours && !entry.reason.is_empty() => {
            }
            Some(_) => {
                let _infallible =
                    writeln!(problems, "{id}: expected {expected}, ours {ours}: not what its entry says");
            }
            None => {
                let _infallible = writeln!(problems, "{id}: expected {expected}, ours {ours}");
            }
        }
    }
    for id in argued.keys() {
        let _infallible = writeln!(problems, "{id}: its entry is no longer needed");
    }
    assert!(problems.is_empty(), "{}:\n{problems}", path.display());
}
