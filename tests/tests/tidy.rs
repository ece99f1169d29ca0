//! What the sources must look like, as far as a program can tell.

use std::fs;
use std::path::{Path, PathBuf};

/// The core's modules from the ground up: each may use what stands on a line above its own.
const LAYERS: &[&[&str]] = &[
    &["span", "time", "prose", "sort", "word"],
    &["defect", "rule"],
    &["der"],
    &["x509"],
    &["crypto"],
    &["source"],
    &["config"],
    &["identity", "purpose", "pin"],
    &["settings"],
    &["inventory"],
    &["path", "pin_match", "names"],
    &["peer"],
    &["usages"],
    &["reissue"],
    &["lint"],
    &["catalog"],
    &["inspect"],
    &["describe"],
    &["diff"],
    &["report"],
    &["lib"],
];

const LONGEST_FILE: usize = 400;

/// Files that may be longer, each with the reason. One that no longer needs to be here fails.
const TABLES: &[(&str, &str)] = &[
    ("crates/certlens/src/lint/repair/repairs.rs", "a rule for each kind of damage, one after the other"),
    ("crates/certlens/src/x509/oids.rs", "object identifiers with their names, one after the other"),
];

/// Names that say nothing of what a file holds.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "common", "types", "manager", "mod"];

/// Spelt apart, or this file would hold them.
const MARKERS: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
const MACHINE_PATHS: &[&str] = &[concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];

const WRITTEN_BY_HAND: &[&str] =
    &["rs", "mjs", "js", "css", "html", "toml", "md", "json", "svg", "webmanifest"];

struct Text {
    /// From the top of the workspace, with `/`.
    path: String,
    text: String,
}

#[test]
fn modules_import_upward_only() {
    let core: Vec<Text> =
        texts().into_iter().filter(|file| file.path.starts_with("crates/certlens/src/")).collect();
    assert!(!core.is_empty());
    report(core.iter().flat_map(layer_faults).collect());
}

#[test]
fn files_are_short() {
    let files = texts();
    let gone = TABLES.iter().filter(|(table, _)| files.iter().all(|file| file.path != *table));
    let mut faults: Vec<String> =
        gone.map(|(table, _)| format!("{table} is gone: take it off the list of tables")).collect();
    for Text { path, text } in files.iter().filter(|file| is_code(&file.path)) {
        let lines = text.lines().count();
        let table = TABLES.iter().any(|(table, _)| table == path);
        match (lines > LONGEST_FILE, table) {
            (true, false) => faults.push(format!("{path} has {lines} lines: cut it along what it holds")),
            (false, true) => faults.push(format!("{path} is short again: take it off the list of tables")),
            _ => {}
        }
    }
    report(faults);
}

#[test]
fn files_are_named_after_what_they_hold() {
    let named_nothing = |path: &&String| {
        let name = path.rsplit('/').next().unwrap_or_default();
        is_code(path) && EMPTY_NAMES.contains(&name.split('.').next().unwrap_or_default())
    };
    let files = texts();
    let paths = files.iter().map(|file| &file.path).filter(named_nothing);
    report(paths.map(|path| format!("{path}: name it after what it holds")).collect());
}

#[test]
fn nothing_is_left_lying_about() {
    let mut faults = Vec::new();
    for Text { path, text } in texts() {
        for (number, line) in text.lines().enumerate() {
            let mut fault = |what: &str| faults.push(format!("{path}:{}: {what}", number + 1));
            if MARKERS.iter().any(|marker| has_word(line, marker)) {
                fault("do it, or open an issue about it");
            }
            if path.ends_with(".rs") && line.contains(concat!("#[al", "low(")) {
                fault("use #[expect(…, reason = \"…\")], which fails when it is no longer needed");
            }
            if MACHINE_PATHS.iter().any(|part| line.contains(part)) {
                fault("a path of one machine means nothing on another");
            }
            if line.chars().any(is_emoji) {
                fault("say it in words: there is no emoji in this project");
            }
        }
    }
    report(faults);
}

