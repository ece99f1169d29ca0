//! Bytes printed for people are read, without the addresses and characters beside them.

use super::bundles::{FIRST, KEY, der, scan_one};
use crate::source::{RepairKind, Source, secrets};

/// `octets` in lines of sixteen: the address, the bytes, and what stands behind them.
fn dump(
    octets: &[u8],
    address: impl Fn(usize) -> String,
    byte_gap: impl Fn(usize) -> &'static str,
    behind: [&str; 2],
) -> String {
    let mut text = String::new();
    for (number, line) in octets.chunks(16).enumerate() {
        let bytes: String =
            line.iter().enumerate().map(|(at, octet)| format!("{}{octet:02x}", byte_gap(at))).collect();
        let width: usize = (0..16).map(|at| byte_gap(at).len() + 2).sum();
        let shown: String = line
            .iter()
            .map(|octet| if octet.is_ascii_graphic() || *octet == b' ' { char::from(*octet) } else { '.' })
            .collect();
        let [before, after] = behind;
        let columns = if before.is_empty() { String::new() } else { format!("{before}{shown}{after}") };
        let line = format!("{}{bytes:width$}{columns}", address(number * 16));
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn spaced(_: usize) -> &'static str {
    " "
}

fn forms(octets: &[u8]) -> Vec<(&'static str, String)> {
    let numbers = |gap: &str, signed: bool| {
        let number = |octet: &u8| if signed { octet.cast_signed().to_string() } else { octet.to_string() };
        octets.iter().map(number).collect::<Vec<_>>().join(gap)
    };
    let length = octets.len();
    let halved = |at: usize| if at == 0 || at == 8 { "  " } else { " " };
    vec![
        ("xxd", dump(octets, |at| format!("{at:08x}:"), |at| if at % 2 == 0 { " " } else { "" }, ["  ", ""])),
        ("xxd -g 1 -u", dump(octets, |at| format!("{at:08x}:"), spaced, ["  ", ""]).to_uppercase()),
        (
            "hexdump -C",
            dump(octets, |at| format!("{at:08x}"), halved, ["  |", "|"]) + &format!("{length:08x}\n"),
        ),
        (
            "od -A x -t x1",
            dump(octets, |at| format!("{at:06x}"), spaced, ["", ""]) + &format!("{length:06x}\n"),
        ),
        (
            "od -t x1z",
            dump(octets, |at| format!("{at:07o}"), spaced, ["  >", "<"]) + &format!("{length:07o}\n"),
        ),
        ("Go", format!("[{}]", numbers(" ", false))),
        ("Go source", format!("var b = []byte{{{}}}", numbers(", ", false))),
        ("Java", format!("[{}]", numbers(", ", true))),
        ("Node.js", format!("{{\"type\":\"Buffer\",\"data\":[{}]}}", numbers(",", false))),
        (
            "Postgres",
            format!(
                "INSERT INTO c VALUES (1, '\\x{}');",
                octets.iter().map(|o| format!("{o:02x}")).collect::<String>()
            ),
        ),
    ]
}

#[test]
fn dumps_are_read() {
    let wanted = der(FIRST);
    for (name, text) in forms(&wanted) {
        let scan = scan_one(text.clone());
        let found: Vec<&[u8]> = scan.artifacts.iter().map(|artifact| artifact.bytes.as_slice()).collect();
        assert_eq!(found, [wanted.as_slice()], "{name}\n{text}");
        let repairs: Vec<RepairKind> = scan.artifacts[0].repairs.iter().map(|repair| repair.kind).collect();
        assert_eq!(repairs, [RepairKind::Hexadecimal], "{name}");
    }
}

#[test]
fn keys_in_dumps_are_masked() {
    for (name, text) in forms(&der(KEY)) {
        let source = Source { name: "paste".to_owned(), content: text.clone().into_bytes() };
        let masked: Vec<_> = secrets(&[source]);
        // A short dump of a key of P-256 has several lines; all of them are one secret.
        let [secret] = masked.as_slice() else { panic!("{name}: {masked:?}") };
        let left = format!("{}{}", &text[..secret.span.start], &text[secret.span.end..]);
        assert!(secret.is_private_key && left.len() < 60, "{name}: {left}");
    }
}

/// What only looks like one is left alone.
#[test]
fn other_numbers_are_no_dump() {
    for text in
        ["[48, 130, 1]", "00000000: 3082\n00000400: 01e2\n", "deadbeef 30 82 01 e2\n", "{48: 1, 49: 2}"]
    {
        assert_eq!(scan_one(text).artifacts.len(), 0, "{text}");
    }
}
