//! A pin as someone pasted it, in whatever spelling.

use core::fmt;
use core::str::FromStr;

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, Encoding, HEXLOWER_PERMISSIVE};

use crate::pin::Pinned;
use crate::sort;
use crate::x509::algorithm::Hash;

/// A digest, and what the text around it says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoughtPin {
    /// The text that was pasted.
    pub text: String,
    /// The octets it spells.
    pub digest: Vec<u8>,
    /// The hash function that gives so many octets.
    pub hash: Hash,
    /// How they are spelt.
    pub spelling: Spelling,
    /// What the text around it asks for; nothing where the digest stands by itself.
    pub form: Form,
}

/// What a form of pins asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Form {
    /// What is to be hashed.
    pub of: Option<Pinned>,
    /// How the digest is to be spelt.
    pub alphabet: Option<Alphabet>,
    /// The hash function.
    pub hash: Option<Hash>,
}

/// How a form wants a digest spelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alphabet {
    /// Hexadecimal, with colons or without.
    Hex,
    /// RFC 4648 §4, with its `=`.
    Base64,
    /// RFC 4648 §5, without `=`.
    Base64Url,
}

impl Alphabet {
    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hex => "hexadecimal",
            Self::Base64 => "base64",
            Self::Base64Url => "base64url without `=`",
        }
    }

    /// The octets in it.
    #[must_use]
    pub fn write(self, octets: &[u8]) -> String {
        match self {
            Self::Hex => data_encoding::HEXLOWER.encode(octets),
            Self::Base64 => data_encoding::BASE64.encode(octets),
            Self::Base64Url => BASE64URL_NOPAD.encode(octets),
        }
    }
}

impl Spelling {
    /// True if a program that reads `alphabet` reads this.
    #[must_use]
    pub const fn is(self, alphabet: Alphabet) -> bool {
        matches!(
            (self, alphabet),
            (Self::Hex | Self::SeparatedHex, Alphabet::Hex)
                | (Self::Base64, Alphabet::Base64)
                | (Self::Base64Url, Alphabet::Base64Url)
        )
    }

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hex | Self::SeparatedHex => "hexadecimal",
            Self::Base64 => "base64",
            Self::Base64Url => "base64url, or base64 without its `=`",
            Self::Base64OfHex => "base64 of hexadecimal digits",
        }
    }
}

/// How a digest is spelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Spelling {
    /// Hexadecimal digits in a row.
    Hex,
    /// Hexadecimal, the octets separated.
    SeparatedHex,
    /// RFC 4648 §4.
    Base64,
    /// RFC 4648 §5, or without `=`.
    Base64Url,
    /// Base64 of hexadecimal digits, where base64 of the octets was meant.
    Base64OfHex,
}

/// Why a text is not a pin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParsePinError {
    /// There is nothing in it that could be a digest.
    NoDigest,
    /// It spells octets, but as many as no hash function gives that pins are made with.
    Length(usize),
}

impl fmt::Display for ParsePinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDigest => f.write_str(
                "the text holds no digest: paste 64 hexadecimal digits, or 44 characters of base64, as SHA-256 gives",
            ),
            Self::Length(16) => f.write_str("the text spells 16 bytes, an MD5 digest, which no pin uses: compute SHA-256"),
            Self::Length(count) => write!(
                f,
                "the text spells {count} bytes, where SHA-256 gives 32 and SHA-1 20: copy the pin again, whole"
            ),
        }
    }
}

impl core::error::Error for ParsePinError {}

/// What stands before the digest in the forms that pins are copied from, and what they ask for.
/// Compared without regard to case; a longer form stands before the one it begins with.
const FORMS: &[(&str, Form)] = &[
    ("sha256//", SPKI),
    ("sha256/", SPKI),
    ("sha1/", Form { hash: Some(Hash::Sha1), ..SPKI }),
    ("pin-sha256", SPKI),
    ("--discovery-token-ca-cert-hash", Form { alphabet: Some(Alphabet::Hex), ..SPKI }),
    ("verify_certificate_spki", SPKI),
    ("spki-sha256-base64", SPKI),
    ("spki_sha256", SPKI),
    ("<pin ", SPKI),
    ("verify_certificate_hash", Form { hash: Some(Hash::Sha256), ..CERTIFICATE }),
    ("sha256 fingerprint", Form { hash: Some(Hash::Sha256), ..CERTIFICATE }),
    ("fingerprint", CERTIFICATE),
    ("thumbprint", CERTIFICATE),
    ("x5t#s256", Form { hash: Some(Hash::Sha256), alphabet: Some(Alphabet::Base64Url), ..CERTIFICATE }),
    ("x5t", Form { hash: Some(Hash::Sha1), alphabet: Some(Alphabet::Base64Url), ..CERTIFICATE }),
];

