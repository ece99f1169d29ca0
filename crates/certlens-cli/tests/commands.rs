//! The commands as a shell calls them: exit status and what is printed.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Arguments, exit status, what standard output has, or standard error where nothing could be done.
const CASES: &[(&str, i32, &str)] = &[
    ("pins pins/p256.pem", 0, "sha256//"),
    ("pins pins/p256.pem --format json", 0, "\"schema\": \"certlens.pins/1\""),
    ("pins pins/p256.pem --format markdown", 0, "| form | pin |"),
    ("pins pins/p256.pem --pin 0000000000000000000000000000000000000000", 1, "unmatched: "),
    ("pins pins/p256.pem --pin 0000000000000000000000000000000000000000 --fail-on never", 0, "unmatched: "),
    ("pins pins/p256.pem --pin abc", 2, "--pin: "),
    ("pins diff/make.sh", 2, "no certificate and no key"),
    ("diff diff/old.yaml diff/renewed.yaml --at 2027-01-01T00:00:00Z", 0, "accepted-by-old-trust"),
    ("diff diff/old.yaml diff/other-ca.yaml --at 2027-01-01T00:00:00Z", 1, "refused-by-old-trust"),
    (
        "diff diff/old.yaml diff/other-ca.yaml --at 2027-01-01T00:00:00Z --fail-on never",
        0,
        "refused-by-old-trust",
    ),
    (
        "diff diff/old.yaml diff/renewed.yaml --fail-on warning --format json",
        0,
        "\"schema\": \"certlens.diff/1\"",
    ),
    ("diff diff/old.yaml diff/renewed.yaml --format markdown", 0, "### Secret shop/web"),
    ("diff diff/old.yaml", 2, "two files"),
    ("names seed/provider-tls.yaml", 0, "provider-service.default.svc.cluster.local"),
    ("names seed/provider-tls.yaml --name provider-service", 0, "yes"),
    ("names seed/provider-tls.yaml --service provider-service.default", 1, "no "),
    ("names seed/provider-tls.yaml --format json", 0, "\"schema\": \"certlens.names/1\""),
    ("names seed/provider-tls.yaml --format markdown", 0, "| name |"),
    ("names seed/ca-key.pem", 2, "no certificate"),
    ("inspect archives/packed.tar.gz", 1, "packed.tar.gz › prod/web/server.pem"),
    ("inspect archives/encrypted.zip", 2, "not unpacked in full"),
    ("inspect seed/provider-tls.yaml --format csv --fail-on never", 0, "\"id\",\"kind\",\"title\""),
    (
        "inspect seed/provider-tls.yaml --format csv --format json --fail-on never",
        0,
        "\"schema\": \"certlens.inspection/1\"",
    ),
    ("inspect seed/provider-tls.yaml --redact --fail-on never", 0, "CN=name-1"),
    (
        "inspect seed/provider-tls.yaml --fail-on never",
        0,
        "check: kubectl get secret provider-tls -n default",
    ),
    ("pins pins/p256.pem --format csv", 2, "csv for inspect"),
    // Of a list of pins any may match; each is answered.
    (
        "pins pins/p256.pem --pin sha256//AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=;sha256//rmLDq3l//uVObPEcZFmNeUWY7REPpnZupqhUxVgJaWI=",
        0,
        "unmatched: sha256//AQEB",
    ),
    (
        "pins pins/p256.pem --pin sha256//AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=;sha256//AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=",
        1,
        "unmatched: sha256//AgIC",
    ),
    // Files after an option that takes several are none to be read.
    ("inspect --trust seed/ca-cert.pem seed/server-cert.pem", 2, "name the files first"),
    ("inspect --name secret.sh", 2, "name the files first"),
    // TLS 1.2 is refused for its suites; TLS 1.3, which both ends would agree on, is not.
    (
        "pair --server diff/old.yaml --client diff/old.yaml --suites ecdhe-rsa --stack go --at 2027-01-01T00:00:00Z",
        1,
        "suites-in-common",
    ),
    (
        "pair --server diff/old.yaml --client diff/old.yaml --stack go --at 2027-01-01T00:00:00Z",
        0,
        "Go crypto/tls",
    ),
    (
        "pair seed/provider-tls.yaml seed/manager-tls.yaml diff/old.yaml --stack go --fail-on never",
        0,
        "Not used, as a pair has two sides: Secret",
    ),
    // Of two pairs it is asked which is meant, and each side may be called by its name.
    (
        "pair seed/provider-tls.yaml seed/manager-tls.yaml corrected/provider-tls.yaml corrected/manager-tls.yaml",
        2,
        "Which two talk to each other? 4 sides have a certificate",
    ),
    (
        "pair seed/provider-tls.yaml seed/manager-tls.yaml diff/old.yaml --server default/provider-tls --client virtrigaud-system/manager-tls --stack go",
        0,
        "taken for the client, as its certificate lists clientAuth; of 3 sides these two alone trust each other's issuer",
    ),
    ("pair seed/provider-tls.yaml --server default/manager-tls", 2, "default/manager-tls"),
    ("inspect seed/guide.md", 1, "0 objects and 22 pieces of configuration"),
    ("inspect corrected/guide.md", 0, "No findings."),
    ("inspect diff/make.sh --fail-on never", 0, "openssl"),
    // Certificates of --trust are anchors, whatever their file is called; without them nothing is trusted.
    ("inspect corrected/server-cert.pem --trust corrected/server-ca.pem", 0, "Path of #0: accept"),
    ("inspect corrected/server-cert.pem", 0, "Path of #0: undetermined"),
    // What cannot be told is no error, in no form of the report.
    ("inspect corrected/server-cert.pem", 0, "\nundetermined trust-anchor: "),
    ("inspect corrected/server-cert.pem --format markdown", 0, "- **undetermined** `trust-anchor`: "),
    ("inspect corrected/server-cert.pem --format markdown", 0, " 1 check could not be decided."),
    ("inspect seed/provider-tls.yaml", 1, "error digital-signature-missing"),
    ("inspect seed/provider-tls.yaml --fail-on never", 0, "error digital-signature-missing"),
    ("inspect", 2, "there is nothing in it"),
    ("inspect missing.pem", 2, "missing.pem"),
    (
        "pins pins/p256.pem --pin 73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac",
        1,
        "unmatched: 73cb",
    ),
    (
        "pair seed/provider-tls.yaml seed/manager-tls.yaml --stack go --suites ecdhe-rsa",
        0,
        "shakes hands with Go",
    ),
    ("pair seed/provider-tls.yaml seed/manager-tls.yaml --stack java", 1, "does not shake hands"),
    ("pair seed/provider-tls.yaml --stack go,cobol", 2, "--stack: there is no stack `cobol`; there are go, "),
    (
        "pair seed/provider-tls.yaml --suites ECDHE-RSA",
        2,
        "--suites: there are no suites `ECDHE-RSA`; there are ecdhe-rsa and ecdhe-ecdsa",
    ),
    ("names corrected/server-cert.pem --name nobody.example", 1, "nobody.example"),
    ("diff seed/server-cert.pem", 2, "diff compares two files, OLD and NEW, not 1"),
    ("rules key-usage", 0, "key-usage: "),
    ("rules no-such-rule", 2, "there is no rule `no-such-rule`"),
    ("inspect --format xml", 2, "--format is"),
    ("inspect --colour", 2, "there is no option `--colour`"),
    ("frobnicate", 2, "there is no command `frobnicate`"),
];

