//! How Java finds certificates and keys in a file: `sun.security.provider.X509Factory`, and the pattern that Netty and others
//! look for private keys with.

use zeroize::Zeroizing;

use crate::peer::cause::Cause;
use crate::peer::files::quotable;
use crate::peer::stack::base64::gathered;
use crate::peer::stack::java::thrown::{CERTIFICATE, IO, Thrown};

/// `X509Factory.readOneBlock` until there are no more: DER where a block begins with a SEQUENCE, else whatever stands between
/// a header and a footer that agree, whatever they say.
pub(super) fn blocks(file: &[u8]) -> Result<Vec<Zeroizing<Vec<u8>>>, Thrown> {
    let mut rest = file;
    let mut blocks = Vec::new();
    while let Some(first) = rest.first() {
        let block = if *first == 0x30 { der(&mut rest) } else { pem(&mut rest) };
        let Some(block) = block.map_err(in_factory)? else { break };
        blocks.push(block);
    }
    Ok(blocks)
}

fn in_factory(message: Message) -> Thrown {
    let thrown = Thrown::new(Cause::CertificateFile, IO, message.text);
    let thrown = match message.cause {
        Some(cause) => thrown.caused_by("java.lang.IllegalArgumentException", cause),
        None => thrown,
    };
    thrown.within(CERTIFICATE, "")
}

