//! Usages against what real TLS stacks did with the same certificates.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use certlens::peer::Role;
use certlens::report::Format;
use certlens::usages::{Exchange, PurposeState, Usages};
use certlens::{Settings, Source, inspect, inspect_trusting, report};
use serde::Deserialize;
use tests::corpora;

/// Faults that have to do with keyUsage and extKeyUsage only.
const FAMILIES: &[&str] = &["ku-", "eku-", "ca-eku-"];

/// As the recording names the stacks, and as the core does.
const STACKS: &[(&str, &[&str])] = &[
    ("go", &["Go"]),
    ("openssl-seclevel2", &["OpenSSL", "Python"]),
    ("node", &["Node"]),
    ("java-jsse", &["Java"]),
    ("gnutls", &["GnuTLS"]),
    ("grpc-boringssl", &["gRPC"]),
    ("rustls", &["rustls"]),
];

#[derive(Deserialize)]
struct Row {
    case: String,
    stack: String,
    role: String,
    tls: String,
    verdict: String,
    by: String,
}

/// The usages of what one side presents, on the path that the other side trusts.
fn usages(cases: &Path, case: &str, presenting: &str, relying: &str) -> Option<Usages> {
    let folder = cases.join(case);
    let source = |side: &str, file: &str| Source {
        name: format!("{side}/{file}"),
        content: fs::read(folder.join(side).join(file)).unwrap(),
    };
    let settings = Settings { time: "2026-11-24T00:00:00Z".parse().unwrap(), ..Settings::default() };
    let inspection =
        inspect_trusting(vec![source(presenting, "tls.crt")], vec![source(relying, "ca.crt")], &settings);
    let (first, _) = inspection.inventory.certificates().next()?;
    inspection.usages(first)
}

fn is_refused(usages: &Usages, role: Role, exchange: Exchange, stack: &str) -> bool {
    let own = usages.roles.iter().find(|own| own.role == role).unwrap();
    let has = |stacks: &Vec<String>| stacks.iter().any(|name| name == stack);
    let by_key_usage = own.exchanges.iter().filter(|own| own.exchange == exchange);
    has(&own.purpose.refused_by)
        || own.purpose.issuers.iter().any(|issuer| has(&issuer.refused_by))
        || by_key_usage.into_iter().any(|own| has(&own.refused_by))
}

#[test]
fn every_stack_refused_what_it_is_said_to_refuse_and_nothing_else() {
    let Some(folder) = corpora::handshakes() else { return };
    let rows = fs::read_to_string(folder.join("verdicts.jsonl")).unwrap();
    let cases = folder.join("cases");
    let mut known: BTreeMap<(String, &str), Option<Usages>> = BTreeMap::new();
    let mut compared = 0;
    let mut faults = Vec::new();
    for row in rows.lines().map(|line| serde_json::from_str::<Row>(line).unwrap()) {
        let is_ours = FAMILIES.iter().any(|family| row.case.starts_with(family)) && row.by != "peer";
        let names = STACKS.iter().find(|(stack, _)| *stack == row.stack).map(|(_, names)| *names);
        // The client judges the server's certificate, and the server the client's.
        let (role, presenting, relying) = match row.role.as_str() {
            "client" => (Role::Server, "server", "client"),
            "server" => (Role::Client, "client", "server"),
            _ => continue,
        };
        let exchange = if row.tls == "1.3" { Exchange::Tls13 } else { Exchange::Tls12Ecdhe };
        let (Some(names), true, false) = (names, is_ours, row.verdict == "load_error") else { continue };
        // What a stack cannot load, or refuses to use itself, says nothing about what it is shown.
        if row.case.ends_with(relying) {
            continue;
        }
        let key = (row.case.clone(), presenting);
        let usages = known.entry(key).or_insert_with(|| usages(&cases, &row.case, presenting, relying));
        for name in names {
            compared += 1;
            let refused = usages.as_ref().is_some_and(|own| is_refused(own, role, exchange, name));
            if refused != (row.verdict == "reject") {
                faults.push(format!(
                    "{} {name} {} TLS {}: {}, said to refuse: {refused}",
                    row.case, row.role, row.tls, row.verdict
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{} of {compared}:\n{}", faults.len(), faults.join("\n"));
    assert!(compared > 500, "{compared}");
}

#[test]
fn the_seed_lacks_the_bit_that_counts() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/seed/provider-tls.yaml");
    let source = Source { name: "provider-tls.yaml".to_owned(), content: fs::read(path).unwrap() };
    let inspection = inspect(&[source], &Settings::default());
    let document = report::document(&inspection);
    let usages = document.objects[0].usages.as_ref().unwrap();
    assert!(document.objects[2].usages.is_none(), "a CA is shown to nobody");
    let [server, client] = usages.roles.as_slice() else { panic!("{usages:?}") };
    assert_eq!(server.purpose.state, PurposeState::Listed);
    assert_eq!(client.purpose.state, PurposeState::NotListed);
    let refused: Vec<(&str, String)> =
        server.exchanges.iter().map(|own| (own.needed.as_str(), own.refused_by.join(" "))).collect();
    let expected = [
        ("digitalSignature", "Java GnuTLS gRPC"),
        ("digitalSignature", "Java GnuTLS gRPC"),
        ("keyEncipherment", ""),
    ];
    assert_eq!(refused, expected.map(|(bit, stacks)| (bit, stacks.to_owned())));
    assert!(usages.notes[0].starts_with("keyEncipherment is never used by TLS 1.3 or ECDHE"), "{usages:?}");
    let written = |format| report::written(&inspection, None, format, false).unwrap();
    let text = written(Format::Text);
    assert!(text.contains("digitalSignature is missing. Java, GnuTLS and gRPC refuse it."), "{text}");
    assert!(written(Format::Markdown).contains("### Usages"));
}