/// SHA-256 of the two bytes `x` and line feed.
const OF_X: &str = "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac";

/// The same with what stands on standard input before the exit status.
const WITH_INPUT: &[(&str, &str, i32, &str)] = &[
    // A digest is something to read.
    ("inspect", OF_X, 0, "0 objects found"),
    ("inspect", "x\n", 2, "certlens: "),
    // A pin may be that of a file in which there is nothing to pin.
    (
        "pins --pin 73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac",
        "x\n",
        1,
        "mistaken: 73cb",
    ),
    (
        "pins --pin 73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac",
        "y\n",
        2,
        "certlens: there is no",
    ),
];

/// Within the validity of the fixtures.
const AT: &str = "2026-12-01T00:00:00Z";

/// Runs `certlens` where the fixtures are, with `input` on standard input.
fn run(arguments: &str, input: &str) -> io::Result<Output> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures");
    let mut command = Command::new(env!("CARGO_BIN_EXE_certlens"));
    command.current_dir(fixtures).args(arguments.split(' '));
    if !arguments.contains("--at ") {
        command.args(["--at", AT]);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    // What reads files only may have ended by now.
    if let Some(Err(error)) = child.stdin.take().map(|mut stdin| stdin.write_all(input.as_bytes()))
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        return Err(error);
    }
    child.wait_with_output()
}

#[test]
fn commands() {
    let mut faults = Vec::new();
    let without = CASES.iter().map(|(arguments, status, said)| (*arguments, "", *status, *said));
    for (arguments, input, status, said) in without.chain(WITH_INPUT.iter().copied()) {
        let output = run(arguments, input).expect("the program");
        let text = if status == 2 { &output.stderr } else { &output.stdout };
        let text = String::from_utf8_lossy(text);
        if output.status.code() != Some(status) || !text.contains(said) {
            faults.push(format!("certlens {arguments}: {:?}\n{text}", output.status.code()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
