//! NSS's comparison of host names and its name constraints (`certdb.c`, `genname.c`).

use std::net::{IpAddr, Ipv4Addr};

use crate::x509::certificate::Certificate;
use crate::x509::extension::name_constraints::{GeneralSubtree, NameConstraints};
use crate::x509::general_name::GeneralNameValue as Value;
use crate::x509::name::{Attribute, Name};
use crate::x509::oids;

/// `CERT_VerifyCertName`: subjectAltName counts where it has a name of the form of the one that is dialled, else the common name.
pub(super) fn has_name(certificate: &Certificate, name: &str) -> bool {
    let names = certificate.subject_alternative_names().unwrap_or_default();
    let address = address(name);
    let relevant: Vec<&Value> = names
        .iter()
        .map(|name| &name.value)
        .filter(|value| match value {
            Value::Ip(_) => address.is_some(),
            Value::Dns(_) => address.is_none(),
            _ => false,
        })
        .collect();
    if !relevant.is_empty() {
        return relevant.iter().any(|value| match (value, address) {
            (Value::Ip(octets), Some(address)) => mapped(octets) == Some(address_octets(address)),
            (Value::Dns(octets), None) => is_host(octets, name),
            _ => false,
        });
    }
    let common = certificate.subject.common_name();
    common.is_some_and(|common| match address {
        Some(_) => common.eq_ignore_ascii_case(name),
        None => is_host(common.as_bytes(), name),
    })
}

/// `PR_StringToNetAddr`, to which a number is an IPv4 address.
fn address(name: &str) -> Option<IpAddr> {
    name.parse().ok().or_else(|| name.parse().ok().map(|number: u32| IpAddr::V4(Ipv4Addr::from_bits(number))))
}

/// IPv4 counts as the IPv6 address that it maps to (recorded: ref-ipv4-mapped-san-server).
fn address_octets(address: IpAddr) -> [u8; 16] {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
        IpAddr::V6(address) => address.octets(),
    }
}

fn mapped(octets: &[u8]) -> Option<[u8; 16]> {
    crate::x509::general_name::ip_address(octets).map(address_octets)
}

/// `cert_TestHostName`: one `*` at the end of the first of three labels or more (recorded: wildcard-partial-prefix-server).
fn is_host(pattern: &[u8], name: &str) -> bool {
    let name = name.as_bytes();
    pattern.eq_ignore_ascii_case(name) || is_wildcard_match(pattern, name).unwrap_or(false)
}

/// The `*` of `cert_TestHostName` takes no dot, and two labels must follow it.
fn is_wildcard_match(pattern: &[u8], name: &[u8]) -> Option<bool> {
    let dot = pattern.iter().position(|octet| *octet == b'.')?;
    let (first, domain) = pattern.split_at(dot);
    let prefix = first.strip_suffix(b"*")?;
    let host = name.split_at(name.iter().position(|octet| *octet == b'.')?);
    let second = domain.get(1..)?.iter().position(|octet| *octet == b'.')?;
    let is_valid =
        second > 0 && domain.len() > second + 2 && !prefix.contains(&b'*') && !domain.contains(&b'*');
    let is_encoded = name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"xn--"));
    let starts = name.get(..prefix.len())?.eq_ignore_ascii_case(prefix);
    Some(is_valid && starts && domain.eq_ignore_ascii_case(host.1) && (!is_encoded || prefix.is_empty()))
}

/// A name that constraints apply to.
pub(super) enum Constrained {
    Subject(Name),
    Alternative(Value),
}

/// `CERT_GetConstrainedCertificateNames`. The common name of a server counts where it has neither a DNS name nor an address.
pub(super) fn constrained(certificate: &Certificate, with_common_name: bool) -> Vec<Constrained> {
    let mut names = vec![Constrained::Subject(certificate.subject.clone())];
    let mails =
        certificate.subject.attributes().filter(|attribute| attribute.oid.octets() == oids::EMAIL_ADDRESS);
    names.extend(mails.map(|mail| Constrained::Alternative(Value::Rfc822(mail.text.clone().into_bytes()))));
    let alternatives = certificate.subject_alternative_names().unwrap_or_default();
    names.extend(alternatives.iter().map(|name| Constrained::Alternative(name.value.clone())));
    let has_host = alternatives.iter().any(|name| matches!(name.value, Value::Dns(_) | Value::Ip(_)));
    if with_common_name && !has_host {
        let common = certificate.subject.common_name();
        names.extend(common.map(|common| Constrained::Alternative(Value::Dns(common.as_bytes().to_vec()))));
    }
    names
}

