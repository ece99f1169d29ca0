//! Which of what was given is taken for which side, and what the user may say instead.

use std::path::Path;

use certlens::peer::{self, Conversation, Role, Said, Sides, Suites};
use certlens::{Source, config, report};

fn seed() -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/seed");
    let read =
        |name: &str| Source { name: name.to_owned(), content: std::fs::read(folder.join(name)).unwrap() };
    let go = br#"cfg := &tls.Config{ServerName: "provider-service", MinVersion: tls.VersionTLS13}"#;
    let config = Source { name: "client.go".to_owned(), content: go.to_vec() };
    vec![read("provider-tls.yaml"), read("manager-tls.yaml"), config]
}

fn reason(sides: &Sides, role: Role, by: Option<usize>) -> String {
    sides.played(role, by).and_then(|side| side.reasons.into_iter().next()).unwrap_or_default()
}

#[test]
fn a_side_says_why_it_was_taken_or_that_it_was_chosen() {
    let sides = peer::sides(&seed());
    assert_eq!(
        reason(&sides, Role::Server, sides.server),
        "taken for the server, as its certificate lists serverAuth"
    );
    assert_eq!(
        reason(&sides, Role::Client, sides.client),
        "taken for the client, as its certificate lists clientAuth"
    );
    assert_eq!(reason(&sides, Role::Server, sides.client), "taken for the server, as it was chosen");
    assert_eq!(sides.played(Role::Server, None), None);
    assert_eq!(sides.played(Role::Server, Some(sides.candidates.len())), None);
}

/// What was given, who is taken for the server and the client, and what ties the two together.
type Cast = (&'static [&'static str], Option<(&'static str, &'static str)>, &'static str);

const CAST: &[Cast] = &[
    // Nothing but the only two there are.
    (&["seed/provider-tls.yaml", "seed/manager-tls.yaml"], Some(("provider", "manager")), ""),
    (
        &["diff/old.yaml", "seed/manager-tls.yaml", "seed/provider-tls.yaml"],
        Some(("provider", "manager")),
        "of 3 sides these two alone trust each other's issuer",
    ),
    // A certificate and its copies are one.
    (
        &["seed/provider-tls.yaml", "seed/manager-tls.yaml", "seed/server-cert.pem", "seed/client-cert.pem"],
        Some(("provider", "manager")),
        "of 4 sides these two alone trust each other's issuer",
    ),
    (
        &["seed/server-cert.pem", "seed/provider-tls.yaml", "seed/manager-tls.yaml"],
        Some(("provider", "manager")),
        "of 3 sides these two alone trust each other's issuer",
    ),
    // Two pairs are one too many, and two versions of one Secret are none; nor is a certificate its own peer.
    (
        &[
            "seed/provider-tls.yaml",
            "seed/manager-tls.yaml",
            "scenarios/pair-sound/provider-tls.yaml",
            "scenarios/pair-sound/manager-tls.yaml",
        ],
        None,
        "",
    ),
    (&["seed/provider-tls.yaml", "corrected/provider-tls.yaml"], None, ""),
    (&["seed/provider-tls.yaml", "seed/server-cert.pem"], None, ""),
];

#[test]
fn of_several_only_two_that_something_ties_together_are_a_pair() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for (files, pair, tie) in CAST {
        let read = |name: &&str| Source {
            name: (*name).to_owned(),
            content: std::fs::read(folder.join(name)).unwrap(),
        };
        let sides = peer::sides(&files.iter().map(read).collect::<Vec<_>>());
        assert_eq!(sides.tie.as_deref().unwrap_or_default(), *tie, "{files:?}");
        let title = |at: Option<usize>| at.map(|at| sides.candidates[at].title.clone());
        let (server, client) = (title(sides.server), title(sides.client));
        let asked = sides.asked(sides.server, sides.client);
        match pair {
            Some((own, peer)) => {
                assert!(server.is_some_and(|title| title.ends_with(&format!("{own}-tls"))), "{files:?}");
                assert!(client.is_some_and(|title| title.ends_with(&format!("{peer}-tls"))), "{files:?}");
                assert_eq!(asked, None, "{files:?}");
                assert!(reason(&sides, Role::Client, sides.client).ends_with(tie), "{files:?}");
                assert!(sides.asked(None, None).is_some_and(|said| said.starts_with("No side is chosen")));
            }
            None => {
                assert_eq!((server, client), (None, None), "{files:?}");
                assert!(asked.is_some_and(|asked| asked.starts_with("Which two talk to each other?")));
                assert_eq!(sides.left_out(), None, "{files:?}");
            }
        }
    }
}