fn report(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn layer_faults(file: &Text) -> Vec<String> {
    let modules: Vec<&str> =
        file.path.trim_start_matches("crates/certlens/src/").trim_end_matches(".rs").split('/').collect();
    let Some(here) = modules.first().copied() else { return Vec::new() };
    let Some(layer) = layer(here) else {
        return vec![format!(
            "{}: give the module `{here}` its line in LAYERS of tests/tests/tidy.rs, above all that may use it",
            file.path
        )];
    };
    let depth = if here == "lib" { 0 } else { modules.len() };
    let mut faults = Vec::new();
    for (number, used) in uses(&file.text, depth) {
        let place = format!("{}:{number}", file.path);
        match self::layer(&used) {
            _ if used == here || here == "lib" => {}
            None => {
                faults.push(format!("{place}: `{used}` is no module of LAYERS: name the module it stands in"))
            }
            Some(other) if other >= layer => {
                faults.push(format!("{place}: `{here}` may not use `{used}`, which does not stand above it"));
            }
            Some(_) => {}
        }
    }
    faults
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The first name after every path to the top of the crate, and its line. Tests and comments may name what they like.
fn uses(text: &str, depth: usize) -> Vec<(usize, String)> {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let to_top = "super::".repeat(depth);
    let mut found = Vec::new();
    let mut group = None;
    for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
        let mut rest = line;
        if let Some(open) = group.take() {
            group = in_group(rest, open, number, &mut found);
            continue;
        }
        for start in ["crate::", to_top.as_str()].into_iter().filter(|start| !start.is_empty()) {
            rest = line;
            while let Some((before, after)) = rest.split_once(start) {
                rest = after;
                let part_of_a_longer_path = before.ends_with("super::") || before.ends_with(is_name);
                if part_of_a_longer_path || after.starts_with("super::") {
                    continue;
                }
                match after.strip_prefix('{') {
                    Some(inside) => group = in_group(inside, 0, number, &mut found),
                    None => found.push((number + 1, first_name(after))),
                }
            }
        }
    }
    found
}

/// Reads `{a::{B, C}, d::E}` from after its first brace: the names `a` and `d`. Returns the depth if it goes on in the next line.
fn in_group(line: &str, depth: usize, number: usize, found: &mut Vec<(usize, String)>) -> Option<usize> {
    let mut depth = depth;
    let mut name = String::new();
    let mut path_goes_on = false;
    for character in line.chars() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => {
                push_name(&mut name, number, found);
                return None;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                push_name(&mut name, number, found);
                path_goes_on = false;
            }
            _ if depth > 0 || path_goes_on => {}
            _ if is_name(character) => name.push(character),
            ':' => path_goes_on = true,
            _ => {}
        }
    }
    push_name(&mut name, number, found);
    Some(depth)
}

fn push_name(name: &mut String, number: usize, found: &mut Vec<(usize, String)>) {
    if !name.is_empty() && name != "self" {
        found.push((number + 1, name.clone()));
    }
    name.clear();
}

fn first_name(path: &str) -> String {
    path.chars().take_while(|&character| is_name(character)).collect()
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[test]
fn uses_are_found_however_they_are_written() {
    let cases: &[(&str, usize, &[&str])] = &[
        ("use crate::span::Span;", 1, &["span"]),
        ("use crate::{span::{Span, DerSpan}, rule::Rule};", 1, &["span", "rule"]),
        ("use crate::{\n    span::{\n        Span,\n    },\n    rule,\n};\nfn f() {}", 1, &["span", "rule"]),
        ("let x = crate::path::search(crate::peer::Y);", 2, &["path", "peer"]),
        ("use super::time::Timestamp;", 1, &["time"]),
        ("use super::time::Timestamp;", 2, &[]),
        ("use super::super::lint::LINTS;", 2, &["lint"]),
        ("pub(crate) fn f() {}", 1, &[]),
        ("// see crate::lint::LINTS", 1, &[]),
        ("fn f() {}\n#[cfg(test)]\nmod tests { use crate::lint::X; }", 1, &[]),
    ];
    for (text, depth, expected) in cases {
        let found: Vec<String> = uses(text, *depth).into_iter().map(|(_, name)| name).collect();
        assert_eq!(found, *expected, "{text}");
    }
}

/// Whether the word stands there, and not as a string of the program's own.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|text| text.chars().next());
        let quoted = before == Some('"') && after == Some('"');
        !quoted && !before.is_some_and(is_name) && !after.is_some_and(is_name)
    })
}

/// What is drawn as a picture. Marks such as a check or a cross are letters of a kind and may stay.
fn is_emoji(character: char) -> bool {
    matches!(character,
        '\u{1F000}'..='\u{1FAFF}' | '\u{FE0F}' | '\u{231A}'..='\u{231B}' | '\u{23E9}'..='\u{23F3}'
        | '\u{26A1}' | '\u{26D4}' | '\u{2705}' | '\u{270A}'..='\u{270B}' | '\u{2728}' | '\u{274C}' | '\u{274E}'
        | '\u{2753}'..='\u{2755}' | '\u{2757}' | '\u{2795}'..='\u{2797}' | '\u{2B50}' | '\u{2B55}')
}

fn is_code(path: &str) -> bool {
    [".rs", ".mjs", ".js", ".css", ".html"].iter().any(|ending| path.ends_with(ending))
}

/// Every text that people write here: no fixture, whose bytes are what they are, and no lock file.
fn texts() -> Vec<Text> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or_else(|| Path::new(""));
    let mut folders = vec![top.to_path_buf()];
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let ending = path.extension().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                let skipped = ["target", "dist", "node_modules", ".git", "fixtures", "screenshots"];
                if !skipped.contains(&name.as_ref()) {
                    folders.push(path);
                }
            } else if WRITTEN_BY_HAND.contains(&ending.as_ref()) && name != "package-lock.json" {
                let text = fs::read_to_string(&path).unwrap_or_default();
                let path = path.strip_prefix(top).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                texts.push(Text { path, text });
            }
        }
    }
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    texts
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}
