//! Every file of every corpus goes in, and something comes out: no panic, nothing dropped in silence.

use certlens::report::{self, Format};
use certlens::{Inspection, Settings, Source, inspect};
use tests::corpora;

/// Larger files are suites in JSON whose cases other tests take one by one.
const LARGEST: u64 = 4 << 20;

#[test]
fn every_file() {
    let Some(folder) = corpora::corpora() else { return };
    let mut count = 0;
    for file in corpora::files(&folder) {
        if file.metadata().is_ok_and(|metadata| metadata.len() > LARGEST) {
            continue;
        }
        let content = std::fs::read(&file).unwrap();
        let name = file.strip_prefix(&folder).unwrap().display().to_string();
        let inspection = inspect(&[Source { name: name.clone(), content }], &Settings::default());
        assert!(has_something(&inspection), "{name}: dropped in silence");
        count += 1;
    }
    println!("{count} files");
}

#[test]
fn every_case_of_zlint_by_itself() {
    let Some(folder) = corpora::corpora() else { return };
    let suite = std::fs::read_to_string(folder.join("zlint/zlint-dev.json")).unwrap();
    let suite: serde_json::Value = serde_json::from_str(&suite).unwrap();
    for (name, pem) in suite["certs"].as_object().unwrap() {
        let content = pem.as_str().unwrap().as_bytes().to_vec();
        let inspection = inspect(&[Source { name: name.clone(), content }], &Settings::default());
        assert!(!inspection.inventory.objects.is_empty(), "{name}: no object");
    }
}

/// One oddity a file, each read as a certificate.
#[test]
fn every_oddity() {
    let Some(folder) = corpora::corpora() else { return };
    let files = corpora::files(&folder.join("odd"));
    assert_eq!(files.len(), 90);
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let content = std::fs::read(&file).unwrap();
        let inspection = inspect(&[Source { name: name.clone(), content }], &Settings::default());
        assert!(inspection.inventory.certificates().count() >= 1, "{name}: no certificate");
    }
}

fn has_something(inspection: &Inspection) -> bool {
    let written = |format| {
        report::written(inspection, None, format, false)
            .expect("the document has only strings, numbers and lists")
    };
    let documents = [Format::Text, Format::Markdown, Format::Json, Format::Csv].map(written);
    documents.iter().all(|document| !document.is_empty())
        && (!inspection.inventory.objects.is_empty()
            || !inspection.findings.is_empty()
            || !inspection.errors.is_empty())
}
