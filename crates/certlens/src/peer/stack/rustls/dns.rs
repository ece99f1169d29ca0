//! DNS names as webpki compares them (`subject_name/dns_name.rs`).

use crate::peer::stack::rustls::error::{Error, MALFORMED_DNS_IDENTIFIER, MALFORMED_NAME_CONSTRAINT};

/// What a name is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Against {
    /// The name that is dialled, which may end in a dot.
    Reference,
    /// A subtree that is permitted: a wildcard name lies in none.
    Permitted,
    /// A subtree that is excluded: a wildcard name lies in it if one of the names it stands for does.
    Excluded,
}

/// `presented_id_matches_reference_id`
pub(super) fn matches(presented: &[u8], against: Against, other: &[u8]) -> Result<bool, Error> {
    let is_constraint = against != Against::Reference;
    if !is_valid(presented, Place::Presented) {
        return Err(MALFORMED_DNS_IDENTIFIER);
    }
    if !is_valid(other, if is_constraint { Place::Constraint } else { Place::Reference }) {
        return Err(if is_constraint { MALFORMED_NAME_CONSTRAINT } else { MALFORMED_DNS_IDENTIFIER });
    }
    let mut presented = presented;
    let mut other = other;
    if is_constraint && presented.len() > other.len() {
        if other.is_empty() {
            return Ok(true);
        }
        let (before, tail) = presented.split_at_checked(presented.len() - other.len()).unwrap_or_default();
        if !other.starts_with(b".") && !before.ends_with(b".") {
            return Ok(false);
        }
        presented = tail;
    }
    if presented.starts_with(b"*") && against != Against::Permitted {
        let Some(dot) = other.iter().skip(1).position(|octet| *octet == b'.') else { return Ok(false) };
        presented = presented.get(1..).unwrap_or_default();
        other = other.get(dot + 1..).unwrap_or_default();
    }
    let rest = other.split_at_checked(presented.len());
    let Some((same, rest)) = rest.filter(|(same, _)| same.eq_ignore_ascii_case(presented)) else {
        return Ok(false);
    };
    debug_assert_eq!(same.len(), presented.len());
    Ok(rest.is_empty() || (!is_constraint && rest == b"."))
}

/// Where a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It may begin with a wildcard label, above at least two others.
    Presented,
    /// It may end in a dot.
    Reference,
    /// It may begin with a dot, and may be empty.
    Constraint,
}

/// `is_valid_dns_id`
fn is_valid(name: &[u8], place: Place) -> bool {
    if name.len() > 253 {
        return false;
    }
    if place == Place::Constraint && name.is_empty() {
        return true;
    }
    let (rest, is_wildcard) = match name {
        [b'*', b'.', rest @ ..] if place == Place::Presented => (rest, true),
        [b'.', rest @ ..] if place == Place::Constraint => (rest, false),
        _ => (name, false),
    };
    let mut labels: Vec<&[u8]> = rest.split(|octet| *octet == b'.').collect();
    if place == Place::Reference && labels.len() > 1 {
        labels.pop_if(|label| label.is_empty());
    }
    let is_numeric = labels.last().is_some_and(|last| last.iter().all(u8::is_ascii_digit));
    labels.iter().all(|label| is_label(label)) && !is_numeric && (!is_wildcard || labels.len() >= 2)
}

/// The labels of `is_valid_dns_id`, which may have underscores. Recorded: san-label-64-server, san-alabel-server.
fn is_label(label: &[u8]) -> bool {
    let is_character = |octet: &u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_');
    (1..=63).contains(&label.len())
        && label.iter().all(is_character)
        && !label.starts_with(b"-")
        && !label.ends_with(b"-")
}

/// True if rustls takes the text for a DNS name to dial (`DnsName::try_from` of rustls-pki-types).
pub(super) fn is_dialled(name: &str) -> bool {
    is_valid(name.as_bytes(), Place::Reference)
}
