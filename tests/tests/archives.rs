//! Archives are read as the files that are in them; what could not be read of one is said.

use std::fs;
use std::path::{Path, PathBuf};

use certlens::{Settings, Source, inspect, unpack};

const LONG: &str = "prod/a-folder-with-a-long-name/a-folder-with-a-long-name/a-folder-with-a-long-name/\
                    a-folder-with-a-long-name/a-folder-with-a-long-name/a-folder-with-a-long-name/ca.pem";

/// An archive, where certificates are found in it, and whether something is said to be left.
const CASES: &[(&str, &[&str], bool)] = &[
    ("deflated.zip", &["deflated.zip › prod/ca.pem", "deflated.zip › prod/web/server.pem"], false),
    ("stored.zip", &["stored.zip › prod/ca.pem", "stored.zip › prod/web/server.pem"], false),
    ("ustar.tar", &["ustar.tar › prod/ca.pem", "ustar.tar › prod/web/server.pem"], false),
    ("packed.tar.gz", &["packed.tar.gz › prod/ca.pem", "packed.tar.gz › prod/web/server.pem"], false),
    (
        "nested.zip",
        &["nested.zip › packed.tar.gz › prod/ca.pem", "nested.zip › packed.tar.gz › prod/web/server.pem"],
        false,
    ),
    ("ca.pem.gz", &["ca.pem.gz"], false),
    ("bomb.zip", &["bomb.zip › prod/ca.pem"], true),
    ("cut.tar", &[], true),
    ("cut.zip", &[], true),
    ("cut.pem.gz", &[], true),
    ("encrypted.zip", &[], true),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archives")
}

fn source(name: &str) -> Source {
    let content = fs::read(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    Source { name: name.to_owned(), content }
}

/// Where certificates are, and whether an archive is said not to have been read in full.
fn read(name: &str) -> (Vec<String>, bool) {
    let inspection = inspect(&unpack(vec![source(name)]), &Settings::default());
    let origins = inspection.inventory.objects.iter().flat_map(|object| &object.origins);
    let mut places: Vec<String> = origins.map(|origin| origin.place.to_string()).collect();
    places.sort();
    (places, inspection.findings.iter().any(|finding| finding.rule.code == "compressed-data"))
}

#[test]
fn what_is_in_archives_is_found_and_what_is_left_is_said() {
    for (name, places, is_partial) in CASES {
        let expected: Vec<String> = places.iter().map(|place| (*place).to_owned()).collect();
        assert_eq!(read(name), (expected, *is_partial), "{name}");
    }
    for name in ["pax.tar", "gnu.tar"] {
        assert_eq!(read(name), (vec![format!("{name} › {LONG}")], false), "{name}");
    }
}

#[test]
fn that_a_password_is_needed_is_said() {
    for (name, is_encrypted) in [("encrypted.zip", true), ("cut.zip", false), ("cut.tar", false)] {
        let inspection = inspect(&unpack(vec![source(name)]), &Settings::default());
        let mut messages = inspection.findings.iter().map(|finding| finding.message.as_str());
        let is_said = messages.any(|message| message.contains("are encrypted with a password"));
        assert_eq!(is_said, is_encrypted, "{name}");
    }
}

#[test]
fn what_is_no_archive_stays_as_it_is() {
    for content in ["", "PK", "hello", "\u{1f}"] {
        let plain = vec![Source { name: "plain".to_owned(), content: content.as_bytes().to_vec() }];
        assert_eq!(unpack(plain.clone()), plain);
    }
}

/// Every prefix and many mutations of each archive: nothing panics, and nothing is dropped.
#[test]
fn damaged_archives_are_read_as_far_as_they_go() {
    let mut number: u64 = 1;
    let mut below = |limit: usize| {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(number >> 33).unwrap_or_default() % limit
    };
    for (name, ..) in CASES.iter().filter(|(name, ..)| *name != "bomb.zip") {
        let Source { name, content } = source(name);
        for end in (0..content.len()).step_by(37) {
            let cut = Source { name: name.clone(), content: content.get(..end).unwrap_or_default().to_vec() };
            assert!(!unpack(vec![cut]).is_empty(), "{name} cut at {end}");
        }
        for _ in 0..300 {
            let mut changed = content.clone();
            for _ in 0..=below(4) {
                let at = below(changed.len());
                if let Some(byte) = changed.get_mut(at) {
                    *byte = u8::try_from(below(256)).unwrap_or_default();
                }
            }
            let _read = unpack(vec![Source { name: name.clone(), content: changed }]);
        }
    }
}
