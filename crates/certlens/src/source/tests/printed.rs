//! PEM as logs and programs print it: before every line, around every line, or in lines of JSON.

use super::bundles::{FIRST, KEY, SECOND, der, scan_one};
use crate::source::RepairKind::{self, LinePrefix, LiteralNewline, Quotes, Utf16};
use crate::source::{Source, secrets};

/// What a program makes of each line, by its number.
type Print = fn(usize, &str) -> String;

/// How it is called, how each line is printed, and what is mended.
const PRINTED: &[(&str, Print, &[RepairKind])] = &[
    ("journald", |at, line| format!("Nov  6 09:47:{} node-1 envoy[1234]: {line}\n", at + 9), &[LinePrefix]),
    (
        "syslog of RFC 5424",
        |at, line| format!("<34>1 2026-11-26T09:47:{at:02}.003Z host app 1234 ID47 - {line}\n"),
        &[LinePrefix],
    ),
    (
        "klog",
        |at, line| format!("I1126 09:47:19.{at:06}       {} main.go:{}] {line}\n", at + 1, at + 42),
        &[LinePrefix],
    ),
    (
        "containerd",
        |at, line| format!("2026-11-26T09:47:19.{}Z stdout F {line}\n", 123_456_789 + at),
        &[LinePrefix],
    ),
    ("kubectl logs --prefix", |_, line| format!("[pod/provider-0/envoy] {line}\n"), &[LinePrefix]),
    ("docker compose", |_, line| format!("provider-1  | {line}\n"), &[LinePrefix]),
    (
        "Docker",
        |at, line| {
            format!(
                "{{\"log\":\"{line}\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-26T09:47:{at:02}Z\"}}\n"
            )
        },
        &[LiteralNewline, LinePrefix, Quotes],
    ),
    (
        "zap",
        |at, line| format!("{{\"level\":\"info\",\"ts\":17.{at},\"msg\":\"{line}\"}}\n"),
        &[LinePrefix, Quotes],
    ),
    ("logfmt", |at, line| format!("time=09:47:{at:02} level=info msg=\"{line}\"\n"), &[LinePrefix, Quotes]),
    ("grep -rn", |at, line| format!("certs/bundle.pem:{}:{line}\n", at + 1), &[LinePrefix]),
];

#[test]
fn printed_lines_are_read() {
    let text = format!("{FIRST}{SECOND}");
    for (name, print, mended) in PRINTED {
        let printed: String = text.lines().enumerate().map(|(at, line)| print(at, line)).collect();
        let scan = scan_one(printed.clone());
        let found: Vec<&[u8]> = scan.artifacts.iter().map(|artifact| artifact.bytes.as_slice()).collect();
        assert_eq!(found, [der(FIRST), der(SECOND)], "{name}\n{printed}");
        for artifact in &scan.artifacts {
            let kinds: Vec<RepairKind> = artifact.repairs.iter().map(|repair| repair.kind).collect();
            assert!(kinds.iter().all(|kind| mended.contains(kind)), "{name}: {kinds:?}");
            assert!(kinds.contains(&LinePrefix), "{name}: {kinds:?}");
        }
    }
}

#[test]
fn keys_in_printed_lines_are_masked() {
    for (name, print, _) in PRINTED {
        let printed: String = KEY.lines().enumerate().map(|(at, line)| print(at, line)).collect();
        let source = Source { name: "paste".to_owned(), content: printed.clone().into_bytes() };
        let masked = secrets(&[source]);
        let is_masked = |line: &&str| {
            let at = printed.find(*line).unwrap();
            masked.iter().any(|secret| secret.span.start <= at && at + line.len() <= secret.span.end)
        };
        let shown: Vec<&str> =
            KEY.lines().filter(|line| !line.starts_with('-') && !is_masked(line)).collect();
        assert_eq!(shown, [""; 0], "{name}");
    }
}

#[test]
fn strings_put_together_are_read() {
    let lines: Vec<&str> = FIRST.lines().collect();
    let each = |print: fn(&str) -> String, between: &str| {
        lines.iter().map(|line| print(line)).collect::<Vec<_>>().join(between)
    };
    let forms = [
        ("Java", each(|line| format!("    \"{line}\\n\""), " +\n")),
        ("C# verbatim", each(|line| format!("    @\"{line}\" + Environment.NewLine"), "\n    + ")),
        ("C# interpolated", each(|line| format!("    + $@\"{line}\" + Environment.NewLine"), "\n")),
        ("Visual Basic", each(|line| format!("\"{line}\" & vbCrLf"), " & _\n  ")),
        ("JavaScript", each(|line| format!("  '{line}'"), ",\n")),
        ("JavaScript, on one line", each(|line| format!("'{line}\\n'"), " + ")),
        ("C", each(|line| format!("  \"{line}\\n\""), "\n")),
        ("Python", each(|line| format!("    b\"{line}\\n\""), "\n")),
        ("PHP", each(|line| format!("\"{line}\\n\""), "\n  . ")),
        ("Rust", each(|line| format!("    \"{line}\\n\""), ",\n")),
    ];
    for (name, text) in forms {
        let scan = scan_one(text.clone());
        let found: Vec<&[u8]> = scan.artifacts.iter().map(|artifact| artifact.bytes.as_slice()).collect();
        assert_eq!(found, [der(FIRST)], "{name}\n{text}");
    }
}

