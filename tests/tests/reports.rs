//! Reports: what is redacted is nowhere in them, Markdown fits into a comment, and every command is one that a shell may run.

use std::fs;
use std::path::Path;

use certlens::peer::pair::pair;
use certlens::peer::{self, Conversation, Role};
use certlens::report::document::InspectionDocument;
use certlens::report::redact::Redaction;
use certlens::report::{self, Format};
use certlens::{Inspection, Settings, Source, inspect};

const FORMATS: [Format; 4] = [Format::Text, Format::Json, Format::Markdown, Format::Csv];

fn read(name: &str) -> Source {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    Source {
        name: name.to_owned(),
        content: fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}")),
    }
}

fn inspection(names: &[&str]) -> Inspection {
    let sources: Vec<Source> = names.iter().map(|name| read(name)).collect();
    let settings = Settings { time: "2026-12-01T00:00:00Z".parse().expect("a time"), ..Settings::default() };
    inspect(&sources, &settings)
}

fn written(inspection: &Inspection, format: Format, is_redacted: bool) -> String {
    report::written(inspection, None, format, is_redacted).expect("strings, numbers and lists")
}

#[test]
fn what_comes_of_the_pair_stands_first_and_is_redacted_too() {
    let names = ["seed/provider-tls.yaml", "seed/manager-tls.yaml"];
    let inspection = inspection(&names);
    let sides = peer::sides(&names.map(read));
    let (server, client) =
        (sides.played(Role::Server, sides.server), sides.played(Role::Client, sides.client));
    let conversation = Conversation::new("manager.backstage.example", inspection.settings.time);
    let judged = pair(server.as_ref(), client.as_ref(), &conversation, peer::stacks());
    let pair = report::pair::document(&judged);
    for format in [Format::Text, Format::Json, Format::Markdown] {
        let [open, redacted] = [false, true].map(|is_redacted| {
            report::written(&inspection, Some(&pair), format, is_redacted).expect("a report")
        });
        for text in [&open, &redacted] {
            assert!(text.contains("shakes hands in 0 of 196 combinations"), "{format:?}:\n{text}");
            assert!(text.contains("KeyUsage does not allow digital signatures"), "{format:?}:\n{text}");
        }
        assert!(open.contains("manager.backstage.example"));
        for name in ["backstage", "provider-tls", "virtrigaud", "manager-client", "seed/"] {
            assert!(!redacted.to_lowercase().contains(name), "{name} is left in {format:?}:\n{redacted}");
        }
    }
    let markdown = report::written(&inspection, Some(&pair), Format::Markdown, false).expect("a report");
    assert!(markdown.starts_with("## Will this pair shake hands?\n\nThis pair"), "{markdown}");
    assert!(markdown.len() < 65_536, "it is more than a comment takes");
}

#[test]
fn what_is_redacted_is_nowhere_in_the_report() {
    let pair = [
        "seed/provider-tls.yaml",
        "seed/manager-tls.yaml",
        "corrected/provider-tls.yaml",
        "corrected/manager-tls.yaml",
    ];
    let inspection = inspection(&pair);
    let mut names: Vec<String> = [
        "VirtRigaud",
        "San Francisco",
        "provider",
        "manager-client",
        "manager-tls",
        "spiffe://",
        "seed/",
        "tls.yaml",
    ]
    .map(str::to_owned)
    .to_vec();
    for object in report::document(&inspection).objects {
        names.extend(object.sha256.into_iter().chain(object.spki_sha256));
        names.extend(object.certificate.map(|certificate| certificate.serial));
    }
    for format in FORMATS {
        let (open, redacted) = (written(&inspection, format, false), written(&inspection, format, true));
        let lower = redacted.to_lowercase();
        for name in &names {
            assert!(!lower.contains(&name.to_lowercase()), "{name} is left in {format:?}:\n{redacted}");
        }
        assert!(open.contains("VirtRigaud") && redacted.contains("name-1"), "{format:?}");
    }
    // What is the same is so under its placeholder, and the words of the report are left.
    let markdown = written(&inspection, Format::Markdown, true);
    assert!(markdown.contains("digitalSignature") && markdown.contains("namespace-1"), "{markdown}");
}