/// `CERT_CheckNameSpace`
pub(super) fn are_within(names: &[Constrained], constraints: &NameConstraints) -> bool {
    let list = |subtrees: &Option<Vec<GeneralSubtree>>| -> Vec<Value> {
        subtrees.iter().flatten().map(|subtree| subtree.base.value.clone()).collect()
    };
    let (permitted, excluded) = (list(&constraints.permitted), list(&constraints.excluded));
    names.iter().all(|name| {
        let is_excluded = excluded.iter().any(|base| matches(name, base) == Some(true) && is_compared(base));
        let mut answers = permitted.iter().filter_map(|base| matches(name, base)).peekable();
        let is_permitted = answers.peek().is_none() || answers.any(|answer| answer);
        !is_excluded && is_permitted
    })
}

/// Forms that NSS does not compare are taken to be permitted, and not to be excluded (recorded: nc-registeredid).
const fn is_compared(base: &Value) -> bool {
    matches!(base, Value::Dns(_) | Value::Rfc822(_) | Value::Uri(_) | Value::Ip(_) | Value::Directory(_))
}

/// `cert_CompareNameWithConstraints`; `None` where they are of different forms. A URI without a host never fits.
fn matches(name: &Constrained, base: &Value) -> Option<bool> {
    match (name, base) {
        (Constrained::Subject(name), Value::Directory(base))
        | (Constrained::Alternative(Value::Directory(name)), Value::Directory(base)) => {
            Some(is_beneath(name, base))
        }
        (Constrained::Alternative(name), base) => match (name, base) {
            (Value::Dns(name), Value::Dns(base)) => Some(base.is_empty() || is_subdomain(name, base)),
            (Value::Rfc822(name), Value::Rfc822(base)) => Some(is_mail_within(name, base)),
            (Value::Uri(name), Value::Uri(base)) => {
                Some(uri_host(name).is_some_and(|host| is_uri_within(host, base)))
            }
            (Value::Ip(name), Value::Ip(base)) => Some(is_address_within(name, base)),
            (Value::Other { type_id, .. }, Value::Other { type_id: base, .. }) if type_id == base => {
                Some(true)
            }
            (Value::X400(_), Value::X400(_))
            | (Value::EdiParty(_), Value::EdiParty(_))
            | (Value::RegisteredId(_), Value::RegisteredId(_)) => Some(true),
            _ => None,
        },
        _ => None,
    }
}

/// `CERT_CompareAVA`: the types and the texts, letter by letter, whatever the string types.
fn is_beneath(name: &Name, base: &Name) -> bool {
    let same = |one: &Attribute, other: &Attribute| one.oid == other.oid && one.text == other.text;
    name.rdns.len() >= base.rdns.len()
        && name.rdns.iter().zip(&base.rdns).all(|(name, base)| {
            name.attributes.len() == base.attributes.len()
                && name.attributes.iter().all(|one| base.attributes.iter().any(|other| same(one, other)))
        })
}

/// `compareDNSN2C`
fn is_subdomain(name: &[u8], base: &[u8]) -> bool {
    let Some(offset) = name.len().checked_sub(base.len()) else { return false };
    let ends = name.get(offset..).is_some_and(|tail| tail.eq_ignore_ascii_case(base));
    let before = offset.checked_sub(1).and_then(|at| name.get(at));
    ends && (offset == 0 || (before == Some(&b'.')) != base.starts_with(b"."))
}

/// `compareURIN2C`
fn is_uri_within(host: &[u8], base: &[u8]) -> bool {
    match base.first() {
        None => false,
        Some(b'.') => is_subdomain(host, base),
        Some(_) => host.eq_ignore_ascii_case(base),
    }
}

/// `compareRFC822N2C`
fn is_mail_within(name: &[u8], base: &[u8]) -> bool {
    if base.is_empty() || base == b"." {
        return true;
    }
    if base.contains(&b'@') {
        return name.eq_ignore_ascii_case(base);
    }
    let Some(offset) = name.len().checked_sub(base.len()) else { return false };
    let ends = name.get(offset..).is_some_and(|tail| tail.eq_ignore_ascii_case(base));
    let before = offset.checked_sub(1).and_then(|at| name.get(at));
    ends && (base.starts_with(b".") || before == Some(&b'@'))
}

/// `compareIPaddrN2C`: any mask will do (recorded: nc-bad-ip-mask).
fn is_address_within(name: &[u8], base: &[u8]) -> bool {
    let (network, mask) = base.split_at(base.len() / 2);
    matches!(name.len(), 4 | 16)
        && base.len() == 2 * name.len()
        && name.iter().zip(network).zip(mask).all(|((name, network), mask)| (name ^ network) & mask == 0)
}

/// `parseUriHostname`
fn uri_host(uri: &[u8]) -> Option<&[u8]> {
    let start = uri.windows(3).position(|window| window == b"://")? + 3;
    let host = uri.get(start..)?.split(|octet| *octet == b'/').next()?;
    let host =
        host.iter().rposition(|octet| *octet == b':').and_then(|colon| host.get(..colon)).unwrap_or(host);
    let host = host.iter().position(|octet| *octet == b'@').and_then(|at| host.get(at + 1..)).unwrap_or(host);
    Some(host).filter(|host| !host.is_empty())
}
