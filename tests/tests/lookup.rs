//! Error lines of real stacks, and what is made of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use certlens::peer;
use certlens::peer::lookup::ErrorLine;
use certlens::{Inspection, Settings, Source, inspect};
use serde::Deserialize;
use tests::corpora;
use tests::exceptions::{self, Disagreement};
use tests::handshakes::{self, Compared};
use tests::noise::Noise;

/// A file of `fixtures/errors`.
#[derive(Deserialize)]
struct Fixture {
    /// The validation time, where files are pasted beside the lines.
    at: Option<String>,
    /// Files to paste beside the lines, from the folder of the fixtures.
    #[serde(default)]
    beside: Vec<PathBuf>,
    line: Vec<Line>,
}

/// A line, and what is to be said of it.
#[derive(Deserialize)]
struct Line {
    text: String,
    /// Who is said to have written it; empty where the line is none.
    stack: String,
    /// Words of the meaning.
    #[serde(default)]
    means: String,
    /// The codes of the causes that come first, in their order.
    #[serde(default)]
    first: Vec<String>,
    /// How many of the causes the paste exhibits.
    exhibited: Option<usize>,
    /// Words of the first cause's message.
    #[serde(default)]
    says: String,
}

fn inspection(sources: &[Source], at: Option<&str>) -> Inspection {
    let at = at.unwrap_or("2026-12-01T00:00:00Z");
    inspect(sources, &Settings { time: at.parse().unwrap(), ..Settings::default() })
}

fn paste(text: &str) -> Source {
    Source { name: "paste".to_owned(), content: text.as_bytes().to_vec() }
}

