//! What is called a cure is one: the guide's pair, the corrected one, and a recorded case of every kind of fault.

use std::path::Path;

use certlens::Source;
use certlens::peer::pair::{Pair, outcome, pair};
use certlens::peer::{self, Conversation, Side, Stack, Suites};
use certlens::rule::Verdict;
use tests::corpora;

/// The stacks of the guide's grid.
const GRID: [&str; 8] = ["go", "openssl", "python-3.13", "node", "java", "gnutls", "grpc", "rustls"];

fn grid() -> Vec<&'static Stack> {
    peer::stacks().iter().copied().filter(|stack| GRID.contains(&stack.id)).collect()
}

fn conversation(name: &str, time: &str, suites: Suites) -> Conversation {
    Conversation { suites, ..Conversation::new(name, time.parse().unwrap()) }
}

fn read(path: &Path) -> Option<Source> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    std::fs::read(path).ok().map(|content| Source { name, content })
}

fn guide(folder: &str, name: &str) -> Pair {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let side = |file: &str| peer::side(&[read(&folder.join(file)).unwrap()]);
    let (server, client) = (side("provider-tls.yaml"), side("manager-tls.yaml"));
    let conversation = conversation(name, "2026-12-01T00:00:00Z", Suites::default());
    pair(Some(&server), Some(&client), &conversation, &grid())
}

fn accepted(pair: &Pair) -> usize {
    let cells =
        pair.stacks.iter().flat_map(|client| pair.stacks.iter().map(move |server| outcome(client, server)));
    cells.filter(|cell| *cell == Some(Verdict::Accept)).count()
}

#[test]
fn the_guide_s_pair_lacks_three_lines() {
    let pair = guide("seed", "provider-service");
    let cure = pair.cure.unwrap();
    let mut changes = cure.changes;
    changes.sort();
    assert_eq!(
        changes,
        [
            "Issue certificate `CN=VirtRigaud CA` again with `keyUsage=critical,keyCertSign,cRLSign`, for the same key and subject.",
            "Issue certificate `CN=manager-client` again with `keyUsage=critical,digitalSignature`.",
            "Issue certificate `CN=provider-service` again with `keyUsage=critical,digitalSignature`.",
        ]
    );
    assert!(cure.proved);
    assert_eq!(cure.remaining, [""; 0]);
}

/// `assert_handshakes!` holds for the corrected guide, and fails with the stacks' words and the cure for the guide itself.
#[test]
fn a_pair_is_asserted_in_one_s_own_tests() {
    let read = |folder: &str, name: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
        [read(&folder.join(name)).unwrap()]
    };
    let both = |folder: &str| (read(folder, "provider-tls.yaml"), read(folder, "manager-tls.yaml"));
    let (server, client) = both("corrected");
    certlens::assert_handshakes!(&server, &client, ["go", "java"], at "2026-12-01T00:00:00Z");
    let (server, client) = both("seed");
    let time = "2026-12-01T00:00:00Z".parse().unwrap();
    let why = certlens::report::pair::shakes_hands(&server, &client, time, &["go", "java"]).unwrap_err();
    assert!(why.contains("KeyUsage does not allow digital signatures"), "{why}");
    assert!(why.contains("Issue certificate `CN=manager-client` again with"), "{why}");
    let why = certlens::report::pair::shakes_hands(&server, &client, time, &["cobol"]).unwrap_err();
    assert!(why.starts_with("there is no stack `cobol`"), "{why}");
}

#[test]
fn the_corrected_guide_works_everywhere() {
    let pair = guide("corrected", "provider-service.default.svc");
    assert_eq!((accepted(&pair), pair.cure), (64, None));
}

/// A root that the client lacks and the server sends along is to be trusted, if the client's owner agrees.
#[test]
fn a_root_that_is_there_is_put_where_it_lacks() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corrected");
    let content = |file: &str| std::fs::read(folder.join(file)).unwrap();
    let side = |file: &str| peer::side(&[read(&folder.join(file)).unwrap()]);
    let (mut server, mut client) = (side("provider-tls.yaml"), side("manager-tls.yaml"));
    let leaf = server.files.certificate.as_ref().unwrap().to_vec();
    server.files.certificate = Some([leaf, content("server-ca.pem")].concat().into());
    client.files.trust = Some(content("client-ca.pem").into());
    let conversation =
        conversation("provider-service.default.svc", "2026-12-01T00:00:00Z", Suites::default());
    let cure = pair(Some(&server), Some(&client), &conversation, &grid()).cure.unwrap();
    let [change] = cure.changes.as_slice() else { panic!("{cure:?}") };
    assert!(
        change.starts_with("Put certificate `") && change.contains("into the client's `ca.crt`"),
        "{change}"
    );
    assert!(cure.proved, "{cure:?}");
}

