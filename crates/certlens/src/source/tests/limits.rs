//! No input breaks the reader, none makes it slow, and every byte found can be pointed at.

use data_encoding::BASE64;

use super::bundles::{FIRST, KEY, SECOND, scan_one};
use crate::span::ByteRange;

/// Numbers of a fixed sequence (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(limit).unwrap()).unwrap()
    }
}

fn samples() -> Vec<Vec<u8>> {
    let wrapped = BASE64.encode(format!("{FIRST}{SECOND}").as_bytes());
    let yaml = format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\ndata:\n  tls.crt: {wrapped}\n  b: &x |\n    {wrapped}\n  c: *x # note\n"
    );
    let json = format!(
        "{{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"stringData\":{{\"a\":{FIRST:?},\"b\":\"\\u002d\\ud83d\\ude00\"}}}}"
    );
    let text = format!(
        "Bag Attributes\n    x: y\n{KEY}{FIRST}> -----BEGIN X509 CRL-----\n> {wrapped}\n```yaml\nkind: List\n```\n30:82:01:02 {wrapped}\n"
    );
    let samples = [yaml, json, text.replace('\n', "\r\n"), text.replace('\n', "\r"), text];
    samples.map(String::into_bytes).into()
}

/// Every decoded byte of every artifact stands where its map says: decoding those characters gives it again.
fn check_maps(text: &[u8]) {
    let scan = scan_one(text);
    for artifact in &scan.artifacts {
        assert!(artifact.span.start <= artifact.span.end && artifact.span.end <= text.len());
        for at in 0..artifact.bytes.len() {
            let span = artifact.map.span(ByteRange::new(at, at + 1));
            assert!(span.start < span.end && span.end <= text.len(), "{span:?}");
        }
    }
}

#[test]
fn every_prefix_and_many_mutations() {
    let mut numbers = Numbers(1);
    for sample in samples() {
        for end in 0..sample.len() {
            if end % 7 == 0 || end < 200 {
                check_maps(&sample[..end]);
            }
        }
        for _ in 0..600 {
            let mut changed = sample.clone();
            for _ in 0..=numbers.below(4) {
                let at = numbers.below(changed.len());
                let byte = u8::try_from(numbers.below(256)).unwrap();
                match numbers.below(4) {
                    0 => changed[at] = byte,
                    1 => changed.insert(at, b"\n\\%&-{[:\"' "[numbers.below(11)]),
                    2 => drop(changed.remove(at)),
                    _ => changed.truncate(at.max(1)),
                }
            }
            check_maps(&changed);
        }
    }
}

/// Three bytes of a certificate are four characters, wherever those stand.
#[test]
fn maps_are_exact() {
    let json = format!("{{\"cert\": {FIRST:?}}}");
    let block =
        format!("a:\n  b: |\n{}", FIRST.lines().map(|line| format!("    {line}\n")).collect::<String>());
    let crlf = FIRST.replace('\n', "\r\n");
    let strays = FIRST.replacen("MII", "M-I_I", 1);
    for text in [FIRST.to_owned(), json, block, crlf, strays] {
        let scan = scan_one(text.clone());
        let artifact = &scan.artifacts[0];
        let last = artifact.bytes.len() / 3 * 3;
        for at in (0..last).step_by(3) {
            let span = artifact.map.span(ByteRange::new(at, at + 3));
            let characters = &text.as_bytes()[span.start..span.end];
            let plain: Vec<u8> = String::from_utf8_lossy(characters)
                .replace("\\n", "")
                .bytes()
                .filter(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'-' | b'_'))
                .collect();
            assert_eq!(BASE64.decode(&plain).unwrap(), artifact.bytes[at..at + 3], "{text}");
        }
    }
}

#[test]
fn nested_base64_points_at_the_outermost() {
    let wrapped = BASE64.encode(FIRST.as_bytes());
    let text = format!("apiVersion: v1\nkind: Secret\ndata:\n  a: {wrapped}\n");
    let scan = scan_one(text.clone());
    let artifact = &scan.artifacts[0];
    let base = text.find(&wrapped).unwrap();
    for at in 0..artifact.bytes.len() {
        let span = artifact.map.span(ByteRange::new(at, at + 1));
        let (from, to) = (span.start - base, span.end - base);
        let around = BASE64.decode(&wrapped.as_bytes()[from / 4 * 4..to.div_ceil(4) * 4]).unwrap();
        let inner: Vec<u8> = around.iter().copied().filter(u8::is_ascii_alphanumeric).collect();
        assert!(!inner.is_empty() && to - from <= 8, "{at} {span:?}");
    }
    // The last line break is not part of the block.
    assert_eq!(text[artifact.span.start..artifact.span.end], wrapped[..wrapped.len() - 2]);
}

/// What was cheap to write is cheap to read: nothing here takes longer than its size.
#[test]
fn hostile_input_ends() {
    const SIZE: usize = 200_000;
    let repeated = |piece: &str| piece.repeat(SIZE / piece.len()).into_bytes();
    let rows = [
        "-----BEGIN PRIVATE KEY-----\n",
        "-----END CERTIFICATE-----\n",
        "-",
        "BEGIN ",
        "-----BEGIN ",
        "{",
        "[",
        "{\n",
        "- ",
        "a: ",
        "&a [*a, ",
        "\\",
        "\\n",
        "%25",
        "&amp;",
        "MIIB",
        "MIIB\n",
        "30:82:",
        "0x30, 0x82\n",
        "\u{feff}",
        "\"",
        "'\n",
        "```\n",
        "---\n",
        "apiVersion: v1\n",
        "# a\n",
        "LS0tLS1CRUdJTi",
        "\0",
        "-----BEGIN A-----\nMIIB\n",
        "{}",
        "{}\n",
        "–",
        "A: B\n",
        "\r",
        "MII MII MII ",
        "  -----BEGIN PRIVATE KEY-----\nAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "? ",
        "!!a ",
        "x: &x *x\n",
        "| ",
        "|\n ",
    ];
    for row in rows {
        scan_one(repeated(row));
    }
}

/// One line of a megabyte, or one value that is named a thousand times: nothing looks back to the beginning, on to the end or
/// into the whole of it again and again. Each of these would take minutes.
#[test]
fn hostile_lines_end() {
    const SIZE: usize = 1 << 20;
    let repeated = |piece: &str| piece.repeat(SIZE / piece.len());
    let secret = |data: &str| format!("apiVersion: v1\nkind: Secret\ndata: {{{data}}} # a comment\n");
    let inputs = [
        repeated("-----BEGIN A----- "),
        repeated("-----END A----- "),
        repeated("-----BEGIN A-----\\n"),
        repeated("-----BEGIN A-----MIIB-----END A----- "),
        repeated("MII MII MII ") + &repeated(" "),
        secret(&(0..SIZE / 16).map(|number| format!("k{number}: ~, ")).collect::<String>()),
        format!("a: &a [{}]\nb: [{}]\n", repeated("x, "), "*a, ".repeat(900)),
        repeated("[a \\\"\n"),
        repeated("{ \"\n"),
        repeated("{}[\n"),
    ];
    for input in inputs {
        scan_one(input);
    }
}