/// A name of two letters, or one that is a word of ours, is replaced where its kind is beside it.
#[test]
fn short_and_common_names_of_objects_are_redacted() {
    let certificate = data_encoding::BASE64.encode(&read("seed/server-cert.pem").content);
    let text = format!(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: api\n  namespace: qx\ntype: kubernetes.io/tls\ndata:\n  tls.crt: {certificate}\n"
    );
    let sources = [Source { name: "pasted text".to_owned(), content: text.into_bytes() }];
    let inspection = inspect(&sources, &Settings::default());
    for format in [Format::Text, Format::Markdown, Format::Json] {
        let (open, redacted) = (written(&inspection, format, false), written(&inspection, format, true));
        assert!(open.contains("qx/api"), "{format:?}: {open}");
        for name in ["qx/api", "-n qx", "qx ", "secret api ", "/api"] {
            assert!(!redacted.to_lowercase().contains(name), "{name} is left in {format:?}:\n{redacted}");
        }
    }
}

#[test]
fn what_configuration_and_fixes_name_is_redacted_too() {
    let files = [
        "seed/guide.md",
        "seed/server-csr.pem",
        "seed/server-cert.pem",
        "rules/request-challenge-password/broken.pem",
    ];
    let inspection = inspection(&files);
    let names = [
        "VirtRigaud",
        "Francisco",
        "provider-service",
        "manager-client",
        "provider-tls",
        "manager-tls",
        "createProviderClient",
        "CertificateExpiringSoon",
        "client-key.pem",
        "guide.md",
    ];
    for format in FORMATS {
        let redacted = written(&inspection, format, true).to_lowercase();
        for name in names {
            assert!(!redacted.contains(&name.to_lowercase()), "{name} is left in {format:?}:\n{redacted}");
        }
    }
    // The names of a request stand in its fix alone; that of the fixture is a word of the rules, too.
    let json = serde_json::to_string(&report::document(&inspection)).expect("a document");
    let json = json.replace("web.example.org", "shop.acme.example").replace("web-example-org", "acme-shop");
    let document: InspectionDocument = serde_json::from_str(&json).expect("a document");
    let redacted = Redaction::of(&document, None).document(document);
    let redacted = serde_json::to_string(&redacted).expect("a document");
    assert!(json.contains("DNS.1 = shop.acme.example") && !redacted.contains("acme"), "{redacted}");

    let markdown = written(&inspection, Format::Markdown, true);
    for word in ["tls.Config", "openssl genpkey", "VersionTLS12", "### Fixes", "kind: Certificate"] {
        assert!(markdown.contains(word), "{word} is not in it:\n{markdown}");
    }
}

#[test]
fn markdown_fits_into_a_comment_and_says_what_does_not() {
    let certificate = String::from_utf8(read("seed/server-cert.pem").content).expect("a text");
    let secret = |number: usize| {
        let data = data_encoding::BASE64.encode(certificate.as_bytes());
        format!(
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: many-{number}\n  namespace: a\ndata:\n  tls.crt: {data}\n  x: \"\"\n---\n"
        )
    };
    let content: String = (0..800).map(secret).collect();
    let many = inspect(
        &[Source { name: "many.yaml".to_owned(), content: content.into_bytes() }],
        &Settings::default(),
    );
    let markdown = written(&many, Format::Markdown, false);
    assert!(markdown.chars().count() < 65_536, "{} characters", markdown.chars().count());
    assert!(markdown.contains("more findings do not fit into a comment"), "{markdown}");

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules");
    let rules = fs::read_dir(folder).expect("rules").flatten();
    let names = rules.map(|rule| format!("rules/{}/broken.pem", rule.file_name().display()));
    let is_there = |name: &String| Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name).exists();
    let names: Vec<String> = names.filter(is_there).collect();
    let markdown =
        written(&inspection(&names.iter().map(String::as_str).collect::<Vec<_>>()), Format::Markdown, true);
    assert!(markdown.chars().count() < 65_536, "{} characters", markdown.chars().count());
}