/// That of an `IOException`, and that of the `IllegalArgumentException` behind it.
struct Message {
    text: String,
    cause: Option<String>,
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self { text, cause: None }
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// One element, by its length; what follows it is left.
/// (`X509Factory.readBERInternal`)
fn der(rest: &mut &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, Message> {
    let element = crate::der::Reader::new(rest).next(&mut Vec::new());
    let Some(end) = element.map(|element| element.range.end).filter(|end| *end > 1) else {
        return Err("BER/DER length info absent".into());
    };
    let (block, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
    *rest = after;
    Ok(Some(Zeroizing::new(block.to_vec())))
}

/// `X509Factory.readOneBlock`: header, text, footer. Recorded: pem-glued-crt, pem-missing-end-crt, pem-literal-backslash-n-ca,
/// pem-header-fields-ca.
fn pem(rest: &mut &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, Message> {
    let Some(at) = header(rest) else {
        *rest = &[];
        return Ok(None);
    };
    let after = rest.get(at..).unwrap_or_default();
    let is_end = |octet: &u8| matches!(octet, b'\n' | b'\r');
    let end = after.iter().position(is_end).ok_or("Incomplete data")?;
    let (header, body) = after.split_at_checked(end).ok_or("Incomplete data")?;
    let line_end = match body {
        [b'\n', ..] | [b'\r', b'\n', ..] => b'\n',
        _ => b'\r',
    };
    let hyphen = body.iter().position(|octet| *octet == b'-').ok_or("Incomplete data")?;
    let (text, footer) = body.split_at_checked(hyphen).ok_or("Incomplete data")?;
    let end = footer.iter().position(|octet| *octet == line_end || *octet == b'\n');
    let (footer, left) = footer.split_at_checked(end.unwrap_or(footer.len())).unwrap_or((footer, &[]));
    *rest = left.get(1..).unwrap_or_default();
    check(header, footer)?;
    let digits = gathered(text, |octet| !matches!(octet, 9 | 10 | 13 | 32));
    let decoded = decode(&digits).map_err(|why| Message {
        text: format!("java.lang.IllegalArgumentException: {why}"),
        cause: Some(why),
    })?;
    Ok(Some(decoded))
}

/// Where the text after five hyphens at the beginning of a line begins.
fn header(file: &[u8]) -> Option<usize> {
    let mut hyphens = 0;
    let mut before = None;
    for (at, octet) in file.iter().enumerate() {
        if *octet == b'-' {
            hyphens += 1;
        } else {
            hyphens = 0;
            before = Some(*octet);
        }
        if hyphens == 5 && matches!(before, None | Some(b'\r' | b'\n')) {
            return Some(at + 1);
        }
    }
    None
}

/// `checkHeaderFooter`; the header comes without its first five hyphens.
fn check(header: &[u8], footer: &[u8]) -> Result<(), String> {
    let (header, footer) = (header.trim_ascii_end(), footer.trim_ascii_end());
    let begun = header.strip_prefix(b"BEGIN ").and_then(|rest| rest.strip_suffix(b"-----"));
    let ended = footer.strip_prefix(b"-----END ").and_then(|rest| rest.strip_suffix(b"-----"));
    let quoted = |line: &[u8]| quotable(line).iter().copied().map(char::from).collect::<String>();
    match (begun, ended) {
        (None, _) => Err(format!("Illegal header: -----{}", quoted(header))),
        (_, None) => Err(format!("Illegal footer: {}", quoted(footer))),
        (Some(begun), Some(ended)) if begun == ended => Ok(()),
        _ => Err(format!("Header and footer do not match: -----{} {}", quoted(header), quoted(footer))),
    }
}

/// `Base64.getDecoder`: padding may be left out, but not in part, and nothing may follow it.
/// Recorded: pem-no-padding-crt, pem-bad-base64-last-ca.
fn decode(text: &[u8]) -> Result<Zeroizing<Vec<u8>>, String> {
    let mut decoded = Zeroizing::new(Vec::with_capacity(text.len()));
    let (mut bits, mut count) = (0u32, 0usize);
    for (at, octet) in text.iter().enumerate() {
        let digit = match octet {
            b'A'..=b'Z' => octet - b'A',
            b'a'..=b'z' => octet - b'a' + 26,
            b'0'..=b'9' => octet - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                let padding = text.get(at..).unwrap_or_default();
                return match (count % 4, padding) {
                    (2, [b'=', b'=']) | (3, [b'=']) => Ok(decoded),
                    (2, [b'=', b'=', ..]) | (3, _) => {
                        let at = at + 4 - count % 4;
                        Err(format!("Input byte array has incorrect ending byte at {at}"))
                    }
                    _ => Err("Input byte array has wrong 4-byte ending unit".to_owned()),
                };
            }
            _ => return Err(format!("Illegal base64 character {octet:x}")),
        };
        bits = bits << 6 | u32::from(digit);
        count += 1;
        // The first digit of four gives no whole octet, each other one.
        if count % 4 != 1 {
            let shift = 6 - 2 * (count + 3) % 8;
            decoded.push((bits >> shift & 0xff).to_le_bytes()[0]);
        }
    }
    if count % 4 == 1 { Err("Last unit does not have enough valid bits".to_owned()) } else { Ok(decoded) }
}

/// What stands between the first header that says PRIVATE KEY and its footer, decoded: nothing but base64 and ends of lines.
/// Letters of either case, any label around the two words, and anything before the hyphens (`PemReader` of Netty).
/// Recorded: key-leading-text, key-two-keys-right-first.
pub(super) fn private_key(file: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut rest = file;
    while let Some((_, begun)) = split_at(rest, b"-BEGIN") {
        if let Some(text) = marked(begun).and_then(body) {
            return decode(&text).ok();
        }
        rest = begun;
    }
    None
}

/// What follows the hyphens of a line that goes on with PRIVATE KEY, from here.
fn marked(line: &[u8]) -> Option<&[u8]> {
    let end = line.iter().position(|octet| matches!(octet, b'\n' | b'\r')).unwrap_or(line.len());
    let (_, after) = split_at(line.get(..end)?, b"PRIVATE KEY")?;
    let hyphen = after.iter().position(|octet| *octet == b'-')?;
    let at = end - after.len() + hyphen;
    let hyphens = line.get(at..)?.iter().take_while(|octet| **octet == b'-').count();
    line.get(at + hyphens..)
}

/// The digits up to a footer.
fn body(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let is_body =
        |octet: &u8| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/' | b'=' | b'\r' | b'\n');
    let begun = text.trim_ascii_start();
    let end = begun.iter().position(|octet| !is_body(octet))?;
    let (digits, footer) = begun.split_at_checked(end)?;
    let footer = footer.get(footer.iter().take_while(|octet| **octet == b'-').count()..)?;
    let is_footer = footer.get(..3).is_some_and(|word| word.eq_ignore_ascii_case(b"END"));
    let is_key = begun.len() < text.len() && is_footer && marked(footer).is_some();
    is_key.then(|| gathered(digits, |octet| !octet.is_ascii_whitespace()))
}

/// What stands before the first `word`, in letters of either case, and what after.
fn split_at<'a>(text: &'a [u8], word: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = text.windows(word.len()).position(|window| window.eq_ignore_ascii_case(word))?;
    Some((text.get(..at)?, text.get(at + word.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::{blocks, decode, private_key};

    /// A file, and the exception that reading it ends in.
    const CASES: &[(&str, &str)] = &[
        (
            "-----BEGIN X-----\nAA\n-----END Y-----",
            "Header and footer do not match: -----BEGIN X----- -----END Y-----",
        ),
        ("-----BEGIN X", "Incomplete data"),
        // What follows the label may be the key, and is not repeated.
        (
            "-----BEGIN PRIVATE KEY-----c2VjcmV0\n-----END PRIVATE KEY-----",
            "Illegal header: -----BEGIN PRIVATE KEY",
        ),
    ];

    #[test]
    fn what_is_damaged_is_said_without_the_key() {
        for (file, why) in CASES {
            let thrown = blocks(file.as_bytes()).expect_err(file);
            assert_eq!(
                thrown.text_alone(),
                format!("CertificateException: java.io.IOException: {why}"),
                "{file}"
            );
        }
    }

    #[test]
    fn base64() {
        let cases: [(&str, Result<&[u8], &str>); 6] = [
            ("AQID", Ok(&[1, 2, 3])),
            ("AQI=", Ok(&[1, 2])),
            ("AQ", Ok(&[1])),
            ("AQ=", Err("Input byte array has wrong 4-byte ending unit")),
            ("A", Err("Last unit does not have enough valid bits")),
            ("A!", Err("Illegal base64 character 21")),
        ];
        for (text, expected) in cases {
            let decoded = decode(text.as_bytes()).map(|octets| octets.to_vec());
            assert_eq!(decoded.as_deref().map_err(String::as_str), expected, "{text}");
        }
    }

    #[test]
    fn private_keys() {
        let cases: [(&str, bool); 7] = [
            ("\u{feff}-----BEGIN PRIVATE KEY-----\nAQID\n-----END PRIVATE KEY-----\n", true),
            ("-----begin ec private key-----\r\nAQID\r\n-----end ec private key-----", true),
            (
                "-----BEGIN X-----\n!\n-----END X-----\n-----BEGIN PRIVATE KEY-----\nAQID\n-----END PRIVATE KEY-----",
                true,
            ),
            ("-----BEGIN PRIVATE KEY-----\n  AQID\n  AQID\n-----END PRIVATE KEY-----", false),
            ("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4\n\nAQID\n-----END RSA PRIVATE KEY-----", false),
            ("-----BEGIN PRIVATE KEY-----\nAQID\n", false),
            ("-----BEGIN PRIVATE KEY-----AQID-----END PRIVATE KEY-----", false),
        ];
        for (file, is_found) in cases {
            assert_eq!(private_key(file.as_bytes()).is_some(), is_found, "{file}");
        }
    }
}
