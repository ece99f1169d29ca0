//! What real stacks did with the recorded pairs, and what is predicted.

use std::collections::BTreeMap;

use certlens::peer;
use certlens::rule::Verdict;
use tests::corpora;
use tests::exceptions::{self, Disagreement};
use tests::handshakes::{self, Agreement, Compared};

/// Least agreement beside the verdicts, in tenths of a percent, just below what is reached: error texts, and what the peer sees.
const TEXTS: usize = 995;
const SIGHTS: usize = 987;

#[test]
fn predictions_agree_with_what_was_recorded() {
    let Some(folder) = corpora::handshakes() else { return };
    let compared = handshakes::compare(&folder, peer::stacks(), None);
    let mut groups: BTreeMap<(&str, &str), Agreement> = BTreeMap::new();
    let mut total = Agreement::default();
    for row in &compared {
        groups.entry((row.stack, row.row.role.as_str())).or_default().count(row);
        total.count(row);
    }
    for ((stack, role), agreement) in &groups {
        println!("{stack:<18}{role:<8}{agreement}");
    }
    println!("{:<26}{total}", "all");
    let wrong = compared.iter().filter(|row| !row.is_right()).map(|row| Disagreement {
        id: format!("{}/{}/{}/{}", row.row.case, row.stack, row.row.role, row.row.tls),
        expected: row.row.verdict.clone(),
        ours: row.ours.0.clone(),
    });
    exceptions::hold("handshakes", &wrong.collect::<Vec<_>>());
    let least = |part: usize, whole: usize, permille: usize| part * 1000 >= whole * permille;
    assert!(least(total.texts, total.refusals, TEXTS), "texts: {total}");
    assert!(least(total.sights, total.seen, SIGHTS), "what the peer sees: {total}");
}

/// Pairs with faults that the recordings lack, with what the stacks that they are about did with them.
#[test]
fn predictions_agree_with_what_was_recorded_since() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/handshakes");
    let compared = handshakes::compare(&folder, peer::stacks(), None);
    let agrees = |row: &Compared| row.is_right() && row.has_text() && row.has_peer();
    let wrong: Vec<String> = compared.iter().filter(|row| !agrees(row)).map(ToString::to_string).collect();
    assert!(!compared.is_empty() && wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The files of a case as PEM and as the Secrets that hold them are the same pair.
#[test]
fn a_secret_is_read_as_its_files_are() {
    let Some(folder) = corpora::handshakes() else { return };
    let mut cases: Vec<_> = std::fs::read_dir(folder.join("cases")).unwrap().flatten().collect();
    cases.sort_by_key(std::fs::DirEntry::file_name);
    let mut faults = Vec::new();
    for case in cases {
        for (side, secret) in [("server", "provider-tls.yaml"), ("client", "manager-tls.yaml")] {
            let source = |path: std::path::PathBuf| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                std::fs::read(path).ok().map(|content| certlens::Source { name, content })
            };
            let Some(secret) = source(case.path().join(secret)) else { continue };
            let files = ["tls.crt", "tls.key", "ca.crt"];
            let files: Vec<_> =
                files.iter().filter_map(|name| source(case.path().join(side).join(name))).collect();
            if peer::side(&[secret]).files != peer::side(&files).files {
                faults.push(format!("{} {side}", case.file_name().to_string_lossy()));
            }
        }
    }
    assert_eq!(faults, [""; 0]);
}

/// The guide's own pair works in 8 of 64 combinations (features.md §C.2).
#[test]
fn the_guide_s_pair_works_in_eight_of_sixty_four() {
    let works = |client: &str, server: &str| {
        ["go", "openssl", "node", "rustls"].contains(&client) && ["go", "rustls"].contains(&server)
    };
    let pair = seed("seed", ["provider-tls.yaml", "manager-tls.yaml"]);
    let mut accepted = 0;
    for client in &pair.stacks {
        for server in &pair.stacks {
            let outcome = peer::pair::outcome(client, server);
            let expected =
                if works(client.stack.id, server.stack.id) { Verdict::Accept } else { Verdict::Reject };
            assert_eq!(outcome, Some(expected), "{} to {}", client.stack.id, server.stack.id);
            accepted += usize::from(outcome == Some(Verdict::Accept));
        }
    }
    assert_eq!((accepted, pair.stacks.len()), (8, 8));
}

/// The corrected pair works in all of them.
#[test]
fn the_corrected_pair_works_in_all_sixty_four() {
    let pair = seed("corrected", ["provider-tls.yaml", "manager-tls.yaml"]);
    for client in &pair.stacks {
        for server in &pair.stacks {
            let outcome = peer::pair::outcome(client, server);
            let (client, server) = (client.stack.id, server.stack.id);
            assert_eq!(outcome, Some(Verdict::Accept), "{client} to {server}");
        }
    }
    assert_eq!(pair.stacks.len(), 8);
}

/// The stacks of the guide's grid, in its order.
const GRID: [&str; 8] = ["go", "openssl", "python-3.13", "node", "java", "gnutls", "grpc", "rustls"];

fn seed(folder: &str, secrets: [&str; 2]) -> peer::pair::Pair {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let read = |name: &str| certlens::Source {
        name: name.to_owned(),
        content: std::fs::read(folder.join(name)).unwrap(),
    };
    let sources = secrets.map(read);
    let sides = peer::sides(&sources);
    let server = sides.played(peer::Role::Server, sides.server);
    let client = sides.played(peer::Role::Client, sides.client);
    let stacks = GRID.map(|id| peer::stack(id).unwrap());
    let time = "2026-12-01T00:00:00Z".parse().unwrap();
    let configuration = certlens::config::read(&sources);
    let conversation =
        peer::Conversation::stated(&configuration, server.as_ref(), time, peer::Said::default());
    peer::pair::pair(server.as_ref(), client.as_ref(), &conversation, &stacks)
}