#[test]
fn commands_are_those_of_other_programs_and_nothing_of_the_paste_is_run() {
    let seed = report::document(&inspection(&["seed/provider-tls.yaml", "seed/ca-cert.pem"]));
    let checks: Vec<&str> = seed.findings.iter().filter_map(|finding| finding.check.as_deref()).collect();
    let kubectl = "kubectl get secret provider-tls -n default -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509 -noout -ext keyUsage,extendedKeyUsage,basicConstraints";
    assert!(checks.contains(&kubectl), "{checks:#?}");

    let evil = "$(touch evil); `id` 'x\" & | > a";
    let certificate = String::from_utf8(read("seed/ca-cert.pem").content).expect("a text");
    let quoted = serde_json::to_string(evil).expect("a string");
    let data = data_encoding::BASE64.encode(&read("seed/server-cert.pem").content);
    let manifest = format!(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: {quoted}\n  namespace: {quoted}\ndata:\n  {quoted}: {data}\n"
    );
    let sources = [
        Source { name: evil.to_owned(), content: manifest.into_bytes() },
        Source { name: evil.to_owned(), content: certificate.into_bytes() },
    ];
    let document = report::document(&inspect(&sources, &Settings::default()));
    let checks: Vec<&str> = document.findings.iter().filter_map(|finding| finding.check.as_deref()).collect();
    assert!(!checks.is_empty());
    for check in checks {
        let word = "'$(touch evil); `id` '\\''x\" & | > a'";
        assert!(!check.replace(word, "").contains("evil"), "{check}");
    }
}

#[test]
fn what_no_one_command_prints_has_none() {
    let certificate = String::from_utf8(read("seed/ca-cert.pem").content).expect("a text");
    let once = data_encoding::BASE64.encode(certificate.as_bytes());
    let twice = data_encoding::BASE64.encode(once.as_bytes());
    let secret =
        |data: &str| format!("apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\ndata:\n  {data}\n");
    let get = "kubectl get secret web -o jsonpath='{.data.tls\\.crt}' | base64 -d";
    let rows = [
        (secret(&format!("tls.crt: {once}")), Some(format!("{get} | openssl"))),
        (secret(&format!("tls.crt: {twice}")), Some(format!("{get} | base64 -d | openssl"))),
        (
            format!(
                "apiVersion: v1\nkind: Config\nclusters:\n- cluster: {{certificate-authority-data: {once}}}\n"
            ),
            None,
        ),
        (
            format!(
                "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {{name: web}}\nwebhooks:\n- clientConfig: {{caBundle: {once}}}\n"
            ),
            None,
        ),
    ];
    for (text, command) in rows {
        let source = Source { name: "box.yaml".to_owned(), content: text.clone().into_bytes() };
        let document = report::document(&inspect(&[source], &Settings::default()));
        let of_object = document.findings.iter().filter(|finding| finding.object.is_some());
        let checks: Vec<Option<&str>> = of_object.map(|finding| finding.check.as_deref()).collect();
        assert!(!checks.is_empty(), "{text}");
        let is_right = |check: &Option<&str>| match (check, &command) {
            (Some(check), Some(command)) => check.starts_with(command.as_str()),
            (check, command) => check.is_none() && command.is_none(),
        };
        assert!(checks.iter().all(is_right), "{text}{checks:#?}");
    }
}

#[test]
fn digests_and_public_keys_stand_in_for_private_ones() {
    let certificate = read("seed/server-cert.pem");
    let key = report::document(&inspection(&["seed/server-cert.pem"])).objects[0]
        .spki_sha256
        .clone()
        .expect("a pin");
    let hex = data_encoding::HEXLOWER.encode(&data_encoding::BASE64.decode(key.as_bytes()).expect("base64"));
    let of_key = "The pin is the SHA-256 of the public key of #0 certificate `CN=provider-service`.";
    let rows = [
        (format!("SHA2-256(stdin)= {hex}\n"), of_key),
        (format!("(stdin)= {hex}\n"), of_key),
        (format!("{hex}  -\n"), of_key),
        (format!("sha256//{key}\n"), of_key),
        (format!("{key}\n"), of_key),
        (format!("{}\n", hex.replace('0', "1")), "neither that of the certificate here"),
    ];
    for (line, said) in rows {
        let content = [certificate.content.clone(), line.clone().into_bytes()].concat();
        let summary =
            report::document(&inspect(&[Source { name: "box".to_owned(), content }], &Settings::default()))
                .summary;
        assert!(summary.contains(said), "{line}: {summary}");
    }
}
