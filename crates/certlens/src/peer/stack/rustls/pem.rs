//! PEM as rustls-pki-types reads it (`pem.rs`, `base64.rs`): labels it does not know are skipped, but the first damage in any
//! section it knows fails the file.

use zeroize::Zeroizing;

use crate::peer::files::quotable;

/// The sections it knows; those without a use here are decoded all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Certificate,
    Pkcs1Key,
    Sec1Key,
    Pkcs8Key,
    Other,
}

const KINDS: &[(&[u8], Kind)] = &[
    (b"CERTIFICATE", Kind::Certificate),
    (b"RSA PRIVATE KEY", Kind::Pkcs1Key),
    (b"EC PRIVATE KEY", Kind::Sec1Key),
    (b"PRIVATE KEY", Kind::Pkcs8Key),
    (b"PUBLIC KEY", Kind::Other),
    (b"X509 CRL", Kind::Other),
    (b"CERTIFICATE REQUEST", Kind::Other),
    (b"ECHCONFIG", Kind::Other),
];

/// A section of a known kind, decoded.
pub(super) type Section = (Kind, Zeroizing<Vec<u8>>);

/// The sections of the file up to the first error, which is in the words of the crate.
pub(super) fn sections(file: &[u8]) -> impl Iterator<Item = Result<Section, String>> {
    let mut lines = file.split(|octet| matches!(octet, b'\n' | b'\r'));
    let mut is_over = false;
    core::iter::from_fn(move || {
        if is_over {
            return None;
        }
        let section = next(&mut lines, file.len()).transpose();
        is_over = !matches!(section, Some(Ok(_)));
        section
    })
}

/// `read`: lines are gathered from a BEGIN line to the END line of the same label; another BEGIN line starts anew, but what was
/// gathered stays.
fn next<'a>(lines: &mut impl Iterator<Item = &'a [u8]>, len: usize) -> Result<Option<Section>, String> {
    let mut label: Option<&[u8]> = None;
    let mut text = Zeroizing::new(Vec::with_capacity(len));
    for line in lines {
        if line.starts_with(b"-----BEGIN ") {
            label = Some(begun(line).ok_or_else(|| format!("illegal section start: {:?}", quotable(line)))?);
            continue;
        }
        let Some(open) = label else { continue };
        let end = line.strip_prefix(b"-----END ").and_then(|rest| rest.strip_prefix(open));
        if !end.is_some_and(|rest| rest.starts_with(b"-----")) {
            text.extend_from_slice(line);
            continue;
        }
        if let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == open) {
            let der = decode(&text).map_err(|error| format!("base64 decode error: {error}"))?;
            return Ok(Some((*kind, der)));
        }
        label = None;
        text.clear();
    }
    label.map_or(Ok(None), |open| Err(format!("missing section end marker: {:?}", quotable(open))))
}

/// The label of a BEGIN line, which must end in exactly five hyphens, spaces aside.
/// (`read`) Recorded: pem-literal-backslash-n-crt, pem-trusted-label-ca.
fn begun(line: &[u8]) -> Option<&[u8]> {
    let mut hyphens = 0;
    let mut at = line.len();
    for (index, octet) in line.iter().enumerate().rev() {
        match octet {
            b'-' => {
                hyphens += 1;
                at = index;
            }
            b' ' => {}
            _ => break,
        }
    }
    if hyphens == 5 { line.get(11..at) } else { None }
}

/// Base64 with or without padding, white space anywhere. The error is the one of the crate, as it prints it.
/// (`base64.rs`) Recorded: pem-no-padding-ca, pem-bad-base64-last-crt.
fn decode(text: &[u8]) -> Result<Zeroizing<Vec<u8>>, String> {
    let mut digits = Zeroizing::new(Vec::with_capacity(text.len()));
    for octet in text.iter().filter(|octet| !matches!(octet, b'\t'..=b'\r' | b' ')) {
        digits.push(match octet {
            b'A'..=b'Z' => octet - b'A',
            b'a'..=b'z' => octet - b'a' + 26,
            b'0'..=b'9' => octet - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => PADDING,
            _ => return Err(format!("InvalidCharacter({octet})")),
        });
    }
    let mut der = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut groups = digits.chunks(4).peekable();
    while let Some(group) = groups.next() {
        let is_last = groups.peek().is_none();
        let octets = match group {
            [_, _, _, PADDING] | [_, _, PADDING, _] | [_, PADDING, ..] | [PADDING, ..] if !is_last => {
                return Err("PrematurePadding".to_owned());
            }
            [PADDING, ..] | [_, PADDING, ..] => return Err("InvalidTrailingPadding".to_owned()),
            [_, _] | [_, _, PADDING, PADDING] => 1,
            [_, _, PADDING, ..] => return Err("InvalidTrailingPadding".to_owned()),
            [_, _, _] | [_, _, _, PADDING] => 2,
            [_, _, _, _] => 3,
            _ => return Err("InvalidTrailingPadding".to_owned()),
        };
        let bits =
            group.iter().chain([&0; 3]).take(4).fold(0u32, |bits, digit| bits << 6 | u32::from(digit & 0x3f));
        der.extend_from_slice(bits.to_be_bytes().get(1..=octets).unwrap_or_default());
    }
    Ok(der)
}

/// No digit has this value.
const PADDING: u8 = 0xff;

#[cfg(test)]
mod tests {
    use super::sections;

    /// A file, and the error that reading it ends in.
    const CASES: &[(&str, &str)] = &[
        ("-----BEGIN X-----\nAAAA\n", "missing section end marker: [88]"),
        (
            "-----BEGIN CERTIFICATE-----\nA=AA\n-----END CERTIFICATE-----\n",
            "base64 decode error: InvalidTrailingPadding",
        ),
        (
            "-----BEGIN CERTIFICATE-----\nAA==AAAA\n-----END CERTIFICATE-----\n",
            "base64 decode error: PrematurePadding",
        ),
        // What follows the label may be the key, and is not repeated.
        (
            "-----BEGIN PRIVATE KEY-----\\nc2VjcmV0\\n",
            "illegal section start: [45, 45, 45, 45, 45, 66, 69, 71, 73, 78, 32, 80, 82, 73, 86, 65, 84, 69, 32, 75, 69, 89]",
        ),
        (
            "-----BEGIN PRIVATE KEY-----c2VjcmV0-----END PRIVATE KEY-----",
            "missing section end marker: [80, 82, 73, 86, 65, 84, 69, 32, 75, 69, 89]",
        ),
    ];

    #[test]
    fn the_first_error_ends_the_file_and_quotes_no_key() {
        for (file, error) in CASES {
            let last = sections(file.as_bytes()).last().and_then(Result::err);
            assert_eq!(last.as_deref(), Some(*error), "{file}");
        }
    }
}