const SPKI: Form =
    Form { of: Some(Pinned::PublicKey), alphabet: Some(Alphabet::Base64), hash: Some(Hash::Sha256) };

const CERTIFICATE: Form = Form { of: Some(Pinned::Certificate), alphabet: Some(Alphabet::Hex), hash: None };

/// Longest text that is searched; a pin with all that is put around it is far shorter.
const LONGEST: usize = 4096;

impl FromStr for SoughtPin {
    type Err = ParsePinError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let searched = text.get(..LONGEST).unwrap_or(text);
        let tlsa = tlsa(searched);
        let lower = searched.to_ascii_lowercase();
        let known = || FORMS.iter().find(|(form, _)| lower.contains(form)).map(|(_, form)| *form);
        let form = tlsa.as_ref().map(|(form, _)| *form).or_else(known).unwrap_or_default();
        let mut wrong_length = None;
        for candidate in candidates(tlsa.map_or(searched, |(_, digest)| digest)) {
            let Some((octets, spelling)) = decode(&candidate) else { continue };
            match hash(octets.len()) {
                Some(hash) => {
                    return Ok(Self { text: text.to_owned(), digest: octets, hash, spelling, form });
                }
                None if octets.len() >= 16 => wrong_length = wrong_length.or(Some(octets.len())),
                None => {}
            }
        }
        Err(wrong_length.map_or(ParsePinError::NoDigest, ParsePinError::Length))
    }
}

const fn hash(octets: usize) -> Option<Hash> {
    Some(match octets {
        20 => Hash::Sha1,
        32 => Hash::Sha256,
        48 => Hash::Sha384,
        64 => Hash::Sha512,
        _ => return None,
    })
}

/// What a TLSA record asks for, and its data (RFC 6698 §2.2): three numbers, then hexadecimal.
fn tlsa(text: &str) -> Option<(Form, &str)> {
    let (at, _) = text.match_indices(' ').find(|(at, _)| {
        let before = text.get(..*at).and_then(|before| before.as_bytes().last());
        let after = text.get(at + 1..).unwrap_or_default().as_bytes();
        matches!((before, after), (Some(b'0'..=b'3'), [b'0' | b'1', b' ', b'1' | b'2', b' ', ..]))
    })?;
    let (selector, matching) = match text.as_bytes().get(at + 1..)? {
        [selector, _, matching, ..] => (*selector, *matching),
        _ => return None,
    };
    let of = if selector == b'0' { Pinned::Certificate } else { Pinned::PublicKey };
    let hash = if matching == b'1' { Hash::Sha256 } else { Hash::Sha512 };
    Some((Form { of: Some(of), alphabet: Some(Alphabet::Hex), hash: Some(hash) }, text.get(at + 5..)?))
}

/// The parts of a text that may be a digest, the whole of it first.
fn candidates(text: &str) -> impl Iterator<Item = String> {
    let whole: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')')).collect();
    let around = |c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';')
    };
    let mut parts: Vec<String> = text.split(around).map(bare).map(str::to_owned).collect();
    sort::by_key(&mut parts, |part| core::cmp::Reverse(part.len()));
    core::iter::once(bare(&whole).to_owned()).chain(parts)
}

/// A part without the name that is put before its digest.
fn bare(part: &str) -> &str {
    let padding = part.len() - part.trim_end_matches('=').len();
    let end = part.len() - padding;
    let part =
        part.get(..end).and_then(|body| body.rfind('=')).and_then(|at| part.get(at + 1..)).unwrap_or(part);
    let prefixes = ["sha256//", "sha256/", "sha1/", "pin-sha256:", "sha256:", "sha-256:", "sha1:"];
    let prefix = prefixes
        .iter()
        .find(|prefix| part.get(..prefix.len()).is_some_and(|own| own.eq_ignore_ascii_case(prefix)));
    prefix.and_then(|prefix| part.get(prefix.len()..)).unwrap_or(part)
}

fn decode(text: &str) -> Option<(Vec<u8>, Spelling)> {
    if let Some(hex) = hexadecimal(text) {
        return Some(hex);
    }
    let body = text.trim_end_matches('=');
    let is_url = body.contains(['-', '_']);
    let lenient = |encoding: &Encoding| encoding.decode(body.as_bytes()).ok();
    let octets = if is_url { lenient(&BASE64URL_NOPAD)? } else { lenient(&BASE64_NOPAD)? };
    let inner = core::str::from_utf8(&octets).ok().and_then(|inner| hexadecimal(inner.trim()));
    if let Some((octets, _)) = inner {
        return Some((octets, Spelling::Base64OfHex));
    }
    let is_unpadded = body.len() == text.len() && !body.len().is_multiple_of(4);
    Some((octets, if is_url || is_unpadded { Spelling::Base64Url } else { Spelling::Base64 }))
}

