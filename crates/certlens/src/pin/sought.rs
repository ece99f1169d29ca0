//! A pin as someone pasted it, in whatever spelling.

use core::fmt;
use core::str::FromStr;

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, Encoding, HEXLOWER_PERMISSIVE};

use crate::crypto::digest;
use crate::sort;
use crate::x509::algorithm::Hash;

mod form;

pub use form::{Alphabet, Form, Holder};

/// A digest, and what the text around it says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoughtPin {
    /// The text that was pasted.
    pub text: String,
    /// The octets it spells; of a record that holds the whole, the SHA-256 of that.
    pub digest: Vec<u8>,
    /// The hash function that gives so many octets.
    pub hash: Hash,
    /// How they are spelt.
    pub spelling: Spelling,
    /// What the text around it asks for; nothing where the digest stands by itself.
    pub form: Form,
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
    /// It is longer than any set of pins.
    TooLong,
}

impl fmt::Display for ParsePinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDigest => f.write_str(
                "the text holds no digest: paste 64 hexadecimal digits, or 44 characters of base64, as SHA-256 gives",
            ),
            Self::TooLong => f.write_str("the text is longer than 16 kB: paste the pins without what is around them"),
            Self::Length(16) => f.write_str("the text spells 16 bytes, an MD5 digest, which no pin uses: compute SHA-256"),
            Self::Length(count) => write!(
                f,
                "the text spells {count} bytes, where SHA-256 gives 32 and SHA-1 20: copy the pin again, whole"
            ),
        }
    }
}

impl core::error::Error for ParsePinError {}

/// Longest text that is searched; a set of pins with all that is put around it is far shorter.
const LONGEST: usize = 16 * 1024;

/// The first pin of a text.
impl FromStr for SoughtPin {
    type Err = ParsePinError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        all(text)?.into_iter().next().ok_or(ParsePinError::NoDigest)
    }
}

/// Every pin of a text, in its order: lists of curl and OkHttp, headers, pin sets and TLSA records hold several, of which a program
/// accepts any.
///
/// # Errors
///
/// If there is none, or one that has been cut.
pub fn all(text: &str) -> Result<Vec<SoughtPin>, ParsePinError> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Err(ParsePinError::TooLong);
    }
    let records = form::records(text);
    if let [(form, data)] = records.as_slice() {
        return Ok(vec![only(text, data, *form)?]);
    }
    let mut pins: Vec<SoughtPin> =
        records.into_iter().map(|(form, data)| only(data.trim(), data, form)).collect::<Result<_, _>>()?;
    if pins.is_empty() {
        pins = several(text)?;
    }
    if pins.len() < 2 {
        let form = Form::known(&text.to_ascii_lowercase()).unwrap_or_default();
        return Ok(vec![only(text, text, form)?]);
    }
    let mut known: Vec<Vec<u8>> = Vec::new();
    pins.retain(|pin| {
        let is_new = !known.contains(&pin.digest);
        known.push(pin.digest.clone());
        is_new
    });
    Ok(pins)
}

/// The one pin that `data` spells, which stands in `text`.
fn only(text: &str, data: &str, form: Form) -> Result<SoughtPin, ParsePinError> {
    let mut wrong_length = None;
    for candidate in candidates(data) {
        let Some((octets, spelling)) = decode(&candidate) else { continue };
        let (digest, hash) = match hash(octets.len()) {
            _ if form.is_whole => (digest::sha256(&octets).to_vec(), Hash::Sha256),
            Some(hash) => (octets, hash),
            None => {
                wrong_length = wrong_length.or_else(|| Some(octets.len()).filter(|length| *length >= 16));
                continue;
            }
        };
        return Ok(SoughtPin { text: text.to_owned(), digest, hash, spelling, form });
    }
    Err(wrong_length.map_or(ParsePinError::NoDigest, ParsePinError::Length))
}

