//! Lines that are a digest and what programs print beside it: a key's, so that it can be compared without the key.

use core::ops::Range;

use data_encoding::BASE64;

/// Longest line that is looked at; a digest with a path behind it is far shorter.
const LONGEST: usize = 512;
/// What SHA-256 gives, in hexadecimal, with colons, and in base64.
const HEX: usize = 64;
const COLONS: usize = 95;
const BASE64_DIGITS: usize = 44;

/// The lines of `range` that are a digest, cut out of it; what is between them stays in `rest`.
pub(super) fn take(text: &[u8], range: Range<usize>, rest: &mut Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = range.start;
    let mut start = at;
    for line in text.get(range.clone()).unwrap_or_default().split_inclusive(|byte| *byte == b'\n') {
        let end = at + line.len();
        if is_digest(line) {
            rest.push(start..at);
            found.push(at..at + line.trim_ascii_end().len());
            start = end;
        }
        at = end;
    }
    rest.push(start..range.end);
    found
}

/// `SHA2-256(stdin)= 2c26…`, `2c26…  -`, `sha256//LCa0…`, `sha256 Fingerprint=2C:26:…`, or the digest alone.
fn is_digest(line: &[u8]) -> bool {
    let Some(line) = core::str::from_utf8(line).ok().filter(|line| line.len() <= LONGEST) else {
        return false;
    };
    let line = line.trim();
    let body = line.trim_end_matches('=');
    let named = body.rfind(['=', ' ']).filter(|_| body.contains(")=") || body.contains("ingerprint="));
    let digest = named.and_then(|at| line.get(at + 1..)).unwrap_or(line);
    let digest = ["sha256//", "sha256/", "sha256:", "SHA256:"]
        .iter()
        .fold(digest, |digest, prefix| digest.strip_prefix(prefix).unwrap_or(digest));
    // After the digest `sha256sum` prints the name of the file, and nothing else.
    let (digest, file) = digest.split_once("  ").unwrap_or((digest, ""));
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_whole = match digest.len() {
        HEX => is_hex(digest),
        COLONS => digest.split(':').all(|pair| pair.len() == 2 && is_hex(pair)),
        BASE64_DIGITS => BASE64.decode(digest.as_bytes()).is_ok_and(|octets| octets.len() == 32),
        _ => false,
    };
    is_whole && !file.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
    const BASE64: &str = "LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=";

    #[test]
    fn what_programs_print_is_a_digest_and_what_people_write_is_not() {
        let colons = HEX
            .as_bytes()
            .chunks(2)
            .map(String::from_utf8_lossy)
            .collect::<Vec<_>>()
            .join(":")
            .to_uppercase();
        let digests = [
            HEX.to_owned(),
            HEX.to_uppercase(),
            format!("{HEX}  -"),
            format!("{HEX}  tls.pub"),
            format!("SHA2-256(stdin)= {HEX}\r\n"),
            format!("(stdin)= {HEX}"),
            format!("SHA256(tls.pub)= {HEX}"),
            format!("sha256 Fingerprint={colons}"),
            format!("sha256:{HEX}"),
            format!("sha256//{BASE64}"),
            BASE64.to_owned(),
            format!("  {BASE64}\n"),
        ];
        for line in &digests {
            assert!(is_digest(line.as_bytes()), "{line}");
        }
        let others = [
            String::new(),
            format!("{HEX}{HEX}"),
            HEX[1..].to_owned(),
            format!("the digest is {HEX}"),
            format!("image: app@sha256:{HEX}"),
            format!("{HEX}  one file and another"),
            "A".repeat(600),
        ];
        for line in &others {
            assert!(!is_digest(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn digests_are_cut_out_of_what_is_around_them() {
        let text = format!("before\n{HEX}\nafter");
        let mut rest = Vec::new();
        let found = take(text.as_bytes(), 0..text.len(), &mut rest);
        assert_eq!((found.first(), found.len()), (Some(&(7..71)), 1));
        assert_eq!(rest, [0..7, 72..77]);
    }
}
