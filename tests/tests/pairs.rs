//! A pair for each family of faults, with the report of `certlens pair` on it.

use std::fs;
use std::path::Path;

use certlens::Source;
use certlens::peer::pair::pair;
use certlens::peer::{self, Conversation, Role};
use certlens::report::pair::{document, text};

/// Five days after the certificates were made.
const TIME: &str = "2026-12-01T00:00:00Z";

/// Which of them no change to the files cures: a key that is too weak has to be a new one.
const INCURABLE: &[&str] = &["pair-weak"];

/// `report.txt` is written with `UPDATE_EXPECT=1 cargo test -p tests --test pairs`.
#[test]
fn each_family_of_faults_is_told_and_cured() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios");
    let mut entries: Vec<_> = fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.path()).collect();
    entries.retain(|path| path.is_dir() && name(path).starts_with("pair-"));
    entries.sort();
    assert!(!entries.is_empty());
    let mut faults = Vec::new();
    for path in &entries {
        let side = |file: &str| {
            let content = fs::read(path.join(file)).unwrap();
            peer::side(&[Source { name: file.to_owned(), content }])
        };
        let (server, client) = (side("provider-tls.yaml"), side("manager-tls.yaml"));
        let conversation = Conversation::new("provider-service", TIME.parse().unwrap());
        let pair = pair(Some(&server), Some(&client), &conversation, peer::stacks());
        let is_cured = pair.cure.as_ref().is_none_or(|cure| cure.proved);
        if is_cured == INCURABLE.contains(&name(path).as_str()) {
            faults.push(format!("{}: {:?}", name(path), pair.cure));
        }
        let said = text(&document(&pair));
        let golden = path.join("report.txt");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&golden, &said).unwrap();
        }
        if fs::read_to_string(&golden).unwrap_or_default() != said {
            faults.push(format!("{}: report.txt is not what is said now", name(path)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What is pasted without its peer, and what is said of it.
const ALONE: &[(&[&str], &str)] = &[
    // Its `ca.crt` is that of its clients: nobody says what they trust.
    (
        &["corrected/provider-tls.yaml"],
        "Only a server was given, and nothing that issued its certificate, so that it cannot be told who accepts it; paste that CA, or the client's side.",
    ),
    (
        &["corrected/client-cert.pem"],
        "Only a client was given, and nothing that issued its certificate, so that it cannot be told who accepts it; paste that CA, or the server's side.",
    ),
    (
        &["corrected/server-cert.pem", "corrected/server-ca.pem"],
        "Only a server was given. 14 of 14 stacks would accept it, if they trust what it trusts.",
    ),
    // One CA for both, so that the other side's is known.
    (
        &["seed/provider-tls.yaml"],
        "Only a server was given. 8 of 14 stacks would accept it, if they trust what it trusts. As the client, Java SunJSSE, gRPC C core (BoringSSL), GnuTLS, Python and Mbed TLS do not accept the server.",
    ),
    (
        &["corrected/server-ca.pem"],
        "There is no side with a certificate; paste those of a server, a client or both.",
    ),
];

#[test]
fn of_a_side_alone_nothing_is_said_about_the_one_that_is_not_there() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for (files, said) in ALONE {
        let read =
            |name: &&str| Source { name: (*name).into(), content: fs::read(fixtures.join(name)).unwrap() };
        let sides = peer::sides(&files.iter().map(read).collect::<Vec<_>>());
        let (server, client) =
            (sides.played(Role::Server, sides.server), sides.played(Role::Client, sides.client));
        let conversation = Conversation::new(peer::default_name(server.as_ref()), TIME.parse().unwrap());
        let pair = pair(server.as_ref(), client.as_ref(), &conversation, peer::stacks());
        assert_eq!(document(&pair).summary, *said, "{files:?}");
        assert_eq!(said.contains("do not accept"), pair.cure.is_some(), "{files:?}");
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