/// What stands before BEGIN alone is no prefix of the lines, nor is what cannot be told from base64.
#[test]
fn other_text_before_begin_is_none() {
    for (before, first) in [("cert: ", ""), ("see 12 34: ", "56 "), ("abc", "abc")] {
        let text = format!("{before}{}", FIRST.replacen('\n', &format!("\n{first}"), 1));
        let scan = scan_one(text.clone());
        let kinds: Vec<RepairKind> = scan.artifacts[0].repairs.iter().map(|repair| repair.kind).collect();
        assert!(!kinds.contains(&LinePrefix), "{text}: {kinds:?}");
    }
}

#[test]
fn wide_characters_are_read() {
    let marked = format!("\u{feff}{FIRST}");
    for (text, is_big) in [(marked.as_str(), false), (&marked, true), (FIRST, false), (FIRST, true)] {
        let unit = |c: char| {
            let number = u32::from(c);
            if is_big { number.to_be_bytes() } else { number.to_le_bytes() }
        };
        let scan = scan_one(text.chars().flat_map(unit).collect::<Vec<u8>>());
        assert_eq!(*scan.artifacts[0].bytes, der(FIRST));
        assert_eq!(scan.artifacts[0].repairs[0].kind, Utf16);
    }
}

/// What `openssl pkey -text` and certtool print of a key, and what of it is public.
#[test]
fn printed_numbers_of_keys_are_masked() {
    let text = "Private-Key: (2048 bit, 2 primes)\nmodulus:\n    00:b1:b2\npublicExponent: 65537 (0x10001)\nprivateExponent:\n    \
                5e:c1:e7:01:\n    5e:c1\nprime1:\n    5e:c1:e7:02\nprivate key:\n\t5e:c1:e7:03\nID = 1\npriv:\n    5e:c1:e7:04\npub:\n    04:b1\n\
                ASN1 OID: prime256v1\n";
    let source = Source { name: "paste".to_owned(), content: text.as_bytes().to_vec() };
    let mut left = text.to_owned();
    let masked = secrets(&[source]);
    assert_eq!(masked.iter().filter(|secret| secret.is_private_key).count(), 4);
    for secret in masked.iter().rev() {
        left.replace_range(secret.span.start..secret.span.end, "");
    }
    assert!(!left.contains("5e:c1") && left.contains("00:b1:b2") && left.contains("04:b1"), "{left}");
}

/// Where something was left out, the END line is seen all the same.
#[test]
fn what_was_left_out_of_a_block_does_not_end_it() {
    let mut lines: Vec<&str> = FIRST.lines().collect();
    lines[3] = "...";
    let scan = scan_one(lines.join("\n"));
    let [only] = scan.artifacts.as_slice() else { panic!("{} artifacts", scan.artifacts.len()) };
    assert!(!only.repairs.iter().any(|repair| repair.kind == RepairKind::MissingEnd));
}

/// What only has colons is not called broken YAML.
#[test]
fn what_programs_print_is_no_broken_yaml() {
    use crate::source::{Looks, RemarkKind};
    let text = "Certificate:\n    Data:\n        Version: 3 (0x2)\n        Serial Number:\n            7a:d5:10\n        Signature Algorithm: sha256WithRSAEncryption\n        Issuer: C = US, CN = CA\n        Validity\n            Not Before: x\n";
    let scan = scan_one(text);
    let [remark] = scan.remarks.as_slice() else { panic!("{:?}", scan.remarks) };
    assert!(matches!(remark.kind, RemarkKind::Unknown { looks: Looks::OpensslText, .. }), "{remark:?}");
    let bits = "00000000: 00110000 10000010 00000110  0..\n00000003: 00001111 00110000 10000010  .0.\n00000006: 11111111\n";
    assert!(
        !scan_one(bits).remarks.iter().any(|remark| matches!(remark.kind, RemarkKind::BrokenYaml { .. }))
    );
    let yaml = "apiVersion: v1\nkind: Secret\ndata:\n  a: b\n c: d\n";
    assert!(scan_one(yaml).remarks.iter().any(|remark| matches!(remark.kind, RemarkKind::BrokenYaml { .. })));
}