/// Every line of the fixtures means what stands beside it.
#[test]
fn lines_mean_what_their_fixtures_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/errors");
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    let mut faults = Vec::new();
    for file in files {
        let fixture: Fixture = toml::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        let beside = fixture.beside.iter().map(|path| Source {
            name: path.file_name().unwrap().to_string_lossy().into_owned(),
            content: fs::read(folder.join(path)).unwrap(),
        });
        let beside: Vec<Source> = beside.collect();
        for line in &fixture.line {
            let sources = [vec![paste(&line.text)], beside.clone()].concat();
            let inspection = inspection(&sources, fixture.at.as_deref());
            let own = inspection.errors.iter().find(|error| error.span.source == 0);
            faults.extend(faults_of(line, own).into_iter().map(|fault| format!("{}: {fault}", line.text)));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn faults_of(line: &Line, error: Option<&ErrorLine>) -> Vec<String> {
    let Some(error) = error else {
        return if line.stack.is_empty() { Vec::new() } else { vec!["not recognised".to_owned()] };
    };
    let mut faults = Vec::new();
    let mut ask = |holds: bool, what: String| {
        if !holds {
            faults.push(what);
        }
    };
    ask(error.stack == line.stack, format!("written by {}, not `{}`", error.stack, line.stack));
    ask(error.meaning.contains(&line.means), format!("means: {}", error.meaning));
    let codes: Vec<&str> = error.causes.iter().map(|cause| cause.rule.code).collect();
    let is_first =
        codes.len() >= line.first.len() && codes.iter().zip(&line.first).all(|(own, first)| own == first);
    ask(is_first, format!("causes: {codes:?}"));
    let exhibited = error.causes.iter().filter(|cause| cause.exhibited).count();
    ask(line.exhibited.is_none_or(|count| count == exhibited), format!("{exhibited} of them are exhibited"));
    let says = error.causes.first().map(|cause| cause.message.as_str()).unwrap_or_default();
    ask(says.contains(&line.says), format!("says: {says}"));
    faults
}

/// What was recorded beside what we predict; nothing without the corpus.
fn recorded() -> &'static [Compared] {
    static RECORDED: OnceLock<Vec<Compared>> = OnceLock::new();
    RECORDED.get_or_init(|| {
        corpora::handshakes()
            .map(|folder| handshakes::compare(&folder, peer::stacks(), None))
            .unwrap_or_default()
    })
}

/// Every text that a stack was recorded to refuse with is recognised, and its cause is among those named.
#[test]
fn recorded_texts_are_recognised() {
    let mut texts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for row in recorded() {
        // What we predict for another reason says nothing of the recorded one.
        if row.row.verdict != "accept" && row.is_right() && row.has_text() {
            texts.entry(row.row.error.clone()).or_default().extend(row.cause.map(|cause| cause.rule().code));
        }
    }
    let mut wrong = Vec::new();
    for (text, codes) in &texts {
        let inspection = inspection(&[paste(text)], None);
        let named: BTreeSet<&str> =
            inspection.errors.iter().flat_map(|error| &error.causes).map(|cause| cause.rule.code).collect();
        let missing: Vec<&str> = codes.difference(&named).copied().collect();
        if !missing.is_empty() {
            let id = handshakes::masked(&text.replace('\n', " "));
            wrong.push(Disagreement {
                id: id.chars().take(120).collect(),
                expected: missing.join(", "),
                ours: named.into_iter().collect::<Vec<_>>().join(", "),
            });
        }
    }
    println!("{} of {} distinct texts", texts.len() - wrong.len(), texts.len());
    assert!(wrong.len() * 20 <= texts.len(), "fewer than 95 % are right: {}", wrong.len());
    exceptions::hold("lookup", &wrong);
}

/// What the other side was recorded to see is recognised as an alert, or as the other end's silence.
#[test]
fn recorded_alerts_are_recognised() {
    let mut sights: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for row in recorded() {
        if row.row.verdict == "reject"
            && row.is_right()
            && row.has_peer()
            && row.row.peer_sees.contains("remote error")
        {
            sights
                .entry(row.row.peer_sees.clone())
                .or_default()
                .extend(row.cause.map(|cause| cause.rule().code));
        }
    }
    let mut faults = Vec::new();
    for (sight, codes) in &sights {
        let inspection = inspection(&[paste(sight)], None);
        let named: Vec<&str> =
            inspection.errors.iter().flat_map(|error| &error.causes).map(|cause| cause.rule.code).collect();
        let missing: Vec<&str> = codes.iter().copied().filter(|code| !named.contains(code)).collect();
        if !missing.is_empty() {
            faults.push(format!("{sight}: {}", missing.join(", ")));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// A log says the same over and over: one explanation serves, and counts.
#[test]
fn repeated_lines_are_explained_once() {
    let line = "http: TLS handshake error from 10.0.0.7:4711: remote error: tls: bad certificate\n";
    let inspection = inspection(&[paste(&line.repeat(1000))], None);
    let [error] = inspection.errors.as_slice() else { panic!("{}", inspection.errors.len()) };
    assert_eq!((error.repeated, error.span.end), (999, line.len() - 1));
}

/// A line that was broken, cut or joined is read or passed over, and no key is quoted.
#[test]
fn damaged_lines_do_no_harm() {
    let Some(folder) = corpora::handshakes() else { return };
    let rows = fs::read_to_string(folder.join("verdicts.jsonl")).unwrap();
    let key = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/seed/server-key.pem"))
        .unwrap();
    let body: Vec<&str> = key.lines().filter(|line| !line.starts_with('-')).collect();
    let key = key.replace('\n', "\\n");
    let mut noise = Noise(0x9e37_79b9_7f4a_7c15);
    for row in rows.lines().step_by(211) {
        let row: handshakes::Row = serde_json::from_str(row).unwrap();
        let line = format!("{{\"msg\": \"{}\", \"tls.key\": \"{key}\"}}", row.error);
        let bytes = noise.damage(line.as_bytes());
        let inspection = inspection(&[Source { name: "log".to_owned(), content: bytes }], None);
        for error in &inspection.errors {
            assert!(body.iter().all(|line| !error.text.contains(line)), "a key is quoted: {}", error.text);
        }
    }
}
