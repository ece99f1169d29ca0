//! No text breaks the readers, none makes them slow, and every place they name is in it.

use super::*;

const GUIDE: &str = include_str!("../../../../tests/fixtures/seed/guide.md");

fn read_one(text: &[u8]) -> Configuration {
    let found = read(&[Source { name: "box".to_owned(), content: text.to_vec() }]);
    for span in found.spans().chain(found.left_out) {
        assert!(span.start <= span.end && span.end <= text.len(), "{span:?} of {}", text.len());
    }
    found
}

/// Numbers of a fixed sequence (xorshift).
struct Numbers(u32);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        usize::try_from(self.0).unwrap() % limit
    }
}

#[test]
fn everything_in_the_guide_is_read() {
    let found = read_one(GUIDE.as_bytes());
    let functions: Vec<&str> =
        found.tls_configs.iter().filter_map(|config| config.function.as_deref()).collect();
    assert_eq!(functions, ["main", "createProviderClient", "createTLSConfigWithPinning"]);
    assert!(found.tls_configs[0].is_server() && found.tls_configs[1].is_client());
    assert_eq!(found.verify_options.len(), 1);
    assert_eq!((found.certificates.len(), found.issuers.len()), (1, 1));
    assert_eq!((found.workloads.len(), found.alerts.len()), (1, 2));
    let programs: Vec<String> =
        found.scripts.iter().flat_map(Script::commands).map(shell::Command::title).collect();
    for title in
        ["openssl req", "openssl s_client", "kubectl patch secret", "kubectl rollout restart", "ntpdate"]
    {
        assert!(programs.iter().any(|program| program == title), "{title}: {programs:?}");
    }
    let sections = found.scripts.iter().flat_map(|script| &script.extensions);
    let names: Vec<&str> = sections.map(|section| section.name.as_str()).collect();
    assert_eq!(names, ["v3_req", "alt_names", "v3_req"]);
}