#[test]
fn a_side_is_called_by_its_title_if_no_other_is() {
    let sides = peer::sides(&seed());
    for name in ["default/provider-tls", "Secret default/provider-tls"] {
        assert_eq!(sides.called(name), sides.server, "{name}");
    }
    assert_eq!(sides.called("provider-tls"), None);
    let twice = peer::sides(&[seed(), seed()].concat());
    assert_eq!(twice.called("default/provider-tls"), None);
}

#[test]
fn what_the_user_says_goes_before_what_was_pasted() {
    let sources = seed();
    let sides = peer::sides(&sources);
    let server = sides.played(Role::Server, sides.server);
    let time = "2026-12-01T00:00:00Z".parse().unwrap();
    let stated = |said| Conversation::stated(&config::read(&sources), server.as_ref(), time, said);
    let pasted = stated(Said::default());
    assert_eq!(pasted.name, "provider-service");
    assert_eq!(pasted.told.len(), 2, "{:?}", pasted.told);
    let suites = Suites { ecdhe_rsa: false, ecdhe_ecdsa: true };
    let said = stated(Said { name: Some("elsewhere.example".to_owned()), suites: Some(suites) });
    assert_eq!((said.name.as_str(), said.suites), ("elsewhere.example", suites));
    assert_eq!(said.told, ["Only TLS 1.3 is tried, as MinVersion says."], "what was said needs no telling");
}

#[test]
fn without_a_stack_nothing_is_claimed() {
    let sides = peer::sides(&seed());
    let server = sides.played(Role::Server, sides.server);
    let client = sides.played(Role::Client, sides.client);
    let conversation = Conversation::new("provider-service", "2026-12-01T00:00:00Z".parse().unwrap());
    for (server, client) in
        [(server.as_ref(), client.as_ref()), (server.as_ref(), None), (None, client.as_ref())]
    {
        let document = report::pair::document(&peer::pair::pair(server, client, &conversation, &[]));
        assert_eq!(
            document.summary,
            "No stack is chosen, so nothing is judged; choose those in your system."
        );
    }
}

/// Of a key that comes again the last value is mounted, and that of `stringData` before that of `data`.
#[test]
fn what_is_overridden_is_not_mounted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bundles");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let (first, second) = (read("first.pem"), read("second.pem"));
    let json = |text: &str| serde_json::to_string(text).unwrap();
    let encoded = |text: &str| json(&data_encoding::BASE64.encode(text.as_bytes()));
    let data = |text: &str| format!(r#""tls.crt": {}"#, encoded(text));
    let secrets = [
        format!(
            r#"{{"apiVersion": "v1", "kind": "Secret", "data": {{{}, {}}}}}"#,
            data(&second),
            data(&first)
        ),
        format!(
            r#"{{"apiVersion": "v1", "kind": "Secret", "stringData": {{"tls.crt": {}}}, "data": {{{}}}}}"#,
            json(&first),
            data(&second)
        ),
    ];
    for secret in secrets {
        let side = peer::side(&[Source { name: "a.json".to_owned(), content: secret.into_bytes() }]);
        assert_eq!(side.files.certificate.as_deref().map(Vec::as_slice), Some(first.as_bytes()));
    }
}