/// The pins of a list: whatever is a digest between its marks, each of the form that stands last before it.
fn several(text: &str) -> Result<Vec<SoughtPin>, ParsePinError> {
    let mut pins: Vec<SoughtPin> = Vec::new();
    let (mut at, mut start, mut form) = (0, 0, Form::default());
    for part in text.split(is_around) {
        let end = at + part.len();
        let digest = bare(part);
        let is_marked = digest.len() < part.len();
        match decode(digest).map(|(octets, spelling)| (hash(octets.len()), octets, spelling)) {
            // Words of the length that SHA-1 has in base64 are common; a pin of it has a mark.
            Some((Some(Hash::Sha1), _, Spelling::Base64Url | Spelling::Base64))
                if !is_marked && !part.ends_with('=') => {}
            Some((Some(hash), digest, spelling)) => {
                let before = text.get(start..end).unwrap_or_default().to_ascii_lowercase();
                form = Form::known(&before).unwrap_or(form);
                pins.push(SoughtPin { text: part.to_owned(), digest, hash, spelling, form });
                start = end;
            }
            Some((None, octets, _)) if is_marked && octets.len() >= 16 => {
                return Err(ParsePinError::Length(octets.len()));
            }
            _ => {}
        }
        at = end + text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    Ok(pins)
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

/// The parts of a text that may be a digest, the whole of it first.
fn candidates(text: &str) -> impl Iterator<Item = String> {
    let whole: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')')).collect();
    let mut parts: Vec<String> = text.split(is_around).map(bare).map(str::to_owned).collect();
    sort::by_key(&mut parts, |part| core::cmp::Reverse(part.len()));
    core::iter::once(bare(&whole).to_owned()).chain(parts)
}

/// What stands around digests.
fn is_around(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';')
}

/// A part without the name that is put before its digest.
fn bare(part: &str) -> &str {
    let padding = part.len() - part.trim_end_matches('=').len();
    let end = part.len() - padding;
    let part =
        part.get(..end).and_then(|body| body.rfind('=')).and_then(|at| part.get(at + 1..)).unwrap_or(part);
    let prefixes = [
        "sha256//",
        "sha256/",
        "sha1/",
        "pin-sha256:",
        "sha256:",
        "sha-256:",
        "sha1:",
        "sha256-",
        "sha1-",
        "0x",
    ];
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
    use crate::pin::Pinned;

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

    /// Texts of several pins, and of each what it asks for.
    #[test]
    fn every_pin_of_a_list_is_read() {
        const OTHER: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
        let spki = [Some(Pinned::PublicKey); 2];
        let rows = [
            (format!("sha256//{OTHER};sha256//{BASE64}"), spki),
            (format!("sha256//{BASE64};sha256//{OTHER}"), spki),
            (format!("pin-sha256=\"{OTHER}\"; pin-sha256=\"{BASE64}\"; max-age=5184000"), spki),
            (
                format!(
                    "<pin-set><pin digest=\"SHA-256\">{OTHER}</pin>\n<pin digest=\"SHA-256\">{BASE64}</pin></pin-set>"
                ),
                spki,
            ),
            (format!(".add(\"a.example\", \"sha256/{OTHER}\", \"sha256/{BASE64}\")"), spki),
            (format!("verify_certificate_spki: [\"{OTHER}\", \"{BASE64}\"]"), spki),
            (format!("{OTHER},{BASE64}"), [None; 2]),
            (format!("{HEX}\n{}", "01".repeat(32)), [None; 2]),
            (
                format!("a. IN TLSA 3 0 1 {HEX}\na. IN TLSA 2 1 1 ( {} )\n", "01".repeat(32)),
                [Some(Pinned::Certificate), Some(Pinned::PublicKey)],
            ),
        ];
        for (text, of) in rows {
            let pins = all(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(pins.iter().map(|pin| pin.form.of).collect::<Vec<_>>(), of, "{text}");
            assert!(pins.iter().any(|pin| data_encoding::HEXLOWER.encode(&pin.digest) == HEX), "{text}");
            assert!(pins.iter().all(|pin| pin.hash == Hash::Sha256), "{text}");
        }
        let cut = format!("sha256//{};sha256//{BASE64}", &OTHER[..40]);
        assert_eq!(all(&cut), Err(ParsePinError::Length(30)));
    }

    #[test]
    fn records_say_whose_pin_they_are() {
        use Holder::{Authority, EndEntity, Nobody};
        for (usage, holder) in [(0, Authority), (1, EndEntity), (2, Authority), (3, EndEntity), (5, Nobody)] {
            let pin: SoughtPin = format!("{usage} 1 1 {HEX}").parse().unwrap();
            assert_eq!(pin.form.holder, Some(holder));
        }
        let whole: SoughtPin = "3 1 0 302a300506032b6570032100d75a".parse().unwrap();
        assert!(whole.form.is_whole);
        assert!(format!("a IN SSHFP 3 2 {HEX}").parse::<SoughtPin>().unwrap().form.is_ssh);
        for text in [format!("0x{HEX}"), format!("sha256-{BASE64}")] {
            assert_eq!(
                data_encoding::HEXLOWER.encode(&text.parse::<SoughtPin>().unwrap().digest),
                HEX,
                "{text}"
            );
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
