//! wolfSSL's comparison of host names and its name constraints (`internal.c`, `asn.c`).

use std::net::IpAddr;

use crate::der::content;
use crate::x509::certificate::Certificate;
use crate::x509::extension::name_constraints::{GeneralSubtree, NameConstraints};
use crate::x509::general_name::{GeneralNameValue as Value, ip_address};
use crate::x509::oids;

/// The names that stand in `altNames`: DNS names, URIs and addresses, as text.
fn alt_names(certificate: &Certificate) -> Vec<Vec<u8>> {
    let names = certificate.subject_alternative_names().unwrap_or_default();
    let text = |value: &Value| match value {
        Value::Dns(octets) | Value::Uri(octets) => Some(octets.clone()),
        Value::Ip(octets) => ip_address(octets).map(|address| spelled(address).into_bytes()),
        _ => None,
    };
    names.iter().filter_map(|name| text(&name.value)).collect()
}

/// `GenerateDNSEntryIPString`: IPv6 without any abbreviation.
fn spelled(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => address.segments().map(|segment| format!("{segment:04X}")).join(":"),
    }
}

/// `CheckForAltNames`, or the common name where there are none (recorded: san-other-only-cn-match-server).
pub(super) fn has_name(certificate: &Certificate, name: &str) -> bool {
    let names = alt_names(certificate);
    if names.is_empty() {
        return common_name(certificate).is_some_and(|common| matches_domain(common, name.as_bytes()));
    }
    names.iter().any(|found| matches_domain(found, name.as_bytes()))
}

/// The octets of the last common name, whatever its string type (`GetCertName`).
fn common_name(certificate: &Certificate) -> Option<&[u8]> {
    let attributes = certificate.subject.attributes();
    let common = attributes.filter(|attribute| attribute.oid.octets() == oids::COMMON_NAME).last();
    common.map(|attribute| content(&attribute.value))
}

/// `MatchDomainName`: each `*` takes what comes before the next character of the pattern, within one label
/// (recorded: wildcard-bare-server, wildcard-second-label-server).
fn matches_domain(pattern: &[u8], name: &[u8]) -> bool {
    let lower = |octet: Option<&u8>| octet.map(u8::to_ascii_lowercase);
    let (mut pattern, mut name) = (pattern, name);
    if pattern.is_empty() {
        return false;
    }
    while let Some((first, rest)) = pattern.split_first() {
        if *first == b'*' {
            let stars = rest.iter().take_while(|octet| **octet == b'*').count();
            pattern = rest.get(stars..).unwrap_or_default();
            let next = lower(pattern.first());
            while let Some(octet) = lower(name.first()).filter(|octet| Some(*octet) != next) {
                if octet == b'.' {
                    return false;
                }
                name = name.get(1..).unwrap_or_default();
            }
            if pattern.is_empty() || name.is_empty() {
                return pattern.is_empty();
            }
        } else if lower(Some(first)) != lower(name.first()) {
            return false;
        }
        pattern = pattern.get(1..).unwrap_or_default();
        name = name.get(1..).unwrap_or_default();
    }
    name.is_empty()
}

/// `ConfirmNameConstraints`: DNS names, among which all of `altNames` count, e-mail addresses and the subject; addresses and URIs are
/// not compared as such (recorded: nc-ip-permit-miss, nc-uri-permit-miss, nc-dns-permit-leaf-no-dns).
pub(super) fn are_kept(certificate: &Certificate, constraints: &NameConstraints) -> bool {
    let mut hosts = alt_names(certificate);
    if hosts.is_empty() {
        hosts.extend(common_name(certificate).map(<[u8]>::to_vec));
    }
    let names = certificate.subject_alternative_names().unwrap_or_default();
    let mut mails: Vec<Vec<u8>> = names
        .iter()
        .filter_map(|name| match &name.value {
            Value::Rfc822(octets) => Some(octets.clone()),
            _ => None,
        })
        .collect();
    let subject = certificate.subject.attributes();
    let in_subject = subject.filter(|attribute| attribute.oid.octets() == oids::EMAIL_ADDRESS);
    mails.extend(in_subject.map(|attribute| attribute.text.clone().into_bytes()));
    let is_host = |base: &Value, name: &[u8]| matches!(base, Value::Dns(base) if ends_with(name, base));
    let is_mail =
        |base: &Value, name: &[u8]| matches!(base, Value::Rfc822(base) if is_mail_within(name, base));
    let directories = names.iter().filter_map(|name| match &name.value {
        Value::Directory(name) => Some(content(&name.der).to_vec()),
        _ => None,
    });
    let directories: Vec<Vec<u8>> = directories.chain([content(&certificate.subject.der).to_vec()]).collect();
    // Names are compared byte for byte, and nothing is beneath an empty one (`MatchBaseName`).
    let is_beneath = |base: &Value, name: &[u8]| match base {
        Value::Directory(base) => !base.rdns.is_empty() && name.starts_with(content(&base.der)),
        _ => false,
    };
    is_kept(constraints, |base| matches!(base, Value::Dns(_)), &hosts, is_host)
        && is_kept(constraints, |base| matches!(base, Value::Rfc822(_)), &mails, is_mail)
        && is_kept(constraints, |base| matches!(base, Value::Directory(_)), &directories, is_beneath)
}

/// Whether each of `names` is in a permitted subtree of its form, where there is one, and in no excluded one.
fn is_kept(
    constraints: &NameConstraints,
    of_form: fn(&Value) -> bool,
    names: &[Vec<u8>],
    within: impl Fn(&Value, &[u8]) -> bool,
) -> bool {
    let list = |subtrees: &Option<Vec<GeneralSubtree>>| -> Vec<Value> {
        let bases = subtrees.iter().flatten().map(|subtree| subtree.base.value.clone());
        bases.filter(of_form).collect()
    };
    let (permitted, excluded) = (list(&constraints.permitted), list(&constraints.excluded));
    names.iter().all(|name| {
        (permitted.is_empty() || permitted.iter().any(|base| within(base, name)))
            && !excluded.iter().any(|base| within(base, name))
    })
}

/// `MatchBaseName`: the end of the name, wherever a label begins.
fn ends_with(name: &[u8], base: &[u8]) -> bool {
    let offset = name.len().checked_sub(base.len());
    let tail = offset.and_then(|offset| name.get(offset..));
    !base.is_empty() && !name.starts_with(b".") && tail.is_some_and(|tail| tail.eq_ignore_ascii_case(base))
}

/// `MatchBaseName` of e-mail addresses.
fn is_mail_within(name: &[u8], base: &[u8]) -> bool {
    let host = name.iter().position(|octet| *octet == b'@').and_then(|at| name.get(at + 1..));
    match (base.first(), host) {
        (Some(b'.'), _) => ends_with(name, base),
        (Some(_), Some(host)) if !base.contains(&b'@') => host.eq_ignore_ascii_case(base),
        (Some(_), _) => name.eq_ignore_ascii_case(base),
        (None, _) => false,
    }
}
