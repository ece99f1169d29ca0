//! Whether a presented identifier matches a reference identifier (RFC 9525 §6.3 to §6.5), and if not, why not.

use core::fmt;
use core::net::IpAddr;

use crate::identity::ReferenceIdentifier;
use crate::identity::presented::{Presented, PresentedIdentifier};

/// The answer of one presented identifier to one reference identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// They are equal.
    Matches,
    /// The wildcard stands for the first label of the name.
    MatchesByWildcard,
    /// They do not match.
    Differs(Mismatch),
}

impl Answer {
    /// True if the connection would be made.
    #[must_use]
    pub const fn is_match(self) -> bool {
        matches!(self, Self::Matches | Self::MatchesByWildcard)
    }
}

/// Why a presented identifier does not match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mismatch {
    /// Another name of the same form.
    AnotherName,
    /// A name of another form: an address is not a DNS name.
    AnotherForm,
    /// The address is written as a dNSName, which no address matches.
    AddressInDnsName,
    /// The wildcard stands for exactly one label; the name has more or fewer.
    WildcardDepth,
    /// `*` is not the whole of the first label, or stands twice, or is all there is.
    WildcardMisplaced,
    /// The dNSName has characters that are not ASCII in place of A-labels.
    NotAscii,
    /// A name that ends in a dot.
    TrailingDot,
    /// The iPAddress has neither 4 nor 16 octets.
    AddressLength,
    /// The common name is no presented identifier (RFC 9525 §2). Where there is no dNSName, OpenSSL, Node, Java, gRPC and others fall back
    /// on it all the same (recorded: san-absent-cn-match-server).
    CommonName,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AnotherName => "another name",
            Self::AnotherForm => "a name of another form",
            Self::AddressInDnsName => "an address in a dNSName, which no address matches",
            Self::WildcardDepth => "a pattern whose `*` stands for exactly one label",
            Self::WildcardMisplaced => "a pattern whose `*` is not the whole first label of a longer name",
            Self::NotAscii => "not ASCII: an international name must be in A-labels (`xn--…`)",
            Self::TrailingDot => "a name with a dot at its end, which a dNSName must not have",
            Self::AddressLength => "an iPAddress of neither 4 nor 16 octets",
            Self::CommonName => {
                "the common name, which RFC 9525 leaves out, and Go, rustls and browsers with it"
            }
        })
    }
}

/// The answer of `presented` to `reference`.
#[must_use]
pub fn answer(reference: &ReferenceIdentifier, presented: &PresentedIdentifier) -> Answer {
    match (reference, &presented.value) {
        (_, Presented::CommonName(_)) => Answer::Differs(Mismatch::CommonName),
        (ReferenceIdentifier::Dns(name), Presented::Dns(pattern)) => dns(name, pattern),
        (ReferenceIdentifier::Dns(_), Presented::DnsNotAscii(_)) => Answer::Differs(Mismatch::NotAscii),
        (ReferenceIdentifier::Ip(wanted), Presented::Ip(found)) => {
            if wanted == found {
                Answer::Matches
            } else {
                Answer::Differs(Mismatch::AnotherName)
            }
        }
        (ReferenceIdentifier::Ip(wanted), Presented::Dns(text))
            if text.parse::<IpAddr>().is_ok_and(|found| found == *wanted) =>
        {
            Answer::Differs(Mismatch::AddressInDnsName)
        }
        (ReferenceIdentifier::Ip(_), Presented::IpMalformed(_)) => Answer::Differs(Mismatch::AddressLength),
        (ReferenceIdentifier::Uri(wanted), Presented::Uri(found)) => {
            if uri_equal(wanted, found) {
                Answer::Matches
            } else {
                Answer::Differs(Mismatch::AnotherName)
            }
        }
        _ => Answer::Differs(Mismatch::AnotherForm),
    }
}

