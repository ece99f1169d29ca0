//! The command line as scripts use it: what each command answers, and with which exit status.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Within the validity of the fixtures.
const AT: &str = "2026-12-01T00:00:00Z";

/// SHA-256 of the two bytes `x` and line feed.
const OF_X: &str = "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac";

/// Runs `certlens`, with the names of fixtures after the words of `line`, and `input` on standard input.
fn run(line: &str, input: &str) -> io::Result<Output> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures");
    let mut command = Command::new(env!("CARGO_BIN_EXE_certlens"));
    command.current_dir(fixtures).args(line.split_whitespace()).args(["--at", AT]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes())?;
    }
    child.wait_with_output()
}

/// A command, what stands on standard input, the exit status, and what is printed.
const CASES: &[(&str, &str, i32, &str)] = &[
    // Certificates of --trust are anchors, whatever their file is called; without them nothing is trusted.
    ("inspect corrected/server-cert.pem --trust corrected/server-ca.pem", "", 0, "Path of #0: accept"),
    ("inspect corrected/server-cert.pem", "", 0, "Path of #0: undetermined"),
    // What cannot be told is no error, in no form of the report.
    ("inspect corrected/server-cert.pem", "", 0, "\nundetermined trust-anchor: "),
    ("inspect corrected/server-cert.pem --format markdown", "", 0, "- **undetermined** `trust-anchor`: "),
    ("inspect corrected/server-cert.pem --format markdown", "", 0, " 1 check could not be decided."),
    ("inspect seed/provider-tls.yaml", "", 1, "error digital-signature-missing"),
    ("inspect seed/provider-tls.yaml --fail-on never", "", 0, "error digital-signature-missing"),
    // A digest is something to read.
    ("inspect", OF_X, 0, "0 objects found"),
    ("inspect", "x\n", 2, "certlens: "),
    ("inspect", "", 2, "there is nothing in it"),
    ("inspect missing.pem", "", 2, "missing.pem"),
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
    (
        "pins pins/p256.pem --pin 73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac",
        "",
        1,
        "unmatched: 73cb",
    ),
    (
        "pair seed/provider-tls.yaml seed/manager-tls.yaml --stack go --suites ecdhe-rsa",
        "",
        0,
        "shakes hands with Go",
    ),
    ("pair seed/provider-tls.yaml seed/manager-tls.yaml --stack java", "", 1, "does not shake hands"),
    (
        "pair seed/provider-tls.yaml --stack go,cobol",
        "",
        2,
        "--stack: there is no stack `cobol`; there are go, ",
    ),
    (
        "pair seed/provider-tls.yaml --suites ECDHE-RSA",
        "",
        2,
        "--suites: there are no suites `ECDHE-RSA`; there are ecdhe-rsa and ecdhe-ecdsa",
    ),
    ("names corrected/server-cert.pem --name nobody.example", "", 1, "nobody.example"),
    ("diff seed/server-cert.pem", "", 2, "diff compares two files, OLD and NEW, not 1"),
    ("rules key-usage", "", 0, "key-usage: "),
    ("rules no-such-rule", "", 2, "there is no rule `no-such-rule`"),
    ("inspect --format xml", "", 2, "--format is"),
    ("inspect --colour", "", 2, "there is no option `--colour`"),
    ("frobnicate", "", 2, "there is no command `frobnicate`"),
];

#[test]
fn answers_and_exit_statuses() {
    let mut faults = Vec::new();
    for (line, input, status, said) in CASES {
        let output = run(line, input).unwrap();
        let text = if *status == 2 { &output.stderr } else { &output.stdout };
        let text = String::from_utf8_lossy(text);
        if output.status.code() != Some(*status) || !text.contains(said) {
            faults.push(format!(
                "certlens {line}: {:?}\n{}",
                output.status.code(),
                text.lines().take(8).collect::<Vec<_>>().join("\n")
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}