#[test]
fn literals_are_told_from_types() {
    let functions = |text: &str| -> Vec<Option<String>> {
        read_one(text.as_bytes()).tls_configs.into_iter().map(|config| config.function).collect()
    };
    let name = |text: &str| Some(text.to_owned());
    let cases: &[(&str, &[Option<String>])] = &[
        ("func f() *tls.Config {\n\treturn nil\n}", &[]),
        ("func f() (*tls.Config, error) {\n\treturn &tls.Config{}, nil\n}", &[name("f")]),
        (
            "func (s *Server) f(a interface{}) {\n\tx := tls.Config{}\n}\nvar y = tls.Config{}",
            &[name("f"), None],
        ),
        ("// tls.Config{\nx := \"tls.Config{}\" + `tls.Config{}`", &[]),
        ("tls.Config{", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(functions(text), *expected, "{text}");
    }
}

#[test]
fn fields_are_read_wherever_they_are_set() {
    let text = "c := &tls.Config{ServerName: name, MinVersion: tls.VersionTLS13}\nc.InsecureSkipVerify = true\nif c.InsecureSkipVerify == false {}\nc.RootCAs = pool(\n\ta)";
    let found = read_one(text.as_bytes());
    let config = &found.tls_configs[0];
    assert_eq!(config.server_name, None, "a variable is no fact");
    assert_eq!(config.min_version.as_ref().map(|version| version.value.as_str()), Some("VersionTLS13"));
    assert_eq!(config.insecure_skip_verify.as_ref().map(|skip| skip.value), Some(true));
    assert!(config.root_cas.is_some());
}

#[test]
fn every_prefix_and_many_mutations() {
    let mut numbers = Numbers(1);
    for end in (0..GUIDE.len()).step_by(61) {
        read_one(&GUIDE.as_bytes()[..end]);
    }
    const INSERTED: &[&[u8]] = &[
        b"{", b"}", b"(", b"\"", b"'", b"`", b"<<EOF", b"\\", b"|", b"\n", b"```", b"$(", b"\xff", b"&a",
        b"*a", b": ",
    ];
    for _ in 0..200 {
        let mut text = GUIDE.as_bytes().to_vec();
        for _ in 0..=numbers.below(8) {
            let at = numbers.below(text.len());
            let inserted = INSERTED[numbers.below(INSERTED.len())];
            let removed = numbers.below(4).min(text.len() - at);
            text.splice(at..at + removed, inserted.iter().copied());
        }
        read_one(&text);
    }
}

#[test]
fn deep_nesting() {
    const DEEP: usize = 100_000;
    for opening in [
        "tls.Config{CipherSuites: []uint16{",
        "tls.Config{VerifyConnection: func() {",
        "x509.VerifyOptions{KeyUsages: f(",
        "os.ReadFile(",
        "openssl verify $(",
        "openssl x509 <(cat <<EOF\n",
        "volumes: [{secret: {secretName: ",
        "{\"expr\": ",
    ] {
        let found = read_one(format!("tls. {}", opening.repeat(DEEP / opening.len())).as_bytes());
        assert!(found.kept <= MOST);
    }
}

#[test]
fn long_lines_and_open_quotes() {
    const LONG: usize = 1 << 20;
    for text in [
        format!("openssl req -subj '{}", "a ".repeat(LONG / 2)),
        "openssl verify 'x\n".repeat(LONG / 18),
        format!("openssl req -config <(cat <<EOF\n{}", "a = b\n".repeat(LONG / 6)),
        format!("kubectl get certificates {}", "| grep a ".repeat(LONG / 9)),
        format!("tls.Config{{ServerName: \"{}\"}}", "a".repeat(LONG)),
        format!("/* {} */ {}", "CN ".repeat(LONG / 3), "tls.Config{ServerName: \"a\"}, ".repeat(5000)),
        format!("- alert: a\n  expr: {}\n", "a_b / 2 ".repeat(LONG / 8)),
        "```\n".repeat(LONG / 4),
        format!("tls. {}", "{\"expr\": ".repeat(LONG / 9)),
        format!("tls. \"{}", "\\\"".repeat(LONG / 2)),
        format!("tls. {}", "`".repeat(LONG)),
        format!("tls. {}", "/*".repeat(LONG / 2)),
    ] {
        read_one(text.as_bytes());
    }
}

/// One list for a thousand certificates: what is kept stays in proportion to the text.
#[test]
fn aliases_do_not_multiply() {
    let names = "a.example, ".repeat(20_000);
    let one = "---\napiVersion: cert-manager.io/v1\nkind: Certificate\nspec: *s\n";
    let text = format!(
        "apiVersion: cert-manager.io/v1\nkind: Certificate\nspec: &s {{secretName: a, dnsNames: [{names}]}}\n"
    );
    read_one(format!("{text}{}", one.repeat(1000)).as_bytes());
    let list: String =
        (0..3000).map(|_| "- {apiVersion: cert-manager.io/v1, kind: Certificate, spec: *s}\n").collect();
    let text = format!("spec: &s {{secretName: a, dnsNames: [{names}]}}\nitems:\n{list}");
    let found = read_one(text.as_bytes());
    assert_eq!(found.certificates.len(), MOST);
    assert!(found.left_out.is_some(), "what was left out is said");
    assert!(found.certificates.iter().all(|certificate| certificate.dns_names.len() <= 200));
}

#[test]
fn commands_are_split_as_a_shell_would() {
    let words = |text: &str| -> Vec<Vec<String>> {
        let found = read_one(text.as_bytes());
        let commands = found.scripts.iter().flat_map(Script::commands);
        commands.map(|command| command.words.iter().map(|word| word.value.clone()).collect()).collect()
    };
    let cases: &[(&str, &[&[&str]])] = &[
        ("openssl verify a", &[&["openssl", "verify", "a"]]),
        ("$ sudo openssl verify \\\n  'a b'", &[&["openssl", "verify", "a b"]]),
        ("openssl x509 -in a | grep \"b | c\"", &[&["openssl", "x509", "-in", "a"], &["grep", "b | c"]]),
        (
            "kubectl get a; kubectl get b && kubectl get c",
            &[&["kubectl", "get", "a"], &["kubectl", "get", "b"], &["kubectl", "get", "c"]],
        ),
        ("cat a b > c # d\nopenssl verify c", &[&["cat", "a", "b"], &["openssl", "verify", "c"]]),
        (
            "openssl x509 -extfile <(cat <<EOF\nx = 'y\nEOF\n) -days 1",
            &[&["openssl", "x509", "-extfile", "<(cat \n)", "-days", "1"]],
        ),
        ("kubectl get a |\n  grep b", &[&["kubectl", "get", "a"], &["grep", "b"]]),
        (
            "openssl verify don't\nopenssl verify b",
            &[&["openssl", "verify", "dont"], &["openssl", "verify", "b"]],
        ),
        ("The command\nopenssl\nis old, and kubectl is not.", &[]),
        ("openssl is old,\nkubectl is not, and the\ncat sat on the mat.", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(words(text), *expected, "{text}");
    }
}

/// The webhooks of one object mostly have all the same Service and CA.
#[test]
fn what_is_dialled_is_told_once() {
    let webhook = |service: &str, ca: &str| {
        format!("- clientConfig:\n    service: {{name: {service}, namespace: shop}}\n    caBundle: {ca}\n")
    };
    let object = |webhooks: &[String]| {
        let head = "apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\n";
        read_one(format!("{head}webhooks:\n{}", webhooks.concat()).as_bytes()).tls_clients
    };
    let given = |client: &TlsClient| (client.ca.is_some(), client.is_filled_later);
    let cases = [
        (vec![("a", "QQ=="), ("a", "QQ==")], vec![(true, false)]),
        (vec![("a", "QQ=="), ("a", "Qg=="), ("b", "QQ==")], vec![(true, false); 3]),
        (vec![("a", ""), ("b", "Cg=="), ("c", "\"\"")], vec![(false, false); 3]),
        (vec![("a", "{{ .Values.ca }}"), ("b", "\"${CA}\"")], vec![(true, true); 2]),
    ];
    for (webhooks, expected) in cases {
        let webhooks: Vec<String> = webhooks.iter().map(|(service, ca)| webhook(service, ca)).collect();
        let found = object(&webhooks);
        assert_eq!(found.iter().map(given).collect::<Vec<_>>(), expected, "{webhooks:?}");
    }
    let most: Vec<String> = (0..3000).map(|number| webhook(&format!("a{number}"), "QQ==")).collect();
    assert_eq!(object(&most).len(), MOST);
}

#[test]
fn what_is_not_read_of_a_certificate_is_known() {
    use cert_manager::Extent::{Part, SomeNames, Whole};
    let cases = [
        ("v1", "dnsNames: [a]", Whole),
        ("v1", "commonName: a", Whole),
        ("v1", "dnsNames: [a, '{{ .b }}']", SomeNames),
        ("v1", "dnsNames: [a, {{ .b }}]", SomeNames),
        ("v1", "ipAddresses: {{ .b }}", SomeNames),
        ("v1", "uris: *unknown", SomeNames),
        ("v1", "<<: {dnsNames: [a]}", Part),
        ("v1alpha2", "dnsNames: [a]", Part),
    ];
    for (version, spec, extent) in cases {
        let text = format!("apiVersion: cert-manager.io/{version}\nkind: Certificate\nspec:\n  {spec}\n");
        let found = read_one(text.as_bytes()).certificates;
        assert_eq!(found.iter().map(|one| one.extent).collect::<Vec<_>>(), [extent], "{text}");
    }
}

#[test]
fn durations_are_those_of_go() {
    let cases = [
        ("8760h", Some(31_536_000)),
        ("1h30m", Some(5400)),
        ("15d", Some(1_296_000)),
        ("", None),
        ("h", None),
        ("1.5h", None),
        ("99999999999999999999h", None),
    ];
    for (text, seconds) in cases {
        assert_eq!(cert_manager::duration(text), seconds, "{text}");
    }
}