/// Pairs of digits, in a row or with one and the same mark between them.
fn hexadecimal(text: &str) -> Option<(Vec<u8>, Spelling)> {
    let mark = text.chars().nth(2).filter(|c| matches!(c, ':' | '-' | ' '));
    let (digits, spelling) = match mark {
        Some(mark) => {
            let pairs: Vec<&str> = text.split(mark).collect();
            if pairs.iter().any(|pair| pair.len() != 2) {
                return None;
            }
            (pairs.concat(), Spelling::SeparatedHex)
        }
        None => (text.to_owned(), Spelling::Hex),
    };
    let octets = HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok().filter(|octets| !octets.is_empty())?;
    Some((octets, spelling))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
    const BASE64: &str = "LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=";

    #[test]
    fn every_spelling_is_read() {
        use Pinned::{Certificate, PublicKey};
        let colons = crate::pin::colons(&HEXLOWER_PERMISSIVE.decode(HEX.as_bytes()).unwrap());
        let url = BASE64.replace('/', "_").replace('+', "-").replace('=', "");
        let (first, second) = HEX.split_at(32);
        let rows: &[(String, Spelling, Option<Pinned>)] = &[
            (HEX.to_owned(), Spelling::Hex, None),
            (HEX.to_uppercase(), Spelling::Hex, None),
            (format!(" {colons}\n"), Spelling::SeparatedHex, None),
            (colons.to_lowercase().replace(':', " "), Spelling::Hex, None),
            (colons.replace(':', "-"), Spelling::SeparatedHex, None),
            (format!("sha256 Fingerprint={colons}"), Spelling::SeparatedHex, Some(Certificate)),
            (format!("verify_certificate_hash: [\"{colons}\"]"), Spelling::SeparatedHex, Some(Certificate)),
            (format!("\"x5t#S256\": \"{url}\""), Spelling::Base64Url, Some(Certificate)),
            (BASE64.to_owned(), Spelling::Base64, None),
            (url, Spelling::Base64Url, None),
            (format!("sha256/{BASE64}"), Spelling::Base64, Some(PublicKey)),
            (format!("sha256//{BASE64}"), Spelling::Base64, Some(PublicKey)),
            (format!("curl --pinnedpubkey 'sha256//{BASE64}' https://a/"), Spelling::Base64, Some(PublicKey)),
            (format!("pin-sha256:{BASE64}"), Spelling::Base64, Some(PublicKey)),
            (
                format!("Public-Key-Pins: pin-sha256=\"{BASE64}\"; max-age=10"),
                Spelling::Base64,
                Some(PublicKey),
            ),
            (format!("<pin digest=\"SHA-256\">{BASE64}</pin>"), Spelling::Base64, Some(PublicKey)),
            (format!("verify_certificate_spki:\n- {BASE64}"), Spelling::Base64, Some(PublicKey)),
            (
                format!("<key>SPKI-SHA256-BASE64</key><string>{BASE64}</string>"),
                Spelling::Base64,
                Some(PublicKey),
            ),
            (
                format!("kubeadm join a:6443 --discovery-token-ca-cert-hash sha256:{HEX}"),
                Spelling::Hex,
                Some(PublicKey),
            ),
            (format!("_443._tcp.a. IN TLSA 3 1 1 {HEX}"), Spelling::Hex, Some(PublicKey)),
            (format!("_443._tcp.a. IN TLSA 2 0 1 ( {first}\n {second} )"), Spelling::Hex, Some(Certificate)),
            (format!("SHA256:{}", BASE64.trim_end_matches('=')), Spelling::Base64Url, None),
            (data_encoding::BASE64.encode(HEX.as_bytes()), Spelling::Base64OfHex, None),
            (data_encoding::BASE64.encode(format!("{HEX}\n").as_bytes()), Spelling::Base64OfHex, None),
        ];
        for (text, spelling, of) in rows {
            let pin: SoughtPin = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(data_encoding::HEXLOWER.encode(&pin.digest), HEX, "{text}");
            assert_eq!((pin.hash, pin.spelling, pin.form.of), (Hash::Sha256, *spelling, *of), "{text}");
        }
    }

    #[test]
    fn what_is_no_pin_is_refused_with_a_reason() {
        let rows: &[(&str, ParsePinError)] = &[
            ("", ParsePinError::NoDigest),
            ("no pin at all", ParsePinError::NoDigest),
            ("d41d8cd98f00b204e9800998ecf8427e", ParsePinError::Length(16)),
            (&HEX[2..], ParsePinError::Length(31)),
        ];
        for (text, expected) in rows {
            assert_eq!(text.parse::<SoughtPin>().as_ref(), Err(expected), "{text}");
        }
        let sha1: SoughtPin = "SHA1 Fingerprint=a9993e364706816aba3e25717850c26c9cd0d89d".parse().unwrap();
        assert_eq!(sha1.hash, Hash::Sha1);
    }
}
