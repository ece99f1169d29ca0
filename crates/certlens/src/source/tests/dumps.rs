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

/// Lines of sixteen bytes after their octal addresses, as `od` has them; what a column holds is `size` bytes.
fn od(octets: &[u8], size: usize, column: impl Fn(&[u8]) -> String) -> String {
    let line = |(number, line): (usize, &[u8])| {
        let columns: String = line.chunks(size).map(|bytes| format!(" {}", column(bytes))).collect();
        format!("{:07o}{columns}\n", number * 16)
    };
    let lines: String = octets.chunks(16).enumerate().map(line).collect();
    format!("{lines}{:07o}\n", octets.len())
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// Forms whose columns are numbers, characters or bits, and strings of programming languages.
fn more_forms(octets: &[u8]) -> Vec<(&'static str, String)> {
    let character = |bytes: &[u8]| match bytes {
        [0] => " \\0".to_owned(),
        [b'\n'] => " \\n".to_owned(),
        [byte @ b' '..=b'~'] => format!("  {}", char::from(*byte)),
        [byte] => format!("{byte:03o}"),
        _ => String::new(),
    };
    let hexadecimal = |bytes: &[u8]| format!("{:0width$x}", number(bytes), width = bytes.len() * 2);
    let python: String = octets
        .iter()
        .map(|byte| match byte {
            b'\n' => "\\n".to_owned(),
            b'\\' | b'\'' => format!("\\{}", char::from(*byte)),
            b' '..=b'~' => char::from(*byte).to_string(),
            _ => format!("\\x{byte:02x}"),
        })
        .collect();
    let escaped = |form: fn(&u8) -> String| octets.iter().map(form).collect::<String>();
    let (left, right) = python.split_at(python.find("\\x").unwrap() + 4);
    vec![
        ("od, od -o", od(octets, 2, |bytes| format!("{:06o}", number(bytes)))),
        ("od -d", od(octets, 2, |bytes| format!("{:5}", number(bytes)))),
        ("od -x, hexdump", od(octets, 2, |bytes| format!("{:04x}", number(bytes)))),
        ("hexdump -x", od(octets, 2, |bytes| format!("   {:04x}", number(bytes)))),
        ("od -t x4", od(octets, 4, |bytes| format!("{:08x}", number(bytes)))),
        ("od -b", od(octets, 1, |bytes| format!("{:03o}", number(bytes)))),
        ("od -t u1", od(octets, 1, |bytes| format!("{:3}", number(bytes)))),
        ("od -t d1", od(octets, 1, |bytes| format!("{:4}", bytes[0].cast_signed()))),
        ("od -c", od(octets, 1, character)),
        ("xxd -b", dump_bits(octets)),
        ("xxd -e", dump_words(octets, hexadecimal)),
        ("gdb", gdb(octets)),
        ("Python", format!("cert = b'{python}'\n")),
        ("Python, in two lines", format!("(b'{left}'\n b'{right}')\n")),
        ("printf", format!("printf \"{}\"", escaped(|byte| format!("\\{byte:03o}")))),
        ("Node.js, printed", format!("<Buffer {}>", escaped(|byte| format!("{byte:02x} ")).trim_end())),
    ]
}

fn dump_bits(octets: &[u8]) -> String {
    let line = |(number, line): (usize, &[u8])| {
        let bits: String = line.iter().map(|byte| format!(" {byte:08b}")).collect();
        format!("{:08x}:{bits}  {}\n", number * 6, ".".repeat(line.len()))
    };
    octets.chunks(6).enumerate().map(line).collect()
}

fn dump_words(octets: &[u8], word: impl Fn(&[u8]) -> String) -> String {
    let line = |(number, line): (usize, &[u8])| {
        let words: String = line.chunks(4).map(|bytes| format!(" {:>8}", word(bytes))).collect();
        format!("{:08x}:{words:36}  {}\n", number * 16, ".".repeat(line.len()))
    };
    octets.chunks(16).enumerate().map(line).collect()
}

fn gdb(octets: &[u8]) -> String {
    let line = |(number, line): (usize, &[u8])| {
        let bytes: String = line.iter().map(|byte| format!("\t0x{byte:02x}")).collect();
        format!("0x5555{:08x} <der+{}>:{bytes}\n", 0x5555_8020 + number * 8, number * 8)
    };
    octets.chunks(8).enumerate().map(line).collect()
}

#[test]
fn dumps_are_read() {
    let wanted = der(FIRST);
    for (name, text) in forms(&wanted).into_iter().chain(more_forms(&wanted)) {
        let scan = scan_one(text.clone());
        let found: Vec<&[u8]> = scan.artifacts.iter().map(|artifact| artifact.bytes.as_slice()).collect();
        assert_eq!(found, [wanted.as_slice()], "{name}\n{text}");
        let repairs: Vec<RepairKind> = scan.artifacts[0].repairs.iter().map(|repair| repair.kind).collect();
        assert_eq!(repairs, [RepairKind::Hexadecimal], "{name}");
    }
}

#[test]
fn keys_in_dumps_are_masked() {
    let key = der(KEY);
    for (name, text) in forms(&key).into_iter().chain(more_forms(&key)) {
        let source = Source { name: "paste".to_owned(), content: text.clone().into_bytes() };
        let masked: Vec<_> = secrets(&[source]);
        // A short dump of a key of P-256 has several lines; all of them are one secret.
        let [secret] = masked.as_slice() else { panic!("{name}: {masked:?}") };
        let left = format!("{}{}", &text[..secret.span.start], &text[secret.span.end..]);
        assert!(secret.is_private_key && left.len() < 60, "{name}: {left}");
    }
}

/// Of what prints PEM the blocks are read, however the bytes are printed.
#[test]
fn dumps_of_text_are_read() {
    let pem = FIRST.as_bytes();
    let hexadecimal: String = pem.iter().map(|byte| format!("{byte:02x}")).collect();
    let hexadecimal = [("hexadecimal", hexadecimal)];
    for (name, text) in forms(pem).into_iter().chain(hexadecimal).filter(|(name, _)| *name != "Postgres") {
        let scan = scan_one(text.clone());
        let found: Vec<&[u8]> = scan.artifacts.iter().map(|artifact| artifact.bytes.as_slice()).collect();
        assert_eq!(found, [der(FIRST)], "{name}\n{text}");
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
