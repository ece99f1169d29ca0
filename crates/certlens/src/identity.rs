//! The names that will be dialled and the names a certificate presents (RFC 9525).

use core::fmt;
use core::net::IpAddr;
use core::str::FromStr;

pub mod matching;
pub mod presented;

/// A name that will be dialled: `reference identifier` of RFC 9525 §6.1.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ReferenceIdentifier {
    /// A DNS name: lower case, A-labels, no trailing dot.
    Dns(String),
    /// An address. It matches iPAddress only, whatever a dNSName may say (§6.4).
    Ip(IpAddr),
    /// A URI, such as a SPIFFE ID; compared as a whole (§6.5 compares scheme and host, SPIFFE the whole).
    Uri(String),
}

impl fmt::Display for ReferenceIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(text) | Self::Uri(text) => f.write_str(text),
            Self::Ip(address) => write!(f, "{address}"),
        }
    }
}

/// Why a text is not a name that can be dialled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseIdentifierError {
    /// There is nothing.
    Empty,
    /// It has a `*`, which only certificates may have.
    Wildcard(String),
    /// A label is empty, or above 63 characters, or the whole is above 253.
    Length(String),
    /// A character that no host name has.
    Character(String, char),
    /// An international name that IDNA does not allow (UTS 46).
    International(String),
}

impl fmt::Display for ParseIdentifierError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the name is empty: write a host name, an address or a URI"),
            Self::Wildcard(text) => {
                write!(f, "`{text}` is a pattern: write the name that is dialled, without `*`")
            }
            Self::Length(text) => {
                write!(
                    f,
                    "`{text}` has a part that is empty or longer than 63 characters, or is longer than 253"
                )
            }
            Self::Character(text, character) => {
                write!(
                    f,
                    "`{text}` has `{character}`, which no host name has: write the name without port or path"
                )
            }
            Self::International(text) => write!(f, "`{text}` is not a name that IDNA (UTS 46) allows"),
        }
    }
}

impl core::error::Error for ParseIdentifierError {}

/// An address (IPv6 with or without brackets), a URI (with `://`), or a DNS name in U-labels or A-labels.
impl FromStr for ReferenceIdentifier {
    type Err = ParseIdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ParseIdentifierError::Empty);
        }
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = bare.parse() {
            return Ok(Self::Ip(address));
        }
        if text.contains("://") {
            return Ok(Self::Uri(text.to_owned()));
        }
        parse_dns(text).map(Self::Dns)
    }
}

fn parse_dns(text: &str) -> Result<String, ParseIdentifierError> {
    if text.contains('*') {
        return Err(ParseIdentifierError::Wildcard(text.to_owned()));
    }
    let relative = text.strip_suffix('.').unwrap_or(text);
    let ascii = if relative.is_ascii() {
        relative.to_ascii_lowercase()
    } else {
        idna::domain_to_ascii(relative).map_err(|_| ParseIdentifierError::International(text.to_owned()))?
    };
    if let Some(odd) = ascii.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))) {
        return Err(ParseIdentifierError::Character(text.to_owned(), odd));
    }
    if ascii.len() > 253 || ascii.split('.').any(|label| label.is_empty() || label.len() > 63) {
        return Err(ParseIdentifierError::Length(text.to_owned()));
    }
    Ok(ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parsing() {
        const CASES: &[(&str, Result<&str, ()>)] = &[
            ("Web.Example.COM.", Ok("web.example.com")),
            ("b\u{fc}cher.example", Ok("xn--bcher-kva.example")),
            ("foo_bar.example", Ok("foo_bar.example")),
            ("10.0.0.1", Ok("10.0.0.1")),
            ("[2001:DB8::1]", Ok("2001:db8::1")),
            ("spiffe://example.org/ns/a/sa/b", Ok("spiffe://example.org/ns/a/sa/b")),
            ("*.example.com", Err(())),
            ("example.com:443", Err(())),
            ("a..b", Err(())),
            ("", Err(())),
        ];
        for (text, expected) in CASES {
            let parsed = text.parse::<ReferenceIdentifier>().map(|name| name.to_string()).map_err(|_| ());
            assert_eq!(parsed, expected.map(str::to_owned), "{text}");
        }
        assert!(matches!("::1".parse(), Ok(ReferenceIdentifier::Ip(_))));
    }
}
