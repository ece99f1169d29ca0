//! Secrets, lists and everything else that kubectl prints.

use std::path::PathBuf;

use data_encoding::BASE64;

use super::bundles::{FIRST, KEY, SECOND, der, scan_one};
use crate::source::{EntryState, Label, RemarkKind, Scan};

fn encoded(text: &str) -> String {
    BASE64.encode(text.as_bytes())
}

fn secret() -> String {
    format!(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: provider-tls\n  namespace: default\ntype: kubernetes.io/tls\ndata:\n  tls.crt: {}\n  tls.key: {}\n  ca.crt: {}\n",
        encoded(FIRST),
        encoded(KEY),
        encoded(&format!("{SECOND}{FIRST}"))
    )
}

fn places(scan: &Scan) -> Vec<String> {
    scan.artifacts.iter().map(|artifact| artifact.place.to_string()).collect()
}

fn indent(text: &str, by: usize) -> String {
    text.lines().map(|line| format!("{}{line}\n", " ".repeat(by))).collect()
}

#[test]
fn secret_is_read_as_mounted() {
    let scan = scan_one(secret());
    assert_eq!(
        places(&scan),
        [
            "Secret default/provider-tls › data › tls.crt",
            "Secret default/provider-tls › data › tls.key",
            "Secret default/provider-tls › data › ca.crt › block 1 of 2",
            "Secret default/provider-tls › data › ca.crt › block 2 of 2",
        ]
    );
    assert!(scan.artifacts.iter().all(|artifact| artifact.repairs.is_empty()));
    assert!(scan.remarks.is_empty(), "{:?}", scan.remarks);
    assert_eq!(*scan.files[0].bytes, FIRST.as_bytes());
    assert_eq!(scan.manifests[0].entries.len(), 3);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn other_spellings_of_a_secret() {
    let json = format!(
        "{{\n\t\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {{\"name\": \"a\"}},\n \"data\": {{\"tls.crt\": \"{}\"}}, \"stringData\": {{\"b\": {:?}}}}}",
        encoded(FIRST),
        SECOND
    );
    let listed = format!(
        "apiVersion: v1\nkind: List\nitems:\n- {}- {}",
        indent(&secret(), 2).trim_start(),
        indent(&secret(), 2).trim_start()
    );
    let block = format!(
        "kind: Secret\napiVersion: v1\nstringData:\n  a: |\n{}  b: |-\n{}",
        indent(FIRST, 4),
        indent(SECOND, 4)
    );
    let folded = encoded(FIRST)
        .as_bytes()
        .chunks(76)
        .map(|line| format!("    {}\n", String::from_utf8_lossy(line)))
        .collect::<String>();
    let rows: Vec<(&str, String, usize, usize)> = vec![
        ("json", json, 2, 1),
        ("list", listed, 8, 2),
        (
            "list as kubectl prints it",
            format!(
                "apiVersion: v1\nitems:\n- {}- {}kind: List\nmetadata:\n  resourceVersion: \"\"\n",
                indent(&secret(), 2).trim_start(),
                indent(&secret(), 2).trim_start()
            ),
            8,
            2,
        ),
        ("documents", format!("{}---\n{}", secret(), secret()), 8, 2),
        ("no separator", format!("{}{}", secret(), secret()), 8, 2),
        ("after a prompt", format!("$ kubectl get secret a -o yaml\n{}$ \n", secret()), 4, 1),
        ("block scalars", block, 2, 1),
        ("wrapped base64", format!("kind: Secret\napiVersion: v1\ndata:\n  a: |\n{folded}"), 1, 1),
        ("crlf", secret().replace('\n', "\r\n"), 4, 1),
        ("mark", format!("\u{feff}{}", secret()), 4, 1),
        ("fence", format!("Here:\n\n```yaml\n{}```\nDone.\n", secret()), 4, 1),
        (
            "anchor",
            format!("kind: Secret\napiVersion: v1\ndata:\n  a: &c {}\n  b: *c\n", encoded(FIRST)),
            2,
            1,
        ),
        ("broken neighbour", format!("a: [1\n---\n{}", secret()), 4, 1),
        ("broken around", format!("{}  x: [1\n", secret()), 4, 0),
        ("line", format!("  tls.crt: {}\n", encoded(FIRST)), 1, 0),
        (
            "grep",
            format!("a.yaml:  tls.crt: {}\nb.yaml:  ca.crt: {}\n", encoded(FIRST), encoded(SECOND)),
            2,
            0,
        ),
        ("fragment", format!("    tls.crt: |\n{}    x: 1\n", indent(FIRST, 6)), 1, 0),
        (
            "kubeconfig",
            format!(
                "apiVersion: v1\nkind: Config\nclusters:\n- cluster:\n    certificate-authority-data: {}\nusers:\n- user:\n    client-key-data: {}\n",
                encoded(FIRST),
                encoded(KEY)
            ),
            2,
            1,
        ),
        ("envoy", format!("{{\"inlineBytes\": \"{}\"}}", encoded(FIRST)), 1, 0),
        ("x5c", format!("{{\"keys\": [{{\"x5c\": [\"{}\"]}}]}}", BASE64.encode(&der(FIRST))), 1, 0),
        (
            "commented out",
            format!(
                "kind: ConfigMap\napiVersion: v1\ndata:\n{}",
                FIRST.lines().map(|line| format!("  # {line}\n")).collect::<String>()
            ),
            1,
            1,
        ),
        ("json lines", format!("{{\"a\": {FIRST:?}}}\n{{\"b\": {SECOND:?}}}\n"), 2, 0),
        (
            "pem, then a document",
            format!("{FIRST}apiVersion: v1\nkind: Secret\ndata: {{a: {}}}\n", encoded(SECOND)),
            2,
            1,
        ),
        (
            "unindented block",
            format!("kind: Secret\napiVersion: v1\nstringData:\n  tls.crt: |\n{FIRST}"),
            1,
            1,
        ),
    ];
    let mut wrong = Vec::new();
    for (name, text, artifacts, manifests) in rows {
        let scan = scan_one(text);
        if (scan.artifacts.len(), scan.manifests.len()) != (artifacts, manifests) {
            wrong.push(format!(
                "{name}: {} artifacts, {} manifests, {:?} {:?}",
                scan.artifacts.len(),
                scan.manifests.len(),
                places(&scan),
                scan.remarks
            ));
        }
        // What is commented out is indented and prefixed.
        if name == "commented out" {
            continue;
        }
        if let Some(artifact) = scan.artifacts.iter().find(|artifact| !artifact.repairs.is_empty()) {
            wrong.push(format!("{name}: {:?}", artifact.repairs));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn templates_hold_only_comments() {
    let text = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: provider-tls\n  namespace: default\ntype: kubernetes.io/tls\ndata:\n  tls.crt: # base64 encoded server-cert.pem\n  tls.key: # base64 encoded server-key.pem\n  ca.crt: # base64 encoded ca-cert.pem\n";
    for text in [text.to_owned(), format!("# Guide\n\n```yaml\n{text}```\n")] {
        let scan = scan_one(text);
        let states: Vec<_> = scan.manifests[0].entries.iter().map(|entry| entry.state.clone()).collect();
        let comment = |file: &str| EntryState::OnlyComment(format!("base64 encoded {file}.pem"));
        assert_eq!(states, [comment("server-cert"), comment("server-key"), comment("ca-cert")]);
    }
}

#[test]
fn states_of_entries() {
    let text = format!(
        "apiVersion: v1\nkind: Secret\ndata:\n  a:\n  b: \"\"\n  c: <base64>\n  d: ...\n  e: \"{{{{ .Values.x }}}}\"\n  f: no base64!\n  g: aGVsbG8=\n  h: ~\n  i: REDACTED\n  j: |\n{}  g: aGVsbG8=\n",
        indent(FIRST, 4)
    );
    let scan = scan_one(text);
    let states: Vec<_> =
        scan.manifests[0].entries.iter().map(|entry| (entry.key.as_str(), entry.state.clone())).collect();
    let placeholder = |text: &str| EntryState::Placeholder(text.to_owned());
    assert_eq!(
        states,
        [
            ("a", EntryState::Null),
            ("b", EntryState::Empty),
            ("c", placeholder("<base64>")),
            ("d", placeholder("...")),
            ("e", placeholder("{{ .Values.x }}")),
            ("f", EntryState::NotBase64),
            ("g", EntryState::Present),
            ("h", EntryState::Null),
            ("i", placeholder("REDACTED")),
            ("j", EntryState::NotBase64),
            ("g", EntryState::Present),
        ]
    );
    let kinds: Vec<_> = scan.remarks.iter().map(|remark| remark.kind.clone()).collect();
    assert!(
        kinds.contains(&RemarkKind::NotBase64 {
            key: "f".to_owned(),
            has: "has characters that are not base64"
        }),
        "{kinds:?}"
    );
    assert!(kinds.contains(&RemarkKind::PemInData { key: "j".to_owned() }), "{kinds:?}");
    assert!(kinds.contains(&RemarkKind::DuplicateKey { key: "g".to_owned() }), "{kinds:?}");
    assert_eq!(scan.artifacts.len(), 1);
}

#[test]
fn pem_in_data_is_read_and_named() {
    let raw = |text: &str| format!("|\n{}", indent(text, 4));
    for (certificate, key) in [(raw(FIRST), raw(KEY)), (encoded(FIRST), raw(KEY)), (raw(FIRST), encoded(KEY))]
    {
        let values = [("tls.crt", &certificate), ("tls.key", &key)];
        let scan = scan_one(format!(
            "apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\ndata:\n  tls.crt: {}\n  tls.key: {}\n",
            certificate.trim_end(),
            key.trim_end()
        ));
        let found: Vec<_> = scan.artifacts.iter().map(|artifact| artifact.label.clone()).collect();
        assert_eq!(found, [Some(Label::Certificate), Some(Label::PrivateKey)]);
        let named: Vec<_> = scan.remarks.iter().map(|remark| remark.kind.clone()).collect();
        let raw = values.iter().filter(|(_, value)| value.starts_with('|'));
        let wanted: Vec<_> = raw.map(|(key, _)| RemarkKind::PemInData { key: (*key).to_owned() }).collect();
        assert_eq!(named, wanted);
        assert!(scan.secrets.iter().any(|secret| secret.is_private_key));
    }
}

/// The decoder of the API server skips CR and LF and takes nothing else that is not in the alphabet.
#[test]
fn base64_that_kubernetes_refuses() {
    let one = encoded(FIRST);
    let (start, end) = one.split_at(64);
    let refused = [
        (format!("{start} {end}"), "has blanks in its base64, as YAML puts them where it folds lines"),
        (
            format!(">-\n    {start}\n    {end}"),
            "has blanks in its base64, as YAML puts them where it folds lines",
        ),
        ("aGVsbG8".to_owned(), "has base64 without the `=` at its end, or cut off"),
        ("aGVsbG8==".to_owned(), "has base64 without the `=` at its end, or cut off"),
        ("aGVs=bG8".to_owned(), "has `=` where none belongs in base64"),
        ("-_-_".to_owned(), "has the base64 of URLs, with `-` and `_` for `+` and `/`"),
        ("hello!".to_owned(), "has characters that are not base64"),
    ];
    let secret = |value: &str| scan_one(format!("apiVersion: v1\nkind: Secret\ndata:\n  tls.crt: {value}\n"));
    for (value, has) in refused {
        let scan = secret(&value);
        let kinds: Vec<_> = scan.remarks.iter().map(|remark| remark.kind.clone()).collect();
        assert_eq!(kinds, [RemarkKind::NotBase64 { key: "tls.crt".to_owned(), has }], "{value}");
        assert_eq!(scan.manifests[0].entries[0].state, EntryState::NotBase64, "{value}");
    }
    for value in [one.clone(), format!("|\n    {start}\n    {end}\n"), "aGVsbG8=".to_owned()] {
        assert_eq!(secret(&value).remarks.len(), 0, "{value}");
    }
}

/// `stringData` counts before `data`, and of one key the last value.
#[test]
fn one_value_of_a_key_counts() {
    let (first, second) = (encoded(FIRST), encoded(SECOND));
    let head = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n";
    let string_data = format!("stringData:\n  tls.crt: |\n{}", indent(SECOND, 4));
    let data = format!("data:\n  tls.crt: {first}\n");
    let cases = [
        (format!("{head}{data}{string_data}"), [true, false]),
        (format!("{head}{string_data}{data}"), [false, true]),
        (format!("{head}{data}  tls.crt: {second}\n"), [true, false]),
        (format!("{head}{data}data:\n  tls.crt: {second}\n"), [true, false]),
        (format!("{head}{data}  other.crt: {second}\n"), [false, false]),
    ];
    for (text, wanted) in cases {
        let scan = scan_one(text.clone());
        let entries = scan.manifests[0].entries.iter().map(|entry| entry.is_overridden);
        assert_eq!(entries.collect::<Vec<_>>(), wanted, "{text}");
        let artifacts = scan.artifacts.iter().map(|artifact| artifact.place.is_overridden);
        assert_eq!(artifacts.collect::<Vec<_>>(), wanted, "{text}");
        let files = scan.files.iter().map(|file| file.place.is_overridden);
        assert_eq!(files.collect::<Vec<_>>(), wanted, "{text}");
    }
}

#[test]
fn last_applied_carries_a_copy() {
    let inner = format!(
        "{{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"data\":{{\"tls.crt\":\"{}\",\"tls.key\":\"{}\"}}}}\n",
        encoded(FIRST),
        encoded(KEY)
    );
    let text = secret().replace("metadata:\n", &format!("metadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {inner}"));
    let scan = scan_one(text);
    assert_eq!(scan.manifests.len(), 1);
    assert_eq!(scan.artifacts.len(), 6);
    assert_eq!(
        scan.artifacts[0].place.to_string(),
        "Secret default/provider-tls › metadata › annotations › kubectl.kubernetes.io/last-applied-configuration › data › tls.crt (a copy)"
    );
    assert_eq!(scan.remarks[0].kind, RemarkKind::LastApplied { has_private_key: true });
}

#[test]
fn helm_releases_are_named() {
    let scan = scan_one(
        "apiVersion: v1\nkind: Secret\ntype: helm.sh/release.v1\ndata:\n  release: SDRzSUFBQUFBQUFDLw==\n",
    );
    assert_eq!(scan.remarks.len(), 1);
    assert_eq!(scan.remarks[0].kind, RemarkKind::HelmRelease);
}

/// At least as many certificates as a plain search for PEM and base64 of PEM finds.
#[test]
fn corpus() {
    let root = std::env::var("CERTLENS_CORPORA").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    );
    let Ok(index) = std::fs::read(root.join("k8s/index.json")) else {
        eprintln!("SKIPPED: no corpus at {}", root.display());
        return;
    };
    let index: serde_json::Value = serde_json::from_slice(&index).unwrap();
    let mut wrong = Vec::new();
    for file in index.as_array().unwrap() {
        let path = file["path"].as_str().unwrap();
        let count = |key: &str| usize::try_from(file[key].as_u64().unwrap()).unwrap();
        let scan = scan_one(std::fs::read(root.join("k8s/files").join(path)).unwrap());
        let certificates = scan
            .artifacts
            .iter()
            .filter(|artifact| artifact.label.as_ref().is_some_and(Label::is_certificate))
            .count();
        let expected = count("pem_certs");
        let wrapped = count("base64_pem_blobs");
        if certificates < expected || scan.artifacts.len() < expected + wrapped {
            wrong.push(format!(
                "{path}: {certificates} certificates of {} artifacts, expected {expected} + {wrapped}",
                scan.artifacts.len()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