/// A recorded case of every kind of fault, and what its cure begins with; nothing where the files alone cannot cure it.
const CASES: &[(&str, &[&str])] = &[
    (
        "ku-ke-de-p256-server",
        &["Issue certificate `CN=provider-service` again with `keyUsage=critical,digitalSignature`."],
    ),
    ("eku-unknown-client", &["Issue certificate `CN=manager-client` again with clientAuth in extKeyUsage."]),
    ("ref-fqdn-san-short-server", &["Issue certificate `CN=provider-service` again with the name"]),
    ("expired-server", &["Issue certificate `CN=provider-service` again with a validity period"]),
    (
        "ca-true-leaf-server",
        &["Issue certificate `CN=provider-service` again with `basicConstraints=critical,CA:FALSE`"],
    ),
    (
        "ca-false-root",
        &["Issue certificate `CN=VirtRigaud CA` again with `basicConstraints=critical,CA:TRUE`"],
    ),
    (
        "ca-no-ku",
        &["Issue certificate `CN=VirtRigaud CA` again with `keyUsage=critical,keyCertSign,cRLSign`"],
    ),
    ("ca-name-case-differs", &["Issue certificate `CN="]),
    ("ca-aki-mismatch-inter", &["Issue certificate `CN="]),
    ("ca-pathlen-root-0", &["Issue certificate `CN=VirtRigaud CA` again without the pathLenConstraint"]),
    ("serial-nonminimal-server", &["Issue certificate `CN=provider-service` again by a CA that writes DER"]),
    ("der-trailing-bytes-client", &["Issue certificate `CN=manager-client` again by a CA that writes DER"]),
    ("ext-duplicate-san-server", &["Issue certificate `CN=provider-service` again by a CA that writes DER"]),
    ("sig-md5-rsa-client", &["Issue certificate `CN=manager-client` again signed with SHA-256."]),
    ("sig-corrupt-server", &["Issue certificate `CN=provider-service` again by a CA"]),
    ("key-sec1", &["Write the server's `tls.key`", "Write the client's `tls.key`"]),
    ("pem-glued-crt", &["Write the server's `tls.crt`", "Write the client's `tls.crt`"]),
    ("pem-indented-ca", &["Write the server's `ca.crt`", "Write the client's `ca.crt`"]),
    ("chain-wrong-order-server", &["Write the server's `tls.crt`"]),
    ("chain-duplicate-leaf-server", &["Write the server's `tls.crt`"]),
    ("anchor-intermediate", &[]),
    ("anchor-client-ca-differs", &[]),
    ("suites-p256-cert-ecdhe-rsa", &["Allow the ECDHE-RSA and the ECDHE-ECDSA suites"]),
    ("anchor-unrelated", &[]),
    ("key-rsa512-server", &[]),
];

#[test]
fn every_kind_of_fault_has_its_cure() {
    let Some(folder) = corpora::handshakes() else { return };
    let mut faults = Vec::new();
    for (case, beginnings) in CASES {
        let folder = folder.join("cases").join(case);
        let about: serde_json::Value =
            serde_json::from_slice(&std::fs::read(folder.join("case.json")).unwrap()).unwrap();
        let suites = about["suites"].as_str().map_or_else(Suites::default, |text| Suites {
            ecdhe_rsa: text.contains("ecdhe-rsa"),
            ecdhe_ecdsa: text.contains("ecdhe-ecdsa"),
        });
        let conversation = conversation(about["name"].as_str().unwrap(), "2026-11-24T00:00:00Z", suites);
        let side = |name: &str| -> Side {
            let files = ["tls.crt", "tls.key", "ca.crt"];
            let files: Vec<Source> =
                files.iter().filter_map(|file| read(&folder.join(name).join(file))).collect();
            peer::side(&files)
        };
        let pair = pair(Some(&side("server")), Some(&side("client")), &conversation, peer::stacks());
        let cure = pair.cure.unwrap();
        let begins = |beginning: &&&str| cure.changes.iter().any(|change| change.starts_with(**beginning));
        let has_all = beginnings.iter().all(|beginning| begins(&beginning));
        if cure.proved == beginnings.is_empty() || !has_all {
            faults.push(format!("{case} proved={}: {:#?} {:#?}", cure.proved, cure.changes, cure.remaining));
        }
        assert_eq!(cure.proved, cure.remaining.is_empty(), "{case}");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
