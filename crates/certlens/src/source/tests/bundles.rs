//! Damage to a bundle: how many certificates are still found, and what is said to have been mended.

use std::collections::BTreeSet;

use data_encoding::{BASE64, HEXLOWER};

use crate::source::RepairKind::{self, *};
use crate::source::{Scan, Source, scan};

pub(super) const FIRST: &str = include_str!("../../../../../tests/fixtures/bundles/first.pem");
pub(super) const SECOND: &str = include_str!("../../../../../tests/fixtures/bundles/second.pem");
pub(super) const KEY: &str = include_str!("../../../../../tests/fixtures/bundles/first.key");

pub(super) fn der(pem: &str) -> Vec<u8> {
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    BASE64.decode(body.as_bytes()).unwrap()
}

pub(super) fn scan_one(content: impl Into<Vec<u8>>) -> Scan {
    scan(&[Source { name: "bundle.pem".to_owned(), content: content.into() }])
}

fn both(change: impl Fn(&str) -> String) -> Vec<u8> {
    change(&format!("{FIRST}{SECOND}")).into_bytes()
}

#[test]
fn damaged_bundles() {
    let mut wrong = Vec::new();
    for (name, bytes, seconds, mut kinds) in rows() {
        let scan = scan_one(bytes);
        let found = |pem: &str| scan.artifacts.iter().filter(|artifact| *artifact.bytes == der(pem)).count();
        let repairs = scan.artifacts.iter().flat_map(|artifact| &artifact.repairs);
        let mended: BTreeSet<RepairKind> = repairs.map(|repair| repair.kind).collect();
        kinds.sort();
        if (found(FIRST), found(SECOND)) != (1, seconds) || !mended.iter().eq(&kinds) {
            wrong.push(format!("{name}: found {} and {}, mended {mended:?}", found(FIRST), found(SECOND)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Name, bytes, how often the second certificate is found (the first always is), what is mended.
type Row = (&'static str, Vec<u8>, usize, Vec<RepairKind>);

#[expect(clippy::too_many_lines, reason = "a table")]
fn rows() -> Vec<Row> {
    let join = |lines: &str, with: &str| lines.lines().collect::<Vec<_>>().join(with);
    let body = |pem: &str| pem.lines().filter(|line| !line.starts_with('-')).collect::<String>();
    let second = |change: &dyn Fn(&str) -> String| format!("{FIRST}{}", change(SECOND)).into_bytes();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let wide_be = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let two = format!("{FIRST}{SECOND}");
    let lines = |change: &dyn Fn(&str) -> String| both(|t| t.lines().map(|l| change(l) + "\n").collect());
    vec![
        ("two-good", both(str::to_owned), 1, vec![]),
        ("crlf", both(|t| t.replace('\n', "\r\n")), 1, vec![CarriageReturnLineFeed]),
        ("cr-only", both(|t| t.replace('\n', "\r")), 1, vec![CarriageReturn]),
        ("utf8-bom", both(|t| format!("\u{feff}{t}")), 1, vec![ByteOrderMark]),
        ("utf16le-bom", wide(&format!("\u{feff}{two}")), 1, vec![Utf16]),
        ("utf16be-bom", wide_be(&format!("\u{feff}{two}")), 1, vec![Utf16]),
        ("utf16le", wide(&two), 1, vec![Utf16]),
        ("utf16be", wide_be(&two), 1, vec![Utf16]),
        ("no-newline-between", both(|t| t.replace("-----\n-----B", "----------B")), 1, vec![JoinedBlocks]),
        ("shared dashes", both(|t| t.replace("-----\n-----B", "-----B")), 1, vec![JoinedBlocks]),
        ("no-final-newline", both(|t| t.trim_end().to_owned()), 1, vec![]),
        ("indented-4sp", lines(&|l| format!("    {l}")), 1, vec![Indentation]),
        ("indented-tab", lines(&|l| format!("\t{l}")), 1, vec![Indentation]),
        ("trailing-spaces", lines(&|l| format!("{l}  ")), 1, vec![TrailingBlanks]),
        (
            "body-one-line",
            second(&|s| format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", body(s))),
            1,
            vec![],
        ),
        ("all-one-line", both(|t| t.replace('\n', "")), 1, vec![JoinedBlocks, OneLine]),
        ("all-one-line-second", second(&|s| s.replace('\n', "") + "\n"), 1, vec![OneLine]),
        ("literal-backslash-n", both(|t| t.replace('\n', "\\n")), 1, vec![LiteralNewline]),
        ("literal-double-backslash-n", both(|t| t.replace('\n', "\\\\n")), 1, vec![LiteralNewline]),
        ("literal-backslash-r-n", both(|t| t.replace('\n', "\\r\\n")), 1, vec![LiteralNewline]),
        (
            "json-escaped",
            both(|t| t.replace('\n', "\\n").replace('/', "\\/")),
            1,
            vec![LiteralNewline, EscapedCharacter],
        ),
        ("slashes-escaped", both(|t| t.replace('/', "\\/")), 1, vec![EscapedCharacter]),
        ("json-string", both(|t| format!("\"{}\"", t.replace('\n', "\\n"))), 1, vec![LiteralNewline, Quotes]),
        (
            "spaces-for-newlines",
            both(|t| {
                join(t, " ")
                    .replace("----- -----", "-----\n-----")
                    .replace("CERTIFICATE----- ", "CERTIFICATE-----\n")
                    .replace(" -----END", "\n-----END")
            }),
            1,
            vec![BlanksInBody],
        ),
        ("all-spaces", both(|t| join(t, " ")), 1, vec![BlanksInBody, JoinedBlocks, OneLine]),
        (
            "blank-lines-inside",
            both(|t| t.replace("=\n-", "=\n\n-").replacen("\nMII", "\n\nMII", 1)),
            1,
            vec![BlankLine],
        ),
        (
            "text-before-and-between",
            format!(
                "Bag Attributes\n  friendlyName: x\nsubject=CN = a\n{FIRST}\n# the second\n{SECOND}bye\n"
            )
            .into_bytes(),
            1,
            vec![],
        ),
        ("six-dashes", second(&|s| s.replace("-----BEGIN", "------BEGIN")), 1, vec![DashCount]),
        ("markdown", second(&|s| s.replace("-----", "\\-----").replace('+', "\\+")), 1, vec![Backslashes]),
        ("label-blanks", second(&|s| s.replace("BEGIN ", "BEGIN  ")), 1, vec![LabelBlanks]),
        ("label-blanks-end", second(&|s| s.replace("E-----\n", "E -----\n")), 1, vec![LabelBlanks]),
        ("cut-by-diff", second(&|s| s.lines().map(|l| format!("-{l}\n")).collect()), 1, vec![LinePrefix]),
        ("label-X509", second(&|s| s.replace("CERT", "X509 CERT")), 1, vec![ForeignLabel]),
        ("label-TRUSTED", second(&|s| s.replace("CERT", "TRUSTED CERT")), 1, vec![ForeignLabel]),
        ("missing-end", second(&|s| s.replace("-----END CERTIFICATE-----\n", "")), 1, vec![MissingEnd]),
        (
            "missing-first-end",
            both(|t| t.replacen("-----END CERTIFICATE-----\n", "", 1)),
            1,
            vec![MissingEnd],
        ),
        (
            "missing-end-then-text",
            second(&|s| s.replace("-----END CERTIFICATE-----\n", "this is some prose\n")),
            1,
            vec![MissingEnd],
        ),
        ("missing-begin", second(&|s| s.replace("-----BEGIN CERTIFICATE-----\n", "")), 1, vec![MissingBegin]),
        (
            "missing-begin-crlf",
            both(|t| t.replacen("-----BEGIN CERTIFICATE-----\n", "", 1).replace('\n', "\r\n")),
            1,
            vec![MissingBegin, CarriageReturnLineFeed],
        ),
        (
            "missing-begin-cr",
            both(|t| t.replacen("-----BEGIN CERTIFICATE-----\n", "", 1).replace('\n', "\r")),
            1,
            vec![MissingBegin, CarriageReturn],
        ),
        (
            "missing-first-begin",
            both(|t| t.replacen("-----BEGIN CERTIFICATE-----\n", "", 1)),
            1,
            vec![MissingBegin],
        ),
        (
            "missing-both",
            second(&|s| s.lines().filter(|l| !l.starts_with('-')).map(|l| format!("{l}\n")).collect()),
            1,
            vec![NoArmour],
        ),
        (
            "truncated-body",
            second(&|s| {
                let lines: Vec<&str> = s.lines().collect();
                [&lines[..4], &lines[lines.len() - 1..]].concat().join("\n") + "\n"
            }),
            0,
            vec![],
        ),
        ("bad-char-in-body", second(&|s| s.replacen("MII", "M!I", 1)), 0, vec![LostCharacter]),
        ("bad-char-inserted", second(&|s| s.replacen("MII", "M!II", 1)), 1, vec![StrayCharacter]),
        ("3-dashes", second(&|s| s.replace("-----", "---")), 1, vec![DashCount]),
        ("4-dashes", second(&|s| s.replace("-----", "----")), 1, vec![DashCount]),
        ("6-dashes", second(&|s| s.replace("-----", "------")), 1, vec![DashCount]),
        (
            "ssh2-dashes",
            second(&|s| {
                s.replace("-----BEGIN", "---- BEGIN")
                    .replace("-----END", "---- END")
                    .replace("E-----", "E ----")
            }),
            1,
            vec![DashCount, LabelBlanks],
        ),
        ("smart-dashes", second(&|s| s.replace("-----", "—–—")), 1, vec![Dashes, DashCount]),
        ("en-dashes", second(&|s| s.replace("-----", "–––––")), 1, vec![Dashes]),
        ("double-base64", BASE64.encode(two.as_bytes()).into_bytes(), 1, vec![DoubleBase64]),
        (
            "double-base64-wrapped",
            BASE64.encode(two.as_bytes()).as_bytes().chunks(76).flat_map(|l| [l, b"\n"].concat()).collect(),
            1,
            vec![DoubleBase64],
        ),
        (
            "der-base64-no-armor",
            format!("{}\n{}\n", body(FIRST), body(SECOND)).into_bytes(),
            1,
            vec![NoArmour],
        ),
        ("der", [der(FIRST), der(SECOND)].concat(), 1, vec![]),
        ("base64-pad-missing", both(|t| t.replace('=', "")), 1, vec![MissingPadding]),
        (
            "base64-pad-excess",
            second(&|s| s.replace("=\n-", "==\n-").replacen("==\n", "===\n", 1)),
            1,
            vec![ExcessPadding],
        ),
        ("key-then-cert", format!("{KEY}{FIRST}{SECOND}").into_bytes(), 1, vec![]),
        ("headers", second(&|s| s.replacen("-\nMII", "-\nComment: x\n\nMII", 1)), 1, vec![Headers]),
        ("lowercase-label", second(&|s| s.replace("CERTIFICATE", "certificate")), 1, vec![LabelCase]),
        (
            "lowercase-all",
            second(&|s| {
                s.replace("BEGIN CERTIFICATE", "begin certificate")
                    .replace("END CERTIFICATE", "end certificate")
            }),
            1,
            vec![LabelCase],
        ),
        ("nbsp", second(&|s| s.replacen("BEGIN ", "BEGIN\u{a0}", 1)), 1, vec![InvisibleCharacter]),
        ("nbsp-before", second(&|s| format!("\u{a0}{s}")), 1, vec![InvisibleCharacter]),
        ("zero-width", second(&|s| s.replacen("MII", "M\u{200b}II", 1)), 1, vec![InvisibleCharacter]),
        (
            "trailing-der-garbage",
            second(&|s| {
                let mut d = der(s);
                d.extend([1, 2, 3]);
                format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", BASE64.encode(&d))
            }),
            0,
            vec![],
        ),
        ("quoted-lines", second(&|s| s.lines().map(|l| format!("\"{l}\"\n")).collect()), 1, vec![Quotes]),
        (
            "c-string",
            second(&|s| s.lines().map(|l| format!("  \"{l}\\n\"\n")).collect()),
            1,
            vec![Indentation, LiteralNewline, Quotes],
        ),
        (
            "js-string",
            second(&|s| s.lines().map(|l| format!("'{l}\\n' +\n")).collect()),
            1,
            vec![LiteralNewline, Quotes],
        ),
        ("gt-quoted", second(&|s| s.lines().map(|l| format!("> {l}\n")).collect()), 1, vec![LinePrefix]),
        ("pipe", lines(&|l| format!("| {l}")), 1, vec![LinePrefix]),
        ("diff-plus", lines(&|l| format!("+{l}")), 1, vec![LinePrefix]),
        ("diff-minus", lines(&|l| format!("-{l}")), 1, vec![LinePrefix]),
        ("bullets", lines(&|l| format!("- {l}")), 1, vec![LinePrefix]),
        ("commented", lines(&|l| format!("# {l}")), 1, vec![LinePrefix]),
        (
            "numbered",
            both(|t| t.lines().enumerate().map(|(n, l)| format!("{:6}\t{l}\n", n + 1)).collect()),
            1,
            vec![LinePrefix, Indentation],
        ),
        (
            "first-cert-garbage-second-good",
            format!(
                "-----BEGIN CERTIFICATE-----\nnot base64 at all, sorry\n-----END CERTIFICATE-----\n{FIRST}"
            )
            .into_bytes(),
            0,
            vec![BlanksInBody, LostCharacter],
        ),
        ("label-mismatch", second(&|s| s.replace("END CERT", "END TRUSTED CERT")), 1, vec![LabelMismatch]),
        ("url-safe", second(&|s| s.replace('+', "-").replace('/', "_")), 1, vec![UrlSafeAlphabet]),
        ("url-safe-by-half", second(&|s| s.replacen('/', "_", 1)), 1, vec![UrlSafeAlphabet]),
        ("stray-dash", second(&|s| s.replacen("/", "/-", 1)), 1, vec![StrayCharacter]),
        ("stray-underscore", second(&|s| s.replacen("MII", "M_II", 1)), 1, vec![StrayCharacter]),
        ("stray-dash-before-end", second(&|s| s.replacen("=\n-", "-=\n-", 1)), 1, vec![StrayCharacter]),
        ("stray-dashes", second(&|s| s.replacen("MII", "M-I-I-", 1)), 1, vec![StrayCharacter]),
        ("stray-dash-and-others", second(&|s| s.replacen("MII", "M-I!I!!", 1)), 1, vec![StrayCharacter]),
        (
            "stray-dash-no-armour",
            format!("{}\n{}\n", body(FIRST), body(SECOND).replacen('/', "/-", 1)).into_bytes(),
            1,
            vec![NoArmour, StrayCharacter],
        ),
        ("comment-in-body", second(&|s| s.replacen("-\nMII", "-\n# leaf\nMII", 1)), 1, vec![CommentInBody]),
        (
            "html",
            second(&|s| s.replace('+', "&#43;").replace('/', "&sol;").replace('=', "&#x3D;")),
            1,
            vec![HtmlEntity],
        ),
        ("html-br", second(&|s| s.replace('\n', "<br>\n")), 1, vec![HtmlEntity]),
        (
            "percent",
            both(|t| {
                t.replace('+', "%2B")
                    .replace('/', "%2F")
                    .replace('=', "%3D")
                    .replace(' ', "%20")
                    .replace('\n', "%0A")
            }),
            1,
            vec![PercentEncoding],
        ),
        (
            "xfcc",
            format!(
                "Cert=\"{}\"",
                two.replace('+', "%2B")
                    .replace('/', "%2F")
                    .replace('=', "%3D")
                    .replace(' ', "%20")
                    .replace('\n', "%0A")
            )
            .into_bytes(),
            1,
            vec![TextBeforeArmour, PercentEncoding],
        ),
        ("heredoc", format!("cat > a.pem <<EOF\n{two}EOF\n").into_bytes(), 1, vec![]),
        ("assignment", second(&|s| format!("export CERT='{}'\n", s.trim_end())), 1, vec![TextBeforeArmour]),
        (
            "hex",
            format!("{}\n{}\n", HEXLOWER.encode(&der(FIRST)), HEXLOWER.encode(&der(SECOND))).into_bytes(),
            1,
            vec![Hexadecimal],
        ),
        (
            "hex-colons",
            der(FIRST).iter().map(|b| format!("{b:02X}")).collect::<Vec<_>>().join(":").into_bytes(),
            0,
            vec![Hexadecimal],
        ),
        (
            "hex-0x",
            der(FIRST)
                .chunks(12)
                .map(|c| c.iter().map(|b| format!("0x{b:02x}, ")).collect::<String>() + "\n")
                .collect::<String>()
                .into_bytes(),
            0,
            vec![Hexadecimal],
        ),
    ]
}