/// RFC 9525 §6.3: equal but for case, or a `*` that is the whole first label and stands for one label.
/// `name` is in lower case and A-labels.
pub(crate) fn dns(name: &str, pattern: &str) -> Answer {
    if pattern.eq_ignore_ascii_case(name) {
        return Answer::Matches;
    }
    if pattern.ends_with('.') {
        return Answer::Differs(Mismatch::TrailingDot);
    }
    if !pattern.contains('*') {
        return Answer::Differs(Mismatch::AnotherName);
    }
    let Some(base) = pattern.strip_prefix("*.").filter(|base| !base.is_empty() && !base.contains('*')) else {
        return Answer::Differs(Mismatch::WildcardMisplaced);
    };
    match name.split_once('.') {
        Some((_, rest)) if rest.eq_ignore_ascii_case(base) => Answer::MatchesByWildcard,
        _ if name.eq_ignore_ascii_case(base) || ends_with_labels(name, base) => {
            Answer::Differs(Mismatch::WildcardDepth)
        }
        _ => Answer::Differs(Mismatch::AnotherName),
    }
}

/// True if `name` is `base` with labels before it.
pub(crate) fn ends_with_labels(name: &str, base: &str) -> bool {
    name.len()
        .checked_sub(base.len() + 1)
        .and_then(|at| name.split_at_checked(at))
        .is_some_and(|(_, tail)| tail.strip_prefix('.').is_some_and(|tail| tail.eq_ignore_ascii_case(base)))
}

/// Scheme and host without regard to case, the rest octet for octet (RFC 3986 §6.2.2.1).
fn uri_equal(wanted: &str, found: &str) -> bool {
    let split = |uri: &str| -> (String, String) {
        let host = uri.find("://").map_or(0, |at| at + 3);
        let end =
            uri.get(host..).and_then(|rest| rest.find(['/', '?', '#'])).map_or(uri.len(), |at| host + at);
        let (before, after) = uri.split_at_checked(end).unwrap_or((uri, ""));
        (before.to_ascii_lowercase(), after.to_owned())
    };
    split(wanted) == split(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dns_names() {
        use Mismatch::{AnotherName, TrailingDot, WildcardDepth, WildcardMisplaced};
        const CASES: &[(&str, &str, Answer)] = &[
            ("example.com", "Example.COM", Answer::Matches),
            ("example.com", "example.com.", Answer::Differs(TrailingDot)),
            ("example.com", "example.org", Answer::Differs(AnotherName)),
            ("a.example.com", "*.example.com", Answer::MatchesByWildcard),
            ("a.b.example.com", "*.example.com", Answer::Differs(WildcardDepth)),
            ("example.com", "*.example.com", Answer::Differs(WildcardDepth)),
            ("a.example.com", "a*.example.com", Answer::Differs(WildcardMisplaced)),
            ("a.b.example.com", "a.*.example.com", Answer::Differs(WildcardMisplaced)),
            ("a.b.example.com", "*.*.example.com", Answer::Differs(WildcardMisplaced)),
            ("com", "*", Answer::Differs(WildcardMisplaced)),
            ("xn--bcher-kva.example.com", "*.example.com", Answer::MatchesByWildcard),
            ("web.local", "*.local", Answer::MatchesByWildcard),
        ];
        for (name, pattern, expected) in CASES {
            assert_eq!(dns(name, pattern), *expected, "{name} {pattern}");
        }
    }

    #[test]
    fn other_forms() {
        let presented = |value| PresentedIdentifier { value, range: crate::span::ByteRange::default() };
        let address: ReferenceIdentifier = "10.0.0.1".parse().unwrap();
        let in_dns = presented(Presented::Dns("10.0.0.1".to_owned()));
        assert_eq!(answer(&address, &in_dns), Answer::Differs(Mismatch::AddressInDnsName));
        assert!(answer(&address, &presented(Presented::Ip("10.0.0.1".parse().unwrap()))).is_match());
        let id: ReferenceIdentifier = "spiffe://Example.org/ns/a".parse().unwrap();
        assert!(answer(&id, &presented(Presented::Uri("spiffe://example.org/ns/a".to_owned()))).is_match());
        assert!(!answer(&id, &presented(Presented::Uri("spiffe://example.org/ns/A".to_owned()))).is_match());
    }
}
